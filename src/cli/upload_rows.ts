/** The rows of a file that is uploaded, each known by its content. */
import { isRecord } from "../checks.ts";
import type { ReadTasksOptions } from "../data/mod.ts";
import type { ProjectSpec } from "../define_project.ts";
import type { UploadReport, UploadRow } from "../streaming/mod.ts";
import type { TaskSuiteInput } from "../types/task_suites.ts";
import type { TaskInput } from "../types/tasks.ts";
import { UsageError } from "./usage_error.ts";

/** Options of reading the file. */
export type Reading = ReadTasksOptions<ProjectSpec> & { poolId: string };

/** Row of the file with the item to create from it. */
export interface RowItem<Item> {
  /** Position among the rows of data, 1 for the first. */
  row: number;
  /** Item to create. */
  item: Item;
}

/** Outcome of a row of the file. */
export interface ReportedRow extends Omit<UploadRow, "key"> {
  /** Position among the rows of data, 1 for the first. */
  row: number;
}

/**
 * Reads a task from each row.
 *
 * @throws {DataError} If a row has errors.
 * @throws {UsageError} If a row has a place on the map, which no task has.
 */
export async function* readTaskItems(
  source: ReadableStream<Uint8Array>,
  reading: Reading,
): AsyncGenerator<RowItem<TaskInput>> {
  const { DataError, readTaskRows } = await import("../data/mod.ts");
  for await (const read of readTaskRows(source, reading)) {
    const { row, errors, task } = read;
    if (errors) throw new DataError(errors);
    if (read.coordinates) {
      throw new UsageError(
        `Cannot upload tasks as row ${row} has a place on the map, which tasks of a pool with smart mixing cannot have`,
      );
    }
    yield { row, item: task as TaskInput };
  }
}

/**
 * Reads a task suite of one task from each row.
 *
 * @throws {DataError} If a row has errors.
 */
export async function* readSuiteItems(
  source: ReadableStream<Uint8Array>,
  reading: Reading,
): AsyncGenerator<RowItem<TaskSuiteInput>> {
  const { readTaskSuites } = await import("../data/mod.ts");
  let row = 0;
  for await (const item of readTaskSuites(source, reading)) {
    yield { row: ++row, item };
  }
}

/** Remembers the rows of a file with their keys. */
export class UploadRows {
  readonly #keys = new WeakMap<object, string>();
  readonly #rows: { row: number; key: string }[] = [];
  /** Number of times that a task was read before: duplicates are separate uploads. */
  readonly #times = new Map<string, number>();

  /** Yields the items of rows, and remembers their keys. */
  async *read<Item extends object>(
    items: AsyncIterable<RowItem<Item>>,
  ): AsyncGenerator<Item> {
    for await (const { row, item } of items) {
      // A task with a different overlap is the same task.
      const content = await digestOf({
        ...item,
        overlap: null,
        infinite_overlap: null,
      });
      const times = this.#times.get(content) ?? 0;
      this.#times.set(content, times + 1);
      const key = times === 0 ? content : `${content}-${times}`;
      this.#keys.set(item, key);
      this.#rows.push({ row, key });
      yield item;
    }
  }

  /** Key of an item that was read. */
  keyOf(item: object): string {
    return this.#keys.get(item)!;
  }

  /** Returns the outcome of each row that was read, in the order of the file. */
  async report(report: UploadReport): Promise<ReportedRow[]> {
    const known = new Map<string, UploadRow>();
    for await (const row of report.rows()) known.set(row.key, row);
    return this.#rows.map(({ row, key }) => {
      const { key: _, ...rest } = known.get(key) ??
        { key, status: "PLANNED" as const };
      return { row, ...rest };
    });
  }
}

/** SHA-256 of a value, in hexadecimal digits; the order of properties does not count. */
export async function digestOf(value: unknown): Promise<string> {
  const text = JSON.stringify(
    value,
    (_, part) =>
      isRecord(part) ? Object.fromEntries(Object.entries(part).sort()) : part,
  );
  const bytes = new TextEncoder().encode(text);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
