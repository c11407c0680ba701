import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type { Operation } from "../types/operations.ts";
import type {
  Pool,
  PoolInput,
  PoolPatch,
  PoolQuery,
  PoolSortField,
} from "../types/pools.ts";
import { type Action, clone, run, start } from "./life_cycle.ts";
import type { WaitOptions } from "./operations.ts";

const LISTING: Listing = {
  noun: "pools",
  path: "/api/v1/pools",
  cursor: "id",
  most: 300,
};

/** Options of {@linkcode Pools.create}. */
export interface PoolCreateOptions extends RequestOptions {
  /** Tier of storage for the pool's data, as agreed with Toloka (query parameter `storage_key`). */
  storageKey?: string | undefined;
}

/**
 * Pools: sets of tasks with one price, one audience and one set of rules.
 * Reached as `toloka.pools`.
 *
 * @example Open a pool and close it again
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({ token: "your-token", environment: "SANDBOX" });
 * const pool = await toloka.pools.open("12345");
 * console.log(pool.status); // OPEN
 * await toloka.pools.close(pool.id);
 * ```
 */
export class Pools {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Makes a pool, closed and without tasks.
   *
   * @param pool The pool. Trainings are made with `toloka.trainings.create`.
   * @returns The pool as the server has it.
   * @throws {TypeError} If the pool's type is `TRAINING`.
   * @throws {TolokaValidationError} If a field breaks a rule.
   */
  async create(
    pool: PoolInput,
    { storageKey, ...options }: PoolCreateOptions = {},
  ): Promise<Pool> {
    checkType("create", pool);
    const query = { storage_key: storageKey };
    return await this.#transport.request(
      "POST",
      LISTING.path,
      { query, body: pool },
      options,
    );
  }

  /**
   * Reads a pool.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(poolId: string, options?: RequestOptions): Promise<Pool> {
    return this.#transport.request(
      "GET",
      path`/api/v1/pools/${poolId}`,
      {},
      options,
    );
  }

  /** One page of the pools that match a query, as the API answers it. */
  find(
    query: PoolQuery & PageQuery<PoolSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<Pool>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /** Every pool that matches a query. */
  list(
    query: PoolQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<Pool> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Replaces a pool's settings; what is left out goes back to its default. The
   * server refuses it while the pool is open.
   *
   * @throws {TypeError} If the pool's type is `TRAINING`.
   * @throws {TolokaValidationError} If a field breaks a rule.
   */
  async update(
    poolId: string,
    pool: PoolInput,
    options?: RequestOptions,
  ): Promise<Pool> {
    checkType("update", pool);
    return await this.#transport.request(
      "PUT",
      path`/api/v1/pools/${poolId}`,
      { body: pool },
      options,
    );
  }

  /** Changes what can be changed of a pool at any time. */
  patch(
    poolId: string,
    patch: PoolPatch,
    options?: RequestOptions,
  ): Promise<Pool> {
    return this.#transport.request(
      "PATCH",
      path`/api/v1/pools/${poolId}`,
      { body: patch },
      options,
    );
  }

  /**
   * Opens a pool for Tolokers and waits until it is open.
   *
   * @returns The open pool.
   * @throws {TolokaIncorrectActionError} If it cannot be opened: `EMPTY_POOL`, `NOT_ENOUGH_BALANCE`, ...
   * @throws {TolokaOperationError} If opening fails.
   */
  open(poolId: string, options?: WaitOptions): Promise<Pool> {
    return run(this.#transport, action(poolId, "open"), options);
  }

  /** Starts opening a pool. @returns The operation, or `undefined` if the pool is open already. */
  startOpen(
    poolId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return start(this.#transport, action(poolId, "open"), options);
  }

  /**
   * Closes a pool and waits until it is closed. Tolokers who have a task suite may still finish it.
   *
   * @returns The closed pool.
   * @throws {TolokaOperationError} If closing fails.
   */
  close(poolId: string, options?: WaitOptions): Promise<Pool> {
    return run(this.#transport, action(poolId, "close"), options);
  }

  /** Starts closing a pool. @returns The operation, or `undefined` if the pool is closed already. */
  startClose(
    poolId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return start(this.#transport, action(poolId, "close"), options);
  }

  /**
   * Closes a pool for a change of its settings. The server opens it again after
   * 15 minutes, without the usual checks, unless that is done before.
   *
   * @returns The closed pool.
   * @throws {TolokaOperationError} If closing fails.
   */
  closeForUpdate(poolId: string, options?: WaitOptions): Promise<Pool> {
    return run(this.#transport, action(poolId, "close-for-update"), options);
  }

  /** Starts closing a pool for a change of its settings. @returns The operation, or `undefined` if the pool is closed already. */
  startCloseForUpdate(
    poolId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return start(this.#transport, action(poolId, "close-for-update"), options);
  }

  /**
   * Archives a closed pool: it can be read but no longer changed, opened or reviewed.
   *
   * @returns The archived pool.
   * @throws {TolokaIncorrectActionError} If it is not closed, or has rejected work that may still be appealed.
   * @throws {TolokaOperationError} If archiving fails.
   */
  archive(poolId: string, options?: WaitOptions): Promise<Pool> {
    return run(this.#transport, action(poolId, "archive"), options);
  }

  /** Starts archiving a pool. @returns The operation, or `undefined` if the pool is archived already. */
  startArchive(
    poolId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return start(this.#transport, action(poolId, "archive"), options);
  }

  /**
   * Makes an empty pool with the settings of another one.
   *
   * @returns The new pool.
   * @throws {TolokaOperationError} If cloning fails.
   */
  clone(poolId: string, options?: WaitOptions): Promise<Pool> {
    const source = { collection: LISTING.path, id: poolId };
    return clone(this.#transport, source, "pool_id", options);
  }

  /** Starts making an empty pool with the settings of another one. @returns The operation; its `details` will name the new pool. */
  startClone(poolId: string, options?: RequestOptions): Promise<Operation> {
    const cloning = action(poolId, "clone");
    return start(this.#transport, cloning, options) as Promise<Operation>;
  }
}

function action(id: string, verb: Action["verb"]): Action {
  return { collection: LISTING.path, id, verb };
}

function checkType(action: string, pool: PoolInput & Partial<Pool>): void {
  if (pool.type === "TRAINING") {
    throw new TypeError(
      `Cannot ${action} pool as its 'type' is "TRAINING": trainings have methods of their own`,
    );
  }
}
