/** Checks of a pool's own settings. @module */
import { defaultOverlap } from "./lint_rule.ts";
import type { LintContext, LintRule } from "./lint_rule.ts";

/** Least price of a task suite with general tasks, in US dollars. */
const MIN_REWARD = 0.005;

const DAY = 86_400;

/** Parses a time of the API, which is UTC without a zone, to milliseconds. */
function timeOf(text: string): number {
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** Tells if only control and training tasks are issued. */
function isWithoutGeneral({ pool, tasks }: LintContext): boolean {
  if (tasks !== undefined) {
    return tasks.tasks.general.count + tasks.inSuites.general === 0;
  }
  return pool.mixer_config == null || pool.mixer_config.real_tasks_count === 0;
}

/** Checks of a pool's own settings. */
export const SETTINGS_RULES: readonly LintRule[] = [
  {
    id: "expiry-unreadable",
    severity: "error",
    basis: "logic",
    reason: "The pool needs a latest closing time",
    *check({ pool: { will_expire } }) {
      if (will_expire && Number.isNaN(timeOf(will_expire))) {
        yield {
          path: "will_expire",
          message: `"${will_expire}" is not an ISO 8601 moment`,
        };
      }
    },
  },
  {
    id: "expiry-past",
    severity: "error",
    basis: "logic",
    reason: "A pool past its expiry closes, whatever is left to do",
    *check({ pool: { will_expire }, now }) {
      if (will_expire && timeOf(will_expire) <= now) {
        yield {
          path: "will_expire",
          message: `The pool expired at ${will_expire}`,
        };
      }
    },
  },
  {
    id: "reward-too-low",
    severity: "warning",
    basis: "description",
    reason:
      "A task suite costs at least 0.005 dollars; only control and training tasks can be free",
    *check(context) {
      const { pool } = context;
      const intervals = pool.dynamic_pricing_config?.intervals ?? [];
      const rewards: [path: string, reward: number][] = [
        ["reward_per_assignment", pool.reward_per_assignment],
        ...intervals.map((interval, index): [string, number] => [
          `dynamic_pricing_config.intervals.${index}.reward_per_assignment`,
          interval.reward_per_assignment,
        ]),
      ];
      for (const [path, reward] of rewards) {
        if (!(reward < MIN_REWARD)) continue;
        if (reward === 0 && isWithoutGeneral(context)) continue;
        yield { path, message: `The price of a task suite is ${reward}` };
      }
    },
  },
  {
    id: "pricing-intervals-overlap",
    severity: "warning",
    basis: "description",
    reason: "A Toloker's skill must determine one price",
    *check({ pool }) {
      const at = "dynamic_pricing_config.intervals";
      const intervals = (pool.dynamic_pricing_config?.intervals ?? [])
        .map(({ from, to }, index) => ({
          from: from ?? 0,
          to: to ?? 100,
          index,
        }));
      for (const { from, to, index } of intervals) {
        if (from > to) {
          yield {
            path: `${at}.${index}`,
            message: `The interval from ${from} to ${to} holds no value`,
          };
        }
      }
      intervals.sort((a, b) => a.from - b.from);
      for (const [place, { from, to, index }] of intervals.entries()) {
        const next = intervals[place + 1];
        if (next !== undefined && next.from <= to) {
          yield {
            path: `${at}.${next.index}`,
            message:
              `The interval from ${next.from} to ${next.to} overlaps interval ${index} from ${from} to ${to}`,
          };
        }
      }
    },
  },
  {
    id: "balance-step",
    severity: "warning",
    basis: "description",
    reason: "The share of the best Tolokers has steps of 10",
    *check({ pool: { speed_quality_balance: balance } }) {
      if (
        balance?.type === "TOP_PERCENTAGE_BY_QUALITY" &&
        balance.percent % 10 !== 0
      ) {
        yield {
          path: "speed_quality_balance.percent",
          message: `The share is ${balance.percent} percent`,
        };
      }
    },
  },
  {
    id: "assignment-duration-long",
    severity: "info",
    basis: "advice",
    reason:
      "An abandoned task suite goes to another Toloker only when its time is over",
    *check({ pool: { assignment_max_duration_seconds: seconds } }) {
      if (seconds > DAY) {
        yield {
          path: "assignment_max_duration_seconds",
          message: `A task suite may take ${seconds} seconds, more than a day`,
        };
      }
    },
  },
  {
    id: "assignment-duration-short",
    severity: "warning",
    basis: "advice",
    reason:
      "A Toloker who reads, loads and answers needs a minute at least: what takes longer expires unpaid",
    *check({ pool: { assignment_max_duration_seconds: seconds } }) {
      if (seconds < 60) {
        yield {
          path: "assignment_max_duration_seconds",
          message: `A task suite may take ${seconds} seconds`,
        };
      }
    },
  },
  {
    id: "review-period-missing",
    severity: "warning",
    basis: "description",
    reason: "Assignments not reviewed in time are accepted and paid",
    *check({ pool }) {
      if (
        pool.auto_accept_solutions === false &&
        pool.auto_accept_period_day == null
      ) {
        yield {
          path: "auto_accept_period_day",
          message: "Manual review has no period",
        };
      }
    },
  },
  {
    id: "review-with-overlap",
    severity: "info",
    basis: "advice",
    reason:
      "Reviewed answers are reliable already; more Tolokers per task only add to the cost",
    *check({ pool }) {
      const overlap = defaultOverlap(pool);
      if (
        pool.auto_accept_solutions === false && overlap !== undefined &&
        overlap > 1
      ) {
        yield {
          path: "defaults",
          message: `Manual review goes with an overlap of ${overlap}`,
        };
      }
    },
  },
  {
    id: "issuing-order-unused",
    severity: "warning",
    basis: "description",
    reason:
      "The order of task suites applies only without smart mixing and without a map",
    *check({ pool, project }) {
      const ordered = pool.assignments_issuing_config
        ?.issue_task_suites_in_creation_order;
      const map = project?.assignments_issuing_type === "MAP_SELECTOR";
      if (ordered && (pool.mixer_config != null || map)) {
        yield {
          path: "assignments_issuing_config",
          message: `The order of creation has no effect with ${
            map ? "a map" : "smart mixing"
          }`,
        };
      }
    },
  },
  {
    id: "captcha-out-of-use",
    severity: "info",
    basis: "description",
    reason: "Toloka shows captchas by itself, and the setting is to be removed",
    *check({ pool, collectors }) {
      if (pool.quality_control?.captcha_frequency != null) {
        yield {
          path: "quality_control.captcha_frequency",
          message: "The frequency of captchas is deprecated",
        };
      }
      for (const { type, path } of collectors) {
        if (type === "CAPTCHA") {
          yield { path, message: "The collector of captchas is deprecated" };
        }
      }
    },
  },
  {
    id: "training-level-low",
    severity: "info",
    basis: "advice",
    reason: "Below 5 percent, everyone who tries passes",
    *check({ pool }) {
      const level = pool.quality_control?.training_requirement
        ?.training_passing_skill_value;
      if (level !== undefined && level < 5) {
        yield {
          path: "quality_control.training_requirement",
          message: `The training is passed with ${level} percent`,
        };
      }
    },
  },
  {
    id: "files-without-review",
    severity: "warning",
    basis: "advice",
    reason:
      "No rule can tell if a file is right: whatever is attached gets paid",
    *check({ pool, project }) {
      if (pool.auto_accept_solutions === false) return;
      const files = Object.entries(project?.task_spec.output_spec ?? {})
        .filter(([, { type }]) => /^(array_)?file$/.test(type));
      for (const [name] of files) {
        yield {
          path: `project.task_spec.output_spec.${name}`,
          message: `Files in "${name}" are accepted without a look`,
        };
      }
    },
  },
  {
    id: "map-without-view-config",
    severity: "warning",
    basis: "description",
    reason: "Tolokers choose tasks on a map by these titles and descriptions",
    *check({ project }) {
      if (
        project?.assignments_issuing_type === "MAP_SELECTOR" &&
        project.assignments_issuing_view_config == null
      ) {
        yield {
          path: "project.assignments_issuing_view_config",
          message: "The project has a map, and nothing to show on it",
        };
      }
    },
  },
];
