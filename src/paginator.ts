import { checkInteger } from "./checks.ts";
import type { ListOptions, RequestOptions } from "./options.ts";
import { ItemIterator, PageIterator } from "./paging/iterators.ts";
import {
  boundTo,
  type Listing,
  type PageSource,
} from "./paging/page_source.ts";
import { ParallelPages } from "./paging/parallel_pages.ts";
import { PrefetchedPages } from "./paging/prefetched_pages.ts";
import { SerialPages } from "./paging/serial_pages.ts";
import type { IdPath } from "./transport/path.ts";
import { checkListingQuery } from "./transport/query.ts";
import type { Transport } from "./transport/transport.ts";
import type { ContentPage, Page } from "./types/common.ts";

export type { Listing };

/** Largest number of requests of one listing at a time. */
const MAX_PARALLEL = 32;

/** A listing at whatever path. */
type AnyListing = Listing<string | IdPath>;

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
 * item is, or before, as {@linkcode ListOptions} say. It can be gone through more than once; each time asks the server again.
 *
 * @typeParam T Type of an item.
 *
 * @example Item by item, and page by page
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
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
    checkSize(action, "parallel", options.parallel, MAX_PARALLEL);
    checkSort(action, query, listing.cursor);
    this.#transport = transport;
    this.#listing = listing;
    this.#query = { ...query };
    this.#options = options;
  }

  /** Iterates over the items one by one. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    return new ItemIterator(this.#source());
  }

  /**
   * Iterates over the items page by page, as the server cuts them.
   *
   * @throws {TolokaError} If the server says that there is more, but not where to continue.
   */
  pages(): AsyncGenerator<T[], void, void> {
    return new PageIterator(this.#source());
  }

  #source(): PageSource<T> {
    const { prefetch = false, parallel = 1 } = this.#options;
    const reading = {
      transport: this.#transport,
      listing: this.#listing,
      query: this.#query,
      options: this.#options,
    };
    if (parallel === 1 && !prefetch) return new SerialPages(reading);
    // What is asked for ahead ends with the loop.
    const controller = new AbortController();
    const options = boundTo(controller, this.#options);
    const ahead = { ...reading, options };
    return parallel > 1
      ? new ParallelPages(ahead, controller)
      : new PrefetchedPages(new SerialPages(ahead), controller);
  }
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
