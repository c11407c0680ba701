import { delay } from "@std/async/delay";
import { retry } from "@std/async/retry";
import {
  TolokaApiError,
  TolokaNotFoundError,
  TolokaRequestError,
  type TolokaRequestErrorOptions,
} from "../errors.ts";
import { checkInteger, show } from "../checks.ts";
import type {
  Hooks,
  Logger,
  QuotaInterval,
  RequestOptions,
  ResponseInfo,
  RetryPolicy,
  RetryPolicyOptions,
  Timeouts,
} from "../options.ts";
import { encodeQuery } from "./query.ts";
import {
  checkTimeout,
  connected,
  guardBody,
  type Limits,
  limitsOf,
  within,
} from "./timeouts.ts";
import { apiErrorOf, decodeBody, requestIdOf } from "./response.ts";

/** Method of a request. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a request is made of besides method and path. */
export interface RequestParts {
  /** Parameters of the query; those that are `null` or `undefined` are not sent, lists are joined by commas. */
  query?: object | undefined;
  /** Body, sent as JSON; none is sent if it is `undefined`. */
  body?: unknown;
  /**
   * Whether a `POST` may be sent again when the outcome of the first attempt is
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
}

/** Everything a transport is made of, checked and complete. */
export interface TransportSettings extends Hooks {
  /** Root of the server, without a slash at its end. */
  url: string;
  /** Headers of every request, with authorization. */
  headers: Headers;
  /** What `fetch` is given besides the request: how certificates are checked. */
  init: Record<string, unknown>;
  /** Takes the place of the global `fetch`. */
  fetch: typeof fetch | undefined;
  /** Time limit of each attempt. */
  timeout: number | Timeouts | null;
  /** How often a request is repeated at most. */
  retries: number;
  /** Quotas that are waited for. */
  retryQuotas: readonly QuotaInterval[];
  /** Makes the policy of one request. */
  retryPolicy: (options: Required<RetryPolicyOptions>) => RetryPolicy;
  /** Items that a listing asks for at once; `null` leaves it to the server. */
  pageSize: number | null;
  /** Takes the client's messages. */
  logger: Logger | undefined;
}

/** One request with all that its attempts share. */
interface Exchange {
  about: TolokaRequestErrorOptions;
  url: string;
  headers: Headers;
  body: string | undefined;
  idempotent: boolean;
  settled: WriteParts["settled"];
  limits: Limits;
  options: RequestOptions;
  started: number;
}

/** Carries every request: address, authorization, time limits, retries, decoding. */
export class Transport {
  readonly #settings: TransportSettings;

  /** Makes a transport of checked settings. */
  constructor(settings: TransportSettings) {
    this.#settings = settings;
  }

  /** Items that a listing asks for at once unless its caller says otherwise. */
  get pageSize(): number | null {
    return this.#settings.pageSize;
  }

  /** How often a failed request is repeated at most unless its caller says otherwise. */
  get retries(): number {
    return this.#settings.retries;
  }

  /** Reads what a path names. */
  get<T>(path: string, options?: RequestOptions, query?: object): Promise<T> {
    return this.request("GET", path, { query }, options);
  }

  /** Deletes what a path names; a repeat that no longer finds it has succeeded. */
  async delete(
    path: string,
    options?: RequestOptions,
    query?: object,
  ): Promise<void> {
    const parts = { query, settled: isNotFound };
    await this.request("DELETE", path, parts, options);
  }

  /** Sends a `POST`, by default one that is not repeated if its outcome is unknown. */
  post<T>(
    path: string,
    body?: unknown,
    options?: RequestOptions,
    parts?: WriteParts,
  ): Promise<T> {
    return this.request("POST", path, { ...parts, body }, options);
  }

  /** Replaces what a path names. */
  put<T>(
    path: string,
    body: unknown,
    options?: RequestOptions,
    parts?: WriteParts,
  ): Promise<T> {
    return this.request("PUT", path, { ...parts, body }, options);
  }

  /** Changes a part of what a path names. */
  patch<T>(
    path: string,
    body: unknown,
    options?: RequestOptions,
    parts?: WriteParts,
  ): Promise<T> {
    return this.request("PATCH", path, { ...parts, body }, options);
  }

  /** Sends a request and gives the answer's JSON, or `undefined` for an empty body. */
  request<T>(
    method: Method,
    path: string,
    parts: RequestParts & WriteParts = {},
    options: RequestOptions = {},
  ): Promise<T> {
    const exchange = this.#prepare(method, path, parts, options, false);
    return this.#repeat(exchange, async (attempt, signal) => {
      const response = await this.#fetch(exchange, attempt, signal);
      const text = await readText(response, exchange);
      return decodeBody(response, text, exchange.about) as T;
    });
  }

  /**
   * Sends a request and gives the body of the answer as it comes in. Repeated is
   * what fails before the headers are there; a body that breaks off, or stays
   * silent for longer than the time limit, makes the stream fail.
   */
  stream(
    method: Method,
    path: string,
    parts: RequestParts = {},
    options: RequestOptions = {},
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const exchange = this.#prepare(method, path, parts, options, true);
    return this.#repeat(exchange, async (attempt, signal, end) => {
      const response = await this.#fetch(exchange, attempt, signal);
      return guardBody(response, exchange, end);
    });
  }

  #prepare(
    method: Method,
    path: string,
    parts: RequestParts & WriteParts,
    options: RequestOptions,
    streams: boolean,
  ): Exchange {
    if (!path.startsWith("/")) {
      throw new TypeError(
        `Cannot make a request as the path must start with "/": current value is "${path}"`,
      );
    }
    const query = encodeQuery(parts.query ?? {}).toString();
    const headers = new Headers(this.#settings.headers);
    new Headers(options.headers).forEach((value, name) => {
      headers.set(name, value);
    });
    const { signal } = options;
    if (signal && typeof signal.throwIfAborted !== "function") {
      throw new TypeError(
        `Cannot make a request as 'signal' must be an AbortSignal: current value is ${
          show(signal)
        }`,
      );
    }
    if (parts.body !== undefined) {
      headers.set("Content-Type", "application/json");
    }
    const timeout = options.timeout === undefined
      ? this.#settings.timeout
      : checkTimeout("make a request", options.timeout);
    return {
      about: { method, path },
      url: `${this.#settings.url}${path}${query && `?${query}`}`,
      headers,
      body: parts.body === undefined ? undefined : JSON.stringify(parts.body),
      idempotent: method !== "POST" || (parts.idempotent ?? false),
      settled: parts.settled,
      limits: limitsOf(timeout, streams),
      options,
      started: performance.now(),
    };
  }

  /** Makes attempts until one succeeds or the policy gives up. */
  async #repeat<T>(
    exchange: Exchange,
    work: (
      attempt: number,
      signal: AbortSignal,
      end: () => void,
    ) => Promise<T>,
  ): Promise<T> {
    const { about: { method, path }, idempotent, options } = exchange;
    const { retryPolicy, retryQuotas, logger, onRetry } = this.#settings;
    const retries = options.retries === undefined
      ? this.#settings.retries
      : checkInteger("make a request", "retries", options.retries, 0);
    const policy = retryPolicy({ retries, retryQuotas });
    const signal = options.signal ? { signal: options.signal } : {};
    let attempt = 0;
    let givenUp = false;
    options.signal?.throwIfAborted();
    // The policy says how long to wait and when to end, so `retry` adds neither.
    return await retry(async () => {
      attempt++;
      try {
        return await attemptOnce(exchange, (s, end) => work(attempt, s, end));
      } catch (error) {
        // Also what a policy or a hook throws ends the request.
        givenUp = true;
        if (isSettled(error, exchange)) return undefined as T;
        const elapsed = performance.now() - exchange.started;
        const wait = error instanceof TolokaRequestError
          ? policy.wait({ method, path, attempt, elapsed, error, idempotent })
          : undefined;
        if (wait === undefined) throw error;
        logger?.warn(
          `${method} ${path} failed in attempt ${attempt}, the next one comes in ${
            Math.round(wait)
          } ms: ${(error as Error).message}`,
        );
        onRetry?.({ method, path, attempt, wait, elapsed, error });
        await delay(wait, signal);
        givenUp = false;
        // What a later attempt meets does not say what became of this one.
        if ((error as TolokaRequestError).outcomeUnknown) {
          exchange.about.outcomeUnknown = true;
        }
        throw error;
      }
    }, {
      maxAttempts: Number.MAX_SAFE_INTEGER,
      minTimeout: 0,
      isRetriable: () => !givenUp,
      ...signal,
    });
  }

  /** One answer, refused with an error if its status is one. */
  async #fetch(
    exchange: Exchange,
    attempt: number,
    signal: AbortSignal,
  ): Promise<Response> {
    const { about: { method, path }, url, headers, body, limits } = exchange;
    const { init, fetch = globalThis.fetch, onRequest } = this.#settings;
    onRequest?.({ method, path, url, headers: withoutToken(headers), attempt });
    const start = performance.now();
    const answer = fetch(url, {
      ...init,
      method,
      headers,
      signal,
      // A redirected write would arrive as a read.
      redirect: method === "GET" ? "follow" : "manual",
      ...(body === undefined ? {} : { body }),
    });
    const response = await within(
      connected(answer, exchange),
      limits.connect,
      exchange,
    );
    const duration = performance.now() - start;
    this.#report(exchange, {
      method,
      path,
      status: response.status,
      headers: response.headers,
      requestId: requestIdOf(response.headers),
      attempt,
      duration,
    });
    if (response.ok) return response;
    const text = await readText(response, exchange);
    throw apiErrorOf(response, text, exchange.about);
  }

  #report(exchange: Exchange, info: ResponseInfo): void {
    const { method, path, status, attempt, duration } = info;
    this.#settings.logger?.debug(
      `${method} ${path} ${status} in ${
        Math.round(duration)
      } ms, attempt ${attempt}`,
    );
    this.#settings.onResponse?.(info);
    exchange.options.onResponse?.(info);
  }
}

/** Runs an attempt within its time and lets go of its connection in the end, unless its stream goes on. */
async function attemptOnce<T>(
  exchange: Exchange,
  work: (signal: AbortSignal, end: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const end = () => controller.abort();
  try {
    const result = await within(
      work(controller.signal, end),
      exchange.limits.total,
      exchange,
    );
    if (!(result instanceof ReadableStream)) end();
    return result;
  } catch (error) {
    end();
    throw error;
  }
}

/** The whole body as text. */
function readText(response: Response, exchange: Exchange): Promise<string> {
  const { read } = exchange.limits;
  return read === null
    ? connected(response.text(), exchange)
    : new Response(guardBody(response, exchange, () => {})).text();
}

/** Tells whether an error says that an earlier attempt, whose outcome was unknown, has done what was asked. */
function isSettled(error: unknown, { about, settled }: Exchange): boolean {
  return about.outcomeUnknown === true && error instanceof TolokaApiError &&
    settled?.(error) === true;
}

function isNotFound(error: TolokaApiError): boolean {
  return error instanceof TolokaNotFoundError;
}

function withoutToken(headers: Headers): Headers {
  const copy = new Headers(headers);
  copy.delete("Authorization");
  return copy;
}
