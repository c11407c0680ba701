/** Reasons to doubt labels that a model of Tolokers' errors gave. @module */
import type { AnswerIndex } from "./answer_index.ts";
import type { Label } from "./answers.ts";
import { greatest, voteShares } from "./votes.ts";

/**
 * Reasons to doubt labels:
 *
 * - `FEW_ANSWERS`: the median Toloker gave too few answers for what the model
 *   learns of them: a confusion matrix needs 5 answers for each label, one
 *   probability needs 5 answers
 * - `DISAGREES_WITH_GOLD`: without the gold of a task, the model gives another
 *   label to over 30 % of the gold tasks
 * - `DIFFERS_FROM_MAJORITY`: the labels of over 20 % of the tasks are not among
 *   those with the most votes; more than half suggests that the model has turned
 *   labels around
 * - `ONE_LABEL_ABSORBS`: the share of a label among the tasks is over 25
 *   percentage points greater than its share among the answers
 */
export type AggregationWarningCode =
  | "FEW_ANSWERS"
  | "DISAGREES_WITH_GOLD"
  | "DIFFERS_FROM_MAJORITY"
  | "ONE_LABEL_ABSORBS";

/** A reason to doubt labels. The bounds are rules of thumb. */
export interface AggregationWarning {
  /** Machine-readable reason. */
  code: AggregationWarningCode;
  /** The reason, with the numbers. */
  message: string;
  /** The number that gave rise to it: a share from 0 to 1, or answers. */
  value: number;
  /** The bound that the number is beyond. */
  limit: number;
  /** The label, where the reason concerns one. */
  label?: Label;
}

const LEAST_ANSWERS = 5;
const MOST_GOLD_ERRORS = 0.3;
const MOST_DIFFERENCES = 0.2;
const MOST_EXCESS = 0.25;

/** Properties of a model's fit. */
interface Evidence {
  /** `true` if it learns a confusion matrix for each Toloker. */
  perLabel?: boolean;
  /** Known labels by position, and what the model makes of these tasks. */
  gold?: { known: Int32Array; guesses: Int32Array } | undefined;
}

/** Finds the reasons to doubt labels. */
export function warningsOf<L extends Label>(
  index: AnswerIndex<L>,
  labels: ReadonlyMap<string, L>,
  options: Evidence,
): AggregationWarning[] {
  const { perLabel, gold } = options;
  return [
    fewAnswers(index, perLabel ?? false),
    disagreement(gold),
    differences(index, labels),
    ...index.labels.map((label) => absorbed(index, labels, label)),
  ].filter((warning) => warning !== undefined);
}

function fewAnswers(
  { workers, workerOf, labels }: AnswerIndex,
  perLabel: boolean,
): AggregationWarning | undefined {
  const counts = new Int32Array(workers.length);
  for (const worker of workerOf) counts[worker]!++;
  const median = counts.sort()[counts.length >> 1]!;
  const value = perLabel ? median / labels.length : median;
  if (value >= LEAST_ANSWERS) return undefined;
  const message = perLabel
    ? `The median Toloker has ${
      text(value)
    } answers for each label; a confusion matrix needs about ${LEAST_ANSWERS}`
    : `The median Toloker has ${value} answers; a skill needs about ${LEAST_ANSWERS}`;
  return { code: "FEW_ANSWERS", message, value, limit: LEAST_ANSWERS };
}

function disagreement(gold: Evidence["gold"]): AggregationWarning | undefined {
  const known = gold?.known ?? new Int32Array();
  const total = known.filter((label) => label !== -1).length;
  const wrong =
    known.filter((label, task) => label !== -1 && label !== gold?.guesses[task])
      .length;
  const value = wrong / total;
  if (total === 0 || value <= MOST_GOLD_ERRORS) return undefined;
  const message = `The model alone has another label for ${
    percent(value)
  } of the gold tasks`;
  return {
    code: "DISAGREES_WITH_GOLD",
    message,
    value,
    limit: MOST_GOLD_ERRORS,
  };
}

function differences<L extends Label>(
  index: AnswerIndex<L>,
  labels: ReadonlyMap<string, L>,
): AggregationWarning | undefined {
  const width = index.labels.length;
  const shares = voteShares(index);
  const best = greatest(shares, width);
  const places = new Map(index.labels.map((label, k) => [label, k]));
  let count = 0;
  index.tasks.forEach((task, t) => {
    const place = places.get(labels.get(task)!)!;
    const most = shares[t * width + best[t]!]!;
    if (shares[t * width + place]! < most) count++;
  });
  const value = count / index.tasks.length;
  if (value <= MOST_DIFFERENCES) return undefined;
  const message = `The labels of ${
    percent(value)
  } of the tasks are not those with the most votes`;
  const limit = MOST_DIFFERENCES;
  return { code: "DIFFERS_FROM_MAJORITY", message, value, limit };
}

function absorbed<L extends Label>(
  { labels, labelOf, size }: AnswerIndex<L>,
  chosen: ReadonlyMap<string, L>,
  label: L,
): AggregationWarning | undefined {
  const place = labels.indexOf(label);
  let tasks = 0;
  for (const other of chosen.values()) if (other === label) tasks++;
  let answers = 0;
  for (const other of labelOf) if (other === place) answers++;
  const [share, given] = [tasks / chosen.size, answers / size];
  const value = share - given;
  if (value <= MOST_EXCESS) return undefined;
  const message = `${JSON.stringify(label)} is the label of ${
    percent(share)
  } of the tasks, but ${percent(given)} of the answers`;
  return {
    code: "ONE_LABEL_ABSORBS",
    message,
    value,
    limit: MOST_EXCESS,
    label,
  };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function text(value: number): string {
  return String(Math.round(10 * value) / 10);
}
