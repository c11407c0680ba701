/** Aggregated solutions: one answer made of many. @module */
import type { RangeFilter } from "./common.ts";
import type { AggregationField } from "./pools.ts";

/** Aggregation model. */
export type AggregatedSolutionType = "WEIGHTED_DYNAMIC_OVERLAP" | "DAWID_SKENE";

/** Aggregation that weighs answers by a skill. */
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

/** Aggregation that weighs answers by the Dawid-Skene model. */
export interface DawidSkeneAggregation {
  /** Way to aggregate. */
  type: "DAWID_SKENE";
  /** Id of the pool. */
  pool_id: string;
  /** Output field that answers are compared by, at most one. */
  fields?: AggregationField[];
}

/** Aggregation of a whole pool, which is an operation. */
export type PoolAggregationInput =
  | WeightedDynamicOverlapAggregation
  | DawidSkeneAggregation;

/** Task of which answers are aggregated. */
export interface AggregatedTask {
  /** Id of the task. */
  task_id: string;
}

/**
 * Aggregation of one task, whose response has the result. The API's description
 * allows both models here, its Python client only the weighted one.
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
  /** Confidence in the answer, 0 to 1. */
  confidence?: number;
  /** The answer, by output field. */
  output_values: Output;
}

/** Filters of a list of aggregated answers. */
export interface AggregatedSolutionQuery
  extends RangeFilter<"task_id", string> {}

/** Fields a list of aggregated solutions can be sorted by. */
export type AggregatedSolutionSortField = "task_id";
