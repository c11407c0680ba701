/** The latest value of every series. @module */
import type { MetricSample } from "./collect.ts";
import { type Metric, type MetricPoint, seriesKey } from "./metric.ts";

/** A metric with the latest point of each of its series. */
export interface LatestMetric {
  /** The metric. */
  readonly metric: Metric;
  /** The latest point of each series. */
  readonly points: readonly MetricPoint[];
  /**
   * `true` if the last reading succeeded for all of the metric's pools;
   * `undefined` before the first one.
   */
  readonly isUp: boolean | undefined;
}

/** State of a metric: its status and its latest points. */
interface Kept {
  metric: Metric;
  isUp: boolean | undefined;
  series: Map<string, MetricPoint>;
}

/**
 * The latest value of every series: what a monitoring system asks for.
 *
 * A series that a gauge no longer has is removed. If a reading fails, the last
 * values stay, and the metric is not up.
 *
 * @example Serve what you collect
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   balanceMetric,
 *   collect,
 *   LatestMetrics,
 *   metricsHandler,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metrics = [balanceMetric(toloka)];
 * const latest = new LatestMetrics(metrics);
 * const handler = metricsHandler(latest); // Deno.serve(handler)
 * for await (const sample of collect(metrics)) {
 *   latest.add(sample);
 *   break; // in a program: go on
 * }
 * const response = await handler(new Request("http://localhost/metrics"));
 * console.log(await response.text());
 * ```
 */
export class LatestMetrics implements Iterable<LatestMetric> {
  readonly #metrics = new Map<string, Kept>();

  /**
   * Creates a collection without values.
   *
   * @param metrics Metrics to expect.
   */
  constructor(metrics: Iterable<Metric> = []) {
    for (const metric of metrics) this.#keep(metric);
  }

  /** Takes a sample. */
  add({ metric, points, error }: MetricSample): void {
    const kept = this.#keep(metric);
    kept.isUp = error === undefined;
    const isWhole = metric.kind === "gauge" && !metric.sparse;
    if (isWhole && kept.isUp) kept.series.clear();
    for (const point of points) kept.series.set(seriesKey(point.labels), point);
  }

  /** Gives every metric, in the order in which they were first named. */
  *[Symbol.iterator](): Generator<LatestMetric, void, void> {
    for (const { metric, isUp, series } of this.#metrics.values()) {
      yield { metric, isUp, points: [...series.values()] };
    }
  }

  #keep(metric: Metric): Kept {
    const known = this.#metrics.get(metric.name);
    if (known?.metric === metric) return known;
    const kept: Kept = { metric, isUp: undefined, series: new Map() };
    this.#metrics.set(metric.name, kept);
    return kept;
  }
}
