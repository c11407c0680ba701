/** The field errors the simulator gives, in one table. */

import type { KnownFieldErrorCode } from "../../types/errors.ts";
import type { FieldError } from "./api_error.ts";

const MESSAGES = {
  VALUE_REQUIRED: "Value must be present and not equal to null",
  VALUE_NOT_ALLOWED: "Unknown field name",
  VALUE_OUT_OF_BOUNDS: "Value must lie within the bounds",
  VALUE_LESS_THAN_MIN: "Value is too small",
  VALUE_GREATER_THAN_MAX: "Value is too large",
  STRING_EXPECTED: "Value must be a string",
  INTEGER_EXPECTED: "Value must be a whole number",
  FLOAT_EXPECTED: "Value must be a number",
  BOOLEAN_EXPECTED: "Value must be true or false",
  ARRAY_EXPECTED: "Value must be an array",
  OBJECT_EXPECTED: "Value must be an object",
  JSON_EXPECTED: "Value must be JSON",
  UUID_EXPECTED: "Value must be a UUID",
  INVALID_URL_SYNTAX: "Value must be a URL",
  INVALID_DATE_TIME_SYNTAX: "Value must be a date and time",
  INVALID_COORDINATES_SYNTAX: "Value must be a latitude and a longitude",
  PATTERN_MISMATCH: "Value does not match the pattern",
  UNKNOWN_ENUM_VALUE: "Value is none of the allowed ones",
  ENTITY_CONFLICT: "An equal one is in the same request",
  ENTITY_DOES_NOT_EXIST: "There is nothing with this id",
  ENTITY_ACCESS_DENIED: "The account may not do this with it",
  STRING_LENGTH_OUT_OF_BOUNDS: "String length must lie within the bounds",
  STRING_LENGTH_LESS_THAN_MIN: "String is too short",
  STRING_LENGTH_GREATER_THAN_MAX: "String is too long",
  ARRAY_SIZE_OUT_OF_BOUNDS: "Number of elements must lie within the bounds",
  ARRAY_SIZE_LESS_THAN_MIN: "Array has too few elements",
  ARRAY_SIZE_GREATER_THAN_MAX: "Array has too many elements",
  OBJECT_SIZE_BYTES_GREATER_THAN_MAX: "Object has too many bytes",
  EMPTY_OBJECT_NOT_ALLOWED: "Object must not be empty",
} as const satisfies Partial<Record<KnownFieldErrorCode, string>>;

/** Code of a field error the simulator gives. */
export type FieldErrorCode = keyof typeof MESSAGES;

/** Creates a field error; `params` are the bounds or values in its message. */
export function fieldError(
  code: FieldErrorCode,
  ...params: unknown[]
): FieldError {
  const error: FieldError = { code, message: MESSAGES[code] };
  if (params.length > 0) error.params = params;
  return error;
}
