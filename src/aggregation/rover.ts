/** Votes on texts, word by word. @module */
import { type Answer, compareText } from "./answers.ts";
import { checkAnswer } from "./answer_index.ts";
import { refuse } from "../checks.ts";

/** Options of {@linkcode rover}. */
export interface RoverOptions {
  /**
   * Weight of each Toloker's words, from 0; 1 for those who are not in it.
   */
  skills?: ReadonlyMap<string, number> | undefined;
  /** Splits a text into words. By default at white space. */
  split?: ((text: string) => string[]) | undefined;
  /** Joins words. By default by spaces. */
  join?: ((words: string[]) => string) | undefined;
}

/** Result of {@linkcode rover}. */
export interface RoverResult {
  /** The text of each task, by task in code point order. */
  labels: Map<string, string>;
  /** Mean share of the votes that the chosen words have, 0 to 1, by task. */
  confidences: Map<string, number>;
}

/** Weight of each word in a place; `""` stands for no word. */
type Slot = Map<string, number>;

/**
 * Puts texts together word by word (J. G. Fiscus, "A post-processing system to
 * yield reduced word error rates: ROVER", ASRU 1997). The texts of a task are
 * aligned one after another, by Toloker in code point order, with the words found
 * so far, at the least number of words added, left out or replaced; in each place
 * the word with the most votes wins. Of equal ones a word wins over none, then
 * the first by code point.
 *
 * Take it for transcripts, where no two Tolokers write quite the same.
 *
 * @throws {RangeError} If there is no answer.
 *
 * @example Usage
 * ```ts
 * import { rover } from "@toloka/client/aggregation";
 * import { assertEquals } from "@std/assert";
 *
 * const { labels } = rover([
 *   { task: "1", worker: "ann", label: "the quick brown fox" },
 *   { task: "1", worker: "bob", label: "quick brown box" },
 *   { task: "1", worker: "eve", label: "the quick brow fox" },
 * ]);
 * assertEquals(labels.get("1"), "the quick brown fox");
 * ```
 */
export function rover(
  answers: Iterable<Answer<string>>,
  options?: RoverOptions,
): RoverResult;
/** Puts texts together once all answers have arrived. */
export function rover(
  answers: AsyncIterable<Answer<string>>,
  options?: RoverOptions,
): Promise<RoverResult>;
export function rover(
  answers: Iterable<Answer<string>> | AsyncIterable<Answer<string>>,
  options: RoverOptions = {},
): RoverResult | Promise<RoverResult> {
  return Symbol.asyncIterator in answers
    ? Array.fromAsync(answers).then((all) => combine(all, options))
    : combine([...answers], options);
}

function combine(
  answers: readonly Answer<string>[],
  options: RoverOptions,
): RoverResult {
  if (answers.length === 0) {
    refuse("combine texts", "answers", "must have at least one answer", 0);
  }
  answers.forEach(checkAnswer);
  const { join = (words) => words.join(" ") } = options;
  const result: RoverResult = { labels: new Map(), confidences: new Map() };
  const groups = [...Map.groupBy(answers, ({ task }) => task)];
  groups.sort(([a], [b]) => compareText(a, b));
  for (const [task, group] of groups) {
    const winners = slotsOf(group, options).map(winnerOf);
    const words = winners.map(({ word }) => word).filter((word) => word !== "");
    const shares = winners.reduce((sum, { share }) => sum + share, 0);
    result.labels.set(task, join(words));
    result.confidences.set(task, winners.length && shares / winners.length);
  }
  return result;
}

function slotsOf(
  answers: readonly Answer<string>[],
  { skills, split = (text) => text.split(/\s+/).filter(Boolean) }: RoverOptions,
): Slot[] {
  const sorted = answers.toSorted((a, b) =>
    compareText(a.worker, b.worker) || compareText(a.label, b.label)
  );
  let slots: Slot[] = [];
  let before = 0;
  for (const { worker, label, weight = 1 } of sorted) {
    const votes = weight * (skills?.get(worker) ?? 1);
    slots = merged(slots, split(label), votes, before);
    before += votes;
  }
  return slots;
}

/** Aligns words with slots, and adds their votes. */
function merged(
  slots: readonly Slot[],
  words: readonly string[],
  votes: number,
  before: number,
): Slot[] {
  return aligned(slots, words).map(([slot, word]) => {
    const next: Slot = new Map(slot ?? [["", before]]);
    const key = word ?? "";
    return next.set(key, (next.get(key) ?? 0) + votes);
  });
}

/** Pairs slots with words, at the least number of differences. */
function aligned(
  slots: readonly Slot[],
  words: readonly string[],
): [slot: Slot | undefined, word: string | undefined][] {
  const width = words.length + 1;
  const costs = new Float64Array((slots.length + 1) * width);
  const cost = (slot: Slot | undefined, word: string) =>
    slot?.has(word) ? 0 : 1;
  for (let at = 1; at < costs.length; at++) {
    const [i, j] = [Math.floor(at / width), at % width];
    costs[at] = Math.min(
      i > 0 ? costs[at - width]! + cost(slots[i - 1], "") : Infinity,
      j > 0 ? costs[at - 1]! + 1 : Infinity,
      i > 0 && j > 0
        ? costs[at - width - 1]! + cost(slots[i - 1], words[j - 1]!)
        : Infinity,
    );
  }
  const pairs: [Slot | undefined, string | undefined][] = [];
  for (let [i, j] = [slots.length, words.length]; i > 0 || j > 0;) {
    const at = i * width + j;
    const [slot, word] = [slots[i - 1], words[j - 1]];
    if (
      i > 0 && j > 0 &&
      costs[at] === costs[at - width - 1]! + cost(slot, word!)
    ) {
      pairs.push([slot, word]);
      [i, j] = [i - 1, j - 1];
    } else if (i > 0 && costs[at] === costs[at - width]! + cost(slot, "")) {
      pairs.push([slot, undefined]);
      i--;
    } else {
      pairs.push([undefined, word]);
      j--;
    }
  }
  return pairs.reverse();
}

function winnerOf(slot: Slot): { word: string; share: number } {
  const [[word, most]] = [...slot].sort(([a, n], [b, m]) =>
    m - n || Number(a === "") - Number(b === "") || compareText(a, b)
  ) as [[string, number]];
  const total = slot.values().reduce((a, b) => a + b, 0);
  return { word, share: total === 0 ? 0 : most / total };
}
