import { checkInteger, show } from "./checks.ts";
import { TolokaApiError, TolokaError } from "./errors.ts";
import type { ListOptions, RequestOptions } from "./options.ts";
import type { IdPath } from "./transport/path.ts";
import { checkListingQuery } from "./transport/query.ts";
import type { Transport } from "./transport/transport.ts";
import type { ContentPage, Page } from "./types/common.ts";

/** Description of a listing of the API. */
export interface Listing<Path extends string | IdPath = string> {
  /** Plural of the items, for messages: `"pools"`. */
  readonly noun: string;
  /** Path of the endpoint. */
  readonly path: Path;
  /** The unique field that pages follow. */
  readonly cursor: string;
  /** Largest page that the endpoint gives. */
  readonly maxPageSize: number;
  /** Page size to ask for, where requests are too scarce for the client's own. */
  readonly defaultPageSize?: number;
}

/** A listing at whatever path. */
type AnyListing = Listing<string | IdPath>;

/** Page size that every endpoint is documented to give. */
const DOCUMENTED_SIZE = 300;

/** Reads one page as the API answers it. */
export async function findPage<P extends Page<unknown> | ContentPage<unknown>>(
  transport: Transport,
  listing: AnyListing,
  query: { limit?: number | undefined },
  options?: RequestOptions,
): Promise<P> {
  const { path, noun } = listing;
  const action = `find ${noun}`;
  checkListingQuery(action, query);
  checkSize(action, "limit", query.limit, listing.maxPageSize);
  return await transport.get<P>(path, options, query, "page");
}

/**
 * A whole listing, item by item. Nothing is asked for before the first item is,
 * and nothing more once the loop ends; the next page is asked for when its first
 * item is. It can be gone through more than once; each time asks the server again.
 *
 * @typeParam T Type of an item.
 *
 * @example Item by item, and page by page
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({ token: "your-token", environment: "SANDBOX" });
 * for await (const pool of toloka.pools.list({ status: "OPEN" })) {
 *   console.log(pool.private_name);
 * }
 * for await (const page of toloka.pools.list().pages()) {
 *   console.log(`${page.length} pools`);
 * }
 * const all = await Array.fromAsync(toloka.pools.list());
 * console.log(all.length);
 * ```
 */
export class Paginated<T> implements AsyncIterable<T> {
  readonly #transport: Transport;
  readonly #listing: AnyListing;
  readonly #query: Readonly<Record<string, unknown>>;
  readonly #options: ListOptions;

  /** Creates a listing; the resources' `list` methods do. */
  constructor(
    transport: Transport,
    listing: AnyListing,
    query: object,
    options: ListOptions = {},
  ) {
    const action = `list ${listing.noun}`;
    checkListingQuery(action, query);
    checkSize(action, "pageSize", options.pageSize, listing.maxPageSize);
    checkSize(action, "maxItems", options.maxItems, Infinity);
    checkSort(action, query, listing.cursor);
    this.#transport = transport;
    this.#listing = listing;
    this.#query = { ...query };
    this.#options = options;
  }

  /** Yields the items one by one. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for await (const page of this.pages()) yield* page;
  }

  /**
   * Yields the items page by page, as the server cuts them.
   *
   * @throws {TolokaError} If the server says that there is more, but not where to go on.
   */
  async *pages(): AsyncGenerator<T[], void, void> {
    const { path, cursor, noun } = this.#listing;
    const sort = String(this.#query.sort ?? cursor);
    const next = sort === `-${cursor}` ? `${cursor}_lt` : `${cursor}_gt`;
    let size = this.#firstSize();
    let left = this.#options.maxItems ?? Infinity;
    let last: unknown;
    const seen = new Set<unknown>();
    while (left > 0) {
      const limit = size === null ? undefined : Math.min(size, left);
      const place = last === undefined ? {} : { [next]: last };
      const query = { ...this.#query, sort, ...place, limit };
      let page: Page<T>;
      try {
        page = await this.#getPage(path, query);
      } catch (error) {
        if (!this.#mayShrink(limit, error)) throw error;
        size = DOCUMENTED_SIZE;
        continue;
      }
      const items = itemsOf<T>(page);
      if (items.length > left) items.length = left;
      left -= items.length;
      const reached = (items.at(-1) as Record<string, unknown> | null)
        ?.[cursor];
      // A page that ends where the last one did is that page once more.
      if (items.length > 0 && (reached === undefined || reached !== last)) {
        yield items;
      }
      if (!page.has_more || left === 0) return;
      if (reached === undefined || seen.has(reached)) {
        throw new TolokaError(
          `Cannot go on listing ${noun} as the server says that there is more, but its page has no new '${cursor}' to go on from: last one is ${
            last === undefined ? "none" : show(last)
          }`,
        );
      }
      seen.add(reached);
      last = reached;
    }
  }

  #getPage(path: string | IdPath, query: object): Promise<Page<T>> {
    return this.#transport.get(path, this.#options, query, "page");
  }

  #firstSize(): number | null {
    const { defaultPageSize, maxPageSize } = this.#listing;
    const ofClient = this.#transport.pageSize;
    const {
      pageSize = ofClient === null ? null : defaultPageSize ?? ofClient,
    } = this.#options;
    return pageSize === null ? null : Math.min(pageSize, maxPageSize);
  }

  /** Tells whether a refused page may be asked for again in the documented size: only if nobody chose its size. */
  #mayShrink(limit: number | undefined, error: unknown): boolean {
    return limit !== undefined && limit > DOCUMENTED_SIZE &&
      this.#options.pageSize === undefined &&
      error instanceof TolokaApiError && error.status === 400;
  }
}

/** App listings call their items `content`. */
function itemsOf<T>(page: Partial<Page<T> & ContentPage<T>>): T[] {
  return page.items ?? page.content ?? [];
}

/** In another order than that of the cursor, pages would lose items or repeat them. */
function checkSort(action: string, query: object, cursor: string): void {
  const { sort } = query as { sort?: unknown };
  if (sort === undefined || sort === null) return;
  if ([cursor, `-${cursor}`].includes(String(sort))) return;
  throw new RangeError(
    `Cannot ${action} as 'sort' must be "${cursor}" or "-${cursor}": current value is "${sort}"`,
  );
}

function checkSize(
  action: string,
  name: string,
  size: number | null | undefined,
  max: number,
): void {
  if (size === undefined || size === null) return;
  checkInteger(action, name, size, 1, max);
}
