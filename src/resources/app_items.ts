import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { type IdPath, path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type {
  AppItem,
  AppItemInput,
  AppItemQuery,
  AppItemsInput,
  AppItemSortField,
} from "../types/app_items.ts";
import type { ContentPage } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";

/** Most items that one request may carry. */
const MAX_ITEMS = 10_000;

/**
 * App items: the single pieces of work of an app project. Reached as
 * `toloka.appItems`.
 *
 * @example Send items and print finished ones
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const project = "Q2d15QBjpwWuDz8Z321g";
 * await toloka.appItems.createMany(project, {
 *   items: [{ id: "1", text: "Good" }, { id: "2", text: "Bad" }],
 * });
 * for await (
 *   const item of toloka.appItems.list(project, { status: "COMPLETED" })
 * ) {
 *   console.log(item.input_data, item.output_data);
 * }
 * ```
 */
export class AppItems {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates an item. Without a batch, work on it begins immediately.
   *
   * @typeParam Input Input of the app.
   * @typeParam Output Output of the app.
   * @throws {TolokaValidationError} If its input breaks a rule of the app.
   *
   * @example Create an item
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const item = await toloka.appItems.create("Q2d15QBjpwWuDz8Z321g", {
   *   input_data: { id: "3", text: "Not bad" },
   * });
   * console.log(item.id, item.status);
   * ```
   */
  create<Input = Record<string, unknown>, Output = Record<string, unknown>>(
    appProjectId: string,
    item: AppItemInput<Input>,
    options?: RequestOptions,
  ): Promise<AppItem<Input, Output>> {
    const to = path`/api/app/v0/app-projects/${appProjectId}/items`;
    return this.#transport.post(to, item, options);
  }

  /**
   * Creates items, at most 10,000. Without a batch, work on them begins immediately.
   *
   * @typeParam Input Input of the app.
   * @returns Ids of the new items.
   * @throws {RangeError} If there are more than 10,000 items.
   * @throws {TolokaValidationError} If an input breaks a rule of the app and `ignore_errors` is not set.
   *
   * @example Fill a batch, without items that break a rule
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const ids = await toloka.appItems.createMany("Q2d15QBjpwWuDz8Z321g", {
   *   batch_id: "Bt7Qx2mWnR4vK9pLz1cY",
   *   items: [{ id: "3", text: "Not bad" }, { id: "4", text: "Never again" }],
   *   ignore_errors: true,
   * });
   * console.log(`${ids.length} items`);
   * ```
   */
  async createMany<Input = Record<string, unknown>>(
    appProjectId: string,
    items: AppItemsInput<Input>,
    options?: RequestOptions,
  ): Promise<string[]> {
    checkItems("create app items", items);
    const to = path`/api/app/v0/app-projects/${appProjectId}/items/bulk`;
    return await this.#transport.post(to, items, options, { expect: "list" });
  }

  /**
   * Reads an item.
   *
   * @typeParam Input Input of the app.
   * @typeParam Output Output of the app.
   * @throws {TolokaNotFoundError} If the app project has none with this id.
   */
  get<Input = Record<string, unknown>, Output = Record<string, unknown>>(
    appProjectId: string,
    appItemId: string,
    options?: RequestOptions,
  ): Promise<AppItem<Input, Output>> {
    return this.#transport.get(
      path`/api/app/v0/app-projects/${appProjectId}/items/${appItemId}`,
      options,
    );
  }

  /**
   * Reads one page of an app project's items that match a query, as the API answers it.
   *
   * @typeParam Input Input of the app.
   * @typeParam Output Output of the app.
   */
  find<Input = Record<string, unknown>, Output = Record<string, unknown>>(
    appProjectId: string,
    query: AppItemQuery & PageQuery<AppItemSortField> = {},
    options?: RequestOptions,
  ): Promise<ContentPage<AppItem<Input, Output>>> {
    return findPage(this.#transport, itemsOf(appProjectId), query, options);
  }

  /**
   * Lists every item of an app project that matches a query.
   *
   * @typeParam Input Input of the app.
   * @typeParam Output Output of the app.
   *
   * @example Print what went wrong in a batch
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const query = {
   *   batch_id: "Bt7Qx2mWnR4vK9pLz1cY",
   *   status: "ERROR",
   * } as const;
   * for await (
   *   const item of toloka.appItems.list("Q2d15QBjpwWuDz8Z321g", query)
   * ) {
   *   console.log(item.input_data, item.errors);
   * }
   * ```
   */
  list<Input = Record<string, unknown>, Output = Record<string, unknown>>(
    appProjectId: string,
    query: AppItemQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<AppItem<Input, Output>> {
    const listing = itemsOf(appProjectId);
    return new Paginated(this.#transport, listing, query, options);
  }
}

/** @throws {RangeError} If there are more items than a request may carry. */
export function checkItems(
  action: string,
  { items = [] }: { items?: readonly unknown[] },
): void {
  if (items.length > MAX_ITEMS) {
    throw new RangeError(
      `Cannot ${action} as a request carries at most ${MAX_ITEMS} items: current number is ${items.length}`,
    );
  }
}

function itemsOf(appProjectId: string): Listing<IdPath> {
  return {
    noun: "app items",
    path: path`/api/app/v0/app-projects/${appProjectId}/items`,
    cursor: "id",
    maxPageSize: 1000,
  };
}
