import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
} from "@std/assert";
import { dawidSkene } from "../../src/simulator/aggregation/dawid_skene.ts";
import type { SimulatorOptions } from "../../src/simulator/mod.ts";
import { Api, type Json, POOL, PROJECT } from "./api.ts";

function votes(rows: Record<string, string>) {
  return Object.entries(rows).flatMap(([worker, labels]) =>
    [...labels].map((label, task) => ({ task: `${task}`, worker, label }))
  );
}

Deno.test("dawidSkene() trusts the better workers over the majority", () => {
  const verdicts = dawidSkene(votes({
    good: "abababababab",
    better: "abababababab",
    poor: "babbaabbbabb",
    poorer: "bbaabaabbbbb",
    poorest: "bbbbaaaabbbb",
  }));
  const found = [...verdicts.values()].map(({ label }) => label).join("");
  assertEquals(found, "abababababab");
});

Deno.test("dawidSkene() is sure where all agree", () => {
  const verdicts = dawidSkene(votes({ one: "aabb", two: "aabb" }));
  for (const { confidence } of verdicts.values()) {
    assertAlmostEquals(confidence, 1, 1e-6);
  }
});

Deno.test("dawidSkene() leaves a single vote as it is", () => {
  const verdicts = dawidSkene([{ task: "t", worker: "w", label: "a" }]);
  assertEquals(verdicts.get("t")!.label, "a");
  assertEquals(dawidSkene([]).size, 0);
});

const LABELS = ["cat", "dog", "bird"];

/** The last digits of a task's address decide. */
function truth({ input_values: { image } }: Json): { label: string } {
  return { label: LABELS[Number(/\d+/.exec(image)) % 3]! };
}

async function labelled(
  options: SimulatorOptions = {},
  count = 30,
): Promise<{ api: Api; pool: Json; skill: Json }> {
  const api = new Api({ truth, ...options });
  const pool = await api.pool();
  const skill = await api.post("/skills", { name: "Quality" });
  await api.tasks(pool.id, count, { overlap: 5 });
  await api.finish(pool.id);
  for (const { id, habit, skill: right } of api.simulator.tolokers) {
    const value = habit === "careful" ? 100 * right : 40;
    await api.put("/user-skills", { user_id: id, skill_id: skill.id, value });
  }
  return { api, pool, skill };
}

function weighted(pool: Json, skill: Json): Json {
  return {
    type: "WEIGHTED_DYNAMIC_OVERLAP",
    pool_id: pool.id,
    answer_weight_skill_id: skill.id,
    fields: [{ name: "label" }],
  };
}

const BY_POOL = "/aggregated-solutions/aggregate-by-pool";
const BY_TASK = "/aggregated-solutions/aggregate-by-task";

for (const type of ["WEIGHTED_DYNAMIC_OVERLAP", "DAWID_SKENE"]) {
  Deno.test(`aggregate-by-pool finds the truth with ${type}`, async () => {
    // The model needs to see much of everybody.
    const { api, pool, skill } = await labelled({
      population: { count: 15 },
    }, 200);
    const body = { ...weighted(pool, skill), type };
    const operation = await api.run(BY_POOL, body);
    assertEquals(operation.status, "SUCCESS");
    assertEquals(operation.type, "SOLUTION.AGGREGATE");
    const path = `/aggregated-solutions/${operation.id}?limit=1000`;
    const { items } = await api.get(path);
    assertEquals(items.length, 200);
    let right = 0;
    for (const { task_id, confidence, output_values } of items) {
      assert(confidence > 0 && confidence <= 1);
      const { label } = truth(await api.get(`/tasks/${task_id}`));
      if (output_values.label === label) right++;
    }
    assertGreater(right, 180);
  });
}

Deno.test("aggregate-by-task answers as aggregate-by-pool does", async () => {
  const { api, pool, skill } = await labelled();
  const body = weighted(pool, skill);
  const { id } = await api.run(BY_POOL, body);
  const { items } = await api.get(`/aggregated-solutions/${id}?limit=3`);
  for (const item of items) {
    const { task_id } = item;
    assertEquals(await api.post(BY_TASK, { ...body, task_id }), item);
  }
});

Deno.test("aggregated solutions are listed by task_id", async () => {
  const { api, pool, skill } = await labelled();
  const { id } = await api.run(BY_POOL, weighted(pool, skill));
  const found: string[] = [];
  let cursor = "";
  while (true) {
    const path = `/aggregated-solutions/${id}?sort=task_id&limit=7${cursor}`;
    const { items, has_more } = await api.get(path);
    found.push(...items.map(({ task_id }: Json) => task_id));
    cursor = `&task_id_gt=${found.at(-1)}`;
    if (!has_more) break;
  }
  const tasks = await api.list(`/tasks?pool_id=${pool.id}`);
  assertEquals(found, tasks.map(({ id }) => id));
  const last = await api.get(
    `/aggregated-solutions/${id}?sort=-task_id&limit=1`,
  );
  assertEquals(last.items[0].task_id, found.at(-1));
});

Deno.test("aggregation counts accepted answers only", async () => {
  const api = new Api();
  const pool = await api.pool({
    auto_accept_solutions: false,
    auto_accept_period_day: 5,
  });
  const skill = await api.post("/skills", { name: "Quality" });
  await api.tasks(pool.id, 5);
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.runUntil("idle");
  const [{ id }] = await api.list(`/tasks?pool_id=${pool.id}`);
  const body = { ...weighted(pool, skill), task_id: id };
  await api.expect(409, "POST", BY_TASK, body);
  const [assignment] = await api.list(
    `/assignments?task_id=${id}&status=SUBMITTED`,
  );
  await api.patch(`/assignments/${assignment.id}`, { status: "ACCEPTED" });
  const index = assignment.tasks.findIndex((task: Json) => task.id === id);
  const { output_values, confidence } = await api.post(BY_TASK, body);
  assertEquals(output_values, assignment.solutions[index].output_values);
  // The skill says nothing of him, and there are three answers.
  assertEquals(confidence, 0.5);
});

// The examples published with dynamic overlap: three possible answers.
for (
  const [answers, label, confidence] of [
    [[["cat", 0.7], ["cat", 0.9]], "cat", 0.977],
    [[["cat", 0.7], ["dog", 0.9]], "dog", 0.761],
    [[["cat", 0.7], ["dog", 0.9], ["dog", 0.8]], "dog", 0.962],
  ] as const
) {
  Deno.test(`aggregate-by-task weighs ${answers.join(" ")}`, async () => {
    const api = new Api();
    const pool = await api.pool();
    const skill = await api.post("/skills", { name: "Quality" });
    const task = await api.post("/tasks", {
      pool_id: pool.id,
      input_values: { image: "https://example.com/a" },
      overlap: 1,
      baseline_solutions: answers.map(([label, confidence_weight]) => ({
        output_values: { label },
        confidence_weight,
      })),
    });
    const body = { ...weighted(pool, skill), task_id: task.id };
    const found = await api.post(BY_TASK, body);
    assertEquals(found.output_values, { label });
    assertAlmostEquals(found.confidence, confidence, 5e-4);
  });
}

Deno.test("aggregation refuses what it cannot do", async () => {
  const api = new Api();
  const pool = await api.pool();
  const skill = await api.post("/skills", { name: "Quality" });
  const body = weighted(pool, skill);
  const fields = async (change: Json) => {
    const { payload } = await api.expect(400, "POST", BY_POOL, {
      ...body,
      ...change,
    });
    return Object.keys(payload);
  };
  assertEquals(await fields({ type: "AVERAGE" }), ["type"]);
  assertEquals(await fields({ pool_id: "0" }), ["pool_id"]);
  assertEquals(await fields({ fields: undefined }), ["fields"]);
  assertEquals(await fields({ fields: [{ name: "x" }] }), ["fields.0.name"]);
  assertEquals(await fields({ answer_weight_skill_id: "0" }), [
    "answer_weight_skill_id",
  ]);
  assertEquals(
    await fields({
      type: "DAWID_SKENE",
      fields: [{ name: "label" }, { name: "label" }],
    }),
    ["fields"],
  );
  await api.expect(400, "POST", BY_TASK, { ...body, task_id: "0" });
  await api.expect(404, "GET", "/aggregated-solutions/none");
  const { id } = await api.post(BY_POOL, body);
  await api.expect(409, "GET", `/aggregated-solutions/${id}`);
});

Deno.test("aggregation wants fields with few different answers", async () => {
  const api = new Api();
  const { task_spec } = PROJECT;
  const project = await api.project({
    task_spec: {
      ...task_spec,
      output_spec: {
        comment: { type: "string", required: true },
        count: { type: "integer", min_value: 0, max_value: 32 },
      },
    },
  });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  const body = { type: "DAWID_SKENE", pool_id: pool.id };
  const { code, payload } = await api.expect(409, "POST", BY_POOL, {
    ...body,
    fields: [{ name: "comment" }],
  });
  assertEquals([code, payload], [
    "UNSUPPORTED_ALGORITHM",
    { fields: ["comment"] },
  ]);
  await api.post(BY_POOL, { ...body, fields: [{ name: "count" }] });
});
