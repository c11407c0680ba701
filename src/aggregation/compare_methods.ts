/** Methods compared on gold. @module */
import {
  accuracy,
  type IntervalOptions,
  type Rate,
  wilsonInterval,
} from "./accuracy.ts";
import { type AnswerIndex, withIndex } from "./answer_index.ts";
import { type Answer, compareText, type Label } from "./answers.ts";
import { checkInteger, refuse } from "../checks.ts";
import { dawidSkene, oneCoinDawidSkene } from "./dawid_skene.ts";
import { glad } from "./glad.ts";
import { majorityVote, wawa, zeroBasedSkill } from "./majority_vote.ts";
import type { AggregationWarning } from "./warnings.ts";

/** Differences from the majority vote that chance gives less often count. */
const SIGNIFICANCE = 0.05;

/**
 * Makes labels out of answers, with the help of the gold that it may see.
 *
 * @typeParam L Labels.
 */
export type LabelMethod<L extends Label = Label> = (
  answers: AnswerIndex<L>,
  gold: ReadonlyMap<string, Label>,
) => {
  labels: ReadonlyMap<string, L>;
  warnings?: readonly AggregationWarning[];
};

/**
 * Options of {@linkcode compareMethods}.
 *
 * @typeParam L Labels.
 */
export interface CompareMethodsOptions<L extends Label = Label>
  extends IntervalOptions {
  /** Further methods by name. */
  methods?: Readonly<Record<string, LabelMethod<L>>> | undefined;
  /**
   * Parts into which the gold is cut for methods that see gold, from 2: each
   * part is judged by labels that were made without it.
   *
   * @default {5}
   */
  folds?: number | undefined;
}

/** Result of a method on gold. */
export interface MethodComparison {
  /** Name of the method. */
  method: string;
  /** Share of gold tasks with the right label, with Wilson's interval. */
  accuracy: Rate;
  /** Gold tasks that it has right and the majority vote has wrong. */
  gains: number;
  /** Gold tasks that it has wrong and the majority vote has right. */
  losses: number;
  /**
   * Probability of gains and losses as uneven as these, or more, by chance:
   * McNemar's exact test (Q. McNemar, Psychometrika 12, 1947), 0 to 1.
   */
  pValue: number;
  /** Reasons to doubt its labels. */
  warnings: readonly AggregationWarning[];
}

/** Result of {@linkcode compareMethods}. */
export interface MethodsComparison {
  /**
   * Name of the method to take: the most accurate of those that beat the majority
   * vote by more than chance, or else `majorityVote`.
   */
  recommended: string;
  /** Number of gold tasks with answers. */
  goldTasks: number;
  /** The methods, the most accurate first. */
  methods: MethodComparison[];
}

const WITHOUT_GOLD: Record<
  string,
  <L extends Label>(index: AnswerIndex<L>) => ReturnType<LabelMethod<L>>
> = {
  majorityVote: (index) => majorityVote(index),
  wawa: (index) => wawa(index),
  zeroBasedSkill: (index) => zeroBasedSkill(index),
  dawidSkene: (index) => dawidSkene(index),
  oneCoinDawidSkene: (index) => oneCoinDawidSkene(index),
  glad: (index) => glad(index),
};

/**
 * Compares methods on gold tasks: `majorityVote`, `wawa`, `zeroBasedSkill`,
 * `dawidSkene`, `oneCoinDawidSkene`, `glad`, and with gold
 * `majorityVote by gold`, which weighs Tolokers by their accuracy on it (0.5
 * without), and `dawidSkene with gold`. Methods that see gold are judged on
 * parts of it that they did not see, cut in the order of the tasks' ids.
 *
 * Take it before choosing any other method than the majority vote. The more
 * methods are tried, the sooner one wins by chance.
 *
 * @param gold Known labels by task; tasks without answers do not count.
 * @throws {RangeError} If there is no answer, or fewer gold tasks with answers
 *     than `folds`.
 *
 * @example Usage
 * ```ts
 * import { compareMethods } from "@toloka/client/aggregation";
 *
 * const tasks = ["1", "2", "3", "4", "5"];
 * const answers = tasks.flatMap((task) => [
 *   { task, worker: "ann", label: "cat" },
 *   { task, worker: "bob", label: task === "1" ? "dog" : "cat" },
 * ]);
 * const gold = new Map(tasks.map((task) => [task, "cat"]));
 * const { recommended, methods } = compareMethods(answers, gold);
 * for (const { method, accuracy } of methods) {
 *   console.log(method, accuracy.value, accuracy.low, accuracy.high);
 * }
 * console.log(`Take ${recommended}`);
 * ```
 */
export function compareMethods<L extends Label>(
  answers: Iterable<Answer<L>>,
  gold: ReadonlyMap<string, Label>,
  options?: CompareMethodsOptions<L>,
): MethodsComparison;
/** Compares methods once all answers have arrived. */
export function compareMethods<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  gold: ReadonlyMap<string, Label>,
  options?: CompareMethodsOptions<L>,
): Promise<MethodsComparison>;
export function compareMethods<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  gold: ReadonlyMap<string, Label>,
  options: CompareMethodsOptions<L> = {},
): MethodsComparison | Promise<MethodsComparison> {
  const { methods = {}, folds = 5, confidence } = options;
  return withIndex(answers, (index) => {
    const action = "compare methods";
    checkInteger(action, "folds", folds, 2);
    const tasks = index.tasks.filter((task) => gold.has(task));
    if (tasks.length < folds) {
      const rule = `must have at least ${folds} tasks with answers`;
      refuse(action, "gold", rule, tasks.length);
    }
    const runs = [
      ...Object.entries(WITHOUT_GOLD)
        .map(([name, run]) => [name, runOnce(index, tasks, run)] as const),
      ...Object.entries({ ...withGold<L>(), ...methods })
        .map(([name, run]) =>
          [name, crossValidate(index, tasks, gold, folds, run)] as const
        ),
    ];
    const isRight = ({ labels }: Run) =>
      tasks.map((task) => labels.get(task) === gold.get(task));
    const base = isRight(runs[0]![1]);
    const compared = runs.map(([method, run]) => ({
      method,
      ...differences(isRight(run), base, confidence),
      warnings: run.warnings,
    }));
    return {
      recommended: recommended(compared),
      goldTasks: tasks.length,
      methods: compared.sort((a, b) => b.accuracy.correct - a.accuracy.correct),
    };
  });
}

/** Labels of the gold tasks by a method. */
interface Run {
  labels: Map<string, Label | undefined>;
  warnings: readonly AggregationWarning[];
}

function withGold<L extends Label>(): Record<string, LabelMethod<L>> {
  return {
    "majorityVote by gold": (index, gold) => {
      const { skills } = accuracy(index, gold);
      return majorityVote(index, { skills, defaultSkill: 0.5 });
    },
    "dawidSkene with gold": (index, gold) => dawidSkene(index, { gold }),
  };
}

function runOnce<L extends Label>(
  index: AnswerIndex<L>,
  tasks: readonly string[],
  run: (index: AnswerIndex<L>) => ReturnType<LabelMethod<L>>,
): Run {
  const { labels, warnings = [] } = run(index);
  return {
    labels: new Map(tasks.map((task) => [task, labels.get(task)])),
    warnings,
  };
}

function crossValidate<L extends Label>(
  index: AnswerIndex<L>,
  tasks: readonly string[],
  gold: ReadonlyMap<string, Label>,
  folds: number,
  run: LabelMethod<L>,
): Run {
  const result: Run = { labels: new Map(), warnings: [] };
  for (let fold = 0; fold < folds; fold++) {
    const hidden = tasks.filter((_, at) => at % folds === fold);
    const seen = tasks.filter((_, at) => at % folds !== fold);
    const part = new Map(seen.map((task) => [task, gold.get(task)!]));
    const { labels, warnings = [] } = run(index, part);
    for (const task of hidden) result.labels.set(task, labels.get(task));
    if (fold === 0) result.warnings = warnings;
  }
  return result;
}

function differences(
  right: readonly boolean[],
  base: readonly boolean[],
  confidence: number | undefined,
) {
  const correct = right.filter(Boolean).length;
  const gains = right.filter((hit, at) => hit && !base[at]).length;
  const losses = right.filter((hit, at) => !hit && base[at]).length;
  return {
    accuracy: wilsonInterval(correct, right.length, { confidence }),
    gains,
    losses,
    pValue: signTest(gains, losses),
  };
}

/** Two-sided exact test that two counts come from equal chances. */
function signTest(a: number, b: number): number {
  const n = a + b;
  let log = -n * Math.LN2;
  let sum = 0;
  for (let i = 0; i <= Math.min(a, b); i++) {
    sum += Math.exp(log);
    log += Math.log((n - i) / (i + 1));
  }
  return Math.min(1, 2 * sum);
}

function recommended(methods: readonly MethodComparison[]): string {
  const better = methods.filter(({ gains, losses, pValue }) =>
    gains > losses && pValue < SIGNIFICANCE
  );
  better.sort((a, b) =>
    b.accuracy.correct - a.accuracy.correct || compareText(a.method, b.method)
  );
  return better[0]?.method ?? "majorityVote";
}
