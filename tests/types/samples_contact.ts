/**
 * Full samples of messages, webhooks and aggregation, values made up.
 *
 * @module
 */
import type {
  AggregatedSolution,
  AggregatedSolutionQuery,
  PoolAggregationInput,
  TaskAggregationInput,
} from "../../src/types/aggregated_solutions.ts";
import type { BatchCreateResult, FieldError } from "../../src/types/common.ts";
import type {
  Interlocutor,
  Message,
  MessageThread,
  MessageThreadCompose,
  MessageThreadComposeDetails,
  MessageThreadFolders,
  MessageThreadMeta,
  MessageThreadQuery,
  MessageThreadReply,
} from "../../src/types/message_threads.ts";
import type {
  WebhookSubscription,
  WebhookSubscriptionInput,
  WebhookSubscriptionQuery,
} from "../../src/types/webhook_subscriptions.ts";

export const interlocutor = {
  "id": "s",
  "role": "USER",
  "myself": true,
} satisfies Interlocutor;

export const composeDetails = {
  "recipients_select_type": "DIRECT",
  "recipients_ids": ["s"],
  "recipients_filter": {
    "and": [{
      "or": [{
        "operator": "EQ",
        "value": "MALE",
        "key": "gender",
        "category": "profile",
      }],
    }],
  },
} satisfies MessageThreadComposeDetails;

export const messageThreadMeta = {
  "pool_id": "s",
  "project_id": "s",
  "assignment_id": "s",
} satisfies MessageThreadMeta;

export const message = {
  "text": { "k": "s" },
  "from": { "id": "s", "role": "USER", "myself": true },
  "created": "2020-01-02T03:04:05.678000",
} satisfies Message;

export const messageThread = {
  "id": "s",
  "topic": { "k": "s" },
  "interlocutors_inlined": true,
  "interlocutors": [{ "id": "s", "role": "USER", "myself": true }],
  "messages_inlined": true,
  "messages": [{
    "text": { "k": "s" },
    "from": { "id": "s", "role": "USER", "myself": true },
    "created": "2020-01-02T03:04:05.678000",
  }],
  "meta": { "pool_id": "s", "project_id": "s", "assignment_id": "s" },
  "answerable": true,
  "folders": ["INBOX"],
  "compose_details": {
    "recipients_select_type": "DIRECT",
    "recipients_ids": ["s"],
    "recipients_filter": {
      "and": [{
        "or": [{
          "operator": "EQ",
          "value": "MALE",
          "key": "gender",
          "category": "profile",
        }],
      }],
    },
  },
  "created": "2020-01-02T03:04:05.678000",
} satisfies MessageThread;

export const messageThreadReply = {
  "text": { "k": "s" },
} satisfies MessageThreadReply;

export const messageThreadFolders = {
  "folders": ["INBOX"],
} satisfies MessageThreadFolders;

export const messageThreadCompose = {
  "recipients_select_type": "DIRECT",
  "topic": { "k": "s" },
  "text": { "k": "s" },
  "answerable": true,
  "recipients_ids": ["s"],
} satisfies MessageThreadCompose;

export const messageThreadSearchRequest = {
  "folder": "INBOX",
  "folder_ne": "INBOX",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
} satisfies MessageThreadQuery;

export const webhookSubscriptionInput = {
  "webhook_url": "s",
  "event_type": "POOL_CLOSED",
  "pool_id": "s",
  "secret_key": "s",
} satisfies WebhookSubscriptionInput;

export const webhookSubscription = {
  "webhook_url": "s",
  "event_type": "POOL_CLOSED",
  "pool_id": "s",
  "id": "s",
  "created": "2020-01-02T03:04:05.678000",
} satisfies WebhookSubscription;

export const webhookSubscriptionSearchRequest = {
  "event_type": "POOL_CLOSED",
  "pool_id": "s",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
} satisfies WebhookSubscriptionQuery;

export const webhookSubscriptionBatchCreateResult = {
  "items": {
    "k": {
      "webhook_url": "s",
      "event_type": "POOL_CLOSED",
      "pool_id": "s",
      "id": "s",
      "created": "2020-01-02T03:04:05.678000",
    },
  },
  "validation_errors": {
    "k": { "k": { "code": "s", "message": "s", "params": ["any"] } },
  },
} satisfies BatchCreateResult<WebhookSubscription>;

export const fieldValidationError = {
  "code": "s",
  "message": "s",
  "params": ["any"],
} satisfies FieldError;

export const poolAggregatedSolutionRequest = {
  "type": "WEIGHTED_DYNAMIC_OVERLAP",
  "pool_id": "s",
  "answer_weight_skill_id": "s",
  "fields": [{ "name": "s" }],
} satisfies PoolAggregationInput;

export const weightedDynamicOverlapTaskAggregatedSolutionRequest = {
  "task_id": "s",
  "pool_id": "s",
  "answer_weight_skill_id": "s",
  "fields": [{ "name": "s" }],
  "type": "WEIGHTED_DYNAMIC_OVERLAP",
} satisfies TaskAggregationInput;

export const aggregatedSolution = {
  "pool_id": "s",
  "task_id": "s",
  "confidence": 0.5,
  "output_values": { "k": "any" },
} satisfies AggregatedSolution;

export const aggregatedSolutionSearchRequest = {
  "task_id_lt": "s",
  "task_id_lte": "s",
  "task_id_gt": "s",
  "task_id_gte": "s",
} satisfies AggregatedSolutionQuery;
