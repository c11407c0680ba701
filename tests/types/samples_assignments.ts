/**
 * Full samples of assignments and attachments, values made up.
 *
 * @module
 */
import type {
  Assignment,
  AssignmentPatch,
  AssignmentQuery,
  AssignmentTableQuery,
  Solution,
} from "../../src/types/assignments.ts";
import type {
  Attachment,
  AttachmentDetails,
  AttachmentQuery,
} from "../../src/types/attachments.ts";
import type { Owner } from "../../src/types/common.ts";

export const assignment = {
  "id": "s",
  "task_suite_id": "s",
  "pool_id": "s",
  "user_id": "s",
  "status": "ACTIVE",
  "reward": 1.5,
  "bonus_ids": ["s"],
  "tasks": [{
    "input_values": { "k": "any" },
    "known_solutions": [{
      "output_values": { "k": "any" },
      "correctness_weight": 0.5,
    }],
    "message_on_unknown_solution": "s",
    "id": "s",
    "infinite_overlap": false,
    "overlap": 3,
    "pool_id": "s",
    "remaining_overlap": 1,
    "reserved_for": ["s"],
    "unavailable_for": ["s"],
    "traits_all_of": ["s"],
    "traits_any_of": ["s"],
    "traits_none_of_any": ["s"],
    "origin_task_id": "s",
    "created": "2020-01-02T03:04:05.678000",
    "baseline_solutions": [{
      "output_values": { "k": "any" },
      "confidence_weight": 0.5,
    }],
  }],
  "automerged": true,
  "created": "2020-01-02T03:04:05.678000",
  "submitted": "2020-01-02T03:04:05.678000",
  "accepted": "2020-01-02T03:04:05.678000",
  "rejected": "2020-01-02T03:04:05.678000",
  "skipped": "2020-01-02T03:04:05.678000",
  "expired": "2020-01-02T03:04:05.678000",
  "first_declined_solution_attempt": [{ "output_values": { "k": "any" } }],
  "solutions": [{ "output_values": { "k": "any" } }],
  "mixed": true,
  "owner": { "id": "s", "myself": true, "company_id": "s" },
  "public_comment": "s",
} satisfies Assignment;

export const solution = { "output_values": { "k": "any" } } satisfies Solution;

export const assignmentSearchRequest = {
  "status": "ACTIVE",
  "task_id": "s",
  "task_suite_id": "s",
  "pool_id": "s",
  "user_id": "s",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
  "submitted_lt": "2020-01-02T03:04:05.678000",
  "submitted_lte": "2020-01-02T03:04:05.678000",
  "submitted_gt": "2020-01-02T03:04:05.678000",
  "submitted_gte": "2020-01-02T03:04:05.678000",
  "accepted_lt": "2020-01-02T03:04:05.678000",
  "accepted_lte": "2020-01-02T03:04:05.678000",
  "accepted_gt": "2020-01-02T03:04:05.678000",
  "accepted_gte": "2020-01-02T03:04:05.678000",
  "rejected_lt": "2020-01-02T03:04:05.678000",
  "rejected_lte": "2020-01-02T03:04:05.678000",
  "rejected_gt": "2020-01-02T03:04:05.678000",
  "rejected_gte": "2020-01-02T03:04:05.678000",
  "skipped_lt": "2020-01-02T03:04:05.678000",
  "skipped_lte": "2020-01-02T03:04:05.678000",
  "skipped_gt": "2020-01-02T03:04:05.678000",
  "skipped_gte": "2020-01-02T03:04:05.678000",
  "expired_lt": "2020-01-02T03:04:05.678000",
  "expired_lte": "2020-01-02T03:04:05.678000",
  "expired_gt": "2020-01-02T03:04:05.678000",
  "expired_gte": "2020-01-02T03:04:05.678000",
} satisfies AssignmentQuery;

export const assignmentPatch = {
  "public_comment": "s",
  "status": "ACCEPTED",
} satisfies AssignmentPatch;

export const getAssignmentsTsvParameters = {
  "status": ["ACTIVE"],
  "start_time_from": "2020-01-02T03:04:05.678000",
  "start_time_to": "2020-01-02T03:04:05.678000",
  "exclude_banned": true,
  "field": ["ASSIGNMENT:link"],
} satisfies AssignmentTableQuery;

export const owner = {
  "id": "s",
  "myself": true,
  "company_id": "s",
} satisfies Owner;

export const assignmentAttachment = {
  "id": "s",
  "name": "s",
  "details": { "user_id": "s", "assignment_id": "s", "pool_id": "s" },
  "created": "2020-01-02T03:04:05.678000",
  "media_type": "s",
  "owner": { "id": "s", "myself": true, "company_id": "s" },
  "attachment_type": "ASSIGNMENT_ATTACHMENT",
} satisfies Attachment;

export const attachmentDetails = {
  "user_id": "s",
  "assignment_id": "s",
  "pool_id": "s",
} satisfies AttachmentDetails;

export const attachmentSearchRequest = {
  "name": "s",
  "type": "ASSIGNMENT_ATTACHMENT",
  "user_id": "s",
  "assignment_id": "s",
  "pool_id": "s",
  "owner_id": "s",
  "owner_company_id": "s",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
} satisfies AttachmentQuery;
