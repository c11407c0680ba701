/** Analytics: questions about a pool, answered through an operation. @module */
import type { Extensible } from "./common.ts";

/** Questions that need nothing but the pool. */
export type PlainPoolMetric =
  | "real_tasks_count"
  | "submitted_assignments_count"
  | "skipped_assignments_count"
  | "rejected_assignments_count"
  | "approved_assignments_count"
  | "completion_percentage"
  | "avg_submit_assignment_millis"
  | "spent_budget"
  | "unique_workers_count"
  | "unique_submitters_count"
  | "estimated_assignments_count";

/** Metric of a pool. */
export type PoolMetric = PlainPoolMetric | "active_workers_by_filter_count";

/** Question that needs nothing but the pool. */
export interface PlainPoolAnalyticsRequest {
  /** Subject of the request. */
  subject: "POOL";
  /** Id of the pool. */
  subject_id: string;
  /** Name of the metric. */
  name: PlainPoolMetric;
}

/** Question how many active Tolokers pass the pool's filter. */
export interface ActiveWorkersAnalyticsRequest {
  /** Subject of the request. */
  subject: "POOL";
  /** Id of the pool. */
  subject_id: string;
  /** Name of the metric. */
  name: "active_workers_by_filter_count";
  /** Period in which active Tolokers are counted, in hours. */
  interval_hours: number;
}

/** One question. */
export type AnalyticsRequest =
  | PlainPoolAnalyticsRequest
  | ActiveWorkersAnalyticsRequest;

/** Answer with what is known about its exactness. */
export interface AnalyticsValue {
  /** Kind of the value. */
  type: Extensible<"NORMAL">;
  /** The number. */
  value: number;
  /** `true` if the number is infinite. */
  infinite: boolean;
  /** `true` if the number is an estimate. */
  approximate: boolean;
}

/** Answer to one question. */
export interface AnalyticsResult {
  /** The question. */
  request: AnalyticsRequest;
  /** The answer: a number, for `completion_percentage` an object. */
  result: number | AnalyticsValue;
  /** Time of the measurement, UTC. */
  finished: string;
}
