import { assert, assertEquals, assertGreater } from "@std/assert";
import type { SimulatorOptions } from "../../src/simulator/mod.ts";
import { Api, type Json } from "./api.ts";

const APPS = "/api/app/v0";
const MINUTE = 60_000;

/** A client of one app project. */
class Project {
  readonly api: Api;
  readonly id: string;

  constructor(api: Api, id: string) {
    this.api = api;
    this.id = id;
  }

  #path(path: string): string {
    return `${APPS}/app-projects/${this.id}${path}`;
  }

  get(path = ""): Promise<Json> {
    return this.api.get(this.#path(path));
  }

  expect(
    status: number,
    method: string,
    path: string,
    body?: Json,
  ): Promise<Json> {
    return this.api.expect(status, method, this.#path(path), body);
  }

  post(path: string, body?: Json): Promise<Json> {
    // Archiving a project is the one act that creates nothing.
    const status = path.endsWith("archive") && !path.includes("/batches/")
      ? 200
      : 201;
    return this.expect(status, "POST", path, body);
  }

  batch(count: number, more: Json = {}): Promise<Json> {
    const items = Array.from(
      { length: count },
      (_, n) => ({ text: `${more.name ?? ""} ${n}` }),
    );
    return this.post("/batches", { items, ...more });
  }

  async items(query = ""): Promise<Json[]> {
    return (await this.get(`/items?limit=1000${query}`)).content;
  }
}

async function makeProject(
  options: SimulatorOptions = {},
  app_id = "SimulatedSpamCheck00",
): Promise<Project> {
  const api = new Api(options);
  const body = { app_id, name: "Test" };
  const { id } = await api.expect(201, "POST", `${APPS}/app-projects`, body);
  await api.simulator.advance(MINUTE);
  return new Project(api, id);
}

Deno.test("GET /apps lists apps in pages of content", async () => {
  const api = new Api();
  const first = await api.get(`${APPS}/apps?limit=2&sort=id`);
  assertEquals([first.content.length, first.has_more], [2, true]);
  const rest = await api.get(`${APPS}/apps?after_id=${first.content[1].id}`);
  assertEquals([rest.content.length, rest.has_more], [1, false]);
  const { id } = first.content[0];
  const app = await api.get(`${APPS}/apps/${id}?lang=EN`);
  assertEquals(app.id, id);
  assert("text" in app.input_spec || "query" in app.input_spec);
  await api.expect(404, "GET", `${APPS}/apps/none`);
  await api.expect(400, "GET", `${APPS}/apps?limit=1001`);
  await api.expect(400, "GET", `${APPS}/apps?after_id=none`);
});

Deno.test("the option apps replaces the apps", async () => {
  const api = new Api({
    apps: [{
      id: "mine",
      name: "Mine",
      input_spec: { url: { type: "url" } },
      output_spec: { result: { type: "boolean" } },
    }],
  });
  const { content } = await api.get(`${APPS}/apps`);
  assertEquals(content.map(({ id }: Json) => id), ["mine"]);
});

Deno.test("an app project is created step by step", async () => {
  const api = new Api();
  const create = (body: Json) =>
    api.expect(201, "POST", `${APPS}/app-projects`, body);
  const app_id = "SimulatedSentiment00";
  const good = await create({
    app_id,
    name: "Good",
    parameters: { default_language: "en" },
  });
  const bad = await create({ app_id, parent_app_project_id: "", name: "Bad" });
  assertEquals([good.status, bad.status], ["CREATING", "CREATING"]);
  await api.simulator.advance(MINUTE);
  const path = `${APPS}/app-projects`;
  const ready = await api.get(`${path}/${good.id}`);
  assertEquals([ready.status, ready.errors], ["READY", []]);
  assertEquals(ready.app, { id: app_id, name: "Sentiment of texts" });
  const failed = await api.get(`${path}/${bad.id}`);
  assertEquals(failed.status, "ERROR");
  assertEquals(failed.errors[0].payload.field, "parameters.default_language");
  const child = await create({ parent_app_project_id: good.id });
  assertEquals(child.parameters, { default_language: "en" });
  const { content } = await api.get(`${path}?status=READY&sort=-created`);
  assertEquals(content.map(({ id }: Json) => id), [good.id]);
  const named = await api.get(`${path}?name_gt=Bad&sort=name`);
  assertEquals(named.content.map(({ name }: Json) => name), ["Good", "Good"]);
  await api.expect(400, "POST", path, { app_id: "none" });
  await api.expect(400, "POST", path, {});
});

Deno.test("an archived app project takes nothing until it is back", async () => {
  const project = await makeProject();
  await project.post("/archive");
  assertEquals((await project.get()).status, "ARCHIVE");
  const { content } = await project.api.get(`${APPS}/app-projects`);
  assertEquals(content[0].status, "ARCHIVED");
  await project.expect(409, "POST", "/items", { input_data: { text: "a" } });
  await project.post("/unarchive");
  assertEquals((await project.get()).status, "READY");
  await project.expect(409, "POST", "/unarchive");
});

Deno.test("an item without a batch is done by itself", async () => {
  const project = await makeProject({ balance: 1 });
  const { api } = project;
  const item = await project.post("/items", {
    input_data: { id: "1", text: "Buy!" },
  });
  assertEquals(item.status, "PROCESSING");
  await api.simulator.advance(60 * MINUTE);
  const done = await project.get(`/items/${item.id}`);
  assertEquals(done.status, "COMPLETED");
  assertEquals(Object.keys(done.output_data), ["result", "confidence"]);
  assertEquals(typeof done.output_data.result, "boolean");
  assertGreater(done.output_data.confidence, 0);
  assert(done.created_at <= done.started_at);
  assert(done.started_at < done.finished_at);
  assertEquals((await api.get("/requester")).balance, 0.99);
});

Deno.test("items sent while the project is created begin when it is ready", async () => {
  const api = new Api();
  const { id } = await api.expect(201, "POST", `${APPS}/app-projects`, {
    app_id: "SimulatedSpamCheck00",
  });
  const project = new Project(api, id);
  const item = await project.post("/items", { input_data: { text: "a" } });
  assertEquals(item.status, "NEW");
  await api.simulator.advance(60 * MINUTE);
  assertEquals((await project.get(`/items/${item.id}`)).status, "COMPLETED");
});

Deno.test("Tolokers answer items mostly as the truth is", async () => {
  const project = await makeProject({
    truth: ({ input_values }) => ({ result: input_values.text === "spam" }),
  });
  const items = Array.from({ length: 100 }, (_, n) => ({
    id: `${n}`,
    text: n % 2 === 0 ? "spam" : "fine",
  }));
  await project.post("/items/bulk", { items });
  await project.api.simulator.advance(60 * MINUTE);
  const done = await project.items("&status=COMPLETED");
  assertEquals(done.length, 100);
  const right = done.filter(({ input_data, output_data }) =>
    output_data.result === (input_data.text === "spam")
  );
  assertGreater(right.length, 80);
});

Deno.test("input is checked against the app", async () => {
  const project = await makeProject();
  const wrong = async (path: string, body: Json) =>
    Object.keys((await project.expect(400, "POST", path, body)).payload);
  assertEquals(await wrong("/items", { input_data: { text: 1 } }), [
    "input_data.text",
  ]);
  const items = [{ text: "a" }, { txt: "b" }];
  assertEquals(await wrong("/items/bulk", { items }), [
    "input_data.1.text",
    "input_data.1.txt",
  ]);
  assertEquals(await wrong("/batches", { items }), [
    "input_data.1.text",
    "input_data.1.txt",
  ]);
  assertEquals(await wrong("/items/bulk", { items, ignore_errors: true }), [
    "ignore_errors",
  ]);
  assertEquals(await wrong("/items", { input_data: {}, batch_id: "none" }), [
    "batch_id",
  ]);
  assertEquals(await project.items(), []);
});

Deno.test("ignore_errors skips bad items and tells so", async () => {
  const project = await makeProject();
  const items = [{ text: "a" }, {}, { text: "c" }];
  const batch = await project.post("/batches", { items, ignore_errors: true });
  const { id: _, errors, ...counts } = batch.last_items_import;
  assertEquals(Object.keys(errors), ["input_data.1.text"]);
  assertEquals(counts, {
    records_count: 3,
    records_processed: 2,
    records_skipped: 1,
  });
  const ids = await project.post("/items/bulk", {
    batch_id: batch.id,
    items,
    ignore_errors: true,
  });
  assertEquals(ids.length, 2);
  assertEquals((await project.get(`/batches/${batch.id}`)).item_count, 4);
});

for (const path of ["/items/bulk", "/batches"]) {
  Deno.test(`${path} takes 10,000 items and not one more`, async () => {
    const project = await makeProject();
    const items = Array.from({ length: 10_000 }, () => ({ text: "a" }));
    await project.post(path, { items });
    await project.expect(413, "POST", path, {
      items: [...items, { text: "a" }],
    });
  });
}

Deno.test("an equal item takes the answer that is there, for nothing", async () => {
  const project = await makeProject();
  const { api } = project;
  const body = { input_data: { text: "a" } };
  const first = await project.post("/items", body);
  await api.simulator.advance(60 * MINUTE);
  const { balance } = await api.get("/requester");
  const second = await project.post("/items", body);
  const { output_data } = await project.get(`/items/${first.id}`);
  assertEquals([second.status, second.output_data], [
    "COMPLETED",
    output_data,
  ]);
  assertEquals((await api.get("/requester")).balance, balance);
  const third = await project.post("/items", {
    ...body,
    force_new_original: true,
  });
  assertEquals(third.status, "PROCESSING");
});

Deno.test("a batch goes from NEW to COMPLETED", async () => {
  const project = await makeProject();
  const batch = await project.batch(60, { name: "One" });
  assertEquals([batch.status, batch.item_count, batch.cost], ["NEW", 60, 0.6]);
  await project.api.simulator.advance(60 * MINUTE);
  assertEquals((await project.get(`/batches/${batch.id}`)).status, "NEW");
  await project.post(`/batches/${batch.id}/start`);
  const running = await project.get(`/batches/${batch.id}`);
  assertEquals(running.status, "PROCESSING");
  assertEquals(running.items_per_state, { PROCESSING: 20, NEW: 40 });
  assert(running.eta > running.current_time);
  await project.expect(409, "POST", `/batches/${batch.id}/start`);
  assert(await project.api.simulator.runUntil("idle"));
  const done = await project.get(`/batches/${batch.id}`);
  assertEquals(done.status, "COMPLETED");
  assertEquals(done.items_per_state, { COMPLETED: 60 });
  assertEquals(done.items_processed_count, 60);
  assertEquals(done.cost_of_processed, 0.6);
  assertEquals("eta" in done, false);
  assert(done.confidence_avg > 0.5 && done.confidence_avg <= 1);
  const of = `&batch_id=${batch.id}&status=COMPLETED`;
  assertEquals((await project.items(of)).length, 60);
});

Deno.test("a batch is stopped and resumed", async () => {
  const project = await makeProject();
  const { id } = await project.batch(60);
  const path = `/batches/${id}`;
  await project.expect(409, "POST", `${path}/stop`);
  await project.post(`${path}/start`);
  await project.post(`${path}/stop`);
  const stopping = await project.get(path);
  assertEquals(stopping.status, "STOPPING");
  assertEquals(stopping.items_per_state, { PROCESSING: 20, STOPPED: 40 });
  await project.api.simulator.runUntil("idle");
  const stopped = await project.get(path);
  assertEquals(stopped.status, "STOPPED");
  assertEquals(stopped.items_per_state, { COMPLETED: 20, STOPPED: 40 });
  await project.post(`${path}/resume`);
  await project.api.simulator.runUntil("idle");
  assertEquals((await project.get(path)).status, "COMPLETED");
  await project.expect(409, "POST", `${path}/resume`);
});

Deno.test("a batch is archived and comes back as it was", async () => {
  const project = await makeProject();
  const { id } = await project.batch(2);
  const path = `/batches/${id}`;
  await project.post(`${path}/start`);
  await project.expect(409, "POST", `${path}/archive`);
  await project.api.simulator.runUntil("idle");
  await project.post(`${path}/archive`);
  const archived = await project.get(path);
  assertEquals(archived.status, "ARCHIVE");
  assertEquals(archived.items_per_state, { ARCHIVE: 2 });
  await project.post(`${path}/unarchive`);
  const back = await project.get(path);
  assertEquals([back.status, back.items_per_state], [
    "COMPLETED",
    { COMPLETED: 2 },
  ]);
});

Deno.test("a batch waits for those of higher priority", async () => {
  const project = await makeProject();
  const slow = await project.batch(30, { name: "slow" });
  const fast = await project.batch(30, { name: "fast", priority_order: "ONE" });
  const late = await project.batch(30, { name: "late", priority_order: "TWO" });
  const status = async ({ id }: Json) =>
    (await project.get(`/batches/${id}`)).status;
  await project.post(`/batches/${fast.id}/start`);
  await project.post(`/batches/${slow.id}/start`);
  await project.post(`/batches/${late.id}/start`);
  assertEquals(await status(slow), "QUEUED");
  assert((await project.get(`/batches/${slow.id}`)).etd !== undefined);
  await project.api.simulator.runUntil("idle");
  const times = async ({ id }: Json) => {
    const batch = await project.get(`/batches/${id}`);
    assertEquals(batch.status, "COMPLETED");
    return batch;
  };
  const [first, second, third] = [
    await times(fast),
    await times(late),
    await times(slow),
  ];
  assertEquals(second.started_at, first.finished_at);
  assertEquals(third.started_at, second.finished_at);
});

Deno.test("PATCH /batches changes name and priority", async () => {
  const project = await makeProject();
  const { id } = await project.batch(1);
  const path = `/batches/${id}`;
  const changed = await project.expect(200, "PATCH", path, {
    name: "New",
    priority_order: "THREE",
  });
  assertEquals([changed.name, changed.priority_order], ["New", "THREE"]);
  await project.expect(400, "PATCH", path, { priority_order: "SIX" });
  const { content } = await project.get("/batches?name_gte=New&sort=name");
  assertEquals(content, [changed]);
});

Deno.test("items stop when the money is gone and go on with more", async () => {
  const project = await makeProject({ balance: 0.25 });
  const { id } = await project.batch(30);
  await project.post(`/batches/${id}/start`);
  await project.api.simulator.runUntil("idle");
  const batch = await project.get(`/batches/${id}`);
  assertEquals(batch.status, "NO_MONEY");
  assertEquals(batch.items_per_state, { COMPLETED: 25, NO_MONEY: 5 });
  assertEquals((await project.api.get("/requester")).balance, 0);
});

Deno.test("a synchronous batch is done with its request", async () => {
  const project = await makeProject();
  const { batch, items } = await project.post("/batches/sync", {
    name: "Sync",
    items: [{ text: "a" }, { text: "b" }],
  });
  assertEquals([batch.status, batch.item_count], ["COMPLETED", 2]);
  for (const { status, output_data } of items) {
    assertEquals([status, typeof output_data.result], ["COMPLETED", "boolean"]);
  }
  const other = await makeProject({}, "SimulatedRelevance00");
  await other.expect(409, "POST", "/batches/sync", { items: [] });
});

Deno.test("finished items are read as they come with after_id", async () => {
  const project = await makeProject();
  const { api } = project;
  const items = Array.from({ length: 50 }, (_, n) => ({ text: `${n}` }));
  await project.post("/items/bulk", { items });
  const seen: string[] = [];
  for (let round = 0; round < 200 && seen.length < 50; round++) {
    await api.simulator.advance(10_000);
    const after = seen.length > 0 ? `&after_id=${seen.at(-1)}` : "";
    const query = `/items?sort=finished&status=COMPLETED&limit=7${after}`;
    const { content } = await project.get(query);
    seen.push(...content.map(({ id }: Json) => id));
  }
  assertEquals(new Set(seen).size, 50);
});

Deno.test("errorRate lets items end as ERROR, for nothing", async () => {
  const project = await makeProject({
    balance: 1,
    apps: [{
      id: "Failing",
      name: "Failing",
      price: 0.1,
      input_spec: { text: { type: "string" } },
      output_spec: { result: { type: "boolean" } },
      errorRate: 1,
    }],
  }, "Failing");
  const { api } = project;
  const batch = await project.batch(3);
  await project.post(`/batches/${batch.id}/start`);
  await api.simulator.advance(60 * MINUTE);
  const items = await project.items();
  assertEquals(items.map(({ status }) => status), ["ERROR", "ERROR", "ERROR"]);
  assertEquals(items[0].errors[0].code, "INTERNAL_ERROR");
  assertEquals(items[0].output_data, undefined);
  const { status } = await project.get(`/batches/${batch.id}`);
  assertEquals(status, "COMPLETED");
  assertEquals((await api.get("/requester")).balance, 1);
});
