import { isRecord } from "../checks.ts";
import { TolokaApiError, TolokaPermissionError } from "../errors.ts";
import type {
  FailedAttempt,
  RetryPolicy,
  RetryPolicyOptions,
} from "../options.ts";

/** Statuses of answers after which the same request may succeed. */
const PASSING: readonly number[] = [408, 429, 500, 502, 503, 504];

/** Milliseconds until a used-up quota is whole again at the latest. */
const QUOTA_WAIT: Readonly<Record<string, number>> = {
  MIN: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
};

/** First and longest pause where the server names none, in milliseconds. */
const BACKOFF = { first: 1_000, longest: 30_000 };

/** A server that asks for a longer pause than this is not waited for, unless for a quota. */
const LONGEST_RETRY_AFTER = 300_000;

/**
 * The policy that a client has by default.
 *
 * Repeated are requests that did not get through and answers with status 408,
 * 429, 500, 502, 503 or 504, up to `retries` times. A request whose outcome is
 * unknown is only repeated if that cannot do anything twice. A pause that the
 * server names (`Retry-After`) is kept, up to five minutes or the longest quota
 * that is waited for; a used-up quota is waited for if `retryQuotas` names it.
 * Else pauses double from one second up to thirty, each shortened by up to half
 * at random.
 *
 * @example Repeat what the default policy repeats, but never a request that waits for a quota
 * ```ts
 * import { DefaultRetryPolicy, type FailedAttempt, TolokaClient, TolokaRateLimitError } from "@toloka/client";
 *
 * class Impatient extends DefaultRetryPolicy {
 *   override wait(failure: FailedAttempt): number | undefined {
 *     return failure.error instanceof TolokaRateLimitError ? undefined : super.wait(failure);
 *   }
 * }
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "SANDBOX",
 *   retryPolicy: (options) => new Impatient(options),
 * });
 * ```
 */
export class DefaultRetryPolicy implements RetryPolicy {
  readonly #retries: number;
  readonly #quotas: readonly string[];

  /** Makes a policy for one request. */
  constructor(options: RetryPolicyOptions = {}) {
    this.#retries = options.retries ?? 3;
    this.#quotas = options.retryQuotas ?? ["MIN"];
  }

  /** Milliseconds to wait before the next attempt, or `undefined` to give up. */
  wait(failure: FailedAttempt): number | undefined {
    const { error, attempt, idempotent } = failure;
    if (attempt > this.#retries) return undefined;
    if (error instanceof TolokaPermissionError) return undefined;
    if (error.outcomeUnknown && !idempotent) return undefined;
    if (error instanceof TolokaApiError) {
      if (!PASSING.includes(error.status ?? 0)) return undefined;
      const longest = Math.max(
        LONGEST_RETRY_AFTER,
        ...this.#quotas.map((quota) => QUOTA_WAIT[quota] ?? 0),
      );
      if (error.retryAfter !== undefined) {
        return error.retryAfter <= longest ? error.retryAfter : undefined;
      }
      const quota = error.status === 429 && isRecord(error.payload)
        ? error.payload.interval
        : undefined;
      if (quota !== undefined) {
        return this.#quotas.includes(String(quota))
          ? QUOTA_WAIT[String(quota)]
          : undefined;
      }
    }
    const pause = Math.min(BACKOFF.first * 2 ** (attempt - 1), BACKOFF.longest);
    return pause * (1 - Math.random() / 2);
  }
}
