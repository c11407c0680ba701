/** Checks of quality control. @module */
import type { RuleAction } from "../types/quality_control.ts";
import { COLLECTOR_KEYS } from "../quality_control/collector_keys.ts";
import type {
  ConditionView,
  LintContext,
  LintField,
  LintRule,
  Range,
  RuleView,
} from "./lint_rule.ts";
import {
  contradictions,
  defaultOverlap,
  isEmpty,
  rangeOf,
  show,
} from "./lint_rule.ts";
import { overlapsOf } from "./lint_tasks.ts";

/** Collectors whose rules change the overlap, and whose rules do nothing else. */
const ASSESSMENTS = ["ASSIGNMENTS_ASSESSMENT", "USERS_ASSESSMENT"];
/** Collectors that count nothing without manual review. */
const REVIEWS = ["ACCEPTANCE_RATE", "ASSIGNMENTS_ASSESSMENT"];
/** More fields than that hardly ever agree as a whole. */
const MANY_FIELDS = 3;
const REVIEW_ACTIONS = ["REJECT_ALL_ASSIGNMENTS", "APPROVE_ALL_ASSIGNMENTS"];

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

/** The API's description calls one statistic by another name than conditions do. */
const FIELD_ALIASES: Readonly<Record<string, string>> = {
  wrong_answers_rate: "incorrect_answers_rate",
};

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

function keysOf(type: string): readonly string[] | undefined {
  return (COLLECTOR_KEYS as Readonly<Record<string, readonly string[]>>)[type];
}

function isRestriction({ type }: RuleAction): boolean {
  return type === "RESTRICTION" || type === "RESTRICTION_V2";
}

function reviews({ pool }: LintContext): boolean {
  return pool.auto_accept_solutions === false;
}

/** Tells if an action makes no sense for a collector. */
function unfit({ collector: { type }, action }: RuleView): boolean {
  if (action.type === "CHANGE_OVERLAP") return !ASSESSMENTS.includes(type);
  return ASSESSMENTS.includes(type) && (
    isRestriction(action) || REVIEW_ACTIONS.includes(action.type) ||
    action.type.startsWith("SET_SKILL")
  );
}

/** Parameters without which a collector has nothing to count by. */
const COLLECTOR_NEEDS: Readonly<Record<string, readonly string[]>> = {
  MAJORITY_VOTE: ["answer_threshold"],
  ASSIGNMENT_SUBMIT_TIME: ["fast_submit_threshold_seconds"],
};

/** Parameters without which an action has nothing to do. */
const ACTION_NEEDS: Readonly<Record<string, readonly string[]>> = {
  RESTRICTION: ["scope"],
  RESTRICTION_V2: ["scope", "duration_unit"],
  SET_SKILL: ["skill_id", "skill_value"],
  SET_SKILL_FROM_OUTPUT_FIELD: ["skill_id", "from_field"],
  CHANGE_OVERLAP: ["delta"],
};

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

function majorities({ rules, collectors }: LintContext) {
  const used = new Set(rules.map(({ collector }) => collector));
  return collectors.filter((collector) =>
    collector.type === "MAJORITY_VOTE" && used.has(collector)
  ).map(({ path, parameters }) => ({
    path,
    threshold: Number(parameters.answer_threshold),
  }));
}

/** Tells if answers of different Tolokers are hardly ever the same. */
function isFree(spec: LintField): boolean {
  if (spec.allowed_values?.length) return false;
  return spec.type !== "boolean" && spec.type !== "integer";
}

/** Checks of quality control. */
export const QUALITY_RULES: readonly LintRule[] = [
  {
    id: "quality-control-missing",
    severity: "warning",
    basis: "advice",
    reason: "Without rules nobody checks the answers, and all of them are paid",
    *check(context) {
      if (context.collectors.length === 0 && !reviews(context)) {
        yield {
          path: "quality_control.configs",
          message: "There is no rule, and no manual review",
        };
      }
    },
  },
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
    id: "action-not-of-collector",
    severity: "warning",
    basis: "description",
    reason:
      "Rules about reviews and lost access change the overlap, and no others do",
    *check({ rules }) {
      for (const rule of rules) {
        if (!unfit(rule)) continue;
        yield {
          path: rule.path,
          message:
            `Collector "${rule.collector.type}" does not go with action "${rule.action.type}"`,
        };
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
    id: "majority-threshold-above-overlap",
    severity: "error",
    basis: "logic",
    reason: "There are never that many equal answers, so nobody is judged",
    *check(context) {
      const { pool } = context;
      const checks = pool.quality_control?.checkpoints_config?.real_settings;
      const overlaps = [
        ...overlapsOf(context),
        ...[pool.dynamic_overlap_config?.max_overlap, checks?.target_overlap]
          .filter((overlap) => overlap != null),
      ];
      const most = Math.max(...overlaps);
      for (const { path, threshold } of majorities(context)) {
        if (overlaps.length > 0 && threshold > most) {
          yield {
            path,
            message:
              `The majority is ${threshold} answers, and the overlap ${most}`,
          };
        }
      }
    },
  },
  {
    id: "majority-threshold-is-overlap",
    severity: "warning",
    basis: "logic",
    reason:
      "Only tasks on which all Tolokers agree count, so nobody is ever wrong",
    *check(context) {
      if (hasMoreOverlap(context)) return;
      const most = Math.max(...overlapsOf(context));
      for (const { path, threshold } of majorities(context)) {
        if (threshold === most) {
          yield {
            path,
            message: `The majority and the overlap are ${threshold}`,
          };
        }
      }
    },
  },
  {
    id: "majority-threshold-low",
    severity: "warning",
    basis: "logic",
    reason:
      "Below half of the overlap, different answers can be right together",
    *check(context) {
      if (hasMoreOverlap(context)) return;
      const least = Math.min(...overlapsOf(context));
      for (const { path, threshold } of majorities(context)) {
        if (least < Infinity && threshold * 2 < least) {
          yield {
            path,
            message:
              `The majority is ${threshold} answers of an overlap of ${least}`,
          };
        }
      }
    },
  },
  {
    id: "majority-order",
    severity: "info",
    basis: "advice",
    reason:
      "The vote needs complete overlap, which is early only in the order of creation",
    *check(context) {
      const { pool } = context;
      const ordered = pool.mixer_config == null
        ? pool.assignments_issuing_config?.issue_task_suites_in_creation_order
        : pool.mixer_config.mix_tasks_in_creation_order;
      if (ordered) return;
      for (const { path } of majorities(context)) {
        yield { path, message: "Majority vote goes with a random order" };
      }
    },
  },
  {
    id: "majority-answers-free",
    severity: "warning",
    basis: "advice",
    reason: "Tolokers rarely give the same answer in free text",
    *check(context) {
      const outputs = Object.entries(
        context.project?.task_spec.output_spec ?? {},
      );
      const [free] =
        outputs.find(([name, spec]) =>
          spec.required !== false && isFree(spec) &&
          !context.view?.choices.has(name)
        ) ?? [];
      if (free === undefined) return;
      for (const { path } of majorities(context)) {
        yield {
          path,
          message: `Majority vote compares output field "${free}"`,
        };
      }
    },
  },
  {
    id: "majority-many-fields",
    severity: "warning",
    basis: "description",
    reason:
      "All required fields together are one answer: the more there are, the fewer Tolokers agree",
    *check(context) {
      const outputs = context.project?.task_spec.output_spec ?? {};
      const required = Object.values(outputs)
        .filter(({ required }) => required !== false).length;
      if (required <= MANY_FIELDS) return;
      for (const { path } of majorities(context)) {
        yield { path, message: `Majority vote compares ${required} fields` };
      }
    },
  },
  {
    id: "majority-nothing-compared",
    severity: "warning",
    basis: "description",
    reason: "Majority vote compares required output fields only",
    *check(context) {
      const outputs = context.project?.task_spec.output_spec;
      if (outputs === undefined) return;
      if (Object.values(outputs).some(({ required }) => required !== false)) {
        return;
      }
      for (const { path } of majorities(context)) {
        yield { path, message: "The project has no required output field" };
      }
    },
  },
  {
    id: "checkpoints-without-majority",
    severity: "warning",
    basis: "advice",
    reason: "Selective checks raise the overlap for a majority vote",
    *check(context) {
      const checks = context.pool.quality_control?.checkpoints_config;
      if (checks?.real_settings != null && majorities(context).length === 0) {
        yield {
          path: "quality_control.checkpoints_config",
          message: "There are selective checks, and no majority vote",
        };
      }
    },
  },
  {
    id: "golden-set-without-control-tasks",
    severity: "error",
    basis: "logic",
    reason: "The rule judges answers to control tasks, and none are issued",
    *check({ pool: { mixer_config: mixer }, tasks, collectors }) {
      const golden = collectors.filter(({ type }) => type === "GOLDEN_SET");
      const asked = mixer == null || mixer.golden_tasks_count > 0 ||
        mixer.training_tasks_count > 0 ||
        mixer.golden_task_distribution_function != null ||
        mixer.training_task_distribution_function != null;
      const there = tasks === undefined || mixer != null ||
        tasks.inSuites.golden + tasks.inSuites.training > 0 ||
        tasks.suites.count === 0;
      for (const { path } of golden) {
        if (!asked) {
          yield {
            path,
            message: "Smart mixing puts no control tasks into a task suite",
          };
        } else if (!there) {
          yield { path, message: "No task suite has a control task" };
        }
      }
    },
  },
  {
    id: "skill-field-unknown",
    severity: "error",
    basis: "logic",
    reason: "The collector has no such statistic, so the skill is never set",
    *check({ rules }) {
      for (const { collector: { type }, action, path } of rules) {
        if (action.type !== "SET_SKILL_FROM_OUTPUT_FIELD") continue;
        const field = action.parameters.from_field;
        const keys = keysOf(type);
        if (
          keys !== undefined && !keys.includes(FIELD_ALIASES[field] ?? field)
        ) {
          yield {
            path,
            message:
              `The skill is set from '${field}', which collector "${type}" does not have`,
          };
        }
      }
    },
  },
  {
    id: "review-rule-without-review",
    severity: "warning",
    basis: "logic",
    reason: "Answers are accepted on submission, so there is nothing to review",
    *check(context) {
      if (reviews(context)) return;
      for (const { collector: { type }, action, path } of context.rules) {
        if (REVIEWS.includes(type) || REVIEW_ACTIONS.includes(action.type)) {
          const what = REVIEWS.includes(type)
            ? `Collector "${type}"`
            : `Action "${action.type}"`;
          yield { path, message: `${what} needs manual review` };
        }
      }
    },
  },
  {
    id: "fast-threshold-above-duration",
    severity: "error",
    basis: "logic",
    reason: "Every answer in time would be fast, and its Toloker restricted",
    *check({ pool: { assignment_max_duration_seconds: most }, collectors }) {
      for (const { type, parameters, path } of collectors) {
        const fast = Number(parameters.fast_submit_threshold_seconds);
        if (type === "ASSIGNMENT_SUBMIT_TIME" && fast >= most) {
          yield {
            path,
            message:
              `Faster than ${fast} seconds is fast, and a task suite may take ${most}`,
          };
        }
      }
    },
  },
  {
    id: "parameter-missing",
    severity: "error",
    basis: "logic",
    reason: "Without it there is nothing to count by, or to do",
    *check({ collectors, rules }) {
      for (const { type, parameters, path } of collectors) {
        for (const name of COLLECTOR_NEEDS[type] ?? []) {
          if (parameters[name] !== undefined) continue;
          yield { path, message: `Collector "${type}" lacks '${name}'` };
        }
      }
      for (const { action, path } of rules) {
        const parameters: Readonly<Record<string, unknown>> = {
          ...("parameters" in action ? action.parameters : {}),
        };
        for (const name of ACTION_NEEDS[action.type] ?? []) {
          if (parameters[name] !== undefined) continue;
          yield { path, message: `Action "${action.type}" lacks '${name}'` };
        }
      }
    },
  },
  {
    id: "rejection-without-reason",
    severity: "warning",
    basis: "description",
    reason: "Tolokers who are not paid may appeal, and read this first",
    *check({ rules }) {
      for (const { action, path } of rules) {
        if (action.type !== "REJECT_ALL_ASSIGNMENTS") continue;
        if (action.parameters.public_comment?.trim()) continue;
        yield { path, message: "The rejection has no public comment" };
      }
    },
  },
  {
    id: "restriction-duration",
    severity: "warning",
    basis: "description",
    reason: "A duration is a number and a unit; PERMANENT has no number",
    *check({ rules }) {
      for (const { action, path } of rules) {
        if (action.type !== "RESTRICTION_V2") continue;
        const { duration, duration_unit: unit } = action.parameters;
        if ((unit === "PERMANENT") !== (duration == null)) {
          yield {
            path,
            message: `The restriction lasts ${
              duration ?? "no number of"
            } ${unit}`,
          };
        }
      }
    },
  },
  {
    id: "restriction-without-reason",
    severity: "info",
    basis: "advice",
    reason: "Later, nobody can tell why the Toloker lost access",
    *check({ rules }) {
      for (const { action, path } of rules) {
        if (
          (action.type === "RESTRICTION" || action.type === "RESTRICTION_V2") &&
          !action.parameters.private_comment
        ) yield { path, message: "The restriction has no private comment" };
      }
    },
  },
  {
    id: "restricted-answers-stay",
    severity: "info",
    basis: "description",
    reason:
      "Answers given before a restriction count; presets.reissueRevoked() has the work repeated",
    *check(context) {
      const { pool, rules } = context;
      if (reviews(context) || pool.dynamic_overlap_config != null) return;
      const first = rules.find(({ action, collector: { type } }) =>
        isRestriction(action) && type !== "INCOME" && type !== "ANSWER_COUNT" &&
        type !== "SKIPPED_IN_ROW_ASSIGNMENTS"
      );
      const again = rules.some(({ collector }) =>
        collector.type === "USERS_ASSESSMENT"
      );
      if (first !== undefined && !again) {
        yield {
          path: first.path,
          message: "Work of restricted Tolokers is not repeated",
        };
      }
    },
  },
  {
    id: "reissue-lowers-overlap",
    severity: "warning",
    basis: "logic",
    reason: "Rejected or lost work is repeated only if the overlap grows",
    *check({ rules }) {
      for (const { collector: { type }, conditions, action, path } of rules) {
        if (action.type !== "CHANGE_OVERLAP") continue;
        const rejected = conditions.some(({ key, operator, value }) =>
          key === "assessment_event" && operator === "EQ" && value === "REJECT"
        );
        if (
          (type === "USERS_ASSESSMENT" || rejected) &&
          action.parameters.delta <= 0
        ) {
          yield {
            path,
            message: `The overlap changes by ${action.parameters.delta}`,
          };
        }
      }
    },
  },
  {
    id: "reissue-leaves-pool-closed",
    severity: "info",
    basis: "advice",
    reason: "A closed pool stays closed, so the work is not repeated",
    *check({ rules }) {
      for (const { action, path } of rules) {
        if (
          action.type === "CHANGE_OVERLAP" && action.parameters.delta > 0 &&
          !action.parameters.open_pool
        ) yield { path, message: "The rule does not open the pool" };
      }
    },
  },
];

/** Tells if the overlap of some tasks can grow. */
function hasMoreOverlap({ pool }: LintContext): boolean {
  return pool.dynamic_overlap_config != null ||
    pool.quality_control?.checkpoints_config?.real_settings != null ||
    defaultOverlap(pool) === undefined;
}
