/** Spans of requests, for OpenTelemetry. */
import { TolokaApiError } from "../errors.ts";
import type { Span, Telemetry, Tracer, TracerProvider } from "../options.ts";
import { VERSION } from "../version.ts";

/** Key under which OpenTelemetry's API, Deno or an SDK registers the process's providers. */
const GLOBAL = Symbol.for("opentelemetry.js.api.1");

/** `SpanKind.CLIENT` of OpenTelemetry's API. */
const CLIENT = 2;

/** `SpanStatusCode.ERROR` of OpenTelemetry's API. */
const ERROR = 2;

/** Segment of a path that is a word of the API, not an id. */
const WORD = /^(v\d+|[a-z]{1,24}(-[a-z]{1,24})*(-\d)?(\.tsv)?)$/;

/** Subject of a span. */
interface Traced {
  request: { method: string; path: string };
  url: string;
}

const tracers = new WeakMap<TracerProvider, Tracer>();

/** Finds what makes spans: nothing where OpenTelemetry is off. */
export function tracerOf(
  telemetry: Telemetry | false | undefined,
): Tracer | undefined {
  if (telemetry === false) return undefined;
  const provider = telemetry?.tracerProvider ??
    (globalThis as { [GLOBAL]?: { trace?: TracerProvider } })[GLOBAL]?.trace;
  if (!provider) return undefined;
  const known = tracers.get(provider);
  if (known) return known;
  const tracer = provider.getTracer("@toloka/client", VERSION);
  tracers.set(provider, tracer);
  return tracer;
}

/**
 * Does the work of one attempt inside of a span, named and described as
 * OpenTelemetry's conventions for HTTP clients (1.23) say. Neither the query,
 * nor headers, nor ids go into it.
 */
export function withSpan<T>(
  tracer: Tracer,
  { request: { method, path }, url }: Traced,
  attempt: number,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const template = templateOf(path);
  const { hostname, port, protocol } = new URL(url);
  const attributes = {
    "http.request.method": method,
    "url.template": template,
    "server.address": hostname,
    "server.port": Number(port) || (protocol === "http:" ? 80 : 443),
    ...(attempt > 1 && { "http.request.resend_count": attempt - 1 }),
  };
  const name = `${method} ${template}`;
  return tracer.startActiveSpan(
    name,
    { kind: CLIENT, attributes },
    async (span) => {
      try {
        return await work(span);
      } catch (error) {
        span.setAttribute("error.type", errorType(error));
        span.setStatus({ code: ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
  );
}

/** Puts `{id}` in the place of ids: `/api/v1/pools/{id}/open`. */
export function templateOf(path: string): string {
  return path.split("/").map((segment) =>
    segment === "" || WORD.test(segment) ? segment : "{id}"
  ).join("/");
}

function errorType(error: unknown): string {
  if (error instanceof TolokaApiError && error.status !== undefined) {
    return String(error.status);
  }
  return error instanceof Error ? error.name : typeof error;
}
