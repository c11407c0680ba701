/** Streams over a server that shows records late, and over one that fails. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { memoryStore, type Store } from "../../src/store/mod.ts";
import {
  assignmentEvents,
  type AssignmentEventType,
  poolStatusEvents,
  type StreamOptions,
  userSkillEvents,
} from "../../src/streaming/mod.ts";
import { webhookHandler, webhookRequest } from "../../src/webhooks/mod.ts";
import { FakeClock } from "../_clock.ts";
import { Records } from "./_records.ts";

/** A time so many seconds after the start. */
const at = (seconds: number) =>
  new Date(Date.UTC(2024, 0, 1) + seconds * 1000).toISOString()
    .replace("Z", "");

function streamOf(
  records: Records,
  store: Store,
  options: Partial<StreamOptions> = {},
  types: readonly AssignmentEventType[] = ["SUBMITTED"],
) {
  return assignmentEvents(records.client(), { pool_id: "1", types }, {
    store,
    name: "test",
    until: "CAUGHT_UP",
    worker: "a",
    ...options,
  });
}

async function idsOf(stream: AsyncIterable<{ id: string }>): Promise<string[]> {
  const ids = [];
  for await (const { id } of stream) ids.push(id);
  return ids;
}

async function keysIn(store: Store, part: string): Promise<number> {
  const entries = await store.list("", { limit: 1000 });
  return entries.filter(({ key }) => key.includes(part)).length;
}

Deno.test("assignmentEvents() hands out each event once, oldest first", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.submit("b", at(1));
  records.submit("a", at(2));
  records.submit("c", at(0));
  const seen = [];
  for await (const event of streamOf(records, store)) seen.push(event);
  assertEquals(seen.map(({ id }) => id), ["c", "b", "a"]);
  const [{ type, time, item, attempt, operationId }] = seen as [typeof seen[0]];
  assertEquals([type, time, attempt], ["SUBMITTED", at(0), 1]);
  assertEquals(item.status, "SUBMITTED");
  assert(/^[0-9a-f-]{36}$/.test(operationId));
  assertEquals(new Set(seen.map((event) => event.operationId)).size, 3);
  assertEquals(await idsOf(streamOf(records, store)), []);
  records.submit("d", at(3));
  assertEquals(await idsOf(streamOf(records, store)), ["d"]);
  const other = streamOf(records, store, { name: "other" });
  assertEquals(await idsOf(other), ["c", "b", "a", "d"]);
});

Deno.test("assignmentEvents() keeps to the lower bound of its query", async () => {
  const [records, store] = [new Records(), memoryStore()];
  for (const second of [1, 2, 3]) records.submit(`${second}`, at(second));
  const query = { pool_id: "1", types: ["SUBMITTED"] } as const;
  const options = { store, name: "test", until: "CAUGHT_UP" } as const;
  for (const bound of [at(2), `${at(2)}Z`, new Date(`${at(2)}Z`)]) {
    const stream = assignmentEvents(records.client(), {
      ...query,
      submitted_gte: bound,
    }, { ...options, store: memoryStore() });
    assertEquals(await idsOf(stream), ["2", "3"]);
  }
  // Also where the overlap reaches back further.
  const from = { ...query, submitted_gte: at(2) };
  await idsOf(assignmentEvents(records.client(), from, options));
  records.submit("late", at(1));
  records.submit("4", at(4));
  const stream = assignmentEvents(records.client(), from, options);
  assertEquals(await idsOf(stream), ["4"]);
});

Deno.test("assignmentEvents() hands out again what was not acknowledged, with the same operation id", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.submit("a", at(1));
  records.submit("b", at(2));
  const ids: string[] = [];
  for await (const event of streamOf(records, store)) {
    ids.push(event.operationId);
    break;
  }
  await assertRejects(
    async () => {
      for await (const event of streamOf(records, store)) {
        ids.push(event.operationId);
        throw new Error("mine");
      }
    },
    Error,
    "mine",
  );
  for await (const event of streamOf(records, store)) {
    ids.push(event.operationId);
    assertEquals(event.attempt, ids.length === 3 ? 3 : 1);
    if (ids.length === 4) await event.ack();
  }
  assertEquals(ids[0], ids[1]);
  assertEquals(ids[1], ids[2]);
  assertEquals(ids.length, 4);
});

Deno.test("ack() writes with the acknowledgement, or not at all", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.submit("a", at(1));
  for await (const event of streamOf(records, store)) {
    const wrong = { checks: { missing: "1" }, set: { sum: 1 } };
    await assertRejects(() => event.ack(wrong), Error, "a check of yours");
    assertEquals(await store.get("sum"), undefined);
    await event.ack({ set: { sum: 2 } });
    await event.ack({ set: { sum: 3 } });
  }
  assertEquals((await store.get("sum"))?.value, 2);
  assertEquals(await keysIn(store, "inbox"), 0);
  assertEquals(await keysIn(store, "lease"), 0);
  assertEquals(await keysIn(store, "/item/"), 0);
});

Deno.test("asking for the next event does not acknowledge one whose ack() failed", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.submit("a", at(1));
  const attempts = [];
  for await (const event of streamOf(records, store)) {
    attempts.push(event.attempt);
    const wrong = { checks: { missing: "1" }, set: { sum: 1 } };
    if (attempts.length < 3) await event.ack(wrong).catch(() => {});
  }
  assertEquals(attempts, [1, 2, 3]);
});

Deno.test("assignmentEvents() finds records that appear late at a time it has read, page by page", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.pageSize = 2;
  let shown = false;
  for (let i = 0; i < 5; i++) records.submit(`a${i}`, at(10));
  records.submit("a33", at(10), () => shown);
  records.submit("0", at(9), () => shown);
  const ids = ["a0", "a1", "a2", "a3", "a4"];
  assertEquals(await idsOf(streamOf(records, store)), ids);
  assertEquals(await idsOf(streamOf(records, store)), []);
  shown = true;
  assertEquals(await idsOf(streamOf(records, store)), ["0", "a33"]);
});

Deno.test("assignmentEvents() misses nothing that appears behind a long pass", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.pageSize = 1;
  records.submit("m", at(0));
  records.submit("x", at(5000));
  // While the first pass is at "m", "a" appears behind it, and a much newer "z" before it.
  let [appeared, reads] = [false, 0];
  records.fails = (call) => {
    // The newest, the page with "m", and the page after "m".
    if (call === "GET /assignments" && ++reads === 3) appeared = true;
    return undefined;
  };
  records.submit("a", at(5001), () => appeared);
  records.submit("z", at(9000), () => appeared);
  const found = await idsOf(streamOf(records, store));
  for (let i = 0; i < 2; i++) {
    found.push(...await idsOf(streamOf(records, store)));
  }
  assertEquals(found.sort(), ["a", "m", "x", "z"]);
});

Deno.test("sweep() finds what appears later than the overlap", async () => {
  const [records, store] = [new Records(), memoryStore()];
  let shown = false;
  records.submit("a", at(0), () => shown);
  records.submit("b", at(1000));
  const stream = streamOf(records, store);
  assertEquals(await idsOf(stream), ["b"]);
  assertEquals(await idsOf(stream), []);
  shown = true;
  assertEquals(await idsOf(stream), []);
  assertEquals(await stream.sweep(), 1);
  assertEquals(await stream.sweep(), 0);
  assertEquals(await idsOf(stream), ["a"]);
});

Deno.test("assignmentEvents() ends with the pool after everything was read once more", async () => {
  using time = new FakeClock();
  const [records, store] = [new Records(), memoryStore()];
  let shown = false;
  records.submit("a", at(0), () => shown);
  records.submit("b", at(1000));
  const stream = streamOf(records, store, {
    until: "POOL_CLOSED",
    period: 1_000,
    overlap: 8_000,
  });
  const ids: string[] = [];
  let ended = false;
  const run = (async () => {
    for await (const { id } of stream) ids.push(id);
    ended = true;
  })();
  await time.passAsync(5_000);
  assertEquals([ids, ended], [["b"], false]);
  records.poolStatus = "CLOSED";
  await time.passAsync(4_000);
  assertEquals(ended, false);
  shown = true;
  await time.passAsync(8_000);
  await run;
  assertEquals([ids, ended], [["b", "a"], true]);
});

Deno.test("userSkillEvents() tells of each change of a value", async () => {
  const [records, store] = [new Records(), memoryStore()];
  const set = (value: number, modified: string) =>
    records.add("user-skills", {
      id: "s",
      user_id: "u",
      skill_id: "1",
      value,
      created: at(0),
      modified,
    });
  const read = async () => {
    const values = [];
    const stream = userSkillEvents(records.client(), { types: ["MODIFIED"] }, {
      store,
      name: "skills",
      until: "CAUGHT_UP",
      worker: "a",
    });
    for await (const { item } of stream) values.push(item.value);
    return values;
  };
  set(1, at(1));
  assertEquals(await read(), [1]);
  assertEquals(await read(), []);
  set(2, at(2));
  assertEquals(await read(), [2]);
  set(1, at(3));
  assertEquals(await read(), [1]);
});

Deno.test("poolStatusEvents() tells of a status once, also after a restart", async () => {
  const [records, store] = [new Records(), memoryStore()];
  const read = async () => {
    const types = [];
    const stream = poolStatusEvents(records.client(), { pool_id: "1" }, {
      store,
      name: "pool",
      until: "CAUGHT_UP",
    });
    for await (const { type } of stream) types.push(type);
    return types;
  };
  assertEquals(await read(), ["OPEN"]);
  assertEquals(await read(), []);
  [records.poolStatus, records.lastStopped] = ["CLOSED", at(5)];
  assertEquals(await read(), ["CLOSED"]);
  records.poolStatus = "ARCHIVED";
  assertEquals(await read(), ["ARCHIVED"]);
  assertEquals(await read(), []);
  assertEquals(
    records.asked.filter((call) => call === "GET /pools").length < 20,
    true,
  );
});

Deno.test("history WINDOW keeps no more than the window, and doubles nothing", async () => {
  const [records, store] = [new Records(), memoryStore()];
  const found: string[] = [];
  const stream = streamOf(records, store, { history: "WINDOW" });
  for (let i = 0; i < 30; i++) {
    records.submit(`a${i}`, at(i * 60));
    found.push(...await idsOf(stream));
  }
  assertEquals(found, Array.from({ length: 30 }, (_, i) => `a${i}`));
  assert(await keysIn(store, "/seen/") <= 5);
  await assertRejects(() => stream.sweep(), TypeError, '"WINDOW"');
  const all = streamOf(records, store, { name: "all" });
  await idsOf(all);
  assertEquals(await keysIn(store, "stream/all/seen/"), 30);
  await all.forget();
  assertEquals(await keysIn(store, "stream/all/"), 0);
  assertEquals((await idsOf(all)).length, 30);
});

Deno.test("assignmentEvents() does not go by the client's clock", async () => {
  for (const now of ["1999-01-01", "2024-01-01T00:01:00Z", "2099-01-01"]) {
    using _time = new FakeClock(new Date(now));
    const [records, store] = [new Records(), memoryStore()];
    records.submit("a", at(0));
    assertEquals(await idsOf(streamOf(records, store)), ["a"]);
    records.submit("b", at(30));
    assertEquals(await idsOf(streamOf(records, store)), ["b"]);
  }
});

Deno.test("a restarted worker of the same name goes on immediately", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.submit("a", at(0));
  const dead = streamOf(records, store, { worker: "dead" });
  const iterator = dead.unacknowledged();
  const { value: held } = await iterator.next();
  const events: [string, number][] = [];
  await (async () => {
    const same = streamOf(records, store, { worker: "dead" });
    for await (const event of same) events.push([event.id, event.attempt]);
  })();
  assertEquals(events, [["a", 2]]);
  await assertRejects(() => held!.ack(), Error, "taken the event over");
  await iterator.return();
});

Deno.test("workers of other names wait 1.5 times the lease, by their own clock", async () => {
  using time = new FakeClock();
  const [records, store] = [new Records(), memoryStore()];
  records.submit("a", at(0));
  await idsOf(streamOf(records, store, { name: "fill" })); // warm up
  const lease = { owner: "gone", attempt: 1 };
  const stream = streamOf(records, store, { worker: "b", lease: 1_000 });
  const first = await stream.unacknowledged().next();
  const event = first.value!;
  await event.release();
  const [entry] = await store.list("stream/test/lease/", { limit: 1 });
  await store.commit({ set: { [entry!.key]: lease } });
  let got: number | undefined;
  const run = (async () => {
    for await (const { attempt } of stream) got = attempt;
  })();
  await time.passAsync(1_400);
  assertEquals(got, undefined);
  await time.passAsync(1_000);
  await run;
  assertEquals(got, 2);
});

Deno.test("two loops over one stream share its events", async () => {
  const [records, store] = [new Records(), memoryStore()];
  for (let i = 0; i < 50; i++) records.submit(`a${100 + i}`, at(i));
  const loops = await Promise.all(
    ["a", "b", "c"].map((worker) =>
      idsOf(streamOf(records, store, { worker }))
    ),
  );
  assertEquals(loops.flat().length, 50);
  assertEquals(new Set(loops.flat()).size, 50);
});

Deno.test("a stream that nobody handles is not read further", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.pageSize = 10;
  for (let i = 0; i < 40; i++) records.submit(`a${100 + i}`, at(i));
  const ids = [];
  for await (const event of streamOf(records, store, { capacity: 10 })) {
    ids.push(event.id);
    assert(await keysIn(store, "/inbox/") <= 20);
  }
  assertEquals(ids.length, 40);
});

Deno.test("an aborted stream ends without an error and gives back what it holds", async () => {
  const [records, store] = [new Records(), memoryStore()];
  for (let i = 0; i < 5; i++) records.submit(`a${i}`, at(i));
  const controller = new AbortController();
  const until = "STOPPED";
  const first = streamOf(records, store, { signal: controller.signal, until });
  const ids = [];
  for await (const { id } of first) {
    ids.push(id);
    if (ids.length === 2) controller.abort();
  }
  assertEquals(ids, ["a0", "a1"]);
  const rest = await idsOf(streamOf(records, store, { worker: "b" }));
  assertEquals(rest, ["a2", "a3", "a4"]);
});

Deno.test("a stream goes on after an outage, and stops at what stays wrong", async () => {
  using time = new FakeClock();
  const [records, store] = [new Records(), memoryStore()];
  records.submit("a", at(0));
  const errors: unknown[] = [];
  records.fails = (_, number) =>
    number <= 3 ? new Response("<html>", { status: 502 }) : undefined;
  const stream = streamOf(records, store, {
    onError: (error) => errors.push(error),
  });
  const run = idsOf(stream);
  await time.passAsync(200_000);
  assertEquals(await run, ["a"]);
  assertEquals(errors.length, 3);
  records.fails = () =>
    Response.json({ code: "ACCESS_DENIED", message: "no" }, { status: 403 });
  await assertRejects(
    () => idsOf(streamOf(records, store, { name: "denied" })),
    Error,
    "no",
  );
});

Deno.test("one of many processes reads the listing at a time", async () => {
  using time = new FakeClock();
  const [records, store] = [new Records(), memoryStore()];
  records.submit("a", at(0));
  const controller = new AbortController();
  const { signal } = controller;
  const runs = Array.from(
    { length: 8 },
    (_, i) =>
      idsOf(streamOf(records, store, {
        worker: `${i}`,
        period: 1_000,
        until: "STOPPED",
        history: "WINDOW",
        signal,
      })),
  );
  await time.passAsync(3_000);
  const before = records.asked.length;
  await time.passAsync(10_000);
  // Two for each read: the listing and the pool.
  const requests = records.asked.length - before;
  assert(requests >= 4 && requests <= 40, `${requests} requests in 10 periods`);
  controller.abort();
  await Promise.all(runs);
});

Deno.test("deliver() hands out immediately what a webhook tells of, and the listing not again", async () => {
  using time = new FakeClock();
  const [records, store] = [new Records(), memoryStore()];
  const controller = new AbortController();
  const stream = streamOf(records, store, {
    until: "STOPPED",
    signal: controller.signal,
  });
  const ids: string[] = [];
  const run = (async () => {
    for await (const { id } of stream) ids.push(id);
  })();
  await time.passAsync(1_000);
  records.submit("a", at(0));
  const handler = webhookHandler({
    secret: "12345",
    onEvent: (event) => stream.deliver(event),
  });
  const tell = async (
    type: "ASSIGNMENT_SUBMITTED" | "ASSIGNMENT_CREATED",
    pool_id: string,
  ) => {
    const request = await webhookRequest({
      secret: "12345",
      events: [{
        type,
        uuid: crypto.randomUUID(),
        assignment_id: "a",
        task_suite_id: "s",
        event_time: at(0),
        project_id: "1",
        pool_id,
        webhook_subscription_id: "1",
      }],
    });
    return (await handler(request)).status;
  };
  assertEquals(await tell("ASSIGNMENT_CREATED", "1"), 200);
  assertEquals(await tell("ASSIGNMENT_SUBMITTED", "2"), 200);
  await time.passAsync(10);
  assertEquals(ids, []);
  assertEquals(await tell("ASSIGNMENT_SUBMITTED", "1"), 200);
  assertEquals(await tell("ASSIGNMENT_SUBMITTED", "1"), 200);
  await time.passAsync(10);
  assertEquals(ids, ["a"]);
  await time.passAsync(60_000);
  assertEquals(ids, ["a"]);
  controller.abort();
  await run;
});

Deno.test("EventStream stores JSON, and reads a large item again instead", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.submit("a", at(0));
  records.add("assignments", {
    id: "b",
    submitted: at(1),
    text: "x".repeat(100_000),
  });
  const stream = streamOf(records, store);
  const sizes = [];
  for await (const { item } of stream) sizes.push(JSON.stringify(item).length);
  assertEquals(sizes[1]! > 100_000, true);
});

Deno.test("assignmentEvents() refuses options that cannot be meant", () => {
  const store = memoryStore();
  const toloka = new Records().client();
  const make = (query: object, options: object) => () =>
    assignmentEvents(toloka, { pool_id: "1", ...query } as never, {
      store,
      name: "x",
      ...options,
    });
  assertThrows(make({}, { name: "" }), TypeError, "'name' must be a text");
  assertThrows(
    make({ types: ["DONE"] }, {}),
    TypeError,
    '"CREATED", "SUBMITTED"',
  );
  assertThrows(make({}, { prefetch: 6 }), RangeError, "between 1 and 5");
  const until = "POOL_CLOSED";
  assertThrows(
    make({ pool_id: undefined, task_id: "1" }, { until }),
    TypeError,
    "'pool_id'",
  );
});

/** A store whose process is killed at the n-th commit, before it or after it. */
function killedAt(store: Store, number: number, after: boolean): Store {
  let commits = 0;
  return {
    get: (key) => store.get(key),
    list: (prefix, options) => store.list(prefix, options),
    close: () => store.close(),
    async commit(commit) {
      const dies = ++commits === number;
      if (commits > number || dies && !after) throw new Error("killed");
      const version = await store.commit(commit);
      if (dies) throw new Error("killed");
      return version;
    },
  };
}

Deno.test("assignmentEvents() loses and doubles nothing wherever it is killed", async () => {
  for (const after of [false, true]) {
    let killed = true;
    let number = 0;
    while (killed) {
      number++;
      const [records, store] = [new Records(), memoryStore()];
      records.pageSize = 2;
      const ids = ["a", "b", "c", "d", "e"];
      for (const id of ids) records.submit(id, at(1));
      const outside: Record<string, string[]> = {};
      const work = async (on: Store) => {
        for await (const event of streamOf(records, on)) {
          (outside[event.id] ??= []).push(event.operationId);
          const key = `count/${event.id}`;
          const count = (await on.get<number>(key))?.value ?? 0;
          await event.ack({ set: { [key]: count + 1 } });
        }
      };
      killed = await work(killedAt(store, number, after))
        .then(() => false, () => true);
      await work(store);
      const counts = await store.list("count/", { limit: 9 });
      assertEquals(
        counts.map(({ key, value }) => [key, value]),
        ids.map((id) => [`count/${id}`, 1]),
        `killed at commit ${number}`,
      );
      for (const calls of Object.values(outside)) {
        assert(calls.length <= 2);
        assertEquals(new Set(calls).size, 1);
      }
    }
    assert(number > 10);
  }
});

Deno.test("deliver() and a read of the listing at the same time hand out an event once", async () => {
  const [records, inner] = [new Records(), memoryStore()];
  records.submit("a", at(0));
  const ids: string[] = [];
  const other = streamOf(records, inner, { worker: "b" });
  let hasRaced = false;
  const racing: Store = {
    list: (prefix, options) => inner.list(prefix, options),
    commit: (commit) => inner.commit(commit),
    close: () => inner.close(),
    async get<T>(key: string) {
      const entry = await inner.get<T>(key);
      if (!key.includes("/seen/") || hasRaced) return entry;
      hasRaced = true;
      // Between the look and the commit a webhook tells of the event, and it is handled.
      await other.deliver({
        type: "ASSIGNMENT_SUBMITTED",
        uuid: "1",
        assignment_id: "a",
        task_suite_id: "s",
        event_time: at(0),
        project_id: "1",
        pool_id: "1",
        webhook_subscription_id: "1",
      });
      ids.push(...await idsOf(other));
      return entry;
    },
  };
  ids.push(...await idsOf(streamOf(records, racing)));
  assertEquals(ids, ["a"]);
});
