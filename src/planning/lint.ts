/** Finds what costs money before a pool is created. @module */
import type { JsonObject } from "../types/common.ts";
import type { PoolInput } from "../types/pools.ts";
import { BOUNDS_RULES } from "./lint_bounds.ts";
import { CONDITION_RULES } from "./lint_conditions.ts";
import { DYNAMIC_OVERLAP_RULES } from "./lint_dynamic_overlap.ts";
import { FILTER_RULES } from "./lint_filter.ts";
import { MAJORITY_RULES } from "./lint_majority.ts";
import { MIXER_RULES } from "./lint_mixer.ts";
import { QUALITY_RULES } from "./lint_quality.ts";
import { SETTINGS_RULES } from "./lint_settings.ts";
import { TASK_RULES } from "./lint_tasks.ts";
import {
  collectorsOf,
  type LintBasis,
  type LintContext,
  type LintProject,
  type LintRule,
  type LintSeverity,
  rulesOf,
} from "./lint_rule.ts";
import { SHAPE_RULES } from "./lint_shape.ts";
import { VIEW_RULES } from "./lint_view.ts";
import { type PlannedTasks, summarize } from "./planned_tasks.ts";
import { POOL, PROJECT } from "./pool_shape.ts";
import { type Flaw, read } from "./shape.ts";
import { linksOf, parseView } from "./view_links.ts";

/** Finding of {@linkcode lintPool}. */
export interface LintFinding {
  /** Name of the check. */
  id: string;
  /** Severity of the finding. */
  severity: LintSeverity;
  /** Problem in words, with the values. */
  message: string;
  /** Explanation of why it is a problem. */
  reason: string;
  /**
   * Place of the problem: keys and positions in the pool, joined by dots. It
   * starts with `project.` for the project, and with `tasks` for the tasks.
   */
  path: string;
}

/** Check of {@linkcode lintPool}. */
export interface LintCheck {
  /** Name of the check. */
  id: string;
  /** Severity of its findings. */
  severity: LintSeverity;
  /** Ground that the check stands on. */
  basis: LintBasis;
  /** Explanation of why its findings are problems. */
  reason: string;
}

/** Options of {@linkcode lintPool}. */
export interface LintPoolOptions {
  /** Project of the pool: its fields, its view and its rules are checked too. */
  project?: LintProject | JsonObject | undefined;
  /** Contents of the pool, or their number. */
  tasks?: PlannedTasks | undefined;
  /**
   * Time to compare expiry with.
   *
   * @default the current time
   */
  now?: Date | undefined;
  /** Names of checks to leave out. */
  ignore?: readonly string[] | undefined;
}

const RULES: readonly LintRule[] = [
  ...SHAPE_RULES,
  ...BOUNDS_RULES,
  ...SETTINGS_RULES,
  ...FILTER_RULES,
  ...DYNAMIC_OVERLAP_RULES,
  ...MIXER_RULES,
  ...TASK_RULES,
  ...CONDITION_RULES,
  ...MAJORITY_RULES,
  ...QUALITY_RULES,
  ...VIEW_RULES,
];

const ORDER: readonly LintSeverity[] = ["error", "warning", "info"];

/** Every check of {@linkcode lintPool}, as data. */
export const lintChecks: readonly LintCheck[] = RULES.map(
  ({ id, severity, basis, reason }) => ({ id, severity, basis, reason }),
);

/**
 * Finds settings of a pool that Toloka refuses, or that cost money and quality:
 * rules that never act, tasks that are never done, names that are misspelt.
 * Nothing is sent.
 *
 * Parts of JSON that are missing, null or of another type are findings, too;
 * only mistakes in the options throw.
 *
 * @param pool Settings of the pool, to be created or read, typed or as JSON.
 * @param options Project and tasks, for more checks.
 * @returns The findings, errors first.
 * @throws {RangeError} If a check to ignore does not exist.
 *
 * @example Usage
 * ```ts
 * import { lintPool } from "@toloka/client/planning";
 * import { presets, qualityControl } from "@toloka/client/quality-control";
 * import { assertEquals } from "@std/assert";
 *
 * const findings = lintPool({
 *   project_id: "12345",
 *   private_name: "Cats and dogs",
 *   will_expire: "2030-01-01T00:00:00",
 *   reward_per_assignment: 0.02,
 *   assignment_max_duration_seconds: 600,
 *   defaults: { default_overlap_for_new_task_suites: 3 },
 *   quality_control: qualityControl([
 *     presets.majorityVote({
 *       answerThreshold: 5,
 *       minAnswers: 3,
 *       skillId: "12345",
 *     }),
 *   ]),
 * }, { now: new Date("2025-01-01") });
 *
 * const [finding] = findings;
 * assertEquals(finding?.id, "majority-threshold-above-overlap");
 * assertEquals(
 *   finding?.message,
 *   "The majority is 5 answers, and the overlap 3",
 * );
 * ```
 */
export function lintPool(
  pool: PoolInput | JsonObject,
  options: LintPoolOptions = {},
): LintFinding[] {
  const { project, tasks, now = new Date(), ignore = [] } = options;
  for (const id of ignore) {
    if (!RULES.some((rule) => rule.id === id)) {
      throw new RangeError(
        `Cannot lint the pool as there is no check to ignore of that name: current value is "${id}"`,
      );
    }
  }
  const context = contextOf(pool, project, tasks, now);
  const unreadable = context.flaws.filter(({ id }) => id === "value-shape");
  return RULES.filter(({ id }) => !ignore.includes(id))
    .flatMap(({ id, severity, reason, check }) =>
      [...check(context)].map(({ message, path }) => ({
        id,
        severity,
        message,
        reason,
        path,
      }))
    )
    // What cannot be read has no further flaws.
    .filter(({ id, path }) =>
      id === "value-shape" ||
      !unreadable.some((flaw) => `${path}.`.startsWith(`${flaw.path}.`))
    )
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

function contextOf(
  givenPool: PoolInput | JsonObject,
  givenProject: LintProject | JsonObject | undefined,
  tasks: PlannedTasks | undefined,
  now: Date,
): LintContext {
  const flaws: Flaw[] = [];
  const pool = read(givenPool, POOL, "", flaws) as PoolInput;
  const project = givenProject == null
    ? undefined
    : read(givenProject, PROJECT, "project", flaws) as LintProject;
  const collectors = [
    ...collectorsOf(pool.quality_control?.configs, "quality_control.configs"),
    ...collectorsOf(
      project?.quality_control?.configs,
      "project.quality_control.configs",
    ),
  ];
  const config = parseView(project?.task_spec.view_spec);
  return {
    pool,
    project,
    tasks: tasks == null
      ? undefined
      : summarize(tasks, pool.mixer_config != null),
    view: config == null ? undefined : linksOf(config),
    flaws,
    now: now.getTime(),
    collectors,
    rules: collectors.flatMap(rulesOf),
  };
}

/**
 * Writes findings for people: one paragraph each, and a line that counts them.
 *
 * @param findings What {@linkcode lintPool} found.
 * @returns The text, without a line break at its end.
 *
 * @example Usage
 * ```ts
 * import { formatFindings } from "@toloka/client/planning";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   formatFindings([{
 *     id: "mixer-empty",
 *     severity: "error",
 *     message: "All numbers of tasks in a task suite are 0",
 *     reason: "A task suite needs tasks",
 *     path: "mixer_config",
 *   }]),
 *   `error[mixer-empty]: All numbers of tasks in a task suite are 0
 *   at mixer_config
 *   A task suite needs tasks
 *
 * 1 error, 0 warnings, 0 infos`,
 * );
 * ```
 */
export function formatFindings(findings: readonly LintFinding[]): string {
  const paragraphs = findings.map(({ id, severity, message, path, reason }) =>
    `${severity}[${id}]: ${message}\n  at ${path}\n  ${reason}`
  );
  const counts = ORDER.map((severity) => {
    const count = findings.filter((finding) =>
      finding.severity === severity
    ).length;
    return `${count} ${severity}${count === 1 ? "" : "s"}`;
  });
  return [...paragraphs, counts.join(", ")].join("\n\n");
}
