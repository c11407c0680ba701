/** Checks of overlap, smart mixing and tasks. @module */
import type { PoolInput } from "../types/pools.ts";
import { boundAssignments } from "./assignment_bounds.ts";
import type { LintContext, LintField, LintRule, Problem } from "./lint_rule.ts";
import { defaultOverlap, isEmpty, rangeOf, valuesAt } from "./lint_rule.ts";
import type { TaskKind, TaskSummary } from "./planned_tasks.ts";

const KINDS = ["general", "golden", "training"] as const;

/** Names of the kinds of tasks on the wire and in words. */
const WORDS: Readonly<Record<TaskKind, [wire: string, words: string]>> = {
  general: ["real", "general"],
  golden: ["golden", "control"],
  training: ["training", "training"],
};

/** Most tasks in a pool. */
const MAX_TASKS = 1_000_000;
/** Assignments after which a pool closes. */
const MAX_ASSIGNMENTS = 2_000_000;
/** More tasks than that tire even if they are simple. */
const MANY_ON_A_PAGE = 40;
/** Widest integer field that answers can be weighed by. */
const MAX_INTEGER_SPAN = 32;

type Mixer = NonNullable<PoolInput["mixer_config"]>;

function countOf(mixer: Mixer, kind: TaskKind): number {
  return mixer[`${WORDS[kind][0]}_tasks_count` as "real_tasks_count"] ?? 0;
}

function leastOf(mixer: Mixer, kind: TaskKind): number {
  const least = mixer[
    `min_${WORDS[kind][0]}_tasks_count` as "min_real_tasks_count"
  ];
  return least ?? countOf(mixer, kind);
}

function spreadOf(mixer: Mixer, kind: TaskKind): unknown {
  return kind === "general"
    ? undefined
    : mixer[`${kind}_task_distribution_function`] ?? undefined;
}

/** Overlaps of the work that counts: general tasks, or task suites. */
export function overlapsOf({ pool, tasks }: LintContext): number[] {
  const byDefault = defaultOverlap(pool);
  if (tasks === undefined) return byDefault === undefined ? [] : [byDefault];
  const amount = pool.mixer_config == null ? tasks.suites : tasks.tasks.general;
  const own = [...amount.overlaps.keys()];
  return amount.byDefault > 0 && byDefault !== undefined
    ? [...own, byDefault]
    : own;
}

function total({ tasks, inSuites }: TaskSummary): number {
  return KINDS.reduce(
    (sum, kind) => sum + tasks[kind].count + inSuites[kind],
    0,
  );
}

/** Tells why answers in a field cannot be weighed, if they cannot. */
function unweighable(spec: LintField): string | undefined {
  switch (spec.type) {
    case "boolean":
      return undefined;
    case "string":
    case "float":
      return spec.allowed_values?.length ? undefined : "has no allowed values";
    case "integer": {
      if (spec.allowed_values?.length) return undefined;
      const { min_value: min, max_value: max } = spec;
      return typeof min === "number" && typeof max === "number" &&
          max - min <= MAX_INTEGER_SPAN
        ? undefined
        : `has neither allowed values nor bounds at most ${MAX_INTEGER_SPAN} apart`;
    }
    default:
      return `is of type "${spec.type}"`;
  }
}

function* intervalProblems(
  pool: PoolInput,
  path: string,
): Generator<Problem> {
  const intervals = [...valuesAt(pool, `${path}.*`)].map(([at, value]) => {
    const { from, to } = value as { from: number; to: number };
    return { at, from, to };
  });
  for (const { at, from, to } of intervals) {
    if (from > to) {
      yield {
        path: at,
        message: `The interval from ${from} to ${to} holds no task`,
      };
    }
  }
  intervals.sort((a, b) => a.from - b.from);
  for (const [index, { from, to }] of intervals.entries()) {
    const next = intervals[index + 1];
    if (next !== undefined && next.from <= to) {
      yield {
        path: next.at,
        message:
          `The interval from ${next.from} to ${next.to} overlaps the one from ${from} to ${to}`,
      };
    }
  }
}

/** Checks of overlap, smart mixing and tasks. */
export const TASK_RULES: readonly LintRule[] = [
  {
    id: "max-overlap-not-above-default",
    severity: "warning",
    basis: "description",
    reason: "Dynamic overlap starts at the default and only grows",
    *check({ pool }) {
      const most = pool.dynamic_overlap_config?.max_overlap;
      const least = defaultOverlap(pool);
      if (most !== undefined && least !== undefined && most <= least) {
        yield {
          path: "dynamic_overlap_config.max_overlap",
          message:
            `The maximum overlap is ${most}, and the default is ${least}`,
        };
      }
    },
  },
  {
    id: "dynamic-overlap-without-mixer",
    severity: "warning",
    basis: "description",
    reason: "Only with smart mixing can single tasks get more overlap",
    *check({ pool }) {
      if (pool.dynamic_overlap_config != null && pool.mixer_config == null) {
        yield {
          path: "mixer_config",
          message: "Dynamic overlap is set, and smart mixing is not",
        };
      }
    },
  },
  {
    id: "dynamic-overlap-without-delay",
    severity: "warning",
    basis: "description",
    reason:
      "The pool must stay open for at least a second after its last task for overlap to grow",
    *check({ pool }) {
      const delay = pool.auto_close_after_complete_delay_seconds ?? 0;
      if (pool.dynamic_overlap_config != null && delay < 1) {
        yield {
          path: "auto_close_after_complete_delay_seconds",
          message: `Dynamic overlap goes with a closing delay of ${delay}`,
        };
      }
    },
  },
  {
    id: "dynamic-overlap-with-reissue",
    severity: "warning",
    basis: "description",
    reason:
      "Reissued work raises the overlap beyond the maximum of dynamic overlap",
    *check({ pool, rules }) {
      if (pool.dynamic_overlap_config == null) return;
      for (const { collector, action, path } of rules) {
        if (
          collector.type === "USERS_ASSESSMENT" &&
          action.type === "CHANGE_OVERLAP"
        ) {
          yield {
            path,
            message:
              "The rule changes the overlap in a pool with dynamic overlap",
          };
        }
      }
    },
  },
  {
    id: "confidence-unusual",
    severity: "info",
    basis: "advice",
    reason:
      "Below 0.7 results are unreliable, and above 0.95 they cost more without being better",
    *check({ pool: { dynamic_overlap_config: config } }) {
      const confidence = config?.min_confidence;
      if (
        confidence !== undefined && (confidence < 0.7 || confidence > 0.95)
      ) {
        yield {
          path: "dynamic_overlap_config.min_confidence",
          message: `The sufficient confidence is ${confidence}`,
        };
      }
    },
  },
  {
    id: "dynamic-overlap-field",
    severity: "warning",
    basis: "description",
    reason:
      "Answers are compared by fields with few values: booleans, allowed values, small integers",
    *check({ pool: { dynamic_overlap_config: config }, project }) {
      if (config == null) return;
      const path = "dynamic_overlap_config.fields";
      if (!config.fields?.length) {
        yield { path, message: "Dynamic overlap compares no field" };
        return;
      }
      const specs = project?.task_spec.output_spec;
      if (specs === undefined) return;
      for (const [index, { name }] of config.fields.entries()) {
        const spec = specs[name];
        const problem = spec && unweighable(spec);
        if (problem !== undefined) {
          yield {
            path: `${path}.${index}`,
            message: `Output field "${name}" ${problem}`,
          };
        }
      }
    },
  },
  {
    id: "dynamic-overlap-field-unknown",
    severity: "error",
    basis: "logic",
    reason: "Answers cannot be compared by a field that they do not have",
    *check({ pool: { dynamic_overlap_config: config }, project }) {
      const specs = project?.task_spec.output_spec;
      if (specs === undefined) return;
      for (const [index, { name }] of config?.fields?.entries() ?? []) {
        if (Object.hasOwn(specs, name)) continue;
        yield {
          path: `dynamic_overlap_config.fields.${index}`,
          message: `Output field "${name}" is not in the project's output`,
        };
      }
    },
  },
  {
    id: "weight-skill-unset",
    severity: "info",
    basis: "advice",
    reason:
      "Answers of Tolokers without the skill weigh little; control tasks can set it, here or elsewhere",
    *check({ pool: { dynamic_overlap_config: config }, rules }) {
      if (config == null) return;
      const id = config.answer_weight_skill_id;
      const set = rules.some(({ action }) =>
        (action.type === "SET_SKILL" ||
          action.type === "SET_SKILL_FROM_OUTPUT_FIELD") &&
        action.parameters.skill_id === id
      );
      if (!set) {
        yield {
          path: "dynamic_overlap_config.answer_weight_skill_id",
          message: `No rule sets skill "${id}"`,
        };
      }
    },
  },
  {
    id: "mixer-empty",
    severity: "error",
    basis: "logic",
    reason: "A task suite needs tasks",
    *check({ pool: { mixer_config: mixer } }) {
      if (mixer != null && KINDS.every((kind) => countOf(mixer, kind) === 0)) {
        yield {
          path: "mixer_config",
          message: "All numbers of tasks in a task suite are 0",
        };
      }
    },
  },
  {
    id: "mixer-minimum-above-count",
    severity: "error",
    basis: "logic",
    reason: "A task suite cannot have fewer tasks than its minimum",
    *check({ pool: { mixer_config: mixer } }) {
      if (mixer == null) return;
      for (const kind of KINDS) {
        if (spreadOf(mixer, kind) !== undefined) continue;
        const [least, count] = [leastOf(mixer, kind), countOf(mixer, kind)];
        if (least > count) {
          yield {
            path: `mixer_config.min_${WORDS[kind][0]}_tasks_count`,
            message: `The minimum number of ${
              WORDS[kind][1]
            } tasks is ${least}, and the full number ${count}`,
          };
        }
      }
    },
  },
  {
    id: "distribution-with-count",
    severity: "warning",
    basis: "description",
    reason:
      "A distribution function replaces the number of tasks, which must be 0, and the minimum",
    *check({ pool: { mixer_config: mixer } }) {
      if (mixer == null) return;
      for (const kind of ["golden", "training"] as const) {
        if (spreadOf(mixer, kind) === undefined) continue;
        const least = mixer[`min_${kind}_tasks_count`];
        if (countOf(mixer, kind) !== 0 || least != null) {
          yield {
            path: `mixer_config.${kind}_tasks_count`,
            message: `${
              WORDS[kind][1]
            } tasks have a number and a distribution function`,
          };
        }
      }
    },
  },
  {
    id: "distribution-intervals",
    severity: "warning",
    basis: "description",
    reason: "Each task's position must fall into one interval",
    *check({ pool }) {
      const checks = "quality_control.checkpoints_config";
      for (
        const path of [
          "mixer_config.golden_task_distribution_function",
          "mixer_config.training_task_distribution_function",
          `${checks}.real_settings.task_distribution_function`,
          `${checks}.golden_settings.task_distribution_function`,
          `${checks}.training_settings.task_distribution_function`,
        ]
      ) yield* intervalProblems(pool, `${path}.intervals`);
    },
  },
  {
    id: "last-suite-delay-unused",
    severity: "info",
    basis: "logic",
    reason: "The delay is for a short last task suite, which is not issued",
    *check({ pool: { mixer_config: mixer } }) {
      if (
        mixer?.force_last_assignment === false &&
        (mixer.force_last_assignment_delay_seconds ?? 0) > 0
      ) {
        yield {
          path: "mixer_config.force_last_assignment_delay_seconds",
          message: "The delay has no effect",
        };
      }
    },
  },
  {
    id: "suite-too-long",
    severity: "info",
    basis: "advice",
    reason: "Quality falls in long task suites; 20 to 40 are for simple tasks",
    *check({ pool: { mixer_config: mixer } }) {
      if (mixer == null) return;
      const count = KINDS.reduce((sum, kind) => sum + countOf(mixer, kind), 0);
      if (count > MANY_ON_A_PAGE) {
        yield {
          path: "mixer_config",
          message: `A task suite has ${count} tasks`,
        };
      }
    },
  },
  {
    id: "tasks-unreadable",
    severity: "error",
    basis: "logic",
    reason: "A task is an object, and a task suite one with a list of tasks",
    *check({ tasks }) {
      const [path, ...more] = tasks?.unreadable ?? [];
      if (path === undefined) return;
      yield {
        path,
        message: more.length === 0
          ? "This is no task"
          : `This is no task, nor are ${more.length} others`,
      };
    },
  },
  {
    id: "tasks-missing",
    severity: "warning",
    basis: "behavior",
    reason: "An empty pool cannot be opened",
    *check({ tasks }) {
      if (tasks !== undefined && total(tasks) === 0) {
        if (tasks.suites.count > 0) return;
        yield { path: "tasks", message: "There are no tasks" };
      }
    },
  },
  {
    id: "tasks-not-taken",
    severity: "error",
    basis: "behavior",
    reason:
      "A pool with smart mixing accepts tasks; a pool without it, task suites",
    *check({ pool, tasks }) {
      if (tasks === undefined) return;
      const mixed = pool.mixer_config != null;
      const loose = KINDS.reduce(
        (sum, kind) => sum + tasks.tasks[kind].count,
        0,
      );
      if (mixed && tasks.suites.count > 0) {
        yield {
          path: "tasks",
          message:
            `${tasks.suites.count} task suites are for a pool with smart mixing`,
        };
      }
      if (!mixed && loose > 0) {
        yield {
          path: "tasks",
          message: `${loose} tasks are for a pool without smart mixing`,
        };
      }
    },
  },
  {
    id: "tasks-too-many",
    severity: "warning",
    basis: "description",
    reason: "A pool holds at most a million tasks",
    *check({ tasks }) {
      if (tasks !== undefined && total(tasks) > MAX_TASKS) {
        yield { path: "tasks", message: `There are ${total(tasks)} tasks` };
      }
    },
  },
  {
    id: "assignments-too-many",
    severity: "warning",
    basis: "description",
    reason: "A pool closes by itself after two million assignments",
    *check({ pool, tasks }) {
      if (tasks === undefined) return;
      const mixed = pool.mixer_config != null;
      // What the pool does not take has a finding of its own.
      const taken = mixed
        ? tasks.suites.count === 0
        : KINDS.every((kind) => tasks.tasks[kind].count === 0);
      if (!taken) return;
      const { min } = boundAssignments(pool, tasks).assignments;
      if (min > MAX_ASSIGNMENTS) {
        yield {
          path: "tasks",
          message: `The tasks need at least ${min} assignments`,
        };
      }
    },
  },
  {
    id: "overlap-missing",
    severity: "warning",
    basis: "description",
    reason: "A task needs an overlap: its own, the pool's, or an infinite one",
    *check({ pool, tasks }) {
      if (tasks === undefined || pool.mixer_config == null) return;
      if (pool.defaults.default_overlap_for_new_tasks != null) return;
      const count = KINDS.reduce(
        (sum, kind) => sum + tasks.tasks[kind].byDefault,
        0,
      );
      if (count > 0) {
        yield {
          path: "defaults.default_overlap_for_new_tasks",
          message:
            `${count} tasks have no overlap, and the pool has no default`,
        };
      }
    },
  },
  {
    id: "overlap-and-infinite",
    severity: "warning",
    basis: "description",
    reason: "An overlap is either a number or infinite",
    *check({ tasks }) {
      if (tasks !== undefined && tasks.contradictory > 0) {
        yield {
          path: "tasks",
          message:
            `${tasks.contradictory} have a number for their infinite overlap`,
        };
      }
    },
  },
  {
    id: "golden-overlap-finite",
    severity: "warning",
    basis: "logic",
    reason:
      "When control or training tasks run out, no more task suites are created and the pool stops",
    *check({ pool, tasks }) {
      if (tasks === undefined || pool.mixer_config == null) return;
      for (const kind of ["golden", "training"] as const) {
        const { count, infinite } = tasks.tasks[kind];
        if (count > infinite) {
          yield {
            path: "tasks",
            message: `${count - infinite} of ${count} ${
              WORDS[kind][1]
            } tasks do not have infinite overlap`,
          };
        }
      }
    },
  },
  {
    id: "mixer-cannot-be-filled",
    severity: "error",
    basis: "logic",
    reason:
      "A task suite is created only if there are enough tasks of each kind, and no Toloker gets a task twice",
    *check({ pool: { mixer_config: mixer }, tasks }) {
      if (mixer == null || tasks === undefined) return;
      for (const kind of KINDS) {
        const { count } = tasks.tasks[kind];
        const forced = kind === "general" &&
          mixer.force_last_assignment !== false;
        const needed = forced
          ? Math.min(1, countOf(mixer, kind))
          : leastOf(mixer, kind);
        if (count < needed) {
          yield {
            path: `mixer_config.${WORDS[kind][0]}_tasks_count`,
            message: `A task suite needs ${needed} ${
              WORDS[kind][1]
            } tasks, and there are ${count}`,
          };
        }
      }
    },
  },
  {
    id: "mixer-leaves-tasks-out",
    severity: "warning",
    basis: "logic",
    reason: "Tasks of a kind that smart mixing does not include are never done",
    *check({ pool: { mixer_config: mixer }, tasks }) {
      if (mixer == null || tasks === undefined) return;
      for (const kind of KINDS) {
        const { count } = tasks.tasks[kind];
        if (
          count > 0 && countOf(mixer, kind) === 0 &&
          spreadOf(mixer, kind) === undefined
        ) {
          yield {
            path: `mixer_config.${WORDS[kind][0]}_tasks_count`,
            message: `${count} ${
              WORDS[kind][1]
            } tasks are in no task suite, as their number is 0`,
          };
        }
      }
    },
  },
  {
    id: "golden-share-low",
    severity: "info",
    basis: "advice",
    reason:
      "Tolokers see each control task once; those who have seen all get no more task suites",
    *check({ pool: { mixer_config: mixer }, tasks }) {
      if (
        mixer == null || tasks === undefined || mixer.real_tasks_count === 0
      ) {
        return;
      }
      const each = mixer.golden_tasks_count;
      const { golden, general } = tasks.tasks;
      if (each === 0 || golden.count < each || general.count === 0) return;
      const all = golden.count + general.count;
      const suites = Math.floor(golden.count / each);
      const wanted = Math.ceil(general.count / mixer.real_tasks_count);
      if (golden.count * 100 < all || suites < Math.min(wanted, 10)) {
        yield {
          path: "tasks",
          message:
            `${golden.count} of ${all} tasks are control tasks: a Toloker gets at most ${suites} task suites`,
        };
      }
    },
  },
  {
    id: "golden-rule-unreachable",
    severity: "warning",
    basis: "logic",
    reason:
      "Tolokers see each control or training task once, so the rule waits for more answers than there can be",
    *check({ pool, tasks, rules }) {
      if (tasks === undefined) return;
      const sum = (kind: TaskKind) =>
        tasks.tasks[kind].count + tasks.inSuites[kind];
      for (const { collector, conditions, path } of rules) {
        // With a history, answers in other pools count as well.
        if (
          collector.type !== "GOLDEN_SET" ||
          collector.parameters.history_size !== undefined
        ) continue;
        const there = {
          golden_set_answers_count: sum("golden"),
          total_answers_count: sum("golden") + sum("training"),
        };
        for (const [key, count] of Object.entries(there)) {
          const range = rangeOf(conditions, key);
          if (
            count > 0 && isEmpty({
              ...range,
              max: Math.min(range.max, count),
              maxOpen: range.max <= count && range.maxOpen,
            }, true)
          ) {
            yield {
              path,
              message: `'${key}' must be ${
                range.minOpen ? "above" : "at least"
              } ${range.min}, and the pool has ${count} such tasks${
                pool.mixer_config == null ? " in its task suites" : ""
              }`,
            };
          }
        }
      }
    },
  },
];
