/** Equal values that are kept only once. */

/** Number of values from which no more are added. */
const MAX = 10_000;

/** Few different values, of which there are millions. */
export class Shared<T> {
  readonly #byKey = new Map<string, T>();

  /** Returns the value that stands for all those with the same key. */
  get(key: string, value: T): T {
    const shared = this.#byKey.get(key);
    if (shared !== undefined) return shared;
    if (this.#byKey.size < MAX) this.#byKey.set(key, value);
    return value;
  }
}
