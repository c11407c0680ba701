/** Creates one thing and reads it. */
import {
  TolokaIncompleteError,
  TolokaNotFoundError,
  TolokaOperationError,
  TolokaRequestError,
  TolokaValidationError,
} from "../errors.ts";
import { JsonText } from "../transport/json_text.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { type Item, ItemQueue } from "./chunks.ts";
import type { Created, Creation } from "./creation.ts";
import {
  advice,
  invalidItems,
  provesNothingCreated,
  withOperationId,
} from "./errors.ts";
import type { CreateOptions } from "./options.ts";
import { follow, known, type Outcome } from "./outcome.ts";
import {
  announce,
  begin,
  type Call,
  idOfOperation,
  knownOperation,
  placed,
  post,
  prepareCall,
} from "./request.ts";
import { takeOver } from "./take_over.ts";

/** Creates one thing and reads it. */
export async function createOne<Input extends object, Entity>(
  transport: Transport,
  creation: Creation<Input, Entity>,
  input: Input,
  { onProgress: _, ...options }: CreateOptions = {},
): Promise<Entity> {
  const action = `create ${creation.noun}`;
  const reading = readingOne(transport, creation);
  const call = prepareCall(action, transport, reading, options);
  const queue = new ItemQueue(creation, [input]);
  await queue.readAll();
  await announce(call);
  try {
    if (call.isAsync) {
      return entityOf(call, await createInOperation(call, queue));
    }
    const [item] = await queue.cut(1);
    return await post(call, new JsonText(item!.json), crypto.randomUUID());
  } catch (error) {
    options.signal?.throwIfAborted();
    throw withOperationId(
      isOutcomeKnown(error, call) ? error : unknownOutcome(call, error),
      call,
    );
  }
}

/** Begins the operation, or takes over the one that an earlier call began. */
async function createInOperation<Input extends object, Entity>(
  call: Call<Input, Entity>,
  queue: ItemQueue<Input>,
): Promise<Outcome<Entity>> {
  for (let number = 0;; number++) {
    const chunk = await queue.cut(1);
    const id = await idOfOperation(call.operationId, number);
    const body = new JsonText(placed(chunk[0] as Item<Input>));
    const begun = await begin(call, body, id);
    if (begun !== "EXISTS") return await follow(call, begun, chunk);
    if (call.isFresh) {
      return await follow(call, knownOperation(call, id), chunk);
    }
    const outcome = await takeOver(call, id, chunk, queue);
    // An operation that created nothing makes room for the next one.
    if (outcome.count > 0 || outcome.error) return outcome;
  }
}

/** Gives what was created, or the error that says what became of it. */
function entityOf<Entity>(
  call: Call<unknown, Entity>,
  { items, invalid, unknown, failures, error }: Outcome<Entity>,
): Entity {
  const entity = items[0];
  const { creation } = call;
  if (entity === undefined) {
    if (invalid[0]) throw invalidItems(call, invalid[0]);
    throw unknown.length > 0 ? unknownOutcome(call, error) : error;
  }
  if (error === undefined && failures.length === 0) return entity;
  const { id } = entity as { id: string };
  if (error instanceof Error && !(error instanceof TolokaOperationError)) {
    throw new TolokaIncompleteError(
      `Cannot read what was created as "${id}": ${error.message}`,
      entity,
      error,
    );
  }
  const steps = failures.map(({ type, output }) =>
    `: ${type} failed: ${JSON.stringify(output)}`
  );
  throw new TolokaIncompleteError(
    `Cannot create ${creation.noun} to the end: "${id}" exists, but another step failed${
      steps.join("")
    }`,
    entity,
    error,
  );
}

function isOutcomeKnown(error: unknown, call: Call<unknown, unknown>): boolean {
  return !(error instanceof TolokaRequestError) ||
    error instanceof TolokaValidationError ||
    provesNothingCreated(error, call);
}

function unknownOutcome(
  call: Call<unknown, unknown>,
  error: unknown,
): TolokaIncompleteError<undefined> {
  return new TolokaIncompleteError(
    `Cannot tell whether ${call.creation.noun} were created${
      advice(call, error)
    }: ${error instanceof Error ? error.message : String(error)}`,
    undefined,
    error,
  );
}

/** A creation whose only item is read by its id. */
function readingOne<Input, Entity>(
  transport: Transport,
  creation: Creation<Input, Entity>,
): Creation<Input, Entity> {
  return {
    ...creation,
    async *readBack(created: readonly Created<Input>[], options) {
      for (const { id, input } of created) {
        try {
          const to = creation.path + path`/${id}`;
          yield await transport.get<Entity>(to, options);
        } catch (error) {
          // The server may list it later than it created it.
          if (!(error instanceof TolokaNotFoundError)) throw error;
          yield known(input as object, id);
        }
      }
    },
  };
}
