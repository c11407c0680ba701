/**
 * Creates many things: cuts the input into requests, has the server carry out
 * each as an operation, and gathers what became of every item.
 *
 * Requests are sent one after another, so that the operations that exist of a
 * call are always the first ones of its ids. A call that finds its first id in
 * use takes those over one by one, before it sends anything new.
 */
import { isRecord } from "../checks.ts";
import {
  TolokaError,
  TolokaIdempotencyError,
  TolokaValidationError,
} from "../errors.ts";
import type { Transport } from "../transport/transport.ts";
import type { BatchCreateResult, FieldErrors } from "../types/common.ts";
import { type Item, ItemQueue } from "./chunks.ts";
import type { Creation } from "./creation.ts";
import {
  invalidItems,
  provesNothingCreated,
  withOperationId,
} from "./errors.ts";
import { Gathered } from "./gathered.ts";
import type { CreateManyOptions, CreateManyResult } from "./options.ts";
import { follow, nothing, type Outcome, positionsOf } from "./outcome.ts";
import {
  announce,
  begin,
  bodyOf,
  type Call,
  idOfOperation,
  knownOperation,
  post,
  prepareCall,
} from "./request.ts";
import { takeOver } from "./take_over.ts";

/** Number of operations at a time unless the caller says otherwise. */
const CONCURRENCY = 4;

/** Creates all items, in as many requests as their number and size need. */
export async function createMany<Input extends object, Entity>(
  transport: Transport,
  creation: Creation<Input, Entity>,
  input: Iterable<Input> | AsyncIterable<Input>,
  options: CreateManyOptions = {},
): Promise<CreateManyResult<Entity>> {
  const action = `create ${creation.noun}`;
  const call = prepareCall(action, transport, creation, options);
  const queue = new ItemQueue(creation, input);
  const isList = Array.isArray(input);
  // A list is checked to its end before anything is sent.
  if (isList) await queue.readAll();
  await announce(call);
  const total = isList ? input.length : undefined;
  const gathered = new Gathered<Entity>(call, total, options.onProgress);
  try {
    await (call.isAsync
      ? createInOperations(call, queue, gathered)
      : createDirectly(call, queue, gathered));
    return gathered.end();
  } catch (error) {
    throw withOperationId(error, call);
  } finally {
    await queue.close();
  }
}

/** Begins operation after operation, and follows several of them at a time. */
async function createInOperations<Input extends object, Entity>(
  call: Call<Input, Entity>,
  queue: ItemQueue<Input>,
  gathered: Gathered<Entity>,
): Promise<void> {
  const { concurrency = CONCURRENCY } = call.options;
  const running = new Set<Promise<void>>();
  try {
    for (let number = 0; !gathered.isStopped; number++) {
      const chunk = await queue.cut(call.creation.maxItems.async);
      if (chunk.length === 0) break;
      const begun = await beginChunk(call, number, chunk, queue);
      if ("outcome" in begun) {
        gathered.add(begun.outcome);
        continue;
      }
      const following = follow(call, begun.operation, chunk)
        .then((outcome) => gathered.add(outcome))
        .catch((error) => gathered.fail(error))
        .finally(() => running.delete(following));
      running.add(following);
      if (running.size >= concurrency) await Promise.race(running);
    }
  } catch (error) {
    gathered.fail(error);
  }
  // Also after an error: what these operations create is part of the result.
  await Promise.all(running);
}

/** Begins the operation of a chunk, or finds out what became of an earlier one. */
async function beginChunk<Input extends object, Entity>(
  call: Call<Input, Entity>,
  number: number,
  chunk: readonly Item<Input>[],
  queue: ItemQueue<Input>,
) {
  const id = await idOfOperation(call.operationId, number);
  try {
    const operation = await begin(call, bodyOf(chunk, true), id);
    if (operation !== "EXISTS") return { operation };
  } catch (error) {
    return { outcome: failedRequest<Entity>(call, chunk, error) };
  }
  // Only this call can have used an id that it made: a repeat of its own met it.
  if (call.isFresh) return { operation: knownOperation(call, id) };
  try {
    return { outcome: await takeOver(call, id, chunk, queue) };
  } catch (error) {
    const isRefusal = error instanceof TolokaIdempotencyError;
    const unknown = isRefusal ? [] : positionsOf(chunk);
    return { outcome: { ...nothing<Entity>(chunk), unknown, error } };
  }
}

/** Sends request after request without operations, each of which is answered with what it created. */
async function createDirectly<Input extends object, Entity>(
  call: Call<Input, Entity>,
  queue: ItemQueue<Input>,
  gathered: Gathered<Entity>,
): Promise<void> {
  try {
    while (!gathered.isStopped) {
      const chunk = await queue.cut(call.creation.maxItems.sync);
      if (chunk.length === 0) return;
      gathered.add(await createChunkDirectly(call, chunk));
    }
  } catch (error) {
    gathered.fail(error);
  }
}

async function createChunkDirectly<Input extends object, Entity>(
  call: Call<Input, Entity>,
  chunk: readonly Item<Input>[],
): Promise<Outcome<Entity>> {
  const start = chunk[0]!.position;
  let answer: BatchCreateResult<Entity> | undefined;
  try {
    const id = crypto.randomUUID();
    answer = await post(call, bodyOf(chunk, false), id);
  } catch (error) {
    return failedRequest(call, chunk, error);
  }
  const { items = {}, validation_errors = {}, ...rest } =
    (isRecord(answer) ? answer : {}) as BatchCreateResult<Entity>;
  const outcome: Outcome<Entity> = {
    ...nothing(chunk),
    items: moved(items, start),
    invalid: moved(validation_errors, start),
    rest: Object.fromEntries(
      Object.entries(rest).map((
        [name, value],
      ) => [name, isByPosition(value) ? moved(value, start) : value]),
    ),
  };
  outcome.unknown = positionsOf(chunk).filter((position) =>
    !(position in outcome.items) && !(position in outcome.invalid)
  );
  if (outcome.unknown.length > 0) {
    const { path, noun } = call.creation;
    outcome.error = new TolokaError(
      `POST ${path} was answered without what became of ${outcome.unknown.length} of its ${chunk.length} ${noun}`,
    );
  }
  return outcome;
}

/** The outcome of a request that was refused, or whose own outcome is unknown. */
function failedRequest<Entity>(
  call: Call<unknown, Entity>,
  chunk: readonly Item<unknown>[],
  error: unknown,
): Outcome<Entity> {
  const start = chunk[0]!.position;
  const outcome = { ...nothing<Entity>(chunk), error };
  if (!provesNothingCreated(error, call)) outcome.unknown = positionsOf(chunk);
  if (
    error instanceof TolokaValidationError && start > 0 &&
    isByPosition(error.payload)
  ) {
    const payload = moved(error.payload, start) as Record<string, FieldErrors>;
    outcome.error = invalidItems(call, payload, error);
  }
  return outcome;
}

/** Tells whether the keys of an object are positions of items. */
function isByPosition(value: unknown): value is Record<string, unknown> {
  return isRecord(value) &&
    Object.keys(value).every((key) => /^\d+$/.test(key));
}

/** Positions in a request become positions in the whole input. */
function moved<T>(byPosition: Record<string, T>, start: number) {
  return Object.fromEntries(
    Object.entries(byPosition).map(([i, value]) => [Number(i) + start, value]),
  );
}
