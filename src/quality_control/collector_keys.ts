/** Keys of conditions by collector, at run time. @module */
import type {
  CollectorConditionKeys,
  CollectorType,
} from "../types/quality_control.ts";

/** Keys of conditions by the type of their collector. */
export const COLLECTOR_KEYS: {
  readonly [Type in CollectorType]: readonly CollectorConditionKeys[Type][];
} = {
  ACCEPTANCE_RATE: [
    "accepted_assignments_rate",
    "rejected_assignments_rate",
    "total_assignments_count",
  ],
  ANSWER_COUNT: ["assignments_accepted_count"],
  ASSIGNMENTS_ASSESSMENT: [
    "accepted_assignments_count",
    "assessment_event",
    "pending_assignments_count",
    "rejected_assignments_count",
  ],
  ASSIGNMENT_SUBMIT_TIME: ["fast_submitted_count", "total_submitted_count"],
  CAPTCHA: ["fail_rate", "stored_results_count", "success_rate"],
  GOLDEN_SET: [
    "correct_answers_rate",
    "golden_set_answers_count",
    "golden_set_correct_answers_rate",
    "golden_set_incorrect_answers_rate",
    "incorrect_answers_rate",
    "total_answers_count",
  ],
  INCOME: ["income_sum_for_last_24_hours"],
  MAJORITY_VOTE: [
    "correct_answers_rate",
    "incorrect_answers_rate",
    "total_answers_count",
  ],
  SKIPPED_IN_ROW_ASSIGNMENTS: ["skipped_in_row_count"],
  TRAINING: [
    "correct_answers_rate",
    "incorrect_answers_rate",
    "next_assignment_available",
    "submitted_assignments_count",
    "total_answers_count",
  ],
  USERS_ASSESSMENT: ["pool_access_revoked_reason", "skill_id"],
};
