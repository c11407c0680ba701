/** Distributions that settings are drawn from. @module */
import { refuse } from "../checks.ts";
import { drawNormal, pick, type RandomSource } from "./random.ts";

/** Distribution of a number. */
export interface ParameterDistribution {
  /**
   * Draws a number.
   *
   * @param random Source of numbers from 0 to below 1. Take no chance from
   *     elsewhere, or the experiment cannot be repeated.
   */
  sample(random: () => number): number;
}

/** Values that are equally likely, or a distribution. */
export type ParameterSource = readonly number[] | ParameterDistribution;

/** Draws a number from a source. */
export function drawFrom(
  source: ParameterSource,
  random: RandomSource,
): number {
  return "sample" in source ? source.sample(random) : pick(random, source);
}

const ACTION = "create the distribution";

function checkFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) {
    refuse(ACTION, name, "must be a finite number", value);
  }
}

function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    refuse(ACTION, name, "must be a finite number above 0", value);
  }
}

/**
 * Distributions for the settings of an experiment. A list of values does where
 * they are equally likely.
 *
 * @example Draw the overlap from 1, 3 and 5, and the rate from a bell curve
 * ```ts
 * import { distributions } from "@toloka/client/autoquality";
 *
 * const parameters = {
 *   overlap: [1, 3, 5],
 *   GoldenSet: {
 *     history_size: [5],
 *     incorrect_answers_rate: distributions.normal(40, 15),
 *   },
 * };
 * console.log(parameters);
 * ```
 */
export const distributions: {
  /**
   * Creates a normal distribution.
   *
   * @throws {RangeError} If a number is not finite, or `deviation` not above 0.
   */
  normal(mean: number, deviation: number): ParameterDistribution;
  /**
   * Creates a uniform distribution.
   *
   * @throws {RangeError} If a number is not finite, or `low` is above `high`.
   */
  uniform(low: number, high: number): ParameterDistribution;
  /**
   * Creates a skew normal distribution (A. Azzalini, "A class of distributions
   * which includes the normal ones", 1985): `shape` above 0 gives it a long
   * tail to the right.
   *
   * @throws {RangeError} If a number is not finite, or `scale` not above 0.
   */
  skewNormal(
    shape: number,
    location: number,
    scale: number,
  ): ParameterDistribution;
  /**
   * Creates a Planck distribution, of whole numbers from `location`: each is
   * less likely than the one before by the factor exp(-`lambda`).
   *
   * @throws {RangeError} If a number is not finite, or `lambda` not above 0.
   */
  planck(lambda: number, location?: number): ParameterDistribution;
} = {
  normal(mean, deviation) {
    checkFinite("mean", mean);
    checkPositive("deviation", deviation);
    return { sample: (random) => mean + deviation * drawNormal(random) };
  },
  uniform(low, high) {
    checkFinite("low", low);
    checkFinite("high", high);
    if (low > high) refuse(ACTION, "low", `must be at most ${high}`, low);
    return { sample: (random) => low + (high - low) * random() };
  },
  skewNormal(shape, location, scale) {
    checkFinite("shape", shape);
    checkFinite("location", location);
    checkPositive("scale", scale);
    const part = shape / Math.sqrt(1 + shape * shape);
    const rest = Math.sqrt(1 - part * part);
    return {
      sample(random) {
        const skewed = part * Math.abs(drawNormal(random));
        return location + scale * (skewed + rest * drawNormal(random));
      },
    };
  },
  planck(lambda, location = 0) {
    checkPositive("lambda", lambda);
    checkFinite("location", location);
    return {
      sample: (random) =>
        location + Math.floor(-Math.log(1 - random()) / lambda),
    };
  },
};
