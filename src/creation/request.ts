/** One call that creates, and the requests that it sends. */
import { generate } from "@std/uuid/v5";
import { checkFunction, checkInteger, show } from "../checks.ts";
import { TolokaApiError } from "../errors.ts";
import { POSITION_KEY } from "../operations/log.ts";
import { checkMaxWait, type WaitOptions } from "../operations/wait.ts";
import { JsonText } from "../transport/json_text.ts";
import { checkTimeout } from "../transport/timeouts.ts";
import type { Transport } from "../transport/transport.ts";
import type { Operation } from "../types/operations.ts";
import type { Item } from "./chunks.ts";
import { withMembers } from "./content.ts";
import type { Creation } from "./creation.ts";
import type { CreateManyOptions, CreateOptions } from "./options.ts";

/** Namespace of the ids that follow from an operation's id (RFC 9562, section 5.5); drawn once at random. */
const ID_NAMESPACE = "9c7b1a0e-5d3f-4e61-8a52-6f0d9be1c474";

/** Form of an operation's id: a UUID of any version. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Longest wait for the server's work unless the caller says otherwise, in milliseconds. */
const MAX_WAIT = 3_600_000;

/** Largest number of operations at a time. */
const MAX_CONCURRENCY = 32;

/** Any options of a method that creates. */
export type AnyCreateOptions =
  & Omit<CreateManyOptions, "onProgress">
  & Pick<CreateOptions, "operationId">;

/** One call that creates. */
export interface Call<Input, Entity> {
  transport: Transport;
  creation: Creation<Input, Entity>;
  options: AnyCreateOptions;
  /** Id of the first operation; the ids of the others follow from it. */
  operationId: string;
  /** `true` if this call made the id, so that only it can have used it. */
  isFresh: boolean;
  /** `true` if the server works through operations. */
  isAsync: boolean;
}

/** Checks the options of a call; what is wrong is refused before anything is sent. */
export function prepareCall<Input, Entity>(
  action: string,
  transport: Transport,
  creation: Creation<Input, Entity>,
  options: AnyCreateOptions,
): Call<Input, Entity> {
  const { operationId, async: isAsync = true } = options;
  checkOperationId(action, operationId, isAsync);
  checkFunction(action, "onOperation", options.onOperation);
  const { retries = 0, timeout = null, concurrency = 1, maxWait } = options;
  checkInteger(action, "retries", retries, 0);
  checkInteger(action, "concurrency", concurrency, 1, MAX_CONCURRENCY);
  checkTimeout(action, timeout);
  checkMaxWait({ maxWait });
  return {
    transport,
    creation,
    options,
    operationId: operationId ?? crypto.randomUUID(),
    isFresh: operationId === undefined,
    isAsync,
  };
}

function checkOperationId(
  action: string,
  id: string | undefined,
  isAsync: boolean,
): void {
  if (id === undefined) return;
  if (typeof id !== "string" || !UUID.test(id)) {
    throw new TypeError(
      `Cannot ${action} as 'operationId' must be a UUID: current value is ${
        show(id)
      }`,
    );
  }
  if (isAsync) return;
  throw new TypeError(
    `Cannot ${action} as 'operationId' needs an operation, without which a repeat is not safe: current value of 'async' is false`,
  );
}

/** Tells the caller the operation's id, before anything is sent. */
export async function announce(call: Call<unknown, unknown>): Promise<void> {
  call.options.signal?.throwIfAborted();
  if (call.isAsync) await call.options.onOperation?.(call.operationId);
}

/** Options for waiting for an operation of a call. */
export function waitOptions(options: AnyCreateOptions): WaitOptions {
  const { maxWait = MAX_WAIT, ...rest } = options;
  return { ...rest, maxWait, onProgress: undefined };
}

/**
 * Derives the id of a call's operation from that of its first one, so that a
 * repeated call meets them all.
 */
export async function idOfOperation(
  first: string,
  number: number,
): Promise<string> {
  if (number === 0) return first;
  const name = new TextEncoder().encode(`${first}/${number}`);
  return await generate(ID_NAMESPACE, name);
}

/**
 * Sends items; the answer is an operation, or what was created.
 *
 * @param items Items in their JSON.
 * @param operationId Id of the operation.
 */
export function post<T>(
  { transport, creation, options, isAsync }: Call<unknown, unknown>,
  body: JsonText,
  operationId: string,
): Promise<T> {
  const query = {
    operation_id: operationId,
    async_mode: isAsync,
    allow_defaults: options.allowDefaults,
    open_pool: options.openPool,
    skip_invalid_items: options.skipInvalidItems,
  };
  // Only operations are known by their id: the server makes each of them once.
  const expect = isAsync ? "optional" : "object";
  const parts = { query, idempotent: isAsync, expect } as const;
  return transport.post<T>(creation.path, body, options, parts);
}

/**
 * Begins an operation.
 *
 * @returns The operation, or `"EXISTS"` if one was begun with this id before.
 */
export async function begin(
  call: Call<unknown, unknown>,
  body: JsonText,
  operationId: string,
): Promise<Operation | "EXISTS"> {
  try {
    const operation = await post<Operation | undefined>(
      call,
      body,
      operationId,
    );
    return operation ?? knownOperation(call, operationId);
  } catch (error) {
    const exists = error instanceof TolokaApiError &&
      error.code === "OPERATION_ALREADY_EXISTS";
    if (exists) return "EXISTS";
    throw error;
  }
}

/** An operation of which no more is known than that it exists. */
export function knownOperation(
  { creation }: Call<unknown, unknown>,
  id: string,
): Operation {
  return { id, type: creation.operationType, status: "PENDING" } as Operation;
}

/** Body of a request with many items; with their positions, if the log is to give them back. */
export function bodyOf(
  items: readonly Item<unknown>[],
  withPositions: boolean,
): JsonText {
  const texts = items.map((item) => withPositions ? placed(item) : item.json);
  return new JsonText(`[${texts.join(",")}]`);
}

/** JSON of an item with its position. */
export function placed({ json, position }: Item<unknown>): string {
  return withMembers(json, { [POSITION_KEY]: `"${position}"` });
}
