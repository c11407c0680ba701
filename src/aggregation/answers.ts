/** Answers, and the order of labels. @module */

/**
 * A label: one of few possible answers. `1` and `"1"` are different labels.
 */
export type Label = string | number | boolean;

/**
 * A Toloker's answer to one task.
 *
 * @typeParam L Labels.
 */
export interface Answer<L extends Label = Label> {
  /** Id of the task, or anything that identifies it. */
  task: string;
  /** Id of the Toloker. */
  worker: string;
  /** The answer. */
  label: L;
  /**
   * Weight of the answer, from 0.
   *
   * @default {1}
   */
  weight?: number | undefined;
  /** Time that the Toloker took, in seconds; only `workerReport` reads it. */
  seconds?: number | undefined;
}

const KINDS = ["boolean", "number", "string"];

/**
 * Compares two labels: texts by code point, numbers by value, `false` before
 * `true`; of different kinds booleans come first, then numbers, then texts.
 */
export function compareLabels(a: Label, b: Label): number {
  if (typeof a !== typeof b) {
    return KINDS.indexOf(typeof a) - KINDS.indexOf(typeof b);
  }
  if (typeof a === "string") return compareText(a, b as string);
  return Number(a) - Number(b);
}

/**
 * Compares texts by code point. UTF-16, by which JavaScript compares, puts what
 * is above U+FFFF before U+E000 to U+FFFF.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** A place for a code unit that moves surrogates behind all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Sorts texts by code point; fast where none needs surrogates. */
export function sortTexts(texts: string[]): string[] {
  return texts.some((text) => /[\ud800-\udfff]/.test(text))
    ? texts.sort(compareText)
    : texts.sort();
}
