/** Checks of quality control rules. */

import type {
  AssignmentSubmitTimeParameters,
  CollectorConditionKeys,
  CollectorType,
  CompareOperator,
  MajorityVoteParameters,
} from "../../types/quality_control.ts";
import type { FieldErrors } from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import {
  type Body,
  objectAt,
  objectsAt,
  type Rule,
  type Rules,
  type RulesFor,
  unchecked,
} from "../checks/validation.ts";
import { own } from "../engine/own.ts";

const OPERATORS = [
  "EQ",
  "NE",
  "GT",
  "GTE",
  "LT",
  "LTE",
] as const satisfies readonly CompareOperator[];

/** Keys of conditions, by the collector that knows them. */
const KEYS: {
  readonly [Type in CollectorType]: readonly CollectorConditionKeys[Type][];
} = {
  ACCEPTANCE_RATE: [
    "total_assignments_count",
    "accepted_assignments_rate",
    "rejected_assignments_rate",
  ],
  ANSWER_COUNT: ["assignments_accepted_count"],
  ASSIGNMENT_SUBMIT_TIME: ["total_submitted_count", "fast_submitted_count"],
  ASSIGNMENTS_ASSESSMENT: [
    "pending_assignments_count",
    "accepted_assignments_count",
    "rejected_assignments_count",
    "assessment_event",
  ],
  CAPTCHA: ["stored_results_count", "success_rate", "fail_rate"],
  GOLDEN_SET: [
    "total_answers_count",
    "correct_answers_rate",
    "incorrect_answers_rate",
    "golden_set_answers_count",
    "golden_set_correct_answers_rate",
    "golden_set_incorrect_answers_rate",
  ],
  INCOME: ["income_sum_for_last_24_hours"],
  MAJORITY_VOTE: [
    "total_answers_count",
    "correct_answers_rate",
    "incorrect_answers_rate",
  ],
  SKIPPED_IN_ROW_ASSIGNMENTS: ["skipped_in_row_count"],
  TRAINING: [
    "submitted_assignments_count",
    "total_answers_count",
    "correct_answers_rate",
    "incorrect_answers_rate",
    "next_assignment_available",
  ],
  USERS_ASSESSMENT: ["pool_access_revoked_reason", "skill_id"],
};

/** Collectors of quality control. */
const COLLECTORS: readonly string[] = Object.keys(KEYS);

/** Actions of quality control. */
const ACTIONS = [
  "APPROVE_ALL_ASSIGNMENTS",
  "CHANGE_OVERLAP",
  "CLEAN_ASSIGNMENTS_HISTORY",
  "CLEAN_COLLECTOR",
  "REJECT_ALL_ASSIGNMENTS",
  "RESTRICTION",
  "RESTRICTION_V2",
  "SET_POOL_COMPLETE",
  "SET_SKILL",
  "SET_SKILL_FROM_OUTPUT_FIELD",
] as const;

const SCOPE: Rule = {
  type: "string",
  required: true,
  values: ["ALL_PROJECTS", "PROJECT", "POOL"],
};
const SKILL: Rule = { type: "string", required: true };

/** Parameters that collectors have. */
const COLLECTOR_PARAMETERS: RulesFor<
  MajorityVoteParameters & AssignmentSubmitTimeParameters
> = {
  answer_threshold: { type: "integer" },
  fast_submit_threshold_seconds: { type: "integer" },
  history_size: { type: "integer" },
};

/** Parameters of the actions that have any. */
const ACTION_PARAMETERS: Readonly<Record<string, Rules>> = {
  CHANGE_OVERLAP: {
    delta: { type: "integer", required: true },
    open_pool: { type: "boolean" },
  },
  REJECT_ALL_ASSIGNMENTS: { public_comment: { type: "string" } },
  RESTRICTION: {
    scope: SCOPE,
    duration_days: { type: "integer", min: 1 },
    private_comment: { type: "string" },
  },
  RESTRICTION_V2: {
    scope: SCOPE,
    duration: { type: "integer", min: 1 },
    duration_unit: {
      type: "string",
      required: true,
      values: ["MINUTES", "HOURS", "DAYS", "PERMANENT"],
    },
    private_comment: { type: "string" },
  },
  SET_SKILL: {
    skill_id: SKILL,
    skill_value: { type: "number", required: true, min: 0, max: 100 },
  },
  SET_SKILL_FROM_OUTPUT_FIELD: {
    skill_id: SKILL,
    from_field: { type: "string", required: true },
  },
};

/** The description has the parameters of one action in all of them. */
const ANY_PARAMETERS = unchecked(
  ...Object.values(ACTION_PARAMETERS).flatMap(Object.keys),
);

/** Rules of an action, whose parameters depend on its type. */
function actionRules({ type }: Body): Rules {
  const fields = { ...ANY_PARAMETERS, ...own(ACTION_PARAMETERS, `${type}`) };
  const required = Object.values(fields).some((rule) => rule.required);
  return {
    type: { type: "string", required: true, values: ACTIONS },
    parameters: { type: "object", required, fields },
  };
}

/** Rules of `quality_control.configs`. */
export const QUALITY_CONTROL: Rules = {
  configs: {
    type: "array",
    items: {
      type: "object",
      fields: {
        collector_config: {
          type: "object",
          required: true,
          fields: {
            type: { type: "string", required: true, values: COLLECTORS },
            uuid: { type: "string" },
            parameters: { type: "object", fields: COLLECTOR_PARAMETERS },
          },
        },
        rules: {
          type: "array",
          required: true,
          items: {
            type: "object",
            fields: {
              conditions: {
                type: "array",
                required: true,
                items: {
                  type: "object",
                  fields: {
                    key: { type: "string", required: true },
                    operator: {
                      type: "string",
                      required: true,
                      values: OPERATORS,
                    },
                    value: { type: "any", required: true },
                  },
                },
              },
              action: { type: "object", required: true, fields: actionRules },
            },
          },
        },
      },
    },
  },
};

/** Checks what follows from the types of collectors in a pool or project. */
export function checkQuality(body: Body, errors: FieldErrors): void {
  const quality = objectAt(body, "quality_control");
  for (const [c, config] of objectsAt(quality, "configs").entries()) {
    const type = `${objectAt(config, "collector_config")?.type}`;
    for (const [r, rule] of objectsAt(config, "rules").entries()) {
      const path = `quality_control.configs.${c}.rules.${r}.conditions`;
      checkConditions(type, objectsAt(rule, "conditions"), path, errors);
    }
  }
}

/** A condition asks for what the collector of its rule counts. */
function checkConditions(
  type: string,
  conditions: readonly Body[],
  path: string,
  errors: FieldErrors,
): void {
  const keys: readonly string[] | undefined = own<readonly string[]>(
    KEYS,
    type,
  );
  if (keys === undefined) return;
  for (const [index, { key }] of conditions.entries()) {
    if (typeof key !== "string" || keys.includes(key)) continue;
    errors[`${path}.${index}.key`] = fieldError("UNKNOWN_ENUM_VALUE", ...keys);
  }
}
