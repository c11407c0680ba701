/** State changes of pools, trainings and projects, which the server carries out as operations. */
import { isRecord } from "../checks.ts";
import { TolokaError, TolokaTimeoutError } from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import { type IdPath, path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Operation } from "../types/operations.ts";
import { mayBeOwnConflict } from "./own_conflict.ts";
import {
  checkMaxWait,
  MAX_LAG,
  poll,
  waitForSuccess,
  type WaitOptions,
} from "./wait.ts";

/** Verbs of the state changes, and the status that each leads to. */
const STATUS_AFTER = {
  "open": "OPEN",
  "close": "CLOSED",
  "close-for-update": "CLOSED",
  "archive": "ARCHIVED",
} as const;

/** Longest lag of an object behind the answer that there is nothing to do, in milliseconds. */
const MAX_LAG_UNCHANGED = 5_000;

/** Verb of a state change. */
type Verb = keyof typeof STATUS_AFTER;

/** An object that has states. */
export interface Target {
  /** Path of the collection: `"/api/v1/pools"`. */
  collection: string;
  /** Id of the object. */
  id: string;
}

/** A change of state of one object. */
export interface StateChange extends Target {
  /** Last part of the path. */
  verb: Verb;
}

/** An object as far as its state goes. */
interface WithStatus {
  status?: string;
  last_started?: string;
}

/**
 * Starts a change; gives no operation if there is nothing to do. Sending it
 * twice does no more than sending it once.
 */
export async function startChange(
  transport: Transport,
  change: StateChange,
  options?: RequestOptions,
): Promise<Operation | undefined> {
  const to = pathOf(change, `/${change.verb}`);
  try {
    const parts = { idempotent: true, expect: "operation" } as const;
    return await transport.postEmpty(to, options, parts);
  } catch (error) {
    if (!await isOwnDoing(transport, change, error, options)) throw error;
    return undefined;
  }
}

/** Carries out a change, waits for its end, and reads the object as it is then. */
export async function change<Entity>(
  transport: Transport,
  change: StateChange,
  options: WaitOptions = {},
): Promise<Entity> {
  checkMaxWait(options);
  const operation = await startChange(transport, change, options);
  if (!operation) return await readUnchanged(transport, change, options);
  const ended = await waitForSuccess(transport, operation, options);
  return await readAfter(transport, change, ended, options);
}

/** Starts to copy an object. A repeat would create a second copy. */
export function startClone(
  transport: Transport,
  source: Target,
  options?: RequestOptions,
): Promise<Operation> {
  return transport.postEmpty(pathOf(source, "/clone"), options);
}

/**
 * Copies an object, waits for the copy, and reads it.
 *
 * @param key Where the operation's details name the copy.
 */
export async function clone<Entity>(
  transport: Transport,
  source: Target,
  key: string,
  options: WaitOptions = {},
): Promise<Entity> {
  checkMaxWait(options);
  const started = await startClone(transport, source, options);
  const { id, details } = await waitForSuccess(transport, started, options);
  const copy = isRecord(details) ? details[key] : undefined;
  if (typeof copy !== "string") {
    throw new TolokaError(
      `Cannot read the copy of "${source.id}" as operation "${id}" does not name it`,
    );
  }
  return await transport.get(pathOf({ ...source, id: copy }), options);
}

/**
 * Tells whether a conflict is with what an earlier attempt of the same call has
 * done, whose answer was lost.
 */
async function isOwnDoing(
  transport: Transport,
  { verb, ...target }: StateChange,
  error: unknown,
  options?: RequestOptions,
): Promise<boolean> {
  if (!mayBeOwnConflict(error)) return false;
  return await poll(MAX_LAG, options ?? {}, async () => {
    const { status } = await read(transport, target, options);
    return status === STATUS_AFTER[verb];
  });
}

/**
 * Reads an object that a repeat found changed already, by an earlier attempt
 * perhaps. It may have changed again since, so what comes last is right.
 */
async function readUnchanged<Entity>(
  transport: Transport,
  { verb, ...target }: StateChange,
  options: RequestOptions,
): Promise<Entity> {
  let current: WithStatus = {};
  await poll(MAX_LAG_UNCHANGED, options, async () => {
    current = await read(transport, target, options);
    const { status } = current;
    return status === undefined || status === STATUS_AFTER[verb];
  });
  return current as Entity;
}

/**
 * Reads an object until it is not older than the operation that changed it:
 * the server may answer from a copy that lags behind.
 */
async function readAfter<Entity>(
  transport: Transport,
  { verb, ...target }: StateChange,
  { id, started, submitted }: Operation,
  options: RequestOptions,
): Promise<Entity> {
  const begun = started ?? submitted;
  let current: WithStatus = {};
  const isCurrent = await poll(MAX_LAG, options, async () => {
    current = await read(transport, target, options);
    const { status, last_started } = current;
    // It may have been opened and closed again in the meantime.
    const isLater = verb === "open" && begun !== undefined &&
      last_started !== undefined && last_started >= begun;
    return isLater || status === undefined || status === STATUS_AFTER[verb];
  });
  if (isCurrent) return current as Entity;
  throw new TolokaTimeoutError(
    `"${target.id}" was still ${current.status} ${MAX_LAG} ms after operation "${id}" had succeeded`,
    { method: "GET", path: `${pathOf(target)}` },
  );
}

function read(
  transport: Transport,
  target: Target,
  options?: RequestOptions,
): Promise<WithStatus> {
  return transport.get(pathOf(target), options);
}

function pathOf({ collection, id }: Target, rest = ""): IdPath {
  return path([`${collection}/`, rest], id);
}
