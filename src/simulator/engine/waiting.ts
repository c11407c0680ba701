/** Tasks and task suites that wait for Tolokers. */

import type { Random } from "./random.ts";

/** A list as data. */
export interface SavedList<T> {
  ordered: readonly T[];
  items: readonly T[];
  /** Whether it has an order of its own. */
  compares: boolean;
}

/** Items to choose from, in their order or at random. */
export class WaitingList<T> {
  #compare: ((a: T, b: T) => number) | undefined;
  /** Every item ever added, with those that have left in between. */
  #ordered: T[] = [];
  #head = 0;
  #unsorted = false;
  /** What waits now, in no order. */
  readonly #items: T[] = [];
  /** Where an item is among `#items`, or -1 if it does not wait. */
  readonly #places = new Map<T, number>();

  /** Items come in the order of `compare`, or as they were added. */
  constructor(compare?: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  /** The list as data. */
  save(): SavedList<T> {
    return {
      ordered: this.#ordered,
      items: this.#items,
      compares: this.#compare !== undefined,
    };
  }

  /** Fills a new list; `compare` is used if the saved one had an order. */
  restore(saved: SavedList<T>, compare: (a: T, b: T) => number): void {
    this.#compare = saved.compares ? compare : undefined;
    this.#ordered = [...saved.ordered];
    this.#unsorted = saved.compares;
    for (const item of saved.ordered) this.#places.set(item, -1);
    for (const item of saved.items) {
      this.#places.set(item, this.#items.length);
      this.#items.push(item);
    }
  }

  /** How many items wait. */
  get size(): number {
    return this.#items.length;
  }

  /** What waits now, in no particular order. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** Adds an item, which does not wait before it is {@linkcode set}. */
  add(item: T): void {
    if (this.#places.has(item)) return;
    this.#places.set(item, -1);
    this.#ordered.push(item);
    this.#unsorted = this.#compare !== undefined;
  }

  /** Says whether an item that was added waits. */
  set(item: T, waits: boolean): void {
    const place = this.#places.get(item) ?? -1;
    if (waits === (place >= 0)) return;
    if (waits) {
      this.#places.set(item, this.#items.length);
      this.#items.push(item);
      this.#head = 0;
      return;
    }
    const last = this.#items.pop()!;
    if (last !== item) {
      this.#items[place] = last;
      this.#places.set(last, place);
    }
    this.#places.set(item, -1);
  }

  /** Takes note that the order of the items has changed. */
  reorder(): void {
    this.#unsorted = true;
  }

  /**
   * Chooses up to `count` items that pass `accepts`: at random, or the first
   * ones if there is no `random`. They go on waiting.
   */
  choose(
    count: number,
    accepts: (item: T) => boolean,
    random: Random | undefined,
  ): T[] {
    return random === undefined
      ? this.#first(count, accepts)
      : this.#some(count, accepts, random);
  }

  #first(count: number, accepts: (item: T) => boolean): T[] {
    const chosen: T[] = [];
    if (this.#unsorted) {
      this.#ordered.sort(this.#compare);
      this.#unsorted = false;
      this.#head = 0;
    }
    const ordered = this.#ordered;
    while (this.#head < ordered.length && !this.#waits(ordered[this.#head]!)) {
      this.#head++;
    }
    for (let i = this.#head; i < ordered.length; i++) {
      if (chosen.length === count) break;
      const item = ordered[i]!;
      if (this.#waits(item) && accepts(item)) chosen.push(item);
    }
    return chosen;
  }

  #waits(item: T): boolean {
    return this.#places.get(item)! >= 0;
  }

  #some(
    count: number,
    accepts: (item: T) => boolean,
    random: Random,
  ): T[] {
    const chosen: T[] = [];
    const items = this.#items;
    for (let i = 0; i < items.length && chosen.length < count; i++) {
      const j = random.integer(i, items.length - 1);
      const item = items[j]!;
      items[j] = items[i]!;
      items[i] = item;
      this.#places.set(items[j]!, j);
      this.#places.set(item, i);
      if (accepts(item)) chosen.push(item);
    }
    return chosen;
  }
}
