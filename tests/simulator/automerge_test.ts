import { assert, assertEquals, assertGreater } from "@std/assert";
import { Api, type Json, POOL } from "./api.ts";

const MERGED = { assignments_automerge_enabled: true };

/** Two open pools of a project with the same tasks. */
async function twins(
  project: Json,
  second: Json = {},
  input: Json = {},
): Promise<{ api: Api; pools: Json[] }> {
  const api = new Api();
  const { id: project_id } = await api.project(project);
  const pools = [];
  for (const more of [{ priority: 9 }, second]) {
    const pool = await api.post("/pools", { ...POOL, project_id, ...more });
    pools.push(pool);
    await api.tasks(pool.id, 20, more === second ? input : {});
  }
  for (const { id } of pools) await api.run(`/pools/${id}/open`);
  await api.simulator.runUntil("idle");
  return { api, pools };
}

async function merged(api: Api, pool: Json): Promise<Json[]> {
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  return assignments.filter(({ automerged }) => automerged);
}

Deno.test("automerge gives identical tasks in open pools the answers for nothing", async () => {
  const { api, pools: [first, second] } = await twins(MERGED);
  const taken = await merged(api, second);
  assertGreater(taken.length, 0);
  const given = await api.list(`/assignments?pool_id=${first.id}`);
  const answers = new Map<string, string>();
  for (const { user_id, tasks, solutions = [] } of given) {
    solutions.forEach(({ output_values }: Json, i: number) => {
      const { image } = tasks[i].input_values;
      answers.set(`${user_id} ${image}`, output_values.label);
    });
  }
  for (const { user_id, status, reward, tasks, solutions, mixed } of taken) {
    assertEquals([status, reward, mixed], ["ACCEPTED", 0, true]);
    tasks.forEach(({ input_values }: Json, i: number) => {
      const answer = answers.get(`${user_id} ${input_values.image}`);
      assertEquals(solutions[i].output_values.label, answer);
    });
  }
});

Deno.test("automerge lowers the overlap that is left by one for each answer", async () => {
  const { api, pools: [, second] } = await twins(MERGED);
  const all = await api.list(`/assignments?pool_id=${second.id}`);
  for (const task of await api.list(`/tasks?pool_id=${second.id}`)) {
    const answers = all.filter(({ status, tasks }) =>
      status === "ACCEPTED" && tasks.some(({ id }: Json) => id === task.id)
    );
    assertEquals([answers.length, task.remaining_overlap], [3, 0]);
  }
  const suite = await api.get(
    `/task-suites/${(await merged(api, second))[0].task_suite_id}`,
  );
  assert(suite.automerged);
});

const NOT: [name: string, project: Json, second: Json, input: Json][] = [
  ["a project that has not asked for it", {}, {}, {}],
  ["a pool with manual review", MERGED, { auto_accept_solutions: false }, {}],
  ["other input", MERGED, {}, {
    input_values: { image: "https://example.com/other.jpg" },
  }],
  ["control tasks", MERGED, {}, {
    known_solutions: [{ output_values: { label: "cat" } }],
  }],
];

for (const [name, project, second, input] of NOT) {
  Deno.test(`automerge leaves alone ${name}`, async () => {
    const { api, pools } = await twins(project, second, input);
    for (const pool of pools) assertEquals(await merged(api, pool), []);
  });
}

Deno.test("automerge leaves closed pools alone", async () => {
  const api = new Api();
  const { id: project_id } = await api.project(MERGED);
  const body = { ...POOL, project_id };
  const first = await api.post("/pools", body);
  const second = await api.post("/pools", body);
  for (const { id } of [first, second]) await api.tasks(id, 5);
  await api.finish(first.id);
  assertEquals(await merged(api, second), []);
});
