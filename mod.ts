/**
 * The Toloka crowdsourcing API for Deno, Node and Bun: create labelling
 * projects, open pools of paid tasks, follow Tolokers' answers, accept or reject
 * them, and collect results.
 *
 * Install with `deno add jsr:@toloka/client`, `npx jsr add @toloka/client` or
 * `bunx jsr add @toloka/client`. The only permission it needs is the network to
 * its one server: `deno run --allow-net=sandbox.toloka.dev`.
 *
 * @example Print the open pools
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({ token: "your-token", environment: "SANDBOX" });
 * for await (const pool of toloka.pools.list({ status: "OPEN" })) {
 *   console.log(pool.id, pool.private_name, pool.reward_per_assignment);
 * }
 * ```
 *
 * @module
 */
export { TolokaClient } from "./src/client.ts";
export {
  defineProject,
  type InputOf,
  type OnlyRules,
  type OutputOf,
  type ProjectSpec,
  type ValuesOf,
} from "./src/define_project.ts";
export type {
  ProjectAggregatedSolutions,
  ProjectAssignments,
  ProjectScope,
  ProjectTasks,
  ProjectTaskSuites,
} from "./src/project_scope.ts";
export {
  type AuthScheme,
  type BonusLimits,
  type ClientOptions,
  type Environment,
  type EnvironmentPreset,
  ENVIRONMENTS,
  type FailedAttempt,
  type Hooks,
  type ListOptions,
  type Logger,
  type QuotaInterval,
  type RequestInfo,
  type RequestOptions,
  type ResponseInfo,
  type RetryInfo,
  type RetryPolicy,
  type RetryPolicyOptions,
  type Timeouts,
} from "./src/options.ts";
export {
  TolokaAccessDeniedError,
  TolokaApiError,
  type TolokaApiErrorOptions,
  TolokaAuthenticationError,
  TolokaConflictError,
  TolokaConnectionError,
  TolokaError,
  type TolokaErrorOptions,
  TolokaIncompleteError,
  TolokaIncorrectActionError,
  TolokaInternalError,
  TolokaNotFoundError,
  TolokaOperationError,
  TolokaPermissionError,
  TolokaRateLimitError,
  TolokaRequestError,
  type TolokaRequestErrorOptions,
  TolokaTimeoutError,
  TolokaUnavailableError,
  TolokaValidationError,
} from "./src/errors.ts";
export { sumMoney } from "./src/money.ts";
export { formatTime, parseTime, toNaiveUtc } from "./src/time.ts";
export { type WithResponse, withResponse } from "./src/with_response.ts";
export { Paginated } from "./src/paginator.ts";
export { DefaultRetryPolicy } from "./src/transport/retry_policy.ts";
export type { Method, RequestParts } from "./src/transport/transport.ts";
export { AggregatedSolutions } from "./src/resources/aggregated_solutions.ts";
export { Analytics } from "./src/resources/analytics.ts";
export { AppBatches } from "./src/resources/app_batches.ts";
export { AppItems } from "./src/resources/app_items.ts";
export { AppProjects } from "./src/resources/app_projects.ts";
export { Apps } from "./src/resources/apps.ts";
export {
  Assignments,
  type AssignmentTableRow,
} from "./src/resources/assignments.ts";
export { Attachments } from "./src/resources/attachments.ts";
export type {
  CreateManyOptions,
  CreateManyResult,
  CreateOptions,
  CreateProgress,
  StartCreateOptions,
} from "./src/resources/creation_options.ts";
export type { Download, DownloadProgress } from "./src/resources/download.ts";
export { MessageThreads } from "./src/resources/message_threads.ts";
export { Operations, type WaitOptions } from "./src/resources/operations.ts";
export { type PoolCreateOptions, Pools } from "./src/resources/pools.ts";
export type {
  ProjectClone,
  ProjectCloneOptions,
} from "./src/resources/project_clone.ts";
export { Projects } from "./src/resources/projects.ts";
export { RequesterResource } from "./src/resources/requester.ts";
export { Skills } from "./src/resources/skills.ts";
export {
  type TaskSuitePatchOptions,
  TaskSuites,
} from "./src/resources/task_suites.ts";
export { type TaskPatchOptions, Tasks } from "./src/resources/tasks.ts";
export { Trainings } from "./src/resources/trainings.ts";
export {
  type UserBonusCreateManyOptions,
  type UserBonusCreateManyResult,
  type UserBonusCreateOptions,
  UserBonuses,
  type UserBonusStartCreateOptions,
} from "./src/resources/user_bonuses.ts";
export { UserRestrictions } from "./src/resources/user_restrictions.ts";
export { UserSkills } from "./src/resources/user_skills.ts";
export { Users } from "./src/resources/users.ts";
export { WebhookSubscriptions } from "./src/resources/webhook_subscriptions.ts";
export type {
  AggregatedSolution,
  AggregatedSolutionQuery,
  AggregatedSolutionSortField,
  AggregatedSolutionType,
  AggregatedTask,
  DawidSkeneAggregation,
  PoolAggregationInput,
  TaskAggregationInput,
  WeightedDynamicOverlapAggregation,
} from "./src/types/aggregated_solutions.ts";
export type {
  ActiveWorkersAnalyticsRequest,
  AnalyticsRequest,
  AnalyticsResult,
  AnalyticsValue,
  PlainPoolAnalyticsRequest,
  PlainPoolMetric,
  PoolMetric,
} from "./src/types/analytics.ts";
export type {
  AppBatch,
  AppBatchInput,
  AppBatchPatch,
  AppBatchPriority,
  AppBatchQuery,
  AppBatchSortField,
  AppBatchStatus,
  AppBatchSyncInput,
  AppBatchSyncResult,
} from "./src/types/app_batches.ts";
export type {
  AppItem,
  AppItemImport,
  AppItemInput,
  AppItemQuery,
  AppItemsInput,
  AppItemSortField,
  AppItemStatus,
} from "./src/types/app_items.ts";
export type {
  AppProject,
  AppProjectInput,
  AppProjectQuery,
  AppProjectScope,
  AppProjectSortField,
  AppProjectStatus,
} from "./src/types/app_projects.ts";
export type {
  App,
  AppError,
  AppQuery,
  AppReference,
  AppSortField,
  AppSummary,
} from "./src/types/apps.ts";
export type {
  Assignment,
  AssignmentFilters,
  AssignmentPatch,
  AssignmentQuery,
  AssignmentSortField,
  AssignmentStatus,
  AssignmentTableColumn,
  AssignmentTableField,
  AssignmentTableQuery,
  AssignmentTableStatus,
  AssignmentTask,
  Solution,
} from "./src/types/assignments.ts";
export type {
  Attachment,
  AttachmentDetails,
  AttachmentFilters,
  AttachmentQuery,
  AttachmentSortField,
  AttachmentType,
} from "./src/types/attachments.ts";
export type {
  BatchCreateResult,
  ContentPage,
  Extensible,
  FieldError,
  FieldErrors,
  JsonObject,
  JsonValue,
  LocalizedText,
  Owner,
  Page,
  RangeFilter,
  RangeSuffix,
  TimeValue,
  UnknownKind,
} from "./src/types/common.ts";
export type {
  ApiErrorBody,
  ApiErrorCode,
  CommonErrorCode,
  FieldErrorCode,
  KnownFieldErrorCode,
  QuotaPayload,
  SpecificErrorCode,
} from "./src/types/errors.ts";
export type {
  ClientType,
  ComputedCondition,
  ComputedConditionOf,
  ComputedConditions,
  ComputedKey,
  DeviceCategory,
  Education,
  Filter,
  FilterAnd,
  FilterCondition,
  FilterOperator,
  FilterOr,
  Gender,
  InclusionOperator,
  OsFamily,
  ProfileCondition,
  ProfileConditionOf,
  ProfileConditions,
  ProfileKey,
  SkillCondition,
  UserAgentFamily,
  UserAgentType,
} from "./src/types/filters.ts";
export type { OrderQuery, PageQuery, Sort } from "./src/types/listing.ts";
export type {
  Interlocutor,
  InterlocutorRole,
  Message,
  MessageThread,
  MessageThreadCompose,
  MessageThreadComposeBase,
  MessageThreadComposeByFilter,
  MessageThreadComposeDetails,
  MessageThreadComposeDirect,
  MessageThreadComposeToAll,
  MessageThreadFolder,
  MessageThreadFolders,
  MessageThreadMeta,
  MessageThreadQuery,
  MessageThreadReply,
  MessageThreadSortField,
  RecipientsSelectType,
} from "./src/types/message_threads.ts";
export type {
  AnalyticsOperationDetails,
  AnalyticsOperationParameters,
  BatchCreateOperationDetails,
  BatchCreateOperationParameters,
  KnownOperation,
  Operation,
  OperationBase,
  OperationDetails,
  OperationLogFailure,
  OperationLogInvalid,
  OperationLogItem,
  OperationLogOutput,
  OperationLogSuccess,
  OperationOf,
  OperationParameters,
  OperationQuery,
  OperationSortField,
  OperationStatus,
  OperationType,
  PoolCloneOperationDetails,
  PoolOperationParameters,
  ProjectOperationParameters,
  TrainingCloneOperationDetails,
  TrainingOperationParameters,
  UnknownOperation,
  UserBonusOperationParameters,
} from "./src/types/operations.ts";
export type {
  AggregationField,
  AssignmentsIssuingConfig,
  BestConcurrentUsersByQuality,
  DynamicOverlapConfig,
  DynamicPricingConfig,
  DynamicPricingInterval,
  MixerConfig,
  Pool,
  PoolCloseReason,
  PoolDefaults,
  PoolInput,
  PoolPatch,
  PoolQuery,
  PoolSortField,
  PoolStatus,
  SpeedQualityBalanceConfig,
  TopPercentageByQuality,
  TrainingConfig,
} from "./src/types/pools.ts";
export type {
  AdditionalLanguage,
  ArrayBooleanFieldSpec,
  ArrayCoordinatesFieldSpec,
  ArrayFileFieldSpec,
  ArrayFloatFieldSpec,
  ArrayIntegerFieldSpec,
  ArrayJsonFieldSpec,
  ArraySizeRules,
  ArrayStringFieldSpec,
  ArrayUrlFieldSpec,
  AssignmentsIssuingType,
  AssignmentsIssuingViewConfig,
  BooleanFieldSpec,
  ClassicViewSpec,
  CoordinatesFieldSpec,
  CoordinatesRules,
  FieldItem,
  FieldSpec,
  FieldSpecBase,
  FieldType,
  FieldTypeValues,
  FieldValue,
  FieldValues,
  FileFieldSpec,
  FloatFieldSpec,
  FloatRules,
  IntegerFieldSpec,
  IntegerRules,
  JsonFieldSpec,
  LocalizationConfig,
  LocalizedKeyValue,
  LocalizedValue,
  LocalizedViewSpec,
  MapProvider,
  Project,
  ProjectCheckResult,
  ProjectInput,
  ProjectQuery,
  ProjectSortField,
  ProjectStatus,
  ProjectUpdateDifferenceLevel,
  ScalarFieldType,
  StringFieldSpec,
  StringRules,
  TaskSpec,
  TemplateBuilderViewSpec,
  UrlFieldSpec,
  ViewAssets,
  ViewSettings,
  ViewSpec,
} from "./src/types/projects.ts";
export type {
  ApproveAllAssignmentsAction,
  AssessmentEventType,
  AssignmentSubmitTimeCollector,
  AssignmentSubmitTimeParameters,
  CaptchaFrequency,
  ChangeOverlapAction,
  ChangeOverlapParameters,
  CheckpointsConfig,
  CheckpointSettings,
  CollectorConditionKeys,
  CollectorConfig,
  CollectorType,
  CompareOperator,
  DurationUnit,
  HistoryCollector,
  HistoryCollectorType,
  HistoryParameters,
  IdentityConditionKey,
  IdentityOperator,
  MajorityVoteCollector,
  MajorityVoteParameters,
  PlainCollector,
  PoolAccessRevokedReasonType,
  ProjectQualityControl,
  QualityControl,
  QualityControlConfig,
  QualityControlConfigOf,
  RejectAllAssignmentsAction,
  RejectAllAssignmentsParameters,
  RestrictionAction,
  RestrictionActionScope,
  RestrictionParameters,
  RestrictionV2Action,
  RestrictionV2Parameters,
  RuleAction,
  RuleActionType,
  RuleCondition,
  RuleConditionKey,
  RuleConditionOf,
  RuleConditionValues,
  RuleConfig,
  SetSkillAction,
  SetSkillFromOutputFieldAction,
  SetSkillFromOutputFieldParameters,
  SetSkillParameters,
  TaskDistributionFunction,
  TaskDistributionInterval,
  TaskDistributionScope,
  TrainingRequirement,
  UndescribedAction,
} from "./src/types/quality_control.ts";
export type { Requester, RequesterCompany } from "./src/types/requester.ts";
export type {
  Skill,
  SkillInput,
  SkillQuery,
  SkillSortField,
} from "./src/types/skills.ts";
export type {
  TaskSuite,
  TaskSuiteFilters,
  TaskSuiteInput,
  TaskSuiteOverlapPatch,
  TaskSuitePatch,
  TaskSuiteQuery,
  TaskSuiteSortField,
  TaskSuiteTask,
} from "./src/types/task_suites.ts";
export type {
  BaselineSolution,
  KnownSolution,
  Task,
  TaskContent,
  TaskInput,
  TaskOverlapPatch,
  TaskPatch,
  TaskQuery,
  TaskSortField,
  TraitFilter,
} from "./src/types/tasks.ts";
export type {
  Training,
  TrainingCloseReason,
  TrainingInput,
  TrainingQuery,
  TrainingSortField,
  TrainingStatus,
} from "./src/types/trainings.ts";
export type {
  UserBonus,
  UserBonusInput,
  UserBonusQuery,
  UserBonusSortField,
} from "./src/types/user_bonuses.ts";
export type {
  AllProjectsUserRestriction,
  AllProjectsUserRestrictionInput,
  PoolUserRestriction,
  PoolUserRestrictionInput,
  ProjectUserRestriction,
  ProjectUserRestrictionInput,
  SystemUserRestriction,
  UserRestriction,
  UserRestrictionInput,
  UserRestrictionInputBase,
  UserRestrictionQuery,
  UserRestrictionRecord,
  UserRestrictionScope,
  UserRestrictionSortField,
} from "./src/types/user_restrictions.ts";
export type {
  UserSkill,
  UserSkillInput,
  UserSkillQuery,
  UserSkillSortField,
} from "./src/types/user_skills.ts";
export type { User, UserAttributes } from "./src/types/users.ts";
export type {
  AssignmentWebhookEvent,
  AssignmentWebhookEventType,
  DynamicOverlapCompletedWebhookEvent,
  PoolClosedWebhookEvent,
  TestWebhookEvent,
  UnknownWebhookEvent,
  WebhookDelivery,
  WebhookEvent,
  WebhookEventBase,
  WebhookEventType,
  WebhookPushErrorType,
  WebhookPushResult,
  WebhookSubscription,
  WebhookSubscriptionInput,
  WebhookSubscriptionQuery,
  WebhookSubscriptionSortField,
} from "./src/types/webhook_subscriptions.ts";
