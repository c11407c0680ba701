/** Webhook subscriptions, and the events they deliver. @module */
import type {
  Extensible,
  RangeFilter,
  TimeValue,
  UnknownKind,
} from "./common.ts";
import type { PoolCloseReason } from "./pools.ts";

/** Events about an assignment. They say `APPROVED` for `ACCEPTED`. */
export type AssignmentWebhookEventType =
  | "ASSIGNMENT_CREATED"
  | "ASSIGNMENT_SUBMITTED"
  | "ASSIGNMENT_SKIPPED"
  | "ASSIGNMENT_EXPIRED"
  | "ASSIGNMENT_APPROVED"
  | "ASSIGNMENT_REJECTED";

/** Event a subscription can be for. */
export type WebhookEventType =
  | "POOL_CLOSED"
  | "DYNAMIC_OVERLAP_COMPLETED"
  | AssignmentWebhookEventType
  | "TEST_EVENT";

/** Subscription to create, or to update if it exists. */
export interface WebhookSubscriptionInput {
  /** Address that events are sent to. */
  webhook_url: string;
  /** Event to be told about. */
  event_type: WebhookEventType;
  /** Id of the pool. */
  pool_id: string;
  /** Secret that signs each delivery. It cannot be read back. */
  secret_key?: string;
}

/** A subscription. */
export interface WebhookSubscription {
  /** Id of the subscription. */
  id: string;
  /** Address that events are sent to. */
  webhook_url: string;
  /** Event it is for. */
  event_type: Extensible<WebhookEventType>;
  /** Id of the pool. */
  pool_id: string;
  /** Creation time, UTC. */
  created: string;
}

/** Filters of a list of subscriptions. */
export interface WebhookSubscriptionQuery
  extends RangeFilter<"id", string>, RangeFilter<"created", TimeValue> {
  /** Only subscriptions for this event. */
  event_type?: WebhookEventType | undefined;
  /** Only subscriptions of this pool. */
  pool_id?: string | undefined;
}

/** Fields a list of subscriptions can be sorted by. */
export type WebhookSubscriptionSortField = "id" | "created";

/** Reason of a failed test delivery. */
export type WebhookPushErrorType =
  | "CONNECTION_ERROR"
  | "INTERNAL_ERROR"
  | "REQUEST_TIMEOUT"
  | "TOO_MANY_CONNECTIONS"
  | "UNKNOWN"
  | "WRONG_STATUS_CODE";

/** Result of a test delivery. The API uses camel case here. */
export interface WebhookPushResult {
  /** `true` if the address responded as it should. */
  success: boolean;
  /** Time of the response, UTC. */
  responseReceivedAt?: string;
  /** Reason of the failure. */
  errorType?: Extensible<WebhookPushErrorType>;
  /** Status the address answered with. */
  originalStatusCode?: number;
  /** Ids of the events that were sent. */
  uuids?: string[];
}

/** Fields that all delivered events share. */
export interface WebhookEventBase {
  /** Id of the event: the same event may be delivered more than once. */
  uuid: string;
  /** Time of the event, UTC. */
  event_time: string;
  /** Id of the project. */
  project_id: string;
  /** Id of the pool. */
  pool_id: string;
  /** Id of the subscription. */
  webhook_subscription_id: string;
}

/** A pool closed. */
export interface PoolClosedWebhookEvent extends WebhookEventBase {
  /** Type of the event. */
  type: "POOL_CLOSED";
  /** Reason of the closing. */
  close_reason: Extensible<PoolCloseReason>;
}

/** An assignment changed. */
export interface AssignmentWebhookEvent extends WebhookEventBase {
  /** Type of the event. */
  type: AssignmentWebhookEventType;
  /** Id of the task suite. */
  task_suite_id: string;
  /** Id of the assignment. */
  assignment_id: string;
}

/**
 * The answer to a task became certain enough.
 *
 * @typeParam Output Output values of the project.
 */
export interface DynamicOverlapCompletedWebhookEvent<
  Output = Record<string, unknown>,
> extends WebhookEventBase {
  /** Type of the event. */
  type: "DYNAMIC_OVERLAP_COMPLETED";
  /** Id of the task. */
  task_id: string;
  /** Confidence in the answer. */
  confidence: number;
  /** Ids of the assignments it is made of. */
  assignment_ids: string[];
  /** The answer, by output field. */
  output_values: Output;
}

/** A delivery somebody asked for to try the address. */
export interface TestWebhookEvent extends WebhookEventBase {
  /** Type of the event. */
  type: "TEST_EVENT";
}

/** An event of a type this module does not know. */
export interface UnknownWebhookEvent extends WebhookEventBase {
  /** Type of the event. */
  type: UnknownKind;
}

/** An event, as a subscription delivers it. */
export type WebhookEvent =
  | PoolClosedWebhookEvent
  | AssignmentWebhookEvent
  | DynamicOverlapCompletedWebhookEvent
  | TestWebhookEvent
  | UnknownWebhookEvent;

/** Body of a delivery. */
export interface WebhookDelivery {
  /** The events. */
  events: WebhookEvent[];
}
