/** Options of a simulator, and their checks. */

import { parseTime, SECOND } from "./engine/time.ts";
import type { SimulatedApp } from "./entities/apps/apps.ts";
import type { PopulationOptions } from "./tolokers/population.ts";
import type { WebhookOptions } from "./server/deliveries.ts";
import type { Fault } from "./server/faults.ts";
import type { QuotaOptions } from "./server/quotas.ts";
import type { SimulatedTask } from "./world/simulated.ts";
import type { ServiceSettings } from "./world/world.ts";

/** Default start of virtual time. */
const START = Date.UTC(2024, 0, 1);
/** Default number of requests that the log keeps. */
const LOGGED = 1_000;

/** Time that passes by itself. */
export interface RealTime {
  /** Speed relative to real time. */
  speed: number;
  /**
   * Speed of Tolokers relative to people. With
   * `{ speed: 1, pace: 60 }` and the default start, the simulator's clock
   * agrees with the wall clock while answers come fast: a program that asks
   * for everything "since now" sees it, and nothing lies in its future. Rules
   * on fast answers see the shorter times.
   *
   * @default {1}
   */
  pace?: number | undefined;
}

/** Options of a simulator. */
export interface SimulatorOptions extends ServiceOptions {
  /**
   * Where all chance comes from: the same seed and the same requests give the
   * same run, identifiers included.
   *
   * @default {1}
   */
  seed?: number | string | undefined;
  /** Population of Tolokers: one group or several. */
  population?: PopulationOptions | readonly PopulationOptions[] | undefined;
  /**
   * Passage of time. `"virtual"` time stands still but for what requests
   * ({@linkcode SimulatorOptions.tick}) and the simulator's own methods let
   * pass. With {@linkcode RealTime} it runs by itself.
   *
   * @default {"virtual"}
   */
  time?: "virtual" | RealTime | undefined;
  /**
   * Virtual milliseconds that pass with each request. A read that is repeated
   * takes twice as long each time, up to ten minutes, until something is
   * written: a program that waits in a loop is served by itself. 0 leaves time
   * to {@linkcode Simulator.advance}.
   *
   * @default {1000}
   */
  tick?: number | undefined;
  /**
   * Time of the start. A text without a zone is UTC.
   *
   * @default {"2024-01-01"} in virtual time, otherwise now
   */
  start?: Date | string | undefined;
  /**
   * Money in the requester's account.
   *
   * @default {1000}
   */
  balance?: number | undefined;
  /**
   * Fee of the platform on top of a reward, as a fraction of it.
   *
   * @default {0}
   */
  fee?: number | undefined;
  /**
   * Other accounts that the token may act in with the header
   * `X-Act-Under-Account-ID`, by their ids. Each has projects, pools and money
   * of its own; the Tolokers are the same people.
   *
   * @default {{}}
   */
  accounts?: Readonly<Record<string, AccountOptions>> | undefined;
  /** Faults to inject from the beginning. */
  faults?: readonly Fault[] | undefined;
  /**
   * Quotas beyond which requests are answered 429: `true` for the
   * limits it documents. In virtual time with a tick, the time that a refused
   * request was told to wait passes when it comes again.
   *
   * @default {false}
   */
  quotas?: boolean | QuotaOptions | undefined;
  /**
   * Number of requests that {@linkcode Simulator.requests} keeps.
   *
   * @default {1000}
   */
  requestLog?: number | undefined;
  /**
   * Result of a `limit` above the maximum of a list: an error 400, or as
   * many items as the maximum.
   *
   * @default {"REFUSE"}
   */
  largePages?: "REFUSE" | "CLAMP" | undefined;
  /**
   * `true` to refuse values of a wrong type and unknown fields, as the API's
   * description says. The platform itself coerces many values: `"true"` for a
   * boolean, `"5"` or 5.5 for a whole number, 0 as the overlap of suites beside
   * an overlap of tasks, a training without `inherited_instructions`. It drops
   * fields that it does not know, such as a misspelt one.
   * {@linkcode Simulator.requests} tells what was coerced or dropped.
   *
   * @default {false}
   */
  strict?: boolean | undefined;
  /**
   * Maximum number of assignments of a pool, which then closes.
   *
   * @default {2000000}
   */
  maxAssignments?: number | undefined;
  /**
   * The right answer to a task. Without it, right is what the task's
   * `known_solutions` say, otherwise what follows from the seed and the task's
   * input.
   */
  truth?:
    | ((task: SimulatedTask) => Record<string, unknown>)
    | undefined;
}

/** Another account that the token may act in. */
export interface AccountOptions {
  /**
   * Money in the account.
   *
   * @default {1000}
   */
  balance?: number | undefined;
}

/** Limit of a run. */
export interface RunOptions {
  /**
   * Most virtual milliseconds to let pass.
   *
   * @default {2592000000} 30 days
   */
  limit?: number | undefined;
}

/** Options of reviews, skills, files, messages, bonuses and apps. */
export interface ServiceOptions {
  /**
   * Rejects answers that nobody has reviewed when the review period ends, with
   * this comment. The platform does so in pools for exams and second attempts,
   * if their requester wishes it; the API does not tell them from others, so
   * this is about all pools with manual review. Without it such answers are
   * accepted.
   */
  rejectUnreviewed?: string | undefined;
  /**
   * Tolokers who can get a skill by hand: `"KNOWN"` are those who took a task of the
   * account, as on the platform. `"ANYONE"` saves tests the work beforehand.
   *
   * @default {"ANYONE"}
   */
  skillsByHand?: "ANYONE" | "KNOWN" | undefined;
  /** The files behind answers of the type `file`. */
  attachments?: AttachmentOptions | undefined;
  /**
   * Minimum and maximum of a bonus.
   *
   * @default {[0.005, 100]}
   */
  bonusLimits?: readonly [number, number] | undefined;
  /**
   * Probability that a careful Toloker answers a message that can be answered,
   * 0 to 1; others are less ready to. An answer takes ten minutes on average.
   *
   * @default {0.5}
   */
  replyRate?: number | undefined;
  /** Delivery of webhooks. */
  webhooks?: WebhookOptions | undefined;
  /**
   * The apps of projects.
   *
   * @default {three apps that classify texts and pages}
   */
  apps?: readonly SimulatedApp[] | undefined;
}

/**
 * Properties of uploaded files. Each is a small picture, sound, video or document that
 * programs can open, of the media that its field takes.
 */
export interface AttachmentOptions {
  /**
   * Least and most bytes of a file.
   *
   * @default {[2000, 20000]}
   */
  size?: readonly [number, number] | undefined;
  /**
   * `true` if the header `Range` selects a part of a file. The API
   * does not say that it can.
   *
   * @default {false}
   */
  ranges?: boolean | undefined;
}

/** Reads the options, or tells what is wrong with them. */
export function serviceSettings(
  options: ServiceOptions,
): Partial<ServiceSettings> {
  const { attachments = {}, bonusLimits, replyRate } = options;
  const { rejectUnreviewed, skillsByHand } = options;
  const { size, ranges } = attachments;
  checkLimits("bonusLimits", bonusLimits);
  checkLimits("attachments.size", size);
  if (replyRate !== undefined && !(replyRate >= 0 && replyRate <= 1)) {
    throw new RangeError(
      `Cannot create the simulator as 'replyRate' must be between 0 and 1: current value is ${replyRate}`,
    );
  }
  return {
    ...(bonusLimits === undefined ? {} : { bonusLimits }),
    ...(replyRate === undefined ? {} : { replyRate }),
    ...(size === undefined ? {} : { fileSize: size }),
    ...(ranges === undefined ? {} : { fileRanges: ranges }),
    rejectUnreviewed,
    skillsOnlyKnown: skillsByHand === "KNOWN",
  };
}

function checkLimits(
  name: string,
  limits: readonly [number, number] | undefined,
): void {
  if (limits === undefined || (limits[0] >= 0 && limits[0] <= limits[1])) {
    return;
  }
  throw new RangeError(
    `Cannot create the simulator as '${name}' must be two numbers from 0, the smaller one first: current value is ${limits}`,
  );
}

/** Options that the simulator itself uses. */
export interface ReadOptions {
  /** Milliseconds since 1970. */
  start: number;
  /** Speed relative to real time; `undefined` in virtual time. */
  speed: number | undefined;
  /** Speed of Tolokers relative to people. */
  pace: number;
  /** Virtual milliseconds that pass with a request. */
  tick: number;
  /** Number of requests that are logged. */
  logged: number;
}

/** Reads the options, or tells what is wrong with them. */
export function readOptions(options: SimulatorOptions): ReadOptions {
  const { time = "virtual", tick = SECOND, requestLog = LOGGED } = options;
  const { speed, pace = 1 } = time === "virtual"
    ? {} as Partial<RealTime>
    : time;
  if (speed !== undefined && !(speed > 0)) {
    throw new RangeError(
      `Cannot create the simulator as 'speed' must be above 0: current value is ${speed}`,
    );
  }
  if (!(pace > 0)) {
    throw new RangeError(
      `Cannot create the simulator as 'pace' must be above 0: current value is ${pace}`,
    );
  }
  if (!(tick >= 0)) {
    throw new RangeError(
      `Cannot create the simulator as 'tick' must be at least 0: current value is ${tick}`,
    );
  }
  if (!Number.isInteger(requestLog) || requestLog < 0) {
    throw new RangeError(
      `Cannot create the simulator as 'requestLog' must be a whole number from 0: current value is ${requestLog}`,
    );
  }
  checkMoney("balance", options.balance);
  checkMoney("fee", options.fee);
  for (const [id, account] of Object.entries(options.accounts ?? {})) {
    checkMoney(`accounts.${id}.balance`, account.balance);
  }
  const start = readStart(options.start) ??
    (speed === undefined ? START : Date.now());
  return { start, speed, pace, tick, logged: requestLog };
}

function checkMoney(name: string, value: number | undefined): void {
  if (value === undefined || Number.isFinite(value) && value >= 0) return;
  throw new RangeError(
    `Cannot create the simulator as '${name}' must be a number from 0: current value is ${value}`,
  );
}

function readStart(
  start: Date | string | undefined,
): number | undefined {
  if (start === undefined) return undefined;
  const time = typeof start === "string"
    ? parseTime(start) ?? NaN
    : start.getTime();
  if (Number.isNaN(time)) {
    throw new RangeError(
      `Cannot create the simulator as 'start' must be a time: current value is ${start}`,
    );
  }
  return time;
}
