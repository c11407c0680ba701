/** Rules of filters of Tolokers. */

import type { FilterOperator } from "../../types/filters.ts";
import {
  type Body,
  type Rule,
  type Rules,
  unchecked,
} from "../checks/validation.ts";

const OPERATORS = [
  "EQ",
  "NE",
  "GT",
  "GTE",
  "LT",
  "LTE",
  "IN",
  "NOT_IN",
] as const satisfies readonly FilterOperator[];

const CONDITION: Rules = {
  category: {
    type: "string",
    required: true,
    values: ["profile", "computed", "skill"],
  },
  key: { type: "string", required: true, min: 1 },
  operator: { type: "string", required: true, values: OPERATORS },
  value: { type: "any" },
};

/** Rule of a filter: conditions, joined by `and` and `or`. */
export const FILTER: Rule = { type: "object", fields: filterRules };

const PARTS: Rule = { type: "array", items: FILTER };

function filterRules(filter: Body): Rules {
  const joint = { and: PARTS, or: PARTS };
  const names = Object.keys(filter);
  if (names.some((name) => Object.hasOwn(CONDITION, name))) {
    return { ...joint, ...CONDITION };
  }
  const isJoint = filter.and != null || filter.or != null;
  if (isJoint || names.every((name) => Object.hasOwn(joint, name))) {
    return joint;
  }
  // Refused: without its unknown fields it would let everybody in.
  return { ...joint, ...CONDITION, ...unchecked(...names) };
}
