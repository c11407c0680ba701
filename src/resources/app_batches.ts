import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
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
 * const toloka = new TolokaClient({ token: "your-token", environment: "PRODUCTION" });
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

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Makes a batch with at most 10,000 items; `toloka.appItems` can add to it.
   *
   * @typeParam Input Input of the app.
   * @throws {RangeError} If there are more than 10,000 items.
   * @throws {TolokaValidationError} If an input breaks a rule of the app and `ignore_errors` is not set.
   */
  async create<Input = Record<string, unknown>>(
    appProjectId: string,
    batch: AppBatchInput<Input>,
    options?: RequestOptions,
  ): Promise<AppBatch> {
    checkItems("create app batch", batch);
    const to = path`/api/app/v0/app-projects/${appProjectId}/batches`;
    return await this.#transport.request("POST", to, { body: batch }, options);
  }

  /**
   * Makes a batch and runs it at once. Only apps that answer at once can do it.
   *
   * @typeParam Input Input of the app.
   * @typeParam Output Output of the app.
   * @returns The batch and its items, done.
   * @throws {RangeError} If there are more than 10,000 items.
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
    return await this.#transport.request("POST", to, { body: batch }, options);
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
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}`;
    return this.#transport.request("GET", to, {}, options);
  }

  /** One page of an app project's batches that match a query, as the API answers it. */
  find(
    appProjectId: string,
    query: AppBatchQuery & PageQuery<AppBatchSortField> = {},
    options?: RequestOptions,
  ): Promise<ContentPage<AppBatch>> {
    return findPage(this.#transport, batchesOf(appProjectId), query, options);
  }

  /** Every batch of an app project that matches a query. */
  list(
    appProjectId: string,
    query: AppBatchQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<AppBatch> {
    const listing = batchesOf(appProjectId);
    return new Paginated(this.#transport, listing, query, options);
  }

  /** Changes a batch's name or its place in the queue. */
  patch(
    appProjectId: string,
    batchId: string,
    patch: AppBatchPatch,
    options?: RequestOptions,
  ): Promise<AppBatch> {
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}`;
    return this.#transport.request("PATCH", to, { body: patch }, options);
  }

  /** Starts work on a batch. It goes on after the call. */
  start(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<void> {
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}/start`;
    return this.#transport.request("POST", to, {}, options);
  }

  /** Stops work on a batch whose status is `PROCESSING`. */
  stop(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<void> {
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}/stop`;
    return this.#transport.request("POST", to, SETTLED, options);
  }

  /** Goes on with a batch whose status is `STOPPING` or `STOPPED`. */
  resume(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<void> {
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}/resume`;
    return this.#transport.request("POST", to, {}, options);
  }

  /** Archives a batch whose status is not `PROCESSING`. */
  archive(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<void> {
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}/archive`;
    return this.#transport.request("POST", to, SETTLED, options);
  }

  /** Takes a batch out of the archive: it gets back the status it had. */
  unarchive(
    appProjectId: string,
    batchId: string,
    options?: RequestOptions,
  ): Promise<void> {
    const to =
      path`/api/app/v0/app-projects/${appProjectId}/batches/${batchId}/unarchive`;
    return this.#transport.request("POST", to, SETTLED, options);
  }
}

/**
 * For changes that spend no money and after which the batch is the same however
 * often they are made. Starting and resuming do spend it.
 */
const SETTLED = { repeatable: true };

function batchesOf(appProjectId: string): Listing {
  return {
    noun: "app batches",
    path: path`/api/app/v0/app-projects/${appProjectId}/batches`,
    cursor: "id",
    most: 1000,
  };
}
