import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { assertType, type IsExact } from "@std/testing/types";
import {
  TolokaError,
  webhookHandler,
  type WebhookHandlerOptions,
  webhookRequest,
  WebhookSignatureError,
} from "../../src/webhooks/mod.ts";
import type {
  AssignmentWebhookEvent,
  PoolClosedWebhookEvent,
  WebhookEvent,
  WebhookEventType,
} from "../../src/types/mod.ts";
import {
  poolClosed,
  SECRET,
  submitted,
  testEvent,
  unknownEvent,
} from "./_events.ts";

function delivery(...events: WebhookEvent[]): Promise<Request> {
  return webhookRequest({ events, secret: SECRET });
}

function post(body: BodyInit, headers: HeadersInit = {}): Request {
  return new Request("http://localhost/", { method: "POST", body, headers });
}

/** A handler that notes the events it gets, and what it is told about errors. */
function noting(options: Partial<WebhookHandlerOptions> = {}) {
  const uuids: string[] = [];
  const errors: [unknown, string | undefined][] = [];
  const handler = webhookHandler({
    secret: SECRET,
    onEvent: (event) => uuids.push(event.uuid),
    onError: (error, event) => errors.push([error, event?.uuid]),
    ...options,
  });
  return { handler, uuids, errors };
}

Deno.test("webhookHandler() calls the function of each type", async () => {
  const types: WebhookEventType[] = [
    "POOL_CLOSED",
    "DYNAMIC_OVERLAP_COMPLETED",
    "ASSIGNMENT_CREATED",
    "ASSIGNMENT_SUBMITTED",
    "ASSIGNMENT_SKIPPED",
    "ASSIGNMENT_EXPIRED",
    "ASSIGNMENT_APPROVED",
    "ASSIGNMENT_REJECTED",
    "TEST_EVENT",
  ];
  const calls: [string, string][] = [];
  const note = (name: string) => (event: { type: string }) =>
    calls.push([name, event.type]);
  const handler = webhookHandler({
    secret: SECRET,
    onPoolClosed: note("onPoolClosed"),
    onDynamicOverlapCompleted: note("onDynamicOverlapCompleted"),
    onAssignmentCreated: note("onAssignmentCreated"),
    onAssignmentSubmitted: note("onAssignmentSubmitted"),
    onAssignmentSkipped: note("onAssignmentSkipped"),
    onAssignmentExpired: note("onAssignmentExpired"),
    onAssignmentApproved: note("onAssignmentApproved"),
    onAssignmentRejected: note("onAssignmentRejected"),
    onTestEvent: note("onTestEvent"),
    onEvent: note("onEvent"),
  });
  const events = types.map((type) =>
    ({ ...submitted(type), type }) as WebhookEvent
  );
  assertEquals((await handler(await delivery(...events))).status, 200);
  assertEquals(calls, [
    ["onPoolClosed", "POOL_CLOSED"],
    ["onDynamicOverlapCompleted", "DYNAMIC_OVERLAP_COMPLETED"],
    ["onAssignmentCreated", "ASSIGNMENT_CREATED"],
    ["onAssignmentSubmitted", "ASSIGNMENT_SUBMITTED"],
    ["onAssignmentSkipped", "ASSIGNMENT_SKIPPED"],
    ["onAssignmentExpired", "ASSIGNMENT_EXPIRED"],
    ["onAssignmentApproved", "ASSIGNMENT_APPROVED"],
    ["onAssignmentRejected", "ASSIGNMENT_REJECTED"],
    ["onTestEvent", "TEST_EVENT"],
  ]);
});

Deno.test("webhookHandler() narrows the events of its functions", () => {
  webhookHandler<{ label: "cat" | "dog" }>({
    secret: SECRET,
    onPoolClosed: (event) => {
      assertType<IsExact<typeof event, PoolClosedWebhookEvent>>(true);
    },
    onAssignmentSubmitted: (event) => {
      assertType<IsExact<typeof event.type, "ASSIGNMENT_SUBMITTED">>(true);
      assertType<
        IsExact<
          typeof event,
          AssignmentWebhookEvent & { type: "ASSIGNMENT_SUBMITTED" }
        >
      >(true);
    },
    onDynamicOverlapCompleted: (event) => {
      assertType<IsExact<typeof event.output_values.label, "cat" | "dog">>(
        true,
      );
    },
    onEvent: (event) => {
      assertType<IsExact<typeof event, WebhookEvent>>(true);
    },
  });
});

Deno.test("webhookHandler() gives events without a function of their own to onEvent", async () => {
  const { handler, uuids } = noting({ onPoolClosed: () => {} });
  const request = await delivery(
    poolClosed("1"),
    testEvent("2"),
    unknownEvent("3"),
  );
  assertEquals((await handler(request)).status, 200);
  assertEquals(uuids, ["2", "3"]);
});

for (const type of ["NEW_KIND", "constructor", "__proto__", "onEvent", ""]) {
  Deno.test(`webhookHandler() takes an event of type "${type}" for one that is not known`, async () => {
    const { handler, uuids } = noting();
    const event = { ...testEvent("1"), type } as unknown as WebhookEvent;
    assertEquals((await handler(await delivery(event))).status, 200);
    assertEquals(uuids, ["1"]);
  });
}

Deno.test("webhookHandler() ignores events that nobody takes", async () => {
  const handler = webhookHandler({ secret: SECRET });
  const request = await delivery(unknownEvent("1"), poolClosed("2"));
  assertEquals((await handler(request)).status, 200);
});

Deno.test("webhookHandler() calls functions as methods of its options", async () => {
  class Counter {
    secret = SECRET;
    count = 0;
    onPoolClosed(): void {
      this.count++;
    }
    onEvent(): void {
      this.count += 10;
    }
  }
  const counter = new Counter();
  const handler = webhookHandler(counter);
  await handler(await delivery(poolClosed("1"), testEvent("2")));
  assertEquals(counter.count, 11);
});

Deno.test("webhookHandler() handles events one after another", async () => {
  const steps: string[] = [];
  const { handler } = noting({
    onEvent: async (event) => {
      steps.push(`begin ${event.uuid}`);
      await Promise.resolve();
      await Promise.resolve();
      steps.push(`end ${event.uuid}`);
    },
  });
  await handler(await delivery(testEvent("1"), testEvent("2")));
  assertEquals(steps, ["begin 1", "end 1", "begin 2", "end 2"]);
});

Deno.test("webhookHandler() responds once the functions are done", async () => {
  const gate = Promise.withResolvers<void>();
  const { handler } = noting({ onEvent: () => gate.promise });
  let done = false;
  const response = handler(await delivery(testEvent("1")))
    .finally(() => done = true);
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(done, false);
  gate.resolve();
  assertEquals((await response).status, 200);
});

for (const method of ["GET", "HEAD", "PUT", "DELETE"]) {
  Deno.test(`webhookHandler() refuses ${method}`, async () => {
    const { handler, errors } = noting();
    const response = await handler(
      new Request("http://localhost/", { method }),
    );
    assertEquals(response.status, 405);
    assertEquals(response.headers.get("Allow"), "POST");
    assert(errors[0]![0] instanceof TolokaError);
  });
}

for (
  const [what, body] of [
    ["an empty body", ""],
    ["a body that is not JSON", "events"],
    ["a body cut short", '{"events":['],
    ["null", "null"],
    ["a bare list", "[]"],
    ["no events", "{}"],
    ["events that are no list", '{"events":{}}'],
    ["an event that is no object", '{"events":[null]}'],
    ["an event without uuid", '{"events":[{"type":"TEST_EVENT"}]}'],
    ["an empty uuid", '{"events":[{"type":"TEST_EVENT","uuid":""}]}'],
    ["an event without type", '{"events":[{"uuid":"1"}]}'],
    [
      "bytes that are not UTF-8",
      Uint8Array.from('{"events":[],"note":"\xff"}', (c) => c.charCodeAt(0)),
    ],
  ] as const
) {
  Deno.test(`webhookHandler() refuses ${what}`, async () => {
    const { handler, errors } = noting({ secret: null });
    assertEquals((await handler(post(body))).status, 400);
    const [[error, event] = []] = errors;
    assert(error instanceof TolokaError);
    assert(error.message.startsWith("Cannot take delivery as its body "));
    assertEquals(event, undefined);
  });
}

Deno.test("webhookHandler() refuses an unsigned delivery with 401", async () => {
  const { handler, uuids, errors } = noting();
  const events = [testEvent("1")];
  const response = await handler(
    await webhookRequest({ events, secret: null }),
  );
  assertEquals(response.status, 401);
  assertEquals(response.headers.get("WWW-Authenticate"), "Toloka-Signature");
  assertEquals(uuids, []);
  const error = errors[0]![0];
  assert(error instanceof WebhookSignatureError);
  assertEquals(error.reason, "MISSING");
});

Deno.test("webhookHandler() refuses a signature of another secret with 403", async () => {
  const { handler, uuids } = noting();
  const events = [testEvent("1")];
  const request = await webhookRequest({ events, secret: "other" });
  assertEquals((await handler(request)).status, 403);
  assertEquals(uuids, []);
});

Deno.test("webhookHandler() refuses a body that was tampered with", async () => {
  const { handler } = noting();
  const { headers } = await delivery(testEvent("1"));
  const body = JSON.stringify({ events: [testEvent("2")] });
  assertEquals((await handler(post(body, headers))).status, 403);
});

Deno.test("webhookHandler() looks at the signature before the body", async () => {
  const { handler } = noting();
  assertEquals((await handler(post("not JSON"))).status, 401);
});

Deno.test("webhookHandler() refuses a signature older than maxAge", async () => {
  using time = new FakeTime();
  const { handler } = noting({ maxAge: 1000 });
  const request = await delivery(testEvent("1"));
  const again = request.clone();
  time.tick(1000);
  assertEquals((await handler(request)).status, 200);
  time.tick(1);
  assertEquals((await handler(again)).status, 403);
});

Deno.test("webhookHandler() takes unsigned deliveries if the secret is null", async () => {
  const { handler, uuids } = noting({ secret: null });
  const events = [testEvent("1")];
  await handler(await webhookRequest({ events, secret: null }));
  assertEquals(uuids, ["1"]);
});

for (
  const [secret, is] of [
    ["", "empty"],
    [undefined, "undefined"],
    [[], "an empty list"],
    [["a", ""], "empty"],
  ] as const
) {
  Deno.test(`webhookHandler() does not take ${Deno.inspect(secret)} for a secret`, () => {
    assertThrows(
      () => webhookHandler({ secret: secret as string }),
      TypeError,
      `Cannot create webhook handler as 'secret' must be a non-empty string, or a list of them: it is ${is}`,
    );
  });
}

for (
  const options of [
    { maxAge: 0 },
    { maxAge: NaN },
    { maxBodySize: 0 },
    { maxBodySize: Infinity },
    { deduplication: 0 },
    { deduplication: 1.5 },
    { timeout: 0 },
    { timeout: Infinity },
  ]
) {
  Deno.test(`webhookHandler() refuses ${Deno.inspect(options)}`, () => {
    const [name] = Object.keys(options);
    assertThrows(
      () => webhookHandler({ secret: SECRET, ...options }),
      RangeError,
      `Cannot create webhook handler as '${name}' must be`,
    );
  });
}

Deno.test("webhookHandler() takes a body of maxBodySize, and not a byte more", async () => {
  const body = JSON.stringify({ events: [testEvent("1")] });
  const maxBodySize = body.length;
  const { handler } = noting({ secret: null, maxBodySize });
  assertEquals((await handler(post(body))).status, 200);
  assertEquals((await handler(post(body + " "))).status, 413);
});

Deno.test("webhookHandler() refuses a large body by its announced length, unread", async () => {
  const { handler } = noting();
  const body = new ReadableStream({
    pull() {
      throw new Error("was read");
    },
  }, { highWaterMark: 0 });
  const response = await handler(post(body, { "Content-Length": "1048577" }));
  assertEquals(response.status, 413);
});

Deno.test("webhookHandler() stops reading a body that does not end", async () => {
  const { handler, errors } = noting({ maxBodySize: 10_000 });
  let chunks = 0;
  let cancelled = false;
  const body = new ReadableStream({
    pull(controller) {
      chunks++;
      controller.enqueue(new Uint8Array(1000));
    },
    cancel() {
      cancelled = true;
    },
  });
  assertEquals((await handler(post(body))).status, 413);
  assert(chunks < 20, `${chunks} chunks`);
  assert(cancelled);
  assert(errors[0]![0] instanceof TolokaError);
});

Deno.test("webhookHandler() refuses a body that breaks off", async () => {
  const { handler, errors } = noting();
  const body = new ReadableStream({
    pull() {
      throw new Error("gone");
    },
  });
  assertEquals((await handler(post(body))).status, 400);
  const [error] = errors[0]!;
  assertEquals(((error as TolokaError).cause as Error).message, "gone");
});

Deno.test("webhookHandler() rejects a request whose body was read before", async () => {
  const { handler } = noting();
  const request = await delivery(testEvent("1"));
  await request.text();
  await assertRejects(
    () => handler(request),
    TypeError,
    "Cannot take delivery as its body was read before",
  );
});

Deno.test("webhookHandler() handles an event once, however often it is delivered", async () => {
  const { handler, uuids } = noting();
  const first = await handler(await delivery(testEvent("1"), testEvent("1")));
  const second = await handler(await delivery(testEvent("1"), testEvent("2")));
  assertEquals([first.status, second.status], [200, 200]);
  assertEquals(uuids, ["1", "2"]);
});

Deno.test("webhookHandler() responds 500 and handles an event again after a failure", async () => {
  const failure = new Error("no database");
  let attempts = 0;
  const { handler, errors } = noting({
    onPoolClosed: () => {
      if (++attempts === 1) throw failure;
    },
  });
  assertEquals((await handler(await delivery(poolClosed("1")))).status, 500);
  assertEquals(errors, [[failure, "1"]]);
  assertEquals((await handler(await delivery(poolClosed("1")))).status, 200);
  assertEquals((await handler(await delivery(poolClosed("1")))).status, 200);
  assertEquals(attempts, 2);
});

Deno.test("webhookHandler() handles what stands beside an event that always fails, once", async () => {
  const handled: string[] = [];
  const { handler, errors } = noting({
    onEvent: ({ uuid }) => {
      if (uuid === "2") throw new Error("never works");
      handled.push(uuid);
    },
  });
  const events = ["1", "2", "3"].map(testEvent);
  for (let i = 1; i <= 3; i++) {
    assertEquals((await handler(await delivery(...events))).status, 500);
    assertEquals(handled, ["1", "3"]);
    assertEquals(errors.map(([, uuid]) => uuid), Array(i).fill("2"));
  }
});

Deno.test("webhookHandler() handles what stands beside malformed events, and reports these", async () => {
  const { handler, uuids, errors } = noting({ secret: null });
  const body = JSON.stringify({
    events: [null, testEvent("1"), { uuid: 7, type: "x" }, testEvent("2")],
  });
  assertEquals((await handler(post(body))).status, 200);
  assertEquals(uuids, ["1", "2"]);
  assertEquals(errors.map(([error]) => (error as TolokaError).message), [
    "Cannot handle event 0 of a delivery as it must be an object with 'uuid' and 'type': current value is null",
    `Cannot handle event 2 of a delivery as it must be an object with 'uuid' and 'type': current value is {"uuid":7,"type":"x"}`,
  ]);
  assertEquals(errors.map(([, uuid]) => uuid), [undefined, undefined]);
});

/** An event whose function hangs until it is told how to end. */
function hanging(options: Partial<WebhookHandlerOptions> = {}) {
  const end = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<AbortSignal>();
  const made = noting({
    onPoolClosed: (_, { signal }) => {
      begun.resolve(signal);
      return end.promise;
    },
    ...options,
  });
  return { ...made, end, begun: begun.promise };
}

Deno.test("webhookHandler() cuts off a function that hangs, and goes on", async () => {
  using time = new FakeTime();
  const { handler, begun, errors, uuids } = hanging();
  const answer = handler(await delivery(poolClosed("1"), testEvent("2")));
  const signal = await begun;
  await time.tickAsync(29_999);
  assertEquals([signal.aborted, errors.length], [false, 0]);
  await time.tickAsync(1);
  assertEquals((await answer).status, 500);
  assert(signal.aborted);
  assertEquals(uuids, ["2"]);
  const [[error, uuid]] = errors as [[TolokaError, string]];
  assertEquals(uuid, "1");
  assertEquals(
    error.message,
    'Cannot handle event "1" (POOL_CLOSED) within 30000 ms',
  );
  assertEquals(signal.reason, error);
});

Deno.test("webhookHandler() remembers an event whose function succeeds after its time", async () => {
  using time = new FakeTime();
  const { handler, begun, end, errors } = hanging({ timeout: 10 });
  const answer = handler(await delivery(poolClosed("1")));
  await begun;
  await time.tickAsync(10);
  assertEquals((await answer).status, 500);
  end.resolve();
  assertEquals((await handler(await delivery(poolClosed("1")))).status, 200);
  assertEquals(errors.length, 1);
});

Deno.test("webhookHandler() stays silent about a function that fails after its time", async () => {
  using time = new FakeTime();
  const { handler, begun, end, errors } = hanging({ timeout: 10 });
  const answer = handler(await delivery(poolClosed("1")));
  await begun;
  await time.tickAsync(10);
  assertEquals((await answer).status, 500);
  end.reject(new Error("late"));
  await time.runMicrotasks();
  assertEquals(errors.length, 1);
});

Deno.test("webhookHandler() cuts off a store that hangs", async () => {
  using time = new FakeTime();
  const { promise, resolve } = Promise.withResolvers<void>();
  const { handler, errors } = noting({
    timeout: 10,
    deduplication: {
      has: () => {
        resolve();
        return new Promise<boolean>(() => {});
      },
      add: () => {},
    },
  });
  const answer = handler(await delivery(testEvent("1")));
  await promise;
  await time.tickAsync(10);
  assertEquals((await answer).status, 500);
  assertEquals(errors.length, 1);
});

Deno.test("webhookHandler() leaves no timer behind, and needs none with timeout null", async () => {
  const { handler } = noting();
  await handler(await delivery(testEvent("1")));
  using time = new FakeTime();
  const { handler: patient, end, begun } = hanging({ timeout: null });
  const answer = patient(await delivery(poolClosed("1")));
  await begun;
  await time.tickAsync(2 ** 31);
  end.resolve();
  assertEquals((await answer).status, 200);
});

for (const secret of [["new", SECRET], [SECRET, "old"], [SECRET]]) {
  Deno.test(`webhookHandler() takes a delivery signed with one of ${secret}`, async () => {
    const { handler, uuids } = noting({ secret });
    assertEquals((await handler(await delivery(testEvent("1")))).status, 200);
    const events = [testEvent("2")];
    const wrong = await webhookRequest({ events, secret: "other" });
    assertEquals((await handler(wrong)).status, 403);
    assertEquals(uuids, ["1"]);
  });
}

Deno.test("webhookHandler() looks secrets up by subscription", async () => {
  const secrets: Record<string, string | string[]> = {
    one: "first",
    two: ["new", "second"],
  };
  const { handler, uuids, errors } = noting({
    secret: (id) => Promise.resolve(secrets[id]),
  });
  const event = (uuid: string, id: unknown) =>
    ({ ...testEvent(uuid), webhook_subscription_id: id }) as WebhookEvent;
  const send = async (secret: string, ...events: WebhookEvent[]) =>
    (await handler(await webhookRequest({ events, secret }))).status;
  assertEquals(await send("first", event("1", "one")), 200);
  assertEquals(await send("second", event("2", "two"), event("3", "two")), 200);
  assertEquals(await send("first", event("4", "two")), 403);
  // Who knows one subscription's secret must not speak for another.
  assertEquals(await send("first", event("5", "one"), event("6", "two")), 403);
  assertEquals(await send("first", event("7", "none")), 403);
  assertEquals(await send("first", event("8", undefined)), 403);
  assertEquals(await send("first"), 403);
  assertEquals(uuids, ["1", "2", "3"]);
  assertEquals(
    (errors[2]![0] as Error).message,
    'Cannot verify signature as no secret is known for the event\'s subscription: current value is "none"',
  );
});

Deno.test("webhookHandler() handles an event once that arrives twice at the same time", async () => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  let calls = 0;
  const { handler } = noting({
    onEvent: async () => {
      calls++;
      begun.resolve();
      await gate.promise;
    },
    deduplication: slowStore(),
  });
  const responses = [
    handler(await delivery(testEvent("1"))),
    handler(await delivery(testEvent("1"))),
  ];
  await begun.promise;
  responses.push(handler(await delivery(testEvent("1"))));
  gate.resolve();
  for (const response of responses) assertEquals((await response).status, 200);
  assertEquals(calls, 1);
});

Deno.test("webhookHandler() fails both deliveries of an event that arrives twice at the same time and fails", async () => {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const calls: string[] = [];
  const { handler, errors } = noting({
    onEvent: async ({ uuid }) => {
      calls.push(uuid);
      if (uuid === "before") {
        // By the next turn of the event loop this delivery waits for the other.
        setTimeout(gate.resolve);
        return;
      }
      begun.resolve();
      await gate.promise;
      throw new Error("not now");
    },
  });
  const first = handler(await delivery(testEvent("1")));
  await begun.promise;
  const second = handler(await delivery(testEvent("before"), testEvent("1")));
  assertEquals((await first).status, 500);
  assertEquals((await second).status, 500);
  assertEquals(calls, ["1", "before"]);
  assertEquals(errors.length, 1);
});

Deno.test("webhookHandler() forgets the oldest event beyond deduplication", async () => {
  const { handler, uuids } = noting({ deduplication: 2 });
  for (const uuid of ["1", "2", "3", "3", "2", "1"]) {
    await handler(await delivery(testEvent(uuid)));
  }
  assertEquals(uuids, ["1", "2", "3", "1"]);
});

Deno.test("webhookHandler() remembers 10 000 events by default", async () => {
  const { handler, uuids } = noting({ secret: null, maxBodySize: 10_000_000 });
  const events = Array.from({ length: 10_001 }, (_, at) => testEvent(`${at}`));
  const deliver = (events: WebhookEvent[]) =>
    handler(post(JSON.stringify({ events })));
  await deliver(events);
  await deliver([events[1]!]);
  assertEquals(uuids.length, 10_001);
  await deliver([events[0]!]);
  assertEquals(uuids.length, 10_002);
});

function slowStore() {
  const uuids = new Set<string>();
  return {
    uuids,
    has: async (uuid: string) => {
      await Promise.resolve();
      return uuids.has(uuid);
    },
    add: async (uuid: string) => {
      await Promise.resolve();
      uuids.add(uuid);
    },
  };
}

Deno.test("webhookHandler() shares a store with another handler", async () => {
  const deduplication = slowStore();
  const one = noting({ deduplication });
  const other = noting({ deduplication });
  await one.handler(await delivery(testEvent("1")));
  await other.handler(await delivery(testEvent("1"), testEvent("2")));
  assertEquals([one.uuids, other.uuids], [["1"], ["2"]]);
  assertEquals([...deduplication.uuids], ["1", "2"]);
});

Deno.test("webhookHandler() keeps a failed event out of the store", async () => {
  const deduplication = slowStore();
  const { handler } = noting({
    deduplication,
    onEvent: () => {
      throw new Error("not now");
    },
  });
  await handler(await delivery(testEvent("1")));
  assertEquals(deduplication.uuids.size, 0);
});

for (const method of ["has", "add"] as const) {
  Deno.test(`webhookHandler() responds 500 if the store's ${method}() fails`, async () => {
    const failure = new Error("store is down");
    const deduplication = {
      ...slowStore(),
      [method]: () => Promise.reject(failure),
    };
    const { handler, errors } = noting({ deduplication });
    assertEquals((await handler(await delivery(testEvent("1")))).status, 500);
    assertEquals(errors, [[failure, "1"]]);
  });
}

Deno.test("webhookHandler() writes a failed event to the console, and no refusal, without onError", async () => {
  const failure = new Error("no database");
  const handler = webhookHandler({
    secret: SECRET,
    onEvent: () => {
      throw failure;
    },
  });
  const written: unknown[] = [];
  const { error } = console;
  console.error = (...values: unknown[]) => written.push(...values);
  try {
    await handler(post("{}"));
    await handler(await delivery(testEvent("1")));
  } finally {
    console.error = error;
  }
  assertEquals(written, [failure]);
});

Deno.test("webhookHandler() throws on what onError throws", async () => {
  const { handler } = noting({
    onError: () => Promise.reject(new Error("from onError")),
    onPoolClosed: () => {
      throw new Error("no database");
    },
  });
  const request = await delivery(poolClosed("1"));
  await assertRejects(() => handler(request), Error, "from onError");
  await assertRejects(() => handler(post("{}")), Error, "from onError");
});

Deno.test("webhookHandler() serves with Deno.serve", async () => {
  const { handler, uuids } = noting({ maxBodySize: 2000 });
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    handler,
  );
  const url = `http://127.0.0.1:${server.addr.port}/toloka`;
  const send = async (request: Request | URL | string) => {
    const response = await fetch(request);
    await response.body?.cancel();
    return response.status;
  };
  const events = [submitted("1"), poolClosed("2")];
  const signed = await webhookRequest({ events, secret: SECRET, url });
  const again = signed.clone();
  assertEquals(await send(signed), 200);
  assertEquals(await send(again), 200);
  const wrong = await webhookRequest({ events, secret: "other", url });
  assertEquals(await send(wrong), 403);
  const large = Array.from({ length: 20 }, (_, at) => testEvent(`${at}`));
  assertEquals(
    await send(await webhookRequest({ events: large, secret: SECRET, url })),
    413,
  );
  assertEquals(await send(url), 405);
  assertEquals(uuids, ["1", "2"]);
});

Deno.test("the webhooks entry point loads errors and itself, and nothing else of the package", async () => {
  const root = new URL("../../", import.meta.url);
  const loaded = new Set<string>();
  async function load(url: URL): Promise<void> {
    const path = url.href.slice(root.href.length);
    if (loaded.has(path)) return;
    loaded.add(path);
    const code = await Deno.readTextFile(url);
    const statements = code.matchAll(
      /^(?:import|export)\s(?!type\b)[^;]*?from\s"([^"]+)";/gm,
    );
    for (const [, specifier] of statements) {
      if (specifier === "@std/async/abortable") continue;
      assert(specifier!.startsWith("."), `${path} imports ${specifier}`);
      await load(new URL(specifier!, url));
    }
  }
  await load(new URL("src/webhooks/mod.ts", root));
  assertEquals([...loaded].sort(), [
    "src/checks.ts",
    "src/error_codes.ts",
    "src/errors.ts",
    "src/webhooks/deduplication.ts",
    "src/webhooks/delivery.ts",
    "src/webhooks/handler.ts",
    "src/webhooks/mod.ts",
    "src/webhooks/signature.ts",
    "src/webhooks/webhook_request.ts",
  ]);
});
