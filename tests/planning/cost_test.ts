import { assertEquals, assertThrows } from "@std/assert";
import {
  type CostRange,
  type CostSettings,
  estimateCost,
  type PlannedTask,
} from "../../src/planning/mod.ts";
import { presets, qualityControl } from "../../src/quality_control/mod.ts";
import type { CheckpointsConfig } from "../../src/types/quality_control.ts";
import type { TaskInput } from "../../src/types/tasks.ts";
import type { TaskSuiteInput } from "../../src/types/task_suites.ts";

function mixed(
  real: number,
  overlap: number,
  more: Partial<CostSettings> = {},
): CostSettings {
  return {
    reward_per_assignment: 0.01,
    defaults: {
      default_overlap_for_new_task_suites: 1,
      default_overlap_for_new_tasks: overlap,
    },
    mixer_config: {
      real_tasks_count: real,
      golden_tasks_count: 1,
      training_tasks_count: 0,
    },
    ...more,
  };
}

const suites: CostSettings = {
  reward_per_assignment: 0.05,
  defaults: { default_overlap_for_new_task_suites: 3 },
};

function range(min: number, likely: number, max: number): CostRange {
  return { min, likely, max };
}

const golden: PlannedTask = {
  known_solutions: [{ output_values: {} }],
  infinite_overlap: true,
};

Deno.test("estimateCost() adds up overlaps of task suites", () => {
  const tasks: TaskSuiteInput[] = [
    { pool_id: "1", tasks: [{}], overlap: 5 },
    { pool_id: "1", tasks: [{}] },
  ];
  assertEquals(estimateCost(suites, tasks), {
    assignments: { min: 8, likely: 8, max: 8 },
    reward: { min: 0.05, likely: 0.05, max: 0.05 },
    price: { min: 0.4, likely: 0.4, max: 0.4 },
    fee: { min: 0, likely: 0, max: 0 },
    total: { min: 0.4, likely: 0.4, max: 0.4 },
    caveats: [],
  });
});

Deno.test("estimateCost() takes a number of tasks", () => {
  assertEquals(estimateCost(suites, 10).assignments, range(30, 30, 30));
  assertEquals(estimateCost(mixed(5, 2), 10).assignments, range(4, 5, 20));
});

Deno.test("estimateCost() is exact where binary fractions are not", () => {
  const pool = { ...suites, reward_per_assignment: 0.07 };
  assertEquals(0.07 * 300 * 1.1 === 23.1, false);
  const { price, fee, total } = estimateCost(pool, 100, { fee: 0.1 });
  assertEquals([price.max, fee.max, total.max], [21, 2.1, 23.1]);
});

Deno.test("estimateCost() reads small prices right", () => {
  const pool = { ...suites, reward_per_assignment: 5e-7 };
  assertEquals(estimateCost(pool, 1).price.min, 0.0000015);
});

Deno.test("estimateCost() fills task suites at best, and by rounds at worst", () => {
  // Ten tasks, three on a page, by three Tolokers: 30 / 3, or 4 in each round.
  assertEquals(estimateCost(mixed(3, 3), 10).assignments, range(10, 12, 30));
});

Deno.test("estimateCost() expects short task suites when few tasks are left", () => {
  // 23 tasks by four Tolokers are 92: 22 full ones, and four short at most.
  assertEquals(estimateCost(mixed(4, 4), 23).assignments, range(23, 26, 92));
});

Deno.test("estimateCost() knows that a task is once in a task suite", () => {
  assertEquals(estimateCost(mixed(10, 5), 3).assignments, range(5, 5, 15));
});

Deno.test("estimateCost() leaves out a short last task suite where it is not forced", () => {
  const pool = mixed(3, 1);
  pool.mixer_config!.force_last_assignment = false;
  assertEquals(estimateCost(pool, 10).assignments, range(3, 3, 3));
  pool.mixer_config!.min_real_tasks_count = 1;
  assertEquals(estimateCost(pool, 10).assignments, range(4, 4, 10));
});

Deno.test("estimateCost() prefers a task's own overlap", () => {
  const tasks: TaskInput[] = [
    { pool_id: "1", input_values: {}, overlap: 4 },
    { pool_id: "1", input_values: {}, overlap: 2 },
    { pool_id: "1", input_values: {} },
  ];
  assertEquals(estimateCost(mixed(1, 1), tasks).assignments, range(7, 7, 7));
});

Deno.test("estimateCost() takes the overlap of task suites where tasks have none", () => {
  const pool = {
    ...mixed(1, 1),
    defaults: { default_overlap_for_new_task_suites: 4 },
  };
  assertEquals(estimateCost(pool, 2).assignments.max, 8);
});

Deno.test("estimateCost() adds nothing for control tasks among general ones", () => {
  const tasks = [{}, {}, golden, golden, golden];
  assertEquals(estimateCost(mixed(2, 3), tasks).assignments, range(3, 3, 6));
});

Deno.test("estimateCost() goes up to the greatest dynamic overlap", () => {
  const pool = mixed(1, 2, {
    dynamic_overlap_config: {
      type: "BASIC",
      max_overlap: 5,
      min_confidence: 0.9,
      answer_weight_skill_id: "20",
      fields: [{ name: "animal" }],
    },
  });
  const tasks = [{}, { overlap: 7 }];
  assertEquals(estimateCost(pool, tasks).assignments, range(9, 12, 12));
});

Deno.test("estimateCost() goes from the lowest to the highest price by skill", () => {
  const pool: CostSettings = {
    ...suites,
    dynamic_pricing_config: {
      type: "SKILL",
      skill_id: "20",
      intervals: [
        { from: 50, to: 79, reward_per_assignment: 0.06 },
        { from: 80, to: 100, reward_per_assignment: 0.08 },
      ],
    },
  };
  const { reward, price } = estimateCost(pool, 1);
  assertEquals(reward, range(0.05, 0.08, 0.08));
  assertEquals(price, range(0.15, 0.24, 0.24));
});

Deno.test("estimateCost() counts control tasks among the general ones of a page", () => {
  const pool = mixed(10, 1);
  pool.mixer_config!.golden_tasks_count = 0;
  pool.mixer_config!.golden_task_distribution_function = {
    scope: "POOL",
    distribution: "UNIFORM",
    window_days: 1,
    intervals: [{ from: 1, to: 1_000, frequency: 5 }],
  };
  // Of ten tasks up to two are control tasks.
  assertEquals(estimateCost(pool, 80).assignments, range(8, 10, 80));
});

Deno.test("estimateCost() has no end where control tasks make the task suites", () => {
  const pool = mixed(0, 1);
  const tasks = [golden, golden, golden];
  const free = { ...pool, reward_per_assignment: 0 };
  assertEquals(
    estimateCost(pool, tasks).assignments,
    range(0, Infinity, Infinity),
  );
  assertEquals(estimateCost(pool, tasks, { fee: 0.1 }).total.max, Infinity);
  assertEquals(estimateCost(free, tasks).total, range(0, 0, 0));
  assertEquals(
    estimateCost(pool, tasks, { tolokers: 100 }).total,
    range(0, 3, 3),
  );
});

Deno.test("estimateCost() bounds infinite task suites by Tolokers", () => {
  const tasks = [{ tasks: [{}], infinite_overlap: true }, { tasks: [{}] }];
  assertEquals(
    estimateCost(suites, tasks, { tolokers: 10 }).assignments,
    range(3, 13, 13),
  );
});

Deno.test("estimateCost() costs nothing without tasks", () => {
  assertEquals(estimateCost(mixed(5, 3), []).total, range(0, 0, 0));
});

Deno.test("estimateCost() goes through the tasks once", () => {
  function* tasks() {
    for (let index = 0; index < 1_000; index++) yield {};
  }
  assertEquals(
    estimateCost(mixed(10, 3), tasks()).assignments,
    range(300, 302, 3_000),
  );
});

Deno.test("estimateCost() refuses what the pool does not take", () => {
  assertThrows(
    () => estimateCost(suites, [{}]),
    TypeError,
    "Cannot estimate the cost as the pool takes task suites, not tasks",
  );
  assertThrows(
    () => estimateCost(mixed(1, 1), [{ tasks: [] }]),
    TypeError,
    "Cannot estimate the cost as the pool takes tasks, not task suites",
  );
});

Deno.test("estimateCost() refuses options out of bounds", () => {
  assertThrows(
    () => estimateCost(suites, 1, { fee: -0.1 }),
    RangeError,
    "Cannot estimate the cost as 'fee' must be a fraction from 0 to below 1, such as 0.3 for 30%: current value is -0.1",
  );
  assertThrows(() => estimateCost(suites, 1, { fee: 1 }), RangeError);
  assertThrows(() => estimateCost(suites, 1, { fee: 30 }), RangeError);
  assertThrows(() => estimateCost(suites, 1, { tolokers: NaN }), RangeError);
  assertThrows(() => estimateCost(suites, 1.5), RangeError);
});

/** Selective majority vote: every second task of a Toloker. */
const checkpoints = {
  real_settings: {
    target_overlap: 5,
    task_distribution_function: {
      scope: "PROJECT",
      distribution: "UNIFORM",
      window_days: 7,
      intervals: [{ from: 1, to: 1_000, frequency: 2 }],
    },
  },
} as const satisfies CheckpointsConfig;

Deno.test("estimateCost() counts selective majority vote", () => {
  const pool = mixed(5, 1, {
    quality_control: { checkpoints_config: checkpoints },
  });
  const { assignments, caveats } = estimateCost(pool, 100);
  // Half of the tasks by five Tolokers, half by one: 300, five in a suite,
  // and a few short ones.
  assertEquals(assignments, range(20, 64, 500));
  assertEquals(caveats.map(({ path }) => path), [
    "mixer_config",
    "quality_control.checkpoints_config",
  ]);
  const same = { ...suites, quality_control: pool.quality_control! };
  assertEquals(estimateCost(same, 10).assignments, range(30, 40, 50));
});

Deno.test("estimateCost() says which rules have no bound, and bounds them by Tolokers", () => {
  const quality_control = qualityControl([presets.reissueRevoked()]);
  const pool = { ...suites, quality_control };
  const { assignments, caveats } = estimateCost(pool, 10);
  assertEquals(assignments, range(30, 30, Infinity));
  assertEquals(caveats, [{
    path: "quality_control.configs.0.rules.0",
    message:
      "The rule raises the overlap by 1 whenever it acts: 'likely' leaves it out",
  }]);
  const bounded = estimateCost(pool, 10, { tolokers: 8 });
  assertEquals(bounded.assignments, range(30, 30, 80));
  const project = { quality_control };
  const inProject = estimateCost(suites, 10, { project });
  assertEquals(inProject.assignments.max, Infinity);
  assertEquals(
    inProject.caveats[0]?.path,
    "project.quality_control.configs.0.rules.0",
  );
});

Deno.test("estimateCost() knows that merged answers are free", () => {
  const project = { assignments_automerge_enabled: true };
  const { assignments, caveats } = estimateCost(mixed(5, 2), 10, { project });
  assertEquals(assignments, range(0, 5, 20));
  assertEquals(caveats.at(-1)?.path, "project.assignments_automerge_enabled");
  const reviewed = { ...mixed(5, 2), auto_accept_solutions: false };
  assertEquals(estimateCost(reviewed, 10, { project }).assignments.min, 4);
});

Deno.test("estimateCost() lets control tasks that run out end the pool", () => {
  const tasks = [
    ...Array.from({ length: 100 }, () => ({})),
    { known_solutions: [{ output_values: {} }], overlap: 3 },
  ];
  assertEquals(estimateCost(mixed(1, 2), tasks).assignments, range(3, 3, 3));
});
