/**
 * Rules of a project's fields, as tables: the checks of a type, and the
 * rules a field may add. A error is told by the first check that fails.
 */
import type { FieldError } from "../types/common.ts";
import type { KnownFieldErrorCode } from "../types/errors.ts";
import type { FieldSpec, ScalarFieldType } from "../types/projects.ts";

/** Checks a value. Returns the error, if there is one. */
export type Check = (value: unknown) => FieldError | undefined;

/** The rules of all types of fields, with no type to say which apply. */
interface FieldRules {
  readonly type: FieldSpec["type"];
  readonly required?: boolean | null;
  readonly allowed_values?: readonly unknown[] | null;
  readonly min_value?: number | null;
  readonly max_value?: number | null;
  readonly min_length?: number | null;
  readonly max_length?: number | null;
  readonly min_size?: number | null;
  readonly max_size?: number | null;
  readonly pattern?: string | null;
}

/** A field, ready to check many values. */
export interface Field {
  /** Name of the field. */
  readonly name: string;
  /** `true` if a value must be given. */
  readonly required: boolean;
  /** Checks the value, or the array as a whole. */
  readonly whole: Check;
  /** Checks each item of an array; there if the field holds several values. */
  readonly item?: Check;
}

/** Creates an error with a code. */
export function fieldError(
  code: KnownFieldErrorCode,
  message: string,
  ...params: unknown[]
): FieldError {
  return params.length > 0 ? { code, message, params } : { code, message };
}

/** A condition, and what the server says where it does not hold. */
interface Requirement {
  readonly holds: (value: unknown) => boolean;
  readonly code: KnownFieldErrorCode;
  readonly message: string;
}

const isText = (value: unknown) => typeof value === "string";

const TEXT: Requirement = {
  holds: isText,
  code: "STRING_EXPECTED",
  message: "Value must be a string",
};

const ARRAY: Requirement = {
  holds: Array.isArray,
  code: "ARRAY_EXPECTED",
  message: "Value must be an array",
};

/** Requirements of the values of a type, the first one first. */
const TYPES: Readonly<Record<ScalarFieldType, readonly Requirement[]>> = {
  boolean: [{
    holds: (value) => typeof value === "boolean",
    code: "BOOLEAN_EXPECTED",
    message: "Value must be true or false",
  }],
  string: [TEXT],
  integer: [{
    holds: Number.isInteger,
    code: "INTEGER_EXPECTED",
    message: "Value must be a whole number",
  }],
  float: [{
    holds: Number.isFinite,
    code: "FLOAT_EXPECTED",
    message: "Value must be a number",
  }],
  // The documented prefixes, and paths of files that Toloka serves itself.
  url: [TEXT, {
    holds: (value) => /^((https?:)?\/\/|www\.|\/)\S+$/i.test(value as string),
    code: "INVALID_URL_SYNTAX",
    message: "Value must be in valid url format",
  }],
  file: [TEXT],
  coordinates: [TEXT, {
    holds: (value) =>
      /^\s*-?\d+(\.\d+)?\s*,\s*-?\d+(\.\d+)?\s*$/.test(value as string),
    code: "INVALID_COORDINATES_SYNTAX",
    message: "Value must be a latitude, a comma and a longitude, in degrees",
  }],
  json: [{
    holds: isJson,
    code: "JSON_EXPECTED",
    message: "Value must be JSON",
  }],
};

/** A rule of a field that is a bound, and what the server says beyond it. */
interface Bound {
  readonly rule:
    | "min_value"
    | "max_value"
    | "min_length"
    | "max_length"
    | "min_size"
    | "max_size";
  /** Measures what is compared with the bound, if the value has it. */
  readonly measure: (value: unknown) => number | undefined;
  /** `true` for a maximum, `false` for a minimum. */
  readonly upper: boolean;
  readonly code: KnownFieldErrorCode;
  readonly message: string;
}

const number = (value: unknown) =>
  typeof value === "number" ? value : undefined;
const length = (value: unknown) =>
  typeof value === "string" ? value.length : undefined;
const size = (value: unknown) =>
  Array.isArray(value) ? value.length : undefined;

const BOUNDS: readonly Bound[] = [
  {
    rule: "min_value",
    measure: number,
    upper: false,
    code: "VALUE_LESS_THAN_MIN",
    message: "Value must not be less than",
  },
  {
    rule: "max_value",
    measure: number,
    upper: true,
    code: "VALUE_GREATER_THAN_MAX",
    message: "Value must not be greater than",
  },
  {
    rule: "min_length",
    measure: length,
    upper: false,
    code: "STRING_LENGTH_LESS_THAN_MIN",
    message: "Number of characters must not be less than",
  },
  {
    rule: "max_length",
    measure: length,
    upper: true,
    code: "STRING_LENGTH_GREATER_THAN_MAX",
    message: "Number of characters must not be greater than",
  },
  {
    rule: "min_size",
    measure: size,
    upper: false,
    code: "ARRAY_SIZE_LESS_THAN_MIN",
    message: "Number of items must not be less than",
  },
  {
    rule: "max_size",
    measure: size,
    upper: true,
    code: "ARRAY_SIZE_GREATER_THAN_MAX",
    message: "Number of items must not be greater than",
  },
];

/** Returns whether JSON can hold a value as it is. */
function isJson(value: unknown, depth = 0): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return isText(value) || value === !!value;
  if (value === null) return true;
  // Deeper than this is a cycle, or no server's match either.
  if (depth > 500) return false;
  if (Array.isArray(value)) {
    return value.every((item) => isJson(item, depth + 1));
  }
  const prototype = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) &&
    Object.values(value).every((item) =>
      item === undefined || isJson(item, depth + 1)
    );
}

/** Type of a field's value, or of each of its values. */
export function scalarType(type: FieldSpec["type"]): ScalarFieldType {
  return (isArrayType(type) ? type.slice(6) : type) as ScalarFieldType;
}

/** Returns whether fields of a type hold several values. */
export function isArrayType(type: FieldSpec["type"]): boolean {
  return type.startsWith("array_");
}

/** Prepares fields for checking many values. */
export function fieldsOf(
  specs: Readonly<Record<string, FieldSpec>>,
): readonly Field[] {
  return Object.entries(specs).map(([name, spec]) => {
    const rules: FieldRules = spec;
    const required = rules.required ?? true;
    const item = all([
      ...(TYPES[scalarType(rules.type)] ?? []).map(requirement),
      ...allowedValues(rules),
      ...bounds(rules, [number, length]),
      ...pattern(rules),
    ]);
    if (!isArrayType(rules.type)) return { name, required, whole: item };
    const whole = all([requirement(ARRAY), ...bounds(rules, [size])]);
    return { name, required, whole, item };
  });
}

function all(checks: readonly Check[]): Check {
  return (value) => {
    for (const check of checks) {
      const error = check(value);
      if (error !== undefined) return error;
    }
    return undefined;
  };
}

function requirement({ holds, code, message }: Requirement): Check {
  return (value) => holds(value) ? undefined : fieldError(code, message);
}

function allowedValues({ allowed_values: allowed }: FieldRules): Check[] {
  if (allowed === undefined || allowed === null) return [];
  const set = new Set(allowed);
  return [(value) =>
    set.has(value) ? undefined : fieldError(
      "UNKNOWN_ENUM_VALUE",
      `Value must be one of ${allowed.map((one) => JSON.stringify(one))}`,
      ...allowed,
    )];
}

function bounds(
  rules: FieldRules,
  measures: readonly Bound["measure"][],
): Check[] {
  return BOUNDS.flatMap(({ rule, measure, upper, code, message }) => {
    const bound = rules[rule];
    if (bound === undefined || bound === null || !measures.includes(measure)) {
      return [];
    }
    return (value: unknown) => {
      const measured = measure(value);
      return measured === undefined ||
          (upper ? measured <= bound : measured >= bound)
        ? undefined
        : fieldError(code, `${message} ${bound}`, bound);
    };
  });
}

/** The whole text must match. What JavaScript cannot read is left to the server, whose patterns are Java's. */
function pattern({ pattern }: FieldRules): Check[] {
  if (pattern === undefined || pattern === null) return [];
  const expression = toRegExp(pattern, "u") ?? toRegExp(pattern, "");
  if (expression === undefined) return [];
  return [
    (value) =>
      typeof value !== "string" || expression.test(value)
        ? undefined
        : fieldError(
          "PATTERN_MISMATCH",
          `Value must match "${pattern}"`,
          pattern,
        ),
  ];
}

function toRegExp(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, flags);
  } catch {
    return undefined;
  }
}
