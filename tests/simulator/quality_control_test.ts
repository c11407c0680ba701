import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { Api, control, type Json, POOL } from "./api.ts";

const DAY = 24 * 3_600_000;

const MIXED = {
  mixer_config: { ...POOL.mixer_config, golden_tasks_count: 1 },
};

function done(assignments: Json[], user: string): Json[] {
  return assignments.filter(({ user_id, solutions }) =>
    user_id === user && solutions !== undefined
  );
}

function share(solutions: Json[], right: string): number {
  const labels = solutions.map(({ output_values }) => output_values.label);
  return 100 * labels.filter((label) => label === right).length /
    labels.length;
}

Deno.test("GOLDEN_SET counts control tasks and sets a skill", async () => {
  const api = new Api();
  const { id: skill_id } = await api.post("/skills", { name: "Control" });
  const pool = await api.pool({
    ...MIXED,
    ...control(
      "GOLDEN_SET",
      {},
      [["total_answers_count", "GTE", 3]],
      "SET_SKILL_FROM_OUTPUT_FIELD",
      { skill_id, from_field: "correct_answers_rate" },
    ),
  });
  await api.golden(pool.id, 40);
  await api.tasks(pool.id, 400);
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const { items } = await api.get(
    `/user-skills?skill_id=${skill_id}&limit=1000`,
  );
  const skills = new Map<string, Json>(
    items.map((item: Json) => [item.user_id, item]),
  );
  for (const { id } of api.simulator.tolokers) {
    const answers = done(assignments, id).flatMap(({ tasks, solutions }) =>
      solutions.filter((_: Json, i: number) => tasks[i].known_solutions)
    );
    const skill = skills.get(id);
    if (answers.length < 3) {
      assertEquals(skill, undefined);
      continue;
    }
    const rate = share(answers, "cat");
    assertEquals([skill.exact_value, skill.value], [rate, Math.round(rate)]);
  }
  assertGreater(skills.size, 5);
});

Deno.test("GOLDEN_SET with a history looks at the last answers", async () => {
  const api = new Api({ population: { count: 3, habits: { sloppy: 1 } } });
  const { id: skill_id } = await api.post("/skills", { name: "Control" });
  const pool = await api.pool({
    ...MIXED,
    ...control(
      "GOLDEN_SET",
      { history_size: 4 },
      [["golden_set_answers_count", "GTE", 4]],
      "SET_SKILL_FROM_OUTPUT_FIELD",
      { skill_id, from_field: "golden_set_correct_answers_rate" },
    ),
  });
  await api.golden(pool.id, 20);
  await api.tasks(pool.id, 100);
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const { items } = await api.get(`/user-skills?skill_id=${skill_id}`);
  assertEquals(items.length, 3);
  for (const { user_id, exact_value } of items) {
    const answers = done(assignments, user_id)
      .toSorted((a, b) => a.submitted < b.submitted ? -1 : 1)
      .flatMap(({ tasks, solutions }) =>
        solutions.filter((_: Json, i: number) => tasks[i].known_solutions)
      );
    assertGreater(answers.length, 4);
    assertEquals(exact_value, share(answers.slice(-4), "cat"));
  }
});

Deno.test("GOLDEN_SET bans random clickers from the project", async () => {
  const api = new Api({
    population: { habits: { careful: 3, random: 1 }, skill: [1, 1] },
  });
  const pool = await api.pool({
    ...MIXED,
    ...control(
      "GOLDEN_SET",
      {},
      [["total_answers_count", "GTE", 4], ["correct_answers_rate", "LT", 70]],
      "RESTRICTION_V2",
      { scope: "PROJECT", duration_unit: "PERMANENT", private_comment: "no" },
    ),
  });
  await api.golden(pool.id, 60);
  await api.tasks(pool.id, 500);
  await api.finish(pool.id);
  const { items } = await api.get("/user-restrictions?limit=500");
  assertGreater(items.length, 5);
  const habits = new Map(
    api.simulator.tolokers.map(({ id, habit }) => [id, habit]),
  );
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  for (const ban of items) {
    assertEquals(habits.get(ban.user_id), "random");
    assertEquals(
      [ban.scope, ban.project_id, ban.private_comment, ban.will_expire],
      ["PROJECT", pool.project_id, "no", undefined],
    );
    for (const { user_id, created } of assignments) {
      if (user_id === ban.user_id) assert(created <= ban.created);
    }
  }
});

Deno.test("a timed ban ends and the Toloker comes back", async () => {
  const api = new Api({ population: { count: 2, habits: { careful: 1 } } });
  const pool = await api.pool({
    ...control(
      "ANSWER_COUNT",
      {},
      [["assignments_accepted_count", "EQ", 2]],
      "RESTRICTION",
      { scope: "POOL", duration_days: 1 },
    ),
  });
  await api.tasks(pool.id, 50, { overlap: 1 });
  await api.finish(pool.id);
  const first = await api.list(`/assignments?pool_id=${pool.id}`);
  assertEquals(first.filter(({ status }) => status === "ACCEPTED").length, 4);
  await api.simulator.advance(5 * DAY);
  assertEquals((await api.get("/user-restrictions")).items, []);
  assertEquals((await api.get(`/pools/${pool.id}`)).status, "CLOSED");
});

Deno.test("MAJORITY_VOTE compares answers once a task is complete", async () => {
  const api = new Api();
  const { id: skill_id } = await api.post("/skills", { name: "Agreement" });
  const pool = await api.pool(control(
    "MAJORITY_VOTE",
    { answer_threshold: 2 },
    [["total_answers_count", "GTE", 1]],
    "SET_SKILL_FROM_OUTPUT_FIELD",
    { skill_id, from_field: "correct_answers_rate" },
  ));
  await api.tasks(pool.id, 100);
  await api.finish(pool.id);
  const votes = new Map<string, { user: string; label: string }[]>();
  for (
    const { user_id, tasks, solutions } of await api.list(
      `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
    )
  ) {
    tasks.forEach(({ id }: Json, index: number) => {
      const list = votes.get(id) ?? [];
      const { label } = solutions[index].output_values;
      list.push({ user: user_id, label });
      votes.set(id, list);
    });
  }
  const score = new Map<string, { right: number; total: number }>();
  for (const list of votes.values()) {
    const count = (label: string) =>
      list.filter((vote) => vote.label === label).length;
    if (!list.some(({ label }) => count(label) >= 2)) continue;
    for (const { user, label } of list) {
      const sum = score.get(user) ?? { right: 0, total: 0 };
      sum.total++;
      if (count(label) >= 2) sum.right++;
      score.set(user, sum);
    }
  }
  const { items } = await api.get("/user-skills?limit=1000");
  const skills = items.map(({ user_id, exact_value }: Json) =>
    `${user_id} ${exact_value}`
  );
  const expected = [...score].map(([user, { right, total }]) =>
    `${user} ${100 * right / total}`
  );
  assertEquals(skills.sort(), expected.sort());
});

Deno.test("ASSIGNMENT_SUBMIT_TIME bans the fast", async () => {
  const api = new Api({ population: { habits: { careful: 1, random: 1 } } });
  const pool = await api.pool(control(
    "ASSIGNMENT_SUBMIT_TIME",
    { fast_submit_threshold_seconds: 12, history_size: 5 },
    [["fast_submitted_count", "GTE", 2]],
    "RESTRICTION_V2",
    { scope: "ALL_PROJECTS", duration: 3, duration_unit: "HOURS" },
  ));
  await api.tasks(pool.id, 500);
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.advance(3_600_000);
  const { items } = await api.get("/user-restrictions?limit=500");
  assertGreater(items.length, 5);
  const habits = new Map(
    api.simulator.tolokers.map(({ id, habit }) => [id, habit]),
  );
  for (const { user_id, created, will_expire } of items) {
    assertEquals(habits.get(user_id), "random");
    assertEquals(Date.parse(will_expire) - Date.parse(created), 3 * 3_600_000);
  }
});

Deno.test("SKIPPED_IN_ROW_ASSIGNMENTS counts skips in a row", async () => {
  const api = new Api();
  const pool = await api.pool(control(
    "SKIPPED_IN_ROW_ASSIGNMENTS",
    {},
    [["skipped_in_row_count", "GTE", 2]],
    "RESTRICTION",
    { scope: "POOL", duration_days: 300 },
  ));
  await api.tasks(pool.id, 2_000, { overlap: 5 });
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const expected = api.simulator.tolokers.filter(({ id }) => {
    const own = assignments.filter(({ user_id }) => user_id === id)
      .map(({ status }) => status).join();
    return /SKIPPED(,EXPIRED)*,SKIPPED/.test(own);
  });
  const { items } = await api.get("/user-restrictions?limit=500");
  assertEquals(
    items.map(({ user_id }: Json) => user_id).sort(),
    expected.map(({ id }) => id).sort(),
  );
});

Deno.test("INCOME stops a Toloker at a sum", async () => {
  const api = new Api({ population: { count: 20 } });
  const pool = await api.pool(control(
    "INCOME",
    {},
    [["income_sum_for_last_24_hours", "GTE", 0.15]],
    "RESTRICTION_V2",
    { scope: "PROJECT", duration: 1, duration_unit: "DAYS" },
  ));
  await api.tasks(pool.id, 300, { overlap: 1 });
  await api.finish(pool.id);
  for (const { id } of api.simulator.tolokers) {
    const { items } = await api.get(
      `/assignments?pool_id=${pool.id}&user_id=${id}&status=ACCEPTED`,
    );
    assertEquals(items.length, 3);
  }
});

async function manual(more: Json): Promise<{ api: Api; pool: Json }> {
  const api = new Api();
  const pool = await api.pool({ auto_accept_solutions: false, ...more });
  await api.tasks(pool.id, 20);
  await api.finish(pool.id);
  return { api, pool };
}

Deno.test("ASSIGNMENTS_ASSESSMENT gives rejected suites to others", async () => {
  const { api, pool } = await manual(control(
    "ASSIGNMENTS_ASSESSMENT",
    {},
    [["assessment_event", "EQ", "REJECT"]],
    "CHANGE_OVERLAP",
    { delta: 1, open_pool: true },
  ));
  const path = `/assignments?pool_id=${pool.id}&status=SUBMITTED`;
  const [one, ...before] = await api.list(path);
  await api.patch(`/assignments/${one.id}`, { status: "REJECTED" });
  for (const { id } of one.tasks) {
    const task = await api.get(`/tasks/${id}`);
    assertEquals([task.overlap, task.remaining_overlap], [4, 1]);
  }
  await api.simulator.advance(1_000);
  assertEquals((await api.get(`/pools/${pool.id}`)).status, "OPEN");
  await api.simulator.runUntil("idle");
  const after = await api.list(path);
  assertEquals(after.length, before.length + 1);
  assert(after.every(({ user_id }) => user_id !== undefined));
});

Deno.test("ASSIGNMENTS_ASSESSMENT leaves automatic acceptance alone", async () => {
  const { api } = await manual({
    auto_accept_solutions: true,
    ...control(
      "ASSIGNMENTS_ASSESSMENT",
      {},
      [["assessment_event", "EQ", "ACCEPT"]],
      "RESTRICTION",
      { scope: "PROJECT", duration_days: 1 },
    ),
  });
  assertEquals((await api.get("/user-restrictions")).items, []);
});

Deno.test("ACCEPTANCE_RATE counts reviews", async () => {
  const skill = { name: "Accepted" };
  const api = new Api({ population: { count: 4 } });
  const { id: skill_id } = await api.post("/skills", skill);
  const pool = await api.pool({
    auto_accept_solutions: false,
    ...control(
      "ACCEPTANCE_RATE",
      {},
      [["total_assignments_count", "GTE", 2]],
      "SET_SKILL_FROM_OUTPUT_FIELD",
      { skill_id, from_field: "rejected_assignments_rate" },
    ),
  });
  await api.tasks(pool.id, 100);
  await api.finish(pool.id);
  const [{ user_id }] = await api.list(`/assignments?pool_id=${pool.id}`);
  const own = await api.list(
    `/assignments?pool_id=${pool.id}&user_id=${user_id}&status=SUBMITTED`,
  );
  const value = async () =>
    (await api.get(`/user-skills?user_id=${user_id}`)).items[0]?.value;
  const review = (index: number, status: string) =>
    api.patch(`/assignments/${own[index].id}`, { status });
  await review(0, "REJECTED");
  assertEquals(await value(), undefined);
  await review(1, "ACCEPTED");
  assertEquals(await value(), 50);
  await review(2, "ACCEPTED");
  assertEquals(await value(), 33);
  await review(0, "ACCEPTED");
  assertEquals(await value(), 0);
});

for (
  const [action, status] of [
    ["REJECT_ALL_ASSIGNMENTS", "REJECTED"],
    ["APPROVE_ALL_ASSIGNMENTS", "ACCEPTED"],
  ] as const
) {
  Deno.test(`${action} reviews all of a Toloker's assignments`, async () => {
    const api = new Api();
    const pool = await api.pool({
      auto_accept_solutions: false,
      ...MIXED,
      ...control(
        "GOLDEN_SET",
        {},
        [["total_answers_count", "EQ", 3]],
        action,
        { public_comment: "Because" },
      ),
    });
    await api.golden(pool.id, 60);
    await api.tasks(pool.id, 500);
    await api.finish(pool.id);
    const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
    let checked = 0;
    for (const { id } of api.simulator.tolokers) {
      const statuses = done(assignments, id)
        .toSorted((a, b) => a.submitted < b.submitted ? -1 : 1)
        .map((assignment) => assignment.status);
      if (statuses.length < 3) continue;
      checked++;
      assertEquals(statuses.slice(0, 3), [status, status, status]);
      assertEquals(new Set(statuses.slice(3)).has(status), false);
    }
    assertGreater(checked, 10);
  });
}

Deno.test("USERS_ASSESSMENT gives a banned Toloker's suites to others", async () => {
  const { api, pool } = await manual(control(
    "USERS_ASSESSMENT",
    {},
    [["pool_access_revoked_reason", "EQ", "RESTRICTION"]],
    "CHANGE_OVERLAP",
    { delta: 1, open_pool: true },
  ));
  const [one] = await api.list(
    `/assignments?pool_id=${pool.id}&status=SUBMITTED`,
  );
  await api.put("/user-restrictions", {
    scope: "PROJECT",
    project_id: pool.project_id,
    user_id: one.user_id,
  });
  for (const { id } of one.tasks) {
    assertEquals((await api.get(`/tasks/${id}`)).overlap, 4);
  }
});

Deno.test("a project's quality control holds for its pools", async () => {
  const api = new Api();
  const { id: skill_id } = await api.post("/skills", { name: "Done" });
  const project = await api.project(control(
    "ANSWER_COUNT",
    {},
    [["assignments_accepted_count", "GTE", 1]],
    "SET_SKILL",
    { skill_id, skill_value: 7 },
  ));
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  await api.tasks(pool.id, 50);
  await api.finish(pool.id);
  const { items } = await api.get("/user-skills?limit=1000");
  assertGreater(items.length, 0);
  assertLess(items.length, 61);
  for (const { value } of items) assertEquals(value, 7);
});
