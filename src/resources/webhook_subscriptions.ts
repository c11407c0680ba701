import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { BatchCreateResult, Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type {
  WebhookPushResult,
  WebhookSubscription,
  WebhookSubscriptionInput,
  WebhookSubscriptionQuery,
  WebhookSubscriptionSortField,
} from "../types/webhook_subscriptions.ts";

const LISTING: Listing = {
  noun: "webhook subscriptions",
  path: "/api/v1/webhook-subscriptions",
  cursor: "id",
  maxPageSize: 300,
};

/**
 * Webhook subscriptions: the server tells an address of yours about events in a
 * pool as they happen. Reached as `toloka.webhookSubscriptions`.
 *
 * @example Be told when a pool closes
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const { items, validation_errors } = await toloka.webhookSubscriptions
 *   .upsert([{
 *     webhook_url: "https://example.com/toloka",
 *     event_type: "POOL_CLOSED",
 *     pool_id: "12345",
 *     secret_key: "a secret of yours",
 *   }]);
 * console.log(items["0"]?.id, validation_errors);
 * ```
 */
export class WebhookSubscriptions {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates subscriptions, or changes those that are there already. Valid ones are
   * made although others are not valid.
   *
   * @returns Subscriptions and errors by their position in the list.
   *
   * @example Be told about new answers and about the end
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const events = ["ASSIGNMENT_SUBMITTED", "POOL_CLOSED"] as const;
   * const { items } = await toloka.webhookSubscriptions.upsert(
   *   events.map((event_type) => ({
   *     webhook_url: "https://example.com/toloka",
   *     event_type,
   *     pool_id: "12345",
   *   })),
   * );
   * console.log(Object.values(items).map(({ id }) => id));
   * ```
   */
  upsert(
    subscriptions: readonly WebhookSubscriptionInput[],
    options?: RequestOptions,
  ): Promise<BatchCreateResult<WebhookSubscription>> {
    return this.#transport.put(LISTING.path, subscriptions, options);
  }

  /**
   * Reads a subscription.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   *
   * @example See where events go
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { event_type, webhook_url } = await toloka.webhookSubscriptions.get(
   *   "64d1e3a05b7c",
   * );
   * console.log(event_type, webhook_url);
   * ```
   */
  get(
    webhookSubscriptionId: string,
    options?: RequestOptions,
  ): Promise<WebhookSubscription> {
    return this.#transport.get(
      path`/api/v1/webhook-subscriptions/${webhookSubscriptionId}`,
      options,
    );
  }

  /**
   * Reads one page of the subscriptions that match a query, as the API answers it.
   *
   * @example See whether a pool has subscriptions
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { items } = await toloka.webhookSubscriptions.find({
   *   pool_id: "12345",
   *   limit: 1,
   * });
   * console.log(items.length > 0);
   * ```
   */
  find(
    query:
      & WebhookSubscriptionQuery
      & PageQuery<WebhookSubscriptionSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<WebhookSubscription>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every subscription that matches a query.
   *
   * @example Print all addresses
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (
   *   const { pool_id, event_type, webhook_url } of toloka.webhookSubscriptions
   *     .list()
   * ) {
   *   console.log(pool_id, event_type, webhook_url);
   * }
   * ```
   */
  list(
    query: WebhookSubscriptionQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<WebhookSubscription> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Ends a subscription.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   *
   * @example End all subscriptions of a pool
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (
   *   const { id } of toloka.webhookSubscriptions.list({ pool_id: "12345" })
   * ) {
   *   await toloka.webhookSubscriptions.delete(id);
   * }
   * ```
   */
  delete(
    webhookSubscriptionId: string,
    options?: RequestOptions,
  ): Promise<void> {
    return this.#transport.delete(
      path`/api/v1/webhook-subscriptions/${webhookSubscriptionId}`,
      options,
    );
  }

  /**
   * Has the server send an event of type `TEST_EVENT` to a subscription's address.
   *
   * @returns How the address answered; a delivery that failed is no error here.
   * @throws {TolokaNotFoundError} If there is no subscription with this id.
   *
   * @example Try an address out
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { success, errorType } = await toloka.webhookSubscriptions.test(
   *   "64d1e3a05b7c",
   * );
   * console.log(success ? "it works" : errorType);
   * ```
   */
  test(
    webhookSubscriptionId: string,
    options?: RequestOptions,
  ): Promise<WebhookPushResult> {
    const to =
      path`/api/v1/webhook-subscriptions/${webhookSubscriptionId}/test`;
    return this.#transport.postEmpty(to, options);
  }
}
