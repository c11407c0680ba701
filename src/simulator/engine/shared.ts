/** Equal objects that are kept only once. */

/** Number of objects from which no more are added. */
const MAX = 10_000;

/** The objects of few different values, of which there are millions. */
export class Shared<T extends object> {
  readonly #byJson = new Map<string, T>();

  /** Returns the object that stands for all those with the same JSON. */
  get(object: T): T {
    const key = JSON.stringify(object);
    const shared = this.#byJson.get(key);
    if (shared !== undefined) return shared;
    if (this.#byJson.size < MAX) this.#byJson.set(key, object);
    return object;
  }
}
