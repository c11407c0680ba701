/**
 * Finds settings of quality control by experiment: overlap, rules on fast,
 * deviating and wrong answers, requirements of training and exam. Pools that
 * differ in these alone do the same tasks with Tolokers who are distributed over
 * them by chance; the report ranks them by accuracy, cost and speed.
 *
 * An experiment is planned before money is spent, has a budget, follows from its
 * seed, and can be resumed. Offline it runs on the simulator in seconds.
 *
 * @example Plan an experiment, and see what it would cost
 * ```ts
 * import { AutoQuality } from "@toloka/client/autoquality";
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const experiment = new AutoQuality(toloka, {
 *   basePoolId: "12345",
 *   trainingPoolId: "12345",
 *   labelField: "animal",
 *   parameters: {
 *     overlap: [1, 3, 5],
 *     GoldenSet: { history_size: [5], incorrect_answers_rate: [20, 40, 60] },
 *   },
 *   iterations: 4,
 *   budget: 20,
 *   seed: 1,
 * });
 * const tasks = [1, 2, 3].map((number) => ({
 *   input_values: { image: `https://example.com/${number}.png` },
 * }));
 * const { pools, cost } = await experiment.plan(tasks);
 * console.log(`${pools.length} pools for $${cost.likely}`);
 * ```
 *
 * It takes the client as a parameter and needs no permission of its own.
 *
 * @module
 */
export {
  AutoQuality,
  type AutoQualityClient,
  type AutoQualityPlan,
} from "./autoquality.ts";
export {
  distributions,
  type ParameterDistribution,
  type ParameterSource,
} from "./distributions.ts";
export type { AutoQualityOptions, AutoQualityProgress } from "./options.ts";
export {
  type AutoQualityParameters,
  defaultParameterSpace,
  type ExamRequirementParameters,
  type IncorrectRateParameters,
  type ParameterSpace,
  type SubmitTimeParameters,
  type TrainingRequirementParameters,
} from "./parameters.ts";
export type { DroppedDraw, ExperimentTask, PlannedPool } from "./planner.ts";
export type { BanDuration } from "./pool_settings.ts";
export type { RandomSource } from "./random.ts";
export {
  type PoolRank,
  type RankedScore,
  type RankOptions,
  rankPools,
  type ScoredPool,
} from "./ranks.ts";
export {
  type AutoQualityReport,
  type ExperimentPool,
  formatAutoQualityReport,
} from "./report.ts";
export {
  type EarlierResult,
  sampleAroundBest,
  sampleAtRandom,
  type SampleContext,
  type Sampler,
} from "./sampling.ts";
export {
  type PoolScores,
  type ScoreContext,
  scorePool,
  type ScoringClient,
} from "./scores.ts";
export type { DropReason, StopReason } from "./state.ts";
