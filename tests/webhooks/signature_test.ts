import { assert, assertEquals, assertRejects } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import {
  TolokaError,
  verifySignature,
  type VerifySignatureOptions,
  WebhookSignatureError,
  type WebhookSignatureErrorReason,
} from "../../src/webhooks/mod.ts";

// The delivery, the secret and the signature of Toloka's documentation.
const BODY =
  '{"events":[{"event_time":"2000-01-01T12:00:00","project_id":"project-1",' +
  '"pool_id":"pool-1","uuid":"00000000-0000-0000-0000-000000000000",' +
  '"task_suite_id":"task-suite-1","assignment_id":"assignment-1",' +
  '"webhook_subscription_id":"subscription-1","type":"ASSIGNMENT_APPROVED"}]}';
const TS = 946728000000;
const SIGN = "609af3eefd4c12b6afad30ab456efcd21fe82f4247d3340151a3ca0c97a6cbcb";
const DOCUMENTED: VerifySignatureOptions = {
  header: `{v=1, ts=${TS}, sign=${SIGN}}`,
  body: BODY,
  secret: "12345",
  now: new Date(TS),
};

async function assertReason(
  reason: WebhookSignatureErrorReason,
  changes: Partial<VerifySignatureOptions>,
): Promise<WebhookSignatureError> {
  const error = await assertRejects(
    () => verifySignature({ ...DOCUMENTED, ...changes }),
    WebhookSignatureError,
  );
  assertEquals(error.reason, reason, error.message);
  return error;
}

Deno.test("verifySignature() accepts the documented delivery and gives its time", async () => {
  assertEquals(await verifySignature(DOCUMENTED), new Date(TS));
});

Deno.test("verifySignature() takes the body as bytes", async () => {
  const body = new TextEncoder().encode(BODY);
  assertEquals(await verifySignature({ ...DOCUMENTED, body }), new Date(TS));
});

// Computed with Python's hmac module.
for (
  const [what, ts, sign] of [
    [
      "one leading zero",
      946728000022,
      "0ae07193782fe3f854c5ee96ee09869297406c3216006dc99ce91fd20d493892",
    ],
    [
      "two leading zeros",
      946728000250,
      "0043f1b0d82bf98077ef491e9392f4232c54059a91c4219493b27740d9f9971e",
    ],
  ] as const
) {
  Deno.test(`verifySignature() accepts a signature with ${what}`, async () => {
    const header = `{v=1, ts=${ts}, sign=${sign}}`;
    const signed = await verifySignature({ ...DOCUMENTED, header });
    assertEquals(signed, new Date(ts));
  });
}

Deno.test("verifySignature() reads secret and body as UTF-8", async () => {
  const ts = 1700000000000;
  const signed = await verifySignature({
    // Computed with Python's hmac module.
    header:
      `{v=1, ts=${ts}, sign=6a008c5fdbefa6af98d3fbde6b0303c02c718c5dc9316f60770d3508e0a03e6c}`,
    body: '{"events":[],"note":"Привет, мир"}',
    secret: "clé secrète ✓",
    now: new Date(ts),
  });
  assertEquals(signed, new Date(ts));
});

for (
  const header of [
    `{sign=${SIGN}, v=1, ts=${TS}}`,
    `{v=1,ts=${TS},sign=${SIGN}}`,
    `  {  v = 1 ,  ts = ${TS} ,  sign = ${SIGN}  }  `,
  ]
) {
  Deno.test(`verifySignature() accepts ${header}`, async () => {
    assertEquals(
      await verifySignature({ ...DOCUMENTED, header }),
      new Date(TS),
    );
  });
}

for (
  const header of [
    `v=1, ts=${TS}, sign=${SIGN}`,
    `{v=1, ts=${TS}, sign=${SIGN}`,
    `(v=1, ts=${TS}, sign=${SIGN}}`,
    `{v=1, ts=${TS}, sign=${SIGN})`,
    `{v=1; ts=${TS}; sign=${SIGN}}`,
    "{}",
    "garbage",
    `{v=1, ts=${TS}}`,
    `{v=1, sign=${SIGN}}`,
    `{ts=${TS}, sign=${SIGN}}`,
    `{v=1, ts=${TS}, sign=${SIGN},}`,
    `{v=1, ts=${TS}, sign=${SIGN}, sign=${SIGN}}`,
    `{v=1, ts=${TS}, sign=${SIGN}, more=1}`,
    `{v=1, ts=${TS}, sign=${SIGN}}, {v=1, ts=${TS}, sign=${SIGN}}`,
    `{v=1, ts=0${TS}, sign=${SIGN}}`,
    `{v=1, ts=9.46728e11, sign=${SIGN}}`,
    `{v=1, ts=-1, sign=${SIGN}}`,
    `{v=1, ts=${TS}, sign=${SIGN.slice(1)}}`,
    `{v=1, ts=${TS}, sign=${SIGN}00}`,
    `{v=1, ts=${TS}, sign=${SIGN.toUpperCase()}}`,
    `{v=1, ts=${TS}, sign=${"g".repeat(64)}}`,
    `{v=1, ts=${TS}, sign=}`,
    `{v=, ts=${TS}, sign=${SIGN}}`,
    `{v=one, ts=${TS}, sign=${SIGN}}`,
  ]
) {
  Deno.test(`verifySignature() calls ${header} malformed`, async () => {
    await assertReason("MALFORMED", { header });
  });
}

for (const header of [null, undefined, "", "  "]) {
  Deno.test(`verifySignature() says that ${JSON.stringify(header)} is no signature`, async () => {
    await assertReason("MISSING", { header });
  });
}

for (const header of [`{v=2, ts=${TS}, sign=${SIGN}}`, "{v=2, key=a}"]) {
  Deno.test(`verifySignature() does not support ${header}`, async () => {
    await assertReason("UNSUPPORTED_VERSION", { header });
  });
}

for (
  const [what, changes] of [
    ["another body", { body: BODY + " " }],
    ["another secret", { secret: "12346" }],
    ["another time", { header: `{v=1, ts=${TS + 1}, sign=${SIGN}}` }],
    [
      "another first digit",
      { header: `{v=1, ts=${TS}, sign=7${SIGN.slice(1)}}` },
    ],
    [
      "another last digit",
      { header: `{v=1, ts=${TS}, sign=${SIGN.slice(0, -1)}c}` },
    ],
  ] as const
) {
  Deno.test(`verifySignature() refuses ${what}`, async () => {
    await assertReason("WRONG", changes);
  });
}

Deno.test("verifySignature() calls an old signature wrong if it is", async () => {
  await assertReason("WRONG", { secret: "other", now: new Date(TS * 2) });
});

for (
  const [age, maxAge, reason] of [
    [1000, 1000, undefined],
    [1001, 1000, "TOO_OLD"],
    [86_400_000, undefined, undefined],
    [86_400_001, undefined, "TOO_OLD"],
    [-300_000, 1000, undefined],
    [-300_001, 1000, "FROM_FUTURE"],
    [-300_001, undefined, "FROM_FUTURE"],
    [1e12, Infinity, undefined],
    [-1e12, Infinity, undefined],
    [NaN, undefined, "TOO_OLD"],
  ] as const
) {
  Deno.test(`verifySignature() with maxAge ${maxAge} says ${reason ?? "yes"} at an age of ${age}`, async () => {
    const changes = { now: new Date(TS + age), maxAge };
    if (reason) await assertReason(reason, changes);
    else await verifySignature({ ...DOCUMENTED, ...changes });
  });
}

Deno.test("verifySignature() reckons age from the current time by default", async () => {
  using time = new FakeTime(TS + 86_400_000);
  await verifySignature({ ...DOCUMENTED, now: undefined });
  time.tick(1);
  await assertReason("TOO_OLD", { now: undefined });
});

Deno.test("verifySignature() refuses an empty secret", async () => {
  await assertRejects(
    () => verifySignature({ ...DOCUMENTED, secret: "" }),
    TypeError,
    "Cannot verify signature as 'secret' must be a non-empty string, or a list of them: it is empty",
  );
});

for (const maxAge of [0, -1, NaN]) {
  Deno.test(`verifySignature() refuses a maxAge of ${maxAge}`, async () => {
    await assertRejects(
      () => verifySignature({ ...DOCUMENTED, maxAge }),
      RangeError,
      `current value is ${maxAge}`,
    );
  });
}

Deno.test("WebhookSignatureError is a TolokaError that knows its name and keeps the secret", async () => {
  const error = await assertReason("WRONG", { secret: "my-secret" });
  assert(error instanceof TolokaError);
  assertEquals(error.name, "WebhookSignatureError");
  assert(!Deno.inspect(error).includes("my-secret"));
});

Deno.test("WebhookSignatureError quotes a long header in part", async () => {
  const error = await assertReason("MALFORMED", { header: "x".repeat(10_000) });
  assert(error.message.length < 500);
});

for (const secret of [["12345", "old"], ["new", "12345"]]) {
  Deno.test(`verifySignature() accepts a signature with one of ${secret}`, async () => {
    const signed = await verifySignature({ ...DOCUMENTED, secret });
    assertEquals(signed, new Date(TS));
  });
}

Deno.test("verifySignature() refuses a signature with none of several secrets", async () => {
  await assertReason("WRONG", { secret: ["new", "old"] });
});
