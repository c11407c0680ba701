import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { App, AppQuery, AppSortField } from "../types/apps.ts";
import type { ContentPage } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";

const LISTING: Listing = {
  noun: "apps",
  path: "/api/app/v0/apps",
  cursor: "id",
  maxPageSize: 1000,
};

/**
 * Apps: ready-made solutions with a price for each item. Reached as
 * `toloka.apps`.
 *
 * @example Print what there is
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * for await (const app of toloka.apps.list({ lang: "EN" })) {
 *   console.log(app.id, app.name, app.default_item_price);
 * }
 * ```
 */
export class Apps {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Reads an app: its parameters, and what its items take and give.
   *
   * @param query Language of its texts.
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(
    appId: string,
    query: Pick<AppQuery, "lang"> = {},
    options?: RequestOptions,
  ): Promise<App> {
    const to = path`/api/app/v0/apps/${appId}`;
    return this.#transport.get(to, options, query);
  }

  /**
   * Reads one page of the apps that match a query, as the API answers it.
   */
  find(
    query: AppQuery & PageQuery<AppSortField> = {},
    options?: RequestOptions,
  ): Promise<ContentPage<App>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every app that matches a query.
   *
   * @example Look for an app by its name
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const apps = await Array.fromAsync(toloka.apps.list());
   * console.log(apps.find(({ name }) => name.startsWith("Sentiment"))?.id);
   * ```
   */
  list(
    query: AppQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<App> {
    return new Paginated(this.#transport, LISTING, query, options);
  }
}
