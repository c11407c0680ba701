import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { delay } from "@std/async/delay";
import { FakeClock } from "../_clock.ts";
import { type Fault, Simulator } from "../../src/simulator/mod.ts";
import { Api, PROJECT } from "./api.ts";

const INIT = { headers: { Authorization: "ApiKey any" } };

function withFault(...faults: Fault[]): Api {
  return new Api({ faults });
}

function codeOf(error: Error): string | undefined {
  return (error.cause as { code?: string } | undefined)?.code;
}

async function projects(api: Api): Promise<number> {
  return (await api.get("/projects")).items.length;
}

Deno.test("Simulator.fetch() rejects as if nobody listened to REFUSE", async () => {
  const api = withFault({ type: "REFUSE", on: "POST" });
  const error = await assertRejects(() => api.project(), TypeError);
  assertEquals(codeOf(error), "ECONNREFUSED");
  assertEquals(await projects(api), 0);
  assertEquals(api.simulator.faults.REFUSE, 1);
});

Deno.test("RESET comes before the change", async () => {
  const api = withFault({ type: "RESET", on: "POST /projects" });
  const error = await assertRejects(() => api.project(), TypeError);
  assertEquals(codeOf(error), "ECONNRESET");
  assertEquals(await projects(api), 0);
});

Deno.test("RESET comes after the change if it is committed", async () => {
  const api = withFault({ type: "RESET", on: "POST", committed: true });
  await assertRejects(() => api.project(), TypeError);
  assertEquals(await projects(api), 1);
  assertEquals(api.simulator.faults.RESET, 1);
});

Deno.test("DELAY makes the answer late", async () => {
  using time = new FakeClock();
  const api = withFault({ type: "DELAY", milliseconds: 500 });
  let done = false;
  const answer = api.get("/requester").then(() => done = true);
  await time.tickAsync(499);
  assertEquals(done, false);
  await time.tickAsync(1);
  await answer;
  assertEquals(api.simulator.faults.DELAY, 1);
});

Deno.test("DELAY ends when the request is aborted", async () => {
  const { simulator } = withFault({ type: "DELAY", milliseconds: 60_000 });
  const controller = new AbortController();
  const answer = simulator.fetch(`${simulator.url}/api/v1/requester`, {
    ...INIT,
    signal: controller.signal,
  });
  const reason = new Error("enough");
  controller.abort(reason);
  assertEquals(await answer.catch((error) => error), reason);
});

Deno.test("TRICKLE sends the body in parts", async () => {
  using time = new FakeClock();
  const { simulator } = withFault({
    type: "TRICKLE",
    bytes: 100,
    milliseconds: 50,
  });
  const url = `${simulator.url}/api/v1/requester`;
  const response = await simulator.fetch(url, INIT);
  const sizes: number[] = [];
  const start = Date.now();
  const read = (async () => {
    for await (const part of response.body!) sizes.push(part.length);
  })();
  while (sizes.length < 2) await time.nextAsync();
  await time.runAllAsync();
  await read;
  assert(sizes.length >= 2, String(sizes));
  assertEquals(new Set(sizes.slice(0, -1)), new Set([100]));
  assertEquals(Date.now() - start, 50 * (sizes.length - 1));
});

Deno.test("CUT breaks off within the body", async () => {
  const { simulator } = withFault({ type: "CUT", bytes: 10 });
  const url = `${simulator.url}/api/v1/requester`;
  const response = await simulator.fetch(url, INIT);
  assertEquals(response.status, 200);
  const reader = response.body!.getReader();
  assertEquals((await reader.read()).value?.length, 10);
  await assertRejects(() => reader.read(), TypeError);
  assertEquals(simulator.faults.CUT, 1);
});

Deno.test("CUT leaves answers without a body alone", async () => {
  const api = withFault({ type: "CUT", on: "POST /pools/:id/close" });
  const pool = await api.pool();
  await api.expect(204, "POST", `/pools/${pool.id}/close`);
  assertEquals(api.simulator.faults.CUT, 0);
});

Deno.test("ERROR answers in the API's words", async () => {
  const api = withFault({ type: "ERROR", status: 503, on: "POST /projects" });
  const body = await api.expect(503, "POST", "/projects", PROJECT);
  assertEquals(body.code, "REMOTE_SERVICE_UNAVAILABLE");
  assert(body.request_id);
  assertEquals(await projects(api), 0);
});

Deno.test("ERROR can be a page of a gateway, after the change", async () => {
  const api = withFault({
    type: "ERROR",
    status: 502,
    html: true,
    committed: true,
    on: "POST /projects",
  });
  const body = await api.expect(502, "POST", "/projects", PROJECT);
  assert(body.startsWith("<!DOCTYPE html>"), body);
  assertEquals(await projects(api), 1);
});

for (const interval of ["MIN", "HOUR", "DAY"] as const) {
  Deno.test(`LIMIT answers 429 with the interval ${interval}`, async () => {
    const api = withFault({ type: "LIMIT", interval, on: "POST" });
    const body = await api.expect(429, "POST", "/projects", PROJECT);
    assertEquals(body.code, "TOO_MANY_REQUESTS");
    assertEquals(body.payload, { interval });
  });
}

Deno.test("LIMIT says when to try again if asked", async () => {
  const { simulator } = withFault({ type: "LIMIT", retryAfter: 3 });
  const url = `${simulator.url}/api/v1/requester`;
  const response = await simulator.fetch(url, INIT);
  assertEquals(response.headers.get("retry-after"), "3");
  assertEquals("payload" in await response.json(), false);
});

Deno.test("STALE lets objects appear late, each in its own time", async () => {
  const api = withFault({ type: "STALE", milliseconds: 60_000, on: "GET" });
  const created: string[] = [];
  for (let i = 0; i < 40; i++) {
    created.push((await api.project()).id);
    await api.simulator.advance(1_000);
  }
  const { items } = await api.get("/projects?limit=300");
  const seen = created.map((id) =>
    items.some((item: { id: string }) => item.id === id)
  );
  const missing = seen.filter((found) => !found).length;
  assert(missing > 5 && missing < 35, String(missing));
  // A later object is there while an earlier one is not.
  assert(seen.lastIndexOf(true) > seen.indexOf(false));
  assertEquals(api.simulator.faults.STALE, 1);
  await api.simulator.advance(60_000);
  const all = await api.get("/projects?limit=300");
  assertEquals(all.items.length, 40);
  assert(all.items[0].created < "2024-01-01T00:00:01");
});

Deno.test("STALE never hides an object again", async () => {
  const api = withFault({ type: "STALE", milliseconds: 60_000 });
  for (let i = 0; i < 20; i++) await api.project();
  const counts: number[] = [];
  for (let i = 0; i < 13; i++) {
    counts.push((await api.get("/projects?limit=300")).items.length);
    await api.simulator.advance(5_000);
  }
  assertEquals(counts, counts.toSorted((a, b) => a - b));
  assertEquals(counts.at(-1), 20);
});

Deno.test("STALE counts the time that a list is asked by", async () => {
  const api = new Api();
  const pool = await api.pool({ auto_accept_solutions: false });
  await api.tasks(pool.id, 50);
  await api.finish(pool.id);
  const all = await api.list(`/assignments?pool_id=${pool.id}`);
  // The last ones were created long ago, but submitted just now.
  await api.simulator.advance(60_000);
  const age = (time: string) =>
    api.simulator.now.getTime() - Date.parse(`${time}Z`);
  const youngest = Math.min(...all.map(({ created }) => age(created)));
  api.simulator.addFaults([
    { type: "STALE", milliseconds: youngest, on: "GET" },
  ]);
  const path = `/assignments?pool_id=${pool.id}&limit=1000`;
  const count = async (query: string) =>
    (await api.get(path + query)).items.length;
  assertEquals(await count(""), all.length);
  assert(await count("&sort=submitted") < all.length);
  assert(await count("&submitted_gt=2020-01-01") < all.length);
});

Deno.test("STALE works in the lists of the Apps API", async () => {
  const api = withFault({ type: "STALE", milliseconds: 1e9, on: "GET" });
  const path = "/api/app/v0/app-projects";
  for (let i = 0; i < 10; i++) {
    await api.expect(201, "POST", path, {
      app_id: "SimulatedRelevance00",
      name: `${i}`,
      parameters: {},
    });
  }
  const { content } = await api.get(`${path}?sort=created`);
  assert(content.length < 10, String(content.length));
});

Deno.test("STALE answers 404 by id if asked", async () => {
  const api = withFault({
    type: "STALE",
    milliseconds: 60_000,
    byId: true,
    on: "GET /projects/:id",
  });
  const { id } = await api.project();
  await api.expect(404, "GET", `/projects/${id}`);
  await api.simulator.advance(60_000);
  await api.get(`/projects/${id}`);
  assertEquals(api.simulator.faults.STALE, 1);
});

Deno.test("STALE finds an object by its id immediately", async () => {
  const api = withFault({ type: "STALE", milliseconds: 60_000 });
  const ids: string[] = [];
  for (let i = 0; i < 10; i++) ids.push((await api.project()).id);
  assert(await projects(api) < 10);
  for (const id of ids) assertEquals((await api.get(`/projects/${id}`)).id, id);
  const pool = await api.pool();
  const { id } = await api.expect(202, "POST", `/pools/${pool.id}/clone`);
  assertEquals(await api.get(`/operations/${id}/log`), []);
  assertEquals(api.simulator.faults.STALE, 1);
});

Deno.test("STALE takes nothing from the faults that follow but reads of lists", async () => {
  const api = withFault(
    { type: "STALE", milliseconds: 60_000, times: 1 },
    { type: "ERROR", status: 503 },
  );
  await api.expect(503, "POST", "/projects", PROJECT);
  await api.expect(503, "GET", "/projects/1");
  await api.expect(503, "GET", "/requester");
  await api.expect(200, "GET", "/projects");
  await api.expect(503, "GET", "/projects");
  assertEquals(api.simulator.faults.ERROR, 4);
});

Deno.test("STALE lets rows appear late in the table of answers", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 50);
  await api.finish(pool.id);
  const path = `/api/new/requester/pools/${pool.id}/assignments.tsv`;
  const rows = async () => (await api.get(path)).split("\n").length;
  const all = await rows();
  api.simulator.addFaults([{ type: "STALE", milliseconds: 1e9 }]);
  assert(await rows() < all);
});

Deno.test("STALE leaves the answer to a write as it is", async () => {
  const api = withFault({ type: "STALE", milliseconds: 60_000, byId: true });
  assertEquals(typeof (await api.project()).id, "string");
});

Deno.test("faults follow a script of 'skip' and 'times'", async () => {
  const api = withFault(
    { type: "ERROR", status: 500, skip: 1, times: 2 },
    { type: "ERROR", status: 503, skip: 1, times: 1 },
  );
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) {
    statuses.push((await api.send("GET", "/requester")).status);
  }
  assertEquals(statuses, [200, 500, 500, 503, 200, 200]);
  assertEquals(api.simulator.faults.ERROR, 3);
});

async function drawn(seed: number): Promise<string> {
  const faults: Fault[] = [{ type: "ERROR", probability: 0.3 }];
  const api = new Api({ seed, faults });
  let text = "";
  for (let i = 0; i < 100; i++) {
    text += (await api.send("GET", "/requester")).status === 500 ? "x" : ".";
  }
  return text;
}

Deno.test("faults with a probability follow from the seed", async () => {
  const first = await drawn(1);
  assertEquals(await drawn(1), first);
  assertNotEquals(await drawn(2), first);
  const count = first.replaceAll(".", "").length;
  assert(count > 15 && count < 45, first);
});

Deno.test("faults do not change what the server does else", async () => {
  const faults: Fault[] = [{ type: "ERROR", probability: 0.5, on: "GET" }];
  const ids = [];
  for (const options of [{}, { faults }]) {
    const api = new Api(options);
    for (let i = 0; i < 10; i++) await api.send("GET", "/requester");
    ids.push((await api.project()).id);
  }
  assertEquals(ids[0], ids[1]);
});

Deno.test("Simulator.addFaults() and clearFaults() work at any time", async () => {
  const api = new Api();
  api.simulator.addFaults([{ type: "ERROR" }]);
  await api.expect(500, "GET", "/requester");
  api.simulator.clearFaults();
  await api.get("/requester");
  assertEquals(api.simulator.faults.ERROR, 1);
});

const PATTERNS: [on: string, method: string, path: string, fits: boolean][] = [
  ["*", "GET", "/api/v1/pools", true],
  ["GET", "GET", "/api/v1/pools", true],
  ["GET", "POST", "/api/v1/pools", false],
  ["GET *", "GET", "/api/app/v0/apps", true],
  ["/pools", "PUT", "/api/v1/pools", true],
  ["POST /pools", "POST", "/api/v1/pools/1", false],
  ["* /pools/:id", "GET", "/api/v1/pools/1", true],
  ["/pools/:id", "GET", "/api/v1/pools/1/open", false],
  ["/pools/*", "GET", "/api/v1/pools/1/open", true],
  ["/api/app/v0/*", "GET", "/api/app/v0/apps", true],
  ["/pools.", "GET", "/api/v1/poolsx", false],
];

for (const [on, method, path, fits] of PATTERNS) {
  Deno.test(`a fault on "${on}" ${fits ? "fits" : "does not fit"} ${method} ${path}`, async () => {
    const api = withFault({ type: "ERROR", status: 418, on });
    const { status } = await api.send(method, path);
    assertEquals(status === 418, fits);
  });
}

// deno-lint-ignore no-explicit-any
const MISTAKES: [fault: any, type: any, message: string][] = [
  [{}, TypeError, "must be an array: current value is {}"],
  [[1], TypeError, "'faults[0]' must be an object: current value is 1"],
  [[{ type: "BOOM" }], RangeError, "'faults[0].type' must be one of REFUSE"],
  [
    [{ type: "DELAY" }],
    TypeError,
    "'faults[0].milliseconds' must be a number: current value is undefined",
  ],
  [
    [{ type: "ERROR" }, { type: "ERROR", status: 200 }],
    RangeError,
    "'faults[1].status' must be a whole number, from 400 to 599: current value is 200",
  ],
  [
    [{ type: "RESET", commited: true }],
    TypeError,
    "RESET has no 'commited'",
  ],
  [
    [{ type: "RESET", committed: "yes" }],
    TypeError,
    "'faults[0].committed' must be a boolean",
  ],
  [
    [{ type: "ERROR", probability: 2 }],
    RangeError,
    "'faults[0].probability' must be from 0 to 1: current value is 2",
  ],
  [
    [{ type: "ERROR", times: "once" }],
    TypeError,
    "'faults[0].times' must be a number",
  ],
  [
    [{ type: "LIMIT", interval: "WEEK" }],
    RangeError,
    "'faults[0].interval' must be one of MIN, HOUR, DAY",
  ],
  [
    [{ type: "ERROR", on: "pools" }],
    RangeError,
    "'faults[0].on' must be a method and a path",
  ],
  [
    [{ type: "DUPLICATE", events: "POOL_CLOSED" }],
    TypeError,
    "'faults[0].events' must be an array of strings",
  ],
];

for (const [faults, type, message] of MISTAKES) {
  Deno.test(`Simulator refuses faults such as ${JSON.stringify(faults)}`, () => {
    assertThrows(() => new Simulator({ faults }), type, message);
  });
}

async function serveAndAsk(fault: Fault): Promise<Error> {
  const simulator = new Simulator({ faults: [{ ...fault, times: 1 }] });
  await using server = await simulator.serve();
  const url = `${server.url}/api/v1/requester`;
  const error = await assertRejects(async () => {
    await (await fetch(url, INIT)).text();
  }, TypeError);
  // The next request finds the server well.
  assertEquals((await (await fetch(url, INIT)).json()).balance, 1_000);
  assertEquals(simulator.faults[fault.type], 1);
  return error;
}

Deno.test("Simulator.serve() sends what comes before a CUT", async () => {
  const simulator = new Simulator({ faults: [{ type: "CUT", bytes: 20 }] });
  await using server = await simulator.serve();
  const response = await fetch(`${server.url}/api/v1/requester`, INIT);
  assertEquals(response.status, 200);
  await assertRejects(() => response.text());
});

for (const type of ["REFUSE", "RESET", "CUT"] as const) {
  Deno.test(`Simulator.serve() breaks connections off for ${type}`, async () => {
    await serveAndAsk({ type });
  });
}

Deno.test("Simulator.serve() sends slow bodies", async () => {
  const simulator = new Simulator({
    faults: [{ type: "TRICKLE", milliseconds: 1 }],
  });
  await using server = await simulator.serve();
  const response = await fetch(`${server.url}/api/v1/requester`, INIT);
  assertEquals((await response.json()).balance, 1_000);
});

Deno.test("Simulator.serve() survives clients who go away", async () => {
  const simulator = new Simulator({
    faults: [{ type: "DELAY", milliseconds: 60_000, times: 1 }],
  });
  await using server = await simulator.serve();
  const url = `${server.url}/api/v1/requester`;
  const controller = new AbortController();
  const { signal } = controller;
  const left = assertRejects(() => fetch(url, { ...INIT, signal }));
  while (simulator.requests.length === 0) await delay(1);
  controller.abort();
  await left;
  assertEquals((await (await fetch(url, INIT)).json()).balance, 1_000);
});

Deno.test("STALE hides an operation that has just begun", async () => {
  const api = new Api({
    faults: [{
      type: "STALE",
      milliseconds: 60_000,
      byId: true,
      on: "GET /operations/*",
    }],
  });
  const pool = await api.pool();
  const { id } = await api.expect(202, "POST", `/pools/${pool.id}/clone`);
  await api.expect(404, "GET", `/operations/${id}`);
  await api.expect(404, "GET", `/operations/${id}/log`);
  await api.simulator.advance(60_000);
  await api.get(`/operations/${id}/log`);
  assertEquals((await api.get(`/operations/${id}`)).status, "SUCCESS");
});
