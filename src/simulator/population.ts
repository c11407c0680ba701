/** Who the simulated Tolokers are. */

import { Random } from "./random.ts";
import type { Habit, TolokerRecord, World } from "./store.ts";

/** Who the simulated Tolokers are; what is left out has a default. */
export interface PopulationOptions {
  /**
   * How many Tolokers there are.
   *
   * @default {60}
   */
  count?: number | undefined;
  /**
   * How many of them work how, as weights. Careful ones answer as well as
   * their skill allows, sloppy ones faster and worse, and random ones click
   * without looking.
   *
   * @default {{ careful: 0.75, sloppy: 0.15, random: 0.1 }}
   */
  habits?: Partial<Record<Habit, number>> | undefined;
  /**
   * Lowest and highest probability that a careful Toloker is right, 0 to 1.
   *
   * @default {[0.75, 0.98]}
   */
  skill?: readonly [number, number] | undefined;
  /**
   * Lowest and highest number of seconds a Toloker needs for a task.
   *
   * @default {[5, 20]}
   */
  secondsPerTask?: readonly [number, number] | undefined;
  /**
   * Two-letter codes of the countries they live in.
   *
   * @default {["US", "IN", "BR", "RU", "FR"]}
   */
  countries?: readonly string[] | undefined;
  /**
   * Two-letter codes of the languages they know: the first everybody, the
   * others some.
   *
   * @default {["EN", "ES", "FR", "RU"]}
   */
  languages?: readonly string[] | undefined;
}

const DEFAULTS = {
  count: 60,
  habits: { careful: 0.75, sloppy: 0.15, random: 0.1 },
  skill: [0.75, 0.98],
  secondsPerTask: [5, 20],
  countries: ["US", "IN", "BR", "RU", "FR"],
  languages: ["EN", "ES", "FR", "RU"],
} as const;

/** Parts of the Tolokers who have a quality, 0 to 1. */
const SHARES = { adultAllowed: 0.7, secondLanguage: 0.3, female: 0.45 };

/** Region codes of the countries that pool filters name by number. */
const REGIONS: Readonly<Record<string, number>> = {
  BR: 94,
  DE: 96,
  FR: 124,
  GB: 102,
  IN: 994,
  RU: 225,
  TR: 983,
  US: 84,
};

const DEVICES = {
  ANDROID: {
    share: 0.55,
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
    share: 0.15,
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
    share: 0.3,
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
export function populate(world: World, options: PopulationOptions): void {
  const count = options.count ?? DEFAULTS.count;
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(
      `Cannot populate the simulator as 'count' must be a whole number from 0: current value is ${count}`,
    );
  }
  const habits: Record<Habit, number> = options.habits === undefined
    ? DEFAULTS.habits
    : { careful: 0, sloppy: 0, random: 0, ...options.habits };
  const [worst, best] = options.skill ?? DEFAULTS.skill;
  const [fastest, slowest] = options.secondsPerTask ?? DEFAULTS.secondsPerTask;
  const random = new Random(`${world.seed}/population`);
  for (let i = 0; i < count; i++) {
    const toloker: TolokerRecord = {
      id: random.hex(32),
      habit: random.weighted(habits),
      skill: random.between(worst, best),
      secondsPerTask: random.between(fastest, slowest),
      traits: traits(random, options),
      skills: new Map(),
      restrictions: [],
      seen: new Map(),
      done: new Map(),
      working: undefined,
      arrival: undefined,
      trained: new Map(),
    };
    world.tolokers.set(toloker.id, toloker);
  }
}

/** What a pool filter can ask about a Toloker. */
function traits(
  random: Random,
  options: PopulationOptions,
): Record<string, unknown> {
  const country = random.pick(options.countries ?? DEFAULTS.countries);
  const [first, ...others] = options.languages ?? DEFAULTS.languages;
  const device = random.weighted({
    ANDROID: DEVICES.ANDROID.share,
    IOS: DEVICES.IOS.share,
    COMPUTER: DEVICES.COMPUTER.share,
  });
  const region = REGIONS[country] ?? 0;
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
    languages: [
      ...(first === undefined ? [] : [first]),
      ...others.filter(() => random.chance(SHARES.secondLanguage)),
    ],
    ...DEVICES[device].traits,
  };
}
