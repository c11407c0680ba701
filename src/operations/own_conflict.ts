/** Conflicts of a call with itself. */
import { TolokaApiError } from "../errors.ts";

/**
 * Tells whether a conflict may be with what an earlier attempt of the same call
 * has done, whose answer was lost. The state of the object then tells.
 */
export function mayBeOwnConflict(error: unknown): boolean {
  return error instanceof TolokaApiError && error.status === 409 &&
    error.outcomeUnknown;
}
