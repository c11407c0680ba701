/** Checks of options that the client and single requests share. */
import type { Timeouts } from "../options.ts";

/** A value for a message: texts in quotes, so that "5" is not taken for 5. */
export function show(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}

/** The longest time a timer of the runtimes can wait, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** @throws {RangeError} If the number of retries is not a whole number from 0. */
export function checkRetries(action: string, retries: number): number {
  if (!Number.isInteger(retries) || retries < 0) {
    throw new RangeError(
      `Cannot ${action} as 'retries' must be a whole number from 0: current value is ${
        show(retries)
      }`,
    );
  }
  return retries;
}

/** @throws {RangeError} If a time limit is not a number of milliseconds from 1. */
export function checkTimeout(
  action: string,
  timeout: number | Timeouts | null,
): number | Timeouts | null {
  const limits = typeof timeout === "object" && timeout !== null
    ? { "timeout.connect": timeout.connect, "timeout.read": timeout.read }
    : { timeout };
  for (const [name, ms] of Object.entries(limits)) {
    if (ms === null || ms === undefined) continue;
    if (!(typeof ms === "number" && ms >= 1 && ms <= LONGEST)) {
      throw new RangeError(
        `Cannot ${action} as '${name}' must be between 1 and ${LONGEST} milliseconds, or null: current value is ${
          show(ms)
        }`,
      );
    }
  }
  return timeout;
}
