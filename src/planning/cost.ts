/** Estimates of what a pool costs. @module */
import { show } from "../checks.ts";
import { multiplyMoney, sumMoney } from "../money.ts";
import {
  boundAssignments,
  type CostCaveat,
  type CostProject,
  type CostRange,
  type CostSettings,
  drivingKind,
} from "./assignment_bounds.ts";
import { type PlannedTasks, summarize } from "./planned_tasks.ts";

/** Options of {@linkcode estimateCost}. */
export interface EstimateCostOptions {
  /**
   * Toloka's fee as a fraction of the price, below 1: 0.3 is 30%.
   *
   * @default 0
   */
  fee?: number | undefined;
  /**
   * Number of Tolokers at most. Bounds what has no other bound, as no Toloker
   * gets a task twice: infinite overlap, and rules that raise the overlap.
   *
   * @default any number
   */
  tolokers?: number | undefined;
  /**
   * Project of the pool, whose rules hold in the pool too.
   *
   * @default none that changes the cost
   */
  project?: CostProject | undefined;
}

/** Result of {@linkcode estimateCost}. Money is in US dollars, exact. */
export interface CostEstimate {
  /** Number of paid assignments. */
  assignments: CostRange;
  /** Price of one assignment. */
  reward: CostRange;
  /** Payment of the Tolokers. */
  price: CostRange;
  /** Payment of Toloka. */
  fee: CostRange;
  /** Both payments together. */
  total: CostRange;
  /**
   * Settings that let the cost vary; none if `min` and `max` differ by prices
   * alone.
   */
  caveats: CostCaveat[];
}

/**
 * Estimates the number of paid assignments of a pool, and their cost.
 *
 * `max` is an upper bound. It covers short task suites of smart mixing, dynamic
 * overlap, selective majority vote, rules that raise the overlap, infinite
 * overlap, and prices by skill; where the settings give no bound, it is
 * `Infinity` unless the option `tolokers` bounds it. Not included are bonuses,
 * and tasks that are added later. `likely` is the amount to plan with.
 *
 * Control and training tasks cost nothing where they accompany general tasks.
 *
 * @param pool Settings of the pool.
 * @param tasks Contents of the pool, or their number.
 * @param options Fee, number of Tolokers and project.
 * @returns The bounds, and the settings that let the cost vary.
 * @throws {TypeError} If there are tasks for a pool without smart mixing, or
 * task suites for a pool with it.
 * @throws {RangeError} If an option is out of bounds.
 *
 * @example 1,000 tasks by three Tolokers each, ten in a task suite
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
 *   mixer_config: {
 *     real_tasks_count: 10,
 *     golden_tasks_count: 1,
 *     training_tasks_count: 0,
 *     force_last_assignment: false,
 *     min_real_tasks_count: 5,
 *   },
 * }, 1_000, { fee: 0.2 });
 *
 * assertEquals(assignments, { min: 299, likely: 302, max: 600 });
 * assertEquals(total, { min: 10.764, likely: 10.872, max: 21.6 });
 * ```
 */
export function estimateCost(
  pool: CostSettings,
  tasks: PlannedTasks,
  options: EstimateCostOptions = {},
): CostEstimate {
  const { fee = 0, tolokers = Infinity, project } = options;
  if (!(fee >= 0 && fee < 1)) {
    throw new RangeError(
      `Cannot estimate the cost as 'fee' must be a fraction from 0 to below 1, such as 0.3 for 30%: current value is ${
        show(fee)
      }`,
    );
  }
  if (!(tolokers >= 0)) {
    throw new RangeError(
      `Cannot estimate the cost as 'tolokers' must be at least 0: current value is ${
        show(tolokers)
      }`,
    );
  }
  const mixer = pool.mixer_config ?? undefined;
  const summary = summarize(tasks, mixer !== undefined, drivingKind(mixer));
  const [unreadable] = summary.unreadable;
  if (unreadable !== undefined) {
    throw new TypeError(
      `Cannot estimate the cost as '${unreadable}' must be a task or a task suite`,
    );
  }
  const { assignments, caveats } = boundAssignments(
    pool,
    summary,
    tolokers,
    project,
  );
  const reward = rewardsOf(pool);
  const price = range((end) => times(reward[end], assignments[end]));
  const feeAmount = range((end) => times(price[end], fee));
  const total = range((end) => plus(price[end], feeAmount[end]));
  return { assignments, reward, price, fee: feeAmount, total, caveats };
}

function rewardsOf(
  { reward_per_assignment, dynamic_pricing_config }: CostSettings,
): CostRange {
  const rewards = [
    reward_per_assignment,
    ...dynamic_pricing_config?.intervals.map((interval) =>
      interval.reward_per_assignment
    ) ?? [],
  ];
  const max = Math.max(...rewards);
  return { min: Math.min(...rewards), likely: max, max };
}

function range(value: (end: keyof CostRange) => number): CostRange {
  return { min: value("min"), likely: value("likely"), max: value("max") };
}

function plus(a: number, b: number): number {
  return Number.isFinite(a) ? sumMoney([a, b]) : a;
}

/** A product in which nothing times infinity is nothing. */
function times(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
  return multiplyMoney(a, b);
}
