/** Limits of requests that a client keeps by itself, before the server refuses any. */
import { checkInteger, isRecord, show } from "../checks.ts";
import { checkNames } from "../names.ts";
import type { RateLimit } from "../options.ts";
import { TurnQueue } from "./turn_queue.ts";

const ACTION = "create TolokaClient";
const SECOND = 1_000;
const MINUTE = 60_000;

/** Requests that the API documents as its most for a client. */
const DOCUMENTED: RateLimit = { requestsPerSecond: 300 };

/** Requests a minute that the API documents for single methods; longer quotas are left to the server. */
const MINUTE_QUOTAS: readonly [path: RegExp, requests: number][] = [
  [/^\/api\/v1\/(projects|pools|trainings)$/, 20],
  [/^\/api\/v1\/(pools|trainings)\/[^/]+\/clone$/, 20],
  [/^\/api\/v1\/skills$/, 10],
  [/^\/api\/v1\/aggregated-solutions\/aggregate-by-(pool|task)$/, 5],
];

const NAMES: ReadonlySet<string> = new Set([
  "requestsPerSecond",
  "concurrency",
]);

/** One quota, counted for each path whose first group differs. */
interface Quota {
  path: RegExp;
  queues: Map<string, TurnQueue>;
  requests: number;
}

/** Has requests wait for their turn. */
export class RateLimiter {
  readonly #all: TurnQueue;
  readonly #quotas: readonly Quota[];

  /** Creates a limiter of all requests, and of those that have a quota. */
  constructor(limit: RateLimit, hasQuotas: boolean) {
    const { requestsPerSecond = Infinity, concurrency = Infinity } = limit;
    const limits = { count: requestsPerSecond, interval: SECOND, concurrency };
    this.#all = new TurnQueue(limits);
    const quotas = hasQuotas ? MINUTE_QUOTAS : [];
    this.#quotas = quotas.map(([path, requests]) => ({
      path,
      requests,
      queues: new Map(),
    }));
  }

  /**
   * Waits for the turn of a request.
   *
   * @returns A function that ends the turn.
   */
  async enter(
    method: string,
    path: string,
    signal?: AbortSignal,
  ): Promise<() => void> {
    // A quota only holds up requests of its own.
    const quota = method === "POST" ? this.#queueOf(path) : undefined;
    await quota?.enter(signal);
    quota?.leave();
    await this.#all.enter(signal);
    return () => this.#all.leave();
  }

  #queueOf(path: string): TurnQueue | undefined {
    for (const quota of this.#quotas) {
      const [found, kind = ""] = quota.path.exec(path) ?? [];
      if (found === undefined) continue;
      const queue = quota.queues.get(kind) ?? new TurnQueue({
        count: quota.requests,
        interval: MINUTE,
        concurrency: Infinity,
      });
      quota.queues.set(kind, queue);
      return queue;
    }
    return undefined;
  }
}

/**
 * Creates the limiter that an option asks for.
 *
 * @throws {TypeError} If the option is of another kind.
 * @throws {RangeError} If a number in it is no whole number from 1.
 */
export function rateLimiterOf(
  option: "documented" | RateLimit | undefined,
): RateLimiter | undefined {
  if (option === undefined) return undefined;
  if (option === "documented") return new RateLimiter(DOCUMENTED, true);
  if (!isRecord(option)) {
    throw new TypeError(
      `Cannot ${ACTION} as 'rateLimit' must be "documented" or limits: current value is ${
        show(option)
      }`,
    );
  }
  checkNames(ACTION, "limit", option, NAMES);
  for (const [name, value] of Object.entries(option)) {
    if (value === undefined) continue;
    checkInteger(ACTION, `rateLimit.${name}`, value as number, 1);
  }
  return new RateLimiter(option, false);
}
