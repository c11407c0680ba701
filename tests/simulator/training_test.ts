import { assert, assertEquals, assertGreater } from "@std/assert";
import { Api, type Json, POOL, STEADY } from "./api.ts";

const DAY = 24 * 3_600_000;

async function school(
  api: Api,
  training: Json = {},
  pool: Json = {},
): Promise<{ training: Json; pool: Json }> {
  const { id: project_id } = await api.project();
  const made = await api.post("/trainings", {
    project_id,
    private_name: "Lesson",
    inherited_instructions: true,
    training_tasks_in_task_suite_count: 5,
    ...training,
  });
  const tasks = Array.from({ length: 10 }, (_, index) => ({
    pool_id: made.id,
    input_values: { image: `https://example.com/lesson${index}.jpg` },
    known_solutions: [{ output_values: { label: "cat" } }],
    message_on_unknown_solution: "Look again",
  }));
  await api.post("/tasks?allow_defaults=true", tasks);
  const main = await api.pool({
    project_id,
    quality_control: {
      training_requirement: {
        training_pool_id: made.id,
        training_passing_skill_value: 80,
      },
    },
    ...pool,
  });
  await api.tasks(main.id, 20);
  await api.run(`/trainings/${made.id}/open`);
  return { training: made, pool: main };
}

async function values(api: Api): Promise<Map<string, Json>> {
  const { items: [skill] } = await api.get("/skills");
  const { items } = await api.get(
    `/user-skills?skill_id=${skill.id}&limit=1000`,
  );
  return new Map(items.map((item: Json) => [item.user_id, item]));
}

const BAD = { population: { ...STEADY, count: 6, habits: { random: 1 } } };
const GOOD = { population: { count: 6, habits: { careful: 1 }, skill: 1 } };

Deno.test("training tasks are for everybody: their overlap is infinite", async () => {
  const api = new Api(GOOD);
  const { training } = await school(api);
  for (const task of await api.list(`/tasks?pool_id=${training.id}`)) {
    assertEquals([task.infinite_overlap, task.overlap], [true, null]);
  }
});

Deno.test("a right first answer leaves no declined attempt", async () => {
  const api = new Api(GOOD);
  const { training, pool } = await school(api);
  await api.finish(pool.id);
  const lessons = await api.list(
    `/assignments?pool_id=${training.id}&status=ACCEPTED`,
  );
  assertGreater(lessons.length, 0);
  for (const lesson of lessons) {
    assertEquals("first_declined_solution_attempt" in lesson, false);
  }
});

Deno.test("a wrong first answer is kept and corrected after the hint", async () => {
  const api = new Api(BAD);
  const { training, pool } = await school(api);
  await api.finish(pool.id);
  const lessons = await api.list(
    `/assignments?pool_id=${training.id}&status=ACCEPTED`,
  );
  assertGreater(lessons.length, 0);
  let wrong = 0;
  for (const { solutions, first_declined_solution_attempt = [] } of lessons) {
    for (const { output_values } of solutions) {
      assertEquals(output_values, { label: "cat" });
    }
    for (const { output_values } of first_declined_solution_attempt) {
      if (output_values.label === undefined) continue;
      wrong++;
      assert(output_values.label !== "cat");
    }
  }
  assertGreater(wrong, 0);
});

Deno.test("who fails the training gets no suite of the pool", async () => {
  const api = new Api(BAD);
  const { pool } = await school(api);
  await api.finish(pool.id);
  const skills = await values(api);
  assertEquals(skills.size, 6);
  const workers = new Set(
    (await api.list(`/assignments?pool_id=${pool.id}`)).map((a) => a.user_id),
  );
  for (const [id, { exact_value }] of skills) {
    assertEquals(workers.has(id), exact_value >= 80);
  }
});

Deno.test("who failed may train again after retry_training_after_days", async () => {
  const api = new Api(BAD);
  const { training, pool } = await school(api, {
    retry_training_after_days: 2,
  });
  await api.finish(pool.id);
  const path = `/assignments?pool_id=${training.id}&status=ACCEPTED`;
  const first = await api.list(path);
  await api.simulator.advance(1.9 * DAY);
  assertEquals((await api.list(path)).length, first.length);
  await api.simulator.advance(0.2 * DAY);
  await api.simulator.runUntil("idle");
  const again = (await api.list(path)).slice(first.length);
  assertGreater(again.length, 0);
  const seen = new Map<string, string[]>();
  for (const { user_id, tasks } of again) {
    seen.set(user_id, [
      ...seen.get(user_id) ?? [],
      ...tasks.map(({ id }: Json) => id),
    ]);
  }
  for (const ids of seen.values()) assertEquals(new Set(ids).size, ids.length);
});

Deno.test("without retry_training_after_days there is one try", async () => {
  const api = new Api(BAD);
  const { training, pool } = await school(api);
  await api.finish(pool.id);
  const path = `/assignments?pool_id=${training.id}&status=ACCEPTED`;
  const first = await api.list(path);
  await api.simulator.advance(20 * DAY);
  assertEquals(await api.list(path), first);
});

Deno.test("a training skill is lost after training_skill_ttl_days", async () => {
  const api = new Api(GOOD);
  const { pool } = await school(api, {}, {
    training_config: { training_skill_ttl_days: 3 },
  });
  await api.finish(pool.id);
  const { items: [skill] } = await api.get("/skills");
  assertEquals(skill.skill_ttl_hours, 72);
  assertGreater((await values(api)).size, 0);
  await api.simulator.advance(4 * DAY);
  assertEquals((await values(api)).size, 0);
});

Deno.test("training tasks mixed into a pool are graded by TRAINING", async () => {
  const api = new Api({ population: { count: 5, habits: { sloppy: 1 } } });
  const { id: skill_id } = await api.post("/skills", { name: "Trained" });
  const pool = await api.pool({
    mixer_config: { ...POOL.mixer_config, training_tasks_count: 2 },
    quality_control: {
      configs: [{
        collector_config: { type: "TRAINING" },
        rules: [{
          conditions: [
            { key: "next_assignment_available", operator: "EQ", value: false },
            { key: "submitted_assignments_count", operator: "EQ", value: 3 },
            { key: "total_answers_count", operator: "EQ", value: 6 },
          ],
          action: {
            type: "SET_SKILL_FROM_OUTPUT_FIELD",
            parameters: { skill_id, from_field: "correct_answers_rate" },
          },
        }],
      }],
    },
  });
  const tasks = Array.from({ length: 6 }, (_, index) => ({
    pool_id: pool.id,
    input_values: { image: `https://example.com/lesson${index}.jpg` },
    known_solutions: [{ output_values: { label: "cat" } }],
    message_on_unknown_solution: "Look again",
    infinite_overlap: true,
  }));
  await api.post("/tasks", tasks);
  await api.tasks(pool.id, 200, { overlap: 1 });
  await api.finish(pool.id);
  const { items } = await api.get(`/user-skills?skill_id=${skill_id}`);
  assertGreater(items.length, 0);
  for (const { user_id, exact_value } of items) {
    const own = await api.list(
      `/assignments?pool_id=${pool.id}&user_id=${user_id}&status=ACCEPTED`,
    );
    const wrong = own.flatMap((lesson) =>
      (lesson.first_declined_solution_attempt ?? []).filter((attempt: Json) =>
        attempt.output_values.label
      )
    ).length;
    assertEquals([own.length, exact_value], [3, 100 * (6 - wrong) / 6]);
  }
});
