/** Creates each of many items once, however often the process is killed: plans are recorded before sending, outcomes afterwards. */
import { isRecord } from "../checks.ts";
import { canonical } from "../equality.ts";
import {
  TolokaIncompleteError,
  TolokaOperationError,
  TolokaValidationError,
} from "../errors.ts";
import { sha256 } from "../sha256.ts";
import { type Store, StoreError } from "../store/store.ts";
import type { FieldErrors } from "../types/common.ts";
import { keyPart, spaceOf } from "./state.ts";

/** Status of a row. */
export type RowStatus = "PLANNED" | "SENT" | "DONE" | "REFUSED";

/** A row as the store has it. */
export interface StoredRow {
  status: RowStatus;
  /** Key of the row, as the caller has it. */
  key: string;
  /** SHA-256 of the row's content, in hexadecimal digits. */
  digest: string;
  /** Operation that creates it. */
  operation?: string;
  /** Id of the created item. */
  id?: string;
  /** Errors of the row, if it was refused. */
  errors?: FieldErrors;
}

/** Content of one request: the division into batches is stored, so that a repeat has the same content. */
interface Batch {
  status: "PLANNED" | "SENT";
  /** Keys of the rows in the store, in the order in which they are sent. */
  rows: string[];
}

/** Outcome of an attempt, by position in the request. */
export interface Outcome {
  /** Ids of the created items. */
  ids: Map<number, string>;
  /** Errors of the refused items. */
  errors: Map<number, FieldErrors>;
  /** `true` if the items in neither map were certainly not created. */
  restNotCreated: boolean;
  /** Reason why some items are unknown or not created. */
  error?: unknown;
}

/** Settings of a journal: its store and name, and the requests that it sends. */
export interface JournalSettings<Input> {
  store: Store;
  /** Kind of the job, for keys: `"bonuses"`. */
  kind: string;
  /** Name of the job. */
  name: string;
  /** Sends one request. */
  send(items: Input[], operationId: string): Promise<Outcome>;
  /** Returns the identity that two items of one request must not share. */
  twin?(item: Input): string;
  /** Number of requests at a time. @default 1 */
  concurrency?: number;
}

/** A row to be created. */
export interface JournalRow<Input> {
  key: string;
  item: Input;
}

/** Most rows, bytes and characters of keys in one commit. */
const MOST = { rows: 200, bytes: 300_000, item: 58_000 };

interface Planned<Input> extends JournalRow<Input> {
  /** Key in the store. */
  stored: string;
  text: string;
  digest: string;
}

/** Creates rows once each. */
export class Journal<Input extends object> {
  readonly #set: JournalSettings<Input>;
  readonly #space: string;

  constructor(settings: JournalSettings<Input>) {
    this.#set = settings;
    const action = `open the journal of ${settings.kind}`;
    this.#space = spaceOf(action, settings.kind, settings.name);
  }

  /**
   * Creates the rows that were not created or refused before, and finishes what
   * earlier runs have begun. Yields as the work proceeds.
   */
  async *run(
    rows: Iterable<JournalRow<Input>> | AsyncIterable<JournalRow<Input>>,
  ): AsyncGenerator<void, void, void> {
    yield* this.#carryOutAll(this.#openOperations());
    yield* this.#carryOutAll(this.#plans(rows));
    // Batches that another process has planned meanwhile, and may not live to send.
    yield* this.#carryOutAll(this.#openOperations());
  }

  /** Reads the stored state of a row. */
  async row(key: string): Promise<StoredRow | undefined> {
    const entry = await this.#set.store.get<StoredRow>(await this.#rowKey(key));
    return entry?.value;
  }

  /** Yields every row that was ever given to the job. */
  async *rows(): AsyncGenerator<StoredRow, void, void> {
    let after: string | undefined;
    for (;;) {
      const page = await this.#set.store.list<StoredRow>(`${this.#space}row/`, {
        limit: 500,
        after,
      });
      for (const { value } of page) yield value;
      if (page.length < 500) return;
      after = page.at(-1)!.key;
    }
  }

  async #rowKey(key: string): Promise<string> {
    const part = keyPart(key);
    // The length of all keys of a commit is limited.
    const short = part.length <= 72 ? part : `#${await sha256(key)}`;
    return `${this.#space}row/${short}`;
  }

  async #planned(row: JournalRow<Input>): Promise<Planned<Input>> {
    if (typeof row.key !== "string" || row.key === "") {
      throw new TypeError(
        `Cannot run the job as each row must have a key, a text: current value is ${
          JSON.stringify(row.key)
        }`,
      );
    }
    const text = JSON.stringify(row.item);
    if (text.length > MOST.item) {
      throw new RangeError(
        `Cannot run the job as a row must have at most ${MOST.item} characters as JSON: row "${row.key}" has ${text.length}`,
      );
    }
    const digest = await sha256(canonical(row.item));
    return { ...row, stored: await this.#rowKey(row.key), text, digest };
  }

  /** Plans batch after batch; yields its operation, or nothing where no row of it is new. */
  async *#plans(
    rows: Iterable<JournalRow<Input>> | AsyncIterable<JournalRow<Input>>,
  ): AsyncGenerator<string | undefined, void, void> {
    let cuts: Cut<Input>[] = [];
    for await (const row of rows) {
      const planned = await this.#planned(row);
      const twin = this.#set.twin?.(row.item);
      const earlier = cuts.map((cut) => cut.get(planned.stored)).find(Boolean);
      if (earlier) {
        checkSame(planned, earlier.digest);
        continue;
      }
      let cut = cuts.find((cut) => cut.takes(planned, twin));
      if (!cut) cuts.push(cut = new Cut());
      cut.add(planned, twin);
      if (!cut.isFull) continue;
      cuts = cuts.filter((other) => other !== cut);
      yield await this.#plan(cut.rows);
    }
    for (const cut of cuts) yield await this.#plan(cut.rows);
  }

  /**
   * Carries out operations, several at a time. No more are planned than are
   * under way; the first failure ends the run once all of these have settled.
   */
  async *#carryOutAll(
    operations: AsyncIterable<string | undefined>,
  ): AsyncGenerator<void, void, void> {
    const { concurrency = 1 } = this.#set;
    const running = new Set<Promise<void>>();
    let failed: { error: unknown } | undefined;
    try {
      for await (const operation of operations) {
        if (operation !== undefined) {
          const work = this.#carryOut(operation)
            .catch((error) => {
              failed ??= { error };
            })
            .finally(() => running.delete(work));
          running.add(work);
          if (running.size >= concurrency) await Promise.race(running);
        }
        if (failed) break;
        yield;
      }
    } finally {
      // What is under way is recorded, also after an error.
      await Promise.all(running);
    }
    if (failed) throw failed.error;
    yield;
  }

  /**
   * Records the rows to be sent before they are sent. All plans of a job write
   * one key, so that two processes cannot plan the same row.
   */
  async #plan(rows: readonly Planned<Input>[]): Promise<string | undefined> {
    const { store } = this.#set;
    const head = `${this.#space}head`;
    for (;;) {
      const last = await store.get<number>(head);
      const known = await Promise.all(
        rows.map(({ stored }) => store.get<StoredRow>(stored)),
      );
      const fresh = rows.filter((row, i) => {
        const entry = known[i];
        if (entry) checkSame(row, entry.value.digest);
        return entry?.value.operation === undefined &&
          (!entry || entry.value.status === "PLANNED");
      });
      if (fresh.length === 0) return undefined;
      const operation = crypto.randomUUID();
      const set: Record<string, unknown> = { [head]: (last?.value ?? 0) + 1 };
      const names = fresh.map(({ stored }) => stored.slice(this.#space.length));
      const batch: Batch = { status: "PLANNED", rows: names };
      set[this.#batchKey(operation)] = batch;
      for (const { stored, key, digest, item } of fresh) {
        const row: StoredRow = { status: "PLANNED", key, digest, operation };
        set[stored] = row;
        // What is sent is read from here, also by the process that plans it.
        set[this.#itemKey(stored)] = item;
      }
      const checks = { [head]: last?.version ?? null };
      if (await store.commit({ checks, set }) !== undefined) return operation;
    }
  }

  /** Yields the operations that earlier runs, or other processes, have planned and not finished. */
  async *#openOperations(): AsyncGenerator<string, void, void> {
    const prefix = `${this.#space}batch/`;
    let after: string | undefined;
    for (;;) {
      const [entry] = await this.#set.store.list(prefix, { limit: 1, after });
      if (!entry) return;
      after = entry.key;
      yield entry.key.slice(prefix.length);
    }
  }

  /**
   * Sends a batch and records its outcome. Two processes may send it at the same
   * time: with one operation id that is one creation.
   */
  async #carryOut(operation: string): Promise<void> {
    const { store, send } = this.#set;
    const key = this.#batchKey(operation);
    const planned = await store.get<Batch>(key);
    // Another process has finished it.
    if (!planned) return;
    const stored = planned.value.rows.map((name) => this.#space + name);
    const items = await Promise.all(stored.map(async (row) => {
      const entry = await store.get<Input>(this.#itemKey(row));
      return entry?.value;
    }));
    if (items.some((item) => item === undefined)) {
      if (await store.get(key) === undefined) return;
      throw new StoreError(`The store lacks rows of operation ${operation}`);
    }
    if (planned.value.status === "PLANNED") {
      await store.commit({
        checks: { [key]: planned.version },
        set: { [key]: { ...planned.value, status: "SENT" } },
      });
    }
    const outcome = await send(items as Input[], operation);
    await this.#conclude(operation, stored, outcome);
    if (outcome.error !== undefined) throw outcome.error;
  }

  async #conclude(
    operation: string,
    stored: readonly string[],
    outcome: Outcome,
  ): Promise<void> {
    const { store } = this.#set;
    const key = this.#batchKey(operation);
    const { ids, errors, restNotCreated } = outcome;
    const complete = restNotCreated ||
      stored.every((_, i) => ids.has(i) || errors.has(i));
    // Unknown rows stay as they are: the next run asks with the same id.
    if (!complete) return;
    const batch = await store.get<Batch>(key);
    if (!batch) return;
    const set: Record<string, unknown> = {};
    const deleted = [key];
    for (const [i, name] of stored.entries()) {
      const row = await store.get<StoredRow>(name);
      if (!row) continue;
      const { operation: _, ...rest } = row.value;
      const id = ids.get(i);
      const wrong = errors.get(i);
      if (id !== undefined) set[name] = { ...row.value, status: "DONE", id };
      else if (wrong) {
        set[name] = { ...row.value, status: "REFUSED", errors: wrong };
      } else set[name] = { ...rest, status: "PLANNED" };
      deleted.push(this.#itemKey(name));
    }
    // The first process records it; others would record the same.
    await store.commit({
      checks: { [key]: batch.version },
      set,
      delete: deleted,
    });
  }

  #batchKey(operation: string): string {
    return `${this.#space}batch/${operation}`;
  }

  #itemKey(row: string): string {
    return `${this.#space}item/${row.slice(`${this.#space}row/`.length)}`;
  }
}

/** @throws {TypeError} If the content of a row differs from the one that was given under its key before. */
function checkSame({ key, digest }: Planned<unknown>, before: string): void {
  if (digest === before) return;
  throw new TypeError(
    `Cannot run the job as a row must not change once it is recorded: row "${key}" has another content than before`,
  );
}

/** Rows that go into one request. */
class Cut<Input> {
  readonly #rows = new Map<string, Planned<Input>>();
  readonly #twins = new Set<string>();
  #bytes = 0;
  #keys = 0;

  get rows(): Planned<Input>[] {
    return [...this.#rows.values()];
  }

  get(stored: string): Planned<Input> | undefined {
    return this.#rows.get(stored);
  }

  takes(row: Planned<Input>, twin: string | undefined): boolean {
    return this.#bytes + 3 * row.text.length <= MOST.bytes &&
      !(twin !== undefined && this.#twins.has(twin));
  }

  add(row: Planned<Input>, twin: string | undefined): void {
    this.#rows.set(row.stored, row);
    // A character of JSON has up to three bytes.
    this.#bytes += 3 * row.text.length;
    this.#keys += 2 * row.stored.length;
    if (twin !== undefined) this.#twins.add(twin);
  }

  get isFull(): boolean {
    return this.#rows.size >= MOST.rows || this.#bytes >= MOST.bytes ||
      this.#keys > 40_000;
  }
}

/** Part of the result of a `createMany` that a journal reads. */
interface Done {
  items: Record<string, { id: string }>;
  validation_errors: Record<string, FieldErrors>;
  unknown: string[];
}

/** Reads the outcome of a `createMany`, whether it returned or threw. */
export async function outcomeOf(
  count: number,
  create: () => Promise<Done>,
): Promise<Outcome> {
  const outcome: Outcome = {
    ids: new Map(),
    errors: new Map(),
    restNotCreated: false,
  };
  try {
    take(await create());
  } catch (error) {
    outcome.error = error;
    if (error instanceof TolokaIncompleteError && isRecord(error.done)) {
      const { unknown } = take(error.done as unknown as Done);
      outcome.restNotCreated = unknown.length === 0 &&
        error.cause instanceof TolokaOperationError;
    } else if (error instanceof TolokaValidationError) {
      for (const [position, errors] of positionsOf(error.payload)) {
        if (position < count) outcome.errors.set(position, errors);
      }
      // Every row was refused: that is their outcome.
      if (outcome.errors.size === count) outcome.error = undefined;
    } else if (error instanceof TolokaOperationError) {
      outcome.restNotCreated = true;
    }
  }
  return outcome;

  function take(done: Done): Done {
    for (const [i, { id }] of Object.entries(done.items)) {
      outcome.ids.set(Number(i), id);
    }
    for (const [i, errors] of Object.entries(done.validation_errors)) {
      outcome.errors.set(Number(i), errors);
    }
    return done;
  }
}

function positionsOf(payload: unknown): [number, FieldErrors][] {
  if (!isRecord(payload)) return [];
  return Object.entries(payload).flatMap(([key, errors]) =>
    /^\d+$/.test(key) && isRecord(errors)
      ? [[Number(key), errors as FieldErrors]]
      : []
  );
}
