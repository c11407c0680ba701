/** Votes on indexed answers: the arithmetic that the methods share. @module */
import type { AnswerIndex } from "./answer_index.ts";
import type { Label } from "./answers.ts";
import { refuse } from "../checks.ts";

/**
 * Sums numbers as if with twice the digits (Knuth's two-sum), so that their
 * order changes the result in no digit, and no tie is broken by it.
 */
export class ExactSums {
  readonly #high: Float64Array;
  readonly #low: Float64Array;

  /** Begins with sums of 0. */
  constructor(size: number) {
    this.#high = new Float64Array(size);
    this.#low = new Float64Array(size);
  }

  /** Adds to a sum. */
  add(at: number, value: number): void {
    const before = this.#high[at]!;
    const sum = before + value;
    const added = sum - before;
    this.#low[at]! += (before - (sum - added)) + (value - added);
    this.#high[at] = sum;
  }

  /** Gives a sum, and sets it to 0. */
  take(at: number): number {
    const sum = this.#high[at]! + this.#low[at]!;
    this.#high[at] = 0;
    this.#low[at] = 0;
    return sum;
  }
}

/**
 * Gives each label's share of the votes on each task, in rows of labels. A task
 * whose votes all weigh 0 has equal shares for the labels that it was given.
 */
export function voteShares(
  index: AnswerIndex,
  weights?: Float64Array,
): Float64Array {
  const { starts, labelOf, workerOf, weightOf, labels, tasks } = index;
  const shares = new Float64Array(tasks.length * labels.length);
  const sums = new ExactSums(labels.length);
  for (let task = 0; task < tasks.length; task++) {
    const row = task * labels.length;
    for (let i = starts[task]!; i < starts[task + 1]!; i++) {
      const weight = weights === undefined ? 1 : weights[workerOf[i]!]!;
      sums.add(
        labelOf[i]!,
        weightOf === undefined ? weight : weight * weightOf[i]!,
      );
    }
    let total = 0;
    for (let k = 0; k < labels.length; k++) {
      total += shares[row + k] = sums.take(k);
    }
    if (total === 0) total = equalShares(index, task, shares);
    for (let k = 0; k < labels.length; k++) shares[row + k]! /= total;
  }
  return shares;
}

function equalShares(
  { starts, labelOf, labels }: AnswerIndex,
  task: number,
  shares: Float64Array,
): number {
  const given = new Set(labelOf.subarray(starts[task], starts[task + 1]));
  for (const label of given) shares[task * labels.length + label] = 1;
  return given.size;
}

/** Gives the position of each row's greatest value, the first of equal ones. */
export function greatest(table: Float64Array, width: number): Int32Array {
  const best = new Int32Array(table.length / width);
  for (let row = 0; row < best.length; row++) {
    const start = row * width;
    let at = 0;
    for (let k = 1; k < width; k++) {
      if (table[start + k]! > table[start + at]!) at = k;
    }
    best[row] = at;
  }
  return best;
}

/** Number of each worker's compared answers, and of the right ones. */
export interface Tally {
  /** Right answers of each worker. */
  correct: Float64Array;
  /** Compared answers of each worker. */
  total: Float64Array;
}

/**
 * Counts right answers by worker. Equal answers of a worker to a task count
 * once; a task whose label is -1 has none.
 */
export function tally(index: AnswerIndex, truth: Int32Array): Tally {
  const { size, taskOf, workerOf, labelOf, workers } = index;
  const correct = new Float64Array(workers.length);
  const total = new Float64Array(workers.length);
  for (let i = 0; i < size; i++) {
    const label = truth[taskOf[i]!]!;
    if (label === -1 || repeats(index, i)) continue;
    const worker = workerOf[i]!;
    total[worker]!++;
    if (labelOf[i] === label) correct[worker]!++;
  }
  return { correct, total };
}

/** Tells if an answer is the same as the one before. */
export function repeats(
  options: AnswerIndex,
  at: number,
): boolean {
  const { taskOf, workerOf, labelOf } = options;
  return at > 0 && taskOf[at] === taskOf[at - 1] &&
    workerOf[at] === workerOf[at - 1] && labelOf[at] === labelOf[at - 1];
}

/** Gives each worker's share of right answers; `NaN` without any. */
export function accuracies(
  index: AnswerIndex,
  truth: Int32Array,
): Float64Array {
  const { correct, total } = tally(index, truth);
  return correct.map((count, worker) => count / total[worker]!);
}

/** Gives known labels by position; -1 where the label is not known. */
export function positionsOf(
  action: string,
  name: string,
  options: AnswerIndex,
  known: ReadonlyMap<string, Label>,
): Int32Array {
  const { tasks, labels } = options;
  const positions = new Map<Label, number>(
    labels.map((label, at) => [label, at]),
  );
  return Int32Array.from(tasks, (task) => {
    const label = known.get(task);
    if (label === undefined) return -1;
    return positions.get(label) ??
      refuse(action, name, "must have labels that the index has", label);
  });
}

/** Gives right labels by position; -1 where not known, -2 where never given. */
export function truthOf(
  options: AnswerIndex,
  known: ReadonlyMap<string, Label>,
): Int32Array {
  const { tasks, labels } = options;
  const positions = new Map<Label, number>(
    labels.map((label, at) => [label, at]),
  );
  return Int32Array.from(tasks, (task) => {
    const label = known.get(task);
    return label === undefined ? -1 : positions.get(label) ?? -2;
  });
}

/** Gives the skills of the workers in their order. */
export function skillsOf(
  action: string,
  options: AnswerIndex,
  skills: ReadonlyMap<string, number>,
  defaultSkill?: number,
): Float64Array {
  const { workers } = options;
  return Float64Array.from(workers, (worker) => {
    const skill = skills.get(worker) ?? defaultSkill;
    if (skill === undefined) {
      refuse(action, "skills", "must have each worker", worker);
    }
    if (!(skill >= 0 && skill < Infinity)) {
      const rule = `must have finite numbers from 0, for "${worker}" too`;
      refuse(action, "skills", rule, skill);
    }
    return skill;
  });
}
