/** Agreement of Tolokers with each other: reliability coefficients. @module */
import { type AnswerIndex, withIndex } from "./answer_index.ts";
import type { Answer, Label } from "./answers.ts";
import { refuse } from "../checks.ts";
import { repeats } from "./votes.ts";

/**
 * Scale of labels: names (`nominal`), ranks (`ordinal`) or numbers
 * (`interval`).
 */
export type MeasurementLevel = "nominal" | "ordinal" | "interval";

/**
 * Options of {@linkcode krippendorffAlpha}.
 *
 * @typeParam L Labels.
 */
export interface KrippendorffAlphaOptions<L extends Label = Label> {
  /**
   * Scale of the labels, which says how far two of them differ.
   *
   * @default {"nominal"}
   */
  level?: MeasurementLevel | undefined;
  /**
   * Labels from the least to the greatest, for the level `ordinal`. By default
   * numbers by value and texts by code point.
   */
  order?: readonly L[] | undefined;
}

/**
 * Computes Krippendorff's alpha: 1 minus the observed disagreement of answers to
 * the same task over that expected by chance. 1 is full agreement, 0 chance,
 * below 0 less than chance. Two answers differ by 0 or 1 (`nominal`), by the
 * square of the answers between them in rank (`ordinal`), or by the square of
 * their difference (`interval`). Tasks with one answer do not count (K.
 * Krippendorff, "Content Analysis", 4th edition, 2018, chapter 12).
 *
 * Take it for any number of answers a task. Krippendorff asks for 0.8, and 0.667
 * for tentative conclusions.
 *
 * @returns At most 1; 1 if all answers are equal, `NaN` if no task has two.
 * @throws {RangeError} If there is no answer, a label is not a number at the
 *     level `interval`, or `order` lacks a label.
 *
 * @example Usage
 * ```ts
 * import { krippendorffAlpha } from "@toloka/client/aggregation";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const answers = [
 *   { task: "1", worker: "ann", label: "cat" },
 *   { task: "1", worker: "bob", label: "cat" },
 *   { task: "1", worker: "eve", label: "dog" },
 *   { task: "2", worker: "ann", label: "dog" },
 *   { task: "2", worker: "bob", label: "dog" },
 *   { task: "2", worker: "eve", label: "dog" },
 * ];
 * assertAlmostEquals(krippendorffAlpha(answers), 0.375);
 * ```
 */
export function krippendorffAlpha<L extends Label>(
  answers: Iterable<Answer<L>>,
  options?: KrippendorffAlphaOptions<L>,
): number;
/** Computes Krippendorff's alpha once all answers have arrived. */
export function krippendorffAlpha<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  options?: KrippendorffAlphaOptions<L>,
): Promise<number>;
export function krippendorffAlpha<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: KrippendorffAlphaOptions<L> = {},
): number | Promise<number> {
  return withIndex(answers, (index) => {
    const counts = pairableCounts(index);
    const level = options.level ?? "nominal";
    if (level === "nominal") return nominalAlpha(index, counts);
    return metricAlpha(index, counts, valuesOf(index, counts, options));
  });
}

/** Counts each label on the tasks that have two answers or more. */
function pairableCounts({ starts, labels, labelOf, tasks }: AnswerIndex) {
  const counts = new Float64Array(labels.length);
  for (let task = 0; task < tasks.length; task++) {
    const [from, to] = [starts[task]!, starts[task + 1]!];
    if (to - from < 2) continue;
    for (let i = from; i < to; i++) counts[labelOf[i]!]!++;
  }
  return counts;
}

function nominalAlpha(
  { starts, labels, labelOf, tasks }: AnswerIndex,
  counts: Float64Array,
): number {
  const own = new Float64Array(labels.length);
  let observed = 0;
  for (let task = 0; task < tasks.length; task++) {
    const [from, to] = [starts[task]!, starts[task + 1]!];
    if (to - from < 2) continue;
    let equal = 0;
    // Counting from 0 to n adds the odd numbers up to n squared.
    for (let i = from; i < to; i++) equal += 2 * own[labelOf[i]!]!++ + 1;
    for (let i = from; i < to; i++) own[labelOf[i]!] = 0;
    observed += ((to - from) ** 2 - equal) / (to - from - 1);
  }
  const total = sumOf(counts);
  const expected = total ** 2 - counts.reduce((sum, n) => sum + n * n, 0);
  return alphaOf(observed, expected, total);
}

/** Alpha where labels differ by the square of the difference of their values. */
function metricAlpha(
  { starts, labelOf, tasks }: AnswerIndex,
  counts: Float64Array,
  values: Float64Array,
): number {
  const total = sumOf(counts);
  const mean = counts.reduce((sum, n, k) => sum + n * values[k]!, 0) / total;
  const centered = values.map((value) => value - mean);
  let observed = 0;
  for (let task = 0; task < tasks.length; task++) {
    const [from, to] = [starts[task]!, starts[task + 1]!];
    if (to - from < 2) continue;
    let [sum, squares] = [0, 0];
    for (let i = from; i < to; i++) {
      const value = centered[labelOf[i]!]!;
      sum += value;
      squares += value * value;
    }
    observed += 2 * ((to - from) * squares - sum * sum) / (to - from - 1);
  }
  const squares = counts.reduce((sum, n, k) => sum + n * centered[k]! ** 2, 0);
  const rest = counts.reduce((sum, n, k) => sum + n * centered[k]!, 0);
  return alphaOf(observed, 2 * (total * squares - rest * rest), total);
}

function alphaOf(observed: number, expected: number, total: number): number {
  if (total === 0) return NaN;
  return expected === 0 ? 1 : 1 - observed * (total - 1) / expected;
}

function valuesOf<L extends Label>(
  { labels }: AnswerIndex<L>,
  counts: Float64Array,
  { level, order = labels }: KrippendorffAlphaOptions<L>,
): Float64Array {
  const action = "compute Krippendorff's alpha";
  if (level === "interval") {
    return Float64Array.from(
      labels,
      (label) =>
        typeof label === "number"
          ? label
          : refuse(action, "answers", "must have numbers as labels", label),
    );
  }
  if (level !== "ordinal") {
    const rule = 'must be "nominal", "ordinal" or "interval"';
    refuse(action, "level", rule, level);
  }
  const places = new Map(labels.map((label, k) => [label, k]));
  const missing = labels.find((label) => !order.includes(label));
  if (missing !== undefined) {
    refuse(action, "order", "must have every label", missing);
  }
  // The square of the difference of middle ranks is the ordinal distance.
  const values = new Float64Array(labels.length);
  let before = 0;
  for (const label of new Set(order)) {
    const place = places.get(label);
    if (place === undefined) continue;
    values[place] = before + counts[place]! / 2;
    before += counts[place]!;
  }
  return values;
}

function sumOf(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}

/**
 * Computes Fleiss' kappa: the share of equal pairs of answers to the same task,
 * above what the labels' shares give by chance; 1 is full agreement, 0 chance
 * (J. L. Fleiss, "Measuring nominal scale agreement among many raters",
 * Psychological Bulletin 76(5), 1971).
 *
 * Take it to compare with published figures. It needs equally many answers to
 * each task; {@linkcode krippendorffAlpha} does not.
 *
 * @returns At most 1; 1 if all answers are equal.
 * @throws {RangeError} If there is no answer, or tasks do not have equally many,
 *     at least 2.
 *
 * @example Usage
 * ```ts
 * import { fleissKappa } from "@toloka/client/aggregation";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const answers = [
 *   { task: "1", worker: "ann", label: "cat" },
 *   { task: "1", worker: "bob", label: "cat" },
 *   { task: "1", worker: "eve", label: "dog" },
 *   { task: "2", worker: "ann", label: "dog" },
 *   { task: "2", worker: "bob", label: "dog" },
 *   { task: "2", worker: "eve", label: "dog" },
 * ];
 * assertAlmostEquals(fleissKappa(answers), 0.25);
 * ```
 */
export function fleissKappa<L extends Label>(
  answers: Iterable<Answer<L>>,
): number;
/** Computes Fleiss' kappa once all answers have arrived. */
export function fleissKappa<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
): Promise<number>;
export function fleissKappa<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
): number | Promise<number> {
  return withIndex(answers, (index) => {
    const { starts, tasks, size } = index;
    const each = size / tasks.length;
    const uneven = tasks.findIndex((_, t) =>
      starts[t + 1]! - starts[t]! !== each
    );
    const action = "compute Fleiss' kappa";
    if (uneven !== -1) {
      const rule = "must have equally many for each task";
      refuse(action, "answers", rule, uneveness(index));
    }
    if (each < 2) {
      refuse(action, "answers", "must have at least 2 a task", each);
    }
    const counts = pairableCounts(index);
    const chance = counts.reduce((sum, n) => sum + (n / size) ** 2, 0);
    const observed = equalPairs(index) / (size * (each - 1));
    return chance === 1 ? 1 : (observed - chance) / (1 - chance);
  });
}

function uneveness({ starts, tasks }: AnswerIndex): string {
  let [least, most] = [Infinity, 0];
  tasks.forEach((_, t) => {
    const count = starts[t + 1]! - starts[t]!;
    least = Math.min(least, count);
    most = Math.max(most, count);
  });
  return `${least} to ${most}`;
}

/** Ordered pairs of equal answers to the same task. */
function equalPairs({ starts, labels, labelOf, tasks }: AnswerIndex): number {
  const own = new Float64Array(labels.length);
  let pairs = 0;
  for (let task = 0; task < tasks.length; task++) {
    const [from, to] = [starts[task]!, starts[task + 1]!];
    for (let i = from; i < to; i++) pairs += 2 * own[labelOf[i]!]!++;
    for (let i = from; i < to; i++) own[labelOf[i]!] = 0;
  }
  return pairs;
}

/** Options of {@linkcode cohenKappa}. */
export interface CohenKappaOptions {
  /**
   * Difference of two labels: 1 (`none`), or the distance of their
   * places among the sorted labels (`linear`) or its square (`quadratic`).
   *
   * @default {"none"}
   */
  weights?: "none" | "linear" | "quadratic" | undefined;
}

const DISTANCES = {
  none: (a: number, b: number) => a === b ? 0 : 1,
  linear: (a: number, b: number) => Math.abs(a - b),
  quadratic: (a: number, b: number) => (a - b) ** 2,
};

/**
 * Computes Cohen's kappa of two Tolokers on the tasks that both answered: 1
 * minus their disagreement over that expected from how often each gives each
 * label (J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational
 * and Psychological Measurement 20(1), 1960; with weights: "Weighted kappa",
 * Psychological Bulletin 70(4), 1968). Equal answers of a Toloker to a task
 * count once.
 *
 * @param workers Ids of the two Tolokers.
 * @returns At most 1; 1 if all their answers are one label, `NaN` if they have
 *     no task in common.
 * @throws {RangeError} If there is no answer, or a Toloker gave a task two
 *     different answers.
 *
 * @example Usage
 * ```ts
 * import { cohenKappa } from "@toloka/client/aggregation";
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
 * assertEquals(cohenKappa(answers, ["ann", "bob"]), 1);
 * ```
 */
export function cohenKappa<L extends Label>(
  answers: Iterable<Answer<L>>,
  workers: readonly [string, string],
  options?: CohenKappaOptions,
): number;
/** Computes Cohen's kappa once all answers have arrived. */
export function cohenKappa<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  workers: readonly [string, string],
  options?: CohenKappaOptions,
): Promise<number>;
export function cohenKappa<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  workers: readonly [string, string],
  options: CohenKappaOptions = {},
): number | Promise<number> {
  const { weights = "none" } = options;
  return withIndex(answers, (index) => {
    const distance = DISTANCES[weights];
    if (distance === undefined) {
      const rule = 'must be "none", "linear" or "quadratic"';
      refuse("compute Cohen's kappa", "weights", rule, weights);
    }
    const [first, second] = workers.map((worker) => answersBy(index, worker));
    const pairs = [...first!].flatMap(([task, label]) => {
      const other = second!.get(task);
      return other === undefined ? [] : [[label, other] as const];
    });
    if (pairs.length === 0) return NaN;
    const width = index.labels.length;
    const [rows, columns] = [new Float64Array(width), new Float64Array(width)];
    let observed = 0;
    for (const [a, b] of pairs) {
      rows[a]!++;
      columns[b]!++;
      observed += distance(a, b);
    }
    let expected = 0;
    rows.forEach((n, a) =>
      columns.forEach((m, b) => expected += n * m * distance(a, b))
    );
    return expected === 0 ? 1 : 1 - observed * pairs.length / expected;
  });
}

function answersBy(index: AnswerIndex, worker: string): Map<number, number> {
  const { workers, workerOf, taskOf, labelOf, tasks } = index;
  const place = workers.indexOf(worker);
  const given = new Map<number, number>();
  workerOf.forEach((other, i) => {
    if (other !== place || repeats(index, i)) return;
    const task = taskOf[i]!;
    if (given.has(task)) {
      const rule = `must have one label of "${worker}" for each task`;
      refuse("compute Cohen's kappa", "answers", rule, tasks[task]);
    }
    given.set(task, labelOf[i]!);
  });
  return given;
}
