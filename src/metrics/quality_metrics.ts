/** Metrics of quality and speed, from submitted assignments. @module */
import type { WorkerReport } from "../aggregation/worker_report.ts";
import { checkDuration, checkInteger } from "../checks.ts";
import {
  checkName,
  type Metric,
  type MetricOptions,
  type MetricPoint,
  readOrThrow,
} from "./metric.ts";
import type { PoolSubmissions } from "./pool_submissions.ts";

/** Specification of a metric of submissions. */
interface SubmissionsSpec {
  name: string;
  unit?: string;
  description: string;
  labels?: readonly string[];
  /** Values of one pool with their labels besides `pool_id`. */
  values(
    pool: string,
    now: Date,
  ): (readonly [value: number, labels?: Record<string, string>])[];
}

function submissionsMetric(
  submissions: PoolSubmissions,
  options: MetricOptions,
  spec: SubmissionsSpec,
): Metric {
  const { unit, description, labels = [], values } = spec;
  const name = checkName(options.name ?? spec.name);
  const { pools } = submissions;
  return {
    name,
    ...(unit !== undefined && { unit }),
    description,
    kind: "gauge",
    labels: ["pool_id", ...labels],
    async read(reading) {
      const errors = await submissions.read(reading);
      const time = reading.now();
      const points = pools.flatMap((pool_id) =>
        values(pool_id, time).map(([value, more]): MetricPoint => (
          { time, value, labels: { pool_id, ...more } }
        ))
      );
      return readOrThrow(name, points, errors, pools.length);
    },
  };
}

/**
 * Creates the metric `toloka_pool_golden_accuracy`: share of answers to control
 * tasks that are right, 0 to 1. The submissions need an `output`. A pool has no
 * point before a control task is answered.
 *
 * @throws {TypeError} If `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   goldenAccuracyMetric,
 *   PoolSubmissions,
 *   readMetrics,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const submissions = new PoolSubmissions(toloka, ["12345"], {
 *   output: "animal",
 * });
 * const metric = goldenAccuracyMetric(submissions);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function goldenAccuracyMetric(
  submissions: PoolSubmissions,
  options: MetricOptions = {},
): Metric {
  return submissionsMetric(submissions, options, {
    name: "toloka_pool_golden_accuracy",
    unit: "ratio",
    description: "Share of answers to control tasks that are right",
    values: (pool) => some(submissions.accuracy(pool)?.value),
  });
}

/**
 * Creates the metric `toloka_pool_agreement`: Krippendorff's alpha of the
 * answers, at most 1; 0 is chance. The submissions need an `output`. A pool has
 * no point before a task has two answers. See `krippendorffAlpha()` of
 * `@toloka/client/aggregation`.
 *
 * @throws {TypeError} If `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   agreementMetric,
 *   PoolSubmissions,
 *   readMetrics,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const submissions = new PoolSubmissions(toloka, ["12345"], {
 *   output: "animal",
 * });
 * const metric = agreementMetric(submissions);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function agreementMetric(
  submissions: PoolSubmissions,
  options: MetricOptions = {},
): Metric {
  return submissionsMetric(submissions, options, {
    name: "toloka_pool_agreement",
    description: "Krippendorff's alpha of the answers",
    values: (pool) => some(submissions.agreement(pool)),
  });
}

/** Options of {@linkcode suiteTimeMetric}. */
export interface SuiteTimeMetricOptions extends MetricOptions {
  /** Percentiles to give, above 0 and up to 100. @default {[50, 90]} */
  percentiles?: readonly number[] | undefined;
}

/**
 * Creates the metric `toloka_pool_suite_time`: seconds from the moment a Toloker
 * got a task suite to its submission, as percentiles by the label `percentile`:
 * the median (`50`) and the 90th (`90`). Between two values it interpolates
 * linearly (type 7 of Hyndman and Fan, "Sample Quantiles in Statistical
 * Packages", The American Statistician 50, 1996).
 *
 * @throws {TypeError} If `name` is not valid.
 * @throws {RangeError} If a percentile is out of its bounds.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   PoolSubmissions,
 *   readMetrics,
 *   suiteTimeMetric,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const submissions = new PoolSubmissions(toloka, ["12345"], {
 *   output: "animal",
 * });
 * const metric = suiteTimeMetric(submissions);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function suiteTimeMetric(
  submissions: PoolSubmissions,
  options: SuiteTimeMetricOptions = {},
): Metric {
  const { percentiles = [50, 90] } = options;
  for (const one of percentiles) {
    if (one > 0 && one <= 100) continue;
    throw new RangeError(
      `Cannot create metric as a percentile must be above 0 and at most 100: current value is ${one}`,
    );
  }
  return submissionsMetric(submissions, options, {
    name: "toloka_pool_suite_time",
    unit: "seconds",
    description: "Time that a task suite takes, by percentile",
    labels: ["percentile"],
    values: (pool) => {
      const seconds = submissions.submissions(pool)
        .map(({ created, submitted }) => (+submitted - +created) / 1000)
        .sort((a, b) => a - b);
      if (seconds.length === 0) return [];
      return percentiles.map((percentile) => [
        percentileOf(seconds, percentile),
        { percentile: String(percentile) },
      ]);
    },
  });
}

/** Options of {@linkcode activeTolokersMetric}. */
export interface ActiveTolokersMetricOptions extends MetricOptions {
  /**
   * Milliseconds of the past in which a Toloker must have submitted something.
   *
   * @default 3_600_000 (an hour)
   */
  window?: number | undefined;
}

/**
 * Creates the metric `toloka_pool_active_tolokers`: number of Tolokers who have
 * submitted an assignment of the pool within the window.
 *
 * @throws {TypeError} If `name` is not valid.
 * @throws {RangeError} If `window` is out of its bounds.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   activeTolokersMetric,
 *   PoolSubmissions,
 *   readMetrics,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const submissions = new PoolSubmissions(toloka, ["12345"], {
 *   output: "animal",
 * });
 * const metric = activeTolokersMetric(submissions);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function activeTolokersMetric(
  submissions: PoolSubmissions,
  options: ActiveTolokersMetricOptions = {},
): Metric {
  const { window = 3_600_000 } = options;
  checkDuration("create metric", "window", window);
  return submissionsMetric(submissions, options, {
    name: "toloka_pool_active_tolokers",
    description: "Tolokers who submitted an assignment lately",
    values: (pool, now) => {
      const active = submissions.submissions(pool)
        .filter(({ submitted }) => +now - +submitted <= window);
      return [[new Set(active.map(({ user_id }) => user_id)).size]];
    },
  });
}

/** Options of {@linkcode tolokerMetrics}. */
export interface TolokerMetricsOptions extends MetricOptions {
  /**
   * Tolokers of a pool that get points: those with the most answers. Each is a
   * series of its own, which costs room in a monitoring system.
   *
   * @default 100
   */
  maxTolokers?: number | undefined;
}

/**
 * Creates four metrics of each Toloker in each pool, by the labels `pool_id` and
 * `user_id`: `toloka_toloker_answers`, the number of answers;
 * `toloka_toloker_golden_accuracy`, the share of right answers to control tasks;
 * `toloka_toloker_agreement`, the share of others' answers that equal theirs; and
 * `toloka_toloker_task_time`, the median seconds for a task. A value that is
 * not known for a Toloker has no point. The submissions need an `output`.
 *
 * @param options `name` takes the place of `toloka_toloker` in the names.
 * @throws {TypeError} If `name` is not valid.
 * @throws {RangeError} If `maxTolokers` is not a whole number from 1.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   PoolSubmissions,
 *   readMetrics,
 *   tolokerMetrics,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const submissions = new PoolSubmissions(toloka, ["12345"], {
 *   output: "animal",
 * });
 * const metrics = tolokerMetrics(submissions);
 * for (const { metric, points } of await readMetrics(metrics)) {
 *   console.log(metric.name, points);
 * }
 * ```
 */
export function tolokerMetrics(
  submissions: PoolSubmissions,
  options: TolokerMetricsOptions = {},
): Metric[] {
  const { name = "toloka_toloker", maxTolokers = 100 } = options;
  checkInteger("create metric", "maxTolokers", maxTolokers, 1);
  const metric = (
    end: string,
    unit: string | undefined,
    description: string,
    valueOf: (report: WorkerReport) => number | undefined,
  ) =>
    submissionsMetric(submissions, { name: `${name}_${end}` }, {
      name,
      ...(unit !== undefined && { unit }),
      description,
      labels: ["user_id"],
      values: (pool) =>
        [...submissions.reports(pool)]
          .sort(([, a], [, b]) => b.answers - a.answers)
          .slice(0, maxTolokers)
          .flatMap(([user_id, report]) => some(valueOf(report), { user_id })),
    });
  return [
    metric(
      "answers",
      undefined,
      "Answers of the Toloker",
      ({ answers }) => answers,
    ),
    metric(
      "golden_accuracy",
      "ratio",
      "Share of the Toloker's answers to control tasks that are right",
      ({ accuracy }) => accuracy.value,
    ),
    metric(
      "agreement",
      "ratio",
      "Share of others' answers that equal the Toloker's",
      ({ agreement }) => agreement,
    ),
    metric(
      "task_time",
      "seconds",
      "Median time of the Toloker for a task",
      ({ medianSeconds }) => medianSeconds,
    ),
  ];
}

/** Returns a value as a list, empty for an unknown value. */
function some(
  value: number | undefined,
  labels: Record<string, string> = {},
): (readonly [number, Record<string, string>])[] {
  return value === undefined || Number.isNaN(value) ? [] : [[value, labels]];
}

/** Value below which a percentage of the sorted values lies. */
function percentileOf(sorted: readonly number[], percentile: number): number {
  const at = (sorted.length - 1) * percentile / 100;
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at - Math.floor(at));
}
