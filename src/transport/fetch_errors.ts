import {
  TolokaConnectionError,
  TolokaError,
  TolokaPermissionError,
  type TolokaRequestErrorOptions,
  TolokaTimeoutError,
} from "../errors.ts";
import { classifyFetchError, reasonOf } from "./runtime.ts";

/** What a failed request has to be explained with. */
export interface FailureContext {
  /** The request. */
  about: TolokaRequestErrorOptions;
  /** Its whole address. */
  url: string;
  /** The signal of the caller. */
  options: { signal?: AbortSignal | undefined };
}

/** What came of a time limit or of the caller's signal; other errors stay what they are. */
export function explainEnd(
  error: unknown,
  ms: number | null,
  { about, options }: FailureContext,
): unknown {
  if (options.signal?.aborted) return options.signal.reason;
  if (!(error instanceof DOMException && error.name === "TimeoutError")) {
    return error;
  }
  return new TolokaTimeoutError(
    `${about.method} ${about.path} was not answered within ${ms} ms`,
    { ...about, cause: error, outcomeUnknown: about.method !== "GET" },
  );
}

/** What went wrong with a connection, as the error that the caller gets. */
export function explainConnection(
  error: unknown,
  { about, url }: FailureContext,
): TolokaError {
  if (error instanceof TolokaError) return error;
  const call = `${about.method} ${about.path}`;
  const { host } = new URL(url);
  const detail = reasonOf(error);
  switch (classifyFetchError(error)) {
    case "forbidden":
      return new TolokaPermissionError(
        `${call} was not sent as the program may not reach the network: run it with --allow-net=${host}`,
        { ...about, cause: error },
      );
    case "not connected":
      return new TolokaConnectionError(
        `${call} was not sent as no connection to "${host}" came about: ${detail}`,
        { ...about, cause: error },
      );
    case "broken":
      return new TolokaConnectionError(
        `${call} failed as the connection to "${host}" broke: ${detail}`,
        { ...about, cause: error, outcomeUnknown: about.method !== "GET" },
      );
  }
}
