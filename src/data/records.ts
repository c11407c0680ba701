/**
 * Rows of a table. The parser of `@std/csv` ends at the first wrong quotation
 * mark; this one goes on with the next line, so that one row in error does not
 * leave the rest of a file unchecked.
 */

/** One row of a table. */
export interface TableRecord {
  /** Line of the file on which the row begins, 1 for the first. */
  readonly line: number;
  /** Its cells; none if the quotation marks are wrong. */
  readonly cells: readonly string[] | undefined;
}

/** Characters of a cell after which a quotation mark counts as unclosed. */
const MAX_QUOTED = 2 ** 24;

/** A row while it is read. */
interface Draft {
  readonly cells: string[];
  /** Pieces of the quoted cell that goes on in the next line. */
  open: string[] | undefined;
}

/** Splits lines into rows. Empty lines between rows are skipped. */
export async function* recordsOf(
  lines: AsyncIterable<string>,
  separator: string,
): AsyncGenerator<TableRecord> {
  const reader = new LineReader(lines);
  try {
    for (
      let text = await reader.next();
      text !== undefined;
      text = await reader.next()
    ) {
      if (text !== "") yield await record(text, reader, separator);
    }
  } finally {
    await reader.close();
  }
}

async function record(
  first: string,
  reader: LineReader,
  separator: string,
): Promise<TableRecord> {
  const { line } = reader;
  const draft: Draft = { cells: [], open: undefined };
  const others: string[] = [];
  let length = first.length;
  let fits = scan(first, separator, draft);
  while (fits && draft.open !== undefined) {
    const text = length > MAX_QUOTED ? undefined : await reader.next();
    if (text === undefined) {
      fits = false;
    } else {
      others.push(text);
      length += text.length;
      draft.open.push("\n");
      fits = scan(text, separator, draft);
    }
  }
  if (fits) return { line, cells: draft.cells };
  reader.putBack(others);
  return { line, cells: undefined };
}

/** Reads a line into a row. Returns whether its quotation marks are right. */
function scan(line: string, separator: string, draft: Draft): boolean {
  let at = 0;
  while (true) {
    if (draft.open !== undefined) {
      const end = line.indexOf('"', at);
      draft.open.push(end < 0 ? line.slice(at) : line.slice(at, end));
      if (end < 0) return true;
      at = end + 2;
      if (line[end + 1] === '"') {
        draft.open.push('"');
        continue;
      }
      draft.cells.push(draft.open.join(""));
      draft.open = undefined;
      if (end + 1 === line.length) return true;
      if (line[end + 1] !== separator) return false;
    }
    if (line[at] === '"') {
      draft.open = [];
      at++;
      continue;
    }
    const end = line.indexOf(separator, at);
    const cell = end < 0 ? line.slice(at) : line.slice(at, end);
    const pieces = cell.split('"');
    if (pieces.length % 2 === 0) return false;
    // As the platform does, pairs inside of a cell without quotes are left out.
    draft.cells.push(pieces.join(""));
    if (end < 0) return true;
    at = end + 1;
  }
}

/** Lines one by one, some of them a second time. */
class LineReader {
  /** Number of the line that came last. */
  line = 0;
  readonly #lines: AsyncIterator<string>;
  /** Lines to come again, the next one last. */
  readonly #again: string[] = [];

  constructor(lines: AsyncIterable<string>) {
    this.#lines = lines[Symbol.asyncIterator]();
  }

  async next(): Promise<string | undefined> {
    const again = this.#again.pop();
    const { done, value } = again === undefined
      ? await this.#lines.next()
      : { done: false, value: again };
    if (done) return undefined;
    this.line++;
    return value;
  }

  putBack(lines: readonly string[]): void {
    this.line -= lines.length;
    for (let i = lines.length - 1; i >= 0; i--) this.#again.push(lines[i]!);
  }

  async close(): Promise<void> {
    await this.#lines.return?.();
  }
}
