/** Checks of bounds. @module */
import { valuesAt } from "./lint_rule.ts";
import type { LintRule } from "./lint_rule.ts";

const SUITE_OVERLAP = "defaults.default_overlap_for_new_task_suites";

interface Bound {
  path: string;
  min: number;
  max: number;
  /** `true` if the bounds are for the number of elements. */
  length?: boolean;
  /** `true` if fractions are allowed. */
  fraction?: boolean;
}

const SPREADS = [
  "mixer_config.golden_task_distribution_function",
  "mixer_config.training_task_distribution_function",
  "quality_control.checkpoints_config.real_settings.task_distribution_function",
  "quality_control.checkpoints_config.golden_settings.task_distribution_function",
  "quality_control.checkpoints_config.training_settings.task_distribution_function",
];

const COLLECTOR = "quality_control.configs.*.collector_config.parameters";

const ACTION = "quality_control.configs.*.rules.*.action.parameters";

/** Documented bounds, all inclusive. */
const BOUNDS: readonly Bound[] = [
  { path: "reward_per_assignment", min: 0, max: Infinity, fraction: true },
  { path: "assignment_max_duration_seconds", min: 5, max: 2 ** 31 - 1 },
  { path: "auto_accept_period_day", min: 1, max: 21 },
  { path: "auto_close_after_complete_delay_seconds", min: 0, max: 259_200 },
  { path: "priority", min: 0, max: 100 },
  { path: SUITE_OVERLAP, min: 1, max: 30_000 },
  { path: "defaults.default_overlap_for_new_tasks", min: 1, max: 30_000 },
  ...["real", "golden", "training"].flatMap((kind) => [
    { path: `mixer_config.${kind}_tasks_count`, min: 0, max: 500 },
    { path: `mixer_config.min_${kind}_tasks_count`, min: 0, max: 500 },
  ]),
  {
    path: "mixer_config.force_last_assignment_delay_seconds",
    min: 0,
    max: 86_400,
  },
  { path: "dynamic_overlap_config.max_overlap", min: 1, max: 30_000 },
  {
    path: "dynamic_overlap_config.min_confidence",
    min: 0,
    max: 1,
    fraction: true,
  },
  {
    path: "dynamic_pricing_config.intervals",
    min: 1,
    max: 10_000,
    length: true,
  },
  {
    path: "dynamic_pricing_config.intervals.*.from",
    min: 0,
    max: 100,
    fraction: true,
  },
  {
    path: "dynamic_pricing_config.intervals.*.to",
    min: 0,
    max: 100,
    fraction: true,
  },
  { path: "speed_quality_balance.percent", min: 10, max: 100 },
  { path: "speed_quality_balance.count", min: 0, max: 100 },
  {
    path: "quality_control.training_requirement.training_passing_skill_value",
    min: 0,
    max: 100,
  },
  ...["real", "golden", "training"].map((kind) => ({
    path: `quality_control.checkpoints_config.${kind}_settings.target_overlap`,
    min: 1,
    max: Infinity,
  })),
  ...SPREADS.flatMap((path) => [
    { path: `${path}.window_days`, min: 1, max: 365 },
    { path: `${path}.intervals`, min: 1, max: 10_000, length: true },
    { path: `${path}.intervals.*.from`, min: 1, max: 1_000_000 },
    { path: `${path}.intervals.*.to`, min: 1, max: 1_000_000 },
    { path: `${path}.intervals.*.frequency`, min: 1, max: Infinity },
  ]),
  { path: `${COLLECTOR}.history_size`, min: 1, max: Infinity },
  { path: `${COLLECTOR}.answer_threshold`, min: 1, max: Infinity },
  { path: `${COLLECTOR}.fast_submit_threshold_seconds`, min: 1, max: Infinity },
  { path: `${ACTION}.duration`, min: 1, max: Infinity },
  { path: `${ACTION}.duration_days`, min: 1, max: Infinity },
  { path: `${ACTION}.skill_value`, min: 0, max: 100, fraction: true },
];

/** Longest comments, in characters. */
const COMMENTS = [
  [`${ACTION}.private_comment`, 499],
  [`${ACTION}.public_comment`, 2_048],
] as const;

/** Checks of bounds. */
export const BOUNDS_RULES: readonly LintRule[] = [
  {
    id: "value-out-of-bounds",
    severity: "warning",
    basis: "description",
    reason: "The API's description has narrower bounds",
    *check({ pool, tasks }) {
      for (const { path, min, max, length, fraction } of BOUNDS) {
        for (const [at, found] of valuesAt(pool, path)) {
          const value = length && Array.isArray(found) ? found.length : found;
          if (typeof value !== "number") continue;
          // Pools with smart mixing ran with it, as the overlap of tasks counts.
          if (
            value === 0 && at === SUITE_OVERLAP && pool.mixer_config != null
          ) {
            continue;
          }
          if (
            value >= min && value <= max &&
            (fraction || Number.isInteger(value))
          ) continue;
          const kind = fraction ? "" : "a whole number ";
          const bounds = max === Infinity
            ? `at least ${min}`
            : `between ${min} and ${max}`;
          const what = length ? `number of '${at}'` : `'${at}'`;
          yield {
            path: at,
            message: `${what} is ${value}, not ${kind}${bounds}`,
          };
        }
      }
      const amounts = tasks
        ? [...Object.values(tasks.tasks), tasks.suites]
        : [];
      const wrong = new Set(
        amounts.flatMap(({ overlaps }) => [...overlaps.keys()])
          .filter((value) =>
            !(Number.isInteger(value) && value >= 1 && value <= 30_000)
          ),
      );
      for (const value of wrong) {
        yield {
          path: "tasks",
          message:
            `The overlap of a task is ${value}, not a whole number between 1 and 30000`,
        };
      }
    },
  },
  {
    id: "comment-too-long",
    severity: "warning",
    basis: "description",
    reason: "Toloka refuses comments that are longer",
    *check({ pool }) {
      for (const [at, most] of COMMENTS) {
        for (const [path, text] of valuesAt(pool, at)) {
          const { length } = String(text);
          if (length > most) {
            yield {
              path,
              message: `The comment has ${length} characters, not ${most}`,
            };
          }
        }
      }
    },
  },
];
