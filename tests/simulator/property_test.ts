/** Random requests, and what must hold whatever they are. */

import { assert, assertEquals } from "@std/assert";
import { Api, type Json, POOL } from "./api.ts";

/** Requests of one story. */
const STEPS = 70;
const STORIES = 12;
const START = 1_000;

/** Numbers that follow from a seed (mulberry32). */
function generator(seed: number) {
  let state = seed * 0x9e3779b9;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    integer: (min: number, max: number) =>
      min + Math.floor(next() * (max - min + 1)),
    chance: (part: number) => next() < part,
    pick: <T>(items: readonly T[]): T =>
      items[Math.floor(next() * items.length)]!,
  };
}

type Random = ReturnType<typeof generator>;

/** One run of random requests. */
class Story {
  readonly api: Api;
  readonly random: Random;
  readonly fee: number;
  readonly log: string[] = [];
  readonly projects: string[] = [];
  readonly pools: Json[] = [];
  readonly skills: string[] = [];

  constructor(seed: number) {
    this.random = generator(seed);
    this.fee = this.random.pick([0, 0.25, 0.3]);
    this.api = new Api({
      seed,
      balance: START,
      fee: this.fee,
      population: [
        { count: 12 },
        { count: 3, habits: { skipping: 1, forgetful: 1 } },
        { count: 2, habits: { colluding: 1 }, appeals: 0.5 },
      ],
    });
  }

  /** Sends what the state may forbid, but nothing about it may be wrong. */
  async send(method: string, path: string, body?: Json): Promise<Json> {
    const { status, body: answer } = await this.api.send(method, path, body);
    this.log.push(`${method} ${path} ${status} ${JSON.stringify(answer)}`);
    assert(
      status < 300 || status === 409,
      `${method} ${path} ${status} ${JSON.stringify(answer)}`,
    );
    return status < 300 ? answer : undefined;
  }

  async project(): Promise<void> {
    const { id } = await this.api.project({
      assignments_automerge_enabled: this.random.chance(0.7),
    });
    this.projects.push(id);
  }

  async pool(): Promise<void> {
    const { random } = this;
    const mixed = random.chance(0.75);
    const dynamic = mixed && random.chance(0.3);
    const pool = await this.send("POST", "/pools", {
      ...POOL,
      project_id: random.pick(this.projects),
      priority: random.integer(0, 3),
      reward_per_assignment: random.pick([0.01, 0.055, 0.333]),
      auto_accept_solutions: random.chance(0.6),
      auto_accept_period_day: random.integer(1, 3),
      auto_close_after_complete_delay_seconds: dynamic ? 60 : 0,
      mixer_config: mixed
        ? {
          real_tasks_count: random.integer(1, 4),
          golden_tasks_count: random.integer(0, 1),
          training_tasks_count: 0,
          min_golden_tasks_count: 0,
          mix_tasks_in_creation_order: random.chance(0.5),
        }
        : null,
      ...dynamic
        ? {
          dynamic_overlap_config: {
            type: "BASIC",
            max_overlap: 6,
            min_confidence: 0.9,
            answer_weight_skill_id: random.pick(this.skills),
            fields: [{ name: "label" }],
          },
        }
        : {},
      quality_control: {
        configs: [{
          collector_config: {
            type: "SKIPPED_IN_ROW_ASSIGNMENTS",
            parameters: {},
          },
          rules: [{
            conditions: [{
              key: "skipped_in_row_count",
              operator: "GTE",
              value: 4,
            }],
            action: {
              type: "RESTRICTION_V2",
              parameters: {
                scope: random.pick(["POOL", "PROJECT", "ALL_PROJECTS"]),
                duration: 2,
                duration_unit: "HOURS",
              },
            },
          }],
        }],
      },
    });
    this.pools.push(pool);
  }

  async fill(): Promise<void> {
    const { random } = this;
    const pool = random.pick(this.pools);
    const count = random.integer(1, 15);
    const base = random.pick([0, 8]);
    const tasks = Array.from({ length: count }, (_, index) => ({
      pool_id: pool.id,
      overlap: random.integer(1, 4),
      input_values: { image: `https://example.com/${base + index}` },
    }));
    if (pool.mixer_config == null) {
      const suites = tasks.map(({ input_values, ...suite }) => ({
        ...suite,
        tasks: [{ input_values }, { input_values }],
      }));
      await this.send("POST", "/task-suites", suites);
    } else if (random.chance(0.2)) {
      const known_solutions = [{ output_values: { label: "cat" } }];
      await this.send(
        "POST",
        "/tasks",
        tasks.slice(0, 3).map(({ overlap: _, ...task }) => ({
          ...task,
          known_solutions,
          infinite_overlap: true,
        })),
      );
    } else {
      const open = random.chance(0.3);
      await this.send("POST", `/tasks?open_pool=${open}`, tasks);
    }
  }

  /** The same tasks in several pools that are open together. */
  async twins(): Promise<void> {
    for (const { id, mixer_config } of this.pools.slice(-4)) {
      if (mixer_config == null) continue;
      const tasks = Array.from({ length: 8 }, (_, index) => ({
        pool_id: id,
        overlap: 2,
        input_values: { image: `https://example.com/${index}` },
      }));
      await this.send("POST", "/tasks?open_pool=true", tasks);
    }
    await this.api.simulator.advance(60_000);
  }

  async change(): Promise<void> {
    const verb = this.random.pick([
      "open",
      "open",
      "open",
      "close",
      "close-for-update",
      "archive",
      "clone",
    ]);
    const pool = this.random.pick(this.pools);
    const operation = await this.send("POST", `/pools/${pool.id}/${verb}`);
    if (operation === "" || operation === undefined) return;
    await this.api.simulator.advance(this.random.integer(0, 1_000));
  }

  async review(): Promise<void> {
    const { random } = this;
    const pool = random.pick(this.pools);
    const { items } = await this.api.get(
      `/assignments?pool_id=${pool.id}&status=SUBMITTED,REJECTED&limit=1000`,
    );
    if (items.length === 0) return;
    const { id, status } = random.pick(items) as Json;
    await this.send("PATCH", `/assignments/${id}`, {
      status: status === "REJECTED"
        ? "ACCEPTED"
        : random.pick(["ACCEPTED", "REJECTED"]),
    });
  }

  async overlap(): Promise<void> {
    const { random } = this;
    const pool = random.pick(this.pools);
    const kind = pool.mixer_config == null ? "task-suites" : "tasks";
    const { items } = await this.api.get(`/${kind}?pool_id=${pool.id}`);
    const known = items.filter((item: Json) => item.overlap !== null);
    if (known.length === 0) return;
    const item = random.pick(known) as Json;
    if (random.chance(0.3)) {
      const path = `/${kind}/${item.id}/set-overlap-or-min`;
      await this.send("PATCH", path, { overlap: 0 });
    } else {
      const overlap = item.overlap + random.integer(1, 2);
      await this.send("PATCH", `/${kind}/${item.id}`, { overlap });
    }
  }

  async person(): Promise<void> {
    const { random } = this;
    const { id: user_id } = random.pick(this.api.simulator.tolokers);
    if (random.chance(0.5)) {
      await this.send("PUT", "/user-skills", {
        user_id,
        skill_id: random.pick(this.skills),
        value: random.integer(0, 100),
      });
    } else {
      await this.send("PUT", "/user-restrictions", {
        user_id,
        scope: "ALL_PROJECTS",
        will_expire: "2024-01-01T03:00:00",
      });
    }
  }

  /** Pays a bonus, now and then with an operation's id that is known already. */
  async bonus(): Promise<void> {
    const { random } = this;
    const { id: user_id } = random.pick(this.api.simulator.tolokers);
    const number = random.integer(1, 6);
    await this.send(
      "POST",
      `/user-bonuses?operation_id=28a2a8b1-0c0f-4c2f-8a64-00000000000${number}`,
      {
        user_id,
        amount: random.integer(5, 2_000) / 1_000,
        without_message: true,
      },
    );
  }

  async wait(): Promise<void> {
    const { random, api } = this;
    await api.simulator.advance(
      random.pick([1_000, 20_000, 300_000, 3_600_000, 86_400_000]),
    );
  }

  async tell(check: () => Promise<void>): Promise<void> {
    this.skills.push((await this.api.post("/skills", { name: "Trust" })).id);
    for (let i = 0; i < 2; i++) await this.project();
    await this.pool();
    for (let step = 0; step < STEPS; step++) {
      const act = this.random.pick([
        this.pool,
        this.fill,
        this.fill,
        this.fill,
        this.twins,
        this.change,
        this.change,
        this.change,
        this.review,
        this.review,
        this.overlap,
        this.person,
        this.bonus,
        this.wait,
        this.wait,
      ]);
      await act.call(this);
      if (step % 10 === 9) await check();
    }
    for (const { items } of [await this.api.get("/pools?limit=300")]) {
      this.log.push(JSON.stringify(items));
    }
  }
}

/** Everything there is, read through the API. */
async function readAll({ api }: Story): Promise<{
  pools: Json[];
  assignments: Json[];
  tasks: Json[];
  suites: Json[];
}> {
  const pools = await api.list("/pools?");
  const all = { pools, assignments: [], tasks: [], suites: [] } as Json;
  for (const { id } of pools) {
    for (const name of ["assignments", "tasks"]) {
      all[name].push(...await api.list(`/${name}?pool_id=${id}`));
    }
    all.suites.push(...await api.list(`/task-suites?pool_id=${id}`));
  }
  return all;
}

/** Whole millionths, in which sums are exact. */
function micro(amount: number): number {
  return Math.round(amount * 1e6);
}

function holds({ status }: Json): boolean {
  return status !== "SKIPPED" && status !== "EXPIRED";
}

async function checkInvariants(story: Story): Promise<void> {
  const { api, fee } = story;
  const { pools, assignments, tasks, suites } = await readAll(story);

  // Money: what is gone is what answers and bonuses cost.
  const { balance } = await api.get("/requester");
  const bonuses = await api.list("/user-bonuses?");
  const spent = [
    ...assignments
      .filter(({ status }) => status === "SUBMITTED" || status === "ACCEPTED")
      .map(({ reward }) => reward),
    ...bonuses.map(({ amount }) => amount),
  ].reduce((sum, price) => sum + micro(price * (1 + fee)), 0);
  assertEquals(micro(START) - micro(balance), spent);

  // A bonus is paid once for each of the six operations.
  assert(bonuses.length <= 6, `${bonuses.length} bonuses`);

  // Overlap: as often as asked for, at most, and what is left is the rest.
  const count = (id: string, by: (assignment: Json) => string[]) =>
    assignments.filter((one) => holds(one) && by(one).includes(id)).length;
  const mixed = new Set(
    pools.filter((pool) => pool.mixer_config).map(({ id }) => id),
  );
  const items = [
    ...tasks.filter(({ pool_id }) => mixed.has(pool_id)),
    ...suites.filter(({ pool_id }) => !mixed.has(pool_id)),
  ];
  for (const { id, overlap, remaining_overlap } of items) {
    if (overlap === null) continue;
    const out = count(
      id,
      (one) => [one.task_suite_id, ...one.tasks.map((task: Json) => task.id)],
    );
    assert(out <= overlap, `${id}: ${out} of ${overlap}`);
    assertEquals(remaining_overlap, overlap - out, id);
  }

  // Nobody gets a task twice.
  const meetings = assignments.flatMap(({ user_id, tasks }) =>
    tasks.map(({ id }: Json) => `${user_id} ${id}`)
  );
  assertEquals(new Set(meetings).size, meetings.length);

  // Every id is unique.
  const ids = [
    ...pools,
    ...assignments,
    ...tasks,
    ...suites,
    ...bonuses,
    ...story.projects,
  ].map((item) => item.id ?? item);
  assertEquals(new Set(ids).size, ids.length);

  // Counts agree between endpoints.
  for (const { id } of pools) {
    const own = assignments.filter(({ pool_id }) => pool_id === id);
    const { items } = await api.get(`/assignments?pool_id=${id}&limit=100000`);
    assertEquals(items, own);
    const bySuite = suites.filter(({ pool_id }) => pool_id === id);
    let sum = 0;
    for (const suite of bySuite) {
      const query = `task_suite_id=${suite.id}&limit=1000`;
      sum += (await api.get(`/assignments?${query}`)).items.length;
    }
    assertEquals(sum, own.length);
  }

  // Solutions belong to tasks, and only ended work has them.
  for (const { status, tasks, solutions } of assignments) {
    const answered = ["SUBMITTED", "ACCEPTED", "REJECTED"].includes(status);
    assertEquals(solutions?.length, answered ? tasks.length : undefined);
  }
}

for (let seed = 1; seed <= STORIES; seed++) {
  Deno.test(`what must hold holds in random story ${seed}`, async () => {
    const story = new Story(seed);
    await story.tell(() => checkInvariants(story));
  });
}

Deno.test("the same seed and requests give the same log", async () => {
  const logs: string[][] = [];
  for (let run = 0; run < 2; run++) {
    const story = new Story(99);
    await story.tell(() => Promise.resolve());
    logs.push(story.log);
  }
  assert(logs[0]!.length > STEPS / 2);
  assertEquals(logs[0], logs[1]);
});
