/** Waiting for a database that another process is writing to. */
import { delay } from "@std/async/delay";
import { StoreError } from "./store.ts";

/** Longest pause between two attempts, in milliseconds. */
const LONGEST_PAUSE = 50;

/** Longest time to wait for a locked database, in milliseconds. */
const MAX_WAIT = 60_000;

/**
 * Repeats an action for as long as its database is locked. The pauses are
 * random, so that processes which wait for each other do not keep in step.
 *
 * @throws {StoreError} If the database is still locked after a minute.
 */
export async function whenUnlocked<T>(
  action: () => T | Promise<T>,
): Promise<T> {
  const start = performance.now();
  for (let attempt = 1;; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (performance.now() - start > MAX_WAIT) {
        throw new StoreError(
          `Cannot write to the store as its database has been locked for ${MAX_WAIT} ms`,
          { cause: error },
        );
      }
    }
    const most = Math.min(2 ** attempt, LONGEST_PAUSE);
    await delay(Math.random() * most);
  }
}

/** SQLite's codes for a database that is busy or locked have 5 or 6 in their lowest byte. */
function isLocked(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && [5, 6].includes(errcode & 0xff) ||
    /database (table )?is locked/.test(error.message);
}
