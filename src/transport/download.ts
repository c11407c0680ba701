/** A download that goes on where its connection broke. */
import { delay } from "@std/async/delay";
import {
  TolokaConnectionError,
  TolokaIncompleteError,
  type TolokaRequestError,
  TolokaTimeoutError,
} from "../errors.ts";
import type { RequestOptions, ResponseInfo } from "../options.ts";
import { checkPath, type IdPath } from "./path.ts";
import type { Transport } from "./transport.ts";

/** A file on its way. */
export interface Download {
  /**
   * The file's bytes, read from the connection as they are asked for. Read it to
   * the end or cancel it: until then the connection stays open.
   */
  body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Bytes of the file, if the server says it. */
  size: number | undefined;
  /** Media type of the file, if the server says it. */
  type: string | undefined;
}

/** Progress of a broken download, as {@linkcode TolokaIncompleteError} has it. */
export interface DownloadProgress {
  /** Bytes that have arrived. */
  received: number;
  /** Bytes that the file has, if the server says it. */
  size: number | undefined;
}

/** Bytes that an answer carries, and how to ask for the rest of them. */
interface Part {
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  info: ResponseInfo;
}

/** Starts a download. */
export async function download(
  transport: Transport,
  to: string | IdPath,
  options: RequestOptions = {},
): Promise<Download> {
  const path = checkPath(to);
  const first = await open(transport, path, options, {});
  const { headers } = first.info;
  // Packed bytes are not the file's: their number says nothing, and none can be left out.
  const packed = !/^(identity)?$/.test(headers.get("Content-Encoding") ?? "");
  const size = packed ? undefined : wholeNumber(headers.get("Content-Length"));
  const validator = validatorOf(headers);
  const policy = transport.retryPolicy(options);
  let { reader } = first;
  let received = 0;
  let fruitless = 0;
  const started = performance.now();

  /** Waits as the policy says, but not for the first attempt after bytes have come in: the server is there. */
  async function pause(
    error: TolokaRequestError,
    broken: (why: string) => Error,
  ): Promise<void> {
    const elapsed = performance.now() - started;
    const attempt = { method: "GET", path, attempt: fruitless + 1, elapsed };
    const wait = policy.wait({ ...attempt, error, idempotent: true });
    if (wait === undefined) {
      throw broken(
        fruitless === 0
          ? "is not resumed as the retry policy gives up"
          : `was resumed ${fruitless} times without a further byte`,
      );
    }
    const { signal } = options;
    if (fruitless > 0) await delay(wait, signal ? { signal } : {});
    fruitless++;
  }

  /** Goes on at the first byte that is missing, or throws why that cannot be. */
  async function resume(cause: unknown): Promise<void> {
    const broken = (why: string) =>
      new TolokaIncompleteError<DownloadProgress>(
        `GET ${path} broke off after ${received} of ${
          size ?? "an unknown number of"
        } bytes and ${why}: ${
          cause instanceof Error ? cause.message : String(cause)
        }`,
        { received, size },
        cause,
      );
    const { signal } = options;
    if (signal?.aborted || !isBreak(cause)) throw cause;
    if (packed) throw broken("cannot go on as the server packs the bytes");
    await pause(cause, broken);
    let next: Part;
    try {
      next = await open(transport, path, options, {
        "Range": `bytes=${received}-`,
        ...(validator ? { "If-Range": validator } : {}),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      cause = error;
      throw broken("could not be resumed");
    }
    if (!continues(next.info, received, size)) {
      await next.reader.cancel();
      throw broken("cannot go on as the server does not send the rest of it");
    }
    reader = next.reader;
  }

  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      while (true) {
        try {
          const { done, value } = await reader.read();
          if (!done) {
            if (value.length === 0) continue;
            received += value.length;
            fruitless = 0;
            return controller.enqueue(value);
          }
          if (size === undefined || received >= size) return controller.close();
          throw new TolokaConnectionError(
            `GET ${path} ended before the whole file was there`,
            { method: "GET", path },
          );
        } catch (error) {
          await resume(error);
        }
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
  const type = headers.get("Content-Type") ?? undefined;
  return { body, size, type };
}

/** Asks for a file, or for a part of it. */
async function open(
  transport: Transport,
  path: string,
  options: RequestOptions,
  extra: Record<string, string>,
): Promise<Part> {
  const headers = new Headers(options.headers);
  for (const [name, value] of Object.entries(extra)) headers.set(name, value);
  let info: ResponseInfo | undefined;
  const body = await transport.stream(path, {
    ...options,
    headers,
    onResponse(response) {
      info = response;
      options.onResponse?.(response);
    },
  });
  return { reader: body.getReader(), info: info! };
}

/** Tells whether an answer has the bytes from `received` on, of the same file. */
function continues(
  { status, headers }: ResponseInfo,
  received: number,
  size: number | undefined,
): boolean {
  const [, first, last, total] =
    /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get("Content-Range") ?? "") ??
      [];
  return status === 206 && Number(first) === received &&
    (size === undefined || (Number(last) === size - 1 &&
      (total === "*" || Number(total) === size)));
}

/** Finds the header that identifies a version of the file: its tag, unless it is a weak one, or its date. */
function validatorOf(headers: Headers): string | undefined {
  const tag = headers.get("ETag");
  return tag?.startsWith('"') ? tag : headers.get("Last-Modified") ?? undefined;
}

function isBreak(error: unknown): error is TolokaRequestError {
  return error instanceof TolokaConnectionError ||
    error instanceof TolokaTimeoutError;
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}
