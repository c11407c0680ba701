/** Votes on areas of pictures: masks and boxes. @module */
import { compareText } from "./answers.ts";
import { refuse } from "../checks.ts";

/**
 * A Toloker's answer to a task that is not one of few labels.
 *
 * @typeParam Value Type of the answer.
 */
export interface ValueAnswer<Value> {
  /** Id of the task. */
  task: string;
  /** Id of the Toloker. */
  worker: string;
  /** The answer. */
  value: Value;
}

/** Options of {@linkcode maskVote} and {@linkcode boxVote}. */
export interface ShapeVoteOptions {
  /**
   * Weight of each Toloker's answers, from 0; 1 for those who are not in it.
   */
  skills?: ReadonlyMap<string, number> | undefined;
}

/**
 * One answer for each task.
 *
 * @typeParam Value Type of the answers.
 */
export interface ShapeVote<Value> {
  /** The answer, by task in code point order. */
  values: Map<string, Value>;
  /**
   * Weighted mean of the answers' intersection over union with it, 0 to 1, by
   * task.
   */
  confidences: Map<string, number>;
}

/** A box in a picture, in any one unit. */
export interface Box {
  /** Left edge. */
  left: number;
  /** Top edge. */
  top: number;
  /** Width, above 0. */
  width: number;
  /** Height, above 0. */
  height: number;
}

/**
 * Takes a vote on each pixel of masks: it is in when the answers that have it
 * weigh more than half of all. Two empty masks have an intersection over union
 * of 1.
 *
 * Take it for areas that several Tolokers painted.
 *
 * @param answers Masks of equally many pixels for a task, 0 for those outside.
 * @throws {RangeError} If there is no answer, or masks differ in size.
 *
 * @example Usage
 * ```ts
 * import { maskVote } from "@toloka/client/aggregation";
 * import { assertEquals } from "@std/assert";
 *
 * const { values } = maskVote([
 *   { task: "1", worker: "ann", value: Uint8Array.of(1, 1, 0) },
 *   { task: "1", worker: "bob", value: Uint8Array.of(1, 0, 0) },
 *   { task: "1", worker: "eve", value: Uint8Array.of(1, 1, 0) },
 * ]);
 * assertEquals(values.get("1"), Uint8Array.of(1, 1, 0));
 * ```
 */
export function maskVote(
  answers: Iterable<ValueAnswer<Uint8Array>>,
  options: ShapeVoteOptions = {},
): ShapeVote<Uint8Array> {
  return vote("take a vote on masks", answers, options, maskOf, maskOverlap);
}

function maskOf(votes: readonly Vote<Uint8Array>[], task: string): Uint8Array {
  const { length } = votes[0]!.value;
  const weights = new Float64Array(length);
  for (const { value, weight } of votes) {
    if (value.length !== length) {
      const rule = `must have masks of one size for "${task}"`;
      refuse("take a vote on masks", "answers", rule, value.length);
    }
    value.forEach((pixel, at) => weights[at]! += pixel === 0 ? 0 : weight);
  }
  const half = votes.reduce((sum, { weight }) => sum + weight, 0) / 2;
  return Uint8Array.from(weights, (weight) => weight > half ? 1 : 0);
}

function maskOverlap(a: Uint8Array, b: Uint8Array): number {
  let [both, either] = [0, 0];
  a.forEach((pixel, at) => {
    if (pixel !== 0 && b[at] !== 0) both++;
    if (pixel !== 0 || b[at] !== 0) either++;
  });
  return either === 0 ? 1 : both / either;
}

/**
 * Chooses the box that agrees best with the others: the one with the greatest
 * weighted mean of its intersection over union with all boxes of the task. Of
 * equal ones it is the first by the Toloker's code points.
 *
 * Take it where each Toloker draws one box for a task. It is a box that somebody
 * drew, so a stray one does not move it.
 *
 * @throws {RangeError} If there is no answer, or a box has no area.
 *
 * @example Usage
 * ```ts
 * import { boxVote } from "@toloka/client/aggregation";
 * import { assertEquals } from "@std/assert";
 *
 * const box = { left: 0, top: 0, width: 10, height: 10 };
 * const { values } = boxVote([
 *   { task: "1", worker: "ann", value: { ...box, left: 1 } },
 *   { task: "1", worker: "bob", value: { ...box, left: 2 } },
 *   { task: "1", worker: "eve", value: { ...box, left: 90 } },
 * ]);
 * assertEquals(values.get("1")?.left, 1);
 * ```
 */
export function boxVote(
  answers: Iterable<ValueAnswer<Box>>,
  options: ShapeVoteOptions = {},
): ShapeVote<Box> {
  return vote("take a vote on boxes", answers, options, bestBox, boxOverlap);
}

function bestBox(votes: readonly Vote<Box>[]): Box {
  for (const { value } of votes) {
    if (!(value.width > 0 && value.height > 0)) {
      const rule = "must have boxes with a width and height above 0";
      refuse("take a vote on boxes", "answers", rule, JSON.stringify(value));
    }
  }
  let [best, most] = [votes[0]!.value, -1];
  for (const { value } of votes) {
    const agreement = mean(votes, value, boxOverlap);
    if (agreement > most) [best, most] = [value, agreement];
  }
  return best;
}

function boxOverlap(a: Box, b: Box): number {
  const shared = (from: "left" | "top", size: "width" | "height") =>
    Math.max(
      0,
      Math.min(a[from] + a[size], b[from] + b[size]) -
        Math.max(a[from], b[from]),
    );
  const both = shared("left", "width") * shared("top", "height");
  return both / (a.width * a.height + b.width * b.height - both);
}

/** An answer with its weight. */
interface Vote<Value> {
  value: Value;
  weight: number;
}

function vote<Value>(
  action: string,
  answers: Iterable<ValueAnswer<Value>>,
  { skills }: ShapeVoteOptions,
  combine: (votes: readonly Vote<Value>[], task: string) => Value,
  overlap: (a: Value, b: Value) => number,
): ShapeVote<Value> {
  const groups = [...Map.groupBy(answers, ({ task }) => task)];
  if (groups.length === 0) {
    refuse(action, "answers", "must have at least one answer", 0);
  }
  groups.sort(([a], [b]) => compareText(a, b));
  const result: ShapeVote<Value> = {
    values: new Map(),
    confidences: new Map(),
  };
  for (const [task, group] of groups) {
    const votes = group.toSorted((a, b) => compareText(a.worker, b.worker))
      .map(({ worker, value }) => ({
        value,
        weight: skills?.get(worker) ?? 1,
      }));
    const value = combine(votes, task);
    result.values.set(task, value);
    result.confidences.set(task, mean(votes, value, overlap));
  }
  return result;
}

function mean<Value>(
  votes: readonly Vote<Value>[],
  value: Value,
  overlap: (a: Value, b: Value) => number,
): number {
  const total = votes.reduce((sum, { weight }) => sum + weight, 0);
  const sum = votes.reduce(
    (all, vote) => all + vote.weight * overlap(vote.value, value),
    0,
  );
  return total === 0 ? 0 : sum / total;
}
