/**
 * The stores on any runtime: SQLite in a file, and Redis if a URL is given.
 *
 *     node stores.mjs [REDIS_URL]
 *
 * `@toloka/client` has to be installed beside this file: `.ci/run` sees to it.
 */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redisStore, sqliteStore, StoreError } from "@toloka/client/store";

const runtime = "Bun" in globalThis
  ? `Bun ${globalThis.Bun.version}`
  : `Node ${process.versions.node}`;

/** Reads, lists and commits through two connections to the same store. */
async function check(name, open) {
  const [one, two] = [await open(), await open()];
  await one.commit({ delete: ["a/1", "a/2", "count"] });
  const version = await one.commit({ set: { "a/1": { text: "ü" }, "a/2": 2 } });
  assert.deepEqual(await two.get("a/1"), {
    key: "a/1",
    value: { text: "ü" },
    version,
  });
  const listed = await two.list("a/", { limit: 10, after: "a/1" });
  assert.deepEqual(listed.map(({ key }) => key), ["a/2"]);
  assert.equal(await two.commit({ checks: { "a/1": null } }), undefined);
  const increment = async (store) => {
    for (;;) {
      const entry = await store.get("count");
      const checks = { count: entry?.version ?? null };
      const set = { count: (entry?.value ?? 0) + 1 };
      if (await store.commit({ checks, set }) !== undefined) return;
    }
  };
  const stores = Array.from({ length: 40 }, (_, i) => i % 2 ? one : two);
  await Promise.all(stores.map(increment));
  assert.equal((await one.get("count")).value, 40);
  await one.close();
  await two.close();
  await assert.rejects(() => one.get("count"), StoreError);
  console.log(`${runtime}: ${name} ok`);
}

const folder = await mkdtemp(join(tmpdir(), "toloka-store-"));
try {
  await check("SQLite", () => sqliteStore(join(folder, "state.db")));
} finally {
  await rm(folder, { recursive: true });
}
const url = process.argv[2];
if (url) await check("Redis", () => redisStore(url));
else console.log(`${runtime}: Redis NOT TESTED, no URL was given`);
