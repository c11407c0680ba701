/**
 * Numbers about pools and the account over time: progress, money, speed,
 * quality. A metric is an object with a name, a unit and points;
 * {@linkcode collect} reads any number of them repeatedly.
 *
 * Install with `deno add jsr:@toloka/client`, `npx jsr add @toloka/client` or
 * `bunx jsr add @toloka/client`. It needs no permission of its own: the client
 * that is given does the requests.
 *
 * @example Watch a pool
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   balanceMetric,
 *   collect,
 *   completionMetric,
 *   spentMetric,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metrics = [
 *   balanceMetric(toloka),
 *   completionMetric(toloka, "12345"),
 *   spentMetric(toloka, "12345"),
 * ];
 * const signal = AbortSignal.timeout(1_000); // in a program: without end
 * for await (const { metric, points } of collect(metrics, { signal })) {
 *   for (const { value } of points) console.log(metric.name, value);
 * }
 * ```
 *
 * @module
 */
export {
  type Metric,
  type MetricKind,
  type MetricLabels,
  type MetricOptions,
  type MetricPoint,
  MetricReadError,
  type MoneyMetricOptions,
} from "./metric.ts";
export type {
  AnalyticsAnswers,
  AnalyticsClient,
  MetricReading,
} from "./reading.ts";
export {
  collect,
  type CollectOptions,
  type MetricSample,
  readMetrics,
  type ReadMetricsOptions,
} from "./collect.ts";
export {
  assignmentsMetric,
  type AssignmentsMetricOptions,
  balanceMetric,
  completionMetric,
  type CountedStatus,
  eligibleTolokersMetric,
  type EligibleTolokersMetricOptions,
  type RequesterClient,
  spentMetric,
  tasksMetric,
} from "./pool_metrics.ts";
export {
  acceptedCostMetric,
  forecastCostMetric,
  forecastToEstimateMetric,
  remainingTimeMetric,
  type SpeedMetricOptions,
  submissionsPerHourMetric,
  verdictsMetric,
} from "./progress_metrics.ts";
export {
  assignmentEventsMetric,
  type AssignmentEventsMetricOptions,
  bansMetric,
  type BansMetricOptions,
  bonusMetrics,
  type BonusMetricsOptions,
  type EventMetricOptions,
  messageThreadsMetric,
  skillMetrics,
} from "./event_metrics.ts";
export {
  PoolSubmissions,
  type PoolSubmissionsOptions,
  type Submission,
} from "./pool_submissions.ts";
export {
  activeTolokersMetric,
  type ActiveTolokersMetricOptions,
  agreementMetric,
  goldenAccuracyMetric,
  suiteTimeMetric,
  type SuiteTimeMetricOptions,
  tolokerMetrics,
  type TolokerMetricsOptions,
} from "./quality_metrics.ts";
export { type LatestMetric, LatestMetrics } from "./latest.ts";
export {
  formatMetrics,
  type FormatMetricsOptions,
  type MetricsFormat,
} from "./format.ts";
export { metricsHandler, type MetricsHandlerOptions } from "./handler.ts";
export {
  type Meter,
  type MeterCallback,
  type MeterInstrument,
  type MeterProvider,
  type MeterResult,
  type ObservedMetrics,
  observeMetrics,
  type ObserveMetricsOptions,
} from "./open_telemetry.ts";
export type { ExportOptions } from "./refresh.ts";
