/**
 * Full samples of quality control, values made up.
 *
 * @module
 */
import type {
  ApproveAllAssignmentsAction,
  ChangeOverlapAction,
  CheckpointsConfig,
  CheckpointSettings,
  CollectorConfig,
  QualityControl,
  QualityControlConfig,
  RejectAllAssignmentsAction,
  RestrictionAction,
  RestrictionV2Action,
  RuleCondition,
  RuleConfig,
  SetSkillAction,
  SetSkillFromOutputFieldAction,
  TaskDistributionFunction,
  TaskDistributionInterval,
  TrainingRequirement,
} from "../../src/types/quality_control.ts";

export const restriction = {
  "parameters": {
    "scope": "PROJECT",
    "duration_days": 1,
    "private_comment": "s",
  },
  "type": "RESTRICTION",
} satisfies RestrictionAction;

export const restrictionV2 = {
  "parameters": {
    "scope": "PROJECT",
    "duration": 1,
    "duration_unit": "MINUTES",
    "private_comment": "s",
  },
  "type": "RESTRICTION_V2",
} satisfies RestrictionV2Action;

export const setSkillFromOutputField = {
  "parameters": { "skill_id": "s", "from_field": "correct_answers_rate" },
  "type": "SET_SKILL_FROM_OUTPUT_FIELD",
} satisfies SetSkillFromOutputFieldAction;

export const changeOverlap = {
  "parameters": { "delta": 1, "open_pool": true },
  "type": "CHANGE_OVERLAP",
} satisfies ChangeOverlapAction;

export const setSkill = {
  "parameters": { "skill_id": "s", "skill_value": 1 },
  "type": "SET_SKILL",
} satisfies SetSkillAction;

export const rejectAllAssignments = {
  "parameters": { "public_comment": "s" },
  "type": "REJECT_ALL_ASSIGNMENTS",
} satisfies RejectAllAssignmentsAction;

export const approveAllAssignments = {
  "type": "APPROVE_ALL_ASSIGNMENTS",
} satisfies ApproveAllAssignmentsAction;

export const acceptanceRate = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "parameters": { "history_size": 1 },
  "type": "ACCEPTANCE_RATE",
} satisfies CollectorConfig<"ACCEPTANCE_RATE">;

export const answerCount = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "type": "ANSWER_COUNT",
} satisfies CollectorConfig<"ANSWER_COUNT">;

export const assignmentsAssessment = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "type": "ASSIGNMENTS_ASSESSMENT",
} satisfies CollectorConfig<"ASSIGNMENTS_ASSESSMENT">;

export const assignmentSubmitTime = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "parameters": { "fast_submit_threshold_seconds": 1, "history_size": 1 },
  "type": "ASSIGNMENT_SUBMIT_TIME",
} satisfies CollectorConfig<"ASSIGNMENT_SUBMIT_TIME">;

export const captcha = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "parameters": { "history_size": 1 },
  "type": "CAPTCHA",
} satisfies CollectorConfig<"CAPTCHA">;

export const goldenSet = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "parameters": { "history_size": 1 },
  "type": "GOLDEN_SET",
} satisfies CollectorConfig<"GOLDEN_SET">;

export const income = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "type": "INCOME",
} satisfies CollectorConfig<"INCOME">;

export const majorityVote = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "parameters": { "answer_threshold": 1, "history_size": 1 },
  "type": "MAJORITY_VOTE",
} satisfies CollectorConfig<"MAJORITY_VOTE">;

export const skippedInRowAssignments = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "type": "SKIPPED_IN_ROW_ASSIGNMENTS",
} satisfies CollectorConfig<"SKIPPED_IN_ROW_ASSIGNMENTS">;

export const trainingCollector = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "type": "TRAINING",
} satisfies CollectorConfig<"TRAINING">;

export const usersAssessment = {
  "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
  "type": "USERS_ASSESSMENT",
} satisfies CollectorConfig<"USERS_ASSESSMENT">;

export const acceptedAssignmentsCount = {
  "operator": "EQ",
  "value": 1,
  "key": "accepted_assignments_count",
} satisfies RuleCondition<"accepted_assignments_count">;

export const acceptedAssignmentsRate = {
  "operator": "EQ",
  "value": 0.5,
  "key": "accepted_assignments_rate",
} satisfies RuleCondition<"accepted_assignments_rate">;

export const assignmentsAcceptedCount = {
  "operator": "EQ",
  "value": 1,
  "key": "assignments_accepted_count",
} satisfies RuleCondition<"assignments_accepted_count">;

export const correctAnswersRate = {
  "operator": "EQ",
  "value": 0.5,
  "key": "correct_answers_rate",
} satisfies RuleCondition<"correct_answers_rate">;

export const failRate = {
  "operator": "EQ",
  "value": 0.5,
  "key": "fail_rate",
} satisfies RuleCondition<"fail_rate">;

export const fastSubmittedCount = {
  "operator": "EQ",
  "value": 1,
  "key": "fast_submitted_count",
} satisfies RuleCondition<"fast_submitted_count">;

export const goldenSetAnswersCount = {
  "operator": "EQ",
  "value": 1,
  "key": "golden_set_answers_count",
} satisfies RuleCondition<"golden_set_answers_count">;

export const goldenSetCorrectAnswersRate = {
  "operator": "EQ",
  "value": 0.5,
  "key": "golden_set_correct_answers_rate",
} satisfies RuleCondition<"golden_set_correct_answers_rate">;

export const goldenSetIncorrectAnswersRate = {
  "operator": "EQ",
  "value": 0.5,
  "key": "golden_set_incorrect_answers_rate",
} satisfies RuleCondition<"golden_set_incorrect_answers_rate">;

export const incomeSumForLast24Hours = {
  "operator": "EQ",
  "value": 0.5,
  "key": "income_sum_for_last_24_hours",
} satisfies RuleCondition<"income_sum_for_last_24_hours">;

export const incorrectAnswersRate = {
  "operator": "EQ",
  "value": 0.5,
  "key": "incorrect_answers_rate",
} satisfies RuleCondition<"incorrect_answers_rate">;

export const nextAssignmentAvailable = {
  "operator": "EQ",
  "value": true,
  "key": "next_assignment_available",
} satisfies RuleCondition<"next_assignment_available">;

export const pendingAssignmentsCount = {
  "operator": "EQ",
  "value": 1,
  "key": "pending_assignments_count",
} satisfies RuleCondition<"pending_assignments_count">;

export const rejectedAssignmentsCount = {
  "operator": "EQ",
  "value": 1,
  "key": "rejected_assignments_count",
} satisfies RuleCondition<"rejected_assignments_count">;

export const rejectedAssignmentsRate = {
  "operator": "EQ",
  "value": 0.5,
  "key": "rejected_assignments_rate",
} satisfies RuleCondition<"rejected_assignments_rate">;

export const skippedInRowCount = {
  "operator": "EQ",
  "value": 1,
  "key": "skipped_in_row_count",
} satisfies RuleCondition<"skipped_in_row_count">;

export const storedResultsCount = {
  "operator": "EQ",
  "value": 1,
  "key": "stored_results_count",
} satisfies RuleCondition<"stored_results_count">;

export const submittedAssignmentsCount = {
  "operator": "EQ",
  "value": 1,
  "key": "submitted_assignments_count",
} satisfies RuleCondition<"submitted_assignments_count">;

export const successRate = {
  "operator": "EQ",
  "value": 0.5,
  "key": "success_rate",
} satisfies RuleCondition<"success_rate">;

export const totalAnswersCount = {
  "operator": "EQ",
  "value": 1,
  "key": "total_answers_count",
} satisfies RuleCondition<"total_answers_count">;

export const totalAssignmentsCount = {
  "operator": "EQ",
  "value": 1,
  "key": "total_assignments_count",
} satisfies RuleCondition<"total_assignments_count">;

export const totalSubmittedCount = {
  "operator": "EQ",
  "value": 1,
  "key": "total_submitted_count",
} satisfies RuleCondition<"total_submitted_count">;

export const assessmentEvent = {
  "operator": "EQ",
  "value": "ACCEPT",
  "key": "assessment_event",
} satisfies RuleCondition<"assessment_event">;

export const poolAccessRevokedReason = {
  "operator": "EQ",
  "value": "SKILL_CHANGE",
  "key": "pool_access_revoked_reason",
} satisfies RuleCondition<"pool_access_revoked_reason">;

export const skillId = {
  "operator": "EQ",
  "value": "s",
  "key": "skill_id",
} satisfies RuleCondition<"skill_id">;

export const trainingRequirement = {
  "training_pool_id": "s",
  "training_passing_skill_value": 1,
} satisfies TrainingRequirement;

export const checkpointSettings = {
  "target_overlap": 1,
  "task_distribution_function": {
    "scope": "PROJECT",
    "distribution": "UNIFORM",
    "window_days": 1,
    "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
  },
} satisfies CheckpointSettings;

export const checkpointsConfig = {
  "real_settings": {
    "target_overlap": 1,
    "task_distribution_function": {
      "scope": "PROJECT",
      "distribution": "UNIFORM",
      "window_days": 1,
      "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
    },
  },
  "golden_settings": {
    "target_overlap": 1,
    "task_distribution_function": {
      "scope": "PROJECT",
      "distribution": "UNIFORM",
      "window_days": 1,
      "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
    },
  },
  "training_settings": {
    "target_overlap": 1,
    "task_distribution_function": {
      "scope": "PROJECT",
      "distribution": "UNIFORM",
      "window_days": 1,
      "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
    },
  },
} satisfies CheckpointsConfig;

export const ruleConfig = {
  "action": {
    "parameters": {
      "scope": "PROJECT",
      "duration": 1,
      "duration_unit": "MINUTES",
      "private_comment": "s",
    },
    "type": "RESTRICTION_V2",
  },
  "conditions": [{
    "operator": "EQ",
    "value": 1,
    "key": "total_answers_count",
  }],
} satisfies RuleConfig;

export const qualityControlConfig = {
  "rules": [{
    "action": {
      "parameters": {
        "scope": "PROJECT",
        "duration": 1,
        "duration_unit": "MINUTES",
        "private_comment": "s",
      },
      "type": "RESTRICTION_V2",
    },
    "conditions": [{
      "operator": "EQ",
      "value": 1,
      "key": "total_answers_count",
    }],
  }],
  "collector_config": {
    "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
    "parameters": { "answer_threshold": 1, "history_size": 1 },
    "type": "MAJORITY_VOTE",
  },
} satisfies QualityControlConfig;

export const qualityControl = {
  "training_requirement": {
    "training_pool_id": "s",
    "training_passing_skill_value": 1,
  },
  "captcha_frequency": "LOW",
  "configs": [{
    "rules": [{
      "action": {
        "parameters": {
          "scope": "PROJECT",
          "duration": 1,
          "duration_unit": "MINUTES",
          "private_comment": "s",
        },
        "type": "RESTRICTION_V2",
      },
      "conditions": [{
        "operator": "EQ",
        "value": 1,
        "key": "total_answers_count",
      }],
    }],
    "collector_config": {
      "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
      "parameters": { "answer_threshold": 1, "history_size": 1 },
      "type": "MAJORITY_VOTE",
    },
  }],
  "checkpoints_config": {
    "real_settings": {
      "target_overlap": 1,
      "task_distribution_function": {
        "scope": "PROJECT",
        "distribution": "UNIFORM",
        "window_days": 1,
        "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
      },
    },
    "golden_settings": {
      "target_overlap": 1,
      "task_distribution_function": {
        "scope": "PROJECT",
        "distribution": "UNIFORM",
        "window_days": 1,
        "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
      },
    },
    "training_settings": {
      "target_overlap": 1,
      "task_distribution_function": {
        "scope": "PROJECT",
        "distribution": "UNIFORM",
        "window_days": 1,
        "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
      },
    },
  },
} satisfies QualityControl;

export const taskDistributionFunction = {
  "scope": "PROJECT",
  "distribution": "UNIFORM",
  "window_days": 1,
  "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
} satisfies TaskDistributionFunction;

export const taskDistributionInterval = {
  "from": 1,
  "to": 1,
  "frequency": 1,
} satisfies TaskDistributionInterval;
