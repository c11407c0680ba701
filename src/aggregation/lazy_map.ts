/** A map whose values are made when they are read. @module */

/**
 * A map over a list of keys. A row of every task as a `Map` of its own would
 * take more memory than all else.
 */
export class LazyMap<K, V> implements ReadonlyMap<K, V> {
  readonly #keys: readonly K[];
  readonly #valueAt: (at: number) => V;
  #positions: Map<K, number> | undefined;

  /** Takes the keys, and what makes the value of the key at a position. */
  constructor(keys: readonly K[], valueAt: (at: number) => V) {
    this.#keys = keys;
    this.#valueAt = valueAt;
  }

  /** Number of keys. */
  get size(): number {
    return this.#keys.length;
  }

  /** Gives the value of a key. */
  get(key: K): V | undefined {
    const at = this.#position(key);
    return at === undefined ? undefined : this.#valueAt(at);
  }

  /** Tells if there is such a key. */
  has(key: K): boolean {
    return this.#position(key) !== undefined;
  }

  /** Iterates over the keys. */
  keys(): MapIterator<K> {
    return this.#keys.values() as MapIterator<K>;
  }

  /** Iterates over the values. */
  *values(): Generator<V, undefined> {
    for (let at = 0; at < this.size; at++) yield this.#valueAt(at);
  }

  /** Iterates over keys and values. */
  *entries(): Generator<[K, V], undefined> {
    for (let at = 0; at < this.size; at++) {
      yield [this.#keys[at]!, this.#valueAt(at)];
    }
  }

  /** Iterates over keys and values. */
  [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.entries();
  }

  /** Calls a function for each key. */
  forEach(
    visit: (value: V, key: K, map: ReadonlyMap<K, V>) => void,
    self?: unknown,
  ): void {
    for (const [key, value] of this) visit.call(self, value, key, this);
  }

  #position(key: K): number | undefined {
    this.#positions ??= new Map(this.#keys.map((key, at) => [key, at]));
    return this.#positions.get(key);
  }
}
