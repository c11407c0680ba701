/** Finds what costs money before a pool is created. @module */
import type { PoolInput } from "../types/pools.ts";
import { QUALITY_RULES } from "./lint_quality.ts";
import {
  collectorsOf,
  type LintContext,
  type LintProject,
  type LintRule,
  type LintSeverity,
  rulesOf,
} from "./lint_rule.ts";
import { SETTINGS_RULES } from "./lint_settings.ts";
import { TASK_RULES } from "./lint_tasks.ts";
import { type PlannedTasks, summarize } from "./planned_tasks.ts";

/** One thing {@linkcode lintPool} found. */
export interface LintFinding {
  /** Name of the check. */
  id: string;
  /** How bad it is. */
  severity: LintSeverity;
  /** What is wrong, with the values. */
  message: string;
  /** Why it is wrong. */
  reason: string;
  /**
   * Where: keys and positions in the pool, joined by dots. Starts with
   * `project.` for the project's own rules; `tasks` are the tasks.
   */
  path: string;
}

/** One check of {@linkcode lintPool}. */
export interface LintCheck {
  /** Name of the check. */
  id: string;
  /** How bad its findings are. */
  severity: LintSeverity;
  /** Why they are. */
  reason: string;
}

/** Options of {@linkcode lintPool}. */
export interface LintPoolOptions {
  /** The pool's project: its output fields and its own rules are looked at. */
  project?: LintProject | undefined;
  /** What goes into the pool, or how many of them. */
  tasks?: PlannedTasks | undefined;
  /**
   * The moment to take for the present.
   *
   * @default the present
   */
  now?: Date | undefined;
  /** Names of checks to leave out. */
  ignore?: readonly string[] | undefined;
}

const RULES: readonly LintRule[] = [
  ...SETTINGS_RULES,
  ...TASK_RULES,
  ...QUALITY_RULES,
];

const ORDER: readonly LintSeverity[] = ["error", "warning", "info"];

/** Every check of {@linkcode lintPool}, as data. */
export const lintChecks: readonly LintCheck[] = RULES.map(
  ({ id, severity, reason }) => ({ id, severity, reason }),
);

/**
 * Looks for mistakes in a pool that Toloka refuses, or that cost money and
 * quality: limits that are passed, rules that never act, tasks that are never
 * done. Nothing is sent.
 *
 * @param pool Settings of the pool, to be created or read.
 * @param options Project and tasks, for more checks.
 * @returns What was found, the worst first.
 * @throws {RangeError} If a check to leave out does not exist.
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
 * assertEquals(findings[0]?.id, "majority-threshold-above-overlap");
 * assertEquals(findings[0]?.message, "The majority is 5 answers, and the overlap 3");
 * ```
 */
export function lintPool(
  pool: PoolInput,
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
  const collectors = [
    ...collectorsOf(pool.quality_control?.configs, "quality_control.configs"),
    ...collectorsOf(
      project?.quality_control?.configs,
      "project.quality_control.configs",
    ),
  ];
  const context: LintContext = {
    pool,
    project,
    tasks: tasks === undefined
      ? undefined
      : summarize(tasks, pool.mixer_config != null),
    now: now.getTime(),
    collectors,
    rules: collectors.flatMap(rulesOf),
  };
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
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
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
