/** Turns what a `fetch` fails with into this package's errors. */
import {
  TolokaConnectionError,
  TolokaError,
  TolokaPermissionError,
  TolokaTimeoutError,
} from "../errors.ts";
import { classifyFetchError, reasonOf } from "./runtime.ts";
import { excerpt } from "./redact.ts";
import type { AnswerContext } from "./response.ts";

/** Longest reason of a runtime in a message, in characters. */
const MAX_REASON = 500;

/** A request as its failures are explained. */
export interface FetchContext extends AnswerContext {
  /** Its whole address. */
  url: string;
  /** The signal of the caller. */
  options: { signal?: AbortSignal | undefined };
}

/** Explains the end of a wait: the caller's signal, or a time limit; other errors stay what they are. */
export function explainTimeout(
  error: unknown,
  ms: number | null,
  { request, options }: FetchContext,
): unknown {
  if (options.signal?.aborted) return options.signal.reason;
  if (!(error instanceof DOMException && error.name === "TimeoutError")) {
    return error;
  }
  const { method, path } = request;
  return new TolokaTimeoutError(
    `${method} ${path} was not answered within ${ms} ms`,
    {
      ...request,
      cause: error,
      outcomeUnknown: request.outcomeUnknown || method !== "GET",
    },
  );
}

/** Explains the failure of a connection. */
export function explainFetchError(
  error: unknown,
  { request, url, redact }: FetchContext,
): TolokaError {
  if (error instanceof TolokaError) return error;
  const call = `${request.method} ${request.path}`;
  const { host } = new URL(url);
  const detail = excerpt(redact(reasonOf(error)), MAX_REASON);
  const options = { ...request, cause: error };
  switch (classifyFetchError(error)) {
    case "forbidden":
      return new TolokaPermissionError(
        `${call} was not sent as the program may not reach the network: run it with --allow-net=${host}`,
        options,
      );
    case "not connected":
      return new TolokaConnectionError(
        `${call} was not sent as no connection to "${host}" could be opened: ${detail}`,
        options,
      );
    case "broken":
      return new TolokaConnectionError(
        `${call} failed as the connection to "${host}" broke: ${detail}`,
        {
          ...options,
          outcomeUnknown: request.outcomeUnknown || request.method !== "GET",
        },
      );
  }
}
