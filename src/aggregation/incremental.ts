/** Majority vote and skills over a stream without end. @module */
import { checkInteger, refuse } from "../checks.ts";
import { multiplyMoney } from "../money.ts";
import { checkAnswer } from "./answer_index.ts";
import { type Answer, compareLabels, type Label } from "./answers.ts";
import { checkAmount, checkOpenShare } from "./checks.ts";
import { evidenceOf, qualityOf, softmax } from "./skill_vote.ts";

const ACTION = "decide on overlap";
/** Answers of others by which a Toloker can be judged. */
const JUDGES = 2;

/** Options of {@linkcode IncrementalVote}. */
export interface IncrementalVoteOptions {
  /** Number of labels that can be given, from 2. */
  choices: number;
  /** Known labels by task; these tasks have this label from the start. */
  gold?: ReadonlyMap<string, Label> | undefined;
  /**
   * Skill that a Toloker is expected to have, between 0 and 1.
   *
   * @default {0.75}
   */
  priorSkill?: number | undefined;
  /**
   * Answers that `priorSkill` counts as, above 0: the more, the longer a Toloker
   * has to prove otherwise.
   *
   * @default {4}
   */
  priorAnswers?: number | undefined;
  /**
   * Confidence that is enough, between 0 and 1.
   *
   * @default {0.95}
   */
  targetConfidence?: number | undefined;
  /**
   * Least number of answers of different Tolokers, from 1.
   *
   * @default {2}
   */
  minOverlap?: number | undefined;
  /**
   * Most answers of different Tolokers, at least `minOverlap`.
   *
   * @default {10}
   */
  maxOverlap?: number | undefined;
  /**
   * Price of an answer, in US dollars: a task suite's over its number of tasks.
   *
   * @default {0}
   */
  pricePerAnswer?: number | undefined;
  /**
   * Most US dollars that a task's further answers may be expected to cost; a task
   * above it gets none. By default there is no limit.
   */
  maxExpectedCost?: number | undefined;
}

type Settings = {
  [Name in keyof IncrementalVoteOptions]-?: NonNullable<
    IncrementalVoteOptions[Name]
  >;
};

/**
 * Ground of a decision: the task is `CONFIDENT`, has had `MAX_OVERLAP` answers,
 * is `TOO_EXPENSIVE` to go on with, or `UNDECIDED` and needs more.
 */
export type OverlapReason =
  | "CONFIDENT"
  | "MAX_OVERLAP"
  | "TOO_EXPENSIVE"
  | "UNDECIDED";

/**
 * Decision on whether a task has enough answers.
 *
 * @typeParam L Labels.
 */
export interface OverlapDecision<L extends Label = Label> {
  /** Id of the task. */
  task: string;
  /** The most probable label; of equal ones the first by code point. */
  label: L;
  /** Probability of the label, 0 to 1. */
  confidence: number;
  /** Number of Tolokers who answered. */
  answers: number;
  /** `true` if no further answer is needed. */
  enough: boolean;
  /** Ground of the decision. */
  reason: OverlapReason;
  /** Further answers expected to be needed; 0 if there are enough. */
  expectedAnswers: number;
  /** Cost of these in US dollars. */
  expectedCost: number;
}

/** State of a task. */
interface TaskVotes<L extends Label> {
  weights: Map<L, number>;
  /** Weight of each label by Toloker. */
  given: Map<string, Map<L, number>>;
  label: L;
}

/** Right and all answers. */
interface Counts {
  correct: number;
  total: number;
}

/**
 * A majority vote that is up to date after every answer, with the skills of the
 * Tolokers, and the decision on whether a task has enough answers. Labels and
 * `agreements` equal those of `majorityVote` at any moment.
 *
 * A decision uses the confidence of `skillVote`. For it a Toloker's skill is
 * (a p + c) / (a + n): of the n answers to tasks with gold, or with answers of
 * two others or more and no tie among them, c equal the gold or the majority of
 * the others; p is `priorSkill` and a `priorAnswers`. The number of further answers is what the sequential
 * probability ratio test expects (A. Wald, "Sequential Tests of Statistical
 * Hypotheses", Annals of Mathematical Statistics 16(2), 1945).
 *
 * @typeParam L Labels.
 *
 * @example Usage
 * ```ts
 * import { IncrementalVote } from "@toloka/client/aggregation";
 * import { assertEquals } from "@std/assert";
 *
 * const vote = new IncrementalVote({ choices: 2, pricePerAnswer: 0.01 });
 * vote.add({ task: "1", worker: "ann", label: "cat" });
 * const { enough, expectedCost } = vote.decide("1");
 * assertEquals(enough, false);
 * assertEquals(expectedCost, 0.04);
 * for (const worker of ["bob", "eve"]) {
 *   vote.add({ task: "1", worker, label: "cat" });
 * }
 * assertEquals(vote.decide("1").enough, true);
 * ```
 */
export class IncrementalVote<L extends Label = Label> {
  readonly #options: Settings;
  readonly #tasks: Map<string, TaskVotes<L>> = new Map();
  readonly #agreements: Map<string, Counts> = new Map();
  readonly #trust: Map<string, Counts> = new Map();
  readonly #all: Counts = { correct: 0, total: 0 };

  /**
   * Begins without answers.
   *
   * @throws {RangeError} If an option is out of its bounds.
   */
  constructor(options: IncrementalVoteOptions) {
    this.#options = checked(options);
  }

  /**
   * Adds an answer.
   *
   * @throws {RangeError} If it is malformed, or has a label too many for
   *     `choices`.
   */
  add(answer: Answer<L>): void {
    checkAnswer(answer, 0);
    const { task, worker, label, weight = 1 } = answer;
    const votes = this.#tasks.get(task) ??
      { weights: new Map(), given: new Map(), label };
    const { choices } = this.#options;
    if (!votes.weights.has(label) && votes.weights.size === choices) {
      const rule = `must have at most ${choices} labels for "${task}"`;
      refuse("add an answer", "answer", rule, label);
    }
    this.#count(task, votes, -1);
    this.#tasks.set(task, votes);
    votes.weights.set(label, (votes.weights.get(label) ?? 0) + weight);
    const own = votes.given.get(worker) ?? new Map<L, number>();
    votes.given.set(worker, own.set(label, (own.get(label) ?? 0) + weight));
    votes.label = this.#labelOf(task, votes);
    this.#count(task, votes, 1);
  }

  /** The label of each task so far, in the order in which tasks appeared. */
  get labels(): Map<string, L> {
    return new Map([...this.#tasks].map(([task, { label }]) => [task, label]));
  }

  /** Each Toloker's share of answers that equal the label, 0 to 1. */
  get agreements(): Map<string, number> {
    return new Map(
      [...this.#agreements].map((
        [worker, { correct, total }],
      ) => [worker, correct / total]),
    );
  }

  /** Each Toloker's skill as decisions use it, between 0 and 1. */
  get skills(): Map<string, number> {
    return new Map(
      [...this.#agreements.keys()].map((
        worker,
      ) => [worker, this.#skill(worker)]),
    );
  }

  /**
   * Decides whether a task has enough answers.
   *
   * @throws {RangeError} If the task has no answer.
   */
  decide(task: string): OverlapDecision<L> {
    const votes = this.#tasks.get(task);
    if (votes === undefined) {
      refuse(ACTION, "task", "must have an answer", task);
    }
    const { minOverlap, maxOverlap, targetConfidence } = this.#options;
    const { maxExpectedCost, pricePerAnswer } = this.#options;
    const answers = votes.given.size;
    const { label, confidence } = this.#confidence(task, votes);
    const sure = confidence >= targetConfidence && answers >= minOverlap;
    const expected = sure
      ? 0
      : Math.max(this.#further(confidence), minOverlap - answers);
    const expectedAnswers = Math.max(
      0,
      Math.min(expected, maxOverlap - answers),
    );
    const expectedCost = multiplyMoney(pricePerAnswer, expectedAnswers);
    const reason = sure
      ? "CONFIDENT"
      : answers >= maxOverlap
      ? "MAX_OVERLAP"
      : answers >= minOverlap && expectedCost > maxExpectedCost
      ? "TOO_EXPENSIVE"
      : "UNDECIDED";
    const enough = reason !== "UNDECIDED";
    return {
      task,
      label,
      confidence,
      answers,
      enough,
      reason,
      expectedAnswers: enough ? 0 : expectedAnswers,
      expectedCost: enough ? 0 : expectedCost,
    };
  }

  #labelOf(task: string, { weights }: TaskVotes<L>): L {
    const gold = this.#options.gold.get(task);
    return gold === undefined ? leading(weights)[0]! : gold as L;
  }

  /** Counts a task's answers for the Tolokers, or takes them off again. */
  #count(task: string, votes: TaskVotes<L>, sign: 1 | -1): void {
    for (const [worker, own] of votes.given) {
      const judged = this.#judge(task, votes, own);
      for (const label of own.keys()) {
        const correct = label === votes.label ? sign : 0;
        count(this.#agreements, worker, correct, sign);
        if (judged === undefined) continue;
        const trusted = label === judged ? sign : 0;
        count(this.#trust, worker, trusted, sign);
        this.#all.correct += trusted;
        this.#all.total += sign;
      }
    }
  }

  /** The label that a Toloker is judged by: gold, or the majority of others. */
  #judge(
    task: string,
    { given, weights }: TaskVotes<L>,
    own: ReadonlyMap<L, number>,
  ): Label | undefined {
    const gold = this.#options.gold.get(task);
    if (gold !== undefined || given.size <= JUDGES) return gold;
    const others = new Map(
      [...weights].map((
        [label, weight],
      ) => [label, weight - (own.get(label) ?? 0)]),
    );
    const [label, tied] = leading(others);
    return tied === undefined ? label : undefined;
  }

  #skill(worker: string): number {
    return this.#smoothed(this.#trust.get(worker) ?? { correct: 0, total: 0 });
  }

  #smoothed({ correct, total }: Counts): number {
    const { priorSkill, priorAnswers } = this.#options;
    return (priorAnswers * priorSkill + correct) / (priorAnswers + total);
  }

  #confidence(task: string, { given, weights, label }: TaskVotes<L>) {
    const { choices, gold } = this.#options;
    if (gold.has(task)) return { label, confidence: 1 };
    const labels = [...weights.keys()].sort(compareLabels);
    const row = new Float64Array(labels.length);
    for (const [worker, own] of given) {
      const evidence = evidenceOf(qualityOf(this.#skill(worker)), choices);
      for (const label of own.keys()) row[labels.indexOf(label)]! += evidence;
    }
    softmax(row, choices - labels.length);
    const confidence = row.reduce((a, b) => Math.max(a, b));
    return { label: labels[row.indexOf(confidence)]!, confidence };
  }

  /** Expected number of answers until the confidence is enough, at least 1. */
  #further(confidence: number): number {
    const { choices, targetConfidence } = this.#options;
    const skill = qualityOf(this.#smoothed(this.#all));
    const evidence = evidenceOf(skill, choices);
    // A wrong answer helps one of the other labels.
    const drift = evidence * (skill - (1 - skill) / (choices - 1));
    const gap = logit(targetConfidence) - logit(qualityOf(confidence));
    return drift > 0 ? Math.max(1, Math.ceil(gap / drift)) : Infinity;
  }
}

function count(
  all: Map<string, Counts>,
  worker: string,
  correct: number,
  total: number,
): void {
  const counts = all.get(worker) ?? { correct: 0, total: 0 };
  counts.correct += correct;
  counts.total += total;
  all.set(worker, counts);
}

/** The labels with the greatest weight, in their order. */
function leading<L extends Label>(weights: ReadonlyMap<L, number>): L[] {
  const most = Math.max(...weights.values());
  const labels = [...weights.keys()].filter((l) => weights.get(l) === most);
  return labels.sort(compareLabels);
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}

function checked(
  options: IncrementalVoteOptions,
): Settings {
  const {
    choices,
    gold = new Map(),
    priorSkill = 0.75,
    priorAnswers = 4,
    targetConfidence = 0.95,
    minOverlap = 2,
    maxOverlap = 10,
    pricePerAnswer = 0,
    maxExpectedCost = Infinity,
  } = options;
  checkInteger(ACTION, "choices", choices, 2);
  checkOpenShare(ACTION, "priorSkill", priorSkill);
  checkOpenShare(ACTION, "targetConfidence", targetConfidence);
  if (!(priorAnswers > 0 && priorAnswers < Infinity)) {
    refuse(ACTION, "priorAnswers", "must be a number above 0", priorAnswers);
  }
  checkInteger(ACTION, "minOverlap", minOverlap, 1);
  checkInteger(ACTION, "maxOverlap", maxOverlap, minOverlap, 30_000);
  checkAmount(ACTION, "pricePerAnswer", pricePerAnswer);
  if (!(maxExpectedCost >= 0)) {
    const rule = "must be a number from 0";
    refuse(ACTION, "maxExpectedCost", rule, maxExpectedCost);
  }
  return {
    choices,
    gold,
    priorSkill,
    priorAnswers,
    targetConfidence,
    minOverlap,
    maxOverlap,
    pricePerAnswer,
    maxExpectedCost,
  };
}
