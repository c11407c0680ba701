import { TolokaError } from "../errors.ts";
import type { FieldError } from "../types/common.ts";
import type { FieldErrorCode } from "../types/errors.ts";

/**
 * Errors of a file beyond those that the server reports of values:
 *
 * - `UNKNOWN_COLUMN`: a column, or in JSON a property, that no task has
 * - `MISSING_COLUMN`: no column for a required input field
 * - `DUPLICATE_COLUMN`: the second column of a name
 * - `WRONG_SEPARATOR`: names of columns with another separator between them
 * - `WRONG_CELL_COUNT`: a row with more or fewer cells than there are columns
 * - `INVALID_SYNTAX`: an unpaired quotation mark, or text that is not JSON
 * - `INVALID_ENCODING`: bytes that are not UTF-8
 * - `UNSAFE_INTEGER`: a whole number beyond 2^53, which would change
 * - `HINT_WITHOUT_SOLUTION`: a hint without a right answer; the task would be
 *   a paid general one
 * - `DUPLICATE_ROW`: the same task as in an earlier row; both would be paid
 */
export type FileErrorCode =
  | "UNKNOWN_COLUMN"
  | "MISSING_COLUMN"
  | "DUPLICATE_COLUMN"
  | "WRONG_SEPARATOR"
  | "WRONG_CELL_COUNT"
  | "INVALID_SYNTAX"
  | "INVALID_ENCODING"
  | "UNSAFE_INTEGER"
  | "HINT_WITHOUT_SOLUTION"
  | "DUPLICATE_ROW";

/**
 * An error in a file of tasks. Its `code` is the server's for the same value,
 * or a {@linkcode FileErrorCode}.
 */
export interface RowError extends FieldError {
  /** Machine-readable reason. */
  code: FieldErrorCode | FileErrorCode;
  /** Row of the data, 1 for the first; 0 for the names of the columns. */
  row: number;
  /** Line of the file on which the row begins, 1 for the first. */
  line: number;
  /** Column, for example `"INPUT:image"`. Errors of whole rows have none. */
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

  /** Creates an error from the errors of one row. */
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
