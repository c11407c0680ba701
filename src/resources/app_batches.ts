import type { ListOptions, RequestOptions } from "../options.ts";
import { mayBeOwnConflict } from "../operations/own_conflict.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { type IdPath, path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type {
  AppBatch,
  AppBatchInput,
  AppBatchPatch,
  AppBatchQuery,
  AppBatchSortField,
  AppBatchSyncInput,
  AppBatchSyncResult,
} from "../types/app_batches.ts";
import type { ContentPage } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import { checkItems } from "./app_items.ts";

/**
 * App batches: items of an app project that are run together. Reached as
 * `toloka.appBatches`.
 *
 * @example Run a batch
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const project = "Q2d15QBjpwWuDz8Z321g";
 * const batch = await toloka.appBatches.create(project, {
 *   name: "Monday",
 *   items: [{ id: "1", text: "Good" }, { id: "2", text: "Bad" }],
 * });
 * await toloka.appBatches.start(project, batch.id);
 * ```
 */
export class AppBatches {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates a batch with at most 10,000 items; `toloka.appItems` can add to it.
   *
   * @typeParam Input Input of the app.
   * @throws {RangeError} If there are more than 10,000 items.
   * @throws {TolokaValidationError} If an input breaks a rule of the app and `ignore_errors` is not set.
   *
   * @example Create a batch that others wait for
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const batch = await toloka.appBatches.create("Q2d15QBjpwWuDz8Z321g", {
   *   name: "Urgent",
   *   items: [{ id: "3", text: "Not bad" }],
   *   priority_order: "ONE",
   * });
   * console.log(batch.status); // NEW
   * ```
   */
  async create<Input = Record<string, unknown>>(
    appProjectId: string,
    batch: AppBatchInput<Input>,
    options?: RequestOptions,
  ): Promise<AppBatch> {
    checkItems("create app batch", batch);
    const to = path`/api/app/v0/app-projects/${appProjectId}/batches`;
    return await this.#transport.post(to, batch, options);
  }

  /**
   * Creates a batch and runs it synchronously, which only some apps allow.
   *
   * @typeParam Input Input of the app.
   * @typeParam Output Output of the app.
   * @returns The batch and its items, done.
   * @throws {RangeError} If there are more than 10,000 items.
   *
   * @example Have comments checked synchronously
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { items } = await toloka.appBatches.startSync(
   *   "Kf83nd0aPqLs72hdT1xz",
   *   {
   *     items: [{ id: "1", text: "Buy now!" }],
   *   },
   * );
   * console.log(items[0]?.output_data);
   * ```
   */
  async startSync<
    Input = Record<string, unknown>,
    Output = Record<string, unknown>,
  >(
    appProjectId: string,
    batch: AppBatchSyncInput<Input>,
    options?: RequestOptions,
  ): Promise<AppBatchSyncResult<Input, Output>> {
    checkItems("start app batch", batch);
    const to = path`/api/app/v0/app-projects/${appProjectId}/batches/sync`;
    return await this.#transport.post(to, batch, options);
  }

  /**
   * Reads a batch.
   *
   * @throws {TolokaNotFoundError} If the app project has none with this id.
   */
  get(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<AppBatch> {
    return this.#transport.get(
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}`,
      options,
    );
  }

  /**
   * Reads one page of an app project's batches that match a query, as the API answers
   * it.
   */
  find(
    appProjectId: string,
    query: AppBatchQuery & PageQuery<AppBatchSortField> = {},
    options?: RequestOptions,
  ): Promise<ContentPage<AppBatch>> {
    return findPage(this.#transport, batchesOf(appProjectId), query, options);
  }

  /**
   * Lists every batch of an app project that matches a query.
   *
   * @example Print batches in work
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (
   *   const batch of toloka.appBatches.list("Q2d15QBjpwWuDz8Z321g", {
   *     status: "PROCESSING",
   *   })
   * ) {
   *   console.log(batch.name, batch.items_processed_count, batch.items_count);
   * }
   * ```
   */
  list(
    appProjectId: string,
    query: AppBatchQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<AppBatch> {
    const listing = batchesOf(appProjectId);
    return new Paginated(this.#transport, listing, query, options);
  }

  /**
   * Changes a batch's name or its place in the queue.
   *
   * @example Put a batch at the head of the queue
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * await toloka.appBatches.patch(
   *   "Q2d15QBjpwWuDz8Z321g",
   *   "Bt7Qx2mWnR4vK9pLz1cY",
   *   {
   *     priority_order: "ONE",
   *   },
   * );
   * ```
   */
  patch(
    appProjectId: string,
    batchId: string,
    patch: AppBatchPatch,
    options?: RequestOptions,
  ): Promise<AppBatch> {
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}`;
    return this.#transport.patch(to, patch, options);
  }

  /**
   * Starts work on a batch. It continues after the call.
   */
  start(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<void> {
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}/start`;
    return this.#transport.postEmpty(to, options, ANY);
  }

  /**
   * Stops work on a batch whose status is `PROCESSING`.
   *
   * @example Stop a batch
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * await toloka.appBatches.stop(
   *   "Q2d15QBjpwWuDz8Z321g",
   *   "Rn5Hd8sJfG3aT6yUe0oX",
   * );
   * const batch = await toloka.appBatches.get(
   *   "Q2d15QBjpwWuDz8Z321g",
   *   "Rn5Hd8sJfG3aT6yUe0oX",
   * );
   * console.log(batch.status); // STOPPING, later STOPPED
   * ```
   */
  stop(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<void> {
    return this.#change(
      appProjectId,
      batchId,
      "stop",
      (status) => status.startsWith("STOP"),
      options,
    );
  }

  /**
   * Resumes a batch whose status is `STOPPING` or `STOPPED`.
   *
   * @example Pause and continue
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const [project, batch] = [
   *   "Q2d15QBjpwWuDz8Z321g",
   *   "Rn5Hd8sJfG3aT6yUe0oX",
   * ] as const;
   * await toloka.appBatches.stop(project, batch);
   * // look at what there is
   * await toloka.appBatches.resume(project, batch);
   * ```
   */
  resume(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<void> {
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}/resume`;
    return this.#transport.postEmpty(to, options, ANY);
  }

  /**
   * Archives a batch whose status is not `PROCESSING`.
   *
   * @example Archive a batch
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * await toloka.appBatches.archive(
   *   "Q2d15QBjpwWuDz8Z321g",
   *   "Bt7Qx2mWnR4vK9pLz1cY",
   * );
   * ```
   */
  archive(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<void> {
    return this.#change(
      appProjectId,
      batchId,
      "archive",
      (status) => status === "ARCHIVE",
      options,
    );
  }

  /**
   * Takes a batch out of the archive: it gets back the status it had.
   *
   * @example Archive a batch and think better of it
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const [project, batch] = [
   *   "Q2d15QBjpwWuDz8Z321g",
   *   "Bt7Qx2mWnR4vK9pLz1cY",
   * ] as const;
   * await toloka.appBatches.archive(project, batch);
   * await toloka.appBatches.unarchive(project, batch);
   * ```
   */
  unarchive(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<void> {
    return this.#change(
      appProjectId,
      batchId,
      "unarchive",
      (status) => status !== "ARCHIVE",
      options,
    );
  }

  /**
   * Carries out a change that spends no money and may be repeated. A conflict
   * with what a lost attempt of this call has done is none.
   */
  async #change(
    appProjectId: string,
    batchId: string,
    verb: string,
    isDone: (status: string) => boolean,
    options?: RequestOptions,
  ): Promise<void> {
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}/${verb}`;
    try {
      await this.#transport.postEmpty(to, options, IDEMPOTENT);
    } catch (error) {
      if (!mayBeOwnConflict(error)) throw error;
      const { status } = await this.get(appProjectId, batchId, options);
      if (!isDone(status)) throw error;
    }
  }
}

/**
 * For changes that spend no money and after which the batch is the same however
 * often they are made. Starting and resuming do spend it.
 */
const IDEMPOTENT = { idempotent: true, expect: "any" } as const;

/** The answers have no body. */
const ANY = { expect: "any" } as const;

function batchesOf(appProjectId: string): Listing<IdPath> {
  return {
    noun: "app batches",
    path: path`/api/app/v0/app-projects/${appProjectId}/batches`,
    cursor: "id",
    maxPageSize: 1000,
  };
}
