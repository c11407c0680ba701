/** Pipelines, and what toloka-kit's pipelines get wrong. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { memoryStore, type Store } from "../../src/store/mod.ts";
import {
  AssignmentsObserver,
  type Observer,
  Pipeline,
  PoolStatusObserver,
} from "../../src/streaming/mod.ts";
import { Records } from "./_records.ts";

const PERIOD = 5;

function pipelineOf(store: Store, more: object = {}) {
  const errors: string[] = [];
  const pipeline = new Pipeline({
    store,
    name: "test",
    period: PERIOD,
    onError: (error, { name }) => errors.push(`${name}: ${error}`),
    ...more,
  });
  return { pipeline, errors };
}

/** A pool that closes at the n-th look at it. */
function closingAt(records: Records, look: number) {
  records.fails = (call) => {
    if (call === "GET /pools" && --look <= 0) records.poolStatus = "CLOSED";
    return undefined;
  };
}

Deno.test("Pipeline.run() hands each event to each handler once, until the pool is closed", async () => {
  const records = new Records();
  for (const id of ["a", "b"]) records.submit(id, "2024-01-01T00:00:01");
  closingAt(records, 6);
  const { pipeline, errors } = pipelineOf(memoryStore());
  const seen: string[] = [];
  const observer = new AssignmentsObserver(records.client(), "1");
  // Registered before its handlers are there, and with two handlers of no name of their own.
  pipeline.register(observer)
    .on("SUBMITTED", "one", (events) => {
      for (const { id } of events) seen.push(`1${id}`);
    })
    .on("SUBMITTED", "two", (events) => {
      for (const { id } of events) seen.push(`2${id}`);
    });
  await pipeline.run();
  assertEquals(seen.sort(), ["1a", "1b", "2a", "2b"]);
  assertEquals(errors, []);
  assertThrows(
    () => observer.on("SUBMITTED", "one", () => {}),
    TypeError,
    'current value is "one"',
  );
});

Deno.test("Pipeline.run() gives a failed handler its events again, names it, and the others go on", async () => {
  const records = new Records();
  records.submit("a", "2024-01-01T00:00:01");
  closingAt(records, 12);
  const { pipeline, errors } = pipelineOf(memoryStore());
  let [good, bad] = [0, 0];
  pipeline.register(
    new AssignmentsObserver(records.client(), "1", { name: "answers" })
      .on("SUBMITTED", "good", () => good++)
      .on("SUBMITTED", "bad", () => {
        if (++bad < 3) throw new Error("mine");
      }),
  );
  await pipeline.run();
  assertEquals([good, bad], [1, 3]);
  assertEquals(errors.length, 2);
  assertEquals(errors[0], 'answers: Error: Handler "SUBMITTED bad" failed');
});

Deno.test("Pipeline.run() goes on where another one stopped, and tells of a status once", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.poolStatus = "CLOSED";
  records.submit("a", "2024-01-01T00:00:01");
  const seen: string[] = [];
  const run = async () => {
    const { pipeline } = pipelineOf(store);
    pipeline.register(
      new AssignmentsObserver(records.client(), "1")
        .on(
          "SUBMITTED",
          "x",
          (events) => seen.push(...events.map((e) => e.id)),
        ),
    );
    pipeline.register(
      new PoolStatusObserver(records.client(), "1")
        .on("CLOSED", "x", () => seen.push("CLOSED"))
        .on("ARCHIVED", "x", () => seen.push("ARCHIVED")),
    );
    await pipeline.run();
  };
  await run();
  assertEquals(seen.sort(), ["CLOSED", "a"]);
  records.submit("b", "2024-01-01T00:00:02");
  records.poolStatus = "ARCHIVED";
  await run();
  assertEquals(seen.sort(), ["ARCHIVED", "CLOSED", "a", "b"]);
});

Deno.test("two pipelines of one name share the events", async () => {
  const [records, store] = [new Records(), memoryStore()];
  records.poolStatus = "CLOSED";
  for (let i = 0; i < 20; i++) records.submit(`a${i}`, "2024-01-01T00:00:01");
  const seen: string[] = [];
  await Promise.all(["one", "two"].map((worker) => {
    const { pipeline } = pipelineOf(store);
    pipeline.register(
      new AssignmentsObserver(records.client(), "1", { worker })
        .on(
          "SUBMITTED",
          "x",
          (events) => seen.push(...events.map((e) => e.id)),
        ),
    );
    return pipeline.run();
  }));
  assertEquals(seen.length, 20);
  assertEquals(new Set(seen).size, 20);
});

/** An observer that counts its polls. */
function counter(name: string, polls: number, poll = () => Promise.resolve()) {
  const observer = {
    name,
    polls: 0,
    isDeleted: false,
    poll: () => {
      observer.polls++;
      return poll();
    },
    shouldResume: () => Promise.resolve(observer.polls < polls),
  };
  return observer satisfies Observer;
}

Deno.test("Pipeline.run() confirms in one more round that nothing more will come", async () => {
  const { pipeline } = pipelineOf(memoryStore());
  const [once, often] = [counter("once", 0), counter("often", 4)];
  pipeline.register(once);
  await pipeline.run();
  assertEquals(once.polls, 2);
  pipeline.register(often);
  await pipeline.run();
  assertEquals(often.polls, 5);
});

Deno.test("FIRST_COMPLETED lets a slow observer hold up nobody, ALL_COMPLETED waits for it", async () => {
  for (const mode of ["FIRST_COMPLETED", "ALL_COMPLETED"] as const) {
    const { pipeline } = pipelineOf(memoryStore(), { mode });
    const { promise, resolve } = Promise.withResolvers<void>();
    const slow = counter("slow", 0, () => promise);
    const fast = counter("fast", 4, () => {
      if (fast.polls === 3) resolve();
      return Promise.resolve();
    });
    if (mode === "ALL_COMPLETED") setTimeout(resolve, 50);
    pipeline.register(slow);
    pipeline.register(fast);
    await pipeline.run();
    assert(fast.polls >= 4);
    if (mode === "ALL_COMPLETED") assert(slow.polls >= fast.polls - 1);
  }
});

Deno.test("Pipeline removes deleted observers, leaves disabled ones, and ends by its signal", async () => {
  const controller = new AbortController();
  const { pipeline } = pipelineOf(memoryStore(), { signal: controller.signal });
  const gone = counter("gone", Infinity, () => {
    gone.isDeleted = true;
    return Promise.resolve();
  });
  const endless = counter("endless", Infinity, () => {
    if (endless.polls === 5) controller.abort();
    return Promise.resolve();
  });
  const records = new Records();
  records.submit("a", "2024-01-01T00:00:01");
  const disabled = new AssignmentsObserver(records.client(), "1")
    .on("SUBMITTED", "x", () => assert(false));
  disabled.disable();
  for (const observer of [gone, endless, disabled]) pipeline.register(observer);
  await pipeline.run();
  assertEquals([gone.polls, endless.polls], [1, 5]);
  assertEquals(pipeline.observers.length, 2);
  assertEquals(records.asked, []);
});

Deno.test("Pipeline refuses no observers, two of one name, and a period that is none", async () => {
  const { pipeline } = pipelineOf(memoryStore());
  await assertRejects(() => pipeline.run(), TypeError, "must have an observer");
  pipeline.register(counter("a", 1));
  assertThrows(
    () => pipeline.register(counter("a", 1)),
    TypeError,
    'current value is "a"',
  );
  assertThrows(
    () => pipelineOf(memoryStore(), { period: 0 }),
    RangeError,
    "current value is 0",
  );
});
