/** Metrics through OpenTelemetry. @module */
import { VERSION } from "../version.ts";
import type { LatestMetric, LatestMetrics } from "./latest.ts";
import type { Metric, MetricLabels } from "./metric.ts";
import { type ExportOptions, Refreshed } from "./refresh.ts";

/** Takes the values of an instrument: the part of OpenTelemetry's `ObservableResult` that is used. */
export interface MeterResult {
  /** Takes a value. */
  observe(value: number, attributes: Record<string, string>): void;
}

/** Function that gives values to an instrument. */
export type MeterCallback = (result: MeterResult) => Promise<void>;

/** Instrument that asks for its values: the part of OpenTelemetry's `Observable` that is used. */
export interface MeterInstrument {
  /** Adds a function that gives values. */
  addCallback(callback: MeterCallback): void;
  /** Removes it. */
  removeCallback(callback: MeterCallback): void;
}

/** Creates instruments: the part of OpenTelemetry's `Meter` that is used. */
export interface Meter {
  /** Creates an instrument whose value goes up and down. */
  createObservableGauge(
    name: string,
    options: { unit?: string; description?: string },
  ): MeterInstrument;
  /** Creates an instrument whose value only grows. */
  createObservableCounter(
    name: string,
    options: { unit?: string; description?: string },
  ): MeterInstrument;
}

/** Creates meters: OpenTelemetry's `MeterProvider`. */
export interface MeterProvider {
  /** Creates a meter. */
  getMeter(name: string, version?: string): Meter;
}

/** Options of {@linkcode observeMetrics}. */
export interface ObserveMetricsOptions extends ExportOptions {
  /**
   * Provider of meters, such as `metrics.getMeterProvider()` of
   * `@opentelemetry/api`.
   *
   * @default the global one: Deno's with `OTEL_DENO=true`, or that of an SDK
   */
  meterProvider?: MeterProvider | undefined;
}

/** Units in the words of the Unified Code for Units of Measure. */
const UNITS: Readonly<Record<string, string>> = {
  dollars: "USD",
  rubles: "RUB",
  per_hour: "1/h",
  ratio: "1",
  seconds: "s",
};

/**
 * Gives metrics to OpenTelemetry, which reads them whenever it exports: with
 * `OTEL_DENO=true` to the endpoint that Deno is configured for. Nothing is
 * imported; where OpenTelemetry is off, nothing happens.
 *
 * Names have dots: `toloka.pool.spent`. Values that are not finite are left out.
 *
 * @param source Metrics to read, or the latest values of a collector: those of
 *   metrics that the `LatestMetrics` knows by now.
 * @param options Provider, age of values, time limits.
 * @returns Whether OpenTelemetry is on, and a function that stops it.
 * @throws {RangeError} If an option is out of its bounds.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { balanceMetric, observeMetrics } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const { isOn, stop } = observeMetrics([balanceMetric(toloka)]);
 * if (!isOn) console.warn("OpenTelemetry is off: set OTEL_DENO=true");
 * // When the work is done:
 * stop();
 * ```
 */
export function observeMetrics(
  source: LatestMetrics | Iterable<Metric>,
  options: ObserveMetricsOptions = {},
): ObservedMetrics {
  const refreshed = new Refreshed(source, options);
  const provider = options.meterProvider ?? globalMeterProvider();
  const meter = provider?.getMeter("@toloka/client", VERSION);
  const stops = meter
    ? [...refreshed.latest].map(({ metric }) =>
      observe(meter, metric, refreshed)
    )
    : [];
  return {
    isOn: meter !== undefined,
    stop: () => stops.forEach((stop) => stop()),
  };
}

/** Result of {@linkcode observeMetrics}. */
export interface ObservedMetrics {
  /** `true` if OpenTelemetry is on. */
  readonly isOn: boolean;
  /** Stops giving values. */
  readonly stop: () => void;
}

/** Gives the values of one metric; returns a function that stops it. */
function observe(
  meter: Meter,
  metric: Metric,
  refreshed: Refreshed,
): () => void {
  const { name, unit = "", description, kind } = metric;
  const options = { description, unit: UNITS[unit] ?? unit };
  const dotted = name.replace(
    /^toloka_((pool|toloker)_)?/,
    (start) => start.replaceAll("_", "."),
  );
  const instrument = kind === "counter"
    ? meter.createObservableCounter(dotted, options)
    : meter.createObservableGauge(dotted, options);
  const callback: MeterCallback = async (result) => {
    await refreshed.refresh();
    for (const { value, labels } of pointsOf(metric, refreshed.latest)) {
      if (Number.isFinite(value)) result.observe(value, attributesOf(labels));
    }
  };
  instrument.addCallback(callback);
  return () => instrument.removeCallback(callback);
}

function pointsOf(
  metric: Metric,
  latest: Iterable<LatestMetric>,
): LatestMetric["points"] {
  for (const one of latest) if (one.metric === metric) return one.points;
  return [];
}

function attributesOf(labels: MetricLabels): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [`toloka.${name}`, value]),
  );
}

/** Finds the provider that Deno, or an SDK, has registered for the OpenTelemetry API. */
function globalMeterProvider(): MeterProvider | undefined {
  const api = (globalThis as Record<symbol, unknown>)[
    Symbol.for("opentelemetry.js.api.1")
  ];
  return (api as { metrics?: MeterProvider } | undefined)?.metrics;
}
