import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { Api, type Json, POOL } from "./api.ts";

const DAY = 24 * 3_600_000;
const ONE = { population: { count: 1, habits: { careful: 1 }, skill: 1 } };

function shares(assignments: Json[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { user_id } of assignments) {
    counts.set(user_id, (counts.get(user_id) ?? 0) + 1);
  }
  return counts;
}

for (
  const [balance, count] of [
    [{ type: "TOP_PERCENTAGE_BY_QUALITY", percent: 20 }, 4],
    [{ type: "BEST_CONCURRENT_USERS_BY_QUALITY", count: 3 }, 3],
  ] as const
) {
  Deno.test(`speed_quality_balance ${balance.type} lets only the best in`, async () => {
    const api = new Api({ population: { count: 20 } });
    const pool = await api.pool({ speed_quality_balance: balance });
    await api.tasks(pool.id, 100, { overlap: 20 });
    await api.finish(pool.id);
    const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
    const best = api.simulator.tolokers
      .map(({ id, skill, habit }) => ({
        id,
        quality: { careful: 1, sloppy: 0.75, random: 0 }[habit as "careful"] *
          skill,
      }))
      .sort((a, b) => b.quality - a.quality).slice(0, count);
    assertEquals(
      [...shares(assignments).keys()].sort(),
      best.map(({ id }) => id).sort(),
    );
  });
}

Deno.test("POST /pools refuses a percentage that is not a multiple of 10", async () => {
  const api = new Api();
  const { id: project_id } = await api.project();
  const error = await api.expect(400, "POST", "/pools", {
    ...POOL,
    project_id,
    speed_quality_balance: { type: "TOP_PERCENTAGE_BY_QUALITY", percent: 15 },
  });
  assertEquals(Object.keys(error.payload), ["speed_quality_balance.percent"]);
});

function checkpoints(target_overlap: number, more: Json = {}): Json {
  return {
    quality_control: {
      configs: [],
      checkpoints_config: {
        real_settings: {
          target_overlap,
          task_distribution_function: {
            scope: "POOL",
            distribution: "UNIFORM",
            window_days: 10,
            intervals: [{ from: 1, to: 1_000, frequency: 5 }],
            ...more,
          },
        },
      },
    },
  };
}

Deno.test("checkpoints_config gives every fifth task of a Toloker more overlap", async () => {
  const api = new Api({ population: { count: 10, habits: { careful: 1 } } });
  const pool = await api.pool(checkpoints(3));
  await api.tasks(pool.id, 200, { overlap: 1 });
  const closed = await api.finish(pool.id);
  assertEquals(closed.last_close_reason, "COMPLETED");
  const tasks = await api.list(`/tasks?pool_id=${pool.id}`);
  const checked = tasks.filter(({ overlap }) => overlap === 3);
  assertEquals(
    tasks.every(({ overlap }) => overlap === 1 || overlap === 3),
    true,
  );
  assertGreater(checked.length, 20);
  assertLess(checked.length, 60);
});

Deno.test("checkpoints_config counts tasks that others were checked on", async () => {
  const api = new Api({
    // So slow that both are at work at a time.
    population: {
      count: 2,
      secondsPerTask: 100,
      answer: () => ({ label: "cat" }),
    },
  });
  const pool = await api.pool({
    ...checkpoints(2),
    mixer_config: {
      ...POOL.mixer_config,
      mix_tasks_in_creation_order: true,
    },
  });
  await api.tasks(pool.id, 10, { overlap: 1 });
  await api.finish(pool.id);
  // Both meet in the first checked task of either's, and in the last task.
  const tasks = await api.list(`/tasks?pool_id=${pool.id}`);
  assertEquals(tasks.filter(({ overlap }) => overlap === 2).length, 2);
});

Deno.test("checkpoints_config can lower the overlap", async () => {
  const api = new Api({ population: { count: 10, habits: { careful: 1 } } });
  const pool = await api.pool(checkpoints(1));
  await api.tasks(pool.id, 100, { overlap: 4 });
  await api.finish(pool.id);
  const tasks = await api.list(`/tasks?pool_id=${pool.id}`);
  assert(tasks.some(({ overlap }) => overlap < 4));
  assert(tasks.some(({ overlap }) => overlap === 4));
});

Deno.test("checkpoints_config raises the overlap of suites without smart mixing", async () => {
  const api = new Api();
  const pool = await api.pool({ mixer_config: null, ...checkpoints(3) });
  const suites = Array.from({ length: 30 }, (_, index) => ({
    pool_id: pool.id,
    overlap: 1,
    tasks: [{ input_values: { image: `https://example.com/${index}` } }],
  }));
  await api.post("/task-suites", suites);
  await api.finish(pool.id);
  const overlaps = (await api.list(`/task-suites?pool_id=${pool.id}`))
    .map(({ overlap }) => overlap);
  assertEquals(new Set(overlaps), new Set([1, 3]));
});

Deno.test("MAJORITY_VOTE with checkpoints counts only the checked tasks", async () => {
  const api = new Api({ population: { count: 12, habits: { careful: 1 } } });
  const { id: skill_id } = await api.post("/skills", { name: "Checked" });
  const { quality_control } = checkpoints(3);
  const pool = await api.pool({
    quality_control: {
      ...quality_control,
      configs: [{
        collector_config: {
          type: "MAJORITY_VOTE",
          parameters: { answer_threshold: 2 },
        },
        rules: [{
          conditions: [{
            key: "total_answers_count",
            operator: "GTE",
            value: 1,
          }],
          action: {
            type: "SET_SKILL_FROM_OUTPUT_FIELD",
            parameters: { skill_id, from_field: "correct_answers_rate" },
          },
        }],
      }],
    },
  });
  await api.tasks(pool.id, 200, { overlap: 1 });
  await api.finish(pool.id);
  assertGreater((await api.get("/user-skills")).items.length, 5);
});

const TRAITS: [name: string, task: Json, passes: (has: string[]) => boolean][] =
  [
    [
      "all of",
      { traits_all_of: ["tall", "local"] },
      (has) => has.includes("tall") && has.includes("local"),
    ],
    [
      "any of",
      { traits_any_of: ["tall", "local"] },
      (has) => has.length > 0,
    ],
    [
      "none of",
      { traits_none_of_any: ["tall"] },
      (has) => !has.includes("tall"),
    ],
  ];

for (const [name, task, passes] of TRAITS) {
  Deno.test(`tasks go to Tolokers with ${name} the traits`, async () => {
    const api = new Api({
      population: {
        habits: { careful: 1 },
        taskTraits: { tall: 0.5, local: 0.4 },
      },
    });
    const pool = await api.pool();
    await api.tasks(pool.id, 5, { overlap: 250, ...task });
    await api.finish(pool.id);
    const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
    const wanted = api.simulator.tolokers.filter(({ taskTraits }) =>
      passes([...taskTraits])
    );
    assertEquals(
      [...shares(assignments).keys()].sort(),
      wanted.map(({ id }) => id).sort(),
    );
    assertGreater(wanted.length, 5);
    assertLess(wanted.length, api.simulator.tolokers.length);
  });
}

for (const limit of [1, 2]) {
  Deno.test(`on a map a Toloker holds at most ${limit} suites`, async () => {
    const api = new Api({ population: { count: 4, habits: { careful: 1 } } });
    const project = await api.project({
      assignments_issuing_type: "MAP_SELECTOR",
      assignments_issuing_view_config: {
        title_template: "Shop",
        description_template: "Look",
      },
      max_active_assignments_count: limit,
    });
    const pool = await api.post("/pools", {
      ...POOL,
      project_id: project.id,
      mixer_config: null,
    });
    const suites = Array.from({ length: 40 }, (_, index) => ({
      pool_id: pool.id,
      overlap: 1,
      longitude: index,
      latitude: 50,
      tasks: [{ input_values: { image: `https://example.com/${index}` } }],
    }));
    await api.post("/task-suites", suites);
    const active = new Map<string, number>();
    let most = 0;
    api.simulator.on((event) => {
      if (!("assignment" in event)) return;
      const { user_id } = event.assignment;
      const change = { ASSIGNMENT_CREATED: 1, ASSIGNMENT_ACCEPTED: 0 }[
        event.type as string
      ] ?? -1;
      active.set(user_id, (active.get(user_id) ?? 0) + change);
      most = Math.max(most, active.get(user_id)!);
    });
    const closed = await api.finish(pool.id);
    assertEquals(closed.last_close_reason, "COMPLETED");
    assertEquals(most, limit);
  });
}

Deno.test("on a map Tolokers go on to the nearest suite", async () => {
  const api = new Api({ population: { count: 1, habits: { careful: 1 } } });
  const project = await api.project({
    assignments_issuing_type: "MAP_SELECTOR",
    assignments_issuing_view_config: {
      title_template: "Shop",
      description_template: "Look",
    },
  });
  const pool = await api.post("/pools", {
    ...POOL,
    project_id: project.id,
    mixer_config: null,
  });
  // Two towns on both sides of the date line, sent in no order.
  const longitudes = [179.8, 12.1, -179.9, 12.3, 179.9, 12, -179.8, 12.2];
  const suites = longitudes.map((longitude, index) => ({
    pool_id: pool.id,
    overlap: 1,
    longitude,
    latitude: 50,
    tasks: [{ input_values: { image: `https://example.com/${index}` } }],
  }));
  const { items } = await api.post("/task-suites", suites);
  await api.finish(pool.id);
  const places = new Map(
    Object.values<Json>(items).map(({ id, longitude }) => [id, longitude]),
  );
  const way = (await api.list(`/assignments?pool_id=${pool.id}`))
    .map(({ task_suite_id }) => places.get(task_suite_id));
  assertEquals(way.length, 8);
  const town = (longitude: number) => Math.abs(longitude) > 90;
  const moves = way.slice(1).filter((longitude, index) =>
    town(longitude) !== town(way[index])
  );
  assertEquals(moves.length, 1, way.join());
});

/** Makes a Toloker's first two tasks control tasks. */
function firstTwo(scope: string, window_days: number): Json {
  return {
    mixer_config: {
      ...POOL.mixer_config,
      golden_task_distribution_function: {
        scope,
        distribution: "UNIFORM",
        window_days,
        intervals: [{ from: 1, to: 2, frequency: 1 }],
      },
    },
  };
}

/** Does a new pool and counts the control tasks of its first suite. */
async function goldenInFirst(
  api: Api,
  project_id: string,
  settings: Json,
): Promise<number> {
  const body = { ...POOL, project_id, ...settings };
  const pool = await api.post("/pools", body);
  await api.golden(pool.id, 5);
  await api.tasks(pool.id, 3, { overlap: 1 });
  await api.finish(pool.id);
  const [first] = await api.list(`/assignments?pool_id=${pool.id}`);
  return first.tasks.filter((task: Json) => task.known_solutions).length;
}

Deno.test("a distribution function counts over the pool or the project", async () => {
  const api = new Api(ONE);
  const { id } = await api.project();
  const goldens: number[] = [];
  for (const scope of ["POOL", "PROJECT", "POOL"]) {
    goldens.push(await goldenInFirst(api, id, firstTwo(scope, 30)));
  }
  assertEquals(goldens, [2, 0, 2]);
});

for (const [days, count] of [[1, 0], [3, 2]] as const) {
  Deno.test(`a distribution function of 2 days counts ${count} after ${days}`, async () => {
    const api = new Api(ONE);
    const { id } = await api.project();
    const settings = firstTwo("PROJECT", 2);
    await goldenInFirst(api, id, settings);
    await api.simulator.advance(days * DAY);
    assertEquals(await goldenInFirst(api, id, settings), count);
  });
}

Deno.test("of pools with the same priority the one opened earlier is done first", async () => {
  const api = new Api({ population: { count: 5, habits: { careful: 1 } } });
  const late = await api.pool();
  const early = await api.pool();
  for (const { id } of [early, late]) {
    await api.tasks(id, 30, { overlap: 1 });
    await api.run(`/pools/${id}/open`);
  }
  await api.simulator.runUntil("idle");
  const [a, b] = await Promise.all(
    [early, late].map(({ id }) => api.get(`/pools/${id}`)),
  );
  assertLess(a.last_stopped, b.last_stopped);
});

Deno.test("the price is fixed when the suite is handed out", async () => {
  const api = new Api(ONE);
  const { id: skill_id } = await api.post("/skills", { name: "Cats" });
  const user_id = api.simulator.tolokers[0]!.id;
  const set = (value: number) =>
    api.put("/user-skills", { skill_id, user_id, value });
  await set(90);
  const pool = await api.pool({
    dynamic_pricing_config: {
      type: "SKILL",
      skill_id,
      intervals: [
        { from: 0, to: 79, reward_per_assignment: 0.01 },
        { from: 80, to: 100, reward_per_assignment: 0.2 },
      ],
    },
  });
  await api.tasks(pool.id, 5, { overlap: 1 });
  let created = false;
  api.simulator.on(({ type }) => created ||= type === "ASSIGNMENT_CREATED");
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.runUntil(() => created);
  await set(10);
  await api.simulator.runUntil("idle");
  const [{ reward, status }] = await api.list(
    `/assignments?pool_id=${pool.id}`,
  );
  assertEquals([status, reward], ["ACCEPTED", 0.2]);
});

Deno.test("POST /pools refuses prices whose intervals overlap", async () => {
  const api = new Api();
  const { id: skill_id } = await api.post("/skills", { name: "Cats" });
  const { id: project_id } = await api.project();
  const error = await api.expect(400, "POST", "/pools", {
    ...POOL,
    project_id,
    dynamic_pricing_config: {
      type: "SKILL",
      skill_id,
      intervals: [
        { from: 50, to: 100, reward_per_assignment: 0.2 },
        { from: 0, to: 50, reward_per_assignment: 0.1 },
      ],
    },
  });
  assertEquals(Object.keys(error.payload), [
    "dynamic_pricing_config.intervals.1",
  ]);
});

Deno.test("a project keeps 'sensitive' and nothing follows from it", async () => {
  const api = new Api();
  const project = await api.project({ sensitive: true });
  assertEquals(project.sensitive, true);
});
