/**
 * What streams cost: events a second, requests and items read for an event, and
 * the time from an answer to its handler.
 *
 *     deno run --allow-all --unstable-kv tests/bench/streams.ts
 */
import {
  denoKvStore,
  memoryStore,
  redisStore,
  sqliteStore,
  type Store,
} from "../../src/store/mod.ts";
import { assignmentEvents } from "../../src/streaming/mod.ts";
import { startRedis } from "../store/_engines.ts";
import { Records } from "../streaming/_records.ts";

const EVENTS = 2_000;
const SECOND = 1_000;

const at = (seconds: number) =>
  new Date(Date.UTC(2024, 0, 1) + seconds * SECOND).toISOString()
    .replace("Z", "");

const folder = await Deno.makeTempDir();
const redis = await startRedis();
let number = 0;
const opened: Record<string, () => () => Promise<Store>> = {
  memory: () => {
    const store = memoryStore();
    return () => Promise.resolve(store);
  },
  "SQLite FULL": () => {
    const path = `${folder}/${++number}.db`;
    return () => sqliteStore(path);
  },
  "SQLite NORMAL": () => {
    const path = `${folder}/${++number}.db`;
    return () => sqliteStore(path, { durability: "NORMAL" });
  },
  "Deno KV file": () => {
    const path = `${folder}/${++number}.kv`;
    return () => denoKvStore(path);
  },
};
if (redis) {
  opened.Redis = () => {
    const prefix = `bench${++number}`;
    return () => redisStore(redis.url, { prefix });
  };
}

function recordsOf(count: number): Records {
  const records = new Records();
  for (let i = 0; i < count; i++) {
    records.submit(`${i}`.padStart(8, "0"), at(i / 100));
  }
  return records;
}

/** Events a second through so many workers, each with a connection of its own. */
async function throughput(
  open: () => Promise<Store>,
  workers: number,
): Promise<number> {
  const records = recordsOf(EVENTS);
  const stores = await Promise.all(Array.from({ length: workers }, open));
  const start = performance.now();
  let handled = 0;
  await Promise.all(stores.map(async (store, i) => {
    const stream = assignmentEvents(records.client(), {
      pool_id: "1",
      types: ["SUBMITTED"],
    }, { store, name: "bench", worker: `${i}`, until: "CAUGHT_UP" });
    for await (const _ of stream) handled++;
  }));
  const seconds = (performance.now() - start) / SECOND;
  if (handled !== EVENTS) throw new Error(`${handled} events of ${EVENTS}`);
  for (const store of new Set(stores)) await store.close();
  return Math.round(handled / seconds);
}

const table: Record<string, Record<string, number>> = {};
for (const [name, place] of Object.entries(opened)) {
  table[name] = {
    "events/s, 1 worker": await throughput(place(), 1),
    "events/s, 8 workers": await throughput(place(), 8),
  };
}
console.table(table);

/** Answers that come one by one while a stream reads every second. */
async function cost(webhooks: boolean): Promise<void> {
  const [records, store] = [new Records(), memoryStore()];
  const controller = new AbortController();
  const stream = assignmentEvents(records.client(), {
    pool_id: "1",
    types: ["SUBMITTED"],
  }, {
    store,
    name: "cost",
    period: SECOND,
    overlap: 5 * SECOND,
    signal: controller.signal,
  });
  const submitted = new Map<string, number>();
  const delays: number[] = [];
  const run = (async () => {
    for await (const { id } of stream) {
      delays.push(performance.now() - submitted.get(id)!);
    }
  })();
  const count = 100;
  for (let i = 0; i < count; i++) {
    const id = `${i}`.padStart(8, "0");
    records.submit(id, new Date().toISOString().replace("Z", ""));
    submitted.set(id, performance.now());
    if (webhooks) {
      await stream.deliver({
        type: "ASSIGNMENT_SUBMITTED",
        uuid: id,
        assignment_id: id,
        task_suite_id: "1",
        event_time: at(0),
        project_id: "1",
        pool_id: "1",
        webhook_subscription_id: "1",
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  while (delays.length < count) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  controller.abort();
  await run;
  delays.sort((a, b) => a - b);
  console.log(
    `${webhooks ? "webhooks" : "scan, period 1 s"}: median ${
      delays[count / 2]!.toFixed(1)
    } ms, worst ${delays.at(-1)!.toFixed(1)} ms, ${
      (records.asked.length / count).toFixed(2)
    } requests an event`,
  );
}

await cost(false);
await cost(true);
await redis?.[Symbol.asyncDispose]();
await Deno.remove(folder, { recursive: true });
