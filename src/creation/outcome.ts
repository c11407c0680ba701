/** Outcomes: what became of the items of one request, and of a whole call. */
import { TolokaOperationError } from "../errors.ts";
import { type ItemResult, type SortedLog, sortLog } from "../operations/log.ts";
import { getOperationLog } from "../operations/read.ts";
import { waitForEnd } from "../operations/wait.ts";
import type { FieldErrors } from "../types/common.ts";
import type { Operation, OperationLogItem } from "../types/operations.ts";
import type { Item } from "./chunks.ts";
import type { Created } from "./creation.ts";
import { countsNothingCreated, unmentioned } from "./errors.ts";
import { type Call, waitOptions } from "./request.ts";

/** Outcome of the items of one request. */
export interface Outcome<Entity> {
  /** Number of items that the request was about. */
  count: number;
  /** Created entities, by position. */
  items: Record<string, Entity>;
  /** Errors of the items that were refused, by position. */
  invalid: Record<string, FieldErrors>;
  /** Positions of items that may have been created or not. */
  unknown: string[];
  /** Other steps that failed. */
  failures: OperationLogItem[];
  /** Members of the answer that are not known here. */
  rest?: Record<string, unknown>;
  /** Error that ends the call. */
  error?: unknown;
}

/** An operation at its end, with its log. */
export interface Ended {
  operation: Operation;
  log: SortedLog;
}

/** Waits for an operation, and reads its log. */
export async function readEnd(
  { transport, options }: Call<unknown, unknown>,
  operation: Operation,
): Promise<Ended> {
  const wait = waitOptions(options);
  const ended = await waitForEnd(transport, operation, wait);
  const log = await getOperationLog(transport, ended.id, wait);
  return { operation: ended, log: sortLog(log) };
}

/** Follows an operation that this call began with exactly these items. Never rejects. */
export async function follow<Input extends object, Entity>(
  call: Call<Input, Entity>,
  operation: Operation,
  items: readonly Item<Input>[],
): Promise<Outcome<Entity>> {
  try {
    const ended = await readEnd(call, operation);
    return await readBack(call, items, classify(call, ended, items));
  } catch (error) {
    return { ...nothing(items), unknown: positionsOf(items), error };
  }
}

/** Sorts the items of an operation by what its log says of them. */
export function classify<Input extends object, Entity>(
  call: Call<Input, Entity>,
  { operation, log }: Ended,
  items: readonly Item<Input>[],
): Outcome<Entity> {
  const outcome: Outcome<Entity> = {
    ...nothing(items),
    failures: log.failures,
  };
  const failed = new Set<string>();
  const results = new Map<number | undefined, ItemResult>(
    log.items.map(({ position, result }) => [position, result]),
  );
  for (const { position, input } of items) {
    const result = results.get(position);
    if (result?.status === "CREATED") {
      outcome.items[position] = known(input, result.id);
    }
    if (result?.status === "INVALID") outcome.invalid[position] = result.errors;
    if (result?.status === "FAILED") failed.add(`${position}`);
  }
  const created = Object.keys(outcome.items).length;
  const refused = Object.keys(outcome.invalid).length;
  // One invalid item stops its whole request, unless such items are skipped.
  if (refused > 0 && created === 0 && !call.options.skipInvalidItems) {
    return outcome;
  }
  const missing = positionsOf(items).filter((position) =>
    !(position in outcome.items) && !(position in outcome.invalid)
  );
  const isFailure = operation.status === "FAIL";
  const isNothing = isFailure && created === 0 ||
    countsNothingCreated(operation);
  if (!isNothing) {
    outcome.unknown = missing.filter((position) => !failed.has(position));
  }
  if (isFailure && (missing.length > 0 || refused === 0)) {
    outcome.error = new TolokaOperationError(operation);
  } else if (missing.length > 0) {
    outcome.error = unmentioned(call, operation, missing.length, items.length);
  }
  return outcome;
}

/** Reads the created items of an outcome again. Never rejects. */
export async function readBack<Input extends object, Entity>(
  { creation, options }: Call<Input, Entity>,
  items: readonly Item<Input>[],
  outcome: Outcome<Entity>,
): Promise<Outcome<Entity>> {
  const { readBack: isWanted = true } = options;
  const positions = new Map<string, number>();
  const created: Created<Input>[] = [];
  for (const { position, input } of items) {
    const entity = outcome.items[position] as { id: string } | undefined;
    if (!entity) continue;
    positions.set(entity.id, position);
    created.push({ id: entity.id, input });
  }
  if (!isWanted || created.length === 0) return outcome;
  try {
    for await (const entity of creation.readBack(created, options)) {
      const position = positions.get((entity as { id: string }).id);
      if (position !== undefined) outcome.items[position] = entity;
    }
  } catch (error) {
    outcome.error ??= error;
  }
  return outcome;
}

/** An outcome of which nothing is known yet. */
export function nothing<Entity>(items: readonly unknown[]): Outcome<Entity> {
  return {
    count: items.length,
    items: {},
    invalid: {},
    unknown: [],
    failures: [],
  };
}

/** An item as it is known until it is read again: the server may list it later than it created it. */
export function known<Entity>(input: object, id: string): Entity {
  return { ...input, id } as Entity;
}

/** Gives the positions of items as the keys of a result. */
export function positionsOf(items: readonly Item<unknown>[]): string[] {
  return items.map(({ position }) => `${position}`);
}
