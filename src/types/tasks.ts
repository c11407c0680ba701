/** Tasks, general, control and training ones. @module */
import type { OnlyKnown, RangeFilter, TimeValue } from "./common.ts";
import type { LocalizationConfig } from "./projects.ts";

/**
 * Right answer, which turns the task into a control task.
 *
 * @typeParam Output Output values of the project.
 */
export interface KnownSolution<Output = Record<string, unknown>> {
  /** The answer, by output field; leave out fields that do not matter. */
  output_values: Partial<Output>;
  /**
   * Correctness, 0 to 1.
   *
   * @default 1
   */
  correctness_weight?: number;
}

/**
 * An answer known beforehand, for example from a model. It counts as one of
 * the answers when the certainty of a result is computed.
 *
 * @typeParam Output Output values of the project.
 */
export interface BaselineSolution<Output = Record<string, unknown>> {
  /** The answer, by output field. */
  output_values: Partial<Output>;
  /**
   * Confidence, 0 to 1.
   *
   * @default 1
   */
  confidence_weight?: number;
}

/**
 * The part of a task that Tolokers work on; what a task suite holds.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 */
export interface TaskContent<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> {
  /** Input data, by field. All tasks of a request: at most 1,048,576 bytes. */
  input_values?: Input;
  /** Right answers, which turn the task into a control or training task. */
  known_solutions?: KnownSolution<Output>[];
  /** Hint on a wrong answer, which turns a control task into a training task. */
  message_on_unknown_solution?: string;
  /** Answers known beforehand. */
  baseline_solutions?: BaselineSolution<Output>[];
  /** Languages of the texts. */
  localization_config?: LocalizationConfig;
}

/**
 * Traits Tolokers must have. The API's description does not list them; its
 * Python client does.
 */
export interface TraitFilter {
  /** Traits of which a Toloker needs every one. */
  traits_all_of?: string[];
  /** Traits of which a Toloker needs at least one. */
  traits_any_of?: string[];
  /** Traits of which a Toloker may have none. */
  traits_none_of_any?: string[];
}

/**
 * A task to create.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 */
export interface TaskInput<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> extends TaskContent<Input, Output>, TraitFilter {
  /** Id of the pool, which needs smart mixing. */
  pool_id: string;
  /** Input data, by field. All tasks of a request: at most 1,048,576 bytes. */
  input_values: Input;
  /**
   * Number of Tolokers who do the task, 1 to 30,000. Required unless defaults
   * are allowed or the overlap is infinite, in which case it is `null`.
   */
  overlap?: number | null;
  /**
   * `true` if any number of Tolokers may do the task, as for control tasks.
   *
   * @default false
   */
  infinite_overlap?: boolean;
  /** Ids of the only Tolokers who may get the task. */
  reserved_for?: string[];
  /** Ids of Tolokers who may not get the task. */
  unavailable_for?: string[];
}

/**
 * A task without properties that tasks do not have. Objects from `map()` are
 * checked, too, where a misspelt `known_solution` would turn control tasks into
 * paid general ones.
 *
 * @typeParam Given Type of the task.
 */
export type ExactTask<Given> =
  & Given
  & OnlyKnown<Given, keyof TaskInput, "A task">;

/**
 * A task.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 */
export interface Task<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> extends TaskInput<Input, Output> {
  /** Id of the task. */
  id: string;
  /** Input data, by field. */
  input_values: Input;
  /** Creation time, UTC. */
  created: string;
  /** Number of Tolokers who may still get it. */
  remaining_overlap?: number;
  /** Id of the task of another pool it was copied from. */
  origin_task_id?: string;
}

/** A new overlap of a task. */
export interface TaskOverlapPatch {
  /**
   * Overlap, 0 to 30,000. Zero stops the task; the server raises it to what
   * has been given out already.
   */
  overlap?: number | null;
  /** `true` if any number of Tolokers may do the task. */
  infinite_overlap?: boolean;
}

/**
 * Changes to a task.
 *
 * @typeParam Output Output values of the project.
 */
export interface TaskPatch<Output = Record<string, unknown>> {
  /** Overlap, 1 to 30,000. */
  overlap?: number | null;
  /** `true` if any number of Tolokers may do the task. */
  infinite_overlap?: boolean;
  /** Answers known beforehand. */
  baseline_solutions?: BaselineSolution<Output>[];
  /** Right answers. */
  known_solutions?: KnownSolution<Output>[];
  /** Hint on a wrong answer. */
  message_on_unknown_solution?: string;
}

/** Filters of a list of tasks. */
export interface TaskQuery
  extends
    RangeFilter<"id", string>,
    RangeFilter<"created", TimeValue>,
    RangeFilter<"overlap", number> {
  /** Only tasks of this pool. */
  pool_id: string;
  /** Only tasks with this overlap. */
  overlap?: number | undefined;
}

/** Fields a list of tasks can be sorted by. */
export type TaskSortField = "id" | "created";
