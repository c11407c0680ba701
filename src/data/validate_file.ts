import type { ProjectSpec } from "../define_project.ts";
import type { RowError } from "./data_error.ts";
import { readTaskRows, type ReadTasksOptions } from "./read_tasks.ts";
import type { TextSource } from "./text.ts";

/** Result of {@linkcode validateFile}. */
export interface FileReport {
  /** Number of rows of data, right or wrong, without those left out. */
  rows: number;
  /** Number of rows with errors. */
  invalidRows: number;
  /** Number of errors in all rows and in the names of the columns. */
  errorCount: number;
  /** The first errors, up to `maxErrors`. */
  errors: RowError[];
  /** `true` if the file was read to its end; if not, there may be more rows. */
  complete: boolean;
}

/**
 * Options of validating a file of tasks.
 *
 * @typeParam Project Type of the project, inferred.
 */
export interface ValidateFileOptions<Project extends ProjectSpec>
  extends ReadTasksOptions<Project> {
  /**
   * Number of errors that are kept; the others are only counted.
   *
   * @default {100}
   */
  maxErrors?: number | undefined;
}

/**
 * Checks a whole file of tasks before any of them is sent; `readTasks`
 * describes the formats. `validateTasks` checks tasks that are objects already.
 * Only one row is in memory at a time, beside the errors that are kept.
 *
 * @typeParam Project Type of the project, inferred.
 * @param source Text, or its parts as they come in.
 * @param options Options of reading, and the number of errors to keep.
 * @returns Numbers of rows and errors, and the first errors.
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
 * const report = await validateFile(file, { project, format: "csv" });
 * for (const { row, line, column, code, text } of report.errors) {
 *   console.error(`row ${row} (line ${line}), ${column}: ${code}: ${text}`);
 * }
 * assertEquals([report.rows, report.errorCount], [2, 1]);
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
