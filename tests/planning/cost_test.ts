import { assertEquals, assertThrows } from "@std/assert";
import {
  type CostSettings,
  estimateCost,
  type PlannedTask,
} from "../../src/planning/mod.ts";
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
    assignments: { min: 8, max: 8 },
    reward: { min: 0.05, max: 0.05 },
    price: { min: 0.4, max: 0.4 },
    fee: { min: 0, max: 0 },
    total: { min: 0.4, max: 0.4 },
  });
});

Deno.test("estimateCost() takes a number of tasks", () => {
  assertEquals(estimateCost(suites, 10).assignments, { min: 30, max: 30 });
  assertEquals(estimateCost(mixed(5, 2), 10).assignments, { min: 4, max: 5 });
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
  assertEquals(estimateCost(mixed(3, 3), 10).assignments, { min: 10, max: 12 });
});

Deno.test("estimateCost() expects short task suites when few tasks are left", () => {
  // 23 tasks by four Tolokers are 92: 22 full ones, and four short at most.
  assertEquals(estimateCost(mixed(4, 4), 23).assignments, { min: 23, max: 26 });
});

Deno.test("estimateCost() knows that a task is once in a task suite", () => {
  assertEquals(estimateCost(mixed(10, 5), 3).assignments, { min: 5, max: 5 });
});

Deno.test("estimateCost() leaves out a short last task suite where it is not forced", () => {
  const pool = mixed(3, 1);
  pool.mixer_config!.force_last_assignment = false;
  assertEquals(estimateCost(pool, 10).assignments, { min: 3, max: 3 });
  pool.mixer_config!.min_real_tasks_count = 1;
  assertEquals(estimateCost(pool, 10).assignments, { min: 4, max: 4 });
});

Deno.test("estimateCost() prefers a task's own overlap", () => {
  const tasks: TaskInput[] = [
    { pool_id: "1", input_values: {}, overlap: 4 },
    { pool_id: "1", input_values: {}, overlap: 2 },
    { pool_id: "1", input_values: {} },
  ];
  assertEquals(estimateCost(mixed(1, 1), tasks).assignments, {
    min: 7,
    max: 7,
  });
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
  assertEquals(estimateCost(mixed(2, 3), tasks).assignments, {
    min: 3,
    max: 3,
  });
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
  assertEquals(estimateCost(pool, tasks).assignments, { min: 9, max: 12 });
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
  assertEquals(reward, { min: 0.05, max: 0.08 });
  assertEquals(price, { min: 0.15, max: 0.24 });
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
  assertEquals(estimateCost(pool, 80).assignments, { min: 8, max: 10 });
});

Deno.test("estimateCost() has no end where control tasks make the task suites", () => {
  const pool = mixed(0, 1);
  const tasks = [golden, golden, golden];
  const free = { ...pool, reward_per_assignment: 0 };
  assertEquals(estimateCost(pool, tasks).assignments, {
    min: 0,
    max: Infinity,
  });
  assertEquals(estimateCost(pool, tasks, { fee: 0.1 }).total.max, Infinity);
  assertEquals(estimateCost(free, tasks).total, { min: 0, max: 0 });
  assertEquals(estimateCost(pool, tasks, { tolokers: 100 }).total, {
    min: 0,
    max: 3,
  });
});

Deno.test("estimateCost() bounds infinite task suites by Tolokers", () => {
  const tasks = [{ tasks: [{}], infinite_overlap: true }, { tasks: [{}] }];
  assertEquals(estimateCost(suites, tasks, { tolokers: 10 }).assignments, {
    min: 3,
    max: 13,
  });
});

Deno.test("estimateCost() costs nothing without tasks", () => {
  assertEquals(estimateCost(mixed(5, 3), []).total, { min: 0, max: 0 });
});

Deno.test("estimateCost() goes through the tasks once", () => {
  function* tasks() {
    for (let index = 0; index < 1_000; index++) yield {};
  }
  assertEquals(estimateCost(mixed(10, 3), tasks()).assignments, {
    min: 300,
    max: 302,
  });
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
    "Cannot estimate the cost as 'fee' must be a fraction of at least 0: current value is -0.1",
  );
  assertThrows(() => estimateCost(suites, 1, { tolokers: NaN }), RangeError);
  assertThrows(() => estimateCost(suites, 1.5), RangeError);
});
