/** Checks of smart mixing. @module */
import type { PoolInput } from "../types/pools.ts";
import { KINDS } from "./lint_parts.ts";
import { valuesAt } from "./lint_rule.ts";
import type { LintRule, Problem } from "./lint_rule.ts";
import type { TaskKind } from "./planned_tasks.ts";

/** Names of the kinds of tasks on the wire and in words. */
const WORDS: Readonly<Record<TaskKind, [wire: string, words: string]>> = {
  general: ["real", "general"],
  golden: ["golden", "control"],
  training: ["training", "training"],
};

/** More tasks than that tire even if they are simple. */
const MANY_ON_A_PAGE = 40;

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

/** Checks of smart mixing. */
export const MIXER_RULES: readonly LintRule[] = [
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
];
