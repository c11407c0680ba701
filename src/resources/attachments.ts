import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type {
  Attachment,
  AttachmentQuery,
  AttachmentSortField,
} from "../types/attachments.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type { Download } from "../transport/download.ts";

const LISTING: Listing = {
  noun: "attachments",
  path: "/api/v1/attachments",
  cursor: "id",
  maxPageSize: 100,
};

/**
 * Attachments: files that Tolokers upload with their answers. Output fields of
 * type `file` hold their ids. Reached as `toloka.attachments`.
 *
 * @example Save all files of a pool
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * for await (
 *   const attachment of toloka.attachments.list({ pool_id: "12345" })
 * ) {
 *   const file = await Deno.create(attachment.id);
 *   await toloka.attachments.downloadTo(attachment.id, file.writable);
 * }
 * ```
 */
export class Attachments {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Reads what is known about a file.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   *
   * @example See what a file is and whose
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { name, media_type, details } = await toloka.attachments.get(
   *   "0983459b-e26f",
   * );
   * console.log(name, media_type, details.user_id);
   * ```
   */
  get(attachmentId: string, options?: RequestOptions): Promise<Attachment> {
    const to = path`/api/v1/attachments/${attachmentId}`;
    return this.#transport.request("GET", to, {}, options);
  }

  /**
   * Reads one page of the attachments that match a query, as the API answers it.
   *
   * @example Read the newest files of a pool
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { items } = await toloka.attachments.find({
   *   pool_id: "12345",
   *   sort: "-created",
   *   limit: 10,
   * });
   * console.log(items.map(({ name }) => name));
   * ```
   */
  find(
    query: AttachmentQuery & PageQuery<AttachmentSortField>,
    options?: RequestOptions,
  ): Promise<Page<Attachment>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every attachment that matches a query.
   *
   * @example Print the files of an assignment
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const files = toloka.attachments.list({
   *   assignment_id: "0001a5f2c8--64d1e0b7",
   * });
   * for await (const { id, name } of files) console.log(id, name);
   * ```
   */
  list(
    query: AttachmentQuery & OrderQuery,
    options?: ListOptions,
  ): Paginated<Attachment> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Starts downloading a file. The connection is read no faster than the stream,
   * so a file of any size takes little memory. `timeout` limits the wait for the
   * first byte and the silence between two chunks, not the whole download.
   *
   * If the connection breaks, the download resumes at the first byte that is
   * missing, as long as the server sends parts of files, and each attempt brings
   * something; `retries` says how many in a row may bring nothing. Otherwise
   * reading the stream fails with a {@linkcode TolokaIncompleteError} whose
   * `done` says how many bytes have arrived.
   *
   * @returns The bytes as a stream, with their number and type if the server says them.
   * @throws {TolokaNotFoundError} If there is no attachment with this id.
   *
   * @example Follow a download
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { body, size, type } = await toloka.attachments.download(
   *   "0983459b-e26f",
   * );
   * let received = 0;
   * for await (const chunk of body) {
   *   received += chunk.length;
   *   console.log(`${type}: ${received} of ${size ?? "many"} bytes`);
   * }
   * ```
   */
  async download(
    attachmentId: string,
    options?: RequestOptions,
  ): Promise<Download> {
    const to = path`/api/v1/attachments/${attachmentId}/download`;
    const { download } = await import("../transport/download.ts");
    return await download(this.#transport, to, options);
  }

  /**
   * Downloads a file into a stream, such as the `writable` of a file, no faster
   * than that takes it. The stream is closed in the end, or aborted if the
   * download fails.
   *
   * @returns How many bytes were written.
   * @throws {TypeError} If the stream is locked.
   * @throws {TolokaNotFoundError} If there is no attachment with this id.
   * @throws {TolokaIncompleteError} If the download breaks off and cannot be resumed; its `done` says after how many bytes.
   *
   * @example Save a file, unless it takes too long
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const file = await Deno.create("photo.jpg");
   * const size = await toloka.attachments.downloadTo(
   *   "0983459b-e26f",
   *   file.writable,
   *   {
   *     signal: AbortSignal.timeout(60_000),
   *   },
   * );
   * console.log(`${size} bytes`);
   * ```
   */
  async downloadTo(
    attachmentId: string,
    writable: WritableStream<Uint8Array>,
    options: RequestOptions = {},
  ): Promise<number> {
    if (writable.locked) {
      throw new TypeError("Cannot download to a stream that is locked");
    }
    let written = 0;
    try {
      const { body } = await this.download(attachmentId, options);
      const counter = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          written += chunk.length;
          controller.enqueue(chunk);
        },
      });
      const { signal } = options;
      const pipe = signal ? { signal } : {};
      await body.pipeThrough(counter).pipeTo(writable, pipe);
    } catch (error) {
      await writable.abort(error).catch(() => {});
      throw error;
    }
    return written;
  }

  /**
   * Downloads a file into memory. For large files, take
   * {@linkcode Attachments.downloadTo}.
   *
   * @throws {TolokaNotFoundError} If there is no attachment with this id.
   * @throws {TolokaIncompleteError} If the download breaks off and cannot be resumed.
   *
   * @example Get a file as a `Blob`
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const bytes = await toloka.attachments.downloadBytes("0983459b-e26f");
   * const photo = new Blob([bytes], { type: "image/jpeg" });
   * console.log(photo.size);
   * ```
   */
  async downloadBytes(
    attachmentId: string,
    options?: RequestOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { body } = await this.download(attachmentId, options);
    const chunks = await Array.fromAsync(body);
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  }
}
