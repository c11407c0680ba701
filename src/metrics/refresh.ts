/** Reads metrics on request, but not too often. */
import { checkDuration } from "../checks.ts";
import { readMetrics, type ReadMetricsOptions } from "./collect.ts";
import { LatestMetrics } from "./latest.ts";
import type { Metric } from "./metric.ts";

/** Options of an export of metrics to a monitoring system. */
export interface ExportOptions extends ReadMetricsOptions {
  /**
   * Age of values at which they are read again, in milliseconds: however often
   * a monitoring system asks, the server is not asked more often.
   *
   * @default 60_000
   */
  maxAge?: number | undefined;
}

/** Latest values, read again when they are asked for and too old. */
export class Refreshed {
  /** The latest values. */
  readonly latest: LatestMetrics;
  readonly #metrics: readonly Metric[] | undefined;
  readonly #options: ExportOptions;
  readonly #maxAge: number;
  #read = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(
    source: LatestMetrics | Iterable<Metric>,
    options: ExportOptions,
  ) {
    const { maxAge = 60_000 } = options;
    this.#maxAge = checkDuration("export metrics", "maxAge", maxAge);
    this.#options = options;
    if (source instanceof LatestMetrics) {
      this.latest = source;
    } else {
      this.#metrics = [...source];
      this.latest = new LatestMetrics(this.#metrics);
    }
  }

  /** Reads the metrics if their values are too old; calls at the same time share a reading. */
  refresh(): Promise<void> {
    const metrics = this.#metrics;
    if (!metrics) return Promise.resolve();
    const age = Date.now() - this.#read;
    if (age >= 0 && age < this.#maxAge) return Promise.resolve();
    return this.#reading ??= this.#readAll(metrics).finally(() => {
      this.#reading = undefined;
    });
  }

  async #readAll(metrics: readonly Metric[]): Promise<void> {
    const started = Date.now();
    const samples = await readMetrics(metrics, this.#options);
    for (const sample of samples) this.latest.add(sample);
    this.#read = started;
  }
}
