import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { Api, type Json, POOL } from "./api.ts";

/** How often each task was handed out and neither skipped nor expired. */
function issued(assignments: Json[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { status, tasks } of assignments) {
    if (status === "SKIPPED" || status === "EXPIRED") continue;
    for (const { id } of tasks) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** Pairs of Toloker and task, with repeats. */
function meetings(assignments: Json[]): string[] {
  return assignments.flatMap(({ user_id, tasks }) =>
    tasks.map(({ id }: Json) => `${user_id} ${id}`)
  );
}

const MIXED = { ...POOL.mixer_config, golden_tasks_count: 1 };

for (const mix_tasks_in_creation_order of [true, false]) {
  Deno.test(`Tolokers do each task as often as its overlap says, in order ${mix_tasks_in_creation_order}`, async () => {
    const api = new Api();
    const pool = await api.pool({
      mixer_config: { ...MIXED, mix_tasks_in_creation_order },
    });
    await api.golden(pool.id, 30);
    await api.tasks(pool.id, 200);
    const closed = await api.finish(pool.id);
    assertEquals(closed.last_close_reason, "COMPLETED");

    const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
    const counts = issued(assignments);
    const tasks = await api.list(`/tasks?pool_id=${pool.id}`);
    for (const { id, overlap, remaining_overlap } of tasks) {
      if (overlap === null) continue;
      assertEquals([counts.get(id), remaining_overlap], [3, 0]);
    }
    const pairs = meetings(assignments);
    assertEquals(new Set(pairs).size, pairs.length);
    for (const { tasks } of assignments) {
      const golden = tasks.filter((task: Json) => task.known_solutions);
      assertEquals(golden.length, 1);
      assert(tasks.length <= 6);
    }
  });
}

Deno.test("a Toloker does one suite at a time", async () => {
  const api = new Api({ population: { count: 10 } });
  const pool = await api.pool({
    quality_control: {
      configs: [],
      checkpoints_config: {
        real_settings: {
          target_overlap: 4,
          task_distribution_function: {
            scope: "POOL",
            distribution: "UNIFORM",
            window_days: 10,
            intervals: [{ from: 1, to: 1_000, frequency: 3 }],
          },
        },
      },
    },
  });
  await api.tasks(pool.id, 200);
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const busy = new Map<string, string>();
  for (const one of assignments) {
    assert(one.created >= (busy.get(one.user_id) ?? ""));
    busy.set(one.user_id, one.submitted ?? one.skipped ?? one.expired);
  }
  assertGreater(assignments.length, 100);
});

Deno.test("remaining_overlap falls while Tolokers are at work", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 20);
  await api.run(`/pools/${pool.id}/open`);
  for (let step = 0; step < 20; step++) {
    await api.simulator.advance(7_000);
    const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
    const counts = issued(assignments);
    for (const task of await api.list(`/tasks?pool_id=${pool.id}`)) {
      const out = counts.get(task.id) ?? 0;
      assertEquals(task.remaining_overlap, 3 - out);
    }
  }
});

Deno.test("set-overlap-or-min stops a task where it is", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 5, { overlap: 30 });
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.runUntil(() => api.simulator.now.getUTCMinutes() >= 1);
  const [task] = await api.list(`/tasks?pool_id=${pool.id}`);
  const out = 30 - task.remaining_overlap;
  assertGreater(out, 0);
  const path = `/tasks/${task.id}/set-overlap-or-min`;
  const stopped = await api.patch(path, { overlap: 0 });
  assertEquals([stopped.overlap, stopped.remaining_overlap], [out, 0]);
});

for (
  const [kind, more] of [
    ["tasks", { input_values: { image: "https://example.com" } }],
    ["task-suites", {
      tasks: [{ input_values: { image: "https://example.com" } }],
    }],
  ] as const
) {
  Deno.test(`${kind} of an archived pool cannot be changed`, async () => {
    const api = new Api();
    const pool = await api.pool(
      kind === "tasks" ? {} : { mixer_config: null },
    );
    const item = { pool_id: pool.id, overlap: 1, ...more };
    const { id } = await api.post(`/${kind}`, item);
    await api.run(`/pools/${pool.id}/archive`);
    for (
      const path of [`/${kind}/${id}`, `/${kind}/${id}/set-overlap-or-min`]
    ) {
      const error = await api.expect(409, "PATCH", path, { overlap: 2 });
      assertEquals(error.code, "POOL_INAPPROPRIATE_STATUS");
    }
  });
}

Deno.test("control tasks limit how much a Toloker can do", async () => {
  const api = new Api({ population: { count: 3 } });
  const pool = await api.pool({ mixer_config: MIXED });
  await api.golden(pool.id, 4);
  await api.tasks(pool.id, 100);
  const open = await api.finish(pool.id);
  assertEquals(open.status, "OPEN");
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  assertEquals(assignments.length, 3 * 4);
});

Deno.test("shuffle_tasks_in_task_suite mixes the kinds of tasks; without it they come by creation", async () => {
  for (const shuffle_tasks_in_task_suite of [true, false]) {
    const api = new Api({ population: { count: 30 } });
    const pool = await api.pool({
      mixer_config: { ...MIXED, shuffle_tasks_in_task_suite },
    });
    await api.golden(pool.id, 4);
    await api.tasks(pool.id, 60);
    await api.finish(pool.id);
    const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
    const places = assignments.map(({ tasks }) =>
      tasks.findIndex((task: Json) => task.known_solutions !== undefined)
    );
    // The control tasks were created first.
    assertEquals(new Set(places).size > 1, shuffle_tasks_in_task_suite);
    assertEquals(places.every((at) => at === 0), !shuffle_tasks_in_task_suite);
  }
});

Deno.test("a suite that is skipped or expires goes to others, not to the same Toloker", async () => {
  for (const habit of ["skipping", "forgetful"]) {
    const api = new Api({ population: { count: 8, habits: { [habit]: 1 } } });
    const pool = await api.pool({ mixer_config: undefined });
    await api.post("/task-suites", {
      pool_id: pool.id,
      overlap: 3,
      tasks: [{ input_values: { image: "https://example.com/1.jpg" } }],
    });
    await api.finish(pool.id);
    const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
    const lost = assignments.filter(({ status }) =>
      status === "SKIPPED" || status === "EXPIRED"
    );
    const Tolokers = new Set(assignments.map(({ user_id }) => user_id));
    assertGreater(lost.length, 0);
    assertEquals(assignments.length - lost.length, 3);
    assertEquals(Tolokers.size, assignments.length);
  }
});

Deno.test("force_last_assignment=false keeps short suites back", async () => {
  const api = new Api();
  const pool = await api.pool({
    mixer_config: { ...POOL.mixer_config, force_last_assignment: false },
  });
  await api.tasks(pool.id, 7, { overlap: 1 });
  assertEquals((await api.finish(pool.id)).status, "OPEN");
  const assignments = await api.list(
    `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
  );
  assertEquals(assignments.map(({ tasks }) => tasks.length), [5]);
});

Deno.test("min_real_tasks_count lets shorter suites out", async () => {
  const api = new Api();
  const pool = await api.pool({
    mixer_config: {
      ...POOL.mixer_config,
      force_last_assignment: false,
      min_real_tasks_count: 2,
    },
  });
  await api.tasks(pool.id, 7, { overlap: 1 });
  assertEquals((await api.finish(pool.id)).status, "CLOSED");
});

Deno.test("the last suite waits for force_last_assignment_delay_seconds", async () => {
  const api = new Api();
  const pool = await api.pool({
    mixer_config: {
      ...POOL.mixer_config,
      force_last_assignment_delay_seconds: 86_400,
    },
  });
  await api.tasks(pool.id, 2, { overlap: 1 });
  const closed = await api.finish(pool.id);
  assertEquals(closed.last_close_reason, "COMPLETED");
  const [{ created }] = await api.list(`/assignments?pool_id=${pool.id}`);
  assertGreater(created, "2024-01-02T00:00:00");
});

Deno.test("control tasks come by a distribution function", async () => {
  const api = new Api({ population: { count: 1, habits: { careful: 1 } } });
  const pool = await api.pool({
    mixer_config: {
      ...POOL.mixer_config,
      golden_task_distribution_function: {
        scope: "POOL",
        distribution: "UNIFORM",
        window_days: 1,
        intervals: [{ from: 1, to: 5, frequency: 3 }, {
          from: 6,
          to: 1_000,
          frequency: 5,
        }],
      },
    },
  });
  await api.golden(pool.id, 30);
  await api.tasks(pool.id, 40, { overlap: 1 });
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const golden = assignments.map(({ tasks }) =>
    tasks.filter((task: Json) => task.known_solutions).length
  );
  // Tasks 1 and 4, then 6, 11, 16 and so on.
  assertEquals(golden.slice(0, 5), [2, 1, 1, 1, 1]);
});

Deno.test("reserved_for and unavailable_for choose the Tolokers", async () => {
  const api = new Api({ population: { count: 10 } });
  const [one, two] = api.simulator.tolokers.map(({ id }) => id);
  const pool = await api.pool();
  await api.tasks(pool.id, 5, { overlap: 1, reserved_for: [one] });
  await api.tasks(pool.id, 5, { overlap: 9, unavailable_for: [two] });
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  for (const { user_id, tasks } of assignments) {
    for (const { id } of tasks) {
      const task = await api.get(`/tasks/${id}`);
      if (task.reserved_for) assertEquals(user_id, one);
      if (task.unavailable_for) assert(user_id !== two);
    }
  }
});

Deno.test("suites of the requester's go out as often as they should", async () => {
  const api = new Api();
  const pool = await api.pool({ mixer_config: null });
  const suites = Array.from({ length: 20 }, (_, suite) => ({
    pool_id: pool.id,
    tasks: [0, 1].map((task) => ({
      input_values: { image: `https://example.com/${suite}/${task}` },
    })),
  }));
  await api.post("/task-suites?allow_defaults=true", suites);
  const closed = await api.finish(pool.id);
  assertEquals(closed.last_close_reason, "COMPLETED");
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const counts = issued(assignments);
  assertEquals(counts.size, 40);
  assertEquals(new Set(counts.values()), new Set([3]));
  const pairs = meetings(assignments);
  assertEquals(new Set(pairs).size, pairs.length);
  for (const suite of await api.list(`/task-suites?pool_id=${pool.id}`)) {
    assertEquals(suite.remaining_overlap, 0);
  }
});

Deno.test("suites go out in creation order, the preferred ones first", async () => {
  const api = new Api({ population: { count: 1, habits: { careful: 1 } } });
  const pool = await api.pool({
    mixer_config: null,
    assignments_issuing_config: { issue_task_suites_in_creation_order: true },
  });
  const suites = [0, 0, 5, 1].map((issuing_order_override, index) => ({
    pool_id: pool.id,
    overlap: 1,
    issuing_order_override,
    tasks: [{ input_values: { image: `https://example.com/${index}` } }],
  }));
  const { items } = await api.post("/task-suites", suites);
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  assertEquals(
    assignments.map(({ task_suite_id }) => task_suite_id),
    ["2", "3", "0", "1"].map((index) => items[index].id),
  );
});

Deno.test("answers fit the output fields", async () => {
  const api = new Api({ population: { habits: { careful: 1, random: 1 } } });
  const output_spec = {
    yes: { type: "boolean" },
    kind: { type: "string", allowed_values: ["a", "b"] },
    kinds: {
      type: "array_string",
      min_size: 1,
      max_size: 2,
      allowed_values: ["a", "b", "c"],
    },
    stars: { type: "integer", min_value: 1, max_value: 5 },
    weight: { type: "float", min_value: 0.5, max_value: 1.5 },
    text: { type: "string", min_length: 8, max_length: 12 },
    link: { type: "url" },
    links: { type: "array_url" },
    place: { type: "coordinates" },
    photo: { type: "file" },
    data: { type: "json" },
    comment: { type: "string", required: false },
  };
  const project = await api.project({
    task_spec: { input_spec: {}, output_spec, view_spec: {} },
  });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  await api.tasks(pool.id, 30, { input_values: {} });
  await api.finish(pool.id);
  const checked = await api.pool({ project_id: project.id });
  const assignments = await api.list(
    `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
  );
  // Every answer must be good enough for a known solution.
  for (const { solutions } of assignments) {
    for (const solution of solutions) {
      assertEquals("comment" in solution.output_values, false);
      assertEquals(Object.keys(solution.output_values).length, 11);
      await api.post("/tasks?allow_defaults=true", {
        pool_id: checked.id,
        input_values: {},
        known_solutions: [solution],
      });
    }
  }
});

Deno.test("the truth option says what is right", async () => {
  const api = new Api({
    population: { habits: { careful: 1 }, skill: [1, 1] },
    truth: ({ input_values }) => ({
      label: /[02468]\.jpg$/.test(String(input_values.image)) ? "cat" : "dog",
    }),
  });
  const pool = await api.pool();
  await api.tasks(pool.id, 10);
  await api.finish(pool.id);
  const assignments = await api.list(
    `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
  );
  for (const { tasks, solutions } of assignments) {
    tasks.forEach((task: Json, index: number) => {
      const even = /[02468]\.jpg$/.test(task.input_values.image);
      const { label } = solutions[index].output_values;
      assertEquals(label, even ? "cat" : "dog");
    });
  }
});

Deno.test("careful Tolokers are right more often than others", async () => {
  const rates: Record<string, number> = {};
  for (const habit of ["careful", "sloppy", "random"]) {
    const api = new Api({
      population: { habits: { [habit]: 1 } },
      truth: () => ({ label: "cat" }),
    });
    const pool = await api.pool();
    await api.tasks(pool.id, 300);
    await api.finish(pool.id);
    const assignments = await api.list(
      `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
    );
    const labels = assignments.flatMap(({ solutions }) =>
      solutions.map(({ output_values }: Json) => output_values.label)
    );
    rates[habit] = labels.filter((label) => label === "cat").length /
      labels.length;
  }
  assertGreater(rates.careful, 0.8);
  assertGreater(rates.sloppy, 0.55);
  assertLess(rates.sloppy, 0.75);
  assertGreater(rates.random, 0.25);
  assertLess(rates.random, 0.42);
});

const FILTERS: [name: string, filter: Json, ids: (trait: Json) => boolean][] = [
  ["country", {
    and: [{
      or: [
        { category: "profile", key: "country", operator: "EQ", value: "US" },
        { category: "profile", key: "country", operator: "EQ", value: "BR" },
      ],
    }],
  }, ({ country }) => country === "US" || country === "BR"],
  [
    "languages",
    { category: "profile", key: "languages", operator: "IN", value: "FR" },
    ({ languages }) => languages.includes("FR"),
  ],
  [
    "adults and devices",
    {
      and: [
        {
          category: "profile",
          key: "adult_allowed",
          operator: "EQ",
          value: true,
        },
        {
          category: "computed",
          key: "device_category",
          operator: "NE",
          value: "SMARTPHONE",
        },
      ],
    },
    ({ adult_allowed, device_category }) =>
      adult_allowed && device_category !== "SMARTPHONE",
  ],
  ["age", {
    category: "profile",
    key: "date_of_birth",
    operator: "LT",
    value: 631_152_000,
  }, ({ date_of_birth }) => date_of_birth < 631_152_000],
];

for (const [name, filter, passes] of FILTERS) {
  Deno.test(`only Tolokers who pass a filter work: ${name}`, async () => {
    const api = new Api();
    const pool = await api.pool({ filter });
    await api.tasks(pool.id, 50, { overlap: 250 });
    await api.finish(pool.id);
    const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
    const wanted = api.simulator.tolokers.filter(({ traits }) =>
      passes(traits)
    );
    assertGreater(wanted.length, 2);
    assertLess(wanted.length, api.simulator.tolokers.length);
    assertEquals(
      new Set(assignments.map(({ user_id }) => user_id)),
      new Set(wanted.map(({ id }) => id)),
    );
  });
}

Deno.test("a skill filter lets a Toloker in once he has the value", async () => {
  const api = new Api();
  const { id: skill_id } = await api.post("/skills", { name: "Cats" });
  const pool = await api.pool({
    filter: { category: "skill", key: skill_id, operator: "GTE", value: 80 },
  });
  await api.tasks(pool.id, 5, { overlap: 1 });
  assertEquals((await api.finish(pool.id)).status, "OPEN");
  const [low, high] = api.simulator.tolokers;
  const set = (user_id: string, value: number) =>
    api.put("/user-skills", { skill_id, user_id, value });
  await set(low!.id, 79.9);
  await set(high!.id, 80);
  await api.simulator.runUntil("idle");
  const [done] = await api.list(`/assignments?pool_id=${pool.id}`);
  assertEquals(done.user_id, high!.id);
});

Deno.test("a pool of higher priority is done first", async () => {
  const api = new Api({ population: { count: 5 } });
  const low = await api.pool();
  const high = await api.pool({ priority: 50 });
  for (const { id } of [low, high]) {
    await api.tasks(id, 100);
    await api.run(`/pools/${id}/open`);
  }
  await api.simulator.runUntil("idle");
  const [a, b] = await Promise.all(
    [low, high].map(({ id }) => api.get(`/pools/${id}`)),
  );
  assertGreater(a.last_stopped, b.last_stopped);
});

Deno.test("1,000 tasks with overlap 3 take a moment", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 1_000);
  const start = performance.now();
  const closed = await api.finish(pool.id);
  assertEquals(closed.status, "CLOSED");
  assertLess(performance.now() - start, 10_000); // on a busy machine, too
});
