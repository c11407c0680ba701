/**
 * The dashboard of a simulated pool, in accelerated time, until it is stopped:
 * `deno task dashboard`. For real pools, use `toloka dashboard`.
 *
 * @module
 */
import { serveDashboard } from "./dashboard.ts";
import { simulatedPool } from "./simulated_pool.ts";

const { process } = globalThis as unknown as {
  process: { on(signal: string, listener: () => void): void };
};

const stop = new AbortController();
process.on("SIGINT", () => stop.abort());
process.on("SIGTERM", () => stop.abort());

const { toloka, pools, now } = await simulatedPool(stop.signal);
const dashboard = await serveDashboard(toloka, pools, {
  interval: 1_000,
  now,
  signal: stop.signal,
});
console.log(`Open ${dashboard.url}
Two simulated pools, two minutes in each second. Stop with Ctrl-C.`);
