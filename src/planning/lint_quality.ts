/** Checks of collectors and actions. @module */
import { isRestriction, keysOf, REVIEW_ACTIONS } from "./lint_parts.ts";
import type { LintContext, LintRule, RuleView } from "./lint_rule.ts";

/** Collectors whose rules change the overlap, and whose rules do nothing else. */
const ASSESSMENTS = ["ASSIGNMENTS_ASSESSMENT", "USERS_ASSESSMENT"];

/** Collectors that count nothing without manual review. */
const REVIEWS = ["ACCEPTANCE_RATE", "ASSIGNMENTS_ASSESSMENT"];

/** The API's description calls one statistic by another name than conditions do. */
const FIELD_ALIASES: Readonly<Record<string, string>> = {
  wrong_answers_rate: "incorrect_answers_rate",
};

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

/** Checks of collectors and actions. */
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
