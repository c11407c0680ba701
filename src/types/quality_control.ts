/**
 * Quality control of projects and pools: collectors gather statistics,
 * conditions compare them, actions follow. One rule joins them.
 *
 * @module
 */
import type { Extensible, JsonObject } from "./common.ts";

/** Operators of conditions that compare numbers. */
export type CompareOperator = "EQ" | "NE" | "GT" | "GTE" | "LT" | "LTE";

/** Operators of conditions that only tell equal from different. */
export type IdentityOperator = "EQ" | "NE";

/** Outcome of an assignment's review. */
export type AssessmentEventType = "ACCEPT" | "ACCEPT_AFTER_REJECT" | "REJECT";

/** Reason of a Toloker's lost access to a pool. */
export type PoolAccessRevokedReasonType = "SKILL_CHANGE" | "RESTRICTION";

/** Every condition key, with the type its `value` must have. */
export interface RuleConditionValues {
  /** Accepted assignments of a task suite under review. */
  accepted_assignments_count: number;
  /** Share of accepted assignments, 0 to 100. */
  accepted_assignments_rate: number;
  /** Outcome of an assignment's review. */
  assessment_event: AssessmentEventType;
  /** Assignments of the Toloker that were accepted. */
  assignments_accepted_count: number;
  /** Share of correct answers, 0 to 100. */
  correct_answers_rate: number;
  /** Share of failed captchas, 0 to 100. */
  fail_rate: number;
  /** Assignments submitted faster than the collector's threshold. */
  fast_submitted_count: number;
  /** Answers to control tasks. */
  golden_set_answers_count: number;
  /** Share of correct answers to control tasks, 0 to 100. */
  golden_set_correct_answers_rate: number;
  /** Share of incorrect answers to control tasks, 0 to 100. */
  golden_set_incorrect_answers_rate: number;
  /** Earnings of the Toloker in the last 24 hours, in US dollars. */
  income_sum_for_last_24_hours: number;
  /** Share of incorrect answers, 0 to 100. */
  incorrect_answers_rate: number;
  /** `true` if the training has another task suite for the Toloker. */
  next_assignment_available: boolean;
  /** Assignments of a task suite that wait for review. */
  pending_assignments_count: number;
  /** Reason of the Toloker's lost access to the pool. */
  pool_access_revoked_reason: PoolAccessRevokedReasonType;
  /** Rejected assignments of a task suite under review. */
  rejected_assignments_count: number;
  /** Share of rejected assignments, 0 to 100. */
  rejected_assignments_rate: number;
  /** Id of the skill whose change took the access away. */
  skill_id: string;
  /** Task suites skipped one after another. */
  skipped_in_row_count: number;
  /** Captchas shown to the Toloker. */
  stored_results_count: number;
  /** Training task suites the Toloker submitted. */
  submitted_assignments_count: number;
  /** Share of solved captchas, 0 to 100. */
  success_rate: number;
  /** Answers counted by the collector. */
  total_answers_count: number;
  /** Assignments that were reviewed. */
  total_assignments_count: number;
  /** Assignments the Toloker submitted. */
  total_submitted_count: number;
}

/** Key of a condition. */
export type RuleConditionKey = keyof RuleConditionValues;

/** Keys whose conditions know only `EQ` and `NE`. */
export type IdentityConditionKey =
  | "assessment_event"
  | "pool_access_revoked_reason"
  | "skill_id";

/**
 * Condition with one given key.
 *
 * @typeParam Key The key.
 */
export interface RuleConditionOf<Key extends RuleConditionKey> {
  /** Statistic that is compared. */
  key: Key;
  /** Operator of the comparison. */
  operator: Key extends IdentityConditionKey ? IdentityOperator
    : CompareOperator;
  /** Value to compare with. */
  value: RuleConditionValues[Key];
}

/**
 * Condition of a rule. `RuleCondition<"skill_id">` is the one with that key;
 * without an argument it is any of them.
 *
 * @typeParam Key Allowed keys.
 */
export type RuleCondition<Key extends RuleConditionKey = RuleConditionKey> =
  Key extends RuleConditionKey ? RuleConditionOf<Key> : never;

/** Every collector type, with the keys of conditions it can feed. */
export interface CollectorConditionKeys {
  /** Share of accepted and rejected assignments. */
  ACCEPTANCE_RATE:
    | "accepted_assignments_rate"
    | "rejected_assignments_rate"
    | "total_assignments_count";
  /** Number of a Toloker's accepted assignments. */
  ANSWER_COUNT: "assignments_accepted_count";
  /** Outcome of manual review. */
  ASSIGNMENTS_ASSESSMENT:
    | "accepted_assignments_count"
    | "assessment_event"
    | "pending_assignments_count"
    | "rejected_assignments_count";
  /** Suspiciously fast answers. */
  ASSIGNMENT_SUBMIT_TIME: "fast_submitted_count" | "total_submitted_count";
  /** Answers to captchas. */
  CAPTCHA: "fail_rate" | "stored_results_count" | "success_rate";
  /** Answers to control and training tasks. */
  GOLDEN_SET:
    | "correct_answers_rate"
    | "golden_set_answers_count"
    | "golden_set_correct_answers_rate"
    | "golden_set_incorrect_answers_rate"
    | "incorrect_answers_rate"
    | "total_answers_count";
  /** Earnings of a Toloker. */
  INCOME: "income_sum_for_last_24_hours";
  /** Agreement with the majority of Tolokers. */
  MAJORITY_VOTE:
    | "correct_answers_rate"
    | "incorrect_answers_rate"
    | "total_answers_count";
  /** Task suites skipped in a row. */
  SKIPPED_IN_ROW_ASSIGNMENTS: "skipped_in_row_count";
  /** Answers in a training. */
  TRAINING:
    | "correct_answers_rate"
    | "incorrect_answers_rate"
    | "next_assignment_available"
    | "submitted_assignments_count"
    | "total_answers_count";
  /** Tolokers who lost access to the pool. */
  USERS_ASSESSMENT: "pool_access_revoked_reason" | "skill_id";
}

/** Type of a collector. */
export type CollectorType = keyof CollectorConditionKeys;

/** Collectors whose only parameter is how far back they look. */
export type HistoryCollectorType = "ACCEPTANCE_RATE" | "CAPTCHA" | "GOLDEN_SET";

/** History that a collector takes into account. */
export interface HistoryParameters {
  /**
   * Number of the Toloker's last answers that count, over all pools of the
   * project whose rule sets it too. Only this pool counts if it is absent.
   */
  history_size?: number | null;
}

/**
 * Collector without parameters.
 *
 * @typeParam Type Type of the collector.
 */
export interface PlainCollector<Type extends CollectorType> {
  /** Type of the collector. */
  type: Type;
  /**
   * Id of the collector, a UUID. Collectors with the same id count together,
   * also in different pools.
   *
   * @default a new one
   */
  uuid?: string | null;
  /** Always empty, and may be left out. */
  parameters?: Record<string, never> | null;
}

/**
 * Collector whose only parameter is how far back it looks.
 *
 * @typeParam Type Type of the collector.
 */
export interface HistoryCollector<Type extends CollectorType> {
  /** Type of the collector. */
  type: Type;
  /**
   * Id of the collector, a UUID. Collectors with the same id count together,
   * also in different pools.
   *
   * @default a new one
   */
  uuid?: string | null;
  /** History that it takes into account. */
  parameters?: HistoryParameters | null;
}

/** Parameters of {@linkcode MajorityVoteCollector}. */
export interface MajorityVoteParameters extends HistoryParameters {
  /** Number of Tolokers who must give the same answer for it to be right. */
  answer_threshold: number;
}

/**
 * Collector of agreement with the majority. Counts general tasks only, when
 * their overlap is complete.
 */
export interface MajorityVoteCollector {
  /** Type of the collector. */
  type: "MAJORITY_VOTE";
  /**
   * Id of the collector, a UUID. Collectors with the same id count together,
   * also in different pools.
   *
   * @default a new one
   */
  uuid?: string | null;
  /**
   * Threshold of agreement, and history that the collector takes into account.
   */
  parameters: MajorityVoteParameters;
}

/** Parameters of {@linkcode AssignmentSubmitTimeCollector}. */
export interface AssignmentSubmitTimeParameters extends HistoryParameters {
  /** An assignment submitted in less time than this, in seconds, is fast. */
  fast_submit_threshold_seconds: number;
}

/** Collector of answers that came too fast. */
export interface AssignmentSubmitTimeCollector {
  /** Type of the collector. */
  type: "ASSIGNMENT_SUBMIT_TIME";
  /**
   * Id of the collector, a UUID. Collectors with the same id count together,
   * also in different pools.
   *
   * @default a new one
   */
  uuid?: string | null;
  /**
   * Threshold of fast answers, and history that the collector takes into
   * account.
   */
  parameters: AssignmentSubmitTimeParameters;
}

/**
 * Collector of statistics. `CollectorConfig<"INCOME">` is the one of that
 * type; without an argument it is any of them. `CAPTCHA` is deprecated: the
 * API's description no longer lists it.
 *
 * @typeParam Type Allowed collector types.
 */
export type CollectorConfig<Type extends CollectorType = CollectorType> =
  Type extends "MAJORITY_VOTE" ? MajorityVoteCollector
    : Type extends "ASSIGNMENT_SUBMIT_TIME" ? AssignmentSubmitTimeCollector
    : Type extends HistoryCollectorType ? HistoryCollector<Type>
    : Type extends CollectorType ? PlainCollector<Type>
    : never;

/** Scope of a restriction set by a rule. */
export type RestrictionActionScope = "POOL" | "PROJECT" | "ALL_PROJECTS";

/** Unit of a restriction's duration. */
export type DurationUnit = "MINUTES" | "HOURS" | "DAYS" | "PERMANENT";

/** Parameters of {@linkcode RestrictionAction}. */
export interface RestrictionParameters {
  /** Scope of the restriction. */
  scope: RestrictionActionScope;
  /** Duration in days; permanent if absent. */
  duration_days?: number | null;
  /** Reason, which only the requester sees. */
  private_comment?: string | null;
}

/** Parameters of {@linkcode RestrictionV2Action}. */
export interface RestrictionV2Parameters {
  /** Scope of the restriction. */
  scope: RestrictionActionScope;
  /** Duration in units of `duration_unit`; absent with `PERMANENT`. */
  duration?: number | null;
  /** Unit of `duration`. */
  duration_unit: DurationUnit;
  /** Reason, which only the requester sees. */
  private_comment?: string | null;
}

/** Parameters of {@linkcode SetSkillAction}. */
export interface SetSkillParameters {
  /** Id of the skill. */
  skill_id: string;
  /** Value to set, 0 to 100. */
  skill_value: number;
}

/** Parameters of {@linkcode SetSkillFromOutputFieldAction}. */
export interface SetSkillFromOutputFieldParameters {
  /** Id of the skill. */
  skill_id: string;
  /**
   * Statistic whose value the skill takes. The API's description names the
   * share of wrong answers `wrong_answers_rate`, its Python client
   * `incorrect_answers_rate`; so the list stays open.
   */
  from_field: Extensible<
    "correct_answers_rate" | "incorrect_answers_rate" | "wrong_answers_rate"
  >;
}

/** Parameters of {@linkcode ChangeOverlapAction}. */
export interface ChangeOverlapParameters {
  /** By how much the overlap grows. */
  delta: number;
  /** `true` to reopen a closed pool after the change. */
  open_pool?: boolean | null;
}

/** Parameters of {@linkcode RejectAllAssignmentsAction}. */
export interface RejectAllAssignmentsParameters {
  /** Reason of the rejection, which the Toloker sees too. */
  public_comment: string;
}

/** Takes away access for a number of days. */
export interface RestrictionAction {
  /** Type of the action. */
  type: "RESTRICTION";
  /** Scope and duration. */
  parameters: RestrictionParameters;
}

/** Takes away access for a time in any unit. */
export interface RestrictionV2Action {
  /** Type of the action. */
  type: "RESTRICTION_V2";
  /** Scope and duration. */
  parameters: RestrictionV2Parameters;
}

/** Gives the Toloker a fixed value of a skill. */
export interface SetSkillAction {
  /** Type of the action. */
  type: "SET_SKILL";
  /** Skill and value. */
  parameters: SetSkillParameters;
}

/** Gives the Toloker a skill value taken from a statistic. */
export interface SetSkillFromOutputFieldAction {
  /** Type of the action. */
  type: "SET_SKILL_FROM_OUTPUT_FIELD";
  /** Skill and statistic. */
  parameters: SetSkillFromOutputFieldParameters;
}

/** Raises the overlap, so that others answer again. */
export interface ChangeOverlapAction {
  /** Type of the action. */
  type: "CHANGE_OVERLAP";
  /** Change of the overlap, and of the pool's status. */
  parameters: ChangeOverlapParameters;
}

/** Rejects every assignment of the Toloker in the pool. */
export interface RejectAllAssignmentsAction {
  /** Type of the action. */
  type: "REJECT_ALL_ASSIGNMENTS";
  /** The reason. */
  parameters: RejectAllAssignmentsParameters;
}

/** Accepts every assignment of the Toloker in the pool. */
export interface ApproveAllAssignmentsAction {
  /** Type of the action. */
  type: "APPROVE_ALL_ASSIGNMENTS";
  /** Always empty, and may be left out. */
  parameters?: Record<string, never> | null;
}

/**
 * Actions the API's description names without saying what they take. Its
 * Python client does not know them.
 */
export interface UndescribedAction {
  /** Type of the action. */
  type: "CLEAN_ASSIGNMENTS_HISTORY" | "CLEAN_COLLECTOR" | "SET_POOL_COMPLETE";
  /** Parameters, passed on as they are. */
  parameters?: JsonObject | null;
}

/** Action of a rule whose conditions hold. */
export type RuleAction =
  | RestrictionAction
  | RestrictionV2Action
  | SetSkillAction
  | SetSkillFromOutputFieldAction
  | ChangeOverlapAction
  | RejectAllAssignmentsAction
  | ApproveAllAssignmentsAction
  | UndescribedAction;

/** Type of an action. */
export type RuleActionType = RuleAction["type"];

/**
 * Conditions, and what to do when all of them hold.
 *
 * @typeParam Key Keys the conditions may have.
 */
export interface RuleConfig<Key extends RuleConditionKey = RuleConditionKey> {
  /** Conditions; all must hold. */
  conditions: RuleCondition<Key>[];
  /** Action that follows. */
  action: RuleAction;
}

/**
 * One collector with its rules, of one given collector type.
 *
 * @typeParam Type Type of the collector.
 */
export interface QualityControlConfigOf<Type extends CollectorType> {
  /** Collector of the statistics. */
  collector_config: CollectorConfig<Type>;
  /** Rules, each checked on its own at every new event. */
  rules: RuleConfig<CollectorConditionKeys[Type]>[];
}

/**
 * One collector with its rules. A condition key that the collector does not
 * feed is a type error. Name the collector, as in
 * `QualityControlConfig<"INCOME">`, and the error points at the very key.
 *
 * @typeParam Type Allowed collector types.
 */
export type QualityControlConfig<Type extends CollectorType = CollectorType> =
  Type extends CollectorType ? QualityControlConfigOf<Type> : never;

/** Training result that gives a Toloker access to the pool. */
export interface TrainingRequirement {
  /** Id of the training. */
  training_pool_id: string;
  /** Least share of right first answers in it, 0 to 100. */
  training_passing_skill_value: number;
}

/** Whose tasks are counted together. */
export type TaskDistributionScope = "PROJECT" | "POOL";

/** Every `frequency`-th task between two bounds. */
export interface TaskDistributionInterval {
  /** First task number of the interval, counted from 1. */
  from: number;
  /** Last task number of the interval. */
  to: number;
  /** Distance between the chosen tasks: 3 picks 1, 4, 7 and so on. */
  frequency: number;
}

/** Distribution of special tasks in a Toloker's sequence of tasks. */
export interface TaskDistributionFunction {
  /** Scope in which tasks are counted: the pool or the whole project. */
  scope: TaskDistributionScope;
  /** Distribution of the tasks within an interval. */
  distribution: "UNIFORM";
  /** Number of days over which tasks are counted, 1 to 365. */
  window_days: number;
  /** Intervals that do not overlap, 1 to 10,000 of them. */
  intervals: TaskDistributionInterval[];
}

/** Tasks with a greater overlap than the rest, and that overlap. */
export interface CheckpointSettings {
  /** Overlap of the chosen tasks, at least 1. */
  target_overlap: number;
  /** Distribution of the tasks that are selected. */
  task_distribution_function: TaskDistributionFunction;
}

/** Selective checks by majority vote, per kind of task. */
export interface CheckpointsConfig {
  /** For general tasks. */
  real_settings?: CheckpointSettings | null;
  /** For control tasks. */
  golden_settings?: CheckpointSettings | null;
  /** For training tasks. */
  training_settings?: CheckpointSettings | null;
}

/** Frequency of captchas: `LOW` is every 20 tasks, the others every 10. */
export type CaptchaFrequency = "LOW" | "MEDIUM" | "HIGH";

/** Quality control of a pool. */
export interface QualityControl {
  /** Training that Tolokers must pass first. */
  training_requirement?: TrainingRequirement | null;
  /**
   * Frequency of captchas.
   *
   * @deprecated Toloka shows captchas by itself.
   */
  captcha_frequency?: CaptchaFrequency | null;
  /** Collectors with their rules. */
  configs?: QualityControlConfig[] | null;
  /** Selective checks by majority vote. */
  checkpoints_config?: CheckpointsConfig | null;
}

/**
 * Quality control of a project, over all its pools. The API's description
 * allows only rules here; its Python client offers all a pool has.
 */
export interface ProjectQualityControl {
  /** Collectors with their rules. */
  configs?: QualityControlConfig[] | null;
}
