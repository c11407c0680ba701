/** The models of Dawid and Skene. @module */
import { type Aggregation, aggregationOf } from "./aggregation.ts";
import { type AnswerIndex, withIndex } from "./answer_index.ts";
import type { Answer, Label } from "./answers.ts";
import { checkOpenShare } from "./checks.ts";
import {
  type ErrorModel,
  type Fit,
  type FitOptions,
  LEAST,
  maximize,
} from "./expectation_maximization.ts";
import { LazyMap } from "./lazy_map.ts";
import { greatest, positionsOf } from "./votes.ts";
import { warningsOf } from "./warnings.ts";

const ACTION = "fit the Dawid-Skene model";

/**
 * Options of {@linkcode dawidSkene}.
 *
 * @typeParam L Labels.
 */
export interface DawidSkeneOptions<L extends Label = Label> extends FitOptions {
  /** Known labels by task; tasks without answers do not count. */
  gold?: ReadonlyMap<string, Label> | undefined;
  /**
   * Least expected count of an answer that a Toloker has given at least once,
   * below 1. A greater one keeps few answers from looking certain.
   *
   * @default {1e-10}
   */
  smoothing?: number | undefined;
}

/**
 * Labels by a model with priors.
 *
 * @typeParam L Labels.
 */
export interface PriorAggregation<L extends Label = Label>
  extends Aggregation<L> {
  /** Share of each label among the tasks; they sum to 1. */
  priors: Map<L, number>;
  /** Rounds that the fit took. */
  iterations: number;
  /**
   * Mean log-likelihood of an answer after each round. It counts the priors once
   * for each answer, so compare it within a fit only.
   */
  losses: number[];
}

/**
 * Result of {@linkcode dawidSkene}. A Toloker's skill is the expected share of
 * right answers: the diagonal of their confusion matrix weighted by the priors.
 *
 * @typeParam L Labels.
 */
export interface DawidSkeneResult<L extends Label = Label>
  extends PriorAggregation<L> {
  /**
   * Confusion matrix of each Toloker: `confusions.get(worker)?.get(truth)` has
   * the probability of each answer. The answers that a Toloker never gave are
   * not in it.
   */
  confusions: ReadonlyMap<
    string,
    ReadonlyMap<L, ReadonlyMap<L, number>>
  >;
}

/**
 * Finds labels together with each Toloker's confusion matrix by expectation
 * maximization, from the majority vote (A. P. Dawid and A. M. Skene, "Maximum
 * Likelihood Estimation of Observer Error-Rates Using the EM Algorithm", Applied
 * Statistics 28(1), 1979). An answer's weight counts as that many answers.
 * Probabilities are at least 10⁻¹⁰, so a row may exceed 1 by as much.
 *
 * Take it when Tolokers confuse labels in ways of their own and each has
 * answered about ten times for each label or more; on sparse answers it does
 * worse than {@linkcode majorityVote}, and most Tolokers in error turn it
 * around. `warnings` and `compareMethods` tell.
 *
 * @throws {RangeError} If there is no answer, an option is out of its bounds,
 *     or gold has a label that nobody gave and `indexAnswers` was not told of.
 *
 * @example Usage
 * ```ts
 * import { dawidSkene } from "@toloka/client/aggregation";
 *
 * const { labels, confusions, warnings } = dawidSkene([
 *   { task: "1", worker: "ann", label: "cat" },
 *   { task: "1", worker: "bob", label: "dog" },
 *   { task: "2", worker: "ann", label: "dog" },
 *   { task: "2", worker: "bob", label: "dog" },
 * ]);
 * console.log(labels.get("1"), confusions.get("bob")?.get("cat"));
 * for (const { message } of warnings) console.warn(message);
 * ```
 */
export function dawidSkene<L extends Label>(
  answers: Iterable<Answer<L>>,
  options?: DawidSkeneOptions,
): DawidSkeneResult<L>;
/** Fits the model once all answers have arrived. */
export function dawidSkene<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  options?: DawidSkeneOptions,
): Promise<DawidSkeneResult<L>>;
export function dawidSkene<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: DawidSkeneOptions = {},
): DawidSkeneResult<L> | Promise<DawidSkeneResult<L>> {
  const { smoothing = LEAST, gold } = options;
  return withIndex(answers, (index) => {
    checkOpenShare(ACTION, "smoothing", smoothing);
    const known = gold && positionsOf(ACTION, "gold", index, gold);
    const model = new ConfusionModel(index, smoothing);
    let guesses: Int32Array = new Int32Array();
    const fit = maximize(
      ACTION,
      index,
      model,
      options,
      known,
      known && ((rows) => {
        guesses = greatest(rows, index.labels.length);
      }),
    );
    const result = aggregationOf(
      index,
      fit.probabilities,
      model.skills(fit.priors),
    );
    return {
      ...result,
      warnings: warningsOf(index, result.labels, {
        perLabel: true,
        gold: known && { known, guesses },
      }),
      ...priorsOf(index, fit),
      confusions: model.confusions(index),
    };
  });
}

/** Options of {@linkcode oneCoinDawidSkene}. */
export type OneCoinDawidSkeneOptions = FitOptions;

/**
 * Finds labels with one probability of a right answer for each Toloker, whose
 * wrong answers are equally probable: the Dawid-Skene model with a coin instead
 * of a confusion matrix (Y. Zhang, X. Chen, D. Zhou and M. I. Jordan, "Spectral
 * Methods Meet EM", JMLR 17, 2016). `skills` are these probabilities.
 *
 * Take it instead of {@linkcode dawidSkene} when Tolokers have given fewer
 * answers: it has one number to learn for each.
 *
 * @throws {RangeError} If there is no answer, or an option is out of its bounds.
 *
 * @example Usage
 * ```ts
 * import { oneCoinDawidSkene } from "@toloka/client/aggregation";
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
 * const { labels, skills } = oneCoinDawidSkene(answers);
 * assertEquals(labels.get("1"), "cat");
 * assertEquals(skills.get("ann")! > skills.get("eve")!, true);
 * ```
 */
export function oneCoinDawidSkene<L extends Label>(
  answers: Iterable<Answer<L>>,
  options?: OneCoinDawidSkeneOptions,
): PriorAggregation<L>;
/** Fits the model once all answers have arrived. */
export function oneCoinDawidSkene<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  options?: OneCoinDawidSkeneOptions,
): Promise<PriorAggregation<L>>;
export function oneCoinDawidSkene<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: OneCoinDawidSkeneOptions = {},
): PriorAggregation<L> | Promise<PriorAggregation<L>> {
  return withIndex(answers, (index) => {
    const model = new CoinModel(index);
    const action = "fit the one-coin Dawid-Skene model";
    const fit = maximize(action, index, model, options);
    const result = aggregationOf(index, fit.probabilities, model.skills);
    const warnings = warningsOf(index, result.labels, {});
    return { ...result, warnings, ...priorsOf(index, fit) };
  });
}

function priorsOf<L extends Label>(
  { labels }: AnswerIndex<L>,
  { priors, losses }: Fit,
) {
  return {
    priors: new Map(labels.map((label, k) => [label, priors[k]!])),
    iterations: losses.length,
    losses,
  };
}

/**
 * A confusion matrix for each worker. Tables are by worker, answer and truth:
 * an answer's row of truths lies together.
 */
class ConfusionModel implements ErrorModel {
  readonly #index: AnswerIndex;
  readonly #smoothing: number;
  /** `true` if a worker has given a label. */
  readonly #given: Uint8Array;
  readonly #counts: Float64Array;
  readonly #errors: Float64Array;
  readonly #logs: Float64Array;
  /** Offset of each answer's row in the tables. */
  readonly #rowOf: Int32Array;

  constructor(index: AnswerIndex, smoothing: number) {
    const { workers, labels, workerOf, labelOf, size } = index;
    const rows = workers.length * labels.length;
    this.#index = index;
    this.#smoothing = smoothing;
    this.#given = new Uint8Array(rows);
    this.#counts = new Float64Array(rows * labels.length);
    this.#errors = new Float64Array(rows * labels.length);
    this.#logs = new Float64Array(rows * labels.length);
    this.#rowOf = new Int32Array(size);
    for (let i = 0; i < size; i++) {
      const row = workerOf[i]! * labels.length + labelOf[i]!;
      this.#given[row] = 1;
      this.#rowOf[i] = row * labels.length;
    }
  }

  fit(probabilities: Float64Array): number {
    this.#count(probabilities);
    const { workers } = this.#index;
    let expected = 0;
    for (let worker = 0; worker < workers.length; worker++) {
      expected += this.#normalize(worker);
    }
    return expected;
  }

  #count(probabilities: Float64Array): void {
    const { size, taskOf, weightOf, labels } = this.#index;
    const width = labels.length;
    const rowOf = this.#rowOf;
    const counts = this.#counts.fill(0);
    for (let i = 0; i < size; i++) {
      const weight = weightOf === undefined ? 1 : weightOf[i]!;
      const to = rowOf[i]!;
      const from = taskOf[i]! * width;
      for (let k = 0; k < width; k++) {
        counts[to + k]! += weight * probabilities[from + k]!;
      }
    }
  }

  /** Gives each truth's probabilities of a worker the sum 1. */
  #normalize(worker: number): number {
    const width = this.#index.labels.length;
    const start = worker * width;
    let expected = 0;
    for (let truth = 0; truth < width; truth++) {
      let sum = 0;
      for (let label = start; label < start + width; label++) {
        if (this.#given[label] === 0) continue;
        const at = label * width + truth;
        sum += Math.max(this.#counts[at]!, this.#smoothing);
      }
      for (let label = start; label < start + width; label++) {
        if (this.#given[label] === 0) continue;
        const at = label * width + truth;
        const count = this.#counts[at]!;
        const error = this.#errors[at] = Math.max(count, this.#smoothing) / sum;
        expected += count * (this.#logs[at] = Math.log(error));
      }
    }
    return expected;
  }

  addTo(rows: Float64Array): void {
    const { size, taskOf, weightOf, labels } = this.#index;
    const width = labels.length;
    const [rowOf, logs] = [this.#rowOf, this.#logs];
    for (let i = 0; i < size; i++) {
      const weight = weightOf === undefined ? 1 : weightOf[i]!;
      const from = rowOf[i]!;
      const to = taskOf[i]! * width;
      for (let k = 0; k < width; k++) rows[to + k]! += weight * logs[from + k]!;
    }
  }

  /** The expected share of right answers of each worker. */
  skills(priors: Float64Array): Float64Array {
    const width = priors.length;
    return Float64Array.from(
      this.#index.workers,
      (_, worker) =>
        priors.reduce(
          (sum, prior, k) =>
            sum + prior * this.#errors[(worker * width + k) * width + k]!,
          0,
        ),
    );
  }

  confusions<L extends Label>(
    { workers, labels }: AnswerIndex<L>,
  ): DawidSkeneResult<L>["confusions"] {
    const width = labels.length;
    const row = (worker: number, truth: number): Map<L, number> => {
      const places = [...labels.keys()].filter((k) =>
        this.#given[worker * width + k] === 1
      );
      return new Map(places.map((k) => [
        labels[k]!,
        this.#errors[(worker * width + k) * width + truth]!,
      ]));
    };
    return new LazyMap<string, ReadonlyMap<L, ReadonlyMap<L, number>>>(
      workers,
      (worker) => new LazyMap(labels, (truth) => row(worker, truth)),
    );
  }
}

/** One probability of a right answer for each worker. */
class CoinModel implements ErrorModel {
  /** Each worker's expected share of right answers. */
  readonly skills: Float64Array;
  readonly #index: AnswerIndex;
  readonly #totals: Float64Array;
  readonly #right: Float64Array;
  readonly #wrong: Float64Array;

  constructor(index: AnswerIndex) {
    const { workers, workerOf, weightOf, size } = index;
    this.#index = index;
    this.skills = new Float64Array(workers.length);
    this.#totals = new Float64Array(workers.length);
    this.#right = new Float64Array(workers.length);
    this.#wrong = new Float64Array(workers.length);
    for (let i = 0; i < size; i++) {
      this.#totals[workerOf[i]!]! += weightOf?.[i] ?? 1;
    }
  }

  fit(probabilities: Float64Array): number {
    const { size, taskOf, workerOf, labelOf, weightOf, labels } = this.#index;
    const width = labels.length;
    const skills = this.skills.fill(0);
    for (let i = 0; i < size; i++) {
      const p = probabilities[taskOf[i]! * width + labelOf[i]!]!;
      skills[workerOf[i]!]! += weightOf === undefined ? p : p * weightOf[i]!;
    }
    let expected = 0;
    for (let w = 0; w < skills.length; w++) {
      const [right, total] = [skills[w]!, this.#totals[w]!];
      const skill = skills[w] = total === 0 ? 0 : right / total;
      this.#right[w] = Math.log(clip(skill));
      this.#wrong[w] = Math.log(clip((1 - skill) / Math.max(1, width - 1)));
      expected += right * this.#right[w]!;
      if (width > 1) expected += (total - right) * this.#wrong[w]!;
    }
    return expected;
  }

  addTo(rows: Float64Array): void {
    const { size, taskOf, workerOf, labelOf, weightOf, labels } = this.#index;
    const width = labels.length;
    for (let i = 0; i < size; i++) {
      const row = taskOf[i]! * width;
      const worker = workerOf[i]!;
      const weight = weightOf === undefined ? 1 : weightOf[i]!;
      const label = labelOf[i]!;
      const right = weight * this.#right[worker]!;
      const wrong = weight * this.#wrong[worker]!;
      for (let k = 0; k < width; k++) {
        rows[row + k]! += k === label ? right : wrong;
      }
    }
  }
}

function clip(p: number): number {
  return Math.min(1 - LEAST, Math.max(LEAST, p));
}
