/** Certainty of answers: uncertainty and consistency. @module */
import { type AnswerIndex, withIndex } from "./answer_index.ts";
import type { Answer, Label } from "./answers.ts";
import { refuse } from "../checks.ts";
import { normalizeLogs } from "./expectation_maximization.ts";
import { agreement } from "./majority_vote.ts";
import { greatest, positionsOf, skillsOf, voteShares } from "./votes.ts";

/** A number for each task or Toloker, and their mean. */
export interface Certainty {
  /** Mean of all values, each counting the same. */
  mean: number;
  /** The values, by task or Toloker. */
  values: Map<string, number>;
}

/** Options of {@linkcode uncertainty}. */
export interface UncertaintyOptions {
  /**
   * Probability that a Toloker's answer is right, 0 to 1. By default 1: only the
   * disagreement counts.
   */
  skills?: ReadonlyMap<string, number> | undefined;
  /**
   * Answers that are put together: those to a task, or of a Toloker.
   *
   * @default {"task"}
   */
  by?: "task" | "worker" | undefined;
}

/**
 * Computes the uncertainty of answers: Shannon's entropy, in nats, of the labels
 * of a task or Toloker. An answer of a Toloker with skill s counts s for its
 * label and (1 - s) / (K - 1) for each of the other K - 1. It is from 0, full
 * agreement, to ln K.
 *
 * Take it to find tasks that Tolokers read differently.
 *
 * @throws {RangeError} If there is no answer, or a Toloker has no skill from 0
 *     to 1.
 *
 * @example Usage
 * ```ts
 * import { uncertainty } from "@toloka/client/aggregation";
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
 * const { values } = uncertainty(answers);
 * assertEquals(values.get("2"), 0);
 * assertEquals(values.get("1")! > 0.6, true);
 * ```
 */
export function uncertainty<L extends Label>(
  answers: Iterable<Answer<L>>,
  options?: UncertaintyOptions,
): Certainty;
/** Computes the uncertainty once all answers have arrived. */
export function uncertainty<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  options?: UncertaintyOptions,
): Promise<Certainty>;
export function uncertainty<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: UncertaintyOptions = {},
): Certainty | Promise<Certainty> {
  const { skills, by = "task" } = options;
  return withIndex(answers, (index) => {
    const action = "compute the uncertainty";
    if (by !== "task" && by !== "worker") {
      refuse(action, "by", 'must be "task" or "worker"', by);
    }
    const right = skills === undefined
      ? new Float64Array(index.workers.length).fill(1)
      : probabilitiesOf(action, index, skills);
    const [names, groupOf] = by === "task"
      ? [index.tasks, index.taskOf]
      : [index.workers, index.workerOf];
    const width = index.labels.length;
    const table = new Float64Array(names.length * width);
    for (let i = 0; i < index.size; i++) {
      const s = right[index.workerOf[i]!]!;
      const other = (1 - s) / Math.max(1, width - 1);
      const row = groupOf[i]! * width;
      for (let k = 0; k < width; k++) {
        table[row + k]! += k === index.labelOf[i] ? s : other;
      }
    }
    return certaintyOf(
      names,
      (at) => entropy(table.subarray(at * width, (at + 1) * width)),
    );
  });
}

function entropy(row: Float64Array): number {
  const total = row.reduce((a, b) => a + b, 0);
  return row.reduce((sum, value) => {
    const p = value / total;
    return p > 0 ? sum - p * Math.log(p) : sum;
  }, 0);
}

/** Options of {@linkcode consistency}. */
export interface ConsistencyOptions {
  /**
   * Probability that a Toloker's answer is right, 0 to 1. By default their share
   * of answers that equal the majority vote.
   */
  skills?: ReadonlyMap<string, number> | undefined;
  /** The label of each task. By default the majority vote. */
  labels?: ReadonlyMap<string, Label> | undefined;
}

/**
 * Computes the posterior probability of each task's label: labels are equally
 * probable beforehand, and a Toloker with skill s gives the right one of K with
 * probability s and each other with (1 - s) / (K - 1). It is from 0 to 1; 0
 * where the answers are impossible under every label.
 *
 * @throws {RangeError} If there is no answer, a Toloker has no skill from 0 to
 *     1, or a task no label that the index has.
 *
 * @example Usage
 * ```ts
 * import { consistency } from "@toloka/client/aggregation";
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
 * assertEquals(consistency(answers).values.get("2"), 1);
 * ```
 */
export function consistency<L extends Label>(
  answers: Iterable<Answer<L>>,
  options?: ConsistencyOptions,
): Certainty;
/** Computes the consistency once all answers have arrived. */
export function consistency<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  options?: ConsistencyOptions,
): Promise<Certainty>;
export function consistency<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: ConsistencyOptions = {},
): Certainty | Promise<Certainty> {
  const { skills, labels } = options;
  return withIndex(answers, (index) => {
    const action = "compute the consistency";
    const shares = voteShares(index);
    const width = index.labels.length;
    const right = skills === undefined
      ? agreement(index, shares)
      : probabilitiesOf(action, index, skills);
    const chosen = labels === undefined
      ? greatest(shares, width)
      : positionsOf(action, "labels", index, labels);
    const missing = chosen.indexOf(-1);
    if (missing !== -1) {
      refuse(action, "labels", "must have each task", index.tasks[missing]);
    }
    const rows = posteriors(index, right);
    return certaintyOf(index.tasks, (t) => rows[t * width + chosen[t]!]! || 0);
  });
}

/** Posterior probabilities of labels, `NaN` where no label is possible. */
function posteriors(index: AnswerIndex, right: Float64Array): Float64Array {
  const { size, taskOf, workerOf, labelOf, weightOf, tasks, labels } = index;
  const width = labels.length;
  const hit = right.map((s) => Math.log(s));
  const miss = right.map((s) => Math.log((1 - s) / Math.max(1, width - 1)));
  const rows = new Float64Array(tasks.length * width);
  for (let i = 0; i < size; i++) {
    const weight = weightOf === undefined ? 1 : weightOf[i]!;
    if (weight === 0) continue;
    const [row, worker] = [taskOf[i]! * width, workerOf[i]!];
    for (let k = 0; k < width; k++) {
      rows[row + k]! += weight * (k === labelOf[i] ? hit : miss)[worker]!;
    }
  }
  normalizeLogs(rows, width);
  return rows;
}

/** Gives skills that must be probabilities. */
export function probabilitiesOf(
  action: string,
  index: AnswerIndex,
  skills: ReadonlyMap<string, number>,
  defaultSkill?: number,
): Float64Array {
  const found = skillsOf(action, index, skills, defaultSkill);
  const wrong = found.find((skill) => skill > 1);
  if (wrong !== undefined) {
    refuse(action, "skills", "must have numbers from 0 to 1", wrong);
  }
  return found;
}

function certaintyOf(
  names: readonly string[],
  valueAt: (at: number) => number,
): Certainty {
  const values = new Map(names.map((name, at) => [name, valueAt(at)]));
  const mean = [...values.values()].reduce((a, b) => a + b, 0) / names.length;
  return { mean, values };
}
