import { assert, assertEquals, assertThrows } from "@std/assert";
import { Simulator, type SimulatorOptions } from "../../src/simulator/mod.ts";
import { Api, type Json, POOL, PROJECT } from "./api.ts";

const APPS = "/api/app/v0/app-projects";

/** Everything that services know. */
async function dump(api: Api, pool: Json, project: Json): Promise<Json> {
  const path = `${APPS}/${project.id}`;
  return [
    await api.list("/message-threads?"),
    await api.list("/user-bonuses?"),
    await api.list(`/attachments?pool_id=${pool.id}`),
    await api.list("/webhook-subscriptions?"),
    await api.get(`${path}/items?limit=1000`),
    await api.get(`${path}/batches`),
    await api.get(path),
    await api.list("/operations?"),
    await api.get("/requester"),
  ];
}

/** A simulator in the middle of everything. */
async function busy(api: Api): Promise<{ pool: Json; project: Json }> {
  const { task_spec } = PROJECT;
  const { id: project_id } = await api.project({
    task_spec: {
      ...task_spec,
      output_spec: { photo: { type: "file", required: true } },
    },
  });
  const pool = await api.post("/pools", { ...POOL, project_id });
  await api.tasks(pool.id, 20);
  await api.run(`/pools/${pool.id}/open`);
  const [user_id] = api.simulator.tolokers.map(({ id }) => id);
  const project = await api.expect(201, "POST", APPS, {
    app_id: "SimulatedSpamCheck00",
  });
  await api.simulator.advance(60_000);
  const path = `${APPS}/${project.id}`;
  const batch = await api.expect(201, "POST", `${path}/batches`, {
    items: Array.from({ length: 60 }, (_, n) => ({ text: `${n}` })),
  });
  await api.expect(201, "POST", `${path}/batches/${batch.id}/start`);
  await api.expect(201, "POST", `${path}/items`, { input_data: { text: "x" } });
  await api.post("/message-threads/compose", {
    topic: { EN: "News" },
    text: { EN: "Hello" },
    answerable: true,
    recipients_select_type: "FILTER",
    recipients_filter: {},
  });
  await api.put("/webhook-subscriptions", [{
    webhook_url: "https://example.com/",
    event_type: "POOL_CLOSED",
    pool_id: pool.id,
    secret_key: "secret",
  }]);
  await api.post("/user-bonuses?async_mode=true", {
    user_id,
    amount: 1,
    without_message: true,
  });
  await api.expect(202, "POST", "/api/staging/analytics-2", [{
    subject: "POOL",
    subject_id: pool.id,
    name: "spent_budget",
  }]);
  await api.post("/aggregated-solutions/aggregate-by-pool", {
    type: "DAWID_SKENE",
    pool_id: (await api.pool()).id,
    fields: [],
  });
  return { pool, project };
}

Deno.test("services go on after Simulator.load() as if nothing had happened", async () => {
  const webhooks = { fetch: () => Promise.resolve(new Response()) };
  const api = new Api({ webhooks });
  const { pool, project } = await busy(api);
  const saved = JSON.parse(JSON.stringify(api.simulator.save()));
  const loaded = new Api(Simulator.load(saved, { webhooks }));
  for (const each of [api, loaded]) {
    assert(await each.simulator.runUntil("idle"));
    await each.simulator.settled();
  }
  assertEquals(
    await dump(loaded, pool, project),
    await dump(api, pool, project),
  );
  assert(api.simulator.deliveries.length > 0);
});

for (
  const [options, message] of [
    [
      { replyRate: 2 },
      "Cannot create the simulator as 'replyRate' must be between 0 and 1: current value is 2",
    ],
    [
      { bonusLimits: [5, 1] },
      "Cannot create the simulator as 'bonusLimits' must be two numbers from 0, the smaller one first: current value is 5,1",
    ],
    [
      { attachments: { size: [-1, 1] } },
      "Cannot create the simulator as 'attachments.size' must be two numbers from 0, the smaller one first: current value is -1,1",
    ],
    [
      { webhooks: { retries: -1 } },
      "Cannot deliver webhooks as 'retries' must be a whole number from 0: current value is -1",
    ],
    [
      { webhooks: { eventsPerDelivery: 0 } },
      "Cannot deliver webhooks as 'eventsPerDelivery' must be a whole number from 1: current value is 0",
    ],
  ] satisfies [SimulatorOptions, string][]
) {
  Deno.test(`Simulator refuses ${JSON.stringify(options)}`, () => {
    assertThrows(() => new Simulator(options), RangeError, message);
  });
}
