/** Sampling of the settings that an experiment tries. @module */
import {
  type AutoQualityParameters,
  drawParameters,
  type ParameterSpace,
} from "./parameters.ts";
import { pick, type RandomSource } from "./random.ts";

/** Settings of an earlier experiment with their rank; a pool of its report is one. */
export interface EarlierResult {
  /** The settings. */
  parameters: AutoQualityParameters;
  /** Rank in that experiment, 0 to 1; absent if the pool was not scored. */
  main_rank?: number | undefined;
}

/** Input of a sampler. */
export interface SampleContext {
  /** Number of the draw, from 1. */
  index: number;
  /** Source of random numbers that follow from the seed and the draw. */
  random: RandomSource;
  /** Sources of the settings. */
  parameters: ParameterSpace;
  /** Results of an earlier experiment. */
  earlier: readonly EarlierResult[];
}

/**
 * Function that draws the settings of one pool. They are clipped and rounded to
 * what the API takes; groups that need a training or exam which the experiment
 * does not have are left out.
 */
export type Sampler = (context: SampleContext) => AutoQualityParameters;

/**
 * Draws each setting on its own, whatever came before: random search (Bergstra
 * and Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 13, 2012).
 * It is the sampler of an experiment that has none of its own.
 *
 * @example Draw with one setting that follows another
 * ```ts
 * import { sampleAtRandom, type Sampler } from "@toloka/client/autoquality";
 *
 * const sample: Sampler = (context) => {
 *   const { overlap = 1, ...others } = sampleAtRandom(context);
 *   // An odd number of votes leaves no tie between two labels.
 *   return { ...others, overlap: overlap + (overlap + 1) % 2 };
 * };
 * console.log(sample);
 * ```
 */
export function sampleAtRandom(
  options: SampleContext,
): AutoQualityParameters {
  const { parameters, random } = options;
  return drawParameters(parameters, random);
}

/**
 * Draws near the better half of an earlier experiment: each group of settings is
 * taken from one of its pools with probability 1/2, and drawn again otherwise.
 * Without an earlier result it is {@linkcode sampleAtRandom}.
 *
 * @example A second experiment, which keeps the overlap of the first
 * ```ts
 * import {
 *   AutoQuality,
 *   type AutoQualityReport,
 *   sampleAroundBest,
 * } from "@toloka/client/autoquality";
 * import { TolokaClient } from "@toloka/client";
 *
 * function secondRound(toloka: TolokaClient, first: AutoQualityReport) {
 *   return new AutoQuality(toloka, {
 *     basePoolId: "12345",
 *     trainingPoolId: "12345",
 *     sample: (context) => ({
 *       ...sampleAroundBest(context),
 *       overlap: first.best?.parameters.overlap ?? 3,
 *     }),
 *     earlier: first.pools,
 *     seed: 2,
 *   });
 * }
 * ```
 */
export function sampleAroundBest(
  context: SampleContext,
): AutoQualityParameters {
  const { earlier, random, parameters } = context;
  const ranked = earlier
    .filter(({ main_rank }) => main_rank !== undefined)
    .toSorted((a, b) => b.main_rank! - a.main_rank!);
  const best = ranked.slice(0, Math.ceil(ranked.length / 2));
  const drawn = drawParameters(parameters, random);
  if (best.length === 0) return drawn;
  const groups = Object.keys(drawn) as (keyof AutoQualityParameters)[];
  return Object.fromEntries(groups.map((group) => {
    const [kept, from] = [random() < 0.5, pick(random, best)];
    const known = from.parameters[group];
    return [group, kept && known !== undefined ? known : drawn[group]];
  }));
}
