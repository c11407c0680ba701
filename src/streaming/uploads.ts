import type { TolokaClient } from "../client.ts";
import { checkInteger } from "../checks.ts";
import { TolokaIncompleteError } from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import type { Store } from "../store/store.ts";
import type { FieldErrors } from "../types/common.ts";
import type { TaskSuiteInput } from "../types/task_suites.ts";
import type { TaskInput } from "../types/tasks.ts";
import { Journal, outcomeOf, type StoredRow } from "./journal.ts";

/** Options of an upload: its name, the keys of its rows, and how they are sent. */
export interface UploadOptions<Input> extends RequestOptions {
  /** Name of the upload in the store: a call with the same name resumes the upload. */
  name: string;
  /**
   * Key of a row; two rows with the same key are the same.
   *
   * @default its position: rows may be added at the end, and not change their order
   */
  key?: ((item: Input, index: number) => string) | undefined;
  /** `true` to fill in missing values from the pool's defaults. @default false */
  allowDefaults?: boolean | undefined;
  /**
   * Number of operations that the server may work on at a time, 1 to 32. Each
   * creates up to 200 rows: up to so many times 200 are in memory.
   *
   * @default 4
   */
  concurrency?: number | undefined;
  /** Called after each request with the progress so far. */
  onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** Number of operations at a time unless the caller says otherwise. */
const CONCURRENCY = 4;

/** Largest number of operations at a time. */
const MAX_CONCURRENCY = 32;

/** Progress of an upload. */
export interface UploadProgress {
  /** Rows read from the input. */
  read: number;
}

/** Outcome of a row. */
export interface UploadRow {
  /** Key of the row. */
  key: string;
  /** `CREATED`, `REFUSED` by the server, or still open: `SENT` with an unknown outcome, or `PLANNED` and not created. */
  status: "CREATED" | "REFUSED" | "SENT" | "PLANNED";
  /** Id of the created task or task suite. */
  id?: string;
  /** Reason for the refusal. */
  errors?: FieldErrors;
}

/** Result of an upload. */
export interface UploadReport {
  /** Rows created, by this call or an earlier one. */
  created: number;
  /** Rows refused. */
  refused: number;
  /** Rows that are neither: repeat the call to resume. */
  open: number;
  /** Every row, read from the store, in the order of its keys there. */
  rows(): AsyncGenerator<UploadRow, void, void>;
  /** Reads the row with a key from the store; `undefined` if none was recorded. */
  row(key: string): Promise<UploadRow | undefined>;
}

/**
 * Uploads tasks, each exactly once: an interrupted upload resumes when the
 * function is called again with the same name. Rows are read as they are
 * sent, so the input may be larger than memory.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 * @param toloka Client.
 * @param store Store.
 * @param tasks Tasks: a list, or a reader of a file, such as `readTasks` of `@toloka/client/data`.
 * @param options Name of the upload, keys.
 * @returns Outcome of the rows.
 * @throws {TypeError} If the content of a row differs from the one recorded under its key.
 * @throws {RangeError} If a row is larger than 58,000 characters as JSON.
 * @throws {TolokaIncompleteError} If a request failed; its `done` is the {@linkcode UploadReport}. Repeat the call to resume.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { uploadTasks } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore(); // or await sqliteStore("upload.db")
 * const tasks = ["cat", "dog"].map((name) => ({
 *   pool_id: "12345",
 *   input_values: { image: `https://example.com/${name}.png` },
 * }));
 * const report = await uploadTasks(toloka, store, tasks, {
 *   name: "animals",
 *   key: (task) => task.input_values!.image,
 *   allowDefaults: true,
 * });
 * console.log(report.created, report.refused);
 * ```
 */
export function uploadTasks<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
>(
  toloka: Pick<TolokaClient, "tasks">,
  store: Store,
  tasks:
    | Iterable<TaskInput<Input, Output>>
    | AsyncIterable<TaskInput<Input, Output>>,
  options: UploadOptions<TaskInput<Input, Output>>,
): Promise<UploadReport> {
  return upload(
    "tasks",
    store,
    tasks,
    options,
    (items, sending) => toloka.tasks.createMany(items as never, sending),
  );
}

/**
 * Uploads task suites, each exactly once, as {@linkcode uploadTasks} does.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 * @param toloka Client.
 * @param store Store.
 * @param suites Task suites: a list, or a reader of a file.
 * @param options Name of the upload, keys.
 * @returns Outcome of the rows.
 * @throws {TypeError} If the content of a row differs from the one recorded under its key.
 * @throws {RangeError} If a row is larger than 58,000 characters as JSON.
 * @throws {TolokaIncompleteError} If a request failed; its `done` is the {@linkcode UploadReport}.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { uploadTaskSuites } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * export function upload(pool_id: string, images: string[]) {
 *   const suites = images.map((image) => ({
 *     pool_id,
 *     tasks: [{ input_values: { image } }],
 *   }));
 *   const options = { name: "suites", allowDefaults: true };
 *   return uploadTaskSuites(toloka, memoryStore(), suites, options);
 * }
 * ```
 */
export function uploadTaskSuites<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
>(
  toloka: Pick<TolokaClient, "taskSuites">,
  store: Store,
  suites:
    | Iterable<TaskSuiteInput<Input, Output>>
    | AsyncIterable<TaskSuiteInput<Input, Output>>,
  options: UploadOptions<TaskSuiteInput<Input, Output>>,
): Promise<UploadReport> {
  return upload(
    "suites",
    store,
    suites,
    options,
    (items, sending) => toloka.taskSuites.createMany(items as never, sending),
  );
}

type Created = Awaited<ReturnType<Parameters<typeof outcomeOf>[1]>>;

async function upload<Input extends object>(
  kind: string,
  store: Store,
  input: Iterable<Input> | AsyncIterable<Input>,
  options: UploadOptions<Input>,
  create: (items: Input[], options: object) => Promise<Created>,
): Promise<UploadReport> {
  const {
    name,
    key = byPosition,
    allowDefaults,
    concurrency = CONCURRENCY,
    onProgress,
    ...request
  } = options;
  const action = `upload ${kind === "suites" ? "task suites" : kind}`;
  checkInteger(action, "concurrency", concurrency, 1, MAX_CONCURRENCY);
  const journal = new Journal<Input>({
    store,
    kind,
    name,
    concurrency,
    send: (items, operationId) => {
      const sending = {
        ...request,
        operationId,
        allowDefaults,
        skipInvalidItems: true,
        readBack: false,
      };
      return outcomeOf(items.length, () => create(items, sending));
    },
  });
  let read = 0;
  async function* keyed() {
    for await (const item of input) {
      options.signal?.throwIfAborted();
      yield { key: key(item, read++), item };
    }
  }
  let failure: unknown;
  try {
    for await (const _ of journal.run(keyed())) onProgress?.({ read });
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    if (options.signal?.aborted) throw error;
    failure = error;
  }
  const report = await reportOf(journal);
  if (failure === undefined && report.open === 0) return report;
  const reason = failure instanceof Error
    ? failure.message
    : "another process is sending them";
  throw new TolokaIncompleteError(
    `Cannot upload all ${kind}: ${report.open} rows are open, upload again to resume: ${reason}`,
    report,
    failure,
  );
}

function byPosition(_item: unknown, index: number): string {
  return `${index}`.padStart(10, "0");
}

async function reportOf<Input extends object>(
  journal: Journal<Input>,
): Promise<UploadReport> {
  const counts = { created: 0, refused: 0, open: 0 };
  for await (const { status } of journal.rows()) {
    if (status === "DONE") counts.created++;
    else if (status === "REFUSED") counts.refused++;
    else counts.open++;
  }
  return {
    ...counts,
    async *rows() {
      for await (const row of journal.rows()) yield uploadRow(row);
    },
    async row(key) {
      const row = await journal.row(key);
      return row && uploadRow(row);
    },
  };
}

function uploadRow({ key, status, id, errors }: StoredRow): UploadRow {
  return {
    key,
    status: status === "DONE" ? "CREATED" : status,
    ...(id === undefined ? {} : { id }),
    ...(errors === undefined ? {} : { errors }),
  };
}
