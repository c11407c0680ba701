/** Checks a population, which may come from a file that was written by hand. */

import { HABITS } from "../world/habits.ts";
import { EFFORT } from "./defaults.ts";

type Check = (value: unknown, path: string) => void;

function refuse(path: string, rule: string, value: unknown): never {
  const shown = typeof value === "function"
    ? "a function"
    : JSON.stringify(value) ?? String(value);
  throw new RangeError(
    `Cannot populate the simulator as '${path}' must be ${rule}: current value is ${shown}`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function number(min: number, max: number, rule: string): Check {
  return (value, path) => {
    if (typeof value === "number" && value >= min && value <= max) return;
    refuse(path, rule, value);
  };
}

const PART = number(0, 1, "a number from 0 to 1");
const WEIGHT = number(0, Number.MAX_VALUE, "a number of at least 0");

/** Values by name; only some names, if they are given. */
function record(check: Check, names?: readonly string[]): Check {
  return (value, path) => {
    if (!isObject(value)) return refuse(path, "an object", value);
    for (const [name, item] of Object.entries(value)) {
      if (names !== undefined && !names.includes(name)) {
        refuse(path, `an object with the keys ${names.join(", ")}`, value);
      }
      if (item !== undefined) check(item, `${path}.${name}`);
    }
  };
}

function weights(names?: readonly string[]): Check {
  const check = record(WEIGHT, names);
  return (value, path) => {
    check(value, path);
    const sum = Object.values(value as Record<string, number>)
      .reduce((sum, weight) => sum + (weight ?? 0), 0);
    if (!(sum > 0)) refuse(path, "weights that are not all 0", value);
  };
}

function names(value: unknown, path: string): void {
  const valid = Array.isArray(value) &&
    value.every((name) => typeof name === "string");
  if (!valid) refuse(path, "a list of texts or an object of numbers", value);
}

function spread(max: number): Check {
  const rule = `a number from 0${
    max === Infinity ? "" : ` to ${max}`
  }, two of them in order, or a mean and a deviation`;
  const isPossible = (value: unknown) =>
    typeof value === "number" && value >= 0 && value <= max;
  return (value, path) => {
    if (isPossible(value)) return;
    if (Array.isArray(value)) {
      const [low, high] = value;
      if (
        value.length === 2 && isPossible(low) && isPossible(high) && low <= high
      ) return;
    } else if (isObject(value)) {
      const { mean, deviation } = value;
      if (isPossible(mean) && typeof deviation === "number" && deviation >= 0) {
        return;
      }
    }
    refuse(path, rule, value);
  };
}

function heavyTail(value: Record<string, unknown>, path: string): void {
  const { least, exponent } = value;
  const isAbove = (part: unknown) => typeof part === "number" && part > 0;
  if (isAbove(least) && isAbove(exponent)) return;
  refuse(path, "a heavy tail with 'least' and 'exponent' above 0", value);
}

/** Two numbers; in order, unless they are hours. */
function pair(most: number, inOrder: boolean): Check {
  const isPossible = (value: unknown) =>
    typeof value === "number" && value >= 0 && value <= most;
  const rule = inOrder
    ? "two numbers from 0, the smaller one first"
    : `two different numbers from 0 to ${most}`;
  return (value, path) => {
    const valid = Array.isArray(value) && value.length === 2 &&
      value.every(isPossible) &&
      (inOrder ? value[0] <= value[1] : value[0] !== value[1]);
    if (!valid) refuse(path, rule, value);
  };
}

const SECONDS = pair(Number.MAX_VALUE, true);

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

/** Rules for the options of a group of Tolokers. */
const RULES: Readonly<Record<string, Check>> = {
  count: (value, path) => {
    if (isWhole(value) && value >= 0) return;
    refuse(path, "a whole number from 0", value);
  },
  habits: weights(HABITS),
  skill: spread(1),
  secondsPerTask: spread(Infinity),
  effort: record(WEIGHT, Object.keys(EFFORT)),
  noticeSeconds: SECONDS,
  stamina: (value, path) =>
    isObject(value) && "exponent" in value
      ? heavyTail(value, path)
      : spread(Infinity)(value, path),
  restSeconds: SECONDS,
  hours: pair(24, false),
  skips: PART,
  forgets: PART,
  countries: (value, path) => {
    if (isObject(value)) return weights()(value, path);
    names(value, path);
    if ((value as unknown[]).length === 0) {
      refuse(path, "a list that is not empty", value);
    }
  },
  languages: (value, path) =>
    isObject(value) ? record(PART)(value, path) : names(value, path),
  devices: weights(["ANDROID", "IOS", "COMPUTER"]),
  taskTraits: record(PART),
  confusion: record(record(weights())),
  appeals: PART,
  answer: (value, path) => {
    if (typeof value !== "function") refuse(path, "a function", value);
  },
};

/**
 * Checks what a user says about Tolokers.
 *
 * @throws {RangeError} If anything about it is wrong; the message says where.
 */
export function checkPopulation(population: unknown): void {
  if (!Array.isArray(population)) return checkGroup(population, "");
  population.forEach((group, index) => checkGroup(group, `${index}.`));
}

function checkGroup(group: unknown, path: string): void {
  if (!isObject(group)) {
    refuse(`${path}population`, "an object or a list of objects", group);
  }
  for (const [name, value] of Object.entries(group)) {
    const check = RULES[name];
    if (check === undefined) {
      refuse(path + name, `one of ${Object.keys(RULES).join(", ")}`, value);
    }
    if (value !== undefined) check(value, path + name);
  }
}
