import { assert, assertEquals, assertThrows } from "@std/assert";
import { readGraph, writeGraph } from "../../src/simulator/engine/graph.ts";
import { Simulator, type SimulatorOptions } from "../../src/simulator/mod.ts";
import { Api, type Json, POOL } from "./api.ts";

const OPTIONS: SimulatorOptions = {
  seed: 5,
  tick: 1_000,
  fee: 0.2,
  quotas: true,
  accounts: { shared: { balance: 7 } },
  faults: [{ type: "ERROR", probability: 0.2, on: "GET /skills" }],
  population: [
    { count: 30 },
    { count: 10, habits: { sloppy: 1, forgetful: 1, leaving: 1 } },
  ],
};

const RULES = {
  configs: [{
    collector_config: { type: "GOLDEN_SET", parameters: { history_size: 5 } },
    rules: [{
      conditions: [
        { key: "total_answers_count", operator: "GTE", value: 2 },
        { key: "correct_answers_rate", operator: "LT", value: 60 },
      ],
      action: {
        type: "RESTRICTION_V2",
        parameters: { scope: "PROJECT", duration: 9, duration_unit: "DAYS" },
      },
    }],
  }],
};

/** A pool with all that goes on for long, somewhere on its way. */
async function begin(api: Api): Promise<string> {
  const pool = await api.pool({
    auto_accept_solutions: false,
    auto_accept_period_day: 1,
    auto_close_after_complete_delay_seconds: 60,
    mixer_config: {
      real_tasks_count: 4,
      golden_tasks_count: 1,
      training_tasks_count: 0,
    },
    quality_control: RULES,
  });
  await api.golden(pool.id, 20);
  await api.tasks(pool.id, 150);
  const suites = await api.post("/pools", {
    ...POOL,
    mixer_config: undefined,
    project_id: pool.project_id,
  });
  await api.post(
    "/task-suites?allow_defaults=true",
    Array.from({ length: 20 }, (_, index) => ({
      pool_id: suites.id,
      issuing_order_override: index % 3,
      tasks: [{ input_values: { image: `https://example.com/s${index}` } }],
    })),
  );
  await api.expect(202, "POST", `/pools/${pool.id}/open`);
  await api.expect(202, "POST", `/pools/${suites.id}/open`);
  await api.post("/message-threads/compose", {
    recipients_select_type: "ALL",
    topic: { EN: "Hello" },
    text: { EN: "How are you?" },
    answerable: true,
  });
  const app = await api.expect(201, "POST", "/api/app/v0/app-projects", {
    app_id: "SimulatedRelevance00",
    name: "Pages",
    parameters: {},
  });
  await api.expect(
    201,
    "POST",
    `/api/app/v0/app-projects/${app.id}/items/bulk`,
    {
      items: Array.from({ length: 30 }, (_, index) => ({
        query: `${index % 7}`,
        website_url: `https://example.com/${index}`,
      })),
    },
  );
  for (let i = 0; i < 5; i++) {
    await api.send("GET", "/skills");
    await api.post("/skills", { name: `old ${i}` });
  }
  return pool.id;
}

async function appItems(api: Api): Promise<Json> {
  const path = "/api/app/v0/app-projects";
  const [{ id }] = (await api.get(path)).content;
  return await api.get(`${path}/${id}/items?limit=100`);
}

/** Everything that happens from now on, as far as anybody can see it. */
async function rest(api: Api, poolId: string): Promise<Json> {
  const skills = [];
  for (let i = 0; i < 12; i++) {
    skills.push(await api.send("POST", "/skills", { name: `new ${i}` }));
  }
  await api.simulator.runUntil("idle");
  const [first] = (await api.get(
    `/assignments?pool_id=${poolId}&status=SUBMITTED`,
  )).items;
  await api.patch(`/assignments/${first.id}`, {
    status: "REJECTED",
    public_comment: "No",
  });
  await api.simulator.advance(3 * 24 * 3_600_000);
  const errors = [];
  for (let i = 0; i < 20; i++) {
    errors.push((await api.send("GET", "/skills")).status);
  }
  return {
    skills,
    errors,
    assignments: await api.list(`/assignments?pool_id=${poolId}`),
    pools: await api.get("/pools"),
    operations: await api.get("/operations"),
    threads: await api.get("/message-threads?limit=300"),
    apps: await appItems(api),
    restrictions: await api.get("/user-restrictions"),
    requester: await api.get("/requester"),
    requests: api.simulator.requests,
    faults: api.simulator.faults,
    now: api.simulator.now,
  };
}

/** The same simulator, from JSON. */
function reload(api: Api, options?: SimulatorOptions): Api {
  const text = JSON.stringify(api.simulator.save());
  return new Api(Simulator.load(JSON.parse(text), options));
}

for (const minutes of [0, 3, 30, 300]) {
  Deno.test(`Simulator.load() goes on with a pool after ${minutes} minutes as if nothing had happened`, async () => {
    const api = new Api(OPTIONS);
    const poolId = await begin(api);
    await api.simulator.advance(minutes * 60_000);
    const loaded = reload(api);
    const expected = await rest(api, poolId);
    assert(expected.assignments.length > 100);
    assert(expected.restrictions.items.length > 0);
    assertEquals(await rest(loaded, poolId), expected);
  });
}

Deno.test("Simulator.save() does not change anything", async () => {
  const results = [];
  for (const saves of [false, true]) {
    const api = new Api(OPTIONS);
    const poolId = await begin(api);
    await api.simulator.advance(100_000);
    if (saves) api.simulator.save();
    results.push(await rest(api, poolId));
  }
  assertEquals(results[1], results[0]);
});

Deno.test("Simulator.load() takes functions again, and asks for them", async () => {
  const truth = () => ({ label: "bird" });
  const api = new Api({ ...OPTIONS, truth });
  await begin(api);
  assertThrows(() => reload(api), TypeError, "'truth'");
  assertEquals(reload(api, { truth }).simulator.now, api.simulator.now);
});

Deno.test("Simulator.load() puts given options in place of the saved", async () => {
  const api = new Api(OPTIONS);
  const loaded = reload(api, { tick: 0, faults: [{ type: "ERROR" }] });
  await loaded.expect(500, "GET", "/requester");
  assertEquals(loaded.simulator.now, api.simulator.now);
});

Deno.test("Simulator.load() goes on in real time", async () => {
  const api = new Api({ seed: 1, start: "2024-01-01" });
  await api.simulator.advance(3_600_000);
  const loaded = reload(api, { time: { speed: 1 } });
  const late = loaded.simulator.now.getTime() - api.simulator.now.getTime();
  assert(late >= 0 && late < 5_000, String(late));
});

Deno.test("Simulator.load() keeps the other accounts", async () => {
  const api = new Api(OPTIONS);
  const ask = ({ simulator }: Api) =>
    simulator.fetch(`${simulator.url}/api/v1/requester`, {
      headers: {
        "Authorization": "ApiKey any",
        "X-Act-Under-Account-ID": "shared",
      },
    }).then((response) => response.json());
  assertEquals(await ask(reload(api)), await ask(api));
});

Deno.test("Simulator.load() refuses other data", () => {
  const load = Simulator.load as (saved: unknown) => Simulator;
  assertThrows(() => load({}), TypeError, "version 3");
  assertThrows(() => load(undefined), TypeError, "version 3");
  const graph = { shapes: [["ghost"]], nodes: [[0]] };
  assertThrows(() => load({ version: 2, graph }), TypeError, "version 3");
  assertThrows(() => load({ version: 3, graph }), TypeError, "ghost");
});

Deno.test("writeGraph() keeps what JSON cannot", () => {
  const shared = { big: 12n, none: undefined, most: Infinity, nan: NaN };
  const root: Record<string, unknown> = {
    map: new Map<unknown, unknown>([["a", shared], [shared, [1, null, "x"]]]),
    set: new Set([true, shared]),
    date: new Date(5),
    shared,
    lists: [[], [["number", "7"]]],
  };
  root.self = root;
  Object.defineProperty(root, "__proto__", { value: 1, enumerable: true });
  const text = JSON.stringify(writeGraph(root, []));
  const read = readGraph(JSON.parse(text), []) as typeof root;
  assertEquals(read.shared, shared);
  assertEquals(Object.keys(read), Object.keys(root));
  assert(read.self === read);
  assert((read.map as Map<string, unknown>).get("a") === read.shared);
  assert((read.set as Set<unknown>).has(read.shared));
  assertEquals(read.lists, root.lists);
  assertEquals(read.date, root.date);
});

Deno.test("writeGraph() refuses functions and unknown classes", () => {
  assertThrows(() => writeGraph({ f: () => {} }, []), TypeError, '"f"');
  assertThrows(() => writeGraph([new URL("a:b")], []), TypeError, "URL");
});
