/** App items: the pieces of work of an app project. @module */
import type { AppError } from "./apps.ts";
import type { Extensible, RangeFilter, TimeValue } from "./common.ts";

/**
 * Item to create.
 *
 * @typeParam Input Input of the app.
 */
export interface AppItemInput<Input = Record<string, unknown>> {
  /** Id of the batch; without one, the item starts immediately. */
  batch_id?: string;
  /** Input, shaped by the app's `input_spec`. */
  input_data: Input;
  /**
   * `true` to process the item again even if an identical one was processed
   * before.
   *
   * @default false
   */
  force_new_original?: boolean;
}

/**
 * Items to create in one request, at most 10,000.
 *
 * @typeParam Input Input of the app.
 */
export interface AppItemsInput<Input = Record<string, unknown>> {
  /** Id of the batch; without one, the items start immediately. */
  batch_id?: string;
  /** Inputs, shaped by the app's `input_spec`. */
  items: Input[];
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

/** Status of an item. */
export type AppItemStatus =
  | "NEW"
  | "PROCESSING"
  | "COMPLETED"
  | "ERROR"
  | "CANCELLED"
  | "ARCHIVE"
  | "NO_MONEY"
  | "STOPPED";

/**
 * An item.
 *
 * @typeParam Input Input of the app.
 * @typeParam Output Output of the app.
 */
export interface AppItem<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> {
  /** Id of the item. */
  id: string;
  /** Id of the app project. */
  app_project_id: string;
  /** Id of the batch, if there is one. */
  batch_id?: string;
  /** Status. */
  status: Extensible<AppItemStatus>;
  /** Input. */
  input_data: Input;
  /** Output, once it is completed. */
  output_data?: Output;
  /** Error. */
  errors?: AppError[];
  /** Creation time, UTC. */
  created_at?: string;
  /** Start of the work, UTC. */
  started_at?: string;
  /** End of the work, UTC. */
  finished_at?: string;
}

/** Result of an upload of items. */
export interface AppItemImport {
  /** Id of the upload. */
  id?: string;
  /** Items that were sent. */
  records_count?: number;
  /** Items that were taken. */
  records_processed?: number;
  /** Items that were skipped because something is wrong with them. */
  records_skipped?: number;
  /** Errors by field path. */
  errors?: Record<string, unknown>;
}

/** Filters of a list of items. */
export interface AppItemQuery
  extends
    RangeFilter<"id", string>,
    RangeFilter<"created" | "finished", TimeValue> {
  /** Only items after this one, in the order asked for. */
  after_id?: string | undefined;
  /** Only items of this batch. */
  batch_id?: string | undefined;
  /** Only items in this status. */
  status?: AppItemStatus | undefined;
}

/** Fields a list of items can be sorted by. */
export type AppItemSortField = "id" | "created" | "finished" | "status";
