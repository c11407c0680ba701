/** Majority vote, Wawa and zero-based skill. @module */
import { type Aggregation, aggregationOf } from "./aggregation.ts";
import { type AnswerIndex, withIndex } from "./answer_index.ts";
import type { Answer, Label } from "./answers.ts";
import { accuracies, greatest, skillsOf, voteShares } from "./votes.ts";

/** Options of {@linkcode majorityVote}. */
export interface VoteOptions {
  /**
   * Weight of each Toloker's answers, from 0, such as their `accuracy` on
   * gold. By default all weigh the same.
   */
  skills?: ReadonlyMap<string, number> | undefined;
  /**
   * Weight of the Tolokers who are not in `skills`. By default their absence is
   * an error.
   */
  defaultSkill?: number | undefined;
}

/**
 * Chooses the label with the most votes. A label's probability is its share of
 * the votes, each weighing `weight` times the Toloker's skill; equal shares go
 * to the first label by code point and are in `ties`. `skills` of the result is
 * each Toloker's share of answers that equal the chosen label, where equal
 * answers of theirs to a task count once.
 *
 * Take it first: it needs no assumption, and where Tolokers gave few answers
 * each, models of their errors do worse. Without gold it trusts careless
 * Tolokers as much as others.
 *
 * @throws {RangeError} If there is no answer, or a Toloker has no skill.
 *
 * @example Usage
 * ```ts
 * import { majorityVote } from "@toloka/client/aggregation";
 * import { assertEquals } from "@std/assert";
 *
 * const { labels, ties } = majorityVote([
 *   { task: "1", worker: "ann", label: "cat" },
 *   { task: "1", worker: "bob", label: "cat" },
 *   { task: "1", worker: "eve", label: "dog" },
 *   { task: "2", worker: "ann", label: "dog" },
 *   { task: "2", worker: "bob", label: "cat" },
 * ]);
 * assertEquals(labels, new Map([["1", "cat"], ["2", "cat"]]));
 * assertEquals(ties, new Map([["2", ["cat", "dog"]]]));
 * ```
 */
export function majorityVote<L extends Label>(
  answers: Iterable<Answer<L>>,
  options?: VoteOptions,
): Aggregation<L>;
/** Chooses the label with the most votes once all answers have arrived. */
export function majorityVote<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  options?: VoteOptions,
): Promise<Aggregation<L>>;
export function majorityVote<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: VoteOptions = {},
): Aggregation<L> | Promise<Aggregation<L>> {
  const { skills, defaultSkill } = options;
  return withIndex(answers, (index) => {
    const weights = skills === undefined
      ? undefined
      : skillsOf("take a majority vote", index, skills, defaultSkill);
    const shares = voteShares(index, weights);
    return aggregationOf(index, shares, agreement(index, shares));
  });
}

/**
 * Chooses labels by a vote in which answers weigh by the Toloker's agreement
 * with the majority ("worker agreement with aggregate"): majority vote, then
 * each Toloker's share of answers that equal it, then a vote weighted by these
 * shares. `skills` are the shares.
 *
 * Take it without gold when Tolokers differ in care and the majority is mostly
 * right.
 *
 * @throws {RangeError} If there is no answer.
 *
 * @example Usage
 * ```ts
 * import { wawa } from "@toloka/client/aggregation";
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
 * const { labels, skills } = wawa(answers);
 * assertEquals(labels.get("1"), "cat");
 * assertEquals(skills.get("eve"), 0.5);
 * ```
 */
export function wawa<L extends Label>(
  answers: Iterable<Answer<L>>,
): Aggregation<L>;
/** Chooses labels by agreement once all answers have arrived. */
export function wawa<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
): Promise<Aggregation<L>>;
export function wawa<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
): Aggregation<L> | Promise<Aggregation<L>> {
  return withIndex(answers, (index) => {
    const skills = agreement(index, voteShares(index));
    return aggregationOf(index, voteShares(index, skills), skills);
  });
}

/** Rounds, and after how many of them the learning rate is halved. */
const ROUNDS = 100;
const ROUNDS_PER_RATE = 20;

/**
 * Chooses labels by skills that are found in rounds. All skills begin at
 * 1/K + 10⁻⁵ for K labels; in each of 100 rounds a vote weighted by the skills
 * chooses labels, and each skill moves towards the Toloker's share of answers
 * that equal them: by the whole difference, then in rounds 20, 40, 60, 80 and
 * 100 by half as much. A last vote chooses.
 *
 * Take it as {@linkcode wawa}, when many answers disagree and one round is not
 * enough. The algorithm is that of crowd-kit (Ustalov, Pavlichenko and Tseitlin,
 * "Learning from Crowds with Crowd-Kit", JOSS 9(96), 2024).
 *
 * @throws {RangeError} If there is no answer.
 *
 * @example Usage
 * ```ts
 * import { zeroBasedSkill } from "@toloka/client/aggregation";
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
 * assertEquals(zeroBasedSkill(answers).labels.get("1"), "cat");
 * ```
 */
export function zeroBasedSkill<L extends Label>(
  answers: Iterable<Answer<L>>,
): Aggregation<L>;
/** Chooses labels by skills found in rounds, once all answers have arrived. */
export function zeroBasedSkill<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
): Promise<Aggregation<L>>;
export function zeroBasedSkill<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
): Aggregation<L> | Promise<Aggregation<L>> {
  return withIndex(answers, (index) => {
    const skills = new Float64Array(index.workers.length)
      .fill(1 / index.labels.length + 1e-5);
    let rate = 1;
    for (let round = 1; round <= ROUNDS; round++) {
      if (round % ROUNDS_PER_RATE === 0) rate /= 2;
      const seen = agreement(index, voteShares(index, skills));
      skills.forEach((skill, w) =>
        skills[w] = skill + rate * (seen[w]! - skill)
      );
    }
    return aggregationOf(index, voteShares(index, skills), skills);
  });
}

/** Each worker's share of answers that equal the most probable label. */
export function agreement(
  index: AnswerIndex,
  shares: Float64Array,
): Float64Array {
  return accuracies(index, greatest(shares, index.labels.length));
}
