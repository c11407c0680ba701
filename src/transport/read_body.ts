/** Reads the body of an answer whole, up to a size. */
import { TolokaApiError } from "../errors.ts";
import { explainFetchError, type FetchContext } from "./fetch_errors.ts";
import { requestIdOf } from "./response.ts";
import { type Limits, readChunk } from "./timeouts.ts";

/** A request whose answer is read. */
export interface ReadContext extends FetchContext {
  /** Its time limits. */
  limits: Limits;
}

/** Bytes that are read of the body of an error. One that refuses a request lists every item of it. */
const MAX_ERROR_SIZE = { refusal: 8_388_608, other: 65_536 };

/**
 * Reads the body of a successful answer. Its bytes are better kept than its text,
 * which the collector would have to find and move while JSON is parsed.
 *
 * @throws {TolokaApiError} If it is larger than `maxSize`.
 */
export async function readBody(
  response: Response,
  context: ReadContext,
  maxSize: number,
): Promise<ArrayBuffer> {
  if (isSmall(response, maxSize) && context.limits.read === null) {
    try {
      return await response.arrayBuffer();
    } catch (error) {
      throw explainFetchError(error, context);
    }
  }
  const { bytes, whole } = await readPart(response, context, maxSize);
  if (whole) return bytes.buffer;
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
  const { bytes, whole } = await readPart(response, context, maxSize);
  // The last character may be cut.
  return new TextDecoder().decode(bytes, { stream: !whole });
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
): Promise<{ bytes: Uint8Array<ArrayBuffer>; whole: boolean }> {
  const chunks: Uint8Array[] = [];
  const reader = response.body?.getReader();
  let size = 0;
  while (reader && size <= maxSize) {
    const { done, value } = await readChunk(reader, context);
    if (done) return { bytes: joined(chunks, size), whole: true };
    chunks.push(value);
    size += value.length;
  }
  await reader?.cancel().catch(() => {});
  return { bytes: joined(chunks, Math.min(size, maxSize)), whole: !reader };
}

/** Joins chunks, up to a size. */
function joined(
  chunks: readonly Uint8Array[],
  size: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, size - filled), filled);
    filled += chunk.length;
  }
  return bytes;
}
