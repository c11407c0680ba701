/** Bounds of the number of assignments in a pool. @module */
import type { MixerConfig, PoolInput } from "../types/pools.ts";
import type { ProjectInput } from "../types/projects.ts";
import type {
  CheckpointSettings,
  QualityControlConfig,
  TaskDistributionFunction,
} from "../types/quality_control.ts";
import type { Amount, TaskKind, TaskSummary } from "./planned_tasks.ts";

/** Settings of a pool that its cost depends on; a `Pool` has them. */
export type CostSettings =
  & Pick<PoolInput, "reward_per_assignment" | "defaults">
  & Partial<
    Pick<
      PoolInput,
      | "auto_accept_solutions"
      | "dynamic_overlap_config"
      | "dynamic_pricing_config"
      | "mixer_config"
      | "quality_control"
    >
  >;

/** Settings of a project that the cost of its pools depends on. */
export type CostProject = Partial<
  Pick<ProjectInput, "assignments_automerge_enabled" | "quality_control">
>;

/** Bounds of a number, and what to expect. */
export interface CostRange {
  /** Lower bound, if everything gets done and nothing is rejected. */
  min: number;
  /**
   * Amount to plan with: as many task suites as there are usually, with the
   * overlap raised wherever its settings allow.
   */
  likely: number;
  /** Upper bound that nothing exceeds; `Infinity` if there is none. */
  max: number;
}

/** Setting that lets the cost differ from what tasks and overlap say. */
export interface CostCaveat {
  /** Path of the setting: keys and positions, joined by dots. */
  path: string;
  /** Effect of the setting. */
  message: string;
}

/** Number of assignments, and the settings that let it vary. */
export interface AssignmentBounds {
  /** Number of paid assignments. */
  assignments: CostRange;
  /** Settings that let it vary. */
  caveats: CostCaveat[];
}

/** Bounds the paid assignments of tasks that were counted before. */
export function boundAssignments(
  pool: CostSettings,
  summary: TaskSummary,
  tolokers: number = Infinity,
  project?: CostProject,
): AssignmentBounds {
  const mixer = pool.mixer_config ?? undefined;
  const growth = growthOf(pool, project, tolokers);
  const { assignments, caveats } = mixer === undefined
    ? boundSuites(pool, summary, growth, tolokers)
    : boundMixed(pool, mixer, summary, growth, tolokers);
  if (mergesAnswers(pool, project)) {
    assignments.min = 0;
    caveats.push({
      path: "project.assignments_automerge_enabled",
      message: "Answers to the same task in another pool are taken for free",
    });
  }
  const { min, likely, max } = assignments;
  return {
    assignments: {
      min: Math.min(min, max),
      likely: Math.min(likely, max),
      max,
    },
    caveats: [...caveats, ...growth.caveats],
  };
}

/** Kind of tasks that task suites are given out for. */
export function drivingKind(mixer: MixerConfig | undefined): TaskKind {
  if (mixer === undefined || mixer.real_tasks_count > 0) return "general";
  return mixer.golden_tasks_count > 0 ? "golden" : "training";
}

function boundSuites(
  { defaults }: CostSettings,
  { suites, tasks }: TaskSummary,
  growth: Growth,
  tolokers: number,
): AssignmentBounds {
  refuseOthers(Object.values(tasks), "task suites, not tasks");
  const own = withDefault(suites, defaults.default_overlap_for_new_task_suites);
  const endless = times(suites.infinite, tolokers);
  return {
    assignments: {
      min: slots(growth.lowest(own, KINDS)),
      likely: slots(growth.likely(own, KINDS)) + endless,
      max: slots(growth.highest(own, KINDS)) + endless,
    },
    caveats: suites.infinite === 0 ? [] : [endlessCaveat(tolokers)],
  };
}

function boundMixed(
  pool: CostSettings,
  mixer: MixerConfig,
  summary: TaskSummary,
  growth: Growth,
  tolokers: number,
): AssignmentBounds {
  refuseOthers([summary.suites], "tasks, not task suites");
  const kind = drivingKind(mixer);
  const { defaults } = pool;
  const byDefault = defaults.default_overlap_for_new_tasks ??
    defaults.default_overlap_for_new_task_suites;
  const own = withDefault(summary.tasks[kind], byDefault);
  const endless = summary.tasks[kind].infinite;
  const full = pagesOf(mixer, kind, 0);
  const short = pagesOf(mixer, kind, checksPerPage(mixer, kind));
  const limits = KINDS.map((other) => {
    const least = leastPerSuite(mixer, other);
    const { infinite } = summary.tasks[other];
    const all = withDefault(summary.tasks[other], byDefault);
    const tasks = slots(growth.highest(all, [other])) +
      times(infinite, tolokers);
    // Where accompanying tasks are missing, they may just not be planned yet.
    const unknown = least === 0 || tasks === 0 && other !== kind;
    return unknown ? Infinity : Math.floor(tasks / least);
  });
  const max = Math.min(...limits);
  const assignments = {
    min: fewest(growth.lowest(own, [kind]), full),
    likely: most(growth.likely(own, [kind]), short) +
      times(short.of(endless), tolokers),
    max,
  };
  const caveats: CostCaveat[] = [];
  if (endless > 0) caveats.push(endlessCaveat(tolokers));
  if (leastPerSuite(mixer, kind) < full.size && assignments.max > 0) {
    caveats.push({
      path: "mixer_config",
      message:
        "Task suites can be short where a Toloker has few tasks left: 'max' has them as short as allowed",
    });
  }
  return { assignments, caveats };
}

const KINDS: readonly TaskKind[] = ["general", "golden", "training"];

const WIRE: Readonly<Record<TaskKind, "real" | "golden" | "training">> = {
  general: "real",
  golden: "golden",
  training: "training",
};

function endlessCaveat(tolokers: number): CostCaveat {
  return {
    path: "tasks",
    message: tolokers === Infinity
      ? "Tasks have infinite overlap: the option 'tolokers' bounds them"
      : `Tasks have infinite overlap: each of ${tolokers} Tolokers may do them`,
  };
}

/** Overlaps by number of tasks, as they may become. */
interface Growth {
  lowest(own: Overlaps, kinds: readonly TaskKind[]): Overlaps;
  likely(own: Overlaps, kinds: readonly TaskKind[]): Overlaps;
  highest(own: Overlaps, kinds: readonly TaskKind[]): Overlaps;
  caveats: CostCaveat[];
}

/** Number of tasks by their overlap. */
type Overlaps = ReadonlyMap<number, number>;

/** Reads everything that changes the overlap of tasks after their creation. */
function growthOf(
  pool: CostSettings,
  project: CostProject | undefined,
  tolokers: number,
): Growth {
  const dynamic = pool.mixer_config == null
    ? undefined
    : pool.dynamic_overlap_config ?? undefined;
  const changes = [
    ...overlapChanges(pool.quality_control?.configs, "quality_control"),
    ...overlapChanges(
      project?.quality_control?.configs,
      "project.quality_control",
    ),
  ];
  const raises = changes.filter(({ delta }) => delta > 0);
  const checksOf = (kinds: readonly TaskKind[]): CheckpointSettings[] =>
    kinds.flatMap((kind) =>
      pool.quality_control?.checkpoints_config?.[`${WIRE[kind]}_settings`] ?? []
    );
  const ceiling = (kinds: readonly TaskKind[]) =>
    kinds.includes("general") ? dynamic?.max_overlap ?? 0 : 0;
  const caveats = raises.map(({ path, delta }) => ({
    path,
    message:
      `The rule raises the overlap by ${delta} whenever it acts: 'likely' leaves it out`,
  }));
  if (dynamic !== undefined) {
    caveats.push({
      path: "dynamic_overlap_config",
      message: `The overlap grows to at most ${dynamic.max_overlap}`,
    });
  }
  for (const { target_overlap } of checksOf(KINDS)) {
    caveats.push({
      path: "quality_control.checkpoints_config",
      message: `Some tasks are checked with an overlap of ${target_overlap}`,
    });
  }
  return {
    caveats,
    lowest: (own, kinds) => {
      const targets = checksOf(kinds).map((check) => check.target_overlap);
      if (changes.some(({ delta }) => delta < 0)) targets.push(1);
      return mapKeys(own, (overlap) => Math.min(overlap, ...targets));
    },
    likely: (own, kinds) =>
      checksOf(kinds).reduce<Overlaps>(
        (overlaps, check) =>
          raised(overlaps, shareOf(check), check.target_overlap),
        mapKeys(own, (overlap) => Math.max(overlap, ceiling(kinds))),
      ),
    highest: (own, kinds) => {
      const targets = checksOf(kinds).map((check) => check.target_overlap);
      return mapKeys(own, (overlap) =>
        raises.length > 0
          ? tolokers
          // No Toloker gets a task twice.
          : Math.min(tolokers, Math.max(overlap, ceiling(kinds), ...targets)));
    },
  };
}

function overlapChanges(
  configs: readonly QualityControlConfig[] | null | undefined,
  at: string,
): { path: string; delta: number }[] {
  return (configs ?? []).flatMap(({ rules }, config) =>
    rules.flatMap(({ action }, rule) =>
      action.type === "CHANGE_OVERLAP"
        ? [{
          path: `${at}.configs.${config}.rules.${rule}`,
          delta: action.parameters.delta,
        }]
        : []
    )
  );
}

/** Share of a Toloker's tasks that are checked, at most. */
function shareOf({ task_distribution_function }: CheckpointSettings): number {
  return 1 / leastFrequency(task_distribution_function);
}

/** Gives a share of the tasks at least a certain overlap. */
function raised(overlaps: Overlaps, share: number, target: number): Overlaps {
  const result = new Map<number, number>();
  for (const [overlap, count] of overlaps) {
    const checked = Math.ceil(count * share);
    add(result, Math.max(overlap, target), checked);
    add(result, overlap, count - checked);
  }
  return result;
}

/** Only pools with smart mixing and without manual review take answers over. */
function mergesAnswers(
  { mixer_config, auto_accept_solutions }: CostSettings,
  project: CostProject | undefined,
): boolean {
  return project?.assignments_automerge_enabled === true &&
    mixer_config != null && auto_accept_solutions !== false;
}

/** Tasks of one kind in task suites. */
interface Pages {
  /** Number of tasks in a full task suite. */
  size: number;
  /** Number of tasks in the shortest one that is usually given out. */
  least: number;
  /** Gives the number of task suites that so many tasks fill. */
  of(tasks: number): number;
}

function pagesOf(mixer: MixerConfig, kind: TaskKind, taken: number): Pages {
  const count = mixer[`${WIRE[kind]}_tasks_count`];
  const size = Math.max(1, count - taken);
  // Only general tasks may come short of the least number in the last suite.
  const forced = kind === "general" && mixer.force_last_assignment !== false;
  const least = forced ? 1 : mixer[`min_${WIRE[kind]}_tasks_count`] ?? count;
  return {
    size,
    least,
    of: (tasks) => {
      const rest = tasks % size;
      return Math.floor(tasks / size) + (rest > 0 && rest >= least ? 1 : 0);
    },
  };
}

/** Fewest tasks of a kind in any task suite that is given out. */
function leastPerSuite(mixer: MixerConfig, kind: TaskKind): number {
  if (kind !== "general") {
    if (mixer[`${kind}_task_distribution_function`] != null) return 0;
    return mixer[`min_${kind}_tasks_count`] ?? mixer[`${kind}_tasks_count`];
  }
  const room = mixer.real_tasks_count - checksPerPage(mixer, kind);
  if (room <= 0) return 0;
  if (mixer.force_last_assignment !== false) return 1;
  const least = mixer.min_real_tasks_count ?? mixer.real_tasks_count;
  return Math.max(1, Math.min(room, least));
}

/** Most control and training tasks that take the place of general ones. */
function checksPerPage(mixer: MixerConfig, kind: TaskKind): number {
  if (kind !== "general") return 0;
  const real = mixer.real_tasks_count;
  const most = (spread: TaskDistributionFunction | null | undefined) => {
    const { length = 0 } = spread?.intervals ?? [];
    if (spread == null || length === 0) return 0;
    // Each further interval starts a new count.
    return Math.min(
      real,
      Math.ceil(real / leastFrequency(spread)) + length - 1,
    );
  };
  return most(mixer.golden_task_distribution_function) +
    most(mixer.training_task_distribution_function);
}

function leastFrequency({ intervals }: TaskDistributionFunction): number {
  return Math.max(1, Math.min(...intervals.map(({ frequency }) => frequency)));
}

/**
 * Counts the fewest task suites. A task is in a task suite only once, so there
 * are as many as the greatest overlap; with that many, all but the last can be
 * full. Where short ones are not given out, a few tasks of any overlap may be
 * left.
 */
function fewest(overlaps: Overlaps, pages: Pages): number {
  const top = Math.max(0, ...overlaps.keys());
  const left = (Math.max(1, pages.least) - 1) * top;
  const full = Math.ceil((slots(overlaps) - left) / pages.size);
  return Math.max(0, full, left === 0 ? top : 0);
}

/**
 * Counts the most task suites of Tolokers who finish what they take: either
 * each does all tasks, the last suite being short; or all are full until fewer
 * different tasks are left than fit, and then one follows another as often as
 * the greatest overlap.
 */
function most(overlaps: Overlaps, pages: Pages): number {
  const top = Math.max(0, ...overlaps.keys());
  if (pages.least >= pages.size) {
    return Math.floor(slots(overlaps) / pages.size);
  }
  const all = rounds(overlaps, pages);
  if (countOf(overlaps) <= pages.size) return all;
  return Math.max(all, Math.floor((slots(overlaps) - top) / pages.size) + top);
}

/** Counts the task suites when all tasks are done once, then once more, and so on. */
function rounds(overlaps: Overlaps, pages: Pages): number {
  const ascending = [...overlaps].sort(([a], [b]) => a - b);
  let left = countOf(overlaps);
  let done = 0;
  let assignments = 0;
  for (const [overlap, count] of ascending) {
    assignments += (overlap - done) * pages.of(left);
    done = overlap;
    left -= count;
  }
  return assignments;
}

function withDefault(amount: Amount, overlap: number): Overlaps {
  const all = new Map(amount.overlaps);
  add(all, overlap, amount.byDefault);
  return all;
}

function add(overlaps: Map<number, number>, overlap: number, count: number) {
  if (count > 0) overlaps.set(overlap, (overlaps.get(overlap) ?? 0) + count);
}

function mapKeys(
  overlaps: Overlaps,
  change: (overlap: number) => number,
): Overlaps {
  const changed = new Map<number, number>();
  for (const [overlap, count] of overlaps) add(changed, change(overlap), count);
  return changed;
}

/** Number of tasks. */
function countOf(overlaps: Overlaps): number {
  return [...overlaps.values()].reduce((sum, count) => sum + count, 0);
}

/** Number of times that tasks are done. */
function slots(overlaps: Overlaps): number {
  return [...overlaps].reduce(
    (sum, [overlap, count]) => sum + times(count, overlap),
    0,
  );
}

/** A product in which nothing times infinity is nothing. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

function refuseOthers(amounts: readonly Amount[], wanted: string): void {
  if (amounts.some(({ count }) => count > 0)) {
    throw new TypeError(
      `Cannot estimate the cost as the pool takes ${wanted}: smart mixing decides which`,
    );
  }
}
