import { assertEquals, assertGreater } from "@std/assert";
import { Api, type Json } from "./api.ts";

const HOUR = 3_600_000;

Deno.test("skills are created, read and replaced", async () => {
  const api = new Api();
  const skill = await api.post("/skills", {
    name: "Cats",
    public_name: { EN: "Cats" },
  });
  assertEquals([skill.hidden, skill.training, skill.global], [
    true,
    false,
    false,
  ]);
  const path = `/skills/${skill.id}`;
  assertEquals(await api.get(path), skill);
  const updated = await api.put(path, { name: "Dogs", hidden: false });
  assertEquals([updated.name, updated.hidden, updated.public_name], [
    "Dogs",
    false,
    undefined,
  ]);
  const { items } = await api.get("/skills?name=Dogs");
  assertEquals(items, [updated]);
  await api.expect(400, "POST", "/skills", {});
});

Deno.test("PUT /user-skills sets and replaces a value", async () => {
  const api = new Api();
  const { id: skill_id } = await api.post("/skills", { name: "Cats" });
  const user_id = api.simulator.tolokers[0]!.id;
  const body = { skill_id, user_id, value: 85.42 };
  const first = await api.put("/user-skills", body);
  assertEquals([first.value, first.exact_value], [85, 85.42]);
  await api.simulator.advance(5_000);
  const second = await api.put("/user-skills", { ...body, value: 85.5 });
  assertEquals([second.id, second.created], [first.id, first.created]);
  assertEquals([second.value, second.modified], [86, "2024-01-01T00:00:05"]);
  const { items } = await api.get(`/user-skills?user_id=${user_id}`);
  assertEquals(items, [second]);
  await api.expect(204, "DELETE", `/user-skills/${first.id}`);
  await api.expect(404, "GET", `/user-skills/${first.id}`);
});

Deno.test("PUT /user-skills knows only Tolokers who took a task, if so wished", async () => {
  const api = new Api({ skillsByHand: "KNOWN", population: { count: 3 } });
  const { id: skill_id } = await api.post("/skills", { name: "Cats" });
  const user_id = api.simulator.tolokers[0]!.id;
  const body = { skill_id, user_id, value: 1 };
  const error = await api.expect(400, "PUT", "/user-skills", body);
  assertEquals(error.payload.user_id.code, "ENTITY_ACCESS_DENIED");
  const pool = await api.pool();
  await api.tasks(pool.id, 5, { reserved_for: [user_id], overlap: 1 });
  await api.finish(pool.id);
  await api.put("/user-skills", body);
});

const WRONG: [name: string, change: Json, path: string, code: string][] = [
  [
    "an unknown Toloker",
    { user_id: "404" },
    "user_id",
    "ENTITY_DOES_NOT_EXIST",
  ],
  [
    "an unknown skill",
    { skill_id: "404" },
    "skill_id",
    "ENTITY_DOES_NOT_EXIST",
  ],
  ["a value of 101", { value: 101 }, "value", "VALUE_OUT_OF_BOUNDS"],
  ["no value", { value: null }, "value", "VALUE_REQUIRED"],
];

for (const [name, change, path, code] of WRONG) {
  Deno.test(`PUT /user-skills refuses ${name}`, async () => {
    const api = new Api();
    const { id: skill_id } = await api.post("/skills", { name: "Cats" });
    const user_id = api.simulator.tolokers[0]!.id;
    const error = await api.expect(400, "PUT", "/user-skills", {
      skill_id,
      user_id,
      value: 1,
      ...change,
    });
    assertEquals(error.payload[path].code, code);
  });
}

Deno.test("skills with a life time are lost", async () => {
  const api = new Api();
  const { id: skill_id } = await api.post("/skills", {
    name: "Cats",
    skill_ttl_hours: 2,
  });
  const user_id = api.simulator.tolokers[0]!.id;
  const { id } = await api.put("/user-skills", { skill_id, user_id, value: 1 });
  await api.simulator.advance(HOUR);
  await api.put("/user-skills", { skill_id, user_id, value: 1 });
  await api.simulator.advance(HOUR);
  await api.get(`/user-skills/${id}`);
  await api.simulator.advance(HOUR);
  await api.expect(404, "GET", `/user-skills/${id}`);
});

Deno.test("GET /user-metadata shows what filters see", async () => {
  const api = new Api();
  const { id, traits } = api.simulator.tolokers[0]!;
  const user = await api.get(`/user-metadata/${id}`);
  assertEquals(
    [user.id, user.country, user.languages, user.attributes.os_family],
    [id, traits.country, traits.languages, traits.os_family],
  );
  await api.expect(404, "GET", "/user-metadata/404");
});

Deno.test("PUT /user-restrictions replaces a ban of the same scope", async () => {
  const api = new Api();
  const user_id = api.simulator.tolokers[0]!.id;
  const body = { user_id, scope: "ALL_PROJECTS" };
  const first = await api.put("/user-restrictions", body);
  const second = await api.put("/user-restrictions", {
    ...body,
    will_expire: "2024-01-01T10:00:00",
  });
  assertEquals(second, { ...first, will_expire: "2024-01-01T10:00:00" });
  assertEquals((await api.get("/user-restrictions")).items, [second]);
  await api.simulator.advance(10 * HOUR);
  assertEquals((await api.get("/user-restrictions")).items, []);
  const error = await api.expect(409, "PUT", "/user-restrictions", {
    ...body,
    scope: "SYSTEM",
  });
  assertEquals(error.code, "SYSTEM_SCOPE_MODIFICATION");
});

Deno.test("a banned Toloker gets nothing until the ban is lifted", async () => {
  const api = new Api({ population: { count: 1, habits: { careful: 1 } } });
  const user_id = api.simulator.tolokers[0]!.id;
  const ban = await api.put("/user-restrictions", {
    user_id,
    scope: "ALL_PROJECTS",
  });
  const pool = await api.pool();
  await api.tasks(pool.id, 5, { overlap: 1 });
  assertEquals((await api.finish(pool.id)).status, "OPEN");
  await api.expect(204, "DELETE", `/user-restrictions/${ban.id}`);
  await api.simulator.runUntil("idle");
  assertEquals((await api.get(`/pools/${pool.id}`)).status, "CLOSED");
});

for (const [scope, others] of [["POOL", true], ["PROJECT", false]] as const) {
  Deno.test(`a ban from a ${scope} leaves the rest`, async () => {
    const api = new Api({ population: { count: 1, habits: { careful: 1 } } });
    const user_id = api.simulator.tolokers[0]!.id;
    const { id: project_id } = await api.project();
    const banned = await api.pool({ project_id });
    const sibling = await api.pool({ project_id });
    const stranger = await api.pool();
    await api.put("/user-restrictions", {
      user_id,
      scope,
      pool_id: banned.id,
      project_id,
    });
    const done = [];
    for (const { id } of [banned, sibling, stranger]) {
      await api.tasks(id, 5, { overlap: 1 });
      done.push((await api.finish(id)).status === "CLOSED");
    }
    assertEquals(done, [false, others, true]);
  });
}

const TRAINING = {
  private_name: "Lesson",
  inherited_instructions: true,
  training_tasks_in_task_suite_count: 4,
  task_suites_required_to_pass: 2,
};

/** A project with a training and a pool that asks for it. */
async function school(
  api: Api,
  more: Json = {},
): Promise<{ training: Json; pool: Json }> {
  const { id: project_id } = await api.project();
  const training = await api.post("/trainings", {
    ...TRAINING,
    project_id,
    ...more,
  });
  const tasks = Array.from({ length: 12 }, (_, index) => ({
    pool_id: training.id,
    input_values: { image: `https://example.com/lesson${index}.jpg` },
    known_solutions: [{ output_values: { label: "cat" } }],
    message_on_unknown_solution: "Look again",
  }));
  await api.post("/tasks?allow_defaults=true", tasks);
  const pool = await api.pool({
    project_id,
    quality_control: {
      configs: [],
      training_requirement: {
        training_pool_id: training.id,
        training_passing_skill_value: 60,
      },
    },
  });
  return { training, pool };
}

Deno.test("Tolokers pass the training before they get the pool", async () => {
  const api = new Api();
  const { training, pool } = await school(api);
  await api.tasks(pool.id, 100);
  const opened = await api.run(`/trainings/${training.id}/open`);
  assertEquals([opened.type, opened.parameters], ["TRAINING.OPEN", {
    training_id: training.id,
  }]);
  await api.finish(pool.id);

  const { items: [skill] } = await api.get("/skills");
  assertEquals([skill.name, skill.training], ["Lesson", true]);
  const values = new Map<string, number>(
    (await api.get(`/user-skills?skill_id=${skill.id}&limit=1000`)).items
      .map(({ user_id, exact_value }: Json) => [user_id, exact_value]),
  );
  const lessons = await api.list(`/assignments?pool_id=${training.id}`);
  for (const [user, value] of values) {
    const own = lessons.filter(({ user_id, status }) =>
      user_id === user && status === "ACCEPTED"
    );
    assertEquals(own.length, 2);
    const wrong = own.flatMap(({ first_declined_solution_attempt }) =>
      (first_declined_solution_attempt ?? []).filter((attempt: Json) =>
        attempt.output_values.label
      )
    );
    assertEquals(value, 100 * (8 - wrong.length) / 8);
    for (const { solutions, reward } of own) {
      assertEquals(reward, 0);
      for (const { output_values } of solutions) {
        assertEquals(output_values, { label: "cat" });
      }
    }
  }
  const work = await api.list(`/assignments?pool_id=${pool.id}`);
  assertGreater(work.length, 0);
  for (const { user_id } of work) {
    assertEquals(values.get(user_id)! >= 60, true);
  }
});

Deno.test("nobody gets the pool while the training is closed", async () => {
  const api = new Api();
  const { pool } = await school(api);
  await api.tasks(pool.id, 5);
  await api.finish(pool.id);
  assertEquals(await api.list(`/assignments?pool_id=${pool.id}`), []);
});

Deno.test("trainings have the life of pools", async () => {
  const api = new Api();
  const { training, pool } = await school(api);
  const path = `/trainings/${training.id}`;
  const updated = await api.put(path, {
    ...TRAINING,
    project_id: training.project_id,
    private_name: "New",
  });
  assertEquals(updated.private_name, "New");
  const cloned = await api.run(`${path}/clone`);
  const clone = await api.get(`/trainings/${cloned.details.training_id}`);
  assertEquals([clone.private_name, clone.status], ["New", "CLOSED"]);
  const { items } = await api.get(
    `/trainings?project_id=${training.project_id}`,
  );
  assertEquals(items, [updated, clone]);
  const error = await api.expect(409, "POST", `${path}/archive`);
  assertEquals(error.code, "TRAINING_ARCHIVE_CONFLICT");
  await api.run(`/pools/${pool.id}/archive`);
  await api.run(`${path}/archive`);
  assertEquals((await api.get(path)).status, "ARCHIVED");
});

Deno.test("a training is a pool for GET /pools and its life", async () => {
  const api = new Api();
  const { training, pool } = await school(api);
  const path = `/pools/${training.id}`;
  const { id, type, mixer_config, reward_per_assignment } = await api.get(path);
  assertEquals([id, type, reward_per_assignment], [
    training.id,
    "TRAINING",
    0,
  ]);
  assertEquals(
    mixer_config.training_tasks_count,
    training.training_tasks_in_task_suite_count,
  );
  const ids = async (query: string) =>
    (await api.get(`/pools?${query}`)).items.map(({ id }: Json) => id);
  assertEquals(await ids("type=TRAINING"), [training.id]);
  assertEquals(await ids("type=REGULAR"), [pool.id]);
  assertEquals(await ids(""), [pool.id]);
  const statusAfter = async (verb: string) => {
    const operation = await api.run(`${path}/${verb}`);
    const { status } = await api.get(path);
    return [operation.type, operation.parameters, status];
  };
  const parameters = { training_id: training.id };
  assertEquals(await statusAfter("open"), [
    "TRAINING.OPEN",
    parameters,
    "OPEN",
  ]);
  assertEquals(await statusAfter("close"), [
    "TRAINING.CLOSE",
    parameters,
    "CLOSED",
  ]);
  const cloned = await api.run(`${path}/clone`);
  const clone = await api.get(`/pools/${cloned.details.training_id}`);
  assertEquals(clone.type, "TRAINING");
  const error = await api.expect(409, "PATCH", path, { priority: 1 });
  assertEquals(error.code, "POOL_IS_TRAINING");
});

Deno.test("POST /trainings asks for its fields", async () => {
  const error = await new Api().expect(400, "POST", "/trainings", {});
  assertEquals(Object.keys(error.payload).sort(), [
    "inherited_instructions",
    "private_name",
    "project_id",
    "training_tasks_in_task_suite_count",
  ]);
});
