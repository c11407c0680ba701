/**
 * A review loop that is killed again and again, as by `kill -9`, and reviews
 * each answer once all the same.
 *
 *     deno run --allow-net=127.0.0.1 --allow-read --allow-write=examples --allow-run examples/review_survives_kill.ts
 *
 * The process that you start plays Toloka, by the simulator. It starts the
 * reviewer, the same file, which kills itself after every few answers, and
 * starts it again until the pool is closed and all is reviewed.
 */
import { assertEquals } from "@std/assert";
import { TolokaClient } from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";
import { sqliteStore } from "@toloka/client/store";
import { assignmentEvents, review } from "@toloka/client/streaming";
import { openSpamPool } from "./_spam_pool.ts";

/** What would run in production, but for the death. */
async function reviewer(url: string, pool_id: string, path: string) {
  const toloka = new TolokaClient({ token: "any", url });
  const store = await sqliteStore(path);
  const submitted = assignmentEvents(
    toloka,
    { pool_id, types: ["SUBMITTED"] },
    {
      store,
      name: "review",
      worker: "reviewer", // the same after a restart: it goes on immediately
      until: "POOL_CLOSED",
      period: 50,
      overlap: 500,
    },
  );
  let verdicts = 0;
  const report = await review(submitted, ({ solutions = [] }) => {
    // The verdict is made, not yet sent: the worst moment to die.
    if (++verdicts === 6) Deno.kill(Deno.pid, "SIGKILL");
    const { spam } = solutions[0]?.output_values ?? {};
    return typeof spam === "boolean"
      ? { status: "ACCEPTED" }
      : { status: "REJECTED", public_comment: "Please answer the question" };
  });
  await store.close();
  console.log("Last run:", report);
}

async function main() {
  const simulator = new Simulator({ seed: 1 });
  await using server = await simulator.serve({ port: 0 });
  const toloka = new TolokaClient({ token: "any", url: server.url });
  const texts = Array.from({ length: 30 }, (_, i) => `Comment ${i}`);
  const pool_id = await openSpamPool(toloka, texts);
  const folder = await Deno.makeTempDir({ dir: "examples" });
  let kills = 0;
  for (;;) {
    const { signal, success } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--allow-net=127.0.0.1",
        "--allow-read",
        "--allow-write",
        "--allow-run",
        import.meta.filename!,
        server.url,
        pool_id,
        `${folder}/state.db`,
      ],
      stdout: "inherit",
      stderr: "inherit",
    }).output();
    if (success) break;
    if (signal !== "SIGKILL") Deno.exit(1);
    kills++;
  }
  const reviewed = await Array.fromAsync(
    toloka.assignments.list({ pool_id, status: ["ACCEPTED", "REJECTED"] }),
  );
  console.log(`${reviewed.length} answers reviewed, ${kills} runs killed`);
  assertEquals(reviewed.length, texts.length);
  const patches = simulator.requests.filter(({ method, status }) =>
    method === "PATCH" && status === 200
  );
  assertEquals(patches.length, texts.length);
  await Deno.remove(folder, { recursive: true });
}

const [url, pool_id, path] = Deno.args;
if (url && pool_id && path) await reviewer(url, pool_id, path);
else await main();
