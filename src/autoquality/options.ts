/** Options of an experiment, and checks of them. @module */
import {
  checkDuration,
  checkFunction,
  checkId,
  checkInteger,
} from "../checks.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import type { PoolInput } from "../types/pools.ts";
import {
  type AutoQualityParameters,
  checkSpace,
  defaultParameterSpace,
  type ParameterSpace,
} from "./parameters.ts";
import type { BanDuration } from "./pool_settings.ts";
import { type PoolRank, rankPools, type ScoredPool } from "./ranks.ts";
import { refuse } from "../checks.ts";
import {
  type EarlierResult,
  sampleAtRandom,
  type Sampler,
} from "./sampling.ts";
import { type PoolScores, type ScoreContext, scorePool } from "./scores.ts";

/** Progress of an experiment. */
export interface AutoQualityProgress {
  /** Pools that are open. */
  open: number;
  /** Pools that are closed. */
  closed: number;
  /** Tolokers who have been assigned to a pool. */
  tolokers: number;
  /** Money spent so far, in US dollars, with fee; only with a budget. */
  spent?: number;
  /** Time since the run began, in milliseconds. */
  elapsed: number;
}

/** Options of {@linkcode AutoQuality}. */
export interface AutoQualityOptions {
  /** Id of the pool whose settings are varied. It is read, not changed. */
  basePoolId: string;
  /**
   * Id of the training. Tolokers who submit it are distributed over the pools.
   * Required unless `tolokers` names the Tolokers to distribute.
   */
  trainingPoolId?: string | undefined;
  /** Ids of Tolokers to distribute over the pools from the beginning. */
  tolokers?: readonly string[] | undefined;
  /** Id of a pool that is the exam; it is open while the experiment runs. */
  examPoolId?: string | undefined;
  /** Id of the skill that the exam gives. */
  examSkillId?: string | undefined;
  /**
   * Output field that is the label.
   *
   * @default {"label"}
   */
  labelField?: string | undefined;
  /**
   * Number of pools to compare, 2 to 100.
   *
   * @default {10}
   */
  iterations?: number | undefined;
  /**
   * Seed of all random numbers: the same seed gives the same settings and the
   * same distribution of Tolokers.
   *
   * @default {0}
   */
  seed?: number | string | undefined;
  /**
   * Name of the experiment: names of its pools and of its skill begin with it.
   * Required with a store, as the key of the stored state.
   *
   * @default {"AutoQuality" and a random UUID}
   */
  runId?: string | undefined;
  /**
   * Store in which the experiment is kept, so that another process can resume it.
   *
   * @default {a store in memory}
   */
  store?: Store | undefined;
  /**
   * Most money for all pools, in US dollars, fee included. Settings that would
   * exceed it by their likely cost are dropped; all pools are closed once it is
   * spent. Task suites that Tolokers hold then are still paid.
   *
   * @default {Infinity}
   */
  budget?: number | undefined;
  /**
   * Toloka's fee as a fraction of the price, below 1.
   *
   * @default {0}
   */
  fee?: number | undefined;
  /**
   * Sources of the settings. By default those of
   * {@linkcode defaultParameterSpace} that the experiment has a training or exam
   * for.
   */
  parameters?: ParameterSpace | undefined;
  /**
   * Function that draws the settings of a pool.
   *
   * @default {sampleAtRandom}
   */
  sample?: Sampler | undefined;
  /** Results of an earlier experiment, for the sampler. */
  earlier?: readonly EarlierResult[] | undefined;
  /**
   * Function that changes the settings of a pool before it is created, or gives
   * others. The name and the condition that keeps other pools' Tolokers out are
   * set afterwards.
   */
  settings?:
    | ((settings: PoolInput, parameters: AutoQualityParameters) => PoolInput)
    | undefined;
  /**
   * Function that scores a pool.
   *
   * @default {scorePool}
   */
  score?:
    | ((context: ScoreContext) => PoolScores | Promise<PoolScores>)
    | undefined;
  /**
   * Function that ranks the scored pools, best first.
   *
   * @default {rankPools}
   */
  rank?: ((pools: readonly ScoredPool[]) => PoolRank[]) | undefined;
  /**
   * Restriction of Tolokers who break a drawn rule, in their pool. Restrictions
   * that end while the experiment runs are not counted.
   *
   * @default {{ duration_unit: "PERMANENT" }}
   */
  ban?: BanDuration | undefined;
  /**
   * Tolokers who go to another pool when theirs closes: those without an
   * assignment there (`NEWCOMERS`), or also those with one, unless they are
   * restricted in it (`ALL`). The latter see the same tasks again.
   *
   * @default {"NEWCOMERS"}
   */
  reassign?: "NEWCOMERS" | "ALL" | undefined;
  /**
   * Pause between two looks at the pools, in milliseconds.
   *
   * @default {15000}
   */
  period?: number | undefined;
  /**
   * Longest time of a run, in milliseconds; then all pools are closed.
   *
   * @default {604800000} 7 days
   */
  maxWait?: number | undefined;
  /**
   * Longest time without a submission in a pool, in milliseconds; then the pool
   * is closed, as nobody is left to work in it, and its report says `IDLE`. Let
   * it exceed the time for a task suite. Each look at a pool costs a request.
   *
   * @default a pool may be idle until `maxWait` is over
   */
  maxIdle?: number | undefined;
  /** Called each time the pools have been looked at. */
  onProgress?: ((progress: AutoQualityProgress) => void) | undefined;
}

/** Options that stay absent where they are not given. */
type Absent =
  | "trainingPoolId"
  | "examPoolId"
  | "examSkillId"
  | "maxIdle"
  | "onProgress"
  | "settings";

/** Options with their defaults. */
export type Settings =
  & {
    [Name in Exclude<keyof AutoQualityOptions, Absent>]-?: Exclude<
      AutoQualityOptions[Name],
      undefined
    >;
  }
  & Pick<AutoQualityOptions, Absent>;

/** Pools that a skill with whole values from 1 to 100 can tell apart. */
const MOST_POOLS = 100;

/** Fills in the defaults; throws if an option breaks a rule. */
export function settingsOf(options: AutoQualityOptions): Settings {
  const action = "create the experiment";
  const { trainingPoolId, tolokers = [], store, runId } = options;
  checkId(action, "'basePoolId'", options.basePoolId);
  for (const name of ["trainingPoolId", "examPoolId", "examSkillId"] as const) {
    const id = options[name];
    if (id !== undefined) checkId(action, `'${name}'`, id);
  }
  if (trainingPoolId === undefined && tolokers.length === 0) {
    const rule = "must be given, or 'tolokers' must name whom to distribute";
    refuse(action, "trainingPoolId", rule, trainingPoolId);
  }
  if (store !== undefined && runId === undefined) {
    refuse(action, "runId", "must be given with a store", runId);
  }
  if (runId !== undefined && !/^[\x20-\x7e]{1,200}$/.test(runId)) {
    const rule = "must have 1 to 200 printable ASCII characters";
    refuse(action, "runId", rule, runId);
  }
  const { iterations = 10, budget = Infinity, fee = 0 } = options;
  checkInteger(action, "iterations", iterations, 2, MOST_POOLS);
  if (!(budget > 0)) refuse(action, "budget", "must be above 0", budget);
  if (!(fee >= 0 && fee < 1)) {
    refuse(action, "fee", "must be a fraction from 0 to below 1", fee);
  }
  const { period = 15_000, maxWait = 604_800_000, reassign = "NEWCOMERS" } =
    options;
  checkDuration(action, "period", period);
  checkDuration(action, "maxWait", maxWait);
  if (options.maxIdle !== undefined) {
    checkDuration(action, "maxIdle", options.maxIdle);
  }
  if (reassign !== "NEWCOMERS" && reassign !== "ALL") {
    refuse(action, "reassign", 'must be "NEWCOMERS" or "ALL"', reassign);
  }
  const functions = ["sample", "settings", "score", "rank", "onProgress"];
  for (const name of functions as (keyof AutoQualityOptions)[]) {
    checkFunction(action, name, options[name]);
  }
  const parameters = options.parameters ?? defaultParameterSpace;
  checkSpace(parameters);
  return {
    ...options,
    tolokers,
    labelField: options.labelField ?? "label",
    iterations,
    seed: options.seed ?? 0,
    runId: runId ?? `AutoQuality ${crypto.randomUUID()}`,
    store: store ?? memoryStore(),
    budget,
    fee,
    parameters: possibleSpace(parameters, options),
    sample: options.sample ?? sampleAtRandom,
    earlier: options.earlier ?? [],
    score: options.score ?? scorePool,
    rank: options.rank ?? rankPools,
    ban: options.ban ?? { duration_unit: "PERMANENT" },
    reassign,
    period,
    maxWait,
  };
}

/** The groups for which there is a training or exam. */
function possibleSpace(
  { TrainingRequirement, ExamRequirement, ...others }: ParameterSpace,
  { trainingPoolId, examSkillId }: AutoQualityOptions,
): ParameterSpace {
  const trained = trainingPoolId !== undefined && TrainingRequirement;
  const examined = examSkillId !== undefined && ExamRequirement;
  return {
    ...others,
    ...(trained && { TrainingRequirement: trained }),
    ...(examined && { ExamRequirement: examined }),
  };
}
