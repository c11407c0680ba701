/**
 * Pools of the kinds that people run, with what the linter has to say of each
 * and nothing else. They are written as JSON comes: nothing checks their types.
 */

import type { JsonObject, JsonValue } from "../../src/types/common.ts";

/** One pool, with its project and tasks. */
export interface Sample {
  /** The kind of work. */
  name: string;
  /** Settings of the pool. */
  pool: JsonObject;
  /** The project, if it is known. */
  project?: JsonObject;
  /** The tasks, if they are known. */
  tasks?: unknown[];
  /** Findings, as severity, check and path. */
  findings: string[];
}

const BASE = {
  project_id: "101",
  will_expire: "2030-06-01T00:00:00",
  reward_per_assignment: 0.03,
  assignment_max_duration_seconds: 900,
};

const PERSON = {
  conditions: [{ key: "skipped_in_row_count", operator: "GTE", value: 10 }],
  action: {
    type: "RESTRICTION_V2",
    parameters: {
      scope: "PROJECT",
      duration: 1,
      duration_unit: "DAYS",
      private_comment: "Skips",
    },
  },
};

const SKIPS = {
  collector_config: { type: "SKIPPED_IN_ROW_ASSIGNMENTS" },
  rules: [PERSON],
};

function condition(key: string, operator: string, value: JsonValue) {
  return { key, operator, value };
}

function restriction(scope: string, days: number, why: string) {
  return {
    type: "RESTRICTION_V2",
    parameters: {
      scope,
      duration: days,
      duration_unit: "DAYS",
      private_comment: why,
    },
  };
}

const FAST = {
  collector_config: {
    type: "ASSIGNMENT_SUBMIT_TIME",
    parameters: { history_size: 10, fast_submit_threshold_seconds: 20 },
  },
  rules: [{
    conditions: [condition("fast_submitted_count", "GTE", 3)],
    action: restriction("PROJECT", 10, "Fast answers"),
  }],
};

const GOLDEN = {
  collector_config: { type: "GOLDEN_SET", parameters: { history_size: 20 } },
  rules: [
    {
      conditions: [
        condition("golden_set_answers_count", "GTE", 5),
        condition("golden_set_correct_answers_rate", "LT", 60),
      ],
      action: restriction("PROJECT", 30, "Control tasks"),
    },
    {
      conditions: [condition("golden_set_answers_count", "GTE", 5)],
      action: {
        type: "SET_SKILL_FROM_OUTPUT_FIELD",
        parameters: { skill_id: "501", from_field: "correct_answers_rate" },
      },
    },
  ],
};

const REISSUE = {
  collector_config: { type: "USERS_ASSESSMENT" },
  rules: [{
    conditions: [
      condition("pool_access_revoked_reason", "EQ", "RESTRICTION"),
    ],
    action: {
      type: "CHANGE_OVERLAP",
      parameters: { delta: 1, open_pool: true },
    },
  }],
};

function profile(key: string, operator: string, value: JsonValue) {
  return { category: "profile", key, operator, value };
}

const ENGLISH = { and: [{ or: [profile("languages", "IN", "EN")] }] };

const ON_PHONES = {
  and: [{
    or: [{
      category: "computed",
      key: "client_type",
      operator: "EQ",
      value: "TOLOKA_APP",
    }],
  }],
};

/** A page of Template Builder with one question. */
function choice(field: string, values: string[], image = "image") {
  return {
    type: "tb",
    settings: { showSkip: true, showTimer: true },
    config: JSON.stringify({
      view: {
        type: "view.list",
        items: [
          { type: "view.image", url: { type: "data.input", path: image } },
          {
            type: "field.button-radio-group",
            data: { type: "data.output", path: field },
            options: values.map((value) => ({ label: value, value })),
          },
        ],
      },
      plugins: [{
        type: "plugin.toloka",
        layout: { kind: "scroll", taskWidth: 500 },
      }],
    }),
  };
}

function project(
  output_spec: JsonObject,
  more: JsonObject = {},
) {
  return {
    public_name: "Work",
    public_description: "Some work",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "url", required: true } },
      output_spec,
      view_spec: { type: "classic", markup: "", script: "", styles: "" },
    },
    ...more,
  };
}

const VERDICT = { verdict: { type: "string", allowed_values: ["ok", "bad"] } };

const general = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    input_values: { image: `https://example.com/${index}.png` },
  }));

const golden = (count: number) =>
  general(count).map((task) => ({
    ...task,
    known_solutions: [{ output_values: { verdict: "ok" } }],
    infinite_overlap: true,
  }));

const MIXED = {
  defaults: {
    default_overlap_for_new_task_suites: 0,
    default_overlap_for_new_tasks: 3,
  },
  mixer_config: {
    real_tasks_count: 9,
    golden_tasks_count: 1,
    training_tasks_count: 0,
    force_last_assignment: true,
  },
};

/** The corpus. */
export const CORPUS: readonly Sample[] = [
  {
    name: "classification with control tasks",
    pool: {
      ...BASE,
      ...MIXED,
      private_name: "Moderation 12",
      may_contain_adult_content: true,
      filter: ENGLISH,
      quality_control: { configs: [SKIPS, FAST, GOLDEN, REISSUE] },
    },
    project: project(VERDICT),
    tasks: [...general(500), ...golden(60)],
    findings: [],
  },
  {
    name: "filter nested three levels deep",
    pool: {
      ...BASE,
      ...MIXED,
      private_name: "Relevance",
      filter: {
        and: [{
          and: [
            profile("languages", "IN", "EN"),
            {
              or: [
                profile("country", "EQ", "US"),
                profile("country", "EQ", "CA"),
              ],
            },
          ],
        }],
      },
      quality_control: { configs: [FAST, REISSUE] },
    },
    findings: [],
  },
  {
    name: "flat filter, flags as texts",
    pool: {
      ...BASE,
      private_name: "Side by side",
      may_contain_adult_content: "false",
      auto_accept_solutions: "true",
      defaults: { default_overlap_for_new_task_suites: 5 },
      filter: {
        and: [profile("languages", "IN", "DE"), profile("country", "EQ", "DE")],
      },
      quality_control: { configs: [FAST, REISSUE] },
    },
    findings: [],
  },
  {
    name: "majority vote, overlap of its own for each task",
    pool: {
      ...BASE,
      private_name: "Labels",
      defaults: { default_overlap_for_new_task_suites: 1 },
      mixer_config: {
        real_tasks_count: 8,
        golden_tasks_count: 0,
        training_tasks_count: 0,
        mix_tasks_in_creation_order: true,
      },
      filter: ENGLISH,
      quality_control: {
        configs: [{
          collector_config: {
            type: "MAJORITY_VOTE",
            parameters: { answer_threshold: 3, history_size: 30 },
          },
          rules: [{
            conditions: [
              condition("total_answers_count", "GTE", 5),
              condition("correct_answers_rate", "LT", 50),
            ],
            action: restriction("PROJECT", 5, "Disagrees"),
          }],
        }, REISSUE],
      },
    },
    project: {
      ...project({ verdict: { type: "string" } }),
      task_spec: {
        input_spec: { image: { type: "url" } },
        output_spec: { verdict: { type: "string" } },
        view_spec: choice("verdict", ["ok", "bad"]),
      },
    },
    findings: [],
  },
  {
    name: "photos on a map, reviewed",
    pool: {
      ...BASE,
      private_name: "Shops",
      reward_per_assignment: 0.5,
      assignment_max_duration_seconds: 7_200,
      auto_accept_solutions: false,
      auto_accept_period_day: 14,
      defaults: { default_overlap_for_new_task_suites: 1 },
      filter: ON_PHONES,
      quality_control: {
        configs: [{
          collector_config: { type: "ASSIGNMENTS_ASSESSMENT" },
          rules: [{
            conditions: [condition("assessment_event", "EQ", "REJECT")],
            action: {
              type: "CHANGE_OVERLAP",
              parameters: { delta: 1, open_pool: true },
            },
          }],
        }],
      },
    },
    project: project(
      {
        photo: { type: "array_file", required: true },
        place: { type: "coordinates", current_location: true },
      },
      {
        assignments_issuing_type: "MAP_SELECTOR",
        assignments_issuing_view_config: {
          title_template: "Shop",
          description_template: "{{inputParams['image']}}",
          map_provider: "GOOGLE",
        },
        max_active_assignments_count: 5,
      },
    ),
    findings: [],
  },
  {
    name: "photos on a map, for everyone and unseen",
    pool: {
      ...BASE,
      private_name: "Shops",
      defaults: { default_overlap_for_new_task_suites: 1 },
      filter: ENGLISH,
      quality_control: { configs: [SKIPS] },
    },
    project: project(
      { photo: { type: "file" } },
      { assignments_issuing_type: "MAP_SELECTOR" },
    ),
    findings: [
      "warning files-without-review project.task_spec.output_spec.photo",
      "warning map-without-view-config project.assignments_issuing_view_config",
      "warning map-without-app-filter filter",
    ],
  },
  {
    name: "transcription in free words, reviewed by others",
    pool: {
      ...BASE,
      private_name: "Transcripts",
      auto_accept_solutions: false,
      auto_accept_period_day: 3,
      defaults: { default_overlap_for_new_task_suites: 1 },
      filter: ENGLISH,
      quality_control: { configs: [SKIPS] },
    },
    project: project({ text: { type: "string", max_length: 2_000 } }),
    tasks: [{ tasks: general(3) }],
    findings: [],
  },
  {
    name: "majority vote over free words",
    pool: {
      ...BASE,
      ...MIXED,
      private_name: "Transcripts",
      filter: ENGLISH,
      mixer_config: {
        ...MIXED.mixer_config,
        mix_tasks_in_creation_order: true,
      },
      quality_control: {
        configs: [{
          collector_config: {
            type: "MAJORITY_VOTE",
            parameters: { answer_threshold: 2 },
          },
          rules: [{
            conditions: [condition("total_answers_count", "GTE", 5)],
            action: {
              type: "SET_SKILL_FROM_OUTPUT_FIELD",
              parameters: {
                skill_id: "501",
                from_field: "correct_answers_rate",
              },
            },
          }],
        }],
      },
    },
    project: project({
      text: { type: "string" },
      a: { type: "boolean" },
      b: { type: "boolean" },
      c: { type: "boolean" },
    }),
    findings: [
      "warning majority-answers-free quality_control.configs.0",
      "warning majority-many-fields quality_control.configs.0",
    ],
  },
  {
    name: "survey, one answer each",
    pool: {
      ...BASE,
      private_name: "Survey",
      defaults: { default_overlap_for_new_task_suites: 100 },
      filter: {
        and: [
          {
            or: [
              profile("country", "EQ", "FR"),
              profile("country", "EQ", "BE"),
            ],
          },
          { or: [profile("languages", "IN", "FR")] },
        ],
      },
      quality_control: {
        configs: [{
          collector_config: { type: "ANSWER_COUNT" },
          rules: [{
            conditions: [condition("assignments_accepted_count", "GTE", 1)],
            action: restriction("PROJECT", 365, "One answer each"),
          }],
        }],
      },
    },
    findings: [],
  },
  {
    name: "exam of control tasks, free of charge",
    pool: {
      ...BASE,
      private_name: "Exam",
      reward_per_assignment: 0,
      defaults: {
        default_overlap_for_new_task_suites: 1,
        default_overlap_for_new_tasks: 1,
      },
      mixer_config: {
        real_tasks_count: 0,
        golden_tasks_count: 10,
        training_tasks_count: 0,
      },
      filter: {
        and: [
          ...ENGLISH.and,
          {
            or: [{
              category: "skill",
              key: "501",
              operator: "EQ",
              value: null,
            }],
          },
        ],
      },
      quality_control: {
        configs: [{
          collector_config: { type: "GOLDEN_SET" },
          rules: [{
            conditions: [condition("total_answers_count", "GTE", 10)],
            action: {
              type: "SET_SKILL_FROM_OUTPUT_FIELD",
              parameters: {
                skill_id: "501",
                from_field: "correct_answers_rate",
              },
            },
          }],
        }],
      },
    },
    project: project(VERDICT),
    tasks: golden(10),
    findings: [],
  },
  {
    name: "dynamic overlap",
    pool: {
      ...BASE,
      ...MIXED,
      private_name: "Dynamic",
      auto_close_after_complete_delay_seconds: 1_800,
      filter: ENGLISH,
      dynamic_overlap_config: {
        type: "BASIC",
        max_overlap: 5,
        min_confidence: 0.85,
        answer_weight_skill_id: "501",
        fields: [{ name: "verdict" }],
      },
      quality_control: { configs: [FAST, GOLDEN] },
    },
    project: project(VERDICT),
    findings: [],
  },
  {
    name: "selective majority vote",
    pool: {
      ...BASE,
      private_name: "Checked",
      defaults: {
        default_overlap_for_new_task_suites: 1,
        default_overlap_for_new_tasks: 1,
      },
      mixer_config: {
        real_tasks_count: 10,
        golden_tasks_count: 0,
        training_tasks_count: 0,
        mix_tasks_in_creation_order: true,
      },
      filter: ENGLISH,
      quality_control: {
        configs: [{
          collector_config: {
            type: "MAJORITY_VOTE",
            parameters: { answer_threshold: 3 },
          },
          rules: [{
            conditions: [
              condition("total_answers_count", "GTE", 5),
              condition("correct_answers_rate", "GTE", 0),
              condition("correct_answers_rate", "LT", 60),
            ],
            action: restriction("PROJECT", 30, "Disagrees"),
          }],
        }, REISSUE],
        checkpoints_config: {
          real_settings: {
            target_overlap: 5,
            task_distribution_function: {
              scope: "PROJECT",
              distribution: "UNIFORM",
              window_days: 7,
              intervals: [
                { from: 1, to: 10, frequency: 2 },
                { from: 11, to: 100_000, frequency: 20 },
              ],
            },
          },
        },
      },
    },
    project: project(VERDICT),
    findings: [],
  },
  {
    name: "a pool as the server sends it",
    pool: {
      ...BASE,
      id: "9001",
      status: "CLOSED",
      last_close_reason: "MANUAL",
      created: "2024-01-01T00:00:00",
      last_started: null,
      owner: { id: "1", myself: true },
      type: "REGULAR",
      private_name: "Read",
      private_comment: null,
      public_description: null,
      auto_accept_solutions: true,
      auto_accept_period_day: null,
      dynamic_overlap_config: null,
      dynamic_pricing_config: null,
      mixer_config: null,
      training_config: null,
      speed_quality_balance: null,
      defaults: { default_overlap_for_new_task_suites: 3 },
      filter: ENGLISH,
      quality_control: {
        captcha_frequency: null,
        training_requirement: null,
        checkpoints_config: null,
        configs: [FAST, REISSUE],
      },
      priority: 0,
    },
    findings: [],
  },
  {
    name: "names misspelt",
    pool: {
      ...BASE,
      private_name: "Typos",
      auto_accept_solution: false,
      defaults: {
        default_overlap_for_new_task_suites: 3,
        default_overlap_for_new_task: 3,
      },
      filter: ENGLISH,
      quality_contorl: { configs: [FAST] },
    },
    project: project(VERDICT, { public_instrutions: "Look closely" }),
    findings: [
      "error name-misspelt auto_accept_solution",
      "error name-misspelt defaults.default_overlap_for_new_task",
      "error name-misspelt quality_contorl",
      "error name-misspelt project.public_instrutions",
      "warning quality-control-missing quality_control.configs",
    ],
  },
  {
    name: "good Tolokers who lack the skill",
    pool: {
      ...BASE,
      private_name: "Nobody",
      assignment_max_duration_seconds: 30,
      defaults: { default_overlap_for_new_task_suites: 3 },
      filter: {
        and: [
          {
            or: [{ category: "skill", key: "501", operator: "GTE", value: 80 }],
          },
          {
            or: [{
              category: "skill",
              key: "501",
              operator: "EQ",
              value: null,
            }],
          },
        ],
      },
      quality_control: {
        configs: [{
          collector_config: {
            type: "CAPTCHA",
            parameters: { history_size: 5 },
          },
          rules: [{
            conditions: [
              condition("stored_results_count", "GTE", 3),
              condition("success_rate", "LT", 50),
            ],
            action: {
              type: "REJECT_ALL_ASSIGNMENTS",
              parameters: { public_comment: "" },
            },
          }],
        }],
      },
    },
    findings: [
      "error filter-excludes-everyone filter",
      "warning assignment-duration-short assignment_max_duration_seconds",
      "warning review-rule-without-review quality_control.configs.0.rules.0",
      "warning rejection-without-reason quality_control.configs.0.rules.0",
      "info captcha-out-of-use quality_control.configs.0",
    ],
  },
  {
    name: "page that does not fit its fields",
    pool: {
      ...BASE,
      private_name: "Page",
      defaults: { default_overlap_for_new_task_suites: 3 },
      filter: ENGLISH,
      quality_control: { configs: [FAST, REISSUE] },
    },
    project: {
      ...project(VERDICT),
      task_spec: {
        input_spec: { image: { type: "url" } },
        output_spec: VERDICT,
        view_spec: choice("verdict", ["ok", "wrong"], "imgae"),
      },
    },
    findings: [
      "error view-path-unknown project.task_spec.view_spec.config.view.items.0.url",
      "error view-value-not-allowed project.task_spec.view_spec.config.view.items.1.options.1",
    ],
  },
];
