/** Pages one after another: each is asked for from where the last one ended. */
import { show } from "../checks.ts";
import { TolokaApiError, TolokaError } from "../errors.ts";
import type { ListOptions } from "../options.ts";
import type { Page } from "../types/common.ts";
import {
  cursorOf,
  itemsOf,
  type PageSource,
  type Reading,
} from "./page_source.ts";

/** Page size that every endpoint is documented to give. */
const DOCUMENTED_SIZE = 300;

/** Position from which a listing continues. */
export interface Place {
  /** Value of the cursor that was reached. */
  last: unknown;
  /** Number of items that may still be given. */
  left: number;
}

/** Reads page after page. */
export class SerialPages<T> implements PageSource<T> {
  readonly #reading: Reading;
  readonly #seen = new Set<unknown>();
  #size: number | null;
  #left: number;
  #last: unknown;
  #isOver = false;
  #failure: TolokaError | undefined;

  /** Starts at the beginning, or at a place. */
  constructor(reading: Reading, place?: Place) {
    this.#reading = reading;
    this.#size = firstSize(reading);
    this.#left = place?.left ?? reading.options.maxItems ?? Infinity;
    this.#last = place?.last;
  }

  /** `true` once the last page was read. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Number of items in a request. */
  get size(): number | null {
    return this.#size;
  }

  /**
   * Reads the next page.
   *
   * @throws {TolokaError} If the server says that there is more, but not where to continue.
   */
  async read(): Promise<T[] | undefined> {
    while (!this.#isOver) {
      if (this.#failure) throw this.#failure;
      const page = await this.#ask();
      const items = itemsOf<T>(page);
      if (items.length > this.#left) items.length = this.#left;
      this.#left -= items.length;
      const reached = cursorOf(items.at(-1), this.#reading.listing.cursor);
      // A page that ends where the last one did is that page once more.
      const isNew = items.length > 0 &&
        (reached === undefined || reached !== this.#last);
      this.#isOver ||= !page.has_more || this.#left === 0;
      if (reached === undefined || this.#seen.has(reached)) {
        this.#failure = this.#stuck();
      } else {
        this.#seen.add(reached);
        this.#last = reached;
      }
      if (isNew) return items;
    }
    return undefined;
  }

  /** Asks for nothing more; the request under way, if there is one, is its caller's to end. */
  close(): void {
    this.#isOver = true;
  }

  /** Asks for the page after the last one. */
  async #ask(): Promise<Page<T>> {
    const { transport, listing, query, options } = this.#reading;
    const { cursor, path } = listing;
    const sort = String(query.sort ?? cursor);
    const next = sort === `-${cursor}` ? `${cursor}_lt` : `${cursor}_gt`;
    const last = this.#last;
    const place = last === undefined ? {} : { [next]: last };
    for (;;) {
      const size = this.#size;
      const limit = size === null ? undefined : Math.min(size, this.#left);
      const whole = { ...query, sort, ...place, limit };
      try {
        return await transport.get(path, options, whole, "page");
      } catch (error) {
        if (!mayShrink(options, limit, error)) throw error;
        this.#size = DOCUMENTED_SIZE;
      }
    }
  }

  #stuck(): TolokaError {
    const { noun, cursor } = this.#reading.listing;
    return new TolokaError(
      `Cannot continue listing ${noun} as the server says that there is more, but its page has no new '${cursor}' to continue from: last one is ${
        this.#last === undefined ? "none" : show(this.#last)
      }`,
    );
  }
}

function firstSize({ transport, listing, options }: Reading): number | null {
  const { defaultPageSize, maxPageSize } = listing;
  const ofClient = transport.pageSize;
  const {
    pageSize = ofClient === null ? null : defaultPageSize ?? ofClient,
  } = options;
  return pageSize === null ? null : Math.min(pageSize, maxPageSize);
}

/** Tells whether a refused page may be asked for again in the documented size: only if nobody chose its size. */
function mayShrink(
  { pageSize }: ListOptions,
  limit: number | undefined,
  error: unknown,
): boolean {
  return limit !== undefined && limit > DOCUMENTED_SIZE &&
    pageSize === undefined &&
    error instanceof TolokaApiError && error.status === 400;
}
