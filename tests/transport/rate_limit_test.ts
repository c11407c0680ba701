import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { FakeClock } from "../_clock.ts";
import { TolokaClient, TolokaTimeoutError } from "../../mod.ts";
import { TurnQueue } from "../../src/transport/turn_queue.ts";
import { answering, clientOf, options } from "./_fetch.ts";

const INFINITE = { count: Infinity, interval: 1_000, concurrency: Infinity };

/** Has a number of calls enter a queue, and notes those that got in. */
function enterAll(
  queue: TurnQueue,
  count: number,
  signals: AbortSignal[] = [],
) {
  const entered: number[] = [];
  const calls = Array.from(
    { length: count },
    (_, i) => queue.enter(signals[i]).then(() => entered.push(i)),
  );
  return { entered, calls };
}

Deno.test("TurnQueue lets as many begin in an interval as allowed, in their order", async () => {
  using time = new FakeClock();
  const limits = { ...INFINITE, count: 2 };
  const queue = new TurnQueue(limits, () => Date.now());
  const { entered } = enterAll(queue, 5);
  await time.tickAsync(0);
  assertEquals(entered, [0, 1]);
  await time.tickAsync(999);
  assertEquals(entered, [0, 1]);
  await time.tickAsync(1);
  assertEquals(entered, [0, 1, 2, 3]);
  await time.tickAsync(1_000);
  assertEquals(entered, [0, 1, 2, 3, 4]);
});

Deno.test("TurnQueue lets the next one begin when one has left", async () => {
  const queue = new TurnQueue({ ...INFINITE, concurrency: 2 });
  const { entered, calls } = enterAll(queue, 4);
  await calls[1];
  assertEquals(entered, [0, 1]);
  queue.leave();
  await calls[2];
  queue.leave();
  await calls[3];
  assertEquals(entered, [0, 1, 2, 3]);
});

Deno.test("TurnQueue takes a place from whoever gives up, and costs the others none", async () => {
  using time = new FakeClock();
  const limits = { ...INFINITE, count: 1 };
  const queue = new TurnQueue(limits, () => Date.now());
  const controller = new AbortController();
  const own = new AbortController().signal;
  const { entered, calls } = enterAll(queue, 3, [own, controller.signal]);
  const failed = assertRejects(() => calls[1]!, Error, "enough");
  controller.abort(new Error("enough"));
  await failed;
  await time.tickAsync(1_000);
  assertEquals(entered, [0, 2]);
});

Deno.test("TurnQueue leaves no timer behind when all have given up", async () => {
  const limits = { ...INFINITE, count: 1, interval: 60_000 };
  const queue = new TurnQueue(limits);
  const controller = new AbortController();
  await queue.enter();
  const waits = queue.enter(controller.signal).catch((error) => error.message);
  controller.abort(new Error("enough"));
  assertEquals(await waits, "enough");
  await assertRejects(() => queue.enter(controller.signal), Error, "enough");
});

Deno.test("'rateLimit' has requests wait until one is answered", async () => {
  const seen: PromiseWithResolvers<Response>[] = [];
  const toloka = new TolokaClient(options(
    (() => {
      const answer = Promise.withResolvers<Response>();
      seen.push(answer);
      return answer.promise;
    }) as typeof fetch,
    { rateLimit: { concurrency: 2 } },
  ));
  const calls = [1, 2, 3].map(() => toloka.requester.get());
  for (let i = 0; i < 50; i++) await null;
  assertEquals(seen.length, 2);
  seen[0]!.resolve(Response.json({ id: "1" }));
  await calls[0];
  for (let i = 0; i < 50; i++) await null;
  assertEquals(seen.length, 3);
  for (const { resolve } of seen) resolve(Response.json({ id: "1" }));
  await Promise.all(calls);
});

Deno.test("'rateLimit' keeps a quota for its own requests, and the deadline of a call", async () => {
  const answers = Array.from({ length: 22 }, () => Response.json({ id: "1" }));
  const { fetch, seen } = answering(...answers);
  const toloka = clientOf(fetch, { rateLimit: "documented" });
  const clone = (deadline?: Date) =>
    toloka.request("POST", "/api/v1/skills", { body: {} }, { deadline });
  for (let i = 0; i < 10; i++) await clone();
  await assertRejects(
    () => clone(new Date(Date.now() + 20)),
    TolokaTimeoutError,
    "POST /api/v1/skills was not sent as its deadline has passed",
  );
  await toloka.request("POST", "/api/v1/pools", { body: {} });
  await toloka.requester.get();
  assertEquals(seen.length, 12);
});

Deno.test("'rateLimit' is checked when the client is created", () => {
  const { fetch } = answering();
  const table: [unknown, typeof TypeError | typeof RangeError, string][] = [
    ["fast", TypeError, `'rateLimit' must be "documented" or limits`],
    [{ requestsPerSecond: 0 }, RangeError, "must be a whole number from 1"],
    [{ concurrencies: 2 }, TypeError, "did you mean 'concurrency'?"],
  ];
  for (const [rateLimit, type, message] of table) {
    assertThrows(
      () => clientOf(fetch, { rateLimit: rateLimit as "documented" }),
      type,
      message,
    );
  }
});
