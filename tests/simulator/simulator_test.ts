import {
  assert,
  assertEquals,
  assertGreater,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { delay } from "@std/async/delay";
import { Simulator } from "../../src/simulator/mod.ts";
import { Api, type Json, POOL, PROJECT } from "./api.ts";

async function story(seed: number): Promise<string> {
  const api = new Api({ seed });
  const pool = await api.pool();
  await api.tasks(pool.id, 100);
  await api.finish(pool.id);
  return JSON.stringify([
    await api.list(`/assignments?pool_id=${pool.id}`),
    await api.get("/requester"),
    await api.get("/operations"),
  ]);
}

Deno.test("Simulator tells the same story for the same seed", async () => {
  assertEquals(await story(7), await story(7));
});

Deno.test("Simulator tells another story for another seed", async () => {
  assertNotEquals(await story(7), await story(8));
});

Deno.test("Simulator.tolokers shows who is there", () => {
  const { tolokers } = new Simulator({
    population: {
      count: 500,
      habits: { careful: 1, random: 1 },
      skill: [0.5, 0.6],
      secondsPerTask: [1, 2],
      countries: ["FR"],
      languages: ["FR", "EN"],
    },
  });
  assertEquals(tolokers.length, 500);
  assertEquals(new Set(tolokers.map(({ id }) => id)).size, 500);
  const random = tolokers.filter(({ habit }) => habit === "random").length;
  assert(random > 200 && random < 300, String(random));
  for (const { habit, skill, secondsPerTask, traits } of tolokers) {
    assertNotEquals(habit, "sloppy");
    assert(skill >= 0.5 && skill <= 0.6);
    assert(secondsPerTask >= 1 && secondsPerTask <= 2);
    assertEquals(traits.country, "FR");
    assertEquals((traits.languages as string[])[0], "FR");
  }
});

Deno.test("Simulator lets time pass with each request", async () => {
  const api = new Api({ tick: 1_000 });
  await api.get("/requester");
  assertEquals(api.simulator.now.toISOString(), "2024-01-01T00:00:01.000Z");
  await api.project();
  assertEquals(api.simulator.now.toISOString(), "2024-01-01T00:00:02.000Z");
});

Deno.test("Simulator hurries when a read is repeated", async () => {
  const api = new Api({ tick: 1_000 });
  const times: number[] = [];
  for (let i = 0; i < 12; i++) {
    const before = api.simulator.now.getTime();
    await api.get("/requester");
    times.push((api.simulator.now.getTime() - before) / 1_000);
  }
  assertEquals(times, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
  await api.project();
  const before = api.simulator.now.getTime();
  await api.get("/requester");
  assertEquals(api.simulator.now.getTime() - before, 1_000);
});

Deno.test("Simulator serves a client that only polls", async () => {
  const api = new Api({ tick: 1_000 });
  const pool = await api.pool();
  await api.tasks(pool.id, 100);
  const { id } = await api.expect(202, "POST", `/pools/${pool.id}/open`);
  let polls = 0;
  while ((await api.get(`/operations/${id}`)).status !== "SUCCESS") polls++;
  while ((await api.get(`/pools/${pool.id}`)).status === "OPEN") polls++;
  assert(polls < 20, String(polls));
});

Deno.test("Simulator.advance() moves the time exactly", async () => {
  const { simulator } = new Api({ start: "2024-05-06T07:08:09" });
  await simulator.advance(1_500);
  assertEquals(simulator.now.toISOString(), "2024-05-06T07:08:10.500Z");
  await assertRejects(() => simulator.advance(-1), RangeError, "-1");
});

Deno.test("Simulator.runUntil() stops at a condition or the limit", async () => {
  const api = new Api();
  const { simulator } = api;
  assertEquals(await simulator.runUntil("idle"), true);
  const pool = await api.pool();
  await api.tasks(pool.id, 100);
  await api.expect(202, "POST", `/pools/${pool.id}/open`);
  assertEquals(await simulator.runUntil("idle", { limit: 5_000 }), false);
  const minutes = () => simulator.now.getTime() - Date.UTC(2024, 0, 1);
  assertEquals(await simulator.runUntil(() => minutes() > 600_000), true);
  assertEquals(minutes() < 630_000, true);
  assertEquals(await simulator.runUntil(() => false), false);
});

Deno.test("Simulator.runUntil() lets the limit pass when nothing is due", async () => {
  const { simulator } = new Api({ start: "2024-01-01" });
  assertEquals(await simulator.runUntil(() => false, { limit: 500 }), false);
  assertEquals(simulator.now.toISOString(), "2024-01-01T00:00:00.500Z");
  const deadline = simulator.now.getTime() + 10_000;
  let rounds = 0;
  while (simulator.now.getTime() < deadline && rounds < 100) {
    await simulator.runUntil(() => false, { limit: 1_000 });
    rounds++;
  }
  assertEquals(rounds, 10);
  const passed = () => simulator.now.getTime() >= deadline + 100;
  assertEquals(await simulator.runUntil(passed, { limit: 100 }), true);
  const run = () => simulator.runUntil(() => false, { limit: Infinity });
  assertEquals(await run(), false);
  assertEquals(simulator.now.getTime(), deadline + 100);
});

Deno.test("Simulator.runUntil() does not let the limit pass in vain", async () => {
  const { simulator } = new Api({ start: "2024-01-01" });
  assertEquals(await simulator.runUntil("idle", { limit: 500 }), true);
  assertEquals(simulator.now.toISOString(), "2024-01-01T00:00:00.000Z");
});

Deno.test("Simulator.runUntil() lets the limit pass when something is due later", async () => {
  const api = new Api({ start: "2024-01-01", tick: 0 });
  const pool = await api.pool();
  await api.tasks(pool.id, 1);
  await api.expect(202, "POST", `/pools/${pool.id}/open`);
  const { simulator } = api;
  assertEquals(await simulator.runUntil("idle", { limit: 50 }), false);
  assertEquals(simulator.now.toISOString(), "2024-01-01T00:00:00.050Z");
  await assertRejects(
    () => simulator.runUntil("idle", { limit: -1 }),
    RangeError,
    "-1",
  );
});

Deno.test("Simulator runs by itself with a speed", async () => {
  const api = new Api({ time: { speed: 10_000 }, start: "2024-01-01" });
  const pool = await api.pool();
  await api.tasks(pool.id, 20);
  await api.expect(202, "POST", `/pools/${pool.id}/open`);
  const deadline = performance.now() + 60_000;
  do {
    assert(performance.now() < deadline);
    await delay(5);
  } while ((await api.get(`/pools/${pool.id}`)).last_stopped === undefined);
  assertGreater(api.simulator.now.getTime(), Date.UTC(2024, 0, 1, 0, 1));
  await assertRejects(() => api.simulator.advance(1), TypeError);
  await assertRejects(() => api.simulator.runUntil("idle"), TypeError);
});

Deno.test("Simulator refuses money that is no amount", () => {
  const own = "'balance' must be a number from 0: current value is NaN";
  assertThrows(() => new Simulator({ balance: NaN }), RangeError, own);
  const fee = "'fee' must be a number from 0: current value is -1";
  assertThrows(() => new Simulator({ fee: -1 }), RangeError, fee);
  const other = "'accounts.a.balance' must be a number from 0";
  const accounts = { a: { balance: Infinity } };
  assertThrows(() => new Simulator({ accounts }), RangeError, other);
});

Deno.test("Simulator refuses options out of bounds", () => {
  assertThrows(() => new Simulator({ tick: -1 }), RangeError, "-1");
  assertThrows(() => new Simulator({ time: { speed: 0 } }), RangeError, "0");
  assertThrows(() => new Simulator({ start: "soon" }), RangeError, "soon");
  assertThrows(
    () => new Simulator({ population: { count: 1.5 } }),
    RangeError,
    "1.5",
  );
});

async function request(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Json> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      "Authorization": "OAuth any",
      "Content-Type": "application/json",
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return await response.json();
}

Deno.test("Simulator.serve() answers over a socket", async () => {
  const simulator = new Simulator();
  await using server = await simulator.serve();
  const project = await request(server.url, "POST", "/projects", PROJECT);
  const pool = await request(server.url, "POST", "/pools", {
    ...POOL,
    project_id: project.id,
  });
  const read = await request(server.url, "GET", `/pools/${pool.id}`);
  assertEquals(read, pool);
});

Deno.test("Simulator.serve() listens until it is closed", async () => {
  const server = await new Simulator().serve();
  await server.close();
  await server.close();
  await assertRejects(() => fetch(server.url));
});

Deno.test("Simulator.serve() listens until the signal is aborted", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const server = await new Simulator().serve({ signal });
  controller.abort();
  await server.close();
  await assertRejects(() => fetch(server.url));
  await assertRejects(() => new Simulator().serve({ signal }));
});
