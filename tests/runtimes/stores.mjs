/**
 * The stores on any runtime, SQLite in a file and Redis if a URL is given; then
 * a ledger and a stream over SQLite.
 *
 *     node stores.mjs [REDIS_URL]
 *
 * `@toloka/client` has to be installed beside this file: `.ci/run` sees to it.
 */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TolokaClient } from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";
import { redisStore, sqliteStore, StoreError } from "@toloka/client/store";
import { bonusLedger, userBonusEvents } from "@toloka/client/streaming";

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

/** Pays bonuses twice by a ledger, and reads them as events: each is there once. */
async function stream(path) {
  const { url, fetch, tolokers } = new Simulator({ seed: 1 });
  const toloka = new TolokaClient({ token: "any", url, fetch });
  const store = await sqliteStore(path);
  const rows = tolokers.slice(0, 3).map(({ id }) => ({
    user_id: id,
    amount: 0.1,
    without_message: true,
  }));
  const key = ({ user_id }) => user_id;
  for (const _ of [1, 2]) {
    const { paid } = await bonusLedger(toloka, store).pay(rows, { key });
    assert.equal(paid, 3);
  }
  const options = { store, name: "paid", until: "CAUGHT_UP" };
  const ids = [];
  for await (const { item } of userBonusEvents(toloka, {}, options)) {
    ids.push(item.user_id);
  }
  assert.deepEqual(ids.sort(), rows.map(key).sort());
  await store.close();
  console.log(`${runtime}: ledger and stream ok`);
}

const folder = await mkdtemp(join(tmpdir(), "toloka-store-"));
try {
  await check("SQLite", () => sqliteStore(join(folder, "state.db")));
  await stream(join(folder, "stream.db"));
} finally {
  await rm(folder, { recursive: true });
}
const url = process.argv[2];
if (url) await check("Redis", () => redisStore(url));
else console.log(`${runtime}: Redis NOT TESTED, no URL was given`);
