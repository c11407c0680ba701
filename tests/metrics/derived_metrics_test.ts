/** Metrics that are computed: speed, reviews, cost, quality. */
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  answersOf,
  krippendorffAlpha,
  workerReport,
} from "@toloka/client/aggregation";
import {
  acceptedCostMetric,
  activeTolokersMetric,
  agreementMetric,
  forecastCostMetric,
  forecastToEstimateMetric,
  goldenAccuracyMetric,
  type Metric,
  type MetricSample,
  PoolSubmissions,
  readMetrics,
  remainingTimeMetric,
  submissionsPerHourMetric,
  suiteTimeMetric,
  tolokerMetrics,
  verdictsMetric,
} from "@toloka/client/metrics";
import { metricsWorld, reviewSome } from "./_world.ts";

/** A client whose analytics give these numbers, at these minutes. */
function counting(
  rounds: (Record<string, number> & { minute?: number })[],
): never {
  return {
    analytics: {
      get(requests: { name: string }[]) {
        const { minute = 0, ...numbers } = rounds.shift()!;
        const finished = new Date(Date.UTC(2026, 0, 1, 0, minute))
          .toISOString().slice(0, -1);
        return Promise.resolve(requests.map((request) => (
          { request, result: numbers[request.name]!, finished }
        )));
      },
    },
  } as never;
}

async function valuesOf(...metrics: Metric[]): Promise<number[][]> {
  const samples = await readMetrics(metrics);
  return samples.map(({ points, error }) => {
    if (error) throw error;
    return points.map(({ value }) => value);
  });
}

Deno.test("submissionsPerHourMetric() and remainingTimeMetric() measure over the window", async () => {
  const submitted_assignments_count = "submitted_assignments_count";
  const counts = [[0, 0], [10, 20], [20, 30], [80, 60], [140, 60], [150, 100]];
  const toloka = counting(
    counts.map(([minute, count]) => ({
      minute: minute!,
      [submitted_assignments_count]: count!,
      estimated_assignments_count: 100,
    })),
  );
  const options = { window: 60 * 60_000 };
  const perHour = submissionsPerHourMetric(toloka, "7", options);
  const remaining = remainingTimeMetric(toloka, "7", options);
  const seen: number[][][] = [];
  for (const _ of counts) seen.push(await valuesOf(perHour, remaining));
  assertEquals(seen, [
    [[], []],
    [[120], [2400]],
    [[90], [2800]],
    [[30], [4800]],
    [[0], [Infinity]],
    [[40 * 6 / 7], [0]],
  ]);
});

Deno.test("metrics of reviews and cost have no point while nothing is reviewed", async () => {
  const zero = {
    approved_assignments_count: 0,
    rejected_assignments_count: 0,
    spent_budget: 0,
    estimated_assignments_count: 10,
  };
  const toloka = counting([zero]);
  assertEquals(
    await valuesOf(
      verdictsMetric(toloka, "7"),
      acceptedCostMetric(toloka, "7"),
      forecastCostMetric(toloka, "7"),
    ),
    [[], [], []],
  );
});

Deno.test("metrics of reviews and cost compute in decimals", async () => {
  const toloka = counting([{
    approved_assignments_count: 3,
    rejected_assignments_count: 1,
    spent_budget: 0.15,
    estimated_assignments_count: 10,
  }]);
  const total = { min: 0.3, likely: 0.4, max: 1 };
  assertEquals(
    await valuesOf(
      verdictsMetric(toloka, "7"),
      acceptedCostMetric(toloka, "7"),
      forecastCostMetric(toloka, "7"),
      forecastToEstimateMetric(toloka, { 7: { total } }),
    ),
    [[0.75, 0.25], [0.05], [0.45], [0.45 / 0.4]],
  );
});

Deno.test("forecastToEstimateMetric() refuses an estimate without a bound", () => {
  const total = { min: 1, likely: Infinity, max: Infinity };
  assertThrows(
    () => forecastToEstimateMetric(counting([]), { 7: { total } }),
    TypeError,
    `the estimate of pool "7" must be a finite number above 0: current value is Infinity`,
  );
});

/** Values of a sample by its labels. */
function byLabels({ points, error }: MetricSample): Record<string, number> {
  if (error) throw error;
  return Object.fromEntries(
    points.map(({ labels, value }) => [Object.values(labels).join(" "), value]),
  );
}

Deno.test("metrics of quality equal what the answers say, and read each pool once", async () => {
  const world = await metricsWorld();
  const { toloka, pools, simulator } = world;
  const submissions = new PoolSubmissions(toloka, pools, { output: "animal" });
  const metrics = [
    goldenAccuracyMetric(submissions),
    agreementMetric(submissions),
    suiteTimeMetric(submissions, { percentiles: [50, 90, 100] }),
    activeTolokersMetric(submissions, { window: 10 * 60_000 }),
    ...tolokerMetrics(submissions),
  ];
  for (const minutes of [10, 60]) {
    await world.advance(minutes);
    await reviewSome(world, pools[0]!);
    const before = simulator.requests.length;
    const now = simulator.now;
    const samples = await readMetrics(metrics, { now: () => now });
    assert(simulator.requests.length - before <= 2 * pools.length);
    const [golden, agreement, time, active, ...tolokers] = samples.map(
      byLabels,
    );
    for (const pool of pools) {
      const all = (await Array.fromAsync(
        toloka.assignments.list({ pool_id: pool }),
      )).filter(({ submitted }) => submitted);
      if (all.length === 0) continue;
      const answers = [...answersOf(all, {
        output: "animal",
        statuses: ["SUBMITTED", "ACCEPTED", "REJECTED"],
      })];
      const gold = new Map(
        all.flatMap(({ tasks }) => tasks).flatMap((task) =>
          task.known_solutions
            ? [[task.id!, task.known_solutions[0]!.output_values.animal]]
            : []
        ) as [string, string][],
      );
      const known = answers.filter(({ task }) => gold.has(task));
      const right = known.filter(({ task, label }) => gold.get(task) === label);
      assertAlmostEquals(golden![pool]!, right.length / known.length, 1e-12);
      const alpha = krippendorffAlpha(answers);
      assertEquals(agreement![pool] ?? NaN, alpha);
      const seconds = all.map(({ created, submitted }) =>
        (Date.parse(submitted!) - Date.parse(created)) / 1000
      ).sort((a, b) => a - b);
      assertEquals(time![`${pool} 100`], seconds.at(-1));
      const middle = (seconds.length - 1) / 2;
      assertAlmostEquals(
        time![`${pool} 50`]!,
        (seconds[Math.floor(middle)]! + seconds[Math.ceil(middle)]!) / 2,
        1e-9,
      );
      const lately = all.filter(({ submitted }) =>
        +now - Date.parse(`${submitted}Z`) <= 600_000
      );
      const people = new Set(lately.map(({ user_id }) => user_id)).size;
      assertEquals(active![pool], people);
      const [counts, accuracies, agreements, times] = tolokers;
      for (const [worker, report] of workerReport(answers, { gold })) {
        const key = `${pool} ${worker}`;
        assertEquals(counts![key], report.answers);
        assertEquals(accuracies![key] ?? NaN, report.accuracy.value);
        assertEquals(agreements![key] ?? NaN, report.agreement);
        assertEquals(times![key], report.medianSeconds);
      }
    }
  }
});

Deno.test("PoolSubmissions keeps the newest submissions only", async () => {
  const world = await metricsWorld({}, { pools: 1 });
  const [pool] = world.pools;
  const submissions = new PoolSubmissions(world.toloka, pool!, {
    maxSubmissions: 2,
  });
  await world.simulator.runUntil("idle");
  await readMetrics([activeTolokersMetric(submissions)], world);
  const kept = submissions.submissions(pool!).map(({ submitted }) =>
    +submitted
  );
  const all = (await Array.fromAsync(
    world.toloka.assignments.list({ pool_id: pool! }),
  )).flatMap(({ submitted }) => submitted ? [Date.parse(`${submitted}Z`)] : []);
  assert(all.length > 2);
  assertEquals(kept, all.sort((a, b) => a - b).slice(-2));
});

Deno.test("tolokerMetrics() gives the Tolokers with the most answers", async () => {
  const world = await metricsWorld({}, { pools: 1 });
  const [pool] = world.pools;
  const submissions = new PoolSubmissions(world.toloka, pool!, {
    output: "animal",
  });
  await world.simulator.runUntil("idle");
  const [answers] = await readMetrics(
    tolokerMetrics(submissions, { maxTolokers: 1 }),
    world,
  );
  const most = Math.max(
    ...[...submissions.reports(pool!).values()].map(({ answers }) => answers),
  );
  assertEquals(answers!.points.map(({ value }) => value), [most]);
});

Deno.test("metrics of quality and speed check their options", () => {
  const toloka = {} as never;
  const submissions = new PoolSubmissions(toloka, "7");
  const table: [() => unknown, string][] = [
    [() => new PoolSubmissions(toloka, []), "'pools' must have an id"],
    [
      () => new PoolSubmissions(toloka, "7", { maxSubmissions: 0 }),
      "'maxSubmissions' must be",
    ],
    [
      () => submissions.reports("8"),
      `must be one of "7": current value is "8"`,
    ],
    [
      () => suiteTimeMetric(submissions, { percentiles: [0] }),
      "a percentile must be above 0 and at most 100: current value is 0",
    ],
    [() => activeTolokersMetric(submissions, { window: 0 }), "'window' must"],
    [() => tolokerMetrics(submissions, { maxTolokers: 0 }), "'maxTolokers'"],
    [() => submissionsPerHourMetric(toloka, "7", { window: -1 }), "'window'"],
  ];
  for (const [call, message] of table) assertThrows(call, Error, message);
});
