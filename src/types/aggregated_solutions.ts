/** Aggregated solutions: one answer made of many. @module */
import type { RangeFilter } from "./common.ts";
import type { AggregationField } from "./pools.ts";

/** Ways to make one answer of many. */
export type AggregatedSolutionType = "WEIGHTED_DYNAMIC_OVERLAP" | "DAWID_SKENE";

/** How answers are weighed by a skill. */
export interface WeightedDynamicOverlapAggregation {
  /** Way to aggregate. */
  type: "WEIGHTED_DYNAMIC_OVERLAP";
  /** Id of the pool. */
  pool_id: string;
  /** Id of the skill that weighs a Toloker's answers. */
  answer_weight_skill_id?: string;
  /** Output fields that answers are compared by. */
  fields?: AggregationField[];
}

/** How answers are weighed by the Dawid-Skene model. */
export interface DawidSkeneAggregation {
  /** Way to aggregate. */
  type: "DAWID_SKENE";
  /** Id of the pool. */
  pool_id: string;
  /** Output field that answers are compared by, at most one. */
  fields?: AggregationField[];
}

/** What to aggregate in a whole pool; answered through an operation. */
export type PoolAggregationInput =
  | WeightedDynamicOverlapAggregation
  | DawidSkeneAggregation;

/** Task of which answers are aggregated. */
export interface AggregatedTask {
  /** Id of the task. */
  task_id: string;
}

/**
 * What to aggregate of one task; answered at once. The API's description
 * allows both ways here, its Python client knows the weighted one.
 */
export type TaskAggregationInput = PoolAggregationInput & AggregatedTask;

/**
 * The one answer to a task.
 *
 * @typeParam Output Output values of the project.
 */
export interface AggregatedSolution<Output = Record<string, unknown>> {
  /** Id of the pool. */
  pool_id: string;
  /** Id of the task. */
  task_id: string;
  /** How sure the answer is, 0 to 1. */
  confidence?: number;
  /** The answer, by output field. */
  output_values: Output;
}

/** Which answers of an aggregation to list. */
export interface AggregatedSolutionQuery
  extends RangeFilter<"task_id", string> {}

/** Fields a list of aggregated solutions can be sorted by. */
export type AggregatedSolutionSortField = "task_id";
