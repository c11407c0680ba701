/** Starts an operation that creates many things, and does not wait for it. */
import {
  TolokaIncompleteError,
  TolokaNotFoundError,
  TolokaRequestError,
} from "../errors.ts";
import { matchOperationLog } from "../operations/log.ts";
import { getOperation, getOperationLog } from "../operations/read.ts";
import { waitForEnd } from "../operations/wait.ts";
import type { Transport } from "../transport/transport.ts";
import type { Operation } from "../types/operations.ts";
import { type Item, ItemQueue } from "./chunks.ts";
import type { Creation } from "./creation.ts";
import {
  advice,
  differentItem,
  differentType,
  provesNothingCreated,
  withOperationId,
} from "./errors.ts";
import type { StartCreateOptions } from "./options.ts";
import {
  announce,
  begin,
  bodyOf,
  type Call,
  knownOperation,
  prepareCall,
  waitOptions,
} from "./request.ts";

/** Starts an operation that creates all items in one request. */
export async function startCreateMany<Input extends object, Entity>(
  transport: Transport,
  creation: Creation<Input, Entity>,
  input: readonly Input[],
  options: StartCreateOptions = {},
): Promise<Operation> {
  const action = `start creating ${creation.noun}`;
  // It has no meaning without an operation, whatever else a caller passes on.
  const asynchronous = { ...options, async: true };
  const call = prepareCall(action, transport, creation, asynchronous);
  const queue = new ItemQueue(creation, input);
  await queue.readAll();
  const items = await queue.cut(creation.maxItems.async);
  const more = await queue.cut(1);
  if (more.length > 0) {
    throw new RangeError(
      `Cannot ${action} as ${input.length} items do not fit into one request: create them with 'createMany'`,
    );
  }
  await announce(call);
  try {
    const begun = await begin(call, bodyOf(items, false), call.operationId);
    return begun === "EXISTS" ? await takeOver(call, items) : begun;
  } catch (error) {
    options.signal?.throwIfAborted();
    const isKnown = !(error instanceof TolokaRequestError) ||
      provesNothingCreated(error, call);
    throw withOperationId(isKnown ? error : notStarted(call, error), call);
  }
}

/**
 * Gives the operation that was begun with this id before.
 *
 * @throws {TolokaIdempotencyError} If it was begun with other items.
 */
async function takeOver<Input extends object, Entity>(
  call: Call<Input, Entity>,
  items: readonly Item<Input>[],
): Promise<Operation> {
  const { transport, options, operationId, creation } = call;
  const known = knownOperation(call, operationId);
  if (call.isFresh) {
    try {
      return await getOperation(transport, operationId, options);
    } catch (error) {
      // It exists: the server may only find it later.
      if (error instanceof TolokaNotFoundError) return known;
      throw error;
    }
  }
  const wait = waitOptions(options);
  const operation = await waitForEnd(transport, known, wait);
  if (operation.type !== creation.operationType) {
    throw differentType(call, operation);
  }
  const log = await getOperationLog(transport, operationId, wait);
  const inputs = items.map(({ input }) => input);
  const results = matchOperationLog(inputs, log);
  // A failed operation logs only the items that were wrong.
  const mentioned = results.filter(({ status }) => status !== "UNKNOWN").length;
  const isPartial = operation.status === "FAIL" &&
    (mentioned > 0 || log.length === 0);
  results.forEach((result, position) => {
    const isDifferent = result.status === "DIFFERENT" ||
      result.status === "UNKNOWN" && !isPartial;
    if (!isDifferent) return;
    throw differentItem(call, operationId, position, {
      logged: result.status === "DIFFERENT" ? result.logged : undefined,
      item: inputs[position],
    });
  });
  return operation;
}

function notStarted(
  call: Call<unknown, unknown>,
  error: TolokaRequestError,
): TolokaIncompleteError<undefined> {
  return new TolokaIncompleteError(
    `Cannot tell whether the operation has begun${
      advice(call, error)
    }: ${error.message}`,
    undefined,
    error,
  );
}
