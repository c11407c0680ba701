/**
 * What a reading of 50 pools costs. Readings follow each other without a timer,
 * and the simulator's time passes with requests or not at all: the numbers are
 * exact, however slow the machine is.
 */
import { assertEquals } from "@std/assert";
import {
  assignmentEventsMetric,
  bansMetric,
  type Metric,
  PoolSubmissions,
  readMetrics,
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
  while (rounds.length < readings) {
    const before = simulator.requests.length;
    const samples = await readMetrics(metrics, { now, maxQuestions: 5_000 });
    for (const { error } of samples) if (error) throw error;
    const counts: Record<string, number> = {};
    for (const { method, path } of simulator.requests.slice(before)) {
      const key = `${method} ${path.split("?")[0]!.split("/")[3] ?? path}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    rounds.push(counts);
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
  // The operation ends at a poll that the simulator's time decides upon.
  const each = { "POST analytics-2": 1, "GET operations": 4 };
  assertEquals(await requestsOf(world, counted, 3), [each, each, each]);
});

Deno.test("50 pools cost one or two requests for each pool and type, however many metrics share it", async () => {
  const world = await metricsWorld({ tick: 0, requestLog: 10_000 }, {
    pools: POOLS,
    tasks: 3,
    overlap: 1,
  });
  const { toloka, pools } = world;
  await world.advance(24 * 60);
  const submissions = new PoolSubmissions(toloka, pools, { output: "animal" });
  const metrics = [
    suiteTimeMetric(submissions),
    ...tolokerMetrics(submissions),
    assignmentEventsMetric(toloka, pools, { types: ["SUBMITTED", "ACCEPTED"] }),
    bansMetric(toloka, pools),
  ];
  const rounds = await requestsOf(world, metrics, 3);
  // The submissions and two types. A stream without any event asks for the
  // newest one, too: at first all do, then those of acceptances and bans.
  const bans = { "GET user-restrictions": 2 * POOLS };
  assertEquals(rounds, [
    { "GET assignments": 6 * POOLS, ...bans },
    { "GET assignments": 4 * POOLS, ...bans },
    { "GET assignments": 4 * POOLS, ...bans },
  ]);
});
