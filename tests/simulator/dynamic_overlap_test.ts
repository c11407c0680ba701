import { assert, assertEquals, assertGreater } from "@std/assert";
import type { SimulatorEvent } from "../../src/simulator/mod.ts";
import { Api, type Json, POOL } from "./api.ts";

const DELAY = { auto_close_after_complete_delay_seconds: 1 };

function dynamic(skill: string, more: Json = {}): Json {
  return {
    ...DELAY,
    defaults: { ...POOL.defaults, default_overlap_for_new_tasks: 2 },
    dynamic_overlap_config: {
      type: "BASIC",
      max_overlap: 5,
      min_confidence: 0.95,
      answer_weight_skill_id: skill,
      fields: [{ name: "label" }],
      ...more,
    },
  };
}

async function lab(
  values: number,
  more: Json = {},
  options: Json = {},
): Promise<{ api: Api; pool: Json; skill: string; events: SimulatorEvent[] }> {
  const api = new Api({
    population: { count: 30, habits: { careful: 1 }, skill: 0.8 },
    ...options,
  });
  const { id: skill } = await api.post("/skills", { name: "Trust" });
  for (const { id } of api.simulator.tolokers) {
    const body = { skill_id: skill, user_id: id, value: values };
    await api.put("/user-skills", body);
  }
  const pool = await api.pool({ ...dynamic(skill), ...more });
  const events: SimulatorEvent[] = [];
  api.simulator.on((event) => events.push(event));
  return { api, pool, skill, events };
}

/** Accepted answers by task. */
function labels(assignments: Json[], task: string): string[] {
  return assignments.filter(({ status }) => status === "ACCEPTED").flatMap((
    { tasks, solutions },
  ) =>
    tasks.flatMap(({ id }: Json, i: number) =>
      id === task ? [solutions[i].output_values.label] : []
    )
  );
}

/** The documented formula, written out for one skill and three labels. */
function confidenceOf(given: string[], q: number): number {
  const share = (label: string) =>
    given.reduce((p, other) => p * (other === label ? q : (1 - q) / 2), 1);
  const shares = ["cat", "dog", "bird"].map(share);
  return Math.max(...shares) / shares.reduce((a, b) => a + b);
}

Deno.test("dynamic overlap asks until the answer is certain or the maximum is reached", async () => {
  const { api, pool, events } = await lab(80);
  await api.tasks(pool.id, 60);
  const closed = await api.finish(pool.id);
  assertEquals(closed.last_close_reason, "COMPLETED");
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const overlaps = new Set<number>();
  for (const { id, overlap } of await api.list(`/tasks?pool_id=${pool.id}`)) {
    const given = labels(assignments, id);
    overlaps.add(overlap);
    assertEquals(given.length, overlap);
    const certain = confidenceOf(given, 0.8) >= 0.95;
    assert(certain || overlap === 5);
    if (overlap > 2) {
      assert(confidenceOf(given.slice(0, -1), 0.8) < 0.95);
    }
  }
  assertGreater(overlaps.size, 2);
  const done = events.filter(({ type }) =>
    type === "DYNAMIC_OVERLAP_COMPLETED"
  );
  assertEquals(done.length, 60);
});

Deno.test("dynamic overlap tells the confidence and the answer", async () => {
  const { api, pool, events } = await lab(80);
  await api.tasks(pool.id, 20);
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  for (const event of events) {
    if (event.type !== "DYNAMIC_OVERLAP_COMPLETED") continue;
    const given = labels(assignments, event.task_id);
    const expected = confidenceOf(given, 0.8);
    assert(Math.abs(event.confidence - expected) < 1e-9);
    assert(given.includes(String(event.output_values.label)));
    assertEquals(Object.keys(event.output_values), ["label"]);
  }
});

Deno.test("dynamic overlap takes Tolokers without the skill for guessing", async () => {
  const { api, pool } = await lab(80, {}, {
    population: { count: 30, habits: { careful: 1 }, skill: 1 },
  });
  for (const { id } of (await api.get("/user-skills?limit=1000")).items) {
    await api.expect(204, "DELETE", `/user-skills/${id}`);
  }
  await api.tasks(pool.id, 5);
  await api.finish(pool.id);
  // Two who agree come to 0.8 only, and so on: 0.5 against 0.25 each.
  for (const { overlap } of await api.list(`/tasks?pool_id=${pool.id}`)) {
    assertEquals(overlap, 5);
  }
});

Deno.test("dynamic overlap counts baseline solutions as answers", async () => {
  const { api, pool } = await lab(80, {}, {
    population: { count: 30, habits: { careful: 1 }, skill: 1 },
    truth: () => ({ label: "cat" }),
  });
  const solution = { output_values: { label: "cat" }, confidence_weight: 0.9 };
  await api.tasks(pool.id, 10, { overlap: 1, baseline_solutions: [solution] });
  await api.tasks(pool.id, 10, { overlap: 1 });
  await api.finish(pool.id);
  for (const task of await api.list(`/tasks?pool_id=${pool.id}`)) {
    // 0.8 and 0.9 come to 0.986; 0.8 alone does not do.
    assertEquals(task.overlap, task.baseline_solutions ? 1 : 2);
  }
});

Deno.test("dynamic overlap counts only accepted answers and opens the pool again", async () => {
  const { api, pool } = await lab(80, { auto_accept_solutions: false });
  await api.tasks(pool.id, 5, { overlap: 1 });
  await api.finish(pool.id);
  const path = `/assignments?pool_id=${pool.id}&status=SUBMITTED`;
  const [one] = await api.list(path);
  await api.patch(`/assignments/${one.id}`, { status: "ACCEPTED" });
  for (const { overlap } of await api.list(`/tasks?pool_id=${pool.id}`)) {
    assertEquals(overlap, 2);
  }
  await api.simulator.runUntil("idle");
  assertEquals((await api.list(path)).length, 1);
});

Deno.test("dynamic overlap waits until every answer is reviewed", async () => {
  const { api, pool, events } = await lab(80, {
    auto_accept_solutions: false,
  }, { population: { count: 30, answer: () => ({ label: "cat" }) } });
  await api.tasks(pool.id, 5, { overlap: 2 });
  await api.finish(pool.id);
  const [one, two] = await api.list(
    `/assignments?pool_id=${pool.id}&status=SUBMITTED`,
  );
  const overlaps = async () =>
    (await api.list(`/tasks?pool_id=${pool.id}`)).map((task) => task.overlap);
  const done = () =>
    events.filter(({ type }) => type === "DYNAMIC_OVERLAP_COMPLETED").length;
  await api.patch(`/assignments/${one.id}`, { status: "ACCEPTED" });
  assertEquals([await overlaps(), done()], [[2, 2, 2, 2, 2], 0]);
  // Two who agree come to 0.97 here, one alone to 0.8.
  await api.patch(`/assignments/${two.id}`, { status: "ACCEPTED" });
  assertEquals([await overlaps(), done()], [[2, 2, 2, 2, 2], 5]);
});

const WRONG: [name: string, change: Json, path: string, code: string][] = [
  ["no smart mixing", { mixer_config: null }, "mixer_config", "VALUE_REQUIRED"],
  [
    "no delay before closing",
    { auto_close_after_complete_delay_seconds: 0 },
    "auto_close_after_complete_delay_seconds",
    "VALUE_LESS_THAN_MIN",
  ],
  [
    "a maximum that is not above the default",
    { max_overlap: 2 },
    "dynamic_overlap_config.max_overlap",
    "VALUE_LESS_THAN_MIN",
  ],
  [
    "a confidence above 1",
    { min_confidence: 1.5 },
    "dynamic_overlap_config.min_confidence",
    "VALUE_OUT_OF_BOUNDS",
  ],
  [
    "an unknown skill",
    { answer_weight_skill_id: "404" },
    "dynamic_overlap_config.answer_weight_skill_id",
    "ENTITY_DOES_NOT_EXIST",
  ],
  [
    "an unknown field",
    { fields: [{ name: "colour" }] },
    "dynamic_overlap_config.fields.0.name",
    "ENTITY_DOES_NOT_EXIST",
  ],
];

for (const [name, change, path, code] of WRONG) {
  Deno.test(`POST /pools refuses dynamic overlap with ${name}`, async () => {
    // Changes of the configuration are dropped from the pool itself.
    const api = new Api({ strict: false });
    const { id } = await api.post("/skills", { name: "Trust" });
    const { id: project_id } = await api.project();
    const body = { ...POOL, project_id, ...dynamic(id, change), ...change };
    const error = await api.expect(400, "POST", "/pools", body);
    assertEquals(error.payload[path]?.code, code);
  });
}
