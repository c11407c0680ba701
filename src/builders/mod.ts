/**
 * Typed authoring of pools: filters of Tolokers and quality control that fit
 * together when they compile, checks that find costly mistakes before anything
 * is sent, and an estimate of the cost. What is built is plain wire data, for
 * this client or any other.
 *
 * ```ts
 * import {
 *   and,
 *   country,
 *   estimateCost,
 *   fastAnswers,
 *   formatFindings,
 *   goldenSet,
 *   languages,
 *   lintPool,
 *   qualityControl,
 * } from "@toloka/client/builders";
 *
 * const pool = {
 *   project_id: "12345",
 *   private_name: "Cats and dogs",
 *   will_expire: "2030-01-01T00:00:00",
 *   reward_per_assignment: 0.03,
 *   assignment_max_duration_seconds: 600,
 *   defaults: { default_overlap_for_new_task_suites: 3, default_overlap_for_new_tasks: 3 },
 *   mixer_config: { real_tasks_count: 9, golden_tasks_count: 1, training_tasks_count: 0 },
 *   filter: and(languages.includes("EN"), country.in(["US", "GB"])),
 *   quality_control: qualityControl([
 *     goldenSet({ historySize: 10, minAnswers: 3, skillId: "12345" }),
 *     fastAnswers({
 *       thresholdSeconds: 20,
 *       fastCount: 3,
 *       restrict: { scope: "PROJECT", duration: { days: 10 }, privateComment: "Fast answers" },
 *     }),
 *   ]),
 * };
 *
 * console.log(formatFindings(lintPool(pool)));
 * console.log(estimateCost(pool, 1_000, { fee: 0.2 }).total);
 * ```
 *
 * Needs no permission.
 *
 * @module
 */
export {
  action,
  type Actions,
  type ChangeOverlapOptions,
  type RejectAllOptions,
  type RestrictDaysOptions,
  type RestrictionDuration,
  type RestrictOptions,
  type SetSkillFromOptions,
  type SetSkillOptions,
} from "./actions.ts";
export {
  type AssignmentSubmitTimeOptions,
  collector,
  type CollectorOptions,
  type Collectors,
  type HistoryOptions,
  type MajorityVoteOptions,
} from "./collectors.ts";
export { type CompareRule, type IdentityRule } from "./condition_builders.ts";
export { condition, type Conditions } from "./conditions.ts";
export {
  type CostEstimate,
  type CostRange,
  type CostSettings,
  estimateCost,
  type EstimateCostOptions,
} from "./cost.ts";
export {
  type CompareFilter,
  type FlagFilter,
  type IdentityFilter,
  type RegionFilter,
} from "./filter_builders.ts";
export {
  clientType,
  device,
  osFamily,
  osVersion,
  osVersionBugfix,
  osVersionMajor,
  osVersionMinor,
  regionByIp,
  regionByPhone,
  userAgentFamily,
  userAgentType,
  userAgentVersion,
  userAgentVersionBugfix,
  userAgentVersionMajor,
  userAgentVersionMinor,
} from "./filter_computed.ts";
export {
  and,
  not,
  or,
  type PoolFilter,
  type PoolFilterClause,
  toPoolFilter,
} from "./filter_expression.ts";
export {
  adultAllowed,
  citizenship,
  city,
  country,
  dateOfBirth,
  education,
  gender,
  type LanguageFilter,
  languages,
  type TestedLanguage,
  verified,
} from "./filter_profile.ts";
export { skill, type SkillFilter } from "./filter_skill.ts";
export { describeFilter, type DescribeFilterOptions } from "./filter_text.ts";
export type {
  LintField,
  LintProject,
  LintProjectQualityControl,
  LintSeverity,
  LintTaskSpec,
} from "./lint_rule.ts";
export type {
  PlannedTask,
  PlannedTasks,
  PlannedTaskSuite,
} from "./planned_tasks.ts";
export {
  formatFindings,
  type LintCheck,
  lintChecks,
  type LintFinding,
  lintPool,
  type LintPoolOptions,
} from "./pool_lint.ts";
export {
  acceptanceRate,
  type AcceptanceRateOptions,
  answerLimit,
  type AnswerLimitOptions,
  type AnswerQualityOptions,
  captcha,
  type CaptchaOptions,
  fastAnswers,
  type FastAnswersOptions,
  goldenSet,
  incomeLimit,
  type IncomeLimitOptions,
  majorityVote,
  type MajorityVoteRuleOptions,
  type ReissueOptions,
  reissueRejected,
  reissueRevoked,
  type ReissueRevokedOptions,
  type RestrictBelowOptions,
  skippedInRow,
  type SkippedInRowOptions,
  trainingRequirement,
  type TrainingRequirementOptions,
} from "./presets.ts";
export {
  type CollectorActions,
  qualityControl,
  type QualityControlOptions,
  rule,
} from "./rules.ts";
// Wire types that the above take and give.
export type { Extensible, JsonObject, JsonValue } from "../types/common.ts";
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
} from "../types/filters.ts";
export type {
  AggregationField,
  AssignmentsIssuingConfig,
  BestConcurrentUsersByQuality,
  DynamicOverlapConfig,
  DynamicPricingConfig,
  DynamicPricingInterval,
  MixerConfig,
  PoolDefaults,
  PoolInput,
  SpeedQualityBalanceConfig,
  TopPercentageByQuality,
  TrainingConfig,
} from "../types/pools.ts";
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
} from "../types/quality_control.ts";
