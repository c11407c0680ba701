/** Errors of creations: which of them are proof, and what to do after them. */
import { isRecord, show } from "../checks.ts";
import {
  firstFieldErrors,
  TolokaApiError,
  TolokaError,
  TolokaIdempotencyError,
  TolokaRequestError,
  TolokaValidationError,
} from "../errors.ts";
import type { FieldErrors } from "../types/common.ts";
import type { Operation } from "../types/operations.ts";
import type { Call } from "./request.ts";

type AnyCall = Call<unknown, unknown>;

/** Tells whether an error proves that its request created nothing. */
export function provesNothingCreated(error: unknown, call: AnyCall): boolean {
  if (!(error instanceof TolokaRequestError)) return false;
  if (error.method !== "POST" || error.outcomeUnknown) return false;
  // Without an operation to take over, an earlier request has done it, or not.
  return call.isAsync || !(error instanceof TolokaApiError &&
    error.code === "OPERATION_ALREADY_EXISTS");
}

/** Tells whether an operation counts what it created and comes to zero. */
export function countsNothingCreated({ details }: Operation): boolean {
  return isRecord(details) && details.success_count === 0;
}

/** Says how to continue after a call that did not come to its end. */
export function advice(
  { isAsync, operationId }: AnyCall,
  error: unknown,
): string {
  if (!isAsync || error instanceof TolokaIdempotencyError) return "";
  const items = error instanceof TolokaValidationError
    ? "the invalid items corrected, all at the same positions,"
    : "the same items at the same positions";
  return `; calling again with ${items} and 'operationId' "${operationId}" resumes without creating any twice`;
}

/** Creates the error about an operation that does not say what became of all of its items. */
export function unmentioned(
  { creation }: AnyCall,
  { id, status }: Operation,
  count: number,
  total: number,
): TolokaError {
  return new TolokaError(
    `Operation "${id}" has ended with ${status} but its log does not say what became of ${count} of its ${total} ${creation.noun}`,
  );
}

/**
 * Creates the error about an operation that was begun with another item than
 * the one that it would be taken over for.
 */
export function differentItem(
  { creation, operationId: first }: AnyCall,
  operationId: string,
  position: number,
  { logged, item }: { logged: unknown; item: unknown },
): TolokaIdempotencyError {
  const other = logged === undefined ? "without" : `with ${show(logged)} as`;
  return new TolokaIdempotencyError(
    `Cannot create ${creation.noun} as 'operationId' "${first}" was used before with other items: operation "${operationId}" was begun ${other} item ${position}, which now is ${
      show(item)
    }. Nothing new was sent. Call with the items of the first call at their positions, adding others only at the end, or give the new ones an 'operationId' of their own`,
    { operationId: first, position },
  );
}

/** Creates the error about an operation of another kind. */
export function differentType(
  { creation, operationId: first }: AnyCall,
  { id, type }: Operation,
): TolokaIdempotencyError {
  return new TolokaIdempotencyError(
    `Cannot create ${creation.noun} as 'operationId' "${first}" was used before: operation "${id}" is of type ${type}. Nothing new was sent`,
    { operationId: first, position: undefined },
  );
}

/** Creates the error about items that are not valid; status and the like are those of an answer, if there was one. */
export function invalidItems(
  { creation }: AnyCall,
  payload: FieldErrors | Record<string, FieldErrors>,
  answer?: TolokaValidationError,
): TolokaValidationError {
  return new TolokaValidationError(
    `Cannot create ${creation.noun} as they are not valid (VALIDATION_ERROR: Validation failed)${
      firstFieldErrors(payload)
    }`,
    {
      method: "POST",
      path: creation.path,
      code: "VALIDATION_ERROR",
      payload,
      status: answer?.status,
      requestId: answer?.requestId,
    },
  );
}

/** Names the operation in an error on its way to the caller. */
export function withOperationId(error: unknown, call: AnyCall): unknown {
  if (error instanceof TolokaError && call.isAsync) {
    error.operationId ??= call.operationId;
  }
  return error;
}
