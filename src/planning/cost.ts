/** What a pool will cost. @module */
import { multiplyMoney, sumMoney } from "../money.ts";
import type { MixerConfig, PoolInput } from "../types/pools.ts";
import type { TaskDistributionFunction } from "../types/quality_control.ts";
import {
  type Amount,
  type PlannedTasks,
  summarize,
  type TaskKind,
  type TaskSummary,
} from "./planned_tasks.ts";

/** The settings of a pool that its cost depends on; a `Pool` has them. */
export type CostSettings =
  & Pick<PoolInput, "reward_per_assignment" | "defaults">
  & Partial<
    Pick<
      PoolInput,
      "mixer_config" | "dynamic_overlap_config" | "dynamic_pricing_config"
    >
  >;

/** Options of {@linkcode estimateCost}. */
export interface EstimateCostOptions {
  /**
   * Toloka's fee as a fraction of the price: 0.2 is 20 %.
   *
   * @default 0
   */
  fee?: number | undefined;
  /**
   * How many Tolokers are expected. Bounds what would have no end: task suites
   * that consist of tasks with infinite overlap.
   *
   * @default any number
   */
  tolokers?: number | undefined;
}

/** Least and most of something. */
export interface CostRange {
  /** The least. */
  min: number;
  /** The most; `Infinity` if nothing bounds it. */
  max: number;
}

/** Answer of {@linkcode estimateCost}. Money is in US dollars, exact. */
export interface CostEstimate {
  /** How many task suites are done. */
  assignments: CostRange;
  /** Price of one of them. */
  reward: CostRange;
  /** What Tolokers get for all of them. */
  price: CostRange;
  /** What Toloka gets. */
  fee: CostRange;
  /** Both together. */
  total: CostRange;
}

/**
 * Works out how many task suites will be done in a pool, and for how much.
 *
 * The bounds come from full and short task suites of smart mixing, from dynamic
 * overlap and from prices by skill. The most is what to expect at worst, not a
 * guarantee: Tolokers who come and go may leave a few more short ones. Control and training tasks add nothing
 * where general tasks go with them. Not foreseen are rules that change the
 * overlap, bonuses, merged tasks, and rejected or expired assignments.
 *
 * @param pool Settings of the pool.
 * @param tasks What goes into it, or how many of them.
 * @param options Fee and number of Tolokers.
 * @returns The bounds.
 * @throws {TypeError} If there are tasks for a pool without smart mixing, or
 * task suites for a pool with it.
 * @throws {RangeError} If an option is out of bounds.
 *
 * @example 1,000 tasks by three Tolokers each, ten on a page
 * ```ts
 * import { estimateCost } from "@toloka/client/planning";
 * import { assertEquals } from "@std/assert";
 *
 * const { assignments, total } = estimateCost({
 *   reward_per_assignment: 0.03,
 *   defaults: {
 *     default_overlap_for_new_task_suites: 3,
 *     default_overlap_for_new_tasks: 3,
 *   },
 *   mixer_config: { real_tasks_count: 10, golden_tasks_count: 1, training_tasks_count: 0 },
 * }, 1_000, { fee: 0.2 });
 *
 * assertEquals(assignments, { min: 300, max: 302 });
 * assertEquals(total, { min: 10.8, max: 10.872 });
 * ```
 */
export function estimateCost(
  pool: CostSettings,
  tasks: PlannedTasks,
  options: EstimateCostOptions = {},
): CostEstimate {
  const { fee = 0, tolokers = Infinity } = options;
  if (!(fee >= 0 && fee < Infinity)) {
    throw new RangeError(
      `Cannot estimate the cost as 'fee' must be a fraction of at least 0: current value is ${fee}`,
    );
  }
  if (!(tolokers >= 0)) {
    throw new RangeError(
      `Cannot estimate the cost as 'tolokers' must be at least 0: current value is ${tolokers}`,
    );
  }
  const mixer = pool.mixer_config ?? undefined;
  const summary = summarize(tasks, mixer !== undefined, drivingKind(mixer));
  const assignments = countAssignments(pool, summary, tolokers);
  const rewards = [
    pool.reward_per_assignment,
    ...pool.dynamic_pricing_config?.intervals.map(
      ({ reward_per_assignment }) => reward_per_assignment,
    ) ?? [],
  ];
  const reward = { min: Math.min(...rewards), max: Math.max(...rewards) };
  const price = both((end) => times(reward[end], assignments[end]));
  const feeAmount = both((end) => times(price[end], fee));
  const total = both((end) => plus(price[end], feeAmount[end]));
  return { assignments, reward, price, fee: feeAmount, total };
}

/** Counts the assignments of tasks that were summed up before. */
export function countAssignments(
  pool: CostSettings,
  summary: TaskSummary,
  tolokers: number = Infinity,
): CostRange {
  const mixer = pool.mixer_config ?? undefined;
  const { default_overlap_for_new_task_suites: perSuite } = pool.defaults;
  const suites = withDefault(summary.suites, perSuite);
  if (mixer === undefined) {
    refuseOthers(Object.values(summary.tasks), "task suites, not tasks");
    const done = sum(suites, 1);
    return {
      min: done,
      max: done + unbounded(summary.suites.infinite, tolokers),
    };
  }
  refuseOthers([summary.suites], "tasks, not task suites");
  const kind = drivingKind(mixer);
  const amount = summary.tasks[kind];
  const own = withDefault(
    amount,
    pool.defaults.default_overlap_for_new_tasks ?? perSuite,
  );
  const ceiling = pool.dynamic_overlap_config?.max_overlap ?? 0;
  const raised = kind === "general"
    ? mapKeys(own, (overlap) => Math.max(overlap, ceiling))
    : own;
  const fullest = pagesOf(mixer, kind, 0);
  const emptiest = pagesOf(mixer, kind, checksPerPage(mixer, kind));
  return {
    min: fewest(own, fullest),
    max: most(raised, emptiest) +
      unbounded(emptiest.of(amount.infinite), tolokers),
  };
}

/** Task suites are given out as long as there are tasks of this kind. */
function drivingKind(mixer: MixerConfig | undefined): TaskKind {
  if (mixer === undefined || mixer.real_tasks_count > 0) return "general";
  return mixer.golden_tasks_count > 0 ? "golden" : "training";
}

/** How tasks of one kind fill task suites. */
interface Pages {
  /** Tasks in a full task suite. */
  size: number;
  /** Tasks in the shortest one that is given out. */
  least: number;
  /** How many task suites a number of tasks makes. */
  of(tasks: number): number;
}

function pagesOf(mixer: MixerConfig, kind: TaskKind, taken: number): Pages {
  const field = kind === "general" ? "real" : kind;
  const count = mixer[`${field}_tasks_count`];
  const size = Math.max(1, count - taken);
  // Only general tasks may come short of the least number in the last suite.
  const forced = kind === "general" && mixer.force_last_assignment !== false;
  const least = forced ? 1 : mixer[`min_${field}_tasks_count`] ?? count;
  return {
    size,
    least,
    of: (tasks) => {
      const rest = tasks % size;
      return Math.floor(tasks / size) + (rest > 0 && rest >= least ? 1 : 0);
    },
  };
}

/** Most control and training tasks that take the place of general ones. */
function checksPerPage(mixer: MixerConfig, kind: TaskKind): number {
  if (kind !== "general") return 0;
  const most = (spread: TaskDistributionFunction | null | undefined) => {
    const steps = spread?.intervals.map(({ frequency }) => frequency) ?? [];
    return steps.length === 0
      ? 0
      : Math.ceil(mixer.real_tasks_count / Math.max(1, Math.min(...steps)));
  };
  return most(mixer.golden_task_distribution_function) +
    most(mixer.training_task_distribution_function);
}

/**
 * The fewest task suites. A task is in a task suite only once, so there are as
 * many as the greatest overlap; with that many, all but the last can be full.
 * Where short ones are not given out, a few tasks of any overlap may be left.
 */
function fewest(overlaps: Map<number, number>, pages: Pages): number {
  const top = Math.max(0, ...overlaps.keys());
  const left = (Math.max(1, pages.least) - 1) * top;
  const full = Math.ceil((sum(overlaps, 1) - left) / pages.size);
  return Math.max(0, full, left === 0 ? top : 0);
}

/**
 * The most task suites: either every Toloker does all tasks, and his last one
 * is short; or all are full until fewer kinds of tasks are left than fit, and
 * then one follows another as often as the greatest overlap.
 */
function most(overlaps: Map<number, number>, pages: Pages): number {
  const top = Math.max(0, ...overlaps.keys());
  const slots = sum(overlaps, 1);
  if (pages.least >= pages.size) return Math.floor(slots / pages.size);
  const all = rounds(overlaps, pages);
  if (sum(overlaps, 0) <= pages.size) return all;
  return Math.max(all, Math.floor((slots - top) / pages.size) + top);
}

/** How many there are when all tasks are done once, then once more, and so on. */
function rounds(overlaps: Map<number, number>, pages: Pages): number {
  const ascending = [...overlaps].sort(([a], [b]) => a - b);
  let left = sum(overlaps, 0);
  let done = 0;
  let assignments = 0;
  for (const [overlap, count] of ascending) {
    assignments += (overlap - done) * pages.of(left);
    done = overlap;
    left -= count;
  }
  return assignments;
}

function withDefault(amount: Amount, overlap: number): Map<number, number> {
  const all = new Map(amount.overlaps);
  if (amount.byDefault > 0) {
    all.set(overlap, (all.get(overlap) ?? 0) + amount.byDefault);
  }
  return all;
}

function mapKeys(
  overlaps: Map<number, number>,
  change: (overlap: number) => number,
): Map<number, number> {
  const changed = new Map<number, number>();
  for (const [overlap, count] of overlaps) {
    const key = change(overlap);
    changed.set(key, (changed.get(key) ?? 0) + count);
  }
  return changed;
}

/** Sum of the counts, each times its overlap to the given power, 0 or 1. */
function sum(overlaps: Map<number, number>, power: 0 | 1): number {
  let total = 0;
  for (const [overlap, count] of overlaps) total += count * overlap ** power;
  return total;
}

function unbounded(each: number, tolokers: number): number {
  return each === 0 ? 0 : each * tolokers;
}

function refuseOthers(amounts: readonly Amount[], wanted: string): void {
  if (amounts.some(({ count }) => count > 0)) {
    throw new TypeError(
      `Cannot estimate the cost as the pool takes ${wanted}: smart mixing decides which`,
    );
  }
}

function both(value: (end: keyof CostRange) => number): CostRange {
  return { min: value("min"), max: value("max") };
}

function plus(a: number, b: number): number {
  return Number.isFinite(a) ? sumMoney([a, b]) : a;
}

/** A product in which nothing of whatever is nothing, and all else of infinity is infinite. */
function times(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
  return multiplyMoney(a, b);
}
