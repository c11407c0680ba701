/** Task suites: tasks that are given out together. @module */
import type { RangeFilter, TimeValue } from "./common.ts";
import type { TaskContent, TraitFilter } from "./tasks.ts";

/**
 * A task inside a task suite.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 */
export interface TaskSuiteTask<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> extends TaskContent<Input, Output> {
  /** Id of the task; given when smart mixing made the task suite. */
  id?: string;
  /** Id of the task of another pool it was copied from. */
  origin_task_id?: string;
}

/**
 * A task suite to create.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 */
export interface TaskSuiteInput<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> extends TraitFilter {
  /** Id of the pool, which must not have smart mixing. */
  pool_id: string;
  /** The tasks. */
  tasks: TaskContent<Input, Output>[];
  /**
   * Number of Tolokers who do the task suite, 1 to 30,000. Required unless
   * defaults are allowed or the overlap is infinite, in which case it is
   * `null`.
   */
  overlap?: number | null;
  /**
   * `true` if any number of Tolokers may do the task suite.
   *
   * @default false
   */
  infinite_overlap?: boolean;
  /** Ids of the only Tolokers who may get the task suite. */
  reserved_for?: string[];
  /** Ids of Tolokers who may not get the task suite. */
  unavailable_for?: string[];
  /**
   * Place among the pool's task suites, -99,999.99999 to 99,999.99999; higher
   * first. Works in pools that keep the order of creation.
   *
   * @default 0
   */
  issuing_order_override?: number;
  /**
   * Longitude of the place on the map. The API's description does not list
   * it; its Python client does.
   */
  longitude?: number;
  /** Latitude of the place on the map; see `longitude`. */
  latitude?: number;
}

/**
 * A task suite.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 */
export interface TaskSuite<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> extends TaskSuiteInput<Input, Output> {
  /** Id of the task suite. */
  id: string;
  /** The tasks. */
  tasks: TaskSuiteTask<Input, Output>[];
  /** Creation time, UTC. */
  created: string;
  /** Number of Tolokers who may still get it. */
  remaining_overlap?: number;
  /** `true` if it was created by smart mixing. */
  mixed?: boolean;
  /** `true` if it was created by merging identical tasks. */
  automerged?: boolean;
}

/** Changes to a task suite. */
export interface TaskSuitePatch {
  /** Overlap, 1 to 30,000; `null` goes with an infinite one. */
  overlap?: number | null;
  /** `true` if any number of Tolokers may do the task suite. */
  infinite_overlap?: boolean;
  /** Place among the pool's task suites; higher first. */
  issuing_order_override?: number;
}

/** A new overlap of a task suite. */
export interface TaskSuiteOverlapPatch {
  /**
   * Overlap, 0 to 30,000. Zero stops the task suite; the server raises it to
   * what has been given out already.
   */
  overlap: number;
}

/** Filters of a list of task suites. */
export interface TaskSuiteFilters
  extends
    RangeFilter<"id", string>,
    RangeFilter<"created", TimeValue>,
    RangeFilter<"overlap", number> {
  /** Only task suites of this pool. */
  pool_id?: string | undefined;
  /** Only task suites with this task. */
  task_id?: string | undefined;
  /** Only task suites with this overlap. */
  overlap?: number | undefined;
}

/** Filters of a list of task suites: a pool, a task, or both. */
export type TaskSuiteQuery =
  & TaskSuiteFilters
  & ({ pool_id: string } | { task_id: string });

/** Fields a list of task suites can be sorted by. */
export type TaskSuiteSortField = "id" | "created";
