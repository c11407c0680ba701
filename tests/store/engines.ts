/**
 * Every store against its real engine: `deno task test:stores`. What is not
 * installed is named and left out.
 */
import { assertRejects } from "@std/assert";
import {
  denoKvStore,
  postgresStore,
  redisStore,
  sqliteStore,
  StoreError,
} from "../../src/store/mod.ts";
import { testStore } from "./_conformance.ts";
import { postgresPool, startPostgres, startRedis } from "./_engines.ts";

const folder = await Deno.makeTempDir();

const sqlite = () => sqliteStore(`${folder}/full.db`);
testStore({ name: "SQLite, FULL", open: sqlite, again: sqlite });
const normal = () => sqliteStore(`${folder}/n.db`, { durability: "NORMAL" });
testStore({ name: "SQLite, NORMAL", open: normal, again: normal });

Deno.test("sqliteStore() names a file that it cannot use", async () => {
  const path = `${folder}/text.db`;
  await Deno.writeTextFile(path, "no database".repeat(100));
  await assertRejects(() => sqliteStore(path), StoreError, path);
  const nowhere = `${folder}/none/a.db`;
  await assertRejects(() => sqliteStore(nowhere), StoreError, nowhere);
});

const kv = () => denoKvStore(`${folder}/kv.db`);
testStore({ name: "Deno KV, file", open: kv, again: kv });

const server = Deno.env.get("DENO_KV_URL");
if (server) {
  const open = () => denoKvStore(server);
  testStore({ name: "Deno KV, server", open, again: open });
} else {
  missing("a denokv server", "DENO_KV_URL is not set");
}

const redis = await startRedis();
if (redis) {
  const open = () => redisStore(redis.url);
  testStore({ name: "Redis", open, again: open });
} else {
  missing("Redis", "neither redis-server nor valkey-server is installed");
}

const postgres = await startPostgres();
const pool = postgres && await postgresPool(postgres.url);
if (pool) {
  const open = () => postgresStore(pool);
  testStore({ name: "PostgreSQL", open, again: open });
} else {
  missing("PostgreSQL", "it is not installed");
}

Deno.test.afterAll(async () => {
  await pool?.end();
  await redis?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

function missing(engine: string, why: string): void {
  console.log(`NOT TESTED: the store over ${engine}: ${why}`);
}
