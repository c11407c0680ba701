/** Input and output fields of tasks: what a project's specification allows. */

import type { ScalarFieldType } from "../../types/projects.ts";
import { own } from "../engine/own.ts";
import { parsePlace } from "../engine/places.ts";
import type { FieldErrors } from "./api_error.ts";
import { fieldError } from "./field_errors.ts";
import { isObject } from "./validation.ts";

/** Input or output values of a task. */
export type Values = Record<string, unknown>;

/** Rules of one field, as the project's `task_spec` gives them. */
export interface FieldSpec {
  type: string;
  required?: boolean;
  allowed_values?: unknown[];
  min_value?: number;
  max_value?: number;
  min_length?: number;
  max_length?: number;
  min_size?: number;
  max_size?: number;
  pattern?: string;
}

/** Field name to its rules. */
export type FieldSpecs = Readonly<Record<string, FieldSpec>>;

/** Types of a single value. */
export const SCALAR_TYPES = [
  "boolean",
  "string",
  "integer",
  "float",
  "url",
  "json",
  "coordinates",
  "file",
] as const satisfies readonly ScalarFieldType[];

/** Tells whether fields of this type hold several values. */
export function isArray(spec: FieldSpec): boolean {
  return spec.type.startsWith("array_");
}

/** The type of the value or, in an array, of its elements. */
export function scalarType(spec: FieldSpec): string {
  return isArray(spec) ? spec.type.slice("array_".length) : spec.type;
}

/** Checks values against the fields; errors are added under `path`. */
export function checkValues(
  specs: FieldSpecs,
  values: unknown,
  path: string,
  errors: FieldErrors,
  partial = false,
): void {
  if (values === undefined || values === null) values = {};
  if (!isObject(values)) {
    errors[path] = fieldError("OBJECT_EXPECTED");
    return;
  }
  for (const [name, spec] of Object.entries(specs)) {
    const value = own(values, name);
    if (value !== undefined && value !== null) {
      checkValue(spec, value, `${path}.${name}`, errors);
    } else if (spec.required !== false && !partial) {
      errors[`${path}.${name}`] = fieldError("VALUE_REQUIRED");
    }
  }
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(specs, name)) {
      errors[`${path}.${name}`] = fieldError("VALUE_NOT_ALLOWED");
    }
  }
}

function checkValue(
  spec: FieldSpec,
  value: unknown,
  path: string,
  errors: FieldErrors,
): void {
  if (!isArray(spec)) {
    checkScalar(spec, value, path, errors);
  } else if (!Array.isArray(value)) {
    errors[path] = fieldError("ARRAY_EXPECTED");
  } else if (spec.min_size !== undefined && value.length < spec.min_size) {
    errors[path] = fieldError("ARRAY_SIZE_LESS_THAN_MIN", spec.min_size);
  } else if (spec.max_size !== undefined && value.length > spec.max_size) {
    errors[path] = fieldError("ARRAY_SIZE_GREATER_THAN_MAX", spec.max_size);
  } else {
    value.forEach((element, index) =>
      checkScalar(spec, element, `${path}.${index}`, errors)
    );
  }
}

/** A URL of any site, one without its protocol, or a path on a proxy. */
const URL_LIKE = /^((https?:)?\/\/|www\.)\S+$|^\//i;

function checkScalar(
  spec: FieldSpec,
  value: unknown,
  path: string,
  errors: FieldErrors,
): void {
  const error = scalarError(spec, value);
  if (error !== undefined) errors[path] = error;
}

function scalarError(spec: FieldSpec, value: unknown) {
  const type = scalarType(spec);
  switch (type) {
    case "boolean":
      if (typeof value !== "boolean") return fieldError("BOOLEAN_EXPECTED");
      break;
    case "integer":
      if (!Number.isInteger(value)) return fieldError("INTEGER_EXPECTED");
      break;
    case "float":
      if (typeof value !== "number") return fieldError("FLOAT_EXPECTED");
      break;
    case "json":
      return undefined;
    default:
      if (typeof value !== "string") return fieldError("STRING_EXPECTED");
      if (type === "url" && !URL_LIKE.test(value)) {
        return fieldError("INVALID_URL_SYNTAX");
      }
      if (type === "coordinates" && parsePlace(value) === undefined) {
        return fieldError("INVALID_COORDINATES_SYNTAX");
      }
  }
  if (
    spec.allowed_values !== undefined && !spec.allowed_values.includes(value)
  ) {
    return fieldError("UNKNOWN_ENUM_VALUE", ...spec.allowed_values);
  }
  return boundsError(spec, value);
}

function boundsError(spec: FieldSpec, value: unknown) {
  if (typeof value === "number") {
    if (spec.min_value !== undefined && value < spec.min_value) {
      return fieldError("VALUE_LESS_THAN_MIN", spec.min_value);
    }
    if (spec.max_value !== undefined && value > spec.max_value) {
      return fieldError("VALUE_GREATER_THAN_MAX", spec.max_value);
    }
  }
  if (typeof value === "string") {
    if (spec.min_length !== undefined && value.length < spec.min_length) {
      return fieldError("STRING_LENGTH_LESS_THAN_MIN", spec.min_length);
    }
    if (spec.max_length !== undefined && value.length > spec.max_length) {
      return fieldError("STRING_LENGTH_GREATER_THAN_MAX", spec.max_length);
    }
    if (spec.pattern !== undefined && !matches(spec.pattern, value)) {
      return fieldError("PATTERN_MISMATCH", spec.pattern);
    }
  }
  return undefined;
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(value);
  } catch {
    // The API's patterns are Java's; what JavaScript cannot read is not checked.
    return true;
  }
}
