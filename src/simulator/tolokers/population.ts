/** The simulated Tolokers. */

import { Random } from "../engine/random.ts";
import { HOUR, SECOND } from "../engine/time.ts";
import type { TolokerRecord } from "../world/records.ts";
import {
  showTask,
  showToloker,
  type SimulatedTask,
  type SimulatedToloker,
} from "../world/simulated.ts";
import { type Habit, HABITS } from "../world/habits.ts";
import type { Confusion, Crowd, EffortKind } from "../world/tolokers.ts";
import type { World } from "../world/world.ts";
import { COUNTRIES, DEFAULTS, EFFORT } from "./defaults.ts";
import { checkPopulation } from "./population_rules.ts";

/** A bell curve; what falls outside of what is possible is cut off. */
export interface BellCurve {
  /** Mean. */
  mean: number;
  /** Standard deviation. */
  deviation: number;
}

/** One number for all, a lowest and a highest one, or a bell curve. */
export type Spread = number | readonly [number, number] | BellCurve;

/**
 * Mostly small numbers and a few large ones (Pareto's distribution): at least
 * `least`; the smaller the exponent, the larger the largest.
 */
export interface HeavyTail {
  /** Least number. */
  least: number;
  /** Exponent, above 0. */
  exponent: number;
}

/** Names, all as likely as each other, or by weight. */
export type Choice = readonly string[] | Readonly<Record<string, number>>;

/** Device of a Toloker. */
export type Device = "ANDROID" | "IOS" | "COMPUTER";

/**
 * A group of simulated Tolokers; what is left out has a default. Everything
 * but {@linkcode PopulationOptions.answer} is JSON, so a population can be
 * read from a file.
 *
 * @example Twenty good Tolokers and five who share their answers
 * ```ts
 * import {
 *   type PopulationOptions,
 *   Simulator,
 * } from "@toloka/client/simulator";
 * import { assertEquals } from "@std/assert";
 *
 * const population: PopulationOptions[] = [
 *   {
 *     count: 20,
 *     habits: { careful: 1 },
 *     skill: { mean: 0.9, deviation: 0.05 },
 *   },
 *   { count: 5, habits: { colluding: 1 }, countries: { IN: 2, BR: 1 } },
 * ];
 * assertEquals(new Simulator({ population }).tolokers.length, 25);
 * ```
 */
export interface PopulationOptions {
  /**
   * Number of Tolokers.
   *
   * @default {200}
   */
  count?: number | undefined;
  /**
   * Weights of the habits; see {@linkcode Habit}.
   *
   * @default {{ careful: 0.75, sloppy: 0.15, random: 0.1 }}
   */
  habits?: Partial<Record<Habit, number>> | undefined;
  /**
   * Probability that a careful Toloker is right, 0 to 1.
   *
   * @default {[0.75, 0.98]}
   */
  skill?: Spread | undefined;
  /**
   * Seconds a Toloker needs for a task with one choice. Other tasks take a
   * multiple of it, see {@linkcode PopulationOptions.effort}.
   *
   * @default {[5, 20]}
   */
  secondsPerTask?: Spread | undefined;
  /**
   * Time of each part of a task as a multiple of that of a choice: a field of
   * the page, a player of sound or video, a thousand characters to read.
   *
   * @default {{ choice: 1, number: 1.5, text: 3, annotation: 5, list: 2, file: 6, player: 3, thousandCharacters: 4 }}
   */
  effort?: Partial<Record<EffortKind, number>> | undefined;
  /**
   * Least and most seconds until a Toloker notices new work.
   *
   * @default {[60, 1800]}
   */
  noticeSeconds?: readonly [number, number] | undefined;
  /**
   * Task suites that a Toloker does in a row, on average, before they rest.
   * With the default, a few Tolokers do most of the work.
   *
   * @default {{ least: 4, exponent: 1 }}
   */
  stamina?: Spread | HeavyTail | undefined;
  /**
   * Least and most seconds of a rest.
   *
   * @default {[1800, 14400]}
   */
  restSeconds?: readonly [number, number] | undefined;
  /**
   * Hours of the day in which a Toloker begins to work, where they live:
   * `[0, 24]` is all day, `[22, 6]` is by night.
   *
   * @default {[7, 24]}
   */
  hours?: readonly [number, number] | undefined;
  /**
   * Probability that a careful Toloker gives a task suite back, 0 to 1.
   *
   * @default {0.02}
   */
  skips?: number | undefined;
  /**
   * Probability that a careful Toloker lets the time of a task suite run out,
   * 0 to 1.
   *
   * @default {0.01}
   */
  forgets?: number | undefined;
  /**
   * Two-letter codes of the countries they live in.
   *
   * @default {["US", "IN", "BR", "RU", "FR"]}
   */
  countries?: Choice | undefined;
  /**
   * Two-letter codes of the languages they know. In a list, everybody knows
   * the first and some know the others; with numbers, each is known by that
   * part of the Tolokers, 0 to 1.
   *
   * @default {["EN", "ES", "FR", "RU"]}
   */
  languages?: Choice | undefined;
  /**
   * Weights of their devices.
   *
   * @default {{ ANDROID: 0.55, IOS: 0.15, COMPUTER: 0.3 }}
   */
  devices?: Partial<Record<Device, number>> | undefined;
  /**
   * Traits that tasks can ask for in `traits_all_of` and the like, each with
   * the part of the Tolokers who have it, 0 to 1.
   */
  taskTraits?: Readonly<Record<string, number>> | undefined;
  /**
   * Confusion of answers: output field, then the right value, then the given
   * values with their weights. Values are written as texts. What is not here
   * goes wrong as often as the skill says.
   *
   * @example One of five dogs is called a cat
   * ```ts
   * import { Simulator } from "@toloka/client/simulator";
   *
   * new Simulator({
   *   population: { confusion: { label: { dog: { dog: 4, cat: 1 } } } },
   * });
   * ```
   */
  confusion?: Confusion | undefined;
  /**
   * Probability that a Toloker appeals when an answer of his is rejected, 0
   * to 1, in the week after. An appeal is a message, and an event of
   * {@linkcode Simulator.on}.
   *
   * @default {0}
   */
  appeals?: number | undefined;
  /**
   * Answers in place of the group's habits: output values, `"skip"` to give
   * the suite back, or `"leave"` to go for good and let its time run out.
   */
  answer?:
    | ((
      toloker: SimulatedToloker,
      task: SimulatedTask,
    ) => Record<string, unknown> | "skip" | "leave")
    | undefined;
}

/** Parts of the Tolokers who have a quality, 0 to 1. */
const SHARES = { adultAllowed: 0.7, secondLanguage: 0.3, female: 0.45 };

const DEVICES = {
  ANDROID: {
    traits: {
      device_category: "SMARTPHONE",
      client_type: "TOLOKA_APP",
      os_family: "ANDROID",
      os_version: 13,
      os_version_major: 13,
      user_agent_type: "MOBILE_BROWSER",
      user_agent_family: "CHROME_MOBILE",
    },
  },
  IOS: {
    traits: {
      device_category: "SMARTPHONE",
      client_type: "TOLOKA_APP",
      os_family: "IOS",
      os_version: 16,
      os_version_major: 16,
      user_agent_type: "MOBILE_BROWSER",
      user_agent_family: "MOBILE_SAFARI",
    },
  },
  COMPUTER: {
    traits: {
      device_category: "PERSONAL_COMPUTER",
      client_type: "BROWSER",
      os_family: "WINDOWS",
      os_version: 10,
      os_version_major: 10,
      user_agent_type: "BROWSER",
      user_agent_family: "CHROME",
    },
  },
} as const;

/** Adds Tolokers to a world that has none. */
export function populate(
  world: World,
  options: PopulationOptions | readonly PopulationOptions[],
): void {
  const groups = Array.isArray(options) ? options : [options];
  checkPopulation(options);
  const random = new Random(`${world.seed}/population`);
  for (const group of groups as readonly PopulationOptions[]) {
    world.crowds.push(crowd(group));
    addGroup(world, group, random);
  }
}

function crowd(options: PopulationOptions): Crowd {
  const { answer } = options;
  return {
    confusion: options.confusion ?? {},
    answer: answer &&
      ((toloker, task) => answer(showToloker(toloker), showTask(task))),
    appeals: options.appeals ?? DEFAULTS.appeals,
    notice: milliseconds(options.noticeSeconds ?? DEFAULTS.noticeSeconds),
    rest: milliseconds(options.restSeconds ?? DEFAULTS.restSeconds),
    hours: options.hours ?? DEFAULTS.hours,
    skips: options.skips ?? DEFAULTS.skips,
    forgets: options.forgets ?? DEFAULTS.forgets,
    effort: { ...EFFORT, ...options.effort },
  };
}

const NOBODY = crowd({});

/** Common properties of a Toloker's group, even if the group is gone. */
export function crowdOf(world: World, { group }: TolokerRecord): Crowd {
  return world.crowds[group] ?? NOBODY;
}

function milliseconds(
  [least, most]: readonly [number, number],
): readonly [number, number] {
  return [least * SECOND, most * SECOND];
}

function addGroup(
  world: World,
  options: PopulationOptions,
  random: Random,
): void {
  const habits = weights(HABITS, options.habits ?? DEFAULTS.habits);
  const count = options.count ?? DEFAULTS.count;
  for (let i = 0; i < count; i++) {
    const own = traits(random, options);
    const toloker: TolokerRecord = {
      id: random.hex(32),
      group: world.crowds.length - 1,
      habit: random.weighted(habits),
      skill: draw(random, options.skill ?? DEFAULTS.skill, 0, 1),
      secondsPerTask: draw(
        random,
        options.secondsPerTask ?? DEFAULTS.secondsPerTask,
        0,
        Infinity,
      ),
      stamina: draw(random, options.stamina ?? DEFAULTS.stamina, 1, Infinity),
      zone: (COUNTRIES[String(own.country)]?.zone ?? 0) * HOUR,
      traits: own,
      taskTraits: Object.entries(options.taskTraits ?? {})
        .filter(([, share]) => random.chance(share))
        .map(([name]) => name),
      skills: new Map(),
      restrictions: [],
      seen: new Map(),
      done: new Map(),
      working: undefined,
      held: [],
      arrival: undefined,
      gone: false,
      trained: new Map(),
      lessons: new Map(),
      lost: new Set(),
    };
    world.tolokers.set(toloker.id, toloker);
  }
}

function draw(
  random: Random,
  spread: Spread | HeavyTail,
  least: number,
  most: number,
): number {
  if (typeof spread === "number") return spread;
  if ("exponent" in spread) {
    return spread.least / (1 - random.next()) ** (1 / spread.exponent);
  }
  if (!("mean" in spread)) return random.between(spread[0], spread[1]);
  const { mean, deviation } = spread;
  const value = mean + deviation * random.normal();
  return Math.min(most, Math.max(least, value));
}

function pick(random: Random, choice: Choice): string {
  return isList(choice) ? random.pick(choice) : random.weighted(choice);
}

function isList(choice: Choice): choice is readonly string[] {
  return Array.isArray(choice);
}

/** Weights for all names, in their order. */
function weights<Name extends string>(
  names: readonly Name[],
  given: Partial<Record<Name, number>>,
): Record<Name, number> {
  return Object.fromEntries(
    names.map((name) => [name, given[name] ?? 0]),
  ) as Record<Name, number>;
}

/** Traits of a Toloker that a pool filter can ask for. */
function traits(
  random: Random,
  options: PopulationOptions,
): Record<string, unknown> {
  const country = pick(random, options.countries ?? DEFAULTS.countries);
  const device = random.weighted(
    weights(
      ["ANDROID", "IOS", "COMPUTER"],
      options.devices ?? DEFAULTS.devices,
    ),
  );
  const region = COUNTRIES[country]?.region ?? 0;
  return {
    country,
    citizenship: country,
    city: region,
    region_by_phone: region,
    region_by_ip: region,
    gender: random.chance(SHARES.female) ? "FEMALE" : "MALE",
    adult_allowed: random.chance(SHARES.adultAllowed),
    // Seconds since 1970: born between 1960 and 2004.
    date_of_birth: random.integer(-315_619_200, 1_072_915_200),
    languages: languages(random, options.languages ?? DEFAULTS.languages),
    ...DEVICES[device].traits,
  };
}

function languages(random: Random, choice: Choice): string[] {
  if (!isList(choice)) {
    return Object.entries(choice).filter(([, share]) => random.chance(share))
      .map(([name]) => name);
  }
  const [first, ...others] = choice;
  return [
    ...(first === undefined ? [] : [first]),
    ...others.filter(() => random.chance(SHARES.secondLanguage)),
  ];
}
