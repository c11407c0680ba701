/** Pools: sets of tasks with a price, an audience and rules. @module */
import type {
  Extensible,
  JsonObject,
  Owner,
  RangeFilter,
  TimeValue,
} from "./common.ts";
import type { Filter } from "./filters.ts";
import type {
  QualityControl,
  TaskDistributionFunction,
} from "./quality_control.ts";

/** Overlap of tasks and task suites that have none of their own. */
export interface PoolDefaults {
  /** Overlap of task suites, 1 to 30,000. */
  default_overlap_for_new_task_suites: number;
  /** Overlap of tasks in a pool with smart mixing, 1 to 30,000. */
  default_overlap_for_new_tasks?: number | null;
}

/**
 * Smart mixing: how task suites are put together from general, control and
 * training tasks. A pool with it takes tasks, a pool without it takes task
 * suites.
 */
export interface MixerConfig {
  /** General tasks in a task suite, 0 to 500. */
  real_tasks_count: number;
  /** Control tasks in a task suite, 0 to 500. */
  golden_tasks_count: number;
  /** Training tasks in a task suite, 0 to 500. */
  training_tasks_count: number;
  /** Fewest general tasks in the last task suite, 0 to 500. */
  min_real_tasks_count?: number | null;
  /** Fewest control tasks in the last task suite, 0 to 500. */
  min_golden_tasks_count?: number | null;
  /** Fewest training tasks in the last task suite, 0 to 500. */
  min_training_tasks_count?: number | null;
  /**
   * `true` to issue a last task suite with fewer tasks than the minimum.
   *
   * @default true
   */
  force_last_assignment?: boolean | null;
  /** Time to wait for more tasks before that, 0 to 86,400 seconds. */
  force_last_assignment_delay_seconds?: number | null;
  /**
   * `true` to issue tasks in the order of their creation.
   *
   * @default false
   */
  mix_tasks_in_creation_order?: boolean | null;
  /**
   * `true` to shuffle the tasks of a task suite.
   *
   * @default true
   */
  shuffle_tasks_in_task_suite?: boolean | null;
  /** Distribution of control tasks; requires `golden_tasks_count` to be 0. */
  golden_task_distribution_function?: TaskDistributionFunction | null;
  /**
   * Distribution of training tasks; requires `training_tasks_count` to be 0.
   */
  training_task_distribution_function?: TaskDistributionFunction | null;
}

/** Output field that answers are compared by. */
export interface AggregationField {
  /** Name of the output field. */
  name: string;
}

/**
 * Dynamic overlap: more Tolokers answer a task until the answer is certain
 * enough. Needs smart mixing and a closing delay of at least a second.
 */
export interface DynamicOverlapConfig {
  /** The algorithm. */
  type: "BASIC";
  /** Greatest overlap, above the pool's default, at most 30,000. */
  max_overlap: number;
  /** Certainty that is enough, 0 to 1. */
  min_confidence: number;
  /** Id of the skill that weighs a Toloker's answers. */
  answer_weight_skill_id: string;
  /** Output fields that answers are compared by. */
  fields: AggregationField[];
}

/** Price for Tolokers whose skill is between two values. */
export interface DynamicPricingInterval {
  /** Least value of the skill, 0 to 100. */
  from?: number | null;
  /** Greatest value of the skill, 0 to 100. */
  to?: number | null;
  /** Price of a task suite for them, in US dollars. */
  reward_per_assignment: number;
}

/** Prices by skill; outside all intervals the pool's price holds. */
export interface DynamicPricingConfig {
  /** Type of the pricing. */
  type: "SKILL";
  /** Id of the skill. */
  skill_id: string;
  /** Intervals that do not overlap, 1 to 10,000 of them. */
  intervals: DynamicPricingInterval[];
}

/** Only the best Tolokers by share: the higher the quality, the slower. */
export interface TopPercentageByQuality {
  /** Method of selecting Tolokers. */
  type: "TOP_PERCENTAGE_BY_QUALITY";
  /** Share of them, 10 to 100 in steps of 10. */
  percent: number;
}

/** Only the best Tolokers by number. */
export interface BestConcurrentUsersByQuality {
  /** Method of selecting Tolokers. */
  type: "BEST_CONCURRENT_USERS_BY_QUALITY";
  /** Number of Tolokers who may work at a time. */
  count: number;
}

/** Balance of speed and quality. */
export type SpeedQualityBalanceConfig =
  | TopPercentageByQuality
  | BestConcurrentUsersByQuality;

/** Issuing of task suites in a pool without smart mixing. */
export interface AssignmentsIssuingConfig {
  /** `true` to issue them in the order of their creation. */
  issue_task_suites_in_creation_order?: boolean | null;
}

/** Settings of a training skill. */
export interface TrainingConfig {
  /** Lifetime of the skill in days. */
  training_skill_ttl_days?: number | null;
}

/** Settings of a pool; body of its creation and update. */
export interface PoolInput {
  /** Id of the project. */
  project_id: string;
  /** Name for the requester only. */
  private_name: string;
  /** Note for the requester only. */
  private_comment?: string | null;
  /** Description Tolokers see in place of the project's. */
  public_description?: string | null;
  /** Instructions Tolokers see in place of the project's; HTML is allowed. */
  public_instructions?: string | null;
  /** `true` if tasks contain adult content. */
  may_contain_adult_content?: boolean | null;
  /** Latest closing time of the pool, UTC, ISO 8601. */
  will_expire: string;
  /**
   * Time that the pool stays open after its last task, 0 to 259,200 seconds.
   *
   * @default 0
   */
  auto_close_after_complete_delay_seconds?: number | null;
  /**
   * Price of a task suite in US dollars, at least 0.005. Zero only in pools
   * of control and training tasks.
   */
  reward_per_assignment: number;
  /** Prices by skill. */
  dynamic_pricing_config?: DynamicPricingConfig | null;
  /** Time for one task suite, 5 to 2,147,483,647 seconds. */
  assignment_max_duration_seconds: number;
  /**
   * `true` to accept answers on submission; `false` for manual review.
   *
   * @default true
   */
  auto_accept_solutions?: boolean | null;
  /** Days for manual review, 1 to 21; then answers are accepted. */
  auto_accept_period_day?: number | null;
  /** Issuing of task suites without smart mixing. */
  assignments_issuing_config?: AssignmentsIssuingConfig | null;
  /**
   * Filter of the Tolokers who may work. The API's description calls it a
   * string; its documentation shows objects, and its clients send them.
   */
  filter?: Filter | null;
  /** Rules that watch the quality of answers. */
  quality_control?: QualityControl | null;
  /** Smart mixing; without it the pool takes task suites. */
  mixer_config?: MixerConfig | null;
  /** Dynamic overlap. */
  dynamic_overlap_config?: DynamicOverlapConfig | null;
  /** Settings of a training skill. */
  training_config?: TrainingConfig | null;
  /** Overlaps for tasks that name none. */
  defaults: PoolDefaults;
  /** `true` if the pool is used as a training. */
  training?: boolean | null;
  /**
   * Place among pools of the same price and filter, 0 to 100; higher first.
   *
   * @default 0
   */
  priority?: number | null;
  /** Balance of speed and quality. */
  speed_quality_balance?: SpeedQualityBalanceConfig | null;
  /** The requester's own data, kept by the server as it is. */
  metadata?: JsonObject | null;
}

/** Status of a pool. Nothing can be done with a `LOCKED` one. */
export type PoolStatus = "OPEN" | "CLOSED" | "ARCHIVED" | "LOCKED";

/** Reason of a pool's closing. */
export type PoolCloseReason =
  | "MANUAL"
  | "EXPIRED"
  | "COMPLETED"
  | "NOT_ENOUGH_BALANCE"
  | "ASSIGNMENTS_LIMIT_EXCEEDED"
  | "BLOCKED"
  | "FOR_UPDATE";

/** A pool. */
export interface Pool extends PoolInput {
  /** Id of the pool. */
  id: string;
  /** Status. */
  status: Extensible<PoolStatus>;
  /** Reason of the last closing; absent if it never closed. */
  last_close_reason?: Extensible<PoolCloseReason> | null;
  /** Creation time, UTC. */
  created: string;
  /** Time of the last opening, UTC. */
  last_started?: string | null;
  /** Time of the last closing, UTC. */
  last_stopped?: string | null;
  /** Whose pool it is. */
  owner?: Owner | null;
  /**
   * Kind of the pool. A training is a pool as well: the API finds it under
   * `/pools`, with the type `TRAINING`.
   */
  type?: Extensible<"REGULAR" | "TRAINING"> | null;
}

/** Changes to a pool that do not need all of its settings. */
export interface PoolPatch {
  /** Place among pools of the same price and filter, 0 to 100. */
  priority?: number;
}

/** Filters of a list of pools. */
export interface PoolQuery
  extends
    RangeFilter<"id", string>,
    RangeFilter<"created" | "last_started", TimeValue> {
  /** Only pools in this status. */
  status?: PoolStatus | undefined;
  /** Only pools of this project. */
  project_id?: string | undefined;
}

/** Fields a list of pools can be sorted by. */
export type PoolSortField = "id" | "created" | "last_started";
