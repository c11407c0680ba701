import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertThrows,
} from "@std/assert";
import {
  type PopulationOptions,
  Simulator,
  type SimulatorEvent,
} from "../../src/simulator/mod.ts";
import { Api, type Json, STEADY } from "./api.ts";

function tolokers(population: unknown) {
  return new Simulator({ population: population as PopulationOptions })
    .tolokers;
}

Deno.test("a population of several groups is plain JSON", () => {
  const groups = JSON.parse(`[
    { "count": 20, "habits": { "careful": 1 }, "skill": 0.9 },
    { "count": 5, "habits": { "colluding": 1 }, "countries": ["IN"] }
  ]`);
  const all = tolokers(groups);
  assertEquals(all.length, 25);
  assert(all.slice(0, 20).every(({ skill }) => skill === 0.9));
  for (const { habit, traits } of all.slice(20)) {
    assertEquals([habit, traits.country], ["colluding", "IN"]);
  }
});

Deno.test("skills can be spread on a bell curve", () => {
  const skills = tolokers({
    count: 2_000,
    skill: { mean: 0.7, deviation: 0.1 },
  }).map(({ skill }) => skill);
  const mean = skills.reduce((a, b) => a + b) / skills.length;
  const spread = skills.reduce((sum, s) => sum + (s - mean) ** 2, 0) /
    skills.length;
  assertAlmostEquals(mean, 0.7, 0.01);
  assertAlmostEquals(Math.sqrt(spread), 0.1, 0.01);
  assert(skills.every((skill) => skill >= 0 && skill <= 1));
});

Deno.test("countries, languages and devices can be weighted", () => {
  const all = tolokers({
    count: 2_000,
    countries: { FR: 3, DE: 1 },
    languages: { FR: 0.9, DE: 0.2 },
    devices: { COMPUTER: 1 },
  });
  const part = (passes: (traits: Json) => boolean) =>
    all.filter(({ traits }) => passes(traits)).length / all.length;
  assertAlmostEquals(part(({ country }) => country === "FR"), 0.75, 0.03);
  assertAlmostEquals(part((t) => t.languages.includes("FR")), 0.9, 0.03);
  assertAlmostEquals(part((t) => t.languages.includes("DE")), 0.2, 0.03);
  assertEquals(part((t) => t.device_category === "PERSONAL_COMPUTER"), 1);
});

const WRONG: [population: unknown, message: string][] = [
  [
    "many",
    `'population' must be an object or a list of objects: current value is "many"`,
  ],
  [{ count: -1 }, "'count' must be a whole number from 0: current value is -1"],
  [{ cuont: 5 }, "'cuont' must be one of count, habits,"],
  [
    { habits: { lazy: 1 } },
    "'habits' must be an object with the keys careful,",
  ],
  [{ habits: { careful: 0 } }, "'habits' must be weights that are not all 0"],
  [
    { habits: { careful: "1" } },
    "'habits.careful' must be a number of at least 0",
  ],
  [{ skill: [0.9, 0.5] }, "'skill' must be a number from 0 to 1, two of them"],
  [{ skill: 90 }, "'skill' must be a number from 0 to 1, two of them"],
  [
    { secondsPerTask: { mean: 5 } },
    "'secondsPerTask' must be a number from 0,",
  ],
  [{ countries: [] }, "'countries' must be a list that is not empty"],
  [{ languages: "EN" }, "'languages' must be a list of texts or an object"],
  [{ languages: { EN: 2 } }, "'languages.EN' must be a number from 0 to 1"],
  [
    { devices: { PHONE: 1 } },
    "'devices' must be an object with the keys ANDROID",
  ],
  [
    { confusion: { label: { cat: 1 } } },
    "'confusion.label.cat' must be an object: current value is 1",
  ],
  [{ effort: { dance: 1 } }, "'effort' must be an object with the keys choice"],
  [{ noticeSeconds: [9, 1] }, "'noticeSeconds' must be two numbers from 0"],
  [{ restSeconds: 5 }, "'restSeconds' must be two numbers from 0"],
  [{ hours: [8, 25] }, "'hours' must be two different numbers from 0 to 24"],
  [{ hours: [8, 8] }, "'hours' must be two different numbers from 0 to 24"],
  [
    { stamina: { least: 0, exponent: 1 } },
    "'stamina' must be a heavy tail with 'least' and 'exponent' above 0",
  ],
  [{ stamina: "much" }, "'stamina' must be a number from 0"],
  [{ skips: 2 }, "'skips' must be a number from 0 to 1"],
  [{ forgets: -1 }, "'forgets' must be a number from 0 to 1"],
  [{ appeals: 5 }, "'appeals' must be a number from 0 to 1"],
  [{ answer: "cat" }, "'answer' must be a function"],
  [[{}, { count: 1.5 }], "'1.count' must be a whole number from 0"],
];

for (const [population, message] of WRONG) {
  Deno.test(`Simulator refuses the population ${JSON.stringify(population)}`, () => {
    assertThrows(
      () => tolokers(population),
      RangeError,
      `Cannot populate the simulator as ${message}`,
    );
  });
}

/** Does a pool of cats with a population. */
async function cats(
  population: PopulationOptions | PopulationOptions[],
  more: Json = {},
): Promise<{ api: Api; assignments: Json[] }> {
  const api = new Api({ population, truth: () => ({ label: "cat" }) });
  const pool = await api.pool(more);
  await api.tasks(pool.id, 200);
  await api.run(`/pools/${pool.id}/open`);
  await api.simulator.runUntil("idle", { limit: 30 * 24 * 3_600_000 });
  return {
    api,
    assignments: await api.list(`/assignments?pool_id=${pool.id}`),
  };
}

function given(assignments: Json[]): string[] {
  return assignments.flatMap(({ solutions = [] }) =>
    solutions.map(({ output_values }: Json) => output_values.label)
  );
}

Deno.test("a confusion matrix says how answers go wrong", async () => {
  const { assignments } = await cats({
    count: 20,
    habits: { careful: 1 },
    confusion: { label: { cat: { cat: 6, dog: 4 }, dog: { bird: 1 } } },
  });
  const labels = given(assignments);
  const dogs = labels.filter((label) => label === "dog").length;
  assertAlmostEquals(dogs / labels.length, 0.4, 0.06);
  assertEquals(labels.includes("bird"), false);
});

Deno.test("colluding Tolokers of a group give the same answers", async () => {
  const { assignments } = await cats([
    { count: 8, habits: { colluding: 1 } },
  ]);
  const byTask = new Map<string, Set<string>>();
  for (const { tasks, solutions = [] } of assignments) {
    solutions.forEach(({ output_values }: Json, i: number) => {
      const labels = byTask.get(tasks[i].id) ?? new Set();
      byTask.set(tasks[i].id, labels.add(output_values.label));
    });
  }
  assert([...byTask.values()].every(({ size }) => size === 1));
  const wrong = given(assignments).filter((label) => label !== "cat");
  assertGreater(wrong.length, 100);
});

const HABITS: [habit: string, status: string, part: number][] = [
  ["skipping", "SKIPPED", 0.7],
  ["forgetful", "EXPIRED", 0.6],
];

for (const [habit, status, part] of HABITS) {
  Deno.test(`${habit} Tolokers leave many assignments ${status}`, async () => {
    const { assignments } = await cats({ count: 60, habits: { [habit]: 1 } });
    const found = assignments.filter((one) => one.status === status).length;
    assertAlmostEquals(found / assignments.length, part, 0.1);
  });
}

Deno.test("an assignment of a Toloker who forgets it expires at its time", async () => {
  const { assignments } = await cats({ count: 60, habits: { forgetful: 1 } });
  for (const { created, expired } of assignments) {
    if (expired === undefined) continue;
    assertEquals(Date.parse(expired) - Date.parse(created), 600_000);
  }
});

Deno.test("leaving Tolokers do a few suites and never come back", async () => {
  const { assignments } = await cats({ count: 10, habits: { leaving: 1 } });
  const counts = Map.groupBy(assignments, ({ user_id }) => user_id);
  assertEquals(counts.size, 10);
  assertLess(assignments.length, 80);
});

Deno.test("a user's function answers in place of the habits", async () => {
  const seen = new Set<string>();
  const { api, assignments } = await cats({
    ...STEADY,
    count: 10,
    answer: ({ id }, { input_values }) => {
      seen.add(id);
      const number = Number(/(\d+)\.jpg$/.exec(String(input_values.image))![1]);
      return { label: number % 2 === 0 ? "cat" : "dog" };
    },
  });
  assertEquals(seen.size, api.simulator.tolokers.length);
  for (const { tasks, solutions = [] } of assignments) {
    solutions.forEach(({ output_values }: Json, i: number) => {
      const even = /[02468]\.jpg$/.test(tasks[i].input_values.image);
      assertEquals(output_values.label, even ? "cat" : "dog");
    });
  }
});

for (
  const [word, status] of [["skip", "SKIPPED"], ["leave", "EXPIRED"]] as const
) {
  Deno.test(`a user's function that says "${word}" leaves it ${status}`, async () => {
    const { assignments } = await cats({ count: 4, answer: () => word });
    assertEquals(
      new Set(assignments.map((one) => one.status)),
      new Set([status]),
    );
    // Who leaves, leaves for good.
    if (word === "leave") assertEquals(assignments.length, 4);
  });
}

Deno.test("speed decides how long an assignment takes", async () => {
  const { assignments } = await cats({
    count: 10,
    habits: { careful: 1 },
    secondsPerTask: 10,
  });
  for (const { created, submitted } of assignments) {
    if (submitted === undefined) continue;
    const seconds = (Date.parse(submitted) - Date.parse(created)) / 1_000;
    assert(seconds >= 5 && seconds <= 75, String(seconds));
  }
});

Deno.test("Simulator.on() tells what happens until it is stopped", async () => {
  const api = new Api();
  const events: SimulatorEvent[] = [];
  const stop = api.simulator.on((event) => events.push(event));
  const pool = await api.pool({ auto_accept_solutions: false });
  await api.tasks(pool.id, 10);
  await api.finish(pool.id);
  const [one] = await api.list(
    `/assignments?pool_id=${pool.id}&status=SUBMITTED`,
  );
  await api.patch(`/assignments/${one.id}`, { status: "REJECTED" });
  const told = events.filter((event) =>
    "assignment" in event && event.assignment.id === one.id
  );
  assertEquals(told.map(({ type }) => type), [
    "ASSIGNMENT_CREATED",
    "ASSIGNMENT_SUBMITTED",
    "ASSIGNMENT_REJECTED",
  ]);
  assertEquals(
    told[0]!.time.toISOString().slice(0, one.created.length),
    one.created,
  );
  const pools = events.flatMap((event) =>
    "pool" in event ? [`${event.type} ${event.pool.status}`] : []
  );
  assertEquals(pools, ["POOL_OPENED OPEN", "POOL_CLOSED CLOSED"]);
  stop();
  const { length } = events;
  await api.patch(`/assignments/${one.id}`, { status: "ACCEPTED" });
  assertEquals(events.length, length);
});

Deno.test("events show things as they were", async () => {
  const api = new Api();
  const statuses: string[] = [];
  const kept: SimulatorEvent[] = [];
  api.simulator.on((event) => {
    kept.push(event);
    if ("assignment" in event) statuses.push(event.assignment.status);
  });
  const pool = await api.pool();
  await api.tasks(pool.id, 5, { overlap: 1 });
  await api.finish(pool.id);
  const later = kept.flatMap((event) =>
    "assignment" in event ? [event.assignment.status] : []
  );
  assertEquals(later, statuses);
  assertEquals(statuses.slice(0, 3), ["ACTIVE", "SUBMITTED", "ACCEPTED"]);
});
