/** A log that does not grow without bound. */

/** The last of many items. */
export class Recent<T> {
  readonly #size: number;
  readonly #kept: T[] = [];

  /** Keeps at most `size` items. */
  constructor(size: number) {
    this.#size = size;
  }

  /** Adds an item; the oldest may go for it. */
  add(item: T): void {
    this.#kept.push(item);
    // Not each time, as all that are kept move.
    if (this.#kept.length > 2 * this.#size) {
      this.#kept.splice(0, this.#kept.length - this.#size);
    }
  }

  /** Items that are kept, oldest first. */
  get items(): readonly T[] {
    return this.#size === 0 ? [] : this.#kept.slice(-this.#size);
  }
}
