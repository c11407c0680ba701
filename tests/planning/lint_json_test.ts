/** Holds that JSON with parts missing or null gives findings and never throws. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { lintPool, type LintPoolOptions } from "../../src/planning/mod.ts";
import imported from "./_pool.json" with { type: "json" };
import type { PoolInput } from "../../src/types/pools.ts";

Deno.test("lintPool() takes an imported JSON file without a cast", () => {
  const found = lintPool(imported, { now: new Date("2025-01-01") });
  assertEquals(found.map(({ id, path }) => `${id} ${path}`), [
    "name-misspelt auto_acept_solutions",
    "quality-control-missing quality_control.configs",
  ]);
});

/** A pool with all that can be in it, as JSON. */
const FULL = {
  pool: {
    project_id: "10",
    private_name: "Cats and dogs",
    will_expire: "2099-01-01T00:00:00",
    reward_per_assignment: 0.02,
    assignment_max_duration_seconds: 600,
    auto_close_after_complete_delay_seconds: 60,
    defaults: {
      default_overlap_for_new_task_suites: 3,
      default_overlap_for_new_tasks: 3,
    },
    filter: {
      and: [{
        or: [{
          category: "profile",
          key: "languages",
          operator: "IN",
          value: "EN",
        }],
      }],
    },
    mixer_config: {
      real_tasks_count: 9,
      golden_tasks_count: 0,
      training_tasks_count: 1,
      golden_task_distribution_function: {
        scope: "POOL",
        distribution: "UNIFORM",
        window_days: 7,
        intervals: [{ from: 1, to: 100, frequency: 5 }],
      },
    },
    dynamic_overlap_config: {
      type: "BASIC",
      max_overlap: 5,
      min_confidence: 0.8,
      answer_weight_skill_id: "20",
      fields: [{ name: "animal" }],
    },
    dynamic_pricing_config: {
      type: "SKILL",
      skill_id: "20",
      intervals: [{ from: 50, to: 100, reward_per_assignment: 0.03 }],
    },
    speed_quality_balance: { type: "TOP_PERCENTAGE_BY_QUALITY", percent: 50 },
    quality_control: {
      training_requirement: {
        training_pool_id: "11",
        training_passing_skill_value: 80,
      },
      configs: [{
        collector_config: {
          type: "GOLDEN_SET",
          parameters: { history_size: 10 },
        },
        rules: [{
          conditions: [
            { key: "total_answers_count", operator: "GTE", value: 3 },
          ],
          action: {
            type: "SET_SKILL_FROM_OUTPUT_FIELD",
            parameters: { skill_id: "20", from_field: "correct_answers_rate" },
          },
        }],
      }],
      checkpoints_config: {
        real_settings: {
          target_overlap: 5,
          task_distribution_function: {
            scope: "POOL",
            distribution: "UNIFORM",
            window_days: 7,
            intervals: [{ from: 1, to: 100, frequency: 5 }],
          },
        },
      },
    },
  },
  project: {
    public_name: "Animals",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "url" } },
      output_spec: {
        animal: { type: "string", allowed_values: ["cat", "dog"] },
      },
      view_spec: {
        type: "tb",
        config:
          '{"view":{"type":"field.radio-group","data":{"type":"data.output","path":"animal"},"options":[{"value":"cat","label":"Cat"}]}}',
      },
    },
    quality_control: { configs: [] },
  },
  tasks: [
    {
      input_values: { image: "https://example.com/1.png" },
      known_solutions: [{ output_values: { animal: "cat" } }],
      infinite_overlap: true,
    },
  ],
};

type Full = typeof FULL;
type Path = readonly (string | number)[];

/** Every part, from the outside to the inside. */
function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(name) : name];
    yield at;
    yield* pathsOf(inner, at);
  }
}

/** The whole with one part changed, or taken out. */
function withPart(path: Path, change: "delete" | { to: unknown }): Full {
  const copy = structuredClone(FULL);
  // deno-lint-ignore no-explicit-any -- It goes through whatever there is.
  const parent = path.slice(0, -1).reduce<any>((at, key) => at[key], copy);
  const key = path.at(-1)!;
  if (change !== "delete") parent[key] = change.to;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  return copy;
}

function lint({ pool, project, tasks }: Full) {
  return lintPool(pool as unknown as PoolInput, {
    project: project as unknown as LintPoolOptions["project"],
    tasks: tasks as LintPoolOptions["tasks"],
    now: new Date("2025-01-01"),
  });
}

const PATHS = [...pathsOf(FULL)];

for (const to of [null, 1, "x", true, [], {}, [null], { x: null }]) {
  Deno.test(`lintPool() never throws where a part is ${JSON.stringify(to)}`, () => {
    for (const path of PATHS) lint(withPart(path, { to }));
  });
}

Deno.test("lintPool() never throws where a part is missing", () => {
  for (const path of PATHS) lint(withPart(path, "delete"));
});

Deno.test("lintPool() never throws where the pool is no object", () => {
  for (const pool of [null, undefined, 1, "x", []]) {
    const findings = lintPool(pool as unknown as PoolInput);
    assertEquals(findings[0]?.id, "value-shape");
  }
});

/** Parts that a pool or a project cannot do without, and what null there is. */
const NULLS: Record<string, string> = {
  "pool.project_id": "value-missing project_id",
  "pool.private_name": "value-missing private_name",
  "pool.will_expire": "value-missing will_expire",
  "pool.reward_per_assignment": "value-missing reward_per_assignment",
  "pool.assignment_max_duration_seconds":
    "value-missing assignment_max_duration_seconds",
  "pool.defaults": "value-missing defaults",
  "pool.defaults.default_overlap_for_new_task_suites":
    "value-missing defaults.default_overlap_for_new_task_suites",
  "pool.filter.and": "filter-unreadable filter",
  "pool.filter.and.0": "value-shape filter.and.0",
  "pool.filter.and.0.or": "filter-unreadable filter.and.0",
  "pool.filter.and.0.or.0": "value-shape filter.and.0.or.0",
  "pool.filter.and.0.or.0.key": "filter-unreadable filter.and.0.or.0",
  "pool.mixer_config.golden_task_distribution_function.intervals":
    "value-missing mixer_config.golden_task_distribution_function.intervals",
  "pool.mixer_config.golden_task_distribution_function.intervals.0":
    "value-shape mixer_config.golden_task_distribution_function.intervals.0",
  "pool.dynamic_overlap_config.max_overlap":
    "value-missing dynamic_overlap_config.max_overlap",
  "pool.dynamic_overlap_config.fields":
    "dynamic-overlap-field dynamic_overlap_config.fields",
  "pool.dynamic_overlap_config.fields.0":
    "value-shape dynamic_overlap_config.fields.0",
  "pool.dynamic_pricing_config.intervals":
    "value-missing dynamic_pricing_config.intervals",
  "pool.dynamic_pricing_config.intervals.0":
    "value-shape dynamic_pricing_config.intervals.0",
  "pool.dynamic_pricing_config.intervals.0.reward_per_assignment":
    "value-missing dynamic_pricing_config.intervals.0.reward_per_assignment",
  "pool.speed_quality_balance.type": "value-missing speed_quality_balance.type",
  "pool.quality_control.training_requirement.training_pool_id":
    "value-missing quality_control.training_requirement.training_pool_id",
  "pool.quality_control.configs.0": "value-shape quality_control.configs.0",
  "pool.quality_control.configs.0.collector_config":
    "value-missing quality_control.configs.0.collector_config",
  "pool.quality_control.configs.0.collector_config.type":
    "value-missing quality_control.configs.0.collector_config.type",
  "pool.quality_control.configs.0.rules":
    "rules-missing quality_control.configs.0",
  "pool.quality_control.configs.0.rules.0":
    "value-shape quality_control.configs.0.rules.0",
  "pool.quality_control.configs.0.rules.0.conditions":
    "conditions-missing quality_control.configs.0.rules.0",
  "pool.quality_control.configs.0.rules.0.conditions.0":
    "value-shape quality_control.configs.0.rules.0.conditions.0",
  "pool.quality_control.configs.0.rules.0.conditions.0.key":
    "value-missing quality_control.configs.0.rules.0.conditions.0.key",
  "pool.quality_control.configs.0.rules.0.action":
    "value-missing quality_control.configs.0.rules.0.action",
  "pool.quality_control.configs.0.rules.0.action.parameters":
    "parameter-missing quality_control.configs.0.rules.0",
  "pool.quality_control.checkpoints_config.real_settings.target_overlap":
    "value-missing quality_control.checkpoints_config.real_settings.target_overlap",
  "pool.quality_control.checkpoints_config.real_settings.task_distribution_function":
    "value-missing quality_control.checkpoints_config.real_settings.task_distribution_function",
  "project.task_spec": "value-missing project.task_spec",
  "project.task_spec.output_spec":
    "value-missing project.task_spec.output_spec",
  "project.task_spec.output_spec.animal":
    "value-shape project.task_spec.output_spec.animal",
  "project.task_spec.output_spec.animal.type":
    "value-missing project.task_spec.output_spec.animal.type",
  "project.task_spec.view_spec.config":
    "view-unreadable project.task_spec.view_spec.config",
  "tasks.0": "tasks-unreadable tasks.0",
};

for (const [path, expected] of Object.entries(NULLS)) {
  for (
    const [words, change] of [["null", { to: null }], [
      "missing",
      "delete",
    ]] as const
  ) {
    // What follows in a list moves up; a field that is gone has no flaw.
    if (change === "delete" && /\.(\d+|animal)$/.test(path)) continue;
    Deno.test(`lintPool() finds that ${path} is ${words}`, () => {
      const keys = path.split(".");
      const before = lint(FULL).map(({ id, path }) => `${id} ${path}`);
      const after = lint(withPart(keys, change))
        .map(({ id, path }) => `${id} ${path}`);
      const found = after.filter((finding) => !before.includes(finding));
      assertNotEquals(found, []);
      assertEquals(found.includes(expected), true, found.join("\n"));
    });
  }
}
