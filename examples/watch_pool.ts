/**
 * Watches a pool while it runs: progress, speed, money and the time that is left,
 * a line for each reading. At the end it shows what Prometheus would get.
 *
 *     deno run examples/watch_pool.ts
 *
 * runs offline, against the simulator, where two minutes pass between two
 * readings, and needs no permission. It prints:
 *
 * ```text
 * 00:00:22   0 % 0 per hour ? minutes left $0 spent
 * 00:02:36   2 % 54 per hour 87 minutes left $0 spent
 * 00:04:49   6 % 67 per hour 67 minutes left $0.02 spent
 * 00:07:02  10 % 71 per hour 61 minutes left $0.05 spent
 * 00:09:15  11 % 60 per hour 71 minutes left $0.08 spent
 * 00:11:26  11 % 49 per hour 88 minutes left $0.09 spent
 * 00:13:36  15 % 54 per hour 75 minutes left $0.09 spent
 * 00:15:50  27 % 92 per hour 38 minutes left $0.13 spent
 * 00:18:09  40 % 130 per hour 22 minutes left $0.22 spent
 * 00:20:31  57 % 197 per hour 10 minutes left $0.34 spent
 * 00:22:54  75 % 267 per hour 4 minutes left $0.47 spent
 * 00:25:17  87 % 298 per hour 2 minutes left $0.6 spent
 * 00:27:37  97 % 285 per hour 0 minutes left $0.7 spent
 * 00:29:55  98 % 240 per hour 0 minutes left $0.78 spent
 * 00:32:06  98 % 171 per hour 0 minutes left $0.79 spent
 * 00:34:16  98 % 100 per hour 1 minutes left $0.79 spent
 * 00:36:26  98 % 48 per hour 1 minutes left $0.79 spent
 * 00:38:36 100 % 11 per hour 0 minutes left $0.79 spent
 * # HELP toloka_balance_dollars Money left in the requester's account
 * # TYPE toloka_balance_dollars gauge
 * toloka_balance_dollars 999.2
 * # HELP toloka_pool_completion_ratio Share of the pool's work that is done
 * # TYPE toloka_pool_completion_ratio gauge
 * toloka_pool_completion_ratio{pool_id="14286462"} 1
 * # HELP toloka_pool_spent_dollars Money spent on the pool
 * # TYPE toloka_pool_spent_dollars gauge
 * toloka_pool_spent_dollars{pool_id="14286462"} 0.79
 * ```
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
  population: [{ count: 25, secondsPerTask: { mean: 60, deviation: 20 } }],
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
