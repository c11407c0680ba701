/**
 * Checks and estimates of a pool before money is spent: costly mistakes in its
 * settings, rules and tasks, and bounds of its cost. Nothing is sent.
 *
 * ```ts
 * import { filters } from "@toloka/client/filters";
 * import {
 *   estimateCost,
 *   formatFindings,
 *   lintPool,
 * } from "@toloka/client/planning";
 * import { presets, qualityControl } from "@toloka/client/quality-control";
 *
 * const pool = {
 *   project_id: "12345",
 *   private_name: "Cats and dogs",
 *   will_expire: "2030-01-01T00:00:00",
 *   reward_per_assignment: 0.03,
 *   assignment_max_duration_seconds: 600,
 *   defaults: {
 *     default_overlap_for_new_task_suites: 3,
 *     default_overlap_for_new_tasks: 3,
 *   },
 *   mixer_config: {
 *     real_tasks_count: 9,
 *     golden_tasks_count: 1,
 *     training_tasks_count: 0,
 *   },
 *   filter: filters.languages.includes("EN"),
 *   quality_control: qualityControl([
 *     presets.goldenSet({ minAnswers: 3, skillId: "12345" }),
 *   ]),
 * };
 *
 * console.log(formatFindings(lintPool(pool)));
 * console.log(estimateCost(pool, 1_000, { fee: 0.2 }).total);
 * ```
 *
 * Needs no permission. The wire's types come from `@toloka/client/types`.
 *
 * @module
 */
export type {
  CostCaveat,
  CostProject,
  CostRange,
  CostSettings,
} from "./assignment_bounds.ts";
export {
  type CostEstimate,
  estimateCost,
  type EstimateCostOptions,
} from "./cost.ts";
export {
  formatFindings,
  type LintCheck,
  lintChecks,
  type LintFinding,
  lintPool,
  type LintPoolOptions,
} from "./lint.ts";
export type {
  LintBasis,
  LintField,
  LintProject,
  LintProjectQualityControl,
  LintSeverity,
  LintTaskSpec,
} from "./lint_rule.ts";
export type {
  PlannedTask,
  PlannedTasks,
  PlannedTaskSuite,
} from "./planned_tasks.ts";
export type { LintViewSpec } from "./view_links.ts";
