/** Exams, as the guide describes them: pools of control tasks that set a skill. */

import { assert, assertEquals, assertGreater } from "@std/assert";
import { Api, control, type Json, POOL } from "./api.ts";

/** A pool of control tasks for nothing, whose result is a skill. */
async function exam(
  more: Json = {},
  options: Json = {},
): Promise<{ api: Api; skill: Json; pool: Json }> {
  const api = new Api({
    population: { count: 60, habits: { careful: 1, random: 1 } },
    ...options,
  });
  const skill = await api.post("/skills", { name: "Exam" });
  const rules = control(
    "GOLDEN_SET",
    {},
    [["golden_set_answers_count", "GTE", 10]],
    "SET_SKILL_FROM_OUTPUT_FIELD",
    { skill_id: skill.id, from_field: "golden_set_correct_answers_rate" },
  );
  const pool = await api.pool({
    reward_per_assignment: 0,
    mixer_config: {
      real_tasks_count: 0,
      golden_tasks_count: 10,
      training_tasks_count: 0,
    },
    ...rules,
    ...more,
  });
  return { api, skill, pool };
}

/** Returns the values of a skill, by Toloker. */
async function values(api: Api, skill: Json): Promise<Map<string, number>> {
  const items = await api.list(`/user-skills?skill_id=${skill.id}`);
  return new Map(items.map(({ user_id, value }) => [user_id, value]));
}

Deno.test("an exam for nothing sets a skill that opens the main pool", async () => {
  const { api, skill, pool } = await exam();
  await api.golden(pool.id, 10);
  await api.finish(pool.id);
  const skills = await values(api, skill);
  assertGreater(skills.size, 20);
  assert([...skills.values()].some((value) => value < 80));
  assertEquals((await api.get("/requester")).balance, 1_000);

  const main = await api.post("/pools", {
    ...POOL,
    project_id: pool.project_id,
    filter: {
      and: [{
        or: [{
          category: "skill",
          key: skill.id,
          operator: "GTE",
          value: 80,
        }],
      }],
    },
  });
  await api.tasks(main.id, 20);
  assertEquals((await api.finish(main.id)).last_close_reason, "COMPLETED");
  const assignments = await api.list(`/assignments?pool_id=${main.id}`);
  for (const { user_id } of assignments) {
    assertGreater(skills.get(user_id) ?? 0, 79);
  }
});

Deno.test("the last suite of an exam is not issued where it is not full", async () => {
  const { api, pool } = await exam();
  await api.golden(pool.id, 15);
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const tolokers = new Set(assignments.map(({ user_id }) => user_id));
  assertGreater(assignments.length, 0);
  assertEquals(tolokers.size, assignments.length);
});

Deno.test("a suite that is skipped does not count for an exam", async () => {
  const { api, skill, pool } = await exam({}, {
    population: { count: 60, habits: { careful: 1 }, answer: () => "skip" },
  });
  await api.golden(pool.id, 10);
  await api.finish(pool.id);
  assertGreater(
    (await api.list(`/assignments?pool_id=${pool.id}&status=SKIPPED`)).length,
    0,
  );
  assertEquals((await values(api, skill)).size, 0);
});

Deno.test("who fails an exam takes it again where its filter lets them", async () => {
  const { api, skill, pool } = await exam();
  await api.put(`/pools/${pool.id}`, {
    ...pool,
    filter: {
      and: [{
        or: [
          { category: "skill", key: skill.id, operator: "LT", value: 80 },
          { category: "skill", key: skill.id, operator: "EQ" },
        ],
      }],
    },
  });
  await api.golden(pool.id, 50);
  await api.finish(pool.id);
  const taken = Map.groupBy(
    await api.list(`/assignments?pool_id=${pool.id}&status=ACCEPTED`),
    ({ user_id }) => user_id,
  );
  const first = (suite: Json) =>
    suite.solutions.filter((solution: Json) =>
      solution.output_values.label === "cat"
    ).length;
  for (const suites of taken.values()) {
    if (first(suites[0]) >= 8) assertEquals(suites.length, 1);
    if (suites.length === 1) continue;
    assert(first(suites[0]) < 8);
  }
  assert([...taken.values()].some((suites) => suites.length > 1));
});
