/** The result of every method. @module */
import type { AnswerIndex } from "./answer_index.ts";
import type { Label } from "./answers.ts";
import { LazyMap } from "./lazy_map.ts";
import { greatest } from "./votes.ts";
import type { AggregationWarning } from "./warnings.ts";

/**
 * One label for each task, and how it was found.
 *
 * @typeParam L Labels.
 */
export interface Aggregation<L extends Label = Label> {
  /**
   * The label of each task, by task in code point order. Of equally probable
   * labels it is the first by code point; see `ties`.
   */
  labels: Map<string, L>;
  /**
   * The probability of each label, 0 to 1, by task. The rows are made when they
   * are read.
   */
  probabilities: ReadonlyMap<string, ReadonlyMap<L, number>>;
  /** The equally probable labels of each task that has several. */
  ties: Map<string, L[]>;
  /** The quality of each Toloker by this method, usually 0 to 1. */
  skills: Map<string, number>;
  /** Reasons to doubt the result. */
  warnings: AggregationWarning[];
}

/**
 * Gives the result of a method from its table of probabilities.
 *
 * @param scores What labels are chosen by, where it is not the probability.
 */
export function aggregationOf<L extends Label>(
  index: AnswerIndex<L>,
  table: Float64Array,
  skills: Float64Array,
  scores: Float64Array = table,
): Aggregation<L> {
  const { tasks, labels, workers } = index;
  const width = labels.length;
  const best = greatest(scores, width);
  return {
    labels: new Map(tasks.map((task, t) => [task, labels[best[t]!]!])),
    probabilities: new LazyMap(
      tasks,
      (t) => new Map(labels.map((label, k) => [label, table[t * width + k]!])),
    ),
    ties: tiesOf(index, scores, best),
    skills: new Map(workers.map((worker, w) => [worker, skills[w]!])),
    warnings: [],
  };
}

function tiesOf<L extends Label>(
  { tasks, labels }: AnswerIndex<L>,
  table: Float64Array,
  best: Int32Array,
): Map<string, L[]> {
  const ties = new Map<string, L[]>();
  tasks.forEach((task, t) => {
    const row = t * labels.length;
    const most = table[row + best[t]!]!;
    // The first of them is the best, so only those behind it can equal it.
    for (let k = best[t]! + 1; k < labels.length; k++) {
      if (table[row + k] !== most) continue;
      const tied = ties.get(task) ?? [labels[best[t]!]!];
      ties.set(task, [...tied, labels[k]!]);
    }
  });
  return ties;
}
