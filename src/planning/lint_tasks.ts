/** Checks of tasks and their overlap. @module */
import { boundAssignments } from "./assignment_bounds.ts";
import { KINDS } from "./lint_parts.ts";
import type { LintRule } from "./lint_rule.ts";
import type { TaskSummary } from "./planned_tasks.ts";

/** Most tasks in a pool. */
const MAX_TASKS = 1_000_000;

/** Assignments after which a pool closes. */
const MAX_ASSIGNMENTS = 2_000_000;

function total({ tasks, inSuites }: TaskSummary): number {
  return KINDS.reduce(
    (sum, kind) => sum + tasks[kind].count + inSuites[kind],
    0,
  );
}

/** Checks of tasks and their overlap. */
export const TASK_RULES: readonly LintRule[] = [
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
];
