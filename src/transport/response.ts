import { isRecord } from "../checks.ts";
import {
  errorClassOf,
  firstFieldErrors,
  TolokaApiError,
  type TolokaRequestErrorOptions,
} from "../errors.ts";

/** Statuses whose meaning is that the request may have been carried out, if no API error comes with them. */
const MAYBE_DONE: readonly number[] = [408, 500, 502, 503, 504];

/** How much of a body that is not the API's goes into an error. */
const EXCERPT = 200;

/** Milliseconds that a `Retry-After` header asks for, as seconds or as a date; `undefined` without a sensible one. */
export function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get("Retry-After")?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Only what has a time of day: runtimes read a date even into "-5".
  const ms = /\d\d:\d\d/.test(text) ? Date.parse(text) - Date.now() : NaN;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Id under which the server knows the request, if a header says it. */
export function requestIdOf(headers: Headers): string | undefined {
  return headers.get("X-Request-Id") ?? undefined;
}

/** The body of a successful answer as JSON; nothing for an empty one. */
export function decodeBody(
  response: Response,
  text: string,
  about: TolokaRequestErrorOptions,
): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TolokaApiError(
      `${about.method} ${about.path} was answered with status ${response.status} but its body is not JSON (${
        contentType(response)
      }): ${excerpt(text)}`,
      {
        ...about,
        cause,
        status: response.status,
        requestId: requestIdOf(response.headers),
        outcomeUnknown: about.method !== "GET",
      },
    );
  }
}

/** The error that an answer with an error status stands for, whatever its body is. */
export function apiErrorOf(
  response: Response,
  text: string,
  about: TolokaRequestErrorOptions,
): TolokaApiError {
  const { status, headers } = response;
  const options = {
    ...about,
    status,
    requestId: requestIdOf(headers),
    retryAfter: retryAfterOf(headers),
  };
  const call = `${about.method} ${about.path}`;
  const body = parseOrUndefined(text);
  if (!isRecord(body) || typeof body.code !== "string") {
    const detail = text === ""
      ? "with an empty body"
      : `(${contentType(response)}): ${excerpt(text)}`;
    return new TolokaApiError(
      `${call} was answered with status ${status} ${detail}`,
      {
        ...options,
        payload: body,
        outcomeUnknown: about.outcomeUnknown ||
          about.method !== "GET" && MAYBE_DONE.includes(status),
      },
    );
  }
  const { code, message, request_id, payload } = body;
  const hint = code === "AUTHENTICATION_ERROR"
    ? ": check that the token is right and belongs to this environment"
    : "";
  return new (errorClassOf(code))(
    `${call} failed with status ${status} ${code}: ${
      typeof message === "string" ? message : "no message"
    }${hint}${code === "VALIDATION_ERROR" ? firstFieldErrors(payload) : ""}`,
    {
      ...options,
      code,
      payload,
      requestId: typeof request_id === "string"
        ? request_id
        : options.requestId,
    },
  );
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function contentType(response: Response): string {
  return response.headers.get("Content-Type") ?? "no content type";
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT)}...` : line;
}
