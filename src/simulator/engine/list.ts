/** Lists to read, also of items that are only created when they are read. */

/** A list, an array for example. */
export interface List<T> extends Iterable<T> {
  readonly length: number;
  at(index: number): T | undefined;
}

/** A list of what the items of another list become. */
export class MappedList<From, To> implements List<To> {
  readonly #items: readonly From[];
  readonly #map: (item: From) => To;

  /** Maps each item whenever it is read. */
  constructor(items: readonly From[], map: (item: From) => To) {
    this.#items = items;
    this.#map = map;
  }

  get length(): number {
    return this.#items.length;
  }

  at(index: number): To | undefined {
    const item = this.#items.at(index);
    return item === undefined ? undefined : this.#map(item);
  }

  *[Symbol.iterator](): Iterator<To> {
    for (const item of this.#items) yield this.#map(item);
  }
}

/** Finds the first place whose item passes, where all later ones pass too. */
export function search<T>(
  list: List<T>,
  passes: (item: T) => boolean,
): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(list.at(middle)!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
