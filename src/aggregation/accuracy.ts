/** Shares of right answers, with intervals. @module */
import { checkInteger, refuse } from "../checks.ts";
import { withIndex } from "./answer_index.ts";
import type { Answer, Label } from "./answers.ts";
import { checkOpenShare } from "./checks.ts";
import { tally, truthOf } from "./votes.ts";

/** A share of right ones, and how far chance may have moved it. */
export interface Rate {
  /** The share, 0 to 1; `NaN` if nothing was compared. */
  value: number;
  /** Lower end of the interval. */
  low: number;
  /** Upper end of the interval. */
  high: number;
  /** Number of right answers. */
  correct: number;
  /** Number of answers that were compared. */
  total: number;
}

/** Options of functions that give intervals. */
export interface IntervalOptions {
  /**
   * Share of intervals that contain the true value, between 0 and 1.
   *
   * @default {0.95}
   */
  confidence?: number | undefined;
}

/**
 * Computes a share with Wilson's score interval, which holds for few
 * observations and for shares near 0 and 1 (E. B. Wilson, "Probable inference,
 * the law of succession, and statistical inference", JASA 22, 1927). Without an
 * observation the interval is from 0 to 1.
 *
 * @throws {RangeError} If the numbers are not whole, or `confidence` is not
 *     between 0 and 1.
 *
 * @example Usage
 * ```ts
 * import { wilsonInterval } from "@toloka/client/aggregation";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { value, low, high } = wilsonInterval(9, 10);
 * assertAlmostEquals(value, 0.9);
 * assertAlmostEquals(low, 0.596, 0.001);
 * assertAlmostEquals(high, 0.982, 0.001);
 * ```
 */
export function wilsonInterval(
  correct: number,
  total: number,
  options: IntervalOptions = {},
): Rate {
  const { confidence = 0.95 } = options;
  const action = "compute the interval";
  checkOpenShare(action, "confidence", confidence);
  checkInteger(action, "correct", correct, 0);
  checkInteger(action, "total", total, 0);
  if (correct > total) {
    refuse(action, "correct", `must be at most ${total}`, correct);
  }
  return rateOf(correct, total, normalQuantile((1 + confidence) / 2));
}

function rateOf(correct: number, total: number, z: number): Rate {
  const value = correct / total;
  if (total === 0) return { value, low: 0, high: 1, correct, total };
  const scale = 1 + z * z / total;
  const middle = (value + z * z / (2 * total)) / scale;
  const half = z / scale *
    Math.sqrt(value * (1 - value) / total + (z / (2 * total)) ** 2);
  const low = correct === 0 ? 0 : Math.max(0, middle - half);
  const high = correct === total ? 1 : Math.min(1, middle + half);
  return { value, low, high, correct, total };
}

/** Quantile of the normal distribution, for probabilities from 0.5. */
function normalQuantile(p: number): number {
  let z = 0;
  for (let step = 0; step < 100; step++) {
    const density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    // Newton's steps never overshoot, as the curve bends down from 0 on.
    const change = (p - normalBelow(z, density)) / density;
    z += change;
    if (Math.abs(change) < 1e-14) break;
  }
  return z;
}

/** G. Marsaglia's series ("Evaluating the Normal Distribution", 2004). */
function normalBelow(z: number, density: number): number {
  let [sum, term] = [z, z];
  for (let i = 3; term > 1e-17 * sum; i += 2) sum += term *= z * z / i;
  return 0.5 + density * sum;
}

/** Share of right answers of all Tolokers, and of each. */
export interface Accuracy extends Rate {
  /** Share of right answers of each Toloker; also of those without any. */
  workers: Map<string, Rate>;
  /**
   * Share of right answers of each Toloker who has been compared, as a number:
   * the `skills` of {@linkcode majorityVote}.
   */
  skills: Map<string, number>;
}

/**
 * Computes the share of answers that equal the right label, on the tasks that
 * have one: gold, or the labels of a method. Equal answers of a Toloker to a
 * task count once. Intervals are Wilson's.
 *
 * @param labels The right label by task.
 * @throws {RangeError} If there is no answer, or `confidence` is not between 0
 *     and 1.
 *
 * @example A majority vote weighted by accuracy on gold
 * ```ts
 * import {
 *   accuracy,
 *   indexAnswers,
 *   majorityVote,
 * } from "@toloka/client/aggregation";
 * import { assertEquals } from "@std/assert";
 *
 * const index = indexAnswers([
 *   { task: "gold", worker: "ann", label: "cat" },
 *   { task: "gold", worker: "bob", label: "dog" },
 *   { task: "1", worker: "ann", label: "dog" },
 *   { task: "1", worker: "bob", label: "cat" },
 * ]);
 * const { skills, value } = accuracy(index, new Map([["gold", "cat"]]));
 * assertEquals(value, 0.5);
 * assertEquals(majorityVote(index, { skills }).labels.get("1"), "dog");
 * ```
 */
export function accuracy<L extends Label>(
  answers: Iterable<Answer<L>>,
  labels: ReadonlyMap<string, Label>,
  options?: IntervalOptions,
): Accuracy;
/** Computes the share of right answers once all have arrived. */
export function accuracy<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  labels: ReadonlyMap<string, Label>,
  options?: IntervalOptions,
): Promise<Accuracy>;
export function accuracy<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  labels: ReadonlyMap<string, Label>,
  options: IntervalOptions = {},
): Accuracy | Promise<Accuracy> {
  return withIndex(answers, (index) => {
    const { correct, total } = tally(index, truthOf(index, labels));
    const rates = index.workers.map((worker, w) =>
      [worker, wilsonInterval(correct[w]!, total[w]!, options)] as const
    );
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    return {
      ...wilsonInterval(sum(correct), sum(total), options),
      workers: new Map(rates),
      skills: new Map(
        rates.filter(([, { total }]) => total > 0)
          .map(([worker, { value }]) => [worker, value]),
      ),
    };
  });
}
