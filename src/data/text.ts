/** Text as it comes in, and its lines. */

/**
 * Where tasks are read from: a whole text, or its parts as they come in, as
 * text or as bytes in UTF-8.
 */
export type TextSource =
  | string
  | AsyncIterable<string | Uint8Array>
  | ReadableStream<string>
  | ReadableStream<Uint8Array>;

/** What a long text is cut into, so that no more is parsed than is needed. */
const PART = 16_384;
const BYTE_ORDER_MARK = "\ufeff";

/** The bytes of a source are not UTF-8. */
export class EncodingError extends Error {
  /** Name of the class. */
  override name = "EncodingError";
}

/** The text of a source in parts, without a byte order mark. Throws {@linkcode EncodingError}. */
export async function* textOf(source: TextSource): AsyncGenerator<string> {
  const parts = typeof source === "string" ? [source] : source;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const decode = (bytes?: Uint8Array) => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      throw new EncodingError("Bytes must be UTF-8", { cause });
    }
  };
  let first = true;
  for await (const part of parts) {
    const text = typeof part === "string" ? part : decode(part);
    if (text === "") continue;
    yield* cut(
      first && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text,
    );
    first = false;
  }
  // The last character may be cut off.
  decode();
}

function* cut(text: string): Generator<string> {
  for (let place = 0; place < text.length; place += PART) {
    yield text.slice(place, place + PART);
  }
}

/** The lines of a text, without what ends them. */
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

/** Counts the lines of a table whose parser skips the empty ones and tells only rows. */
export class LineCounter {
  /** Numbers of the empty lines that came in and were not passed yet. */
  readonly #empty: number[] = [];
  /** How many of them are passed by now: taking each off the front is slow where there are many. */
  #passed = 0;
  /** Number of the line that comes in. */
  #incoming = 1;
  /** What is known of the line that comes in; more than two characters do not matter. */
  #start = "";
  /** Number of the line after the last row. */
  #next = 1;

  /** Passes text on, and notes its empty lines. */
  async *watch(parts: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const part of parts) {
      let place = 0;
      let end = part.indexOf("\n");
      while (end >= 0) {
        this.#start += part.slice(place, Math.min(end, place + 2));
        if (this.#start === "" || this.#start === "\r") {
          this.#empty.push(this.#incoming);
        }
        this.#incoming++;
        this.#start = "";
        place = end + 1;
        end = part.indexOf("\n", place);
      }
      this.#start = (this.#start + part.slice(place, place + 2)).slice(0, 2);
      yield part;
    }
  }

  /** Line on which the next row begins, if its first line has come in. */
  get next(): number {
    while (this.#empty[this.#passed] === this.#next) {
      this.#passed++;
      this.#next++;
    }
    return this.#next;
  }

  /** Passes a row. @returns The line on which it begins. */
  pass(cells: readonly string[]): number {
    const line = this.next;
    this.#next++;
    for (const cell of cells) {
      let end = cell.indexOf("\n");
      for (; end >= 0; end = cell.indexOf("\n", end + 1)) this.#next++;
    }
    while (this.#empty[this.#passed]! < this.#next) this.#passed++;
    if (2 * this.#passed >= this.#empty.length) {
      this.#empty.splice(0, this.#passed);
      this.#passed = 0;
    }
    return line;
  }
}

/** A stream of what an iterable gives, one item for each that is asked for. */
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
