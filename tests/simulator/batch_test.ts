import { assertEquals, assertMatch } from "@std/assert";
import { Api, type Json, POOL } from "./api.ts";

const GOOD = { input_values: { image: "https://example.com" } };
const BAD = { input_values: { picture: "https://example.com" } };
const ERRORS = {
  "input_values.image": "VALUE_REQUIRED",
  "input_values.picture": "VALUE_NOT_ALLOWED",
};
const UUID = "281073ea-ab34-416e-a028-47421ff1b166";

function codes(errors: Json): Json {
  return Object.fromEntries(
    Object.entries<Json>(errors).map(([path, { code }]) => [path, code]),
  );
}

async function setUp(): Promise<{ api: Api; id: string }> {
  const api = new Api();
  return { api, id: (await api.pool()).id };
}

function of(id: string, ...tasks: Json[]): Json[] {
  return tasks.map((task) => ({ pool_id: id, ...task }));
}

async function count(api: Api, id: string): Promise<number> {
  return (await api.get(`/tasks?pool_id=${id}`)).items.length;
}

Deno.test("POST /tasks answers one object with one task", async () => {
  const { api, id } = await setUp();
  const task = await api.post("/tasks", { pool_id: id, overlap: 2, ...GOOD });
  assertEquals(
    [task.overlap, task.infinite_overlap, task.remaining_overlap],
    [2, false, 2],
  );
  assertEquals(await api.get(`/tasks/${task.id}`), task);
});

Deno.test("POST /tasks takes the pool's overlap with allow_defaults", async () => {
  const { api, id } = await setUp();
  const path = "/tasks?allow_defaults=true";
  const own = { ...GOOD, overlap: 1 };
  const { items } = await api.post(path, of(id, GOOD, own));
  assertEquals([items["0"].overlap, items["1"].overlap], [3, 1]);
});

Deno.test("POST /tasks makes infinite tasks", async () => {
  const { api, id } = await setUp();
  const [item] = of(id, { ...GOOD, infinite_overlap: true });
  const task = await api.post("/tasks", item);
  assertEquals([task.overlap, task.remaining_overlap], [null, null]);
});

Deno.test("POST /tasks makes nothing if one item is wrong", async () => {
  const { api, id } = await setUp();
  const path = "/tasks?allow_defaults=true";
  const error = await api.expect(400, "POST", path, of(id, GOOD, BAD));
  assertEquals(Object.keys(error.payload), ["1"]);
  assertEquals(codes(error.payload["1"]), ERRORS);
  assertEquals(await count(api, id), 0);
});

Deno.test("POST /tasks skips wrong items if told so", async () => {
  const { api, id } = await setUp();
  const path = "/tasks?allow_defaults=true&skip_invalid_items=true";
  const answer = await api.post(path, of(id, GOOD, BAD, GOOD));
  assertEquals(Object.keys(answer.items), ["0", "2"]);
  assertEquals(codes(answer.validation_errors["1"]), ERRORS);
  assertEquals(await count(api, id), 2);
});

Deno.test("POST /tasks fails if every item is wrong", async () => {
  const { api, id } = await setUp();
  const path = "/tasks?allow_defaults=true&skip_invalid_items=true";
  const error = await api.expect(400, "POST", path, of(id, BAD));
  assertEquals(codes(error.payload["0"]), ERRORS);
});

Deno.test("POST /tasks refuses more than 5,000 tasks at once", async () => {
  const { api, id } = await setUp();
  const tasks = of(id, ...Array(5_001).fill({ ...GOOD, overlap: 1 }));
  await api.expect(413, "POST", "/tasks", tasks);
  await api.post("/tasks?async_mode=true", tasks);
});

Deno.test("POST /tasks refuses too many bytes", async () => {
  const { api, id } = await setUp();
  const image = `https://example.com/${"ä".repeat(600_000)}`;
  const error = await api.expect(400, "POST", "/tasks", {
    pool_id: id,
    overlap: 1,
    input_values: { image },
  });
  assertEquals(codes(error.payload), {
    input_values: "OBJECT_SIZE_BYTES_GREATER_THAN_MAX",
  });
});

Deno.test("POST /tasks needs a pool with smart mixing", async () => {
  const api = new Api();
  const pool = await api.pool({ mixer_config: null });
  const [task] = of(pool.id, { ...GOOD, overlap: 1 });
  const error = await api.expect(409, "POST", "/tasks", task);
  assertEquals(error.code, "MIXER_CONFIG_REQUIRED");
});

Deno.test("POST /tasks refuses an archived pool", async () => {
  const { api, id } = await setUp();
  await api.run(`/pools/${id}/archive`);
  const error = await api.expect(409, "POST", "/tasks", of(id, GOOD));
  assertEquals(error.code, "POOL_INAPPROPRIATE_STATUS");
});

Deno.test("POST /tasks works in an operation with a log", async () => {
  const { api, id } = await setUp();
  const path = `/tasks?async_mode=true&allow_defaults=true` +
    `&skip_invalid_items=true&operation_id=${UUID}`;
  const inputs = of(
    id,
    { ...GOOD, __item_idx: "0" },
    { ...BAD, __item_idx: "1" },
  );
  const operation = await api.run(path, inputs);
  assertEquals([operation.id, operation.type, operation.status], [
    UUID,
    "TASK.BATCH_CREATE",
    "SUCCESS",
  ]);
  assertEquals(operation.parameters, {
    skip_invalid_items: true,
    allow_defaults: true,
    open_pool: false,
  });
  assertEquals(operation.details, {
    total_count: 2,
    valid_count: 1,
    not_valid_count: 1,
    success_count: 1,
    failed_count: 1,
  });
  const log = await api.get(`/operations/${UUID}/log`);
  assertEquals(log.map((entry: Json) => entry.input), inputs);
  assertEquals(log.map(({ type, success }: Json) => [type, success]), [
    ["TASK_CREATE", true],
    ["TASK_VALIDATE", false],
  ]);
  const task = await api.get(`/tasks/${log[0].output.task_id}`);
  assertEquals(["__item_idx" in task, task.overlap], [false, 3]);
  assertEquals(codes(log[1].output), ERRORS);
});

Deno.test("an operation fails if its items are wrong", async () => {
  const { api, id } = await setUp();
  const path = "/tasks?async_mode=true&allow_defaults=true";
  const operation = await api.run(path, of(id, GOOD, BAD));
  assertEquals([operation.status, operation.details.success_count], [
    "FAIL",
    0,
  ]);
  const log = await api.get(`/operations/${operation.id}/log`);
  assertEquals(log.map(({ type }: Json) => type), ["TASK_VALIDATE"]);
  assertEquals(await count(api, id), 0);
});

Deno.test("POST /tasks refuses an operation_id it knows", async () => {
  const { api, id } = await setUp();
  const path =
    `/tasks?async_mode=true&allow_defaults=true&operation_id=${UUID}`;
  await api.post(path, of(id, GOOD));
  for (let attempt = 0; attempt < 2; attempt++) {
    const error = await api.expect(409, "POST", path, of(id, GOOD));
    assertEquals(error.code, "OPERATION_ALREADY_EXISTS");
    await api.simulator.advance(1_000);
  }
  assertEquals(await count(api, id), 1);
});

Deno.test("POST /tasks refuses an operation_id that is no UUID", async () => {
  const { api, id } = await setUp();
  const path = "/tasks?async_mode=true&operation_id=57068577e4b0bf7b07a0256f";
  const error = await api.expect(400, "POST", path, of(id, GOOD));
  assertEquals(codes(error.payload), { operation_id: "UUID_EXPECTED" });
});

Deno.test("POST /tasks opens the pool if told so", async () => {
  for (const mode of ["async_mode=true", "async_mode=false"]) {
    const { api, id } = await setUp();
    const path = `/tasks?allow_defaults=true&open_pool=true&${mode}`;
    await api.post(path, of(id, GOOD));
    await api.simulator.advance(1_500);
    assertMatch((await api.get(`/pools/${id}`)).last_started, /^2024-01-01T/);
  }
});

Deno.test("an operation is PENDING, then RUNNING, then done", async () => {
  const { api, id } = await setUp();
  const path = "/tasks?async_mode=true&allow_defaults=true";
  const { id: operation } = await api.post(path, of(id, GOOD));
  const seen = [];
  for (let step = 0; step < 3; step++) {
    const { status, progress } = await api.get(`/operations/${operation}`);
    seen.push([status, progress]);
    await api.simulator.advance(300);
  }
  assertEquals(seen, [["PENDING", 0], ["RUNNING", 50], ["SUCCESS", 100]]);
});

Deno.test("GET /operations filters by type and status", async () => {
  const { api, id } = await setUp();
  await api.run(
    "/tasks?async_mode=true&allow_defaults=true",
    of(id, GOOD),
  );
  await api.expect(202, "POST", `/pools/${id}/clone`);
  const list = async (query: string) =>
    (await api.get(`/operations?${query}`)).items.map(({ type }: Json) => type);
  assertEquals(await list("status=PENDING"), ["POOL.CLONE"]);
  assertEquals(await list("type=TASK.BATCH_CREATE"), ["TASK.BATCH_CREATE"]);
  assertEquals(await list("sort=-submitted"), [
    "POOL.CLONE",
    "TASK.BATCH_CREATE",
  ]);
});

Deno.test("GET /operations/{id}/log forgets after a month", async () => {
  const { api, id } = await setUp();
  const path = "/tasks?async_mode=true&allow_defaults=true";
  const operation = await api.run(path, of(id, GOOD));
  await api.simulator.advance(30 * 24 * 3_600_000);
  const log = `/operations/${operation.id}/log`;
  const error = await api.expect(409, "GET", log);
  assertEquals(error.code, "OPERATION_LOGS_ARCHIVED");
});

Deno.test("POST /task-suites makes suites", async () => {
  const api = new Api();
  const pool = await api.pool({ mixer_config: null });
  const path = "/task-suites?allow_defaults=true&skip_invalid_items=true";
  const { items, validation_errors } = await api.post(
    path,
    of(pool.id, { tasks: [GOOD, GOOD] }, { tasks: [GOOD, BAD] }, {}),
  );
  const suite = items["0"];
  assertEquals([suite.mixed, suite.overlap, suite.remaining_overlap], [
    false,
    3,
    3,
  ]);
  assertEquals(suite.tasks.length, 2);
  assertEquals(codes(validation_errors["1"]), {
    "tasks.1.input_values.image": "VALUE_REQUIRED",
    "tasks.1.input_values.picture": "VALUE_NOT_ALLOWED",
  });
  assertEquals(codes(validation_errors["2"]), { tasks: "VALUE_REQUIRED" });
  assertEquals(await api.get(`/task-suites/${suite.id}`), suite);
  assertEquals(await count(api, pool.id), 2);
  const byTask = await api.get(`/task-suites?task_id=${suite.tasks[1].id}`);
  assertEquals(byTask.items, [suite]);
});

Deno.test("POST /task-suites refuses a pool with smart mixing", async () => {
  const { api, id } = await setUp();
  const suites = of(id, { tasks: [GOOD], overlap: 1 });
  const error = await api.expect(409, "POST", "/task-suites", suites);
  assertEquals(error.code, "POOL_TASK_TYPE_CONFLICT");
});

Deno.test("PATCH /tasks/{id} changes overlap and solutions", async () => {
  const { api, id } = await setUp();
  const task = await api.post("/tasks", { pool_id: id, overlap: 2, ...GOOD });
  const path = `/tasks/${task.id}`;
  const more = await api.patch(path, { overlap: 5 });
  assertEquals([more.overlap, more.remaining_overlap], [5, 5]);
  const infinite = await api.patch(path, { infinite_overlap: true });
  assertEquals([infinite.overlap, infinite.infinite_overlap], [null, true]);
  const known_solutions = [{ output_values: { label: "cat" } }];
  const golden = await api.patch(path, { known_solutions });
  assertEquals(golden.known_solutions, known_solutions);
  await api.expect(400, "PATCH", path, {
    known_solutions: [{ output_values: { label: "cow" } }],
  });
});

Deno.test("PATCH /task-suites/{id} changes overlap and order", async () => {
  const api = new Api();
  const pool = await api.pool({ ...POOL, mixer_config: null });
  const [item] = of(pool.id, { tasks: [GOOD], overlap: 1 });
  const suite = await api.post("/task-suites", item);
  const patched = await api.patch(`/task-suites/${suite.id}`, {
    infinite_overlap: false,
    overlap: 4,
    issuing_order_override: 10.5,
  });
  assertEquals(
    [
      patched.overlap,
      patched.remaining_overlap,
      patched.issuing_order_override,
    ],
    [4, 4, 10.5],
  );
});
