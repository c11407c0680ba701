import { isRecord } from "../checks.ts";
import { TolokaApiError, TolokaPermissionError } from "../errors.ts";
import type {
  FailedAttempt,
  RetryPolicy,
  RetryPolicyOptions,
} from "../options.ts";

/** Statuses of answers after which the same request may succeed. */
const RETRYABLE_STATUSES: readonly number[] = [408, 429, 500, 502, 503, 504];

/** A body that is too large is only sent again where the server says when. */
const RETRYABLE_IF_TOLD_WHEN = 413;

/** Milliseconds until a used-up quota is whole again at the latest. */
const QUOTA_WAIT: Readonly<Record<string, number>> = {
  MIN: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
};

/** First and longest pause where the server names none, in milliseconds. */
const BACKOFF = { first: 1_000, max: 30_000 };

/** A pause that the server names is made longer by up to this part of it, and no more than this time, so that not all clients come back in the same instant. */
const JITTER = { part: 0.1, max: 5_000 };

/** A server that asks for a longer pause than this is not waited for, unless for a quota. */
const MAX_RETRY_AFTER = 300_000;

/**
 * The policy that a client has by default.
 *
 * Repeated are requests that did not get through and answers with status 408,
 * 429, 500, 502, 503 or 504 (and 413 with `Retry-After`), up to `retries` times.
 * A request whose outcome is unknown, as it is after any of these but 429 and
 * 413, is only repeated if that cannot do anything twice. A pause that the server
 * names (`Retry-After`) is kept, up to five minutes or the longest quota
 * that is waited for; a used-up quota is waited for if `retryQuotas` names it.
 * Both get up to 10% of jitter on top. Otherwise pauses double from one second
 * up to thirty, with up to 50% jitter.
 *
 * @example Repeat what the default policy repeats, but never a request that waits for a quota
 * ```ts
 * import {
 *   DefaultRetryPolicy,
 *   type FailedAttempt,
 *   TolokaClient,
 *   TolokaRateLimitError,
 * } from "@toloka/client";
 *
 * class Impatient extends DefaultRetryPolicy {
 *   override wait(failure: FailedAttempt): number | undefined {
 *     return failure.error instanceof TolokaRateLimitError
 *       ? undefined
 *       : super.wait(failure);
 *   }
 * }
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 *   retryPolicy: (options) => new Impatient(options),
 * });
 * ```
 */
export class DefaultRetryPolicy implements RetryPolicy {
  readonly #retries: number;
  readonly #quotas: readonly string[];

  /** Creates a policy for one request. */
  constructor(options: RetryPolicyOptions = {}) {
    this.#retries = options.retries ?? 3;
    this.#quotas = options.retryQuotas ?? ["MIN"];
  }

  /** Decides on the milliseconds to wait before the next attempt, or `undefined` to give up. */
  wait(failure: FailedAttempt): number | undefined {
    const { error, attempt, idempotent } = failure;
    if (attempt > this.#retries) return undefined;
    if (error instanceof TolokaPermissionError) return undefined;
    if (error.outcomeUnknown && !idempotent) return undefined;
    if (error instanceof TolokaApiError) {
      if (!isRetryable(error)) return undefined;
      const named = this.#namedPause(error);
      if (named !== undefined) return named === null ? undefined : named;
    }
    const pause = Math.min(BACKOFF.first * 2 ** (attempt - 1), BACKOFF.max);
    return pause * (1 - Math.random() / 2);
  }

  /** Reads the pause that an answer names; `null` is one that is too long to wait for. */
  #namedPause(error: TolokaApiError): number | null | undefined {
    const { retryAfter, status, payload } = error;
    if (retryAfter !== undefined) {
      const quotas = this.#quotas.map((quota) => QUOTA_WAIT[quota] ?? 0);
      const max = Math.max(MAX_RETRY_AFTER, ...quotas);
      return retryAfter <= max ? withJitter(retryAfter) : null;
    }
    const quota = status === 429 && isRecord(payload)
      ? payload.interval
      : undefined;
    if (quota === undefined) return undefined;
    if (!this.#quotas.includes(String(quota))) return null;
    return withJitter(QUOTA_WAIT[String(quota)]!);
  }
}

function isRetryable({ status = 0, retryAfter }: TolokaApiError): boolean {
  return RETRYABLE_STATUSES.includes(status) ||
    status === RETRYABLE_IF_TOLD_WHEN && retryAfter !== undefined;
}

function withJitter(pause: number): number {
  const spread = Math.min(pause * JITTER.part, JITTER.max);
  return pause + spread * Math.random();
}
