/** Tasks, suites and assignments by id, without a map of millions of entries. */

import { type List, search } from "../engine/list.ts";
import type { PoolRecord } from "./records.ts";

/**
 * Finds tasks, suites or assignments in the lists of their pools. An id begins
 * with that of the pool, and each list is in the order of ids.
 */
export class PoolItems<T extends { readonly id: string }> {
  readonly #pools: ReadonlyMap<string, PoolRecord>;
  readonly #listOf: (pool: PoolRecord) => List<T>;

  /** Finds items in the list that `listOf` returns. */
  constructor(
    pools: ReadonlyMap<string, PoolRecord>,
    listOf: (pool: PoolRecord) => List<T>,
  ) {
    this.#pools = pools;
    this.#listOf = listOf;
  }

  /** Returns the item with an id. */
  get(id: string): T | undefined {
    const [prefix = ""] = id.split("--", 1);
    const pool = this.#pools.get(`${parseInt(prefix, 16)}`);
    if (pool === undefined) return undefined;
    const list = this.#listOf(pool);
    const found = list.at(search(list, (item) => item.id >= id));
    return found?.id === id ? found : undefined;
  }
}
