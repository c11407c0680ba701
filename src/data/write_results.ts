import { CsvStringifyStream } from "@std/csv/stringify-stream";
import type { ProjectSpec } from "../define_project.ts";
import { escapeFormula, type FormulaOptions } from "../formulas.ts";
import type {
  Assignment,
  AssignmentTableColumn,
  Solution,
} from "../types/assignments.ts";
import type { FieldSpec, LocalizationConfig } from "../types/projects.ts";
import type { BaselineSolution, KnownSolution } from "../types/tasks.ts";
import { cellWriter, print } from "./cells.ts";
import { toStream } from "./text.ts";

/**
 * Columns of a table of results. `TASK:known_solutions` has JSON of all right
 * answers of a task where the `GOLDEN:` columns, which hold one, are not
 * enough: where there are several, or one with a weight.
 */
export type ResultColumn =
  | AssignmentTableColumn
  | "HINT:default_language"
  | "TASK:known_solutions";

/** Options of writing a table of results. */
export interface WriteTableOptions extends FormulaOptions {
  /** Commas (`"csv"`) or tabs (`"tsv"`) between cells. */
  format: "csv" | "tsv";
  /** The project, or its `task_spec` alone: it names the fields. */
  project: ProjectSpec;
  /**
   * Columns, in their order. By default: all inputs, all outputs, all right
   * answers, the hint and its language, and of the assignment its link, id,
   * Toloker, status and start.
   */
  columns?: readonly ResultColumn[] | undefined;
  /**
   * Site of the links in `ASSIGNMENT:link`.
   *
   * @default {"https://toloka.dev"}
   */
  site?: string | undefined;
}

/** Options of writing results as JSON, an object on each line. */
export interface WriteJsonOptions {
  /** JSON of one answer on each line: see {@linkcode ResultLine}. */
  format: "jsonl";
}

/** Options of writing results. */
export type WriteResultsOptions = WriteTableOptions | WriteJsonOptions;

/** Line of JSON: a task, and one answer to it. */
export interface ResultLine {
  /** Input values of the task, by field. */
  input_values: unknown;
  /** Answer of the Toloker, by field; the first one in a training. */
  output_values?: unknown;
  /** Right answers, if it is a control or training task. */
  known_solutions?: KnownSolution<unknown>[];
  /** Hint on a wrong answer, if it is a training task. */
  message_on_unknown_solution?: string;
  /** Answers known beforehand. */
  baseline_solutions?: BaselineSolution<unknown>[];
  /** Languages of the texts. */
  localization_config?: LocalizationConfig;
  /** Id of the task, if the server gives it. */
  task_id?: string;
  /** Id of the assignment. */
  assignment_id: string;
  /** Id of the task suite. */
  task_suite_id: string;
  /** Id of the pool. */
  pool_id: string;
  /** Id of the Toloker. */
  user_id: string;
  /** Status of the assignment; `"ACCEPTED"`, not the tables' `"APPROVED"`. */
  status: string;
  /** Reward of the Toloker for the whole assignment, in US dollars. */
  reward: number;
  /** Time when the Toloker got the assignment, UTC. */
  created: string;
  /** Time when it was submitted, UTC. */
  submitted?: string;
}

/** A task of an assignment and the answer to it. */
interface Answer {
  readonly assignment: Assignment<unknown, unknown>;
  readonly task: Assignment<unknown, unknown>["tasks"][number];
  readonly solution: Solution<unknown> | undefined;
}

/**
 * Writes answers, a row or line for each task, as the platform's web interface
 * does: `INPUT:`, `OUTPUT:` and `GOLDEN:` columns, `HINT:text`, and columns
 * about the assignment. `readTasks` with `ignoreUnknown` reads the same tasks
 * back, each once. Baselines and translations are in JSONL only.
 *
 * Tolokers are strangers, and a cell that begins with `=`, `+`, `-` or `@` runs
 * as a formula when a spreadsheet opens the table. An apostrophe is therefore
 * written before it, which `readTasks` takes away. `formulas: "keep"` leaves
 * texts as they are, for programs that run no formulas.
 *
 * Assignments are read only as fast as the text is.
 *
 * @param assignments Assignments, such as `toloka.assignments.list(...)`.
 * @param options Format, and for a table the project.
 * @returns The text, part by part; the rows of tables end in `"\r\n"`.
 * @throws {RangeError} If a column does not exist.
 *
 * @example Usage
 * ```ts
 * import { writeResults } from "@toloka/client/data";
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const project = await toloka.projects.get("12345");
 * const accepted = toloka.assignments.list({
 *   pool_id: "12345",
 *   status: "ACCEPTED",
 * });
 * const text = writeResults(accepted, { format: "csv", project });
 * await Deno.writeTextFile("answers.csv", text);
 * ```
 */
export function writeResults(
  assignments:
    | Iterable<Assignment<unknown, unknown>>
    | AsyncIterable<Assignment<unknown, unknown>>,
  options: WriteResultsOptions,
): ReadableStream<string> {
  const answers = answersOf(assignments);
  if (options.format === "jsonl") return toStream(jsonLines(answers));
  const cells = cellsOf(options);
  const columns = (options.columns ?? defaultColumns(options.project)).map(
    (name) => [name, cellFor(name, cells)] as const,
  );
  const separator = options.format === "tsv" ? "\t" : ",";
  const escape = options.formulas === "keep" ? undefined : escapeFormula;
  const names = columns.map(([name]) => name);
  const isComplete = names.includes("TASK:known_solutions") ||
    !names.some((name) => name.startsWith("GOLDEN:"));
  const written = isComplete ? answers : withOneSolution(answers);
  return toStream(tableRows(written, columns, escape))
    .pipeThrough(new CsvStringifyStream({ separator }));
}

async function* answersOf(
  assignments:
    | Iterable<Assignment<unknown, unknown>>
    | AsyncIterable<Assignment<unknown, unknown>>,
): AsyncGenerator<Answer> {
  for await (const assignment of assignments) {
    // The tables of trainings have the first answers.
    const { first_declined_solution_attempt: first, solutions } = assignment;
    for (const [index, task] of assignment.tasks.entries()) {
      const solution = first?.[index] ?? solutions?.[index];
      yield { assignment, task, solution };
    }
  }
}

/** The `GOLDEN:` columns alone would turn other right answers into wrong ones. */
async function* withOneSolution(
  answers: AsyncIterable<Answer>,
): AsyncGenerator<Answer> {
  for await (const answer of answers) {
    if (knownSolutions(answer.task) !== undefined) {
      throw new TypeError(
        `Cannot write results as the 'GOLDEN:' columns do not hold all right answers of a task of assignment "${answer.assignment.id}": add "TASK:known_solutions" to 'columns', or leave 'GOLDEN:' out`,
      );
    }
    yield answer;
  }
}

async function* jsonLines(
  answers: AsyncIterable<Answer>,
): AsyncGenerator<string> {
  for await (const { assignment, task, solution } of answers) {
    const { id, task_suite_id, pool_id, user_id, status, reward, created } =
      assignment;
    const taskId = task.id ?? solution?.task_id;
    const {
      known_solutions,
      message_on_unknown_solution: hint,
      baseline_solutions,
      localization_config,
    } = task;
    const { submitted } = assignment;
    const line: ResultLine = {
      input_values: task.input_values,
      ...(solution && { output_values: solution.output_values }),
      ...(known_solutions && { known_solutions }),
      ...(hint !== undefined && { message_on_unknown_solution: hint }),
      ...(baseline_solutions && { baseline_solutions }),
      ...(localization_config && { localization_config }),
      ...(taskId !== undefined && { task_id: taskId }),
      assignment_id: id,
      task_suite_id,
      pool_id,
      user_id,
      status,
      reward,
      created,
      ...(submitted !== undefined && { submitted }),
    };
    yield `${JSON.stringify(line)}\n`;
  }
}

/** Writes one cell of an answer's row. */
type Cell = (answer: Answer) => unknown;

async function* tableRows(
  answers: AsyncIterable<Answer>,
  columns: readonly (readonly [string, Cell])[],
  escape: (text: string) => string = (text) => text,
): AsyncGenerator<string[]> {
  yield columns.map(([name]) => name);
  for await (const answer of answers) {
    yield columns.map(([, cell]) => {
      const value = cell(answer);
      return escape(value === null || value === undefined ? "" : print(value));
    });
  }
}

function defaultColumns({ task_spec }: ProjectSpec): ResultColumn[] {
  const outputs = Object.keys(task_spec.output_spec);
  return [
    ...Object.keys(task_spec.input_spec).map((name) =>
      `INPUT:${name}` as const
    ),
    ...outputs.map((name) => `OUTPUT:${name}` as const),
    ...outputs.map((name) => `GOLDEN:${name}` as const),
    "TASK:known_solutions",
    "HINT:text",
    "HINT:default_language",
    "ASSIGNMENT:link",
    "ASSIGNMENT:assignment_id",
    "ASSIGNMENT:worker_id",
    "ASSIGNMENT:status",
    "ASSIGNMENT:started",
  ];
}

function cellFor(
  name: ResultColumn,
  cells: ReadonlyMap<string, Cell>,
): Cell {
  const cell = cells.get(name);
  if (cell !== undefined) return cell;
  throw new RangeError(
    `Cannot write results as there is no such column: current value is "${name}"`,
  );
}

/** Statuses that have another name in tables. */
const STATUSES: Readonly<Record<string, string>> = { ACCEPTED: "APPROVED" };
const VERDICTS: Readonly<Record<string, string>> = {
  ACCEPTED: "+",
  REJECTED: "-",
};

/** Cells of columns that no project changes. */
const PLAIN_CELLS: readonly (readonly [ResultColumn, Cell])[] = [
  ["TASK:known_solutions", ({ task }) => knownSolutions(task)],
  ["HINT:text", ({ task }) => task.message_on_unknown_solution],
  [
    "HINT:default_language",
    ({ task }) => task.localization_config?.default_language,
  ],
  ["ACCEPT:verdict", ({ assignment }) => VERDICTS[assignment.status]],
  ["ACCEPT:comment", ({ assignment }) => assignment.public_comment],
  ["ASSIGNMENT:assignment_id", ({ assignment }) => assignment.id],
  ["ASSIGNMENT:task_id", ({ task, solution }) => task.id ?? solution?.task_id],
  ["ASSIGNMENT:task_suite_id", ({ assignment }) => assignment.task_suite_id],
  ["ASSIGNMENT:worker_id", ({ assignment }) => assignment.user_id],
  [
    "ASSIGNMENT:status",
    ({ assignment: { status } }) => STATUSES[status] ?? status,
  ],
  ["ASSIGNMENT:started", ({ assignment }) => assignment.created],
  ["ASSIGNMENT:submitted", ({ assignment }) => assignment.submitted],
  ["ASSIGNMENT:accepted", ({ assignment }) => assignment.accepted],
  ["ASSIGNMENT:rejected", ({ assignment }) => assignment.rejected],
  ["ASSIGNMENT:skipped", ({ assignment }) => assignment.skipped],
  ["ASSIGNMENT:expired", ({ assignment }) => assignment.expired],
  ["ASSIGNMENT:reward", ({ assignment }) => assignment.reward],
];

/** Writes right answers that the `GOLDEN:` columns cannot hold. */
function knownSolutions({ known_solutions: known }: Answer["task"]): unknown {
  if (known === undefined || known.length === 0) return undefined;
  const [{ output_values, correctness_weight: weight }, ...others] = known as [
    KnownSolution<unknown>,
    ...KnownSolution<unknown>[],
  ];
  const fits = others.length === 0 && (weight === undefined) &&
    Object.values(output_values).some((value) => value !== null);
  return fits ? undefined : JSON.stringify(known);
}

/** Creates the cells of every column that a project's answers can have. */
function cellsOf(
  { project, site = "https://toloka.dev" }: WriteTableOptions,
): ReadonlyMap<string, Cell> {
  const { input_spec, output_spec } = project.task_spec;
  return new Map<string, Cell>([
    ...PLAIN_CELLS,
    [
      "ASSIGNMENT:link",
      ({ assignment: { pool_id, id } }) => `${site}/task/${pool_id}/${id}`,
    ],
    ...fieldCells("INPUT", input_spec, ({ task }) => task.input_values),
    ...fieldCells(
      "OUTPUT",
      output_spec,
      ({ solution }) => solution?.output_values,
    ),
    ...fieldCells(
      "GOLDEN",
      output_spec,
      ({ task }) => task.known_solutions?.[0]?.output_values,
    ),
  ]);
}

function fieldCells(
  kind: string,
  specs: Readonly<Record<string, FieldSpec>>,
  values: (answer: Answer) => unknown,
): [string, Cell][] {
  return Object.entries(specs).map(([name, spec]) => {
    const write = cellWriter(spec);
    const cell: Cell = (answer) =>
      write((values(answer) as Record<string, unknown> | undefined)?.[name]);
    return [`${kind}:${name}`, cell];
  });
}
