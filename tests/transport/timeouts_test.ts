import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { FakeClock } from "../_clock.ts";
import { TolokaConnectionError, TolokaTimeoutError } from "../../mod.ts";
import type { Timeouts } from "../../src/options.ts";
import {
  guardBody,
  type Limits,
  limitsOf,
  withFetchErrors,
  withTimeout,
} from "../../src/transport/timeouts.ts";
import { broken } from "./_fetch.ts";

const request = { method: "POST", path: "/api/v1/pools" };
const never = () => new Promise<never>(() => {});

function context(signal?: AbortSignal, read: number | null = null) {
  const limits: Limits = { total: null, connect: null, read };
  return {
    request,
    redact: String,
    url: "http://toloka.test/x",
    options: { signal },
    limits,
  };
}

Deno.test("limitsOf() makes limits of a timeout", () => {
  const cases: [number | Timeouts | null, boolean, (number | null)[]][] = [
    [50, false, [50, null, null]],
    [50, true, [null, 50, 50]],
    [null, false, [null, null, null]],
    [null, true, [null, null, null]],
    [{}, false, [null, 10_000, 10_000]],
    [{ connect: 5 }, false, [null, 5, 10_000]],
    [{ read: 7 }, true, [null, 10_000, 7]],
    [{ connect: null, read: null }, false, [null, null, null]],
    [{ connect: undefined, read: 7 }, false, [null, 10_000, 7]],
  ];
  for (const [timeout, streams, [total, connect, read]] of cases) {
    assertEquals(
      limitsOf(timeout, streams) as object,
      { total, connect, read },
      `${JSON.stringify(timeout)}, streams: ${streams}`,
    );
  }
});

Deno.test("withTimeout() gives what comes in time", async () => {
  using _time = new FakeClock();
  for (const ms of [null, 50]) {
    assertEquals(await withTimeout(Promise.resolve(5), ms, context()), 5);
  }
});

Deno.test("withTimeout() ends what takes too long", async () => {
  using time = new FakeClock();
  const call = withTimeout(never(), 50, context());
  const error = assertRejects(
    () => call,
    TolokaTimeoutError,
    "POST /api/v1/pools was not answered within 50 ms; whether the server carried out the request is unknown",
  );
  await time.tickAsync(50);
  assertEquals((await error).outcomeUnknown, true);
});

Deno.test("withTimeout() lets other errors through", async () => {
  const error = new Error("other");
  for (const ms of [null, 5_000]) {
    const call = withTimeout(Promise.reject(error), ms, context());
    assertStrictEquals(await call.catch((e) => e), error);
  }
});

Deno.test("withTimeout() rejects with the caller's reason, whatever it is", async () => {
  const reasons = ["text", new Error("enough"), 5]
    .concat(new DOMException("Signal timed out.", "TimeoutError") as never);
  for (const reason of reasons) {
    for (const ms of [null, 5_000]) {
      const controller = new AbortController();
      const call = withTimeout(never(), ms, context(controller.signal));
      controller.abort(reason);
      assertStrictEquals(await call.catch((e) => e), reason);
    }
  }
});

Deno.test("withFetchErrors() explains why a connection broke", async () => {
  await assertRejects(
    () => withFetchErrors(Promise.reject(broken()), context()),
    TolokaConnectionError,
    'POST /api/v1/pools failed as the connection to "toloka.test" broke: client error (SendRequest): connection reset; whether',
  );
});

Deno.test("guardBody() gives chunk by chunk and then lets go", async () => {
  let ends = 0;
  const response = new Response(
    new ReadableStream({
      start(controller) {
        for (const text of ["a", "b"]) {
          controller.enqueue(new TextEncoder().encode(text));
        }
        controller.close();
      },
    }),
  );
  const body = guardBody(response, context(), () => ends++);
  const chunks = await Array.fromAsync(
    body,
    (b) => new TextDecoder().decode(b),
  );
  assertEquals(chunks, ["a", "b"]);
  assertEquals(ends, 1);
});

Deno.test("guardBody() gives nothing for an answer without a body", async () => {
  const body = guardBody(new Response(null), context(), () => {});
  assertEquals(await Array.fromAsync(body), []);
});

Deno.test("guardBody() reads no further than its reader", async () => {
  let pulls = 0;
  const source = new ReadableStream({
    pull(controller) {
      pulls++;
      controller.enqueue(new Uint8Array(1));
    },
  }, { highWaterMark: 0 });
  const body = guardBody(new Response(source), context(), () => {});
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  await settle();
  assertEquals(pulls, 0);
  const reader = body.getReader();
  await reader.read();
  await settle();
  assertEquals(pulls, 1);
  await reader.cancel();
});

Deno.test("guardBody() lets go when its reader does not read on", async () => {
  let ends = 0;
  let reason: unknown;
  const source = new ReadableStream({
    cancel(given) {
      reason = given;
    },
  });
  const body = guardBody(new Response(source), context(), () => ends++);
  await body.cancel("enough");
  assertEquals(ends, 1);
  assertEquals(reason, "enough");
});

Deno.test("guardBody() lets go when the caller aborts between two reads", async () => {
  let ends = 0;
  const controller = new AbortController();
  const body = guardBody(
    new Response("abc"),
    context(controller.signal),
    () => ends++,
  );
  controller.abort("enough");
  assertEquals(ends, 1);
  assertEquals(await body.getReader().read().catch((e) => e), "enough");
});

Deno.test("guardBody() fails when no chunk comes for too long", async () => {
  using time = new FakeClock();
  let ends = 0;
  const response = new Response(new ReadableStream());
  const body = guardBody(response, context(undefined, 50), () => ends++);
  const read = assertRejects(() => body.getReader().read(), TolokaTimeoutError);
  await time.tickAsync(50);
  await read;
  assertEquals(ends, 1);
});

Deno.test("guardBody() fails when the connection breaks", async () => {
  const source = new ReadableStream({
    pull(controller) {
      controller.error(broken());
    },
  });
  const body = guardBody(new Response(source), context(), () => {});
  await assertRejects(() => body.getReader().read(), TolokaConnectionError);
});

Deno.test("guardBody() lets go of an answer without a body", async () => {
  const controller = new AbortController();
  let ends = 0;
  const body = guardBody(
    new Response(null, { status: 204 }),
    context(controller.signal),
    () => ends++,
  );
  assertEquals(await Array.fromAsync(body), []);
  assertEquals(ends, 1);
  controller.abort();
  assertEquals(ends, 1);
});
