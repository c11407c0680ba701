/** `toloka webhook ...`: deliveries to a program of yours. */
import type {
  WebhookEvent,
  WebhookEventType,
} from "../../types/webhook_subscriptions.ts";
import { defineCommand } from "../command.ts";
import { CheckFailed, UsageError } from "../usage_error.ts";
import { formatAnswer, forwarder, FORWARDING } from "../webhook_forward.ts";

/** Fields that events of a type have besides the common ones. */
const EVENTS = {
  POOL_CLOSED: { close_reason: "COMPLETED" },
  DYNAMIC_OVERLAP_COMPLETED: {
    task_id: "example-task",
    confidence: 0.95,
    assignment_ids: ["example-assignment"],
    output_values: {},
  },
  ASSIGNMENT_CREATED: {},
  ASSIGNMENT_SUBMITTED: {},
  ASSIGNMENT_SKIPPED: {},
  ASSIGNMENT_EXPIRED: {},
  ASSIGNMENT_APPROVED: {},
  ASSIGNMENT_REJECTED: {},
  TEST_EVENT: {},
} as const satisfies Record<WebhookEventType, object>;

/** Sends a made-up event. */
export const trigger = defineCommand({
  args: ["TYPE"],
  options: {
    ...FORWARDING,
    pool: { type: "text", value: "ID", summary: "Pool of the event" },
    project: { type: "text", value: "ID", summary: "Project of the event" },
    assignment: {
      type: "text",
      value: "ID",
      summary: "Assignment of the event",
    },
  },
  details: `TYPE is ${
    Object.keys(EVENTS).join(",\n")
  }.\nSigned with the secret in TOLOKA_WEBHOOK_SECRET, if it is set. Exits with 1 if your program does\nnot answer with 200.`,
  examples: [
    "toloka webhook trigger ASSIGNMENT_SUBMITTED --forward-to http://localhost:8000/hook",
  ],
  async run(context) {
    const { args: [type], options, output, proceed } = context;
    if (!Object.hasOwn(EVENTS, type!)) {
      throw new UsageError(
        `Cannot send an event as TYPE must be one of ${
          Object.keys(EVENTS).join(", ")
        }: current value is ${JSON.stringify(type)}`,
      );
    }
    const forward = await forwarder(context, "send an event");
    const event = {
      type,
      uuid: crypto.randomUUID(),
      event_time: new Date().toISOString().slice(0, 19),
      project_id: options.project ?? "example-project",
      pool_id: options.pool ?? "example-pool",
      webhook_subscription_id: "example-subscription",
      ...(type!.startsWith("ASSIGNMENT_") && {
        assignment_id: options.assignment ?? "example-assignment",
        task_suite_id: "example-suite",
      }),
      ...EVENTS[type as WebhookEventType],
    } as WebhookEvent;
    const does = `send ${type} to ${options["forward-to"]}`;
    if (!await proceed({ does })) return;
    const status = await forward(event);
    await output.result({ event, status }, `${type}: ${formatAnswer(status)}`);
    if (status !== 200) {
      throw new CheckFailed(`${type}: ${formatAnswer(status)}, not with 200`);
    }
  },
});

/** Lets the platform send a test event. */
export const test = defineCommand({
  args: ["SUBSCRIPTION"],
  options: {},
  details:
    "Exits with 1 if the subscription's address does not answer as it should.",
  examples: ["toloka webhook test 64d1e3a05b7c"],
  async run({ client, args: [id], output, proceed, signal }) {
    if (!await proceed({ does: `test webhook subscription ${id}` })) return;
    const toloka = await client();
    const result = await toloka.webhookSubscriptions.test(id!, { signal });
    const { success, errorType, originalStatusCode } = result;
    const reason = [errorType, originalStatusCode].filter(Boolean).join(", ");
    await output.result(
      result,
      success ? "The test event arrived" : `It did not arrive: ${reason}`,
    );
    if (!success) throw new CheckFailed(`The test event failed: ${reason}`);
  },
});
