import { assert, assertEquals, assertThrows } from "@std/assert";
import { Api, type Json, POOL } from "./api.ts";

const DAY = 24 * 3_600_000;

async function status(api: Api, pool: Json): Promise<string> {
  return (await api.get(`/pools/${pool.id}`)).status;
}

const IDLE: [
  name: string,
  days: number,
  fill: (
    api: Api,
    pool: Json,
  ) => Promise<unknown>,
][] = [
  ["with general tasks", 30, (api, { id }) => api.tasks(id, 1)],
  ["that is empty", 90, () => Promise.resolve()],
  ["of control tasks only", 90, (api, { id }) => api.golden(id, 1)],
];

for (const [name, days, fill] of IDLE) {
  Deno.test(`a pool ${name} is archived after ${days} idle days`, async () => {
    const api = new Api();
    const pool = await api.pool();
    await fill(api, pool);
    await api.simulator.advance((days - 1) * DAY);
    assertEquals(await status(api, pool), "CLOSED");
    await api.simulator.advance(2 * DAY);
    assertEquals(await status(api, pool), "ARCHIVED");
  });
}

Deno.test("a cloned pool is archived after 90 idle days", async () => {
  const api = new Api();
  const pool = await api.pool();
  const { details } = await api.run(`/pools/${pool.id}/clone`);
  const clone = { id: details.pool_id };
  await api.tasks(clone.id, 1);
  await api.simulator.advance(80 * DAY);
  assertEquals(await status(api, clone), "CLOSED");
  await api.simulator.advance(11 * DAY);
  assertEquals(await status(api, clone), "ARCHIVED");
});

const TOUCHES: [name: string, touch: (api: Api, pool: Json) => unknown][] = [
  ["editing", (api, pool) =>
    api.put(`/pools/${pool.id}`, {
      ...POOL,
      project_id: pool.project_id,
      private_name: "New",
    })],
  ["new tasks", (api, pool) => api.tasks(pool.id, 1)],
  ["opening and closing", async (api, pool) => {
    await api.run(`/pools/${pool.id}/open`);
    await api.run(`/pools/${pool.id}/close`);
  }],
];

for (const [name, touch] of TOUCHES) {
  Deno.test(`${name} puts the archiving of an idle pool off`, async () => {
    const api = new Api({ population: { count: 0 } });
    const pool = await api.pool();
    await api.tasks(pool.id, 1);
    await api.simulator.advance(20 * DAY);
    await touch(api, pool);
    await api.simulator.advance(20 * DAY);
    assertEquals(await status(api, pool), "CLOSED");
    await api.simulator.advance(12 * DAY);
    assertEquals(await status(api, pool), "ARCHIVED");
  });
}

Deno.test("an open pool is not archived, however idle", async () => {
  const api = new Api({ population: { count: 0 } });
  const pool = await api.pool();
  await api.tasks(pool.id, 1);
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.advance(100 * DAY);
  assertEquals(await status(api, pool), "OPEN");
});

Deno.test("a training is kept while a pool needs it", async () => {
  const api = new Api({ population: { count: 0 } });
  const { id: project_id } = await api.project();
  const training = await api.post("/trainings", {
    project_id,
    private_name: "Lesson",
    inherited_instructions: true,
    training_tasks_in_task_suite_count: 1,
  });
  const pool = await api.pool({
    project_id,
    quality_control: {
      training_requirement: {
        training_pool_id: training.id,
        training_passing_skill_value: 50,
      },
    },
  });
  await api.tasks(pool.id, 1);
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.advance(95 * DAY);
  const path = `/trainings/${training.id}`;
  assertEquals((await api.get(path)).status, "CLOSED");
  await api.run(`/pools/${pool.id}/close`);
  await api.simulator.advance(35 * DAY);
  assertEquals(await status(api, pool), "ARCHIVED");
  assertEquals((await api.get(path)).status, "ARCHIVED");
});

Deno.test("a pool closed for an update opens again without the usual checks", async () => {
  const api = new Api({ balance: 1, population: { count: 0 } });
  const pool = await api.pool();
  await api.tasks(pool.id, 5);
  await api.run(`/pools/${pool.id}/open`);
  await api.run(`/pools/${pool.id}/close-for-update`);
  // More than the balance covers: opening by hand is refused.
  await api.tasks(pool.id, 500);
  const error = await api.expect(409, "POST", `/pools/${pool.id}/open`);
  assertEquals(error.code, "NOT_ENOUGH_BALANCE");
  await api.simulator.advance(15 * 60_000);
  assertEquals(await status(api, pool), "OPEN");
});

Deno.test("a pool closed for an update and opened by hand is left alone", async () => {
  const api = new Api({ population: { count: 0 } });
  const pool = await api.pool();
  await api.tasks(pool.id, 1);
  await api.run(`/pools/${pool.id}/open`);
  await api.run(`/pools/${pool.id}/close-for-update`);
  await api.run(`/pools/${pool.id}/open`);
  await api.run(`/pools/${pool.id}/close`);
  await api.simulator.advance(20 * 60_000);
  const closed = await api.get(`/pools/${pool.id}`);
  assertEquals([closed.status, closed.last_close_reason], ["CLOSED", "MANUAL"]);
});

Deno.test("a pool closed for an update that has expired closes again", async () => {
  const api = new Api({ population: { count: 0 } });
  const pool = await api.pool({ will_expire: "2024-01-01T00:10:00" });
  await api.tasks(pool.id, 1);
  await api.run(`/pools/${pool.id}/open`);
  await api.run(`/pools/${pool.id}/close-for-update`);
  await api.simulator.advance(16 * 60_000);
  const closed = await api.get(`/pools/${pool.id}`);
  assertEquals([closed.status, closed.last_close_reason], [
    "CLOSED",
    "EXPIRED",
  ]);
});

Deno.test("a pool with as many assignments as it may have closes", async () => {
  const api = new Api({ maxAssignments: 7 });
  const pool = await api.pool();
  await api.tasks(pool.id, 100);
  const closed = await api.finish(pool.id);
  assertEquals([closed.status, closed.last_close_reason], [
    "CLOSED",
    "ASSIGNMENTS_LIMIT_EXCEEDED",
  ]);
  assertEquals((await api.list(`/assignments?pool_id=${pool.id}`)).length, 7);
  const error = await api.expect(409, "POST", `/pools/${pool.id}/open`);
  assertEquals(error.code, "POOL_ASSIGNMENTS_COUNT_EXCEEDED");
});

Deno.test("an accepted appeal no longer keeps a pool out of the archive", async () => {
  const api = new Api({ population: { appeals: 1 } });
  const pool = await api.pool({ auto_accept_solutions: false });
  await api.tasks(pool.id, 5);
  await api.finish(pool.id);
  const [one] = await api.list(
    `/assignments?pool_id=${pool.id}&status=SUBMITTED`,
  );
  await api.patch(`/assignments/${one.id}`, { status: "REJECTED" });
  await api.simulator.advance(DAY);
  const error = await api.expect(409, "POST", `/pools/${pool.id}/archive`);
  assertEquals(error.code, "THERE_IS_REJECTED_ASSIGNMENT");
  await api.patch(`/assignments/${one.id}`, { status: "ACCEPTED" });
  await api.run(`/pools/${pool.id}/archive`);
  assertEquals(await status(api, pool), "ARCHIVED");
});

Deno.test("Tolokers appeal against rejections in the week after", async () => {
  const api = new Api({ population: { appeals: 1 } });
  const pool = await api.pool({ auto_accept_solutions: false });
  await api.tasks(pool.id, 10);
  await api.finish(pool.id);
  const appeals: string[] = [];
  api.simulator.on((event) => {
    if (event.type !== "ASSIGNMENT_APPEALED") return;
    appeals.push(event.assignment.id);
  });
  const all = await api.list(
    `/assignments?pool_id=${pool.id}&status=SUBMITTED`,
  );
  const [accepted, ...rejected] = all;
  for (const { id } of rejected) {
    await api.patch(`/assignments/${id}`, { status: "REJECTED" });
  }
  await api.patch(`/assignments/${accepted!.id}`, { status: "ACCEPTED" });
  await api.simulator.advance(7 * DAY);
  assertEquals(appeals.sort(), rejected.map(({ id }) => id).sort());
  const { items } = await api.get("/message-threads?folder=INBOX&limit=300");
  assertEquals(
    items.map(({ meta }: Json) => meta.assignment_id).sort(),
    appeals,
  );
  assert(items.every(({ folders }: Json) => folders.includes("UNREAD")));
});

Deno.test("a log of an operation is kept for a month", async () => {
  const api = new Api();
  const pool = await api.pool();
  const operation = await api.run(
    "/tasks?async_mode=true&allow_defaults=true",
    [{ pool_id: pool.id, input_values: { image: "https://example.com/" } }],
  );
  const path = `/operations/${operation.id}/log`;
  await api.simulator.advance(29 * DAY);
  assertEquals((await api.get(path)).length, 1);
  await api.simulator.advance(2 * DAY);
  const error = await api.expect(409, "GET", path);
  assertEquals(error.code, "OPERATION_LOGS_ARCHIVED");
  assertEquals((await api.get(`/operations/${operation.id}`)).progress, 100);
});

Deno.test("an operation goes from PENDING to RUNNING to SUCCESS", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 1);
  const { id } = await api.expect(202, "POST", `/pools/${pool.id}/open`);
  const seen: string[] = [];
  for (let i = 0; i < 7; i++) {
    const { status, progress } = await api.get(`/operations/${id}`);
    const now = `${status} ${progress}`;
    if (seen.at(-1) !== now) seen.push(now);
    await api.simulator.advance(100);
  }
  assertEquals(seen, ["PENDING 0", "RUNNING 0", "RUNNING 50", "SUCCESS 100"]);
});

Deno.test("Simulator.block() closes pools until the account is free again", async () => {
  const api = new Api();
  const pool = await api.pool();
  const other = await api.pool();
  await api.tasks(pool.id, 20);
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.advance(60_000);
  api.simulator.block();
  const blocked = await api.get(`/pools/${pool.id}`);
  assertEquals([blocked.status, blocked.last_close_reason], [
    "CLOSED",
    "BLOCKED",
  ]);
  assertEquals(
    (await api.get(`/pools/${other.id}`)).last_close_reason,
    undefined,
  );
  const error = await api.expect(403, "POST", `/pools/${pool.id}/open`);
  assertEquals(error.code, "ACCESS_DENIED");

  api.simulator.unblock();
  assertEquals(await status(api, pool), "CLOSED");
  assertEquals((await api.finish(pool.id)).last_close_reason, "COMPLETED");
});

Deno.test("a pool closed for an update stays closed in a blocked account", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 20);
  await api.run(`/pools/${pool.id}/open`);
  await api.run(`/pools/${pool.id}/close-for-update`);
  api.simulator.block();
  await api.simulator.advance(16 * 60_000);
  assertEquals(await status(api, pool), "CLOSED");
});

Deno.test("Simulator.block() refuses an account that does not exist", () => {
  const { simulator } = new Api({ accounts: { shared: {} } });
  simulator.block("shared");
  assertThrows(() => simulator.block("other"), RangeError, "other");
});
