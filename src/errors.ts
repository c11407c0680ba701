import { isRecord } from "./checks.ts";
import { INCORRECT_ACTION_CODES } from "./error_codes.ts";
import type { FieldErrors } from "./types/common.ts";
import type { ApiErrorCode } from "./types/errors.ts";
import type { Operation } from "./types/operations.ts";

/** Members of every error of this package besides its message. */
export interface TolokaErrorOptions {
  /** The error or value that led to this one. */
  cause?: unknown;
}

/** Members of an error about one request. */
export interface TolokaRequestErrorOptions extends TolokaErrorOptions {
  /** HTTP method of the request. */
  method: string;
  /** Path of the request, without host and query. */
  path: string;
  /** `true` if the server may have carried out the request all the same. */
  outcomeUnknown?: boolean | undefined;
}

/** The root of all errors that this package throws about Toloka: `instanceof TolokaError` catches every one. */
export class TolokaError extends Error {
  /** Name of the class, safe from minifiers. */
  override name = "TolokaError";

  /**
   * Id of the operation of a call that creates: calling again with it creates
   * nothing twice. `undefined` for other calls, and without an operation.
   */
  operationId: string | undefined;

  /** Creates an error with a message and, if there is one, its cause. */
  constructor(message: string, options: TolokaErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
  }
}

/** A failed request: the server refused it, or did not answer. */
export class TolokaRequestError extends TolokaError {
  /** Name of the class. */
  override name = "TolokaRequestError";
  /** HTTP method of the request. */
  readonly method: string;
  /** Path of the request, without host and query. */
  readonly path: string;
  /**
   * `true` if the server may have carried out the request although no usable
   * answer arrived. Look at the server's state before sending it again: a
   * creation without an operation id would happen twice.
   */
  readonly outcomeUnknown: boolean;

  /** Creates an error about the request that `options` names. */
  constructor(message: string, options: TolokaRequestErrorOptions) {
    super(
      options.outcomeUnknown
        ? `${message}; whether the server carried out the request is unknown`
        : message,
      options,
    );
    this.method = options.method;
    this.path = options.path;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
  }
}

/** No connection, or one that broke before the whole answer was there. `cause` is the runtime's own error. */
export class TolokaConnectionError extends TolokaRequestError {
  /** Name of the class. */
  override name = "TolokaConnectionError";
}

/** An answer, a part of its body, or the end of an operation did not come within the allowed time. */
export class TolokaTimeoutError extends TolokaRequestError {
  /** Name of the class. */
  override name = "TolokaTimeoutError";
}

/** The runtime does not let the program reach the server; the message names the permission to grant. */
export class TolokaPermissionError extends TolokaRequestError {
  /** Name of the class. */
  override name = "TolokaPermissionError";
}

/** Members of an error that the server answered with. */
export interface TolokaApiErrorOptions extends TolokaRequestErrorOptions {
  /** HTTP status; none for an error that the client made of an operation's log. */
  status?: number | undefined;
  /** Code of the API; none where the answer was not the API's. */
  code?: ApiErrorCode | undefined;
  /** Id under which the server knows the request. */
  requestId?: string | undefined;
  /** Details, free in form. */
  payload?: unknown;
  /** Milliseconds that the server asks to wait before the next request. */
  retryAfter?: number | undefined;
}

/**
 * The server answered with an error. The class says what kind of error it is,
 * decided by the API's `code`; codes without a class of their own, and answers
 * that are not the API's (a gateway's page, say), come as this class itself.
 */
export class TolokaApiError extends TolokaRequestError {
  /** Name of the class. */
  override name = "TolokaApiError";
  /** HTTP status of the answer; `undefined` for an error that was found in an operation's log. */
  readonly status: number | undefined;
  /** The API's code, such as `"DOES_NOT_EXIST"`; `undefined` where the answer was not the API's. */
  readonly code: ApiErrorCode | undefined;
  /** Id of the request on the server's side: give it to Toloka's support. */
  readonly requestId: string | undefined;
  /** Details, free in form; of a validation error, {@linkcode FieldErrors}. */
  readonly payload: unknown;
  /** Milliseconds that the server asks to wait before the next request (`Retry-After`), if it does. */
  readonly retryAfter: number | undefined;

  /** Creates an error from the parts of an answer. */
  constructor(message: string, options: TolokaApiErrorOptions) {
    super(message, options);
    this.status = options.status;
    this.code = options.code;
    this.requestId = options.requestId;
    this.payload = options.payload;
    this.retryAfter = options.retryAfter;
  }
}

/** The request, or an item in it, breaks a rule (`VALIDATION_ERROR`). */
export class TolokaValidationError extends TolokaApiError {
  /** Name of the class. */
  override name = "TolokaValidationError";

  /**
   * Broken rules by the path of each field; empty where the server named none. Of
   * several items, paths begin with the item's position in the input:
   * `"0.input_values.image"`.
   */
  get fieldErrors(): FieldErrors {
    return fieldErrorsOf(this.payload);
  }
}

/** The token is not valid (`AUTHENTICATION_ERROR`). */
export class TolokaAuthenticationError extends TolokaApiError {
  /** Name of the class. */
  override name = "TolokaAuthenticationError";
}

/** The account may not do this (`ACCESS_DENIED`). */
export class TolokaAccessDeniedError extends TolokaApiError {
  /** Name of the class. */
  override name = "TolokaAccessDeniedError";
}

/** There is no such object, or not for this account (`DOES_NOT_EXIST`). */
export class TolokaNotFoundError extends TolokaApiError {
  /** Name of the class. */
  override name = "TolokaNotFoundError";
}

/** The object's state does not allow it now (`CONFLICT_STATE`). */
export class TolokaConflictError extends TolokaApiError {
  /** Name of the class. */
  override name = "TolokaConflictError";
}

/** The action is not possible for a reason that {@linkcode TolokaApiError.code} names, such as `EMPTY_POOL` or `NOT_ENOUGH_BALANCE`. */
export class TolokaIncorrectActionError extends TolokaApiError {
  /** Name of the class. */
  override name = "TolokaIncorrectActionError";
}

/** Too many requests, or a quota is used up (`TOO_MANY_REQUESTS`). */
export class TolokaRateLimitError extends TolokaApiError {
  /** Name of the class. */
  override name = "TolokaRateLimitError";
}

/** Something broke inside the server (`INTERNAL_ERROR`). */
export class TolokaInternalError extends TolokaApiError {
  /** Name of the class. */
  override name = "TolokaInternalError";
}

/** A part of the service is out of reach (`REMOTE_SERVICE_UNAVAILABLE`). */
export class TolokaUnavailableError extends TolokaApiError {
  /** Name of the class. */
  override name = "TolokaUnavailableError";
}

/** An operation that was waited for ended with status `FAIL`. */
export class TolokaOperationError extends TolokaError {
  /** Name of the class. */
  override name = "TolokaOperationError";
  /** The operation as the server last reported it. */
  readonly operation: Operation;

  /** Creates an error about a failed operation. */
  constructor(operation: Operation) {
    const details = operation.details === undefined
      ? ""
      : `: ${JSON.stringify(operation.details)}`;
    super(`Operation "${operation.id}" (${operation.type}) failed${details}`);
    this.operation = operation;
  }
}

/** Details of a {@linkcode TolokaIdempotencyError}. */
export interface TolokaIdempotencyErrorOptions extends TolokaErrorOptions {
  /** Id that the call was made with. */
  operationId: string;
  /** Position of the first item that differs; none if the kind of operation does. */
  position: number | undefined;
}

/**
 * An `operationId` was used before for other items, so that what exists under
 * it is not what the call was to create. Nothing was sent.
 */
export class TolokaIdempotencyError extends TolokaError {
  /** Name of the class. */
  override name = "TolokaIdempotencyError";
  /** Position of the first item that differs; `undefined` if the operation is of another kind. */
  readonly position: number | undefined;

  /** Creates an error about an id. */
  constructor(message: string, options: TolokaIdempotencyErrorOptions) {
    super(message, options);
    this.operationId = options.operationId;
    this.position = options.position;
  }
}

/**
 * A call of several steps stopped halfway: some of it is done and stays done.
 *
 * @typeParam Done The part that is done.
 */
export class TolokaIncompleteError<Done = unknown> extends TolokaError {
  /** Name of the class. */
  override name = "TolokaIncompleteError";
  /** The part that is done, in the form in which the whole call would have returned it. */
  readonly done: Done;

  /** Creates an error with the part that is done and, as its cause, the reason why the rest is not. */
  constructor(message: string, done: Done, cause: unknown) {
    super(message, { cause });
    this.done = done;
  }
}

type ApiErrorClass = new (
  message: string,
  options: TolokaApiErrorOptions,
) => TolokaApiError;

const CLASS_OF_CODE: Record<string, ApiErrorClass> = {
  VALIDATION_ERROR: TolokaValidationError,
  AUTHENTICATION_ERROR: TolokaAuthenticationError,
  ACCESS_DENIED: TolokaAccessDeniedError,
  DOES_NOT_EXIST: TolokaNotFoundError,
  CONFLICT_STATE: TolokaConflictError,
  TOO_MANY_REQUESTS: TolokaRateLimitError,
  INTERNAL_ERROR: TolokaInternalError,
  REMOTE_SERVICE_UNAVAILABLE: TolokaUnavailableError,
};

/** Finds the class of a code. */
export function errorClassOf(code: ApiErrorCode | undefined): ApiErrorClass {
  if (code === undefined) return TolokaApiError;
  if (INCORRECT_ACTION_CODES.has(code)) return TolokaIncorrectActionError;
  return Object.hasOwn(CLASS_OF_CODE, code)
    ? CLASS_OF_CODE[code]!
    : TolokaApiError;
}

/** Reads the fields in the payload of a validation error, which puts those of several items under their positions. */
function fieldErrorsOf(payload: unknown): FieldErrors {
  if (!isRecord(payload)) return {};
  const fields = Object.entries(payload).flatMap(([path, error]) =>
    isRecord(error) && Object.values(error).every(isRecord)
      ? Object.entries(error).map(([name, inner]) => [`${path}.${name}`, inner])
      : [[path, error]]
  );
  return Object.fromEntries(fields) as FieldErrors;
}

/** Describes the first few fields in the payload of a validation error, for the message. */
export function firstFieldErrors(payload: unknown): string {
  const fields = Object.entries(fieldErrorsOf(payload));
  const shown = fields.slice(0, 3).map(([path, error]: [string, unknown]) =>
    `"${path}": ${
      isRecord(error)
        ? String(error.message ?? error.code)
        : JSON.stringify(error)
    }`
  );
  if (shown.length === 0) return "";
  const rest = fields.length - shown.length;
  return `: ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
