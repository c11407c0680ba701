/** `toloka webhook listen`: a pool's events, sent to a program without a public address. */
import type { AssignmentEventType, StreamEvent } from "../../streaming/mod.ts";
import type { Assignment } from "../../types/assignments.ts";
import type { Pool } from "../../types/pools.ts";
import type {
  AssignmentWebhookEventType,
  WebhookEvent,
} from "../../types/webhook_subscriptions.ts";
import { defineCommand } from "../command.ts";
import { UsageError } from "../usage_error.ts";
import { formatAnswer, forwarder, FORWARDING } from "../webhook_forward.ts";

/** The webhooks' names of the events of assignments. */
const TYPES: Readonly<Record<AssignmentEventType, AssignmentWebhookEventType>> =
  {
    CREATED: "ASSIGNMENT_CREATED",
    SUBMITTED: "ASSIGNMENT_SUBMITTED",
    SKIPPED: "ASSIGNMENT_SKIPPED",
    EXPIRED: "ASSIGNMENT_EXPIRED",
    ACCEPTED: "ASSIGNMENT_APPROVED",
    REJECTED: "ASSIGNMENT_REJECTED",
  };

/** Sends a pool's events to a program. */
export const listen = defineCommand({
  args: ["POOL"],
  options: {
    ...FORWARDING,
    type: {
      type: "list",
      summary: "Only events of this type; may be repeated",
      choices: [...Object.values(TYPES), "POOL_CLOSED"],
    },
    past: { type: "flag", summary: "Send earlier events, too" },
    interval: {
      type: "number",
      value: "SECONDS",
      summary: "Time between two readings of the pool; 15 without it",
    },
  },
  details:
    "Reads the pool again and again, and sends what happens to your program as the platform would:\nno public address is needed. Signed with the secret in TOLOKA_WEBHOOK_SECRET, if it is set. Each\nevent is sent once, whatever the answer. Ends after POOL_CLOSED, or on Ctrl-C.",
  examples: [
    "toloka webhook listen 12345 --forward-to http://localhost:8000/hook",
    "toloka webhook listen 12345 --forward-to http://localhost:8000/hook --type ASSIGNMENT_SUBMITTED --past",
  ],
  async run(context) {
    const { client, args, options, output, signal, proceed } = context;
    const [pool_id] = args as [string];
    const { interval = 15 } = options;
    if (!(interval > 0)) {
      throw new UsageError(
        `Cannot listen as '--interval' must be above 0: current value is ${interval}`,
      );
    }
    const forward = await forwarder(context, "listen");
    const does = `send the events of pool ${pool_id} to ${
      options["forward-to"]
    }`;
    if (!await proceed({ does })) return;
    const { assignmentEvents } = await import("../../streaming/mod.ts");
    const { memoryStore } = await import("../../store/memory.ts");
    const toloka = await client();
    const pool = await toloka.pools.get(pool_id, { signal });
    const wanted = (type: string) =>
      options.type.length === 0 || options.type.includes(type);
    const types = (Object.keys(TYPES) as AssignmentEventType[])
      .filter((type) => wanted(TYPES[type]));
    const send = async (event: WebhookEvent, id: string) => {
      const status = await forward(event);
      await output.result(
        { event, status },
        `${event.event_time}  ${event.type}  ${id}  ${formatAnswer(status)}`,
      );
    };
    const stream = (until: "CAUGHT_UP" | "POOL_CLOSED") =>
      assignmentEvents(toloka, { pool_id, types }, {
        store,
        name: "listen",
        worker: "listen",
        period: Math.ceil(interval * 1_000),
        // Events of a closed pool are waited for this long.
        overlap: Math.ceil(Math.min(60, interval * 4) * 1_000),
        until,
        signal,
        onError: (error) => output.note((error as Error).message),
      });
    const store = memoryStore();
    // Earlier events are acknowledged unseen.
    if (!options.past) { for await (const _ of stream("CAUGHT_UP")); }
    for await (const event of stream("POOL_CLOSED")) {
      await send(webhookEventOf(event, pool), event.id);
    }
    signal.throwIfAborted();
    const closed = await toloka.pools.get(pool_id, { signal });
    if (wanted("POOL_CLOSED")) await send(closingOf(closed), pool_id);
  },
});

function commonOf({ id, project_id }: Pool) {
  return { project_id, pool_id: id, webhook_subscription_id: "toloka-listen" };
}

function webhookEventOf(
  event: StreamEvent<Assignment, AssignmentEventType>,
  pool: Pool,
): WebhookEvent {
  return {
    type: TYPES[event.type],
    uuid: event.operationId,
    event_time: event.time,
    ...commonOf(pool),
    assignment_id: event.id,
    task_suite_id: event.item.task_suite_id,
  };
}

function closingOf(pool: Pool): WebhookEvent {
  return {
    type: "POOL_CLOSED",
    uuid: crypto.randomUUID(),
    event_time: pool.last_stopped ?? new Date().toISOString().slice(0, 19),
    ...commonOf(pool),
    close_reason: pool.last_close_reason ?? "MANUAL",
  };
}
