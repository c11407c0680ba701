/** Exit codes by kind of error. */
import { Declined, Interrupted, UsageError } from "./usage_error.ts";

/** The codes, as `toloka --help` lists them. */
export const EXIT_CODES = {
  0: "done",
  1: "failed for another reason, or a check found errors",
  2: "wrong usage: unknown command or option, missing argument",
  3: "the token is missing or not valid, or the account may not do this",
  4: "there is no such object or file",
  5: "refused by the platform: invalid data, or not in this state",
  6: "a rate limit or quota is used up",
  7: "no connection, or no answer in time",
  8: "stopped halfway, or the outcome is unknown: the message says how to continue",
  9: "not confirmed",
  10: "the runtime does not allow it: the message names the permission",
  130: "interrupted",
} as const;

/** Exit codes of this package's errors, by the name of their class; subclasses first. */
const BY_NAME: Readonly<Record<string, number>> = {
  TolokaAuthenticationError: 3,
  TolokaAccessDeniedError: 3,
  TolokaNotFoundError: 4,
  TolokaValidationError: 5,
  TolokaConflictError: 5,
  TolokaIncorrectActionError: 5,
  TolokaOperationError: 5,
  TolokaRateLimitError: 6,
  TolokaConnectionError: 7,
  TolokaTimeoutError: 7,
  TolokaPermissionError: 10,
  TolokaUnavailableError: 7,
  TolokaIncompleteError: 8,
  DataError: 5,
  SyntaxError: 5,
  ExpressionError: 2,
  CheckFailed: 1,
  NotCapable: 10,
};

/** Finds the exit code for an error. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return 2;
  if (error instanceof Declined) return 9;
  if (error instanceof Interrupted) return 130;
  if (!(error instanceof Error)) return 1;
  if ((error as { outcomeUnknown?: boolean }).outcomeUnknown) return 8;
  if ((error as { code?: unknown }).code === "ENOENT") return 4;
  return BY_NAME[error.name] ?? 1;
}
