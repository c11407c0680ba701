/** Coercion: what the server takes although the description forbids it. */

import { isObject, type Rule, type Rules, rulesOf } from "./validation.ts";

/**
 * Turns values into what the rules ask for, as far as the server would:
 * texts into numbers and booleans, numbers into texts, fractions into whole
 * numbers. Changes the body.
 *
 * @returns The paths of the values that were coerced.
 */
export function coerceBody(body: unknown, rules: Rules): string[] {
  const coerced: string[] = [];
  if (Array.isArray(body)) {
    body.forEach((item, index) =>
      coerceFields(item, rules, `${index}.`, coerced)
    );
  } else {
    coerceFields(body, rules, "", coerced);
  }
  return coerced;
}

function coerceFields(
  object: unknown,
  rules: Rules,
  prefix: string,
  coerced: string[],
): void {
  if (!isObject(object)) return;
  for (const [name, rule] of Object.entries(rules)) {
    const path = prefix + name;
    const value = object[name];
    const next = coerceValue(value, rule);
    if (next !== value) {
      object[name] = next;
      coerced.push(path);
    }
    coerceInside(next, rule, path, coerced);
  }
}

function coerceInside(
  value: unknown,
  rule: Rule,
  path: string,
  coerced: string[],
): void {
  const { items } = rule;
  if (isObject(value)) {
    coerceFields(value, rulesOf(rule, value) ?? {}, `${path}.`, coerced);
  } else if (items !== undefined && Array.isArray(value)) {
    value.forEach((item, index) => {
      const place = `${path}.${index}`;
      const next = coerceValue(item, items);
      if (next !== item) {
        value[index] = next;
        coerced.push(place);
      }
      coerceInside(next, items, place, coerced);
    });
  }
}

/** Coerces a value, or returns it as it is. */
function coerceValue(value: unknown, rule: Rule): unknown {
  if (value === undefined || value === null) {
    return rule.required && rule.assumed !== undefined ? rule.assumed : value;
  }
  switch (rule.type) {
    case "boolean":
      return toBoolean(value);
    case "integer":
      return tolerate(Math.trunc, toNumber(value), rule);
    case "number":
      return tolerate((number) => number, toNumber(value), rule);
    case "string":
      return typeof value === "number" || typeof value === "boolean"
        ? `${value}`
        : value;
  }
  return value;
}

function toBoolean(value: unknown): unknown {
  const text = typeof value === "string" ? value.toLowerCase() : undefined;
  return text === "true" ? true : text === "false" ? false : value;
}

function toNumber(value: unknown): unknown {
  if (typeof value !== "string" || value.trim() === "") return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

function tolerate(
  round: (number: number) => number,
  value: unknown,
  { min, tolerated }: Rule,
): unknown {
  if (typeof value !== "number") return value;
  const number = round(value);
  return number === tolerated ? min : number;
}
