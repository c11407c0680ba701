/** GLAD: ability of Tolokers and difficulty of tasks. @module */
import { checkInteger, refuse } from "../checks.ts";
import { type Aggregation, aggregationOf } from "./aggregation.ts";
import { type AnswerIndex, withIndex } from "./answer_index.ts";
import type { Answer, Label } from "./answers.ts";
import { type FitOptions, normalizeLogs } from "./expectation_maximization.ts";
import { voteShares } from "./votes.ts";
import { warningsOf } from "./warnings.ts";

const ACTION = "fit the GLAD model";
/** Scoring steps in each round. */
const STEPS = 5;

/** Options of {@linkcode glad}. */
export type GladOptions = FitOptions;

/**
 * Result of {@linkcode glad}. A Toloker's skill is the probability of a right
 * answer to a task of difficulty 1, 0 to 1.
 *
 * @typeParam L Labels.
 */
export interface GladResult<L extends Label = Label> extends Aggregation<L> {
  /** Ability of each Toloker: 0 guesses, below 0 is wrong more than by chance. */
  abilities: Map<string, number>;
  /** Difficulty of each task, above 0; 1/e is expected. */
  difficulties: Map<string, number>;
  /** Rounds that the fit took. */
  iterations: number;
}

/**
 * Finds labels together with each Toloker's ability and each task's difficulty:
 * an answer is right with probability 1 / (1 + exp(-a / d)) for ability a and
 * difficulty d; wrong labels are equally probable (J. Whitehill and others,
 * "Whose Vote Should Count More", NIPS 22, 2009). Beforehand labels are equally
 * probable, and a and -ln d have the normal distribution with mean 1 and
 * variance 1. Expectation maximization from the majority vote, with five steps
 * of Fisher scoring a round.
 *
 * Take it when some tasks are much harder than others, with at least five
 * answers for each.
 *
 * @throws {RangeError} If there is no answer, or an option is out of its bounds.
 *
 * @example Usage
 * ```ts
 * import { glad } from "@toloka/client/aggregation";
 * import { assertEquals } from "@std/assert";
 *
 * const answers = [
 *   { task: "1", worker: "ann", label: "cat" },
 *   { task: "1", worker: "bob", label: "cat" },
 *   { task: "1", worker: "eve", label: "dog" },
 *   { task: "2", worker: "ann", label: "dog" },
 *   { task: "2", worker: "bob", label: "dog" },
 *   { task: "2", worker: "eve", label: "dog" },
 * ];
 * const { labels, difficulties } = glad(answers);
 * assertEquals(labels.get("1"), "cat");
 * assertEquals(difficulties.get("1")! > difficulties.get("2")!, true);
 * ```
 */
export function glad<L extends Label>(
  answers: Iterable<Answer<L>>,
  options?: GladOptions,
): GladResult<L>;
/** Fits the model once all answers have arrived. */
export function glad<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  options?: GladOptions,
): Promise<GladResult<L>>;
export function glad<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: GladOptions = {},
): GladResult<L> | Promise<GladResult<L>> {
  const { maxIterations = 100, tolerance = 1e-5 } = options;
  return withIndex(answers, (index) => {
    checkInteger(ACTION, "maxIterations", maxIterations, 1);
    if (Number.isNaN(tolerance)) {
      refuse(ACTION, "tolerance", "must be a number", tolerance);
    }
    const model = new GladModel(index);
    let iterations = 0;
    for (let last = -Infinity; iterations < maxIterations;) {
      iterations++;
      for (let step = 0; step < STEPS; step++) model.step();
      const fit = model.expect();
      if (fit - last < tolerance) break;
      last = fit;
    }
    return resultOf(index, model, iterations);
  });
}

function resultOf<L extends Label>(
  index: AnswerIndex<L>,
  { rows, abilities, easiness }: GladModel,
  iterations: number,
): GladResult<L> {
  const { workers, tasks } = index;
  const result = aggregationOf(index, rows, abilities.map(sigmoid));
  return {
    ...result,
    warnings: warningsOf(index, result.labels, {}),
    abilities: new Map(workers.map((worker, w) => [worker, abilities[w]!])),
    difficulties: new Map(
      tasks.map((task, t) => [task, Math.exp(-easiness[t]!)]),
    ),
    iterations,
  };
}

class GladModel {
  readonly rows: Float64Array;
  readonly abilities: Float64Array;
  /** Logarithm of 1 over the difficulty. */
  readonly easiness: Float64Array;
  readonly #index: AnswerIndex;

  constructor(index: AnswerIndex) {
    this.#index = index;
    this.rows = voteShares(index);
    this.abilities = new Float64Array(index.workers.length).fill(1);
    this.easiness = new Float64Array(index.tasks.length).fill(1);
  }

  /** One step of scoring for the abilities, and one for the tasks. */
  step(): void {
    const { workerOf, taskOf } = this.#index;
    const { abilities, easiness } = this;
    this.#score(abilities, workerOf, (i) => Math.exp(easiness[taskOf[i]!]!));
    this.#score(
      easiness,
      taskOf,
      (i) => abilities[workerOf[i]!]! * Math.exp(easiness[taskOf[i]!]!),
    );
  }

  /**
   * Moves parameters by the slope of the expected log-posterior over its
   * information, by at most 1.
   */
  #score(
    parameters: Float64Array,
    parameterOf: Int32Array,
    slopeOf: (answer: number) => number,
  ): void {
    const { size, taskOf, labelOf, weightOf, labels } = this.#index;
    // The normal distribution beforehand: mean 1, variance 1.
    const slopes = parameters.map((value) => 1 - value);
    const information = new Float64Array(parameters.length).fill(1);
    for (let i = 0; i < size; i++) {
      const weight = weightOf === undefined ? 1 : weightOf[i]!;
      const p = this.rows[taskOf[i]! * labels.length + labelOf[i]!]!;
      const right = this.#right(i);
      const slope = slopeOf(i);
      const at = parameterOf[i]!;
      slopes[at]! += weight * (p - right) * slope;
      information[at]! += weight * right * (1 - right) * slope * slope;
    }
    slopes.forEach((slope, at) => {
      const move = slope / information[at]!;
      parameters[at]! += Math.min(1, Math.max(-1, move));
    });
  }

  /** Finds labels, and gives the mean log-likelihood of an answer. */
  expect(): number {
    const { size, taskOf, labelOf, weightOf, labels } = this.#index;
    const width = labels.length;
    const rows = this.rows.fill(0);
    for (let i = 0; i < size; i++) {
      const weight = weightOf === undefined ? 1 : weightOf[i]!;
      const right = this.#right(i);
      const hit = weight * Math.log(right);
      const miss = weight * Math.log((1 - right) / Math.max(1, width - 1));
      const row = taskOf[i]! * width;
      for (let k = 0; k < width; k++) {
        rows[row + k]! += k === labelOf[i] ? hit : miss;
      }
    }
    let sum = 0;
    for (let row = 0; row < rows.length; row += width) {
      let [most, total] = [-Infinity, 0];
      for (let k = 0; k < width; k++) most = Math.max(most, rows[row + k]!);
      for (let k = 0; k < width; k++) total += Math.exp(rows[row + k]! - most);
      sum += most + Math.log(total / width);
    }
    normalizeLogs(rows, width);
    return sum / size;
  }

  /** Probability that an answer is right, never 0 or 1. */
  #right(answer: number): number {
    const { workerOf, taskOf } = this.#index;
    const ability = this.abilities[workerOf[answer]!]!;
    const p = sigmoid(ability * Math.exp(this.easiness[taskOf[answer]!]!));
    return Math.min(1 - 1e-10, Math.max(1e-10, p));
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
