/** Files with a row for each object: CSV, TSV, JSON Lines, or a list of ids. */
import { parse } from "@std/csv/parse";
import { isRecord } from "../checks.ts";
import type { Machine } from "./machine.ts";
import { UsageError } from "./usage_error.ts";

/** Row of a file: texts by the name of their column. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Reads the rows of a file. The name tells the format: `.csv`, `.tsv` and
 * `.jsonl`; anything else has an id on each line.
 *
 * @param machine Access to files.
 * @param action Action of the caller, for messages.
 * @param path Path, or `-` for ids on standard input.
 * @param idColumn Name of the column for a list of ids.
 * @throws {Error} If there is no such file, with code `ENOENT`.
 * @throws {UsageError} If it has no rows.
 */
export async function readRows(
  machine: Pick<Machine, "readFile">,
  action: string,
  path: string,
  idColumn: string,
): Promise<Row[]> {
  const text = await machine.readFile(path);
  if (text === undefined) {
    const error = new Error(`Cannot ${action} as there is no file "${path}"`);
    throw Object.assign(error, { code: "ENOENT" });
  }
  const rows = parseRows(action, path, text.replace(/^\ufeff/, ""), idColumn);
  if (rows.length > 0) return rows;
  throw new UsageError(`Cannot ${action} as "${path}" has no rows`);
}

function parseRows(
  action: string,
  path: string,
  text: string,
  idColumn: string,
): Row[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (/\.jsonl$/i.test(path)) {
    return lines.map((line, i) => {
      try {
        const row: unknown = JSON.parse(line);
        if (isRecord(row)) return row;
      } catch {
        // Said below, with the line.
      }
      throw new SyntaxError(
        `Cannot ${action} as line ${i + 1} of "${path}" is not a JSON object`,
      );
    });
  }
  const [, table] = /\.(csv|tsv)$/i.exec(path) ?? [];
  if (table === undefined) {
    return lines.map((id) => ({ [idColumn]: id.trim() }));
  }
  const separator = table.toLowerCase() === "tsv" ? "\t" : ",";
  return parse(text, { separator, skipFirstRow: true }) as Row[];
}

/**
 * Reads a text from a row by the first of its columns that is present.
 *
 * @throws {UsageError} If it is missing although it is required.
 */
export function textOf(
  action: string,
  row: Row,
  index: number,
  columns: readonly string[],
): string {
  for (const column of columns) {
    const value = row[column];
    if (value !== undefined && value !== null && value !== "") {
      return String(value);
    }
  }
  throw new UsageError(
    `Cannot ${action} as row ${index + 1} has no '${columns[0]}'`,
  );
}
