/** App batches: items of an app project that are run together. @module */
import type { AppItem, AppItemImport } from "./app_items.ts";
import type { Extensible, RangeFilter, TimeValue } from "./common.ts";

/** Place of a batch in the queue: `ONE` first, `FIVE` last. */
export type AppBatchPriority = "ONE" | "TWO" | "THREE" | "FOUR" | "FIVE";

/**
 * Batch to create, with at most 10,000 items.
 *
 * @typeParam Input Input of the app.
 */
export interface AppBatchInput<Input = Record<string, unknown>> {
  /** Name of the batch. */
  name?: string;
  /** Inputs of its items, shaped by the app's `input_spec`. */
  items?: Input[];
  /**
   * Place in the queue.
   *
   * @default "FIVE"
   */
  priority_order?: AppBatchPriority;
  /**
   * `true` to process items again even if identical ones were processed before.
   *
   * @default false
   */
  force_new_original?: boolean;
  /**
   * `true` to skip bad items instead of failing the request.
   *
   * @default false
   */
  ignore_errors?: boolean;
}

/**
 * Batch to run synchronously, which only synchronous apps can do.
 *
 * @typeParam Input Input of the app.
 */
export interface AppBatchSyncInput<Input = Record<string, unknown>> {
  /** Name of the batch. */
  name?: string;
  /** Inputs of its items, shaped by the app's `input_spec`. */
  items?: Input[];
}

/** Status of a batch. */
export type AppBatchStatus =
  | "NEW"
  | "QUEUED"
  | "LOADING"
  | "PROCESSING"
  | "COMPLETED"
  | "ERROR"
  | "CANCELLED"
  | "NO_MONEY"
  | "STOPPING"
  | "STOPPED"
  | "ARCHIVE";

/** A batch. */
export interface AppBatch {
  /** Id of the batch. */
  id: string;
  /** Id of the app project. */
  app_project_id: string;
  /** Status. */
  status: Extensible<AppBatchStatus>;
  /** Name of the batch. */
  name?: string;
  /** Number of items. */
  item_count?: number;
  /**
   * Number of items under the name that the API's Python client reads; in the
   * API's description it is `item_count`.
   */
  items_count?: number;
  /** Price of one item, in US dollars. */
  item_price?: number;
  /** Price of the batch, in US dollars. */
  cost?: number;
  /** Price of what is done already, in US dollars. */
  cost_of_processed?: number;
  /** Creation time, UTC. */
  created_at?: string;
  /** Start of the work, UTC. */
  started_at?: string;
  /** End of the work, UTC. */
  finished_at?: string;
  /** `true` if it is read-only. */
  read_only?: boolean;
  /** Place in the queue. */
  priority_order?: Extensible<AppBatchPriority>;
  /** Result of the last upload of items. */
  last_items_import?: AppItemImport;
  /** Average quality of the answers. */
  confidence_avg?: number;
  /** Items that are done. */
  items_processed_count?: number;
  /** Items by their status. */
  items_per_state?: Record<string, unknown>;
  /** Time of the forecast, UTC. */
  current_time?: string;
  /** Expected start of the work, UTC. */
  etd?: string;
  /** Expected end of the work, UTC. */
  eta?: string;
  /** Expected end of the work on all batches of the project, UTC. */
  app_project_eta?: string;
}

/**
 * Response to a batch that was run synchronously. The API's Python client takes it
 * for the batch alone.
 *
 * @typeParam Input Input of the app.
 * @typeParam Output Output of the app.
 */
export interface AppBatchSyncResult<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> {
  /** The batch. */
  batch: AppBatch;
  /** Its items, done. */
  items: AppItem<Input, Output>[];
}

/** Changes to a batch. */
export interface AppBatchPatch {
  /** Name of the batch. */
  name?: string;
  /** Place in the queue. */
  priority_order?: AppBatchPriority;
}

/** Filters of a list of batches. */
export interface AppBatchQuery
  extends
    RangeFilter<"id" | "name", string>,
    RangeFilter<"created", TimeValue> {
  /** Only batches after this one. */
  after_id?: string | undefined;
  /** Only batches in this status. */
  status?: AppBatchStatus | undefined;
}

/** Fields a list of batches can be sorted by. */
export type AppBatchSortField = "id" | "name" | "created" | "status";
