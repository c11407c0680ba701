/** An operation's id stands for its content: what a second call under it may do. */
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
} from "@std/assert";
import {
  type CreateManyResult,
  type Task,
  type TaskInput,
  TolokaError,
  TolokaIdempotencyError,
  TolokaIncompleteError,
  TolokaValidationError,
} from "../../mod.ts";
import { outcomeOf, refusal } from "../transport/_fetch.ts";
import {
  type Asked,
  Batches,
  hurried,
  type Json,
  OPERATION_ID,
  serving,
  WRONG,
} from "../resources/_toloka.ts";

const BIG = "x".repeat(300_000);
const options = { operationId: OPERATION_ID };

/** A server whose operations count their items, as the real one's do. */
function counting() {
  const server = new Batches();
  const sizes: number[] = [];
  server.bend = (batch) => {
    batch.operation.details = {
      total_count: sizes.at(-1),
      success_count: batch.log.filter(({ success }) => success).length,
    };
  };
  const reply = (asked: Asked) => {
    if (asked.call.startsWith("POST")) {
      sizes.push(Array.isArray(asked.body) ? asked.body.length : 1);
    }
    return server.reply(asked);
  };
  return { server, ...serving(reply) };
}

function task(image: unknown): TaskInput {
  return { pool_id: "21", input_values: { image } };
}

/** Tasks of which three fill a request. */
function large(...marks: string[]): TaskInput[] {
  return marks.map((mark) => task(mark + BIG));
}

function marks(items: readonly Json[]): string[] {
  return items.map((item) => item.input_values.image[0]);
}

/** What a second call under the same id does, after a first one succeeded. */
const SECOND_CALLS: [
  what: string,
  first: TaskInput[],
  second: TaskInput[],
  expected: { all: string[] } | { differs: number },
][] = [
  ["the same list", large(..."abcde"), large(..."abcde"), {
    all: [..."abcde"],
  }],
  ["another item", large("a"), large("b"), { differs: 0 }],
  ["an item in front", large(..."abcde"), large(..."xabcde"), { differs: 0 }],
  ["two items swapped", large(..."abcde"), large(..."abced"), { differs: 3 }],
  ["a reversed list", large(..."abcde"), large(..."edcba"), { differs: 0 }],
  ["another item in the second request", large(..."abcde"), [
    ...large(..."abcd"),
    task("x"),
  ], { differs: 4 }],
  ["more items within the last request", large(..."abcd"), large(..."abcdef"), {
    all: [..."abcdef"],
  }],
  ["more items after a full request", large(..."abc"), large(..."abcd"), {
    all: [..."abcd"],
  }],
  ["fewer items", large(..."abcde"), large(..."abcd"), {
    all: [..."abcde"],
  }],
  ["longer values, which are cut elsewhere", [task("a"), task("b")], [
    task("a"),
    task("b" + BIG),
  ], { differs: 1 }],
  ["keys in another order, and null for nothing", [task("a")], [
    { input_values: { image: "a" }, overlap: null, pool_id: "21" } as TaskInput,
  ], { all: ["a"] }],
  ["another setting of an item", [task("a")], [{ ...task("a"), overlap: 3 }], {
    differs: 0,
  }],
];

for (const [what, first, second, expected] of SECOND_CALLS) {
  Deno.test(`createMany() under a used id with ${what} creates each once, or refuses before it sends`, async () => {
    const { server, toloka } = counting();
    await hurried(() => toloka.tasks.createMany(first, options));
    const before = server.stored.length;
    const outcome = await hurried(() =>
      outcomeOf(toloka.tasks.createMany(second, options))
    );
    if ("all" in expected) {
      assert("value" in outcome, Deno.inspect(outcome));
      assertEquals(marks(server.stored), expected.all);
      const items = Object.values(outcome.value.items);
      assertEquals(marks(items), marks(second));
      assertEquals(outcome.value.unknown, []);
      return;
    }
    assertEquals(server.stored.length, before, "something was sent");
    assert("error" in outcome);
    const { error } = outcome;
    assertInstanceOf(error, TolokaError);
    assertEquals(error.operationId, OPERATION_ID);
    const cause = error instanceof TolokaIncompleteError ? error.cause : error;
    assertInstanceOf(cause, TolokaIdempotencyError);
    assertEquals(cause.position, expected.differs);
    assertStringIncludes(cause.message, `item ${expected.differs}`);
  });
}

Deno.test("createMany() follows the cuts of a release that cut otherwise", async () => {
  const { server, toloka } = counting();
  const list = ["a", "b", "c", "d", "e"].map(task);
  // An earlier release sent two to a request.
  for (const [i, [from, to]] of [[0, 2], [2, 4]].entries()) {
    const items = list.slice(from, to).map((item, j) => ({
      ...item,
      __item_idx: `${from! + j}`,
    }));
    const operation_id = i === 0 ? OPERATION_ID : await secondId();
    await toloka.request("POST", "/api/v1/tasks", {
      query: { async_mode: true, operation_id },
      body: items,
    });
  }
  const { items } = await hurried(() => toloka.tasks.createMany(list, options));
  assertEquals(marks(server.stored), [..."abcde"]);
  assertEquals(marks(Object.values(items)), [..."abcde"]);
});

/** The id of the second operation, as it always was. */
function secondId(): Promise<string> {
  return Promise.resolve("8649d310-737c-5874-8776-210b5a1b0e24");
}

Deno.test("createMany() with an invalid item corrected goes through under the same id", async () => {
  const { server, toloka } = counting();
  server.refuses = ({ input_values }) => input_values.image[0] === "!";
  // The second of three requests fails; the third may have been made by then.
  const broken = large(..."abcd!fghi");
  const first = await hurried(() =>
    outcomeOf(toloka.tasks.createMany(broken, options))
  );
  assert("error" in first);
  assertInstanceOf(first.error, TolokaIncompleteError);
  assertStringIncludes(first.error.message, "invalid items corrected");
  const corrected = large(..."abcdefghi");
  const { items } = await hurried(() =>
    toloka.tasks.createMany(corrected, options)
  );
  assertEquals(marks(Object.values(items)), [..."abcdefghi"]);
  assertEquals(marks(server.stored).toSorted(), [..."abcdefghi"]);
});

Deno.test("createMany() with the invalid item still there is refused again, and creates nothing twice", async () => {
  const { server, toloka } = counting();
  server.refuses = ({ input_values }) => input_values.image[0] === "!";
  for (let i = 0; i < 3; i++) {
    const outcome = await hurried(() =>
      outcomeOf(toloka.tasks.createMany(large(..."ab!"), options))
    );
    assert("error" in outcome);
    assertInstanceOf(outcome.error, TolokaValidationError);
    assertEquals(outcome.error.payload, { 2: WRONG });
    assertEquals(outcome.error.operationId, OPERATION_ID);
  }
  assertEquals(server.stored, []);
});

Deno.test("createMany() with 'skipInvalidItems' sends only what was corrected", async () => {
  const { server, toloka, asked } = counting();
  server.refuses = ({ input_values }) => input_values.image[0] === "!";
  const skipping = { ...options, skipInvalidItems: true };
  const call = (...images: string[]) =>
    hurried(() => toloka.tasks.createMany(images.map(task), skipping));
  await call("a", "!", "c", "!!");
  asked.length = 0;
  const again = await call("a", "!", "c", "!!");
  assertEquals(Object.keys(again.validation_errors), ["1", "3"]);
  const { items, validation_errors } = await call("a", "b", "c", "!!");
  assertEquals(marks(Object.values(items)), [..."abc"]);
  assertEquals(validation_errors, { 3: WRONG });
  assertEquals(marks(server.stored), ["a", "c", "b"]);
});

Deno.test("create() under a used id refuses another item, and takes the same one over", async () => {
  const { server, toloka } = counting();
  const call = (image: string) =>
    hurried(() => outcomeOf(toloka.tasks.create(task(image), options)));
  const first = await call("a");
  assertEquals(await call("a"), first);
  const other = await call("b");
  assert("error" in other);
  assertInstanceOf(other.error, TolokaIdempotencyError);
  assertEquals(other.error.position, 0);
  assertEquals(server.stored.length, 1);
});

Deno.test("create() with an invalid item corrected goes through under the same id", async () => {
  const { server, toloka } = counting();
  server.refuses = ({ input_values }) => input_values.image === "!";
  const call = (image: string) =>
    hurried(() => outcomeOf(toloka.tasks.create(task(image), options)));
  const first = await call("!");
  assert("error" in first);
  assertInstanceOf(first.error, TolokaValidationError);
  const second = await call("a");
  assert("value" in second);
  assertEquals(await call("a"), second);
  assertEquals(marks(server.stored), ["a"]);
});

for (
  const [what, list, isSame] of [
    ["the same items", ["a", "b"], true],
    ["another item", ["a", "x"], false],
    ["one item more", ["a", "b", "c"], false],
  ] as const
) {
  Deno.test(`startCreateMany() under a used id with ${what} ${isSame ? "gives its operation" : "is refused"}`, async () => {
    const { server, toloka } = counting();
    await toloka.tasks.startCreateMany(["a", "b"].map(task), options);
    const outcome = await hurried(() =>
      outcomeOf(toloka.tasks.startCreateMany(list.map(task), options))
    );
    assertEquals(server.stored.length, 2);
    if (isSame) {
      assert("value" in outcome);
      assertEquals(outcome.value.id, OPERATION_ID);
    } else {
      assert("error" in outcome);
      assertInstanceOf(outcome.error, TolokaIdempotencyError);
    }
  });
}

Deno.test("createMany() does not trust a log that leaves items out", async () => {
  const { server, toloka } = counting();
  const { bend } = server;
  server.bend = (batch, number) => {
    bend(batch, number);
    batch.log.pop();
  };
  const list = ["a", "b", "c"].map(task);
  await hurried(() => outcomeOf(toloka.tasks.createMany(list, options)));
  const outcome = await hurried(() =>
    outcomeOf(toloka.tasks.createMany(list, options))
  );
  assert("error" in outcome);
  assertInstanceOf(outcome.error, TolokaIncompleteError);
  const done = outcome.error.done as CreateManyResult<Task>;
  assertEquals(done.unknown, ["2"]);
  assertEquals(server.stored.length, 3);
});

Deno.test("createMany() sends nothing more when the log of an operation cannot be read", async () => {
  const { server, toloka } = counting();
  await hurried(() => toloka.tasks.createMany(large(..."abc"), options));
  server.instead = ({ call }) =>
    call.endsWith("/log") ? refusal(409, "OPERATION_LOGS_ARCHIVED") : "usual";
  const outcome = await hurried(() =>
    outcomeOf(toloka.tasks.createMany(large(..."abcd"), options))
  );
  assert("error" in outcome);
  assertInstanceOf(outcome.error, TolokaIncompleteError);
  assertEquals(server.stored.length, 3);
});

// Kill points: a call is cut off at each of its requests, and made again.

for (let point = 1; point <= 14; point++) {
  for (
    const list of [large(..."abcde"), large(..."abcdef"), large(..."abcd")]
  ) {
    Deno.test(`createMany() that is killed at request ${point} ends with each item once, then called with ${list.length} items`, async () => {
      const { server, toloka, asked } = counting();
      const killed = new AbortController();
      const reply = server.instead;
      server.instead = () => {
        if (asked.length === point) killed.abort("killed");
        return "usual";
      };
      const { signal } = killed;
      const first = large(..."abcde");
      await hurried(() =>
        outcomeOf(toloka.tasks.createMany(first, { ...options, signal }))
      );
      server.instead = reply;
      const { items, unknown } = await hurried(() =>
        toloka.tasks.createMany(list, options)
      );
      assertEquals(unknown, []);
      assertEquals(marks(Object.values(items)), marks(list));
      const stored = marks(server.stored);
      assertEquals(new Set(stored).size, stored.length, "created twice");
      for (const mark of marks(list)) assert(stored.includes(mark), mark);
    });
  }
}

// Ids and hooks

Deno.test("create(), createMany() and startCreateMany() tell the operation's id before they send", async () => {
  for (const method of ["create", "createMany", "startCreateMany"] as const) {
    const { toloka, asked } = counting();
    const told: [string, number][] = [];
    const hook = async (id: string) => {
      await Promise.resolve();
      told.push([id, asked.length]);
    };
    const input = method === "create" ? task("a") : [task("a")];
    await hurried(() =>
      (toloka.tasks as Json)[method](input, { onOperation: hook })
    );
    assertEquals(told, [[asked[0]!.query.operation_id!, 0]], method);
  }
});

Deno.test("createMany() sends nothing when 'onOperation' fails", async () => {
  const { toloka, asked } = counting();
  const outcome = await outcomeOf(
    toloka.tasks.createMany([task("a")], {
      onOperation: () => Promise.reject(new Error("disk full")),
    }),
  );
  assert("error" in outcome);
  assertEquals((outcome.error as Error).message, "disk full");
  assertEquals(asked, []);
});

for (const method of ["create", "createMany"] as const) {
  Deno.test(`${method}() refuses an 'operationId' without an operation`, async () => {
    const { toloka, asked } = counting();
    const input = method === "create" ? task("a") : [task("a")];
    const outcome = await outcomeOf(
      (toloka.tasks as Json)[method](input, { ...options, async: false }),
    );
    assert("error" in outcome);
    assertInstanceOf(outcome.error, TypeError);
    assertStringIncludes(outcome.error.message, "'operationId' needs an");
    assertEquals(asked, []);
  });
}

Deno.test("startCreateMany() gives an operation that its own lost attempt began, though it is not listed yet", async () => {
  const { server, toloka } = counting();
  server.accidents = { 1: "answer lost" };
  server.instead = ({ call }) =>
    call.includes("/operations/") ? refusal(404, "DOES_NOT_EXIST") : "usual";
  const started = await hurried(() =>
    toloka.tasks.startCreateMany([task("a")])
  );
  assertEquals([started.id], [...server.batches.keys()]);
  assertEquals(server.stored.length, 1);
});

Deno.test("startCreateMany() works through an operation whatever else it is given", async () => {
  const { toloka, asked } = counting();
  const passedOn = { ...options, async: false };
  await toloka.tasks.startCreateMany([task("a")], passedOn);
  assertEquals(asked[0]!.query.async_mode, "true");
});

Deno.test("createMany() names the operation in the error of a refused request", async () => {
  const { server, toloka } = counting();
  server.accidents = { 1: refusal(403, "ACCESS_DENIED") };
  const outcome = await outcomeOf(
    toloka.tasks.createMany([task("a")], options),
  );
  assert("error" in outcome);
  assertInstanceOf(outcome.error, TolokaError);
  assertEquals(outcome.error.operationId, OPERATION_ID);
});

// Concurrency and reading back

Deno.test("createMany() has the server work on 'concurrency' operations at a time", async () => {
  for (const concurrency of [1, 2, 4]) {
    const { server, toloka } = counting();
    let [running, max] = [0, 0];
    server.instead = ({ call }) => {
      if (call.startsWith("POST")) max = Math.max(max, ++running);
      if (call.endsWith("/log")) running--;
      // Operations go on until as many as possible have begun.
      const isWaiting = running < concurrency && server.posts < 5;
      return call.includes("/operations/") && !call.endsWith("/log") &&
          isWaiting
        ? { id: call.split("/").at(-1), status: "RUNNING" }
        : "usual";
    };
    const list = large(..."abcdefghijklmno");
    const { items } = await hurried(() =>
      toloka.tasks.createMany(list, { concurrency })
    );
    assertEquals(Object.keys(items).length, 15);
    assertEquals(max, concurrency);
  }
});

Deno.test("createMany() with 'readBack: false' gives the input with its id", async () => {
  const { server, toloka, asked } = counting();
  const { items } = await hurried(() =>
    toloka.tasks.createMany([task("a")], { readBack: false })
  );
  assertEquals<unknown>(items, {
    0: { ...task("a"), id: server.stored[0].id },
  });
  assert(!asked.some(({ call }) => call === "GET /api/v1/tasks"));
});

Deno.test("createMany() without an operation keeps what it does not know of an answer", async () => {
  const answer = (i: number) => ({
    items: { 0: { id: `t${i}` } },
    warnings: { 0: { overlap: "low" } },
    notes: ["n"],
  });
  const { toloka } = serving([answer(0)]);
  const result = await toloka.tasks.createMany([task("a")], { async: false });
  const { warnings, notes } = result as unknown as Record<string, unknown>;
  assertEquals<unknown>(warnings, { 0: { overlap: "low" } });
  assertEquals(notes, ["n"]);
});
