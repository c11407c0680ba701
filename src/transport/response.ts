/** Reads answers: what a success must hold, and which error any other status stands for. */
import { isRecord } from "../checks.ts";
import {
  errorClassOf,
  firstFieldErrors,
  TolokaApiError,
  TolokaConnectionError,
  type TolokaRequestErrorOptions,
} from "../errors.ts";
import { excerpt, type Redact, redactValue } from "./redact.ts";
import { type LargeIntegers, parseJson } from "./parse_json.ts";

/** Longest excerpts in an error, in characters: of a body, of the API's message, of a header. */
const MAX_LENGTH = { body: 200, message: 1_000, header: 200 };

/**
 * The little that the client relies on in a successful answer: an object, an
 * object with items, a list, an object unless the body is empty, an operation
 * unless the status (204) says that there is nothing to do, or anything.
 */
export type Expectation =
  | "object"
  | "page"
  | "list"
  | "optional"
  | "operation"
  | "any";

const decoder = new TextDecoder();

/** Names of the expectations in errors. */
const EXPECTED: Record<Expectation, string> = {
  object: "an object",
  page: "a page of a listing",
  list: "a list",
  optional: "an object or nothing",
  operation: "an operation, or nothing with status 204",
  any: "JSON",
};

/** A request as its answers are read: what it was, and what must not be told of it. */
export interface AnswerContext {
  /** Method and path of the request, and what is known of its outcome. */
  request: TolokaRequestErrorOptions;
  /** Replaces the secrets of the request. */
  redact: Redact;
}

/** Reads the milliseconds that a `Retry-After` header asks to wait; `undefined` without a sensible header, and for no time. */
export function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get("Retry-After")?.trim();
  if (!text) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : parseHttpDate(text) - Date.now();
  return ms > 0 ? ms : undefined;
}

/** Reads a date of a header, which is in UTC also where it says no zone, as C's asctime() writes it. */
function parseHttpDate(text: string): number {
  // Only what has a time of day: runtimes read a date even into "-5".
  if (!/\d\d:\d\d/.test(text)) return NaN;
  return Date.parse(
    /(GMT|UTC|Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text} GMT`,
  );
}

/** Reads the id under which the server knows the request, if a header says it. */
export function requestIdOf(
  headers: Headers,
  redact: Redact,
): string | undefined {
  const id = headers.get("X-Request-Id");
  return id === null ? undefined : excerpt(redact(id), MAX_LENGTH.header);
}

/**
 * Reads the body of a successful answer.
 *
 * @throws {TolokaConnectionError} If the body is JSON that breaks off.
 * @throws {TolokaApiError} If it is not what is expected.
 */
export function decodeBody(
  response: Response,
  bytes: ArrayBuffer,
  context: AnswerContext,
  expected: Expectation,
  largeIntegers: LargeIntegers,
): unknown {
  if (bytes.byteLength === 0) {
    const isNothing = expected === "operation" && response.status === 204;
    if (isNothing || expected === "any" || expected === "optional") {
      return undefined;
    }
    throw unexpected(response, "an empty body", context, expected);
  }
  let body: unknown;
  try {
    body = parseJson(bytes, largeIntegers);
  } catch (cause) {
    throw notJson(response, decoder.decode(bytes), context, cause);
  }
  if (expected === "any" || isExpected(body, expected)) return body;
  const found = isErrorBody(body)
    ? `the error ${body.code}: ${shown(body.message, context)}`
    : excerpt(context.redact(decoder.decode(bytes)), MAX_LENGTH.body);
  throw unexpected(response, found, context, expected);
}

function isExpected(body: unknown, expected: Expectation): boolean {
  if (expected === "list") return Array.isArray(body);
  if (!isRecord(body) || isErrorBody(body)) return false;
  return expected !== "page" || isPage(body);
}

/** App listings call their items `content`. */
function isPage(
  { items, content, has_more }: Record<string, unknown>,
): boolean {
  return Array.isArray(items ?? content) && typeof has_more === "boolean";
}

function isErrorBody(
  body: unknown,
): body is { code: string; message: unknown; payload?: unknown } {
  return isRecord(body) && typeof body.code === "string" &&
    "message" in body && "request_id" in body && !("id" in body);
}

function unexpected(
  response: Response,
  found: string,
  context: AnswerContext,
  expected: Expectation,
): TolokaApiError {
  return new TolokaApiError(
    `${
      callOf(context)
    } was answered with status ${response.status} but not with ${
      EXPECTED[expected]
    }: it is ${found}`,
    successOptions(response, context),
  );
}

/** JSON that breaks off is a connection that broke, and like it worth another attempt; anything else is not. */
function notJson(
  response: Response,
  text: string,
  context: AnswerContext,
  cause: unknown,
): TolokaApiError | TolokaConnectionError {
  const { request, redact } = context;
  const start = excerpt(redact(text), MAX_LENGTH.body);
  // The runtime's message repeats the text.
  (cause as Error).message = redact((cause as Error).message);
  if (cause instanceof SyntaxError && /^\s*[[{"]/.test(text)) {
    return new TolokaConnectionError(
      `${
        callOf(context)
      } failed as the JSON of its answer broke off after ${text.length} characters: ${start}`,
      { ...request, cause, outcomeUnknown: isWrite(request) },
    );
  }
  const why = cause instanceof SyntaxError
    ? `its body is not JSON (${contentType(response, redact)}): ${start}`
    : (cause as Error).message;
  return new TolokaApiError(
    `${callOf(context)} was answered with status ${response.status} but ${why}`,
    { ...successOptions(response, context), cause },
  );
}

function successOptions(
  { status, headers }: Response,
  { request, redact }: AnswerContext,
) {
  return {
    ...request,
    status,
    requestId: requestIdOf(headers, redact),
    outcomeUnknown: isWrite(request),
  };
}

/** Creates the error that an answer with an error status stands for, whatever its body is. */
export function apiErrorOf(
  response: Response,
  text: string,
  context: AnswerContext,
): TolokaApiError {
  const { status, headers } = response;
  const { request, redact } = context;
  const options = {
    ...request,
    status,
    requestId: requestIdOf(headers, redact),
    retryAfter: retryAfterOf(headers),
    outcomeUnknown: request.outcomeUnknown ||
      isWrite(request) && isInconclusive(status),
  };
  const call = callOf(context);
  const body = redactValue(parseOrUndefined(text), redact);
  if (!isRecord(body) || typeof body.code !== "string") {
    return new TolokaApiError(
      `${call} was answered with status ${status} ${
        detailOf(response, text, redact)
      }`,
      { ...options, payload: body },
    );
  }
  const { code, message, request_id, payload } = body;
  const hint = code === "AUTHENTICATION_ERROR"
    ? ": check that the token is right and belongs to this environment"
    : "";
  const fields = code === "VALIDATION_ERROR" ? firstFieldErrors(payload) : "";
  return new (errorClassOf(code))(
    `${call} failed with status ${status} ${
      excerpt(code, MAX_LENGTH.header)
    }: ${shown(message, context)}${hint}${excerpt(fields, MAX_LENGTH.message)}`,
    {
      ...options,
      code,
      payload,
      requestId: typeof request_id === "string"
        ? excerpt(request_id, MAX_LENGTH.header)
        : options.requestId,
    },
  );
}

/** Tells whether an answer leaves open if a write was carried out, whatever its body says: a gateway may speak for a server that has done it. */
function isInconclusive(status: number): boolean {
  const refused = status === 501 || status === 505;
  return status === 408 || status >= 500 && !refused;
}

function isWrite({ method }: TolokaRequestErrorOptions): boolean {
  return method !== "GET";
}

function callOf({ request: { method, path } }: AnswerContext): string {
  return `${method} ${path}`;
}

function shown(message: unknown, { redact }: AnswerContext): string {
  return typeof message === "string"
    ? excerpt(redact(message), MAX_LENGTH.message)
    : "no message";
}

/** Says what came in place of an error of the API: a redirection, nothing, or a page of a gateway. */
function detailOf(response: Response, text: string, redact: Redact): string {
  const location = response.headers.get("Location");
  if (response.status < 400 && location !== null) {
    // A query may be as secret as a token.
    const to = excerpt(
      redact(location.replace(/[?#].*$/s, "")),
      MAX_LENGTH.body,
    );
    return `to "${to}", and redirections are not followed: check the client's 'url'`;
  }
  if (text === "") return "with an empty body";
  return `(${contentType(response, redact)}): ${
    excerpt(redact(text), MAX_LENGTH.body)
  }`;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function contentType({ headers }: Response, redact: Redact): string {
  const type = headers.get("Content-Type") ?? "no content type";
  return excerpt(redact(type), MAX_LENGTH.header);
}
