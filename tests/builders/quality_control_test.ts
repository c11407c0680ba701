import { assertEquals, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import {
  action,
  collector,
  condition,
  qualityControl,
  rule,
} from "../../src/builders/mod.ts";
import { COLLECTOR_KEYS } from "../../src/builders/collector_keys.ts";
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
    collector.acceptanceRate({ uuid, historySize: 1 }),
    samples.acceptanceRate,
  ],
  [collector.answerCount({ uuid }), samples.answerCount],
  [collector.assignmentsAssessment({ uuid }), samples.assignmentsAssessment],
  [
    collector.assignmentSubmitTime({
      uuid,
      fastSubmitThresholdSeconds: 1,
      historySize: 1,
    }),
    samples.assignmentSubmitTime,
  ],
  [collector.captcha({ uuid, historySize: 1 }), samples.captcha],
  [collector.goldenSet({ uuid, historySize: 1 }), samples.goldenSet],
  [collector.income({ uuid }), samples.income],
  [
    collector.majorityVote({ uuid, answerThreshold: 1, historySize: 1 }),
    samples.majorityVote,
  ],
  [
    collector.skippedInRowAssignments({ uuid }),
    samples.skippedInRowAssignments,
  ],
  [collector.training({ uuid }), samples.trainingCollector],
  [collector.usersAssessment({ uuid }), samples.usersAssessment],
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
    condition.acceptedAssignmentsCount.eq(1),
    samples.acceptedAssignmentsCount,
  ],
  [
    condition.acceptedAssignmentsRate.eq(0.5),
    samples.acceptedAssignmentsRate,
  ],
  [
    condition.assignmentsAcceptedCount.eq(1),
    samples.assignmentsAcceptedCount,
  ],
  [condition.correctAnswersRate.eq(0.5), samples.correctAnswersRate],
  [condition.failRate.eq(0.5), samples.failRate],
  [condition.fastSubmittedCount.eq(1), samples.fastSubmittedCount],
  [condition.goldenSetAnswersCount.eq(1), samples.goldenSetAnswersCount],
  [
    condition.goldenSetCorrectAnswersRate.eq(0.5),
    samples.goldenSetCorrectAnswersRate,
  ],
  [
    condition.goldenSetIncorrectAnswersRate.eq(0.5),
    samples.goldenSetIncorrectAnswersRate,
  ],
  [
    condition.incomeSumForLast24Hours.eq(0.5),
    samples.incomeSumForLast24Hours,
  ],
  [condition.incorrectAnswersRate.eq(0.5), samples.incorrectAnswersRate],
  [condition.nextAssignmentAvailable.eq(true), samples.nextAssignmentAvailable],
  [condition.pendingAssignmentsCount.eq(1), samples.pendingAssignmentsCount],
  [condition.rejectedAssignmentsCount.eq(1), samples.rejectedAssignmentsCount],
  [condition.rejectedAssignmentsRate.eq(0.5), samples.rejectedAssignmentsRate],
  [condition.skippedInRowCount.eq(1), samples.skippedInRowCount],
  [condition.storedResultsCount.eq(1), samples.storedResultsCount],
  [
    condition.submittedAssignmentsCount.eq(1),
    samples.submittedAssignmentsCount,
  ],
  [condition.successRate.eq(0.5), samples.successRate],
  [condition.totalAnswersCount.eq(1), samples.totalAnswersCount],
  [condition.totalAssignmentsCount.eq(1), samples.totalAssignmentsCount],
  [condition.totalSubmittedCount.eq(1), samples.totalSubmittedCount],
  [condition.assessmentEvent.eq("ACCEPT"), samples.assessmentEvent],
  [
    condition.poolAccessRevokedReason.eq("SKILL_CHANGE"),
    samples.poolAccessRevokedReason,
  ],
  [condition.skillId.eq("s"), samples.skillId],
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
  assertEquals(Object.keys(condition).length, CONDITIONS.length);
});

Deno.test("condition has all operators of comparison", () => {
  const is = condition.totalAnswersCount;
  assertEquals(
    [is.eq(1), is.ne(1), is.gt(1), is.gte(1), is.lt(1), is.lte(1)].map((
      { operator },
    ) => operator),
    ["EQ", "NE", "GT", "GTE", "LT", "LTE"],
  );
  assertEquals(condition.skillId.ne("20").operator, "NE");
});

Deno.test("condition takes values at the bounds", () => {
  assertEquals(condition.totalAnswersCount.gt(0).value, 0);
  assertEquals(condition.incomeSumForLast24Hours.gt(0).value, 0);
  assertEquals(condition.correctAnswersRate.gte(0).value, 0);
  assertEquals(condition.correctAnswersRate.lte(100).value, 100);
});

Deno.test("condition refuses values a statistic cannot have", () => {
  assertThrows(
    () => condition.correctAnswersRate.lt(101),
    RangeError,
    "Cannot build the condition as 'correct_answers_rate' must be between 0 and 100: current value is 101",
  );
  assertThrows(() => condition.totalAnswersCount.gte(2.5), RangeError);
  assertThrows(() => condition.skippedInRowCount.gte(-1), RangeError);
  assertThrows(() => condition.incomeSumForLast24Hours.gt(NaN), RangeError);
  assertThrows(
    () => condition.incomeSumForLast24Hours.gt(Infinity),
    RangeError,
  );
});

/** Every action, built as in the full sample of it. */
const ACTIONS: readonly [RuleAction, RuleAction][] = [
  [
    action.restrict({
      scope: "PROJECT",
      duration: { minutes: 1 },
      privateComment: "s",
    }),
    samples.restrictionV2,
  ],
  [
    action.restrictDays({
      scope: "PROJECT",
      durationDays: 1,
      privateComment: "s",
    }),
    samples.restriction,
  ],
  [action.setSkill({ skillId: "s", value: 1 }), samples.setSkill],
  [action.setSkillFrom({ skillId: "s" }), samples.setSkillFromOutputField],
  [action.changeOverlap({ delta: 1, openPool: true }), samples.changeOverlap],
  [
    action.rejectAllAssignments({ publicComment: "s" }),
    samples.rejectAllAssignments,
  ],
  [action.approveAllAssignments(), samples.approveAllAssignments],
  [action.undescribed("SET_POOL_COMPLETE"), { type: "SET_POOL_COMPLETE" }],
  [
    action.undescribed("CLEAN_COLLECTOR", { any: 1 }),
    { type: "CLEAN_COLLECTOR", parameters: { any: 1 } },
  ],
  [
    action.undescribed("CLEAN_ASSIGNMENTS_HISTORY"),
    { type: "CLEAN_ASSIGNMENTS_HISTORY" },
  ],
];

for (const [built, sample] of ACTIONS) {
  Deno.test(`action makes ${sample.type}`, () => {
    assertEquals(built, sample);
  });
}

Deno.test("action.restrict() says the unit of the duration", () => {
  const made = (duration: Parameters<typeof action.restrict>[0]["duration"]) =>
    action.restrict({ scope: "POOL", duration }).parameters;
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
    () => action.restrict({ scope, duration: { days: 0 } }),
    () => action.restrict({ scope, duration: { hours: 1.5 } }),
    () => action.restrictDays({ scope, durationDays: 0 }),
    () => action.setSkill({ skillId: "20", value: 101 }),
    () => action.changeOverlap({ delta: 0 }),
    () => action.changeOverlap({ delta: 0.5 }),
  ];
  for (const make of made) assertThrows(make, RangeError, "Cannot build");
});

Deno.test("collector refuses values out of bounds", () => {
  const made: (() => unknown)[] = [
    () => collector.goldenSet({ historySize: 0 }),
    () => collector.majorityVote({ answerThreshold: 0 }),
    () => collector.assignmentSubmitTime({ fastSubmitThresholdSeconds: 0 }),
  ];
  for (const make of made) {
    assertThrows(make, RangeError, "must be a whole number of at least 1");
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
      collector.assignmentSubmitTime({
        uuid: "bc6135bb-4867-0ef6-9d31-d3bcbc7d1418",
        fastSubmitThresholdSeconds: 45,
        historySize: 20,
      }),
      [condition.fastSubmittedCount.gte(5)],
      action.restrict({ scope: "POOL", duration: "PERMANENT" }),
    ),
    fast,
  );
  assertEquals<unknown>(
    rule(
      collector.income(),
      [condition.incomeSumForLast24Hours.gte(10)],
      action.restrict({ scope: "PROJECT", duration: "PERMANENT" }),
    ),
    income,
  );
});

Deno.test("qualityControl() makes the full sample", () => {
  const { checkpoints_config, training_requirement } = samples.qualityControl;
  const made = qualityControl([
    rule(
      collector.majorityVote({ uuid, answerThreshold: 1, historySize: 1 }),
      [condition.totalAnswersCount.eq(1)],
      action.restrict({
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
    collector.skippedInRowAssignments(),
    [condition.skippedInRowCount.gte(count)],
    action.restrict({ scope: "POOL", duration: { days: count } }),
  );

Deno.test("qualityControl() puts rules of equal collectors together", () => {
  const vote = (historySize: number) =>
    rule(
      collector.majorityVote({ answerThreshold: 2, historySize }),
      [condition.totalAnswersCount.gte(3)],
      action.setSkillFrom({ skillId: "20" }),
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
        collector.income(),
        // @ts-expect-error Earnings are not skips.
        [condition.skippedInRowCount.gte(1)],
        action.restrict({ scope: "POOL", duration: "PERMANENT" }),
      ),
    TypeError,
    `Cannot build the rule as collector "INCOME" has no condition "skipped_in_row_count"`,
  );
  assertThrows(
    () => rule(collector.goldenSet(), [], action.approveAllAssignments()),
    RangeError,
    "needs at least one condition",
  );
});

Deno.test("rule() takes only what fits the collector", () => {
  const golden = collector.goldenSet();
  const enough = condition.totalAnswersCount.gte(3);
  const made = rule(golden, [enough], action.setSkillFrom({ skillId: "20" }));
  assertType<
    IsExact<typeof made, QualityControlConfig<"GOLDEN_SET">>
  >(true);
  const refused = () => [
    rule(
      golden,
      // @ts-expect-error Golden sets do not count speed.
      [condition.fastSubmittedCount.gte(3)],
      action.setSkillFrom({ skillId: "20" }),
    ),
    // @ts-expect-error Overlap is not changed by golden sets.
    rule(golden, [enough], action.changeOverlap({ delta: 1 })),
    rule(
      collector.income(),
      [condition.incomeSumForLast24Hours.gte(3)],
      // @ts-expect-error Earnings are no share of right answers.
      action.setSkillFrom({ skillId: "20" }),
    ),
    // @ts-expect-error A flag is not compared.
    condition.nextAssignmentAvailable.gt(true),
    // @ts-expect-error The event is one of the API's.
    condition.assessmentEvent.eq("REJECTED"),
    // @ts-expect-error A majority needs a threshold.
    collector.majorityVote(),
    // @ts-expect-error A duration has a unit.
    action.restrict({ scope: "POOL", duration: 5 }),
    // @ts-expect-error The scope is one of the API's.
    action.restrict({ scope: "SYSTEM", duration: "PERMANENT" }),
  ];
  assertEquals(typeof refused, "function");
});
