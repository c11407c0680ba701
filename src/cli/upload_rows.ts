/** Rows of a file that is uploaded, each identified by its content. */
import type { ReadTasksOptions } from "../data/mod.ts";
import type { ProjectSpec } from "../define_project.ts";
import { canonical } from "../equality.ts";
import { sha256 } from "../sha256.ts";
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

/**
 * The rows of a file that is uploaded: read once to send them and again to
 * report on them, so that memory does not grow with the file.
 */
export class UploadRows {
  readonly #open: () => Promise<AsyncIterable<RowItem<object>>>;
  readonly #keepsDuplicates: boolean;
  readonly #keys = new WeakMap<object, string>();
  /** Number of rows that were read to send them. */
  count = 0;

  /**
   * Prepares the reading.
   *
   * @param open Reads the file from its beginning.
   * @param keepsDuplicates `true` if rows with the same content are separate uploads; otherwise they are one.
   */
  constructor(
    open: () => Promise<AsyncIterable<RowItem<object>>>,
    keepsDuplicates: boolean,
  ) {
    this.#open = open;
    this.#keepsDuplicates = keepsDuplicates;
  }

  /** Yields the items of the rows. */
  async *items(): AsyncGenerator<object> {
    for await (const { item, key } of this.#keyed()) {
      this.#keys.set(item, key);
      this.count++;
      yield item;
    }
  }

  /** Key of an item that was read and is still in use. */
  keyOf(item: object): string {
    return this.#keys.get(item)!;
  }

  /** Yields the outcome of each row that was read to send it, in the order of the file. */
  async *outcomes(report: UploadReport): AsyncGenerator<ReportedRow> {
    let left = this.count;
    if (left === 0) return;
    for await (const { row, key } of this.#keyed()) {
      const { key: _, ...outcome } = await report.row(key) ??
        { key, status: "PLANNED" as const };
      yield { row, ...outcome };
      if (--left === 0) return;
    }
  }

  async *#keyed(): AsyncGenerator<RowItem<object> & { key: string }> {
    const times = new Map<string, number>();
    for await (const { row, item } of await this.#open()) {
      // A task with a different overlap is the same task.
      const plain = { ...item, overlap: null, infinite_overlap: null };
      const content = await digestOf(plain);
      let key = content;
      if (this.#keepsDuplicates) {
        const before = times.get(content) ?? 0;
        times.set(content, before + 1);
        if (before > 0) key = `${content}-${before}`;
      }
      yield { row, item, key };
    }
  }
}

/** SHA-256 of a value, in hexadecimal digits; the order of properties does not count. */
export function digestOf(value: unknown): Promise<string> {
  return sha256(canonical(value));
}
