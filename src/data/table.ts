/** Columns of a table, and the parts of a task that they hold. */
import type { ProjectSpec } from "../define_project.ts";
import { unescapeFormula } from "../formulas.ts";
import type { FieldSpec } from "../types/projects.ts";
import type { KnownSolution } from "../types/tasks.ts";
import { cellReader, readJson, readNumber } from "./cells.ts";
import type { FileErrorCode, RowError } from "./data_error.ts";
import { scalarType } from "./field_checks.ts";
import { unsafeIntegerError, unsafeIntegers } from "./numbers.ts";
import { INVALID } from "./text.ts";

/** An error without its row. */
export type UnlocatedError = Omit<RowError, "row" | "line">;

/** A task while it is put together. */
interface Draft {
  input_values: Record<string, unknown>;
  known_solutions?: { output_values: Record<string, unknown> }[];
  message_on_unknown_solution?: string;
  localization_config?: { default_language: string };
  overlap?: unknown;
  infinite_overlap?: boolean;
  latitude?: unknown;
  longitude?: unknown;
}

/** One column. */
interface Column {
  /** Name, as in the file. */
  readonly name: string;
  /** Path in the task of what the column holds. */
  readonly path: string;
  /** The column holds numbers, which could be beyond what JavaScript holds. */
  readonly numeric?: boolean;
  /** Puts a cell into a task, if it holds anything. */
  readonly put: (task: Draft, text: string) => void;
}

const PLAIN_COLUMNS: readonly Column[] = [
  {
    name: "HINT:text",
    path: "message_on_unknown_solution",
    put: (task, text) => {
      if (text !== "") task.message_on_unknown_solution = text;
    },
  },
  {
    name: "HINT:default_language",
    path: "localization_config",
    put: (task, text) => {
      const language = text.trim();
      if (language !== "") {
        task.localization_config = { default_language: language };
      }
    },
  },
  {
    name: "TASK:overlap",
    path: "overlap",
    numeric: true,
    put: (task, text) => {
      if (text.trim() !== "") task.overlap = readNumber(text);
    },
  },
  {
    name: "TASK:known_solutions",
    path: "known_solutions",
    numeric: true,
    put: (task, text) => {
      if (text.trim() !== "") {
        task.known_solutions = readJson(text) as KnownSolution[];
      }
    },
  },
  ...(["latitude", "longitude"] as const).map((name): Column => ({
    name: `AI:${name}`,
    path: name,
    put: (task, text) => {
      if (text.trim() !== "") task[name] = readNumber(text);
    },
  })),
];

const NUMERIC = new Set(["integer", "float", "json"]);

/** Creates the columns that a project's tasks can have, by name. */
function columnsOf({ task_spec }: ProjectSpec): Map<string, Column> {
  const { input_spec, output_spec } = task_spec;
  const columns = [
    ...Object.entries(input_spec).map(([field, spec]) =>
      fieldColumn("INPUT", field, spec, (task) => task.input_values)
    ),
    ...Object.entries(output_spec).map(([field, spec]) =>
      fieldColumn("GOLDEN", field, spec, (task) => {
        task.known_solutions ??= [{ output_values: {} }];
        return task.known_solutions[0]!.output_values;
      })
    ),
    ...PLAIN_COLUMNS,
  ];
  return new Map(columns.map((column) => [column.name, column]));
}

const PATHS = {
  INPUT: "input_values",
  GOLDEN: "known_solutions.0.output_values",
} as const;

function fieldColumn(
  kind: keyof typeof PATHS,
  field: string,
  spec: FieldSpec,
  valuesOf: (task: Draft) => Record<string, unknown>,
): Column {
  const read = cellReader(spec);
  return {
    name: `${kind}:${field}`,
    path: `${PATHS[kind]}.${field}`,
    numeric: NUMERIC.has(scalarType(spec.type)),
    put: (task, text) => {
      const value = read(text);
      if (value !== undefined) valuesOf(task)[field] = value;
    },
  };
}

/** Names the column of a path, also of one that the table lacks. */
function columnName(path: string): string | undefined {
  for (const [kind, start] of Object.entries(PATHS)) {
    if (path.startsWith(`${start}.`)) {
      return `${kind}:${path.slice(start.length + 1)}`;
    }
  }
  return undefined;
}

/** A column that is left out. */
const LEFT_OUT: Omit<Column, "name"> = { path: "", put: () => {} };

/** Columns that hold no part of a task. */
const NO_TASK_COLUMN = /^(?!INPUT:|GOLDEN:)/;
/** Columns of a table of results. */
const RESULT_COLUMN = /^(OUTPUT|ASSIGNMENT):/;

/** Options of reading a table. */
export interface TableOptions {
  readonly project: ProjectSpec;
  readonly separator: string;
  readonly ignoreUnknown: boolean;
  readonly columns: Readonly<Record<string, string | null>>;
  readonly escaped: boolean;
}

/** Columns of a table, as its first row names them. */
export class Table {
  /** Errors of the names. */
  readonly errors: UnlocatedError[] = [];
  /** Paths of required fields that have no column. */
  readonly missing: readonly string[];
  /** Nothing can be read: the separator is another one. */
  readonly unreadable: boolean;
  /** The table holds results, a row for each answer to a task. */
  readonly ofResults: boolean;
  readonly #columns: Column[] = [];
  readonly #options: TableOptions;

  /** Takes the names of the columns. */
  constructor(names: readonly string[], options: TableOptions) {
    const { project, separator } = options;
    this.#options = options;
    const other = otherSeparator(names, separator);
    const garbled = names.some((name) => name.includes(INVALID));
    this.unreadable = other !== undefined || garbled;
    this.ofResults = names.some((name) => RESULT_COLUMN.test(name));
    this.missing = [];
    if (garbled) {
      this.#refuse("INVALID_ENCODING", "Bytes must be UTF-8");
      return;
    }
    if (other !== undefined) {
      this.#refuse(
        "WRONG_SEPARATOR",
        `Names of columns must be separated by ${shown(separator)}: ` +
          `current separator is ${shown(other)}`,
      );
      return;
    }
    const seen = this.#readNames(names.map((name) => name.trim()));
    this.missing = Object.entries(project.task_spec.input_spec)
      .filter(([field, { required }]) =>
        (required ?? true) && !seen.has(`INPUT:${field}`)
      )
      .map(([field]) => `input_values.${field}`);
    for (const path of this.missing) {
      const message = "File must have this column as its field is required";
      this.#refuse("MISSING_COLUMN", message, columnName(path));
    }
  }

  /** Takes the names, and returns those that tasks know. */
  #readNames(names: readonly string[]): Set<string> {
    const { project, columns, ignoreUnknown } = this.#options;
    const known = columnsOf(project);
    const seen = new Set<string>();
    for (const name of names) {
      const mapped = Object.hasOwn(columns, name) ? columns[name]! : name;
      // One of the guide's pages spells it with a small L.
      const column = known.get(mapped?.replace(/^Al:/, "AI:") ?? "");
      const repeated = column !== undefined && seen.has(column.name);
      if (column === undefined || repeated) {
        this.#columns.push({ ...LEFT_OUT, name });
      } else {
        this.#columns.push({ ...column, name });
        seen.add(column.name);
      }
      if (repeated) {
        this.#refuse(
          "DUPLICATE_COLUMN",
          "Column must not be there twice",
          name,
        );
      } else if (
        column === undefined && mapped !== null &&
        !(ignoreUnknown && NO_TASK_COLUMN.test(mapped))
      ) {
        this.#refuse("UNKNOWN_COLUMN", unknownColumn(mapped), name);
      }
    }
    for (const name of Object.keys(columns)) {
      if (names.includes(name)) continue;
      const message = "Column must be there as 'columns' names it";
      this.#refuse("MISSING_COLUMN", message, name);
    }
    return seen;
  }

  #refuse(code: FileErrorCode, message: string, column?: string): void {
    const where = column === undefined ? {} : { column };
    this.errors.push({ code, message, ...where });
  }

  /** Number of cells that each row must have. */
  get width(): number {
    return this.#columns.length;
  }

  /** Turns a row that is as wide as the table into a task, and its errors. */
  read(cells: readonly string[]): { task: Draft; errors: UnlocatedError[] } {
    const task: Draft = { input_values: {} };
    const errors: UnlocatedError[] = [];
    for (const [index, column] of this.#columns.entries()) {
      const text = this.#textOf(cells[index]!);
      const error = column.path === "" ? undefined : cellError(column, text);
      if (error === undefined) column.put(task, text);
      else errors.push(error);
    }
    // As the platform does with such files: a control task that only some
    // Tolokers may get would be of little use.
    if (task.known_solutions !== undefined && task.overlap === undefined) {
      task.infinite_overlap = true;
    }
    return { task, errors };
  }

  #textOf(cell: string): string {
    return this.#options.escaped ? unescapeFormula(cell) : cell;
  }

  /** Finds the column that a path of a task was read from. */
  locate(
    path: string,
    cells: readonly string[],
  ): Pick<RowError, "column" | "text"> {
    const index = this.#columns.findIndex((column) =>
      column.path !== "" && `${path}.`.startsWith(`${column.path}.`)
    );
    const column = this.#columns[index];
    if (column !== undefined) {
      return { column: column.name, text: this.#textOf(cells[index]!) };
    }
    const name = columnName(path);
    return name === undefined ? {} : { column: name };
  }
}

function cellError(column: Column, text: string): UnlocatedError | undefined {
  const where = { column: column.name, path: column.path, text };
  if (text.includes(INVALID)) {
    const message = "Bytes must be UTF-8";
    return { code: "INVALID_ENCODING", message, ...where };
  }
  const [unsafe] = column.numeric ? unsafeIntegers(text) : [];
  return unsafe && { ...unsafeIntegerError(unsafe), ...where };
}

function unknownColumn(name: string): string {
  if (/^(INPUT|GOLDEN):/.test(name)) return "The project has no such field";
  return 'Column must be "INPUT:...", "GOLDEN:...", "HINT:text", ' +
    `"TASK:overlap" or another that tasks know, or be in 'columns'`;
}

/** Finds the separator that was used if it is not the expected one. */
function otherSeparator(
  names: readonly string[],
  separator: string,
): string | undefined {
  const [first] = names;
  if (names.length !== 1 || !/^\s*[A-Z]+:/.test(first!)) return undefined;
  return ["\t", ",", ";"].find((other) =>
    other !== separator && first!.includes(other)
  );
}

function shown(separator: string): string {
  return separator === "\t" ? "tabs" : `"${separator}"`;
}
