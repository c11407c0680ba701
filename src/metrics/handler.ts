/** Serves metrics to Prometheus. @module */
import { checkDuration } from "../checks.ts";
import { formatMetrics, type MetricsFormat } from "./format.ts";
import type { LatestMetrics } from "./latest.ts";
import type { Metric } from "./metric.ts";
import { type ExportOptions, Refreshed } from "./refresh.ts";

/** Options of {@linkcode metricsHandler}. */
export interface MetricsHandlerOptions extends ExportOptions {
  /**
   * Milliseconds that an answer waits for a reading under way; then it has the
   * last values. Less than Prometheus' `scrape_timeout`, which is 10 s.
   *
   * @default 8_000
   */
  maxWait?: number | undefined;
}

const TYPES: Readonly<Record<MetricsFormat, string>> = {
  PROMETHEUS: "text/plain; version=0.0.4; charset=utf-8",
  OPEN_METRICS: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

/**
 * Creates a function that answers Prometheus: for `Deno.serve(handler)`,
 * `Bun.serve({ fetch: handler })` or a route. The text is OpenMetrics for
 * clients that accept it, otherwise Prometheus' own.
 *
 * Given metrics, it reads them when it is asked and the last values are older
 * than `maxAge`. Given a `LatestMetrics`, it reads nothing. It checks no
 * authorization: listen on 127.0.0.1, or add a check before it.
 *
 * @param source Metrics to read, or the latest values of a collector.
 * @param options Age of values, time limits.
 * @throws {TypeError} While it answers, if two metrics have one name.
 * @throws {RangeError} If an option is out of its bounds.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { balanceMetric, metricsHandler } from "@toloka/client/metrics";
 * import { assertEquals } from "@std/assert";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const handler = metricsHandler([balanceMetric(toloka)]);
 * // In a program: Deno.serve({ hostname: "127.0.0.1", port: 9464 }, handler)
 * const response = await handler(new Request("http://localhost/metrics"));
 * assertEquals(response.status, 200);
 * ```
 */
export function metricsHandler(
  source: LatestMetrics | Iterable<Metric>,
  options: MetricsHandlerOptions = {},
): (request: Request) => Promise<Response> {
  const { maxWait = 8_000 } = options;
  checkDuration("serve metrics", "maxWait", maxWait);
  const refreshed = new Refreshed(source, options);
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response(null, {
        status: 405,
        headers: { Allow: "GET, HEAD" },
      });
    }
    await within(refreshed.refresh(), maxWait);
    const format = formatFor(request.headers.get("Accept") ?? "");
    const text = formatMetrics(refreshed.latest, { format });
    return new Response(request.method === "HEAD" ? null : text, {
      headers: { "Content-Type": TYPES[format], "Cache-Control": "no-store" },
    });
  };
}

function formatFor(accept: string): MetricsFormat {
  return accept.includes("application/openmetrics-text")
    ? "OPEN_METRICS"
    : "PROMETHEUS";
}

/** Waits for work, but no longer than that. */
async function within(
  work: Promise<void>,
  milliseconds: number,
): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, milliseconds);
  // A failure after the answer cannot be reported; the next answer reads again.
  work.catch(() => {});
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
