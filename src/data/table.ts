/** Tasks as rows of a table: what each column holds. */
import type { ProjectSpec } from "../define_project.ts";
import { cellReader, readInteger } from "./cells.ts";
import type { FileErrorCode, RowError } from "./data_error.ts";

/** A task while it is put together. */
interface Draft {
  input_values: Record<string, unknown>;
  known_solutions?: [{ output_values: Record<string, unknown> }];
  message_on_unknown_solution?: string;
  overlap?: unknown;
  infinite_overlap?: boolean;
}

/** One column. */
interface Column {
  /** Name, as in the file. */
  readonly name: string;
  /** Path in the task of what the column holds. */
  readonly path: string;
  /** Puts a cell into a task, if it holds anything. */
  readonly put: (task: Draft, text: string) => void;
}

/** The columns that a project's tasks can have, by name. */
function columnsOf({ task_spec }: ProjectSpec): Map<string, Column> {
  const columns: Column[] = [
    {
      name: "HINT:text",
      path: "message_on_unknown_solution",
      put: (task, text) => {
        if (text !== "") task.message_on_unknown_solution = text;
      },
    },
    {
      name: "TASK:overlap",
      path: "overlap",
      put: (task, text) => {
        if (text.trim() !== "") task.overlap = readInteger(text);
      },
    },
  ];
  for (const [field, spec] of Object.entries(task_spec.input_spec)) {
    const read = cellReader(spec);
    columns.push({
      name: `INPUT:${field}`,
      path: `input_values.${field}`,
      put: (task, text) => {
        const value = read(text);
        if (value !== undefined) task.input_values[field] = value;
      },
    });
  }
  for (const [field, spec] of Object.entries(task_spec.output_spec)) {
    const read = cellReader(spec);
    columns.push({
      name: `GOLDEN:${field}`,
      path: `known_solutions.0.output_values.${field}`,
      put: (task, text) => {
        const value = read(text);
        if (value === undefined) return;
        task.known_solutions ??= [{ output_values: {} }];
        task.known_solutions[0].output_values[field] = value;
      },
    });
  }
  return new Map(columns.map((column) => [column.name, column]));
}

/** A column that is left out. */
const LEFT_OUT: Omit<Column, "name"> = { path: "", put: () => {} };

/** Columns of a table that are of no use to a task. */
const NO_TASK_COLUMN = /^(?!INPUT:|GOLDEN:)/;

/** What is wrong with the names of the columns. */
type HeaderError = Pick<RowError, "code" | "message" | "column">;

/** A table's columns as its first row names them. */
export class Table {
  /** What is wrong with the names; rows cannot be read unless it is empty. */
  readonly errors: HeaderError[] = [];
  readonly #columns: Column[] = [];

  /** Takes the names of the columns. */
  constructor(
    names: readonly string[],
    project: ProjectSpec,
    separator: string,
    ignoreUnknown: boolean,
  ) {
    const other = otherSeparator(names, separator);
    if (other !== undefined) {
      const expected = shown(separator);
      this.#refuse(
        "WRONG_SEPARATOR",
        `Names of columns must be separated by ${expected}: current separator is ${
          shown(other)
        }`,
      );
      return;
    }
    const known = columnsOf(project);
    const seen = new Set<string>();
    for (const written of names) {
      const name = written.trim();
      const column = known.get(name);
      if (column !== undefined && seen.has(name)) {
        this.#refuse(
          "DUPLICATE_COLUMN",
          "Column must not be there twice",
          name,
        );
      } else if (column !== undefined) {
        this.#columns.push(column);
      } else if (ignoreUnknown && NO_TASK_COLUMN.test(name)) {
        this.#columns.push({ ...LEFT_OUT, name });
      } else {
        this.#refuse("UNKNOWN_COLUMN", unknownColumn(name), name);
      }
      seen.add(name);
    }
    for (const [field, spec] of Object.entries(project.task_spec.input_spec)) {
      const name = `INPUT:${field}`;
      if (spec.required === false || seen.has(name)) continue;
      const message = "Column must be there as the field is required";
      this.#refuse("MISSING_COLUMN", message, name);
    }
  }

  #refuse(code: FileErrorCode, message: string, column?: string): void {
    const where = column === undefined ? {} : { column };
    this.errors.push({ code, message, ...where });
  }

  /** How many cells each row must have. */
  get width(): number {
    return this.#columns.length;
  }

  /** Makes a task of a row that is as wide as the table. */
  read(cells: readonly string[]): Draft {
    const task: Draft = { input_values: {} };
    for (const [index, { put }] of this.#columns.entries()) {
      put(task, cells[index]!);
    }
    // As the platform does with such files: a control task that only some
    // Tolokers may get would be of little use.
    if (task.known_solutions !== undefined && task.overlap === undefined) {
      task.infinite_overlap = true;
    }
    return task;
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
    return column === undefined
      ? {}
      : { column: column.name, text: cells[index]! };
  }
}

function unknownColumn(name: string): string {
  if (/^(INPUT|GOLDEN):/.test(name)) return "The project has no such field";
  return 'Column must be "INPUT:...", "GOLDEN:...", "HINT:text" or "TASK:overlap"';
}

/** The separator that was used if it is not the one that was expected. */
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
