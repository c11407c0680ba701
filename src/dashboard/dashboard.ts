/** The dashboard's server. @module */
import { checkDuration, checkInteger, show } from "../checks.ts";
import { dashboardHandler } from "./handler.ts";
import { serveLocally } from "./serve.ts";
import type { DashboardSnapshot } from "./snapshot.ts";
import { type DashboardClient, Watch } from "./watch.ts";

export type { DashboardClient };

/** Options of {@linkcode serveDashboard}. */
export interface DashboardOptions {
  /** Port on 127.0.0.1; 0 takes a free one. @default 0 */
  port?: number | undefined;
  /**
   * Milliseconds between two readings of each number and listing.
   *
   * @default 10_000
   */
  interval?: number | undefined;
  /**
   * Fee of the platform as a fraction, for the estimate of the cost: 0.3 is 30%.
   *
   * @default 0
   */
  fee?: number | undefined;
  /**
   * Secret part of the page's path, at least 16 letters and digits. Choose your
   * own to keep the address across restarts.
   *
   * @default a random one
   */
  secret?: string | undefined;
  /**
   * Clock of the numbers. With a simulator in virtual time:
   * `() => simulator.now`.
   *
   * @default the computer's clock
   */
  now?: (() => Date) | undefined;
  /** Closes the dashboard. */
  signal?: AbortSignal | undefined;
}

/** A dashboard that is being served. */
export interface Dashboard extends AsyncDisposable {
  /** Address of the page. Anyone on this machine who knows it sees the numbers. */
  readonly url: string;
  /** Takes a snapshot of the numbers. */
  snapshot(): DashboardSnapshot;
  /** Stops following the pools, and closes the server. */
  close(): Promise<void>;
}

const ACTION = "serve a dashboard";

const SECRET = /^[\w-]{16,}$/;

/**
 * Serves a web page about pools, which is updated while they run: progress and
 * time left, money against the estimate and the balance, speed, statuses,
 * quality of each Toloker, last events, and alerts.
 *
 * The page listens on 127.0.0.1 only, under a secret path. It loads nothing from
 * elsewhere, shows its first numbers without JavaScript, and reconnects by
 * itself. Beside the page are `snapshot.json`, with the numbers as data, and
 * `picture.svg` for a report.
 *
 * In each interval there is one analytics request for all pools together, and
 * for each pool a read of its state and of the listings of assignments and
 * restrictions.
 *
 * @param toloka Client.
 * @param pools Ids of the pools.
 * @param options Port, interval and fee.
 * @throws {TypeError} If there is no pool, or the secret is too short.
 * @throws {RangeError} If a number is out of its bounds.
 * @throws {TolokaNotFoundError} If a pool does not exist.
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
 * const dashboard = await serveDashboard(toloka, ["12345"]);
 * console.log(dashboard.url); // open it in a browser
 * await dashboard.close(); // in a program: when nobody watches any more
 * ```
 */
export async function serveDashboard(
  toloka: DashboardClient,
  pools: readonly string[],
  options: DashboardOptions = {},
): Promise<Dashboard> {
  const { port = 0, interval = 10_000, signal } = options;
  const secret = options.secret ?? crypto.randomUUID().replaceAll("-", "");
  if (!Array.isArray(pools) || pools.length === 0) {
    throw new TypeError(
      `Cannot ${ACTION} as 'pools' must be a list of ids: current value is ${
        show(pools)
      }`,
    );
  }
  if (!SECRET.test(secret)) {
    throw new TypeError(
      `Cannot ${ACTION} as 'secret' must be at least 16 letters and digits: current length is ${secret.length}`,
    );
  }
  checkInteger(ACTION, "port", port, 0, 65_535);
  checkDuration(ACTION, "interval", interval);
  signal?.throwIfAborted();

  const stop = new AbortController();
  const { watch, ended } = await Watch.start(
    toloka,
    pools,
    options,
    stop.signal,
  );
  const server = await serveLocally(dashboardHandler(watch, secret), port)
    .catch(async (error) => {
      stop.abort();
      await ended;
      throw error;
    });
  let closed: Promise<void> | undefined;
  const close = () => {
    signal?.removeEventListener("abort", close);
    stop.abort();
    return closed ??= Promise.all([server.close(), ended]).then(() => {});
  };
  signal?.addEventListener("abort", close);
  return {
    url: `http://127.0.0.1:${server.port}/${secret}/`,
    snapshot: () => watch.snapshot(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
