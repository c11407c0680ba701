/** Whole numbers in text that JavaScript cannot hold. */

/** JSON texts, which are passed over, and numbers. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A whole number that would change, and its place in the text. */
export interface UnsafeInteger {
  /** The number as written. */
  readonly digits: string;
  /** Index of its first character. */
  readonly at: number;
}

/** Finds whole numbers outside of quotation marks that would change. */
export function* unsafeIntegers(text: string): Generator<UnsafeInteger> {
  // One look is enough for nearly every text.
  if (!/\d{16}/.test(text)) return;
  for (const { 0: digits, index } of text.matchAll(TOKENS)) {
    if (/^-?\d+$/.test(digits) && changes(digits)) {
      yield { digits, at: index };
    }
  }
}

function changes(digits: string): boolean {
  const value = Number(digits);
  if (Number.isSafeInteger(value) || String(value) === digits) return false;
  return !Number.isFinite(value) || BigInt(value) !== BigInt(digits);
}

/** Creates the error of one. */
export function unsafeIntegerError({ digits }: UnsafeInteger): {
  code: "UNSAFE_INTEGER";
  message: string;
} {
  return {
    code: "UNSAFE_INTEGER",
    message:
      `Whole numbers beyond 2^53 must be texts, or they change: current value is ${digits}`,
  };
}

/** Finds the path in parsed JSON of a number at an index of its text. */
export function pathOf(text: string, { digits, at }: UnsafeInteger): string {
  const mark = "\ud800 here";
  const marked = text.slice(0, at) + JSON.stringify(mark) +
    text.slice(at + digits.length);
  return pathTo(mark, JSON.parse(marked)) ?? "";
}

function pathTo(mark: string, value: unknown): string | undefined {
  if (value === mark) return "";
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const path = pathTo(mark, part);
    if (path !== undefined) return path === "" ? name : `${name}.${path}`;
  }
  return undefined;
}
