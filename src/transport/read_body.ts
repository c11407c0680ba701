/** Reads the body of an answer whole, up to a size. */
import { TolokaApiError } from "../errors.ts";
import type { FetchContext } from "./fetch_errors.ts";
import { requestIdOf } from "./response.ts";
import { guardBody, type Limits, withFetchErrors } from "./timeouts.ts";

/** A request whose answer is read. */
export interface ReadContext extends FetchContext {
  /** Its time limits. */
  limits: Limits;
}

/** Bytes that are read of the body of an error. One that refuses a request lists every item of it. */
const MAX_ERROR_SIZE = { refusal: 8_388_608, other: 65_536 };

/**
 * Reads the body of a successful answer.
 *
 * @throws {TolokaApiError} If it is larger than `maxSize`.
 */
export async function readText(
  response: Response,
  context: ReadContext,
  maxSize: number,
): Promise<string> {
  if (isSmall(response, maxSize) && context.limits.read === null) {
    return await withFetchErrors(response.text(), context);
  }
  const { text, whole } = await readPart(response, context, maxSize);
  if (whole) return text;
  const { request, redact } = context;
  const { method, path } = request;
  throw new TolokaApiError(
    `${method} ${path} was answered with a body of more than ${maxSize} bytes: ask for less in one request, or set 'maxBodySize'`,
    {
      ...request,
      status: response.status,
      requestId: requestIdOf(response.headers, redact),
      outcomeUnknown: method !== "GET",
    },
  );
}

/** Reads the body of an error, as much of it as an error can use. */
export async function readErrorText(
  response: Response,
  context: ReadContext,
): Promise<string> {
  const { refusal, other } = MAX_ERROR_SIZE;
  const maxSize = response.status === 400 ? refusal : other;
  return (await readPart(response, context, maxSize)).text;
}

/** Tells whether a body is known to be small: the runtimes hold it to its length, unless it is unpacked. */
function isSmall({ headers }: Response, maxSize: number): boolean {
  const length = headers.get("Content-Length");
  return length !== null && Number(length) <= maxSize &&
    !headers.has("Content-Encoding");
}

/** Reads as many bytes as allowed, and lets go of the rest. */
async function readPart(
  response: Response,
  context: ReadContext,
  maxSize: number,
): Promise<{ text: string; whole: boolean }> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of guardBody(response, context, () => {})) {
    size += chunk.length;
    if (size > maxSize) {
      text += decoder.decode(chunk.subarray(0, chunk.length - size + maxSize));
      return { text, whole: false };
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return { text: text + decoder.decode(), whole: true };
}
