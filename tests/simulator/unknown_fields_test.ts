import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { formatRequest } from "../../src/simulator/mod.ts";
import description from "../_openapi.json" with { type: "json" };
import { Api, type Json, POOL, PROJECT } from "./api.ts";

/** What a lenient server counts in a body, whatever it answers. */
async function counted(
  api: Api,
  method: string,
  path: string,
  body: unknown,
): Promise<readonly string[]> {
  await api.send(method, path, body);
  return api.simulator.requests.at(-1)!.coerced ?? [];
}

const APPS = "/api/app/v0/app-projects";

/** A field that no endpoint knows, at the top and within. */
const BODIES: readonly [request: string, body: Json, unknown: string[]][] = [
  ["POST /projects", { nmae: 1 }, ["nmae"]],
  [
    "PUT /projects/1",
    {
      id: "1",
      task_spec: {
        input_spec: { image: { type: "url", requried: true } },
        view_spec: { type: "tb", setings: {}, settings: { showTimr: true } },
      },
    },
    [
      "task_spec.input_spec.image.requried",
      "task_spec.view_spec.setings",
      "task_spec.view_spec.settings.showTimr",
    ],
  ],
  [
    "POST /pools",
    {
      overlap: 3,
      defaults: { overlap: 3 },
      dynamic_pricing_config: { intervals: [{ from: 1, price: 2 }] },
      filter: { and: [{ category: "skill", skill: "5" }] },
      quality_control: {
        configs: [{
          collector_config: { type: "INCOME", parameters: { days: 1 } },
          rules: [{
            conditions: [{ key: "a", threshold: 2 }],
            action: { type: "SET_SKILL", parameters: { skill: "5" } },
          }],
        }],
      },
    },
    [
      "defaults.overlap",
      "dynamic_pricing_config.intervals.0.price",
      "filter.and.0.skill",
      "overlap",
      "quality_control.configs.0.collector_config.parameters.days",
      "quality_control.configs.0.rules.0.action.parameters.skill",
      "quality_control.configs.0.rules.0.conditions.0.threshold",
    ],
  ],
  ["PATCH /pools/1", { status: "OPEN" }, ["status"]],
  ["POST /trainings", { inherited_instructions: true, reward: 1 }, ["reward"]],
  [
    "POST /tasks",
    [{ pool_id: "1" }, { input: {}, known_solutions: [{ values: {} }] }],
    ["1.input", "1.known_solutions.0.values"],
  ],
  ["PATCH /tasks/1", { pool_id: "2" }, ["pool_id"]],
  [
    "POST /task-suites",
    { tasks: [{ known_solution: 1 }], task: [] },
    ["task", "tasks.0.known_solution"],
  ],
  ["PATCH /assignments/1", { comment: "Thanks" }, ["comment"]],
  ["POST /user-bonuses", [{ bonus: 1 }], ["0.bonus"]],
  ["POST /skills", { value: 1 }, ["value"]],
  ["PUT /user-skills", { skill: "1" }, ["skill"]],
  ["PUT /user-restrictions", { reason: "" }, ["reason"]],
  ["PUT /webhook-subscriptions", [{ url: "" }], ["0.url"]],
  ["POST /message-threads/compose", { title: {} }, ["title"]],
  ["POST /aggregated-solutions/aggregate-by-pool", { skill: 1 }, ["skill"]],
  ["POST /api/staging/analytics-2", [{ pool: "1" }], ["0.pool"]],
  [`POST ${APPS}`, { app: {}, title: "" }, ["title"]],
  [`POST ${APPS}/1/items`, { input: {}, input_data: { any: 1 } }, ["input"]],
  [`POST ${APPS}/1/batches/sync`, { priority_order: "ONE" }, [
    "priority_order",
  ]],
];

for (const [request, body, unknown] of BODIES) {
  const [method = "", path = ""] = request.split(" ");
  Deno.test(`${request} counts fields it does not know`, async () => {
    const api = new Api({ strict: false });
    const found = await counted(api, method, path, body);
    assertEquals(found.toSorted(), unknown);
  });

  Deno.test(`${request} refuses them where the server is strict`, async () => {
    const error = await new Api().expect(400, method, path, body);
    const refused = Object.entries<Json>(error.payload).flatMap((
      [place, { code, ...fields }],
    ) =>
      code === undefined
        ? Object.keys(fields).map((name) => `${place}.${name}`)
        : [place]
    );
    assertEquals(refused.toSorted(), unknown);
  });
}

Deno.test("a lenient server drops fields that it does not know", async () => {
  const api = new Api({ strict: false });
  const { task_spec } = PROJECT;
  const project = await api.post("/projects", {
    ...PROJECT,
    overlap: 3,
    metadata: { any: ["thing"] },
    task_spec: {
      ...task_spec,
      view_spec: { ...task_spec.view_spec, colour: "red" },
    },
  });
  assertEquals("overlap" in project, false);
  assertEquals("colour" in project.task_spec.view_spec, false);
  assertEquals(project.metadata, { any: ["thing"] });
  const pool = await api.post("/pools", {
    ...POOL,
    project_id: project.id,
    defaults: { ...POOL.defaults, overlap: 3 },
  });
  assertEquals(pool.defaults, POOL.defaults);
  assertEquals(api.simulator.requests.at(-1)?.coerced, ["defaults.overlap"]);
});

Deno.test("a filter of unknown fields alone is refused, not emptied", async () => {
  const api = new Api({ strict: false });
  const { id: project_id } = await api.project();
  const filter = { AND: [{ category: "skill", key: "1", operator: "EQ" }] };
  const body = { ...POOL, project_id, filter };
  const { payload } = await api.expect(400, "POST", "/pools", body);
  assertEquals(payload["filter.category"].code, "VALUE_REQUIRED");
});

Deno.test("what is added to an item is told by the operation's log", async () => {
  const api = new Api({ strict: false });
  const pool = await api.pool();
  const task = {
    pool_id: pool.id,
    input_values: { image: "https://example.com/a" },
    overlap: 1,
    row: 7,
    __item_idx: "0",
  };
  const { id } = await api.run("/tasks?async_mode=true", [task]);
  const [{ input, output }] = await api.get(`/operations/${id}/log`);
  assertEquals([input.row, input.__item_idx], [7, "0"]);
  assertEquals("row" in await api.get(`/tasks/${output.task_id}`), false);
  const request = api.simulator.requests.find(({ method, path }) =>
    method === "POST" && path.startsWith("/api/v1/tasks")
  );
  assertEquals(request?.coerced, ["0.row"]);
});

Deno.test("no recorded request has a field that the server does not know", async () => {
  const api = new Api({ strict: false });
  const folder = new URL("../contract/cases/", import.meta.url);
  let bodies = 0;
  for await (const { name } of Deno.readDir(folder)) {
    const cases = JSON.parse(await Deno.readTextFile(new URL(name, folder)));
    for (const { id, exchanges } of cases) {
      for (const { request: { method, path, body } } of exchanges) {
        if (body == null) continue;
        bodies++;
        assertEquals(await counted(api, method, path, body), [], id);
      }
    }
  }
  assert(bodies > 80, `${bodies} bodies`);
});

type Schema = Json;

/** A value with every field of a schema. */
function everything(schema: Schema, depth = 0): Json {
  const { $ref, oneOf, allOf, enum: values } = schema;
  if ($ref !== undefined) {
    const definitions: Record<string, Schema> = description.$defs;
    return everything(definitions[$ref.split("/").at(-1)], depth);
  }
  const parts = allOf ?? oneOf;
  if (parts !== undefined) {
    const all = parts.map((part: Schema) => everything(part, depth));
    return Array.isArray(all.at(-1)) ? all.at(-1) : Object.assign({}, ...all);
  }
  if (values !== undefined) return values[0];
  switch (schema.type) {
    case "array":
      return depth > 12 ? [] : [everything(schema.items ?? {}, depth + 1)];
    case "boolean":
      return true;
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "string":
      return "1";
  }
  const fields: Record<string, Schema> = schema.properties ?? {};
  return Object.fromEntries(
    Object.entries(fields).map((
      [name, field],
    ) => [name, depth > 12 ? null : everything(field, depth + 1)]),
  );
}

Deno.test("every field of the description is known", async () => {
  const api = new Api({ strict: false });
  for (
    const [operation, { body }] of Object.entries<Schema>(
      description.operations,
    )
  ) {
    if (body === undefined) continue;
    const [method = "", path = ""] = operation.split(" ");
    const sample = everything(body);
    assert(Object.keys(sample).length > 0, operation);
    const found = await counted(
      api,
      method,
      path.replaceAll(/\{\w+\}/g, "1"),
      sample,
    );
    assertEquals(found, [], operation);
  }
});

Deno.test("formatRequest() names the first paths, and counts the others", async () => {
  const api = new Api({ strict: false });
  const tasks = Array.from({ length: 7 }, () => ({ task: 1 }));
  await counted(api, "POST", "/tasks", tasks);
  const line = formatRequest(api.simulator.requests.at(-1)!);
  assertStringIncludes(line, "coerced 0.task, 1.task, 2.task, 3.task, 4.task");
  assertStringIncludes(line, "4.task and 2 more");
});
