/** Carries every request: address, authorization, time limits, retries, decoding. */
import { delay } from "@std/async/delay";
import { retry } from "@std/async/retry";
import { checkInteger, checkJson, show } from "../checks.ts";
import {
  TolokaApiError,
  TolokaNotFoundError,
  TolokaRequestError,
  type TolokaRequestErrorOptions,
} from "../errors.ts";
import {
  checkRequestOptions,
  type Hooks,
  type Logger,
  type QuotaInterval,
  type RequestOptions,
  type RetryPolicy,
  type RetryPolicyOptions,
  type Span,
  type Telemetry,
  type Timeouts,
} from "../options.ts";
import { explainFetchError } from "./fetch_errors.ts";
import { JsonText } from "./json_text.ts";
import type { LargeIntegers } from "./parse_json.ts";
import { checkPath, type IdPath } from "./path.ts";
import { encodeQuery } from "./query.ts";
import { readBody, readErrorText } from "./read_body.ts";
import type { RateLimiter } from "./rate_limiter.ts";
import {
  publicHeaders,
  type Redact,
  redactHeaders,
  redactorOf,
} from "./redact.ts";
import {
  apiErrorOf,
  decodeBody,
  type Expectation,
  requestIdOf,
} from "./response.ts";
import { type Connector, decompressed, noticesCut } from "./runtime.ts";
import { tracerOf, withSpan } from "./telemetry.ts";
import {
  checkDeadline,
  checkTimeout,
  deadlineError,
  guardBody,
  type Limits,
  limitsOf,
  remainingTime,
  withTimeout,
} from "./timeouts.ts";

/** Method of a request. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Parts of a request besides method and path. */
export interface RequestParts {
  /** Parameters of the query; those that are `null` or `undefined` are not sent, lists are joined by commas. */
  query?: object | undefined;
  /** Body, sent as JSON; none is sent if it is `undefined`. */
  body?: unknown;
  /**
   * `true` if a `POST` may be sent again when the outcome of the first attempt is
   * unknown, because that cannot do anything twice. Other methods always may.
   *
   * @default false
   */
  idempotent?: boolean | undefined;
}

/** The rarer parts of a request with a body. */
export interface WriteParts extends Pick<RequestParts, "query" | "idempotent"> {
  /**
   * Tells whether an error means that the state is already as asked. It is only
   * consulted after an attempt whose outcome is unknown; then the call resolves
   * to `undefined`.
   */
  settled?: ((error: TolokaApiError) => boolean) | undefined;
  /** The least that the answer must be. @default "object" */
  expect?: Expectation | undefined;
}

/** Everything a transport is made of, checked and complete. */
export interface TransportSettings extends Hooks {
  /** Root of the server, without a slash at its end. */
  url: string;
  /** Headers of every request, with authorization. */
  headers: Headers;
  /** Connections of this runtime. */
  connector: Connector;
  /** Replacement of the global `fetch`. */
  fetch: typeof fetch | undefined;
  /** Further members of the second argument of `fetch`. */
  fetchOptions: Readonly<Record<string, unknown>>;
  /** Time limit of each attempt. */
  timeout: number | Timeouts | null;
  /** Largest body of an answer, in bytes. */
  maxBodySize: number;
  /** Form of large whole numbers in answers. */
  largeIntegers: LargeIntegers;
  /** Largest number of repeats of one request. */
  retries: number;
  /** Quotas that are waited for. */
  retryQuotas: readonly QuotaInterval[];
  /** Creates the policy of one request. */
  retryPolicy: (options: Required<RetryPolicyOptions>) => RetryPolicy;
  /** Has requests wait for their turn. */
  rateLimiter: RateLimiter | undefined;
  /** Items that a listing asks for in one request; `null` leaves it to the server. */
  pageSize: number | null;
  /** Receiver of the client's messages. */
  logger: Logger | undefined;
  /** Receiver of spans; the global one if it is `undefined`. */
  telemetry: Telemetry | false | undefined;
}

/** One request with all that its attempts share. */
interface Exchange {
  request: TolokaRequestErrorOptions;
  url: string;
  headers: Headers;
  /** The headers as `fetch` is given them: it reads a list in less time. */
  sent: Headers | [string, string][];
  body: string | undefined;
  idempotent: boolean;
  settled: WriteParts["settled"];
  limits: Limits;
  redact: Redact;
  options: RequestOptions;
  started: number;
  /** Span of the attempt under way, where OpenTelemetry is on. */
  span?: Span;
}

/** One attempt of an exchange. */
interface Attempt {
  number: number;
  signal: AbortSignal;
  /** Aborts what is still going on. */
  end: () => void;
  /** Lets go of what was made for this attempt alone. */
  release?: () => void;
}

const decoder = new TextDecoder();

/** Longest wait that a timer can measure, in milliseconds. */
const MAX_TIMER = 2 ** 31 - 1;

/** Redirections of a download that are followed. */
const MAX_REDIRECTIONS = 5;

/** Headers that another server gets when a download is redirected to it. */
const DOWNLOAD_HEADERS: readonly string[] = [
  "accept-encoding",
  "if-range",
  "range",
  "user-agent",
];

/** Carries every request: address, authorization, time limits, retries, decoding. */
export class Transport {
  readonly #settings: TransportSettings;
  readonly #headerList: [string, string][];
  #closed = false;

  /** Creates a transport from checked settings. */
  constructor(settings: TransportSettings) {
    this.#settings = settings;
    this.#headerList = [...settings.headers];
  }

  /** Items that a listing asks for in one request unless its caller says otherwise. */
  get pageSize(): number | null {
    return this.#settings.pageSize;
  }

  /** Closes the connections that belong to this client alone; what is sent later is refused. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#settings.connector.close();
  }

  /** Creates the policy that decides about the failed attempts of one request. */
  retryPolicy(options: RequestOptions): RetryPolicy {
    const { retryPolicy, retryQuotas, retries } = this.#settings;
    return retryPolicy({
      retries: options.retries === undefined
        ? retries
        : checkInteger("make a request", "retries", options.retries, 0),
      retryQuotas,
    });
  }

  /** Reads what a path names. */
  get<T>(
    path: string | IdPath,
    options?: RequestOptions,
    query?: object,
    expect: Expectation = "object",
  ): Promise<T> {
    return this.#call("GET", path, { query, expect }, options);
  }

  /** Deletes what a path names; a repeat that no longer finds it has succeeded. */
  async delete(
    path: string | IdPath,
    options?: RequestOptions,
    query?: object,
  ): Promise<void> {
    const parts = { query, settled: isNotFound, expect: "any" } as const;
    await this.#call("DELETE", path, parts, options);
  }

  /** Sends a `POST`, by default one that is not repeated if its outcome is unknown. */
  post<T>(
    path: string | IdPath,
    body: unknown,
    options?: RequestOptions,
    parts?: WriteParts,
  ): Promise<T> {
    return this.#write("POST", path, body, options, parts);
  }

  /** Sends a `POST` without a body. */
  postEmpty<T>(
    path: string | IdPath,
    options?: RequestOptions,
    parts?: WriteParts,
  ): Promise<T> {
    return this.#call("POST", path, { expect: "object", ...parts }, options);
  }

  /** Replaces what a path names. */
  put<T>(
    path: string | IdPath,
    body: unknown,
    options?: RequestOptions,
    parts?: WriteParts,
  ): Promise<T> {
    return this.#write("PUT", path, body, options, parts);
  }

  /** Changes a part of what a path names. */
  patch<T>(
    path: string | IdPath,
    body: unknown,
    options?: RequestOptions,
    parts?: WriteParts,
  ): Promise<T> {
    return this.#write("PATCH", path, body, options, parts);
  }

  /** Sends a request of any kind and gives the answer's JSON, or `undefined` for an empty body. */
  request<T>(
    method: Method,
    path: string | IdPath,
    parts: RequestParts = {},
    options?: RequestOptions,
  ): Promise<T> {
    return this.#call(method, path, parts, options);
  }

  /**
   * Reads what a path names as a stream. Repeated is what fails before the
   * headers are there; a body that breaks off, or stays silent for longer than
   * the time limit, makes the stream fail. Redirections are followed, to another
   * server without the client's headers.
   */
  async stream(
    path: string | IdPath,
    options: RequestOptions = {},
    query?: object,
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const exchange = this.#prepare("GET", path, { query }, options, true);
    // The end of a compressed body cannot be told on every runtime.
    exchange.headers.set("Accept-Encoding", "identity");
    return await this.#repeat(exchange, async (attempt) => {
      const response = await this.#followRedirections(exchange, attempt);
      checkCompression(response, exchange);
      // A fetch of the caller's decodes as it likes.
      const readable = this.#settings.fetch ? response : decompressed(response);
      return guardBody(readable, exchange, attempt.end);
    });
  }

  async #write<T>(
    method: Method,
    path: string | IdPath,
    body: unknown,
    options: RequestOptions | undefined,
    parts: WriteParts | undefined,
  ): Promise<T> {
    if (typeof body !== "object" || body === null) {
      throw new TypeError(
        `Cannot make a request to "${
          checkPath(path)
        }" as its body must be an object or a list: current value is ${
          show(body)
        }`,
      );
    }
    return await this.#call(
      method,
      path,
      { expect: "object", ...parts, body },
      options,
    );
  }

  async #call<T>(
    method: Method,
    path: string | IdPath,
    parts: RequestParts & WriteParts,
    options: RequestOptions = {},
  ): Promise<T> {
    const { maxBodySize, largeIntegers } = this.#settings;
    const { expect = "any" } = parts;
    const exchange = this.#prepare(method, path, parts, options, false);
    return await this.#repeat(exchange, async (attempt) => {
      const response = await this.#send(exchange, attempt);
      const bytes = await readBody(response, exchange, maxBodySize);
      options.onBody?.(exchange.redact(decoder.decode(bytes)));
      return decodeBody(response, bytes, exchange, expect, largeIntegers) as T;
    });
  }

  #prepare(
    method: Method,
    to: string | IdPath,
    parts: RequestParts & WriteParts,
    options: RequestOptions,
    streams: boolean,
  ): Exchange {
    if (this.#closed) {
      throw new TypeError("Cannot make a request as the client is closed");
    }
    const path = checkPath(to);
    checkRequestOptions(options);
    checkSignal(options.signal);
    checkDeadline(options.deadline);
    const { query, body, idempotent = false, settled } = parts;
    // A fetch of the caller's may change what it is given.
    const plain = body === undefined && !options.headers && !streams &&
      !this.#settings.fetch;
    const headers = plain ? this.#settings.headers : this.#headersOf(options);
    if (body !== undefined) {
      if (!(body instanceof JsonText)) checkJson("make a request", body);
      headers.set("Content-Type", "application/json");
    }
    const timeout = options.timeout === undefined
      ? this.#settings.timeout
      : checkTimeout("make a request", options.timeout);
    const search = query === undefined ? "" : encodeQuery(query).toString();
    return {
      request: { method, path },
      url: `${this.#settings.url}${path}${search && `?${search}`}`,
      headers,
      sent: plain ? this.#headerList : headers,
      body: body instanceof JsonText
        ? body.text
        : body === undefined
        ? undefined
        : JSON.stringify(body),
      idempotent: idempotent || method !== "POST",
      settled,
      limits: limitsOf(timeout, streams),
      // Created when something is to be hidden: few requests fail.
      redact: (text) => redactorOf(headers)(text),
      options,
      started: performance.now(),
    };
  }

  #headersOf(options: RequestOptions): Headers {
    const headers = new Headers(this.#settings.headers);
    if (options.headers === undefined) return headers;
    for (const [name, value] of new Headers(options.headers)) {
      headers.set(name, value);
    }
    return headers;
  }

  /** Makes attempts until one succeeds or the policy gives up. */
  async #repeat<T>(
    exchange: Exchange,
    work: (attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    const { options } = exchange;
    const policy = this.retryPolicy(options);
    const tracer = tracerOf(this.#settings.telemetry);
    const signal = options.signal ? { signal: options.signal } : {};
    let number = 0;
    let givenUp = false;
    options.signal?.throwIfAborted();
    // `retry` repeats and obeys the signal. How long to wait and when to end is
    // the policy's to say, as the server may name a pause, so `retry` adds none.
    return await retry(async () => {
      number++;
      try {
        const once = () => this.#inTurn(exchange, number, work);
        if (!tracer) return await once();
        return await withSpan(tracer, exchange, number, (span) => {
          exchange.span = span;
          return once();
        });
      } catch (error) {
        // Also what a policy or a hook throws ends the request.
        givenUp = true;
        if (isSettled(error, exchange)) return undefined as T;
        await this.#waitToRepeat(exchange, policy, number, error);
        givenUp = false;
        throw error;
      }
    }, {
      maxAttempts: Number.MAX_SAFE_INTEGER,
      minTimeout: 0,
      isRetriable: () => !givenUp,
      ...signal,
    });
  }

  /** Makes an attempt when it is its turn. */
  async #inTurn<T>(
    exchange: Exchange,
    number: number,
    work: (attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    const { rateLimiter } = this.#settings;
    const leave = rateLimiter && await waitForTurn(rateLimiter, exchange);
    try {
      return await attemptOnce(exchange, number, work);
    } finally {
      leave?.();
    }
  }

  /** Waits as the policy says, or throws the error if it gives up. */
  async #waitToRepeat(
    exchange: Exchange,
    policy: RetryPolicy,
    attempt: number,
    error: unknown,
  ): Promise<void> {
    if (!(error instanceof TolokaRequestError)) throw error;
    const { request, idempotent, options: { signal } } = exchange;
    const { method, path } = request;
    const elapsed = performance.now() - exchange.started;
    const about = { method, path, attempt, elapsed, error };
    const wait = policy.wait({ ...about, idempotent });
    if (wait === undefined || wait >= remainingTime(exchange.options)) {
      throw error;
    }
    this.#settings.logger?.warn(
      `${method} ${path} failed in attempt ${attempt}, the next one comes in ${
        Math.round(wait)
      } ms: ${error.message}`,
    );
    this.#settings.onRetry?.({ ...about, wait });
    await delay(wait, signal ? { signal } : {});
    // The answer to a later attempt says nothing about this one.
    if (error.outcomeUnknown) request.outcomeUnknown = true;
  }

  /** Gets one answer, refused with an error if its status is one. */
  async #send(exchange: Exchange, attempt: Attempt): Promise<Response> {
    const response = await this.#fetch(exchange, attempt);
    if (response.ok) return response;
    const text = await readErrorText(response, exchange);
    throw apiErrorOf(response, text, exchange);
  }

  /** Gets the answer of the server that a download is redirected to, if it is. */
  async #followRedirections(
    exchange: Exchange,
    attempt: Attempt,
  ): Promise<Response> {
    let current = exchange;
    for (let count = 0; count < MAX_REDIRECTIONS; count++) {
      const response = await this.#fetch(current, attempt);
      const next = redirectionOf(response, current);
      if (next === undefined) {
        if (response.ok) return response;
        const text = await readErrorText(response, exchange);
        throw apiErrorOf(response, text, exchange);
      }
      await response.body?.cancel();
      current = next;
    }
    const { request: { method, path } } = exchange;
    throw new TolokaApiError(
      `${method} ${path} was redirected more than ${MAX_REDIRECTIONS} times`,
      { ...exchange.request, status: 302 },
    );
  }

  async #fetch(exchange: Exchange, attempt: Attempt): Promise<Response> {
    const { request: { method, path }, url, headers, limits } = exchange;
    const { connector, onRequest, fetchOptions, fetch = globalThis.fetch } =
      this.#settings;
    onRequest?.({
      method,
      path,
      url,
      headers: publicHeaders(headers),
      attempt: attempt.number,
    });
    const start = performance.now();
    const { init, release } = connector.prepare({
      method,
      body: exchange.body,
      patience: patienceOf(limits),
    });
    if (release) attempt.release = release;
    let response: Response;
    try {
      // A fetch of the caller's may throw.
      const answer = fetch(url, {
        ...init,
        ...fetchOptions,
        method,
        headers: exchange.sent,
        signal: attempt.signal,
        // A redirected write would arrive as a read, and the token elsewhere.
        redirect: "manual",
      });
      response = limits.connect === null
        ? await answer
        : await withTimeout(answer, limits.connect, exchange);
    } catch (error) {
      throw explainFetchError(error, exchange);
    }
    this.#report(exchange, attempt, response, start);
    return response;
  }

  #report(
    { request: { method, path }, redact, options, span }: Exchange,
    { number: attempt }: Attempt,
    { status, headers }: Response,
    start: number,
  ): void {
    const { logger, onResponse } = this.#settings;
    span?.setAttribute("http.response.status_code", status);
    if (!logger && !onResponse && !options.onResponse) return;
    const duration = performance.now() - start;
    logger?.debug(
      `${method} ${path} ${status} in ${
        Math.round(duration)
      } ms, attempt ${attempt}`,
    );
    if (!onResponse && !options.onResponse) return;
    const info = {
      method,
      path,
      status,
      headers: redactHeaders(headers, redact),
      requestId: requestIdOf(headers, redact),
      attempt,
      duration,
    };
    onResponse?.(info);
    options.onResponse?.(info);
  }
}

/** Waits for the turn of a request, until its caller gives up or its deadline has passed. */
async function waitForTurn(
  rateLimiter: RateLimiter,
  exchange: Exchange,
): Promise<() => void> {
  const { request: { method, path }, options: { signal } } = exchange;
  const remaining = Math.max(0, remainingTime(exchange.options));
  const over = remaining > MAX_TIMER
    ? undefined
    : AbortSignal.timeout(remaining);
  const ends = [signal, over].filter((it) => it !== undefined);
  try {
    return await rateLimiter.enter(method, path, AbortSignal.any(ends));
  } catch (error) {
    throw over?.aborted && !signal?.aborted ? deadlineError(exchange) : error;
  }
}

/** Runs an attempt within its time, and ends what is left of one that fails. */
async function attemptOnce<T>(
  exchange: Exchange,
  number: number,
  work: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const remaining = remainingTime(exchange.options);
  if (remaining <= 0) throw deadlineError(exchange);
  const { total } = exchange.limits;
  const limit = remaining === Infinity
    ? total
    : Math.min(total ?? MAX_TIMER, remaining);
  const controller = new AbortController();
  const { signal } = controller;
  const attempt: Attempt = { number, signal, end: () => controller.abort() };
  try {
    return await withTimeout(work(attempt), limit, exchange, controller);
  } catch (error) {
    attempt.end();
    throw error;
  } finally {
    // Only writes have something, and only reads go on as streams.
    attempt.release?.();
  }
}

/** Works out where an answer redirects a download to. */
function redirectionOf(
  { status, headers }: Response,
  exchange: Exchange,
): Exchange | undefined {
  const location = headers.get("Location");
  if (![301, 302, 303, 307, 308].includes(status) || !location) return;
  const to = URL.parse(location, exchange.url);
  const from = new URL(exchange.url);
  const insecure = to?.protocol !== "https:" && from.protocol === "https:";
  if (!to || insecure || !/^https?:$/.test(to.protocol)) return undefined;
  const own = to.origin === from.origin;
  const sent = own ? exchange.headers : new Headers(
    [...exchange.headers].filter(([name]) => DOWNLOAD_HEADERS.includes(name)),
  );
  return { ...exchange, url: to.href, headers: sent, sent };
}

/** @throws {TolokaApiError} If a body is compressed against our wish, and this runtime would not notice that it breaks off. */
function checkCompression(
  { status, headers }: Response,
  { request }: Exchange,
): void {
  const coding = headers.get("Content-Encoding") ?? "";
  if (/^(identity)?$/.test(coding) || noticesCut(coding)) return;
  throw new TolokaApiError(
    `${request.method} ${request.path} was answered with a compressed body (${coding}) though none was asked for: this runtime cannot tell where one breaks off`,
    { ...request, status },
  );
}

/** The longest that any part of an attempt may take, in milliseconds. */
function patienceOf({ total, connect, read }: Limits): number {
  return total ?? Math.max(connect ?? Infinity, read ?? Infinity);
}

function checkSignal(signal: unknown): void {
  if (!signal || typeof (signal as AbortSignal).throwIfAborted === "function") {
    return;
  }
  throw new TypeError(
    `Cannot make a request as 'signal' must be an AbortSignal: current value is ${
      show(signal)
    }`,
  );
}

/** Tells whether an error says that an earlier attempt, whose outcome was unknown, has done what was asked. */
function isSettled(error: unknown, { request, settled }: Exchange): boolean {
  return request.outcomeUnknown === true && error instanceof TolokaApiError &&
    settled?.(error) === true;
}

function isNotFound(error: TolokaApiError): boolean {
  return error instanceof TolokaNotFoundError;
}
