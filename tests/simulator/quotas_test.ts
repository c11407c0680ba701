import { assert, assertEquals, assertThrows } from "@std/assert";
import { QUOTAS, Simulator } from "../../src/simulator/mod.ts";
import { Api, PROJECT } from "./api.ts";

Deno.test("Simulator has no quotas unless asked", async () => {
  const api = new Api();
  for (let i = 0; i < 30; i++) await api.post("/skills", { name: `${i}` });
});

Deno.test("a quota of a minute is over with the minute", async () => {
  const api = new Api({ quotas: true });
  for (let i = 0; i < 10; i++) await api.post("/skills", { name: `${i}` });
  const body = await api.expect(429, "POST", "/skills", { name: "more" });
  assertEquals(body.code, "TOO_MANY_REQUESTS");
  assertEquals(body.payload, { interval: "MIN" });
  await api.simulator.advance(60_000);
  await api.post("/skills", { name: "more" });
});

Deno.test("a quota of a day outlasts those of minutes", async () => {
  const api = new Api({ quotas: true });
  for (let i = 0; i < 100; i++) {
    if (i % 10 === 0) await api.simulator.advance(60_000);
    await api.post("/skills", { name: `${i}` });
  }
  await api.simulator.advance(60_000);
  const body = await api.expect(429, "POST", "/skills", { name: "more" });
  assertEquals(body.payload, { interval: "DAY" });
  await api.simulator.advance(24 * 60 * 60_000);
  await api.post("/skills", { name: "more" });
});

Deno.test("a quota of an hour counts changes of a pool", async () => {
  const api = new Api({ quotas: true });
  const pool = await api.pool();
  for (let i = 0; i < 10; i++) await api.put(`/pools/${pool.id}`, pool);
  const body = await api.expect(429, "PUT", `/pools/${pool.id}`, pool);
  assertEquals(body.payload, { interval: "HOUR" });
});

Deno.test("tasks are counted one by one", async () => {
  const api = new Api({
    quotas: {
      quotas: [{ on: "POST /tasks", unit: "ITEMS", limits: { MIN: 25 } }],
    },
  });
  const pool = await api.pool();
  await api.tasks(pool.id, 10);
  await api.tasks(pool.id, 10);
  const task = { pool_id: pool.id, input_values: { image: "https://a.b/c" } };
  const path = "/tasks?allow_defaults=true";
  await api.expect(429, "POST", path, new Array(6).fill(task));
  await api.tasks(pool.id, 5);
});

Deno.test("requests a second are limited without an interval", async () => {
  const { simulator } = new Api({ quotas: { perSecond: 3, retryAfter: true } });
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) {
    const response = await simulator.fetch(
      `${simulator.url}/api/v1/requester`,
      { headers: { Authorization: "OAuth any" } },
    );
    statuses.push(response.status);
    const body = await response.json();
    if (i < 3) continue;
    assertEquals(body.code, "TOO_MANY_REQUESTS");
    assertEquals("payload" in body, false);
    assertEquals(response.headers.get("retry-after"), "1");
  }
  assertEquals(statuses, [200, 200, 200, 429]);
});

Deno.test("a refused request that comes again has waited", async () => {
  const api = new Api({ quotas: true, tick: 1 });
  for (let i = 0; i < 10; i++) await api.post("/skills", { name: `${i}` });
  await api.expect(429, "POST", "/skills", { name: "more" });
  await api.post("/skills", { name: "more" });
  assert(api.simulator.now.getTime() >= Date.UTC(2024, 0, 1, 0, 1));
});

Deno.test("each account has quotas of its own", async () => {
  const { simulator } = new Api({ quotas: true, accounts: { other: {} } });
  const create = async (account?: string) => {
    const response = await simulator.fetch(`${simulator.url}/api/v1/projects`, {
      method: "POST",
      headers: {
        "Authorization": "ApiKey any",
        "Content-Type": "application/json",
        ...(account && { "X-Act-Under-Account-ID": account }),
      },
      body: JSON.stringify(PROJECT),
    });
    await response.body?.cancel();
    return response.status;
  };
  for (let i = 0; i < 20; i++) assertEquals(await create(), 201);
  assertEquals(await create(), 429);
  assertEquals(await create("other"), 201);
});

Deno.test("QUOTAS has the limits that are documented", () => {
  const limits = Object.fromEntries(
    QUOTAS.map(({ on, limits }) => [on, limits]),
  );
  assertEquals(limits["POST /pools"], { MIN: 20, DAY: 100 });
  assertEquals(limits["POST /tasks"], { MIN: 200_000, DAY: 4_000_000 });
  assertEquals(limits["POST /user-bonuses"], { DAY: 10_000 });
});

Deno.test("Simulator refuses quotas out of bounds", () => {
  assertThrows(
    () => new Simulator({ quotas: { perSecond: 0 } }),
    RangeError,
    "0",
  );
  assertThrows(
    () => new Simulator({ quotas: { quotas: [{ on: "?", limits: {} }] } }),
    RangeError,
    "?",
  );
});
