import { TolokaError } from "../errors.ts";
import type { FieldError } from "../types/common.ts";
import type { FieldErrorCode } from "../types/errors.ts";

/**
 * What can be wrong with a file beyond what the server says of values:
 *
 * - `UNKNOWN_COLUMN`: a column, or in JSONL a property, that no task has
 * - `MISSING_COLUMN`: no column for a required input field
 * - `DUPLICATE_COLUMN`: the second column of a name
 * - `WRONG_SEPARATOR`: the names of the columns are separated in another way
 * - `WRONG_CELL_COUNT`: a row with more or fewer cells than there are columns
 * - `INVALID_SYNTAX`: a quotation mark without its counterpart, or a line that
 *   is not JSON
 * - `INVALID_ENCODING`: the bytes are not UTF-8
 */
export type FileErrorCode =
  | "UNKNOWN_COLUMN"
  | "MISSING_COLUMN"
  | "DUPLICATE_COLUMN"
  | "WRONG_SEPARATOR"
  | "WRONG_CELL_COUNT"
  | "INVALID_SYNTAX"
  | "INVALID_ENCODING";

/**
 * A error in a file of tasks. Its `code` is the server's for the same value,
 * or a {@linkcode FileErrorCode}.
 */
export interface RowError extends FieldError {
  /** Machine-readable reason. */
  code: FieldErrorCode | FileErrorCode;
  /** Row of the data, 1 for the first; 0 for the names of the columns. */
  row: number;
  /** Line of the file on which the row begins, 1 for the first. */
  line: number;
  /** Column, for example `"INPUT:image"`. Mistakes of whole rows have none. */
  column?: string;
  /** Path in the task, for example `"input_values.image"`. */
  path?: string;
  /** Text of the cell. */
  text?: string;
}

/** A file of tasks has errors; `errors` has all those of one row. */
export class DataError extends TolokaError {
  /** Name of the class. */
  override name = "DataError";
  /** The errors of the row, at least one. */
  readonly errors: readonly RowError[];

  /** Makes an error about the errors of one row. */
  constructor(errors: readonly [RowError, ...RowError[]]) {
    const [first] = errors;
    const { row, line, column, path, message } = first;
    const where = row === 0 ? "columns" : `row ${row}`;
    const what = column ?? path;
    const field = what === undefined ? "" : `, "${what}"`;
    const others = errors.length - 1;
    const more = others > 0
      ? ` (and ${others} more error${others > 1 ? "s" : ""})`
      : "";
    super(`Cannot read ${where} (line ${line})${field}: ${message}${more}`);
    this.errors = errors;
  }
}
