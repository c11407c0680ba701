/** Answers in typed arrays. @module */
import {
  type Answer,
  compareLabels,
  type Label,
  sortTexts,
} from "./answers.ts";
import { refuse } from "../checks.ts";

const ACTION = "index answers";
/** Most cells of a table with a row for each task and a column for each label. */
const MAX_CELLS = 2 ** 28;

/** Options of an index of answers. */
export interface IndexOptions<L extends Label = Label> {
  /**
   * Labels that could have been given. They count as choices, even when nobody
   * chose them. By default the labels of the answers alone.
   */
  labels?: Iterable<L> | undefined;
}

/**
 * Answers indexed in typed arrays, sorted by task, Toloker and label, so that
 * the order in which they arrived changes no result. Every function that takes
 * answers takes an index: build it once to call several.
 *
 * @typeParam L Labels.
 */
export interface AnswerIndex<L extends Label = Label>
  extends Iterable<Answer<L>> {
  /** Ids of the tasks, sorted by code point. */
  readonly tasks: readonly string[];
  /** Ids of the Tolokers, sorted by code point. */
  readonly workers: readonly string[];
  /** Labels: booleans, then numbers, then texts by code point. */
  readonly labels: readonly L[];
  /** Number of answers. */
  readonly size: number;
  /** Position in `tasks` of each answer's task. */
  readonly taskOf: Int32Array;
  /** Position in `workers` of each answer's Toloker. */
  readonly workerOf: Int32Array;
  /** Position in `labels` of each answer's label. */
  readonly labelOf: Int32Array;
  /** Weight of each answer; absent if all are 1. */
  readonly weightOf: Float64Array | undefined;
  /** Seconds that each answer took, `NaN` if unknown; absent if all are. */
  readonly secondsOf: Float64Array | undefined;
  /** Position of each task's first answer, and at the end `size`. */
  readonly starts: Int32Array;
}

/** Sorts collected columns. */
class SortedAnswers<L extends Label> implements AnswerIndex<L> {
  readonly tasks: readonly string[];
  readonly workers: readonly string[];
  readonly labels: readonly L[];
  readonly size: number;
  readonly taskOf: Int32Array;
  readonly workerOf: Int32Array;
  readonly labelOf: Int32Array;
  readonly weightOf: Float64Array | undefined;
  readonly secondsOf: Float64Array | undefined;
  readonly starts: Int32Array;

  constructor(columns: AnswerColumns<L>) {
    const tasks = ranked(columns.tasks, sortTexts);
    const workers = ranked(columns.workers, sortTexts);
    const labels = ranked(columns.labels, (all) => all.sort(compareLabels));
    this.tasks = tasks.sorted;
    this.workers = workers.sorted;
    this.labels = labels.sorted;
    if (this.tasks.length * this.labels.length > MAX_CELLS) {
      const rule = `must have at most ${MAX_CELLS} tasks times labels`;
      refuse(ACTION, "answers", rule, this.tasks.length * this.labels.length);
    }
    const taskOf = mapped(columns.taskOf, tasks.rank);
    const workerOf = mapped(columns.workerOf, workers.rank);
    const labelOf = mapped(columns.labelOf, labels.rank);
    // Stable counting sorts, the least significant key first.
    let order = sortedBy(labelOf, this.labels.length);
    order = sortedBy(workerOf, this.workers.length, order);
    order = sortedBy(taskOf, this.tasks.length, order);
    this.size = order.length;
    this.taskOf = mapped(order, taskOf);
    this.workerOf = mapped(order, workerOf);
    this.labelOf = mapped(order, labelOf);
    this.weightOf = reordered(columns.weightOf, order, 1);
    this.secondsOf = reordered(columns.secondsOf, order, NaN);
    this.starts = startsOf(this.taskOf, this.tasks.length);
  }

  *[Symbol.iterator](): Generator<Answer<L>> {
    for (let i = 0; i < this.size; i++) {
      const answer: Answer<L> = {
        task: this.tasks[this.taskOf[i]!]!,
        worker: this.workers[this.workerOf[i]!]!,
        label: this.labels[this.labelOf[i]!]!,
      };
      if (this.weightOf !== undefined) answer.weight = this.weightOf[i];
      const seconds = this.secondsOf?.[i] ?? NaN;
      if (!Number.isNaN(seconds)) answer.seconds = seconds;
      yield answer;
    }
  }
}

/**
 * Indexes answers in one pass.
 *
 * @param answers The answers, at least one. An index is returned as it is,
 *     unless there are `labels`.
 * @throws {RangeError} If there is no answer, or an answer has a task or worker
 *     that is not a text, a label that is not a text, finite number or boolean,
 *     or a negative weight.
 *
 * @example One index for two methods
 * ```ts
 * import {
 *   dawidSkene,
 *   indexAnswers,
 *   majorityVote,
 * } from "@toloka/client/aggregation";
 * import { assertEquals } from "@std/assert";
 *
 * const index = indexAnswers([
 *   { task: "1", worker: "ann", label: "cat" },
 *   { task: "1", worker: "bob", label: "cat" },
 *   { task: "1", worker: "eve", label: "dog" },
 * ]);
 * assertEquals(majorityVote(index).labels.get("1"), "cat");
 * assertEquals(dawidSkene(index).labels.get("1"), "cat");
 * ```
 */
export function indexAnswers<L extends Label>(
  answers: Iterable<Answer<L>>,
  options?: IndexOptions<L>,
): AnswerIndex<L>;
/** Indexes answers as they arrive, such as those of `answersOf`. */
export function indexAnswers<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  options?: IndexOptions<L>,
): Promise<AnswerIndex<L>>;
export function indexAnswers<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: IndexOptions<L> = {},
): AnswerIndex<L> | Promise<AnswerIndex<L>> {
  const { labels } = options;
  if (answers instanceof SortedAnswers && labels === undefined) return answers;
  const columns = new AnswerColumns(labels ?? []);
  return isAsync(answers) ? filled(columns, answers) : columns.fill(answers);
}

/** Calls a function with indexed answers, later if they are still to come. */
export function withIndex<L extends Label, Result>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  use: (index: AnswerIndex<L>) => Result,
): Result | Promise<Result> {
  return isAsync(answers)
    ? indexAnswers(answers).then(use)
    : use(indexAnswers(answers));
}

function isAsync<T>(
  items: Iterable<T> | AsyncIterable<T>,
): items is AsyncIterable<T> {
  return Symbol.asyncIterator in Object(items);
}

async function filled<L extends Label>(
  columns: AnswerColumns<L>,
  answers: AsyncIterable<Answer<L>>,
): Promise<AnswerIndex<L>> {
  for await (const answer of answers) columns.add(answer);
  return columns.done();
}

/** Columns of answers in the order in which they arrive. */
class AnswerColumns<L extends Label> {
  readonly tasks = new Map<string, number>();
  readonly workers = new Map<string, number>();
  readonly labels = new Map<L, number>();
  readonly taskOf: number[] = [];
  readonly workerOf: number[] = [];
  readonly labelOf: number[] = [];
  readonly weightOf = new Map<number, number>();
  readonly secondsOf = new Map<number, number>();

  /** Begins with labels that nobody may have given. */
  constructor(labels: Iterable<L>) {
    for (const label of labels) positionIn(this.labels, checkLabel(label, 0));
  }

  /** Adds all answers. */
  fill(answers: Iterable<Answer<L>>): AnswerIndex<L> {
    for (const answer of answers) this.add(answer);
    return this.done();
  }

  /** Adds an answer. */
  add(answer: Answer<L>): void {
    const at = this.taskOf.length;
    checkAnswer(answer, at);
    const { task, worker, label, weight, seconds } = answer;
    this.taskOf.push(positionIn(this.tasks, task));
    this.workerOf.push(positionIn(this.workers, worker));
    this.labelOf.push(positionIn(this.labels, label));
    if (weight !== undefined && weight !== 1) this.weightOf.set(at, weight);
    if (seconds !== undefined) this.secondsOf.set(at, seconds);
  }

  /** Ends the collection. */
  done(): AnswerIndex<L> {
    const { length } = this.taskOf;
    if (length === 0) {
      refuse(ACTION, "answers", "must have at least one answer", length);
    }
    return new SortedAnswers(this);
  }
}

/** Throws if an answer is malformed. */
export function checkAnswer(answer: Answer, at: number): void {
  const { task, worker, label, weight, seconds } = answer;
  if (typeof task !== "string") {
    refuse(ACTION, `answers[${at}].task`, "must be a text", task);
  }
  if (typeof worker !== "string") {
    refuse(ACTION, `answers[${at}].worker`, "must be a text", worker);
  }
  checkLabel(label, at);
  for (const [name, value] of [["weight", weight], ["seconds", seconds]]) {
    if (value === undefined) continue;
    if (typeof value !== "number" || !(value >= 0 && value < Infinity)) {
      const rule = "must be a finite number from 0";
      refuse(ACTION, `answers[${at}].${name}`, rule, value);
    }
  }
}

function checkLabel<L extends Label>(label: L, at: number): L {
  if (
    typeof label !== "string" && typeof label !== "boolean" &&
    !(typeof label === "number" && Number.isFinite(label))
  ) {
    const rule = "must be a text, a finite number or a boolean";
    refuse(ACTION, `answers[${at}].label`, rule, label);
  }
  return label;
}

function positionIn<K>(positions: Map<K, number>, key: K): number {
  const known = positions.get(key);
  if (known !== undefined) return known;
  positions.set(key, positions.size);
  return positions.size - 1;
}

/** Sorts keys, and gives the place of each former position. */
function ranked<K>(positions: Map<K, number>, sort: (keys: K[]) => K[]) {
  const sorted = sort([...positions.keys()]);
  const rank = new Int32Array(sorted.length);
  sorted.forEach((key, place) => rank[positions.get(key)!] = place);
  return { sorted, rank };
}

/** Positions of items, sorted by a key from 0 to below `size`. */
function sortedBy(
  keys: Int32Array,
  size: number,
  order?: Int32Array,
): Int32Array {
  const next = new Int32Array(size + 1);
  for (let i = 0; i < keys.length; i++) next[keys[i]! + 1]!++;
  for (let key = 0; key < size; key++) next[key + 1]! += next[key]!;
  const sorted = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const item = order === undefined ? i : order[i]!;
    sorted[next[keys[item]!]!++] = item;
  }
  return sorted;
}

function mapped(from: ArrayLike<number>, to: Int32Array): Int32Array {
  const result = new Int32Array(from.length);
  for (let i = 0; i < result.length; i++) result[i] = to[from[i]!]!;
  return result;
}

function reordered(
  values: Map<number, number>,
  order: Int32Array,
  absent: number,
): Float64Array | undefined {
  if (values.size === 0) return undefined;
  return Float64Array.from(order, (at) => values.get(at) ?? absent);
}

function startsOf(taskOf: Int32Array, tasks: number): Int32Array {
  const starts = new Int32Array(tasks + 1);
  for (let i = 0; i < taskOf.length; i++) starts[taskOf[i]! + 1]!++;
  for (let t = 0; t < tasks; t++) starts[t + 1]! += starts[t]!;
  return starts;
}
