/** A download that resumes where its connection broke. */
import { delay } from "@std/async/delay";
import {
  TolokaConnectionError,
  TolokaIncompleteError,
  type TolokaRequestError,
  TolokaTimeoutError,
} from "../errors.ts";
import type { RequestOptions, ResponseInfo, RetryPolicy } from "../options.ts";
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

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that an answer carries, and how to ask for the rest of them. */
interface Part {
  reader: ReadableStreamDefaultReader<Bytes>;
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
  const incoming = new Incoming(transport, path, options, first);
  const body = new ReadableStream<Bytes>({
    async pull(controller) {
      const bytes = await incoming.read();
      if (bytes) controller.enqueue(bytes);
      else controller.close();
    },
    cancel: (reason) => incoming.cancel(reason),
  }, { highWaterMark: 0 });
  const type = first.info.headers.get("Content-Type") ?? undefined;
  return { body, size: incoming.size, type };
}

/** The bytes of a file, from as many answers as it takes. */
class Incoming {
  /** Bytes of the file, if the server says it. */
  readonly size: number | undefined;
  readonly #transport: Transport;
  readonly #path: string;
  readonly #options: RequestOptions;
  readonly #policy: RetryPolicy;
  readonly #started = performance.now();
  readonly #packed: boolean;
  readonly #validator: string | undefined;
  #reader: Part["reader"];
  #received = 0;
  /** Attempts since the last byte. */
  #fruitless = 0;

  constructor(
    transport: Transport,
    path: string,
    options: RequestOptions,
    { reader, info: { headers } }: Part,
  ) {
    this.#transport = transport;
    this.#path = path;
    this.#options = options;
    this.#policy = transport.retryPolicy(options);
    this.#reader = reader;
    // Packed bytes are not the file's: their number says nothing, and none can be left out.
    const encoding = headers.get("Content-Encoding") ?? "";
    this.#packed = !/^(identity)?$/.test(encoding);
    this.size = this.#packed
      ? undefined
      : wholeNumber(headers.get("Content-Length"));
    this.#validator = validatorOf(headers);
  }

  /** Reads the next bytes; `undefined` at the end of the file. */
  async read(): Promise<Bytes | undefined> {
    while (true) {
      try {
        const { done, value } = await this.#reader.read();
        if (!done) {
          if (value.length === 0) continue;
          this.#received += value.length;
          this.#fruitless = 0;
          return value;
        }
        if (this.size === undefined || this.#received >= this.size) return;
        throw new TolokaConnectionError(
          `GET ${this.#path} ended before the whole file was there`,
          { method: "GET", path: this.#path },
        );
      } catch (error) {
        await this.#resume(error);
      }
    }
  }

  cancel(reason: unknown): Promise<void> {
    return this.#reader.cancel(reason);
  }

  /** Resumes at the first byte that is missing, or throws why that cannot be. */
  async #resume(cause: unknown): Promise<void> {
    const { signal } = this.#options;
    if (signal?.aborted || !isBreak(cause)) throw cause;
    if (this.#packed) {
      throw this.#broken(
        "cannot be resumed as the server packs the bytes",
        cause,
      );
    }
    await this.#pause(cause);
    let next: Part;
    try {
      next = await open(this.#transport, this.#path, this.#options, {
        "Range": `bytes=${this.#received}-`,
        ...(this.#validator ? { "If-Range": this.#validator } : {}),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw this.#broken("could not be resumed", error);
    }
    if (!continues(next.info, this.#received, this.size)) {
      await next.reader.cancel();
      const why =
        "cannot be resumed as the server does not send the rest of it";
      throw this.#broken(why, cause);
    }
    this.#reader = next.reader;
  }

  /** Waits as the policy says, but not for the first attempt after bytes have come in: the server is there. */
  async #pause(error: TolokaRequestError): Promise<void> {
    const wait = this.#policy.wait({
      method: "GET",
      path: this.#path,
      attempt: this.#fruitless + 1,
      elapsed: performance.now() - this.#started,
      error,
      idempotent: true,
    });
    if (wait === undefined) {
      const why = this.#fruitless === 0
        ? "is not resumed as the retry policy gives up"
        : `was resumed ${this.#fruitless} times without a further byte`;
      throw this.#broken(why, error);
    }
    const { signal } = this.#options;
    if (this.#fruitless > 0) await delay(wait, signal ? { signal } : {});
    this.#fruitless++;
  }

  #broken(why: string, cause: unknown): Error {
    const [received, size] = [this.#received, this.size];
    return new TolokaIncompleteError<DownloadProgress>(
      `GET ${this.#path} broke off after ${received} of ${
        size ?? "an unknown number of"
      } bytes and ${why}: ${
        cause instanceof Error ? cause.message : String(cause)
      }`,
      { received, size },
      cause,
    );
  }
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
