/** Trainings: unpaid practice that opens pools to Tolokers. @module */
import type {
  Extensible,
  JsonObject,
  Owner,
  RangeFilter,
  TimeValue,
} from "./common.ts";
import type { PoolCloseReason, PoolStatus } from "./pools.ts";

/** Settings of a training; body of its creation and update. */
export interface TrainingInput {
  /** Id of the project. */
  project_id: string;
  /** Name for the requester only. */
  private_name: string;
  /** `true` to use the project's instructions. */
  inherited_instructions: boolean;
  /** Instructions Tolokers see in place of the project's; HTML is allowed. */
  public_instructions?: string;
  /** `true` if tasks contain adult content. */
  may_contain_adult_content?: boolean;
  /** Time for one task suite, 5 to 2,147,483,647 seconds. */
  assignment_max_duration_seconds?: number;
  /**
   * `true` to issue tasks in the order of their creation.
   *
   * @default true
   */
  mix_tasks_in_creation_order?: boolean;
  /**
   * `true` to shuffle the tasks of a task suite.
   *
   * @default true
   */
  shuffle_tasks_in_task_suite?: boolean;
  /** Tasks in a task suite, 0 to 500. */
  training_tasks_in_task_suite_count: number;
  /** Task suites a Toloker must do to get the skill, 0 to 500. */
  task_suites_required_to_pass?: number;
  /** Days until a Toloker may try again, at least 1. */
  retry_training_after_days?: number;
  /** The requester's own data, kept by the server as it is. */
  metadata?: JsonObject;
}

/** Status of a training. Nothing can be done with a `LOCKED` one. */
export type TrainingStatus = PoolStatus;

/** Reason of a training's closing. */
export type TrainingCloseReason = PoolCloseReason;

/** A training. */
export interface Training extends TrainingInput {
  /** Id of the training. */
  id: string;
  /** Status. */
  status: Extensible<TrainingStatus>;
  /** Reason of the last closing; absent if it never closed. */
  last_close_reason?: Extensible<TrainingCloseReason>;
  /** Creation time, UTC. */
  created: string;
  /** Time of the last opening, UTC. */
  last_started?: string;
  /** Time of the last closing, UTC. */
  last_stopped?: string;
  /** Whose training it is. */
  owner?: Owner;
}

/** Filters of a list of trainings. */
export interface TrainingQuery
  extends
    RangeFilter<"id", string>,
    RangeFilter<"created" | "last_started", TimeValue> {
  /** Only trainings in this status. */
  status?: TrainingStatus | undefined;
  /** Only trainings of this project. */
  project_id?: string | undefined;
}

/** Fields a list of trainings can be sorted by. */
export type TrainingSortField = "id" | "created" | "last_started";
