/** Waiting for operations to end. */
import { delay } from "@std/async/delay";
import { show } from "../checks.ts";
import {
  TolokaNotFoundError,
  TolokaOperationError,
  TolokaTimeoutError,
} from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import { path } from "../transport/path.ts";
import { remainingTime } from "../transport/timeouts.ts";
import type { Transport } from "../transport/transport.ts";
import type { Operation } from "../types/operations.ts";
import { getOperation } from "./read.ts";

/** Options of a method that waits for an operation to end. */
export interface WaitOptions extends RequestOptions {
  /** Longest wait for the end, in milliseconds. @default 600_000 */
  maxWait?: number | undefined;
  /** Called with the operation each time its state was read. */
  onProgress?: ((operation: Operation) => void) | undefined;
}

/** Pauses between two reads, in milliseconds. */
export interface Polling {
  /** The first pause. */
  first: number;
  /** Factor from each pause to the next one. */
  factor: number;
  /** The longest pause. */
  max: number;
}

/** Early at first, as most operations are short, then less often. */
export const POLLING: Polling = { first: 100, factor: 1.5, max: 5_000 };

/** Longest wait for an operation unless the caller says otherwise, in milliseconds. */
const MAX_WAIT = 600_000;

/** Longest time that the server takes to show what it has accepted, in milliseconds. */
export const MAX_LAG = 60_000;

/**
 * Waits until an operation has ended, with success or without. It is known to
 * exist, so that the server may take a while to find it.
 *
 * @throws {TolokaTimeoutError} If it has not ended after `maxWait`.
 */
export async function waitForEnd<T extends Operation>(
  transport: Transport,
  operation: T,
  options: WaitOptions,
): Promise<T> {
  const { maxWait = MAX_WAIT, onProgress } = options;
  checkMaxWait(options);
  let current = operation;
  const over = await poll(maxWait, options, async (waited) => {
    if (hasEnded(current)) return true;
    if (waited === 0) return false;
    try {
      current = await getOperation(transport, current.id, options) as T;
    } catch (error) {
      if (error instanceof TolokaNotFoundError && waited < MAX_LAG) {
        return false;
      }
      throw error;
    }
    onProgress?.(current);
    return hasEnded(current) || timeLeft(current, waited);
  });
  if (over) return current;
  throw new TolokaTimeoutError(
    `Operation "${current.id}" (${current.type}) was still ${current.status} after ${maxWait} ms`,
    { method: "GET", path: `${path`/api/v1/operations/${current.id}`}` },
  );
}

/** Works out when an operation will have ended if it continues at its pace, in milliseconds. */
function timeLeft({ progress }: Operation, waited: number): number {
  if (typeof progress !== "number" || !(progress > 0)) return Infinity;
  return waited * (100 - progress) / progress;
}

function hasEnded({ status }: Operation): boolean {
  return status === "SUCCESS" || status === "FAIL";
}

/**
 * Asks again and again, with growing pauses, until the answer is yes.
 *
 * @param maxWait Longest wait in milliseconds.
 * @param options Signal and deadline that end the wait.
 * @param isOver Asks; it is told for how many milliseconds it has waited, and may answer with how many more it expects.
 * @returns Whether the answer was yes in time.
 */
export async function poll(
  maxWait: number,
  { signal, deadline }: RequestOptions,
  isOver: (waited: number) => Promise<boolean | number>,
): Promise<boolean> {
  let waited = 0;
  let pause = POLLING.first;
  for (;;) {
    const asked = performance.now();
    const answer = await isOver(waited);
    if (answer === true) return true;
    if (waited >= maxWait) return false;
    // The request after the deadline fails, and says why.
    const remaining = Math.max(0, remainingTime({ deadline }));
    // An end that is in sight is not slept through.
    const expected = typeof answer === "number" ? answer : Infinity;
    const longest = Math.min(pause, Math.max(POLLING.first, expected));
    const wait = Math.min(Math.ceil(longest), maxWait - waited, remaining);
    const answered = performance.now();
    await delay(wait, signal ? { signal } : {});
    waited += Math.round(answered - asked) + wait;
    pause = Math.min(Math.round(pause * POLLING.factor), POLLING.max);
  }
}

/**
 * Waits until an operation has succeeded.
 *
 * @throws {TolokaOperationError} If it fails.
 */
export async function waitForSuccess<T extends Operation>(
  transport: Transport,
  operation: T,
  options: WaitOptions,
): Promise<T> {
  const ended = await waitForEnd(transport, operation, options);
  if (ended.status === "FAIL") throw new TolokaOperationError(ended);
  return ended;
}

/** @throws {RangeError} If the longest wait is not a positive number of milliseconds. */
export function checkMaxWait({ maxWait = MAX_WAIT }: WaitOptions): void {
  if (typeof maxWait === "number" && maxWait > 0) return;
  throw new RangeError(
    `Cannot wait for an operation as 'maxWait' must be a positive number of milliseconds: current value is ${
      show(maxWait)
    }`,
  );
}
