/** Printing for people and for scripts. */
import type { Machine } from "./machine.ts";

/** A column of a table: its title, and the value of a row. */
export type Columns<T> = Readonly<Record<string, (row: T) => unknown>>;

/** Rows that decide the widths of a table's columns. */
const MEASURED_ROWS = 200;

/** Widest cell of a table, in characters; the last of a row has room. */
const MAX_CELL = 60;

/** Styles by their ANSI codes. */
const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

/** Prints the results of commands, as tables or as JSON. */
export class Output {
  readonly #machine: Machine;
  readonly #colors: boolean;
  /** `true` if JSON was requested. */
  readonly json: boolean;
  /** `true` if progress is shown. */
  readonly progress: boolean;

  /** Created once per run. */
  constructor(machine: Machine, options: { json: boolean; quiet: boolean }) {
    this.#machine = machine;
    this.json = options.json;
    this.progress = machine.errorIsTerminal && !options.quiet;
    this.#colors = machine.outputIsTerminal && !options.json &&
      !machine.env("NO_COLOR") && machine.env("TERM") !== "dumb";
  }

  /** Styles a text, on terminals that show colors. */
  style(name: keyof typeof STYLES, text: string): string {
    return this.#colors ? `\x1b[${STYLES[name]}m${text}\x1b[0m` : text;
  }

  /** Prints a line for people; nothing under `--json`. */
  async line(text = ""): Promise<void> {
    if (!this.json) await this.#machine.write(`${text}\n`);
  }

  /** Prints text as it is, such as a file's content. */
  async raw(text: string): Promise<void> {
    await this.#machine.write(text);
  }

  /** Prints a line on standard error, for people to read in any case. */
  note(text: string): void {
    this.#machine.writeError(`${text}\n`);
  }

  /** Prints a result: an object as JSON, or its lines. */
  async result(
    value: unknown,
    lines: string | readonly string[],
  ): Promise<void> {
    if (this.json) return await this.#machine.write(toJson(value));
    for (const line of typeof lines === "string" ? [lines] : lines) {
      await this.line(line);
    }
  }

  /** Prints an object: as JSON, or a line for each field. */
  async object<T>(value: T, fields: Columns<T>): Promise<void> {
    const width = Math.max(...Object.keys(fields).map((name) => name.length));
    await this.result(
      value,
      Object.entries(fields).map(([name, read]) =>
        `${this.style("dim", name.padEnd(width))}  ${
          cell(read(value), Infinity)
        }`
      ),
    );
  }

  /** Prints rows as they come: as JSON lines, or as a table; `empty` goes to standard error. */
  async table<T>(
    rows: Iterable<T> | AsyncIterable<T>,
    columns: Columns<T>,
    empty = "nothing found",
  ): Promise<void> {
    if (this.json) {
      for await (const row of rows) await this.#machine.write(toJson(row));
      return;
    }
    const table = new Table(Object.keys(columns));
    let count = 0;
    for await (const row of rows) {
      count++;
      const cells = Object.values(columns).map((read, i, { length }) =>
        cell(read(row), i === length - 1 ? Infinity : MAX_CELL)
      );
      const lines = table.add(cells);
      for (const line of lines) await this.#row(line);
    }
    for (const line of table.end()) await this.#row(line);
    if (count === 0 && empty !== "") this.note(empty);
  }

  async #row(line: TableLine): Promise<void> {
    await this.line(line.head ? this.style("bold", line.text) : line.text);
  }
}

/** A line of a table. */
interface TableLine {
  text: string;
  head: boolean;
}

/** Holds the first rows back until the columns' widths are known. */
class Table {
  #held: string[][] | undefined;
  #widths: number[] = [];

  constructor(titles: readonly string[]) {
    this.#held = [titles.map((title) => title.toUpperCase())];
  }

  add(cells: string[]): TableLine[] {
    if (!this.#held) return [this.#format(cells)];
    this.#held.push(cells);
    return this.#held.length > MEASURED_ROWS ? this.#release() : [];
  }

  /** Returns the lines that are still held back; a table without rows has none. */
  end(): TableLine[] {
    return this.#held && this.#held.length > 1 ? this.#release() : [];
  }

  #release(): TableLine[] {
    const rows = this.#held!;
    this.#held = undefined;
    this.#widths = rows[0]!.map((_, i) =>
      Math.max(...rows.map((row) => row[i]!.length))
    );
    return rows.map((row, i) => ({ ...this.#format(row), head: i === 0 }));
  }

  #format(cells: string[]): TableLine {
    const text = cells.map((text, i) => text.padEnd(this.#widths[i]!)).join(
      "  ",
    );
    return { text: text.trimEnd(), head: false };
  }
}

/** Writes a value as one line of JSON. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;

/** Writes a value into a cell: one line, without control characters, cut where it is long. */
export function cell(value: unknown, max: number = MAX_CELL): string {
  if (value === undefined || value === null) return "-";
  const text = (typeof value === "string" ? value : JSON.stringify(value))
    .replace(CONTROL, " ");
  return text.length > max ? `${text.slice(0, max - 3)}...` : text;
}
