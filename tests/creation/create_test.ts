import {
  assert,
  assertEquals,
  assertFalse,
  assertInstanceOf,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  type CreateManyOptions,
  type CreateManyResult,
  type CreateProgress,
  type Task,
  type TaskInput,
  TolokaApiError,
  TolokaConnectionError,
  TolokaError,
  TolokaIdempotencyError,
  TolokaIncompleteError,
  TolokaNotFoundError,
  TolokaOperationError,
  TolokaTimeoutError,
  TolokaValidationError,
} from "../../mod.ts";
import { broken, errorOf, refusal, unreachable } from "../transport/_fetch.ts";
import {
  type Asked,
  Batches,
  callsOf,
  hurried,
  type Json,
  OPERATION_ID,
  serving,
  WRONG,
} from "../resources/_toloka.ts";

const BIG = "x".repeat(300_000);

/** A server of tasks, and a client of it. */
function tasks() {
  const server = new Batches();
  return { server, ...serving(server.reply) };
}

function task(image: unknown, more: object = {}): TaskInput {
  return { pool_id: "21", input_values: { image }, ...more };
}

/** Some tasks, numbered. */
function many(count: number): TaskInput[] {
  return Array.from({ length: count }, (_, i) => task(i));
}

/** Four tasks of which three fill a request. */
function large(): TaskInput[] {
  return [task(BIG), task(BIG), task(BIG), task(BIG)];
}

/** How many items each POST had. */
function sizes(asked: readonly Asked[]): number[] {
  return posts(asked).map(({ body }) => Array.isArray(body) ? body.length : 1);
}

function posts(asked: readonly Asked[]): Asked[] {
  return asked.filter(({ call }) => call.startsWith("POST"));
}

function images(result: CreateManyResult<Task>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(result.items).map(([i, t]) => [i, t.input_values.image]),
  );
}

function badImages(...bad: unknown[]): (item: Json) => boolean {
  return (item) => bad.includes(item.input_values.image);
}

/** The error of a creation that stopped halfway. */
async function incomplete(
  call: () => Promise<unknown>,
): Promise<TolokaIncompleteError<CreateManyResult<Task>>> {
  const error = await errorOf(hurried(call));
  assertInstanceOf(error, TolokaIncompleteError);
  return error as TolokaIncompleteError<CreateManyResult<Task>>;
}

Deno.test("createMany() creates task suites by an operation of their own", async () => {
  const { server, toloka, asked } = tasks();
  const suite = { pool_id: "21", tasks: [{ input_values: { image: 1 } }] };
  const { items } = await hurried(() => toloka.taskSuites.createMany([suite]));
  assertEquals<unknown>(items, { 0: server.stored[0] });
  const path = "/api/v1/task-suites";
  assertEquals([callsOf(asked)[0], callsOf(asked).at(-1)], [
    `POST ${path}`,
    `GET ${path}`,
  ]);
});

// Cutting into requests

Deno.test("createMany() sends 10,000 tasks in one request and 10,001 in two", async () => {
  const { toloka, asked } = tasks();
  await hurried(() => toloka.tasks.createMany(many(10_000)));
  assertEquals(sizes(asked), [10_000]);
  const { items } = await hurried(() => toloka.tasks.createMany(many(10_001)));
  assertEquals(sizes(asked), [10_000, 10_000, 1]);
  assertEquals(Object.keys(items).length, 10_001);
  assertEquals(items["10000"]!.input_values.image, 10_000);
});

Deno.test("createMany() without an operation sends 5,000 tasks at most", async () => {
  const { toloka, asked } = tasks();
  const result = await toloka.tasks.createMany(many(5_001), { async: false });
  assertEquals(sizes(asked), [5_000, 1]);
  assertEquals(result.items["5000"]!.input_values.image, 5_000);
  assertEquals(Object.keys(result.items).length, 5_001);
});

Deno.test("createMany() cuts by the bytes of input values", async () => {
  const { toloka, asked } = tasks();
  await hurried(() => toloka.tasks.createMany(large()));
  assertEquals(sizes(asked), [3, 1]);
});

Deno.test("createMany() cuts by the bytes of output values", async () => {
  const { toloka, asked } = tasks();
  const solutions = [{ output_values: { text: BIG } }];
  const item = task("", {
    known_solutions: solutions,
    baseline_solutions: solutions,
  });
  await hurried(() => toloka.tasks.createMany(Array(8).fill(item)));
  assertEquals(sizes(asked), [6, 2]);
});

Deno.test("createMany() counts letters of several bytes as several", async () => {
  const { toloka, asked } = tasks();
  const item = task("猫".repeat(150_000));
  await hurried(() => toloka.tasks.createMany([item, item, item]));
  assertEquals(sizes(asked), [2, 1]);
});

Deno.test("createMany() of task suites counts the values of all tasks in them", async () => {
  const { toloka, asked } = tasks();
  const content = { input_values: { image: BIG } };
  const suite = { pool_id: "21", tasks: [content, content] };
  await hurried(() => toloka.taskSuites.createMany([suite, suite]));
  assertEquals(sizes(asked), [1, 1]);
});

for (
  const [name, list, error, message] of [
    ["an empty list", [], RangeError, "Cannot create tasks as the list is"],
    [
      "one task that is too large",
      [task(1), task("x".repeat(1_048_576))],
      RangeError,
      "'input_values' of item 1 take",
    ],
    [
      "an overlap that cannot be",
      [...large(), task(1, { overlap: 1, infinite_overlap: true })],
      TypeError,
      "item 4 has 'overlap' 1",
    ],
  ] as const
) {
  Deno.test(`createMany() refuses ${name} before anything is sent`, async () => {
    const { toloka, asked } = tasks();
    await assertRejects(
      () => toloka.tasks.createMany([...list]),
      error,
      message,
    );
    assertEquals(asked, []);
  });
}

for (
  const [name, options, error] of [
    ["an operation id that is no UUID", { operationId: "mine" }, TypeError],
    ["a 'maxWait' of 0", { maxWait: 0 }, RangeError],
    ["a negative number of retries", { retries: -1 }, RangeError],
    ["a 'timeout' of 0", { timeout: 0 }, RangeError],
  ] as const
) {
  Deno.test(`create(), createMany() and startCreateMany() refuse ${name} before anything is sent`, async () => {
    const { toloka, asked } = tasks();
    await assertRejects(() => toloka.tasks.create(task(1), options), error);
    await assertRejects(
      () => toloka.tasks.createMany([task(1)], options),
      error,
    );
    if (!("maxWait" in options)) {
      await assertRejects(
        () => toloka.tasks.startCreateMany([task(1)], options),
        error,
      );
    }
    assertEquals(asked, []);
  });
}

Deno.test("createMany() takes an async input only as far as its requests need", async () => {
  const { server, toloka } = tasks();
  const taken: number[] = [];
  async function* input() {
    for (const item of large()) {
      taken.push(server.posts);
      yield item;
    }
  }
  const result = await hurried(() => toloka.tasks.createMany(input()));
  // The fourth does not fit into the first request, which it took to find out.
  assertEquals(taken, [0, 0, 0, 0]);
  assertEquals(Object.keys(result.items), ["0", "1", "2", "3"]);
  taken.length = 0;
  async function* twice() {
    yield* input();
    yield* input();
  }
  server.posts = 0;
  await hurried(() => toloka.tasks.createMany(twice()));
  assertEquals(taken, [0, 0, 0, 0, 1, 1, 1, 2]);
});

Deno.test("createMany() goes on with what an input that fails has given before", async () => {
  const { toloka } = tasks();
  async function* input() {
    yield* large();
    throw new Error("no more");
  }
  const error = await incomplete(() => toloka.tasks.createMany(input()));
  assertEquals(Object.keys(error.done.items), ["0", "1", "2"]);
  assertEquals((error.cause as Error).message, "no more");
});

// What is sent

Deno.test("createMany() leaves its arguments as they were, even frozen ones", async () => {
  const { toloka } = tasks();
  const list = Object.freeze([
    Object.freeze(task(Object.freeze({ deep: [1] }))),
  ]);
  const options = Object.freeze({ allowDefaults: true });
  const before = JSON.stringify([list, options]);
  await hurried(() => toloka.tasks.createMany(list, options));
  assertEquals(JSON.stringify([list, options]), before);
});

Deno.test("createMany() sends its options in the query and an index in each item", async () => {
  const { toloka, asked } = tasks();
  await hurried(() =>
    toloka.tasks.createMany(many(2), {
      operationId: OPERATION_ID,
      skipInvalidItems: true,
      allowDefaults: true,
      openPool: false,
    })
  );
  assertEquals(asked[0]!.query, {
    operation_id: OPERATION_ID,
    async_mode: "true",
    allow_defaults: "true",
    open_pool: "false",
    skip_invalid_items: "true",
  });
  assertEquals(asked[0]!.body, [
    { ...task(0), __item_idx: "0" },
    { ...task(1), __item_idx: "1" },
  ]);
});

Deno.test("createMany() matches by its own index although items have that key", async () => {
  const { toloka } = tasks();
  const list = [task("a", { __item_idx: "1" }), task("b", { __item_idx: "0" })];
  const result = await hurried(() => toloka.tasks.createMany(list));
  assertEquals(images(result), { 0: "a", 1: "b" });
});

Deno.test("createMany() without an operation sends the items as they are", async () => {
  const { toloka, asked } = tasks();
  await toloka.tasks.createMany(many(2), { async: false });
  assertEquals(asked[0]!.body, many(2));
  assertEquals(asked[0]!.query.async_mode, "false");
  assertEquals(asked.length, 1);
});

// Operation ids

Deno.test("createMany() gives the first request the operation id, and later ones ids that follow from it", async () => {
  const ids: string[][] = [];
  for (const operationId of [OPERATION_ID, OPERATION_ID, undefined]) {
    const { toloka, asked } = tasks();
    const list = [...large(), ...large()];
    await hurried(() => toloka.tasks.createMany(list, { operationId }));
    ids.push(posts(asked).map(({ query }) => query.operation_id!));
  }
  const [first, second, third] = ids as [string[], string[], string[]];
  assertEquals(first[0], OPERATION_ID);
  assertEquals(new Set(first).size, 3);
  assertEquals(second, first);
  assertEquals(third.filter((id) => first.includes(id)), []);
  for (const id of [...first, ...third]) {
    assertMatch(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  }
});

Deno.test("createMany() derives the same ids in every release", async () => {
  const { toloka, asked } = tasks();
  const operationId = OPERATION_ID;
  await hurried(() => toloka.tasks.createMany(large(), { operationId }));
  // An id that changes lets a call that is repeated with a newer release create twice.
  assertEquals(
    posts(asked)[1]!.query.operation_id,
    "8649d310-737c-5874-8776-210b5a1b0e24",
  );
});

Deno.test("createMany() called again with the same id takes over what is done and creates the rest", async () => {
  const { server, toloka } = tasks();
  const list = [...large(), ...large()];
  const operationId = OPERATION_ID;
  server.accidents = { 3: refusal(403, "ACCESS_DENIED") };
  const error = await incomplete(() =>
    toloka.tasks.createMany(list, { operationId })
  );
  assertEquals(Object.keys(error.done.items).length, 6);
  assertStringIncludes(error.message, OPERATION_ID);

  const result = await hurried(() =>
    toloka.tasks.createMany(list, { operationId })
  );
  assertEquals(Object.keys(result.items).length, 8);
  assertEquals(server.stored.length, 8);
  assertEquals(new Set(Object.values(result.items).map((t) => t.id)).size, 8);
});

Deno.test("createMany() called again after the end creates nothing and gives the same result", async () => {
  const { server, toloka } = tasks();
  const operationId = OPERATION_ID;
  const call = () => toloka.tasks.createMany(large(), { operationId });
  const first = await hurried(call);
  const second = await hurried(call);
  assertEquals(second, first);
  assertEquals(server.stored.length, 4);
});

Deno.test("createMany() posts with the same operation id again after the answer was lost", async () => {
  const { server, toloka, asked } = tasks();
  server.accidents = { 1: "answer lost" };
  const result = await hurried(() => toloka.tasks.createMany(many(3)));
  const [first, second] = posts(asked);
  assertEquals(first!.query, second!.query);
  assertEquals(first!.body, second!.body);
  assertEquals(server.stored.length, 3);
  assertEquals(images(result), { 0: 0, 1: 1, 2: 2 });
});

Deno.test("createMany() says the operation id when no answer comes at all", async () => {
  const { server, toloka } = tasks();
  server.accidents = {
    1: "answer lost",
    2: "request lost",
    3: "request lost",
    4: "request lost",
  };
  const error = await incomplete(() => toloka.tasks.createMany(many(3)));
  const [operationId] = server.batches.keys();
  assertStringIncludes(error.message, operationId!);
  assertInstanceOf(error.cause, TolokaConnectionError);
  assert(error.cause.outcomeUnknown);
  assertEquals(error.done.items, {});
  assertEquals(error.done.unknown, ["0", "1", "2"]);
  assertEquals(server.posts, 4);

  await hurried(() => toloka.tasks.createMany(many(3), { operationId }));
  assertEquals(server.stored.length, 3);
});

for (
  const [name, after] of [
    ["the server is out of reach", unreachable],
    [
      "the server is overloaded",
      () => refusal(503, "REMOTE_SERVICE_UNAVAILABLE"),
    ],
  ] as const
) {
  Deno.test(`createMany() does not forget that an answer was lost when afterwards ${name}`, async () => {
    const { server, toloka } = tasks();
    server.accidents = { 1: "answer lost" };
    server.instead = ({ call }) =>
      call.startsWith("POST") && server.posts > 0 ? after() : "usual";
    const error = await incomplete(() => toloka.tasks.createMany(many(3)));
    assertStringIncludes(error.message, [...server.batches.keys()][0]!);
    assertEquals(error.done.unknown, ["0", "1", "2"]);
  });
}

Deno.test("createMany() rejects with the server's error when nothing was created", async () => {
  const { server, toloka } = tasks();
  server.accidents = { 1: refusal(403, "ACCESS_DENIED") };
  const error = await errorOf(toloka.tasks.createMany(many(3)));
  assertInstanceOf(error, TolokaApiError);
  assertEquals(error.code, "ACCESS_DENIED");
});

Deno.test("createMany() does not take over an operation of another kind", async () => {
  const { toloka } = tasks();
  const operationId = OPERATION_ID;
  await hurried(() => toloka.tasks.createMany(many(1), { operationId }));
  const suite = { pool_id: "21", tasks: [{ input_values: {} }] };
  await assertRejects(
    () => hurried(() => toloka.taskSuites.createMany([suite], { operationId })),
    TolokaIdempotencyError,
    "is of type TASK.BATCH_CREATE",
  );
});

Deno.test("createMany() rejects when it takes over an operation about a shorter list", async () => {
  const { toloka } = tasks();
  const operationId = OPERATION_ID;
  await hurried(() => toloka.tasks.createMany(many(2), { operationId }));
  const error = await incomplete(() =>
    toloka.tasks.createMany(many(3), { operationId })
  );
  assertEquals(Object.keys(error.done.items), ["0", "1"]);
  assertEquals(error.done.unknown, ["2"]);
  assertStringIncludes(error.message, "1 of its 3 tasks");
});

Deno.test("createMany() gives only its own items when it takes over an operation about a longer list", async () => {
  const { toloka } = tasks();
  const operationId = OPERATION_ID;
  await hurried(() => toloka.tasks.createMany(many(3), { operationId }));
  const result = await hurried(() =>
    toloka.tasks.createMany(many(2), { operationId })
  );
  assertEquals(images(result), { 0: 0, 1: 1 });
});

Deno.test("createMany() says which item is wrong when the answer about its failed operation was lost", async () => {
  const { server, toloka } = tasks();
  server.refuses = badImages(1);
  server.accidents = { 1: "answer lost" };
  const error = await errorOf(hurried(() => toloka.tasks.createMany(many(2))));
  assertInstanceOf(error, TolokaValidationError);
  assertEquals(Object.keys(error.payload as object), ["1"]);
});

Deno.test("createMany() asks for the operation when the answer to its POST is empty", async () => {
  const { server, toloka } = tasks();
  server.instead = (asked) => {
    if (!asked.call.startsWith("POST")) return "usual";
    server.instead = () => "usual";
    server.reply(asked);
    return new Response("", { status: 202 });
  };
  const result = await hurried(() => toloka.tasks.createMany(many(2)));
  assertEquals(images(result), { 0: 0, 1: 1 });
  assertEquals(server.posts, 1);
});

// Without an operation

Deno.test("createMany() without an operation never posts again when the outcome is unknown", async () => {
  const { server, toloka } = tasks();
  server.accidents = { 1: "answer lost" };
  const error = await incomplete(() =>
    toloka.tasks.createMany(many(2), { async: false })
  );
  assertEquals(server.posts, 1);
  assertEquals(error.done.unknown, ["0", "1"]);
  assertInstanceOf(error.cause, TolokaConnectionError);
});

Deno.test("createMany() without an operation does not promise that a repeat is safe", async () => {
  const { server, toloka } = tasks();
  server.accidents = { 2: "answer lost" };
  const error = await incomplete(() =>
    toloka.tasks.createMany(many(5_001), { async: false })
  );
  assertEquals(Object.keys(error.done.items).length, 5_000);
  assertEquals(error.done.unknown, ["5000"]);
  assertFalse(error.message.includes("calling again"));
});

Deno.test("createMany() without an operation gives errors by the position in the whole list", async () => {
  const { server, toloka } = tasks();
  server.refuses = badImages(5_001);
  const options: CreateManyOptions = { async: false, skipInvalidItems: true };
  const result = await toloka.tasks.createMany(many(5_002), options);
  assertEquals(result.validation_errors, { 5001: WRONG });
  assertEquals(result.items["5000"]!.input_values.image, 5_000);
});

Deno.test("createMany() without an operation says which item of a later request is not valid", async () => {
  const { server, toloka } = tasks();
  server.refuses = badImages(5_001);
  const error = await incomplete(() =>
    toloka.tasks.createMany(many(5_002), { async: false })
  );
  assertInstanceOf(error.cause, TolokaValidationError);
  assertEquals(error.cause.status, 400);
  assertEquals(error.cause.requestId, "r-1");
  assertEquals(Object.keys(error.cause.fieldErrors), [
    "5001.input_values.image",
  ]);
});

Deno.test("createMany() without an operation rejects when the answer leaves items out", async () => {
  const { toloka } = serving([{ items: { 0: { id: "t0" } } }]);
  const error = await incomplete(() =>
    toloka.tasks.createMany(many(2), { async: false })
  );
  assertEquals(Object.keys(error.done.items), ["0"]);
  assertEquals(error.done.unknown, ["1"]);
});

Deno.test("createMany() without an operation rejects when the answer is empty", async () => {
  const { toloka } = serving([new Response("", { status: 201 })]);
  const error = await incomplete(() =>
    toloka.tasks.createMany(many(2), { async: false })
  );
  assertEquals(error.done.unknown, ["0", "1"]);
});

// Items that are not valid

Deno.test("createMany() rejects with what is wrong by position when an item is not valid", async () => {
  const { server, toloka } = tasks();
  server.refuses = badImages(1, 2);
  const error = await errorOf(
    hurried(() => toloka.tasks.createMany(many(3))),
  );
  assertInstanceOf(error, TolokaValidationError);
  assertStringIncludes(error.message, '"1.input_values.image": ');
  assertEquals(error.payload, { 1: WRONG, 2: WRONG });
  assertEquals(error.fieldErrors, {
    "1.input_values.image": WRONG["input_values.image"],
    "2.input_values.image": WRONG["input_values.image"],
  });
  assertEquals(server.stored, []);
});

Deno.test("createMany() says what exists when an item of a later request is not valid", async () => {
  const { server, toloka } = tasks();
  server.refuses = badImages("bad");
  const list = [...large(), task("bad"), task("fine")];
  const error = await incomplete(() => toloka.tasks.createMany(list));
  assertEquals(Object.keys(error.done.items), ["0", "1", "2"]);
  assertEquals(error.done.validation_errors, { 4: WRONG });
  assertEquals(error.done.unknown, []);
  assertInstanceOf(error.cause, TolokaValidationError);
  assertEquals(Object.keys(error.cause.fieldErrors), ["4.input_values.image"]);
  // The same input would be refused again.
  assertStringIncludes(error.message, "with the invalid items corrected");
});

Deno.test("createMany() with 'skipInvalidItems' goes on when all items of a request are refused", async () => {
  const { server, toloka } = tasks();
  server.refuses = (item) => item.input_values.bad;
  const fine = task(BIG);
  const bad = { pool_id: "21", input_values: { image: BIG, bad: true } };
  const list = [fine, fine, fine, bad, bad, bad, fine];
  const result = await hurried(() =>
    toloka.tasks.createMany(list, { skipInvalidItems: true })
  );
  assertEquals(Object.keys(result.items), ["0", "1", "2", "6"]);
  assertEquals(result.validation_errors, { 3: WRONG, 4: WRONG, 5: WRONG });
  const statuses = [...server.batches.values()].map((b) => b.operation.status);
  assertEquals(statuses, ["SUCCESS", "FAIL", "SUCCESS"]);
});

Deno.test("createMany() with 'skipInvalidItems' rejects when no item at all is valid", async () => {
  const { server, toloka } = tasks();
  server.refuses = () => true;
  const error = await errorOf(
    hurried(() => toloka.tasks.createMany(large(), { skipInvalidItems: true })),
  );
  assertInstanceOf(error, TolokaValidationError);
  assertEquals(Object.keys(error.payload as object), ["0", "1", "2", "3"]);
});

// The operation and its log

Deno.test("createMany() reads a log in any order", async () => {
  const { server, toloka } = tasks();
  server.bend = ({ log }) => log.reverse();
  const result = await hurried(() => toloka.tasks.createMany(many(3)));
  assertEquals(images(result), { 0: 0, 1: 1, 2: 2 });
});

Deno.test("createMany() tells what failed besides items", async () => {
  const { server, toloka } = tasks();
  const failure = {
    type: "POOL_OPEN",
    success: false,
    input: { pool_id: 21 },
    output: { code: "NOT_ENOUGH_BALANCE", message: "Not enough money" },
  };
  server.bend = ({ log }) => log.unshift(failure);
  const result = await hurried(() =>
    toloka.tasks.createMany(many(2), { openPool: true })
  );
  assertEquals(result.failures, [failure as never]);
  assertEquals(images(result), { 0: 0, 1: 1 });
});

Deno.test("createMany() passes over successes that are about no item", async () => {
  const { server, toloka } = tasks();
  server.bend = ({ log }) =>
    log.push({ type: "POOL_OPEN", success: true, input: {}, output: {} });
  const result = await hurried(() => toloka.tasks.createMany(many(1)));
  assertEquals(result.failures, []);
});

Deno.test("createMany() does not call it refused when the log has no indexes", async () => {
  const { server, toloka } = tasks();
  server.bend = ({ log }) => {
    for (const entry of log) entry.input = {};
  };
  const error = await incomplete(() => toloka.tasks.createMany(many(2)));
  assertEquals(error.done.unknown, ["0", "1"]);
  assertStringIncludes(error.message, "2 of its 2 tasks");
});

Deno.test("createMany() rejects when the log leaves an item out", async () => {
  const { server, toloka } = tasks();
  server.bend = ({ log }) => log.splice(1, 1);
  for (const skipInvalidItems of [false, true]) {
    const error = await incomplete(() =>
      toloka.tasks.createMany(many(3), { skipInvalidItems })
    );
    assertEquals(Object.keys(error.done.items), ["0", "2"]);
    assertEquals(error.done.unknown, ["1"]);
  }
});

Deno.test("createMany() rejects when a valid item could not be created", async () => {
  const { server, toloka } = tasks();
  const output = { code: "INTERNAL_ERROR", message: "Oops" };
  server.bend = ({ log }) => {
    log[1] = { ...log[1], success: false, output };
  };
  const error = await incomplete(() =>
    toloka.tasks.createMany(many(3), { skipInvalidItems: true })
  );
  assertEquals(Object.keys(error.done.items), ["0", "2"]);
  assertEquals(error.done.validation_errors, {});
  assertEquals(error.done.failures.map((entry) => entry.output), [
    output as never,
  ]);
  assertEquals(error.done.unknown, []);
});

Deno.test("createMany() rejects with the operation when it failed and names no item", async () => {
  const { server, toloka } = tasks();
  server.bend = (batch) => {
    batch.operation.status = "FAIL";
    batch.log = [];
  };
  const error = await errorOf(hurried(() => toloka.tasks.createMany(many(2))));
  assertInstanceOf(error, TolokaOperationError);
  assertEquals(error.operation.status, "FAIL");
});

Deno.test("createMany() says what exists when an operation fails halfway", async () => {
  const { server, toloka } = tasks();
  server.refuses = badImages(0);
  server.bend = (batch) => {
    batch.operation.status = "FAIL";
    batch.log.splice(2, 1);
  };
  const error = await incomplete(() =>
    toloka.tasks.createMany(many(3), { skipInvalidItems: true })
  );
  assertInstanceOf(error.cause, TolokaOperationError);
  assertEquals(Object.keys(error.done.items), ["1"]);
  assertEquals(Object.keys(error.done.validation_errors), ["0"]);
});

Deno.test("createMany() says that all is unknown when the log cannot be read", async () => {
  const { server, toloka } = tasks();
  server.instead = ({ call }) =>
    call.endsWith("/log") ? refusal(403, "ACCESS_DENIED") : "usual";
  const error = await incomplete(() => toloka.tasks.createMany(many(2)));
  assertEquals(error.done.unknown, ["0", "1"]);
  assertStringIncludes(error.message, [...server.batches.keys()][0]!);
});

Deno.test("createMany() says the operation id when waiting takes too long", async () => {
  const { server, toloka } = tasks();
  server.bend = ({ operation }) => operation.status = "RUNNING";
  const error = await incomplete(() =>
    toloka.tasks.createMany(many(2), { maxWait: 10_000 })
  );
  assertInstanceOf(error.cause, TolokaTimeoutError);
  assertStringIncludes(error.message, [...server.batches.keys()][0]!);
  assertEquals(error.done.unknown, ["0", "1"]);
});

// Reading back

Deno.test("createMany() reads what it created with one listing for each pool", async () => {
  const { toloka, asked } = tasks();
  const list = [task(0), task(1, { pool_id: "22" }), task(2)];
  const result = await hurried(() => toloka.tasks.createMany(list));
  const listings = asked.filter(({ call }) => call === "GET /api/v1/tasks");
  assertEquals(listings.map(({ query }) => query.pool_id), ["21", "22"]);
  assertEquals(listings[0]!.query.id_gte, result.items["0"]!.id);
  assertEquals(listings[0]!.query.id_lte, result.items["2"]!.id);
  assertEquals(images(result), { 0: 0, 1: 1, 2: 2 });
  assertEquals(result.items["0"]!.remaining_overlap, 3);
});

Deno.test("createMany() passes over what others created at the same time", async () => {
  const { server, toloka } = tasks();
  server.bend = () => {
    const [first] = server.stored;
    server.stored.push({ ...first, id: `${first.id}5`, input_values: {} });
  };
  const result = await hurried(() => toloka.tasks.createMany(many(2)));
  assertEquals(images(result), { 0: 0, 1: 1 });
});

Deno.test("createMany() gives an item as it was sent, with its id, while the server does not list it", async () => {
  const { server, toloka } = tasks();
  server.hides = (item) => item.input_values.image === 1;
  const result = await hurried(() => toloka.tasks.createMany(many(2)));
  assertEquals(result.items["0"]!.remaining_overlap, 3);
  assertEquals<unknown>(result.items["1"], {
    ...task(1),
    id: server.stored[1].id,
  });
});

Deno.test("createMany() has the ids in 'done' when reading back fails", async () => {
  const { server, toloka } = tasks();
  for (
    const listing of [
      () => refusal(403, "ACCESS_DENIED"),
      () => ({ items: [], has_more: true }),
      () => broken(),
    ]
  ) {
    server.instead = ({ call }) =>
      call === "GET /api/v1/tasks" ? listing() : "usual";
    const error = await incomplete(() => toloka.tasks.createMany(many(2)));
    const ids = server.stored.slice(-2).map(({ id }) => id);
    assertEquals(Object.values(error.done.items).map(({ id }) => id), ids);
    assertEquals(error.done.unknown, []);
  }
});

// Progress and abort

Deno.test("createMany() tells its progress after each request", async () => {
  const { server, toloka } = tasks();
  server.refuses = badImages("bad");
  const list = [...large(), task("bad")];
  for (const input of [list, new Set(list), list.values()]) {
    const seen: CreateProgress[] = [];
    await hurried(() =>
      toloka.tasks.createMany(input, {
        skipInvalidItems: true,
        onProgress: (progress) => seen.push(progress),
      })
    );
    const total = Array.isArray(input) ? 5 : undefined;
    assertEquals(seen, [
      { sent: 3, created: 3, refused: 0, total },
      { sent: 5, created: 4, refused: 1, total },
    ]);
  }
});

Deno.test("createMany() rejects with the signal's reason and sends nothing more", async () => {
  const { server, toloka, asked } = tasks();
  const reason = new Error("enough");
  for (const point of ["POST", "/log", "GET /api/v1/tasks", "progress"]) {
    asked.length = 0;
    const controller = new AbortController();
    server.instead = ({ call }) => {
      if (call.includes(point)) controller.abort(reason);
      return "usual";
    };
    const error = await errorOf(
      hurried(() =>
        toloka.tasks.createMany([...large(), ...large()], {
          signal: controller.signal,
          concurrency: 1,
          onProgress: () => point === "progress" && controller.abort(reason),
        })
      ),
    );
    assertEquals(error, reason, point);
    assertEquals(posts(asked).length, 1, point);
    if (point !== "progress") assert(asked.at(-1)!.call.includes(point), point);
  }
});

Deno.test("createMany() sends nothing when its signal is aborted before", async () => {
  const { toloka, asked } = tasks();
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  assertEquals(
    await errorOf(toloka.tasks.createMany(many(1), { signal })),
    reason,
  );
  assertEquals(asked, []);
});

// One item

Deno.test("create() posts one task, waits, and reads it", async () => {
  const { server, toloka, asked } = tasks();
  const created = await hurried(() =>
    toloka.tasks.create(task("a"), { operationId: OPERATION_ID })
  );
  assertEquals(created, server.stored[0]);
  assertEquals(callsOf(asked), [
    "POST /api/v1/tasks",
    `GET /api/v1/operations/${OPERATION_ID}`,
    `GET /api/v1/operations/${OPERATION_ID}/log`,
    `GET /api/v1/tasks/${created.id}`,
  ]);
  assertEquals(asked[0]!.body, { ...task("a"), __item_idx: "0" });
});

Deno.test("create() without an operation posts one task and gives the answer", async () => {
  const { server, toloka, asked } = tasks();
  const created = await toloka.tasks.create(task("a"), { async: false });
  assertEquals(created, server.stored[0]);
  assertEquals(asked[0]!.body, task("a"));
  assertEquals(asked.length, 1);
});

for (const async of [true, false]) {
  Deno.test(`create() with 'async' ${async} rejects with what is wrong with each field`, async () => {
    const { server, toloka } = tasks();
    server.refuses = () => true;
    const error = await errorOf(
      hurried(() => toloka.tasks.create(task("a"), { async })),
    );
    assertInstanceOf(error, TolokaValidationError);
    assertEquals(error.fieldErrors, WRONG);
    assertEquals(error.status, async ? undefined : 400);
  });
}

Deno.test("create() refuses a task that is too large or cannot be before anything is sent", async () => {
  const { toloka, asked } = tasks();
  const impossible = task(1, { overlap: 1, infinite_overlap: true });
  await assertRejects(() => toloka.tasks.create(impossible), TypeError);
  const huge = task("x".repeat(1_048_576));
  await assertRejects(() => toloka.tasks.create(huge), RangeError);
  assertEquals(asked, []);
});

Deno.test("create() called again with the same id creates nothing twice", async () => {
  const { server, toloka } = tasks();
  const call = () =>
    toloka.tasks.create(task("a"), { operationId: OPERATION_ID });
  assertEquals(await hurried(call), await hurried(call));
  assertEquals(server.stored.length, 1);
});

Deno.test("create() posts again after the answer was lost", async () => {
  const { server, toloka } = tasks();
  server.accidents = { 1: "answer lost" };
  const created = await hurried(() => toloka.tasks.create(task("a")));
  assertEquals(created, server.stored[0]);
  assertEquals(server.stored.length, 1);
});

Deno.test("create() says the operation id when no answer comes at all", async () => {
  const { server, toloka } = tasks();
  server.accidents = {
    1: "answer lost",
    2: "request lost",
    3: "request lost",
    4: "request lost",
  };
  const error = await errorOf(hurried(() => toloka.tasks.create(task("a"))));
  assertInstanceOf(error, TolokaIncompleteError);
  assertStringIncludes(error.message, [...server.batches.keys()][0]!);
});

Deno.test("create() without an operation never posts again when the outcome is unknown", async () => {
  const { server, toloka } = tasks();
  server.accidents = { 1: "answer lost" };
  const error = await errorOf(
    hurried(() => toloka.tasks.create(task("a"), { async: false })),
  );
  assertInstanceOf(error, TolokaError);
  assertEquals(server.posts, 1);
  const cause = error instanceof TolokaIncompleteError ? error.cause : error;
  assertInstanceOf(cause, TolokaConnectionError);
  assert(cause.outcomeUnknown);
});

Deno.test("create() gives the task as it was sent, with its id, while the server does not find it", async () => {
  const { server, toloka } = tasks();
  server.hides = () => true;
  const created = await hurried(() => toloka.tasks.create(task("a")));
  assertEquals<unknown>(created, { ...task("a"), id: server.stored[0].id });
});

Deno.test("create() has the task's id in 'done' when it cannot be read", async () => {
  const { server, toloka } = tasks();
  server.instead = ({ call }) =>
    call.startsWith("GET /api/v1/tasks/")
      ? refusal(403, "ACCESS_DENIED")
      : "usual";
  const error = await errorOf(hurried(() => toloka.tasks.create(task("a"))));
  assertInstanceOf(error, TolokaIncompleteError);
  assertEquals((error.done as Task).id, server.stored[0].id);
});

Deno.test("create() rejects with the operation when it failed and says nothing of the task", async () => {
  const { server, toloka } = tasks();
  server.bend = (batch) => {
    batch.operation.status = "FAIL";
    batch.log = [];
  };
  await assertRejects(
    () => hurried(() => toloka.tasks.create(task("a"))),
    TolokaOperationError,
  );
});

Deno.test("create() does not call an operation failed that succeeded without a word of the task", async () => {
  const { server, toloka } = tasks();
  server.bend = (batch) => {
    batch.log = [];
  };
  const error = await errorOf(hurried(() => toloka.tasks.create(task("a"))));
  assertInstanceOf(error, TolokaIncompleteError);
  assertStringIncludes(error.message, [...server.batches.keys()][0]!);
});

Deno.test("create() does not keep to itself that the pool could not be opened", async () => {
  const { server, toloka } = tasks();
  server.bend = ({ log }) =>
    log.push({
      type: "POOL_OPEN",
      success: false,
      input: { pool_id: 21 },
      output: { code: "NOT_ENOUGH_BALANCE", message: "Not enough money" },
    });
  const error = await errorOf(
    hurried(() => toloka.tasks.create(task("a"), { openPool: true })),
  );
  assertInstanceOf(error, TolokaIncompleteError);
  assertStringIncludes(error.message, "NOT_ENOUGH_BALANCE");
  assertEquals((error.done as Task).id, server.stored[0].id);
});

// Starting only

Deno.test("startCreateMany() posts the items as they are and gives the operation", async () => {
  const { toloka, asked } = tasks();
  const started = await toloka.tasks.startCreateMany(many(2), {
    operationId: OPERATION_ID,
  });
  assertEquals(started.id, OPERATION_ID);
  assertEquals(callsOf(asked), ["POST /api/v1/tasks"]);
  assertEquals(asked[0]!.body, many(2));
});

Deno.test("startCreateMany() refuses more than one request's worth and names createMany", async () => {
  const { toloka, asked } = tasks();
  for (const list of [many(10_001), large()]) {
    await assertRejects(
      () => toloka.tasks.startCreateMany(list),
      RangeError,
      `Cannot start creating tasks as ${list.length} items do not fit into one request: create them with 'createMany'`,
    );
  }
  await assertRejects(() => toloka.tasks.startCreateMany([]), RangeError);
  assertEquals(asked, []);
});

Deno.test("startCreateMany() takes over an operation that exists", async () => {
  const { server, toloka } = tasks();
  const options = { operationId: OPERATION_ID };
  await toloka.tasks.startCreateMany(many(2), options);
  const again = await toloka.tasks.startCreateMany(many(2), options);
  assertEquals(again.id, OPERATION_ID);
  assertEquals(server.stored.length, 2);
});

Deno.test("startCreateMany() says the operation id when no answer comes at all", async () => {
  const { server, toloka } = tasks();
  server.accidents = { 1: "answer lost" };
  const error = await errorOf(
    toloka.tasks.startCreateMany(many(2), { retries: 0 }),
  );
  assertInstanceOf(error, TolokaIncompleteError);
  const [operationId] = server.batches.keys();
  assertStringIncludes(error.message, operationId!);
  await toloka.tasks.startCreateMany(many(2), { operationId });
  assertEquals(server.stored.length, 2);
});

Deno.test("startCreateMany() rejects with the server's error when it was refused", async () => {
  const { server, toloka } = tasks();
  server.accidents = { 1: refusal(404, "DOES_NOT_EXIST") };
  await assertRejects(
    () => toloka.tasks.startCreateMany(many(2)),
    TolokaNotFoundError,
  );
});

Deno.test("createMany() takes over what startCreateMany() began, by its content", async () => {
  const { server, toloka } = tasks();
  const options = { operationId: OPERATION_ID };
  await toloka.tasks.startCreateMany(many(2), options);
  const { items } = await hurried(() =>
    toloka.tasks.createMany(many(2), options)
  );
  assertEquals(Object.values(items), server.stored);
});
