import { assertEquals, assertRejects } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { verifySignature, webhookRequest } from "../../src/webhooks/mod.ts";
import { poolClosed, SECRET, submitted } from "./_events.ts";

Deno.test("webhookRequest() makes a POST of JSON to the address", async () => {
  const events = [submitted("1"), poolClosed("2")];
  const url = "https://example.com/toloka";
  const request = await webhookRequest({ events, secret: SECRET, url });
  assertEquals(request.method, "POST");
  assertEquals(request.url, url);
  assertEquals(request.headers.get("Content-Type"), "application/json");
  assertEquals(await request.json(), { events });
});

Deno.test("webhookRequest() signs for the time it is given", async () => {
  const time = new Date(946728000000);
  const request = await webhookRequest({ events: [], secret: SECRET, time });
  // Computed with Python's hmac module.
  assertEquals(
    request.headers.get("Toloka-Signature"),
    "{v=1, ts=946728000000, sign=356e8dbdad0c0b097df9b4f4d6621614723f5a1ba320b1df50eb049d616af63a}",
  );
});

Deno.test("webhookRequest() keeps leading zeros of a signature", async () => {
  const start = 1700000000000;
  let zeros = 0;
  for (let at = 0; at < 200; at++) {
    const time = new Date(start + at);
    const request = await webhookRequest({ events: [], secret: SECRET, time });
    const header = request.headers.get("Toloka-Signature")!;
    if (header.includes("sign=0")) zeros++;
    const body = await request.text();
    await verifySignature({ header, body, secret: SECRET, now: time });
  }
  assertEquals(zeros > 0, true);
});

Deno.test("webhookRequest() signs for now by default", async () => {
  using _time = new FakeTime(1700000000000);
  const request = await webhookRequest({ events: [], secret: SECRET });
  const signed = await verifySignature({
    header: request.headers.get("Toloka-Signature"),
    body: await request.text(),
    secret: SECRET,
  });
  assertEquals(signed, new Date(1700000000000));
});

Deno.test("webhookRequest() leaves a delivery unsigned without a secret", async () => {
  const request = await webhookRequest({ events: [], secret: null });
  assertEquals(request.headers.has("Toloka-Signature"), false);
});

Deno.test("webhookRequest() refuses an empty secret", async () => {
  await assertRejects(
    () => webhookRequest({ events: [], secret: "" }),
    TypeError,
    "Cannot create webhook request as 'secret' must be a non-empty string, or a list of them",
  );
});

for (const time of [new Date(NaN), new Date(-1)]) {
  Deno.test(`webhookRequest() refuses to sign at ${time.getTime()}`, async () => {
    await assertRejects(
      () => webhookRequest({ events: [], secret: SECRET, time }),
      RangeError,
      "Cannot create webhook request as 'time' must be a moment since 1970",
    );
  });
}
