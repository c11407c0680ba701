/**
 * A web page that shows pools while they run, served from your own program to
 * your own browser: progress, money, speed, quality of each Toloker, alerts.
 *
 * Install with `deno add jsr:@toloka/client`, `npx jsr add @toloka/client` or
 * `bunx jsr add @toloka/client`. On Deno it needs `--allow-net` for 127.0.0.1
 * and for Toloka's host.
 *
 * @example Watch a pool in the browser
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { serveDashboard } from "@toloka/client/dashboard";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * await using dashboard = await serveDashboard(toloka, ["12345"]);
 * console.log(dashboard.url); // open it in a browser
 * ```
 *
 * @module
 */
export {
  type Dashboard,
  type DashboardClient,
  type DashboardOptions,
  serveDashboard,
} from "./dashboard.ts";
export type {
  Alert,
  CountedStatus as DashboardStatus,
  DashboardSnapshot,
  MoneySpent,
  PoolSnapshot,
  RecentEvent,
  TolokerQuality,
} from "./snapshot.ts";
