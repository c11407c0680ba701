/** Tasks before they are sent, as far as cost and checks depend on them. @module */
import { checkInteger, isRecord } from "../checks.ts";

/** A task to create, or one that exists; a `TaskInput` is one. */
export interface PlannedTask {
  /** Id of the pool; not looked at. */
  pool_id?: string;
  /** Input data; not looked at. */
  input_values?: unknown;
  /** Right answers, which turn the task into a control or training task. */
  known_solutions?: readonly unknown[] | null;
  /** Hint on a wrong answer, which turns a control task into a training task. */
  message_on_unknown_solution?: string | null;
  /** Number of Tolokers who do the task, if it differs from the pool's. */
  overlap?: number | null;
  /** `true` if any number of Tolokers may do the task. */
  infinite_overlap?: boolean | null;
}

/** A task suite to create, or one that exists; a `TaskSuiteInput` is one. */
export interface PlannedTaskSuite {
  /** Id of the pool; not looked at. */
  pool_id?: string;
  /** The tasks. */
  tasks: readonly PlannedTask[];
  /**
   * Number of Tolokers who do the task suite, if it differs from the pool's.
   */
  overlap?: number | null;
  /** `true` if any number of Tolokers may do the task suite. */
  infinite_overlap?: boolean | null;
}

/**
 * Contents of a pool: tasks with smart mixing, task suites without it, or only
 * their number, with the pool's overlap. An iterable is read once and not kept.
 */
export type PlannedTasks = Iterable<PlannedTask | PlannedTaskSuite> | number;

/** Kinds of tasks. */
export type TaskKind = "general" | "golden" | "training";

/** Number of tasks of one kind, and their overlaps. */
export interface Amount {
  /** Total number. */
  count: number;
  /** Numbers by overlap of their own. */
  overlaps: Map<number, number>;
  /** Number of those without an overlap of their own, which take the pool's. */
  byDefault: number;
  /** Number of those with infinite overlap. */
  infinite: number;
}

/** Contents of a pool, counted. */
export interface TaskSummary {
  /** Tasks given one by one. */
  tasks: Record<TaskKind, Amount>;
  /** Task suites. */
  suites: Amount;
  /** Tasks inside the task suites, by kind. */
  inSuites: Record<TaskKind, number>;
  /** Number of tasks or task suites that have both a finite and an infinite overlap. */
  contradictory: number;
  /** Paths of the items that are no tasks or task suites. */
  unreadable: string[];
}

function nothing(): Amount {
  return { count: 0, overlaps: new Map(), byDefault: 0, infinite: 0 };
}

/** Tells what kind of task it is. */
export function kindOf(task: PlannedTask): TaskKind {
  if (!task.known_solutions?.length) return "general";
  return task.message_on_unknown_solution ? "training" : "golden";
}

/** Counts in one pass. */
export function summarize(
  tasks: PlannedTasks,
  mixed: boolean,
  kind: TaskKind = "general",
): TaskSummary {
  const summary: TaskSummary = {
    tasks: { general: nothing(), golden: nothing(), training: nothing() },
    suites: nothing(),
    inSuites: { general: 0, golden: 0, training: 0 },
    contradictory: 0,
    unreadable: [],
  };
  if (typeof tasks === "number") {
    checkInteger("count the tasks", "tasks", tasks, 0);
    const amount = mixed ? summary.tasks[kind] : summary.suites;
    amount.count = amount.byDefault = tasks;
    return summary;
  }
  if (typeof tasks !== "object" || !(Symbol.iterator in tasks)) {
    summary.unreadable.push("tasks");
    return summary;
  }
  let index = -1;
  for (const item of tasks as Iterable<unknown>) {
    index++;
    if (!isItem(item)) {
      summary.unreadable.push(`tasks.${index}`);
      continue;
    }
    const suite = "tasks" in item;
    const amount = suite ? summary.suites : summary.tasks[kindOf(item)];
    amount.count++;
    if (suite) {
      for (const [place, task] of item.tasks.entries()) {
        if (isRecord(task)) summary.inSuites[kindOf(task)]++;
        else summary.unreadable.push(`tasks.${index}.tasks.${place}`);
      }
    }
    const overlap = item.overlap ?? undefined;
    if (item.infinite_overlap) {
      amount.infinite++;
      if (overlap !== undefined) summary.contradictory++;
    } else if (overlap === undefined) {
      amount.byDefault++;
    } else {
      amount.overlaps.set(overlap, (amount.overlaps.get(overlap) ?? 0) + 1);
    }
  }
  return summary;
}

function isItem(item: unknown): item is PlannedTask | PlannedTaskSuite {
  return isRecord(item) && (!("tasks" in item) || Array.isArray(item.tasks));
}
