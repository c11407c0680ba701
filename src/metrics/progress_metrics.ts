/** Metrics that are computed from what the server counts: speed, reviews, cost. @module */
import { checkDuration } from "../checks.ts";
import { multiplyMoney, sumMoney } from "../money.ts";
import type { CostEstimate } from "../planning/cost.ts";
import {
  analyticsMetric,
  type PoolAnswer,
  question,
} from "./analytics_metric.ts";
import {
  type Metric,
  type MetricOptions,
  type MetricPoint,
  type MoneyMetricOptions,
  moneyUnit,
} from "./metric.ts";
import type { AnalyticsClient } from "./reading.ts";

const HOUR = 3_600_000;

/** Options of metrics of speed. */
export interface SpeedMetricOptions extends MetricOptions {
  /**
   * Milliseconds of the past that the speed is measured over.
   *
   * @default 3_600_000 (an hour)
   */
  window?: number | undefined;
}

/**
 * Creates the metric `toloka_pool_submissions`: assignments submitted per hour,
 * measured between the first and the last reading of the window. It has no
 * point before the second reading.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool or `name` is not valid.
 * @throws {RangeError} If `window` is out of its bounds.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   readMetrics,
 *   submissionsPerHourMetric,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = submissionsPerHourMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function submissionsPerHourMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: SpeedMetricOptions = {},
): Metric {
  const speed = new Speed(options);
  return analyticsMetric(toloka, pools, options, {
    name: "toloka_pool_submissions",
    unit: "per_hour",
    description: "Assignments submitted per hour",
    ask: (pool) => [question(pool, "submitted_assignments_count")],
    points: ([submitted], pool_id) => {
      const { time, value } = last(submitted!);
      const perHour = speed.measure(pool_id, time, value);
      return perHour === undefined
        ? []
        : [{ time, value: perHour, labels: { pool_id } }];
    },
  });
}

/**
 * Creates the metric `toloka_pool_remaining`: seconds until all assignments of a
 * pool are submitted, at the speed of the window (the ETA). It is 0 when all
 * are, and `Infinity` while nothing is submitted. It has no point before the
 * second reading. The server estimates the number of assignments, so the time is
 * no more certain than that.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool or `name` is not valid.
 * @throws {RangeError} If `window` is out of its bounds.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { readMetrics, remainingTimeMetric } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = remainingTimeMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function remainingTimeMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: SpeedMetricOptions = {},
): Metric {
  const speed = new Speed(options);
  return analyticsMetric(toloka, pools, options, {
    name: "toloka_pool_remaining",
    unit: "seconds",
    description:
      "Time until all assignments are submitted at the present speed",
    ask: (pool) => [
      question(pool, "submitted_assignments_count"),
      question(pool, "estimated_assignments_count"),
    ],
    points: ([submitted, estimated], pool_id) => {
      const { time, value } = last(submitted!);
      const perHour = speed.measure(pool_id, time, value);
      const left = Math.max(0, last(estimated!).value - value);
      if (left > 0 && perHour === undefined) return [];
      const seconds = left === 0 ? 0 : 3600 * left / perHour!;
      return [{ time, value: seconds, labels: { pool_id } }];
    },
  });
}

/**
 * Creates the metric `toloka_pool_verdicts`: shares of reviewed assignments that
 * are accepted and rejected, 0 to 1, by the label `verdict` (`ACCEPTED`,
 * `REJECTED`). It has no point while nothing is reviewed.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool or `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { readMetrics, verdictsMetric } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = verdictsMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function verdictsMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: MetricOptions = {},
): Metric {
  return analyticsMetric(toloka, pools, options, {
    name: "toloka_pool_verdicts",
    unit: "ratio",
    description: "Shares of reviewed assignments by verdict",
    labels: ["verdict"],
    ask: (pool) => [
      question(pool, "approved_assignments_count"),
      question(pool, "rejected_assignments_count"),
    ],
    points: (answers, pool_id) => {
      const [accepted, rejected] = answers.map(last);
      const reviewed = accepted!.value + rejected!.value;
      if (reviewed === 0) return [];
      const share = ({ time, value }: PoolAnswer, verdict: string) => (
        { time, value: value / reviewed, labels: { pool_id, verdict } }
      );
      return [share(accepted!, "ACCEPTED"), share(rejected!, "REJECTED")];
    },
  });
}

/**
 * Creates the metric `toloka_pool_accepted_cost`: money spent on a pool for each
 * assignment accepted in it. It has no point while nothing is accepted.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool or `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { acceptedCostMetric, readMetrics } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = acceptedCostMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function acceptedCostMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: MoneyMetricOptions = {},
): Metric {
  return costMetric(toloka, pools, options, {
    name: "toloka_pool_accepted_cost",
    unit: moneyUnit(options),
    description: "Money spent for each accepted assignment",
    value: ({ spent, accepted }) => divide(spent, accepted),
  });
}

/**
 * Creates the metric `toloka_pool_forecast_cost`: money that a pool will have
 * cost when it is done: what is spent, and for each assignment that
 * is neither accepted nor rejected the present cost of an accepted one. It has
 * no point while nothing is accepted.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool or `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { forecastCostMetric, readMetrics } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = forecastCostMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function forecastCostMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: MoneyMetricOptions = {},
): Metric {
  return costMetric(toloka, pools, options, {
    name: "toloka_pool_forecast_cost",
    unit: moneyUnit(options),
    description: "Money that the pool will have cost when it is done",
    value: forecast,
  });
}

/**
 * Creates the metric `toloka_pool_forecast_to_estimate`: forecast of the cost of
 * pools over the cost that was estimated before they began. 1 is as planned, 2
 * twice as much. See {@linkcode forecastCostMetric} for the forecast.
 *
 * @param estimates Results of `estimateCost()` by the ids of the pools; their
 *   `total.likely` counts.
 * @throws {TypeError} If there is no pool, or `name` or an estimate is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   forecastToEstimateMetric,
 *   readMetrics,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = forecastToEstimateMetric(toloka, {
 *   "12345": { total: { min: 10, likely: 12, max: 20 } },
 * });
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function forecastToEstimateMetric(
  toloka: AnalyticsClient,
  estimates: Readonly<Record<string, Pick<CostEstimate, "total">>>,
  options: MetricOptions = {},
): Metric {
  for (const [pool, { total: { likely } }] of Object.entries(estimates)) {
    if (likely > 0 && Number.isFinite(likely)) continue;
    throw new TypeError(
      `Cannot create metric as the estimate of pool "${pool}" must be a finite number above 0: current value is ${likely}`,
    );
  }
  return costMetric(toloka, Object.keys(estimates), options, {
    name: "toloka_pool_forecast_to_estimate",
    unit: "ratio",
    description: "Forecast of the pool's cost over its estimate",
    value: (figures, pool) => forecast(figures) / estimates[pool]!.total.likely,
  });
}

interface CostFigures {
  spent: number;
  accepted: number;
  rejected: number;
  /** Assignments that there will have been. */
  estimated: number;
}

function costMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: MetricOptions,
  { value, ...spec }: {
    name: string;
    unit: string;
    description: string;
    value: (figures: CostFigures, pool: string) => number;
  },
): Metric {
  return analyticsMetric(toloka, pools, options, {
    ...spec,
    ask: (pool) => [
      question(pool, "spent_budget"),
      question(pool, "approved_assignments_count"),
      question(pool, "rejected_assignments_count"),
      question(pool, "estimated_assignments_count"),
    ],
    points: (answers, pool_id): MetricPoint[] => {
      const [spent, accepted, rejected, estimated] = answers.map((some) =>
        last(some).value
      ) as [number, number, number, number];
      if (accepted === 0) return [];
      const { time } = last(answers[0]!);
      const figures = { spent, accepted, rejected, estimated };
      return [{ time, value: value(figures, pool_id), labels: { pool_id } }];
    },
  });
}

function forecast(
  { spent, accepted, rejected, estimated }: CostFigures,
): number {
  const left = Math.max(0, estimated - accepted - rejected);
  return sumMoney([spent, multiplyMoney(divide(spent, accepted), left)]);
}

/** A quotient without the noise of binary fractions: 0.15 / 3 is 0.05. */
function divide(amount: number, by: number): number {
  return Number((amount / by).toPrecision(12));
}

function last(answers: readonly PoolAnswer[]): PoolAnswer {
  return answers.at(-1)!;
}

/** Measures how fast a count grows. */
class Speed {
  readonly #window: number;
  readonly #counts = new Map<string, PoolAnswer[]>();

  constructor({ window = HOUR }: SpeedMetricOptions) {
    this.#window = checkDuration("create metric", "window", window);
  }

  /** Notes a count, and gives the growth per hour; nothing before the second one. */
  measure(pool: string, time: Date, value: number): number | undefined {
    const counts = this.#counts.get(pool) ?? [];
    this.#counts.set(pool, counts);
    counts.push({ time, value });
    // One count from before the window stays, so that all of it is covered.
    while (counts.length > 2 && +time - +counts[1]!.time >= this.#window) {
      counts.shift();
    }
    const [first] = counts;
    const passed = +time - +first!.time;
    return passed > 0 ? (value - first!.value) * HOUR / passed : undefined;
  }
}
