/** Faults of the network and of the server, on demand. */

import type { QuotaInterval } from "../../types/errors.ts";
import { isObject } from "../checks/validation.ts";
import { Random } from "../engine/random.ts";
import { type Matcher, readPattern } from "./patterns.ts";

/** Types of faults. */
export type FaultType = Fault["type"];

/** Number of injected faults, by type. */
export type FaultCounts = Readonly<Record<FaultType, number>>;

/** Requests into which a fault is injected. */
export interface FaultScope {
  /**
   * Requests that it concerns: a method and a path, or one of them, such as
   * `"POST /tasks"`, `"GET /pools/:id"`, `"GET"` or `"/api/app/v0/*"`. In a
   * path `:name` is any one part and `*` is anything; `/tasks` is short for
   * `/api/v1/tasks`.
   *
   * @default {"*"} all requests
   */
  on?: string | undefined;
  /**
   * Probability that a request gets the fault, 0 to 1. What is drawn follows
   * from the simulator's seed.
   *
   * @default {1}
   */
  probability?: number | undefined;
  /**
   * Number of requests that are left alone first.
   *
   * @default {0}
   */
  skip?: number | undefined;
  /**
   * Number of requests that get the fault; then it is over.
   *
   * @default {Infinity}
   */
  times?: number | undefined;
}

/** No connection comes about; over a socket it is closed without an answer. */
export interface RefuseFault extends FaultScope {
  /** Type of the fault. */
  type: "REFUSE";
}

/** The connection is reset instead of an answer. */
export interface ResetFault extends FaultScope {
  /** Type of the fault. */
  type: "RESET";
  /**
   * `true` if the server carries out the request first.
   *
   * @default {false}
   */
  committed?: boolean | undefined;
}

/** The answer is late. */
export interface DelayFault extends FaultScope {
  /** Type of the fault. */
  type: "DELAY";
  /** Delay, in real milliseconds. */
  milliseconds: number;
}

/** The body of the answer comes in small parts. */
export interface TrickleFault extends FaultScope {
  /** Type of the fault. */
  type: "TRICKLE";
  /**
   * Bytes of a part.
   *
   * @default {64}
   */
  bytes?: number | undefined;
  /** Real milliseconds between two parts. */
  milliseconds: number;
}

/** The connection breaks within the body of the answer. */
export interface CutFault extends FaultScope {
  /** Type of the fault. */
  type: "CUT";
  /** Number of bytes that arrive; half of them by default. */
  bytes?: number | undefined;
}

/** The server answers with an error. */
export interface ErrorFault extends FaultScope {
  /** Type of the fault. */
  type: "ERROR";
  /**
   * HTTP status, 400 to 599.
   *
   * @default {500}
   */
  status?: number | undefined;
  /** Code in the body; without it, the one that goes with the status. */
  code?: string | undefined;
  /**
   * `true` for a body of HTML, as from a gateway, rather than the API's.
   *
   * @default {false}
   */
  html?: boolean | undefined;
  /**
   * `true` if the server carries out the request first.
   *
   * @default {false}
   */
  committed?: boolean | undefined;
}

/** The server answers 429, as when a limit is reached. */
export interface LimitFault extends FaultScope {
  /** Type of the fault. */
  type: "LIMIT";
  /** Whose limit it is; without it, the one of requests a second. */
  interval?: QuotaInterval | undefined;
  /** Seconds in the header `Retry-After`; without it, no header. */
  retryAfter?: number | undefined;
}

/**
 * New objects appear late in lists and tables, each after a time of its own,
 * with the times in them as if they had been there before. Filters and orders
 * by `submitted` and the like are as late. By its id an object is found
 * immediately, as it is now, unless `byId` is set. Writes and reads by id are
 * left to the faults that follow in the list. Counted are reads that miss
 * something.
 */
export interface StaleFault extends FaultScope {
  /** Type of the fault. */
  type: "STALE";
  /** Maximum delay, in milliseconds of the simulator's time. */
  milliseconds: number;
  /**
   * `true` if reads by id, of logs and downloads too, answer 404 until then.
   *
   * @default {false}
   */
  byId?: boolean | undefined;
}

/** Webhook events are delivered more than once. `on` is not used. */
export interface DuplicateFault extends FaultScope {
  /** Type of the fault. */
  type: "DUPLICATE";
  /** Events that it concerns, such as `POOL_CLOSED`; all by default. */
  events?: readonly string[] | undefined;
  /**
   * Number of additional deliveries.
   *
   * @default {1}
   */
  copies?: number | undefined;
}

/**
 * A fault to inject. Plain data, so it can be kept as JSON; the first fault of
 * a list that fits decides.
 */
export type Fault =
  | RefuseFault
  | ResetFault
  | DelayFault
  | TrickleFault
  | CutFault
  | ErrorFault
  | LimitFault
  | StaleFault
  | DuplicateFault;

/** Rule of a field of a fault. */
type Rule = readonly [kind: "number" | "integer", min: number, max: number] | [
  kind: "boolean" | "string" | "strings" | "interval",
];

const SCOPE: Readonly<Record<string, Rule>> = {
  on: ["string"],
  probability: ["number", 0, 1],
  skip: ["integer", 0, Infinity],
  times: ["integer", 0, Infinity],
};

const TIME: Rule = ["number", 0, Infinity];

const FIELDS: Readonly<Record<FaultType, Readonly<Record<string, Rule>>>> = {
  REFUSE: {},
  RESET: { committed: ["boolean"] },
  DELAY: { milliseconds: TIME },
  TRICKLE: { milliseconds: TIME, bytes: ["integer", 1, Infinity] },
  CUT: { bytes: ["integer", 0, Infinity] },
  ERROR: {
    status: ["integer", 400, 599],
    code: ["string"],
    html: ["boolean"],
    committed: ["boolean"],
  },
  LIMIT: { interval: ["interval"], retryAfter: TIME },
  STALE: { milliseconds: TIME, byId: ["boolean"] },
  DUPLICATE: { events: ["strings"], copies: ["integer", 1, 1_000] },
};

const TYPES = Object.keys(FIELDS) as FaultType[];

function isType(type: unknown): type is FaultType {
  return typeof type === "string" && Object.hasOwn(FIELDS, type);
}

const INTERVALS: readonly unknown[] = ["MIN", "HOUR", "DAY"];

/**
 * Checks a list of faults, which may come from a file.
 *
 * @throws {TypeError} If something is of the wrong kind.
 * @throws {RangeError} If a value is out of bounds.
 */
function readFaults(data: unknown): Fault[] {
  if (!Array.isArray(data)) {
    throw new TypeError(
      `Cannot read the faults as they must be an array: current value is ${
        show(data)
      }`,
    );
  }
  data.forEach(checkFault);
  return data;
}

function checkFault(fault: unknown, index: number): void {
  const place = `faults[${index}]`;
  if (!isObject(fault)) throw wrong(TypeError, place, "an object", fault);
  const { type, ...fields } = fault;
  if (!isType(type)) {
    throw wrong(
      RangeError,
      `${place}.type`,
      `one of ${TYPES.join(", ")}`,
      type,
    );
  }
  const known = { ...SCOPE, ...FIELDS[type] };
  for (const [name, value] of Object.entries(fields)) {
    const rule = known[name];
    if (rule === undefined) {
      throw new TypeError(
        `Cannot read the faults as ${type} has no '${name}': current value of '${place}.${name}' is ${
          show(value)
        }`,
      );
    }
    if (value !== undefined) checkField(`${place}.${name}`, value, rule);
  }
  const needsTime = known.milliseconds !== undefined;
  if (needsTime && fields.milliseconds === undefined) {
    throw wrong(TypeError, `${place}.milliseconds`, "a number", undefined);
  }
  if (typeof fields.on === "string" && readPattern(fields.on) === undefined) {
    const wanted = 'a method and a path such as "GET /pools/:id"';
    throw wrong(RangeError, `${place}.on`, wanted, fields.on);
  }
}

function checkField(place: string, value: unknown, rule: Rule): void {
  switch (rule[0]) {
    case "boolean":
      if (typeof value === "boolean") return;
      throw wrong(TypeError, place, "a boolean", value);
    case "string":
      if (typeof value === "string") return;
      throw wrong(TypeError, place, "a string", value);
    case "strings":
      if (
        Array.isArray(value) && value.every((item) => typeof item === "string")
      ) return;
      throw wrong(TypeError, place, "an array of strings", value);
    case "interval":
      if (INTERVALS.includes(value)) return;
      throw wrong(RangeError, place, `one of ${INTERVALS.join(", ")}`, value);
  }
  const [kind, min, max] = rule;
  if (typeof value !== "number") {
    throw wrong(TypeError, place, "a number", value);
  }
  const whole = kind === "number" || value === Infinity ||
    Number.isInteger(value);
  if (whole && value >= min && value <= max) return;
  const bounds = max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
  const noun = kind === "integer" ? "a whole number, " : "";
  throw wrong(RangeError, place, noun + bounds, value);
}

function wrong(
  type: typeof TypeError | typeof RangeError,
  place: string,
  wanted: string,
  value: unknown,
): Error {
  return new type(
    `Cannot read the faults as '${place}' must be ${wanted}: current value is ${
      show(value)
    }`,
  );
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

interface Planned {
  fault: Fault;
  matches: Matcher;
  /** Number of requests that matched so far. */
  met: number;
  /** Number of those into which it was injected. */
  used: number;
}

/** Faults still to come, and how many there were. */
export class FaultPlan {
  readonly #random: Random;
  readonly #counts: Record<FaultType, number>;
  #planned: Planned[] = [];

  /** Begins without faults. */
  constructor(seed: number | string) {
    this.#random = new Random(`${seed}/faults`);
    this.#counts = Object.fromEntries(
      TYPES.map((type) => [type, 0]),
    ) as Record<FaultType, number>;
  }

  /** The plan as data. */
  save(): Record<string, unknown> {
    return {
      random: this.#random.save(),
      counts: this.#counts,
      planned: this.#planned.map(({ fault, met, used }) => ({
        fault,
        met,
        used,
      })),
    };
  }

  /** Goes on with a plan that was saved. */
  restore(saved: unknown): void {
    const { random, counts, planned } = saved as {
      random: readonly number[];
      counts: FaultCounts;
      planned: readonly Omit<Planned, "matches">[];
    };
    this.#random.restore(random);
    Object.assign(this.#counts, counts);
    this.#planned = planned.map((rule) => ({
      ...rule,
      matches: readPattern(rule.fault.on ?? "*")!,
    }));
  }

  /** Number of injected faults, by type. */
  get counts(): FaultCounts {
    return { ...this.#counts };
  }

  /** Adds faults behind those that are there. */
  add(faults: readonly Fault[]): void {
    for (const fault of readFaults(faults)) {
      const matches = readPattern(fault.on ?? "*")!;
      this.#planned.push({ fault: { ...fault }, matches, met: 0, used: 0 });
    }
  }

  /** Takes all faults away; what was counted stays. */
  clear(): void {
    this.#planned = [];
  }

  /**
   * The fault a request gets, if any.
   *
   * @param byId `true` if the request reads an object by its id.
   */
  choose(method: string, path: string, byId: boolean): Fault | undefined {
    return this.#choose(({ fault, matches }) => {
      if (!matches(method, path)) return false;
      switch (fault.type) {
        case "DUPLICATE":
          return false;
        case "STALE":
          return method === "GET" && (!byId || fault.byId === true);
      }
      return true;
    });
  }

  /** Number of additional deliveries of a webhook event. */
  copies(eventType: string): number {
    const fault = this.#choose(({ fault }) =>
      fault.type === "DUPLICATE" &&
      (fault.events?.includes(eventType) ?? true)
    ) as DuplicateFault | undefined;
    if (fault === undefined) return 0;
    this.count("DUPLICATE");
    return fault.copies ?? 1;
  }

  #choose(fits: (planned: Planned) => boolean): Fault | undefined {
    for (const planned of this.#planned) {
      if (!fits(planned)) continue;
      const { probability = 1, skip = 0, times = Infinity } = planned.fault;
      planned.met++;
      if (planned.met <= skip || planned.used >= times) continue;
      if (probability < 1 && !this.#random.chance(probability)) continue;
      planned.used++;
      return planned.fault;
    }
    return undefined;
  }

  /** Takes note that a fault was injected. */
  count(type: FaultType): void {
    this.#counts[type]++;
  }
}
