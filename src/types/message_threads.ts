/** Message threads: conversations with Tolokers. @module */
import type {
  Extensible,
  LocalizedText,
  RangeFilter,
  TimeValue,
} from "./common.ts";
import type { Filter } from "./filters.ts";

/** Folder a thread can be in. */
export type MessageThreadFolder =
  | "INBOX"
  | "OUTBOX"
  | "AUTOMATIC_NOTIFICATION"
  | "IMPORTANT"
  | "UNREAD";

/** How recipients are chosen. */
export type RecipientsSelectType = "DIRECT" | "FILTER" | "ALL";

/** What somebody in a thread is to Toloka. */
export type InterlocutorRole =
  | "USER"
  | "REQUESTER"
  | "ADMINISTRATOR"
  | "SYSTEM";

/** Somebody who writes or reads in a thread. */
export interface Interlocutor {
  /** Id of the person. */
  id?: string;
  /** What the person is to Toloka. */
  role: Extensible<InterlocutorRole>;
  /** Whether it is the requester whose token made the request. */
  myself?: boolean;
}

/** One message. */
export interface Message {
  /** The text, by language. */
  text: LocalizedText;
  /** Who wrote it. */
  from: Interlocutor;
  /** When it was written, UTC. */
  created: string;
}

/** How the recipients of a thread were chosen. */
export interface MessageThreadComposeDetails {
  /** The way they were chosen. */
  recipients_select_type: Extensible<RecipientsSelectType>;
  /** Their ids, if chosen one by one. */
  recipients_ids?: string[];
  /** The filter, if chosen by one. */
  recipients_filter?: Filter;
}

/** What a thread is about. */
export interface MessageThreadMeta {
  /** Id of the pool. */
  pool_id?: string;
  /** Id of the project. */
  project_id?: string;
  /** Id of the assignment. */
  assignment_id?: string;
}

/** A message thread. */
export interface MessageThread {
  /** Id of the thread. */
  id: string;
  /**
   * Id of the thread this one came from: an answer from one of several
   * recipients begins a thread of its own. The API's Python client does not
   * know it.
   */
  parent_id?: string;
  /** Subject, by language. */
  topic: LocalizedText;
  /** Whether `interlocutors` is there. */
  interlocutors_inlined?: boolean;
  /** Who takes part, sorted by id. */
  interlocutors?: Interlocutor[];
  /** Whether `messages` is there. */
  messages_inlined?: boolean;
  /** The messages, newest first. */
  messages?: Message[];
  /** What the thread is about. */
  meta?: MessageThreadMeta;
  /** Whether Tolokers can answer. */
  answerable?: boolean;
  /** Folders the thread is in. */
  folders?: Extensible<MessageThreadFolder>[];
  /** How the recipients were chosen. */
  compose_details?: MessageThreadComposeDetails;
  /** When its first message was written, UTC. */
  created: string;
}

/** What every new thread says. */
export interface MessageThreadComposeBase {
  /** Subject, by language. */
  topic: LocalizedText;
  /** Text, by language; each Toloker gets it in a language of his own. */
  text: LocalizedText;
  /** Whether Tolokers can answer. */
  answerable: boolean;
}

/** Thread to all Tolokers who ever did a task of the requester. */
export interface MessageThreadComposeToAll extends MessageThreadComposeBase {
  /** How recipients are chosen. */
  recipients_select_type: "ALL";
}

/** Thread to Tolokers named one by one. */
export interface MessageThreadComposeDirect extends MessageThreadComposeBase {
  /** How recipients are chosen. */
  recipients_select_type: "DIRECT";
  /** Ids of the Tolokers, at most 100. */
  recipients_ids: string[];
}

/** Thread to Tolokers who pass a filter. */
export interface MessageThreadComposeByFilter extends MessageThreadComposeBase {
  /** How recipients are chosen. */
  recipients_select_type: "FILTER";
  /** The filter. */
  recipients_filter: Filter;
}

/** A thread to begin. */
export type MessageThreadCompose =
  | MessageThreadComposeToAll
  | MessageThreadComposeDirect
  | MessageThreadComposeByFilter;

/** An answer in a thread. */
export interface MessageThreadReply {
  /** Text, by language. */
  text: LocalizedText;
}

/** Folders to put a thread into, or to take it out of. */
export interface MessageThreadFolders {
  /** The folders. */
  folders: MessageThreadFolder[];
}

/** Which threads to list. */
export interface MessageThreadQuery
  extends RangeFilter<"id", string>, RangeFilter<"created", TimeValue> {
  /** Only threads in this folder, or in one of these. */
  folder?: MessageThreadFolder | readonly MessageThreadFolder[] | undefined;
  /** Only threads outside this folder, or outside all of these. */
  folder_ne?: MessageThreadFolder | readonly MessageThreadFolder[] | undefined;
}

/** Fields a list of threads can be sorted by. */
export type MessageThreadSortField = "id" | "created";
