import type { InputOf, OutputOf, ProjectSpec } from "../define_project.ts";
import type { FormulaOptions } from "../formulas.ts";
import type { FieldErrors } from "../types/common.ts";
import type { TaskInput } from "../types/tasks.ts";
import { DataError, type RowError } from "./data_error.ts";
import { type RawRow, rawRows } from "./raw_rows.ts";
import { fileChecksOf, type RowCheck } from "./row_checks.ts";
import type { UnlocatedError } from "./table.ts";
import type { TextSource } from "./text.ts";
import { isEmpty, type Validators, validatorsOf } from "./validate.ts";

/**
 * Formats of tasks and answers:
 *
 * - `"csv"`: a table with commas between cells
 * - `"tsv"`: a table with tabs between cells, as the platform's web interface
 *   gives and takes
 * - `"jsonl"`: on each line, JSON of one task or answer
 * - `"json"`: an array of tasks, as the web interface takes it
 */
export type DataFormat = "csv" | "tsv" | "jsonl" | "json";

/**
 * Columns of a project's tasks in a table.
 *
 * @typeParam Project Type of the project.
 */
export type TaskColumn<Project extends ProjectSpec = ProjectSpec> =
  | `INPUT:${keyof Project["task_spec"]["input_spec"] & string}`
  | `GOLDEN:${keyof Project["task_spec"]["output_spec"] & string}`
  | "HINT:text"
  | "HINT:default_language"
  | "TASK:overlap"
  | "TASK:known_solutions"
  | "AI:latitude"
  | "AI:longitude";

/**
 * Options of reading tasks from text.
 *
 * @typeParam Project Type of the project, inferred.
 */
export interface ReadTasksOptions<Project extends ProjectSpec>
  extends FormulaOptions {
  /** The project, or its `task_spec` alone: it describes the cells. */
  project: Project;
  /** Format of the text. */
  format: DataFormat;
  /** Pool of every task. */
  poolId?: string | undefined;
  /**
   * Columns of a table that is not in the platform's format, by their names in
   * the file: `{ "Image URL": "INPUT:image", "No.": null }`. A column with
   * `null` is left out.
   */
  columns?:
    | Readonly<Record<string, TaskColumn<NoInfer<Project>> | null>>
    | undefined;
  /**
   * `true` to leave out what is no part of a task, as in a table of answers:
   * columns other than `INPUT:` and `GOLDEN:`, or properties in JSON. By
   * default each is an error. A column of a field that the project does not
   * have always is.
   *
   * @default {false}
   */
  ignoreUnknown?: boolean | undefined;
  /**
   * Treatment of a row with the same task as an earlier one, which would be
   * paid again: it is an `"error"`, or left out (`"skip"`), or read (`"keep"`).
   * The overlap does not count. The check takes about 50 bytes a row.
   *
   * @default {"error"; "skip" for a table of results, which has a row for each answer to a task}
   */
  duplicates?: "error" | "skip" | "keep" | undefined;
  /**
   * `true` if right answers may lack required output fields, other than files.
   * The platform compares the given fields only.
   *
   * @default {false}
   */
  allowPartialSolutions?: boolean | undefined;
}

/**
 * A task from a file that need not name a pool.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
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

/** Place of a field task, in degrees. */
export interface Coordinates {
  /** Latitude, -90 to 90. */
  latitude: number;
  /** Longitude, -180 to 180. */
  longitude: number;
}

/**
 * A row that is a task.
 *
 * @typeParam Task Type of the task.
 */
export interface TaskRow<Task> {
  /** Position among the rows of data, 1 for the first. */
  row: number;
  /** Line of the file on which the row begins, 1 for the first. */
  line: number;
  /** The task. */
  task: Task;
  /** Place of a field task. It belongs to the task suite of the task. */
  coordinates?: Coordinates;
  /** A task has none. */
  errors?: never;
}

/** A row that is no task because of errors. */
export interface InvalidRow {
  /** Position among the rows of data, 1 for the first; 0 for the names of the columns. */
  row: number;
  /** Line of the file on which the row begins, 1 for the first. */
  line: number;
  /** All errors of the row, at least one. */
  errors: [RowError, ...RowError[]];
  /** `true` if nothing can be read from here on: this row is the last. */
  last: boolean;
  /** There is none. */
  task?: never;
}

/**
 * Reads tasks row by row, and goes on after rows with errors: each comes as
 * an item with all its errors. {@linkcode readTasks} is for programs that
 * rather stop at the first one, and describes the formats.
 *
 * @typeParam Project Type of the project, inferred.
 * @param source Text, or its parts as they come in.
 * @param options Project, format and treatment of what is unusual.
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
 * const rows = readTaskRows(file, { project, format: "csv" });
 * for await (const { task, row, errors } of rows) {
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
  const checks = fileChecksOf(options);
  for await (const raw of rawRows(source, options)) {
    const item = checked(raw, validators, checks, options.poolId);
    if (item !== undefined) {
      yield item as
        | TaskRow<ReadTask<InputOf<Project>, OutputOf<Project>>>
        | InvalidRow;
    }
  }
}

/** Checks a row. Returns `undefined` for one that is to be left out. */
function checked(
  raw: RawRow,
  validators: Validators,
  checks: readonly RowCheck[],
  poolId: string | undefined,
): TaskRow<unknown> | InvalidRow | undefined {
  const { row, line, last = false } = raw;
  const { latitude, longitude, ...given } = (raw.task ?? {}) as Partial<
    Coordinates
  >;
  const task = poolId === undefined ? given : { ...given, pool_id: poolId };
  const errors = [...raw.errors];
  if (raw.task !== undefined) {
    errors.push(...newErrors(raw, validators.task(task)));
    for (const check of checks) {
      const found = check({ ...raw, task: raw.task }, errors);
      if (found === "skip") return undefined;
      errors.push(...found);
    }
  }
  const [first, ...others] = errors.map((error) => ({ row, line, ...error }));
  if (first !== undefined) {
    return { row, line, errors: [first, ...others], last };
  }
  return latitude === undefined || longitude === undefined
    ? { row, line, task }
    : { row, line, task, coordinates: { latitude, longitude } };
}

/** Locates errors, without those of parts that have an error already. */
function newErrors(
  { errors, missing = [], locate }: RawRow,
  found: FieldErrors,
): UnlocatedError[] {
  if (isEmpty(found)) return [];
  const known = [...errors.flatMap(({ path }) => path ?? []), ...missing];
  return Object.entries(found)
    .filter(([path]) => !known.some((one) => `${path}.`.startsWith(`${one}.`)))
    .map(([path, error]) => ({
      ...error,
      ...(path !== "" && { path }),
      ...locate?.(path),
    }));
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
 *   training task; `HINT:default_language`: its language
 * - `TASK:overlap`: number of Tolokers who do the task. Control and training
 *   tasks without it are for any number of Tolokers, as in the web interface.
 * - `TASK:known_solutions`: JSON of all right answers, with weights, where
 *   `GOLDEN:` columns cannot hold them; `writeResults` writes it
 * - `AI:latitude` and `AI:longitude`: the place of a field task. They belong to
 *   task suites: {@linkcode readTaskSuites} reads them, this function checks
 *   them only.
 *
 * Other tables need `columns`. The project describes the cells. An empty one
 * holds no value, so neither an empty text nor an empty array can be written.
 * Items of an array are separated by commas; an item with a comma of its own
 * has a backslash before it, or the item is in quotation marks, which are
 * doubled inside. JSON may have a backslash before its commas, too. Line ends
 * in cells become `"\n"`. An apostrophe before a formula is taken away, unless
 * `formulas` is `"keep"`.
 *
 * In JSON and JSONL, each item is a task as the API takes it.
 *
 * Only one row is in memory at a time. A byte order mark is skipped. The format
 * of tables is described at
 * https://toloka.ai/docs/guide/concepts/pool_csv.
 *
 * @typeParam Project Type of the project, inferred.
 * @param source Text, or its parts as they come in.
 * @param options Project, format and treatment of what is unusual.
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
 * const options = { project, format: "csv", poolId: "12345" } as const;
 * assertEquals(await Array.fromAsync(readTasks(file, options)), [
 *   {
 *     pool_id: "12345",
 *     input_values: {
 *       image: "https://example.com/1.png",
 *       tags: ["small", "black, mostly"],
 *     },
 *   },
 *   {
 *     pool_id: "12345",
 *     input_values: { image: "https://example.com/2.png" },
 *     known_solutions: [{ output_values: { animal: "cat" } }],
 *     infinite_overlap: true,
 *   },
 * ]);
 * ```
 *
 * @example Read a table of another program
 * ```ts
 * import { readTasks } from "@toloka/client/data";
 * import { assertEquals } from "@std/assert";
 *
 * const project = {
 *   task_spec: { input_spec: { image: { type: "url" } }, output_spec: {} },
 * } as const;
 * const file = "No.,Image URL\n1,https://example.com/1.png\n";
 *
 * const tasks = readTasks(file, {
 *   project,
 *   format: "csv",
 *   columns: { "Image URL": "INPUT:image", "No.": null },
 * });
 * for await (const { input_values } of tasks) {
 *   assertEquals(input_values.image, "https://example.com/1.png");
 * }
 * ```
 */
export function readTasks<const Project extends ProjectSpec>(
  source: TextSource,
  options: ReadTasksOptions<Project> & { poolId: string },
): AsyncGenerator<TaskInput<InputOf<Project>, OutputOf<Project>>, void, void>;
/**
 * Reads tasks that need not name a pool.
 *
 * @typeParam Project Type of the project, inferred.
 * @param source Text, or its parts as they come in.
 * @param options Project, format and treatment of what is unusual.
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
