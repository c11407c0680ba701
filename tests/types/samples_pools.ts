/**
 * Full samples of pools, values made up.
 *
 * @module
 */
import type {
  AggregationField,
  AssignmentsIssuingConfig,
  BestConcurrentUsersByQuality,
  DynamicOverlapConfig,
  DynamicPricingConfig,
  DynamicPricingInterval,
  MixerConfig,
  Pool,
  PoolDefaults,
  PoolPatch,
  PoolQuery,
  TopPercentageByQuality,
  TrainingConfig,
} from "../../src/types/pools.ts";

export const aggregationField = { "name": "s" } satisfies AggregationField;

export const dynamicOverlapConfig = {
  "type": "BASIC",
  "max_overlap": 1,
  "min_confidence": 0.5,
  "answer_weight_skill_id": "s",
  "fields": [{ "name": "s" }],
} satisfies DynamicOverlapConfig;

export const dynamicPricingInterval = {
  "from": 1,
  "to": 1,
  "reward_per_assignment": 0.5,
} satisfies DynamicPricingInterval;

export const dynamicPricingConfig = {
  "type": "SKILL",
  "skill_id": "s",
  "intervals": [{ "from": 1, "to": 1, "reward_per_assignment": 0.5 }],
} satisfies DynamicPricingConfig;

export const mixerConfig = {
  "real_tasks_count": 1,
  "golden_tasks_count": 1,
  "training_tasks_count": 1,
  "min_real_tasks_count": 1,
  "min_golden_tasks_count": 1,
  "min_training_tasks_count": 1,
  "force_last_assignment": true,
  "force_last_assignment_delay_seconds": 1,
  "mix_tasks_in_creation_order": true,
  "shuffle_tasks_in_task_suite": true,
  "golden_task_distribution_function": {
    "scope": "PROJECT",
    "distribution": "UNIFORM",
    "window_days": 1,
    "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
  },
  "training_task_distribution_function": {
    "scope": "PROJECT",
    "distribution": "UNIFORM",
    "window_days": 1,
    "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
  },
} satisfies MixerConfig;

export const topPercentageByQuality = {
  "percent": 10,
  "type": "TOP_PERCENTAGE_BY_QUALITY",
} satisfies TopPercentageByQuality;

export const bestConcurrentUsersByQuality = {
  "count": 1,
  "type": "BEST_CONCURRENT_USERS_BY_QUALITY",
} satisfies BestConcurrentUsersByQuality;

export const assignmentsIssuingConfig = {
  "issue_task_suites_in_creation_order": true,
} satisfies AssignmentsIssuingConfig;

export const poolDefaults = {
  "default_overlap_for_new_task_suites": 1,
  "default_overlap_for_new_tasks": 1,
} satisfies PoolDefaults;

export const trainingConfig = {
  "training_skill_ttl_days": 1,
} satisfies TrainingConfig;

export const pool = {
  "project_id": "s",
  "private_name": "s",
  "may_contain_adult_content": true,
  "reward_per_assignment": 0.5,
  "assignment_max_duration_seconds": 600,
  "defaults": {
    "default_overlap_for_new_task_suites": 1,
    "default_overlap_for_new_tasks": 1,
  },
  "will_expire": "2020-01-02T03:04:05.678000",
  "private_comment": "s",
  "public_description": "s",
  "public_instructions": "s",
  "auto_close_after_complete_delay_seconds": 1,
  "dynamic_pricing_config": {
    "type": "SKILL",
    "skill_id": "s",
    "intervals": [{ "from": 1, "to": 1, "reward_per_assignment": 0.5 }],
  },
  "auto_accept_solutions": true,
  "auto_accept_period_day": 1,
  "assignments_issuing_config": { "issue_task_suites_in_creation_order": true },
  "priority": 1,
  "filter": {
    "and": [{
      "or": [{
        "operator": "EQ",
        "value": "MALE",
        "key": "gender",
        "category": "profile",
      }],
    }],
  },
  "quality_control": {
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
  },
  "speed_quality_balance": {
    "percent": 10,
    "type": "TOP_PERCENTAGE_BY_QUALITY",
  },
  "dynamic_overlap_config": {
    "type": "BASIC",
    "max_overlap": 1,
    "min_confidence": 0.5,
    "answer_weight_skill_id": "s",
    "fields": [{ "name": "s" }],
  },
  "mixer_config": {
    "real_tasks_count": 1,
    "golden_tasks_count": 1,
    "training_tasks_count": 1,
    "min_real_tasks_count": 1,
    "min_golden_tasks_count": 1,
    "min_training_tasks_count": 1,
    "force_last_assignment": true,
    "force_last_assignment_delay_seconds": 1,
    "mix_tasks_in_creation_order": true,
    "shuffle_tasks_in_task_suite": true,
    "golden_task_distribution_function": {
      "scope": "PROJECT",
      "distribution": "UNIFORM",
      "window_days": 1,
      "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
    },
    "training_task_distribution_function": {
      "scope": "PROJECT",
      "distribution": "UNIFORM",
      "window_days": 1,
      "intervals": [{ "from": 1, "to": 1, "frequency": 1 }],
    },
  },
  "training_config": { "training_skill_ttl_days": 1 },
  "metadata": { "k": ["s"] },
  "owner": { "id": "s", "myself": true, "company_id": "s" },
  "id": "s",
  "status": "OPEN",
  "last_close_reason": "MANUAL",
  "created": "2020-01-02T03:04:05.678000",
  "last_started": "2020-01-02T03:04:05.678000",
  "last_stopped": "2020-01-02T03:04:05.678000",
  "type": "REGULAR",
} satisfies Pool;

export const poolPatchRequest = { "priority": 1 } satisfies PoolPatch;

export const poolSearchRequest = {
  "status": "OPEN",
  "project_id": "s",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
  "last_started_lt": "2020-01-02T03:04:05.678000",
  "last_started_lte": "2020-01-02T03:04:05.678000",
  "last_started_gt": "2020-01-02T03:04:05.678000",
  "last_started_gte": "2020-01-02T03:04:05.678000",
} satisfies PoolQuery;
