/** App batches: items of an app project that are run together. @module */
import type { AppItem, AppItemImport } from "./app_items.ts";
import type { Extensible, RangeFilter, TimeValue } from "./common.ts";

/** Place of a batch in the queue: `ONE` first, `FIVE` last. */
export type AppBatchPriority = "ONE" | "TWO" | "THREE" | "FOUR" | "FIVE";

/**
 * A batch to make, with 10,000 items at most.
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
   * Whether items are done anew even if equal ones were done before.
   *
   * @default false
   */
  force_new_original?: boolean;
  /**
   * Whether bad items are skipped instead of failing the request.
   *
   * @default false
   */
  ignore_errors?: boolean;
}

/**
 * A batch to run at once; only apps that answer at once can do it.
 *
 * @typeParam Input Input of the app.
 */
export interface AppBatchSyncInput<Input = Record<string, unknown>> {
  /** Name of the batch. */
  name?: string;
  /** Inputs of its items, shaped by the app's `input_spec`. */
  items?: Input[];
}

/** How far a batch is. */
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
  /** How far it is. */
  status: Extensible<AppBatchStatus>;
  /** Name of the batch. */
  name?: string;
  /** How many items it has. */
  item_count?: number;
  /**
   * How many items it has, under the name the API's Python client reads. The
   * API's description says `item_count`.
   */
  items_count?: number;
  /** Price of one item, in US dollars. */
  item_price?: number;
  /** Price of the batch, in US dollars. */
  cost?: number;
  /** Price of what is done already, in US dollars. */
  cost_of_processed?: number;
  /** When it was made, UTC. */
  created_at?: string;
  /** When work on it began, UTC. */
  started_at?: string;
  /** When work on it ended, UTC. */
  finished_at?: string;
  /** Whether it cannot be changed. */
  read_only?: boolean;
  /** Place in the queue. */
  priority_order?: Extensible<AppBatchPriority>;
  /** How the last upload of items went. */
  last_items_import?: AppItemImport;
  /** Average quality of the answers. */
  confidence_avg?: number;
  /** Items that are done. */
  items_processed_count?: number;
  /** Items by their status. */
  items_per_state?: Record<string, unknown>;
  /** When the answer was made, UTC. */
  current_time?: string;
  /** When work on it is going to begin, UTC. */
  etd?: string;
  /** When work on it is going to end, UTC. */
  eta?: string;
  /** When work on all batches of the project is going to end, UTC. */
  app_project_eta?: string;
}

/**
 * Answer to a batch that was run at once. The API's Python client takes it
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

/** What can be changed of a batch. */
export interface AppBatchPatch {
  /** Name of the batch. */
  name?: string;
  /** Place in the queue. */
  priority_order?: AppBatchPriority;
}

/** Which batches to list. */
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
