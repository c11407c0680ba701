/**
 * Durable state behind one small interface: read, list, and commit with checks.
 * Streams and durable jobs keep their state in it, and your own programs can
 * keep theirs in the same commit. It stands alone: importing it does not load
 * the client.
 *
 * | Store | Where | For |
 * | --- | --- | --- |
 * | {@linkcode memoryStore} | this process | tests |
 * | {@linkcode sqliteStore} | a file; Deno, Bun, Node 22.16 and later | one machine, any number of processes |
 * | {@linkcode denoKvStore} | a file or a `denokv` server; Deno | Deno programs, on one machine or many |
 * | {@linkcode redisStore} | Redis or Valkey | many machines |
 * | {@linkcode postgresStore} | PostgreSQL, over a client of yours | many machines |
 *
 * Each adapter loads what it needs when it is called: importing this module
 * loads no driver and needs no permission.
 *
 * @example Count without losing a step, whoever else counts
 * ```ts
 * import { sqliteStore, type Store } from "@toloka/client/store";
 * import { assertEquals } from "@std/assert";
 *
 * async function increment(store: Store): Promise<number> {
 *   for (;;) {
 *     const entry = await store.get<number>("count");
 *     const count = (entry?.value ?? 0) + 1;
 *     const done = await store.commit({
 *       checks: { count: entry?.version ?? null },
 *       set: { count },
 *     });
 *     if (done !== undefined) return count;
 *   }
 * }
 *
 * const store = await sqliteStore(":memory:");
 * assertEquals(await increment(store), 1);
 * assertEquals(await increment(store), 2);
 * await store.close();
 * ```
 *
 * @module
 */
export { memoryStore } from "./memory.ts";
export { sqliteStore, type SqliteStoreOptions } from "./sqlite.ts";
export {
  type DenoKvCommit,
  type DenoKvDatabase,
  type DenoKvEntry,
  denoKvStore,
} from "./deno_kv.ts";
export { redisStore, type RedisStoreOptions } from "./redis.ts";
export {
  type PostgresClient,
  postgresStore,
  type PostgresStoreOptions,
} from "./postgres.ts";
export {
  type Store,
  type StoreCommit,
  type StoredText,
  type StoreEngine,
  type StoreEntry,
  StoreError,
  type StoreListOptions,
  storeOver,
  type TextCommit,
} from "./store.ts";
export { TolokaError, type TolokaErrorOptions } from "../errors.ts";
