/** Attachments: files Tolokers upload with their answers. @module */
import type { Extensible, Owner, RangeFilter, TimeValue } from "./common.ts";

/** Kind of an attachment; so far there is one. */
export type AttachmentType = "ASSIGNMENT_ATTACHMENT";

/** Origin of an attachment. */
export interface AttachmentDetails {
  /** Id of the Toloker who uploaded it. */
  user_id?: string;
  /** Id of the assignment it answers. */
  assignment_id?: string;
  /** Id of the pool. */
  pool_id?: string;
}

/** Uploaded file. */
export interface Attachment {
  /** Id of the attachment; output fields of type `file` hold it. */
  id: string;
  /** Kind of the attachment. */
  attachment_type: Extensible<AttachmentType>;
  /** Name of the file. */
  name: string;
  /** Media type, for example `image/jpeg`. */
  media_type?: string;
  /** Origin of the file. */
  details: AttachmentDetails;
  /** Time of the upload, UTC. */
  created: string;
  /** Whose pool it belongs to. */
  owner?: Owner;
}

/** Filters of a list of attachments. */
export interface AttachmentFilters
  extends RangeFilter<"id", string>, RangeFilter<"created", TimeValue> {
  /** Only attachments of this pool. */
  pool_id?: string | undefined;
  /** Only attachments of this assignment. */
  assignment_id?: string | undefined;
  /** Only attachments of this Toloker. */
  user_id?: string | undefined;
  /** Only files of this name. */
  name?: string | undefined;
  /** Only attachments of this kind. */
  type?: AttachmentType | undefined;
  /**
   * Only attachments of this requester. The API's description does not list
   * it; its Python client does.
   */
  owner_id?: string | undefined;
  /** Only attachments of this company; see `owner_id`. */
  owner_company_id?: string | undefined;
}

/** Filters of a list of attachments: a pool, an assignment, or both. */
export type AttachmentQuery =
  & AttachmentFilters
  & ({ pool_id: string } | { assignment_id: string });

/** Fields a list of attachments can be sorted by. */
export type AttachmentSortField = "id" | "created";
