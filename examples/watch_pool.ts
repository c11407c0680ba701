/**
 * Watches a pool while it runs: progress, speed, money and the time that is left,
 * a line for each reading. At the end it shows what Prometheus would get.
 *
 *     deno run examples/watch_pool.ts
 *
 * runs offline, against the simulator: between two readings two minutes pass
 * there.
 */
import { TolokaClient } from "@toloka/client";
import {
  acceptedCostMetric,
  assignmentEventsMetric,
  balanceMetric,
  collect,
  completionMetric,
  LatestMetrics,
  metricsHandler,
  PoolSubmissions,
  remainingTimeMetric,
  spentMetric,
  submissionsPerHourMetric,
  suiteTimeMetric,
} from "@toloka/client/metrics";
import { Simulator } from "@toloka/client/simulator";
import { openSpamPool } from "./_spam_pool.ts";

// For the real platform: new TolokaClient({ token, environment: "PRODUCTION" }),
// a longer interval, and no `now`.
const simulator = new Simulator({
  seed: 3,
  population: [{ count: 6, secondsPerTask: { mean: 60, deviation: 20 } }],
});
const toloka = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});
const texts = Array.from({ length: 80 }, (_, n) => `Comment ${n}`);
const pool = await openSpamPool(toloka, texts);

// What the server counts costs one request for all pools and metrics.
const submissions = new PoolSubmissions(toloka, pool);
const metrics = [
  balanceMetric(toloka),
  completionMetric(toloka, pool),
  spentMetric(toloka, pool),
  acceptedCostMetric(toloka, pool),
  submissionsPerHourMetric(toloka, pool, { window: 10 * 60_000 }),
  remainingTimeMetric(toloka, pool, { window: 10 * 60_000 }),
  suiteTimeMetric(submissions),
  assignmentEventsMetric(toloka, pool),
];
const latest = new LatestMetrics(metrics);
const value = (name: string) =>
  [...latest].find(({ metric }) => metric.name === name)?.points[0]?.value;

let samples = 0;
const now = () => simulator.now;
for await (const sample of collect(metrics, { interval: 200, now })) {
  if (sample.error) console.error(sample.metric.name, sample.error);
  latest.add(sample);
  if (++samples % metrics.length > 0) continue; // until all have been read
  const done = value("toloka_pool_completion") ?? 0;
  const seconds = value("toloka_pool_remaining");
  const left = seconds === undefined ? "?" : Math.round(seconds / 60);
  console.log(
    simulator.now.toISOString().slice(11, 19),
    `${(100 * done).toFixed(0).padStart(3)} %`,
    `${(value("toloka_pool_submissions") ?? 0).toFixed(0)} per hour`,
    `${left} minutes left`,
    `$${value("toloka_pool_spent")} spent`,
  );
  if (done === 1) break;
  await acceptAll();
  await simulator.advance(2 * 60_000);
}

// In a program: Deno.serve({ hostname: "127.0.0.1", port: 9464 }, handler)
const handler = metricsHandler(latest);
const response = await handler(new Request("http://localhost/metrics"));
console.log((await response.text()).split("\n").slice(0, 9).join("\n"));

/** Accepts what is submitted, so that money is spent. */
async function acceptAll(): Promise<void> {
  const query = { pool_id: pool, status: "SUBMITTED" } as const;
  for await (const { id } of toloka.assignments.list(query)) {
    await toloka.assignments.accept(id, "Thank you");
  }
}
