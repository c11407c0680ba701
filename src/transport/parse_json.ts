/** Parses JSON without changing whole numbers that JavaScript's numbers cannot hold. */

/** Form of a whole number in an answer that a JavaScript number cannot hold exactly. */
export type LargeIntegers = "error" | "bigint" | "string";

/** The shortest whole number that may be too large has as many digits as this. */
const DIGITS = 16;

/**
 * Parses JSON; numbers too large to be exact become what `largeIntegers` says.
 * Parsing is only done a second time, with the text of each number at hand, if
 * there may be one.
 *
 * @throws {SyntaxError} If the text is not JSON.
 * @throws {RangeError} If a number is too large and `largeIntegers` is `"error"`.
 */
export function parseJson(text: string, largeIntegers: LargeIntegers): unknown {
  return hasLongNumber(text)
    ? parseExactly(text, largeIntegers)
    : JSON.parse(text);
}

function parseExactly(text: string, largeIntegers: LargeIntegers): unknown {
  return JSON.parse(text, function (
    this: unknown,
    name: string,
    value: unknown,
    ...[context]: [{ source: string }?]
  ) {
    if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
    const source = context?.source ?? String(value);
    // Fractions and numbers with an exponent are approximate by nature.
    if (!/^-?\d+$/.test(source)) return value;
    if (largeIntegers === "bigint") return BigInt(source);
    if (largeIntegers === "string") return source;
    // Every second one of them, or fewer, is held exactly.
    if (Number.isFinite(value) && BigInt(value) === BigInt(source)) {
      return value;
    }
    throw new RangeError(
      `'${name}' is ${source}, which a JavaScript number cannot hold exactly: set 'largeIntegers' to read it as a bigint or a text`,
    );
  });
}

/**
 * Looks for a long row of digits where a number may stand, which in the middle
 * of a word or an id it may not. As the row covers a multiple of its least
 * length, few characters are looked at.
 */
function hasLongNumber(text: string): boolean {
  for (let i = DIGITS - 1; i < text.length; i += DIGITS) {
    if (!isDigit(text.charCodeAt(i))) continue;
    let start = i;
    while (start > 0 && isDigit(text.charCodeAt(start - 1))) start--;
    let end = i + 1;
    while (isDigit(text.charCodeAt(end))) end++;
    if (end - start >= DIGITS && isNumberAt(text, start)) return true;
    i = end - 1;
  }
  return false;
}

/** Tells whether digits may begin a number, by what is before them and their sign. */
function isNumberAt(text: string, start: number): boolean {
  const before = text[start - 1] === "-" ? start - 2 : start - 1;
  return before < 0 || /[:[,\s]/.test(text[before]!);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
