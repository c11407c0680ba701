/** Metrics that the server counts itself. @module */
import { checkInteger } from "../checks.ts";
import type { RequestOptions } from "../options.ts";
import type { PlainPoolMetric } from "../types/analytics.ts";
import type { Requester } from "../types/requester.ts";
import {
  analyticsMetric,
  type PoolAnswer,
  question,
} from "./analytics_metric.ts";
import {
  checkName,
  type Metric,
  type MetricLabels,
  type MetricOptions,
  type MetricPoint,
  type MoneyMetricOptions,
  moneyUnit,
} from "./metric.ts";
import type { AnalyticsClient } from "./reading.ts";

/** The part of a client that reads the account. */
export interface RequesterClient {
  /** The account. */
  readonly requester: {
    /** Reads the account. */
    get(options?: RequestOptions): Promise<Requester>;
  };
}

/**
 * Creates the metric `toloka_balance`: money left in the account.
 * Costs one request for each reading.
 *
 * @throws {TypeError} If `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { balanceMetric, readMetrics } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = balanceMetric(toloka);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function balanceMetric(
  toloka: RequesterClient,
  options: MoneyMetricOptions = {},
): Metric {
  return {
    name: checkName(options.name ?? "toloka_balance"),
    unit: moneyUnit(options),
    description: "Money left in the requester's account",
    kind: "gauge",
    labels: [],
    async read({ now, signal }) {
      const { balance } = await toloka.requester.get({ signal });
      return [{ time: now(), value: balance, labels: {} }];
    },
  };
}

/**
 * Creates the metric `toloka_pool_completion`: share of the work in pools that
 * is done, 0 to 1, in steps of 0.01.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool or `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { completionMetric, readMetrics } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = completionMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function completionMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: MetricOptions = {},
): Metric {
  return analyticsMetric(toloka, pools, options, {
    name: "toloka_pool_completion",
    unit: "ratio",
    description: "Share of the pool's work that is done",
    ask: (pool) => [question(pool, "completion_percentage")],
    points: ([percent], pool_id) =>
      pointsOf(percent!, { pool_id }, (value) => value / 100),
  });
}

/** Status that {@linkcode assignmentsMetric} counts. */
export type CountedStatus = "SUBMITTED" | "ACCEPTED" | "REJECTED" | "SKIPPED";

const COUNTS: Readonly<Record<CountedStatus, PlainPoolMetric>> = {
  SUBMITTED: "submitted_assignments_count",
  ACCEPTED: "approved_assignments_count",
  REJECTED: "rejected_assignments_count",
  SKIPPED: "skipped_assignments_count",
};

/** Options of {@linkcode assignmentsMetric}. */
export interface AssignmentsMetricOptions extends MetricOptions {
  /** Statuses to count. @default {["SUBMITTED", "ACCEPTED", "REJECTED"]} */
  statuses?: readonly CountedStatus[] | undefined;
}

/**
 * Creates the metric `toloka_pool_assignments`: numbers of assignments in pools
 * by the label `status`. `SUBMITTED` counts all that were ever submitted,
 * whatever their status now; the others count those that have the status now.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool, or `name` or a status is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { assignmentsMetric, readMetrics } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = assignmentsMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function assignmentsMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: AssignmentsMetricOptions = {},
): Metric {
  const { statuses = ["SUBMITTED", "ACCEPTED", "REJECTED"] } = options;
  const unique = [...new Set(statuses)];
  const wrong = unique.find((status) => !Object.hasOwn(COUNTS, status));
  if (unique.length === 0 || wrong !== undefined) {
    throw new TypeError(
      `Cannot create metric as 'statuses' must be of ${
        Object.keys(COUNTS).map((one) => `"${one}"`).join(", ")
      }: current value is ${JSON.stringify(statuses)}`,
    );
  }
  return analyticsMetric(toloka, pools, options, {
    name: "toloka_pool_assignments",
    description: "Assignments in the pool by status",
    labels: ["status"],
    ask: (pool) => unique.map((status) => question(pool, COUNTS[status])),
    points: (answers, pool_id) =>
      unique.flatMap((status, i) => pointsOf(answers[i]!, { pool_id, status })),
  });
}

/**
 * Creates the metric `toloka_pool_tasks`: number of general tasks in pools, so
 * neither control nor training tasks.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool or `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { readMetrics, tasksMetric } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = tasksMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function tasksMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: MetricOptions = {},
): Metric {
  return analyticsMetric(toloka, pools, options, {
    name: "toloka_pool_tasks",
    description: "General tasks in the pool",
    ask: (pool) => [question(pool, "real_tasks_count")],
    points: ([count], pool_id) => pointsOf(count!, { pool_id }),
  });
}

/**
 * Creates the metric `toloka_pool_spent`: money spent on pools.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool or `name` is not valid.
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
 * const metric = spentMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function spentMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: MoneyMetricOptions = {},
): Metric {
  return analyticsMetric(toloka, pools, options, {
    name: "toloka_pool_spent",
    unit: moneyUnit(options),
    description: "Money spent on the pool",
    ask: (pool) => [question(pool, "spent_budget")],
    points: ([spent], pool_id) => pointsOf(spent!, { pool_id }),
  });
}

/** Options of {@linkcode eligibleTolokersMetric}. */
export interface EligibleTolokersMetricOptions extends MetricOptions {
  /** Hours in which a Toloker must have been active to count. @default 1 */
  hours?: number | undefined;
}

/**
 * Creates the metric `toloka_pool_eligible_tolokers`: number of Tolokers who
 * pass the filter of pools and were active on the platform in the last hours.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool or `name` is not valid.
 * @throws {RangeError} If `hours` is not a whole number from 1.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   eligibleTolokersMetric,
 *   readMetrics,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = eligibleTolokersMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function eligibleTolokersMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: EligibleTolokersMetricOptions = {},
): Metric {
  const { hours = 1 } = options;
  checkInteger("create metric", "hours", hours, 1);
  return analyticsMetric(toloka, pools, options, {
    name: "toloka_pool_eligible_tolokers",
    description: "Active Tolokers who pass the pool's filter",
    ask: (pool) => [{
      subject: "POOL",
      subject_id: pool,
      name: "active_workers_by_filter_count",
      interval_hours: hours,
    }],
    points: ([count], pool_id) => pointsOf(count!, { pool_id }),
  });
}

function pointsOf(
  answers: readonly PoolAnswer[],
  labels: MetricLabels,
  convert: (value: number) => number = (value) => value,
): MetricPoint[] {
  return answers.map(({ time, value }) => (
    { time, value: convert(value), labels }
  ));
}
