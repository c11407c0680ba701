import type { TolokaClient } from "../client.ts";
import { TolokaIncompleteError } from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import type { Store } from "../store/store.ts";
import type { FieldErrors } from "../types/common.ts";
import type { TaskSuiteInput } from "../types/task_suites.ts";
import type { TaskInput } from "../types/tasks.ts";
import { Journal, outcomeOf, type StoredRow } from "./journal.ts";

/** How an upload is known and sent. */
export interface UploadOptions<Input> extends RequestOptions {
  /** Name of the upload in the store: the same name goes on with the same upload. */
  name: string;
  /**
   * Key of a row; two rows with the same key are the same.
   *
   * @default its position: rows may be added at the end, and not change their order
   */
  key?: ((item: Input, index: number) => string) | undefined;
  /** Whether what is missing is taken from the pool's defaults. @default false */
  allowDefaults?: boolean | undefined;
  /** Called after each request with what was done so far. */
  onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** How far an upload has come. */
export interface UploadProgress {
  /** Rows read from the input. */
  read: number;
}

/** What became of a row. */
export interface UploadRow {
  /** Key of the row. */
  key: string;
  /** `CREATED`, `REFUSED` by the server, or still open: `SENT` with an outcome that is not known, `PLANNED` and not created. */
  status: "CREATED" | "REFUSED" | "SENT" | "PLANNED";
  /** Id of what was created. */
  id?: string;
  /** Why it was refused. */
  errors?: FieldErrors;
}

/** What became of an upload. */
export interface UploadReport {
  /** Rows created, by this call or an earlier one. */
  created: number;
  /** Rows refused. */
  refused: number;
  /** Rows that are neither: upload again to go on. */
  open: number;
  /** Every row, read from the store, in the order of its keys there. */
  rows(): AsyncGenerator<UploadRow, void, void>;
}

/**
 * Uploads tasks, each exactly once: an upload that was killed goes on where it
 * was when it is called again with the same name. Rows are read as they are
 * sent, so the input may be larger than memory.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 * @param toloka Client.
 * @param store Store.
 * @param tasks Tasks: a list, or what reads a file, such as `readTasks` of `@toloka/client/data`.
 * @param options Name of the upload, keys.
 * @returns What became of the rows.
 * @throws {TypeError} If a row has another content than when it was written down under its key.
 * @throws {RangeError} If a row is larger than 58,000 characters as JSON.
 * @throws {TolokaIncompleteError} If a request failed; its `done` is the {@linkcode UploadReport}. Upload again to go on.
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
 * @param suites Task suites: a list, or what reads a file.
 * @param options Name of the upload, keys.
 * @returns What became of the rows.
 * @throws {TypeError} If a row has another content than when it was written down under its key.
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
  const { name, key = byPosition, allowDefaults, onProgress, ...request } =
    options;
  const journal = new Journal<Input>({
    store,
    kind,
    name,
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
    for await (const item of input) yield { key: key(item, read++), item };
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
    `Cannot upload all ${kind}: ${report.open} rows are open, upload again to go on: ${reason}`,
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
