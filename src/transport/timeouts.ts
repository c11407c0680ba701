/** Time limits of an attempt, and of the silence in its body. */
import { deadline } from "@std/async/deadline";
import { checkDuration, show } from "../checks.ts";
import { TolokaTimeoutError } from "../errors.ts";
import type { RequestOptions, Timeouts } from "../options.ts";
import {
  explainFetchError,
  explainTimeout,
  type FetchContext,
} from "./fetch_errors.ts";

/** Milliseconds that an attempt, its headers, and the silence between two chunks may take; `null` for no limit. */
export interface Limits {
  /** The whole attempt. */
  total: number | null;
  /** Until the headers are there. */
  connect: number | null;
  /** Between two chunks of the body. */
  read: number | null;
}

const DEFAULT_TIMEOUT = 10_000;

/** @throws {RangeError} If a time limit is not a number of milliseconds from 1, or `null`. */
export function checkTimeout(
  action: string,
  timeout: number | Timeouts | null,
): number | Timeouts | null {
  const limits = typeof timeout === "object" && timeout !== null
    ? { "timeout.connect": timeout.connect, "timeout.read": timeout.read }
    : { timeout };
  for (const [name, ms] of Object.entries(limits)) {
    if (ms === null || ms === undefined) continue;
    checkDuration(action, name, ms, ", or null");
  }
  return timeout;
}

/** Works out the limits that follow from a `timeout`; how long a stream is read is its reader's decision. */
export function limitsOf(
  timeout: number | Timeouts | null,
  streams: boolean,
): Limits {
  if (typeof timeout === "number") {
    return streams
      ? { total: null, connect: timeout, read: timeout }
      : { total: timeout, connect: null, read: null };
  }
  if (timeout === null) return { total: null, connect: null, read: null };
  const { connect = DEFAULT_TIMEOUT, read = DEFAULT_TIMEOUT } = timeout;
  return { total: null, connect, read };
}

/** @throws {TypeError} If a deadline is not a point in time. */
export function checkDeadline(deadline: unknown): void {
  if (deadline === undefined) return;
  if (deadline instanceof Date && !Number.isNaN(deadline.getTime())) return;
  throw new TypeError(
    `Cannot make a request as 'deadline' must be a valid Date: current value is ${
      show(deadline)
    }`,
  );
}

/** Works out the milliseconds until a call's deadline; infinite for a call without one. */
export function remainingTime({ deadline }: RequestOptions): number {
  return deadline === undefined ? Infinity : deadline.getTime() - Date.now();
}

/** Creates the error of a request that is not sent as its call is over. */
export function deadlineError(
  { request, options }: FetchContext & { options: RequestOptions },
): TolokaTimeoutError {
  const { method, path } = request;
  return new TolokaTimeoutError(
    `${method} ${path} was not sent as its deadline has passed: ${
      options.deadline!.toISOString()
    }`,
    { ...request },
  );
}

/**
 * Waits for a part of an attempt as long as it may take and its caller wants.
 * The controller is aborted when that time is over: the work may be bound to it.
 */
export async function withTimeout<T>(
  work: Promise<T>,
  ms: number | null,
  context: FetchContext,
  controller: AbortController = new AbortController(),
): Promise<T> {
  const { signal } = context.options;
  if (ms === null && !signal) return await work;
  const abort = () => controller.abort(signal!.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  // The timer of `deadline` cannot be cleared, and would keep every finished
  // call in memory until its time is up; so `deadline` waits for ours.
  const timer = ms === null ? undefined : setTimeout(() => {
    controller.abort(new DOMException("Signal timed out", "TimeoutError"));
  }, ms);
  try {
    return await deadline(work, Infinity, { signal: controller.signal });
  } catch (error) {
    // Work that is bound to the controller may fail first, and for that reason.
    const { aborted, reason } = controller.signal;
    throw explainTimeout(aborted ? reason : error, ms, context);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** Lets a promise of `fetch` or of a body fail with this package's errors. */
export function withFetchErrors<T>(
  work: Promise<T>,
  context: FetchContext,
): Promise<T> {
  return work.catch((error) => {
    throw explainFetchError(error, context);
  });
}

/** Reads the next chunk of a body, for which its server has a limited time. */
export async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  context: FetchContext & { limits: Limits },
): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
  try {
    const chunk = withFetchErrors(reader.read(), context);
    return await withTimeout(chunk, context.limits.read, context);
  } catch (error) {
    // Deno's fetch may have lost sight of the signal that ends it.
    reader.cancel(error).catch(() => {});
    throw error;
  }
}

/**
 * Creates a stream of an answer's body that fails with this package's errors,
 * also when no chunk comes for too long. `end` lets go of the connection.
 */
export function guardBody(
  response: Response,
  context: FetchContext & { limits: Limits },
  end: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  const { signal } = context.options;
  const finish = () => {
    signal?.removeEventListener("abort", finish);
    end();
  };
  // The caller may give up without reading on.
  signal?.addEventListener("abort", finish);
  return new ReadableStream({
    async pull(controller) {
      if (!reader) {
        finish();
        return controller.close();
      }
      try {
        const { done, value } = await readChunk(reader, context);
        if (!done) return controller.enqueue(value);
        finish();
        controller.close();
      } catch (error) {
        finish();
        throw error;
      }
    },
    async cancel(reason) {
      finish();
      await reader?.cancel(reason).catch(() => {});
    },
  }, { highWaterMark: 0 });
}
