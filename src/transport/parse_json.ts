/** Parses JSON without changing whole numbers that JavaScript's numbers cannot hold. */

/** Form of a whole number in an answer that a JavaScript number cannot hold exactly. */
export type LargeIntegers = "error" | "bigint" | "string";

/** The shortest whole number that may be too large has as many digits as this. */
const DIGITS = 16;

const MINUS = 45;

const decoder = new TextDecoder();

/** Bytes that may be in front of a number or its sign. */
const FRONT = new Set([...":[, \t\r\n"].map((it) => it.charCodeAt(0)));

/**
 * Parses JSON in UTF-8; numbers too large to be exact become what
 * `largeIntegers` says. Parsing is only done a second time, with the text of each
 * number at hand, if there may be one.
 *
 * @throws {SyntaxError} If the text is not JSON.
 * @throws {RangeError} If a number is too large and `largeIntegers` is `"error"`.
 */
export function parseJson(
  utf8: ArrayBuffer,
  largeIntegers: LargeIntegers,
): unknown {
  const text = decoder.decode(utf8);
  return hasLongNumber(utf8)
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
 * of a word or an id it may not. Such a row fills three words of four bytes
 * wherever it begins, so that it is enough to look at every third word.
 */
function hasLongNumber(utf8: ArrayBuffer): boolean {
  const bytes = new Uint8Array(utf8);
  const words = new Int32Array(utf8, 0, utf8.byteLength >> 2);
  for (let i = 2; i < words.length; i += 3) {
    if (!mayBeDigits(words[i]!)) continue;
    const [start, end] = digitsAround(bytes, 4 * i);
    if (end - start < DIGITS) continue;
    if (isNumberAt(bytes, start)) return true;
    // Another row fills the third word from here, if it begins right behind.
    i = end >> 2;
  }
  return false;
}

/** Tells whether each byte of a word is a digit, or one of the six characters after them. */
function mayBeDigits(word: number): boolean {
  return (word & 0xf0f0f0f0) === 0x30303030;
}

/** Finds the ends of the row of digits that a byte is in. */
function digitsAround(bytes: Uint8Array, at: number): [number, number] {
  let start = at;
  while (start > 0 && isDigit(bytes[start - 1]!)) start--;
  let end = at;
  while (end < bytes.length && isDigit(bytes[end]!)) end++;
  return [start, end];
}

/** Tells whether digits may begin a number, by what is before them and their sign. */
function isNumberAt(bytes: Uint8Array, start: number): boolean {
  const before = start - (bytes[start - 1] === MINUS ? 2 : 1);
  return before < 0 || FRONT.has(bytes[before]!);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
