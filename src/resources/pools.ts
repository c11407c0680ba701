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
import {
  change,
  clone,
  startChange,
  startClone,
  type StateChange,
  type Target,
} from "../operations/state_changes.ts";
import type { WaitOptions } from "../operations/wait.ts";

const LISTING: Listing = {
  noun: "pools",
  path: "/api/v1/pools",
  cursor: "id",
  maxPageSize: 300,
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
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const pool = await toloka.pools.open("12345");
 * console.log(pool.status); // OPEN
 * await toloka.pools.close(pool.id);
 * ```
 */
export class Pools {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates a pool, closed and without tasks.
   *
   * @param pool The pool. Trainings are made with `toloka.trainings.create`.
   * @returns The pool as the server has it.
   * @throws {TypeError} If the pool's type is `TRAINING`.
   * @throws {TolokaValidationError} If a field breaks a rule.
   *
   * @example Create a pool that three Tolokers label
   * ```ts
   * import { formatTime, TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const pool = await toloka.pools.create({
   *   project_id: "12345",
   *   private_name: "Cats and dogs in May",
   *   will_expire: formatTime(new Date(Date.now() + 30 * 24 * 3_600_000)),
   *   reward_per_assignment: 0.05,
   *   assignment_max_duration_seconds: 600,
   *   auto_accept_solutions: true,
   *   may_contain_adult_content: false,
   *   defaults: {
   *     default_overlap_for_new_tasks: 3,
   *     default_overlap_for_new_task_suites: 3,
   *   },
   *   mixer_config: {
   *     real_tasks_count: 9,
   *     golden_tasks_count: 1,
   *     training_tasks_count: 0,
   *   },
   * });
   * console.log(pool.status); // CLOSED
   * ```
   */
  async create(
    pool: PoolInput,
    options: PoolCreateOptions = {},
  ): Promise<Pool> {
    checkType("create", pool);
    const { storageKey, ...rest } = options;
    const query = { storage_key: storageKey };
    return await this.#transport.post(LISTING.path, pool, rest, { query });
  }

  /**
   * Reads a pool, or a training as the pool that it is: its `type` is
   * `TRAINING`.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(poolId: string, options?: RequestOptions): Promise<Pool> {
    return this.#transport.get(path`/api/v1/pools/${poolId}`, options);
  }

  /**
   * Reads one page of the pools that match a query, as the API answers it.
   */
  find(
    query: PoolQuery & PageQuery<PoolSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<Pool>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every pool that matches a query.
   *
   * @example Print open pools
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (const pool of toloka.pools.list({ status: "OPEN" })) {
   *   console.log(pool.id, pool.private_name);
   * }
   * ```
   */
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
   *
   * @example Raise the reward
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const pool = await toloka.pools.get("12345");
   * await toloka.pools.update(pool.id, {
   *   ...pool,
   *   reward_per_assignment: 0.08,
   * });
   * ```
   */
  async update(
    poolId: string,
    pool: PoolInput,
    options?: RequestOptions,
  ): Promise<Pool> {
    checkType("update", pool);
    return await this.#transport.put(
      path`/api/v1/pools/${poolId}`,
      pool,
      options,
    );
  }

  /**
   * Changes what can be changed of a pool at any time.
   *
   * @example Have a pool done before others
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { priority } = await toloka.pools.patch("12345", { priority: 100 });
   * console.log(priority);
   * ```
   */
  patch(
    poolId: string,
    patch: PoolPatch,
    options?: RequestOptions,
  ): Promise<Pool> {
    return this.#transport.patch(path`/api/v1/pools/${poolId}`, patch, options);
  }

  /**
   * Opens a pool for Tolokers and waits until it is open.
   *
   * @returns The open pool.
   * @throws {TolokaIncorrectActionError} If it cannot be opened: `EMPTY_POOL`, `NOT_ENOUGH_BALANCE`, ...
   * @throws {TolokaOperationError} If opening fails.
   *
   * @example Open a pool, or say what keeps it closed
   * ```ts
   * import { TolokaClient, TolokaIncorrectActionError } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * try {
   *   await toloka.pools.open("12345", {
   *     signal: AbortSignal.timeout(60_000),
   *   });
   * } catch (error) {
   *   if (!(error instanceof TolokaIncorrectActionError)) throw error;
   *   console.log(error.code); // EMPTY_POOL, ...
   * }
   * ```
   */
  open(poolId: string, options?: WaitOptions): Promise<Pool> {
    return change(this.#transport, stateChange(poolId, "open"), options);
  }

  /**
   * Starts opening a pool.
   *
   * @returns The operation, or `undefined` if the pool is open already.
   */
  startOpen(
    poolId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return startChange(this.#transport, stateChange(poolId, "open"), options);
  }

  /**
   * Closes a pool and waits until it is closed. Tolokers who have a task suite may still finish it.
   *
   * @returns The closed pool.
   * @throws {TolokaOperationError} If closing fails.
   *
   * @example Stop giving out tasks
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { status, last_close_reason } = await toloka.pools.close("12345");
   * console.log(status, last_close_reason);
   * ```
   */
  close(poolId: string, options?: WaitOptions): Promise<Pool> {
    return change(this.#transport, stateChange(poolId, "close"), options);
  }

  /**
   * Starts closing a pool.
   *
   * @returns The operation, or `undefined` if the pool is closed already.
   */
  startClose(
    poolId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return startChange(this.#transport, stateChange(poolId, "close"), options);
  }

  /**
   * Closes a pool for a change of its settings. The server opens it again after
   * 15 minutes, without the usual checks, unless that is done before.
   *
   * @returns The closed pool.
   * @throws {TolokaOperationError} If closing fails.
   *
   * @example Change an open pool
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * await toloka.pools.open("12345");
   * const pool = await toloka.pools.closeForUpdate("12345");
   * await toloka.pools.update(pool.id, { ...pool, auto_accept_period_day: 3 });
   * await toloka.pools.open(pool.id);
   * ```
   */
  closeForUpdate(poolId: string, options?: WaitOptions): Promise<Pool> {
    return change(
      this.#transport,
      stateChange(poolId, "close-for-update"),
      options,
    );
  }

  /**
   * Starts closing a pool for a change of its settings.
   *
   * @returns The operation, or `undefined` if the pool is closed already.
   */
  startCloseForUpdate(
    poolId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return startChange(
      this.#transport,
      stateChange(poolId, "close-for-update"),
      options,
    );
  }

  /**
   * Archives a closed pool: it can be read but no longer changed, opened or reviewed.
   *
   * @returns The archived pool.
   * @throws {TolokaIncorrectActionError} If it is not closed, or has rejected work that may still be appealed.
   * @throws {TolokaOperationError} If archiving fails.
   *
   * @example Archive pools nobody has opened this year
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const newYear = new Date(Date.UTC(new Date().getUTCFullYear(), 0));
   * const old = toloka.pools.list({
   *   status: "CLOSED",
   *   last_started_lt: newYear,
   * });
   * for await (const { id } of old) await toloka.pools.archive(id);
   * ```
   */
  archive(poolId: string, options?: WaitOptions): Promise<Pool> {
    return change(this.#transport, stateChange(poolId, "archive"), options);
  }

  /**
   * Starts archiving a pool.
   *
   * @returns The operation, or `undefined` if the pool is archived already.
   */
  startArchive(
    poolId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return startChange(
      this.#transport,
      stateChange(poolId, "archive"),
      options,
    );
  }

  /**
   * Creates an empty pool with the settings of another one.
   *
   * @returns The new pool.
   * @throws {TolokaOperationError} If cloning fails.
   *
   * @example Create a pool like another one, with a name of its own
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const pool = await toloka.pools.clone("12345");
   * await toloka.pools.update(pool.id, {
   *   ...pool,
   *   private_name: "Cats and dogs in June",
   * });
   * ```
   */
  clone(poolId: string, options?: WaitOptions): Promise<Pool> {
    return clone(this.#transport, target(poolId), "pool_id", options);
  }

  /**
   * Starts making an empty pool with the settings of another one.
   *
   * @returns The operation; its `details` will name the new pool.
   *
   * @example Find the new pool when it is there
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const started = await toloka.pools.startClone("12345");
   * const operation = await toloka.operations.wait(started);
   * if (operation.type === "POOL.CLONE") {
   *   console.log(operation.details?.pool_id);
   * }
   * ```
   */
  startClone(poolId: string, options?: RequestOptions): Promise<Operation> {
    return startClone(this.#transport, target(poolId), options);
  }
}

function target(id: string): Target {
  return { collection: LISTING.path, id };
}

function stateChange(id: string, verb: StateChange["verb"]): StateChange {
  return { ...target(id), verb };
}

function checkType(action: string, pool: PoolInput & Partial<Pool>): void {
  if (pool.type === "TRAINING") {
    throw new TypeError(
      `Cannot ${action} pool as its 'type' is "TRAINING": trainings have methods of their own`,
    );
  }
}
