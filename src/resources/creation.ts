/** Creating many things in idempotent operations: tasks, task suites, bonuses. */
import { generate } from "@std/uuid/v5";
import { checkInteger, isRecord } from "../checks.ts";
import {
  TolokaApiError,
  TolokaError,
  TolokaIncompleteError,
  TolokaNotFoundError,
  TolokaOperationError,
  TolokaRequestError,
  TolokaValidationError,
} from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import { checkTimeout } from "../transport/timeouts.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { BatchCreateResult, FieldErrors } from "../types/common.ts";
import type { Operation, OperationType } from "../types/operations.ts";
import { type Chunk, chunksOf, type ValueSizes } from "./chunks.ts";
import {
  advice,
  type Created,
  createdNothing,
  invalid,
  saysNothingCreated,
  silent,
  untold,
} from "./creation_errors.ts";
import { INDEX, readLog } from "./creation_log.ts";
import type {
  CreateManyOptions,
  CreateManyResult,
  CreateOptions,
  StartCreateOptions,
} from "./creation_options.ts";
import {
  checkMaxWait,
  getOperation,
  waitForEnd,
  type WaitOptions,
} from "./operations.ts";

/** Namespace of the ids that follow from an operation's id (RFC 9562, section 5.5); drawn once at random. */
const CHUNK_NAMESPACE = "9c7b1a0e-5d3f-4e61-8a52-6f0d9be1c474";

/** What the API takes for the id of an operation: the form of a UUID, of whatever version. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How long the server's work is waited for unless the caller says otherwise, in milliseconds. */
const MAX_WAIT = 3_600_000;

/** How one kind of thing is created. */
export interface Creation<Input, Entity> extends Created {
  /** Where the operation's log has the id of what was created. */
  idKey: "task_id" | "task_suite_id" | "user_bonus_id";
  /** Type of the operation that creates it. */
  operationType: OperationType;
  /** Most items of one request, through an operation and without. */
  most: { async: number; sync: number };
  /** Bytes of an item's values; throws if the item cannot be right. */
  measure(item: Input, index: number): ValueSizes;
  /** Reads what was created; what the server does not list yet is left out. */
  readBack(
    created: { id: string; input: Input }[],
    options: RequestOptions,
  ): AsyncIterable<Entity>;
}

/** Creates one thing and reads it. */
export async function createOne<Input extends object, Entity>(
  transport: Transport,
  creation: Creation<Input, Entity>,
  input: Input,
  options: CreateOptions = {},
): Promise<Entity> {
  const action = `create ${creation.noun}`;
  const operationId = checkOperationId(action, options.operationId);
  checkWaiting(action, options);
  await Array.fromAsync(chunksOf(action, [input], 1, creation.measure));
  const request = { creation, operationId, options };
  try {
    return options.async === false
      ? await post<Entity>(transport, request, input)
      : await createInOneOperation(transport, request, input);
  } catch (error) {
    if (!(error instanceof TolokaRequestError)) throw error;
    if (
      error instanceof TolokaValidationError || createdNothing(error, options)
    ) {
      throw error;
    }
    throw untold(creation, error, options, operationId);
  }
}

async function createInOneOperation<Input extends object, Entity>(
  transport: Transport,
  request: CreateRequest<Input, Entity>,
  input: Input,
): Promise<Entity> {
  const { creation, options } = request;
  const body = { ...input, [INDEX]: "0" };
  const operation = await begin(transport, request, body);
  const ended = await waitForEnd(transport, operation, waitOptions(options));
  const one = { idKey: creation.idKey, start: 0, count: 1 };
  const log = await readLog(transport, ended, one, options);
  const id = log.ids.get(0);
  if (id === undefined) {
    const errors = log.errors.get(0);
    if (errors) throw invalid(creation, errors);
    if (ended.status === "FAIL") throw new TolokaOperationError(ended);
    const error = silent(creation, ended, 1, 1);
    throw untold(creation, error, options, request.operationId);
  }
  const entity = await readOne(transport, creation, { id, input }, options);
  if (ended.status === "FAIL" || log.failures.length > 0) {
    const steps = log.failures.map(({ type, output }) =>
      `: ${type} failed: ${JSON.stringify(output)}`
    );
    throw new TolokaIncompleteError(
      `Cannot do all that goes with creating "${id}", which exists${
        steps.join("")
      }`,
      entity,
      new TolokaOperationError(ended),
    );
  }
  return entity;
}

async function readOne<Input extends object, Entity>(
  transport: Transport,
  creation: Creation<Input, Entity>,
  { id, input }: { id: string; input: Input },
  options: RequestOptions,
): Promise<Entity> {
  const to = creation.path + path`/${id}`;
  try {
    return await transport.request<Entity>("GET", to, {}, options);
  } catch (error) {
    const known = { ...input, id } as Entity;
    // The server may list it later than it made it.
    if (error instanceof TolokaNotFoundError) return known;
    if (!(error instanceof TolokaRequestError)) throw error;
    throw new TolokaIncompleteError(
      `Cannot read what was created as "${id}": ${error.message}`,
      known,
      error,
    );
  }
}

/** Starts an operation that creates all items, in one request, and gives it back at once. */
export async function startCreateMany<Input extends object, Entity>(
  transport: Transport,
  creation: Creation<Input, Entity>,
  items: readonly Input[],
  options: StartCreateOptions = {},
): Promise<Operation> {
  const action = `start creating ${creation.noun}`;
  const { most, measure } = creation;
  const operationId = checkOperationId(action, options.operationId);
  checkWaiting(action, options);
  const chunks = await Array.fromAsync(
    chunksOf(action, items, most.async, measure),
  );
  if (chunks.length > 1) {
    throw new RangeError(
      `Cannot ${action} as ${items.length} items do not fit into one request: create them with 'createMany'`,
    );
  }
  try {
    return await begin(transport, { creation, operationId, options }, items);
  } catch (error) {
    if (!(error instanceof TolokaRequestError)) throw error;
    if (createdNothing(error, options)) throw error;
    throw untold(creation, error, options, operationId);
  }
}

/** Creates all items, in as many requests as their number and size need. */
export async function createMany<Input extends object, Entity>(
  transport: Transport,
  creation: Creation<Input, Entity>,
  input: Iterable<Input> | AsyncIterable<Input>,
  options: CreateManyOptions = {},
): Promise<CreateManyResult<Entity>> {
  const { noun, most, measure } = creation;
  const { onProgress, skipInvalidItems } = options;
  const action = `create ${noun}`;
  const firstId = checkOperationId(action, options.operationId);
  checkWaiting(action, options);
  const create = options.async === false ? createAtOnce : createInOperation;
  const perRequest = options.async === false ? most.sync : most.async;
  const total = Array.isArray(input) ? input.length : undefined;
  const lazy = chunksOf(action, input, perRequest, measure);
  // A list is checked to its end before anything is sent.
  const chunks = total === undefined ? lazy : await Array.fromAsync(lazy);
  const done = emptyResult<Entity>();
  let [sent, created, refused, number] = [0, 0, 0, 0];
  try {
    for await (const chunk of chunks) {
      const operationId = await idOfChunk(firstId, number++);
      const request = { creation, operationId, options };
      const part = emptyResult<Entity>();
      let lack: TolokaError | undefined;
      try {
        lack = await create(transport, request, chunk, part);
      } catch (error) {
        if (!createdNothing(error, options)) {
          part.unknown = undecided(chunk, part);
        }
        throw error;
      } finally {
        Object.assign(done.items, part.items);
        Object.assign(done.validation_errors, part.validation_errors);
        done.unknown.push(...part.unknown);
        done.failures.push(...part.failures);
        created += Object.keys(part.items).length;
      }
      sent += chunk.items.length;
      const errors = Object.keys(part.validation_errors).length;
      refused += errors;
      if (lack) throw lack;
      if (errors > 0 && !skipInvalidItems) {
        throw invalid(creation, part.validation_errors);
      }
      onProgress?.({ sent, created, refused, total });
    }
    if (created === 0) throw invalid(creation, done.validation_errors);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    if (created === 0 && done.unknown.length === 0) throw error;
    throw new TolokaIncompleteError(
      `Cannot ${action} to the end as a request failed after ${created} were created, and of ${done.unknown.length} it is unknown${
        advice(error, options, firstId)
      }: ${error instanceof Error ? error.message : String(error)}`,
      done,
      error,
    );
  }
  return done;
}

/** One creating request. */
interface CreateRequest<Input, Entity> {
  creation: Creation<Input, Entity>;
  operationId: string;
  options: CreateManyOptions | CreateOptions;
}

function emptyResult<Entity>(): CreateManyResult<Entity> {
  return { items: {}, validation_errors: {}, unknown: [], failures: [] };
}

/** Positions of a request's items of which nothing is known. */
function undecided(
  { start, items }: Chunk<unknown>,
  part: CreateManyResult<unknown>,
): string[] {
  return items.map((_, i) => `${start + i}`).filter((position) =>
    !(position in part.items) && !(position in part.validation_errors)
  );
}

/**
 * Creates the items of one request in an operation. What is known goes into
 * `part` as it becomes known, so that it is there when a later step fails.
 * Gives an error if items were neither created nor refused.
 */
async function createInOperation<Input extends object, Entity>(
  transport: Transport,
  request: CreateRequest<Input, Entity>,
  chunk: Chunk<Input>,
  part: CreateManyResult<Entity>,
): Promise<TolokaError | undefined> {
  const { creation, options } = request;
  const { start, items } = chunk;
  const body = items.map((item, i) => ({ ...item, [INDEX]: `${start + i}` }));
  const operation = await begin(transport, request, body);
  const ended = await waitForEnd(transport, operation, waitOptions(options));
  const { ids, errors, failures, failed } = await readLog(
    transport,
    ended,
    { idKey: creation.idKey, start, count: items.length },
    options,
  );
  part.validation_errors = Object.fromEntries(errors);
  part.failures = failures;
  const indexes = new Map<string, number>();
  const created: { id: string; input: Input }[] = [];
  for (const [index, id] of ids) {
    const input = items[index - start]!;
    created.push({ id, input });
    indexes.set(id, index);
    // Until it is read back: the server may list it later than it made it.
    part.items[index] = { ...input, id } as Entity;
  }
  if (created.length > 0) {
    for await (const entity of creation.readBack(created, options)) {
      const index = indexes.get((entity as { id: string }).id);
      if (index !== undefined) part.items[index] = entity;
    }
  }
  // One invalid item stops its whole request, unless such items are skipped.
  const skips = "skipInvalidItems" in options && options.skipInvalidItems;
  if (errors.size > 0 && ids.size === 0 && !skips) return undefined;
  const lacking = undecided(chunk, part);
  const fails = ended.status === "FAIL";
  if (!(fails && ids.size === 0) && !saysNothingCreated(ended)) {
    part.unknown = lacking.filter((position) => !failed.has(Number(position)));
  }
  if (fails && (lacking.length > 0 || errors.size === 0)) {
    return new TolokaOperationError(ended);
  }
  return lacking.length > 0
    ? silent(creation, ended, lacking.length, items.length)
    : undefined;
}

async function createAtOnce<Input extends object, Entity>(
  transport: Transport,
  request: CreateRequest<Input, Entity>,
  chunk: Chunk<Input>,
  part: CreateManyResult<Entity>,
): Promise<TolokaError | undefined> {
  const { creation } = request;
  const moved = <T>(map: Record<string, T> = {}): Record<string, T> =>
    Object.fromEntries(
      Object.entries(map).map(([i, value]) => [Number(i) + chunk.start, value]),
    );
  let answer: BatchCreateResult<Entity> | undefined;
  try {
    answer = await post(transport, request, chunk.items);
  } catch (error) {
    if (!(error instanceof TolokaValidationError)) throw error;
    const { payload } = error;
    const byIndex = isRecord(payload) &&
      Object.keys(payload).every((key) => /^\d+$/.test(key));
    if (!byIndex || chunk.start === 0) throw error;
    throw invalid(
      creation,
      moved(payload) as Record<string, FieldErrors>,
      error,
    );
  }
  part.items = moved(answer?.items);
  part.validation_errors = moved(answer?.validation_errors);
  part.unknown = undecided(chunk, part);
  const [lacking, all] = [part.unknown.length, chunk.items.length];
  return lacking === 0 ? undefined : new TolokaError(
    `POST ${creation.path} was answered without what became of ${lacking} of its ${all} ${creation.noun}`,
  );
}

/** Sends a creation; the answer is an operation, or what was created. */
function post<T>(
  transport: Transport,
  { creation, operationId, options }: CreateRequest<never, unknown>,
  body: object,
): Promise<T> {
  const { async: asynchronous = true, allowDefaults, openPool } = options;
  const query = {
    operation_id: operationId,
    async_mode: asynchronous,
    allow_defaults: allowDefaults,
    open_pool: openPool,
    skip_invalid_items: "skipInvalidItems" in options
      ? options.skipInvalidItems
      : undefined,
  };
  // Only operations are known by their id: the server makes each of them once.
  const parts = { query, body, idempotent: asynchronous };
  return transport.request<T>("POST", creation.path, parts, options);
}

/** Begins an operation, or takes over the one that an earlier attempt has begun. */
async function begin(
  transport: Transport,
  request: CreateRequest<never, unknown>,
  body: object,
): Promise<Operation> {
  const { creation, operationId, options } = request;
  try {
    return await post<Operation | undefined>(transport, request, body) ??
      await getOperation(transport, operationId, options);
  } catch (error) {
    const exists = error instanceof TolokaApiError &&
      error.code === "OPERATION_ALREADY_EXISTS";
    if (!exists) throw error;
    const operation = await getOperation(transport, operationId, options);
    if (operation.type !== creation.operationType) throw error;
    // After a lost answer it is this call's own, and its log tells of these items.
    if (operation.status === "FAIL" && !error.outcomeUnknown) {
      throw new TolokaOperationError(operation);
    }
    return operation;
  }
}

/** The id of the first request itself; others follow from it, so that a repeated call meets them all. */
async function idOfChunk(first: string, number: number): Promise<string> {
  if (number === 0) return first;
  const name = new TextEncoder().encode(`${first}/${number}`);
  return await generate(CHUNK_NAMESPACE, name);
}

function waitOptions(
  options: CreateOptions | CreateManyOptions,
): WaitOptions {
  const { onProgress: _, maxWait = MAX_WAIT, ...rest } = options;
  return { ...rest, maxWait };
}

function checkOperationId(action: string, id: string | undefined): string {
  if (id === undefined) return crypto.randomUUID();
  if (UUID.test(id)) return id;
  throw new TypeError(
    `Cannot ${action} as 'operationId' must be a UUID: current value is "${id}"`,
  );
}

/** Checks what would otherwise be refused after something was sent. */
function checkWaiting(
  action: string,
  options: CreateOptions | CreateManyOptions | StartCreateOptions,
): void {
  if (options.retries !== undefined) {
    checkInteger(action, "retries", options.retries, 0);
  }
  if (options.timeout !== undefined) checkTimeout(action, options.timeout);
  checkMaxWait("maxWait" in options ? { maxWait: options.maxWait } : {});
}
