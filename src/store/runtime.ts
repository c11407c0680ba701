/** Access to the runtime's built-in modules and its key-value database. */
import { StoreError } from "./store.ts";

interface Globals {
  process?: { getBuiltinModule?: (name: string) => unknown };
  Deno?: { openKv?: (path?: string) => Promise<unknown> };
}

/**
 * Loads a built-in module when it is needed, so that importing this package
 * loads none.
 *
 * @throws {StoreError} If the runtime does not have it.
 */
export function builtinModule<T>(action: string, name: string): T {
  const { process } = globalThis as Globals;
  const found = process?.getBuiltinModule?.(`node:${name}`);
  if (found) return found as T;
  throw new StoreError(
    `Cannot ${action} as this runtime has no module "node:${name}": Deno 2.9, Node 22.16 and Bun 1.4 or later have it`,
  );
}

/**
 * Opens Deno's key-value database.
 *
 * @throws {StoreError} If the runtime does not have it.
 */
export async function openKv<T>(path: string | undefined): Promise<T> {
  const { Deno } = globalThis as Globals;
  if (Deno?.openKv) return await Deno.openKv(path) as T;
  throw new StoreError(
    "Cannot open Deno KV as this runtime does not have it: run Deno with --unstable-kv",
  );
}
