import type {
  AssignmentWebhookEvent,
  PoolClosedWebhookEvent,
  TestWebhookEvent,
  UnknownWebhookEvent,
} from "../../src/types/mod.ts";

export const SECRET = "12345";

const BASE = {
  event_time: "2025-01-01T12:00:00",
  project_id: "project-1",
  pool_id: "pool-1",
  webhook_subscription_id: "subscription-1",
};

export function submitted(uuid: string): AssignmentWebhookEvent {
  return {
    ...BASE,
    uuid,
    type: "ASSIGNMENT_SUBMITTED",
    task_suite_id: "suite-1",
    assignment_id: `assignment-${uuid}`,
  };
}

export function poolClosed(uuid: string): PoolClosedWebhookEvent {
  return { ...BASE, uuid, type: "POOL_CLOSED", close_reason: "COMPLETED" };
}

export function testEvent(uuid: string): TestWebhookEvent {
  return { ...BASE, uuid, type: "TEST_EVENT" };
}

export function unknownEvent(uuid: string): UnknownWebhookEvent {
  return { ...BASE, uuid, type: "(a kind this module does not know)" };
}
