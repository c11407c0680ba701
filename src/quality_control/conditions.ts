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
  /** Accepted assignments of a task suite under review. */
  acceptedAssignmentsCount: CompareRule<"accepted_assignments_count">;
  /** Share of accepted assignments, 0 to 100. */
  acceptedAssignmentsRate: CompareRule<"accepted_assignments_rate">;
  /** Outcome of an assignment's review. */
  assessmentEvent: IdentityRule<"assessment_event", AssessmentEventType>;
  /** Assignments of the Toloker that were accepted. */
  assignmentsAcceptedCount: CompareRule<"assignments_accepted_count">;
  /** Share of correct answers, 0 to 100. */
  correctAnswersRate: CompareRule<"correct_answers_rate">;
  /** Share of failed captchas, 0 to 100. */
  failRate: CompareRule<"fail_rate">;
  /** Assignments submitted faster than the collector's threshold. */
  fastSubmittedCount: CompareRule<"fast_submitted_count">;
  /** Answers to control tasks. */
  goldenSetAnswersCount: CompareRule<"golden_set_answers_count">;
  /** Share of correct answers to control tasks, 0 to 100. */
  goldenSetCorrectAnswersRate: CompareRule<"golden_set_correct_answers_rate">;
  /** Share of incorrect answers to control tasks, 0 to 100. */
  goldenSetIncorrectAnswersRate: CompareRule<
    "golden_set_incorrect_answers_rate"
  >;
  /** Earnings of the Toloker in the last 24 hours, in US dollars. */
  incomeSumForLast24Hours: CompareRule<"income_sum_for_last_24_hours">;
  /** Share of incorrect answers, 0 to 100. */
  incorrectAnswersRate: CompareRule<"incorrect_answers_rate">;
  /** `true` if the training has another task suite for the Toloker. */
  nextAssignmentAvailable: IdentityRule<"next_assignment_available", boolean>;
  /** Assignments of a task suite that wait for review. */
  pendingAssignmentsCount: CompareRule<"pending_assignments_count">;
  /** Reason of the Toloker's lost access to the pool. */
  poolAccessRevokedReason: IdentityRule<
    "pool_access_revoked_reason",
    PoolAccessRevokedReasonType
  >;
  /** Rejected assignments of a task suite under review. */
  rejectedAssignmentsCount: CompareRule<"rejected_assignments_count">;
  /** Share of rejected assignments, 0 to 100. */
  rejectedAssignmentsRate: CompareRule<"rejected_assignments_rate">;
  /** Id of the skill whose change took the access away. */
  skillId: IdentityRule<"skill_id", string>;
  /** Task suites skipped one after another. */
  skippedInRowCount: CompareRule<"skipped_in_row_count">;
  /** Captchas shown to the Toloker. */
  storedResultsCount: CompareRule<"stored_results_count">;
  /** Training task suites the Toloker submitted. */
  submittedAssignmentsCount: CompareRule<"submitted_assignments_count">;
  /** Share of solved captchas, 0 to 100. */
  successRate: CompareRule<"success_rate">;
  /** Answers counted by the collector. */
  totalAnswersCount: CompareRule<"total_answers_count">;
  /** Assignments that were reviewed. */
  totalAssignmentsCount: CompareRule<"total_assignments_count">;
  /** Assignments the Toloker submitted. */
  totalSubmittedCount: CompareRule<"total_submitted_count">;
}

/**
 * Builders of the conditions of rules.
 *
 * @example Three or more answers
 * ```ts
 * import { conditions } from "@toloka/client/quality-control";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(conditions.totalAnswersCount.gte(3), {
 *   key: "total_answers_count",
 *   operator: "GTE",
 *   value: 3,
 * });
 * ```
 */
export const conditions: Conditions = {
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
