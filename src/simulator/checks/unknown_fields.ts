/** Fields of request bodies that the API does not know. */

import { type FieldErrors, validationError } from "./api_error.ts";
import { fieldError } from "./field_errors.ts";
import {
  type Body,
  isObject,
  type Rule,
  type Rules,
  rulesOf,
} from "./validation.ts";

/** A field that the API does not know. */
interface UnknownField {
  /** Its place, such as `defaults.overlap`, from the object or item on. */
  path: string;
  /** Position of the item in a list of items that it belongs to. */
  index: number | undefined;
  /** Name. */
  name: string;
  /** Object that has it. */
  holder: Body;
}

/**
 * Drops the fields of a body that have no rule, and returns their paths. What
 * the requester adds to an item of a list stays: the log of an operation tells
 * it.
 */
export function dropUnknown(body: unknown, rules: Rules): string[] {
  return findUnknown(body, rules).map(({ path, index, name, holder }) => {
    const isItem = Array.isArray(body) && body[index!] === holder;
    if (!isItem) delete holder[name];
    return index === undefined ? path : `${index}.${path}`;
  });
}

/** Refuses a body with fields that have no rule. */
export function refuseUnknown(body: unknown, rules: Rules): void {
  const errors: FieldErrors = {};
  const items: Record<string, FieldErrors> = {};
  for (const { path, index } of findUnknown(body, rules)) {
    const place = index === undefined ? errors : items[index] ??= {};
    place[path] = fieldError("VALUE_NOT_ALLOWED");
  }
  const payload = { ...errors, ...items };
  if (Object.keys(payload).length > 0) throw validationError(payload);
}

function findUnknown(body: unknown, rules: Rules): UnknownField[] {
  const found: UnknownField[] = [];
  const top: Rule = { type: "object", fields: rules };
  if (!Array.isArray(body)) inspect(body, top, "", undefined, found);
  else body.forEach((item, index) => inspect(item, top, "", index, found));
  return found;
}

function inspect(
  value: unknown,
  rule: Rule,
  path: string,
  index: number | undefined,
  found: UnknownField[],
): void {
  const place = (name: string | number) =>
    path === "" ? `${name}` : `${path}.${name}`;
  if (isObject(value)) {
    const rules = rulesOf(rule, value);
    if (rules === undefined) return;
    for (const [name, field] of Object.entries(value)) {
      if (Object.hasOwn(rules, name)) {
        inspect(field, rules[name]!, place(name), index, found);
      } else {
        found.push({ path: place(name), index, name, holder: value });
      }
    }
  } else if (rule.items !== undefined && Array.isArray(value)) {
    const { items } = rule;
    value.forEach((item, n) => inspect(item, items, place(n), index, found));
  }
}
