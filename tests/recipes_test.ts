/**
 * Runs every recipe of docs/recipes.md, each against a simulator of its own in
 * the same state, and looks at what became of it there.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type PoolInput, TolokaClient } from "../mod.ts";
import { filters } from "../src/filters/mod.ts";
import { presets, qualityControl } from "../src/quality_control/mod.ts";
import { Simulator } from "../src/simulator/mod.ts";
import { contents, type Ids, type Recipe, recipes } from "./_recipes.ts";

/** A recipe that has run. */
interface Run extends Ids {
  /** The account that it worked in. */
  toloka: TolokaClient;
  /** The other account, in production. */
  production: TolokaClient;
  /** What it printed. */
  printed: string;
}

const input = (name: string) => ({
  input_values: { image: `https://example.com/${name}.png` },
});

/** A project with a training, and a pool whose answers wait for review. */
async function prepare(simulator: Simulator): Promise<Ids> {
  const { url, fetch } = simulator;
  const toloka = new TolokaClient({ token: "any", url, fetch });
  const { id: projectId } = await toloka.projects.create({
    public_name: "Cat or dog",
    public_description: "Say which animal is in the picture",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "url" } },
      output_spec: {
        animal: { type: "string", allowed_values: ["cat", "dog"] },
        photo: { type: "file" },
      },
      view_spec: { type: "classic", markup: "{{img src=image}}" },
    },
  });
  const { id: skillId } = await toloka.skills.create({ name: "Animals" });
  const { id: trainingId } = await toloka.trainings.create({
    project_id: projectId,
    private_name: "How to tell cats from dogs",
    inherited_instructions: true,
    may_contain_adult_content: false,
    assignment_max_duration_seconds: 600,
    training_tasks_in_task_suite_count: 1,
    retry_training_after_days: 1,
  });
  const settings: PoolInput = {
    project_id: projectId,
    private_name: "Cats and dogs",
    may_contain_adult_content: false,
    will_expire: "2100-01-01T00:00:00",
    reward_per_assignment: 0.02,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: false,
    auto_accept_period_day: 7,
    defaults: {
      default_overlap_for_new_tasks: 3,
      default_overlap_for_new_task_suites: 3,
    },
    mixer_config: {
      real_tasks_count: 2,
      golden_tasks_count: 1,
      training_tasks_count: 0,
    },
    quality_control: qualityControl([
      presets.incomeLimit({
        dollarsPerDay: 20,
        restrict: {
          scope: "POOL",
          duration: { days: 1 },
          privateComment: "Enough for today",
        },
      }),
    ]),
  };
  const { id: poolId } = await toloka.pools.create(settings);
  await toloka.tasks.createMany([
    ...["a", "b", "c", "d"].map((name) => ({
      pool_id: poolId,
      ...input(name),
      overlap: 3,
    })),
    {
      pool_id: poolId,
      ...input("cat"),
      known_solutions: [{ output_values: { animal: "cat" } }],
      infinite_overlap: true,
    },
  ]);
  await toloka.pools.open(poolId);
  await simulator.runUntil("idle");
  const rare = await toloka.pools.create({
    ...settings,
    private_name: "Rare animals",
    filter: filters.country.eq("AQ"), // where nobody lives
  });
  await toloka.tasks.create({ pool_id: rare.id, ...input("e"), overlap: 3 });
  await toloka.pools.open(rare.id);
  const { items: [answer] } = await toloka.assignments.find({
    pool_id: poolId,
    status: "SUBMITTED",
  });
  const { items: [task] } = await toloka.tasks.find({
    pool_id: poolId,
    overlap: 3,
  });
  const userId = answer!.user_id;
  await toloka.userSkills.set({
    skill_id: skillId,
    user_id: userId,
    value: 90,
  });
  await toloka.userRestrictions.set({ scope: "ALL_PROJECTS", user_id: userId });
  await toloka.messageThreads.compose({
    recipients_select_type: "DIRECT",
    recipients_ids: [userId],
    topic: { EN: "Cats" },
    text: { EN: "Are the pictures clear?" },
    answerable: true,
  });
  await simulator.advance(24 * 3_600_000);
  return {
    projectId,
    poolId,
    trainingId,
    skillId,
    taskId: task!.id,
    assignmentId: answer!.id,
    userId,
  };
}

/** Today, for recipes too: what people do follows from the hour. */
const START = new Date("2026-06-01T12:00:00Z");

const first = new Simulator({
  seed: 1,
  population: { habits: { careful: 1, random: 1 } }, // so that some are wrong
  replyRate: 1,
  start: START,
});
const ids = await prepare(first);
const saved = JSON.stringify(first.save());

async function run({ title, code }: Recipe): Promise<Run> {
  const simulator = Simulator.load(JSON.parse(saved), {
    webhooks: { fetch: () => Promise.resolve(new Response()) },
  });
  const other = new Simulator({ seed: 2 });
  class Client extends TolokaClient {
    constructor({ environment }: { environment: "SANDBOX" | "PRODUCTION" }) {
      const { fetch } = environment === "SANDBOX" ? simulator : other;
      super({ token: "any", environment, fetch });
    }
  }
  const [toloka, production] = [
    new Client({ environment: "SANDBOX" }),
    new Client({ environment: "PRODUCTION" }),
  ];
  const today = code.replaceAll("Date.now()", `${START.getTime()}`);
  const url = `data:application/typescript,${encodeURIComponent(today)}`;
  const { default: recipe } = await import(url);
  if (title === "Have the platform aggregate") {
    const submitted = { pool_id: ids.poolId, status: "SUBMITTED" } as const;
    for await (const { id } of toloka.assignments.list(submitted)) {
      await toloka.assignments.accept(id);
    }
  }
  const lines: string[] = [];
  const { log } = console;
  console.log = (...values) => lines.push(values.join(" "));
  try {
    await recipe(Client, toloka, ids);
  } finally {
    console.log = log;
  }
  return { ...ids, toloka, production, printed: lines.join("\n") };
}

/** Checks a setting of the pool. */
const pool =
  (has: Record<string, unknown>) => async ({ toloka, poolId }: Run) => {
    const found = await toloka.pools.get(poolId);
    const names = Object.keys(has) as (keyof typeof found)[];
    assertEquals(
      Object.fromEntries(names.map((name) => [name, found[name]])),
      has,
    );
  };
/** Checks the conditions of the pool's filter. */
const filter = (expected: RegExp) => async ({ toloka, poolId }: Run) => {
  const { filter } = await toloka.pools.get(poolId);
  assertMatch(JSON.stringify(filter), expected);
};
/** Checks the collectors of the pool's rules. */
const rules = (...types: string[]) => async ({ toloka, poolId }: Run) => {
  const { quality_control: control } = await toloka.pools.get(poolId);
  const found = control?.configs?.map((config) => config.collector_config.type);
  assertEquals(found, types);
};
/** Checks what was printed. */
const prints = (expected: RegExp) => ({ printed }: Run) =>
  assertMatch(printed, expected);
/**
 * Checks which statuses the pool's answers have. Whether a Toloker lets one
 * expire depends on the time of the day at which the simulation starts.
 */
const reviewed = (...statuses: string[]) => async ({ toloka, poolId }: Run) => {
  const all = await Array.fromAsync(
    toloka.assignments.list({
      pool_id: poolId,
      status: ["SUBMITTED", "ACCEPTED", "REJECTED"],
    }),
  );
  assertEquals([...new Set(all.map(({ status }) => status))].sort(), statuses);
};
const tasks = async ({ toloka, poolId }: Run) =>
  await Array.fromAsync(toloka.tasks.list({ pool_id: poolId }));
const isControl = (task: { known_solutions?: unknown }) =>
  task.known_solutions !== undefined;
/** Overlaps of the tasks that are no control tasks. */
const overlaps = async (run: Run) =>
  (await tasks(run)).filter(({ infinite_overlap }) => !infinite_overlap)
    .map(({ overlap }) => overlap);
/** Checks the scopes of the Toloker's restrictions. */
const restricted = (...scopes: string[]) => async ({ toloka, userId }: Run) => {
  const query = { user_id: userId };
  const found = await Array.fromAsync(toloka.userRestrictions.list(query));
  assertEquals(found.map(({ scope }) => scope), scopes);
};
/** Checks the last message that was sent. */
const written = (topic: string, to: string) => async ({ toloka }: Run) => {
  const { items: [thread] } = await toloka.messageThreads.find({
    folder: "OUTBOX",
    sort: "-created",
  });
  assertEquals(thread?.topic.EN, topic);
  assertEquals(thread?.compose_details?.recipients_select_type, to);
};
/** Checks the Toloker's bonuses. */
const paid = (...amounts: number[]) => async ({ toloka, userId }: Run) => {
  const { items } = await toloka.userBonuses.find({ user_id: userId });
  assertEquals(items.map(({ amount }) => amount), amounts);
};

const CHECKS: Record<string, (run: Run) => unknown> = {
  "See the balance": prints(/^\$\d+\.\d+$/),
  "Check a token": prints(/^The token is valid$/),
  "Find out what a pool has cost": prints(/^\d/),
  "Add up what all pools of a project have cost": prints(/^\d/),
  "Estimate what a pool will cost": prints(/^About \$[\d.]+, at most \$/),
  "Change the instructions": async ({ toloka, projectId }) => {
    const { public_instructions } = await toloka.projects.get(projectId);
    assertMatch(public_instructions!, /ears/);
  },
  "Clone a project with its trainings and pools": prints(/^\d+ 1 2$/),
  "Copy a project from the sandbox to production": async (run) => {
    const { public_name } = await run.production.projects.get(run.printed);
    assertEquals(public_name, "Cat or dog");
  },
  "Archive a project with everything in it": async (run) => {
    const { status } = await run.toloka.projects.get(run.projectId);
    assertEquals(status, "ARCHIVED");
    await pool({ status: "ARCHIVED" })(run);
  },
  "Clone a pool": async ({ toloka, projectId }) => {
    const query = { project_id: projectId };
    const pools = await Array.fromAsync(toloka.pools.list(query));
    assertEquals(pools.map(({ private_name }) => private_name), [
      "Cats and dogs",
      "Rare animals",
      "Second round",
    ]);
  },
  "Reopen a pool": pool({ status: "OPEN" }),
  "Change an open pool": pool({
    reward_per_assignment: 0.05,
    last_close_reason: "COMPLETED", // it was open again, and had no tasks left
  }),
  "Have a pool done before others": pool({ priority: 100 }),
  "Keep a pool open longer": pool({ will_expire: "2100-02-01T00:00:00" }),
  "Give Tolokers more time for a page": pool({
    assignment_max_duration_seconds: 1800,
  }),
  "Find mistakes in a pool before it opens": prints(/\w/),
  "See how far open pools are": prints(/^Rare animals: 0 %$/),
  "Pay experts more": async ({ toloka, poolId }) => {
    const { dynamic_pricing_config } = await toloka.pools.get(poolId);
    assertEquals(dynamic_pricing_config?.intervals.length, 2);
  },
  "Add tasks to an open pool": async (run) => {
    assertEquals((await tasks(run)).length, 7);
    await pool({ status: "OPEN" })(run);
  },
  "Add control tasks": async (run) =>
    assertEquals((await tasks(run)).filter(isControl).length, 2),
  "Turn a task into a control task": async (run) =>
    assertEquals((await tasks(run)).filter(isControl).length, 2),
  "Add training tasks with hints": async (run) => {
    const [task] = await tasks({ ...run, poolId: run.trainingId });
    assertEquals(
      task?.message_on_unknown_solution,
      "Foxes count as dogs here",
    );
  },
  "Read tasks from a file": async (run) =>
    assertEquals((await tasks(run)).length, 6),
  "Set the overlap of new tasks": pool({
    defaults: {
      default_overlap_for_new_tasks: 5,
      default_overlap_for_new_task_suites: 3,
    },
  }),
  "Set the overlap of one task": async (run) =>
    assertEquals(await overlaps(run), [5, 3, 3, 3]),
  "Ask more Tolokers about all tasks of a pool": async (run) =>
    assertEquals(await overlaps(run), [5, 5, 5, 5]),
  "Stop a task": async ({ toloka, taskId }) => {
    const { remaining_overlap } = await toloka.tasks.get(taskId);
    assertEquals(remaining_overlap, 0);
  },
  "Ask only as many Tolokers as a task needs": async (run) => {
    const { dynamic_overlap_config } = await run.toloka.pools.get(run.poolId);
    assertEquals(dynamic_overlap_config?.max_overlap, 5);
  },
  "Choose by language": filter(/"languages".*"EN".*"26366"/),
  "Choose by region": filter(/"country".*"FR".*"region_by_phone".*124/),
  "Choose by skill": filter(/"GTE","value":80.*"value":null/),
  "Exclude those who have taken part": async (run) => {
    await filter(/"skill".*"value":null/)(run);
    await rules("ANSWER_COUNT")(run);
  },
  "Require a training": async ({ toloka, poolId, trainingId }) => {
    const { quality_control } = await toloka.pools.get(poolId);
    assertEquals(
      quality_control?.training_requirement?.training_pool_id,
      trainingId,
    );
  },
  "Set an exam": async (run) => {
    await filter(/"GTE","value":80/)(run);
    await rules("GOLDEN_SET")({ ...run, poolId: run.printed });
  },
  "Prefer the best Tolokers": pool({
    speed_quality_balance: { type: "TOP_PERCENTAGE_BY_QUALITY", percent: 30 },
  }),
  "Ban who answers too fast": rules("INCOME", "ASSIGNMENT_SUBMIT_TIME"),
  "Ban who fails control tasks": rules("GOLDEN_SET"),
  "Ban who disagrees with the majority": rules("MAJORITY_VOTE"),
  "Ban who fails captchas": rules("CAPTCHA"),
  "Limit how much one Toloker does": rules("ANSWER_COUNT"),
  "Have rejected and banned work done again": rules(
    "ASSIGNMENTS_ASSESSMENT",
    "USERS_ASSESSMENT",
  ),
  "Ban a Toloker": restricted("ALL_PROJECTS", "PROJECT"),
  "Lift a ban": restricted(),
  "Give a Toloker a skill": async ({ toloka, userId }) => {
    const { items } = await toloka.userSkills.find({ user_id: userId });
    assertEquals(items.map(({ value }) => value), [90, 90]);
  },
  "Take a skill from everyone who has it": async ({ toloka, skillId }) => {
    const { items } = await toloka.userSkills.find({ skill_id: skillId });
    assertEquals(items, []);
  },
  "Write to a Toloker": written("Your answers", "DIRECT"),
  "Write to everyone with a skill": written("New tasks", "FILTER"),
  "Answer messages": async ({ toloka }) => {
    const folder = "IMPORTANT";
    const threads = await Array.fromAsync(
      toloka.messageThreads.list({ folder }),
    );
    const texts = threads.flatMap(({ messages = [] }) =>
      messages.map(({ text }) => text.EN)
    );
    assert(texts.includes("Thank you, we look into it."));
  },
  "Accept everything that waits for review": reviewed("ACCEPTED"),
  "Reject an answer with a comment": async ({ toloka, assignmentId }) => {
    const answer = await toloka.assignments.get(assignmentId);
    assertEquals(answer.status, "REJECTED");
    assertMatch(answer.public_comment!, /a dog, not a cat/);
  },
  "Accept an answer that was rejected": async (run) => {
    const { status, public_comment } = await run.toloka.assignments.get(
      run.assignmentId,
    );
    assertEquals([status, public_comment], [
      "ACCEPTED",
      "We were wrong: thank you",
    ]);
  },
  "Review by control tasks": reviewed("ACCEPTED", "REJECTED"),
  "Read answers with their tasks": prints(
    /^(\w+ https:\/\/example.com\/\w+.png (cat|dog)\n?)+$/,
  ),
  "Read the answers since yesterday": prints(/^[1-9] pages$/),
  "Download answers as a table": prints(
    /^INPUT:image,OUTPUT:animal,.*\r\n(.*(cat|dog).*\r\n)+$/,
  ),
  "Take the answer of the majority": prints(
    /^(https:\/\/example.com\/\w+.png (cat|dog)\n?){5}$/,
  ),
  "Have the platform aggregate": prints(/^(\S+ (cat|dog) [\d.]+\n?){5}$/),
  "Download the files in answers": prints(/^(\S+ \S+ \d+\n?)+$/),
  "Be told when answers come": async ({ toloka, poolId }) => {
    const { items } = await toloka.webhookSubscriptions.find({
      pool_id: poolId,
    });
    assertEquals(items.map(({ event_type }) => event_type), [
      "ASSIGNMENT_SUBMITTED",
    ]);
  },
  "Pay a bonus for an answer": paid(0.25),
  "Pay bonuses by skill": paid(0.5),
};

for (const recipe of recipes) {
  Deno.test(`docs/recipes.md: ${recipe.title}`, async () => {
    const done = await run(recipe);
    await CHECKS[recipe.title]!(done);
  });
}

Deno.test("docs/recipes.md has no recipe without a check, and no check too many", () => {
  assertEquals(recipes.map(({ title }) => title), Object.keys(CHECKS));
});

Deno.test("docs/recipes.md has the table of its contents", async () => {
  const page = await Deno.readTextFile(
    new URL("../docs/recipes.md", import.meta.url),
  );
  assertEquals(
    page.match(/(?<=<!-- contents -->\n\n)[^]*?(?=\n\n)/)?.[0],
    contents,
  );
});
