/** The report of an experiment. @module */
import type { Extensible } from "../types/common.ts";
import type { PoolCloseReason } from "../types/pools.ts";
import type { AutoQualityParameters } from "./parameters.ts";
import type { DroppedDraw } from "./planner.ts";
import { BAN_GROUPS } from "./pool_settings.ts";
import type { PoolRank } from "./ranks.ts";
import type { PoolScores } from "./scores.ts";
import type { StopReason } from "./state.ts";

/** Pool of an experiment with its settings and its scores. */
export interface ExperimentPool {
  /** Id of the pool. */
  pool_id: string;
  /** Name of the pool. */
  name: string;
  /** The drawn settings. */
  parameters: AutoQualityParameters;
  /**
   * The settings that had an effect: the overlap, the requirements, and the
   * rules that restricted at least one Toloker. Absent without scores.
   */
  pruned_parameters?: AutoQualityParameters;
  /** Scores; absent if the scoring function threw. */
  scores?: PoolScores;
  /** Reason why there are no scores. */
  score_error?: string;
  /** Rank in all, 0 to 1; the best pool has the greatest. */
  main_rank?: number;
  /** Rank by each score, 0 to 1. */
  ranks?: PoolRank["ranks"];
  /**
   * Reason why the pool was closed before its tasks were done: by the
   * experiment, or what the server gives.
   */
  stopped?: StopReason | Extensible<PoolCloseReason>;
}

/** Result of an experiment. */
export interface AutoQualityReport {
  /** Name of the experiment. */
  run_id: string;
  /** Seed. */
  seed: number | string;
  /** Number of pools that were asked for. */
  iterations: number;
  /** The pools, best first; those without scores come last. */
  pools: ExperimentPool[];
  /** The first of them; absent if no pool has scores. */
  best?: ExperimentPool;
  /** Ids of all pools that rank as high as the best, if there are several. */
  ties: string[];
  /** Draws that were not tried, with the reasons. */
  dropped: DroppedDraw[];
  /** Tolokers who could not be assigned to a pool, with the reasons. */
  unassigned: Record<string, string>;
  /** Reasons to doubt the result. */
  warnings: string[];
}

/** Tolokers in a pool below which chance decides on its scores. */
const FEW_TOLOKERS = 5;

/** Parts that a report is put together from. */
export interface ReportParts {
  /** The fields of the report that do not follow from the other parts. */
  head: Pick<AutoQualityReport, "run_id" | "seed" | "iterations" | "dropped">;
  /** The pools in the order of their creation. */
  pools: readonly ExperimentPool[];
  /** Ranks of the pools that have scores. */
  ranks: readonly PoolRank[];
  /** Tolokers who could not be assigned. */
  unassigned: ReadonlyMap<string, string>;
}

/** Puts a report together. */
export function reportOf(
  options: ReportParts,
): AutoQualityReport {
  const { head, pools, ranks, unassigned } = options;
  const byId = new Map(pools.map((pool) => [pool.pool_id, pool]));
  const ranked = ranks.flatMap(({ pool_id, main_rank, ranks }) => {
    const pool = byId.get(pool_id);
    byId.delete(pool_id);
    return pool === undefined ? [] : [{ ...pool, main_rank, ranks }];
  });
  const [best] = ranked;
  const equal = ranked.filter(({ main_rank }) => main_rank === best!.main_rank);
  const report: AutoQualityReport = {
    ...head,
    pools: [...ranked, ...byId.values()],
    ...(best !== undefined && { best }),
    ties: equal.length > 1 ? equal.map(({ pool_id }) => pool_id) : [],
    unassigned: Object.fromEntries(unassigned),
    warnings: [],
  };
  return { ...report, warnings: warningsOf(report) };
}

function warningsOf(report: AutoQualityReport): string[] {
  const { pools, iterations, best, ties, unassigned } = report;
  const warnings: string[] = [];
  if (pools.length < iterations) {
    warnings.push(`Only ${pools.length} of ${iterations} pools were created`);
  }
  for (const { name, stopped, score_error, scores } of pools) {
    if (stopped !== undefined) {
      warnings.push(`"${name}" was not finished: ${stopped}`);
    }
    if (score_error !== undefined) {
      warnings.push(`"${name}" has no scores: ${score_error}`);
    }
    if (scores && scores.unique_submitters_count < FEW_TOLOKERS) {
      const count = scores.unique_submitters_count;
      warnings.push(`"${name}" had only ${count} Tolokers`);
    }
  }
  if (ties.length > 1) {
    warnings.push(
      `${ties.length} pools rank highest; the cheapest comes first`,
    );
  }
  const [first, second] = pools;
  if (best !== undefined && best.scores?.golden === undefined) {
    warnings.push(
      "No answers to control tasks: ranks show agreement, not accuracy",
    );
  } else if (overlaps(first, second)) {
    warnings.push(
      "The accuracy of the first two pools may differ by chance: their intervals overlap",
    );
  }
  const failed = Object.keys(unassigned).length;
  if (failed > 0) warnings.push(`${failed} Tolokers could not be assigned`);
  return warnings;
}

function overlaps(
  first: ExperimentPool | undefined,
  second: ExperimentPool | undefined,
): boolean {
  const [a, b] = [first?.scores?.golden, second?.scores?.golden];
  return a !== undefined && b !== undefined && a.low <= b.high &&
    b.low <= a.high;
}

/** The settings of a pool that had an effect. */
export function pruneParameters(
  parameters: AutoQualityParameters,
  options: PoolScores,
): AutoQualityParameters {
  const { ban_reason_counts } = options;
  const pruned = { ...parameters };
  for (const group of BAN_GROUPS) {
    if (!ban_reason_counts[group]) delete pruned[group];
  }
  return pruned;
}

/**
 * Writes a report for people: the pools as a table, best first, then why draws
 * were dropped, and the warnings.
 *
 * @returns Lines of text.
 *
 * @example Usage
 * ```ts
 * import {
 *   type AutoQualityReport,
 *   formatAutoQualityReport,
 * } from "@toloka/client/autoquality";
 *
 * const report: AutoQualityReport = {
 *   run_id: "spam",
 *   seed: 1,
 *   iterations: 2,
 *   pools: [],
 *   ties: [],
 *   dropped: [],
 *   unassigned: {},
 *   warnings: ["Only 0 of 2 pools were created"],
 * };
 * console.log(formatAutoQualityReport(report));
 * ```
 */
export function formatAutoQualityReport(report: AutoQualityReport): string {
  const { run_id, seed, pools, dropped, warnings, best } = report;
  const lines = [`Experiment "${run_id}", seed ${seed}`];
  const rows = pools.map((pool) => rowOf(pool));
  if (rows.length > 0) lines.push(...tableOf([HEADER, ...rows]));
  if (best !== undefined) {
    lines.push(`Best settings: ${textOf(best.parameters)}`);
  }
  for (const { index, reason, message, parameters } of dropped) {
    if (reason === "DUPLICATE") continue;
    const text = textOf(parameters);
    lines.push(`Draw ${index} dropped, ${reason}: ${message}: ${text}`);
  }
  const twins = dropped.filter(({ reason }) => reason === "DUPLICATE").length;
  if (twins > 0) lines.push(`${twins} draws repeated earlier ones`);
  lines.push(...warnings.map((warning) => `Warning: ${warning}`));
  return lines.join("\n");
}

const HEADER = [
  "Pool",
  "Rank",
  "Labels right",
  "Answers right",
  "Agree",
  "$/task",
  "Tolokers",
  "Banned",
  "Settings",
];

function rowOf(
  { pool_id, main_rank, scores, parameters }: ExperimentPool,
): string[] {
  const percent = (value: number | undefined) =>
    value === undefined ? "-" : `${(100 * value).toFixed(1)}%`;
  const { golden, spending_per_task: spending } = scores ?? {};
  return [
    pool_id,
    main_rank?.toFixed(3) ?? "-",
    percent(scores?.accuracy_labels),
    golden === undefined
      ? "-"
      : `${percent(golden.low)}..${percent(golden.high)}`,
    percent(scores?.agreement),
    spending?.toFixed(4) ?? "-",
    String(scores?.unique_submitters_count ?? "-"),
    String(scores?.num_bans ?? "-"),
    textOf(parameters),
  ];
}

/** Settings in a line: `overlap 3, GoldenSet 5/40`. */
function textOf(parameters: AutoQualityParameters): string {
  return Object.entries(parameters).map(([group, value]) => {
    const values = typeof value === "object" ? Object.values(value) : [value];
    return `${group} ${values.join("/")}`;
  }).join(", ");
}

function tableOf(rows: readonly string[][]): string[] {
  const widths = HEADER.map((_, column) =>
    Math.max(...rows.map((row) => row[column]!.length))
  );
  return rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd()
  );
}
