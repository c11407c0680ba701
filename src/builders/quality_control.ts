/**
 * Quality control: collectors, conditions and actions that fit together.
 *
 * @module
 */
import type { JsonObject } from "../types/common.ts";
import type {
  ApproveAllAssignmentsAction,
  AssessmentEventType,
  CaptchaFrequency,
  ChangeOverlapAction,
  CheckpointsConfig,
  CollectorConditionKeys,
  CollectorConfig,
  CollectorType,
  CompareOperator,
  DurationUnit,
  IdentityConditionKey,
  IdentityOperator,
  PoolAccessRevokedReasonType,
  QualityControl,
  QualityControlConfig,
  RejectAllAssignmentsAction,
  RestrictionAction,
  RestrictionActionScope,
  RestrictionV2Action,
  RuleAction,
  RuleCondition,
  RuleConditionKey,
  RuleConditionOf,
  SetSkillAction,
  SetSkillFromOutputFieldAction,
  TrainingRequirement,
  UndescribedAction,
} from "../types/quality_control.ts";
import { COLLECTOR_KEYS } from "./collector_keys.ts";

/** Options of every collector. */
export interface CollectorOptions {
  /**
   * Id of the collector, a UUID. Collectors with the same id count together,
   * also in different pools.
   *
   * @default a new one, given by the server
   */
  uuid?: string | undefined;
}

/** Options of collectors that can look at the last answers only. */
export interface HistoryOptions extends CollectorOptions {
  /**
   * How many of the Toloker's last answers count, over all pools of the
   * project whose rule sets it too. At least 1.
   *
   * @default all of this pool
   */
  historySize?: number | undefined;
}

/** Options of the collector of agreement with the majority. */
export interface MajorityVoteOptions extends HistoryOptions {
  /** How many Tolokers must give the same answer for it to be right. */
  answerThreshold: number;
}

/** Options of the collector of fast answers. */
export interface AssignmentSubmitTimeOptions extends HistoryOptions {
  /** An assignment submitted in less time than this, in seconds, is fast. */
  fastSubmitThresholdSeconds: number;
}

/** Builders of collectors, named after their types. */
export interface Collectors {
  /**
   * Share of accepted and rejected assignments; needs manual review.
   *
   * @example The last 20 assignments
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.acceptanceRate({ historySize: 20 }), {
   *   type: "ACCEPTANCE_RATE",
   *   parameters: { history_size: 20 },
   * });
   * ```
   */
  acceptanceRate(options?: HistoryOptions): CollectorConfig<"ACCEPTANCE_RATE">;
  /**
   * How many assignments of a Toloker were accepted.
   *
   * @example Usage
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.answerCount(), { type: "ANSWER_COUNT" });
   * ```
   */
  answerCount(options?: CollectorOptions): CollectorConfig<"ANSWER_COUNT">;
  /**
   * Outcome of manual review, per task suite.
   *
   * @example Usage
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.assignmentsAssessment(), {
   *   type: "ASSIGNMENTS_ASSESSMENT",
   * });
   * ```
   */
  assignmentsAssessment(
    options?: CollectorOptions,
  ): CollectorConfig<"ASSIGNMENTS_ASSESSMENT">;
  /**
   * Suspiciously fast answers.
   *
   * @example Less than 20 seconds is fast
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   collector.assignmentSubmitTime({
   *     fastSubmitThresholdSeconds: 20,
   *     historySize: 10,
   *   }),
   *   {
   *     type: "ASSIGNMENT_SUBMIT_TIME",
   *     parameters: { fast_submit_threshold_seconds: 20, history_size: 10 },
   *   },
   * );
   * ```
   */
  assignmentSubmitTime(
    options: AssignmentSubmitTimeOptions,
  ): CollectorConfig<"ASSIGNMENT_SUBMIT_TIME">;
  /**
   * Answers to captchas.
   *
   * @deprecated Captchas are out of use.
   *
   * @example The last five captchas
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.captcha({ historySize: 5 }), {
   *   type: "CAPTCHA",
   *   parameters: { history_size: 5 },
   * });
   * ```
   */
  captcha(options?: HistoryOptions): CollectorConfig<"CAPTCHA">;
  /**
   * Answers to control and training tasks.
   *
   * @example The last ten control tasks
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.goldenSet({ historySize: 10 }), {
   *   type: "GOLDEN_SET",
   *   parameters: { history_size: 10 },
   * });
   * ```
   */
  goldenSet(options?: HistoryOptions): CollectorConfig<"GOLDEN_SET">;
  /**
   * Earnings of a Toloker.
   *
   * @example Usage
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.income(), { type: "INCOME" });
   * ```
   */
  income(options?: CollectorOptions): CollectorConfig<"INCOME">;
  /**
   * Agreement with the majority, in general tasks with complete overlap.
   *
   * @example Two of the same answer are right
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   collector.majorityVote({ answerThreshold: 2, historySize: 10 }),
   *   {
   *     type: "MAJORITY_VOTE",
   *     parameters: { answer_threshold: 2, history_size: 10 },
   *   },
   * );
   * ```
   */
  majorityVote(options: MajorityVoteOptions): CollectorConfig<"MAJORITY_VOTE">;
  /**
   * Task suites skipped in a row.
   *
   * @example Counted together with another pool
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   collector.skippedInRowAssignments({
   *     uuid: "6b5f1b1c-2d3a-4c5e-8f70-112233445566",
   *   }),
   *   {
   *     type: "SKIPPED_IN_ROW_ASSIGNMENTS",
   *     uuid: "6b5f1b1c-2d3a-4c5e-8f70-112233445566",
   *   },
   * );
   * ```
   */
  skippedInRowAssignments(
    options?: CollectorOptions,
  ): CollectorConfig<"SKIPPED_IN_ROW_ASSIGNMENTS">;
  /**
   * Answers in a training.
   *
   * @example Usage
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.training(), { type: "TRAINING" });
   * ```
   */
  training(options?: CollectorOptions): CollectorConfig<"TRAINING">;
  /**
   * Tolokers who lost access to the pool.
   *
   * @example Usage
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.usersAssessment(), { type: "USERS_ASSESSMENT" });
   * ```
   */
  usersAssessment(
    options?: CollectorOptions,
  ): CollectorConfig<"USERS_ASSESSMENT">;
}

/**
 * Builder of conditions that compare a number.
 *
 * @typeParam Key Key of the condition.
 */
export interface CompareRule<Key extends RuleConditionKey> {
  /**
   * Holds at exactly this value.
   *
   * @example No answers yet
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.eq(0), {
   *   key: "total_answers_count",
   *   operator: "EQ",
   *   value: 0,
   * });
   * ```
   */
  eq(value: number): RuleConditionOf<Key>;
  /**
   * Holds at any other value.
   *
   * @example One or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.ne(0), {
   *   key: "total_answers_count",
   *   operator: "NE",
   *   value: 0,
   * });
   * ```
   */
  ne(value: number): RuleConditionOf<Key>;
  /**
   * Holds above this value.
   *
   * @example Four or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.gt(3), {
   *   key: "total_answers_count",
   *   operator: "GT",
   *   value: 3,
   * });
   * ```
   */
  gt(value: number): RuleConditionOf<Key>;
  /**
   * Holds at this value and above.
   *
   * @example Three or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.gte(3), {
   *   key: "total_answers_count",
   *   operator: "GTE",
   *   value: 3,
   * });
   * ```
   */
  gte(value: number): RuleConditionOf<Key>;
  /**
   * Holds below this value.
   *
   * @example Two or fewer
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.lt(3), {
   *   key: "total_answers_count",
   *   operator: "LT",
   *   value: 3,
   * });
   * ```
   */
  lt(value: number): RuleConditionOf<Key>;
  /**
   * Holds at this value and below.
   *
   * @example Three or fewer
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.lte(3), {
   *   key: "total_answers_count",
   *   operator: "LTE",
   *   value: 3,
   * });
   * ```
   */
  lte(value: number): RuleConditionOf<Key>;
}

/**
 * Builder of conditions that only tell equal from different.
 *
 * @typeParam Key Key of the condition.
 * @typeParam Value What the key is compared with.
 */
export interface IdentityRule<Key extends RuleConditionKey, Value> {
  /**
   * Holds at exactly this value.
   *
   * @example Rejected
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.assessmentEvent.eq("REJECT"), {
   *   key: "assessment_event",
   *   operator: "EQ",
   *   value: "REJECT",
   * });
   * ```
   */
  eq(value: Value): RuleConditionOf<Key>;
  /**
   * Holds at any other value.
   *
   * @example Accepted, at once or in the end
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.assessmentEvent.ne("REJECT"), {
   *   key: "assessment_event",
   *   operator: "NE",
   *   value: "REJECT",
   * });
   * ```
   */
  ne(value: Value): RuleConditionOf<Key>;
}

/**
 * Builders of conditions, named after their keys. Shares are 0 to 100, and
 * other values throw a `RangeError`, as negative numbers do everywhere.
 */
export interface Conditions {
  /**
   * Accepted assignments of a task suite under review.
   *
   * @example Two or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.acceptedAssignmentsCount.gte(2), {
   *   key: "accepted_assignments_count",
   *   operator: "GTE",
   *   value: 2,
   * });
   * ```
   */
  acceptedAssignmentsCount: CompareRule<"accepted_assignments_count">;
  /**
   * Share of accepted assignments, 0 to 100.
   *
   * @example More than nine in ten
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.acceptedAssignmentsRate.gt(90), {
   *   key: "accepted_assignments_rate",
   *   operator: "GT",
   *   value: 90,
   * });
   * ```
   */
  acceptedAssignmentsRate: CompareRule<"accepted_assignments_rate">;
  /**
   * What the review of an assignment ended with.
   *
   * @example It was rejected
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.assessmentEvent.eq("REJECT"), {
   *   key: "assessment_event",
   *   operator: "EQ",
   *   value: "REJECT",
   * });
   * ```
   */
  assessmentEvent: IdentityRule<"assessment_event", AssessmentEventType>;
  /**
   * Assignments of the Toloker that were accepted.
   *
   * @example Ten or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.assignmentsAcceptedCount.gte(10), {
   *   key: "assignments_accepted_count",
   *   operator: "GTE",
   *   value: 10,
   * });
   * ```
   */
  assignmentsAcceptedCount: CompareRule<"assignments_accepted_count">;
  /**
   * Share of correct answers, 0 to 100.
   *
   * @example Fewer than six in ten
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.correctAnswersRate.lt(60), {
   *   key: "correct_answers_rate",
   *   operator: "LT",
   *   value: 60,
   * });
   * ```
   */
  correctAnswersRate: CompareRule<"correct_answers_rate">;
  /**
   * Share of failed captchas, 0 to 100.
   *
   * @example Half or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.failRate.gte(50), {
   *   key: "fail_rate",
   *   operator: "GTE",
   *   value: 50,
   * });
   * ```
   */
  failRate: CompareRule<"fail_rate">;
  /**
   * Assignments submitted faster than the collector's threshold.
   *
   * @example Three or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.fastSubmittedCount.gte(3), {
   *   key: "fast_submitted_count",
   *   operator: "GTE",
   *   value: 3,
   * });
   * ```
   */
  fastSubmittedCount: CompareRule<"fast_submitted_count">;
  /**
   * Answers to control tasks.
   *
   * @example Five or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.goldenSetAnswersCount.gte(5), {
   *   key: "golden_set_answers_count",
   *   operator: "GTE",
   *   value: 5,
   * });
   * ```
   */
  goldenSetAnswersCount: CompareRule<"golden_set_answers_count">;
  /**
   * Share of correct answers to control tasks, 0 to 100.
   *
   * @example Fewer than seven in ten
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.goldenSetCorrectAnswersRate.lt(70), {
   *   key: "golden_set_correct_answers_rate",
   *   operator: "LT",
   *   value: 70,
   * });
   * ```
   */
  goldenSetCorrectAnswersRate: CompareRule<"golden_set_correct_answers_rate">;
  /**
   * Share of incorrect answers to control tasks, 0 to 100.
   *
   * @example More than three in ten
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.goldenSetIncorrectAnswersRate.gt(30), {
   *   key: "golden_set_incorrect_answers_rate",
   *   operator: "GT",
   *   value: 30,
   * });
   * ```
   */
  goldenSetIncorrectAnswersRate: CompareRule<
    "golden_set_incorrect_answers_rate"
  >;
  /**
   * What the Toloker earned in the last 24 hours, in US dollars.
   *
   * @example 20 dollars or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.incomeSumForLast24Hours.gte(20), {
   *   key: "income_sum_for_last_24_hours",
   *   operator: "GTE",
   *   value: 20,
   * });
   * ```
   */
  incomeSumForLast24Hours: CompareRule<"income_sum_for_last_24_hours">;
  /**
   * Share of incorrect answers, 0 to 100.
   *
   * @example More than four in ten
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.incorrectAnswersRate.gt(40), {
   *   key: "incorrect_answers_rate",
   *   operator: "GT",
   *   value: 40,
   * });
   * ```
   */
  incorrectAnswersRate: CompareRule<"incorrect_answers_rate">;
  /**
   * Whether the training still has a task suite for the Toloker.
   *
   * @example The training is over
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.nextAssignmentAvailable.eq(false), {
   *   key: "next_assignment_available",
   *   operator: "EQ",
   *   value: false,
   * });
   * ```
   */
  nextAssignmentAvailable: IdentityRule<"next_assignment_available", boolean>;
  /**
   * Assignments of a task suite that wait for review.
   *
   * @example Nothing waits
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.pendingAssignmentsCount.eq(0), {
   *   key: "pending_assignments_count",
   *   operator: "EQ",
   *   value: 0,
   * });
   * ```
   */
  pendingAssignmentsCount: CompareRule<"pending_assignments_count">;
  /**
   * Why the Toloker lost access to the pool.
   *
   * @example A restriction
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.poolAccessRevokedReason.eq("RESTRICTION"), {
   *   key: "pool_access_revoked_reason",
   *   operator: "EQ",
   *   value: "RESTRICTION",
   * });
   * ```
   */
  poolAccessRevokedReason: IdentityRule<
    "pool_access_revoked_reason",
    PoolAccessRevokedReasonType
  >;
  /**
   * Rejected assignments of a task suite under review.
   *
   * @example More than one
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.rejectedAssignmentsCount.gt(1), {
   *   key: "rejected_assignments_count",
   *   operator: "GT",
   *   value: 1,
   * });
   * ```
   */
  rejectedAssignmentsCount: CompareRule<"rejected_assignments_count">;
  /**
   * Share of rejected assignments, 0 to 100.
   *
   * @example More than three in ten
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.rejectedAssignmentsRate.gt(30), {
   *   key: "rejected_assignments_rate",
   *   operator: "GT",
   *   value: 30,
   * });
   * ```
   */
  rejectedAssignmentsRate: CompareRule<"rejected_assignments_rate">;
  /**
   * Id of the skill whose change took the access away.
   *
   * @example One skill
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.skillId.eq("20"), {
   *   key: "skill_id",
   *   operator: "EQ",
   *   value: "20",
   * });
   * ```
   */
  skillId: IdentityRule<"skill_id", string>;
  /**
   * Task suites skipped one after another.
   *
   * @example Five or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.skippedInRowCount.gte(5), {
   *   key: "skipped_in_row_count",
   *   operator: "GTE",
   *   value: 5,
   * });
   * ```
   */
  skippedInRowCount: CompareRule<"skipped_in_row_count">;
  /**
   * Captchas shown to the Toloker.
   *
   * @example Three or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.storedResultsCount.gte(3), {
   *   key: "stored_results_count",
   *   operator: "GTE",
   *   value: 3,
   * });
   * ```
   */
  storedResultsCount: CompareRule<"stored_results_count">;
  /**
   * Training task suites the Toloker submitted.
   *
   * @example One or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.submittedAssignmentsCount.gte(1), {
   *   key: "submitted_assignments_count",
   *   operator: "GTE",
   *   value: 1,
   * });
   * ```
   */
  submittedAssignmentsCount: CompareRule<"submitted_assignments_count">;
  /**
   * Share of solved captchas, 0 to 100.
   *
   * @example Fewer than eight in ten
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.successRate.lt(80), {
   *   key: "success_rate",
   *   operator: "LT",
   *   value: 80,
   * });
   * ```
   */
  successRate: CompareRule<"success_rate">;
  /**
   * Answers counted by the collector.
   *
   * @example Three or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.gte(3), {
   *   key: "total_answers_count",
   *   operator: "GTE",
   *   value: 3,
   * });
   * ```
   */
  totalAnswersCount: CompareRule<"total_answers_count">;
  /**
   * Assignments that were reviewed.
   *
   * @example Five or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAssignmentsCount.gte(5), {
   *   key: "total_assignments_count",
   *   operator: "GTE",
   *   value: 5,
   * });
   * ```
   */
  totalAssignmentsCount: CompareRule<"total_assignments_count">;
  /**
   * Assignments the Toloker submitted.
   *
   * @example Exactly one
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalSubmittedCount.eq(1), {
   *   key: "total_submitted_count",
   *   operator: "EQ",
   *   value: 1,
   * });
   * ```
   */
  totalSubmittedCount: CompareRule<"total_submitted_count">;
}

/**
 * How long a restriction lasts: a whole number of one unit, at least 1, or
 * `"PERMANENT"`.
 */
export type RestrictionDuration =
  | { minutes: number }
  | { hours: number }
  | { days: number }
  | "PERMANENT";

/** What a Toloker loses access to, for how long and why. */
export interface RestrictOptions {
  /** What the Toloker loses access to. */
  scope: RestrictionActionScope;
  /** How long it lasts. A timed restriction that ends forgets the history. */
  duration: RestrictionDuration;
  /** Why, for the requester's eyes only; at most 499 characters. */
  privateComment?: string | undefined;
}

/** What a Toloker loses access to, for how many days and why. */
export interface RestrictDaysOptions {
  /** What the Toloker loses access to. */
  scope: RestrictionActionScope;
  /**
   * How many days it lasts, at least 1.
   *
   * @default for good
   */
  durationDays?: number | undefined;
  /** Why, for the requester's eyes only; at most 499 characters. */
  privateComment?: string | undefined;
}

/** A skill and its fixed value. */
export interface SetSkillOptions {
  /** Id of the skill. */
  skillId: string;
  /** Value to set, 0 to 100. */
  value: number;
}

/** A skill and the statistic it takes its value from. */
export interface SetSkillFromOptions {
  /** Id of the skill. */
  skillId: string;
  /**
   * Statistic, one that the rule's collector knows.
   *
   * @default "correct_answers_rate"
   */
  fromField?:
    | SetSkillFromOutputFieldAction["parameters"]["from_field"]
    | undefined;
}

/** By how much the overlap changes. */
export interface ChangeOverlapOptions {
  /** How many more Tolokers do it; below zero, how many fewer. Not 0. */
  delta: number;
  /**
   * Whether a closed pool opens again after the change.
   *
   * @default the server's
   */
  openPool?: boolean | undefined;
}

/** Why all assignments of a Toloker are rejected. */
export interface RejectAllOptions {
  /** Why, for the Toloker too; at most 2,048 characters. */
  publicComment: string;
}

/** Builders of actions. */
export interface Actions {
  /**
   * Takes away access for a time in any unit (`RESTRICTION_V2`).
   *
   * @example Out of the pool for eight hours
   * ```ts
   * import { action } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   action.restrict({
   *     scope: "POOL",
   *     duration: { hours: 8 },
   *     privateComment: "Fast answers",
   *   }),
   *   {
   *     type: "RESTRICTION_V2",
   *     parameters: {
   *       scope: "POOL",
   *       duration: 8,
   *       duration_unit: "HOURS",
   *       private_comment: "Fast answers",
   *     },
   *   },
   * );
   * ```
   */
  restrict(options: RestrictOptions): RestrictionV2Action;
  /**
   * Takes away access for a number of days (`RESTRICTION`, the older form).
   *
   * @example Out of the project for ten days
   * ```ts
   * import { action } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.restrictDays({ scope: "PROJECT", durationDays: 10 }), {
   *   type: "RESTRICTION",
   *   parameters: { scope: "PROJECT", duration_days: 10 },
   * });
   * ```
   */
  restrictDays(options: RestrictDaysOptions): RestrictionAction;
  /**
   * Gives the Toloker a fixed value of a skill.
   *
   * @example Full marks
   * ```ts
   * import { action } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.setSkill({ skillId: "20", value: 100 }), {
   *   type: "SET_SKILL",
   *   parameters: { skill_id: "20", skill_value: 100 },
   * });
   * ```
   */
  setSkill(options: SetSkillOptions): SetSkillAction;
  /**
   * Gives the Toloker a skill value taken from a statistic.
   *
   * @example As good as the answers
   * ```ts
   * import { action } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.setSkillFrom({ skillId: "20" }), {
   *   type: "SET_SKILL_FROM_OUTPUT_FIELD",
   *   parameters: { skill_id: "20", from_field: "correct_answers_rate" },
   * });
   * ```
   */
  setSkillFrom(options: SetSkillFromOptions): SetSkillFromOutputFieldAction;
  /**
   * Changes the overlap, so that more or fewer Tolokers answer.
   *
   * @example One more Toloker
   * ```ts
   * import { action } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.changeOverlap({ delta: 1, openPool: true }), {
   *   type: "CHANGE_OVERLAP",
   *   parameters: { delta: 1, open_pool: true },
   * });
   * ```
   */
  changeOverlap(options: ChangeOverlapOptions): ChangeOverlapAction;
  /**
   * Rejects every assignment of the Toloker in the pool.
   *
   * @example All answers at random
   * ```ts
   * import { action } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   action.rejectAllAssignments({ publicComment: "Answers at random" }),
   *   {
   *     type: "REJECT_ALL_ASSIGNMENTS",
   *     parameters: { public_comment: "Answers at random" },
   *   },
   * );
   * ```
   */
  rejectAllAssignments(options: RejectAllOptions): RejectAllAssignmentsAction;
  /**
   * Accepts every assignment of the Toloker in the pool.
   *
   * @example Usage
   * ```ts
   * import { action } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.approveAllAssignments(), {
   *   type: "APPROVE_ALL_ASSIGNMENTS",
   * });
   * ```
   */
  approveAllAssignments(): ApproveAllAssignmentsAction;
  /**
   * One of the actions the API names without saying what they take.
   *
   * @example An action by its name
   * ```ts
   * import { action } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.undescribed("SET_POOL_COMPLETE"), {
   *   type: "SET_POOL_COMPLETE",
   * });
   * ```
   */
  undescribed(
    type: UndescribedAction["type"],
    parameters?: JsonObject,
  ): UndescribedAction;
}

/** Which actions the rules of each collector can take. */
export interface CollectorActions {
  /** All but changing the overlap. */
  ACCEPTANCE_RATE: Exclude<RuleAction, ChangeOverlapAction>;
  /** About the Toloker, but no skill from a statistic. */
  ANSWER_COUNT: Exclude<
    RuleAction,
    ChangeOverlapAction | SetSkillFromOutputFieldAction
  >;
  /** Changing the overlap. */
  ASSIGNMENTS_ASSESSMENT: ChangeOverlapAction | UndescribedAction;
  /** About the Toloker, but no skill from a statistic. */
  ASSIGNMENT_SUBMIT_TIME: Exclude<
    RuleAction,
    ChangeOverlapAction | SetSkillFromOutputFieldAction
  >;
  /** All but changing the overlap. */
  CAPTCHA: Exclude<RuleAction, ChangeOverlapAction>;
  /** All but changing the overlap. */
  GOLDEN_SET: Exclude<RuleAction, ChangeOverlapAction>;
  /** About the Toloker, but no skill from a statistic. */
  INCOME: Exclude<
    RuleAction,
    ChangeOverlapAction | SetSkillFromOutputFieldAction
  >;
  /** All but changing the overlap. */
  MAJORITY_VOTE: Exclude<RuleAction, ChangeOverlapAction>;
  /** About the Toloker, but no skill from a statistic. */
  SKIPPED_IN_ROW_ASSIGNMENTS: Exclude<
    RuleAction,
    ChangeOverlapAction | SetSkillFromOutputFieldAction
  >;
  /** All but changing the overlap. */
  TRAINING: Exclude<RuleAction, ChangeOverlapAction>;
  /** Changing the overlap. */
  USERS_ASSESSMENT: ChangeOverlapAction | UndescribedAction;
}

/**
 * Builders of collectors.
 *
 * @example Usage
 * ```ts
 * import { collector } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(collector.goldenSet({ historySize: 10 }), {
 *   type: "GOLDEN_SET",
 *   parameters: { history_size: 10 },
 * });
 * ```
 */
export const collector: Collectors = {
  acceptanceRate: (options) => history("ACCEPTANCE_RATE", options),
  answerCount: (options) => plain("ANSWER_COUNT", options),
  assignmentsAssessment: (options) => plain("ASSIGNMENTS_ASSESSMENT", options),
  assignmentSubmitTime: (options) => ({
    type: "ASSIGNMENT_SUBMIT_TIME",
    ...uuidOf(options),
    parameters: {
      fast_submit_threshold_seconds: atLeast(
        1,
        "fastSubmitThresholdSeconds",
        options.fastSubmitThresholdSeconds,
      ),
      ...historyOf(options),
    },
  }),
  captcha: (options) => history("CAPTCHA", options),
  goldenSet: (options) => history("GOLDEN_SET", options),
  income: (options) => plain("INCOME", options),
  majorityVote: (options) => ({
    type: "MAJORITY_VOTE",
    ...uuidOf(options),
    parameters: {
      answer_threshold: atLeast(1, "answerThreshold", options.answerThreshold),
      ...historyOf(options),
    },
  }),
  skippedInRowAssignments: (options) =>
    plain("SKIPPED_IN_ROW_ASSIGNMENTS", options),
  training: (options) => plain("TRAINING", options),
  usersAssessment: (options) => plain("USERS_ASSESSMENT", options),
};

/**
 * Builders of conditions.
 *
 * @example Usage
 * ```ts
 * import { condition } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(condition.correctAnswersRate.lt(60), {
 *   key: "correct_answers_rate",
 *   operator: "LT",
 *   value: 60,
 * });
 * ```
 */
export const condition: Conditions = {
  acceptedAssignmentsCount: count("accepted_assignments_count"),
  acceptedAssignmentsRate: rate("accepted_assignments_rate"),
  assessmentEvent: identity("assessment_event"),
  assignmentsAcceptedCount: count("assignments_accepted_count"),
  correctAnswersRate: rate("correct_answers_rate"),
  failRate: rate("fail_rate"),
  fastSubmittedCount: count("fast_submitted_count"),
  goldenSetAnswersCount: count("golden_set_answers_count"),
  goldenSetCorrectAnswersRate: rate("golden_set_correct_answers_rate"),
  goldenSetIncorrectAnswersRate: rate("golden_set_incorrect_answers_rate"),
  incomeSumForLast24Hours: compare(
    "income_sum_for_last_24_hours",
    (value) => value >= 0 && value < Infinity,
    "must be 0 or more",
  ),
  incorrectAnswersRate: rate("incorrect_answers_rate"),
  nextAssignmentAvailable: identity("next_assignment_available"),
  pendingAssignmentsCount: count("pending_assignments_count"),
  poolAccessRevokedReason: identity("pool_access_revoked_reason"),
  rejectedAssignmentsCount: count("rejected_assignments_count"),
  rejectedAssignmentsRate: rate("rejected_assignments_rate"),
  skillId: identity("skill_id"),
  skippedInRowCount: count("skipped_in_row_count"),
  storedResultsCount: count("stored_results_count"),
  submittedAssignmentsCount: count("submitted_assignments_count"),
  successRate: rate("success_rate"),
  totalAnswersCount: count("total_answers_count"),
  totalAssignmentsCount: count("total_assignments_count"),
  totalSubmittedCount: count("total_submitted_count"),
};

/**
 * Builders of actions.
 *
 * @example Usage
 * ```ts
 * import { action } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(action.restrict({ scope: "PROJECT", duration: { days: 10 } }), {
 *   type: "RESTRICTION_V2",
 *   parameters: { scope: "PROJECT", duration: 10, duration_unit: "DAYS" },
 * });
 * ```
 */
export const action: Actions = {
  restrict: ({ scope, duration, privateComment }) => ({
    type: "RESTRICTION_V2",
    parameters: {
      scope,
      ...durationOf(duration),
      ...(privateComment === undefined
        ? {}
        : { private_comment: privateComment }),
    },
  }),
  restrictDays: ({ scope, durationDays, privateComment }) => ({
    type: "RESTRICTION",
    parameters: {
      scope,
      ...(durationDays === undefined
        ? {}
        : { duration_days: atLeast(1, "durationDays", durationDays) }),
      ...(privateComment === undefined
        ? {}
        : { private_comment: privateComment }),
    },
  }),
  setSkill: ({ skillId, value }) => {
    if (!(value >= 0 && value <= 100)) {
      throw new RangeError(
        `Cannot build the action as a skill's value must be between 0 and 100: current value is ${value}`,
      );
    }
    return {
      type: "SET_SKILL",
      parameters: { skill_id: skillId, skill_value: value },
    };
  },
  setSkillFrom: ({ skillId, fromField = "correct_answers_rate" }) => ({
    type: "SET_SKILL_FROM_OUTPUT_FIELD",
    parameters: { skill_id: skillId, from_field: fromField },
  }),
  changeOverlap: ({ delta, openPool }) => {
    if (!Number.isInteger(delta) || delta === 0) {
      throw new RangeError(
        `Cannot build the action as 'delta' must be a whole number other than 0: current value is ${delta}`,
      );
    }
    return {
      type: "CHANGE_OVERLAP",
      parameters: {
        delta,
        ...(openPool === undefined ? {} : { open_pool: openPool }),
      },
    };
  },
  rejectAllAssignments: ({ publicComment }) => ({
    type: "REJECT_ALL_ASSIGNMENTS",
    parameters: { public_comment: publicComment },
  }),
  approveAllAssignments: () => ({ type: "APPROVE_ALL_ASSIGNMENTS" }),
  undescribed: (type, parameters) => ({
    type,
    ...(parameters === undefined ? {} : { parameters }),
  }),
};

/**
 * One rule: what to count, when to act, what to do. Conditions the collector
 * does not feed and actions it does not take do not compile.
 *
 * @typeParam Collector Type of the collector.
 * @param collector What is counted; see {@linkcode collector}.
 * @param conditions When to act: all of them must hold; see {@linkcode condition}.
 * @param action What to do then; see {@linkcode action}.
 * @returns The rule as it goes into a pool's `quality_control.configs`.
 * @throws {TypeError} If a condition is not the collector's.
 * @throws {RangeError} If there are no conditions.
 *
 * @example Usage
 * ```ts
 * import { action, collector, condition, rule } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const config = rule(
 *   collector.goldenSet({ historySize: 10 }),
 *   [condition.totalAnswersCount.gte(3), condition.correctAnswersRate.lt(60)],
 *   action.restrict({ scope: "PROJECT", duration: { days: 10 }, privateComment: "Control tasks" }),
 * );
 *
 * assertEquals(config.rules.length, 1);
 * ```
 */
export function rule<Collector extends CollectorConfig>(
  collector: Collector,
  conditions: readonly RuleCondition<
    CollectorConditionKeys[Collector["type"]]
  >[],
  action: CollectorActions[Collector["type"]],
): QualityControlConfig<Collector["type"]> {
  const { type } = collector;
  const keys: readonly string[] = COLLECTOR_KEYS[type] ?? [];
  if (conditions.length === 0) {
    throw new RangeError(
      `Cannot build the rule as it needs at least one condition: collector is "${type}"`,
    );
  }
  for (const { key } of conditions) {
    if (!keys.includes(key)) {
      throw new TypeError(
        `Cannot build the rule as collector "${type}" has no condition "${key}"`,
      );
    }
  }
  return {
    collector_config: collector,
    rules: [{ conditions: [...conditions], action }],
    // The key check above is what the compiler cannot follow here.
  } as unknown as QualityControlConfig<Collector["type"]>;
}

/** What a pool's quality control has besides rules. */
export interface QualityControlOptions {
  /** Training that Tolokers must pass first. */
  trainingRequirement?: TrainingRequirement | undefined;
  /** Selective checks by majority vote. */
  checkpointsConfig?: CheckpointsConfig | undefined;
  /**
   * How often a captcha is shown.
   *
   * @deprecated Captchas are out of use.
   */
  captchaFrequency?: CaptchaFrequency | undefined;
}

/**
 * Quality control of a pool or a project. Rules of equal collectors are put
 * together, so that the collector counts once for all of them.
 *
 * @param configs Rules, built here or read from a pool. They are not changed.
 * @param options What else belongs to it.
 * @returns What goes into a pool's `quality_control`.
 *
 * @example Usage
 * ```ts
 * import { action, collector, condition, qualityControl, rule } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const skipped = collector.skippedInRowAssignments();
 * const { configs } = qualityControl([
 *   rule(
 *     skipped,
 *     [condition.skippedInRowCount.gte(5)],
 *     action.restrict({ scope: "POOL", duration: { hours: 8 } }),
 *   ),
 *   rule(
 *     skipped,
 *     [condition.skippedInRowCount.gte(10)],
 *     action.restrict({ scope: "PROJECT", duration: { days: 7 } }),
 *   ),
 * ]);
 *
 * assertEquals(configs?.length, 1);
 * assertEquals(configs?.[0]?.rules.length, 2);
 * ```
 */
export function qualityControl(
  configs: readonly QualityControlConfig[],
  options: QualityControlOptions = {},
): QualityControl {
  const merged = new Map<string, QualityControlConfig>();
  for (const config of configs) {
    const { rules, ...collector } = config;
    const id = canonical(collector);
    const known = merged.get(id);
    merged.set(
      id,
      {
        ...config,
        rules: [...known?.rules ?? [], ...rules],
      } as QualityControlConfig,
    );
  }
  const { trainingRequirement, checkpointsConfig, captchaFrequency } = options;
  return {
    ...(trainingRequirement === undefined
      ? {}
      : { training_requirement: trainingRequirement }),
    ...(captchaFrequency === undefined
      ? {}
      : { captcha_frequency: captchaFrequency }),
    configs: [...merged.values()],
    ...(checkpointsConfig === undefined
      ? {}
      : { checkpoints_config: checkpointsConfig }),
  };
}

/** Text that is the same for equal data, whatever the order of the keys. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part) =>
      part !== null && typeof part === "object" && !Array.isArray(part)
        ? Object.fromEntries(
          Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1),
        )
        : part,
  );
}

function uuidOf({ uuid }: CollectorOptions): { uuid?: string } {
  return uuid === undefined ? {} : { uuid };
}

function historyOf({ historySize }: HistoryOptions): { history_size?: number } {
  return historySize === undefined
    ? {}
    : { history_size: atLeast(1, "historySize", historySize) };
}

function plain<Type extends CollectorType>(
  type: Type,
  options: CollectorOptions = {},
): { type: Type; uuid?: string } {
  return { type, ...uuidOf(options) };
}

function history<Type extends CollectorType>(
  type: Type,
  options: HistoryOptions = {},
): { type: Type; uuid?: string; parameters?: { history_size?: number } } {
  const parameters = historyOf(options);
  return {
    type,
    ...uuidOf(options),
    ...(parameters.history_size === undefined ? {} : { parameters }),
  };
}

function atLeast(least: number, name: string, value: number): number {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(
      `Cannot build the rule as '${name}' must be a whole number of at least ${least}: current value is ${value}`,
    );
  }
  return value;
}

const UNITS = [
  ["minutes", "MINUTES"],
  ["hours", "HOURS"],
  ["days", "DAYS"],
] as const;

function durationOf(
  duration: RestrictionDuration,
): { duration?: number; duration_unit: DurationUnit } {
  if (duration === "PERMANENT") return { duration_unit: duration };
  const values: Partial<Record<string, number>> = duration;
  for (const [name, unit] of UNITS) {
    const value = values[name];
    if (value === undefined) continue;
    return { duration: atLeast(1, name, value), duration_unit: unit };
  }
  throw new TypeError(
    "Cannot build the action as 'duration' must have minutes, hours or days",
  );
}

type ComparableKey = Exclude<
  RuleConditionKey,
  IdentityConditionKey | "next_assignment_available"
>;

function compare<Key extends ComparableKey>(
  key: Key,
  allowed: (value: number) => boolean,
  must: string,
): CompareRule<Key> {
  const is = (operator: CompareOperator, value: number) => {
    if (!allowed(value)) {
      throw new RangeError(
        `Cannot build the condition as '${key}' ${must}: current value is ${value}`,
      );
    }
    return { key, operator, value } as RuleConditionOf<Key>;
  };
  return {
    eq: (value) => is("EQ", value),
    ne: (value) => is("NE", value),
    gt: (value) => is("GT", value),
    gte: (value) => is("GTE", value),
    lt: (value) => is("LT", value),
    lte: (value) => is("LTE", value),
  };
}

function count<Key extends ComparableKey>(key: Key): CompareRule<Key> {
  return compare(
    key,
    (value) => Number.isInteger(value) && value >= 0,
    "must be a whole number of at least 0",
  );
}

function rate<Key extends ComparableKey>(key: Key): CompareRule<Key> {
  return compare(
    key,
    (value) => value >= 0 && value <= 100,
    "must be between 0 and 100",
  );
}

function identity<Key extends RuleConditionKey, Value>(
  key: Key,
): IdentityRule<Key, Value> {
  const is = (operator: IdentityOperator, value: Value) =>
    ({ key, operator, value }) as unknown as RuleConditionOf<Key>;
  return { eq: (value) => is("EQ", value), ne: (value) => is("NE", value) };
}
