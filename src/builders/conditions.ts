/** Builders of the conditions of rules. @module */
import type {
  AssessmentEventType,
  PoolAccessRevokedReasonType,
} from "../types/quality_control.ts";
import {
  compare,
  type CompareRule,
  count,
  identity,
  type IdentityRule,
  rate,
} from "./condition_builders.ts";

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
