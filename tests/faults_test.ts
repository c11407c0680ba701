/** The client against a server and a network that fail at random, by seeds. */
import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import {
  type CreateManyOptions,
  type CreateManyResult,
  type Paginated,
  type Task,
  type TaskInput,
  TolokaClient,
  TolokaError,
  TolokaIncompleteError,
  TolokaOperationError,
  type TolokaRequestError,
  TolokaValidationError,
  type UserBonusInput,
} from "../mod.ts";
import { createMany } from "../src/creation/create_many.ts";
import type { Creation } from "../src/creation/creation.ts";
import { taskSuiteCreation } from "../src/creation/task_suites.ts";
import { taskCreation } from "../src/creation/tasks.ts";
import { userBonusCreation } from "../src/creation/user_bonuses.ts";
import { settingsOf } from "../src/settings.ts";
import { type Fault, Simulator } from "../src/simulator/mod.ts";
import { Transport } from "../src/transport/transport.ts";
import { Hasty, outcomeOf, TOKEN } from "./transport/_fetch.ts";
import { Api, type Json } from "./simulator/api.ts";

const OPERATION_ID = "0d6ee0a4-5b0a-4a5f-9c0b-6b7d3c9e1f00";

/** Chance that follows from a seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let t = Math.imul(state ^ state >>> 15, 1 | state);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 2 ** 32;
  };
}

const SEEDS = 40;

const NETWORK: readonly Fault[] = [
  { type: "REFUSE" },
  { type: "RESET" },
  { type: "RESET", committed: true },
  { type: "CUT" },
  { type: "CUT", bytes: 0 },
  { type: "DELAY", milliseconds: 20_000 },
];

const SERVER: readonly Fault[] = [
  { type: "ERROR", status: 500 },
  { type: "ERROR", status: 502, html: true },
  { type: "ERROR", status: 503, html: true, committed: true },
  { type: "ERROR", status: 504, html: true, committed: true },
  { type: "ERROR", status: 403 },
  { type: "LIMIT" },
  { type: "LIMIT", retryAfter: 2 },
  { type: "LIMIT", interval: "MIN" },
];

const LATE: readonly Fault[] = [
  { type: "STALE", on: "GET", milliseconds: 20_000 },
  { type: "STALE", on: "GET", milliseconds: 20_000, byId: true },
];

/** Some of the faults, each as likely as the seed says. */
function some(seed: number, faults: readonly Fault[]): Fault[] {
  const random = chance(seed);
  return faults.filter(() => random() < 0.6).map((fault) => ({
    ...fault,
    probability: random() * (fault.type === "STALE" ? 0.6 : 0.2),
  }));
}

/** A client of a simulator that retries without waits. */
function settings({ url, fetch }: Simulator) {
  return {
    token: TOKEN,
    url,
    fetch,
    timeout: null,
    retryPolicy: (given: object) => new Hasty(given),
  };
}

interface World {
  api: Api;
  simulator: Simulator;
  toloka: TolokaClient;
  transport: Transport;
}

function worldOf(seed: number, more: object = {}): World {
  const simulator = new Simulator({
    seed,
    population: { count: 20 },
    ...more,
  });
  const given = settings(simulator);
  return {
    api: new Api(simulator),
    simulator,
    toloka: new TolokaClient(given),
    transport: new Transport(settingsOf(given)),
  };
}

/** Runs a body for all seeds at once, with pauses of no length, and says which seed failed. */
async function each(
  seeds: number,
  body: (seed: number) => Promise<void>,
): Promise<void> {
  const { setTimeout } = globalThis;
  const hasty = (callback: () => void) => setTimeout(callback, 0);
  globalThis.setTimeout = hasty as typeof setTimeout;
  const numbers = Array.from({ length: seeds }, (_, i) => i + 1);
  try {
    await Promise.all(numbers.map(async (seed) => {
      try {
        await body(seed);
      } catch (error) {
        throw new Error(`Seed ${seed}: ${(error as Error).message}`, {
          cause: error,
        });
      }
    }));
  } finally {
    globalThis.setTimeout = setTimeout;
  }
}

/** How one kind of thing is created and found again, three to a request. */
interface Kind<Input> {
  input: (i: number, world: World, poolId: string) => Input;
  spoil: (input: Input) => Input;
  mark: (entity: Json) => string;
  path: string;
  creation: (world: World) => Creation<Input, { id: string }>;
}

const maxItems = { async: 3, sync: 3 };

const TASKS: Kind<TaskInput> = {
  input: (i, _, pool_id) => ({
    pool_id,
    input_values: { image: `https://example.com/${i}.png` },
    overlap: 1,
  }),
  spoil: (task) => ({ ...task, overlap: -1 }),
  mark: ({ input_values }) => input_values.image,
  path: "/tasks",
  creation: ({ transport }) => ({
    ...taskCreation(transport, {
      noun: "tasks",
      path: "/api/v1/tasks",
      cursor: "id",
      maxPageSize: 100_000,
    }),
    maxItems,
  }),
};

const SUITES: Kind<Json> = {
  ...TASKS,
  input: (i, world, pool_id) => ({
    pool_id,
    overlap: 1,
    tasks: [{ input_values: TASKS.input(i, world, pool_id).input_values }],
  }),
  mark: ({ tasks }) => tasks[0].input_values.image,
  path: "/task-suites",
  creation: ({ transport }) => ({
    ...taskSuiteCreation(transport, {
      noun: "task suites",
      path: "/api/v1/task-suites",
      cursor: "id",
      maxPageSize: 100_000,
    }),
    maxItems,
  }),
};

const BONUSES: Kind<UserBonusInput> = {
  input: (i, { simulator }) => ({
    user_id: simulator.tolokers[i % 20]!.id,
    amount: 0.1,
    private_comment: `${i}`,
    without_message: true,
  }),
  spoil: (bonus) => ({ ...bonus, user_id: "nobody" }),
  mark: ({ private_comment }) => private_comment,
  path: "/user-bonuses",
  creation: ({ transport }) => ({
    ...userBonusCreation(transport, {
      noun: "bonuses",
      path: "/api/v1/user-bonuses",
      cursor: "id",
      maxPageSize: 300,
    }, undefined),
    maxItems,
  }),
};

const KINDS = { tasks: TASKS, "task suites": SUITES, bonuses: BONUSES };

/** What the server has, by mark; fails if anything is there twice. */
async function truth(
  { api, simulator }: World,
  { path, mark }: Pick<Kind<unknown>, "path" | "mark">,
  poolId: string,
): Promise<Map<string, string>> {
  simulator.clearFaults();
  // What still goes on ends.
  await simulator.advance(60_000);
  const { items, has_more } = await api.get(
    path === BONUSES.path
      ? `${path}?limit=300`
      : `${path}?pool_id=${poolId}&limit=300`,
  );
  assert(!has_more);
  const ids = new Map<string, string>();
  for (const item of items) {
    assert(!ids.has(mark(item)), `${mark(item)} was created twice`);
    ids.set(mark(item), item.id);
  }
  return ids;
}

/** Compares what a creation said with what the server has. */
function checkResult(
  done: CreateManyResult<{ id: string }>,
  marks: readonly string[],
  server: ReadonlyMap<string, string>,
  isFirst: boolean,
): void {
  const unknown = new Set(done.unknown);
  assertEquals(unknown.size, done.unknown.length, "unknown positions repeat");
  marks.forEach((mark, i) => {
    const item = done.items[i];
    const refused = done.validation_errors[i] !== undefined;
    const said = Number(item !== undefined) + Number(refused) +
      Number(unknown.has(`${i}`));
    assert(said <= 1, `position ${i} is said to be several things`);
    if (item) assertEquals(server.get(mark), item.id, `id at ${i}`);
    // Of what an earlier call made, one that gets no further says nothing.
    else if (isFirst && !unknown.has(`${i}`)) {
      assert(!server.has(mark), `${i} was created, which was not said`);
    }
  });
}

interface Plan {
  kind: Kind<Json>;
  options: CreateManyOptions;
  seed: number;
}

/** A creation of eight things under faults, and again with the same id until it is done. */
async function createUnderFaults({ kind, options, seed }: Plan): Promise<void> {
  const world = worldOf(seed);
  const { api, simulator, transport } = world;
  const pool = kind === SUITES
    ? await api.pool({ mixer_config: undefined })
    : await api.pool();
  const random = chance(seed + 1_000);
  const bad = new Set(
    Array.from({ length: 8 }, (_, i) => i).filter(() => random() < 0.15),
  );
  const inputs = Array.from({ length: 8 }, (_, i) => {
    const input = kind.input(i, world, pool.id);
    return bad.has(i) ? kind.spoil(input) : input;
  });
  const marks = inputs.map((input) => kind.mark(input));
  const faults = some(seed, [...NETWORK, ...SERVER, ...LATE]);
  const again = options.async !== false;
  for (let attempt = 1;; attempt++) {
    simulator.addFaults(attempt < 5 ? faults : []);
    const outcome = await outcomeOf(
      createMany(transport, kind.creation(world), inputs, {
        ...(again ? { operationId: OPERATION_ID } : {}),
        ...options,
      }),
    );
    const server = await truth(world, kind, pool.id);
    if ("value" in outcome) {
      checkResult(outcome.value, marks, server, attempt === 1);
      assertEquals(outcome.value.unknown, []);
      const good = marks.filter((_, i) => !bad.has(i)).toSorted();
      assertEquals([...server.keys()].toSorted(), good);
      return;
    }
    const { error } = outcome;
    assertInstanceOf(error, TolokaError);
    if (error instanceof TolokaIncompleteError) {
      checkResult(
        error.done as CreateManyResult<{ id: string }>,
        marks,
        server,
        attempt === 1,
      );
    } else if (attempt === 1) {
      assertEquals([...server.keys()], [], `created all the same: ${error}`);
    }
    const cause = error instanceof TolokaIncompleteError ? error.cause : error;
    const final = cause instanceof TolokaOperationError ||
      cause instanceof TolokaValidationError;
    // Its own operation is told item by item, also if its answer was lost.
    assert(attempt > 1 || !(cause instanceof TolokaOperationError));
    if (final && bad.size > 0 || !again) return;
    assert(attempt < 6, `never succeeds: ${error}`);
  }
}

for (const [name, kind] of Object.entries(KINDS)) {
  for (
    const options of [{}, { skipInvalidItems: true }, { async: false }]
  ) {
    Deno.test(`createMany() of ${name} with ${JSON.stringify(options)} says what the server has, under any faults`, async () => {
      await each(
        SEEDS,
        (seed) => createUnderFaults({ kind, options, seed }),
      );
    });
  }
}

/** How many listeners a signal has, kept up to date. */
function countListeners(signal: AbortSignal): { count: number } {
  const listeners = { count: 0 };
  const { addEventListener, removeEventListener } = signal;
  Object.assign(signal, {
    addEventListener(...args: Parameters<typeof addEventListener>) {
      listeners.count++;
      addEventListener.apply(signal, args);
    },
    removeEventListener(...args: Parameters<typeof removeEventListener>) {
      listeners.count--;
      removeEventListener.apply(signal, args);
    },
  });
  return listeners;
}

Deno.test("createMany() that was aborted anywhere goes on with the same id", async () => {
  let aborted = 0;
  await each(SEEDS, async (seed) => {
    const world = worldOf(seed);
    const { simulator } = world;
    const pool = await world.api.pool();
    const inputs = Array.from(
      { length: 8 },
      (_, i) => TASKS.input(i, world, pool.id),
    );
    const controller = new AbortController();
    const { signal } = controller;
    const listeners = countListeners(signal);
    let asked = 0;
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (++asked === seed) controller.abort("enough");
      const answer = simulator.fetch(input, init);
      if (asked === seed - 1 && seed % 2 === 0) {
        answer.finally(() => controller.abort("enough")).catch(() => {});
      }
      return answer;
    };
    const create = (options: CreateManyOptions) => {
      const transport = new Transport(
        settingsOf({ ...settings(simulator), fetch }),
      );
      return createMany(
        transport,
        TASKS.creation({ ...world, transport }),
        inputs,
        { operationId: OPERATION_ID, ...options },
      );
    };
    const outcome = await outcomeOf(create({ signal }));
    if ("error" in outcome) {
      aborted++;
      assertEquals(outcome.error, "enough");
    } else {
      assertEquals(listeners.count, 0, "listeners are left");
    }
    const { items } = await create({});
    const server = await truth(world, TASKS, pool.id);
    assertEquals(
      Object.values(items).map(({ id }) => id).toSorted(),
      [...server.values()].toSorted(),
    );
    assertEquals(server.size, 8);
  });
  assert(aborted > 5 && aborted < SEEDS, `${aborted} were aborted`);
});

Deno.test("create() makes one task or says that it may have, under any faults", async () => {
  await each(60, async (seed) => {
    const world = worldOf(seed);
    const pool = await world.api.pool();
    world.simulator.addFaults(some(seed, [...NETWORK, ...SERVER, ...LATE]));
    const task = TASKS.input(1, world, pool.id);
    const outcome = await outcomeOf(world.toloka.tasks.create(task));
    const server = await truth(world, TASKS, pool.id);
    if ("value" in outcome) {
      assertEquals([...server.values()], [outcome.value.id]);
    } else if (!(outcome.error instanceof TolokaIncompleteError)) {
      assertInstanceOf(outcome.error, TolokaError);
      assertEquals(server.size, 0, `${outcome.error}`);
    } else if (outcome.error.done) {
      assertEquals([...server.values()], [
        (outcome.error.done as Task).id,
      ]);
    }
  });
});

Deno.test("projects.create() makes one project or says that it may have, under any faults", async () => {
  await each(60, async (seed) => {
    const { api, simulator, toloka } = worldOf(seed);
    const project = await api.project();
    const { id: _, ...input } = project;
    for (const name of ["status", "created"]) delete input[name];
    simulator.addFaults(some(seed, [...NETWORK, ...SERVER]));
    const outcome = await outcomeOf(toloka.projects.create(input));
    simulator.clearFaults();
    const made = (await api.get("/projects?limit=300")).items.length - 1;
    if ("value" in outcome) assertEquals(made, 1);
    else if (!(outcome.error as TolokaRequestError).outcomeUnknown) {
      assertEquals(made, 0, `${outcome.error}`);
    } else assert(made <= 1, `${made} were made`);
  });
});

Deno.test("list() gives each item once or fails, under any faults", async () => {
  let [whole, failed] = [0, 0];
  await each(40, async (seed) => {
    const { api, simulator, toloka } = worldOf(seed);
    const pool = await api.pool();
    const { id: pool_id, status: _, ...input } = pool;
    for (let i = 0; i < 12; i++) await api.post("/pools", input);
    await api.tasks(pool_id, 20);
    await api.finish(pool_id);
    const lists = {
      assignments: toloka.assignments.list({ pool_id }, { pageSize: 4 }),
      tasks: toloka.tasks.list({ pool_id, sort: "-id" }, { pageSize: 5 }),
      pools: toloka.pools.list({}, { pageSize: 3 }),
    };
    for (const list of Object.values<Paginated<{ id: string }>>(lists)) {
      simulator.clearFaults();
      const all = (await Array.fromAsync(list)).map(({ id }) => id);
      assert(all.length > 10 && new Set(all).size === all.length);
      simulator.addFaults(some(seed, [...NETWORK, ...SERVER]));
      const outcome = await outcomeOf(Array.fromAsync(list));
      if ("value" in outcome) {
        whole++;
        assertEquals(outcome.value.map(({ id }) => id), all);
      } else {
        failed++;
        assertInstanceOf(outcome.error, TolokaError);
      }
    }
  });
  assert(whole > 20 && failed > 5, `${whole} whole and ${failed} failed`);
});

Deno.test("downloads have all bytes or fail, under any faults", async () => {
  let [whole, failed] = [0, 0];
  await each(100, async (seed) => {
    const ranges = seed % 3 > 0;
    const { api, simulator, toloka } = worldOf(seed, {
      attachments: { size: [3_000, 3_000], ranges },
    });
    const project = await api.project({
      task_spec: {
        input_spec: { image: { type: "url" } },
        output_spec: { photo: { type: "file" } },
        view_spec: { type: "tb", config: "{}" },
      },
    });
    const pool = await api.pool({ project_id: project.id });
    await api.tasks(pool.id, 5);
    await api.finish(pool.id);
    const [{ id }] = await api.list(`/attachments?pool_id=${pool.id}`);
    const right = await bytesOf((await toloka.attachments.download(id)).body);
    assertEquals(right.length, 3_000);
    const parts: Fault[] = [
      { type: "CUT", bytes: seed * 25 },
      { type: "TRICKLE", bytes: 700, milliseconds: 5_000 },
    ];
    simulator.addFaults(some(seed, [...parts, ...NETWORK, ...SERVER]));
    const outcome = await outcomeOf(
      toloka.attachments.download(id).then(({ body }) => bytesOf(body)),
    );
    if ("value" in outcome) {
      whole++;
      assertEquals(outcome.value, right);
    } else {
      failed++;
      assertInstanceOf(outcome.error, TolokaError);
    }
  });
  assert(whole > 20 && failed > 5, `${whole} whole and ${failed} failed`);
});

async function bytesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
  return new Uint8Array(await new Response(body).arrayBuffer());
}
