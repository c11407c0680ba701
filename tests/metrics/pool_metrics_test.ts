import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  acceptedCostMetric,
  assignmentsMetric,
  balanceMetric,
  bonusMetrics,
  completionMetric,
  eligibleTolokersMetric,
  forecastCostMetric,
  type Metric,
  type MetricSample,
  readMetrics,
  spentMetric,
  tasksMetric,
} from "@toloka/client/metrics";
import { clientOf } from "../transport/_fetch.ts";
import { metricsWorld, reviewSome } from "./_world.ts";

/** Values of a sample by its labels. */
function valuesOf(sample: MetricSample | undefined): Record<string, number> {
  if (sample?.error) throw sample.error;
  return Object.fromEntries(
    sample!.points.map(({ labels, value }) => [
      Object.values(labels).join(" "),
      value,
    ]),
  );
}

Deno.test("the server's metrics hold for several pools with one request", async () => {
  const world = await metricsWorld();
  const { toloka, simulator, pools, now } = world;
  await world.advance(30);
  await reviewSome(world, pools[0]!);
  const before = simulator.requests.length;
  const statuses = ["SUBMITTED", "ACCEPTED", "REJECTED", "SKIPPED"] as const;
  const samples = await readMetrics([
    completionMetric(toloka, pools),
    assignmentsMetric(toloka, pools, { statuses }),
    tasksMetric(toloka, pools),
    spentMetric(toloka, pools),
    eligibleTolokersMetric(toloka, pools, { hours: 2 }),
  ], { now });
  const posts = simulator.requests.slice(before)
    .filter(({ method }) => method === "POST");
  assertEquals(posts.length, 1);
  const [completion, assignments, tasks, spent, tolokers] = samples.map(
    valuesOf,
  );
  const counts: Record<string, number> = {};
  const money: Record<string, number> = {};
  for (const pool_id of pools) {
    const all = await Array.fromAsync(toloka.assignments.list({ pool_id }));
    const count = (test: (one: typeof all[0]) => boolean) =>
      all.filter(test).length;
    counts[`${pool_id} SUBMITTED`] = count(({ submitted }) => !!submitted);
    for (const status of ["ACCEPTED", "REJECTED", "SKIPPED"]) {
      counts[`${pool_id} ${status}`] = count((one) => one.status === status);
    }
    money[pool_id] = Number(
      (counts[`${pool_id} ACCEPTED`]! * 0.05).toFixed(2),
    );
  }
  assertEquals(assignments, counts);
  assertEquals(spent, money);
  assert(money[pools[0]!]! > 0);
  assertEquals(tasks, { [pools[0]!]: 12, [pools[1]!]: 12 });
  const all = simulator.tolokers.length;
  assertEquals(tolokers, { [pools[0]!]: all, [pools[1]!]: all });
  const [done] = Object.values(completion!);
  assert(done! > 0 && done! <= 1);
});

Deno.test("balanceMetric() gives the account's money at the reader's time", async () => {
  const { toloka, now } = await metricsWorld({ balance: 12.34 }, { pools: 0 });
  const [sample] = await readMetrics([balanceMetric(toloka)], { now });
  assertEquals(valuesOf(sample), { "": 12.34 });
  assertEquals(sample!.points[0]!.time, now());
});

/** A client whose analytics are given. */
function answering(details: unknown, status = "SUCCESS") {
  return clientOf(() =>
    Promise.resolve(Response.json({
      id: "1",
      type: "ANALYTICS",
      status,
      submitted: "2026-01-01T00:00:00",
      details,
    }))
  );
}

const answer = (finished: string, value: number, name = "spent_budget") => ({
  request: { subject: "POOL", subject_id: "7", name },
  result: value,
  finished,
});

Deno.test("a failed analytics operation is an error, not silence", async () => {
  const toloka = answering({ message: "Out of order" }, "FAIL");
  const [sample] = await readMetrics([spentMetric(toloka, "7")]);
  assertMatch(String(sample!.error), /TolokaOperationError/);
});

Deno.test("an analytics answer that nobody asked for is ignored, one that is missing is an error", async () => {
  const toloka = answering({
    value: [answer("2026-01-01T00:00:00", 1, "real_tasks_count")],
  });
  const [tasks, spent] = await readMetrics([
    tasksMetric(toloka, "7"),
    spentMetric(toloka, "7"),
  ]);
  assertEquals(valuesOf(tasks), { 7: 1 });
  assertMatch(
    String(spent!.error),
    /pool "7" as the server has not answered 'spent_budget'/,
  );
});

Deno.test("all of several analytics answers are points, in order of time", async () => {
  const toloka = answering({
    value: [answer("2026-01-01T00:00:02", 3), answer("2026-01-01T00:00:01", 2)],
  });
  const [sample] = await readMetrics([spentMetric(toloka, "7")]);
  assertEquals(
    sample!.points.map(({ time, value }) => [time.toISOString(), value]),
    [["2026-01-01T00:00:01.000Z", 2], ["2026-01-01T00:00:02.000Z", 3]],
  );
});

Deno.test("completionMetric() gives a ratio, and infinity as what it is", async () => {
  for (
    const [result, value] of [
      [{ type: "NORMAL", value: 42, infinite: false, approximate: false }, .42],
      [{ type: "NORMAL", value: 0, infinite: true, approximate: false }, 1 / 0],
      [42, .42],
    ] as const
  ) {
    const one = { ...answer("2026-01-01T00:00:00", 0), result };
    one.request.name = "completion_percentage";
    const toloka = answering({ value: [one] });
    const [sample] = await readMetrics([completionMetric(toloka, "7")]);
    assertEquals(valuesOf(sample), { 7: value });
  }
});

Deno.test("a metric with a pool that does not exist does not fail the others that share its request", async () => {
  const { toloka, pools } = await metricsWorld();
  const bad = tasksMetric(toloka, "404", { name: "bad" });
  const [good, failed] = await readMetrics([tasksMetric(toloka, pools), bad]);
  assertEquals(Object.values(valuesOf(good)), [12, 12]);
  assertMatch(String(failed!.error), /TolokaValidationError/);
});

Deno.test("questions beyond 'maxQuestions' go out in several requests", async () => {
  const { toloka, simulator, pools } = await metricsWorld({}, { pools: 5 });
  const before = simulator.requests.length;
  const [sample] = await readMetrics([tasksMetric(toloka, pools)], {
    maxQuestions: 2,
  });
  assertEquals(Object.keys(valuesOf(sample)), pools);
  const posts = simulator.requests.slice(before)
    .filter(({ method }) => method === "POST");
  assertEquals(posts.length, 3);
});

Deno.test("metrics of money have the unit of the account's currency", () => {
  const toloka = {} as never;
  const unitsOf = (currency?: "USD" | "RUB") =>
    [
      balanceMetric(toloka, { currency }),
      spentMetric(toloka, "7", { currency }),
      acceptedCostMetric(toloka, "7", { currency }),
      forecastCostMetric(toloka, "7", { currency }),
      ...bonusMetrics(toloka, { currency }),
    ].map(({ unit }) => unit);
  const [dollars, rubles] = [Array(4).fill("dollars"), Array(4).fill("rubles")];
  assertEquals(unitsOf(), [...dollars, undefined, "dollars"]);
  assertEquals(unitsOf("RUB"), [...rubles, undefined, "rubles"]);
});

Deno.test("metrics check their pools and options", () => {
  const toloka = answering({});
  const table: [() => Metric, string][] = [
    [() => tasksMetric(toloka, []), "'pools' must have an id"],
    [() => tasksMetric(toloka, ""), "the id of a pool must be a non-empty"],
    [() => spentMetric(toloka, "7", { name: "a-b" }), `current value is "a-b"`],
    [
      () => spentMetric(toloka, "7", { currency: "EUR" as never }),
      `'currency' must be "USD" or "RUB": current value is "EUR"`,
    ],
    [
      () => assignmentsMetric(toloka, "7", { statuses: [] }),
      "'statuses' must be of",
    ],
    [
      () => assignmentsMetric(toloka, "7", { statuses: ["OPEN" as never] }),
      `current value is ["OPEN"]`,
    ],
    [
      () => eligibleTolokersMetric(toloka, "7", { hours: 0 }),
      "'hours' must be a whole number from 1: current value is 0",
    ],
  ];
  for (const [call, message] of table) assertThrows(call, Error, message);
});
