/** Options and formats of files of tasks. */
import type { DataFormat, FileReport, RowError } from "../data/mod.ts";
import type { OptionSpecs } from "./command.ts";
import { UsageError } from "./usage_error.ts";

const FORMATS = ["csv", "tsv", "jsonl", "json"] as const;

/** Options of commands that read tasks. */
export const READING = {
  format: {
    type: "text",
    summary: "Format; by the file's name without it",
    choices: FORMATS,
  },
  duplicates: {
    type: "text",
    summary: "Rows with the same task as an earlier one; an error without it",
    choices: ["error", "skip", "keep"],
  },
} as const satisfies OptionSpecs;

/** Columns of a table of a file's errors. */
export const ERROR_COLUMNS = {
  row: ({ row }: RowError) => String(row),
  line: ({ line }: RowError) => String(line),
  column: ({ column, path }: RowError) => column ?? path,
  code: ({ code }: RowError) => code,
  message: ({ message }: RowError) => message,
};

/** Tells the format of a file of tasks by its name; `undefined` if that does not show it. */
export function formatByName(path: string): DataFormat | undefined {
  const name = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  return FORMATS.find((format) => format === name);
}

/**
 * Tells the format of a file of tasks.
 *
 * @param action What the caller wants, for messages.
 * @param path Path of the file.
 * @param given Format that the user has named.
 * @throws {UsageError} If the name of the file does not show the format.
 */
export function formatOf(
  action: string,
  path: string,
  given?: string,
): DataFormat {
  const format = given === undefined
    ? formatByName(path)
    : FORMATS.find((format) => format === given);
  if (format) return format;
  throw new UsageError(
    `Cannot ${action} as the format of "${path}" is unknown: add '--format' with one of ${
      FORMATS.join(", ")
    }`,
  );
}

/** Says how many errors a file has: `"tasks.csv" has 2 errors, in 1 of 7 rows`. */
export function errorsIn(
  path: string,
  { errorCount, invalidRows, rows }: FileReport,
): string {
  const errors = errorCount === 1 ? "1 error" : `${errorCount} errors`;
  // Without the columns that it needs, a file is not read to its rows.
  const where = invalidRows === 0 ? "" : `, in ${invalidRows} of ${rows} rows`;
  return `"${path}" has ${errors}${where}`;
}
