import { type Store, type StoreEngine, storeOver } from "./store.ts";

/**
 * Creates a store in memory: for tests, and for programs that may begin again
 * when they are restarted. Nothing of it survives the process.
 *
 * @returns The store, empty.
 *
 * @example Usage
 * ```ts
 * import { memoryStore } from "@toloka/client/store";
 * import { assertEquals } from "@std/assert";
 *
 * const store = memoryStore();
 * await store.commit({ set: { "pool/1": { status: "OPEN" } } });
 * assertEquals((await store.get("pool/1"))?.value, { status: "OPEN" });
 * ```
 */
export function memoryStore(): Store {
  return storeOver(new MemoryEngine());
}

class MemoryEngine implements StoreEngine {
  readonly #texts = new Map<string, { text: string; version: string }>();
  /** All keys in order; `undefined` after a key came or went. */
  #keys: string[] | undefined = [];
  #version = 0;

  get(key: string) {
    const stored = this.#texts.get(key);
    return Promise.resolve(stored && { key, ...stored });
  }

  list(from: string, before: string, limit: number) {
    this.#keys ??= [...this.#texts.keys()].sort();
    const start = firstNotBelow(this.#keys, from);
    const found = this.#keys.slice(start, start + limit)
      .filter((key) => key < before)
      .map((key) => ({ key, ...this.#texts.get(key)! }));
    return Promise.resolve(found);
  }

  commit(
    { checks, set, delete: deleted }: Parameters<StoreEngine["commit"]>[0],
  ) {
    for (const [key, version] of checks) {
      if ((this.#texts.get(key)?.version ?? null) !== version) {
        return Promise.resolve(undefined);
      }
    }
    const version = `${++this.#version}`;
    for (const [key, text] of set) {
      if (!this.#texts.has(key)) this.#keys = undefined;
      this.#texts.set(key, { text, version });
    }
    for (const key of deleted) {
      if (this.#texts.delete(key)) this.#keys = undefined;
    }
    return Promise.resolve(version);
  }

  close(): void {
    this.#texts.clear();
  }
}

function firstNotBelow(keys: readonly string[], from: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
