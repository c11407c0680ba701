/**
 * Iterators over pages and their items. They are no generators, as those keep
 * the last page from being collected while they wait for the next one, and take
 * several turns for an item that is there already.
 */
import type { PageSource } from "./page_source.ts";

/** An iterator whose steps wait for one another. */
abstract class Steps<T, Item> implements AsyncGenerator<T, void, void> {
  protected readonly source: PageSource<Item>;
  #waiting: Promise<unknown> | undefined;
  #isOver = false;

  constructor(source: PageSource<Item>) {
    this.source = source;
  }

  /** `true` while a step is under way. */
  protected get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  /** Gives the next value, or `undefined` at the end. */
  protected abstract step(): Promise<T | undefined>;

  next(): Promise<IteratorResult<T, void>> {
    return this.#inTurn(async () => {
      if (this.#isOver) return { done: true, value: undefined };
      try {
        const value = await this.step();
        if (value !== undefined) return { done: false, value };
        this.#isOver = true;
        return { done: true, value: undefined };
      } catch (error) {
        this.end();
        throw error;
      }
    });
  }

  return(): Promise<IteratorResult<T, void>> {
    return this.#inTurn(() => {
      this.end();
      return Promise.resolve({ done: true, value: undefined });
    });
  }

  throw(error: unknown): Promise<IteratorResult<T, void>> {
    return this.#inTurn(() => {
      this.end();
      return Promise.reject(error);
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** Lets go of everything. */
  protected end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.source.close();
  }

  #inTurn<R>(step: () => Promise<R>): Promise<R> {
    const result = this.#waiting ? this.#waiting.then(step) : step();
    const clear = () => {
      if (this.#waiting === waiting) this.#waiting = undefined;
    };
    const waiting: Promise<void> = result.then(clear, clear);
    this.#waiting = waiting;
    return result;
  }
}

/** Iterates over pages. */
export class PageIterator<T> extends Steps<T[], T> {
  protected override step(): Promise<T[] | undefined> {
    return this.source.read();
  }
}

/** Iterates over the items of pages. */
export class ItemIterator<T> extends Steps<T, T> {
  #page: T[] = [];
  #next = 0;

  override next(): Promise<IteratorResult<T, void>> {
    if (this.isWaiting || this.#next === this.#page.length) return super.next();
    const value = this.#page[this.#next++]!;
    return Promise.resolve({ done: false, value });
  }

  protected override async step(): Promise<T | undefined> {
    while (this.#next === this.#page.length) {
      this.#drop();
      const page = await this.source.read();
      if (page === undefined) return undefined;
      this.#page = page;
    }
    return this.#page[this.#next++];
  }

  protected override end(): void {
    this.#drop();
    super.end();
  }

  #drop(): void {
    this.#page = [];
    this.#next = 0;
  }
}
