/** Tasks and task suites that wait for Tolokers. */

import type { Random } from "./random.ts";

/** An item of a {@linkcode WaitingList}. There may be millions of them. */
export interface Waiting {
  /**
   * Its index among the waiting items of its list, or -1 if it does not wait;
   * `undefined` outside lists.
   */
  place: number | undefined;
}

/** A list as data. */
export interface SavedList<T> {
  ordered: readonly T[];
  items: readonly T[];
  /** `true` if it has an order of its own. */
  compares: boolean;
}

/** Items to choose from, in their order or at random. */
export class WaitingList<T extends Waiting> {
  #compare: ((a: T, b: T) => number) | undefined;
  /** Every item ever added, with those that have left in between. */
  #ordered: T[] = [];
  #head = 0;
  #unsorted = false;
  /** Items that wait now, in no order. */
  readonly #items: T[] = [];

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
    for (const item of saved.items) this.#items.push(item);
  }

  /** Number of items that wait. */
  get size(): number {
    return this.#items.length;
  }

  /** Items that wait now, in no particular order. */
  get items(): readonly T[] {
    return this.#items;
  }

  /**
   * Adds an item of no list, which does not wait before it is
   * {@linkcode set}.
   */
  add(item: T): void {
    item.place = -1;
    this.#ordered.push(item);
    this.#unsorted = this.#compare !== undefined;
  }

  /** Removes an item, so that another list may have it. */
  remove(item: T): void {
    this.set(item, false);
    this.#ordered.splice(this.#ordered.indexOf(item), 1);
    this.#head = 0;
    item.place = undefined;
  }

  /** Says whether an item that was added waits. */
  set(item: T, waits: boolean): void {
    const place = item.place ?? -1;
    if (waits === (place >= 0)) return;
    if (waits) {
      item.place = this.#items.length;
      this.#items.push(item);
      this.#head = 0;
      return;
    }
    const last = this.#items.pop()!;
    if (last !== item) {
      this.#items[place] = last;
      last.place = place;
    }
    item.place = -1;
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

  /** Returns the item that passes `accepts` and has the lowest cost. */
  cheapest(
    accepts: (item: T) => boolean,
    costOf: (item: T) => number,
  ): T | undefined {
    let found: T | undefined;
    let lowest = Infinity;
    for (const item of this.#items) {
      const cost = costOf(item);
      if (cost < lowest && accepts(item)) [found, lowest] = [item, cost];
    }
    return found;
  }

  #first(count: number, accepts: (item: T) => boolean): T[] {
    const chosen: T[] = [];
    if (this.#unsorted) {
      this.#ordered.sort(this.#compare);
      this.#unsorted = false;
      this.#head = 0;
    }
    const ordered = this.#ordered;
    while (this.#head < ordered.length && !waits(ordered[this.#head]!)) {
      this.#head++;
    }
    for (let i = this.#head; i < ordered.length; i++) {
      if (chosen.length === count) break;
      const item = ordered[i]!;
      if (waits(item) && accepts(item)) chosen.push(item);
    }
    return chosen;
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
      items[j]!.place = j;
      item.place = i;
      if (accepts(item)) chosen.push(item);
    }
    return chosen;
  }
}

function waits({ place }: Waiting): boolean {
  return place !== undefined && place >= 0;
}
