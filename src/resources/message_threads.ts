import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type {
  MessageThread,
  MessageThreadCompose,
  MessageThreadFolder,
  MessageThreadQuery,
  MessageThreadReply,
  MessageThreadSortField,
} from "../types/message_threads.ts";

const LISTING: Listing = {
  noun: "message threads",
  path: "/api/v1/message-threads",
  cursor: "id",
  maxPageSize: 300,
};

/**
 * Message threads: conversations with Tolokers. Reached as
 * `toloka.messageThreads`.
 *
 * @example Answer what is unread
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * for await (
 *   const thread of toloka.messageThreads.list({
 *     folder: ["INBOX", "UNREAD"],
 *   })
 * ) {
 *   await toloka.messageThreads.reply(thread.id, {
 *     text: { EN: "Thank you, we look into it" },
 *   });
 *   await toloka.messageThreads.removeFromFolders(thread.id, ["UNREAD"]);
 * }
 * ```
 */
export class MessageThreads {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Sends a message to Tolokers and so begins a thread.
   *
   * @param message Text, subject, and who gets it.
   * @throws {TolokaIncorrectActionError} With code `INCORRECT_RECIPIENTS` if a Toloker cannot be written to.
   *
   * @example Write to those with a skill
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const thread = await toloka.messageThreads.compose({
   *   recipients_select_type: "FILTER",
   *   recipients_filter: {
   *     category: "skill",
   *     key: "11051",
   *     operator: "GT",
   *     value: 80,
   *   },
   *   topic: { EN: "New tasks" },
   *   text: { EN: "There are new pictures of cats and dogs" },
   *   answerable: false,
   * });
   * console.log(thread.id);
   * ```
   */
  compose(
    message: MessageThreadCompose,
    options?: RequestOptions,
  ): Promise<MessageThread> {
    const to = `${LISTING.path}/compose`;
    return this.#transport.post(to, message, options);
  }

  /**
   * Answers in a thread.
   *
   * @returns The thread with the answer in it.
   *
   * @example Answer in a thread
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { messages } = await toloka.messageThreads.reply("5d8a1c47-e09b", {
   *   text: { EN: "You are right, we have paid for it" },
   * });
   * console.log(messages?.at(-1)?.text);
   * ```
   */
  reply(
    messageThreadId: string,
    reply: MessageThreadReply,
    options?: RequestOptions,
  ): Promise<MessageThread> {
    const to = path`/api/v1/message-threads/${messageThreadId}/reply`;
    return this.#transport.post(to, reply, options);
  }

  /**
   * Puts a thread into folders: `UNREAD` marks it as unread, `IMPORTANT` as
   * important.
   *
   * @example Mark a thread as important
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { folders } = await toloka.messageThreads.addToFolders(
   *   "5d8a1c47-e09b",
   *   ["IMPORTANT"],
   * );
   * console.log(folders);
   * ```
   */
  addToFolders(
    messageThreadId: string,
    folders: readonly MessageThreadFolder[],
    options?: RequestOptions,
  ): Promise<MessageThread> {
    const to = path`/api/v1/message-threads/${messageThreadId}/add-to-folders`;
    const body = { folders };
    return this.#transport.post(to, body, options, IDEMPOTENT);
  }

  /**
   * Takes a thread out of folders: out of `UNREAD` marks it as read.
   *
   * @example Mark a thread as read
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { folders } = await toloka.messageThreads.removeFromFolders(
   *   "5d8a1c47-e09b",
   *   ["UNREAD"],
   * );
   * console.log(folders);
   * ```
   */
  removeFromFolders(
    messageThreadId: string,
    folders: readonly MessageThreadFolder[],
    options?: RequestOptions,
  ): Promise<MessageThread> {
    const to =
      path`/api/v1/message-threads/${messageThreadId}/remove-from-folders`;
    const body = { folders };
    return this.#transport.post(to, body, options, IDEMPOTENT);
  }

  /**
   * Reads one page of the threads that match a query, as the API answers it.
   */
  find(
    query: MessageThreadQuery & PageQuery<MessageThreadSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<MessageThread>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every thread that matches a query.
   *
   * @example Print what Tolokers wrote last
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const query = { folder: "INBOX", sort: "-id" } as const;
   * for await (
   *   const thread of toloka.messageThreads.list(query, { maxItems: 20 })
   * ) {
   *   console.log(thread.meta?.pool_id, thread.messages?.at(-1)?.text);
   * }
   * ```
   */
  list(
    query: MessageThreadQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<MessageThread> {
    return new Paginated(this.#transport, LISTING, query, options);
  }
}

/** A thread is in a folder or not, however often it is put there. */
const IDEMPOTENT = { idempotent: true };
