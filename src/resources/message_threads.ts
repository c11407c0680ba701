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
  MessageThreadFolders,
  MessageThreadQuery,
  MessageThreadReply,
  MessageThreadSortField,
} from "../types/message_threads.ts";

const LISTING: Listing = {
  noun: "message threads",
  path: "/api/v1/message-threads",
  cursor: "id",
  most: 300,
};

/**
 * Message threads: conversations with Tolokers. Reached as
 * `toloka.messageThreads`.
 *
 * @example Answer what is unread
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({ token: "your-token", environment: "SANDBOX" });
 * for await (const thread of toloka.messageThreads.list({ folder: ["INBOX", "UNREAD"] })) {
 *   await toloka.messageThreads.reply(thread.id, { text: { EN: "Thank you, we look into it" } });
 *   await toloka.messageThreads.removeFromFolders(thread.id, ["UNREAD"]);
 * }
 * ```
 */
export class MessageThreads {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Sends a message to Tolokers and so begins a thread.
   *
   * @param message Text, subject, and who gets it.
   * @throws {TolokaIncorrectActionError} With code `INCORRECT_RECIPIENTS` if a Toloker cannot be written to.
   */
  compose(
    message: MessageThreadCompose,
    options?: RequestOptions,
  ): Promise<MessageThread> {
    const to = `${LISTING.path}/compose`;
    return this.#transport.request("POST", to, { body: message }, options);
  }

  /**
   * Answers in a thread.
   *
   * @returns The thread with the answer in it.
   */
  reply(
    messageThreadId: string,
    reply: MessageThreadReply,
    options?: RequestOptions,
  ): Promise<MessageThread> {
    const to = path`/api/v1/message-threads/${messageThreadId}/reply`;
    return this.#transport.request("POST", to, { body: reply }, options);
  }

  /** Puts a thread into folders: `UNREAD` marks it as unread, `IMPORTANT` as important. */
  addToFolders(
    messageThreadId: string,
    folders: readonly MessageThreadFolder[],
    options?: RequestOptions,
  ): Promise<MessageThread> {
    const to = path`/api/v1/message-threads/${messageThreadId}/add-to-folders`;
    return this.#transport.request("POST", to, inFolders(folders), options);
  }

  /** Takes a thread out of folders: out of `UNREAD` marks it as read. */
  removeFromFolders(
    messageThreadId: string,
    folders: readonly MessageThreadFolder[],
    options?: RequestOptions,
  ): Promise<MessageThread> {
    const to =
      path`/api/v1/message-threads/${messageThreadId}/remove-from-folders`;
    return this.#transport.request("POST", to, inFolders(folders), options);
  }

  /** One page of the threads that match a query, as the API answers it. */
  find(
    query: MessageThreadQuery & PageQuery<MessageThreadSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<MessageThread>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /** Every thread that matches a query. */
  list(
    query: MessageThreadQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<MessageThread> {
    return new Paginated(this.#transport, LISTING, query, options);
  }
}

/** A thread is in a folder or not, however often it is put there: the request may be repeated. */
function inFolders(folders: readonly MessageThreadFolder[]) {
  const body: MessageThreadFolders = { folders: [...folders] };
  return { body, repeatable: true };
}
