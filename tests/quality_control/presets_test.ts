import { assertEquals, assertThrows } from "@std/assert";
import { lintPool } from "../../src/planning/mod.ts";
import {
  presets,
  qualityControl,
  trainingRequirement,
} from "../../src/quality_control/mod.ts";
import { pool } from "../planning/_pool.ts";

const {
  acceptanceRate,
  answerLimit,
  captcha,
  fastAnswers,
  goldenSet,
  incomeLimit,
  majorityVote,
  reissueRejected,
  reissueRevoked,
  skippedInRow,
} = presets;

const restrict = {
  scope: "PROJECT",
  duration: { days: 10 },
  privateComment: "why",
} as const;

const RESTRICTION = {
  type: "RESTRICTION_V2",
  parameters: {
    scope: "PROJECT",
    duration: 10,
    duration_unit: "DAYS",
    private_comment: "why",
  },
};

Deno.test("goldenSet() sets a skill and restricts", () => {
  assertEquals<unknown>(
    goldenSet({
      historySize: 10,
      minAnswers: 3,
      skillId: "20",
      restrictBelow: { correctRate: 60, ...restrict },
    }),
    {
      collector_config: {
        type: "GOLDEN_SET",
        parameters: { history_size: 10 },
      },
      rules: [
        {
          conditions: [
            { key: "total_answers_count", operator: "GTE", value: 3 },
          ],
          action: {
            type: "SET_SKILL_FROM_OUTPUT_FIELD",
            parameters: { skill_id: "20", from_field: "correct_answers_rate" },
          },
        },
        {
          conditions: [
            { key: "total_answers_count", operator: "GTE", value: 3 },
            { key: "correct_answers_rate", operator: "LT", value: 60 },
          ],
          action: RESTRICTION,
        },
      ],
    },
  );
});

Deno.test("goldenSet() needs something to do", () => {
  assertThrows(
    () => goldenSet({ minAnswers: 3 }),
    RangeError,
    "Cannot build the rules as 'skillId' or 'restrictBelow' is needed",
  );
});

Deno.test("majorityVote() restricts those who differ", () => {
  assertEquals<unknown>(
    majorityVote({
      answerThreshold: 2,
      minAnswers: 5,
      restrictBelow: { correctRate: 50, ...restrict },
    }),
    {
      collector_config: {
        type: "MAJORITY_VOTE",
        parameters: { answer_threshold: 2 },
      },
      rules: [{
        conditions: [
          { key: "total_answers_count", operator: "GTE", value: 5 },
          { key: "correct_answers_rate", operator: "LT", value: 50 },
        ],
        action: RESTRICTION,
      }],
    },
  );
});

/** Presets of one condition or two, and what they come to. */
const PRESETS = {
  fastAnswers: [
    fastAnswers({ thresholdSeconds: 15, fastCount: 3, restrict }),
    "ASSIGNMENT_SUBMIT_TIME",
    { fast_submit_threshold_seconds: 15 },
    ["fast_submitted_count GTE 3"],
  ],
  skippedInRow: [
    skippedInRow({ skippedCount: 10, restrict }),
    "SKIPPED_IN_ROW_ASSIGNMENTS",
    undefined,
    ["skipped_in_row_count GTE 10"],
  ],
  incomeLimit: [
    incomeLimit({ dollarsPerDay: 20, restrict }),
    "INCOME",
    undefined,
    ["income_sum_for_last_24_hours GTE 20"],
  ],
  answerLimit: [
    answerLimit({ acceptedCount: 12, restrict }),
    "ANSWER_COUNT",
    undefined,
    ["assignments_accepted_count GTE 12"],
  ],
  captcha: [
    captcha({ historySize: 5, minShown: 3, successRate: 60, restrict }),
    "CAPTCHA",
    { history_size: 5 },
    ["stored_results_count GTE 3", "success_rate LT 60"],
  ],
  acceptanceRate: [
    acceptanceRate({ minAssignments: 3, rejectedRate: 35, restrict }),
    "ACCEPTANCE_RATE",
    undefined,
    ["total_assignments_count GTE 3", "rejected_assignments_rate GT 35"],
  ],
} as const;

for (
  const [name, [config, type, parameters, conditions]] of Object.entries(
    PRESETS,
  )
) {
  Deno.test(`${name}() restricts by its collector`, () => {
    assertEquals<string>(config.collector_config.type, type);
    assertEquals<unknown>(config.collector_config.parameters, parameters);
    assertEquals<readonly string[]>(
      config.rules[0]?.conditions.map(({ key, operator, value }) =>
        `${key} ${operator} ${value}`
      ) ?? [],
      conditions,
    );
    assertEquals<unknown>(config.rules[0]?.action, RESTRICTION);
  });
}

Deno.test("reissueRejected() gives work to one more Toloker", () => {
  assertEquals<unknown>(reissueRejected(), {
    collector_config: { type: "ASSIGNMENTS_ASSESSMENT" },
    rules: [{
      conditions: [
        { key: "assessment_event", operator: "EQ", value: "REJECT" },
      ],
      action: {
        type: "CHANGE_OVERLAP",
        parameters: { delta: 1, open_pool: true },
      },
    }],
  });
});

Deno.test("reissueRevoked() follows restrictions, or a skill", () => {
  assertEquals(reissueRevoked({ delta: 2, openPool: false }).rules, [{
    conditions: [
      {
        key: "pool_access_revoked_reason",
        operator: "EQ",
        value: "RESTRICTION",
      },
    ],
    action: {
      type: "CHANGE_OVERLAP",
      parameters: { delta: 2, open_pool: false },
    },
  }]);
  assertEquals(
    reissueRevoked({ skillId: "20" }).rules[0]?.conditions.map(({ value }) =>
      value
    ),
    ["SKILL_CHANGE", "20"],
  );
});

Deno.test("trainingRequirement() names the training and the share", () => {
  assertEquals(trainingRequirement({ trainingId: "7", passingRate: 80 }), {
    training_pool_id: "7",
    training_passing_skill_value: 80,
  });
  assertEquals(
    trainingRequirement({ trainingId: "7", passingRate: 100 })
      .training_passing_skill_value,
    100,
  );
  assertThrows(
    () => trainingRequirement({ trainingId: "7", passingRate: 101 }),
    RangeError,
    "current value is 101",
  );
});

Deno.test("presets pass the checks of a pool", () => {
  const findings = lintPool({
    ...pool,
    auto_accept_solutions: false,
    auto_accept_period_day: 7,
    defaults: { default_overlap_for_new_task_suites: 3 },
    assignments_issuing_config: { issue_task_suites_in_creation_order: true },
    quality_control: qualityControl([
      goldenSet({
        historySize: 10,
        minAnswers: 3,
        skillId: "20",
        restrictBelow: { correctRate: 60, ...restrict },
      }),
      majorityVote({ answerThreshold: 2, minAnswers: 5, skillId: "21" }),
      PRESETS.fastAnswers[0],
      PRESETS.skippedInRow[0],
      PRESETS.incomeLimit[0],
      PRESETS.answerLimit[0],
      PRESETS.acceptanceRate[0],
      reissueRejected(),
      reissueRevoked(),
    ]),
  }, { ignore: ["review-with-overlap"] });
  assertEquals(findings, []);
});
