/** The Bradley-Terry model of comparisons. @module */
import { checkInteger, refuse } from "../checks.ts";
import { sortTexts } from "./answers.ts";
import { checkAmount } from "./checks.ts";

const ACTION = "fit the Bradley-Terry model";

/** A comparison of two items, such as two texts or pictures. */
export interface Comparison {
  /** One item. */
  left: string;
  /** The other item. */
  right: string;
  /** The item that was preferred: `left` or `right`. */
  winner: string;
  /** Id of the Toloker; the model does not use it. */
  worker?: string | undefined;
}

/** Options of {@linkcode bradleyTerry}. */
export interface BradleyTerryOptions {
  /**
   * Most rounds.
   *
   * @default {100_000}
   */
  maxIterations?: number | undefined;
  /**
   * Sum of the scores' changes in a round below which the fit ends.
   *
   * @default {1e-14}
   */
  tolerance?: number | undefined;
}

/** Result of {@linkcode bradleyTerry}. */
export interface BradleyTerryResult {
  /** Score of each item, the best first; they sum to 1. */
  scores: Map<string, number>;
  /** Logarithm of the probability of all comparisons. */
  logLikelihood: number;
  /** Rounds that the fit took. */
  iterations: number;
  /** `true` if it ended by `tolerance` rather than `maxIterations`. */
  converged: boolean;
}

/**
 * Finds a score for each item, so that item i is preferred to item j with the
 * probability s_i / (s_i + s_j) (R. A. Bradley and M. E. Terry, "Rank Analysis of
 * Incomplete Block Designs", Biometrika 39, 1952), by the rounds of D. R. Hunter,
 * "MM algorithms for generalized Bradley-Terry models", Annals of Statistics
 * 32(1), 2004, until they converge.
 *
 * Take it to rank items of which Tolokers compare two at a time.
 *
 * @throws {RangeError} If there is no comparison, a winner is neither of the
 *     items, or some items never lose, or never win, against all others: then
 *     there is no finite score.
 *
 * @example Usage
 * ```ts
 * import { bradleyTerry } from "@toloka/client/aggregation";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { scores } = bradleyTerry([
 *   { left: "a", right: "b", winner: "a" },
 *   { left: "b", right: "a", winner: "a" },
 *   { left: "a", right: "b", winner: "b" },
 * ]);
 * assertAlmostEquals(scores.get("a")!, 2 / 3);
 * ```
 */
export function bradleyTerry(
  comparisons: Iterable<Comparison>,
  options?: BradleyTerryOptions,
): BradleyTerryResult;
/** Fits the model once all comparisons have arrived. */
export function bradleyTerry(
  comparisons: AsyncIterable<Comparison>,
  options?: BradleyTerryOptions,
): Promise<BradleyTerryResult>;
export function bradleyTerry(
  comparisons: Iterable<Comparison> | AsyncIterable<Comparison>,
  options: BradleyTerryOptions = {},
): BradleyTerryResult | Promise<BradleyTerryResult> {
  return Symbol.asyncIterator in comparisons
    ? Array.fromAsync(comparisons).then((all) => fit(all, options))
    : fit([...comparisons], options);
}

function fit(
  comparisons: readonly Comparison[],
  { maxIterations = 100_000, tolerance = 1e-14 }: BradleyTerryOptions,
): BradleyTerryResult {
  checkInteger(ACTION, "maxIterations", maxIterations, 1);
  checkAmount(ACTION, "tolerance", tolerance);
  const { items, wins } = winsOf(comparisons);
  checkConnected(items, wins);
  const pairs = pairsOf(wins);
  const totals = wins.map((row) => sum(row.values()));
  let scores = new Float64Array(items.length).fill(1 / items.length);
  let [iterations, change] = [0, Infinity];
  while (iterations < maxIterations && !(change < tolerance)) {
    const next = improved(scores, totals, pairs);
    change = next.reduce((all, s, i) => all + Math.abs(s - scores[i]!), 0);
    scores = next;
    iterations++;
  }
  const order = [...items.keys()].sort((a, b) => scores[b]! - scores[a]!);
  return {
    scores: new Map(order.map((i) => [items[i]!, scores[i]!])),
    logLikelihood: logLikelihood(scores, wins),
    iterations,
    converged: change < tolerance,
  };
}

/** Number of wins of each item against each other, by the loser's position. */
type Wins = Map<number, number>[];

function winsOf(comparisons: readonly Comparison[]) {
  if (comparisons.length === 0) {
    refuse(ACTION, "comparisons", "must have at least one", 0);
  }
  const names = new Set(
    comparisons.flatMap(({ left, right }) => [left, right]),
  );
  const items = sortTexts([...names]);
  const places = new Map(items.map((item, at) => [item, at]));
  const wins: Wins = items.map(() => new Map());
  for (const [at, { left, right, winner }] of comparisons.entries()) {
    const name = `comparisons[${at}]`;
    if (winner !== left && winner !== right) {
      refuse(ACTION, `${name}.winner`, "must be one of the two items", winner);
    }
    if (left === right) {
      refuse(ACTION, name, "must compare two items", left);
    }
    const row = wins[places.get(winner)!]!;
    const loser = places.get(winner === left ? right : left)!;
    row.set(loser, (row.get(loser) ?? 0) + 1);
  }
  return { items, wins };
}

/** Throws unless a chain of wins leads from every item to every other. */
function checkConnected(items: readonly string[], wins: Wins): void {
  const losses: Wins = wins.map(() => new Map());
  wins.forEach((row, winner) =>
    row.forEach((count, loser) => losses[loser]!.set(winner, count))
  );
  for (const graph of [wins, losses]) {
    const reached = reachable(graph);
    const missing = items.find((_, at) => !reached.has(at));
    if (missing === undefined) continue;
    const rule = "must lead from every item to every other by wins";
    refuse(ACTION, "comparisons", rule, `${items[0]} and ${missing}`);
  }
}

function reachable(graph: Wins): Set<number> {
  const reached = new Set([0]);
  // A set goes on to what is added while it is iterated over.
  for (const at of reached) {
    for (const next of graph[at]!.keys()) reached.add(next);
  }
  return reached;
}

/** Each pair that was compared, and how often. */
function pairsOf(wins: Wins): [a: number, b: number, count: number][] {
  return wins.flatMap((row, a) => {
    const others = new Set(row.keys());
    wins.forEach((other, b) => other.has(a) && others.add(b));
    return [...others].filter((b) => b > a).map((
      b,
    ): [number, number, number] => [
      a,
      b,
      (row.get(b) ?? 0) + (wins[b]!.get(a) ?? 0),
    ]);
  });
}

function improved(
  scores: Float64Array,
  totals: readonly number[],
  pairs: readonly [number, number, number][],
): Float64Array<ArrayBuffer> {
  const weights = new Float64Array(scores.length);
  for (const [a, b, count] of pairs) {
    const weight = count / (scores[a]! + scores[b]!);
    weights[a]! += weight;
    weights[b]! += weight;
  }
  const next = weights.map((weight, at) => totals[at]! / weight);
  const total = sum(next);
  return next.map((score) => score / total);
}

function logLikelihood(scores: Float64Array, wins: Wins): number {
  return sum(
    wins.flatMap((row, a) =>
      [...row].map(([b, count]) =>
        count * Math.log(scores[a]! / (scores[a]! + scores[b]!))
      )
    ),
  );
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
