import {
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
} from "@std/assert";
import { FakeClock } from "../_clock.ts";
import {
  TolokaIncompleteError,
  TolokaTimeoutError,
  TolokaUnavailableError,
} from "../../mod.ts";
import {
  type Answer,
  answering,
  clientOf,
  errorOf,
  refusal,
  skipping,
} from "./_fetch.ts";

const OPERATION = {
  id: "0f6a3c0e-1f6f-4f0e-9d0b-0c6f5f1d2a3b",
  type: "POOL.OPEN",
  status: "RUNNING",
};

/** A point in time from now, and a client without other time limits. */
function start(ms: number, ...answers: Answer[]) {
  const { fetch, seen } = answering(...answers);
  const deadline = new Date(Date.now() + ms);
  return { toloka: clientOf(fetch), deadline, seen };
}

Deno.test("deadline ends a request that is not answered", async () => {
  using time = new FakeClock();
  const { toloka, deadline } = start(250, "silence");
  const call = errorOf(toloka.pools.create({} as never, { deadline }));
  const error = await skipping(time, call) as TolokaTimeoutError;
  assertInstanceOf(error, TolokaTimeoutError);
  assertEquals(error.outcomeUnknown, true);
  assertEquals(Date.now(), deadline.getTime());
});

Deno.test("deadline gives no repeat that would begin after it", async () => {
  using time = new FakeClock();
  const headers = { "Retry-After": "30" };
  const { toloka, deadline, seen } = start(
    20_000,
    refusal(503, "REMOTE_SERVICE_UNAVAILABLE", { headers }),
  );
  const started = Date.now();
  const call = errorOf(toloka.skills.get("5", { deadline }));
  assertInstanceOf(await skipping(time, call), TolokaUnavailableError);
  assertEquals(seen.length, 1);
  assertEquals(Date.now(), started);
});

Deno.test("deadline holds for all requests of a call and the pauses between", async () => {
  using time = new FakeClock();
  const running = () => Response.json(OPERATION, { status: 202 });
  const { toloka, deadline, seen } = start(
    1_000,
    ...Array.from({ length: 9 }, running),
  );
  const call = errorOf(toloka.pools.open("12345", { deadline }));
  const error = await skipping(time, call) as TolokaTimeoutError;
  assertInstanceOf(error, TolokaTimeoutError);
  assertEquals(
    error.message,
    `GET /api/v1/operations/${OPERATION.id} was not sent as its deadline has passed: ${deadline.toISOString()}`,
  );
  assertEquals(Date.now(), deadline.getTime());
  assertEquals(seen.length > 2, true);
});

Deno.test("deadline leaves what a creation has done in its error", async () => {
  using time = new FakeClock();
  const { toloka, deadline } = start(
    1_000,
    Response.json({ ...OPERATION, type: "TASK.BATCH_CREATE" }, { status: 202 }),
    "silence",
  );
  const call = errorOf(
    toloka.tasks.createMany([{ pool_id: "1", input_values: {} }], {
      operationId: OPERATION.id,
      deadline,
    }),
  );
  const error = await skipping(time, call) as TolokaIncompleteError;
  assertInstanceOf(error, TolokaIncompleteError);
  assertInstanceOf(error.cause, TolokaTimeoutError);
});

Deno.test("deadline in the past sends nothing", async () => {
  const { toloka, deadline, seen } = start(-1);
  const error = await errorOf(toloka.skills.get("5", { deadline }));
  assertInstanceOf(error, TolokaTimeoutError);
  assertEquals(error.outcomeUnknown, false);
  assertEquals(seen, []);
});

Deno.test("deadline far away is no limit that a timer would cut short", async () => {
  using time = new FakeClock();
  const { toloka, deadline, seen } = start(2 ** 40, "silence");
  const controller = new AbortController();
  const { signal } = controller;
  const call = errorOf(toloka.skills.get("5", { deadline, signal }));
  await time.tickAsync(60_000);
  assertEquals(seen[0]?.signal.aborted, false);
  controller.abort("enough");
  assertStrictEquals(await call, "enough");
});

Deno.test("deadline that is no point in time is refused", async () => {
  for (const deadline of [1_000, new Date(NaN), "2030-01-01"]) {
    const { toloka, seen } = start(0);
    const call = toloka.skills.get("5", { deadline: deadline as Date });
    assertInstanceOf(await errorOf(call), TypeError);
    assertEquals(seen, []);
  }
});
