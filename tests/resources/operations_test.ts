import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  type Operation,
  TolokaOperationError,
  TolokaTimeoutError,
} from "../../mod.ts";
import { FakeClock } from "../_clock.ts";
import { broken, errorOf, skipping } from "../transport/_fetch.ts";
import {
  callsOf,
  hurried,
  operation,
  OPERATION_ID,
  serving,
} from "./_toloka.ts";

const GET = `GET /api/v1/operations/${OPERATION_ID}`;

/** Answers with running operations, and with an ended one in the end. */
function ending(status: string, polls: number) {
  return (_: unknown, number: number) =>
    operation(number > polls ? status : "RUNNING");
}

Deno.test("Operations.wait() asks nothing about an operation that has succeeded", async () => {
  const { toloka, asked } = serving([]);
  const known: Operation = operation("SUCCESS");
  assertEquals(await toloka.operations.wait(known), known);
  assertEquals(asked, []);
});

Deno.test("Operations.wait() rejects about an operation that has failed without asking", async () => {
  const { toloka, asked } = serving([]);
  const failed: Operation = operation("FAIL", { details: { why: "no" } });
  const error = await assertRejects(
    () => toloka.operations.wait(failed),
    TolokaOperationError,
    '"why":"no"',
  );
  assertEquals(error.operation, failed);
  assertEquals(asked, []);
});

Deno.test("Operations.wait() reads the operation when it is given its id", async () => {
  const { toloka, asked } = serving(ending("SUCCESS", 0));
  const ended = await toloka.operations.wait(OPERATION_ID);
  assertEquals(ended.status, "SUCCESS");
  assertEquals(callsOf(asked), [GET]);
});

Deno.test("Operations.wait() rejects with the operation when it fails", async () => {
  const { toloka } = serving(ending("FAIL", 2));
  const error = await errorOf(
    hurried(() => toloka.operations.wait(operation("PENDING"))),
  );
  assertInstanceOf(error, TolokaOperationError);
  assertEquals(error.operation, operation("FAIL"));
});

Deno.test("Operations.wait() looks first after 100 ms, then ever more rarely up to every 5 s", async () => {
  const { toloka, asked } = serving(ending("SUCCESS", 12));
  const started = await hurried(async () => {
    const now = Date.now();
    await toloka.operations.wait(operation("RUNNING"));
    return now;
  });
  const times = [started, ...asked.map(({ at }) => at)];
  const pauses = times.slice(1).map((at, i) => at - times[i]!);
  assertEquals(pauses[0], 100);
  assertEquals(pauses.at(-1), 5_000);
  assertEquals(pauses, pauses.toSorted((a, b) => a - b));
});

Deno.test("Operations.wait() gives up after 'maxWait' and names the operation", async () => {
  const { toloka } = serving(ending("SUCCESS", Infinity));
  const took = await hurried(async () => {
    const start = Date.now();
    const error = await errorOf(
      toloka.operations.wait(operation("RUNNING"), { maxWait: 7_000 }),
    );
    assertInstanceOf(error, TolokaTimeoutError);
    assertStringIncludes(error.message, OPERATION_ID);
    assertStringIncludes(error.message, "7000 ms");
    return Date.now() - start;
  });
  assertEquals(took, 7_000);
});

Deno.test("Operations.wait() looks once more when 'maxWait' is over", async () => {
  const { toloka } = serving((asked) =>
    operation(asked.at >= 1_000_000 + 400 ? "SUCCESS" : "RUNNING")
  );
  using time = new FakeClock(1_000_000);
  const ended = await skipping(
    time,
    toloka.operations.wait(operation("RUNNING"), { maxWait: 400 }),
  );
  assertEquals(ended.status, "SUCCESS");
});

for (const maxWait of [0, -1, NaN]) {
  Deno.test(`Operations.wait() refuses a 'maxWait' of ${maxWait} before it asks anything`, async () => {
    const { toloka, asked } = serving(ending("SUCCESS", 0));
    await assertRejects(
      () => toloka.operations.wait(OPERATION_ID, { maxWait }),
      RangeError,
      `current value is ${maxWait}`,
    );
    assertEquals(asked, []);
  });
}

Deno.test("Operations.wait() tells 'onProgress' each state that it reads", async () => {
  const { toloka } = serving(ending("SUCCESS", 2));
  const seen: string[] = [];
  await hurried(() =>
    toloka.operations.wait(OPERATION_ID, {
      onProgress: ({ status }) => seen.push(status),
    })
  );
  assertEquals(seen, ["RUNNING", "RUNNING", "SUCCESS"]);
});

Deno.test("Operations.wait() ends a pause when its signal is aborted", async () => {
  // A clock that stands still: the pause does not end by itself.
  using _time = new FakeClock();
  const { toloka, asked } = serving(ending("SUCCESS", Infinity));
  const controller = new AbortController();
  const reason = new Error("enough");
  const call = toloka.operations.wait(operation("RUNNING"), {
    signal: controller.signal,
  });
  controller.abort(reason);
  assertEquals(await errorOf(call), reason);
  assertEquals(asked, []);
});

Deno.test("Operations.wait() survives a connection that breaks", async () => {
  const { toloka, asked } = serving((_, number) =>
    number === 1 ? broken() : operation("SUCCESS")
  );
  await hurried(() => toloka.operations.wait(operation("RUNNING")));
  assertEquals(asked.length, 2);
});

Deno.test("Operations.getLog() reads the log of the operation", async () => {
  const log = [{ type: "TASK_CREATE", success: true, input: {}, output: {} }];
  const { toloka, asked } = serving([log]);
  assertEquals(await toloka.operations.getLog(OPERATION_ID), log as never);
  assertEquals(callsOf(asked), [`${GET}/log`]);
});

Deno.test("Operations.find() takes limits up to 500", async () => {
  const { toloka, asked } = serving([{ items: [], has_more: false }]);
  await toloka.operations.find({ limit: 500, status: "RUNNING" });
  assertEquals(asked[0]!.query, { limit: "500", status: "RUNNING" });
  await assertRejects(
    () => toloka.operations.find({ limit: 501 }),
    RangeError,
    "current value is 501",
  );
});

Deno.test("Operations.list() sends the moments of its filters as UTC", async () => {
  const { toloka, asked } = serving([{ items: [], has_more: false }]);
  await Array.fromAsync(
    toloka.operations.list({ submitted_gte: new Date(0) }),
  );
  assertEquals(asked[0]!.query.submitted_gte, "1970-01-01T00:00:00");
  assert(!("submitted_lt" in asked[0]!.query));
});
