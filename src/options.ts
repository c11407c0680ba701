/** Options of the client and of single requests, their defaults, and the environments. */
import { checkNames } from "./names.ts";
import type { TolokaRequestError } from "./errors.ts";
import type { QuotaInterval } from "./types/errors.ts";

/** Server of the API. */
export type Environment = "PRODUCTION" | "SANDBOX" | "YANDEX_TASKS";

/** Limits of one bonus. */
export interface BonusLimits {
  /** Smallest amount. */
  min: number;
  /** Largest amount. */
  max: number;
  /** Currency of the amounts. */
  currency: "USD" | "RUB";
}

/** Settings of a known server. */
export interface EnvironmentPreset {
  /** Root of the server. */
  url: string;
  /** Authorization scheme that the server expects; by the token's shape where it is not set. */
  auth?: AuthScheme;
  /** Limits of one bonus on this server. */
  bonus: BonusLimits;
}

/** Limits of one bonus on Toloka. */
const TOLOKA_BONUS: BonusLimits = { min: 0.005, max: 100, currency: "USD" };

/** The servers of the API by the name that the client's `environment` takes. */
export const ENVIRONMENTS: Readonly<Record<Environment, EnvironmentPreset>> = {
  PRODUCTION: { url: "https://toloka.dev", bonus: TOLOKA_BONUS },
  SANDBOX: { url: "https://sandbox.toloka.dev", bonus: TOLOKA_BONUS },
  YANDEX_TASKS: {
    url: "https://tasks.yandex.ru",
    auth: "OAuth",
    bonus: { min: 5, max: 10_000, currency: "RUB" },
  },
};

/** Scheme of the `Authorization` header: `ApiKey <token>` or `OAuth <token>`. */
export type AuthScheme = "ApiKey" | "OAuth";

export type { QuotaInterval };

/** Time limits of one attempt, each on its own, in milliseconds; `null` for none. */
export interface Timeouts {
  /** Until the response headers are there. @default 10_000 */
  connect?: number | null | undefined;
  /** Between two chunks of the response's body. @default 10_000 */
  read?: number | null | undefined;
}

/** A request on its way out, as hooks see it. The token is not in it. */
export interface RequestInfo {
  /** HTTP method. */
  method: string;
  /** Path, without host and query. */
  path: string;
  /** The whole URL. */
  url: string;
  /** Headers, without those that carry secrets: `Authorization`, `Cookie`, `Proxy-Authorization`, `X-Api-Key`. */
  headers: Headers;
  /** Number of this attempt: 1 for the first. */
  attempt: number;
}

/** An answer, as hooks see it. */
export interface ResponseInfo {
  /** HTTP method of the request. */
  method: string;
  /** Path of the request, without host and query. */
  path: string;
  /** HTTP status. */
  status: number;
  /** Headers of the response, without cookies; the token is replaced wherever the server repeats it. */
  headers: Headers;
  /** Id under which the server knows the request, if it said one: give it to Toloka's support. */
  requestId: string | undefined;
  /** Number of the attempt that was answered: 1 for the first. */
  attempt: number;
  /** Milliseconds from the start of the attempt until the headers were there. */
  duration: number;
}

/** A failed attempt that is repeated, as hooks see it. */
export interface RetryInfo {
  /** HTTP method of the request. */
  method: string;
  /** Path of the request, without host and query. */
  path: string;
  /** Number of the attempt that failed: 1 for the first. */
  attempt: number;
  /** Milliseconds until the next attempt starts. */
  wait: number;
  /** Milliseconds since the start of the first attempt. */
  elapsed: number;
  /** Error of the attempt. */
  error: unknown;
}

/** An attempt that failed, as a {@linkcode RetryPolicy} gets to judge it. */
export interface FailedAttempt {
  /** HTTP method of the request. */
  method: string;
  /** Path of the request, without host and query. */
  path: string;
  /** Number of the attempt: 1 for the first. */
  attempt: number;
  /** Milliseconds since the start of the first attempt. */
  elapsed: number;
  /** Error of the attempt. */
  error: TolokaRequestError;
  /** `true` if sending the request once more cannot do anything twice. */
  idempotent: boolean;
}

/** Decides what follows a failed attempt. One policy is made for each request. */
export interface RetryPolicy {
  /**
   * Milliseconds to wait before the next attempt, or `undefined` to give up:
   * then the caller gets the error of the failed attempt.
   */
  wait(failure: FailedAttempt): number | undefined;
}

/** Options of {@linkcode DefaultRetryPolicy}. */
export interface RetryPolicyOptions {
  /** Largest number of repeats of one request. @default 3 */
  retries?: number | undefined;
  /** Quotas that are waited for when they are used up. @default ["MIN"] */
  retryQuotas?: readonly QuotaInterval[] | undefined;
}

/** Least severe messages that are passed on: all, those of repeated attempts, or none. */
export type LogLevel = "debug" | "warn" | "off";

/** Receiver of the client's own messages; `console` is one. */
export interface Logger {
  /** Receives one line for each answer. */
  debug(message: string): void;
  /** Receives one line for each attempt that failed and is repeated. */
  warn(message: string): void;
}

/** Functions that are called as requests go by. Their errors reach the caller of the method. */
export interface Hooks {
  /** Called before each attempt. */
  onRequest?: ((request: RequestInfo) => void) | undefined;
  /** Called when the headers of an answer are there, whatever its status. */
  onResponse?: ((response: ResponseInfo) => void) | undefined;
  /** Called before the wait between two attempts. */
  onRetry?: ((retry: RetryInfo) => void) | undefined;
}

/** Span of OpenTelemetry: the part that is used. */
export interface Span {
  /** Sets an attribute. */
  setAttribute(name: string, value: string | number): unknown;
  /** Sets the status. */
  setStatus(status: { code: number }): unknown;
  /** Ends the span. */
  end(): void;
}

/** Tracer of OpenTelemetry: the part that is used. */
export interface Tracer {
  /** Starts a span, which is the active one while the function is at work. */
  startActiveSpan<T>(
    name: string,
    options: {
      kind: number;
      attributes: Record<string, string | number>;
    },
    work: (span: Span) => T,
  ): T;
}

/** Provider of tracers of OpenTelemetry: the part that is used. */
export interface TracerProvider {
  /** Gets the tracer of a library. */
  getTracer(name: string, version?: string): Tracer;
}

/** Receiver of the client's spans. */
export interface Telemetry {
  /** Provider of tracers, such as one of `@opentelemetry/sdk-trace-base`. */
  tracerProvider: TracerProvider;
}

/** Options that every method takes last; they win over the client's. */
export interface RequestOptions {
  /** Ends the call early: it rejects with the signal's reason, and the request under way is cancelled. */
  signal?: AbortSignal | undefined;
  /** Time limit of each attempt, in milliseconds; see {@linkcode ClientOptions.timeout}. */
  timeout?: number | Timeouts | null | undefined;
  /**
   * Point in time by which the whole call ends, with all its requests, repeats
   * and waits: `new Date(Date.now() + 60_000)` gives it a minute. A call that
   * does not make it rejects with a {@linkcode TolokaTimeoutError}, one of several
   * steps with a {@linkcode TolokaIncompleteError} that has what was done. The
   * body of a stream may be read for longer.
   *
   * @default none
   */
  deadline?: Date | undefined;
  /** Largest number of repeats of a failed request. */
  retries?: number | undefined;
  /** Headers to send besides the client's; they replace those of the same name. */
  headers?: Headers | [string, string][] | Record<string, string> | undefined;
  /** Called with status, headers and request id of each answer that this call gets. */
  onResponse?: ((response: ResponseInfo) => void) | undefined;
  /**
   * Called with the body of each successful answer that this call gets, as text
   * before it is parsed; the token is replaced in it. Streams and downloads have
   * no such text.
   */
  onBody?: ((body: string) => void) | undefined;
}

/** Options of a method that goes through a whole listing. */
export interface ListOptions extends RequestOptions {
  /**
   * Items in one request; `null` leaves the number to the server.
   *
   * @default the client's `pageSize`, or less where the endpoint allows less
   */
  pageSize?: number | null | undefined;
  /** Largest number of items in all. @default Infinity */
  maxItems?: number | undefined;
  /**
   * `true` to ask for the next page while the last one is worked on: a loop
   * then waits for the longer of the two, not for both. It keeps one page more
   * in memory, and asks for one that a `break` leaves unread.
   *
   * @default false
   */
  prefetch?: boolean | undefined;
  /**
   * Number of requests at a time, each for another range of ids, up to 32. A
   * listing from the highest to the lowest, or of ids of an unknown form, is read
   * with one at a time. At most twice as many pages are in memory.
   *
   * @default 1
   */
  parallel?: number | undefined;
  /**
   * `true` to give what several requests read in the order of the listing. With
   * `false` each page comes when it is there.
   *
   * @default true
   */
  ordered?: boolean | undefined;
}

/** Limits of the requests of one client. */
export interface RateLimit {
  /** Most requests that begin within any second. @default Infinity */
  requestsPerSecond?: number | undefined;
  /** Most requests under way at a time. A stream is under way until its first byte. @default Infinity */
  concurrency?: number | undefined;
}

/** Options of {@linkcode TolokaClient}. */
export interface ClientOptions extends Hooks {
  /** The account's API key, or an OAuth token. Never logged, never part of an error. */
  token: string;
  /** Scheme in which the token is sent. @default by the token's shape: API keys have two dots, OAuth tokens do not */
  auth?: AuthScheme | undefined;
  /**
   * One of the known servers: `"PRODUCTION"`, `"YANDEX_TASKS"` (the platform
   * that is maintained), or `"SANDBOX"`, which is reported closed since July
   * 2024: to try things, use the simulator. Give this or `url`, not both.
   */
  environment?: Environment | undefined;
  /** Root of the server, without `/api/v1`. Give this or `environment`, not both. */
  url?: string | undefined;
  /**
   * Largest number of repeats of a failed request. A request whose outcome is
   * unknown is only repeated where that cannot do anything twice.
   *
   * @default 3
   */
  retries?: number | undefined;
  /**
   * Quotas that are waited for when they are used up: up to a minute, an hour, a
   * day. Other quotas fail immediately. `[]` or `null`: none is waited for.
   *
   * @default "MIN"
   */
  retryQuotas?: QuotaInterval | readonly QuotaInterval[] | null | undefined;
  /**
   * Creates the policy that decides about every failed attempt of one request. It
   * is given the `retries` and `retryQuotas` that hold. Extend
   * {@linkcode DefaultRetryPolicy} to change a part.
   */
  retryPolicy?:
    | ((options: Required<RetryPolicyOptions>) => RetryPolicy)
    | undefined;
  /**
   * Limits that requests of this client wait for, in the order in which they
   * were made; repeats count as well, and a signal gives up the place.
   * `"documented"` is what the API allows: 300 requests a second, and its quotas
   * a minute for creating and cloning (20 projects, pools or trainings; 10
   * skills) and aggregating (5). Longer quotas are left to the server. The wait
   * does not count for `timeout`, but does for `deadline`.
   *
   * @default no limits
   */
  rateLimit?: "documented" | RateLimit | undefined;
  /**
   * Time limit of each attempt in milliseconds. A number limits the whole
   * attempt, from connecting to the last byte; {@linkcode Timeouts} limits the
   * wait for the headers and the silence between two chunks; `null` is no limit.
   * A body that is handed over as a stream is limited by the silence only.
   *
   * @default 10_000
   */
  timeout?: number | Timeouts | null | undefined;
  /**
   * Largest body of an answer in bytes, after decompression; a larger one is an
   * error. The default holds a page of 100,000 assignments of 2 KB each. Streams
   * (tables, downloads) have no limit.
   *
   * @default 200_000_000
   */
  maxBodySize?: number | undefined;
  /**
   * Treatment of whole numbers in answers beyond ±2^53, which a JavaScript number
   * cannot hold exactly: `"error"` fails the call if one would change, `"bigint"` and `"string"` give
   * them as such, whatever their types say. Ids are texts and always exact.
   *
   * @default "error"
   */
  largeIntegers?: "error" | "bigint" | "string" | undefined;
  /**
   * `true` if `url` may be an `http:` address of another machine, which sends the
   * token and all data unencrypted. Addresses of this machine always may, and
   * the names that are reserved for tests, such as `toloka.test`.
   *
   * @default false
   */
  allowHttp?: boolean | undefined;
  /** Name and version of the application, such as `"labeling/1.2"`, to add to the `User-Agent` header. */
  application?: string | undefined;
  /** Acts in the shared account with this id (header `X-Act-Under-Account-ID`). */
  actUnderAccountId?: string | undefined;
  /** Headers to send with every request. */
  headers?: Headers | [string, string][] | Record<string, string> | undefined;
  /** Replacement of the global `fetch`, which is otherwise looked up at each request. */
  fetch?: typeof fetch | undefined;
  /**
   * Further members of the second argument of `fetch`, for what one runtime
   * alone knows: `client` on Deno, `proxy` on Bun, `dispatcher` on Node, `cache` in
   * browsers. They win over the client's own; method, headers, body, signal,
   * `redirect` and `keepalive` are not to be set.
   *
   * With a `client` of Deno's, Deno itself may repeat a request that has no body
   * and whose connection broke: those cannot do anything twice.
   */
  fetchOptions?: Record<string, unknown> | undefined;
  /**
   * Check of the server's TLS certificate: `true`, against the runtime's
   * authorities; a list of certificates in PEM form, against these too; `false`,
   * not at all. A check that the runtime cannot do is refused when the client is
   * created.
   *
   * @default true
   */
  verify?: boolean | string | readonly string[] | undefined;
  /**
   * Items in one request of a listing, where the endpoint allows as many; `null`
   * leaves the number to the server.
   *
   * @default 1000
   */
  pageSize?: number | null | undefined;
  /** Receiver of the client's messages; nothing is printed without it. */
  logger?: Logger | undefined;
  /**
   * Receiver of OpenTelemetry's spans, one for each attempt of a request, with
   * method, path without ids, status and attempt; never the token. `false`
   * creates none.
   *
   * @default the global one: Deno's with `OTEL_DENO=true`, or that of an SDK
   */
  telemetry?: Telemetry | false | undefined;
  /**
   * Least severe messages that the logger receives; without a logger, `console`
   * does.
   *
   * @default the environment variable `TOLOKA_LOG_LEVEL`, where the program may read it; otherwise `"debug"` with a logger and `"off"` without one
   */
  logLevel?: LogLevel | undefined;
}

/** Names of the options that many methods take. */
const CALL_OPTIONS: ReadonlySet<string> = new Set([
  "signal",
  "timeout",
  "retries",
  "headers",
  "deadline",
  "onResponse",
  "onBody",
  "pageSize",
  "maxItems",
  "prefetch",
  "parallel",
  "ordered",
  "maxWait",
  "onProgress",
  "onOperation",
  "operationId",
  "async",
  "allowDefaults",
  "openPool",
  "skipInvalidItems",
  "concurrency",
  "storageKey",
]);

/** @throws {TypeError} If the name of an option looks mistyped; a method may have options of its own. */
export function checkRequestOptions(options: RequestOptions): void {
  checkNames("make a request", "option", options, CALL_OPTIONS, true);
}
