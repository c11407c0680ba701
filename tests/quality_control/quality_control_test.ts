import { assertEquals, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import {
  actions,
  collectors,
  conditions,
  qualityControl,
  rule,
} from "../../src/quality_control/mod.ts";
import { COLLECTOR_KEYS } from "../../src/quality_control/collector_keys.ts";
import type {
  CollectorConfig,
  QualityControlConfig,
  RuleAction,
  RuleCondition,
} from "../../src/types/quality_control.ts";
import * as samples from "../types/samples_quality_control.ts";

const { uuid } = samples.goldenSet;

/** Every collector, built as in the full sample of it. */
const COLLECTORS: readonly [CollectorConfig, CollectorConfig][] = [
  [
    collectors.acceptanceRate({ uuid, historySize: 1 }),
    samples.acceptanceRate,
  ],
  [collectors.answerCount({ uuid }), samples.answerCount],
  [collectors.assignmentsAssessment({ uuid }), samples.assignmentsAssessment],
  [
    collectors.assignmentSubmitTime({
      uuid,
      fastSubmitThresholdSeconds: 1,
      historySize: 1,
    }),
    samples.assignmentSubmitTime,
  ],
  [collectors.captcha({ uuid, historySize: 1 }), samples.captcha],
  [collectors.goldenSet({ uuid, historySize: 1 }), samples.goldenSet],
  [collectors.income({ uuid }), samples.income],
  [
    collectors.majorityVote({ uuid, answerThreshold: 1, historySize: 1 }),
    samples.majorityVote,
  ],
  [
    collectors.skippedInRowAssignments({ uuid }),
    samples.skippedInRowAssignments,
  ],
  [collectors.training({ uuid }), samples.trainingCollector],
  [collectors.usersAssessment({ uuid }), samples.usersAssessment],
];

for (const [built, sample] of COLLECTORS) {
  Deno.test(`collector makes ${sample.type}`, () => {
    assertEquals(built, sample);
  });
}

Deno.test("collector makes every type", () => {
  assertEquals(
    new Set(COLLECTORS.map(([{ type }]) => type)),
    new Set(Object.keys(COLLECTOR_KEYS)) as Set<CollectorConfig["type"]>,
  );
});

/** Every condition, built as in the full sample of it. */
const CONDITIONS: readonly [RuleCondition, RuleCondition][] = [
  [
    conditions.acceptedAssignmentsCount.eq(1),
    samples.acceptedAssignmentsCount,
  ],
  [
    conditions.acceptedAssignmentsRate.eq(0.5),
    samples.acceptedAssignmentsRate,
  ],
  [
    conditions.assignmentsAcceptedCount.eq(1),
    samples.assignmentsAcceptedCount,
  ],
  [conditions.correctAnswersRate.eq(0.5), samples.correctAnswersRate],
  [conditions.failRate.eq(0.5), samples.failRate],
  [conditions.fastSubmittedCount.eq(1), samples.fastSubmittedCount],
  [conditions.goldenSetAnswersCount.eq(1), samples.goldenSetAnswersCount],
  [
    conditions.goldenSetCorrectAnswersRate.eq(0.5),
    samples.goldenSetCorrectAnswersRate,
  ],
  [
    conditions.goldenSetIncorrectAnswersRate.eq(0.5),
    samples.goldenSetIncorrectAnswersRate,
  ],
  [
    conditions.incomeSumForLast24Hours.eq(0.5),
    samples.incomeSumForLast24Hours,
  ],
  [conditions.incorrectAnswersRate.eq(0.5), samples.incorrectAnswersRate],
  [
    conditions.nextAssignmentAvailable.eq(true),
    samples.nextAssignmentAvailable,
  ],
  [conditions.pendingAssignmentsCount.eq(1), samples.pendingAssignmentsCount],
  [conditions.rejectedAssignmentsCount.eq(1), samples.rejectedAssignmentsCount],
  [conditions.rejectedAssignmentsRate.eq(0.5), samples.rejectedAssignmentsRate],
  [conditions.skippedInRowCount.eq(1), samples.skippedInRowCount],
  [conditions.storedResultsCount.eq(1), samples.storedResultsCount],
  [
    conditions.submittedAssignmentsCount.eq(1),
    samples.submittedAssignmentsCount,
  ],
  [conditions.successRate.eq(0.5), samples.successRate],
  [conditions.totalAnswersCount.eq(1), samples.totalAnswersCount],
  [conditions.totalAssignmentsCount.eq(1), samples.totalAssignmentsCount],
  [conditions.totalSubmittedCount.eq(1), samples.totalSubmittedCount],
  [conditions.assessmentEvent.eq("ACCEPT"), samples.assessmentEvent],
  [
    conditions.poolAccessRevokedReason.eq("SKILL_CHANGE"),
    samples.poolAccessRevokedReason,
  ],
  [conditions.skillId.eq("s"), samples.skillId],
];

for (const [built, sample] of CONDITIONS) {
  Deno.test(`condition makes ${sample.key}`, () => {
    assertEquals(built, sample);
  });
}

Deno.test("condition makes every key a collector knows", () => {
  assertEquals<Set<string>>(
    new Set(CONDITIONS.map(([{ key }]) => key)),
    new Set(Object.values(COLLECTOR_KEYS).flat()),
  );
  assertEquals(Object.keys(conditions).length, CONDITIONS.length);
});

Deno.test("condition has all operators of comparison", () => {
  const is = conditions.totalAnswersCount;
  assertEquals(
    [is.eq(1), is.ne(1), is.gt(1), is.gte(1), is.lt(1), is.lte(1)].map((
      { operator },
    ) => operator),
    ["EQ", "NE", "GT", "GTE", "LT", "LTE"],
  );
  assertEquals(conditions.skillId.ne("20").operator, "NE");
});

Deno.test("condition takes values at the bounds", () => {
  assertEquals(conditions.totalAnswersCount.gt(0).value, 0);
  assertEquals(conditions.incomeSumForLast24Hours.gt(0).value, 0);
  assertEquals(conditions.correctAnswersRate.gte(0).value, 0);
  assertEquals(conditions.correctAnswersRate.lte(100).value, 100);
});

Deno.test("condition refuses values a statistic cannot have", () => {
  assertThrows(
    () => conditions.correctAnswersRate.lt(101),
    RangeError,
    "Cannot build the condition as 'correct_answers_rate' must be between 0 and 100: current value is 101",
  );
  assertThrows(() => conditions.totalAnswersCount.gte(2.5), RangeError);
  assertThrows(() => conditions.skippedInRowCount.gte(-1), RangeError);
  assertThrows(() => conditions.incomeSumForLast24Hours.gt(NaN), RangeError);
  assertThrows(
    () => conditions.incomeSumForLast24Hours.gt(Infinity),
    RangeError,
  );
});

/** Every action, built as in the full sample of it. */
const ACTIONS: readonly [RuleAction, RuleAction][] = [
  [
    actions.restrict({
      scope: "PROJECT",
      duration: { minutes: 1 },
      privateComment: "s",
    }),
    samples.restrictionV2,
  ],
  [
    actions.restrictDays({
      scope: "PROJECT",
      durationDays: 1,
      privateComment: "s",
    }),
    samples.restriction,
  ],
  [actions.setSkill({ skillId: "s", value: 1 }), samples.setSkill],
  [actions.setSkillFrom({ skillId: "s" }), samples.setSkillFromOutputField],
  [actions.changeOverlap({ delta: 1, openPool: true }), samples.changeOverlap],
  [
    actions.rejectAllAssignments({ publicComment: "s" }),
    samples.rejectAllAssignments,
  ],
  [actions.approveAllAssignments(), samples.approveAllAssignments],
  [actions.undescribed("SET_POOL_COMPLETE"), { type: "SET_POOL_COMPLETE" }],
  [
    actions.undescribed("CLEAN_COLLECTOR", { any: 1 }),
    { type: "CLEAN_COLLECTOR", parameters: { any: 1 } },
  ],
  [
    actions.undescribed("CLEAN_ASSIGNMENTS_HISTORY"),
    { type: "CLEAN_ASSIGNMENTS_HISTORY" },
  ],
];

for (const [built, sample] of ACTIONS) {
  Deno.test(`action makes ${sample.type}`, () => {
    assertEquals(built, sample);
  });
}

Deno.test("actions.restrict() says the unit of the duration", () => {
  const made = (duration: Parameters<typeof actions.restrict>[0]["duration"]) =>
    actions.restrict({ scope: "POOL", duration }).parameters;
  assertEquals(made({ hours: 8 }), {
    scope: "POOL",
    duration: 8,
    duration_unit: "HOURS",
  });
  assertEquals(made({ days: 3 }), {
    scope: "POOL",
    duration: 3,
    duration_unit: "DAYS",
  });
  assertEquals(made("PERMANENT"), {
    scope: "POOL",
    duration_unit: "PERMANENT",
  });
});

Deno.test("action refuses values out of bounds", () => {
  const scope = "POOL";
  const made: (() => unknown)[] = [
    () => actions.restrict({ scope, duration: { days: 0 } }),
    () => actions.restrict({ scope, duration: { hours: 1.5 } }),
    () => actions.restrictDays({ scope, durationDays: 0 }),
    () => actions.setSkill({ skillId: "20", value: 101 }),
    () => actions.changeOverlap({ delta: 0 }),
    () => actions.changeOverlap({ delta: 0.5 }),
  ];
  for (const make of made) assertThrows(make, RangeError, "Cannot build");
});

Deno.test("collector refuses values out of bounds", () => {
  const made: (() => unknown)[] = [
    () => collectors.goldenSet({ historySize: 0 }),
    () => collectors.majorityVote({ answerThreshold: 0 }),
    () => collectors.assignmentSubmitTime({ fastSubmitThresholdSeconds: 0 }),
  ];
  for (const make of made) {
    assertThrows(make, RangeError, "must be a whole number from 1");
  }
});

Deno.test("rule() makes the recorded rules", () => {
  // As toloka-kit sent them when it cloned a project.
  const fast = {
    rules: [{
      action: {
        parameters: { scope: "POOL", duration_unit: "PERMANENT" },
        type: "RESTRICTION_V2",
      },
      conditions: [
        { operator: "GTE", value: 5, key: "fast_submitted_count" },
      ],
    }],
    collector_config: {
      uuid: "bc6135bb-4867-0ef6-9d31-d3bcbc7d1418",
      parameters: { fast_submit_threshold_seconds: 45, history_size: 20 },
      type: "ASSIGNMENT_SUBMIT_TIME",
    },
  };
  const income = {
    rules: [{
      action: {
        parameters: { scope: "PROJECT", duration_unit: "PERMANENT" },
        type: "RESTRICTION_V2",
      },
      conditions: [
        { operator: "GTE", value: 10.0, key: "income_sum_for_last_24_hours" },
      ],
    }],
    collector_config: { type: "INCOME" },
  };

  assertEquals<unknown>(
    rule(
      collectors.assignmentSubmitTime({
        uuid: "bc6135bb-4867-0ef6-9d31-d3bcbc7d1418",
        fastSubmitThresholdSeconds: 45,
        historySize: 20,
      }),
      [conditions.fastSubmittedCount.gte(5)],
      actions.restrict({ scope: "POOL", duration: "PERMANENT" }),
    ),
    fast,
  );
  assertEquals<unknown>(
    rule(
      collectors.income(),
      [conditions.incomeSumForLast24Hours.gte(10)],
      actions.restrict({ scope: "PROJECT", duration: "PERMANENT" }),
    ),
    income,
  );
});

Deno.test("qualityControl() makes the full sample", () => {
  const { checkpoints_config, training_requirement } = samples.qualityControl;
  const made = qualityControl([
    rule(
      collectors.majorityVote({ uuid, answerThreshold: 1, historySize: 1 }),
      [conditions.totalAnswersCount.eq(1)],
      actions.restrict({
        scope: "PROJECT",
        duration: { minutes: 1 },
        privateComment: "s",
      }),
    ),
  ], {
    trainingRequirement: training_requirement,
    captchaFrequency: "LOW",
    checkpointsConfig: checkpoints_config,
  });
  assertEquals<unknown>(made, samples.qualityControl);
});

const skip = (count: number) =>
  rule(
    collectors.skippedInRowAssignments(),
    [conditions.skippedInRowCount.gte(count)],
    actions.restrict({ scope: "POOL", duration: { days: count } }),
  );

Deno.test("qualityControl() puts rules of equal collectors together", () => {
  const vote = (historySize: number) =>
    rule(
      collectors.majorityVote({ answerThreshold: 2, historySize }),
      [conditions.totalAnswersCount.gte(3)],
      actions.setSkillFrom({ skillId: "20" }),
    );
  const { configs } = qualityControl([skip(5), vote(10), skip(9), vote(20)]);
  assertEquals(
    configs?.map(({ rules }) => rules.length),
    [2, 1, 1],
  );
});

Deno.test("qualityControl() knows equal collectors by content", () => {
  const [one, other] = [skip(5), skip(9)];
  const read = {
    ...other,
    collector_config: { type: "SKIPPED_IN_ROW_ASSIGNMENTS", parameters: {} },
  } as QualityControlConfig;
  const again = {
    ...other,
    collector_config: { parameters: {}, type: "SKIPPED_IN_ROW_ASSIGNMENTS" },
  } as QualityControlConfig;
  assertEquals(qualityControl([one, read, again]).configs?.length, 2);
});

Deno.test("qualityControl() keeps fields it does not know and its arguments", () => {
  const read = {
    collector_config: { type: "INCOME", limit: { kept: true } },
    rules: [{ conditions: [], action: { type: "NEW" }, since: 1 }],
    name: "Income",
  } as unknown as QualityControlConfig;
  const before = structuredClone(read);

  const { configs } = qualityControl([read, read]);

  assertEquals(read, before);
  assertEquals<unknown>(configs, [{
    ...before,
    rules: [...before.rules, ...before.rules],
  }]);
});

/** The same with a field of its own at every level that has a name. */
function withExtra<T extends object>(sample: T): T {
  return { ...sample, extra: { nested: [1, null] } };
}

const RULE = {
  conditions: [samples.totalAnswersCount],
  action: ACTIONS[0]![1],
};

for (const [, collector_config] of COLLECTORS) {
  Deno.test(`qualityControl() keeps fields it does not know of ${collector_config.type}`, () => {
    const read = {
      collector_config: withExtra(collector_config),
      rules: [RULE],
    } as QualityControlConfig;
    assertEquals(qualityControl([read]).configs, [read]);
  });
}

for (const sample of [...CONDITIONS, ...ACTIONS].map(([, sample]) => sample)) {
  const isAction = "type" in sample;
  Deno.test(`qualityControl() keeps fields it does not know of ${isAction ? sample.type : sample.key}`, () => {
    const read = {
      collector_config: samples.goldenSet,
      rules: [
        isAction
          ? { ...RULE, action: withExtra(sample) }
          : { ...RULE, conditions: [withExtra(sample)] },
      ],
    } as unknown as QualityControlConfig;
    assertEquals(qualityControl([read]).configs, [read]);
  });
}

Deno.test("rule() refuses conditions of other collectors", () => {
  assertThrows(
    () =>
      rule(
        collectors.income(),
        // @ts-expect-error Earnings are not skips.
        [conditions.skippedInRowCount.gte(1)],
        actions.restrict({ scope: "POOL", duration: "PERMANENT" }),
      ),
    TypeError,
    `Cannot build the rule as collector "INCOME" has no condition "skipped_in_row_count"`,
  );
  assertThrows(
    () => rule(collectors.goldenSet(), [], actions.approveAllAssignments()),
    RangeError,
    "needs at least one condition",
  );
});

Deno.test("rule() takes only what fits the collector", () => {
  const golden = collectors.goldenSet();
  const enough = conditions.totalAnswersCount.gte(3);
  const made = rule(golden, [enough], actions.setSkillFrom({ skillId: "20" }));
  assertType<
    IsExact<typeof made, QualityControlConfig<"GOLDEN_SET">>
  >(true);
  const refused = () => [
    rule(
      golden,
      // @ts-expect-error Golden sets do not count speed.
      [conditions.fastSubmittedCount.gte(3)],
      actions.setSkillFrom({ skillId: "20" }),
    ),
    // @ts-expect-error Overlap is not changed by golden sets.
    rule(golden, [enough], actions.changeOverlap({ delta: 1 })),
    rule(
      collectors.income(),
      [conditions.incomeSumForLast24Hours.gte(3)],
      // @ts-expect-error Earnings are no share of right answers.
      actions.setSkillFrom({ skillId: "20" }),
    ),
    // @ts-expect-error A flag is not compared.
    conditions.nextAssignmentAvailable.gt(true),
    // @ts-expect-error The event is one of the API's.
    conditions.assessmentEvent.eq("REJECTED"),
    // @ts-expect-error A majority needs a threshold.
    collectors.majorityVote(),
    // @ts-expect-error A duration has a unit.
    actions.restrict({ scope: "POOL", duration: 5 }),
    // @ts-expect-error The scope is one of the API's.
    actions.restrict({ scope: "SYSTEM", duration: "PERMANENT" }),
  ];
  assertEquals(typeof refused, "function");
});
