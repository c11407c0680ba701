/** Text as it comes in, and its lines. */

/**
 * Source of tasks: a whole text, or its parts as they come in, as text or as
 * bytes in UTF-8.
 */
export type TextSource =
  | string
  | AsyncIterable<string | Uint8Array>
  | ReadableStream<string>
  | ReadableStream<Uint8Array>;

/** Length of the parts of a long text, so that no more is parsed than needed. */
const PART = 16_384;
const BYTE_ORDER_MARK = "\ufeff";
const REPLACEMENT = "\ufffd";

/** Stands for bytes that are not UTF-8. No UTF-8 text has a lone surrogate. */
export const INVALID = "\udc80";

/** Splits a source into parts without a byte order mark. */
export async function* textOf(source: TextSource): AsyncGenerator<string> {
  const parts = typeof source === "string" ? [source] : source;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let first = true;
  for await (const part of parts) {
    const text = typeof part === "string" ? part : decode(decoder, part);
    if (text === "") continue;
    yield* cut(
      first && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text,
    );
    first = false;
  }
  // The last character may be incomplete.
  if (decoder.decode() !== "") yield INVALID;
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string {
  const text = decoder.decode(bytes, { stream: true });
  const replaced = text.split(REPLACEMENT).length - 1;
  return replaced > 0 && replaced !== replacementsIn(bytes)
    ? text.replaceAll(REPLACEMENT, INVALID)
    : text;
}

/** Counts the replacement characters that are in the bytes themselves. */
function replacementsIn(bytes: Uint8Array): number {
  let count = 0;
  for (
    let at = bytes.indexOf(0xef);
    at >= 0;
    at = bytes.indexOf(0xef, at + 1)
  ) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) count++;
  }
  return count;
}

function* cut(text: string): Generator<string> {
  for (let place = 0; place < text.length; place += PART) {
    yield text.slice(place, place + PART);
  }
}

/** Splits a text into lines, without their ends. */
export async function* linesOf(
  parts: AsyncIterable<string>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const part of parts) {
    const lines = part.split("\n");
    lines[0] = rest + lines[0]!;
    rest = lines.pop()!;
    yield* lines.map(withoutReturn);
  }
  if (rest !== "") yield withoutReturn(rest);
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** Creates a stream of an iterable's items that asks for one at a time. */
export function toStream<T>(
  items: AsyncIterable<T>,
): ReadableStream<T> {
  const iterator = items[Symbol.asyncIterator]();
  return new ReadableStream<T>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      await iterator.return?.(reason);
    },
  }, { highWaterMark: 0 });
}
