/** State changes of pools, trainings and projects, which the server carries out as operations. */
import { isRecord } from "../checks.ts";
import { TolokaError } from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Operation } from "../types/operations.ts";
import {
  checkMaxWait,
  waitForSuccess,
  type WaitOptions,
} from "./operations.ts";

/** Changes that answer 204 when there is nothing left to do, so that asking twice is the same as asking once. */
const IDEMPOTENT = ["open", "close", "close-for-update", "archive"];

/** A change of state of one object. */
export interface Action {
  /** Path of the collection: `"/api/v1/pools"`. */
  collection: string;
  /** Id of the object. */
  id: string;
  /** Last part of the path. */
  verb: "open" | "close" | "close-for-update" | "archive" | "clone";
}

/** Starts a change; gives no operation if there is nothing to do. */
export function start(
  transport: Transport,
  { collection, id, verb }: Action,
  options?: RequestOptions,
): Promise<Operation | undefined> {
  const to = path([`${collection}/`, `/${verb}`], id);
  const idempotent = IDEMPOTENT.includes(verb);
  return transport.request("POST", to, { idempotent }, options);
}

/** Makes a change, waits for its end, and reads the object as it is then. */
export async function run<Entity>(
  transport: Transport,
  action: Action,
  options: WaitOptions = {},
): Promise<Entity> {
  checkMaxWait(options);
  const operation = await start(transport, action, options);
  if (operation) await waitForSuccess(transport, operation, options);
  const to = path([`${action.collection}/`, ""], action.id);
  return await transport.request("GET", to, {}, options);
}

/** Makes a copy, waits for it, and reads it. `key` is where the operation's details name it. */
export async function clone<Entity>(
  transport: Transport,
  action: Omit<Action, "verb">,
  key: string,
  options: WaitOptions = {},
): Promise<Entity> {
  checkMaxWait(options);
  const started = await start(transport, { ...action, verb: "clone" }, options);
  const operation = started &&
    await waitForSuccess(transport, started, options);
  const id = isRecord(operation?.details) ? operation.details[key] : undefined;
  if (typeof id !== "string") {
    throw new TolokaError(
      `Cannot read the copy of "${action.id}" as operation "${operation?.id}" does not name it`,
    );
  }
  const to = path([`${action.collection}/`, ""], id);
  return await transport.request("GET", to, {}, options);
}
