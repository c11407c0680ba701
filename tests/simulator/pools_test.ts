import { assert, assertEquals } from "@std/assert";
import { Api, type Json, POOL } from "./api.ts";

async function status(api: Api, pool: Json): Promise<string> {
  return (await api.get(`/pools/${pool.id}`)).status;
}

Deno.test("POST /pools makes a closed pool", async () => {
  const api = new Api();
  const pool = await api.pool();
  assertEquals([pool.status, pool.type], ["CLOSED", "REGULAR"]);
  assertEquals(await api.get(`/pools/${pool.id}`), pool);
});

/** How to bring a fresh pool with tasks into a status. */
const INTO: Record<string, (api: Api, pool: Json) => Promise<unknown>> = {
  CLOSED: () => Promise.resolve(),
  OPEN: (api, pool) => api.run(`/pools/${pool.id}/open`),
  ARCHIVED: (api, pool) => api.run(`/pools/${pool.id}/archive`),
};

const TRANSITIONS: [from: string, verb: string, answer: number, to: string][] =
  [
    ["CLOSED", "open", 202, "OPEN"],
    ["CLOSED", "close", 204, "CLOSED"],
    ["CLOSED", "close-for-update", 204, "CLOSED"],
    ["CLOSED", "archive", 202, "ARCHIVED"],
    ["OPEN", "open", 204, "OPEN"],
    ["OPEN", "close", 202, "CLOSED"],
    ["OPEN", "close-for-update", 202, "CLOSED"],
    ["OPEN", "archive", 409, "OPEN"],
    ["ARCHIVED", "open", 409, "ARCHIVED"],
    ["ARCHIVED", "close", 409, "ARCHIVED"],
    ["ARCHIVED", "close-for-update", 409, "ARCHIVED"],
    ["ARCHIVED", "archive", 204, "ARCHIVED"],
  ];

for (const [from, verb, answer, to] of TRANSITIONS) {
  Deno.test(`POST /pools/{id}/${verb} answers ${answer} when ${from}`, async () => {
    const api = new Api({ population: { count: 0 } });
    const pool = await api.pool();
    await api.tasks(pool.id, 1);
    await INTO[from]!(api, pool);
    const { status: got, body } = await api.send(
      "POST",
      `/pools/${pool.id}/${verb}`,
    );
    assertEquals(got, answer);
    if (answer === 202) {
      assertEquals([body.status, body.parameters], ["PENDING", {
        pool_id: pool.id,
      }]);
      assertEquals(await status(api, pool), from);
    }
    if (answer === 409) {
      assertEquals(body.code, "POOL_INAPPROPRIATE_STATUS");
      assert(body.payload.appropriate_statuses.length > 0);
    }
    await api.simulator.advance(1_000);
    assertEquals(await status(api, pool), to);
  });
}

Deno.test("POST /pools/{id}/open refuses an empty pool", async () => {
  const api = new Api();
  const pool = await api.pool();
  const error = await api.expect(409, "POST", `/pools/${pool.id}/open`);
  assertEquals(error.code, "EMPTY_POOL");
});

Deno.test("POST /pools/{id}/open needs the price of all tasks", async () => {
  // 7 tasks, overlap 3, 5 a suite: 5 suites of 0.05 with a fee of 20 %.
  for (const [balance, answer] of [[0.3, 202], [0.29, 409]] as const) {
    const api = new Api({ balance, fee: 0.2 });
    const pool = await api.pool();
    await api.tasks(pool.id, 7);
    const { status, body } = await api.send("POST", `/pools/${pool.id}/open`);
    assertEquals(status, answer);
    if (answer === 409) {
      assertEquals([body.code, body.payload.required], [
        "NOT_ENOUGH_BALANCE",
        0.3,
      ]);
    }
  }
});

Deno.test("POST /pools/{id}/open refuses a pool that has expired", async () => {
  const api = new Api();
  const pool = await api.pool({ will_expire: "2023-01-01T00:00:00" });
  await api.tasks(pool.id, 1);
  const error = await api.expect(409, "POST", `/pools/${pool.id}/open`);
  assertEquals(error.code, "CONFLICT_STATE");
});

Deno.test("POST /pools/{id}/open locks the pool while it runs", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 1);
  const operation = await api.expect(202, "POST", `/pools/${pool.id}/open`);
  const path = `/pools/${pool.id}`;
  for (
    const error of [
      await api.expect(409, "POST", `${path}/open`),
      await api.expect(409, "PUT", path, {
        ...POOL,
        project_id: pool.project_id,
      }),
    ]
  ) {
    assertEquals(error.code, "POOL_LOCKED_BY_ANOTHER_OPERATION");
    assertEquals(error.payload.operation_id, operation.id);
  }
});

Deno.test("a pool closes when all is done, after its delay", async () => {
  const api = new Api();
  const pool = await api.pool({
    auto_close_after_complete_delay_seconds: 100,
  });
  await api.tasks(pool.id, 10);
  const closed = await api.finish(pool.id);
  assertEquals([closed.status, closed.last_close_reason], [
    "CLOSED",
    "COMPLETED",
  ]);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const last = assignments.map(({ submitted }) => submitted ?? "").sort().at(
    -1,
  );
  assertEquals(Date.parse(closed.last_stopped) - Date.parse(last), 100_000);
});

Deno.test("a pool that gets more tasks in the delay stays open", async () => {
  const api = new Api();
  const pool = await api.pool({
    auto_close_after_complete_delay_seconds: 259_200,
  });
  await api.tasks(pool.id, 5);
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.advance(24 * 3_600_000);
  await api.tasks(pool.id, 5);
  await api.simulator.advance(60 * 3_600_000);
  assertEquals(await status(api, pool), "OPEN");
  await api.simulator.advance(24 * 3_600_000);
  assertEquals(await status(api, pool), "CLOSED");
});

Deno.test("a pool closes when it expires", async () => {
  const api = new Api({ population: { count: 0 } });
  const pool = await api.pool({ will_expire: "2024-01-02T00:00:00" });
  await api.tasks(pool.id, 1);
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.advance(24 * 3_600_000);
  const closed = await api.get(`/pools/${pool.id}`);
  assertEquals(
    [closed.status, closed.last_close_reason, closed.last_stopped],
    ["CLOSED", "EXPIRED", "2024-01-02T00:00:00"],
  );
});

Deno.test("a pool closes when the money is gone", async () => {
  const api = new Api({ balance: 0.2 });
  const first = await api.pool();
  const second = await api.pool();
  for (const { id } of [first, second]) {
    await api.tasks(id, 5);
    await api.run(`/pools/${id}/open`);
  }
  await api.simulator.runUntil("idle");
  const pools = await Promise.all(
    [first, second].map(({ id }) => api.get(`/pools/${id}`)),
  );
  const reasons = pools.map((pool) => pool.last_close_reason);
  assert(reasons.includes("NOT_ENOUGH_BALANCE"), reasons.join());
  // Each pool alone could be paid: four suites of the six.
  assertEquals((await api.get("/requester")).balance, 0);
});

Deno.test("close-for-update lets the pool open again by itself", async () => {
  const api = new Api({ population: { count: 0 } });
  const pool = await api.pool();
  await api.tasks(pool.id, 1);
  await api.run(`/pools/${pool.id}/open`);
  await api.run(`/pools/${pool.id}/close-for-update`);
  const closed = await api.get(`/pools/${pool.id}`);
  assertEquals(closed.last_close_reason, "FOR_UPDATE");
  await api.simulator.advance(14 * 60_000);
  assertEquals(await status(api, pool), "CLOSED");
  await api.simulator.advance(60_000);
  assertEquals(await status(api, pool), "OPEN");
});

Deno.test("PUT /pools/{id} works on closed pools only", async () => {
  const api = new Api({ population: { count: 0 } });
  const pool = await api.pool({ private_comment: "old" });
  const body = { ...POOL, project_id: pool.project_id, private_name: "New" };
  const updated = await api.put(`/pools/${pool.id}`, body);
  assertEquals(
    [updated.private_name, updated.private_comment, updated.status],
    ["New", undefined, "CLOSED"],
  );
  await api.tasks(pool.id, 1);
  await api.run(`/pools/${pool.id}/open`);
  const error = await api.expect(409, "PUT", `/pools/${pool.id}`, body);
  assertEquals(error.payload.appropriate_statuses, ["CLOSED"]);
});

Deno.test("PATCH /pools/{id} changes the priority", async () => {
  const api = new Api();
  const pool = await api.pool();
  const patched = await api.patch(`/pools/${pool.id}`, { priority: 7 });
  assertEquals(patched, { ...pool, priority: 7 });
  await api.expect(400, "PATCH", `/pools/${pool.id}`, { priority: 101 });
  await api.run(`/pools/${pool.id}/archive`);
  await api.expect(409, "PATCH", `/pools/${pool.id}`, { priority: 8 });
});

Deno.test("POST /pools/{id}/clone makes an empty pool alike", async () => {
  const api = new Api();
  const pool = await api.pool({ priority: 3 });
  await api.tasks(pool.id, 2);
  const operation = await api.run(`/pools/${pool.id}/clone`);
  assertEquals(operation.type, "POOL.CLONE");
  const clone = await api.get(`/pools/${operation.details.pool_id}`);
  assertEquals({ ...clone, id: 0, created: 0 }, { ...pool, id: 0, created: 0 });
  const tasks = await api.get(`/tasks?pool_id=${clone.id}`);
  assertEquals(tasks.items, []);
});

Deno.test("POST /pools/{id}/archive waits 9 days after a rejection", async () => {
  const api = new Api();
  const pool = await api.pool({ auto_accept_solutions: false });
  await api.tasks(pool.id, 5);
  await api.finish(pool.id);
  const { items } = await api.get(
    `/assignments?pool_id=${pool.id}&status=SUBMITTED&limit=1`,
  );
  await api.patch(`/assignments/${items[0].id}`, { status: "REJECTED" });
  const error = await api.expect(409, "POST", `/pools/${pool.id}/archive`);
  assertEquals(error.code, "THERE_IS_REJECTED_ASSIGNMENT");
  await api.simulator.advance(9 * 24 * 3_600_000);
  await api.run(`/pools/${pool.id}/archive`);
  assertEquals(await status(api, pool), "ARCHIVED");
});

Deno.test("POST /pools/{id}/archive waits for Tolokers at work", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 50);
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.advance(120_000);
  await api.run(`/pools/${pool.id}/close`);
  const error = await api.expect(409, "POST", `/pools/${pool.id}/archive`);
  assertEquals(error.code, "THERE_IS_ACTIVE_ASSIGNMENT");
  await api.simulator.runUntil("idle");
  await api.run(`/pools/${pool.id}/archive`);
});
