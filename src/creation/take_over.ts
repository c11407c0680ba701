/**
 * Taking over operations that an earlier call began under the same id. Whatever
 * they created is compared with the items of this call, by position and content,
 * before anything new is sent.
 */
import { isRecord } from "../checks.ts";
import { TolokaOperationError } from "../errors.ts";
import { canonicalJson } from "../operations/content.ts";
import type { LoggedItem } from "../operations/log.ts";
import type { Operation } from "../types/operations.ts";
import type { Item, ItemQueue } from "./chunks.ts";
import {
  countsNothingCreated,
  differentItem,
  differentType,
  unmentioned,
} from "./errors.ts";
import {
  classify,
  type Ended,
  nothing,
  type Outcome,
  positionsOf,
  readBack,
  readEnd,
} from "./outcome.ts";
import { type Call, knownOperation } from "./request.ts";

/**
 * Takes an operation over.
 *
 * @param chunk The items that were to be sent under its id; those that it did not create go back into the queue.
 * @returns What became of the items that it was about.
 * @throws {TolokaIdempotencyError} If it was begun with other items.
 */
export async function takeOver<Input extends object, Entity>(
  call: Call<Input, Entity>,
  operationId: string,
  chunk: readonly Item<Input>[],
  queue: ItemQueue<Input>,
): Promise<Outcome<Entity>> {
  const ended = await readEnd(call, knownOperation(call, operationId));
  const { operation, log } = ended;
  if (operation.type !== call.creation.operationType) {
    throw differentType(call, operation);
  }
  queue.giveBack(chunk);
  if (hasCreatedNothing(ended)) return nothing([]);

  const lines = placeLines(call, ended, chunk);
  const taken: Item<Input>[] = [];
  for (const item of await queue.take(new Set(lines.keys()))) {
    const line = lines.get(item.position)!;
    const isSame = canonicalJson(line.content) === canonicalJson(item.input);
    const { status } = line.result;
    if (status === "CREATED" && !isSame) {
      const { content: logged } = line;
      throw differentItem(call, operationId, item.position, {
        logged,
        item: item.input,
      });
    }
    // What was not created may have been corrected since, or may go well now.
    const isSettled = status === "CREATED" || status === "INVALID" && isSame;
    if (isSettled) taken.push(item);
    else queue.giveBack([item]);
  }
  const failures = log.failures.filter((entry) =>
    !log.items.some(({ result }) =>
      result.status === "FAILED" && result.failure === entry
    )
  );
  const placed = { failures, items: [...lines.values()] };
  const outcome = classify<Input, Entity>(
    call,
    {
      operation: { ...operation, status: "SUCCESS" } as Operation,
      log: placed,
    },
    taken,
  );
  return await readBack(
    call,
    taken,
    withUnmentioned(call, ended, {
      chunk,
      lines,
      outcome,
    }),
  );
}

/**
 * Tells whether an operation failed and its log proves that it created nothing:
 * then its id stands for nothing, and its items may be sent under the next one.
 */
function hasCreatedNothing({ operation, log }: Ended): boolean {
  if (operation.status !== "FAIL") return false;
  const isCreated = ({ result }: LoggedItem) => result.status === "CREATED";
  if (log.items.some(isCreated)) return false;
  return countsNothingCreated(operation) ||
    log.items.some(({ result }) => result.status === "INVALID");
}

/** Gives the lines of a log by position; those of items that were sent without one get it by their content. */
function placeLines<Input>(
  call: Call<Input, unknown>,
  { operation, log }: Ended,
  chunk: readonly Item<Input>[],
): Map<number, LoggedItem> {
  const lines = new Map<number, LoggedItem>();
  const unplaced: LoggedItem[] = [];
  for (const line of log.items) {
    if (line.position === undefined) unplaced.push(line);
    else lines.set(line.position, line);
  }
  const byContent = Map.groupBy(
    unplaced,
    ({ content }) => canonicalJson(content),
  );
  let left = unplaced.length;
  for (const { position, input } of chunk) {
    if (left === 0) break;
    const line = byContent.get(canonicalJson(input))?.shift();
    if (!line) {
      const details = { logged: undefined, item: input };
      throw differentItem(call, operation.id, position, details);
    }
    lines.set(position, { ...line, position });
    left--;
  }
  return lines;
}

/**
 * Adds the items of which the log says nothing. Only if it mentions as many as
 * the operation counts were they not part of it, and can be sent.
 */
function withUnmentioned<Entity>(
  call: Call<unknown, Entity>,
  { operation }: Ended,
  { chunk, lines, outcome }: {
    chunk: readonly Item<unknown>[];
    lines: ReadonlyMap<number, LoggedItem>;
    outcome: Outcome<Entity>;
  },
): Outcome<Entity> {
  const missing = chunk.filter(({ position }) => !lines.has(position));
  const { details } = operation;
  const total = isRecord(details) ? details.total_count : undefined;
  if (missing.length === 0 || total === lines.size) return outcome;
  outcome.unknown.push(...positionsOf(missing));
  outcome.error = operation.status === "FAIL"
    ? new TolokaOperationError(operation)
    : unmentioned(call, operation, missing.length, chunk.length);
  return outcome;
}
