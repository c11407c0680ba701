/** Follows pools, and takes a snapshot after each change. */
import type { TolokaClient } from "../client.ts";
import { collect, type MetricSample } from "../metrics/collect.ts";
import {
  balanceMetric,
  completionMetric,
  eligibleTolokersMetric,
  spentMetric,
  tasksMetric,
} from "../metrics/pool_metrics.ts";
import { estimateCost } from "../planning/cost.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import {
  assignmentEvents,
  userRestrictionEvents,
} from "../streaming/streams.ts";
import type { Pool } from "../types/pools.ts";
import { alertsOf, type JudgedPool } from "./alerts.ts";
import { COUNTED, PoolBoard } from "./pool_board.ts";
import type { CountedStatus, DashboardSnapshot } from "./snapshot.ts";

/** The parts of a client that a dashboard needs. */
export type DashboardClient = Pick<
  TolokaClient,
  | "analytics"
  | "assignments"
  | "pools"
  | "requester"
  | "userRestrictions"
>;

/** Options of following pools. */
export interface WatchOptions {
  /** Milliseconds between two readings of numbers and listings. @default 10_000 */
  interval?: number | undefined;
  /** Fee of the platform as a fraction, for the estimate of the cost: 0.3 is 30%. @default 0 */
  fee?: number | undefined;
  /** Clock of the numbers; with a simulator in virtual time: `() => simulator.now`. */
  now?: (() => Date) | undefined;
  /** Ends it. */
  signal?: AbortSignal | undefined;
}

/** Tolokers in the table of a pool. */
const MAX_TOLOKERS = 50;

/** Shortest time between two snapshots, in milliseconds, so that a burst of events costs one. */
const MIN_PAUSE = 100;

/** A followed pool. */
interface Followed {
  pool: Pool;
  board: PoolBoard;
  estimate: number | undefined;
}

/** Follows pools. */
export class Watch {
  readonly #toloka: DashboardClient;
  readonly #options: { interval: number; fee: number; now: () => Date };
  readonly #signal: AbortSignal;
  readonly #pools: Followed[] = [];
  /** Latest value by metric and pool. */
  readonly #values = new Map<string, number>();
  /** Latest failure by reading. */
  readonly #failures = new Map<string, string>();
  readonly #listeners = new Set<(snapshot: DashboardSnapshot) => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(
    toloka: DashboardClient,
    options: WatchOptions,
    signal: AbortSignal,
  ) {
    const { interval = 10_000, fee = 0, now = () => new Date() } = options;
    this.#toloka = toloka;
    this.#options = { interval, fee, now };
    this.#signal = signal;
  }

  /**
   * Reads the pools and begins to follow them until the signal aborts.
   *
   * @returns The watch, and a promise that resolves when everything has ended.
   */
  static async start(
    toloka: DashboardClient,
    poolIds: readonly string[],
    options: WatchOptions,
    signal: AbortSignal,
  ): Promise<{ watch: Watch; ended: Promise<void> }> {
    const watch = new Watch(toloka, options, signal);
    for (const id of new Set(poolIds)) {
      const pool = await toloka.pools.get(id, { signal });
      watch.#pools.push({ pool, board: new PoolBoard(), estimate: undefined });
    }
    const store = memoryStore();
    const followers = [
      watch.#collect(),
      ...watch.#pools.flatMap((followed) => [
        watch.#followAssignments(followed, store),
        watch.#followRestrictions(followed, store),
      ]),
    ];
    const ended = Promise.all(followers).then(async () => {
      clearTimeout(watch.#timer);
      await store.close();
    });
    return { watch, ended };
  }

  /** Calls back with each new snapshot, and returns a function that stops it. */
  subscribe(listener: (snapshot: DashboardSnapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes a snapshot. */
  snapshot(): DashboardSnapshot {
    const now = this.#options.now();
    const balance = this.#values.get("toloka_balance");
    const pools = this.#pools.map((followed) =>
      this.#snapshotOf(followed, now)
    );
    const alerts = alertsOf({ balance }, pools);
    for (const [what, message] of this.#failures) {
      alerts.push({
        kind: "READING_FAILED",
        pool: undefined,
        text: `Cannot read ${what}: ${message}`,
      });
    }
    return {
      time: now.toISOString(),
      balance,
      pools: pools.map(({ recentAccuracy: _, ...pool }) => pool),
      alerts,
    };
  }

  #snapshotOf({ pool, board, estimate }: Followed, now: Date): JudgedPool {
    const value = (metric: string) => this.#values.get(`${metric} ${pool.id}`);
    const completion = value("toloka_pool_completion");
    const statuses = board.statuses;
    const perHour = board.perHour(now.getTime());
    const { interval, points } = board.speed();
    const done = statuses.SUBMITTED + statuses.ACCEPTED;
    return {
      id: pool.id,
      name: pool.private_name,
      status: pool.status,
      closeReason: pool.last_close_reason ?? undefined,
      completion,
      eta: etaOf(completion, done, perHour),
      statuses,
      perHour,
      speed: points,
      speedInterval: interval,
      accuracy: board.accuracy,
      recentAccuracy: board.recentAccuracy,
      tolokers: board.tolokers,
      eligible: value("toloka_pool_eligible_tolokers"),
      quality: board.quality(MAX_TOLOKERS),
      events: board.events,
      spent: value("toloka_pool_spent"),
      estimate,
    };
  }

  /** Reads the numbers and the pools' states repeatedly. */
  async #collect(): Promise<void> {
    const toloka = this.#toloka;
    const ids = this.#pools.map(({ pool }) => pool.id);
    const metrics = [
      balanceMetric(toloka),
      completionMetric(toloka, ids),
      spentMetric(toloka, ids),
      tasksMetric(toloka, ids),
      eligibleTolokersMetric(toloka, ids),
    ];
    const { interval, now } = this.#options;
    const options = { interval, now, signal: this.#signal };
    for await (const sample of collect(metrics, options)) {
      this.#take(sample);
      // Once per interval, with the first metric.
      if (sample.metric === metrics[0]) await this.#readPools();
      this.#change();
    }
  }

  #take({ metric, points, error }: MetricSample): void {
    this.#fail(metric.description.toLowerCase(), error);
    for (const { value, labels } of points) {
      const { pool_id } = labels;
      this.#values.set(
        pool_id ? `${metric.name} ${pool_id}` : metric.name,
        value,
      );
    }
    if (metric.name === "toloka_pool_tasks") this.#estimate();
  }

  async #readPools(): Promise<void> {
    for (const followed of this.#pools) {
      const { id } = followed.pool;
      try {
        followed.pool = await this.#toloka.pools.get(id, {
          signal: this.#signal,
        });
        this.#fail(`pool ${id}`, undefined);
      } catch (error) {
        this.#fail(`pool ${id}`, error);
      }
    }
  }

  /** Estimates the cost of pools with smart mixing by the number of their tasks. */
  #estimate(): void {
    for (const followed of this.#pools) {
      const { pool } = followed;
      const tasks = this.#values.get(`toloka_pool_tasks ${pool.id}`);
      if (!pool.mixer_config || tasks === undefined) continue;
      const { total } = estimateCost(pool as never, tasks, {
        fee: this.#options.fee,
      });
      followed.estimate = Number.isFinite(total.likely)
        ? total.likely
        : undefined;
    }
  }

  async #followAssignments(
    { pool, board }: Followed,
    store: Store,
  ): Promise<void> {
    const events = assignmentEvents(
      this.#toloka,
      { pool_id: pool.id, types: COUNTED },
      this.#streamOptions(store, `assignments ${pool.id}`),
    );
    for await (const { type, time, item } of events) {
      board.add(type as CountedStatus, time, item);
      this.#change();
    }
  }

  async #followRestrictions(
    { pool, board }: Followed,
    store: Store,
  ): Promise<void> {
    const events = userRestrictionEvents(
      this.#toloka,
      { pool_id: pool.id },
      this.#streamOptions(store, `restrictions ${pool.id}`),
    );
    for await (const { id, time, item } of events) {
      board.restrict(id, item.user_id, time);
      this.#change();
    }
  }

  #streamOptions(store: Store, name: string) {
    return {
      store,
      name,
      worker: "dashboard",
      period: this.#options.interval,
      history: "WINDOW" as const,
      signal: this.#signal,
      onError: (error: unknown) => this.#fail(name, error),
    };
  }

  #fail(what: string, error: unknown): void {
    if (error === undefined) this.#failures.delete(what);
    else if (!this.#signal.aborted) {
      const message = error instanceof Error ? error.message : String(error);
      this.#failures.set(what, message);
    }
  }

  /** Tells the listeners soon: a burst of changes is one snapshot. */
  #change(): void {
    if (this.#timer !== undefined || this.#signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#listeners.size === 0) return;
      const snapshot = this.snapshot();
      for (const listener of this.#listeners) listener(snapshot);
    }, MIN_PAUSE);
  }
}

/** Estimates the seconds that the rest takes at the speed of the last hour. */
function etaOf(
  completion: number | undefined,
  done: number,
  perHour: number,
): number | undefined {
  if (completion === undefined || completion <= 0) return undefined;
  if (completion >= 1) return 0;
  if (perHour === 0) return undefined;
  const left = done / completion - done;
  return left / perHour * 3_600;
}
