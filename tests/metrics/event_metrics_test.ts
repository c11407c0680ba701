/** Event metrics: what is counted, when, and what must not be lost. */
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertThrows,
} from "@std/assert";
import {
  assignmentEventsMetric,
  bansMetric,
  bonusMetrics,
  messageThreadsMetric,
  type Metric,
  type MetricPoint,
  MetricReadError,
  readMetrics,
  skillMetrics,
} from "@toloka/client/metrics";
import { memoryStore } from "@toloka/client/store";
import { type MetricsWorld, metricsWorld, reviewSome } from "./_world.ts";

/** Reads metrics once; what fails, fails the test. */
async function read(
  metrics: Metric | Metric[],
  { now }: Pick<MetricsWorld, "now">,
): Promise<MetricPoint[]> {
  const samples = await readMetrics([metrics].flat(), { now });
  for (const { error } of samples) if (error) throw error;
  return samples.flatMap(({ points }) => points);
}

/** Last value of each series. */
function lastOf(points: readonly MetricPoint[]): Record<string, number> {
  return Object.fromEntries(points.map(({ labels, value }) => [
    Object.values(labels).join(" "),
    value,
  ]));
}

/** Fails if a series has two points of one time, or turns back. */
function assertForward(points: readonly MetricPoint[]): void {
  const last = new Map<string, MetricPoint>();
  for (const point of points) {
    const key = JSON.stringify(point.labels);
    const before = last.get(key);
    if (before) assert(before.time < point.time, key);
    if (before) assert(before.value <= point.value, key);
    last.set(key, point);
  }
}

async function bonus(
  { toloka, pools }: MetricsWorld,
  amounts: number[],
): Promise<void> {
  const { items: [first] } = await toloka.assignments.find({
    pool_id: pools[0]!,
    limit: 1,
  });
  const { user_id } = first!;
  for (const amount of amounts) {
    await toloka.request("POST", "/api/v1/user-bonuses", {
      body: {
        user_id,
        amount,
        without_message: true,
        private_comment: String(amount),
      },
      query: { skip_invalid_items: true },
    });
  }
}

Deno.test("assignmentEventsMetric() counts what happened, at the times when it happened", async () => {
  const world = await metricsWorld();
  const metric = assignmentEventsMetric(world.toloka, world.pools, {
    types: ["CREATED", "SUBMITTED", "ACCEPTED", "REJECTED"],
  });
  const points = await read(metric, world);
  for (let round = 0; round < 4; round++) {
    await world.advance(5);
    await reviewSome(world, world.pools[round % 2]!);
    points.push(...await read(metric, world));
  }
  assertForward(points);
  const values = lastOf(points);
  const expected: Record<string, number> = {};
  const times = new Set<number>();
  for (const pool_id of world.pools) {
    const all = await Array.fromAsync(
      world.toloka.assignments.list({ pool_id }),
    );
    for (const type of ["CREATED", "SUBMITTED", "ACCEPTED", "REJECTED"]) {
      const field = type.toLowerCase() as "created";
      const happened = all.filter((one) => one[field]);
      expected[`${pool_id} ${type}`] = happened.length;
      for (const one of happened) times.add(Date.parse(`${one[field]}Z`));
    }
  }
  assertEquals(values, expected);
  assert(values[`${world.pools[0]} REJECTED`]! > 0);
  const found = points.filter(({ value }) => value > 0);
  assertEquals(found.filter(({ time }) => !times.has(+time)), []);
});

Deno.test("assignmentEventsMetric() counts with one event and with several of one time", async () => {
  const world = await metricsWorld({}, { pools: 1, tasks: 3, overlap: 1 });
  const metric = assignmentEventsMetric(world.toloka, world.pools);
  await world.simulator.runUntil("idle");
  const points = await read(metric, world);
  const submitted = points.filter(({ labels }) => labels.type === "SUBMITTED");
  assertEquals(submitted.map(({ value }) => value), [1]);
});

Deno.test("assignmentEventsMetric() reads its types and pools at the same time", async () => {
  const world = await metricsWorld({}, { pools: 3 });
  let open = 0;
  let most = 0;
  const { assignments, pools } = world.toloka;
  const slow = new Proxy(assignments, {
    get(target, name) {
      if (name !== "find") return Reflect.get(target, name).bind(target);
      return async (query: object) => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve));
        open--;
        return await target.find(query as { pool_id: string });
      };
    },
  });
  const client = { assignments: slow, pools };
  await read(assignmentEventsMetric(client, world.pools), world);
  assertEquals(most, 8);
});

Deno.test("bonusMetrics() counts bonuses and adds up their money, from the first reading on", async () => {
  const world = await metricsWorld();
  await world.advance(10);
  await bonus(world, [1]);
  await world.advance(10);
  const metrics = bonusMetrics(world.toloka);
  const points = await read(metrics, world);
  assertEquals(points.map(({ value }) => value), [0, 0]);
  await bonus(world, [0.1, 0.2]);
  await world.advance(1);
  const [count, paid] = await readMetrics(metrics, world);
  assertEquals(count!.points.at(-1)!.value, 2);
  assertEquals(paid!.points.at(-1)!.value, 0.3);
  assertEquals((await read(metrics, world)).length, 0);
});

Deno.test("bonusMetrics() counts from 'from' on", async () => {
  const world = await metricsWorld();
  await world.advance(10);
  await bonus(world, [1, 2]);
  await world.advance(10);
  const from = new Date(0);
  assertEquals(
    (await read(bonusMetrics(world.toloka, { from }), world)).map((
      { value },
    ) => value).slice(-1),
    [3],
  );
});

Deno.test("skillMetrics() tells changes of skills that existed before, and each change of one skill", async () => {
  const world = await metricsWorld({}, { pools: 0 });
  const { toloka, simulator } = world;
  const { id: skill_id } = await toloka.skills.create({ name: "Cats" });
  const user_id = simulator.tolokers[0]!.id;
  const set = (value: number) =>
    toloka.userSkills.set({ skill_id, user_id, value });
  await set(10);
  await world.advance(1);
  const metrics = skillMetrics(toloka, skill_id);
  await read(metrics, world);
  const seen: number[] = [];
  for (const value of [50, 62.5]) {
    await world.advance(1);
    await set(value);
    await world.advance(1);
    const [changes, values] = await readMetrics(metrics, world);
    seen.push(changes!.points.at(-1)!.value, values!.points.at(-1)!.value);
    assertEquals(values!.points.at(-1)!.labels, { skill_id, user_id });
  }
  assertEquals(seen, [1, 50, 2, 62.5]);
});

Deno.test("messageThreadsMetric() counts a thread without 'meta', and loses none", async () => {
  const world = await metricsWorld({}, { pools: 0 });
  const { toloka, simulator } = world;
  const metric = messageThreadsMetric(toloka);
  await read(metric, world);
  const compose = () =>
    toloka.messageThreads.compose({
      recipients_select_type: "DIRECT",
      recipients_ids: [simulator.tolokers[0]!.id],
      topic: { EN: "Hello" },
      text: { EN: "Thank you" },
      answerable: false,
    });
  await compose();
  await world.advance(1);
  await compose();
  await world.advance(1);
  const points = await read(metric, world);
  assertEquals(points.at(-1)!.value, 2);
  assertEquals(points.at(-1)!.labels, { project_id: "", pool_id: "" });
});

Deno.test("bansMetric() counts all bans and those of each comment, whose events take turns", async () => {
  const world = await metricsWorld({}, { pools: 1 });
  const { toloka, simulator, pools: [pool_id] } = world;
  const metrics = [
    bansMetric(toloka, pool_id!),
    bansMetric(toloka, pool_id!, { name: "by_comment", byComment: true }),
  ];
  await read(metrics, world);
  const comments = ["bot", "spam", "bot", "spam", "bot"];
  for (const [i, private_comment] of comments.entries()) {
    await toloka.userRestrictions.set({
      scope: "POOL",
      pool_id: pool_id!,
      user_id: simulator.tolokers[i]!.id,
      private_comment,
    });
  }
  await world.advance(1);
  const [all, each] = await readMetrics(metrics, world);
  assertEquals(all!.points.at(-1)!.value, 5);
  assertEquals(lastOf(each!.points), {
    [`${pool_id} bot`]: 3,
    [`${pool_id} spam`]: 2,
  });
  assertForward(each!.points);
});

Deno.test("event metrics lose nothing when a read fails in the middle", async () => {
  const world = await metricsWorld();
  const { toloka, simulator, pools } = world;
  const metric = assignmentEventsMetric(toloka, pools);
  await world.advance(30);
  simulator.addFaults([
    { type: "ERROR", status: 403, on: "GET /assignments", times: 3 },
  ]);
  const [sample] = await readMetrics([metric], world);
  assert(sample!.error !== undefined);
  const points = [...sample!.points, ...await read(metric, world)];
  const submitted = (await Array.fromAsync(
    toloka.assignments.list({ pool_id: pools[0]! }),
  )).filter((one) => one.submitted);
  assertEquals(
    lastOf(points)[`${pools[0]} SUBMITTED`],
    submitted.length,
  );
  assertForward(points);
});

Deno.test("event metrics share nothing: each counts all events for itself", async () => {
  const world = await metricsWorld();
  await world.advance(20);
  const open = (name: string) =>
    assignmentEventsMetric(world.toloka, world.pools, { name });
  const samples = await readMetrics([open("one"), open("two")], world);
  const [one, two] = samples.map(({ points }) => lastOf(points));
  assertEquals(one, two);
  assert(Object.values(one!).some((count) => count > 0));
});

Deno.test("an event that the server shows late counts when it is found: no line turns back", async () => {
  const world = await metricsWorld({}, { pools: 1 });
  const { toloka, pools: [pool_id] } = world;
  const { assignments, pools } = toloka;
  let hidden = 0;
  // Leaves the last submission but one out of the first listing.
  const late = new Proxy(assignments, {
    get(target, name) {
      if (name !== "list") return Reflect.get(target, name).bind(target);
      return (query: { pool_id: string }) => ({
        async *pages() {
          const items = await Array.fromAsync(target.list(query));
          items.sort((a, b) => a.submitted! < b.submitted! ? -1 : 1);
          yield hidden++ === 0 ? items.toSpliced(-2, 1) : items;
        },
      });
    },
  });
  const metric = assignmentEventsMetric(
    { assignments: late, pools } as unknown as typeof toloka,
    pool_id!,
    { types: ["SUBMITTED"] },
  );
  // Two submissions that a listing reads again: two minutes are.
  const times: number[] = [];
  world.simulator.on(({ type, time }) => {
    if (type === "ASSIGNMENT_SUBMITTED") times.push(+time);
  });
  await world.simulator.runUntil(() =>
    times.length > 2 && times.at(-1)! - times.at(-2)! < 60_000
  );
  const points = await read(metric, world);
  assertEquals(points.at(-1)!.value, times.length - 1);
  points.push(...await read(metric, world));
  assertEquals(points.at(-1)!.value, times.length);
  assertForward(points);
});

Deno.test("event metrics go on in a durable store where the last program ended", async () => {
  const world = await metricsWorld();
  const store = memoryStore();
  const { toloka, pools } = world;
  const open = () => assignmentEventsMetric(toloka, pools, { store });
  await world.advance(20);
  const before = lastOf(await read(open(), world));
  const again = open();
  const points = await read(again, world);
  assertEquals(lastOf(points), before);
  await world.advance(20);
  points.push(...await read(again, world));
  const fresh = assignmentEventsMetric(toloka, pools);
  assertEquals(lastOf(points), lastOf(await read(fresh, world)));
  assertForward(points);
});

Deno.test("event metrics of several pools give what they can when a pool fails", async () => {
  const world = await metricsWorld();
  const metric = bansMetric(world.toloka, world.pools);
  world.simulator.addFaults([
    { type: "ERROR", status: 403, on: "GET /user-restrictions", times: 1 },
  ]);
  const [sample] = await readMetrics([metric], world);
  assertInstanceOf(sample!.error, MetricReadError);
  assertMatch(sample!.error.message, /was read without 1 of 2 pools: GET/);
  assertEquals(sample!.failures, 0);
  assertEquals(sample!.points.length, 2);
});

Deno.test("event metrics check their options", () => {
  const { toloka } = { toloka: {} as never };
  const table: [() => unknown, string][] = [
    [() => assignmentEventsMetric(toloka, []), "'pools' must have an id"],
    [
      () => assignmentEventsMetric(toloka, "1", { types: [] }),
      "'types' must have",
    ],
    [() => skillMetrics(toloka, [""]), "the id of a skill"],
    [() => bonusMetrics(toloka, { name: "A" }), `current value is "A"`],
    [() => bansMetric(toloka, ""), "the id of a pool"],
    [() => messageThreadsMetric(toloka, { name: "é" }), "'name' must"],
  ];
  for (const [call, message] of table) assertThrows(call, TypeError, message);
});
