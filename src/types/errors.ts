/** Error bodies of the API and the codes in them. @module */

/** Codes the API uses for every kind of request. */
export type CommonErrorCode =
  | "ACCESS_DENIED"
  | "AUTHENTICATION_ERROR"
  | "CONFLICT_STATE"
  | "DOES_NOT_EXIST"
  | "INTERNAL_ERROR"
  | "REMOTE_SERVICE_UNAVAILABLE"
  | "TOO_MANY_REQUESTS"
  | "VALIDATION_ERROR";

/** Codes that say which rule an otherwise well-formed request broke. */
export type SpecificErrorCode =
  | "ACCOUNT_ALREADY_USED"
  | "ACCOUNT_MUST_BE_IDENTIFIED"
  | "ADJUSTER_NOT_FOUND"
  | "ALL_ASSIGNMENTS_EXHAUSTED"
  | "ASSIGNMENTS_AGGREGATION_DENIED"
  | "ASSIGNMENTS_COUNT_CONFLICT"
  | "BATCH_INITIALIZATION_ERROR"
  | "BATCH_REJECTED"
  | "BILLING_NOT_SYNCHRONIZED"
  | "CAPTCHA_REQUIRED"
  | "DELETE_ALL_TASKS_CONFLICT"
  | "EMPTY_POOL"
  | "INAPPROPRIATE_STATUS"
  | "INCORRECT_RECIPIENTS"
  | "INVALID_OPERATION_TYPE"
  | "INVALID_REFERRAL_CODE"
  | "INVALID_WORKER_STATUS_ERROR"
  | "MIXER_CONFIG_REQUIRED"
  | "NEED_PHONE_CONFIRMATION"
  | "NOT_ENOUGH_BALANCE"
  | "OAUTH_AUTHENTICATION_ERROR"
  | "OPERATION_ALREADY_EXISTS"
  | "OPERATION_EXECUTION_ERROR"
  | "OPERATION_LOGS_ARCHIVED"
  | "PAYONEER_ACCOUNT_NOT_ACTIVE"
  | "PAYPAL_AUTH_CODE_INVALID"
  | "PAYPAL_UNVERIFIED_USER"
  | "POOL_ASSIGNMENTS_COUNT_EXCEEDED"
  | "POOL_ASSIGNMENTS_EXHAUSTED"
  | "POOL_INAPPROPRIATE_STATUS"
  | "POOL_INVALID_FILTER_FOR_MAP_ISSUING"
  | "POOL_IS_TRAINING"
  | "POOL_LOCKED_BY_ANOTHER_OPERATION"
  | "POOL_TASKS_COUNT_EXCEEDED"
  | "POOL_TASK_SUITES_COUNT_EXCEEDED"
  | "POOL_TASK_TYPE_CONFLICT"
  | "PROJECT_INAPPROPRIATE_STATUS"
  | "RESULTS_EXPIRED"
  | "SECURE_PHONE_DUPLICATION"
  | "SECURE_PHONE_MISSING"
  | "SECURE_PHONE_WAS_CHANGED"
  | "SKILL_IS_TRAINING"
  | "SKILL_IS_USED"
  | "SKILL_IS_USED_BY_PROJECTS"
  | "SKILL_REMOVED"
  | "SUBMITTED_ASSIGNMENTS_CONFLICT"
  | "SYNC_POOL_CLONE_ERROR"
  | "SYSTEM_SCOPE_MODIFICATION"
  | "TASK_VALIDATION_ERROR"
  | "THERE_IS_ACTIVE_ASSIGNMENT"
  | "THERE_IS_REJECTED_ASSIGNMENT"
  | "TOO_MANY_ACTIVE_ASSIGNMENTS"
  | "TRAINING_ARCHIVE_CONFLICT"
  | "UNABLE_TO_UPLOAD_FILE"
  | "UNARCHIVED_POOLS_CONFLICT"
  | "UNSUPPORTED_ALGORITHM"
  | "UNSUPPORTED_REGION"
  | "USER_ALREADY_REGISTERED"
  | "USER_HAS_PDD_ALIAS"
  | "WITHDRAWAL_TRANSACTION_CANNOT_BE_CANCELLED"
  | "WITHDRAWAL_TRANSACTION_CANNOT_BE_CANCELLED_DUE_TO_TIME_LIMIT"
  | "WORKER_SKILL_EXISTS"
  | "WRONG_FILE_FORMAT"
  | "WRONG_REVISION";

/** Code of an error answer: the known ones, and any the API adds later. */
export type ApiErrorCode =
  | CommonErrorCode
  | SpecificErrorCode
  | (string & Record<never, never>);

/** Reasons known today why one field of a body is refused. */
export type KnownFieldErrorCode =
  | "ARRAY_EXPECTED"
  | "ARRAY_SIZE_GREATER_THAN_MAX"
  | "ARRAY_SIZE_LESS_THAN_MIN"
  | "ARRAY_SIZE_OUT_OF_BOUNDS"
  | "BLANK_STRING_NOT_ALLOWED"
  | "BOOLEAN_EXPECTED"
  | "CHARACTER_NOT_ALLOWED"
  | "DATE_OUT_OF_RANGE"
  | "DUPLICATE_VALUE_IN_ARRAY"
  | "EMPTY_OBJECT_NOT_ALLOWED"
  | "ENTITY_ACCESS_DENIED"
  | "ENTITY_CONFLICT"
  | "ENTITY_DOES_NOT_EXIST"
  | "FLOAT_EXPECTED"
  | "INTEGER_EXPECTED"
  | "INVALID_COORDINATES_SYNTAX"
  | "INVALID_DATE_SYNTAX"
  | "INVALID_DATE_TIME_SYNTAX"
  | "INVALID_REGEX_SYNTAX"
  | "INVALID_URL_SYNTAX"
  | "INVALID_VALUE"
  | "JSON_EXPECTED"
  | "MAX_ONE_PROPERTY_ALLOWED"
  | "NAME_LENGTH_LESS_THAN_MIN"
  | "NOT_NULL_BODY"
  | "OBJECT_EXPECTED"
  | "OBJECT_SIZE_BYTES_GREATER_THAN_MAX"
  | "PATTERN_MISMATCH"
  | "SIMPLE_VALUE_EXPECTED"
  | "STRING_EXPECTED"
  | "STRING_LENGTH_GREATER_THAN_MAX"
  | "STRING_LENGTH_LESS_THAN_MIN"
  | "STRING_LENGTH_OUT_OF_BOUNDS"
  | "UNKNOWN_ENUM_VALUE"
  | "UUID_EXPECTED"
  | "VALUES_REQUIRED"
  | "VALUE_GREATER_THAN_MAX"
  | "VALUE_LESS_THAN_MIN"
  | "VALUE_NOT_ALLOWED"
  | "VALUE_OUT_OF_BOUNDS"
  | "VALUE_REQUIRED";

/**
 * Code inside the payload of a `VALIDATION_ERROR`: why one field is refused.
 * The known ones, and any the API adds later.
 */
export type FieldErrorCode =
  | KnownFieldErrorCode
  | (string & Record<never, never>);

/** Period that a quota of the API counts over. */
export type QuotaInterval = "MIN" | "HOUR" | "DAY";

/** Body of an answer that is an error. */
export interface ApiErrorBody {
  /** Id of the request: quote it when asking Toloka's support. */
  request_id?: string;
  /** Code of the error, for programs. */
  code: ApiErrorCode;
  /** Message for people. */
  message: string;
  /**
   * Details, shaped by the code: for `VALIDATION_ERROR` the refused fields
   * (`FieldErrors`), for `INAPPROPRIATE_STATUS` the statuses that would
   * do, for `TOO_MANY_REQUESTS` the exhausted quota's `interval`.
   */
  payload?: unknown;
}

/** Payload of a `TOO_MANY_REQUESTS` error that names an exhausted quota. */
export interface QuotaPayload {
  /** The span the quota counts over: a minute, an hour or a day. */
  interval?: QuotaInterval | (string & Record<never, never>);
}
