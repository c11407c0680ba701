/** What 50 pools cost: requests are bounded by the schedule, not by the pools. */
import { assert, assertEquals } from "@std/assert";
import {
  assignmentEventsMetric,
  bansMetric,
  collect,
  type Metric,
  PoolSubmissions,
  suiteTimeMetric,
  tolokerMetrics,
} from "@toloka/client/metrics";
import { everyMetric } from "./_every_metric.ts";
import { type MetricsWorld, metricsWorld } from "./_world.ts";

const POOLS = 50;

/** Requests of each of some readings, by method and path. */
async function requestsOf(
  { simulator, now }: MetricsWorld,
  metrics: Metric[],
  readings: number,
): Promise<Record<string, number>[]> {
  const rounds: Record<string, number>[] = [];
  let samples = 0;
  let before = simulator.requests.length;
  for await (
    const { error } of collect(metrics, {
      interval: 300,
      now,
      maxQuestions: 5_000,
    })
  ) {
    if (error) throw error;
    if (++samples % metrics.length > 0) continue;
    const counts: Record<string, number> = {};
    for (const { method, path } of simulator.requests.slice(before)) {
      const key = `${method} ${path.split("?")[0]!.split("/")[3] ?? path}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    rounds.push(counts);
    before = simulator.requests.length;
    if (rounds.length === readings) break;
  }
  return rounds;
}

Deno.test("50 pools cost one analytics request for each reading, whatever is asked", async () => {
  const world = await metricsWorld({ requestLog: 10_000 }, {
    pools: POOLS,
    tasks: 3,
    overlap: 1,
  });
  const all = everyMetric(world.toloka, world.pools, "1");
  const counted = all.slice(1, 12);
  const rounds = await requestsOf(world, counted, 3);
  for (const counts of rounds) {
    const { ["GET operations"]: polls, ...posts } = counts;
    assertEquals(Object.values(posts), [1]);
    // Pauses of 100 ms, then longer ones, until the operation has ended.
    assert(polls! <= 30, String(polls));
  }
});

Deno.test("50 pools cost one or two requests for each pool and type, however many metrics share it", async () => {
  const world = await metricsWorld({ requestLog: 10_000 }, {
    pools: POOLS,
    tasks: 3,
    overlap: 1,
  });
  const { toloka, pools } = world;
  await world.advance(10);
  const submissions = new PoolSubmissions(toloka, pools, { output: "animal" });
  const metrics = [
    suiteTimeMetric(submissions),
    ...tolokerMetrics(submissions),
    assignmentEventsMetric(toloka, pools, { types: ["SUBMITTED", "ACCEPTED"] }),
    bansMetric(toloka, pools),
  ];
  const rounds = await requestsOf(world, metrics, 3);
  // Two types and the submissions; a stream without any event asks for the
  // newest one, too. On a slow machine a second pass falls into a round.
  for (const counts of rounds.slice(1)) {
    const { ["GET assignments"]: assignments, ...others } = counts;
    const { ["GET user-restrictions"]: restrictions, ...rest } = others;
    assert(assignments! >= 2 * POOLS, String(assignments));
    assert(assignments! <= 2 * 6 * POOLS, String(assignments));
    assert(restrictions! >= POOLS, String(restrictions));
    assert(restrictions! <= 2 * 2 * POOLS, String(restrictions));
    assertEquals(rest, {});
  }
});
