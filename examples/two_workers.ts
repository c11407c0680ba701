/**
 * Two workers share the answers of a pool: each answer is reviewed by one of
 * them, and counted in the same commit that acknowledges it.
 *
 *     deno run --allow-net=127.0.0.1 --allow-read=examples --allow-write=examples examples/two_workers.ts
 *
 * Here both run in one process over the simulator. In earnest each is a process
 * of its own, on one machine with SQLite, or on many with Redis.
 */
import { assertEquals } from "@std/assert";
import { TolokaClient } from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";
import { sqliteStore } from "@toloka/client/store";
import { assignmentEvents } from "@toloka/client/streaming";
import { openSpamPool } from "./_spam_pool.ts";

const simulator = new Simulator({ seed: 1 });
const { url, fetch } = simulator;
const toloka = new TolokaClient({ token: "any", url, fetch });
const texts = Array.from({ length: 60 }, (_, i) => `Comment ${i}`);
const pool_id = await openSpamPool(toloka, texts);

const folder = await Deno.makeTempDir({ dir: "examples" });

/** Reviews what it gets until the pool is closed. Returns how many answers that were. */
async function work(worker: string): Promise<number> {
  const store = await sqliteStore(`${folder}/state.db`);
  const submitted = assignmentEvents(
    toloka,
    { pool_id, types: ["SUBMITTED"] },
    {
      store,
      name: "review",
      worker,
      until: "POOL_CLOSED",
      period: 50,
      overlap: 500,
    },
  );
  let reviewed = 0;
  for await (const event of submitted) {
    await toloka.assignments.accept(event.id, "Thank you");
    await event.ack({ set: { [`reviewed/${event.id}`]: worker } });
    reviewed++;
  }
  await store.close();
  return reviewed;
}

const counts = await Promise.all([work("one"), work("two")]);
console.log(`Worker one reviewed ${counts[0]}, worker two ${counts[1]}`);

const accepted = await Array.fromAsync(
  toloka.assignments.list({ pool_id, status: "ACCEPTED" }),
);
assertEquals(accepted.length, texts.length);
assertEquals(counts[0]! + counts[1]!, texts.length);
await Deno.remove(folder, { recursive: true });
