/** Checks of the conditions of rules. @module */
import { isRestriction, keysOf, REVIEW_ACTIONS } from "./lint_parts.ts";
import { contradictions, isEmpty, rangeOf, show } from "./lint_rule.ts";
import type { ConditionView, LintRule, Range } from "./lint_rule.ts";
import type { TaskKind } from "./planned_tasks.ts";

/** Counts that no history holds more of than its size. */
const HISTORY_COUNTS = [
  "total_answers_count",
  "golden_set_answers_count",
  "total_submitted_count",
  "fast_submitted_count",
  "total_assignments_count",
  "stored_results_count",
];

/** Statistics of which much is good, and of which much is bad. */
const GOOD = [
  "accepted_assignments_rate",
  "correct_answers_rate",
  "golden_set_correct_answers_rate",
  "success_rate",
];

const BAD = [
  "fail_rate",
  "fast_submitted_count",
  "golden_set_incorrect_answers_rate",
  "incorrect_answers_rate",
  "rejected_assignments_rate",
  "skipped_in_row_count",
];

function isRate(key: string): boolean {
  return key.endsWith("_rate");
}

/** The values a statistic can have. */
function naturalRange(key: string): Range | undefined {
  const open = { minOpen: false, maxOpen: false };
  if (isRate(key)) return { min: 0, max: 100, ...open };
  if (key.endsWith("_count") || key === "income_sum_for_last_24_hours") {
    return { min: 0, max: Infinity, ...open };
  }
  return undefined;
}

/** Tells for a statistic's natural range if a condition holds all over it. */
function isAlways(natural: Range): (condition: ConditionView) => boolean {
  return ({ operator, value }) =>
    typeof value === "number" && (
      operator === "GTE" && value <= natural.min ||
      operator === "GT" && value < natural.min ||
      operator === "LTE" && value >= natural.max ||
      operator === "LT" && value > natural.max ||
      operator === "NE" && (value < natural.min || value > natural.max)
    );
}

function isWhole(key: string): boolean {
  return key.endsWith("_count");
}

/** Bounds of a statistic: whether only low, or only high values are meant. */
function direction(
  conditions: readonly ConditionView[],
  key: string,
): "low" | "high" | undefined {
  const { min, max } = rangeOf(conditions, key);
  if (min > 0 && max === Infinity) return "high";
  if (max < Infinity && min <= 0) return "low";
  return undefined;
}

/** Checks of the conditions of rules. */
export const CONDITION_RULES: readonly LintRule[] = [
  {
    id: "rules-missing",
    severity: "warning",
    basis: "logic",
    reason: "A collector without rules has no effect",
    *check({ collectors }) {
      for (const { config, type, path } of collectors) {
        if (config.rules.length === 0) {
          yield { path, message: `Collector "${type}" has no rules` };
        }
      }
    },
  },
  {
    id: "conditions-missing",
    severity: "warning",
    basis: "description",
    reason: "A rule without conditions never knows when to act",
    *check({ rules }) {
      for (const { conditions, path } of rules) {
        if (conditions.length === 0) {
          yield { path, message: "The rule has no conditions" };
        }
      }
    },
  },
  {
    id: "condition-not-of-collector",
    severity: "error",
    basis: "logic",
    reason: "The collector does not count this, so the rule cannot act",
    *check({ rules }) {
      for (const { collector: { type }, conditions, path } of rules) {
        const keys = keysOf(type);
        for (const { key } of conditions) {
          if (keys !== undefined && !keys.includes(key)) {
            yield {
              path,
              message: `Collector "${type}" does not know '${key}'`,
            };
          }
        }
      }
    },
  },
  {
    id: "condition-never-holds",
    severity: "error",
    basis: "logic",
    reason: "The rule looks like protection but never acts",
    *check({ rules }) {
      for (const { conditions, path } of rules) {
        const keys = new Set(contradictions(conditions));
        for (const { key } of conditions) {
          const range = rangeOf(conditions, key, naturalRange(key));
          if (isEmpty(range, isWhole(key))) keys.add(key);
        }
        for (const key of keys) {
          const own = conditions.filter((condition) => condition.key === key);
          yield { path, message: `Never: ${own.map(show).join(" and ")}` };
        }
      }
    },
  },
  {
    id: "condition-always-holds",
    severity: "warning",
    basis: "logic",
    reason: "The condition holds for everyone, so it selects nobody",
    *check({ rules }) {
      for (const { conditions, path } of rules) {
        for (const key of new Set(conditions.map(({ key }) => key))) {
          const natural = naturalRange(key);
          const own = conditions.filter((condition) => condition.key === key);
          // Of a range, one side may lie at the edge of what is possible.
          if (natural === undefined || !own.every(isAlways(natural))) continue;
          yield { path, message: `Always: ${own.map(show).join(" and ")}` };
        }
      }
    },
  },
  {
    id: "history-too-small",
    severity: "error",
    basis: "logic",
    reason:
      "No more answers count than the history holds, so the number is never reached",
    *check({ rules }) {
      for (const { collector, conditions, path } of rules) {
        const size = collector.parameters.history_size;
        if (typeof size !== "number") continue;
        for (const key of HISTORY_COUNTS) {
          const range = rangeOf(conditions, key);
          if (range.min > size || range.minOpen && range.min >= size) {
            yield {
              path,
              message: `'${key}' must be ${
                range.minOpen ? "above" : "at least"
              } ${range.min}, and the history holds ${size}`,
            };
          }
        }
      }
    },
  },
  {
    id: "rate-as-fraction",
    severity: "warning",
    basis: "behavior",
    reason: "Rates are 0 to 100: 0.4 is less than half a percent",
    *check({ rules }) {
      for (const { conditions, path } of rules) {
        for (const condition of conditions) {
          const { key, value } = condition;
          if (
            isRate(key) && typeof value === "number" && value > 0 && value < 1
          ) yield { path, message: show(condition) };
        }
      }
    },
  },
  {
    id: "rate-without-count",
    severity: "warning",
    basis: "advice",
    reason: "The rate of one answer is 0 or 100, so the first mistake decides",
    *check({ rules }) {
      for (const { collector: { type }, conditions, action, path } of rules) {
        const counts = keysOf(type)?.filter(isWhole) ?? [];
        const rate = conditions.find(({ key }) => isRate(key));
        const counted = conditions.some(({ key }) => counts.includes(key));
        const hard = isRestriction(action) ||
          REVIEW_ACTIONS.includes(action.type);
        if (hard && rate !== undefined && counts.length > 0 && !counted) {
          yield {
            path,
            message: `${show(rate)} counts from the first answer`,
          };
        }
      }
    },
  },
  {
    id: "rule-acts-once",
    severity: "warning",
    basis: "logic",
    reason: "A number of answers is passed once; 'at least' keeps holding",
    *check({ rules }) {
      for (const { conditions, path } of rules) {
        if (!conditions.some(({ key }) => isRate(key))) continue;
        for (const condition of conditions) {
          if (isWhole(condition.key) && condition.operator === "EQ") {
            yield { path, message: `${show(condition)} holds once` };
          }
        }
      }
    },
  },
  {
    id: "rule-upside-down",
    severity: "warning",
    basis: "advice",
    reason: "The rule punishes good work or rewards bad work",
    *check({ rules }) {
      for (const { conditions, action, path } of rules) {
        const punishes = isRestriction(action) ||
          action.type === "REJECT_ALL_ASSIGNMENTS";
        const rewards = action.type === "APPROVE_ALL_ASSIGNMENTS";
        for (const { key } of conditions) {
          const side = GOOD.includes(key)
            ? direction(conditions, key)
            : BAD.includes(key)
            ? direction(conditions, key) === "low" ? "high" : "low"
            : undefined;
          if (side === undefined || direction(conditions, key) === undefined) {
            continue;
          }
          if (punishes && side === "high" || rewards && side === "low") {
            const own = conditions.filter((condition) => condition.key === key);
            yield {
              path,
              message: `${own.map(show).join(" and ")} leads to ${action.type}`,
            };
            break;
          }
        }
      }
    },
  },
  {
    id: "golden-rule-unreachable",
    severity: "warning",
    basis: "logic",
    reason:
      "Tolokers see each control or training task once, so the rule waits for more answers than there can be",
    *check({ pool, tasks, rules }) {
      if (tasks === undefined) return;
      const sum = (kind: TaskKind) =>
        tasks.tasks[kind].count + tasks.inSuites[kind];
      for (const { collector, conditions, path } of rules) {
        // With a history, answers in other pools count as well.
        if (
          collector.type !== "GOLDEN_SET" ||
          collector.parameters.history_size !== undefined
        ) continue;
        const there = {
          golden_set_answers_count: sum("golden"),
          total_answers_count: sum("golden") + sum("training"),
        };
        for (const [key, count] of Object.entries(there)) {
          const range = rangeOf(conditions, key);
          if (
            count > 0 && isEmpty({
              ...range,
              max: Math.min(range.max, count),
              maxOpen: range.max <= count && range.maxOpen,
            }, true)
          ) {
            yield {
              path,
              message: `'${key}' must be ${
                range.minOpen ? "above" : "at least"
              } ${range.min}, and the pool has ${count} such tasks${
                pool.mixer_config == null ? " in its task suites" : ""
              }`,
            };
          }
        }
      }
    },
  },
];
