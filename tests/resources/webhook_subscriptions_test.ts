import { assertEquals, assertInstanceOf } from "@std/assert";
import { TolokaConnectionError } from "../../mod.ts";
import { broken, errorOf } from "../transport/_fetch.ts";
import { callsOf, hurried, serving } from "./_toloka.ts";

const created = "2016-10-09T11:42:01";
const PATH = "/api/v1/webhook-subscriptions";

Deno.test("WebhookSubscriptions.list() loses none of those made at the same time", async () => {
  const all = ["1", "2", "3", "4", "5"].map((id) => ({ id, created }));
  const { toloka, asked } = serving(({ query }) => {
    const { id_gt = "0", created_gt = "", limit } = query;
    const rest = all.filter((one) =>
      one.id > id_gt && one.created > created_gt
    );
    const items = rest.slice(0, Number(limit));
    return { items, has_more: rest.length > items.length };
  });
  const listed = await Array.fromAsync(
    toloka.webhookSubscriptions.list({ pool_id: "21" }, { pageSize: 2 }),
  );
  assertEquals(listed.map(({ id }) => id), ["1", "2", "3", "4", "5"]);
  assertEquals(asked.map(({ query }) => query.id_gt), [undefined, "2", "4"]);
});

Deno.test("WebhookSubscriptions.list() asks for 300 at once", async () => {
  const { toloka, asked } = serving([{ items: [], has_more: false }]);
  await Array.fromAsync(toloka.webhookSubscriptions.list());
  assertEquals(asked[0]?.query, { sort: "id", limit: "300" });
});

Deno.test("WebhookSubscriptions.upsert() sends an empty list too", async () => {
  const { toloka, asked } = serving([{ items: {}, validation_errors: {} }]);
  await toloka.webhookSubscriptions.upsert([]);
  assertEquals(asked[0]?.body, []);
});

Deno.test("WebhookSubscriptions.upsert() puts again after a connection broke", async () => {
  const answer = { items: {}, validation_errors: {} };
  const { toloka, asked } = serving([broken(), answer]);
  await hurried(() => toloka.webhookSubscriptions.upsert([]));
  assertEquals(callsOf(asked), [`PUT ${PATH}`, `PUT ${PATH}`]);
});

Deno.test("WebhookSubscriptions.test() gives how the delivery went", async () => {
  const result = {
    success: false,
    errorType: "WRONG_STATUS_CODE",
    originalStatusCode: 500,
    uuids: ["e-1"],
  };
  const { toloka, asked } = serving([result]);
  assertEquals(await toloka.webhookSubscriptions.test("w/1"), result);
  assertEquals(callsOf(asked), [`POST ${PATH}/w%2F1/test`]);
  assertEquals(asked[0]?.body, undefined);
});

Deno.test("WebhookSubscriptions.test() does not send an event twice", async () => {
  const { toloka, asked } = serving([broken()]);
  const error = await hurried(() =>
    errorOf(toloka.webhookSubscriptions.test("1"))
  );
  assertInstanceOf(error, TolokaConnectionError);
  assertEquals([error.outcomeUnknown, asked.length], [true, 1]);
});
