/** Metrics as text for Prometheus. @module */
import type { LatestMetric } from "./latest.ts";
import type { Metric, MetricLabels } from "./metric.ts";

/**
 * Format of the text: Prometheus' own (version 0.0.4), or OpenMetrics
 * (version 1.0.0).
 */
export type MetricsFormat = "PROMETHEUS" | "OPEN_METRICS";

/** Options of {@linkcode formatMetrics}. */
export interface FormatMetricsOptions {
  /** Format of the text. @default "PROMETHEUS" */
  format?: MetricsFormat | undefined;
}

/** Tells of each metric whether its last reading succeeded. */
const UP: Metric = {
  name: "toloka_metric_up",
  description: "1 if the last reading of the metric succeeded, otherwise 0",
  kind: "gauge",
  labels: ["metric"],
  read: () => Promise.resolve([]),
};

/**
 * Formats the latest values for Prometheus. Names end with their unit, those of
 * counters with `_total`: `toloka_pool_spent_dollars`. Points have no times, as
 * Prometheus advises; `toloka_metric_up` tells which metrics could not be read.
 *
 * @param latest The latest values, such as a `LatestMetrics`.
 * @param options Format of the text.
 * @returns Lines, each ended by a line feed.
 *
 * @example Usage
 * ```ts
 * import {
 *   formatMetrics,
 *   LatestMetrics,
 *   type Metric,
 * } from "@toloka/client/metrics";
 * import { assertEquals } from "@std/assert";
 *
 * const time = new Date();
 * const metric: Metric = {
 *   name: "my_queue_delay",
 *   unit: "seconds",
 *   description: "Age of the oldest row",
 *   kind: "gauge",
 *   labels: [],
 *   read: () => Promise.resolve([]),
 * };
 * const latest = new LatestMetrics();
 * const points = [{ time, value: 1.5, labels: {} }];
 * latest.add({ metric, time, points, failures: 0 });
 * assertEquals(formatMetrics(latest).split("\n").slice(0, 3), [
 *   "# HELP my_queue_delay_seconds Age of the oldest row",
 *   "# TYPE my_queue_delay_seconds gauge",
 *   "my_queue_delay_seconds 1.5",
 * ]);
 * ```
 */
export function formatMetrics(
  latest: Iterable<LatestMetric>,
  options: FormatMetricsOptions = {},
): string {
  const isOpen = options.format === "OPEN_METRICS";
  const all = [...latest];
  const time = new Date();
  const up = all.filter(({ isUp }) => isUp !== undefined).map((
    { metric: { name }, isUp },
  ) => ({ time, value: Number(isUp), labels: { metric: name } }));
  const lines = [...all, { metric: UP, points: up, isUp: true }]
    .flatMap((one) => linesOf(one, isOpen));
  if (isOpen) lines.push("# EOF");
  return lines.map((line) => `${line}\n`).join("");
}

function linesOf(
  { metric, points }: LatestMetric,
  isOpen: boolean,
): string[] {
  if (points.length === 0) return [];
  const { name, unit, description, kind } = metric;
  const base = unit && !name.endsWith(`_${unit}`) ? `${name}_${unit}` : name;
  const full = kind === "counter" ? `${base}_total` : base;
  // OpenMetrics names the family, Prometheus' format the samples.
  const family = isOpen ? base : full;
  const help = isOpen ? escapeLabel(description) : escapeHelp(description);
  return [
    `# HELP ${family} ${help}`,
    `# TYPE ${family} ${kind}`,
    ...isOpen && unit ? [`# UNIT ${family} ${unit}`] : [],
    ...points.map(({ value, labels }) =>
      `${full}${labelsText(labels)} ${numberText(value)}`
    ),
  ];
}

/** Writes labels; an empty one is the same as none. */
function labelsText(labels: MetricLabels): string {
  const parts = Object.entries(labels)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return parts.length > 0 ? `{${parts.join(",")}}` : "";
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "+Inf" : "-Inf";
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
