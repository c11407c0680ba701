/** Items of a JSON array as text, so that one broken item is not the end. */

/** One item of an array. */
export interface JsonItem {
  /** Line on which it begins, 1 for the first. */
  readonly line: number;
  /** Its text. */
  readonly text: string;
}

const NESTING: Readonly<Record<string, number>> = {
  "[": 1,
  "{": 1,
  "]": -1,
  "}": -1,
};

/** Characters of the structure: brackets, commas, texts, escapes, lines. */
const SIGNS = /[[\]{},"\\\n]/g;

/** Start of a line that begins an object. */
const NEXT_ITEM = /\n[ \t]*\{/;

/**
 * Splits a JSON array into its items. A file with one object only is an array
 * of one.
 */
export async function* jsonItems(
  parts: AsyncIterable<string>,
): AsyncGenerator<JsonItem> {
  let reader = new ItemReader();
  for await (const part of parts) yield* reader.read(part);
  // An item that lacks a bracket swallows those after it: they are read again,
  // from the next line that begins an object.
  for (let rest = reader.rest(); rest !== undefined; rest = reader.rest()) {
    const { line, text } = rest;
    const end = NEXT_ITEM.exec(text)?.index ?? text.length;
    yield { line, text: text.slice(0, end) };
    reader = new ItemReader(
      line + text.slice(0, end).split("\n").length - 1,
      1,
    );
    yield* reader.read(text.slice(end));
  }
}

class ItemReader {
  #line: number;
  #start = 1;
  #text = "";
  #depth: number;
  /** Depth at which items stand: 1 in an array, 0 for a lone object. */
  #level: 0 | 1 | undefined;
  #quoted = false;
  /** The first character of the next part is escaped. */
  #escaped = false;
  /** Text of the line so far, while the rest of a broken item is skipped. */
  #skipped: string | undefined;

  constructor(line = 1, level?: 1) {
    this.#line = line;
    this.#depth = level ?? 0;
    this.#level = level;
  }

  *read(part: string): Generator<JsonItem> {
    let from = 0;
    let escapedAt = this.#escaped ? 0 : -1;
    this.#escaped = false;
    for (const { 0: sign, index } of part.matchAll(SIGNS)) {
      if (index === escapedAt) continue;
      if (sign === "\n") this.#line++;
      if (this.#skipped !== undefined) {
        this.#skipped += part.slice(from, index);
        from = index + 1;
        if (!this.#resumes(sign)) continue;
        from = index;
      }
      if (sign === "\n") {
        if (!this.#quoted) continue;
        // A text never spans lines: this one lacks its end, and so does the item.
        this.#add(part.slice(from, index), this.#line - 1);
        yield* this.#take(true);
        from = index + 1;
        this.#quoted = false;
        this.#depth = this.#level ?? 0;
        this.#skipped = "";
      } else if (sign === "\\") {
        escapedAt = index + 1;
        this.#escaped = escapedAt === part.length;
      } else if (sign === '"') {
        this.#quoted = !this.#quoted;
      } else if (!this.#quoted) {
        const before = this.#depth;
        this.#level ??= sign === "[" ? 1 : 0;
        this.#depth += NESTING[sign] ?? 0;
        const opens = before === 0 && this.#level === 1 && sign === "[";
        const closes = before === 1 && this.#level === 1 && sign === "]";
        const ends = sign === "," && before === this.#level;
        if (!opens && !closes && !ends) continue;
        this.#add(part.slice(from, index), this.#line);
        from = index + 1;
        if (!opens) yield* this.#take(ends);
      }
    }
    if (this.#skipped === undefined) this.#add(part.slice(from), this.#line);
    else this.#skipped += part.slice(from);
  }

  /** Returns what follows the last separator, as in a file that is cut off. */
  rest(): JsonItem | undefined {
    return this.#text.trim() === ""
      ? undefined
      : { line: this.#start, text: this.#text };
  }

  /** Returns whether a new item begins after a broken one, on its own line. */
  #resumes(sign: string): boolean {
    const begins = sign === "{" && this.#skipped!.trim() === "";
    this.#skipped = begins
      ? undefined
      : sign === "\n"
      ? ""
      : this.#skipped + sign;
    return begins;
  }

  /** Adds text of an item whose last character is on a line. */
  #add(text: string, line: number): void {
    if (this.#text !== "") {
      this.#text += text;
      return;
    }
    this.#text = text.trimStart();
    this.#start = line - (this.#text.split("\n").length - 1);
  }

  /** An empty place between two commas is an item in error; at the end, none. */
  *#take(wanted: boolean): Generator<JsonItem> {
    if (wanted || this.#text.trim() !== "") {
      yield { line: this.#start, text: this.#text };
    }
    this.#text = "";
  }
}
