/**
 * Pages of several ranges of ids at a time.
 *
 * A page tells how dense ids are around it. What follows it is cut into ranges
 * of about a page each, and one that is open to its end: that one finds what
 * comes next, however far away it is, and is cut in its turn. A range with more
 * than a page is cut again. Ranges are cut from ids alone and follow one another
 * without a gap, so each item belongs to exactly one of them, whenever it was
 * created; how well they are cut only decides how fast it is.
 */
import { TolokaError } from "../errors.ts";
import type { ListOptions } from "../options.ts";
import type { Page } from "../types/common.ts";
import { type IdSpace, idSpaceOf, isAscending } from "./id_space.ts";
import {
  cursorOf,
  itemsOf,
  type PageSource,
  type Reading,
} from "./page_source.ts";
import { SerialPages } from "./serial_pages.ts";

/** Part of a page that a range is cut to hold, so that few hold more. */
const FILLING = { part: 9n, of: 10n };

/** Ids above one and up to another, or to the end. */
interface Range<T> {
  after: string;
  to: string | undefined;
  state: "waiting" | "running" | "read";
  items: T[];
  error?: unknown;
}

/** Error of a page whose ids are out of order. */
const UNORDERED = Symbol("unordered");

/** Reads several ranges of a listing at a time. */
export class ParallelPages<T> implements PageSource<T> {
  readonly #reading: Reading;
  readonly #controller: AbortController;
  readonly #parallel: number;
  readonly #isOrdered: boolean;
  /** The pages to read one after another: the first one, and all if ranges cannot be cut. */
  #serial: SerialPages<T>;
  #space: IdSpace | undefined;
  #hasBegun = false;
  #ranges: Range<T>[] = [];
  #last: unknown;
  #left: number;
  #wake = () => {};

  /** Reads a listing whose requests end with the controller. */
  constructor(reading: Reading, controller: AbortController) {
    const { parallel = 1, ordered = true, maxItems = Infinity } = reading
      .options as ListOptions;
    this.#reading = reading;
    this.#controller = controller;
    this.#parallel = parallel;
    this.#isOrdered = ordered;
    this.#left = maxItems;
    this.#serial = new SerialPages(reading);
  }

  /**
   * Reads the next page.
   *
   * @throws {TolokaError} If pages are wanted as they come, and their ids are not in order.
   */
  async read(): Promise<T[] | undefined> {
    if (!this.#hasBegun) return await this.#begin();
    for (;;) {
      if (this.#space === undefined) return await this.#serial.read();
      const range = this.#nextRead();
      if (range) {
        this.#fill();
        if (range.error === UNORDERED) this.#readSerially();
        else if (range.error !== undefined) throw range.error;
        else if (range.items.length > 0) return this.#give(range.items);
      } else if (this.#ranges.length === 0) {
        return undefined;
      } else {
        await new Promise<void>((resolve) => this.#wake = resolve);
      }
    }
  }

  /** Ends the requests under way. */
  close(): void {
    this.#ranges = [];
    this.#serial.close();
    this.#controller.abort();
  }

  /** Reads the first page, which says whether and how the rest can be cut. */
  async #begin(): Promise<T[] | undefined> {
    this.#hasBegun = true;
    const { listing: { cursor }, query: { sort } } = this.#reading;
    const page = await this.#serial.read();
    if (!page || this.#serial.isOver) return page;
    const ids = page.map((item) => cursorOf(item, cursor));
    const space = idSpaceOf(ids[0], ids.at(-1));
    const isUpwards = (sort ?? cursor) === cursor;
    if (!space || !isUpwards || !isAscending(ids)) return page;
    this.#space = space;
    this.#ranges = this.#cut(ids, undefined);
    this.#fill();
    return this.#give(page);
  }

  #give(page: T[]): T[] {
    if (page.length > this.#left) page.length = this.#left;
    this.#left -= page.length;
    this.#last = cursorOf(page.at(-1), this.#reading.listing.cursor);
    if (this.#left === 0) this.close();
    return page;
  }

  /** Takes the range whose turn it is, if it was read. */
  #nextRead(): Range<T> | undefined {
    const at = this.#isOrdered
      ? 0
      : this.#ranges.findIndex(({ state }) => state === "read");
    if (this.#ranges[at]?.state !== "read") return undefined;
    return this.#ranges.splice(at, 1)[0];
  }

  /** Begins as many ranges as may be under way. */
  #fill(): void {
    while (this.#count("running") < this.#parallel) {
      const next = this.#nextWaiting();
      if (!next) return;
      next.state = "running";
      this.#run(next);
    }
  }

  /** Chooses the range to begin: the open one, as what follows depends on it, or the first one. */
  #nextWaiting(): Range<T> | undefined {
    const isWaiting = ({ state }: Range<T>) => state === "waiting";
    const held = this.#count("running") + this.#count("read");
    // Pages that wait for their turn take memory; the one whose turn it is may always go.
    if (held >= 2 * this.#parallel) {
      return this.#ranges.slice(0, 1).find(isWaiting);
    }
    const open = this.#ranges.at(-1);
    return open && open.to === undefined && isWaiting(open)
      ? open
      : this.#ranges.find(isWaiting);
  }

  #count(state: Range<T>["state"]): number {
    return this.#ranges.filter((range) => range.state === state).length;
  }

  async #run(range: Range<T>): Promise<void> {
    try {
      this.#take(range, await this.#ask(range));
    } catch (error) {
      range.error = error;
    }
    range.state = "read";
    this.#fill();
    this.#wake();
  }

  async #ask({ after, to }: Range<T>): Promise<Page<T>> {
    const { transport, listing, query, options } = this.#reading;
    const { cursor, path } = listing;
    const whole = {
      ...query,
      sort: cursor,
      [`${cursor}_gt`]: after,
      ...(to === undefined ? {} : { [`${cursor}_lte`]: to }),
      limit: this.#serial.size ?? undefined,
    };
    return await transport.get(path, options, whole, "page");
  }

  /** Checks a page, and cuts what is left of its range. */
  #take(range: Range<T>, page: Page<T>): void {
    const { cursor, noun } = this.#reading.listing;
    const { after, to } = range;
    const all = itemsOf<T>(page);
    const ids = all.map((item) => cursorOf(item, cursor));
    if (!isAscending([after, ...ids])) throw UNORDERED;
    const inside = (ids as string[]).filter((id) =>
      to === undefined || id <= to
    );
    all.length = inside.length;
    range.items = all;
    if (!page.has_more || inside.length < ids.length) return;
    if (inside.length === 0) {
      throw new TolokaError(
        `Cannot continue listing ${noun} as the server says that there is more, but its page is empty`,
      );
    }
    const at = this.#ranges.indexOf(range);
    if (at >= 0) this.#ranges.splice(at + 1, 0, ...this.#cut(inside, to));
  }

  /** Cuts what follows a page, up to an id or the end. */
  #cut(page: readonly string[], to: string | undefined): Range<T>[] {
    const space = this.#space!;
    const last = space.valueOf(page.at(-1)!);
    const end = to === undefined ? undefined : space.valueOf(to);
    const span = this.#spanOf(page);
    const ranges: Range<T>[] = [];
    let after = page.at(-1)!;
    for (let i = 1n; i < BigInt(this.#parallel); i++) {
      const value = last + i * span;
      const id = end === undefined || value < end
        ? space.idOf(value)
        : undefined;
      if (id === undefined) break;
      ranges.push(rangeOf(after, id));
      after = id;
    }
    if (after !== to) ranges.push(rangeOf(after, to));
    return ranges;
  }

  /** Works out how far apart the ends of a page are, if ids are as dense as on the given one. */
  #spanOf(page: readonly string[]): bigint {
    const space = this.#space!;
    const distance = space.valueOf(page.at(-1)!) - space.valueOf(page[0]!);
    const steps = BigInt(Math.max(1, page.length - 1));
    const size = BigInt(this.#serial.size ?? page.length);
    const span = distance * size * FILLING.part / (steps * FILLING.of);
    return span > 0n ? span : 1n;
  }

  /** Goes on one after another where the order of ids cannot be relied on. */
  #readSerially(): void {
    const { noun } = this.#reading.listing;
    if (!this.#isOrdered) {
      throw new TolokaError(
        `Cannot list ${noun} in parallel as they come, as their ids are not in order: leave out 'ordered' or 'parallel'`,
      );
    }
    this.#ranges = [];
    this.#space = undefined;
    this.#serial = new SerialPages(this.#reading, {
      last: this.#last,
      left: this.#left,
    });
  }
}

function rangeOf<T>(after: string, to: string | undefined): Range<T> {
  return { after, to, state: "waiting", items: [] };
}
