import { assert, assertEquals, assertGreater } from "@std/assert";
import { Api, control, type Json, POOL, STEADY } from "./api.ts";

const DAY = 24 * 3_600_000;
const MIXED = {
  mixer_config: { ...POOL.mixer_config, golden_tasks_count: 1 },
};
const FEW = { population: { count: 3, habits: { careful: 1 }, skill: 0.6 } };

async function skill(api: Api): Promise<string> {
  return (await api.post("/skills", { name: "Measured" })).id;
}

/** Sets the skill to a fact at each event. */
function measure(
  skill_id: string,
  type: string,
  from_field: string,
  parameters: Json = {},
): Json {
  const [key] = KEYS[type]!;
  return control(
    type,
    parameters,
    [[key!, "GTE", 0]],
    "SET_SKILL_FROM_OUTPUT_FIELD",
    { skill_id, from_field },
  );
}

/** Facts of each collector. */
const KEYS: Record<string, string[]> = {
  GOLDEN_SET: [
    "total_answers_count",
    "correct_answers_rate",
    "incorrect_answers_rate",
    "golden_set_answers_count",
    "golden_set_correct_answers_rate",
    "golden_set_incorrect_answers_rate",
  ],
  MAJORITY_VOTE: [
    "total_answers_count",
    "correct_answers_rate",
    "incorrect_answers_rate",
  ],
  ASSIGNMENT_SUBMIT_TIME: ["total_submitted_count", "fast_submitted_count"],
  ACCEPTANCE_RATE: [
    "total_assignments_count",
    "accepted_assignments_rate",
    "rejected_assignments_rate",
  ],
  ANSWER_COUNT: ["assignments_accepted_count"],
  SKIPPED_IN_ROW_ASSIGNMENTS: ["skipped_in_row_count"],
  INCOME: ["income_sum_for_last_24_hours"],
  ASSIGNMENTS_ASSESSMENT: [
    "pending_assignments_count",
    "accepted_assignments_count",
    "rejected_assignments_count",
  ],
  TRAINING: [
    "submitted_assignments_count",
    "total_answers_count",
    "correct_answers_rate",
    "incorrect_answers_rate",
  ],
  CAPTCHA: ["stored_results_count", "success_rate", "fail_rate"],
};

for (const [type, keys] of Object.entries(KEYS)) {
  for (const key of keys) {
    Deno.test(`${type} knows ${key}`, async () => {
      const api = new Api(FEW);
      const skill_id = await skill(api);
      const { quality_control } = measure(skill_id, type, key, {
        answer_threshold: 2,
        fast_submit_threshold_seconds: 60,
      });
      const pool = await api.pool({
        mixer_config: {
          ...MIXED.mixer_config,
          training_tasks_count: type === "TRAINING" ? 1 : 0,
        },
        auto_accept_solutions: false,
        quality_control: { ...quality_control, captcha_frequency: "HIGH" },
      });
      await api.golden(pool.id, 30);
      const lesson = {
        infinite_overlap: true,
        known_solutions: [{ output_values: { label: "cat" } }],
        message_on_unknown_solution: "Look again",
      };
      if (type === "TRAINING") await api.tasks(pool.id, 30, lesson);
      await api.tasks(pool.id, 60);
      await api.finish(pool.id);
      const [one, two] = await api.list(
        `/assignments?pool_id=${pool.id}&status=SUBMITTED`,
      );
      await api.patch(`/assignments/${one.id}`, { status: "REJECTED" });
      await api.patch(`/assignments/${two.id}`, { status: "ACCEPTED" });
      const { items } = await api.get(`/user-skills?skill_id=${skill_id}`);
      assertGreater(items.length, 0);
      assert(items.every(({ value }: Json) => value >= 0 && value <= 100));
    });
  }
}

/** A second pool of the project, done after the first. */
async function twoPools(
  api: Api,
  project_id: string,
  rules: Json[],
): Promise<Json[]> {
  const assignments = [];
  for (const rule of rules) {
    const pool = await api.post("/pools", {
      ...POOL,
      project_id,
      ...MIXED,
      ...rule,
    });
    await api.golden(pool.id, 20);
    await api.tasks(pool.id, 30);
    await api.finish(pool.id);
    assignments.push(
      await api.list(
        `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
      ),
    );
  }
  return assignments;
}

function goldenAnswers(assignments: Json[], user: string): string[] {
  return assignments.filter(({ user_id }) => user_id === user)
    .toSorted((a, b) => a.submitted < b.submitted ? -1 : 1)
    .flatMap(({ tasks, solutions }) =>
      solutions.filter((_: Json, i: number) => tasks[i].known_solutions)
        .map(({ output_values }: Json) => output_values.label)
    );
}

function rate(answers: string[]): number {
  return 100 * answers.filter((label) => label === "cat").length /
    answers.length;
}

for (
  const [first, second, across] of [[50, 50, true], [
    undefined,
    50,
    false,
  ], [50, undefined, false]] as const
) {
  Deno.test(`history_size ${first} and ${second} in two pools ${across ? "looks" : "does not look"} across them`, async () => {
    const api = new Api(FEW);
    const skill_id = await skill(api);
    const { id } = await api.project();
    const rule = (history_size?: number) =>
      measure(skill_id, "GOLDEN_SET", "correct_answers_rate", {
        history_size,
      });
    const [one, two] = await twoPools(api, id, [rule(first), rule(second)]);
    const { items } = await api.get(`/user-skills?skill_id=${skill_id}`);
    assertEquals(items.length, 3);
    for (const { user_id, exact_value } of items) {
      const answers = [
        ...across ? goldenAnswers(one, user_id) : [],
        ...goldenAnswers(two, user_id),
      ];
      assertEquals(exact_value, rate(answers));
    }
  });
}

Deno.test("collectors of one id count together", async () => {
  const api = new Api(FEW);
  const skill_id = await skill(api);
  const { id } = await api.project();
  const rule = measure(skill_id, "GOLDEN_SET", "correct_answers_rate");
  const [config] = rule.quality_control.configs;
  config.collector_config.uuid = "38830d4b-930b-43ab-a98f-f52e992fd11a";
  const [one, two] = await twoPools(api, id, [rule, rule]);
  const { items } = await api.get(`/user-skills?skill_id=${skill_id}`);
  for (const { user_id, exact_value } of items) {
    const answers = [one, two].flatMap((all) => goldenAnswers(all, user_id));
    assertEquals(exact_value, rate(answers));
  }
});

Deno.test("training tasks do not count as control tasks", async () => {
  const api = new Api(FEW);
  const skill_id = await skill(api);
  const pool = await api.pool({
    mixer_config: { ...MIXED.mixer_config, training_tasks_count: 2 },
    ...measure(skill_id, "GOLDEN_SET", "golden_set_answers_count"),
  });
  await api.golden(pool.id, 30);
  await api.tasks(pool.id, 60, {
    infinite_overlap: true,
    known_solutions: [{ output_values: { label: "cat" } }],
    message_on_unknown_solution: "Look again",
  });
  await api.tasks(pool.id, 30);
  await api.finish(pool.id);
  const { items } = await api.get(`/user-skills?skill_id=${skill_id}`);
  for (const { user_id, value } of items) {
    const own = await api.list(
      `/assignments?pool_id=${pool.id}&user_id=${user_id}&status=ACCEPTED`,
    );
    assertEquals(value, own.length);
  }
});

Deno.test("correctness_weight makes an answer partly right", async () => {
  const api = new Api({
    population: { count: 1, habits: { careful: 1 }, skill: 1 },
    truth: () => ({ label: "dog" }),
  });
  const skill_id = await skill(api);
  const pool = await api.pool({
    ...MIXED,
    ...measure(skill_id, "GOLDEN_SET", "correct_answers_rate"),
  });
  await api.tasks(pool.id, 1, {
    infinite_overlap: true,
    known_solutions: [
      { output_values: { label: "cat" } },
      { output_values: { label: "dog" }, correctness_weight: 0.25 },
    ],
  });
  await api.tasks(pool.id, 1, { overlap: 1 });
  await api.finish(pool.id);
  const { items } = await api.get(`/user-skills?skill_id=${skill_id}`);
  assertEquals(items[0].exact_value, 25);
});

/** Bans after two accepted suites, then counts anew or not. */
async function banned(
  end: (api: Api, ban: Json) => Promise<unknown>,
): Promise<number> {
  const api = new Api({ population: { count: 1, habits: { careful: 1 } } });
  const pool = await api.pool(control(
    "ANSWER_COUNT",
    {},
    [["assignments_accepted_count", "EQ", 2]],
    "RESTRICTION_V2",
    { scope: "PROJECT", duration: 1, duration_unit: "DAYS" },
  ));
  await api.tasks(pool.id, 100, { overlap: 1 });
  await api.finish(pool.id);
  const { items: [ban] } = await api.get("/user-restrictions");
  const path = `/assignments?pool_id=${pool.id}&status=ACCEPTED`;
  const before = await api.list(path);
  assertEquals(before.length, 2);
  await end(api, ban);
  await api.simulator.advance(DAY / 2);
  return (await api.list(path)).length;
}

Deno.test("a timed ban that ends forgets the history", async () => {
  assertEquals(await banned((api) => api.simulator.advance(DAY)), 4);
});

Deno.test("a ban lifted by the requester forgets nothing", async () => {
  const count = await banned((api, { id }) =>
    api.expect(204, "DELETE", `/user-restrictions/${id}`)
  );
  // Never again exactly two, so he goes on.
  assertGreater(count, 4);
});

Deno.test("CLEAN_ASSIGNMENTS_HISTORY makes the counting begin anew", async () => {
  const api = new Api({ population: { count: 1, habits: { careful: 1 } } });
  const skill_id = await skill(api);
  const { quality_control: { configs: [clean] } } = control(
    "ANSWER_COUNT",
    {},
    [["assignments_accepted_count", "EQ", 3]],
    "CLEAN_ASSIGNMENTS_HISTORY",
  );
  const { quality_control: { configs: [set] } } = measure(
    skill_id,
    "ANSWER_COUNT",
    "assignments_accepted_count",
  );
  const pool = await api.pool({ quality_control: { configs: [set, clean] } });
  await api.tasks(pool.id, 50, { overlap: 1 });
  const seen = new Set<number>();
  await api.run(`/pools/${pool.id}/open`);
  for (let i = 0; i < 200; i++) {
    const { items: [item] } = await api.get("/user-skills");
    if (item !== undefined) seen.add(item.value);
    await api.simulator.advance(30_000);
  }
  assertEquals(Math.max(...seen), 3);
});

Deno.test("CLEAN_COLLECTOR forgets what its own collector counted", async () => {
  const api = new Api({ population: { count: 1, habits: { careful: 1 } } });
  const golden = await skill(api);
  const { quality_control: { configs: [set] } } = measure(
    golden,
    "GOLDEN_SET",
    "total_answers_count",
  );
  set.rules.push({
    conditions: [{ key: "total_answers_count", operator: "GTE", value: 2 }],
    action: { type: "CLEAN_COLLECTOR", parameters: {} },
  });
  const pool = await api.pool({
    ...MIXED,
    quality_control: { configs: [set] },
  });
  await api.golden(pool.id, 7);
  await api.tasks(pool.id, 100, { overlap: 1 });
  let most = 0;
  await api.run(`/pools/${pool.id}/open`);
  for (let i = 0; i < 200; i++) {
    const { items: [item] } = await api.get("/user-skills");
    most = Math.max(most, item?.value ?? 0);
    await api.simulator.advance(30_000);
  }
  assertEquals(most, 2);
});

Deno.test("SET_POOL_COMPLETE closes the pool", async () => {
  const api = new Api();
  const pool = await api.pool(control(
    "ANSWER_COUNT",
    {},
    [["assignments_accepted_count", "GTE", 2]],
    "SET_POOL_COMPLETE",
  ));
  await api.tasks(pool.id, 1_000);
  const closed = await api.finish(pool.id);
  assertEquals(closed.last_close_reason, "COMPLETED");
  const tasks = await api.list(`/tasks?pool_id=${pool.id}`);
  assert(tasks.some(({ remaining_overlap }) => remaining_overlap > 0));
});

Deno.test("USERS_ASSESSMENT tells whose skill took the access away and has others do the tasks", async () => {
  const api = new Api({ population: { count: 8, habits: { careful: 1 } } });
  const wanted = await skill(api);
  const other = await skill(api);
  for (const { id: user_id } of api.simulator.tolokers) {
    for (const skill_id of [wanted, other]) {
      await api.put("/user-skills", { skill_id, user_id, value: 90 });
    }
  }
  const pool = await api.pool({
    filter: { category: "skill", key: wanted, operator: "GTE", value: 80 },
    ...control(
      "USERS_ASSESSMENT",
      {},
      [
        ["pool_access_revoked_reason", "EQ", "SKILL_CHANGE"],
        ["skill_id", "EQ", wanted],
      ],
      "CHANGE_OVERLAP",
      { delta: 1, open_pool: true },
    ),
  });
  await api.tasks(pool.id, 10, { overlap: 2 });
  await api.finish(pool.id);
  const path = `/assignments?pool_id=${pool.id}&status=ACCEPTED`;
  const before = await api.list(path);
  const [{ user_id }] = before;
  await api.put("/user-skills", { skill_id: other, user_id, value: 1 });
  assertEquals((await api.get(`/pools/${pool.id}`)).status, "CLOSED");
  await api.put("/user-skills", { skill_id: wanted, user_id, value: 1 });
  const own = before.filter((one) => one.user_id === user_id)
    .flatMap(({ tasks }) => tasks.map(({ id }: Json) => id));
  for (const { id, overlap } of await api.list(`/tasks?pool_id=${pool.id}`)) {
    assertEquals(overlap, own.includes(id) ? 3 : 2);
  }
  await api.simulator.advance(1_000);
  await api.simulator.runUntil("idle");
  const after = (await api.list(path)).slice(before.length);
  const redone = after.flatMap(({ tasks }) => tasks.map(({ id }: Json) => id));
  assertEquals(redone.sort(), own.sort());
  assert(after.every((one) => one.user_id !== user_id));
});

Deno.test("captchas come after every 10 tasks or every 20", async () => {
  for (const [frequency, every] of [["LOW", 20], ["HIGH", 10]] as const) {
    const api = new Api(FEW);
    const skill_id = await skill(api);
    const { quality_control } = measure(
      skill_id,
      "CAPTCHA",
      "stored_results_count",
    );
    const pool = await api.pool({
      quality_control: { ...quality_control, captcha_frequency: frequency },
    });
    await api.tasks(pool.id, 100);
    await api.finish(pool.id);
    const { items } = await api.get(`/user-skills?skill_id=${skill_id}`);
    assertEquals(items.length, 3);
    for (const { user_id, value } of items) {
      const { items: own } = await api.get(
        `/assignments?pool_id=${pool.id}&user_id=${user_id}&limit=1000`,
      );
      // All tasks he was given, also those he skipped.
      const tasks = own.flatMap((one: Json) => one.tasks).length;
      assert(value <= Math.floor(tasks / every));
      assertGreater(value, 0);
    }
  }
});

/** Four Tolokers whose answers follow from their place in the list. */
async function votes(
  answers: Json[],
  output: Json = {},
): Promise<Map<number, number>> {
  const places = new Map<string, number>();
  const api = new Api({
    population: {
      count: answers.length,
      answer: ({ id }: Json) => answers[places.get(id)!],
    },
  });
  api.simulator.tolokers.forEach(({ id }, place) => places.set(id, place));
  const skill_id = await skill(api);
  const project = await api.project();
  const { task_spec } = project;
  Object.assign(task_spec.output_spec, output);
  await api.put(`/projects/${project.id}`, project);
  const pool = await api.post("/pools", {
    ...POOL,
    project_id: project.id,
    ...measure(skill_id, "MAJORITY_VOTE", "correct_answers_rate", {
      answer_threshold: 2,
    }),
  });
  await api.tasks(pool.id, 1, { overlap: answers.length });
  await api.finish(pool.id);
  const { items } = await api.get(`/user-skills?skill_id=${skill_id}`);
  return new Map(
    items.map((item: Json) => [places.get(item.user_id), item.exact_value]),
  );
}

Deno.test("MAJORITY_VOTE takes every answer that reaches the threshold for right", async () => {
  const rates = await votes([
    { label: "cat" },
    { label: "cat" },
    { label: "dog" },
    { label: "dog" },
    { label: "bird" },
  ]);
  assertEquals(
    [...rates].sort(([a], [b]) => a - b),
    [[0, 100], [1, 100], [2, 100], [3, 100], [4, 0]],
  );
});

Deno.test("MAJORITY_VOTE counts a task for nobody if no answer reaches the threshold", async () => {
  const rates = await votes([
    { label: "cat" },
    { label: "dog" },
    { label: "bird" },
  ]);
  assertEquals(rates, new Map());
});

Deno.test("MAJORITY_VOTE compares all required fields as a whole, and no others", async () => {
  const rates = await votes([
    { label: "cat", sure: true, note: "a" },
    { label: "cat", sure: true, note: "b" },
    { label: "cat", sure: false, note: "a" },
  ], {
    sure: { type: "boolean" },
    note: { type: "string", required: false },
  });
  assertEquals(
    [...rates].sort(([a], [b]) => a - b),
    [[0, 100], [1, 100], [2, 0]],
  );
});

Deno.test("answers given before a ban, or at the time of it, count and are paid", async () => {
  const api = new Api({
    population: { ...STEADY, count: 1, habits: { careful: 1 } },
  });
  const pool = await api.pool();
  await api.tasks(pool.id, 30, { overlap: 1 });
  await api.run(`/pools/${pool.id}/open`);
  const path = `/assignments?pool_id=${pool.id}`;
  const running = async () =>
    (await api.get(`${path}&status=ACTIVE`)).items.length;
  const accepted = async () =>
    (await api.get(`${path}&status=ACCEPTED`)).items.length;
  while (await accepted() < 2 || await running() === 0) {
    await api.simulator.advance(5_000);
  }
  const [{ id: user_id }] = api.simulator.tolokers as Json[];
  const before = await accepted();
  await api.put("/user-restrictions", { user_id, scope: "ALL_PROJECTS" });
  await api.simulator.runUntil("idle");
  assertEquals(await accepted(), before + 1);
  const { balance } = await api.get("/requester");
  assertEquals(balance, (100_000 - 5 * (before + 1)) / 100);
});
