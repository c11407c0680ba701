/** Checks request bodies against rules that are written as data. */

import { parseTime } from "../engine/time.ts";
import { type FieldErrors, validationError } from "./api_error.ts";
import { fieldError } from "./field_errors.ts";

/** The rules of one field of a body. */
export interface Rule {
  /** Type of the value. */
  type:
    | "string"
    | "integer"
    | "number"
    | "boolean"
    | "object"
    | "array"
    | "time"
    | "any";
  /** `true` if the field is required. */
  required?: boolean;
  /** Smallest number, string length or number of elements. */
  min?: number;
  /** Largest number, string length or number of elements. */
  max?: number;
  /** The strings that are allowed. */
  values?: readonly string[];
  /** Value that the server assumes where there is none. */
  assumed?: unknown;
  /** A number below `min` that the server takes as if it was `min`. */
  tolerated?: number;
  /** Rules of an object's fields; without them, it may have any. */
  fields?: Rules | ((object: Body) => Rules);
  /** Rule of each value in an object whose keys are the requester's own. */
  each?: Rule;
  /** Rule of an array's elements, none of which may be `null`. */
  items?: Rule;
}

/** Field name to its rule: all the fields that the API knows. */
export type Rules = Readonly<Record<string, Rule>>;

/** Rules of every field of an object, such as the input of an endpoint. */
export type RulesFor<Input> = Readonly<
  Record<Input extends unknown ? keyof Input : never, Rule>
>;

/** A request body that is an object. */
export type Body = Record<string, unknown>;

/** Tells objects from arrays and single values. */
export function isObject(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object in a field, if there is one. */
export function objectAt(body: unknown, name: string): Body | undefined {
  const value = isObject(body) ? body[name] : undefined;
  return isObject(value) ? value : undefined;
}

/** The objects in a list in a field; for other items, empty ones. */
export function objectsAt(body: unknown, name: string): readonly Body[] {
  const value = isObject(body) ? body[name] : undefined;
  return Array.isArray(value)
    ? value.map((item) => isObject(item) ? item : {})
    : [];
}

/** Rules of fields that are known and not checked. */
export function unchecked(...names: readonly string[]): Rules {
  return Object.fromEntries(names.map((name) => [name, { type: "any" }]));
}

/** The rules of an object's fields; `undefined` if it may have any. */
export function rulesOf(rule: Rule, object: Body): Rules | undefined {
  const { fields, each } = rule;
  if (each !== undefined) {
    return Object.fromEntries(Object.keys(object).map((name) => [name, each]));
  }
  return typeof fields === "function" ? fields(object) : fields;
}

/**
 * Checks a whole body and returns it as an object of the type that the rules
 * describe. A field without a value may be `null`.
 */
export function checkBody<Input extends object = Body>(
  body: unknown,
  rules: Rules,
): Nullable<Input> {
  const errors: FieldErrors = {};
  const object = asBody(body);
  checkFields(object, rules, "", errors);
  throwIfAny(errors);
  return object as Nullable<Input>;
}

/** An object whose optional fields may be `null` as well. */
export type Nullable<T> = {
  [Name in keyof T]: undefined extends T[Name] ? T[Name] | null : T[Name];
};

/** Leaves out fields that are `null`, at any depth: they count as absent. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([name, field]) => [name, withoutNulls(field)]),
  );
}

/** Copies the named fields, as far as they have values. */
export function copyFields(
  from: object,
  to: object,
  names: readonly string[],
): void {
  const values = new Map(Object.entries(from));
  const present = names.filter((name) => values.get(name) != null);
  Object.assign(
    to,
    Object.fromEntries(present.map((name) => [name, values.get(name)])),
  );
}

/** Takes a body for an object, or refuses it. */
export function asBody(body: unknown): Body {
  if (isObject(body)) return body;
  throw validationError({ "": fieldError("OBJECT_EXPECTED") });
}

/** Ends the request if there is any error. */
export function throwIfAny(errors: FieldErrors): void {
  if (Object.keys(errors).length > 0) throw validationError(errors);
}

/** Checks an object's fields; errors are added with their paths. */
export function checkFields(
  object: Body,
  rules: Rules,
  path: string,
  errors: FieldErrors,
): void {
  for (const [name, rule] of Object.entries(rules)) {
    check(object[name], rule, path === "" ? name : `${path}.${name}`, errors);
  }
}

function check(
  value: unknown,
  rule: Rule,
  path: string,
  errors: FieldErrors,
): void {
  if (value === undefined || value === null) {
    if (rule.required) errors[path] = fieldError("VALUE_REQUIRED");
    return;
  }
  const { items } = rule;
  const error = KINDS[rule.type](value, rule);
  if (error !== undefined) {
    errors[path] = error;
  } else if (rule.type === "object" && isObject(value)) {
    checkFields(value, rulesOf(rule, value) ?? {}, path, errors);
  } else if (items !== undefined && Array.isArray(value)) {
    const element = { ...items, required: true };
    value.forEach((item, index) =>
      check(item, element, `${path}.${index}`, errors)
    );
  }
}

type Check = (
  value: unknown,
  rule: Rule,
) => ReturnType<typeof fieldError> | undefined;

const KINDS: Record<Rule["type"], Check> = {
  any: () => undefined,
  boolean: (value) =>
    typeof value === "boolean" ? undefined : fieldError("BOOLEAN_EXPECTED"),
  time: (value) =>
    parseTime(value) === undefined
      ? fieldError("INVALID_DATE_TIME_SYNTAX")
      : undefined,
  object: (value) =>
    isObject(value) ? undefined : fieldError("OBJECT_EXPECTED"),
  array: (value, rule) =>
    Array.isArray(value)
      ? bounds(value.length, rule, "ARRAY_SIZE_OUT_OF_BOUNDS")
      : fieldError("ARRAY_EXPECTED"),
  number: (value, rule) =>
    typeof value === "number"
      ? bounds(value, rule, "VALUE_OUT_OF_BOUNDS")
      : fieldError("FLOAT_EXPECTED"),
  integer: (value, rule) =>
    typeof value === "number" && Number.isInteger(value)
      ? bounds(value, rule, "VALUE_OUT_OF_BOUNDS")
      : fieldError("INTEGER_EXPECTED"),
  string: (value, rule) => {
    if (typeof value !== "string") return fieldError("STRING_EXPECTED");
    if (rule.values !== undefined && !rule.values.includes(value)) {
      return fieldError("UNKNOWN_ENUM_VALUE", ...rule.values);
    }
    return bounds(value.length, rule, "STRING_LENGTH_OUT_OF_BOUNDS");
  },
};

function bounds(
  value: number,
  rule: Rule,
  code:
    | "VALUE_OUT_OF_BOUNDS"
    | "ARRAY_SIZE_OUT_OF_BOUNDS"
    | "STRING_LENGTH_OUT_OF_BOUNDS",
) {
  const { min = -Infinity, max = Infinity } = rule;
  if (value >= min && value <= max) return undefined;
  if (max === Infinity) return fieldError(BELOW_MIN[code], min);
  return fieldError(code, rule.min ?? null, max);
}

const BELOW_MIN = {
  VALUE_OUT_OF_BOUNDS: "VALUE_LESS_THAN_MIN",
  ARRAY_SIZE_OUT_OF_BOUNDS: "ARRAY_SIZE_LESS_THAN_MIN",
  STRING_LENGTH_OUT_OF_BOUNDS: "STRING_LENGTH_LESS_THAN_MIN",
} as const;
