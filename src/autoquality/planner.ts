/** Draws settings one after another, within the budget. @module */
import { estimateCost } from "../planning/cost.ts";
import type { CostRange } from "../planning/assignment_bounds.ts";
import { multiplyMoney, sumMoney } from "../money.ts";
import type { Pool, PoolInput } from "../types/pools.ts";
import type { TaskSuiteInput } from "../types/task_suites.ts";
import type { TaskInput } from "../types/tasks.ts";
import type { Settings } from "./options.ts";
import { type AutoQualityParameters, fitParameters } from "./parameters.ts";
import { poolSettings } from "./pool_settings.ts";
import { randomOf } from "./random.ts";
import type { DropReason } from "./state.ts";

/**
 * Task or task suite of an experiment: each pool gets all of them. Task suites
 * are for base pools without smart mixing.
 */
export type ExperimentTask =
  | Omit<TaskInput, "pool_id">
  | Omit<TaskSuiteInput, "pool_id">;

/** Pool that an experiment would create. */
export interface PlannedPool {
  /** Number of the draw, from 1. */
  index: number;
  /** The drawn settings. */
  parameters: AutoQualityParameters;
  /** Settings of the pool, but for the condition on the experiment's skill. */
  settings: PoolInput;
  /** Bounds of the cost, in US dollars, with fee. */
  cost: CostRange;
}

/** Settings that were drawn and are not tried. */
export interface DroppedDraw {
  /** Number of the draw, from 1. */
  index: number;
  /** The drawn settings. */
  parameters: AutoQualityParameters;
  /** Reason. */
  reason: DropReason;
  /** Message of the server or the estimate. */
  message: string;
}

/** Draws for each pool at most. */
const DRAWS_PER_POOL = 10;

/** Draws settings, and keeps the list of planned pools. */
export class Planner {
  readonly #base: Pool;
  readonly #tasks: readonly ExperimentTask[];
  readonly #options: Settings;
  readonly #seen = new Map<string, number>();
  readonly #costs: CostRange[] = [];
  /** Draws in all, at most. */
  readonly most: number;

  constructor(
    base: Pool,
    tasks: readonly ExperimentTask[],
    options: Settings,
  ) {
    this.#base = base;
    this.#tasks = tasks;
    this.#options = options;
    this.most = DRAWS_PER_POOL * options.iterations;
    checkTasks(tasks, options);
  }

  /** `true` if there are as many pools as requested. */
  get isComplete(): boolean {
    return this.#costs.length >= this.#options.iterations;
  }

  /** Bounds of the cost of all pools. */
  get cost(): CostRange {
    const sum = (end: keyof CostRange) => addUp(this.#costs, end);
    return { min: sum("min"), likely: sum("likely"), max: sum("max") };
  }

  /** Draws settings, the same for each number of a draw. */
  draw(index: number): AutoQualityParameters {
    const { seed, parameters, earlier, sample } = this.#options;
    const random = randomOf(`${seed}/draw/${index}`);
    return fitParameters(sample({ index, random, parameters, earlier }));
  }

  /** Computes the pool of drawn settings, or the reason to drop them. */
  consider(
    index: number,
    parameters: AutoQualityParameters,
  ): PlannedPool | DroppedDraw {
    const { budget, fee, runId } = this.#options;
    const settings = settingsFor(this.#base, parameters, this.#options, "");
    const twin = this.#seen.get(JSON.stringify(settings));
    if (twin !== undefined) {
      const message = `the same settings as in draw ${twin}`;
      return { index, parameters, reason: "DUPLICATE", message };
    }
    const cost = estimateCost(settings, this.#tasks, { fee }).total;
    const total = addUp([...this.#costs, cost], "likely");
    if (total > budget) {
      const message =
        `${total} with the pools before would exceed the budget of ${budget}`;
      return { index, parameters, reason: "BUDGET", message };
    }
    settings.private_name = poolName(runId, index);
    return { index, parameters, settings, cost };
  }

  /** Adds a pool to the planned ones. */
  accept({ index, settings, cost }: PlannedPool): void {
    this.#costs.push(cost);
    this.#seen.set(JSON.stringify({ ...settings, private_name: "" }), index);
  }

  /** Remembers settings that the server has refused. */
  refuse({ index, settings }: PlannedPool): void {
    this.#seen.set(JSON.stringify({ ...settings, private_name: "" }), index);
  }

  /** Doubts about what the experiment can show. */
  get warnings(): string[] {
    const { parameters } = this.#options;
    const { mixer_config: mixer } = this.#base;
    const controls = this.#tasks.some((task) =>
      "tasks" in task
        ? task.tasks.some(({ known_solutions }) => known_solutions?.length)
        : task.known_solutions?.length
    );
    const shown = mixer == null || mixer.golden_tasks_count > 0 ||
      mixer.golden_task_distribution_function != null;
    if (controls && shown) return [];
    const missing = controls
      ? "The base pool mixes no control tasks in"
      : "There are no control tasks";
    const rules = parameters.GoldenSet === undefined
      ? ""
      : ", and the rules of GoldenSet never apply";
    return [`${missing}: the accuracy cannot be measured${rules}`];
  }
}

function addUp(costs: readonly CostRange[], end: keyof CostRange): number {
  const amounts = costs.map((cost) => cost[end]);
  return amounts.every(Number.isFinite) ? sumMoney(amounts) : Infinity;
}

/** Returns the name of the pool of a draw; without a number, the prefix of all names. */
export function poolName(runId: string, index: number | ""): string {
  return `${runId} params ${index}`;
}

/** Settings of a pool for given parameters, changed by the user's function. */
export function settingsFor(
  base: Pool,
  parameters: AutoQualityParameters,
  options: Settings,
  name: string,
): PoolInput {
  const { trainingPoolId, examSkillId, ban, settings } = options;
  const place = { name, trainingPoolId, examSkillId, ban };
  const own = poolSettings(base, parameters, place);
  if (settings === undefined) return own;
  return { ...settings(own, parameters), private_name: name };
}

/** Money with the fee on top. */
export function withFee(amount: number, fee: number): number {
  return sumMoney([amount, multiplyMoney(amount, fee)]);
}

function checkTasks(
  tasks: readonly ExperimentTask[],
  { parameters }: Settings,
): void {
  if (tasks.length === 0) {
    throw new RangeError("Cannot plan pools as there are no tasks");
  }
  if (parameters.overlap === undefined) return;
  const fixed = tasks.findIndex(({ overlap }) => overlap != null);
  if (fixed === -1) return;
  throw new RangeError(
    `Cannot plan pools as tasks.${fixed} must have no 'overlap' where the overlap is drawn: current value is ${
      tasks[fixed]!.overlap
    }`,
  );
}
