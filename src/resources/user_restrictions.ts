import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type {
  UserRestriction,
  UserRestrictionInput,
  UserRestrictionQuery,
  UserRestrictionSortField,
} from "../types/user_restrictions.ts";

const LISTING: Listing = {
  noun: "user restrictions",
  path: "/api/v1/user-restrictions",
  cursor: "id",
  maxPageSize: 500,
};

/**
 * Restrictions: they close a pool, a project or all projects to a Toloker.
 * Answers given before stay, and are paid. Reached as `toloka.userRestrictions`.
 *
 * @example Close a project to a Toloker for a day
 * ```ts
 * import { formatTime, TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const restriction = await toloka.userRestrictions.set({
 *   scope: "PROJECT",
 *   project_id: "12345",
 *   user_id: "1ad097faba0eff85a04fe30bc04d53db",
 *   private_comment: "Too fast",
 *   will_expire: formatTime(new Date(Date.now() + 24 * 3_600_000)),
 * });
 * console.log(restriction.id);
 * ```
 */
export class UserRestrictions {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Restricts a Toloker, or changes the restriction that is there already.
   *
   * @returns The restriction as the server has it.
   * @throws {TolokaValidationError} If a field breaks a rule.
   *
   * @example Close a pool to a Toloker for good
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const restriction = await toloka.userRestrictions.set({
   *   scope: "POOL",
   *   pool_id: "12345",
   *   user_id: "1ad097faba0eff85a04fe30bc04d53db",
   *   private_comment: "Has seen the answers",
   * });
   * console.log(restriction.id);
   * ```
   */
  set(
    restriction: UserRestrictionInput,
    options?: RequestOptions,
  ): Promise<UserRestriction> {
    return this.#transport.put(LISTING.path, restriction, options);
  }

  /**
   * Reads a restriction.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(
    userRestrictionId: string,
    options?: RequestOptions,
  ): Promise<UserRestriction> {
    return this.#transport.get(
      path`/api/v1/user-restrictions/${userRestrictionId}`,
      options,
    );
  }

  /**
   * Reads one page of the restrictions that match a query, as the API answers it.
   */
  find(
    query: UserRestrictionQuery & PageQuery<UserRestrictionSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<UserRestriction>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every restriction that matches a query.
   *
   * @example Print whom a project is closed to
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const restrictions = toloka.userRestrictions.list({
   *   scope: "PROJECT",
   *   project_id: "12345",
   * });
   * for await (const { user_id, private_comment } of restrictions) {
   *   console.log(user_id, private_comment);
   * }
   * ```
   */
  list(
    query: UserRestrictionQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<UserRestriction> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Lifts a restriction.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   * @throws {TolokaApiError} With code `SYSTEM_SCOPE_MODIFICATION` if Toloka itself has set it.
   */
  delete(userRestrictionId: string, options?: RequestOptions): Promise<void> {
    return this.#transport.delete(
      path`/api/v1/user-restrictions/${userRestrictionId}`,
      options,
    );
  }
}
