/** The crowd as a whole: who comes when, who does how much, and who is left. */

import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { readCommand, startService } from "../../src/simulator/command.ts";
import {
  type PopulationOptions,
  type ShortageEvent,
  Simulator,
} from "../../src/simulator/mod.ts";
import { Api, type Json, POOL, PROJECT, STEADY } from "./api.ts";

const HOUR = 3_600_000;

/** Lets a pool run to its end, or until nobody comes any more. */
async function run(
  api: Api,
  { tasks = 50, project = {}, ...pool }: Json = {},
): Promise<{ pool: Json; assignments: Json[]; shortages: ShortageEvent[] }> {
  const shortages: ShortageEvent[] = [];
  api.simulator.on((event) => {
    if (event.type === "POOL_SHORT_OF_TOLOKERS") shortages.push(event);
  });
  const { id: project_id } = await api.project(project);
  const created = await api.post("/pools", { ...POOL, project_id, ...pool });
  await api.tasks(created.id, tasks);
  const done = await api.finish(created.id);
  const path = `/assignments?pool_id=${created.id}`;
  return { pool: done, assignments: await api.list(path), shortages };
}

const overlap = (count: number) => ({
  defaults: {
    default_overlap_for_new_tasks: count,
    default_overlap_for_new_task_suites: count,
  },
});

Deno.test("Simulator.on() tells once when nobody is left for a pool", async () => {
  const api = new Api({ population: { count: 4, habits: { careful: 1 } } });
  const [user] = api.simulator.tolokers;
  await api.put("/user-restrictions", {
    user_id: user!.id,
    scope: "ALL_PROJECTS",
  });
  const { pool, shortages } = await run(api, { tasks: 5, ...overlap(6) });
  assertEquals(pool.status, "OPEN");
  const shortage = {
    restricted: 1,
    filtered: 0,
    untrained: 0,
    done: 3,
    gone: 0,
  };
  assertEquals(shortages.map(({ pool_id, shortage }) => [pool_id, shortage]), [
    [pool.id, shortage],
  ]);
  assertEquals(api.simulator.shortages, [{ pool_id: pool.id, shortage }]);
  await api.run(`/pools/${pool.id}/close`);
  assertEquals(api.simulator.shortages, []);
});

const KEPT_OUT: [reason: string, population: PopulationOptions, pool: Json][] =
  [
    ["filtered", { languages: ["FR"] }, {
      filter: {
        category: "profile",
        key: "languages",
        operator: "IN",
        value: "DE",
      },
    }],
    ["gone", { answer: () => "leave" }, {}],
  ];

for (const [reason, population, pool] of KEPT_OUT) {
  Deno.test(`Simulator.shortages says how many are ${reason}`, async () => {
    const api = new Api({ population: { ...STEADY, count: 3, ...population } });
    const { pool: { id } } = await run(api, pool);
    assertEquals(api.simulator.shortages, [{
      pool_id: id,
      shortage: {
        restricted: 0,
        filtered: 0,
        untrained: 0,
        done: 0,
        gone: 0,
        [reason]: 3,
      },
    }]);
  });
}

Deno.test("a pool that is complete or at work has no shortage", async () => {
  const api = new Api();
  const { pool, shortages } = await run(api);
  assertEquals([pool.status, shortages.length], ["CLOSED", 0]);
  assertEquals(api.simulator.shortages, []);
});

Deno.test("the command says why nobody is left, when it happens and at the end", async () => {
  const lines: string[] = [];
  const machine = {
    readFile: () => JSON.stringify({ count: 2, habits: { careful: 1 } }),
    writeFile: () => {},
    print: (line: string) => lines.push(line),
  };
  const args = "--speed 1000000 --population two.json".split(" ");
  const service = await startService(readCommand(args, machine), machine);
  const post = async (path: string, body: Json) => {
    const response = await fetch(`${service.url}/api/v1${path}`, {
      method: "POST",
      headers: {
        "Authorization": "ApiKey any",
        "Content-Type": "application/json",
      },
      body: JSON.stringify(body),
    });
    return await response.json();
  };
  const project = await post("/projects", PROJECT);
  const pool = await post("/pools", {
    ...POOL,
    project_id: project.id,
    ...overlap(3),
  });
  const tasks = [1, 2, 3, 4, 5].map((i) => ({
    pool_id: pool.id,
    input_values: { image: `https://example.com/${i}` },
  }));
  await post("/tasks?allow_defaults=true&open_pool=true", tasks);
  const wanted = `Nobody is left for pool ${pool.id}: 0 are restricted, 0 do ` +
    "not pass the filter, 0 lack the training, 2 have done their share, 0 " +
    "have left";
  const deadline = performance.now() + 60_000;
  while (!lines.includes(wanted)) {
    assert(performance.now() < deadline, lines.join("\n"));
    await (await fetch(`${service.url}/api/v1/requester`)).body?.cancel();
  }
  await service.stop();
  assertEquals(lines.filter((line) => line === wanted).length, 2);
});

Deno.test("by default more than 50 people submit, and a few do the most", async () => {
  const { assignments } = await run(new Api(), { tasks: 2_000 });
  const counts = [...Map.groupBy(assignments, ({ user_id }) => user_id)]
    .map(([, own]) => own.length).sort((a, b) => b - a);
  assertGreater(counts.length, 50);
  assertLess(counts.length, 201);
  const sum = (all: number[]) => all.reduce((a, b) => a + b, 0);
  const best = sum(counts.slice(0, counts.length / 10));
  assertGreater(best / sum(counts), 0.25);
  const statuses = new Set(assignments.map(({ status }) => status));
  assertEquals(statuses, new Set(["ACCEPTED", "SKIPPED", "EXPIRED"]));
});

Deno.test("first answers take minutes", async () => {
  const { pool, assignments } = await run(new Api());
  const opened = Date.parse(`${pool.last_started}Z`);
  const first = Math.min(
    ...assignments.map(({ created }) => Date.parse(`${created}Z`)),
  );
  assertGreater(first - opened, 60_000);
  assertLess(first - opened, 30 * 60_000);
});

Deno.test("Tolokers begin to work in the hours of their country", async () => {
  const api = new Api({
    population: { count: 40, countries: ["IN"], hours: [9, 12], skips: 0 },
  });
  const { assignments } = await run(api, { tasks: 200 });
  const hours = new Set(
    assignments.map(({ created }) =>
      new Date(Date.parse(`${created}Z`) + 5.5 * HOUR).getUTCHours()
    ),
  );
  assert([...hours].every((hour) => hour >= 9 && hour < 12));
  assertGreater(hours.size, 0);
});

/** Mean seconds of an assignment whose task has one output field. */
async function secondsFor(
  component: Json,
  spec: Json,
  population: PopulationOptions = {},
): Promise<number> {
  const api = new Api({
    population: {
      ...STEADY,
      count: 30,
      habits: { careful: 1 },
      secondsPerTask: 10,
      ...population,
    },
  });
  const view = { ...component, data: { type: "data.output", path: "answer" } };
  const { assignments } = await run(api, {
    assignment_max_duration_seconds: 3_600,
    project: {
      task_spec: {
        ...PROJECT.task_spec,
        output_spec: { answer: spec },
        view_spec: { type: "tb", config: JSON.stringify({ view }) },
      },
    },
  });
  const times = assignments.filter(({ submitted }) => submitted).map((
    { created, submitted },
  ) => (Date.parse(submitted) - Date.parse(created)) / 1_000);
  return times.reduce((a, b) => a + b) / times.length;
}

Deno.test("time depends on what a task asks for", async () => {
  const choice = await secondsFor({
    type: "field.radio-group",
    options: [{ value: "a" }, { value: "b" }],
  }, { type: "string" });
  // Five tasks a suite, ten seconds each.
  assertGreater(choice, 45);
  assertLess(choice, 55);
  const text = [{ type: "field.textarea" }, { type: "string" }] as const;
  const written = await secondsFor(...text);
  assertGreater(written / choice, 2.5);
  assertLess(written / choice, 3.5);
  const file = await secondsFor({ type: "field.audio" }, { type: "file" });
  assertGreater(file, written);
  const quick = await secondsFor(...text, { effort: { text: 1 } });
  assertLess(quick, 55);
});

Deno.test("skips and forgets are probabilities", async () => {
  const api = new Api({
    population: {
      ...STEADY,
      count: 60,
      habits: { careful: 1 },
      skips: 0.3,
      forgets: 0.2,
    },
  });
  const { assignments } = await run(api, { tasks: 500 });
  const part = (status: string) =>
    assignments.filter((one) => one.status === status).length /
    assignments.length;
  assertLess(Math.abs(part("EXPIRED") - 0.2), 0.05);
  assertLess(Math.abs(part("SKIPPED") - 0.8 * 0.3), 0.05);
});

Deno.test("a population's numbers can have a heavy tail", () => {
  const { tolokers } = new Simulator({
    population: { stamina: { least: 2, exponent: 1.5 }, count: 5 },
  });
  assertEquals(tolokers.length, 5);
});
