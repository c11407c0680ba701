/** The server's own vote, weighted by skill. @module */
import { checkInteger } from "../checks.ts";
import { type Aggregation, aggregationOf } from "./aggregation.ts";
import { type AnswerIndex, withIndex } from "./answer_index.ts";
import type { Answer, Label } from "./answers.ts";
import { probabilitiesOf } from "./certainty.ts";
import { checkShare } from "./checks.ts";
import { ExactSums } from "./votes.ts";

/** Nobody is quite certain or quite wrong: keeps products above zero. */
const LEAST_QUALITY = 1e-6;

/** Options of {@linkcode skillVote}. */
export interface SkillVoteOptions {
  /**
   * Probability that a Toloker's answer is right, 0 to 1: the server's skill
   * value, `exact_value`, over 100.
   */
  skills: ReadonlyMap<string, number>;
  /**
   * Skill of the Tolokers who are not in `skills`, 0 to 1.
   *
   * @default {0.5}
   */
  defaultSkill?: number | undefined;
  /**
   * Number of labels that could have been given, at least the number of those
   * that were; by default that number. Name it when a label may not have been
   * given: confidence depends on it.
   */
  choices?: number | undefined;
}

/**
 * Labels with their confidence.
 *
 * @typeParam L Labels.
 */
export interface SkillVote<L extends Label = Label> extends Aggregation<L> {
  /**
   * The probability of each task's label, 0 to 1, among all that could have been
   * given.
   */
  confidences: Map<string, number>;
}

/**
 * Chooses labels as the server does by skill, in dynamic overlap and in the
 * aggregation `WEIGHTED_DYNAMIC_OVERLAP`: with q the skill of a Toloker and K the
 * number of possible labels, the probability of a label is proportional to the
 * product over the answers of q for this label and (1 - q) / (K - 1) for
 * another; the most probable of the labels given to the task is chosen. Skills
 * below 10⁻⁶ and above 1 - 10⁻⁶ count as these. `probabilities`
 * sum to less than 1 where `choices` counts labels that no task was given.
 * Of equal ones the server takes the first that came, this function the first by
 * code point.
 *
 * Take it to reproduce the server's confidence, or to decide whether a task
 * needs more answers. Baseline answers are answers of a Toloker of their own
 * whose skill is their `confidence_weight`. The server counts accepted answers
 * only.
 *
 * @throws {RangeError} If there is no answer, or an option is out of its bounds.
 *
 * @example The platform's example: 97.7 % with three possible answers
 * ```ts
 * import { skillVote } from "@toloka/client/aggregation";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const answers = [
 *   { task: "1", worker: "ann", label: "OK" },
 *   { task: "1", worker: "bob", label: "OK" },
 * ];
 * const skills = new Map([["ann", 0.7], ["bob", 0.9]]);
 * const { confidences } = skillVote(answers, { skills, choices: 3 });
 * assertAlmostEquals(confidences.get("1")!, 0.977, 0.0005);
 * ```
 */
export function skillVote<L extends Label>(
  answers: Iterable<Answer<L>>,
  options: SkillVoteOptions,
): SkillVote<L>;
/** Chooses labels by skill once all answers have arrived. */
export function skillVote<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  options: SkillVoteOptions,
): Promise<SkillVote<L>>;
export function skillVote<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: SkillVoteOptions,
): SkillVote<L> | Promise<SkillVote<L>> {
  const { skills, defaultSkill = 0.5, choices } = options;
  return withIndex(answers, (index) => {
    const action = "take a vote by skill";
    const width = index.labels.length;
    checkShare(action, "defaultSkill", defaultSkill);
    if (choices !== undefined) checkInteger(action, "choices", choices, width);
    const quality = probabilitiesOf(action, index, skills, defaultSkill)
      .map(qualityOf);
    const shares = sharesOf(index, quality, choices ?? width);
    const given = givenOnly(index, shares);
    const result = aggregationOf(index, shares, quality, given);
    const entries = [...result.labels].map(([task, label]) =>
      [task, result.probabilities.get(task)!.get(label)!] as const
    );
    return { ...result, confidences: new Map(entries) };
  });
}

/** Keeps a skill where it is neither certain nor impossible. */
export function qualityOf(skill: number): number {
  return Math.min(1 - LEAST_QUALITY, Math.max(LEAST_QUALITY, skill));
}

/** Logarithm of the odds that an answer adds to its label. */
export function evidenceOf(quality: number, choices: number): number {
  return Math.log(quality * Math.max(1, choices - 1) / (1 - quality));
}

function sharesOf(
  { starts, labelOf, workerOf, weightOf, tasks, labels }: AnswerIndex,
  quality: Float64Array,
  choices: number,
): Float64Array {
  const width = labels.length;
  const evidence = quality.map((q) => evidenceOf(q, choices));
  const shares = new Float64Array(tasks.length * width);
  const sums = new ExactSums(width);
  for (let task = 0; task < tasks.length; task++) {
    for (let i = starts[task]!; i < starts[task + 1]!; i++) {
      const weight = weightOf === undefined ? 1 : weightOf[i]!;
      sums.add(labelOf[i]!, weight * evidence[workerOf[i]!]!);
    }
    const row = shares.subarray(task * width, (task + 1) * width);
    for (let k = 0; k < width; k++) row[k] = sums.take(k);
    softmax(row, choices - width);
  }
  return shares;
}

/** Puts labels that a task was not given below all others, as the server does. */
function givenOnly(
  { size, taskOf, labelOf, labels }: AnswerIndex,
  shares: Float64Array,
): Float64Array {
  const given = new Float64Array(shares.length).fill(-1);
  for (let i = 0; i < size; i++) {
    const at = taskOf[i]! * labels.length + labelOf[i]!;
    given[at] = shares[at]!;
  }
  return given;
}

/** Turns evidence into shares, beside `others` labels without evidence. */
export function softmax(row: Float64Array, others: number): void {
  const most = row.reduce((a, b) => Math.max(a, b), others > 0 ? 0 : -Infinity);
  let total = others * Math.exp(-most);
  for (let k = 0; k < row.length; k++) {
    total += row[k] = Math.exp(row[k]! - most);
  }
  for (let k = 0; k < row.length; k++) row[k]! /= total;
}
