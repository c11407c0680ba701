/** Errors as the API answers them. */

import { STATUS_CODE } from "@std/http/status";

/** Error of one field. */
export interface FieldError {
  /** Code of the API, such as `VALUE_REQUIRED`. */
  code: string;
  /** Message for people. */
  message: string;
  /** Values the message speaks of. */
  params?: unknown[];
}

/** Field path to what is wrong there. */
export type FieldErrors = Record<string, FieldError>;

/** A request that ends with an error answer. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** HTTP status. */
  readonly status: number;
  /** Code of the API. */
  readonly code: string;
  /** Free-form details. */
  readonly payload: unknown;
  /** Headers of the answer, besides those it has anyway. */
  readonly headers: Readonly<Record<string, string>> | undefined;

  /** Creates the error; `payload` is left out of the answer if undefined. */
  constructor(
    status: number,
    code: string,
    message: string,
    payload?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.payload = payload;
    this.headers = headers;
  }
}

/** The thing with this id does not exist. */
export function doesNotExist(what: string, id: string): ApiError {
  return new ApiError(
    STATUS_CODE.NotFound,
    "DOES_NOT_EXIST",
    `There is no ${what} with this id: ${id}`,
  );
}

/** The body or the query breaks a rule; the payload names the fields. */
export function validationError(errors: FieldErrors | unknown): ApiError {
  return new ApiError(
    STATUS_CODE.BadRequest,
    "VALIDATION_ERROR",
    "Validation failed",
    errors,
  );
}

/** The state of something forbids the request. */
export function conflict(
  code: string,
  message: string,
  payload?: unknown,
): ApiError {
  return new ApiError(STATUS_CODE.Conflict, code, message, payload);
}

/** The status of a pool, project, ... forbids the request. */
export function inappropriateStatus(
  appropriate: readonly string[],
  code = "INAPPROPRIATE_STATUS",
): ApiError {
  return conflict(
    code,
    "The status of this resource or of a related one forbids the operation",
    { appropriate_statuses: appropriate },
  );
}
