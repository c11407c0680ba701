/** Ranking of pools by their scores. @module */
import { refuse } from "../checks.ts";
import type { PoolScores } from "./scores.ts";

/** Scores that count in a ranking. */
export type RankedScore =
  | "accuracy_labels"
  | "accuracy_golden"
  | "agreement"
  | "alpha_krippendorff"
  | "spending_per_task"
  | "tasks_per_second"
  | "bans_ratio";

/** Pool with its scores: the input of a ranking function. */
export interface ScoredPool {
  /** Id of the pool. */
  pool_id: string;
  /** Its scores. */
  scores: PoolScores;
}

/** Place of a pool in a ranking. */
export interface PoolRank {
  /** Id of the pool. */
  pool_id: string;
  /** Rank in all, 0 to 1; the best pool has the greatest. */
  main_rank: number;
  /** Rank by each score, 0 to 1; 1 is the best pool's. */
  ranks: Partial<Record<RankedScore, number>>;
}

/** Options of {@linkcode rankPools}. */
export interface RankOptions {
  /**
   * Weights of the scores, from 0; only their proportions count. A score that
   * is left out keeps its default.
   *
   * @default {{ accuracy_labels: 0.3, accuracy_golden: 0.1, agreement: 0.1, alpha_krippendorff: 0.1, spending_per_task: 0.2, bans_ratio: 0.13, tasks_per_second: 0.07 }}
   */
  weights?: Partial<Record<RankedScore, number>> | undefined;
}

interface Rule {
  weight: number;
  /** Rank of a value, where `best` is the best of all. */
  rank: (value: number, best: number) => number;
  /** Chooses the better of two values. */
  better: (a: number, b: number) => number;
}

/** Rank of a share, which falls to 0 at a distance from the best. */
function within(distance: number): Rule["rank"] {
  return (value, best) => Math.max(0, 1 - Math.abs(best - value) / distance);
}

/** Rank of an amount: the smaller part of it and the best in the greater. */
function ratio(value: number, best: number): number {
  const [less, more] = [Math.min(value, best), Math.max(value, best)];
  return more === 0 ? 1 : less / more;
}

const { max, min } = Math;

const RULES: Readonly<Record<RankedScore, Rule>> = {
  accuracy_labels: { weight: 0.3, rank: within(0.2), better: max },
  accuracy_golden: { weight: 0.1, rank: within(0.2), better: max },
  agreement: { weight: 0.1, rank: within(0.2), better: max },
  alpha_krippendorff: { weight: 0.1, rank: within(0.4), better: max },
  spending_per_task: { weight: 0.2, rank: ratio, better: min },
  bans_ratio: { weight: 0.13, rank: within(0.5), better: min },
  tasks_per_second: { weight: 0.07, rank: ratio, better: max },
};

/**
 * Ranks pools by their scores: 60% quality, 20% spending, 13% bans, 7% speed
 * unless weighted otherwise. The best pool by a score gets the rank 1. By
 * spending and speed others get the ratio to it; by the rest they lose in
 * proportion to the distance, and have 0 from 0.2 in accuracy and agreement, 0.4
 * in alpha and 0.5 in bans. So small differences stay small, and further pools
 * change nothing between two of them unless they are best. A pool that lacks a
 * score counts as the worst of those that have it. A score that no pool has does
 * not count.
 *
 * @param pools The pools, in the order of their creation.
 * @returns The ranks, best pool first. Of equal ones the pool with the lower
 *     spending comes first, then the one given first.
 * @throws {RangeError} If a weight is negative or not finite, or no score that a
 *     pool has counts.
 *
 * @example Let only the accuracy of labels and the spending count
 * ```ts
 * import { type PoolScores, rankPools } from "@toloka/client/autoquality";
 * import { assertEquals } from "@std/assert";
 *
 * const scores = (accuracy: number, spending: number): PoolScores => ({
 *   accuracy_labels: accuracy,
 *   spending_per_task: spending,
 *   unique_submitters_count: 20,
 *   spent_budget: 100 * spending,
 *   num_bans: 0,
 *   num_other_bans: 0,
 *   ban_reason_counts: {},
 *   answers: 300,
 *   tasks: 100,
 * });
 * const [best] = rankPools([
 *   { pool_id: "1", scores: scores(0.8, 0.03) },
 *   { pool_id: "2", scores: scores(0.95, 0.05) },
 * ]);
 * assertEquals(best?.pool_id, "2");
 * ```
 */
export function rankPools(
  pools: readonly ScoredPool[],
  options: RankOptions = {},
): PoolRank[] {
  const { weights = {} } = options;
  const names = Object.keys(RULES) as RankedScore[];
  checkWeights(names, weights);
  const counted = names.flatMap((name) => {
    const weight = weights[name] ?? RULES[name].weight;
    const known = pools.some(({ scores }) => isKnown(scores[name]));
    return weight > 0 && known ? [{ name, weight }] : [];
  });
  if (pools.length > 0 && counted.length === 0) {
    const rule = "must give weight to a score that a pool has";
    refuse("rank pools", "weights", rule, weights);
  }
  const columns = counted.map(({ name }) => columnOf(name, pools));
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const ranked = pools.map(({ pool_id, scores }, at) => {
    const ranks: PoolRank["ranks"] = {};
    let sum = 0;
    counted.forEach(({ name, weight }, column) => {
      ranks[name] = columns[column]![at]!;
      sum += weight * ranks[name];
    });
    // Sums of the same ranks may differ in their last digits.
    const main_rank = Math.round(1e9 * sum / total) / 1e9;
    return { scores, rank: { pool_id, main_rank, ranks } };
  });
  return ranked
    .sort((a, b) =>
      b.rank.main_rank - a.rank.main_rank ||
      compareSpending(a.scores, b.scores)
    )
    .map(({ rank }) => rank);
}

function checkWeights(
  names: readonly string[],
  weights: Readonly<Record<string, number | undefined>>,
): void {
  for (const [name, weight = 0] of Object.entries(weights)) {
    if (!names.includes(name)) {
      refuse("rank pools", "weights", `must be of ${names.join(", ")}`, name);
    }
    if (!(weight >= 0 && weight < Infinity)) {
      const rule = "must be a finite number from 0";
      refuse("rank pools", `weights.${name}`, rule, weight);
    }
  }
}

function isKnown(value: number | undefined): value is number {
  return Number.isFinite(value);
}

/** Ranks by one score, in the order of the pools. */
function columnOf(name: RankedScore, pools: readonly ScoredPool[]): number[] {
  const { rank, better } = RULES[name];
  const values = pools.map(({ scores }) => scores[name]);
  const known = values.filter(isKnown);
  const best = known.reduce((a, b) => better(a, b));
  const worst = known.reduce((a, b) => better(a, b) === a ? b : a);
  return values.map((value) => rank(isKnown(value) ? value : worst, best));
}

function compareSpending(a: PoolScores, b: PoolScores): number {
  const [first, second] = [a.spending_per_task, b.spending_per_task];
  if (!isKnown(first) || !isKnown(second)) return 0;
  return first - second;
}
