/** Rows of a file, read but not yet checked against the project. */
import type { ProjectSpec } from "../define_project.ts";
import type { Formulas } from "../formulas.ts";
import type { RowError } from "./data_error.ts";
import { jsonItems } from "./json_items.ts";
import { pathOf, unsafeIntegerError, unsafeIntegers } from "./numbers.ts";
import { recordsOf } from "./records.ts";
import { Table, type UnlocatedError } from "./table.ts";
import { INVALID, linesOf, textOf, type TextSource } from "./text.ts";
import { TASK_PROPERTIES } from "./validate.ts";

/** A row that was read and is to be checked. */
export interface RawRow {
  readonly row: number;
  readonly line: number;
  /** The task, if the row could be read at all. */
  readonly task?: object;
  /** Errors found before the task is looked at. */
  readonly errors: readonly UnlocatedError[];
  /** Paths whose absence is reported already. */
  readonly missing?: readonly string[];
  /** Finds the place in the file of a path of the task. */
  readonly locate?: (path: string) => Pick<RowError, "column" | "text">;
  /** The row is one of several answers to the same task. */
  readonly isResult?: boolean;
  readonly last?: boolean;
}

/** Options of all formats, with nothing left out. */
export interface RawOptions {
  readonly project: ProjectSpec;
  readonly format: "csv" | "tsv" | "jsonl" | "json";
  readonly ignoreUnknown?: boolean | undefined;
  readonly columns?: Readonly<Record<string, string | null>> | undefined;
  readonly formulas?: Formulas | undefined;
}

/** Reads the rows of a file. */
export function rawRows(
  source: TextSource,
  options: RawOptions,
): AsyncGenerator<RawRow> {
  switch (options.format) {
    case "json":
      return jsonRows(jsonItems(textOf(source)), options);
    case "jsonl":
      return jsonRows(numbered(linesOf(textOf(source))), options);
    default:
      return tableRows(source, options);
  }
}

const SEPARATORS: Readonly<Record<string, string>> = { csv: ",", tsv: "\t" };

async function* tableRows(
  source: TextSource,
  { project, format, ignoreUnknown = false, columns = {}, formulas }:
    RawOptions,
): AsyncGenerator<RawRow> {
  const separator = SEPARATORS[format]!;
  const escaped = formulas !== "keep";
  const options = { project, separator, ignoreUnknown, columns, escaped };
  let table: Table | undefined;
  let row = 0;
  for await (
    const { line, cells } of recordsOf(linesOf(textOf(source)), separator)
  ) {
    if (table !== undefined) {
      yield { row: ++row, line, ...tableRow(table, cells) };
    } else if (cells === undefined) {
      return yield { row, line, errors: [WRONG_QUOTES], last: true };
    } else {
      table = new Table(cells, options);
      const { errors, unreadable: last } = table;
      if (errors.length > 0) yield { row, line, errors, last };
      if (last) return;
    }
  }
  if (table === undefined) {
    const { errors } = new Table([], options);
    if (errors.length > 0) yield { row: 0, line: 1, errors, last: true };
  }
}

const WRONG_QUOTES: UnlocatedError = {
  code: "INVALID_SYNTAX",
  message:
    "Quotation marks must enclose a whole cell, and be doubled inside it",
};

function tableRow(
  table: Table,
  cells: readonly string[] | undefined,
): Omit<RawRow, "row" | "line"> {
  if (cells === undefined) return { errors: [WRONG_QUOTES] };
  if (cells.length !== table.width) {
    const message =
      `Row must have ${table.width} cells: current number is ${cells.length}`;
    return { errors: [{ code: "WRONG_CELL_COUNT", message }] };
  }
  return {
    ...table.read(cells),
    missing: table.missing,
    isResult: table.ofResults,
    locate: (path) => table.locate(path, cells),
  };
}

async function* numbered(
  lines: AsyncIterable<string>,
): AsyncGenerator<{ line: number; text: string }> {
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() !== "") yield { line, text };
  }
}

const PROPERTIES = new Set([...TASK_PROPERTIES, "latitude", "longitude"]);

async function* jsonRows(
  items: AsyncIterable<{ line: number; text: string }>,
  { ignoreUnknown = false }: RawOptions,
): AsyncGenerator<RawRow> {
  let row = 0;
  for await (const { line, text } of items) {
    yield { row: ++row, line, ...jsonTask(text, ignoreUnknown) };
  }
}

function jsonTask(
  text: string,
  ignoreUnknown: boolean,
): Omit<RawRow, "row" | "line"> {
  if (text.includes(INVALID)) {
    const message = "Bytes must be UTF-8";
    return { errors: [{ code: "INVALID_ENCODING", message, text }] };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = `Task must be JSON: ${(error as Error).message}`;
    return { errors: [{ code: "INVALID_SYNTAX", message, text }] };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const message = "Value must be an object";
    return { errors: [{ code: "OBJECT_EXPECTED", message, text }] };
  }
  const entries = Object.entries(value);
  const task = Object.fromEntries(
    entries.filter(([name]) => PROPERTIES.has(name)),
  );
  const errors = ignoreUnknown ? [] : entries
    .filter(([name]) => !PROPERTIES.has(name))
    .map(([path]): UnlocatedError => ({
      code: "UNKNOWN_COLUMN",
      message: "Tasks have no such property",
      path,
    }));
  const isResult = Object.hasOwn(value, "assignment_id");
  return { task, errors: [...errors, ...unsafeIn(text)], isResult };
}

/** Finds the first unsafe number among the properties of the task. */
function unsafeIn(text: string): UnlocatedError[] {
  for (const unsafe of unsafeIntegers(text)) {
    const path = pathOf(text, unsafe);
    if (PROPERTIES.has(path.split(".", 1)[0]!)) {
      return [{ ...unsafeIntegerError(unsafe), path }];
    }
  }
  return [];
}
