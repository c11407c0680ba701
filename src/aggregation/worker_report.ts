/** Reports on Tolokers. @module */
import { type IntervalOptions, type Rate, wilsonInterval } from "./accuracy.ts";
import { type AnswerIndex, withIndex } from "./answer_index.ts";
import type { Answer, Label } from "./answers.ts";
import { type Tally, tally, truthOf } from "./votes.ts";

/** Options of {@linkcode workerReport}. */
export interface WorkerReportOptions extends IntervalOptions {
  /** Known labels by task. */
  gold?: ReadonlyMap<string, Label> | undefined;
}

/** Report on a Toloker. */
export interface WorkerReport {
  /** Number of answers. */
  answers: number;
  /** Number of tasks answered. */
  tasks: number;
  /**
   * Share of answers to gold tasks that are right, with Wilson's interval; of
   * nothing if no gold task was answered.
   */
  accuracy: Rate;
  /**
   * Share of other Tolokers' answers to the same tasks that equal theirs, 0 to
   * 1; `NaN` if nobody else answered these tasks.
   */
  agreement: number;
  /** Number of others' answers that `agreement` compares. */
  comparisons: number;
  /** Median time for a task, in seconds; absent if no answer has a time. */
  medianSeconds?: number;
}

/**
 * Reports on each Toloker: accuracy on gold, agreement with others, speed and
 * counts. Agreement compares with every answer of others, not with a label that
 * their own answers helped to choose.
 *
 * Take it to decide whom to trust, to restrict or to pay a bonus. An interval
 * that is wide says that there is too little gold to decide.
 *
 * @returns The reports, by Toloker in code point order.
 * @throws {RangeError} If there is no answer, or `confidence` is not between 0
 *     and 1.
 *
 * @example Usage
 * ```ts
 * import { workerReport } from "@toloka/client/aggregation";
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
 * const gold = new Map([["1", "cat"]]);
 * const eve = workerReport(answers, { gold }).get("eve")!;
 * assertEquals([eve.accuracy.value, eve.agreement], [0, 0.5]);
 * ```
 */
export function workerReport<L extends Label>(
  answers: Iterable<Answer<L>>,
  options?: WorkerReportOptions,
): Map<string, WorkerReport>;
/** Reports on each Toloker once all answers have arrived. */
export function workerReport<L extends Label>(
  answers: AsyncIterable<Answer<L>>,
  options?: WorkerReportOptions,
): Promise<Map<string, WorkerReport>>;
export function workerReport<L extends Label>(
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: WorkerReportOptions = {},
): Map<string, WorkerReport> | Promise<Map<string, WorkerReport>> {
  const { gold = new Map(), confidence } = options;
  return withIndex(answers, (index) => {
    const right = tally(index, truthOf(index, gold));
    const equal = agreements(index);
    const counts = countsOf(index);
    const medians = mediansOf(index);
    return new Map(index.workers.map((worker, w) => [worker, {
      answers: counts.answers[w]!,
      tasks: counts.tasks[w]!,
      accuracy: wilsonInterval(right.correct[w]!, right.total[w]!, {
        confidence,
      }),
      agreement: equal.correct[w]! / equal.total[w]!,
      comparisons: equal.total[w]!,
      ...(medians[w] !== undefined && { medianSeconds: medians[w] }),
    }]));
  });
}

function countsOf({ workers, workerOf, taskOf, size }: AnswerIndex) {
  const answers = new Int32Array(workers.length);
  const tasks = new Int32Array(workers.length);
  for (let i = 0; i < size; i++) {
    answers[workerOf[i]!]!++;
    const again = taskOf[i] === taskOf[i - 1] &&
      workerOf[i] === workerOf[i - 1];
    if (!again) tasks[workerOf[i]!]!++;
  }
  return { answers, tasks };
}

/** Counts equal pairs of answers of different workers, by worker. */
function agreements(index: AnswerIndex): Tally {
  const { starts, tasks, workers, labels, workerOf, labelOf } = index;
  const correct = new Float64Array(workers.length);
  const total = new Float64Array(workers.length);
  const all = new Float64Array(labels.length);
  const own = new Float64Array(labels.length);
  for (let task = 0; task < tasks.length; task++) {
    const [from, to] = [starts[task]!, starts[task + 1]!];
    for (let i = from; i < to; i++) all[labelOf[i]!]!++;
    for (let i = from, next = from; i < to; i = next) {
      const worker = workerOf[i]!;
      // A worker's answers to a task lie together.
      while (next < to && workerOf[next] === worker) own[labelOf[next++]!]!++;
      for (let j = i; j < next; j++) {
        correct[worker]! += all[labelOf[j]!]! - own[labelOf[j]!]!;
        total[worker]! += to - from - (next - i);
      }
      for (let j = i; j < next; j++) own[labelOf[j]!] = 0;
    }
    for (let i = from; i < to; i++) all[labelOf[i]!] = 0;
  }
  return { correct, total };
}

function mediansOf({ workers, workerOf, secondsOf }: AnswerIndex) {
  const times = workers.map((): number[] => []);
  secondsOf?.forEach((seconds, i) => {
    if (!Number.isNaN(seconds)) times[workerOf[i]!]!.push(seconds);
  });
  return times.map(median);
}

function median(values: number[]): number | undefined {
  if (values.length === 0) return undefined;
  values.sort((a, b) => a - b);
  const half = values.length / 2;
  return (values[Math.ceil(half) - 1]! + values[Math.floor(half)]!) / 2;
}
