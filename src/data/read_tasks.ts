import { CsvParseStream } from "@std/csv/parse-stream";
import type { InputOf, OutputOf, ProjectSpec } from "../define_project.ts";
import type { FieldErrors } from "../types/common.ts";
import type { TaskInput } from "../types/tasks.ts";
import { DataError, type RowError } from "./data_error.ts";
import { Table } from "./table.ts";
import {
  EncodingError,
  LineCounter,
  linesOf,
  textOf,
  type TextSource,
  toStream,
} from "./text.ts";
import {
  isEmpty,
  TASK_PROPERTIES,
  type Validators,
  validatorsOf,
} from "./validate.ts";

/**
 * How tasks and answers are written:
 *
 * - `"csv"`: a table with commas between cells
 * - `"tsv"`: a table with tabs between cells, as the platform's web interface
 *   gives and takes
 * - `"jsonl"`: on each line, JSON of one task or answer
 */
export type DataFormat = "csv" | "tsv" | "jsonl";

/**
 * How tasks are read from text.
 *
 * @typeParam Project Type of the project, worked out by itself.
 */
export interface ReadTasksOptions<Project extends ProjectSpec> {
  /** The project, or its `task_spec` alone: it says what cells hold. */
  project: Project;
  /** How the tasks are written. */
  format: DataFormat;
  /** Pool that every task gets. */
  poolId?: string | undefined;
  /**
   * Whether to leave out what is no part of a task, as when a table of answers
   * is read: columns other than `INPUT:` and `GOLDEN:`, or properties in
   * JSONL. By default each is a error. A column of a field that the project
   * does not have always is.
   *
   * @default {false}
   */
  ignoreUnknown?: boolean | undefined;
}

/**
 * A task from a file that need not name a pool.
 *
 * @typeParam Input Values that Tolokers see.
 * @typeParam Output Values that Tolokers give.
 */
export interface ReadTask<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> extends Omit<TaskInput<Input, Output>, "pool_id"> {
  /** Input data, by field. */
  input_values: Input;
  /** Id of the pool, if the file or the options name one. */
  pool_id?: string;
}

/**
 * A row that is a task.
 *
 * @typeParam Task What the task is.
 */
export interface TaskRow<Task> {
  /** Place among the rows of data, 1 for the first. */
  row: number;
  /** Line of the file on which the row begins, 1 for the first. */
  line: number;
  /** The task. */
  task: Task;
  /** A task has none. */
  errors?: never;
}

/** A row that is no task because of errors. */
export interface InvalidRow {
  /** Place among the rows of data, 1 for the first; 0 for the names of the columns. */
  row: number;
  /** Line of the file on which the row begins, 1 for the first. */
  line: number;
  /** All errors of the row, at least one. */
  errors: [RowError, ...RowError[]];
  /** Whether nothing can be read from here on, so that this row is the last. */
  last: boolean;
  /** There is none. */
  task?: never;
}

/** What is wrong with a row, without saying where the row is. */
type UnlocatedError = Omit<RowError, "row" | "line">;

/**
 * Reads tasks row by row, and goes on after rows with errors: each comes as
 * an item with all that is wrong with it. {@linkcode readTasks} is for programs
 * that rather stop at the first one, and says how files look.
 *
 * @typeParam Project Type of the project, worked out by itself.
 * @param source Text, or its parts as they come in.
 * @returns Tasks and errors in the order of the file, one at a time.
 *
 * @example Upload what is right, report the rest
 * ```ts
 * import { readTaskRows } from "@toloka/client/data";
 * import { assertEquals } from "@std/assert";
 *
 * const project = {
 *   task_spec: { input_spec: { image: { type: "url" } }, output_spec: {} },
 * } as const;
 * const file = "INPUT:image\nhttps://example.com/1.png\n2.png\n";
 *
 * const urls: string[] = [];
 * for await (const { task, row, errors } of readTaskRows(file, { project, format: "csv" })) {
 *   if (task) urls.push(task.input_values.image);
 *   else console.error(row, errors);
 * }
 * assertEquals(urls, ["https://example.com/1.png"]);
 * ```
 */
export async function* readTaskRows<const Project extends ProjectSpec>(
  source: TextSource,
  options: ReadTasksOptions<Project>,
): AsyncGenerator<
  | TaskRow<ReadTask<InputOf<Project>, OutputOf<Project>>>
  | InvalidRow,
  void,
  void
> {
  const validators = validatorsOf(options.project);
  const rows = options.format === "jsonl"
    ? jsonRows(source, options)
    : tableRows(source, options);
  for await (const item of rows) {
    yield checked(item, validators, options) as
      | TaskRow<ReadTask<InputOf<Project>, OutputOf<Project>>>
      | InvalidRow;
  }
}

/** A row that was read and is to be checked. */
interface RawRow {
  readonly row: number;
  readonly line: number;
  /** The task, if the row could be read at all. */
  readonly task?: object;
  /** What is wrong before the task is looked at. */
  readonly errors: readonly UnlocatedError[];
  /** Says where in the file a path of the task was. */
  readonly locate?: (path: string) => Pick<RowError, "column" | "text">;
  readonly last?: boolean;
}

function checked(
  { row, line, task, errors, locate, last = false }: RawRow,
  validators: Validators,
  { poolId }: { poolId?: string | undefined },
): TaskRow<unknown> | InvalidRow {
  let found: FieldErrors = {};
  let whole = task;
  if (task !== undefined) {
    whole = poolId === undefined ? task : { ...task, pool_id: poolId };
    found = validators.task(whole);
  }
  if (errors.length === 0 && isEmpty(found)) return { row, line, task: whole };
  const all: RowError[] = errors.map((one) => ({ row, line, ...one }));
  for (const [path, error] of Object.entries(found)) {
    const where = path === "" ? {} : { path };
    all.push({ row, line, ...error, ...where, ...locate?.(path) });
  }
  const [first, ...others] = all;
  return { row, line, errors: [first!, ...others], last };
}

const SEPARATORS = { csv: ",", tsv: "\t" } as const;

async function* tableRows(
  source: TextSource,
  { project, format, ignoreUnknown = false }: ReadTasksOptions<ProjectSpec>,
): AsyncGenerator<RawRow> {
  const separator = SEPARATORS[format as keyof typeof SEPARATORS];
  const lines = new LineCounter();
  const records = toStream(lines.watch(textOf(source)))
    .pipeThrough(new CsvParseStream({ separator }));
  let table: Table | undefined;
  let row = -1;
  try {
    for await (const cells of records) {
      const line = lines.pass(cells);
      row++;
      if (table === undefined) {
        table = new Table(cells, project, separator, ignoreUnknown);
        const { errors } = table;
        if (errors.length > 0) {
          return yield { row, line, errors, last: true };
        }
      } else if (cells.length !== table.width) {
        const errors = [wrongCellCount(table.width, cells.length)];
        yield { row, line, errors };
      } else {
        const columns = table;
        yield {
          row,
          line,
          errors: [],
          task: table.read(cells),
          locate: (path) => columns.locate(path, cells),
        };
      }
    }
  } catch (error) {
    yield unreadable(error, row + 1, lines.next);
    return;
  }
  if (table === undefined) {
    const { errors } = new Table([], project, separator, ignoreUnknown);
    if (errors.length > 0) yield { row: 0, line: 1, errors, last: true };
  }
}

function wrongCellCount(expected: number, current: number): UnlocatedError {
  return {
    code: "WRONG_CELL_COUNT",
    message: `Row must have ${expected} cells: current number is ${current}`,
  };
}

/** The end of a file that cannot be read on. Failures of its source are not the file's. */
function unreadable(error: unknown, row: number, line: number): RawRow {
  if (error instanceof EncodingError) {
    const { message } = error;
    const errors = [{ code: "INVALID_ENCODING", message }];
    return { row, line, errors, last: true };
  }
  if (error instanceof SyntaxError) {
    const message =
      "Quotation marks must enclose a whole cell, and be doubled inside it";
    const errors = [{ code: "INVALID_SYNTAX", message }];
    return { row, line, errors, last: true };
  }
  throw error;
}

const PROPERTIES = new Set(TASK_PROPERTIES);

async function* jsonRows(
  source: TextSource,
  { ignoreUnknown = false }: ReadTasksOptions<ProjectSpec>,
): AsyncGenerator<RawRow> {
  let row = 0;
  let line = 0;
  try {
    for await (const text of linesOf(textOf(source))) {
      line++;
      if (text.trim() === "") continue;
      row++;
      yield { row, line, ...jsonTask(text, ignoreUnknown) };
    }
  } catch (error) {
    yield unreadable(error, row + 1, line + 1);
  }
}

function jsonTask(
  text: string,
  ignoreUnknown: boolean,
): Pick<RawRow, "task" | "errors"> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = `Line must be JSON: ${(error as Error).message}`;
    return { errors: [{ code: "INVALID_SYNTAX", message, text }] };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const message = "Value must be an object";
    return { errors: [{ code: "OBJECT_EXPECTED", message, text }] };
  }
  const unknown = Object.keys(value).filter((name) => !PROPERTIES.has(name));
  if (unknown.length === 0) return { task: value, errors: [] };
  const task = Object.fromEntries(
    Object.entries(value).filter(([name]) => PROPERTIES.has(name)),
  );
  const errors = ignoreUnknown ? [] : unknown.map((path) => ({
    code: "UNKNOWN_COLUMN",
    message: "Tasks have no such property",
    path,
  }));
  return { task, errors };
}

/**
 * Reads tasks from a file in the platform's own upload format, ready for
 * `tasks.createMany`, and stops at the first row with errors:
 * {@linkcode validateFile} finds them all before anything is sent.
 *
 * The first row of a table names its columns:
 *
 * - `INPUT:` and the name of an input field
 * - `GOLDEN:` and the name of an output field: the right answer, which makes
 *   the task a control task
 * - `HINT:text`: the hint on a wrong answer, which makes a control task a
 *   training task
 * - `TASK:overlap`: how many Tolokers do the task. Control and training tasks
 *   without it are for any number of Tolokers, as in the web interface.
 *
 * The project says how to read a cell. An empty one holds no value, so neither
 * an empty text nor an empty array can be written. Items of an array are
 * separated by commas; an item with a comma of its own has a backslash before
 * it, or the item is in quotation marks, which are doubled inside. JSON may
 * have a backslash before its commas, too. Line ends in cells become `"\n"`.
 *
 * In JSONL, each line is a task as the API takes it.
 *
 * Only one row is in memory at a time. A byte order mark is skipped.
 *
 * @typeParam Project Type of the project, worked out by itself.
 * @param source Text, or its parts as they come in.
 * @returns The tasks in the order of the file, typed by the project.
 * @throws {DataError} If a row has errors: all of them, with row and column.
 *
 * @example Read a table
 * ```ts
 * import { readTasks } from "@toloka/client/data";
 * import { assertEquals } from "@std/assert";
 *
 * const project = {
 *   task_spec: {
 *     input_spec: {
 *       image: { type: "url" },
 *       tags: { type: "array_string", required: false },
 *     },
 *     output_spec: {
 *       animal: { type: "string", allowed_values: ["cat", "dog"] },
 *     },
 *   },
 * } as const;
 * const file = `INPUT:image,INPUT:tags,GOLDEN:animal
 * https://example.com/1.png,"small,black\\, mostly",
 * https://example.com/2.png,,cat
 * `;
 *
 * const tasks = readTasks(file, { project, format: "csv", poolId: "12345" });
 * assertEquals(await Array.fromAsync(tasks), [
 *   {
 *     pool_id: "12345",
 *     input_values: { image: "https://example.com/1.png", tags: ["small", "black, mostly"] },
 *   },
 *   {
 *     pool_id: "12345",
 *     input_values: { image: "https://example.com/2.png" },
 *     known_solutions: [{ output_values: { animal: "cat" } }],
 *     infinite_overlap: true,
 *   },
 * ]);
 * ```
 */
export function readTasks<const Project extends ProjectSpec>(
  source: TextSource,
  options: ReadTasksOptions<Project> & { poolId: string },
): AsyncGenerator<TaskInput<InputOf<Project>, OutputOf<Project>>, void, void>;
/**
 * Reads tasks that need not name a pool.
 *
 * @typeParam Project Type of the project, worked out by itself.
 * @param source Text, or its parts as they come in.
 * @returns The tasks in the order of the file, typed by the project.
 * @throws {DataError} If a row has errors: all of them, with row and column.
 */
export function readTasks<const Project extends ProjectSpec>(
  source: TextSource,
  options: ReadTasksOptions<Project>,
): AsyncGenerator<ReadTask<InputOf<Project>, OutputOf<Project>>, void, void>;
export async function* readTasks(
  source: TextSource,
  options: ReadTasksOptions<ProjectSpec>,
): AsyncGenerator<unknown, void, void> {
  for await (const { task, errors } of readTaskRows(source, options)) {
    if (errors !== undefined) throw new DataError(errors);
    yield task;
  }
}

/** What {@linkcode validateFile} found. */
export interface FileReport {
  /** Rows of data, right or wrong. */
  rows: number;
  /** Rows with errors. */
  invalidRows: number;
  /** Mistakes in all rows, and in the names of the columns. */
  errorCount: number;
  /** The first errors, as many as were asked for. */
  errors: RowError[];
  /** Whether the file was read to its end; if not, there may be more rows. */
  complete: boolean;
}

/**
 * How a file of tasks is checked.
 *
 * @typeParam Project Type of the project, worked out by itself.
 */
export interface ValidateFileOptions<Project extends ProjectSpec>
  extends ReadTasksOptions<Project> {
  /**
   * How many errors are kept; the others are only counted.
   *
   * @default {100}
   */
  maxErrors?: number | undefined;
}

/**
 * Checks a whole file of tasks before any of them is sent, see
 * {@linkcode readTasks} for how it looks. Only one row is in memory at a time,
 * beside the errors that are kept.
 *
 * @typeParam Project Type of the project, worked out by itself.
 * @param source Text, or its parts as they come in.
 * @returns How many rows and errors there are, and the first errors.
 * @throws {RangeError} If `maxErrors` is not a whole number from 0.
 *
 * @example Usage
 * ```ts
 * import { validateFile } from "@toloka/client/data";
 * import { assertEquals } from "@std/assert";
 *
 * const project = {
 *   task_spec: { input_spec: { image: { type: "url" } }, output_spec: {} },
 * } as const;
 * const file = "INPUT:image\nhttps://example.com/1.png\n2.png\n";
 *
 * const { rows, errors } = await validateFile(file, { project, format: "csv" });
 * for (const { row, line, column, code, text } of errors) {
 *   console.error(`row ${row} (line ${line}), ${column}: ${code}: "${text}"`);
 * }
 * assertEquals([rows, errors.length], [2, 1]);
 * ```
 */
export async function validateFile<const Project extends ProjectSpec>(
  source: TextSource,
  options: ValidateFileOptions<Project>,
): Promise<FileReport> {
  const { maxErrors = 100 } = options;
  if (!Number.isInteger(maxErrors) || maxErrors < 0) {
    throw new RangeError(
      `Cannot validate the file as 'maxErrors' must be a whole number from 0: current value is ${maxErrors}`,
    );
  }
  const report: FileReport = {
    rows: 0,
    invalidRows: 0,
    errorCount: 0,
    errors: [],
    complete: true,
  };
  for await (const item of readTaskRows(source, options)) {
    if (item.row > 0) report.rows++;
    if (item.errors === undefined) continue;
    if (item.row > 0) report.invalidRows++;
    report.errorCount += item.errors.length;
    const room = maxErrors - report.errors.length;
    report.errors.push(...item.errors.slice(0, room));
    if (item.last) report.complete = false;
  }
  return report;
}
