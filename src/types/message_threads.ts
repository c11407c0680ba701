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

/** Method of selecting recipients. */
export type RecipientsSelectType = "DIRECT" | "FILTER" | "ALL";

/** Role of a participant of a thread. */
export type InterlocutorRole =
  | "USER"
  | "REQUESTER"
  | "ADMINISTRATOR"
  | "SYSTEM";

/** Somebody who writes or reads in a thread. */
export interface Interlocutor {
  /** Id of the person. */
  id?: string;
  /** Role of the person. */
  role: Extensible<InterlocutorRole>;
  /** `true` if it is the requester whose token made the request. */
  myself?: boolean;
}

/** One message. */
export interface Message {
  /** The text, by language. */
  text: LocalizedText;
  /** Author. */
  from: Interlocutor;
  /** Time of writing, UTC. */
  created: string;
}

/** Method by which the recipients of a thread were selected. */
export interface MessageThreadComposeDetails {
  /** The way they were chosen. */
  recipients_select_type: Extensible<RecipientsSelectType>;
  /** Their ids, if chosen one by one. */
  recipients_ids?: string[];
  /** The filter, if chosen by one. */
  recipients_filter?: Filter;
}

/** Subjects of a thread. */
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
  /** `true` if `interlocutors` is present. */
  interlocutors_inlined?: boolean;
  /** Participants, sorted by id. */
  interlocutors?: Interlocutor[];
  /** `true` if `messages` is present. */
  messages_inlined?: boolean;
  /** The messages, newest first. */
  messages?: Message[];
  /** Subjects of the thread. */
  meta?: MessageThreadMeta;
  /** `true` if Tolokers can reply. */
  answerable?: boolean;
  /** Folders the thread is in. */
  folders?: Extensible<MessageThreadFolder>[];
  /** Method by which the recipients were selected. */
  compose_details?: MessageThreadComposeDetails;
  /** Time of the first message, UTC. */
  created: string;
}

/** Fields that all new threads share. */
export interface MessageThreadComposeBase {
  /** Subject, by language. */
  topic: LocalizedText;
  /** Text, by language; each Toloker gets it in their own language. */
  text: LocalizedText;
  /** `true` if Tolokers can reply. */
  answerable: boolean;
}

/** Thread to all Tolokers who ever did a task of the requester. */
export interface MessageThreadComposeToAll extends MessageThreadComposeBase {
  /** Method of selecting recipients. */
  recipients_select_type: "ALL";
}

/** Thread to Tolokers named one by one. */
export interface MessageThreadComposeDirect extends MessageThreadComposeBase {
  /** Method of selecting recipients. */
  recipients_select_type: "DIRECT";
  /** Ids of the Tolokers, at most 100. */
  recipients_ids: string[];
}

/** Thread to Tolokers who pass a filter. */
export interface MessageThreadComposeByFilter extends MessageThreadComposeBase {
  /** Method of selecting recipients. */
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

/** Filters of a list of threads. */
export interface MessageThreadQuery
  extends RangeFilter<"id", string>, RangeFilter<"created", TimeValue> {
  /** Only threads in this folder, or in one of these. */
  folder?: MessageThreadFolder | readonly MessageThreadFolder[] | undefined;
  /** Only threads outside this folder, or outside all of these. */
  folder_ne?: MessageThreadFolder | readonly MessageThreadFolder[] | undefined;
}

/** Fields a list of threads can be sorted by. */
export type MessageThreadSortField = "id" | "created";
