/** What an error says of a creation: nothing was made, something was, or nobody knows. */
import { isRecord } from "../checks.ts";
import {
  firstFieldErrors,
  TolokaApiError,
  TolokaError,
  TolokaIncompleteError,
  TolokaOperationError,
  TolokaRequestError,
  TolokaValidationError,
} from "../errors.ts";
import type { FieldErrors } from "../types/common.ts";
import type { Operation } from "../types/operations.ts";
import type { CreateManyOptions, CreateOptions } from "./creation_options.ts";

/** What is created, for messages. */
export interface Created {
  /** In the plural: `"tasks"`. */
  noun: string;
  /** Path of the endpoint. */
  path: string;
}

/** Whether an error says for sure that its request created nothing. */
export function createdNothing(
  error: unknown,
  options: CreateOptions | CreateManyOptions,
): boolean {
  if (!(error instanceof TolokaRequestError)) return false;
  if (error.method !== "POST" || error.outcomeUnknown) return false;
  // Without an operation to take over, an earlier request has done it, or not.
  return !(options.async === false && error instanceof TolokaApiError &&
    error.code === "OPERATION_ALREADY_EXISTS");
}

/** Whether an operation counts what it created and comes to zero. */
export function saysNothingCreated({ details }: Operation): boolean {
  return isRecord(details) && details.success_count === 0;
}

/** What to do after a creation of which not all is known. */
export function advice(
  error: unknown,
  options: CreateOptions | CreateManyOptions,
  operationId: string,
): string {
  const ended = error instanceof TolokaOperationError ||
    error instanceof TolokaValidationError;
  return ended || options.async === false
    ? ""
    : `; calling again with the same input and 'operationId' "${operationId}" goes on without creating any twice`;
}

/** The error of a call whose outcome its caller has to find out. */
export function untold(
  { noun }: Created,
  error: TolokaError,
  options: CreateOptions | CreateManyOptions,
  operationId: string,
): TolokaIncompleteError<undefined> {
  return new TolokaIncompleteError(
    `Cannot tell whether ${noun} were created${
      advice(error, options, operationId)
    }: ${error.message}`,
    undefined,
    error,
  );
}

/** The error about an operation that succeeded and does not name all of its items. */
export function silent(
  { noun }: Created,
  { id }: Operation,
  lacking: number,
  all: number,
): TolokaError {
  return new TolokaError(
    `Operation "${id}" has succeeded but its log does not say that ${lacking} of its ${all} ${noun} were created`,
  );
}

/** The error about items that are not valid; status and the like are those of an answer, if there was one. */
export function invalid(
  { noun, path }: Created,
  payload: FieldErrors | Record<string, FieldErrors>,
  answer?: TolokaValidationError,
): TolokaValidationError {
  return new TolokaValidationError(
    `Cannot create ${noun} as they are not valid (VALIDATION_ERROR: Validation failed)${
      firstFieldErrors(payload)
    }`,
    {
      method: "POST",
      path,
      code: "VALIDATION_ERROR",
      payload,
      status: answer?.status,
      requestId: answer?.requestId,
    },
  );
}
