/** Errors of the command line itself. */

/** A mistake in how a command was given. */
export class UsageError extends Error {
  /** Name of the class. */
  override readonly name = "UsageError";
}

/** A question before spending that was answered with no. */
export class Declined extends Error {
  /** Name of the class. */
  override readonly name = "Declined";
}

/** The reason of the signal after Ctrl-C. */
export class Interrupted extends Error {
  /** Name of the class. */
  override readonly name = "Interrupted";
}

/** A check that found errors: the command did its work, and the result is bad. */
export class CheckFailed extends Error {
  /** Name of the class. */
  override readonly name = "CheckFailed";
}
