/** Experiments on a simulated crowd, from the plan to the archive. */
import {
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { TolokaError, TolokaIncompleteError } from "../../mod.ts";
import {
  AutoQuality,
  type AutoQualityProgress,
  formatAutoQualityReport,
  scorePool,
} from "../../src/autoquality/mod.ts";
import { estimateCost } from "../../src/planning/mod.ts";
import { memoryStore, type Store } from "../../src/store/mod.ts";
import { type Scene, sceneOf } from "./_crowd.ts";
import { withMethods } from "./_stubs.ts";

/** Number of requests that changed something. */
function writes({ simulator }: Scene): number {
  return simulator.summary
    .filter(({ endpoint }) => !endpoint.startsWith("GET "))
    .reduce((sum, { count }) => sum + count, 0);
}

async function poolsOf({ toloka, projectId, basePoolId }: Scene) {
  const pools = await Array.fromAsync(
    toloka.pools.list({ project_id: projectId }),
  );
  return pools.filter(({ id, type }) =>
    id !== basePoolId && type !== "TRAINING"
  );
}

const few = { general: 8, golden: 2 };

// The better settings

/** Crowds for which one of two values is clearly better. */
const crowds = [
  {
    name:
      "a strict rule on control tasks where half of the Tolokers click at random",
    population: [
      { count: 40, skill: [0.9, 0.97], habits: { careful: 1 } },
      { count: 40, habits: { random: 1 } },
    ],
    // Who clicks at random is out after 3 pages, or after 20.
    parameters: {
      overlap: [5],
      GoldenSet: { history_size: [8, 60], incorrect_answers_rate: [50] },
    },
    expected: {
      overlap: 5,
      GoldenSet: { history_size: 8, incorrect_answers_rate: 50 },
    },
  },
  {
    name: "a great overlap where Tolokers are often wrong",
    population: { count: 60, skill: 0.6, habits: { careful: 1 } },
    parameters: { overlap: [1, 5] },
    expected: { overlap: 5 },
  },
  {
    name: "a small overlap where Tolokers are nearly always right",
    population: { count: 60, skill: [0.97, 0.995], habits: { careful: 1 } },
    parameters: { overlap: [1, 5] },
    expected: { overlap: 1 },
  },
] as const;

for (const { name, population, parameters, expected } of crowds) {
  for (const seed of [1, 2]) {
    Deno.test(`AutoQuality finds ${name}, seed ${seed}`, async () => {
      const scene = await sceneOf({
        // It refuses fractions where the API takes whole numbers.
        simulator: { seed, population, strict: true },
        general: 100,
        golden: 120,
        pool: {
          mixer_config: {
            real_tasks_count: 2,
            golden_tasks_count: 3,
            training_tasks_count: 0,
          },
        },
      });
      const experiment = scene.experiment({ iterations: 2, seed, parameters });
      assertEquals(await experiment.setupPools(scene.tasks), 2);
      const { best, pools } = await experiment.run();
      assertEquals(pools.map(({ stopped }) => stopped), [undefined, undefined]);
      assertEquals(best?.parameters, expected);
      const banned = best!.scores!.num_bans > 0;
      assertEquals("GoldenSet" in best!.pruned_parameters!, banned);
    });
  }
}

Deno.test("AutoQuality gives the same report for a seed, on the same crowd", async () => {
  const reportOf = async () => {
    const scene = await sceneOf({ general: 24, golden: 6 });
    const experiment = scene.experiment({ runId: "tuning", seed: 5 });
    await experiment.setupPools(scene.tasks);
    return await experiment.run();
  };
  assertEquals(await reportOf(), await reportOf());
});

// Plan, seed and budget

Deno.test("AutoQuality.plan() changes nothing, and shows pools and cost", async () => {
  const scene = await sceneOf(few);
  const before = writes(scene);
  const plan = await scene.experiment({ fee: 0.2 }).plan(scene.tasks);
  assertEquals(writes(scene), before);
  assertEquals(plan.pools.length, 3);
  for (const { parameters, settings, cost } of plan.pools) {
    const overlap = parameters.overlap!;
    assertEquals(settings.defaults.default_overlap_for_new_tasks, overlap);
    const { total } = estimateCost(settings, scene.tasks, { fee: 0.2 });
    assertEquals(cost, total);
    // At least two pages for each of the Tolokers.
    assertEquals(cost.min >= 2 * overlap * 0.01 * 1.2, true);
  }
  const sum = plan.pools.reduce((all, { cost }) => all + cost.likely, 0);
  assertAlmostEquals(plan.cost.likely, sum);
});

Deno.test("AutoQuality draws the same settings for a seed, and others for another", async () => {
  const scene = await sceneOf(few);
  const drawn = async (seed: number) => {
    const { pools } = await scene.experiment({ seed, parameters: undefined })
      .plan(scene.tasks);
    return pools.map(({ parameters }) => parameters);
  };
  const first = await drawn(1);
  assertEquals(first.length, 3);
  assertEquals(first, await drawn(1));
  assertNotEquals(first, await drawn(2));
});

Deno.test("AutoQuality.plan() drops settings that would exceed the budget, and draws on", async () => {
  const scene = await sceneOf(few);
  const { pools, dropped, cost } = await scene
    .experiment({ iterations: 5, budget: 0.1 }).plan(scene.tasks);
  assertEquals(cost.likely <= 0.1, true);
  assertEquals(pools.length < 5, true);
  const { reason, message } = dropped.find(({ reason }) =>
    reason === "BUDGET"
  )!;
  assertEquals(reason, "BUDGET");
  assertStringIncludes(message, "would exceed the budget of 0.1");
});

Deno.test("AutoQuality.plan() tries no settings twice, and ends where there are no others", async () => {
  const scene = await sceneOf(few);
  const { pools, dropped } = await scene
    .experiment({ iterations: 4, parameters: { overlap: [1, 2] } })
    .plan(scene.tasks);
  const overlaps = pools.map(({ parameters }) => parameters.overlap);
  assertEquals(overlaps.toSorted(), [1, 2]);
  assertEquals(dropped.length, 38);
  assertEquals(new Set(dropped.map(({ reason }) => reason)).size, 1);
});

Deno.test("AutoQuality.plan() warns where accuracy cannot be measured", async () => {
  const scene = await sceneOf(few);
  const general = scene.tasks.slice(0, 8);
  const { warnings } = await scene.experiment({
    parameters: crowds[0].parameters,
  })
    .plan(general);
  assertEquals(warnings, [
    "There are no control tasks: the accuracy cannot be measured, and the rules of GoldenSet never apply",
  ]);
});

Deno.test("AutoQuality.plan() refuses tasks whose overlap does not follow the settings", async () => {
  const scene = await sceneOf(few);
  const tasks = scene.tasks.map((task, i) =>
    i === 3 ? { ...task, overlap: 2 } : task
  );
  await assertRejects(
    () => scene.experiment().plan(tasks),
    RangeError,
    "Cannot plan pools as tasks.3 must have no 'overlap' where the overlap is drawn: current value is 2",
  );
  await assertRejects(
    () => scene.experiment().plan([]),
    RangeError,
    "there are no tasks",
  );
});

Deno.test("AutoQuality.run() closes the pools once the budget is spent", async () => {
  const scene = await sceneOf({ general: 40, golden: 10 });
  const store = memoryStore();
  const known = { store, runId: "tuning" };
  await scene.experiment(known).setupPools(scene.tasks);
  const spent: number[] = [];
  const { pools, warnings } = await scene.experiment({
    ...known,
    budget: 0.05,
    onProgress: (progress) => spent.push(progress.spent!),
  }).run();
  assertEquals(spent.at(-1)! >= 0.05, true);
  assertEquals(pools.map(({ stopped }) => stopped), [
    "BUDGET",
    "BUDGET",
    "BUDGET",
  ]);
  assertEquals(warnings.filter((text) => /BUDGET/.test(text)).length, 3);
  const statuses = (await poolsOf(scene)).map(({ status }) => status);
  assertEquals(statuses, ["CLOSED", "CLOSED", "CLOSED"]);
});

// Options

Deno.test("AutoQuality has a name of its own, unless it is told one", async () => {
  const scene = await sceneOf(few);
  const [one, other] = [scene.experiment(), scene.experiment()];
  assertNotEquals(one.runId, other.runId);
  await one.setupPools(scene.tasks);
  await other.setupPools(scene.tasks);
  const skills = await Array.fromAsync(scene.toloka.skills.list());
  const names = skills.map(({ name }) => name);
  assertEquals(names.includes(one.runId) && names.includes(other.runId), true);
  assertEquals(scene.experiment({ runId: "tuning" }).runId, "tuning");
});

Deno.test("AutoQuality refuses options that cannot work", async () => {
  const { toloka } = await sceneOf(few);
  const cases: [Record<string, unknown>, string][] = [
    [
      { trainingPoolId: undefined },
      "'trainingPoolId' must be given, or 'tolokers'",
    ],
    [{ basePoolId: "" }, "'basePoolId' must be a non-empty string"],
    [
      { iterations: 1 },
      "'iterations' must be a whole number between 2 and 100",
    ],
    [{ budget: 0 }, "'budget' must be above 0"],
    [{ fee: 30 }, "'fee' must be a fraction"],
    [{ store: memoryStore() }, "'runId' must be given with a store"],
    [{ runId: "Äpfel" }, "'runId' must have 1 to 200 printable ASCII"],
    [{ reassign: "NONE" }, "'reassign' must be"],
    [{ score: 1 }, "'score' must be a function"],
    [{ period: 0 }, "'period' must be between 1 and"],
    [{ maxIdle: 0 }, "'maxIdle' must be between 1 and"],
  ];
  for (const [options, message] of cases) {
    assertThrows(
      () =>
        new AutoQuality(toloka, {
          basePoolId: "1",
          trainingPoolId: "2",
          ...options,
        }),
      Error,
      message,
    );
  }
});

// Setting up

Deno.test("AutoQuality.setupPools() gives pools without filter one that admits their own Tolokers", async () => {
  const scene = await sceneOf(few);
  const experiment = scene.experiment();
  await experiment.setupPools(scene.tasks);
  const [skill] = await Array.fromAsync(
    scene.toloka.skills.list({ name: experiment.runId }),
  );
  const filters = (await poolsOf(scene)).map(({ filter }) => filter);
  assertEquals(
    filters,
    [1, 2, 3].map((value) => ({
      and: [{
        or: [{ category: "skill", key: skill!.id, operator: "EQ", value }],
      }],
    })),
  );
});

Deno.test("AutoQuality.setupPools() drops settings that the server refuses, says why, and leaves no pool behind", async () => {
  const scene = await sceneOf(few);
  const experiment = scene.experiment({
    parameters: { overlap: [1, 2, 3] },
    settings: (settings, { overlap }) =>
      overlap === 2 ? { ...settings, reward_per_assignment: -1 } : settings,
  });
  assertEquals(await experiment.setupPools(scene.tasks), 2);
  assertEquals((await poolsOf(scene)).length, 2);
  const { dropped, warnings, pools } = await experiment.run();
  assertEquals(pools.length, 2);
  const refused = dropped.filter(({ reason }) => reason === "REFUSED");
  assertEquals(refused.map(({ parameters }) => parameters), [{ overlap: 2 }]);
  assertStringIncludes(refused[0]!.message, "reward_per_assignment");
  assertEquals(warnings[0], "Only 2 of 3 pools were created");
});

Deno.test("AutoQuality.setupPools() gives up where the server refuses everything", async () => {
  const scene = await sceneOf(few);
  const experiment = scene.experiment({
    settings: (settings) => ({ ...settings, reward_per_assignment: -1 }),
  });
  const before = writes(scene);
  await assertRejects(
    () => experiment.setupPools(scene.tasks),
    TolokaError,
    `Cannot set up experiment "${experiment.runId}" as no settings could be tried`,
  );
  // A skill, and as many pools as were asked for.
  assertEquals(writes(scene) - before, 4);
  await assertRejects(() => experiment.run(), TolokaError, "no pool is set up");
});

/** A store that fails at one of its commits, as if the process had died. */
function mortal(store: Store, death: number): Store {
  let commits = 0;
  return {
    get: (key) => store.get(key),
    list: (prefix, options) => store.list(prefix, options),
    commit: (commit) =>
      ++commits === death
        ? Promise.reject(new Error("Killed"))
        : store.commit(commit),
    close: () => store.close(),
  };
}

Deno.test("AutoQuality.setupPools() goes on after a death at any step, and creates nothing twice", async () => {
  // The experiment, then each pool planned, created and filled.
  for (let death = 1; death <= 7; death++) {
    const scene = await sceneOf(few);
    const store = memoryStore();
    const options = {
      runId: "tuning",
      iterations: 2,
      parameters: { overlap: [1, 2, 3, 4] },
      seed: 3,
    };
    const first = scene.experiment({ ...options, store: mortal(store, death) });
    await assertRejects(() => first.setupPools(scene.tasks), Error, "Killed");
    const next = scene.experiment({ ...options, store });
    assertEquals(await next.setupPools(scene.tasks), 2);
    const pools = await poolsOf(scene);
    assertEquals(pools.length, 2, `death at commit ${death}`);
    for (const { id } of pools) {
      const tasks = await Array.fromAsync(
        scene.toloka.tasks.list({ pool_id: id }),
      );
      assertEquals(
        tasks.length,
        scene.tasks.length,
        `death at commit ${death}`,
      );
    }
    const skills = await Array.fromAsync(
      scene.toloka.skills.list({ name: "tuning" }),
    );
    assertEquals(skills.length, 1);
  }
});

Deno.test("AutoQuality refuses to resume an experiment with other options", async () => {
  const scene = await sceneOf(few);
  const known = { store: memoryStore(), runId: "tuning" };
  await scene.experiment({ ...known, seed: 1 }).setupPools(scene.tasks);
  await assertRejects(
    () => scene.experiment({ ...known, seed: 2 }).setupPools(scene.tasks),
    RangeError,
    `Cannot resume experiment "tuning" as its 'seed' must be that of the store, "1": current value is "2"`,
  );
});

Deno.test("AutoQuality lets two processes not work on one experiment", async () => {
  const scene = await sceneOf(few);
  const known = { store: memoryStore(), runId: "tuning" };
  const results = await Promise.allSettled([
    scene.experiment(known).setupPools(scene.tasks),
    scene.experiment(known).setupPools(scene.tasks),
  ]);
  const failed = results.filter(({ status }) => status === "rejected");
  assertEquals(failed.length, 1);
  assertStringIncludes(
    String((failed[0] as PromiseRejectedResult).reason),
    "another process has changed it",
  );
});

Deno.test("AutoQuality.archivePools() cleans up after a set-up whose state is lost", async () => {
  const scene = await sceneOf(few);
  const lost = scene.experiment({
    runId: "tuning",
    store: mortal(memoryStore(), 3),
  });
  await assertRejects(() => lost.setupPools(scene.tasks), Error, "Killed");
  const next = scene.experiment({ runId: "tuning" });
  await assertRejects(
    () => next.setupPools(scene.tasks),
    TolokaError,
    'the store does not know its pool "tuning params 1": archive it by archivePools()',
  );
  assertEquals((await next.archivePools()).length, 1);
  assertEquals(
    (await poolsOf(scene)).map(({ status }) => status),
    ["ARCHIVED"],
  );
});

// Running

Deno.test("AutoQuality.run() gives each pool its share of Tolokers, and none two pools", async () => {
  const scene = await sceneOf({ general: 40, golden: 10 });
  const progress: AutoQualityProgress[] = [];
  const experiment = scene.experiment({
    onProgress: (one) => progress.push(one),
  });
  await experiment.setupPools(scene.tasks);
  const { pools } = await experiment.run();
  const users = await Promise.all(pools.map(async ({ pool_id }) => {
    const list = scene.toloka.assignments.list({ pool_id });
    return new Set((await Array.fromAsync(list)).map(({ user_id }) => user_id));
  }));
  for (const [i, some] of users.entries()) {
    for (const others of users.slice(i + 1)) {
      assertEquals([...some].filter((id) => others.has(id)), []);
    }
  }
  const last = progress.at(-1)!;
  assertEquals([last.open, last.closed, last.spent], [0, 3, undefined]);
  assertEquals(last.tolokers > 10, true);
});

Deno.test("AutoQuality.run() closes all when it is aborted, and goes on in another process", async () => {
  const scene = await sceneOf({ general: 40, golden: 10 });
  const known = { store: memoryStore(), runId: "tuning" };
  const controller = new AbortController();
  const first = scene.experiment({
    ...known,
    onProgress: ({ tolokers }) => tolokers > 5 && controller.abort("Enough"),
  });
  await first.setupPools(scene.tasks);
  const reason = await first.run({ signal: controller.signal }).catch((e) => e);
  assertEquals(reason, "Enough");
  const statuses = (await poolsOf(scene)).map(({ status }) => status);
  assertEquals(statuses, ["CLOSED", "CLOSED", "CLOSED"]);
  const halfway = await scene.experiment(known).report();
  assertEquals(
    halfway.pools.some(({ stopped }) => stopped === "STOPPED"),
    true,
  );
  const { pools } = await scene.experiment(known).run();
  assertEquals(pools.map(({ stopped }) => stopped), [
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("AutoQuality.run() ends after its longest time, and says so", async () => {
  const scene = await sceneOf({
    ...few,
    simulator: { population: { count: 0 } },
  });
  const experiment = scene.experiment({ maxWait: 50 });
  await experiment.setupPools(scene.tasks);
  const { pools, best, warnings } = await experiment.run();
  assertEquals(pools.map(({ stopped }) => stopped), [
    "DEADLINE",
    "DEADLINE",
    "DEADLINE",
  ]);
  assertEquals(best, undefined);
  assertStringIncludes(pools[0]!.score_error!, "no answers to general tasks");
  assertStringIncludes(warnings.join("\n"), "has no scores");
});

Deno.test("AutoQuality.run() closes pools that nobody works in, and says so", async () => {
  const scene = await sceneOf({
    ...few,
    simulator: { population: { count: 0 } },
  });
  const experiment = scene.experiment({ maxIdle: 1, maxWait: 86_400_000 });
  await experiment.setupPools(scene.tasks);
  const { pools, warnings } = await experiment.run();
  const stopped = pools.map(({ stopped }) => stopped);
  assertEquals(stopped, ["IDLE", "IDLE", "IDLE"]);
  assertStringIncludes(warnings.join("\n"), "was not finished: IDLE");
  const statuses = (await poolsOf(scene)).map(({ status }) => status);
  assertEquals(statuses, ["CLOSED", "CLOSED", "CLOSED"]);
});

Deno.test("AutoQuality.run() closes the other pools if one cannot be closed, and shows the first error", async () => {
  const scene = await sceneOf({
    ...few,
    simulator: { population: { count: 0 } },
  });
  let stuck: string | undefined;
  const client = withMethods(scene.toloka, {
    pools: {
      close: (id) => {
        stuck ??= id;
        if (id === stuck) return Promise.reject(new Error("Stuck"));
        return scene.toloka.pools.close(id);
      },
    },
  });
  const experiment = scene.experiment({
    onProgress: () => {
      throw new Error("Original");
    },
  }, client);
  await experiment.setupPools(scene.tasks);
  const error = await assertRejects(
    () => experiment.run(),
    AggregateError,
    "Original",
  );
  assertEquals(error.errors.map(({ message }) => message), [
    "Original",
    "Stuck",
  ]);
  const open = (await poolsOf(scene)).filter(({ status }) => status === "OPEN");
  assertEquals(open.map(({ id }) => id), [stuck]);
});

Deno.test("AutoQuality.run() does without a training that is archived, for Tolokers who are named", async () => {
  const scene = await sceneOf({ ...few, pool: { quality_control: null } });
  const { trainings } = scene.toloka;
  let opened = 0;
  const client = withMethods(scene.toloka, {
    trainings: {
      get: async (id) => ({ ...await trainings.get(id), status: "ARCHIVED" }),
      open: (id) => {
        opened++;
        return trainings.open(id);
      },
    },
  });
  const tolokers = scene.simulator.tolokers.map(({ id }) => id);
  const experiment = scene.experiment({ tolokers }, client);
  await experiment.setupPools(scene.tasks);
  const { pools } = await experiment.run();
  assertEquals(pools.map(({ stopped }) => stopped), [
    undefined,
    undefined,
    undefined,
  ]);
  assertEquals(opened, 0);
});

Deno.test("AutoQuality works with task suites where there is no smart mixing", async () => {
  const scene = await sceneOf(few);
  const { toloka, basePoolId } = scene;
  const { mixer_config: _, ...base } = await toloka.pools.get(basePoolId);
  const { id } = await toloka.pools.create({ ...base, private_name: "Suites" });
  const suites = [0, 1, 2, 3].map((i) => ({
    tasks: [i, i + 4, i % 2 + 8].map((at) => {
      const { infinite_overlap: _, ...task } = scene.tasks[at] as {
        infinite_overlap?: boolean;
      };
      return task;
    }),
  }));
  const experiment = scene.experiment({ basePoolId: id });
  await experiment.setupPools(suites);
  const { pools } = await experiment.run();
  for (const { parameters, scores } of pools) {
    assertEquals(scores?.tasks, 8);
    assertEquals(scores?.answers, 8 * parameters.overlap!);
    assertEquals(scores?.golden?.total, 4 * parameters.overlap!);
  }
});

// The report

Deno.test("AutoQuality scores and ranks by the caller's functions, and reports pools that cannot be scored", async () => {
  const scene = await sceneOf(few);
  const experiment = scene.experiment({
    score: async (context) => {
      if (context.parameters.overlap === worst) throw new Error("No idea");
      return await scorePool(context);
    },
    rank: (pools) =>
      pools.map(({ pool_id }, i) => ({ pool_id, main_rank: 9 - i, ranks: {} })),
  });
  const { pools: planned } = await experiment.plan(scene.tasks);
  const worst = planned[0]!.parameters.overlap;
  await experiment.setupPools(scene.tasks);
  const { pools, best } = await experiment.run();
  assertEquals(best?.parameters, planned[1]!.parameters);
  assertEquals(pools.map(({ main_rank }) => main_rank), [9, 8, undefined]);
  assertEquals(pools[2]?.score_error, "No idea");
});

Deno.test("AutoQuality.report() has a best pool where several rank highest", async () => {
  const scene = await sceneOf(few);
  const experiment = scene.experiment({
    score: () => ({
      accuracy_labels: 0.9,
      unique_submitters_count: 9,
      spent_budget: 1,
      num_bans: 0,
      num_other_bans: 0,
      ban_reason_counts: {},
      answers: 9,
      tasks: 9,
    }),
  });
  await experiment.setupPools(scene.tasks);
  const report = await experiment.report();
  assertEquals(report.best?.pool_id, report.pools[0]!.pool_id);
  assertEquals(report.ties, report.pools.map(({ pool_id }) => pool_id));
  assertStringIncludes(report.warnings.join("\n"), "3 pools rank highest");
});

Deno.test("formatAutoQualityReport() shows pools, drops and warnings", async () => {
  const scene = await sceneOf(few);
  const experiment = scene.experiment({
    iterations: 4,
    runId: "tuning",
    parameters: { overlap: [1, 2] },
  });
  await experiment.setupPools(scene.tasks);
  const report = await experiment.run();
  const text = formatAutoQualityReport(report);
  assertStringIncludes(text, 'Experiment "tuning", seed 0');
  assertStringIncludes(
    text,
    `Best settings: overlap ${report.best!.parameters.overlap}`,
  );
  assertStringIncludes(text, "38 draws repeated earlier ones");
  assertStringIncludes(text, "Warning: Only 2 of 4 pools were created");
  for (const { pool_id } of report.pools) assertStringIncludes(text, pool_id);
});

Deno.test("AutoQuality.settingsFor() gives settings of a pool that all Tolokers may enter", async () => {
  const scene = await sceneOf(few);
  const settings = await scene.experiment()
    .settingsFor({ overlap: 5 }, "Tuned");
  assertEquals(settings.private_name, "Tuned");
  assertEquals(settings.defaults.default_overlap_for_new_tasks, 5);
  assertEquals(settings.filter ?? null, null);
  const { status } = await scene.toloka.pools.create(settings);
  assertEquals(status, "CLOSED");
});

Deno.test("AutoQuality says what to do with an experiment that is archived", async () => {
  const scene = await sceneOf(few);
  const experiment = scene.experiment({ runId: "tuning" });
  const missing = 'Cannot run experiment "tuning" as no pool is set up';
  await assertRejects(() => experiment.run(), TolokaError, missing);
  await experiment.setupPools(scene.tasks);
  await experiment.archivePools();
  const before = writes(scene);
  const because = 'experiment "tuning" as its pools are archived: read its';
  await assertRejects(() => experiment.run(), TolokaError, because);
  await assertRejects(
    () => experiment.setupPools(scene.tasks),
    TolokaError,
    because,
  );
  assertEquals(writes(scene), before);
  assertEquals(await experiment.archivePools(), []);
});

Deno.test("AutoQuality.archivePools() archives what it can, and names the failure", async () => {
  const scene = await sceneOf(few);
  let refused: string | undefined;
  const client = withMethods(scene.toloka, {
    pools: {
      archive: (id) => {
        refused ??= id;
        if (id === refused) return Promise.reject(new Error("Busy"));
        return scene.toloka.pools.archive(id);
      },
    },
  });
  const experiment = scene.experiment({ runId: "tuning" }, client);
  await experiment.setupPools(scene.tasks);
  await experiment.run();
  const error = await assertRejects(
    () => experiment.archivePools(),
    TolokaIncompleteError,
    'Cannot archive 1 of the pools of experiment "tuning": Busy',
  );
  assertEquals((error.done as string[]).length, 2);
  // Scores of archived pools can still be read.
  assertEquals((await experiment.report()).pools.length, 3);
});
