import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { delay } from "@std/async/delay";
import { sign } from "../../src/simulator/server/deliveries.ts";
import type {
  SimulatorOptions,
  WebhookOptions,
} from "../../src/simulator/mod.ts";
import { Api, type Json, POOL } from "./api.ts";

const URL = "https://example.com/hook";

const ASSIGNMENT_EVENTS = [
  "ASSIGNMENT_CREATED",
  "ASSIGNMENT_SUBMITTED",
  "ASSIGNMENT_SKIPPED",
  "ASSIGNMENT_EXPIRED",
  "ASSIGNMENT_APPROVED",
  "ASSIGNMENT_REJECTED",
];

/** A server that remembers what it got. */
class Receiver {
  readonly requests: { headers: Headers; body: string }[] = [];
  /** Statuses it answers with, before it only answers 200. */
  readonly statuses: number[];

  constructor(...statuses: number[]) {
    this.statuses = statuses;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    this.requests.push({
      headers: request.headers,
      body: await request.text(),
    });
    return new Response(null, { status: this.statuses.shift() ?? 200 });
  };

  get events(): Json[] {
    return this.requests.flatMap(({ body }) => JSON.parse(body).events);
  }
}

function makeApi(
  receiver: Receiver,
  webhooks: WebhookOptions = {},
  more: SimulatorOptions = {},
): Api {
  return new Api({ webhooks: { fetch: receiver.fetch, ...webhooks }, ...more });
}

async function subscribe(
  api: Api,
  pool: Json,
  types: string[],
  more: Json = {},
): Promise<Json[]> {
  const { items } = await api.put(
    "/webhook-subscriptions",
    types.map((event_type) => ({
      webhook_url: URL,
      event_type,
      pool_id: pool.id,
      ...more,
    })),
  );
  return Object.values(items);
}

/** A pool whose events were delivered. */
async function story(api: Api, types: string[], more: Json = {}) {
  const pool = await api.pool();
  const subscriptions = await subscribe(api, pool, types, more);
  await api.tasks(pool.id, 50);
  await api.finish(pool.id);
  await api.simulator.settled();
  return { pool, subscriptions };
}

Deno.test("PUT /webhook-subscriptions answers by index", async () => {
  const api = new Api();
  const pool = await api.pool();
  const good = {
    webhook_url: URL,
    event_type: "POOL_CLOSED",
    pool_id: pool.id,
    secret_key: "secret",
  };
  const { items, validation_errors } = await api.put("/webhook-subscriptions", [
    { ...good, webhook_url: undefined },
    good,
    { ...good, webhook_url: "ftp://example.com" },
    { ...good, pool_id: "0" },
    { ...good, event_type: "POOL_OPENED" },
  ]);
  const { secret_key: _, ...shown } = good;
  assertEquals(Object.keys(items), ["1"]);
  const { id, created } = items[1];
  assertEquals(items[1], { ...shown, id, created });
  assertEquals(
    Object.values<Json>(validation_errors).map((error) =>
      Object.entries<Json>(error).map(([path, { code }]) => `${path} ${code}`)
    ),
    [
      ["webhook_url VALUE_REQUIRED"],
      ["webhook_url INVALID_URL_SYNTAX"],
      ["pool_id ENTITY_DOES_NOT_EXIST"],
      ["event_type UNKNOWN_ENUM_VALUE"],
    ],
  );
  await api.expect(400, "PUT", "/webhook-subscriptions", [{}]);
});

Deno.test("PUT /webhook-subscriptions changes what is there", async () => {
  const api = new Api();
  const pool = await api.pool();
  const [first] = await subscribe(api, pool, ["POOL_CLOSED"]);
  const [again] = await subscribe(api, pool, ["POOL_CLOSED"], {
    secret_key: "secret",
  });
  assertEquals(again, first);
  await subscribe(api, pool, ["TEST_EVENT"]);
  const all = await api.list("/webhook-subscriptions?");
  assertEquals(all.map(({ event_type }) => event_type), [
    "POOL_CLOSED",
    "TEST_EVENT",
  ]);
  const filtered = await api.list(
    "/webhook-subscriptions?event_type=TEST_EVENT",
  );
  assertEquals(filtered.length, 1);
  assertEquals(await api.get(`/webhook-subscriptions/${first.id}`), first);
  await api.expect(204, "DELETE", `/webhook-subscriptions/${first.id}`);
  await api.expect(404, "GET", `/webhook-subscriptions/${first.id}`);
});

Deno.test("events agree with the assignments", async () => {
  const receiver = new Receiver();
  const api = makeApi(receiver);
  const { pool, subscriptions } = await story(api, ASSIGNMENT_EVENTS);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const wanted = assignments.flatMap(({ status }) =>
    status === "ACCEPTED" ? ["CREATED", "SUBMITTED", "APPROVED"] : [
      "CREATED",
      status,
    ]
  ).map((type) => `ASSIGNMENT_${type}`);
  const { events } = receiver;
  assertEquals(events.map(({ type }) => type).toSorted(), wanted.toSorted());
  assertEquals(new Set(events.map(({ uuid }) => uuid)).size, events.length);
  for (const event of events) {
    const { id, task_suite_id } = assignments.find(({ id }) =>
      id === event.assignment_id
    );
    const subscription = subscriptions.find(({ event_type }) =>
      event_type === event.type
    );
    assert(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(event.event_time));
    assertEquals(event, {
      uuid: event.uuid,
      event_time: event.event_time,
      type: event.type,
      project_id: pool.project_id,
      pool_id: pool.id,
      webhook_subscription_id: subscription.id,
      assignment_id: id,
      task_suite_id,
    });
  }
  const order = new Map<string, string[]>();
  for (const { assignment_id, type } of events) {
    order.set(assignment_id, [...order.get(assignment_id) ?? [], type]);
  }
  for (const types of order.values()) {
    assertEquals(types[0], "ASSIGNMENT_CREATED");
    if (types.length === 3) assertEquals(types[1], "ASSIGNMENT_SUBMITTED");
  }
});

Deno.test("a closed pool tells why", async () => {
  const receiver = new Receiver();
  await story(makeApi(receiver), ["POOL_CLOSED"]);
  const [event, ...more] = receiver.events;
  assertEquals([event.type, event.close_reason, more], [
    "POOL_CLOSED",
    "COMPLETED",
    [],
  ]);
});

Deno.test("sign() makes the documented signature", async () => {
  const body =
    '{"events":[{"event_time":"2000-01-01T12:00:00","project_id":"project-1",' +
    '"pool_id":"pool-1","uuid":"00000000-0000-0000-0000-000000000000",' +
    '"task_suite_id":"task-suite-1","assignment_id":"assignment-1",' +
    '"webhook_subscription_id":"subscription-1","type":"ASSIGNMENT_APPROVED"}]}';
  assertEquals(
    await sign("12345", 946_728_000_000, body),
    "{v=1, ts=946728000000, sign=" +
      "609af3eefd4c12b6afad30ab456efcd21fe82f4247d3340151a3ca0c97a6cbcb}",
  );
});

Deno.test("a task that is certain enough tells its answer", async () => {
  const receiver = new Receiver();
  const api = makeApi(receiver);
  const skill = await api.post("/skills", { name: "Quality" });
  const pool = await api.pool({
    auto_close_after_complete_delay_seconds: 60,
    defaults: {
      default_overlap_for_new_task_suites: 1,
      default_overlap_for_new_tasks: 1,
    },
    dynamic_overlap_config: {
      type: "BASIC",
      max_overlap: 5,
      min_confidence: 0.9,
      answer_weight_skill_id: skill.id,
      fields: [{ name: "label" }],
    },
  });
  await subscribe(api, pool, ["DYNAMIC_OVERLAP_COMPLETED"]);
  await api.tasks(pool.id, 10);
  await api.finish(pool.id);
  await api.simulator.settled();
  const tasks = await api.list(`/tasks?pool_id=${pool.id}`);
  assertEquals(
    receiver.events.map(({ task_id }) => task_id).toSorted(),
    tasks.map(({ id }) => id),
  );
  for (const event of receiver.events) {
    const result = await aggregated(api, pool, skill, event);
    assertEquals(result.confidence, event.confidence);
    assertEquals(result.output_values, event.output_values);
    assertEquals(event.assignment_ids.length, result.overlap);
  }
});

/** What the API makes of the same answers. */
async function aggregated(api: Api, pool: Json, skill: Json, event: Json) {
  const { task_id } = event;
  const result = await api.post("/aggregated-solutions/aggregate-by-task", {
    type: "WEIGHTED_DYNAMIC_OVERLAP",
    pool_id: pool.id,
    task_id,
    answer_weight_skill_id: skill.id,
    fields: [{ name: "label" }],
  });
  const { overlap } = await api.get(`/tasks/${task_id}`);
  return { ...result, overlap };
}

Deno.test("deliveries are signed if there is a secret", async () => {
  const receiver = new Receiver();
  const api = makeApi(receiver, { signingTime: () => 946_728_000_000 });
  await story(api, ["POOL_CLOSED"], { secret_key: "12345" });
  const [{ headers, body } = { headers: new Headers(), body: "" }] =
    receiver.requests;
  assertEquals(headers.get("content-type"), "application/json");
  assertEquals(
    headers.get("toloka-signature"),
    await sign("12345", 946_728_000_000, body),
  );
  const open = new Receiver();
  await story(makeApi(open), ["POOL_CLOSED"]);
  assertEquals(open.requests[0]!.headers.has("toloka-signature"), false);
});

Deno.test("a delivery is repeated until it is received", async () => {
  const receiver = new Receiver(500, 503);
  const api = makeApi(receiver);
  await story(api, ["POOL_CLOSED"]);
  const { deliveries } = api.simulator;
  assertEquals(
    deliveries.map(({ attempt, status, errorType }) => [
      attempt,
      status,
      errorType,
    ]),
    [[1, 500, "WRONG_STATUS_CODE"], [2, 503, "WRONG_STATUS_CODE"], [
      3,
      200,
      undefined,
    ]],
  );
  assertEquals(new Set(deliveries.map(({ body }) => body)).size, 1);
});

Deno.test("Simulator.deliveries keeps the last ones", async () => {
  for (const log of [0, 1, 3]) {
    const receiver = new Receiver(500, 501, 502, 503, 504, 505, 506);
    const api = makeApi(receiver, { log, retries: 7 });
    await story(api, ["POOL_CLOSED"]);
    assertEquals(receiver.requests.length, 8);
    assertEquals(
      api.simulator.deliveries.map(({ status }) => status),
      [505, 506, 200].slice(3 - log),
    );
  }
  assertThrows(() => new Api({ webhooks: { log: -1 } }), RangeError, "-1");
});

Deno.test("Simulator.deliveries keeps 1,000 by default", async () => {
  const api = makeApi(new Receiver(...Array(2_500).fill(500)), {
    retries: 2_500,
  });
  await story(api, ["POOL_CLOSED"]);
  assertEquals(api.simulator.deliveries.length, 1_000);
  assertEquals(api.simulator.deliveries.at(-1)!.attempt, 2_501);
});

Deno.test("a delivery is given up after its retries", async () => {
  const api = new Api({
    webhooks: {
      fetch: () => Promise.reject(new TypeError("No connection")),
      retries: 1,
    },
  });
  await story(api, ["POOL_CLOSED"]);
  assertEquals(
    api.simulator.deliveries.map(({ status, errorType }) => [
      status,
      errorType,
    ]),
    [[undefined, "CONNECTION_ERROR"], [undefined, "CONNECTION_ERROR"]],
  );
});

Deno.test("an address that does not answer is given up in time", async () => {
  const api = new Api({
    webhooks: {
      timeout: 1,
      retries: 0,
      fetch: async (_input, init) => {
        await delay(60_000, { signal: init!.signal! });
        return new Response();
      },
    },
  });
  await story(api, ["POOL_CLOSED"]);
  assertEquals(api.simulator.deliveries[0]?.errorType, "REQUEST_TIMEOUT");
});

Deno.test("shuffled deliveries come in another order, the same for a seed", async () => {
  const types = async (shuffled: boolean) => {
    const receiver = new Receiver();
    await story(makeApi(receiver, { shuffled }), ASSIGNMENT_EVENTS);
    return receiver.events.map(({ uuid }) => uuid);
  };
  const [ordered, one, two] = [
    await types(false),
    await types(true),
    await types(true),
  ];
  assertEquals(one, two);
  assertNotEquals(one, ordered);
  assertEquals(one.toSorted(), ordered.toSorted());
});

Deno.test("eventsPerDelivery puts events together", async () => {
  const receiver = new Receiver();
  const api = makeApi(receiver, { eventsPerDelivery: 10 });
  await story(api, ["ASSIGNMENT_CREATED"]);
  const sizes = receiver.requests.map(({ body }) =>
    JSON.parse(body).events.length
  );
  assertEquals(Math.max(...sizes), 10);
  const single = new Receiver();
  await story(makeApi(single), ["ASSIGNMENT_CREATED"]);
  assertEquals(single.events.length, receiver.events.length);
  assertEquals(single.requests.length, single.events.length);
});

Deno.test("the fault DUPLICATE lets events come again", async () => {
  const receiver = new Receiver();
  const api = makeApi(receiver, {}, {
    faults: [{ type: "DUPLICATE", copies: 2 }],
  });
  await story(api, ["POOL_CLOSED"]);
  const uuids = receiver.events.map(({ uuid }) => uuid);
  assertEquals([uuids.length, new Set(uuids).size], [3, 1]);
});

Deno.test("subscriptions do not change what Tolokers do", async () => {
  const run = async (types: string[]) => {
    const api = makeApi(new Receiver());
    const pool = await api.pool();
    if (types.length > 0) await subscribe(api, pool, types);
    await api.tasks(pool.id, 20);
    await api.finish(pool.id);
    await api.simulator.settled();
    const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
    return assignments.map(({ user_id, created, status, solutions }) =>
      JSON.stringify([user_id, created, status, solutions])
    );
  };
  assertEquals(await run(ASSIGNMENT_EVENTS), await run([]));
});

Deno.test("POST /webhook-subscriptions/{id}/test tells how it went", async () => {
  const receiver = new Receiver(200, 404);
  const api = makeApi(receiver);
  const pool = await api.pool();
  const [{ id }] = await subscribe(api, pool, ["POOL_CLOSED"]) as [Json];
  const path = `/webhook-subscriptions/${id}/test`;
  const good = await api.post(path);
  const [event] = receiver.events;
  assertEquals(event.type, "TEST_EVENT");
  assertEquals(good, {
    success: true,
    responseReceivedAt: "2024-01-01T00:00:00",
    originalStatusCode: 200,
    uuids: [event.uuid],
  });
  const bad = await api.post(path);
  assertEquals([bad.success, bad.errorType, bad.originalStatusCode], [
    false,
    "WRONG_STATUS_CODE",
    404,
  ]);
  assertEquals(receiver.requests.length, 2);
});

Deno.test("webhooks reach a server over the network", async () => {
  const bodies: Json[] = [];
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      bodies.push(await request.json());
      return new Response("Thanks");
    },
  );
  const api = new Api();
  await story(api, ["POOL_CLOSED"], {
    webhook_url: `http://127.0.0.1:${server.addr.port}/`,
  });
  assertEquals(bodies.length, 1);
  assertEquals(bodies[0].events[0].type, "POOL_CLOSED");
});

Deno.test("a receiver may use the API", async () => {
  const accepted: number[] = [];
  const api: Api = new Api({
    webhooks: {
      fetch: async (_input, init) => {
        const { events } = JSON.parse(String(init!.body));
        const path = `/assignments/${events[0].assignment_id}`;
        const { status } = await api.send("PATCH", path, {
          status: "ACCEPTED",
        });
        accepted.push(status);
        return new Response();
      },
    },
  });
  const project = await api.project();
  const pool = await api.post("/pools", {
    ...POOL,
    project_id: project.id,
    auto_accept_solutions: false,
    auto_accept_period_day: 5,
  });
  await subscribe(api, pool, ["ASSIGNMENT_SUBMITTED"]);
  await api.tasks(pool.id, 10);
  await api.finish(pool.id);
  await api.simulator.settled();
  const left = await api.list(`/assignments?pool_id=${pool.id}`);
  assert(accepted.length > 0 && accepted.every((status) => status === 200));
  assertEquals(left.filter(({ status }) => status === "SUBMITTED"), []);
});
