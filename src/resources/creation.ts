/** Creating many things in idempotent operations: tasks, task suites, bonuses. */
import { generate } from "@std/uuid/v5";
import {
  isRecord,
  TolokaApiError,
  TolokaIncompleteError,
  TolokaOperationError,
  TolokaRequestError,
  TolokaValidationError,
} from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { BatchCreateResult, FieldErrors } from "../types/common.ts";
import type {
  Operation,
  OperationLogItem,
  OperationType,
} from "../types/operations.ts";
import { type Chunk, chunksOf, type ValueSizes } from "./chunks.ts";
import {
  getOperation,
  getOperationLog,
  waitForEnd,
  type WaitOptions,
} from "./operations.ts";

/** Options of a method that creates one thing. */
export interface CreateOptions extends WaitOptions {
  /**
   * Id of the operation, a UUID. Calling again with the same id takes over what
   * the first call has started instead of creating anything twice.
   *
   * @default a random one
   */
  operationId?: string | undefined;
  /**
   * Whether the server works through an operation, which alone makes the call
   * safe to repeat; `false` has it answer at once, for up to 5,000 items.
   *
   * @default true
   */
  async?: boolean | undefined;
  /** Whether what is missing is taken from the pool's defaults (`allow_defaults`). @default false */
  allowDefaults?: boolean | undefined;
  /** Whether the pool is opened afterwards (`open_pool`). @default false */
  openPool?: boolean | undefined;
}

/** Namespace of the ids that follow from an operation's id (RFC 9562, section 5.5); drawn once at random. */
const CHUNK_NAMESPACE = "9c7b1a0e-5d3f-4e61-8a52-6f0d9be1c474";

/** What the API takes for the id of an operation: the form of a UUID, of whatever version. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How long the server's work is waited for unless the caller says otherwise, in milliseconds. */
const MAX_WAIT = 3_600_000;

/** How far a call that creates many things has come. */
export interface CreateProgress {
  /** Items that were sent. */
  sent: number;
  /** Items that were created. */
  created: number;
  /** Items that were refused. */
  refused: number;
  /** Items in all, if the input says how many it has. */
  total: number | undefined;
}

/** Options of a method that creates many things. */
export interface CreateManyOptions extends Omit<CreateOptions, "onProgress"> {
  /**
   * Whether valid items are created although others are not valid
   * (`skip_invalid_items`); else one invalid item stops its whole request.
   *
   * @default false
   */
  skipInvalidItems?: boolean | undefined;
  /** Called after each request whose items are created. */
  onProgress?: ((progress: CreateProgress) => void) | undefined;
}

/** Options of a method that starts creating many things. */
export type StartCreateOptions = Omit<
  CreateManyOptions,
  "async" | "onProgress" | "maxWait"
>;

/**
 * What became of each item of a creation. Keys are the items' positions in the
 * input, `"0"` for the first.
 *
 * @typeParam T What was created.
 */
export interface CreateManyResult<T> {
  /** What was created. */
  items: Record<string, T>;
  /** What is wrong with the items that were refused. */
  validation_errors: Record<string, FieldErrors>;
  /** What else failed, such as opening the pool. */
  failures: OperationLogItem[];
}

/** How one kind of thing is created. */
export interface Creation<Input, Entity> {
  /** What is created, for messages: `"tasks"`. */
  noun: string;
  /** Path of the endpoint. */
  path: string;
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

/** Position of an item in the input, put into what is sent: the log gives it back. */
const INDEX = "__item_idx";

/** Creates one thing and reads it. */
export async function createOne<Input extends object, Entity>(
  transport: Transport,
  creation: Creation<Input, Entity>,
  input: Input,
  options: CreateOptions = {},
): Promise<Entity> {
  const action = `create ${creation.noun}`;
  const operationId = checkOperationId(action, options.operationId);
  creation.measure(input, 0);
  const request = { creation, operationId, options };
  if (options.async === false) {
    return await post<Entity>(transport, request, input);
  }
  const body = { ...input, [INDEX]: "0" };
  const operation = await begin(transport, request, body);
  const ended = await waitForEnd(transport, operation, waitOptions(options));
  const log = await readLog(transport, creation, ended, options);
  const id = log.ids.get(0);
  if (id === undefined) {
    const errors = log.errors.get(0);
    throw errors ? invalid(creation, errors) : new TolokaOperationError(ended);
  }
  const to = creation.path + path`/${id}`;
  return await transport.request<Entity>("GET", to, {}, options);
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
  const chunks = await Array.fromAsync(
    chunksOf(action, items, most.async, measure),
  );
  if (chunks.length > 1) {
    throw new RangeError(
      `Cannot ${action} as ${items.length} items do not fit into one request: create them with 'createMany'`,
    );
  }
  return await begin(transport, { creation, operationId, options }, items);
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
  const create = options.async === false ? createAtOnce : createInOperation;
  const perRequest = options.async === false ? most.sync : most.async;
  const total = Array.isArray(input) ? input.length : undefined;
  const lazy = chunksOf(action, input, perRequest, measure);
  // A list is checked to its end before anything is sent.
  const chunks = total === undefined ? lazy : await Array.fromAsync(lazy);
  const done: CreateManyResult<Entity> = {
    items: {},
    validation_errors: {},
    failures: [],
  };
  let [sent, created, refused, number] = [0, 0, 0, 0];
  try {
    for await (const chunk of chunks) {
      const operationId = await idOfChunk(firstId, number++);
      const request = { creation, operationId, options };
      const part = await create(transport, request, chunk);
      Object.assign(done.items, part.items);
      Object.assign(done.validation_errors, part.validation_errors);
      done.failures.push(...part.failures);
      sent += chunk.items.length;
      created += Object.keys(part.items).length;
      const errors = Object.keys(part.validation_errors).length;
      refused += errors;
      if (part.failed) throw new TolokaOperationError(part.failed);
      if (errors > 0 && !skipInvalidItems) {
        throw invalid(creation, part.validation_errors);
      }
      onProgress?.({ sent, created, refused, total });
    }
  } catch (error) {
    if (created === 0 && isDefinite(error)) throw error;
    if (options.signal?.aborted) throw error;
    throw new TolokaIncompleteError(
      `Cannot ${action} to the end as a request failed after ${created} were created; calling again with the same input and 'operationId' "${firstId}" goes on without creating any twice: ${
        error instanceof Error ? error.message : String(error)
      }`,
      done,
      error,
    );
  }
  if (created === 0) throw invalid(creation, done.validation_errors);
  return done;
}

/** One creating request. */
interface CreateRequest<Input, Entity> {
  creation: Creation<Input, Entity>;
  operationId: string;
  options: CreateManyOptions | CreateOptions;
}

/** What became of one request's items. */
interface Part<Entity> extends CreateManyResult<Entity> {
  /** The operation, if it failed. */
  failed?: Operation;
}

async function createInOperation<Input extends object, Entity>(
  transport: Transport,
  request: CreateRequest<Input, Entity>,
  { start, items }: Chunk<Input>,
): Promise<Part<Entity>> {
  const { creation, options } = request;
  const body = items.map((item, i) => ({ ...item, [INDEX]: `${start + i}` }));
  const operation = await begin(transport, request, body);
  const ended = await waitForEnd(transport, operation, waitOptions(options));
  const { ids, errors, failures } = await readLog(
    transport,
    creation,
    ended,
    options,
  );
  const indexes = new Map<string, number>();
  const created: { id: string; input: Input }[] = [];
  const part: Part<Entity> = {
    items: {},
    validation_errors: Object.fromEntries(errors),
    failures,
  };
  for (const [index, id] of ids) {
    const input = items[index - start];
    if (input === undefined) continue;
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
  if (ended.status === "FAIL" && errors.size === 0) part.failed = ended;
  return part;
}

async function createAtOnce<Input extends object, Entity>(
  transport: Transport,
  request: CreateRequest<Input, Entity>,
  { start, items }: Chunk<Input>,
): Promise<Part<Entity>> {
  const answer = await post<BatchCreateResult<Entity>>(
    transport,
    request,
    items,
  );
  const moved = <T>(map: Record<string, T> = {}): Record<string, T> =>
    Object.fromEntries(
      Object.entries(map).map(([i, value]) => [Number(i) + start, value]),
    );
  return {
    items: moved(answer.items),
    validation_errors: moved(answer.validation_errors),
    failures: [],
  };
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
  const parts = { query, body, repeatable: asynchronous };
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
    return await post<Operation>(transport, request, body);
  } catch (error) {
    const exists = error instanceof TolokaApiError &&
      error.code === "OPERATION_ALREADY_EXISTS";
    if (!exists) throw error;
    const operation = await getOperation(transport, operationId, options);
    if (operation.type !== creation.operationType) throw error;
    if (operation.status === "FAIL") throw new TolokaOperationError(operation);
    return operation;
  }
}

/** Sorts the log of an operation by the items it is about. */
async function readLog(
  transport: Transport,
  creation: Creation<never, unknown>,
  operation: Operation,
  options: RequestOptions,
) {
  const ids = new Map<number, string>();
  const errors = new Map<number, FieldErrors>();
  const failures: OperationLogItem[] = [];
  for (const entry of await getOperationLog(transport, operation.id, options)) {
    const index = Number(entry.input?.[INDEX] ?? NaN);
    const output: Record<string, unknown> = isRecord(entry.output)
      ? entry.output
      : {};
    const id = output[creation.idKey];
    if (Number.isNaN(index)) {
      if (!entry.success) failures.push(entry);
    } else if (!entry.success) errors.set(index, output as FieldErrors);
    else if (typeof id === "string") ids.set(index, id);
  }
  return { ids, errors, failures };
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

/** Whether an error says for sure that its request created nothing. */
function isDefinite(error: unknown): boolean {
  return !(error instanceof TolokaRequestError) ||
    (error.method === "POST" && !error.outcomeUnknown);
}

function invalid(
  { noun, path }: Creation<never, unknown>,
  payload: FieldErrors | Record<string, FieldErrors>,
): TolokaValidationError {
  return new TolokaValidationError(
    `Cannot create ${noun} as they are not valid (VALIDATION_ERROR: Validation failed)`,
    { method: "POST", path, code: "VALIDATION_ERROR", payload },
  );
}

function checkOperationId(action: string, id: string | undefined): string {
  if (id === undefined) return crypto.randomUUID();
  if (UUID.test(id)) return id;
  throw new TypeError(
    `Cannot ${action} as 'operationId' must be a UUID: current value is "${id}"`,
  );
}
