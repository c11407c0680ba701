import { assert, assertEquals, assertGreater } from "@std/assert";
import { Api, type Json, POOL } from "./api.ts";

const DAY = 24 * 3_600_000;

/** A pool with manual review whose ten tasks are done. */
async function reviewed(
  more: Json = {},
  options: Json = {},
): Promise<{ api: Api; pool: Json; assignments: Json[] }> {
  const api = new Api(options);
  const pool = await api.pool({ auto_accept_solutions: false, ...more });
  await api.tasks(pool.id, 10);
  await api.finish(pool.id);
  const assignments = await api.list(
    `/assignments?pool_id=${pool.id}&status=SUBMITTED`,
  );
  return { api, pool, assignments };
}

async function balance(api: Api): Promise<number> {
  return (await api.get("/requester")).balance;
}

Deno.test("an accepted assignment says all about itself", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 5, { overlap: 1 });
  await api.finish(pool.id);
  const [assignment] = await api.list(
    `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
  );
  assertEquals(await api.get(`/assignments/${assignment.id}`), assignment);
  assertEquals(
    [assignment.pool_id, assignment.reward, assignment.mixed],
    [pool.id, 0.05, true],
  );
  assertEquals(assignment.accepted, assignment.submitted);
  assertGreater(assignment.submitted, assignment.created);
  assertEquals(assignment.tasks.length, 5);
  assertEquals(assignment.solutions.length, 5);
  const suite = await api.get(`/task-suites/${assignment.task_suite_id}`);
  assertEquals(suite.tasks, assignment.tasks);
});

Deno.test("ids of assignments tell pool, second and order", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 50);
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const prefix = Number(pool.id).toString(16).padStart(10, "0");
  for (const { id, created } of assignments) {
    assertEquals(id.slice(0, 12), `${prefix}--`);
    const second = Math.floor(Date.parse(`${created}Z`) / 1_000);
    assertEquals(parseInt(id.slice(12, 20), 16), second);
  }
  const times = assignments.map(({ created }) => created);
  assertEquals(times.toSorted(), times);
});

/** How to bring a submitted assignment into a status. */
const INTO: Record<string, string[]> = {
  SUBMITTED: [],
  ACCEPTED: ["ACCEPTED"],
  REJECTED: ["REJECTED"],
};

const REVIEWS: [from: string, to: string, answer: number][] = [
  ["SUBMITTED", "ACCEPTED", 200],
  ["SUBMITTED", "REJECTED", 200],
  ["REJECTED", "ACCEPTED", 200],
  ["REJECTED", "REJECTED", 409],
  ["ACCEPTED", "ACCEPTED", 409],
  ["ACCEPTED", "REJECTED", 409],
  ["SUBMITTED", "SUBMITTED", 400],
  ["SUBMITTED", "SKIPPED", 400],
];

for (const [from, to, answer] of REVIEWS) {
  Deno.test(`PATCH /assignments/{id} from ${from} to ${to} answers ${answer}`, async () => {
    const { api, assignments: [assignment] } = await reviewed();
    const path = `/assignments/${assignment.id}`;
    for (const status of INTO[from]!) await api.patch(path, { status });
    const body = await api.expect(answer, "PATCH", path, {
      status: to,
      public_comment: "So",
    });
    if (answer === 409) assertEquals(body.code, "INAPPROPRIATE_STATUS");
    if (answer !== 200) return;
    assertEquals([body.status, body.public_comment], [to, "So"]);
    assertEquals(body[to.toLowerCase()], body.accepted ?? body.rejected);
    assertEquals(await api.get(path), body);
  });
}

Deno.test("PATCH /assignments/{id} refuses unfinished ones", async () => {
  const api = new Api();
  const pool = await api.pool({ auto_accept_solutions: false });
  await api.tasks(pool.id, 1_000);
  await api.finish(pool.id);
  for (const status of ["SKIPPED", "EXPIRED"]) {
    const [assignment] = await api.list(
      `/assignments?pool_id=${pool.id}&status=${status}`,
    );
    const path = `/assignments/${assignment.id}`;
    const error = await api.expect(409, "PATCH", path, { status: "ACCEPTED" });
    assertEquals(error.payload.appropriate_statuses, ["SUBMITTED", "REJECTED"]);
  }
});

Deno.test("PATCH /assignments/{id} refuses an archived pool", async () => {
  const { api, pool, assignments: [assignment] } = await reviewed();
  await api.run(`/pools/${pool.id}/archive`);
  const path = `/assignments/${assignment.id}`;
  const error = await api.expect(409, "PATCH", path, { status: "ACCEPTED" });
  assertEquals(error.code, "POOL_INAPPROPRIATE_STATUS");
});

Deno.test("GET /assignments finds by pool, suite, task, Toloker and status", async () => {
  const { api, assignments } = await reviewed();
  const [one] = assignments;
  const found = async (query: string) =>
    (await api.get(`/assignments?${query}`)).items.map(({ id }: Json) => id);
  const bySuite = await found(`task_suite_id=${one.task_suite_id}`);
  assertEquals(bySuite, [one.id]);
  const task = one.tasks[0].id;
  const byTask = await found(`task_id=${task}&status=SUBMITTED`);
  assertEquals(byTask.length, 3);
  assert(byTask.includes(one.id));
  const user = `pool_id=${one.pool_id}&user_id=${one.user_id}`;
  assertEquals(
    await found(`${user}&status=SUBMITTED,ACCEPTED`),
    assignments.filter(({ user_id }) => user_id === one.user_id)
      .map(({ id }) => id),
  );
  assertEquals(await found(`pool_id=404`), []);
});

Deno.test("money is reserved on submission and paid at the review", async () => {
  const { api, assignments } = await reviewed({}, { balance: 10, fee: 0.3 });
  const price = 0.065;
  const exact = (spent: number) => Math.round((10 - spent) * 1e6) / 1e6;
  const count = assignments.length;
  assertEquals(await balance(api), exact(count * price));
  const [first, second] = assignments;
  await api.patch(`/assignments/${first.id}`, { status: "ACCEPTED" });
  assertEquals(await balance(api), exact(count * price));
  await api.patch(`/assignments/${second.id}`, { status: "REJECTED" });
  assertEquals(await balance(api), exact((count - 1) * price));
  await api.patch(`/assignments/${second.id}`, { status: "ACCEPTED" });
  assertEquals(await balance(api), exact(count * price));
});

Deno.test("money that was handed back can be spent again", async () => {
  // Just enough for 1,000 suites, however many are skipped.
  const api = new Api({ balance: 50 });
  const mixer_config = { ...POOL.mixer_config, real_tasks_count: 1 };
  const pool = await api.pool({ mixer_config });
  await api.tasks(pool.id, 1_000, { overlap: 1 });
  const closed = await api.finish(pool.id);
  assertEquals(closed.last_close_reason, "COMPLETED");
  assertEquals(await balance(api), 0);
});

Deno.test("skipped and expired assignments cost nothing", async () => {
  const api = new Api({ balance: 100 });
  const pool = await api.pool();
  await api.tasks(pool.id, 300);
  await api.finish(pool.id);
  const all = await api.list(`/assignments?pool_id=${pool.id}`);
  const paid = all.filter(({ status }) => status === "ACCEPTED");
  assertGreater(all.length, paid.length);
  assertEquals(
    await balance(api),
    (10_000 - 5 * paid.length) / 100,
  );
});

Deno.test("unreviewed assignments are accepted after their period", async () => {
  const { api, assignments } = await reviewed({ auto_accept_period_day: 2 });
  await api.simulator.advance(3 * DAY);
  for (const { id, submitted } of assignments) {
    const { status, accepted } = await api.get(`/assignments/${id}`);
    assertEquals(status, "ACCEPTED");
    assertEquals(Date.parse(accepted) - Date.parse(submitted), 2 * DAY);
  }
});

Deno.test("unreviewed assignments are rejected after their period, if so wished", async () => {
  const { api, assignments: [one, other] } = await reviewed(
    { auto_accept_period_day: 2 },
    { rejectUnreviewed: "Not passed" },
  );
  await api.patch(`/assignments/${other.id}`, { status: "ACCEPTED" });
  const before = await balance(api);
  await api.simulator.advance(3 * DAY);
  assertGreater(await balance(api), before);
  const { status, rejected, public_comment } = await api.get(
    `/assignments/${one.id}`,
  );
  assertEquals([status, public_comment], ["REJECTED", "Not passed"]);
  assertEquals(Date.parse(rejected) - Date.parse(one.submitted), 2 * DAY);
  assertEquals((await api.get(`/assignments/${other.id}`)).status, "ACCEPTED");
});

Deno.test("rejected assignments stay rejected after the period", async () => {
  const { api, assignments: [one] } = await reviewed({
    auto_accept_period_day: 1,
  });
  await api.patch(`/assignments/${one.id}`, { status: "REJECTED" });
  await api.simulator.advance(3 * DAY);
  assertEquals((await api.get(`/assignments/${one.id}`)).status, "REJECTED");
});

Deno.test("a Toloker's skill decides the reward", async () => {
  const api = new Api({ population: { count: 2, habits: { careful: 1 } } });
  const { id: skill_id } = await api.post("/skills", { name: "Cats" });
  const [best] = api.simulator.tolokers;
  await api.put("/user-skills", { skill_id, user_id: best!.id, value: 90 });
  const pool = await api.pool({
    dynamic_pricing_config: {
      type: "SKILL",
      skill_id,
      intervals: [{ from: 80, to: 100, reward_per_assignment: 0.2 }],
    },
  });
  await api.tasks(pool.id, 50, { overlap: 2 });
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  for (const { user_id, reward } of assignments) {
    assertEquals(reward, user_id === best!.id ? 0.2 : 0.05);
  }
});

Deno.test("GET assignments.tsv makes one row for each task", async () => {
  const api = new Api();
  const pool = await api.pool({ mixer_config: { ...POOL.mixer_config } });
  await api.tasks(pool.id, 4, { overlap: 1 });
  await api.finish(pool.id);
  const path = `/api/new/requester/pools/${pool.id}/assignments.tsv`;
  const lines = (await api.get(path)).split("\n").map((line: string) =>
    line.split("\t")
  );
  assertEquals(lines[0], [
    "INPUT:image",
    "OUTPUT:label",
    "ASSIGNMENT:link",
    "ASSIGNMENT:assignment_id",
    "ASSIGNMENT:worker_id",
    "ASSIGNMENT:status",
    "ASSIGNMENT:started",
  ]);
  const [one] = await api.list(
    `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
  );
  const rows = lines.slice(1, -1);
  assertEquals(
    rows,
    one.tasks.map((task: Json, index: number) => [
      task.input_values.image,
      one.solutions[index].output_values.label,
      `https://toloka.dev/task/${pool.id}/${one.id}`,
      one.id,
      one.user_id,
      "APPROVED",
      one.created,
    ]),
  );
  const fields = "ASSIGNMENT:task_id,ACCEPT:verdict";
  const chosen = await api.get(`${path}?field=${fields}&status=APPROVED`);
  assertEquals(
    chosen.split("\n")[1].split("\t").slice(2),
    [one.tasks[0].id, "+"],
  );
});

Deno.test("GET assignments.tsv quotes and joins", async () => {
  const api = new Api();
  const project = await api.project({
    task_spec: {
      input_spec: { text: { type: "string" }, tags: { type: "array_string" } },
      output_spec: { yes: { type: "boolean" } },
      view_spec: {},
    },
  });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  const input_values = { text: 'a "b"\tc', tags: ["x", "y,z"] };
  await api.tasks(pool.id, 1, { overlap: 1, input_values });
  await api.finish(pool.id);
  const path = `/api/new/requester/pools/${pool.id}/assignments.tsv`;
  const [, row] = (await api.get(`${path}?field=none,constructor`)).split("\n");
  assert(row.startsWith('"a ""b""\tc"\tx,y\\,z\t'), row);
});

Deno.test("lists give texts as they were sent, whatever they hold", async () => {
  const texts = [
    '"quoted" \\ back',
    "\u2028 \u0000 \t\n",
    "Слово 😀",
    "__proto__",
  ];
  const text = { type: "string", required: true, hidden: false };
  const api = new Api({ start: "2024-01-01T12:00:00Z" });
  const project = await api.project({
    task_spec: {
      input_spec: { text },
      output_spec: { text },
      view_spec: { type: "tb", config: "{}" },
    },
  });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  await api.post(
    "/tasks",
    texts.map((text) => ({
      pool_id: pool.id,
      overlap: 1,
      input_values: { text },
      known_solutions: [{ output_values: { text } }],
      message_on_unknown_solution: text,
    })),
  );
  const tasks = await api.list(`/tasks?pool_id=${pool.id}`);
  assertEquals(tasks.map((task) => task.input_values.text), texts);
  assertEquals(
    tasks.map((task) => task.known_solutions[0].output_values.text),
    texts,
  );
  for (const task of tasks) {
    assertEquals(await api.get(`/tasks/${task.id}`), task);
  }
});
