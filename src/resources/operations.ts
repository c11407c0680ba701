import type { ListOptions, RequestOptions } from "../options.ts";
import { getOperation, getOperationLog } from "../operations/read.ts";
import {
  checkMaxWait,
  waitForSuccess,
  type WaitOptions,
} from "../operations/wait.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import type { Transport } from "../transport/transport.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type {
  Operation,
  OperationLogItem,
  OperationQuery,
  OperationSortField,
} from "../types/operations.ts";

const LISTING: Listing = {
  noun: "operations",
  path: "/api/v1/operations",
  cursor: "id",
  maxPageSize: 500,
};

/**
 * Work that the server does in the background: opening and closing pools,
 * creating many tasks, and so on. Reached as `toloka.operations`.
 *
 * @example Start opening a pool, do something else, then wait
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const operation = await toloka.pools.startOpen("12345");
 * if (operation) await toloka.operations.wait(operation);
 * ```
 */
export class Operations {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Reads an operation as it is now.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(operationId: string, options?: RequestOptions): Promise<Operation> {
    return getOperation(this.#transport, operationId, options);
  }

  /**
   * Reads one page of the operations that match a query, as the API answers it.
   */
  find(
    query: OperationQuery & PageQuery<OperationSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<Operation>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every operation that matches a query.
   *
   * @example Wait for whatever is still going on
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (
   *   const operation of toloka.operations.list({ status: "RUNNING" })
   * ) {
   *   await toloka.operations.wait(operation);
   * }
   * ```
   */
  list(
    query: OperationQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<Operation> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Reads the log of a creation, item by item; {@linkcode matchOperationLog}
   * parses it. The server keeps it for a month.
   *
   * @throws {TolokaIncorrectActionError} With code `OPERATION_LOGS_ARCHIVED` after that.
   *
   * @example Print why items were refused
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for (
   *   const item of await toloka.operations.getLog(
   *     "6f2b94c0-3e1d-4a55-9c0b-2d7e8f10a3b6",
   *   )
   * ) {
   *   if (!item.success) console.log(item.input, item.output);
   * }
   * ```
   */
  getLog(
    operationId: string,
    options?: RequestOptions,
  ): Promise<OperationLogItem[]> {
    return getOperationLog(this.#transport, operationId, options);
  }

  /**
   * Waits until an operation has succeeded. One that has done so already is
   * given back without a request.
   *
   * @param operation The operation, or its id.
   * @returns The operation in its last state.
   * @throws {TolokaOperationError} If the operation fails.
   * @throws {TolokaTimeoutError} If it has not ended after `maxWait`; it continues nevertheless.
   *
   * @example Follow an operation by its id
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { details } = await toloka.operations.wait(
   *   "6f2b94c0-3e1d-4a55-9c0b-2d7e8f10a3b6",
   *   {
   *     maxWait: 3_600_000,
   *     onProgress: ({ status, progress }) => console.log(status, progress),
   *   },
   * );
   * console.log(details);
   * ```
   */
  async wait<T extends Operation = Operation>(
    operation: T | string,
    options: WaitOptions = {},
  ): Promise<T> {
    checkMaxWait(options);
    if (typeof operation !== "string") {
      return await waitForSuccess(this.#transport, operation, options);
    }
    const known = await this.get(operation, options) as T;
    options.onProgress?.(known);
    return await waitForSuccess(this.#transport, known, options);
  }
}
