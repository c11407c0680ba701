/** Checks of filters of Tolokers. */

import type { FilterOperator } from "../../types/filters.ts";
import type { FieldErrors } from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import { type Body, checkFields, type Rules } from "../checks/validation.ts";

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
};

/** Checks a filter: conditions, joined by `and` and `or`. */
export function checkFilter(
  filter: unknown,
  path: string,
  errors: FieldErrors,
): void {
  if (filter === undefined || filter === null) return;
  if (typeof filter !== "object" || Array.isArray(filter)) {
    errors[path] ??= fieldError("OBJECT_EXPECTED");
    return;
  }
  const { and, or, ...condition } = filter as Body;
  for (const [name, parts] of Object.entries({ and, or })) {
    if (parts === undefined || parts === null) continue;
    if (!Array.isArray(parts)) {
      errors[`${path}.${name}`] = fieldError("ARRAY_EXPECTED");
      continue;
    }
    parts.forEach((part, index) =>
      checkFilter(part ?? [], `${path}.${name}.${index}`, errors)
    );
  }
  if (Object.keys(condition).length > 0) {
    checkFields(condition, CONDITION, path, errors);
  }
}
