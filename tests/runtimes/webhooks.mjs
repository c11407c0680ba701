/** Verifies signed deliveries of webhooks with the npm-shaped package, on any runtime. */
import assert from "node:assert/strict";
import {
  verifySignature,
  webhookHandler,
  webhookRequest,
  WebhookSignatureError,
} from "@toloka/client/webhooks";

const closed = [];
const handler = webhookHandler({
  secret: ["new", "old"],
  onError: () => {},
  onPoolClosed: ({ pool_id }) => closed.push(pool_id),
});
const event = {
  type: "POOL_CLOSED",
  close_reason: "COMPLETED",
  uuid: "1",
  event_time: "2025-01-01T12:00:00",
  project_id: "1",
  pool_id: "2",
  webhook_subscription_id: "3",
};
for (
  const [secret, status] of [["old", 200], ["new", 200], ["other", 403]]
) {
  const request = await webhookRequest({ secret, events: [event] });
  assert.equal((await handler(request)).status, status);
}
assert.deepEqual(closed, ["2"]);

const delivery = {
  header:
    "{v=1, ts=946728000000, sign=356e8dbdad0c0b097df9b4f4d6621614723f5a1ba320b1df50eb049d616af63a}",
  body: '{"events":[]}',
  secret: "12345",
  now: new Date("2000-01-01T12:00:01Z"),
};
assert.deepEqual(
  await verifySignature(delivery),
  new Date("2000-01-01T12:00:00Z"),
);
await assert.rejects(
  verifySignature({ ...delivery, body: "{}" }),
  WebhookSignatureError,
);
console.log("webhooks: signatures hold");
