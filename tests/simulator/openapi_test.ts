import { assert, assertEquals } from "@std/assert";
import { Api, type Json, POOL, PROJECT } from "./api.ts";
import { mistakesOf, operationOf, OPERATIONS } from "../_openapi.ts";

/** Where answers differ from the description, and why. */
const DEVIATIONS: readonly {
  operation: RegExp;
  mistake: RegExp;
  why: string;
}[] = [
  {
    operation: /^POST .*\/(open|close|archive)$/,
    mistake: /^status 204$/,
    why: "Its text says that nothing is answered where nothing is to do",
  },
  {
    operation: /^POST \S+\/tasks$/,
    mistake: /^(\/items must be array| has unknown validation_errors)$/,
    why: "Its example, and its text, have objects by index, as for task suites",
  },
  {
    operation: /^PUT \S+\/webhook-subscriptions$/,
    mistake: /^ has unknown (items|validation_errors)$/,
    why: "Clients send lists, which the schema does not know",
  },
  {
    operation: /\/(assignments|task-suites)\b/,
    mistake: /\/tasks\/\* has unknown pool_id$/,
    why: "Recorded tasks of suites and assignments say which pool they are of",
  },
  {
    operation: /\/tasks\b/,
    mistake: /\/(remaining_)?overlap must be integer$/,
    why: "Clients send null with infinite overlap, and get it back",
  },
  {
    operation: /^POST .*\/(tasks|task-suites|user-bonuses|aggregate-by-pool)$/,
    mistake: /^status 202$/,
    why: "Recorded answers to what is done in an operation say 202",
  },
  {
    operation:
      /^POST .*\/(aggregate-by-task|reply|add-to-folders|remove-from-folders|test)$/,
    mistake: /^status 200$/,
    why: "Recorded answers to what creates nothing say 200",
  },
  {
    operation: /^POST \/api\/app\//,
    mistake: /^status 201$/,
    why: "Recorded answers of the Apps API say 201",
  },
  {
    operation: /^PUT .*\/user-skills$/,
    mistake: /^status 201$/,
    why:
      "Recorded, and read by a strict client, as: a new value, not a changed one",
  },
  {
    operation: /\/set-overlap-or-min$/,
    mistake: /^\/overlap must be >= 1$/,
    why: "Its text says that 0 stops what nobody was given yet",
  },
  {
    operation: /^GET \S+\/(apps|items)$/,
    mistake: /^ must be array$/,
    why:
      "Its text and the recorded answers have the page without a list around",
  },
  {
    operation: /\/batches\b/,
    mistake: / has unknown items_count$/,
    why: "Another name of item_count, which recorded answers have",
  },
];

/** A plain client that holds every answer against the description. */
class Checked extends Api {
  readonly touched = new Set<string>();
  readonly found = new Map<string, Json>();
  /** Statuses of success by operation; asynchronous ones stand apart. */
  readonly statuses = new Map<string, Set<number>>();

  override async send(
    method: string,
    path: string,
    body?: unknown,
  ): ReturnType<Api["send"]> {
    const answer = await super.send(method, path, body);
    const full = path.startsWith("/api/") ? path : `/api/v1${path}`;
    const operation = operationOf(method, full.split("?")[0]!);
    if (operation === undefined) return answer;
    const { status } = answer;
    if (status < 300) {
      this.touched.add(operation);
      note(this.statuses, operation, path.includes("async_mode=true"), status);
    }
    const known = status < 400 || operation.includes("/api/app/");
    if (!known) return answer;
    for (const mistake of mistakesOf(operation, status, answer.body)) {
      this.found.set(`${operation}: ${mistake}`, answer.body);
    }
    return answer;
  }
}

function note(
  statuses: Map<string, Set<number>>,
  operation: string,
  asynchronous: boolean,
  status: number,
): void {
  const name = asynchronous ? `${operation} in an operation` : operation;
  statuses.set(name, (statuses.get(name) ?? new Set()).add(status));
}

/** Statuses of success that were recorded, by operation. */
async function readRecorded(): Promise<Map<string, Set<number>>> {
  const statuses = new Map<string, Set<number>>();
  const folder = new URL("../contract/cases/", import.meta.url);
  for await (const { name } of Deno.readDir(folder)) {
    const cases = JSON.parse(await Deno.readTextFile(new URL(name, folder)));
    for (
      const { request, response } of cases.flatMap((c: Json) => c.exchanges)
    ) {
      const operation = operationOf(request.method, request.path);
      if (operation === undefined || !(response?.status < 300)) continue;
      const asynchronous = (request.query ?? []).some((
        [key, value]: [string, string],
      ) => key === "async_mode" && value === "true");
      note(statuses, operation, asynchronous, response.status);
    }
  }
  return statuses;
}

/**
 * The statuses of success that a client of the platform in another language
 * accepts; it throws on any other, also after something was created.
 */
const STRICT: readonly [operation: RegExp, statuses: readonly number[]][] = [
  [/ in an operation$/, [202]],
  [/^GET \/api\/v1\//, [200]],
  [/^DELETE \/api\/v1\//, [204]],
  [/^PATCH \/api\/v1\//, [200]],
  [/^PUT \/api\/v1\/(user-skills|user-restrictions)$/, [200, 201]],
  [/^PUT \/api\/v1\//, [200]],
  [/^POST \/api\/v1\/.*\/(open|close|close-for-update|archive)$/, [202, 204]],
  [/^POST \/api\/v1\/.*\/(clone|aggregate-by-pool)$/, [202]],
  [
    /^POST \/api\/v1\/.*\/(reply|add-to-folders|remove-from-folders|test|aggregate-by-task)$/,
    [200],
  ],
  [/^POST \/api\/v1\//, [201]],
];

/** Where the recordings do not decide. */
const UNDECIDED: Readonly<Record<string, string>> = {
  "POST /api/v1/message-threads/{id}/reply":
    "A second client of the platform fails on anything but 200",
  "PUT /api/v1/webhook-subscriptions":
    "A second client of the platform fails on anything but 200 for a list",
};

const FILES = {
  ...PROJECT,
  task_spec: {
    ...PROJECT.task_spec,
    output_spec: {
      ...PROJECT.task_spec.output_spec,
      photo: { type: "file", required: true, hidden: false },
    },
  },
};

async function runPools(api: Checked): Promise<void> {
  const project = await api.post("/projects", FILES);
  await api.put(`/projects/${project.id}`, { ...FILES, public_name: "Cats" });
  await api.get(`/projects/${project.id}`);
  await api.get("/projects?sort=-id");
  const skill = await api.post("/skills", { name: "Quality" });
  await api.get("/skills");
  await api.put(`/skills/${skill.id}`, { name: "Quality of work" });
  await api.get(`/skills/${skill.id}`);
  const body = {
    ...POOL,
    project_id: project.id,
    auto_accept_solutions: false,
    auto_accept_period_day: 5,
  };
  const pool = await api.post("/pools", body);
  await api.put(`/pools/${pool.id}`, { ...body, private_name: "Better" });
  await api.patch(`/pools/${pool.id}`, { priority: 3 });
  const hooks = await api.put("/webhook-subscriptions", [{
    webhook_url: "https://example.com/",
    event_type: "POOL_CLOSED",
    pool_id: pool.id,
  }]);
  const hook = hooks.items[0];
  await api.put("/webhook-subscriptions", {
    webhook_url: "https://example.com/",
    event_type: "TEST_EVENT",
    pool_id: pool.id,
  });
  await api.get("/webhook-subscriptions");
  await api.get(`/webhook-subscriptions/${hook.id}`);
  await api.post(`/webhook-subscriptions/${hook.id}/test`);
  await api.tasks(pool.id, 10);
  const created = await api.run(
    "/tasks?async_mode=true&allow_defaults=true",
    [
      { pool_id: pool.id, input_values: { image: "https://example.com/a" } },
      {
        pool_id: pool.id,
        input_values: { image: "https://example.com/b" },
        overlap: 2,
        baseline_solutions: [
          { output_values: { label: "cat" }, confidence_weight: 0.5 },
        ],
      },
    ],
  );
  await api.get(`/operations/${created.id}/log`);
  const single = await api.post("/tasks", {
    pool_id: pool.id,
    input_values: { image: "https://example.com/c" },
    overlap: 1,
  });
  await api.patch(`/tasks/${single.id}`, { overlap: 2 });
  await api.patch(`/tasks/${single.id}/set-overlap-or-min`, { overlap: 1 });
  await api.get(`/tasks/${single.id}`);
  await api.golden(pool.id, 1);
  await api.run(`/pools/${pool.id}/open`);
  await api.run(`/pools/${pool.id}/close`);
  await api.run(`/pools/${pool.id}/open`);
  await api.run(`/pools/${pool.id}/close-for-update`);
  await api.expect(204, "POST", `/pools/${pool.id}/close`);
  await api.finish(pool.id);
  const list = `/assignments?pool_id=${pool.id}&status=SUBMITTED`;
  const [first, ...others] = await api.list(list);
  await api.get(`/assignments/${first.id}`);
  const paths = others.map(({ id }) => `/assignments/${id}`);
  for (const path of paths) await api.patch(path, { status: "ACCEPTED" });
  await api.patch(`/assignments/${first.id}`, {
    status: "REJECTED",
    public_comment: "No",
  });
  await api.get(`/task-suites?pool_id=${pool.id}`);
  await api.get(`/tasks?pool_id=${pool.id}`);
  await api.get("/pools");
  await runPeople(api, first, skill);
  await runAggregation(api, pool, skill, first.tasks[0]);
  const [file] = await api.list(`/attachments?pool_id=${pool.id}`);
  await api.get(`/attachments/${file.id}`);
  await api.get(`/attachments/${file.id}/download`);
  await api.expect(204, "DELETE", `/webhook-subscriptions/${hook.id}`);
  const clone = await api.run(`/pools/${pool.id}/clone`);
  await api.run(`/pools/${clone.details.pool_id}/archive`);
  await api.get("/operations?sort=-submitted");
  await runSuites(api, project);
  const empty = await api.post("/projects", PROJECT);
  await api.run(`/projects/${empty.id}/archive`);
}

async function runPeople(api: Checked, { user_id, id }: Json, skill: Json) {
  await api.get("/requester");
  await api.get(`/user-metadata/${user_id}`);
  const value = await api.put("/user-skills", {
    skill_id: skill.id,
    user_id,
    value: 85.5,
  });
  await api.get("/user-skills");
  await api.get(`/user-skills/${value.id}`);
  await api.expect(204, "DELETE", `/user-skills/${value.id}`);
  const ban = await api.put("/user-restrictions", {
    scope: "ALL_PROJECTS",
    user_id,
    private_comment: "Too fast",
    will_expire: "2030-01-01T00:00:00",
  });
  await api.get("/user-restrictions");
  await api.get(`/user-restrictions/${ban.id}`);
  await api.expect(204, "DELETE", `/user-restrictions/${ban.id}`);
  const bonus = await api.post("/user-bonuses", {
    user_id,
    amount: 0.5,
    assignment_id: id,
    public_title: { EN: "Good" },
    public_message: { EN: "Thanks" },
  });
  const quiet = { user_id, amount: 0.1, without_message: true };
  await api.post("/user-bonuses", [quiet]);
  const paid = await api.run("/user-bonuses?async_mode=true", [quiet]);
  await api.get(`/operations/${paid.id}/log`);
  await api.get(`/user-bonuses/${bonus.id}`);
  await api.get("/user-bonuses");
  const thread = await api.post("/message-threads/compose", {
    topic: { EN: "News" },
    text: { EN: "Hello" },
    answerable: true,
    recipients_select_type: "ALL",
  });
  const path = `/message-threads/${thread.id}`;
  await api.post(`${path}/reply`, { text: { EN: "More" } });
  await api.post(`${path}/add-to-folders`, { folders: ["IMPORTANT"] });
  await api.post(`${path}/remove-from-folders`, { folders: ["IMPORTANT"] });
  await api.simulator.advance(3_600_000);
  await api.get("/message-threads");
}

async function runAggregation(
  api: Checked,
  pool: Json,
  skill: Json,
  task: Json,
) {
  const body = {
    type: "WEIGHTED_DYNAMIC_OVERLAP",
    pool_id: pool.id,
    answer_weight_skill_id: skill.id,
    fields: [{ name: "label" }],
  };
  const path = "/aggregated-solutions/aggregate-by";
  const { id } = await api.run(`${path}-pool`, body);
  const { items } = await api.get(`/aggregated-solutions/${id}`);
  assert(items.length > 0);
  await api.post(`${path}-task`, { ...body, task_id: task.id });
}

async function runSuites(api: Checked, project: Json): Promise<void> {
  const { mixer_config: _, ...body } = POOL;
  const pool = await api.post("/pools", { ...body, project_id: project.id });
  const item = {
    pool_id: pool.id,
    tasks: [{ input_values: { image: "https://example.com/a" } }],
    overlap: 2,
  };
  const suite = await api.post("/task-suites", item);
  await api.post("/task-suites", [item]);
  const path = "/task-suites?async_mode=true";
  const { id } = await api.run(path, [item]);
  await api.get(`/operations/${id}/log`);
  await api.get(`/task-suites/${suite.id}`);
  await api.patch(`/task-suites/${suite.id}`, { overlap: 3 });
  await api.patch(`/task-suites/${suite.id}/set-overlap-or-min`, {
    overlap: 0,
  });
  const training = await api.post("/trainings", {
    project_id: project.id,
    private_name: "Lesson",
    may_contain_adult_content: false,
    assignment_max_duration_seconds: 600,
    mix_tasks_in_creation_order: true,
    shuffle_tasks_in_task_suite: true,
    training_tasks_in_task_suite_count: 1,
    task_suites_required_to_pass: 1,
    inherited_instructions: true,
  });
  const { id: trainingId, ...settings } = training;
  const lesson = `/trainings/${trainingId}`;
  await api.put(lesson, settings);
  await api.get(lesson);
  await api.get("/trainings");
  await api.post("/tasks", {
    pool_id: trainingId,
    input_values: { image: "https://example.com/a" },
    known_solutions: [{ output_values: { label: "cat" } }],
    message_on_unknown_solution: "It is a cat",
    infinite_overlap: true,
  });
  await api.run(`${lesson}/open`);
  await api.run(`${lesson}/close-for-update`);
  await api.run(`${lesson}/open`);
  await api.run(`${lesson}/close`);
  await api.run(`${lesson}/clone`);
  await api.run(`${lesson}/archive`);
}

async function runApps(api: Checked): Promise<void> {
  const base = "/api/app/v0";
  const post = (path: string, body?: unknown) =>
    api.expect(
      /\/batches\/|(?<!archive)$/.test(path) ? 201 : 200,
      "POST",
      `${base}${path}`,
      body,
    );
  const get = (path: string) => api.get(`${base}${path}`);
  const { content } = await get("/apps");
  for (const { id } of content) await get(`/apps/${id}`);
  const project = await post("/app-projects", {
    app_id: "SimulatedSpamCheck00",
    name: "Spam",
  });
  await api.simulator.advance(60_000);
  await get("/app-projects");
  const one = `/app-projects/${project.id}`;
  await get(one);
  const item = await post(`${one}/items`, { input_data: { text: "a" } });
  await post(`${one}/items/bulk`, { items: [{ text: "b" }, { text: "c" }] });
  await api.expect(413, "POST", `${base}${one}/items/bulk`, {
    items: Array.from({ length: 10_001 }, () => ({})),
  });
  await api.expect(404, "GET", `${base}${one}/items/none`);
  await api.expect(400, "POST", `${base}${one}/items`, { input_data: {} });
  await post(`${one}/batches/sync`, { items: [{ text: "d" }] });
  const items = Array.from({ length: 50 }, (_, n) => ({ text: `${n}` }));
  const batch = await post(`${one}/batches`, { name: "B", items });
  const path = `${one}/batches/${batch.id}`;
  await api.patch(`${base}${path}`, { priority_order: "ONE" });
  await post(`${path}/start`);
  await get(path);
  await api.simulator.advance(30_000);
  await post(`${path}/stop`);
  await get(path);
  await post(`${path}/resume`);
  await api.simulator.advance(3_600_000);
  await get(`${one}/items/${item.id}`);
  await get(`${one}/items?sort=finished`);
  await get(`${one}/batches`);
  await post(`${path}/archive`);
  await post(`${path}/unarchive`);
  await post(`${one}/archive`);
  await get("/app-projects");
  await get(one);
  await post(`${one}/unarchive`);
}

Deno.test("every operation answers as the description says", async () => {
  const api = new Checked({
    webhooks: { fetch: () => Promise.resolve(new Response()) },
  });
  await runPools(api);
  await runApps(api);
  await api.simulator.settled();
  const untouched = OPERATIONS.filter((name) => !api.touched.has(name));
  assertEquals(untouched, []);

  const recorded = await readRecorded();
  assert(recorded.size > 50);
  const wrong = [...recorded].flatMap(([operation, statuses]) => {
    if (operation in UNDECIDED) return [];
    return [...api.statuses.get(operation) ?? []]
      .filter((status) => !statuses.has(status))
      .map((status) => `${operation}: ${status}, not ${[...statuses]}`);
  });
  assertEquals(wrong, []);

  const refused = [...api.statuses].flatMap(([operation, statuses]) => {
    const fine = STRICT.find(([pattern]) => pattern.test(operation))?.[1];
    if (fine === undefined) return [];
    return [...statuses].filter((status) => !fine.includes(status))
      .map((status) => `${operation}: ${status}, not ${fine}`);
  });
  assertEquals(refused, []);

  const unused = new Set(DEVIATIONS);
  const unknown = [...api.found].filter(([found]) => {
    const [operation = "", mistake = ""] = found.split(/: (.*)/s);
    const known = DEVIATIONS.filter((deviation) =>
      deviation.operation.test(operation) && deviation.mistake.test(mistake)
    );
    for (const deviation of known) unused.delete(deviation);
    return known.length === 0;
  });
  const example = unknown[0] && JSON.stringify(unknown[0][1], null, 2);
  assertEquals(unknown.map(([found]) => found), [], example);
  assertEquals([...unused].map(({ why }) => why), []);
});

Deno.test("mistakesOf() sees what is wrong", () => {
  const operation = "GET /api/v1/requester";
  assertEquals(mistakesOf(operation, 200, { balance: 1 }), []);
  assertEquals(mistakesOf(operation, 200, { balance: "1" }), [
    "/balance must be number",
  ]);
  assertEquals(mistakesOf(operation, 200, { money: 1 }), [
    " has unknown money",
  ]);
  assertEquals(mistakesOf(operation, 202, {}), ["status 202"]);
});

Deno.test("the router knows every operation of the description", async () => {
  const api = new Api();
  for (const operation of OPERATIONS) {
    const [method = "", path = ""] = operation.split(" ");
    const { status, body } = await api.send(
      method,
      path.replaceAll(/\{\w+\}/g, "none"),
      method === "GET" || method === "DELETE" ? undefined : {},
    );
    assert(status !== 405, operation);
    assert(!/nothing at this path/.test(body.message ?? ""), operation);
  }
});
