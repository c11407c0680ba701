/** Shapes of pools and projects, as data. @module */
import type { Pool } from "../types/pools.ts";
import type { Project, ViewSettings } from "../types/projects.ts";
import type { Fields, Shape } from "./shape.ts";

const DISTRIBUTION: Fields = {
  fields: {
    scope: "text",
    distribution: "text",
    window_days: "number",
    intervals: {
      list: { fields: { from: "number", to: "number", frequency: "number" } },
    },
  },
  required: ["intervals"],
};

const CHECKPOINT: Fields = {
  fields: {
    target_overlap: "number",
    task_distribution_function: DISTRIBUTION,
  },
  required: ["target_overlap", "task_distribution_function"],
};

const RULE: Fields = {
  fields: {
    conditions: {
      list: {
        fields: { key: "text", operator: "text", value: "any" },
        required: ["key", "operator"],
      },
    },
    action: {
      fields: {
        type: "text",
        parameters: {
          fields: {
            scope: "text",
            duration: "number",
            duration_unit: "text",
            duration_days: "number",
            private_comment: "text",
            public_comment: "text",
            skill_id: "text",
            skill_value: "number",
            from_field: "text",
            delta: "number",
            open_pool: "flag",
          },
        },
      },
      required: ["type"],
      filled: ["parameters"],
    },
  },
  required: ["action"],
  filled: ["conditions"],
};

const CONFIGS: Shape = {
  list: {
    fields: {
      collector_config: {
        fields: {
          type: "text",
          uuid: "text",
          parameters: {
            fields: {
              history_size: "number",
              answer_threshold: "number",
              fast_submit_threshold_seconds: "number",
            },
          },
        },
        required: ["type"],
      },
      rules: { list: RULE },
    },
    required: ["collector_config"],
    filled: ["rules"],
  },
};

const QUALITY_CONTROL: Fields = {
  fields: {
    training_requirement: {
      fields: {
        training_pool_id: "text",
        training_passing_skill_value: "number",
      },
      required: ["training_pool_id", "training_passing_skill_value"],
    },
    captcha_frequency: "text",
    configs: CONFIGS,
    checkpoints_config: {
      fields: {
        real_settings: CHECKPOINT,
        golden_settings: CHECKPOINT,
        training_settings: CHECKPOINT,
      },
    },
  },
};

const FILTER: Shape = () => ({
  fields: {
    and: { list: FILTER },
    or: { list: FILTER },
    category: "text",
    key: "text",
    operator: "text",
    value: "any",
  },
});

/** Shape of a pool, to be created or read. */
export const POOL: Fields = {
  fields: {
    project_id: "text",
    private_name: "text",
    private_comment: "text",
    public_description: "text",
    public_instructions: "text",
    may_contain_adult_content: "flag",
    will_expire: "text",
    auto_close_after_complete_delay_seconds: "number",
    reward_per_assignment: "number",
    dynamic_pricing_config: {
      fields: {
        type: "text",
        skill_id: "text",
        intervals: {
          list: {
            fields: {
              from: "number",
              to: "number",
              reward_per_assignment: "number",
            },
            required: ["reward_per_assignment"],
          },
        },
      },
      required: ["skill_id", "intervals"],
    },
    assignment_max_duration_seconds: "number",
    auto_accept_solutions: "flag",
    auto_accept_period_day: "number",
    assignments_issuing_config: {
      fields: { issue_task_suites_in_creation_order: "flag" },
    },
    filter: FILTER,
    quality_control: QUALITY_CONTROL,
    mixer_config: {
      fields: {
        real_tasks_count: "number",
        golden_tasks_count: "number",
        training_tasks_count: "number",
        min_real_tasks_count: "number",
        min_golden_tasks_count: "number",
        min_training_tasks_count: "number",
        force_last_assignment: "flag",
        force_last_assignment_delay_seconds: "number",
        mix_tasks_in_creation_order: "flag",
        shuffle_tasks_in_task_suite: "flag",
        golden_task_distribution_function: DISTRIBUTION,
        training_task_distribution_function: DISTRIBUTION,
      },
    },
    dynamic_overlap_config: {
      fields: {
        type: "text",
        max_overlap: "number",
        min_confidence: "number",
        answer_weight_skill_id: "text",
        fields: { list: { fields: { name: "text" }, required: ["name"] } },
      },
      required: ["max_overlap", "min_confidence", "answer_weight_skill_id"],
    },
    training_config: { fields: { training_skill_ttl_days: "number" } },
    defaults: {
      fields: {
        default_overlap_for_new_task_suites: "number",
        default_overlap_for_new_tasks: "number",
      },
      required: ["default_overlap_for_new_task_suites"],
    },
    training: "flag",
    priority: "number",
    speed_quality_balance: {
      fields: { type: "text", percent: "number", count: "number" },
      required: ["type"],
    },
    metadata: "any",
    id: "text",
    status: "text",
    last_close_reason: "text",
    created: "text",
    last_started: "text",
    last_stopped: "text",
    owner: "any",
    type: "text",
  } satisfies Record<keyof Pool, Shape>,
  required: [
    "project_id",
    "private_name",
    "will_expire",
    "reward_per_assignment",
    "assignment_max_duration_seconds",
    "defaults",
  ],
};

const FIELD: Fields = {
  fields: {
    type: "text",
    required: "flag",
    hidden: "flag",
    allowed_values: { list: "any" },
    min_value: "number",
    max_value: "number",
    min_length: "number",
    max_length: "number",
    min_size: "number",
    max_size: "number",
    pattern: "text",
    current_location: "flag",
  },
  required: ["type"],
};

const VIEW: Fields = {
  fields: {
    type: "text",
    markup: "text",
    script: "text",
    styles: "text",
    assets: {
      fields: { script_urls: { list: "text" }, style_urls: { list: "text" } },
    },
    settings: {
      fields: {
        showFinish: "flag",
        showFullscreen: "flag",
        showInstructions: "flag",
        showMessage: "flag",
        showReward: "flag",
        showSkip: "flag",
        showSubmit: "flag",
        showTimer: "flag",
        showTitle: "flag",
        showRoute: "flag",
        resolution: "text",
      } satisfies Record<keyof ViewSettings, Shape>,
    },
    config: "any",
    lock: "any",
    inferDataSpec: "flag",
    inputExample: "any",
    localizationConfig: "any",
  },
};

/** Shape of a project as far as it is known: parts may be left out. */
export const PROJECT: Fields = {
  fields: {
    public_name: "text",
    public_description: "text",
    public_instructions: "text",
    private_comment: "text",
    task_spec: {
      fields: {
        input_spec: { map: FIELD },
        output_spec: { map: FIELD },
        view_spec: VIEW,
      },
      required: ["output_spec"],
    },
    assignments_issuing_type: "text",
    assignments_issuing_view_config: {
      fields: {
        title_template: "text",
        description_template: "text",
        map_provider: "text",
      },
    },
    assignments_automerge_enabled: "flag",
    max_active_assignments_count: "number",
    quality_control: QUALITY_CONTROL,
    metadata: "any",
    sensitive: "flag",
    localization_config: "any",
    id: "text",
    status: "text",
    created: "text",
    owner: "any",
  } satisfies Record<keyof Project, Shape>,
  required: ["task_spec"],
};
