/**
 * Defaults of a population's options. The numbers are
 * about what recorded pools have shown: 56 to 185 people who submitted
 * anything, first answers after minutes, a few people with most of the work.
 */

import type { EffortKind } from "../world/tolokers.ts";

/** The default of each option of a population. */
export const DEFAULTS = {
  /** Tolokers in a group. */
  count: 200,
  /** Weights of the ways of working. */
  habits: { careful: 0.75, sloppy: 0.15, random: 0.1 },
  /** Least and most probability that a careful one is right. */
  skill: [0.75, 0.98],
  /** Least and most seconds for a task with one choice. */
  secondsPerTask: [5, 20],
  /** Least and most seconds until one notices new work. */
  noticeSeconds: [60, 1_800],
  /**
   * Suites in a row before a rest: half of the Tolokers do fewer than 8, one
   * of a hundred 400 or more.
   */
  stamina: { least: 4, exponent: 1 },
  /** Least and most seconds of a rest. */
  restSeconds: [1_800, 14_400],
  /** Hours of the day in which they work, where they live. */
  hours: [7, 24],
  /** Probability that a careful one gives a suite back. */
  skips: 0.02,
  /** Probability that a careful one lets the time of a suite run out. */
  forgets: 0.01,
  /** Probability of an appeal against a rejection. */
  appeals: 0,
  countries: ["US", "IN", "BR", "RU", "FR"],
  languages: ["EN", "ES", "FR", "RU"],
  /** Weights of what they work with. */
  devices: { ANDROID: 0.55, IOS: 0.15, COMPUTER: 0.3 },
} as const;

/** Time of each part of a task by default, as a multiple of a choice. */
export const EFFORT: Readonly<Record<EffortKind, number>> = {
  choice: 1,
  number: 1.5,
  text: 3,
  annotation: 5,
  list: 2,
  file: 6,
  player: 3,
  thousandCharacters: 4,
};

/** Countries that pool filters name by number, with their hours from UTC. */
export const COUNTRIES: Readonly<
  Record<string, { region: number; zone: number }>
> = {
  BR: { region: 94, zone: -3 },
  DE: { region: 96, zone: 1 },
  FR: { region: 124, zone: 1 },
  GB: { region: 102, zone: 0 },
  IN: { region: 994, zone: 5.5 },
  RU: { region: 225, zone: 3 },
  TR: { region: 983, zone: 3 },
  US: { region: 84, zone: -5 },
};
