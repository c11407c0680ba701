/** Expectation maximization, for any model of Tolokers' errors. @module */
import { checkInteger, refuse } from "../checks.ts";
import type { AnswerIndex } from "./answer_index.ts";
import { voteShares } from "./votes.ts";

/** Least probability; keeps logarithms finite. */
export const LEAST = 1e-10;

/** Conditions for the end of a fit. */
export interface FitOptions {
  /**
   * Most rounds.
   *
   * @default {100}
   */
  maxIterations?: number | undefined;
  /**
   * Least rise of the mean log-likelihood of an answer that is worth another
   * round. `-Infinity` goes through all rounds.
   *
   * @default {1e-5}
   */
  tolerance?: number | undefined;
}

/** Model of Tolokers' errors: a table that is fitted to probable labels. */
export interface ErrorModel {
  /**
   * Fits itself to the probabilities of the labels.
   *
   * @returns The expected log-probability of the answers.
   */
  fit(probabilities: Float64Array): number;
  /** Adds the log-probability of the answers under each label to the rows. */
  addTo(rows: Float64Array): void;
}

/** Result of the fit. */
export interface Fit {
  /** Rows of labels' probabilities. */
  probabilities: Float64Array;
  /** Share of each label. */
  priors: Float64Array;
  /** Mean log-likelihood of an answer after each round. */
  losses: number[];
}

/**
 * Takes turns between the labels' probabilities and the model's tables, from
 * the majority vote on.
 *
 * @param gold Known labels, -1 where not known.
 * @param beforeGold Is shown the last rows before known labels replace them.
 */
export function maximize(
  action: string,
  index: AnswerIndex,
  model: ErrorModel,
  options: FitOptions,
  gold?: Int32Array,
  beforeGold?: (rows: Float64Array) => void,
): Fit {
  const { maxIterations = 100, tolerance = 1e-5 } = options;
  checkInteger(action, "maxIterations", maxIterations, 1);
  if (Number.isNaN(tolerance)) {
    refuse(action, "tolerance", "must be a number", tolerance);
  }
  const width = index.labels.length;
  const counts = answersPerTask(index);
  const total = counts.reduce((a, b) => a + b, 0);
  const rows = voteShares(index);
  const losses: number[] = [];
  if (gold !== undefined) pin(rows, width, gold);
  let priors = meanRow(rows, width);
  model.fit(rows);
  for (let last = -Infinity; losses.length < maxIterations;) {
    fillLogs(rows, priors);
    model.addTo(rows);
    normalizeLogs(rows, width);
    beforeGold?.(rows);
    if (gold !== undefined) pin(rows, width, gold);
    priors = meanRow(rows, width);
    const expected = model.fit(rows) + expectedPriors(rows, priors, counts);
    const loss = (expected + clippedEntropy(rows)) / total;
    losses.push(loss);
    if (loss - last < tolerance) break;
    last = loss;
  }
  return { probabilities: rows, priors, losses };
}

function answersPerTask(
  { starts, weightOf, tasks }: AnswerIndex,
): Float64Array {
  return Float64Array.from(tasks, (_, t) => {
    const [from, to] = [starts[t]!, starts[t + 1]!];
    return weightOf?.subarray(from, to).reduce((a, b) => a + b, 0) ?? to - from;
  });
}

/** Makes known labels certain. */
function pin(rows: Float64Array, width: number, gold: Int32Array): void {
  gold.forEach((label, task) => {
    if (label === -1) return;
    rows.fill(0, task * width, (task + 1) * width);
    rows[task * width + label] = 1;
  });
}

function meanRow(rows: Float64Array, width: number): Float64Array {
  const means = new Float64Array(width);
  for (let i = 0; i < rows.length; i += width) {
    for (let k = 0; k < width; k++) means[k]! += rows[i + k]!;
  }
  const count = rows.length / width;
  return means.map((sum) => sum / count);
}

function logPriors(priors: Float64Array): Float64Array {
  return priors.map((prior) => Math.log(Math.max(prior, LEAST)));
}

function fillLogs(rows: Float64Array, priors: Float64Array): void {
  const logs = logPriors(priors);
  for (let i = 0; i < rows.length; i += logs.length) rows.set(logs, i);
}

/** Turns rows of logarithms into rows of probabilities. */
export function normalizeLogs(rows: Float64Array, width: number): void {
  for (let row = 0; row < rows.length; row += width) {
    let most = -Infinity;
    for (let k = 0; k < width; k++) most = Math.max(most, rows[row + k]!);
    let sum = 0;
    for (let k = 0; k < width; k++) {
      sum += rows[row + k] = Math.exp(rows[row + k]! - most);
    }
    for (let k = 0; k < width; k++) rows[row + k]! /= sum;
  }
}

/** The priors' part of the loss; it counts them for each answer. */
function expectedPriors(
  rows: Float64Array,
  priors: Float64Array,
  counts: Float64Array,
): number {
  const logs = logPriors(priors);
  let sum = 0;
  counts.forEach((count, task) => {
    const row = task * logs.length;
    for (let k = 0; k < logs.length; k++) {
      sum += count * rows[row + k]! * logs[k]!;
    }
  });
  return sum;
}

/** Entropy of all rows, which keep the least probability from here on. */
function clippedEntropy(rows: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const p = rows[i] = Math.max(rows[i]!, LEAST);
    if (p !== 1) sum -= p * Math.log(p);
  }
  return sum;
}
