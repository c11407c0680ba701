/** Metrics as objects: name, unit, and points in order of time. @module */
import { checkId, show } from "../checks.ts";
import { TolokaError } from "../errors.ts";
import type { MetricReading } from "./reading.ts";

/**
 * Kind of a metric: the value of a `gauge` goes up and down, that of a
 * `counter` only grows.
 */
export type MetricKind = "gauge" | "counter";

/** Labels of a point, such as `{ pool_id: "12345" }`. */
export type MetricLabels = Readonly<Record<string, string>>;

/** Value of a metric at one time. */
export interface MetricPoint {
  /** Time of the value. */
  readonly time: Date;
  /** Value in the metric's unit; of a counter, the total so far. */
  readonly value: number;
  /** Labels that tell the metric's series apart. */
  readonly labels: MetricLabels;
}

/**
 * A number over time. One metric can hold for several pools: then its points
 * have the label `pool_id`.
 *
 * A program can define its own: any object of this shape can be collected.
 *
 * @example A metric of your own
 * ```ts
 * import { collect, type Metric } from "@toloka/client/metrics";
 * import { assertEquals } from "@std/assert";
 *
 * const queue: Metric = {
 *   name: "my_queue_length",
 *   description: "Rows that wait for upload",
 *   kind: "gauge",
 *   labels: [],
 *   read: ({ now }) =>
 *     Promise.resolve([{ time: now(), value: 7, labels: {} }]),
 * };
 * for await (const { points } of collect([queue])) {
 *   assertEquals(points[0]?.value, 7);
 *   break;
 * }
 * ```
 */
export interface Metric {
  /**
   * Unique name without its unit: lower-case letters, digits and underscores,
   * such as `"toloka_pool_spent"`.
   */
  readonly name: string;
  /**
   * Unit in Prometheus' words: `"seconds"`, `"dollars"`, `"ratio"` (0 to 1),
   * `"per_hour"`. Absent for plain counts.
   */
  readonly unit?: string | undefined;
  /** One sentence about the value. */
  readonly description: string;
  /** Kind of the metric. */
  readonly kind: MetricKind;
  /** Names of the labels that its points have. */
  readonly labels: readonly string[];
  /**
   * `true` if a reading of a gauge gives only the series that have changed.
   *
   * @default false
   */
  readonly sparse?: boolean | undefined;
  /**
   * Reads the points that are new since the last call, in order of time: of a
   * gauge one for each series, of a counter one for each change. A metric has
   * one reader: points that it gave to one are not given to another.
   *
   * @param reading Clock, signal, and requests that the metrics of a reading share.
   * @throws {MetricReadError} If some of its pools could not be read.
   */
  read(reading: MetricReading): Promise<MetricPoint[]>;
}

/**
 * Error of a metric that could read some of its pools only. A collector then
 * gives the points with the error, and reads on without a pause.
 */
export class MetricReadError extends TolokaError {
  /** Name of the class. */
  override name = "MetricReadError";
  /** Points that were read. */
  readonly points: readonly MetricPoint[];
  /** Errors, one for each pool that could not be read. */
  readonly errors: readonly unknown[];

  /** Creates an error that carries the points that were read. */
  constructor(
    message: string,
    points: readonly MetricPoint[],
    errors: readonly unknown[],
  ) {
    super(message, { cause: errors[0] });
    this.points = points;
    this.errors = errors;
  }
}

/** Returns points in order; throws if some pools failed, with the points that were read. */
export function readOrThrow(
  name: string,
  points: MetricPoint[],
  errors: readonly unknown[],
  pools: number,
): MetricPoint[] {
  if (errors.length === 0) return inOrder(points);
  if (errors.length >= pools) throw errors[0];
  const [first] = errors;
  throw new MetricReadError(
    `Metric '${name}' was read without ${errors.length} of ${pools} pools: ${
      first instanceof Error ? first.message : show(first)
    }`,
    inOrder(points),
    errors,
  );
}

/** Options of every metric. */
export interface MetricOptions {
  /**
   * Name to use instead of the default one, where two metrics of one type are
   * collected together.
   *
   * @default the name that the metric's function documents
   */
  name?: string | undefined;
}

/** Options of metrics of money. */
export interface MoneyMetricOptions extends MetricOptions {
  /**
   * Currency of the account, which decides the metric's unit, `"dollars"` or
   * `"rubles"`: Yandex Tasks counts in rubles.
   *
   * @default "USD"
   */
  currency?: "USD" | "RUB" | undefined;
}

/** Returns the unit of a metric of money. */
export function moneyUnit(
  { currency = "USD" }: Pick<MoneyMetricOptions, "currency">,
): string {
  if (currency === "USD") return "dollars";
  if (currency === "RUB") return "rubles";
  throw new TypeError(
    `Cannot create metric as 'currency' must be "USD" or "RUB": current value is ${
      show(currency)
    }`,
  );
}

const NAME = /^[a-z][a-z0-9_]*$/;

/** Checks the name of a metric. */
export function checkName(name: string): string {
  if (typeof name === "string" && NAME.test(name)) return name;
  throw new TypeError(
    `Cannot create metric as 'name' must consist of lower-case letters, digits and underscores: current value is ${
      show(name)
    }`,
  );
}

/** Checks the pools of a metric and removes duplicates. */
export function checkPools(pools: string | readonly string[]): string[] {
  const ids = new Set(typeof pools === "string" ? [pools] : pools);
  if (ids.size === 0) {
    throw new TypeError(
      "Cannot create metric as 'pools' must have an id: current value is []",
    );
  }
  for (const id of ids) checkId("create metric", "the id of a pool", id);
  return [...ids];
}

/** Sorts points by time; those of one time stay in their order. */
export function inOrder(points: MetricPoint[]): MetricPoint[] {
  return points.sort((a, b) => a.time.getTime() - b.time.getTime());
}

/** Key of a series: equal for equal labels. */
export function seriesKey(labels: MetricLabels): string {
  return JSON.stringify(Object.entries(labels).sort());
}
