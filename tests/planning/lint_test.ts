import { assertEquals, assertThrows } from "@std/assert";
import { filters } from "../../src/filters/mod.ts";
import {
  formatFindings,
  lintChecks,
  lintPool,
  type LintPoolOptions,
  type PlannedTask,
} from "../../src/planning/mod.ts";
import {
  actions,
  collectors,
  conditions,
  presets,
  qualityControl,
  rule,
} from "../../src/quality_control/mod.ts";
import type {
  DynamicOverlapConfig,
  Pool,
  PoolInput,
} from "../../src/types/pools.ts";
import type { FieldSpec, ProjectInput } from "../../src/types/projects.ts";
import type {
  CheckpointSettings,
  QualityControl,
  QualityControlConfig,
  TaskDistributionFunction,
} from "../../src/types/quality_control.ts";
import { mixed, pool } from "./_pool.ts";

const { and, citizenship, country, languages, or, skill } = filters;
const {
  fastAnswers,
  goldenSet,
  majorityVote,
  reissueRejected,
  reissueRevoked,
} = presets;

/** What is changed in a pool without findings, and what else is known. */
type Case = readonly [PoolInput, LintPoolOptions?];

const dynamic: DynamicOverlapConfig = {
  type: "BASIC",
  max_overlap: 5,
  min_confidence: 0.8,
  answer_weight_skill_id: "20",
  fields: [{ name: "animal" }],
};
const weighed = {
  ...mixed,
  auto_close_after_complete_delay_seconds: 60,
  dynamic_overlap_config: dynamic,
} satisfies PoolInput;

const golden: PlannedTask = {
  known_solutions: [{ output_values: {} }],
  infinite_overlap: true,
};

function project(output_spec: Record<string, FieldSpec>): ProjectInput {
  return {
    public_name: "Animals",
    task_spec: {
      input_spec: {},
      output_spec,
      view_spec: { type: "classic" },
    },
    assignments_issuing_type: "AUTOMATED",
  };
}
const animals = project({
  animal: { type: "string", allowed_values: ["cat", "dog"] },
});

const onMap = { assignments_issuing_type: "MAP_SELECTOR" } as const;

/** The same with a Template Builder page. */
function viewed(config: unknown): ProjectInput {
  const { output_spec } = animals.task_spec;
  return {
    ...animals,
    task_spec: {
      input_spec: { image: { type: "url" } },
      output_spec,
      view_spec: {
        type: "tb",
        config: typeof config === "string" ? config : JSON.stringify(config),
      },
    },
  };
}

/** A page on which Tolokers choose an animal. */
function radio(...animals: string[]) {
  return {
    view: {
      type: "field.radio-group",
      data: { type: "data.output", path: "animal" },
      options: animals.map((value) => ({ value, label: value })),
    },
  };
}

const spread: TaskDistributionFunction = {
  scope: "POOL",
  distribution: "UNIFORM",
  window_days: 30,
  intervals: [
    { from: 1, to: 10, frequency: 5 },
    { from: 11, to: 100, frequency: 10 },
  ],
};
const checks: CheckpointSettings = {
  target_overlap: 5,
  task_distribution_function: spread,
};

function mixer(
  more: Partial<NonNullable<PoolInput["mixer_config"]>>,
): PoolInput {
  return { ...mixed, mixer_config: { ...mixed.mixer_config, ...more } };
}

function filtered(filter: unknown): PoolInput {
  return { ...pool, filter: filter as NonNullable<PoolInput["filter"]> };
}

/** A pool with these rules. */
function ruled(...configs: QualityControlConfig[]): PoolInput {
  return { ...pool, quality_control: qualityControl(configs) };
}

function controlled(more: QualityControl): PoolInput {
  return { ...pool, quality_control: { ...pool.quality_control, ...more } };
}

/** A pool with rules that nobody's builder made. */
function written(
  type: string,
  parameters: unknown,
  conditions: readonly [key: string, operator: string, value: unknown][],
  action: unknown = { type: "APPROVE_ALL_ASSIGNMENTS" },
): PoolInput {
  const config = {
    collector_config: { type, parameters },
    rules: [{
      conditions: conditions.map(([key, operator, value]) => ({
        key,
        operator,
        value,
      })),
      action,
    }],
  };
  return ruled(config as unknown as QualityControlConfig);
}

const ban = actions.restrict({
  scope: "POOL",
  duration: "PERMANENT",
  privateComment: "why",
});
const enough = conditions.totalAnswersCount.gte(3);
const wrong = conditions.correctAnswersRate.lt(60);
const vote = (answerThreshold: number) =>
  majorityVote({ answerThreshold, minAnswers: 3, skillId: "20" });
const general = (count: number): PlannedTask[] => Array(count).fill({});

/** A pool each check finds fault with, and a close one it does not. */
const CASES: Record<string, { bad: Case; good: Case }> = {
  "value-missing": {
    bad: [{ ...pool, private_name: "" }],
    good: [pool],
  },
  "value-out-of-bounds": {
    bad: [{ ...pool, priority: 101 }],
    good: [{ ...pool, priority: 100 }],
  },
  "comment-too-long": {
    bad: [
      written("INCOME", {}, [["income_sum_for_last_24_hours", "GT", 1]], {
        ...ban,
        parameters: { ...ban.parameters, private_comment: "x".repeat(500) },
      }),
    ],
    good: [
      written("INCOME", {}, [["income_sum_for_last_24_hours", "GT", 1]], {
        ...ban,
        parameters: { ...ban.parameters, private_comment: "x".repeat(499) },
      }),
    ],
  },
  "expiry-unreadable": {
    bad: [{ ...pool, will_expire: "next week" }],
    good: [{ ...pool, will_expire: "2099-01-01T00:00:00Z" }],
  },
  "expiry-past": {
    bad: [
      { ...pool, will_expire: "2030-01-01T00:00:00" },
      { now: new Date("2030-01-01T00:00:00Z") },
    ],
    good: [
      { ...pool, will_expire: "2030-01-01T00:00:00" },
      { now: new Date("2029-12-31T23:59:59Z") },
    ],
  },
  "reward-too-low": {
    bad: [{ ...pool, reward_per_assignment: 0.004 }],
    good: [{ ...pool, reward_per_assignment: 0.005 }],
  },
  "pricing-intervals-overlap": {
    bad: [priced([[0, 50], [50, 100]])],
    good: [priced([[51, 100], [0, 50]])],
  },
  "balance-step": {
    bad: [balanced(45)],
    good: [balanced(40)],
  },
  "assignment-duration-long": {
    bad: [{ ...pool, assignment_max_duration_seconds: 86_401 }],
    good: [{ ...pool, assignment_max_duration_seconds: 86_400 }],
  },
  "review-period-missing": {
    bad: [{ ...pool, auto_accept_solutions: false }],
    good: [{
      ...pool,
      auto_accept_solutions: false,
      auto_accept_period_day: 7,
    }],
  },
  "review-with-overlap": {
    bad: [{ ...pool, auto_accept_solutions: false }],
    good: [{
      ...pool,
      auto_accept_solutions: false,
      defaults: { default_overlap_for_new_task_suites: 1 },
    }],
  },
  "audience-missing": {
    bad: [filtered({ and: [] })],
    good: [filtered(skill("20").gte(80))],
  },
  "filter-too-long": {
    bad: [filtered({
      and: [{
        or: Array.from(
          { length: 200 },
          () => ({ category: "skill", key: "20", operator: "GT", value: 1 }),
        ),
      }],
    })],
    good: [pool],
  },
  "filter-unreadable": {
    bad: [filtered({ and: [{ category: "profile", key: "country" }] })],
    // As it ran in production.
    good: [filtered({
      and: [{ and: [languages.includes("EN"), { or: [country.eq("US")] }] }],
    })],
  },
  "value-shape": {
    bad: [filtered({ and: 1 })],
    good: [pool],
  },
  "value-type": {
    bad: [{ ...pool, priority: "50" } as unknown as PoolInput],
    // As published programs send it.
    good: [{ ...pool, auto_accept_solutions: "true" } as unknown as PoolInput],
  },
  "name-misspelt": {
    bad: [{ ...pool, auto_acept_solutions: true } as unknown as PoolInput],
    good: [{ ...pool, auto_accept_solutions: true }],
  },
  "name-unknown": {
    bad: [{ ...pool, xyz: 1 } as unknown as PoolInput],
    good: [{ ...pool, metadata: { xyz: 1 } }],
  },
  "assignment-duration-short": {
    bad: [{ ...pool, assignment_max_duration_seconds: 59 }],
    good: [{ ...pool, assignment_max_duration_seconds: 60 }],
  },
  "files-without-review": {
    bad: [pool, { project: project({ photo: { type: "file" } }) }],
    good: [
      { ...pool, auto_accept_solutions: false, auto_accept_period_day: 7 },
      { project: project({ photo: { type: "file" } }) },
    ],
  },
  "map-without-view-config": {
    bad: [pool, { project: { ...animals, ...onMap } }],
    good: [pool, {
      project: {
        ...animals,
        ...onMap,
        assignments_issuing_view_config: {
          title_template: "Shop",
          description_template: "Is it open?",
          map_provider: "GOOGLE",
        },
      },
    }],
  },
  "map-without-app-filter": {
    bad: [pool, { project: { ...animals, ...onMap } }],
    good: [filtered(filters.clientType.eq("TOLOKA_APP")), {
      project: { ...animals, ...onMap },
    }],
  },
  "dynamic-overlap-field-unknown": {
    bad: [weighed, { project: project({}) }],
    good: [weighed, { project: animals }],
  },
  "tasks-unreadable": {
    bad: [pool, { tasks: [null] as unknown as PlannedTask[] }],
    good: [pool, { tasks: [{ tasks: [{}] }] }],
  },
  "majority-many-fields": {
    bad: [ruled(vote(2)), {
      project: project({
        a: { type: "boolean" },
        b: { type: "boolean" },
        c: { type: "boolean" },
        d: { type: "boolean" },
      }),
    }],
    good: [ruled(vote(2)), {
      project: project({
        a: { type: "boolean" },
        b: { type: "boolean" },
        c: { type: "boolean" },
        d: { type: "boolean", required: false },
      }),
    }],
  },
  "parameter-missing": {
    bad: [written("MAJORITY_VOTE", {}, [["total_answers_count", "GT", 1]])],
    good: [written("MAJORITY_VOTE", { answer_threshold: 2 }, [
      ["total_answers_count", "GT", 1],
    ])],
  },
  "rejection-without-reason": {
    bad: [written("INCOME", {}, [["income_sum_for_last_24_hours", "GT", 1]], {
      type: "REJECT_ALL_ASSIGNMENTS",
      parameters: { public_comment: " " },
    })],
    good: [written("INCOME", {}, [["income_sum_for_last_24_hours", "GT", 1]], {
      type: "REJECT_ALL_ASSIGNMENTS",
      parameters: { public_comment: "Answers at random" },
    })],
  },
  "view-unreadable": {
    bad: [pool, { project: viewed("{") }],
    good: [pool, { project: viewed({}) }],
  },
  "view-path-unknown": {
    bad: [pool, {
      project: viewed({
        view: {
          type: "view.image",
          url: { type: "@yandex-toloka/data.input", path: "imgae" },
        },
      }),
    }],
    good: [pool, {
      project: viewed({
        view: {
          type: "view.image",
          url: { type: "@yandex-toloka/data.input", path: "image.url" },
        },
      }),
    }],
  },
  "view-value-not-allowed": {
    bad: [pool, { project: viewed(radio("cat", "bird")) }],
    good: [pool, { project: viewed(radio("cat", "dog")) }],
  },
  "filter-value": {
    bad: [filtered(
      and({
        category: "profile",
        key: "date_of_birth",
        operator: "LT",
        value: Date.UTC(2000, 0, 1),
      }),
    )],
    good: [filtered(
      and({
        category: "profile",
        key: "date_of_birth",
        operator: "LT",
        value: Date.UTC(2000, 0, 1) / 1_000,
      }),
    )],
  },
  "filter-excludes-everyone": {
    bad: [filtered(and(skill("20").gt(80), skill("20").lte(80)))],
    good: [filtered(and(skill("20").gte(80), skill("20").lte(80)))],
  },
  "issuing-order-unused": {
    bad: [{
      ...mixed,
      assignments_issuing_config: { issue_task_suites_in_creation_order: true },
    }],
    good: [{
      ...pool,
      assignments_issuing_config: { issue_task_suites_in_creation_order: true },
    }],
  },
  "captcha-out-of-use": {
    bad: [controlled({ captcha_frequency: "LOW" })],
    good: [pool],
  },
  "training-level-low": {
    bad: [trained(4)],
    good: [trained(5)],
  },
  "max-overlap-not-above-default": {
    bad: [{
      ...weighed,
      dynamic_overlap_config: { ...dynamic, max_overlap: 3 },
    }],
    good: [{
      ...weighed,
      dynamic_overlap_config: { ...dynamic, max_overlap: 4 },
    }],
  },
  "dynamic-overlap-without-mixer": {
    bad: [{ ...pool, dynamic_overlap_config: dynamic }],
    good: [weighed],
  },
  "dynamic-overlap-without-delay": {
    bad: [{ ...weighed, auto_close_after_complete_delay_seconds: 0 }],
    good: [{ ...weighed, auto_close_after_complete_delay_seconds: 1 }],
  },
  "dynamic-overlap-with-reissue": {
    bad: [weighed],
    good: [{ ...weighed, quality_control: qualityControl([]) }],
  },
  "confidence-unusual": {
    bad: [{
      ...weighed,
      dynamic_overlap_config: { ...dynamic, min_confidence: 0.99 },
    }],
    good: [{
      ...weighed,
      dynamic_overlap_config: { ...dynamic, min_confidence: 0.95 },
    }],
  },
  "dynamic-overlap-field": {
    bad: [weighed, { project: project({ animal: { type: "string" } }) }],
    good: [weighed, { project: animals }],
  },
  "weight-skill-unset": {
    bad: [weighed],
    good: [{
      ...weighed,
      quality_control: qualityControl([
        goldenSet({ minAnswers: 3, skillId: "20" }),
      ]),
    }],
  },
  "mixer-empty": {
    bad: [mixer({ real_tasks_count: 0, golden_tasks_count: 0 })],
    good: [mixer({ real_tasks_count: 0 })],
  },
  "mixer-minimum-above-count": {
    bad: [mixer({ min_real_tasks_count: 10 })],
    good: [mixer({ min_real_tasks_count: 9 })],
  },
  "distribution-with-count": {
    bad: [mixer({ golden_task_distribution_function: spread })],
    good: [mixer({
      golden_tasks_count: 0,
      golden_task_distribution_function: spread,
    })],
  },
  "distribution-intervals": {
    bad: [mixer({
      golden_tasks_count: 0,
      golden_task_distribution_function: {
        ...spread,
        intervals: [
          { from: 10, to: 20, frequency: 5 },
          { from: 1, to: 10, frequency: 5 },
        ],
      },
    })],
    good: [mixer({
      golden_tasks_count: 0,
      golden_task_distribution_function: spread,
    })],
  },
  "last-suite-delay-unused": {
    bad: [mixer({
      force_last_assignment: false,
      force_last_assignment_delay_seconds: 60,
    })],
    good: [mixer({ force_last_assignment_delay_seconds: 60 })],
  },
  "suite-too-long": {
    bad: [mixer({ real_tasks_count: 40 })],
    good: [mixer({ real_tasks_count: 39 })],
  },
  "tasks-missing": {
    bad: [mixed, { tasks: [] }],
    good: [pool, { tasks: [{ tasks: [{}] }] }],
  },
  "tasks-not-taken": {
    bad: [mixed, { tasks: [{ tasks: [{}] }] }],
    good: [pool, { tasks: [{ tasks: [{}] }] }],
  },
  "tasks-too-many": {
    bad: [mixed, { tasks: 1_000_001 }],
    good: [mixed, { tasks: 1_000_000 }],
  },
  "assignments-too-many": {
    bad: [pool, { tasks: 700_000 }],
    good: [pool, { tasks: 600_000 }],
  },
  "overlap-missing": {
    bad: [
      { ...mixed, defaults: { default_overlap_for_new_task_suites: 3 } },
      { tasks: [{}] },
    ],
    good: [
      { ...mixed, defaults: { default_overlap_for_new_task_suites: 3 } },
      { tasks: [{ overlap: 3 }, golden] },
    ],
  },
  "overlap-and-infinite": {
    bad: [mixed, { tasks: [{ overlap: 3, infinite_overlap: true }] }],
    good: [mixed, { tasks: [{ overlap: null, infinite_overlap: true }] }],
  },
  "golden-overlap-finite": {
    bad: [mixed, { tasks: [{ ...golden, infinite_overlap: false }] }],
    good: [mixed, { tasks: [golden] }],
  },
  "mixer-cannot-be-filled": {
    bad: [mixed, { tasks: general(9) }],
    good: [mixed, { tasks: [golden, ...general(1)] }],
  },
  "mixer-leaves-tasks-out": {
    bad: [mixer({ golden_tasks_count: 0 }), { tasks: [golden, {}] }],
    good: [
      mixer({
        golden_tasks_count: 0,
        golden_task_distribution_function: spread,
      }),
      { tasks: [golden, {}] },
    ],
  },
  "golden-share-low": {
    bad: [mixed, { tasks: [golden, ...general(99)] }],
    good: [mixed, { tasks: [...Array(10).fill(golden), ...general(900)] }],
  },
  "golden-rule-unreachable": {
    bad: [
      { ...mixed, quality_control: judged(11) },
      { tasks: [...Array(10).fill(golden), {}] },
    ],
    good: [
      { ...mixed, quality_control: judged(10) },
      { tasks: [...Array(10).fill(golden), {}] },
    ],
  },
  "quality-control-missing": {
    bad: [{ ...pool, quality_control: { configs: [] } }],
    good: [{
      ...pool,
      quality_control: { configs: [] },
      auto_accept_solutions: false,
    }],
  },
  "rules-missing": {
    bad: [ruled({ collector_config: { type: "INCOME" }, rules: [] })],
    good: [pool],
  },
  "conditions-missing": {
    bad: [written("INCOME", {}, [])],
    good: [pool],
  },
  "condition-not-of-collector": {
    bad: [written("INCOME", {}, [["skipped_in_row_count", "GT", 3]])],
    good: [written("NEW", {}, [["skipped_in_row_count", "GT", 3]])],
  },
  "action-not-of-collector": {
    bad: [
      written(
        "GOLDEN_SET",
        {},
        [["total_answers_count", "GT", 3]],
        actions.changeOverlap({ delta: 1 }),
      ),
    ],
    good: [ruled(reissueRejected())],
  },
  "condition-never-holds": {
    bad: [written("GOLDEN_SET", {}, [["correct_answers_rate", "GT", 100]])],
    good: [written("GOLDEN_SET", {}, [["correct_answers_rate", "GTE", 100]])],
  },
  "condition-always-holds": {
    bad: [written("GOLDEN_SET", {}, [["correct_answers_rate", "GTE", 0]])],
    good: [written("GOLDEN_SET", {}, [["correct_answers_rate", "GT", 0]])],
  },
  "history-too-small": {
    bad: [
      ruled(goldenSet({ historySize: 9, minAnswers: 10, skillId: "20" })),
    ],
    good: [
      ruled(goldenSet({ historySize: 10, minAnswers: 10, skillId: "20" })),
    ],
  },
  "rate-as-fraction": {
    bad: [written("GOLDEN_SET", {}, [["correct_answers_rate", "LT", 0.4]])],
    good: [written("GOLDEN_SET", {}, [["correct_answers_rate", "LT", 40]])],
  },
  "rate-without-count": {
    bad: [ruled(rule(collectors.goldenSet(), [wrong], ban))],
    good: [ruled(rule(collectors.goldenSet(), [enough, wrong], ban))],
  },
  "rule-acts-once": {
    bad: [
      ruled(
        rule(
          collectors.goldenSet(),
          [conditions.totalAnswersCount.eq(5), wrong],
          ban,
        ),
      ),
    ],
    good: [ruled(rule(collectors.goldenSet(), [enough, wrong], ban))],
  },
  "rule-upside-down": {
    bad: [
      ruled(
        rule(
          collectors.skippedInRowAssignments(),
          [conditions.skippedInRowCount.lt(2)],
          ban,
        ),
      ),
    ],
    good: [
      ruled(
        rule(
          collectors.skippedInRowAssignments(),
          [conditions.skippedInRowCount.gte(2)],
          ban,
        ),
      ),
    ],
  },
  "majority-threshold-above-overlap": {
    bad: [ruled(vote(4))],
    good: [ruled(vote(3))],
  },
  "majority-threshold-is-overlap": {
    bad: [ruled(vote(3))],
    good: [ruled(vote(2))],
  },
  "majority-threshold-low": {
    bad: [ruled(vote(1))],
    good: [ruled(vote(2))],
  },
  "majority-order": {
    bad: [ruled(vote(2))],
    good: [{
      ...ruled(vote(2)),
      assignments_issuing_config: { issue_task_suites_in_creation_order: true },
    }],
  },
  "majority-answers-free": {
    bad: [ruled(vote(2)), { project: project({ text: { type: "string" } }) }],
    good: [ruled(vote(2)), { project: animals }],
  },
  "majority-nothing-compared": {
    bad: [
      ruled(vote(2)),
      { project: project({ text: { type: "string", required: false } }) },
    ],
    good: [ruled(vote(2)), { project: animals }],
  },
  "checkpoints-without-majority": {
    bad: [controlled({ checkpoints_config: { real_settings: checks } })],
    good: [{
      ...pool,
      quality_control: qualityControl([vote(3)], {
        checkpointsConfig: { real_settings: checks },
      }),
    }],
  },
  "golden-set-without-control-tasks": {
    bad: [{ ...mixer({ golden_tasks_count: 0 }), quality_control: judged(3) }],
    good: [{ ...mixed, quality_control: judged(3) }],
  },
  "skill-field-unknown": {
    bad: [
      ruled(rule(
        collectors.goldenSet(),
        [enough],
        actions.setSkillFrom({ skillId: "20", fromField: "success_rate" }),
      )),
    ],
    good: [
      ruled(rule(
        collectors.goldenSet(),
        [enough],
        actions.setSkillFrom({
          skillId: "20",
          fromField: "wrong_answers_rate",
        }),
      )),
    ],
  },
  "review-rule-without-review": {
    bad: [ruled(reissueRejected())],
    good: [{ ...ruled(reissueRejected()), auto_accept_solutions: false }],
  },
  "fast-threshold-above-duration": {
    bad: [ruled(fast(600))],
    good: [ruled(fast(599))],
  },
  "restriction-duration": {
    bad: [
      written("INCOME", {}, [["income_sum_for_last_24_hours", "GT", 1]], {
        type: "RESTRICTION_V2",
        parameters: { scope: "POOL", duration_unit: "DAYS" },
      }),
    ],
    good: [
      written("INCOME", {}, [["income_sum_for_last_24_hours", "GT", 1]], {
        type: "RESTRICTION_V2",
        parameters: { scope: "POOL", duration_unit: "DAYS", duration: 1 },
      }),
    ],
  },
  "restriction-without-reason": {
    bad: [
      ruled(rule(
        collectors.goldenSet(),
        [enough, wrong],
        actions.restrictDays({ scope: "POOL" }),
      )),
    ],
    good: [ruled(rule(collectors.goldenSet(), [enough, wrong], ban))],
  },
  "restricted-answers-stay": {
    bad: [ruled(fast(15))],
    good: [ruled(fast(15), reissueRevoked())],
  },
  "reissue-lowers-overlap": {
    bad: [ruled(reissueRevoked({ delta: -1 }))],
    good: [ruled(reissueRevoked({ delta: 1 }))],
  },
  "reissue-leaves-pool-closed": {
    bad: [ruled(reissueRevoked({ openPool: false }))],
    good: [ruled(reissueRevoked())],
  },
};

function fast(thresholdSeconds: number): QualityControlConfig {
  return fastAnswers({
    thresholdSeconds,
    fastCount: 3,
    restrict: { scope: "POOL", duration: { days: 1 }, privateComment: "Fast" },
  });
}

function judged(minAnswers: number): QualityControl {
  return qualityControl([goldenSet({ minAnswers, skillId: "20" })]);
}

function trained(share: number): PoolInput {
  return controlled({
    training_requirement: {
      training_pool_id: "7",
      training_passing_skill_value: share,
    },
  });
}

function balanced(percent: number): PoolInput {
  return {
    ...pool,
    speed_quality_balance: { type: "TOP_PERCENTAGE_BY_QUALITY", percent },
  };
}

function priced(intervals: [from: number, to: number][]): PoolInput {
  return {
    ...pool,
    dynamic_pricing_config: {
      type: "SKILL",
      skill_id: "20",
      intervals: intervals.map(([from, to]) => ({
        from,
        to,
        reward_per_assignment: 0.03,
      })),
    },
  };
}

function ids(...[pool, options]: Case): string[] {
  return lintPool(pool, options).map(({ id }) => id);
}

for (const [id, { bad, good }] of Object.entries(CASES)) {
  Deno.test(`lintPool() finds ${id}`, () => {
    assertEquals(ids(...bad).includes(id), true, ids(...bad).join());
    assertEquals(ids(...good).includes(id), false);
  });
}

const income: Parameters<typeof written>[2] = [
  ["income_sum_for_last_24_hours", "GT", 1],
];
const output = (spec: FieldSpec): LintPoolOptions => ({
  project: project({ animal: spec }),
});
const judgedMixed = (minAnswers: number) => ({
  ...mixed,
  quality_control: judged(minAnswers),
});

/** Further sides of the checks: whether each finds fault, and with what. */
const SIDES: readonly [id: string, found: boolean, ...Case][] = [
  ["value-missing", true, { ...pool, defaults: {} } as unknown as PoolInput],
  ["value-out-of-bounds", true, mixed, { tasks: [{ overlap: 30_001 }] }],
  ["value-out-of-bounds", true, mixed, { tasks: [{ overlap: 0 }] }],
  ["value-out-of-bounds", false, mixed, { tasks: [{ overlap: 30_000 }] }],
  ["value-out-of-bounds", true, pool, { tasks: [{ tasks: [], overlap: 1.5 }] }],
  ["pricing-intervals-overlap", true, priced([[60, 50]])],
  ["pricing-intervals-overlap", false, priced([[50, 50]])],
  ["reward-too-low", false, priced([[0, 50]])],
  ["reward-too-low", true, {
    ...pool,
    dynamic_pricing_config: {
      type: "SKILL",
      skill_id: "20",
      intervals: [{ from: 0, to: 9, reward_per_assignment: 0.001 }],
    },
  }],
  [
    "reward-too-low",
    true,
    { ...pool, reward_per_assignment: 0 },
    { tasks: [{ tasks: [{}, golden] }] },
  ],
  [
    "reward-too-low",
    false,
    { ...pool, reward_per_assignment: 0 },
    { tasks: [{ tasks: [golden] }] },
  ],
  [
    "issuing-order-unused",
    true,
    {
      ...pool,
      assignments_issuing_config: { issue_task_suites_in_creation_order: true },
    },
    { project: { ...animals, assignments_issuing_type: "MAP_SELECTOR" } },
  ],
  [
    "audience-missing",
    false,
    { ...filtered(undefined), quality_control: trained(80).quality_control! },
  ],
  ["filter-unreadable", false, filtered(undefined)],
  ["filter-unreadable", false, filtered(country.eq("US").and[0]!.or[0])],
  ["filter-unreadable", true, filtered({})],
  ["filter-unreadable", true, filtered({ and: [], or: [] })],
  ["value-shape", true, filtered(1)],
  [
    "filter-excludes-everyone",
    true,
    filtered(
      and(skill("20").gte(80), skill("20").absent()),
    ),
  ],
  [
    "filter-excludes-everyone",
    true,
    filtered(
      and(skill("20").present(), skill("20").absent()),
    ),
  ],
  [
    "filter-excludes-everyone",
    false,
    filtered(
      and(skill("20").absent(), skill("21").gte(80)),
    ),
  ],
  [
    "filter-excludes-everyone",
    true,
    filtered(
      and(skill("20").gte(80), or(skill("20").absent(), skill("20").lt(50))),
    ),
  ],
  [
    "filter-excludes-everyone",
    false,
    filtered(
      and(skill("20").gte(80), or(skill("20").absent(), skill("21").lt(50))),
    ),
  ],
  [
    "filter-excludes-everyone",
    true,
    filtered({
      and: [{ and: [country.eq("US")] }, { or: [country.eq("GB")] }],
    }),
  ],
  [
    "filter-excludes-everyone",
    true,
    filtered(
      and(languages.includes("EN"), languages.excludes("EN")),
    ),
  ],
  [
    "filter-excludes-everyone",
    false,
    filtered(
      and(languages.includes("EN"), languages.includes("DE")),
    ),
  ],
  ["value-out-of-bounds", false, {
    ...mixed,
    defaults: {
      default_overlap_for_new_task_suites: 0,
      default_overlap_for_new_tasks: 5,
    },
  }],
  ["value-out-of-bounds", true, {
    ...pool,
    defaults: { default_overlap_for_new_task_suites: 0 },
  }],
  ["majority-threshold-above-overlap", false, {
    ...mixed,
    defaults: { default_overlap_for_new_task_suites: 1 },
    quality_control: qualityControl([vote(3)]),
  }],
  ["majority-threshold-above-overlap", true, {
    ...mixed,
    defaults: { default_overlap_for_new_task_suites: 1 },
    quality_control: qualityControl([vote(3)]),
  }, { tasks: [{ overlap: 2 }] }],
  ["majority-answers-free", false, ruled(vote(2)), {
    project: {
      ...viewed(radio("cat", "dog")),
      task_spec: {
        ...viewed(radio("cat", "dog")).task_spec,
        output_spec: { animal: { type: "string" } },
      },
    },
  }],
  ["majority-answers-free", true, ruled(vote(2)), {
    project: {
      ...viewed({}),
      task_spec: {
        ...viewed({
          view: {
            type: "field.text",
            data: { type: "data.output", path: "animal" },
          },
        }).task_spec,
        output_spec: { animal: { type: "string" } },
      },
    },
  }],
  [
    "condition-always-holds",
    false,
    written("GOLDEN_SET", {}, [
      ["correct_answers_rate", "GTE", 50],
      ["correct_answers_rate", "LTE", 100],
    ]),
  ],
  ["view-value-not-allowed", true, pool, {
    project: viewed({
      plugins: [{
        1: {
          type: "action.set",
          data: { type: "data.output", path: "animal" },
          payload: "bird",
        },
      }],
    }),
  }],
  ["view-path-unknown", false, pool, { project: animals }],
  [
    "parameter-missing",
    true,
    written(
      "INCOME",
      {},
      [["income_sum_for_last_24_hours", "GT", 1]],
      { type: "CHANGE_OVERLAP" },
    ),
  ],
  ["filter-value", true, filtered(country.eq("us"))],
  ["filter-value", true, filtered(citizenship.ne("USA"))],
  ["filter-value", true, filtered(languages.includes("english"))],
  ["filter-value", false, filtered(languages.includes("ZH-HANS"))],
  ["filter-value", false, filtered(skill("20").absent())],
  ["filter-value", false, filtered(skill("20").lte(100))],
  [
    "filter-value",
    true,
    filtered(and({
      category: "skill",
      key: "20",
      operator: "GT",
      value: 100.5,
    })),
  ],
  [
    "filter-excludes-everyone",
    true,
    filtered(
      and(country.eq("US"), country.eq("GB")),
    ),
  ],
  [
    "filter-excludes-everyone",
    false,
    filtered(
      and(languages.includes("EN"), languages.includes("DE")),
    ),
  ],
  [
    "captcha-out-of-use",
    true,
    written("CAPTCHA", {}, [["fail_rate", "GT", 9]]),
  ],
  ["dynamic-overlap-field", false, weighed],
  ["dynamic-overlap-field", true, {
    ...weighed,
    dynamic_overlap_config: { ...dynamic, fields: [] },
  }],
  ["dynamic-overlap-field", false, weighed, { project: project({}) }],
  ["dynamic-overlap-field", false, weighed, output({ type: "boolean" })],
  ["dynamic-overlap-field", true, weighed, output({ type: "json" })],
  ["dynamic-overlap-field", true, weighed, output({ type: "integer" })],
  [
    "dynamic-overlap-field",
    true,
    weighed,
    output({
      type: "integer",
      min_value: 0,
    }),
  ],
  [
    "dynamic-overlap-field",
    false,
    weighed,
    output({
      type: "integer",
      min_value: 0,
      max_value: 32,
    }),
  ],
  [
    "dynamic-overlap-field",
    true,
    weighed,
    output({
      type: "integer",
      min_value: 0,
      max_value: 33,
    }),
  ],
  ["weight-skill-unset", false, {
    ...weighed,
    quality_control: written("INCOME", {}, income, {
      type: "SET_SKILL",
      parameters: { skill_id: "20", skill_value: 90 },
    }).quality_control!,
  }],
  ["majority-threshold-above-overlap", true, {
    ...mixed,
    quality_control: qualityControl([vote(3)]),
  }, { tasks: [{ overlap: 2 }] }],
  ["mixer-minimum-above-count", true, mixer({ min_golden_tasks_count: 2 })],
  [
    "distribution-with-count",
    true,
    mixer({
      golden_tasks_count: 0,
      min_golden_tasks_count: 0,
      golden_task_distribution_function: spread,
    }),
  ],
  [
    "distribution-intervals",
    true,
    controlled({
      checkpoints_config: {
        real_settings: {
          ...checks,
          task_distribution_function: {
            ...spread,
            intervals: [{ from: 5, to: 4, frequency: 1 }],
          },
        },
      },
    }),
  ],
  ["tasks-not-taken", true, pool, { tasks: [{}] }],
  ["tasks-too-many", true, pool, {
    tasks: [{ tasks: Array(1_000_000).fill(golden) }, { tasks: [{}] }],
  }],
  ["overlap-missing", false, pool, { tasks: [{ tasks: [{}] }] }],
  ["golden-overlap-finite", true, mixed, {
    tasks: [{ ...golden, message_on_unknown_solution: "No", overlap: 1 }, {}]
      .map((task) => ({ ...task, infinite_overlap: false })),
  }],
  ["golden-overlap-finite", false, pool, {
    tasks: [{ tasks: [{ ...golden, infinite_overlap: false }] }],
  }],
  ["mixer-cannot-be-filled", true, mixer({ force_last_assignment: false }), {
    tasks: [golden, ...general(8)],
  }],
  ["mixer-cannot-be-filled", true, mixed, { tasks: [golden] }],
  ["mixer-cannot-be-filled", false, mixer({ min_golden_tasks_count: 0 }), {
    tasks: general(9),
  }],
  ["mixer-cannot-be-filled", true, mixer({ training_tasks_count: 1 }), {
    tasks: [golden, {}],
  }],
  ["mixer-leaves-tasks-out", true, mixer({ real_tasks_count: 0 }), {
    tasks: [golden, {}],
  }],
  ["golden-share-low", true, mixed, { tasks: [golden, ...general(18)] }],
  ["golden-share-low", false, mixed, { tasks: [golden, ...general(9)] }],
  ["golden-share-low", false, mixer({ golden_tasks_count: 0 }), {
    tasks: general(9),
  }],
  ["golden-rule-unreachable", false, judgedMixed(2), {
    tasks: [golden, { ...golden, message_on_unknown_solution: "No" }, {}],
  }],
  ["golden-rule-unreachable", true, judgedMixed(3), {
    tasks: [golden, { ...golden, message_on_unknown_solution: "No" }, {}],
  }],
  ["golden-rule-unreachable", false, judgedMixed(3), { tasks: [{}] }],
  [
    "golden-rule-unreachable",
    false,
    {
      ...mixed,
      quality_control: qualityControl([
        goldenSet({ minAnswers: 3, historySize: 9, skillId: "20" }),
      ]),
    },
    { tasks: [golden, {}] },
  ],
  [
    "action-not-of-collector",
    true,
    written(
      "USERS_ASSESSMENT",
      {},
      [["skill_id", "EQ", "20"]],
      ban,
    ),
  ],
  [
    "action-not-of-collector",
    true,
    written("ASSIGNMENTS_ASSESSMENT", {}, [
      ["pending_assignments_count", "GT", 3],
    ]),
  ],
  [
    "action-not-of-collector",
    true,
    written(
      "ASSIGNMENTS_ASSESSMENT",
      {},
      [["pending_assignments_count", "GT", 3]],
      actions.setSkill({ skillId: "20", value: 1 }),
    ),
  ],
  ["action-not-of-collector", false, written("INCOME", {}, income, ban)],
  [
    "condition-never-holds",
    true,
    written("INCOME", {}, [
      ["income_sum_for_last_24_hours", "LT", 0],
    ]),
  ],
  [
    "condition-always-holds",
    true,
    written("GOLDEN_SET", {}, [
      ["total_answers_count", "GT", -1],
    ]),
  ],
  [
    "condition-always-holds",
    true,
    written("GOLDEN_SET", {}, [
      ["correct_answers_rate", "LTE", 100],
    ]),
  ],
  [
    "condition-always-holds",
    true,
    written("GOLDEN_SET", {}, [
      ["correct_answers_rate", "LT", 101],
    ]),
  ],
  [
    "condition-always-holds",
    true,
    written("GOLDEN_SET", {}, [
      ["correct_answers_rate", "NE", 101],
    ]),
  ],
  [
    "condition-always-holds",
    false,
    written("GOLDEN_SET", {}, [
      ["correct_answers_rate", "LT", 100],
    ]),
  ],
  [
    "condition-always-holds",
    false,
    written("GOLDEN_SET", {}, [
      ["total_answers_count", "GT", 0],
    ]),
  ],
  [
    "condition-always-holds",
    false,
    written("ASSIGNMENTS_ASSESSMENT", {}, [
      ["assessment_event", "NE", "REJECT"],
    ]),
  ],
  [
    "history-too-small",
    true,
    written("GOLDEN_SET", { history_size: 9 }, [
      ["total_answers_count", "GT", 9],
    ]),
  ],
  [
    "history-too-small",
    false,
    written("GOLDEN_SET", { history_size: 9 }, [
      ["total_answers_count", "GT", 8],
    ]),
  ],
  [
    "rate-as-fraction",
    false,
    written("GOLDEN_SET", {}, [
      ["correct_answers_rate", "LT", 1],
    ]),
  ],
  [
    "rate-without-count",
    true,
    written("GOLDEN_SET", {}, [
      ["correct_answers_rate", "GT", 80],
    ]),
  ],
  [
    "rate-without-count",
    false,
    written(
      "GOLDEN_SET",
      {},
      [["correct_answers_rate", "GT", 80]],
      actions.setSkill({ skillId: "20", value: 1 }),
    ),
  ],
  [
    "rule-acts-once",
    false,
    ruled(
      rule(
        collectors.goldenSet(),
        [conditions.totalAnswersCount.eq(5)],
        actions.setSkillFrom({ skillId: "20" }),
      ),
    ),
  ],
  [
    "rule-upside-down",
    true,
    written("GOLDEN_SET", {}, [
      ["correct_answers_rate", "LT", 40],
    ]),
  ],
  [
    "rule-upside-down",
    true,
    written("SKIPPED_IN_ROW_ASSIGNMENTS", {}, [
      ["skipped_in_row_count", "GTE", 2],
    ]),
  ],
  [
    "rule-upside-down",
    true,
    written(
      "GOLDEN_SET",
      {},
      [["correct_answers_rate", "GTE", 80]],
      actions.rejectAllAssignments({ publicComment: "No" }),
    ),
  ],
  [
    "rule-upside-down",
    false,
    written("GOLDEN_SET", {}, [
      ["correct_answers_rate", "GTE", 80],
    ]),
  ],
  [
    "rule-upside-down",
    false,
    written("GOLDEN_SET", {}, [
      ["correct_answers_rate", "NE", 80],
    ], ban),
  ],
  [
    "rule-upside-down",
    false,
    written("GOLDEN_SET", {}, [
      ["total_answers_count", "LT", 80],
    ], ban),
  ],
  ["majority-threshold-low", false, {
    ...ruled(vote(2)),
    defaults: { default_overlap_for_new_task_suites: 4 },
  }],
  ["majority-threshold-low", true, {
    ...ruled(vote(2)),
    defaults: { default_overlap_for_new_task_suites: 5 },
  }],
  [
    "majority-answers-free",
    false,
    ruled(vote(2)),
    output({
      type: "integer",
    }),
  ],
  [
    "majority-answers-free",
    false,
    ruled(vote(2)),
    output({
      type: "boolean",
    }),
  ],
  ["majority-answers-free", true, ruled(vote(2)), output({ type: "file" })],
  ["golden-set-without-control-tasks", true, {
    ...pool,
    quality_control: judged(3),
  }, { tasks: [{ tasks: [{}] }] }],
  ["golden-set-without-control-tasks", false, {
    ...pool,
    quality_control: judged(3),
  }, { tasks: [{ tasks: [golden] }] }],
  ["golden-set-without-control-tasks", false, {
    ...mixer({ golden_tasks_count: 0, training_tasks_count: 1 }),
    quality_control: judged(3),
  }],
  [
    "review-rule-without-review",
    true,
    ruled(
      rule(collectors.goldenSet(), [enough], actions.approveAllAssignments()),
    ),
  ],
  [
    "restriction-duration",
    true,
    written("INCOME", {}, income, {
      type: "RESTRICTION_V2",
      parameters: { scope: "POOL", duration_unit: "PERMANENT", duration: 1 },
    }),
  ],
  ["restricted-answers-stay", false, {
    ...ruled(fast(15)),
    auto_accept_solutions: false,
  }],
  ["restricted-answers-stay", false, {
    ...weighed,
    quality_control: qualityControl([fast(15)]),
  }],
  ["restricted-answers-stay", false, written("INCOME", {}, income, ban)],
  ["reissue-lowers-overlap", true, ruled(reissueRejected({ delta: -1 }))],
  [
    "reissue-lowers-overlap",
    false,
    ruled(
      rule(
        collectors.assignmentsAssessment(),
        [conditions.assessmentEvent.eq("ACCEPT")],
        actions.changeOverlap({ delta: -1 }),
      ),
    ),
  ],
  [
    "reissue-leaves-pool-closed",
    false,
    ruled(
      reissueRejected({ delta: -1, openPool: false }),
    ),
  ],
];

for (const [index, [id, found, ...given]] of SIDES.entries()) {
  Deno.test(`lintPool() ${found ? "finds" : "leaves"} ${id}, side ${index}`, () => {
    assertEquals(ids(...given).includes(id), found, ids(...given).join());
  });
}

Deno.test("lintPool() has a case for every check", () => {
  assertEquals(
    Object.keys(CASES).sort(),
    lintChecks.map(({ id }) => id).sort(),
  );
});

Deno.test("lintChecks has no error that stands on the description alone", () => {
  const unfounded = lintChecks.filter(({ severity, basis }) =>
    severity === "error" && basis !== "behavior" && basis !== "logic"
  );
  assertEquals(unfounded, []);
});

Deno.test("lintPool() suggests the name that was meant", () => {
  const messages = (given: unknown, project?: unknown) =>
    lintPool(given as PoolInput, { project: project as ProjectInput })
      .filter(({ id }) => id.startsWith("name-"))
      .map(({ message, path }) => `${path}: ${message}`);
  assertEquals(
    messages({
      ...mixed,
      mixer_config: { ...mixed.mixer_config, min_reel_tasks_count: 1 },
      quality_control: {
        configs: [{
          collector_config: { type: "INCOME", paramters: {} },
          rules: [],
        }],
      },
    }, {
      ...animals,
      public_instrutions: "Look closely",
      qqq: 1,
    }),
    [
      "quality_control.configs.0.collector_config.paramters: 'paramters' is not known: did you mean 'parameters'?",
      "mixer_config.min_reel_tasks_count: 'min_reel_tasks_count' is not known: did you mean 'min_real_tasks_count'?",
      "project.public_instrutions: 'public_instrutions' is not known: did you mean 'public_instructions'?",
      "project.qqq: 'qqq' is not known",
    ],
  );
});

Deno.test("lintPool() finds nothing in a good pool", () => {
  assertEquals(lintPool(pool), []);
  assertEquals(lintPool(mixed), []);
  assertEquals(
    lintPool(mixed, {
      project: animals,
      tasks: [...Array(20).fill(golden), ...general(180)],
    }),
    [],
  );
});

/** One value outside of each documented bound; the text is the path. */
const OUTSIDE: Record<string, PoolInput> = {
  reward_per_assignment: { ...pool, reward_per_assignment: -1 },
  assignment_max_duration_seconds: {
    ...pool,
    assignment_max_duration_seconds: 4,
  },
  auto_accept_period_day: { ...pool, auto_accept_period_day: 22 },
  auto_close_after_complete_delay_seconds: {
    ...pool,
    auto_close_after_complete_delay_seconds: 259_201,
  },
  priority: { ...pool, priority: -1 },
  "defaults.default_overlap_for_new_task_suites": {
    ...pool,
    defaults: { default_overlap_for_new_task_suites: 30_001 },
  },
  "defaults.default_overlap_for_new_tasks": {
    ...pool,
    defaults: {
      default_overlap_for_new_task_suites: 1,
      default_overlap_for_new_tasks: 0,
    },
  },
  "mixer_config.real_tasks_count": mixer({ real_tasks_count: 501 }),
  "mixer_config.golden_tasks_count": mixer({ golden_tasks_count: -1 }),
  "mixer_config.training_tasks_count": mixer({ training_tasks_count: 1.5 }),
  "mixer_config.min_real_tasks_count": mixer({ min_real_tasks_count: -1 }),
  "mixer_config.force_last_assignment_delay_seconds": mixer({
    force_last_assignment_delay_seconds: 86_401,
  }),
  "mixer_config.golden_task_distribution_function.window_days": mixer({
    golden_task_distribution_function: { ...spread, window_days: 366 },
  }),
  "mixer_config.golden_task_distribution_function.intervals.0.frequency": mixer(
    {
      golden_task_distribution_function: {
        ...spread,
        intervals: [{ from: 1, to: 2, frequency: 0 }],
      },
    },
  ),
  "mixer_config.training_task_distribution_function.intervals": mixer({
    training_task_distribution_function: { ...spread, intervals: [] },
  }),
  "dynamic_overlap_config.max_overlap": {
    ...weighed,
    dynamic_overlap_config: { ...dynamic, max_overlap: 30_001 },
  },
  "dynamic_overlap_config.min_confidence": {
    ...weighed,
    dynamic_overlap_config: { ...dynamic, min_confidence: 1.1 },
  },
  "dynamic_pricing_config.intervals": priced([]),
  "dynamic_pricing_config.intervals.0.to": priced([[0, 101]]),
  "speed_quality_balance.percent": balanced(110),
  "speed_quality_balance.count": {
    ...pool,
    speed_quality_balance: {
      type: "BEST_CONCURRENT_USERS_BY_QUALITY",
      count: 101,
    },
  },
  "quality_control.training_requirement.training_passing_skill_value": trained(
    101,
  ),
  "quality_control.checkpoints_config.real_settings.target_overlap": controlled(
    {
      checkpoints_config: { real_settings: { ...checks, target_overlap: 0 } },
    },
  ),
  "quality_control.configs.0.collector_config.parameters.history_size": written(
    "GOLDEN_SET",
    { history_size: 0 },
    [["total_answers_count", "GT", 1]],
  ),
  "quality_control.configs.0.rules.0.action.parameters.skill_value": written(
    "GOLDEN_SET",
    {},
    [["total_answers_count", "GT", 1]],
    { type: "SET_SKILL", parameters: { skill_id: "20", skill_value: 101 } },
  ),
};

for (const [path, bad] of Object.entries(OUTSIDE)) {
  Deno.test(`lintPool() knows the bounds of ${path}`, () => {
    const found = lintPool(bad).filter(({ id }) =>
      id === "value-out-of-bounds"
    );
    assertEquals(found.map((finding) => finding.path), [path]);
  });
}

Deno.test("lintPool() says what is wrong, where and why", () => {
  assertEquals(lintPool({ ...pool, priority: 101 }), [{
    id: "value-out-of-bounds",
    severity: "warning",
    message: "'priority' is 101, not a whole number between 0 and 100",
    reason: "The API's description has narrower bounds",
    path: "priority",
  }]);
});

Deno.test("lintPool() puts the worst first", () => {
  const order = lintPool({
    ...mixed,
    filter: { and: [] },
    auto_accept_solutions: false,
    will_expire: "soon",
  }).map(({ severity }) => severity);
  assertEquals(order, ["error", "warning", "warning", "info"]);
});

Deno.test("lintPool() leaves out checks to ignore", () => {
  assertEquals(
    lintPool({ ...pool, priority: 101 }, { ignore: ["value-out-of-bounds"] }),
    [],
  );
  assertThrows(
    () => lintPool(pool, { ignore: ["no-such-check"] }),
    RangeError,
    'current value is "no-such-check"',
  );
});

Deno.test("lintPool() looks at the project's rules too", () => {
  const findings = lintPool(pool, {
    project: { ...animals, quality_control: { configs: [vote(4)] } },
  });
  assertEquals(
    findings.filter(({ severity }) => severity === "error"),
    [{
      id: "majority-threshold-above-overlap",
      severity: "error",
      message: "The majority is 4 answers, and the overlap 3",
      reason: "There are never that many equal answers, so nobody is judged",
      path: "project.quality_control.configs.0",
    }],
  );
});

Deno.test("lintPool() lets pools of control tasks be free", () => {
  const free = { ...mixed, reward_per_assignment: 0 };
  const exam = { ...mixer({ real_tasks_count: 0 }), reward_per_assignment: 0 };
  assertEquals(ids(free).includes("reward-too-low"), true);
  assertEquals(ids(exam).includes("reward-too-low"), false);
  assertEquals(
    ids(exam, { tasks: [golden, {}] }).includes("reward-too-low"),
    true,
  );
});

Deno.test("lintPool() counts on the overlap that dynamic overlap and checks reach", () => {
  const id = "majority-threshold-above-overlap";
  const grown = { ...weighed, quality_control: qualityControl([vote(5)]) };
  const checked = {
    ...pool,
    quality_control: qualityControl([vote(5)], {
      checkpointsConfig: { real_settings: checks },
    }),
  };
  assertEquals(ids(grown).includes(id), false);
  assertEquals(ids(checked).includes(id), false);
  assertEquals(
    ids({ ...mixed, quality_control: qualityControl([vote(5)]) }, {
      tasks: [{ overlap: 5 }],
    }).includes(id),
    false,
  );
});

Deno.test("lintPool() sees conditions that contradict each other", () => {
  const never = (...conditions: Parameters<typeof written>[2]) =>
    ids(written("GOLDEN_SET", {}, conditions)).includes(
      "condition-never-holds",
    );
  const key = "total_answers_count";
  assertEquals(never([key, "GT", 5], [key, "LT", 6]), true);
  assertEquals(never([key, "GT", 5], [key, "LT", 7]), false);
  assertEquals(never([key, "EQ", 5], [key, "NE", 5]), true);
  assertEquals(never([key, "EQ", 5], [key, "EQ", 6]), true);
  assertEquals(never([key, "LT", 0]), true);
  assertEquals(never(["correct_answers_rate", "LT", 0]), true);
});

Deno.test("lintPool() reads a pool as the server gives it", () => {
  const read = {
    ...pool,
    id: "21",
    status: "OPEN",
    created: "2015-12-16T12:55:01",
    mixer_config: null,
    dynamic_overlap_config: null,
    dynamic_pricing_config: null,
    speed_quality_balance: null,
    assignments_issuing_config: null,
    training_config: null,
    quality_control: {
      ...pool.quality_control,
      training_requirement: null,
      captcha_frequency: null,
      checkpoints_config: null,
    },
  } as const satisfies Pool;
  assertEquals(lintPool(read, { tasks: [{ tasks: [{}] }] }), []);
});

Deno.test("lintPool() goes through the tasks once", () => {
  function* tasks() {
    for (let index = 0; index < 100; index++) yield golden;
    for (let index = 0; index < 900; index++) yield {};
  }
  assertEquals(lintPool(mixed, { tasks: tasks() }), []);
});

Deno.test("formatFindings() counts what it shows", () => {
  assertEquals(formatFindings([]), "0 errors, 0 warnings, 0 infos");
  const text = formatFindings(lintPool({ ...pool, priority: 101 }));
  assertEquals(
    text,
    `warning[value-out-of-bounds]: 'priority' is 101, not a whole number between 0 and 100
  at priority
  The API's description has narrower bounds

0 errors, 1 warning, 0 infos`,
  );
});
