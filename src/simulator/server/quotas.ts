/** Quotas: limits of requests in an interval. */

import { STATUS_CODE } from "@std/http/status";
import { isObject } from "../checks/validation.ts";
import { ApiError } from "../checks/api_error.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../engine/time.ts";
import type { QuotaInterval } from "../../types/errors.ts";
import { type Matcher, readPattern } from "./patterns.ts";

/** Maximum number of requests to an endpoint in an interval. */
export interface Quota {
  /** Requests that it concerns, such as `"POST /skills"`, as in a fault's `on`. */
  on: string;
  /** Unit that is counted: requests, or the items in their bodies. */
  unit?: "REQUESTS" | "ITEMS" | undefined;
  /** Only messages to all, or only those to chosen Tolokers. */
  recipients?: "ALL" | "CHOSEN" | undefined;
  /** Most in a minute, an hour or a day. */
  limits: Readonly<Partial<Record<QuotaInterval, number>>>;
}

/** Kinds of limits. */
export interface QuotaOptions {
  /**
   * Limits by endpoint.
   *
   * @default {QUOTAS} those the API documents
   */
  quotas?: readonly Quota[] | undefined;
  /**
   * Most requests in a second: in the simulator's time if that is virtual,
   * else in real time.
   *
   * @default {300}
   */
  perSecond?: number | undefined;
  /**
   * `true` if 429 answers have the header `Retry-After`.
   *
   * @default {false}
   */
  retryAfter?: boolean | undefined;
}

const MAKING = { MIN: 20, DAY: 100 };

/** The limits that the API documents. */
export const QUOTAS: readonly Quota[] = [
  {
    on: "POST /aggregated-solutions/aggregate-by-pool",
    limits: { MIN: 5, HOUR: 30, DAY: 200 },
  },
  {
    on: "GET /aggregated-solutions/:operation",
    limits: { MIN: 5, HOUR: 30, DAY: 200 },
  },
  { on: "PUT /user-skills", limits: { DAY: 100_000 } },
  { on: "PUT /pools/:id", limits: { HOUR: 10 } },
  { on: "POST /pools/:id/clone", limits: MAKING },
  { on: "POST /trainings/:id/clone", limits: MAKING },
  { on: "POST /pools", limits: MAKING },
  { on: "POST /trainings", limits: MAKING },
  { on: "POST /projects", limits: MAKING },
  { on: "POST /skills", limits: { MIN: 10, DAY: 100 } },
  {
    on: "POST /tasks",
    unit: "ITEMS",
    limits: { MIN: 200_000, DAY: 4_000_000 },
  },
  {
    on: "POST /task-suites",
    unit: "ITEMS",
    limits: { MIN: 100_000, DAY: 2_000_000 },
  },
  { on: "POST /user-bonuses", limits: { DAY: 10_000 } },
  {
    on: "POST /message-threads/compose",
    recipients: "ALL",
    limits: { DAY: 1 },
  },
  {
    on: "POST /message-threads/compose",
    recipients: "CHOSEN",
    limits: { DAY: 100_000 },
  },
];

const LENGTHS: Readonly<Record<QuotaInterval, number>> = {
  MIN: MINUTE,
  HOUR: HOUR,
  DAY: DAY,
};

const PER_SECOND = 300;

/** A 429 answer. */
export class TooManyRequests extends ApiError {
  /** Time from which the request may be repeated, in milliseconds since 1970. */
  readonly until: number;

  /** Without an interval, the limit is the one of requests a second. */
  constructor(
    message: string,
    until: number,
    interval: QuotaInterval | undefined,
    retryAfter: number | undefined,
  ) {
    super(
      STATUS_CODE.TooManyRequests,
      "TOO_MANY_REQUESTS",
      message,
      interval === undefined ? undefined : { interval },
      retryAfter === undefined
        ? undefined
        : { "retry-after": String(retryAfter) },
    );
    this.until = until;
  }
}

/** Request that a quota may count. */
export interface QuotaRequest {
  method: string;
  path: string;
  body: unknown;
  /** In the simulator's time. */
  now: number;
  /** Speed relative to real time; `undefined` if time is virtual. */
  speed: number | undefined;
}

interface Counter {
  /** Span of time that is counted. */
  span: number;
  count: number;
}

interface Watched {
  quota: Quota;
  matches: Matcher;
}

/** Counts requests in intervals that begin with the UTC day. */
export class QuotaKeeper {
  readonly #watched: Watched[];
  readonly #perSecond: number;
  readonly #retryAfter: boolean;
  readonly #counters = new Map<string, Counter>();

  /**
   * Begins with nothing counted.
   *
   * @throws {RangeError} If an option is out of bounds.
   */
  constructor(options: QuotaOptions) {
    this.#perSecond = options.perSecond ?? PER_SECOND;
    this.#retryAfter = options.retryAfter ?? false;
    if (!(this.#perSecond >= 1)) {
      throw new RangeError(
        `Cannot create the simulator as 'quotas.perSecond' must be at least 1: current value is ${this.#perSecond}`,
      );
    }
    this.#watched = (options.quotas ?? QUOTAS).map((quota) => {
      const matches = readPattern(quota.on);
      if (matches === undefined) {
        throw new RangeError(
          `Cannot create the simulator as a quota's 'on' must be a method and a path such as "POST /skills": current value is ${
            JSON.stringify(quota.on)
          }`,
        );
      }
      return { quota, matches };
    });
  }

  /** The counts as data. */
  save(): ReadonlyMap<string, unknown> {
    return this.#counters;
  }

  /** Goes on counting. */
  restore(saved: unknown): void {
    for (const [key, counter] of saved as ReadonlyMap<string, Counter>) {
      this.#counters.set(key, counter);
    }
  }

  /**
   * Counts a request in an account.
   *
   * @throws {TooManyRequests} If that is too much; then it is not counted.
   */
  admit(
    account: string,
    { method, path, body, now, speed }: QuotaRequest,
  ): void {
    const counted: [Counter, number][] = [];
    const count = (
      key: string,
      amount: number,
      limit: number,
      length: number,
      interval?: QuotaInterval,
    ) => {
      const counter = this.#counter(`${account}/${key}`, now, length);
      if (counter.count + amount > limit) {
        throw this.#refuse(limit, (counter.span + 1) * length, interval, {
          now,
          speed,
        });
      }
      counted.push([counter, amount]);
    };
    count("second", 1, this.#perSecond, SECOND * (speed ?? 1));
    this.#watched.forEach(({ quota, matches }, index) => {
      if (!matches(method, path) || !isMeant(quota, body)) return;
      const many = quota.unit === "ITEMS" && Array.isArray(body);
      for (const [name, limit] of Object.entries(quota.limits)) {
        const interval = name as QuotaInterval;
        count(
          `${index}/${interval}`,
          many ? body.length : 1,
          limit,
          LENGTHS[interval],
          interval,
        );
      }
    });
    for (const [counter, amount] of counted) counter.count += amount;
  }

  #refuse(
    limit: number,
    until: number,
    interval: QuotaInterval | undefined,
    { now, speed }: Pick<QuotaRequest, "now" | "speed">,
  ): TooManyRequests {
    const wait = Math.ceil((until - now) / SECOND / (speed ?? 1));
    return new TooManyRequests(
      `At most ${limit} of this in a ${interval ?? "second"} are allowed`,
      until,
      interval,
      this.#retryAfter ? wait : undefined,
    );
  }

  #counter(key: string, now: number, length: number): Counter {
    const span = Math.floor(now / length);
    let counter = this.#counters.get(key);
    if (counter?.span !== span) {
      counter = { span, count: 0 };
      this.#counters.set(key, counter);
    }
    return counter;
  }
}

/** Tells whether a quota counts the recipients of a message. */
function isMeant({ recipients }: Quota, body: unknown): boolean {
  if (recipients === undefined) return true;
  const type = isObject(body) ? body.recipients_select_type : undefined;
  return (type === "ALL") === (recipients === "ALL");
}
