/** Operations: work of the server that outlives its request. @module */
import type { AnalyticsRequest, AnalyticsResult } from "./analytics.ts";
import type {
  Extensible,
  FieldErrors,
  JsonObject,
  JsonValue,
  RangeFilter,
  TimeValue,
  UnknownKind,
} from "./common.ts";

/** Parameters of operations on a pool. */
export interface PoolOperationParameters {
  /** Id of the pool. */
  pool_id: string;
}

/** Parameters of operations on a training. */
export interface TrainingOperationParameters {
  /** Id of the training. */
  training_id: string;
}

/** Parameters of operations on a project. */
export interface ProjectOperationParameters {
  /** Id of the project. */
  project_id: string;
}

/** Parameters of an operation that creates tasks or task suites. */
export interface BatchCreateOperationParameters {
  /** `true` if invalid items were to be skipped. */
  skip_invalid_items?: boolean;
  /** `true` if items without an overlap got the pool's default. */
  allow_defaults?: boolean;
  /** `true` if the pool was to be opened afterwards. */
  open_pool?: boolean;
}

/** Parameters of an operation that pays bonuses. */
export interface UserBonusOperationParameters {
  /** `true` if invalid items were to be skipped. */
  skip_invalid_items?: boolean;
}

/** Parameters of analytics. */
export interface AnalyticsOperationParameters {
  /** The questions, as they were asked. */
  value?: AnalyticsRequest[];
}

/** Counts of an operation that creates many things. */
export interface BatchCreateOperationDetails {
  /** Items in the request. */
  total_count?: number;
  /** Items that passed the checks. */
  valid_count?: number;
  /** Items that did not. */
  not_valid_count?: number;
  /** Items that were created. */
  success_count?: number;
  /** Items that passed the checks and still were not created. */
  failed_count?: number;
  /** Id of the pool, if the items belong to one. */
  pool_id?: string;
}

/** Details of a finished cloning of a pool. */
export interface PoolCloneOperationDetails {
  /** Id of the new pool. */
  pool_id: string;
}

/** Details of a finished cloning of a training. */
export interface TrainingCloneOperationDetails {
  /** Id of the new training. */
  training_id: string;
}

/** Results of finished analytics. */
export interface AnalyticsOperationDetails {
  /** One entry per question. */
  value: AnalyticsResult[];
}

/** Every operation type, with its parameters. */
export interface OperationParameters {
  /** Answering questions about a pool. */
  ANALYTICS: AnalyticsOperationParameters;
  /** Making control tasks; named by the API's Python client only. */
  "KNOWN_SOLUTIONS.GENERATE": JsonObject;
  /** Archiving a pool. */
  "POOL.ARCHIVE": PoolOperationParameters;
  /** Cloning a pool. */
  "POOL.CLONE": PoolOperationParameters;
  /** Closing a pool. */
  "POOL.CLOSE": PoolOperationParameters;
  /** Opening a pool. */
  "POOL.OPEN": PoolOperationParameters;
  /** Archiving a project. */
  "PROJECT.ARCHIVE": ProjectOperationParameters;
  /** Aggregating answers. */
  "SOLUTION.AGGREGATE": PoolOperationParameters;
  /** Creating tasks. */
  "TASK.BATCH_CREATE": BatchCreateOperationParameters;
  /** Creating task suites. */
  "TASK_SUITE.BATCH_CREATE": BatchCreateOperationParameters;
  /** Archiving a training. */
  "TRAINING.ARCHIVE": TrainingOperationParameters;
  /** Cloning a training. */
  "TRAINING.CLONE": TrainingOperationParameters;
  /** Closing a training. */
  "TRAINING.CLOSE": TrainingOperationParameters;
  /** Opening a training. */
  "TRAINING.OPEN": TrainingOperationParameters;
  /** Paying bonuses. */
  "USER_BONUS.BATCH_CREATE": UserBonusOperationParameters;
}

/** Type of an operation. */
export type OperationType = keyof OperationParameters;

/** Operation types whose details are described. */
export interface OperationDetails {
  /** Answers to the questions. */
  ANALYTICS: AnalyticsOperationDetails;
  /** The new pool. */
  "POOL.CLONE": PoolCloneOperationDetails;
  /** The new training. */
  "TRAINING.CLONE": TrainingCloneOperationDetails;
  /** Number of tasks created. */
  "TASK.BATCH_CREATE": BatchCreateOperationDetails;
  /** Number of task suites created. */
  "TASK_SUITE.BATCH_CREATE": BatchCreateOperationDetails;
  /** Number of bonuses paid. */
  "USER_BONUS.BATCH_CREATE": BatchCreateOperationDetails;
}

/** Status of an operation, whose last is `SUCCESS` or `FAIL`. */
export type OperationStatus = "PENDING" | "RUNNING" | "SUCCESS" | "FAIL";

/** Fields that all operations share. */
export interface OperationBase {
  /** Id of the operation, a UUID. */
  id: string;
  /** Status. */
  status: Extensible<OperationStatus>;
  /** Time of the request, UTC. */
  submitted?: string;
  /** Start time, UTC. */
  started?: string;
  /** End time, UTC. */
  finished?: string;
  /** Progress in percent. */
  progress?: number;
}

/**
 * Operation of one given type.
 *
 * @typeParam Type The type.
 */
export interface OperationOf<Type extends OperationType> extends OperationBase {
  /** Type of the operation. */
  type: Type;
  /** Parameters of the request. */
  parameters?: OperationParameters[Type];
  /** Result once it ended; the reason if it failed. */
  details?: Type extends keyof OperationDetails ? OperationDetails[Type]
    : JsonValue;
}

/** Operation of a type this module does not know. */
export interface UnknownOperation extends OperationBase {
  /** Type of the operation. */
  type: UnknownKind;
  /** Parameters of the request. */
  parameters?: JsonObject;
  /** Result. */
  details?: JsonValue;
}

/**
 * Operation of a known type. `KnownOperation<"POOL.OPEN">` is the one of that
 * type; without an argument it is any of them.
 *
 * @typeParam Type Allowed types.
 */
export type KnownOperation<Type extends OperationType = OperationType> =
  Type extends OperationType ? OperationOf<Type> : never;

/** An operation; `type` tells what its parameters and details are. */
export type Operation = KnownOperation | UnknownOperation;

/** Filters of a list of operations. */
export interface OperationQuery
  extends
    RangeFilter<"id", string>,
    RangeFilter<"submitted" | "finished", TimeValue> {
  /** Only operations of this type. */
  type?: Extensible<OperationType> | undefined;
  /** Only operations in this status. */
  status?: OperationStatus | undefined;
}

/** Fields a list of operations can be sorted by. */
export type OperationSortField = "id" | "submitted" | "finished";

/** Id of the thing one line of a log is about. */
export interface OperationLogOutput {
  /** Id of the created task. */
  task_id?: string;
  /** Id of the created task suite. */
  task_suite_id?: string;
  /** Id of the paid bonus. */
  user_bonus_id?: string;
}

/** Line of a log: something was created. */
export interface OperationLogSuccess {
  /**
   * Type of the step. The id in `output` is more reliable: paid bonuses have
   * been seen under `TASK_CREATE`.
   */
  type: Extensible<"TASK_CREATE" | "TASK_SUITE_CREATE" | "USER_BONUS_PERSIST">;
  /** It went well. */
  success: true;
  /** The item as it was sent, with keys the API does not know kept. */
  input: JsonObject;
  /** Id of what was created. */
  output: OperationLogOutput;
}

/** Line of a log: an item was refused. */
export interface OperationLogInvalid {
  /** Check that refused it. */
  type: "TASK_VALIDATE" | "TASK_SUITE_VALIDATE" | "USER_BONUS_VALIDATE";
  /** It did not go well. */
  success: false;
  /** The item as it was sent, with keys the API does not know kept. */
  input: JsonObject;
  /** Errors of the item. */
  output: FieldErrors;
}

/** Line of a log: a step failed. */
export interface OperationLogFailure {
  /** Step that failed, for example `POOL_OPEN`. */
  type:
    | "TASK_CREATE"
    | "TASK_SUITE_CREATE"
    | "USER_BONUS_PERSIST"
    | "POOL_OPEN"
    | UnknownKind;
  /** It did not go well. */
  success: false;
  /** Input of the step. */
  input: JsonObject;
  /** The reason, most often an error body with `code` and `message`. */
  output: JsonObject;
}

/**
 * Line of the log of an operation that creates many things. Kept for a month.
 */
export type OperationLogItem =
  | OperationLogSuccess
  | OperationLogInvalid
  | OperationLogFailure;
