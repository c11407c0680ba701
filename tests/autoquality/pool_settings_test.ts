/** Settings of an experiment's pools. */
import { assertEquals } from "@std/assert";
import type { Pool } from "../../src/types/mod.ts";
import {
  poolSettings,
  withSkill,
} from "../../src/autoquality/pool_settings.ts";

const base: Pool = {
  id: "1",
  project_id: "2",
  private_name: "Base",
  status: "CLOSED",
  last_close_reason: "COMPLETED",
  created: "2024-01-01T00:00:00",
  type: "REGULAR",
  owner: { id: "3", myself: true },
  will_expire: "2030-01-01T00:00:00",
  reward_per_assignment: 0.01,
  assignment_max_duration_seconds: 600,
  defaults: {
    default_overlap_for_new_tasks: 3,
    default_overlap_for_new_task_suites: 3,
  },
  mixer_config: {
    real_tasks_count: 4,
    golden_tasks_count: 1,
    training_tasks_count: 0,
  },
};
const place = {
  name: "params 1",
  ban: { duration_unit: "PERMANENT" },
} as const;

Deno.test("poolSettings() leaves out what is not a setting, and changes nothing of the base pool", () => {
  const before = structuredClone(base);
  const settings = poolSettings(base, { overlap: 5 }, place);
  assertEquals(base, before);
  assertEquals(
    ["id", "status", "created", "owner", "type"].filter((key) =>
      key in settings
    ),
    [],
  );
  assertEquals(settings.private_name, "params 1");
});

Deno.test("poolSettings() sets the overlap of tasks as well as that of task suites", () => {
  const { defaults } = poolSettings(base, { overlap: 5 }, place);
  assertEquals(defaults, {
    default_overlap_for_new_tasks: 5,
    default_overlap_for_new_task_suites: 5,
  });
});

Deno.test("poolSettings() replaces a collector with its parameters, and keeps the rules that restrict nobody", () => {
  const setSkill = {
    conditions: [
      { key: "total_answers_count", operator: "GTE", value: 3 },
    ],
    action: {
      type: "SET_SKILL_FROM_OUTPUT_FIELD",
      parameters: { skill_id: "9", from_field: "correct_answers_rate" },
    },
  } as const;
  const old: Pool = {
    ...base,
    quality_control: {
      configs: [{
        collector_config: {
          type: "GOLDEN_SET",
          uuid: "00000000-0000-4000-8000-000000000000",
          parameters: { history_size: 50 },
        },
        rules: [{ ...setSkill, conditions: [...setSkill.conditions] }, {
          conditions: [{
            key: "golden_set_incorrect_answers_rate",
            operator: "GT",
            value: 90,
          }],
          action: {
            type: "RESTRICTION",
            parameters: { scope: "PROJECT", duration_days: 1 },
          },
        }],
      }, {
        collector_config: {
          type: "ASSIGNMENT_SUBMIT_TIME",
          uuid: "00000000-0000-4000-8000-000000000001",
          parameters: { history_size: 50, fast_submit_threshold_seconds: 1 },
        },
        rules: [{
          conditions: [
            { key: "fast_submitted_count", operator: "GTE", value: 50 },
          ],
          action: {
            type: "RESTRICTION",
            parameters: { scope: "PROJECT", duration_days: 1 },
          },
        }],
      }],
    },
  };
  const { quality_control } = poolSettings(old, {
    GoldenSet: { history_size: 4, incorrect_answers_rate: 30 },
    AssignmentSubmitTime: {
      history_size: 2,
      avg_page_seconds: 60,
      too_fast_fraction: 0.25,
    },
  }, place);
  const shown = quality_control!.configs!.map((
    { collector_config, rules },
  ) => ({
    ...collector_config,
    actions: rules.map(({ action }) => action.type),
  }));
  assertEquals(shown, [
    {
      type: "GOLDEN_SET",
      parameters: { history_size: 50 },
      actions: ["SET_SKILL_FROM_OUTPUT_FIELD"],
    },
    {
      type: "ASSIGNMENT_SUBMIT_TIME",
      parameters: { history_size: 2, fast_submit_threshold_seconds: 15 },
      actions: ["RESTRICTION_V2"],
    },
    {
      type: "GOLDEN_SET",
      parameters: { history_size: 4 },
      actions: ["RESTRICTION_V2"],
    },
  ]);
});

Deno.test("poolSettings() never asks for a threshold of zero seconds", () => {
  const { quality_control } = poolSettings(base, {
    AssignmentSubmitTime: {
      history_size: 2,
      avg_page_seconds: 60,
      too_fast_fraction: 0,
    },
  }, place);
  assertEquals(quality_control!.configs![0]!.collector_config.parameters, {
    history_size: 2,
    fast_submit_threshold_seconds: 1,
  });
});

Deno.test("poolSettings() asks for a true majority, and drops the rule where no vote can be lost", () => {
  const thresholds = [1, 2, 3, 4, 5, 12].map((overlap) => {
    const { quality_control } = poolSettings(base, {
      overlap,
      MajorityVote: { history_size: 5, incorrect_answers_rate: 40 },
    }, place);
    const [config] = quality_control!.configs!;
    const { parameters } = config?.collector_config ?? {};
    return parameters && "answer_threshold" in parameters
      ? parameters.answer_threshold
      : undefined;
  });
  assertEquals(thresholds, [undefined, undefined, 2, 3, 3, 7]);
});

Deno.test("poolSettings() restricts for as long as it is told", () => {
  const { quality_control } = poolSettings(base, {
    GoldenSet: { history_size: 4, incorrect_answers_rate: 30 },
  }, { ...place, ban: { duration: 3, duration_unit: "HOURS" } });
  assertEquals(quality_control!.configs![0]!.rules[0]!.action, {
    type: "RESTRICTION_V2",
    parameters: {
      scope: "POOL",
      duration: 3,
      duration_unit: "HOURS",
      private_comment: "GoldenSet",
    },
  });
});

Deno.test("poolSettings() sets the requirements of training and exam", () => {
  const settings = poolSettings(base, {
    TrainingRequirement: { training_passing_skill_value: 70 },
    ExamRequirement: { exam_passing_skill_value: 60 },
  }, { ...place, trainingPoolId: "7", examSkillId: "8" });
  assertEquals(settings.quality_control?.training_requirement, {
    training_pool_id: "7",
    training_passing_skill_value: 70,
  });
  assertEquals(settings.filter, {
    and: [{
      or: [{ category: "skill", key: "8", operator: "GTE", value: 60 }],
    }],
  });
});

const condition = {
  category: "skill",
  key: "8",
  operator: "GTE",
  value: 60,
} as const;

Deno.test("withSkill() needs no filter to begin with", () => {
  const expected = { and: [{ or: [condition] }] };
  assertEquals(withSkill(undefined, condition), expected);
  assertEquals(withSkill(null, condition), expected);
});

Deno.test("withSkill() replaces the same condition, also where it stands alone in a group", () => {
  const old = { ...condition, value: 10 };
  const language = {
    category: "profile",
    key: "languages",
    operator: "IN",
    value: "EN",
  } as const;
  const expected = { and: [{ or: [language] }, { or: [condition] }] };
  for (
    const part of [old, { or: [old] }, { and: [old] }, { and: [{ or: [old] }] }]
  ) {
    const filter = { and: [{ or: [language] }, part] };
    assertEquals(withSkill(filter, condition), expected);
  }
});

Deno.test("withSkill() keeps other conditions as they are", () => {
  const parts = [
    { ...condition, key: "9" },
    { ...condition, operator: "LT" as const },
    { or: [{ ...condition, value: 10 }, { ...condition, key: "9" }] },
  ];
  for (const part of parts) {
    assertEquals(withSkill(part, condition), {
      and: [part, { or: [condition] }],
    });
  }
});
