/**
 * Loads the code that creates when the first thing is created: a fifth of the
 * package, which many programs, and the start of all of them, do without.
 */
import type { Transport } from "../transport/transport.ts";
import type { Operation } from "../types/operations.ts";
import type { Creation } from "./creation.ts";
import type {
  CreateManyOptions,
  CreateManyResult,
  CreateOptions,
  StartCreateOptions,
} from "./options.ts";

/** What is loaded. */
export type CreationCode = typeof import("./mod.ts");

/** Chooses what is created. */
export type Kind<Input, Entity> = (
  code: CreationCode,
) => Creation<Input, Entity>;

let loaded: CreationCode | undefined;

async function load(): Promise<CreationCode> {
  return loaded ??= await import("./mod.ts");
}

/** Creates one thing and reads it. */
export async function createOne<Input extends object, Entity>(
  transport: Transport,
  kind: Kind<Input, Entity>,
  input: Input,
  options?: CreateOptions,
): Promise<Entity> {
  // While the code is loading, the caller may reuse these for the next call.
  const item = input?.constructor === Object ? { ...input } : input;
  const given = { ...options };
  const code = loaded ?? await load();
  return await code.createOne(transport, kind(code), item, given);
}

/** Creates all items, in as many requests as their number and size need. */
export async function createMany<Input extends object, Entity>(
  transport: Transport,
  kind: Kind<Input, Entity>,
  input: Iterable<Input> | AsyncIterable<Input>,
  options?: CreateManyOptions,
): Promise<CreateManyResult<Entity>> {
  const items = Array.isArray(input) ? [...input] : input;
  const given = { ...options };
  const code = loaded ?? await load();
  return await code.createMany(transport, kind(code), items, given);
}

/** Starts an operation that creates all items in one request. */
export async function startCreateMany<Input extends object, Entity>(
  transport: Transport,
  kind: Kind<Input, Entity>,
  input: readonly Input[],
  options?: StartCreateOptions,
): Promise<Operation> {
  const items = Array.isArray(input) ? [...input] : input;
  const given = { ...options };
  const code = loaded ?? await load();
  return await code.startCreateMany(transport, kind(code), items, given);
}
