/** Reads metrics repeatedly. @module */
import { checkDuration, checkInteger, show } from "../checks.ts";
import { TolokaError } from "../errors.ts";
import {
  checkName,
  inOrder,
  type Metric,
  type MetricPoint,
  MetricReadError,
} from "./metric.ts";
import { type MetricReading, startReading } from "./reading.ts";

/** Options of {@linkcode readMetrics}. */
export interface ReadMetricsOptions {
  /**
   * Longest time of a reading, in milliseconds. A metric that is not read by
   * then has failed.
   *
   * @default 60_000
   */
  timeout?: number | undefined;
  /** Stops: readings under way are cancelled. */
  signal?: AbortSignal | undefined;
  /**
   * Clock of points that have no time of their own, and of samples. With a
   * simulator in virtual time: `() => simulator.now`.
   *
   * @default the computer's clock
   */
  now?: (() => Date) | undefined;
  /**
   * Questions that metrics may ask in one analytics request. The server
   * documents no limit; more questions are split into several requests.
   *
   * @default 1000
   */
  maxQuestions?: number | undefined;
}

/** Options of {@linkcode collect}. */
export interface CollectOptions extends ReadMetricsOptions {
  /** Milliseconds between the starts of two readings. @default 60_000 */
  interval?: number | undefined;
}

/** Result of reading one metric once. */
export interface MetricSample {
  /** The metric. */
  readonly metric: Metric;
  /** Time when the reading ended. */
  readonly time: Date;
  /** New points in order of time; none if the reading failed altogether. */
  readonly points: readonly MetricPoint[];
  /** Error of a reading that failed, or failed for some of the metric's pools. */
  readonly error?: unknown;
  /** Number of readings that have failed altogether in a row. */
  readonly failures: number;
}

const ACTION = "collect metrics";

/** Longest pause of a metric that fails, as a multiple of the interval. */
const MAX_PAUSE = 16;

/**
 * Reads metrics repeatedly, and yields a sample of each as soon as it has been
 * read. Metrics that ask for analytics share one request per interval.
 *
 * A metric that fails does not affect the others: its sample has the `error`,
 * and the pause before its next reading doubles with each failure, up to 16
 * intervals. No metric is read twice at a time. While the loop's body is at
 * work no new reading begins, so a slow program reads less often and nothing
 * piles up.
 *
 * @param metrics Metrics with different names.
 * @param options Interval, time limit and signal.
 * @returns Samples without end, until the signal aborts or the loop is left.
 * @throws {TypeError} If two metrics have one name, or a name is not valid.
 * @throws {RangeError} If an option is out of its bounds.
 *
 * @example Watch pools
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   balanceMetric,
 *   collect,
 *   completionMetric,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metrics = [
 *   balanceMetric(toloka),
 *   completionMetric(toloka, ["12345"]),
 * ];
 * const signal = AbortSignal.timeout(1_000); // in a program: without end
 * for await (
 *   const { metric, points, error } of collect(metrics, { signal })
 * ) {
 *   if (error) console.error(metric.name, error);
 *   for (const { value, labels } of points) {
 *     console.log(metric.name, labels, value);
 *   }
 * }
 * ```
 */
export function collect(
  metrics: Iterable<Metric>,
  options: CollectOptions = {},
): AsyncGenerator<MetricSample, void, void> {
  const { interval = 60_000 } = options;
  checkDuration(ACTION, "interval", interval);
  const collector = new Collector(checkMetrics(metrics), options);
  return collector.run(interval);
}

/**
 * Reads each metric once.
 *
 * @param metrics Metrics with different names.
 * @param options Time limit and signal.
 * @returns One sample for each metric, in their order. It rejects with the
 *     signal's reason if the signal aborts.
 * @throws {TypeError} If two metrics have one name, or a name is not valid.
 * @throws {RangeError} If an option is out of its bounds.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { readMetrics, spentMetric } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const [spent] = await readMetrics([spentMetric(toloka, "12345")]);
 * console.log(spent?.points[0]?.value);
 * ```
 */
export async function readMetrics(
  metrics: Iterable<Metric>,
  options: ReadMetricsOptions = {},
): Promise<MetricSample[]> {
  const collector = new Collector(checkMetrics(metrics), options);
  return await collector.readOnce();
}

/** A metric and where its readings stand. */
interface Entry {
  metric: Metric;
  /** Readings that failed in a row. */
  failures: number;
  /** Turns to leave out before the next reading. */
  pause: number;
  /** `true` while a reading is under way. */
  reading: boolean;
  /** `true` while the metric is at work, perhaps for a reading that is over. */
  busy: boolean;
}

class Collector {
  readonly #entries: Entry[];
  readonly #timeout: number;
  readonly #now: () => Date;
  readonly #maxQuestions: number;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal | undefined;
  /** Samples that were not taken yet: one at most for each metric. */
  readonly #ready: MetricSample[] = [];
  readonly #rounds = new Set<Promise<unknown>>();
  #wake: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(metrics: readonly Metric[], options: ReadMetricsOptions) {
    const { timeout = 60_000, maxQuestions = 1000, now, signal } = options;
    this.#timeout = checkDuration(ACTION, "timeout", timeout);
    this.#maxQuestions = checkInteger(ACTION, "maxQuestions", maxQuestions, 1);
    this.#now = now ?? (() => new Date());
    this.#signal = signal;
    this.#entries = metrics.map((metric) => (
      { metric, failures: 0, pause: 0, reading: false, busy: false }
    ));
  }

  async *run(interval: number): AsyncGenerator<MetricSample, void, void> {
    const { signal } = this.#stop;
    const unfollow = this.#follow();
    let turn = true;
    // Turns that are missed while the caller is busy become one.
    const timer = setInterval(() => {
      turn = true;
      this.#wake.resolve();
    }, interval);
    try {
      while (!signal.aborted) {
        if (turn) this.#start();
        turn = false;
        await this.#wait();
        while (this.#ready.length > 0 && !signal.aborted) {
          yield this.#ready.shift()!;
        }
      }
    } finally {
      clearInterval(timer);
      await this.#end(unfollow);
    }
  }

  async readOnce(): Promise<MetricSample[]> {
    this.#signal?.throwIfAborted();
    const unfollow = this.#follow();
    try {
      this.#start();
      await Promise.all(this.#rounds);
      this.#signal?.throwIfAborted();
    } finally {
      await this.#end(unfollow);
    }
    const samples = new Map(this.#ready.map((one) => [one.metric, one]));
    return this.#entries.map(({ metric }) => samples.get(metric)!);
  }

  /** Stops when the caller's signal aborts. */
  #follow(): () => void {
    const signal = this.#signal;
    const stop = () => {
      this.#stop.abort(signal!.reason);
      this.#wake.resolve();
    };
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop);
    return () => signal?.removeEventListener("abort", stop);
  }

  async #end(unfollow: () => void): Promise<void> {
    unfollow();
    this.#stop.abort();
    await Promise.all(this.#rounds);
  }

  /** Waits until a sample is ready, it is time for a reading, or it is to stop. */
  async #wait(): Promise<void> {
    if (this.#ready.length > 0 || this.#stop.signal.aborted) return;
    await this.#wake.promise;
    this.#wake = Promise.withResolvers();
  }

  /** Starts a reading of all metrics whose turn it is. */
  #start(): void {
    const due = this.#entries.filter((entry) =>
      !entry.reading && entry.pause-- <= 0
    );
    if (due.length === 0) return;
    const limit = new AbortController();
    const stop = () => limit.abort(this.#stop.signal.reason);
    this.#stop.signal.addEventListener("abort", stop);
    const timer = setTimeout(() => limit.abort(OVER), this.#timeout);
    const reading = startReading({
      now: this.#now,
      signal: limit.signal,
      maxQuestions: this.#maxQuestions,
    });
    const round = Promise.all(due.map((entry) => this.#read(entry, reading)))
      .finally(() => {
        clearTimeout(timer);
        this.#stop.signal.removeEventListener("abort", stop);
        this.#rounds.delete(round);
      });
    this.#rounds.add(round);
  }

  async #read(entry: Entry, reading: MetricReading): Promise<void> {
    const { metric } = entry;
    let result: Pick<MetricSample, "points" | "error">;
    entry.reading = true;
    try {
      const points = await this.#readWithin(entry, reading);
      result = { points: inOrder([...points]) };
      entry.failures = 0;
    } catch (error) {
      const partial = error instanceof MetricReadError;
      result = { points: partial ? error.points : [], error };
      entry.failures = partial ? 0 : entry.failures + 1;
    }
    entry.reading = false;
    const { failures } = entry;
    entry.pause = failures && Math.min(2 ** (failures - 1), MAX_PAUSE) - 1;
    this.#ready.push({ metric, time: this.#now(), ...result, failures });
    this.#wake.resolve();
  }

  /** Reads a metric; work that ignores its signal is left behind. */
  async #readWithin(
    entry: Entry,
    reading: MetricReading,
  ): Promise<MetricPoint[]> {
    const { name } = entry.metric;
    if (entry.busy) {
      throw new TolokaError(
        `Cannot read metric '${name}' as its last reading has not ended`,
      );
    }
    const { signal } = reading;
    const over = Promise.withResolvers<never>();
    const stop = () => over.reject(signal.reason);
    signal.addEventListener("abort", stop);
    entry.busy = true;
    // Called without a pause, so that metrics can join their questions.
    const read = attempt(() => entry.metric.read(reading));
    read.catch(() => {}).finally(() => entry.busy = false);
    try {
      return await Promise.race([read, over.promise]);
    } catch (error) {
      if (error !== OVER) throw error;
      throw new TolokaError(
        `Cannot read metric '${name}' as it took longer than 'timeout' allows: current value is ${this.#timeout}`,
        { cause: error },
      );
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }
}

/** Reason of the signal when a reading's time is over. */
const OVER = new DOMException("The reading took too long", "TimeoutError");

function checkMetrics(metrics: Iterable<Metric>): Metric[] {
  const list = [...metrics];
  const names = new Set<string>();
  for (const metric of list) {
    if (typeof metric?.read !== "function") {
      throw new TypeError(
        `Cannot collect metrics as each must be a metric: current value is ${
          show(metric)
        }`,
      );
    }
    const name = checkName(metric.name);
    if (names.has(name)) {
      throw new TypeError(
        `Cannot collect metrics as each must have a unique name; one metric can hold for several pools, and 'name' renames it: current value is "${name}"`,
      );
    }
    names.add(name);
  }
  return list;
}

/** Runs a function immediately; an error that it throws becomes a rejection. */
function attempt<T>(work: () => Promise<T>): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
