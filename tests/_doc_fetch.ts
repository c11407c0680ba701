/**
 * Lets the examples of the docs run as they are: Toloka is the simulator, and
 * their ids stand for what exists there.
 */
import { type PoolInput, TolokaClient } from "../mod.ts";
import { Simulator } from "../src/simulator/mod.ts";

const simulator = new Simulator({
  seed: 1,
  replyRate: 1,
  webhooks: { fetch: () => Promise.resolve(new Response()) },
});
const realFetch = globalThis.fetch;
let ids: Promise<Ids> | undefined;

interface Ids {
  /** What 12345 stands for, by the word before it. */
  kinds: Record<"project" | "pool" | "subject" | "training" | "skill", string>;
  /** A pool that takes task suites. */
  poolOfSuites: string;
  /** Other ids of the examples, and what they stand for. */
  others: Record<string, string>;
}

/** Makes what the examples take for granted. */
async function prepare(): Promise<Ids> {
  const toloka = new TolokaClient({
    token: "token",
    url: simulator.url,
    fetch: simulator.fetch,
  });
  // `tasks.createMany()` would wait for an operation, in real time
  const createTasks = (pool_id: string, images: string[], more = {}) =>
    toloka.request("POST", "/api/v1/tasks", {
      query: { allow_defaults: true },
      body: images.map((image) => ({
        pool_id,
        input_values: { image: `https://example.com/${image}.png` },
        ...more,
      })),
    });
  const project = await toloka.projects.create({
    public_name: "Cat or dog",
    public_description: "Say which animal is in the picture",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "url" } },
      output_spec: {
        animal: { type: "string", allowed_values: ["cat", "dog"] },
        result: { type: "string", allowed_values: ["OK", "BAD"] },
        photo: { type: "file" },
      },
      view_spec: { type: "classic", markup: "{{img src=image}}" },
    },
  });
  const skill = await toloka.skills.create({ name: "Cats and dogs" });
  const training = await toloka.trainings.create({
    project_id: project.id,
    private_name: "Cats and dogs",
    may_contain_adult_content: false,
    assignment_max_duration_seconds: 600,
    mix_tasks_in_creation_order: true,
    shuffle_tasks_in_task_suite: true,
    training_tasks_in_task_suite_count: 1,
    retry_training_after_days: 1,
    inherited_instructions: true,
  });
  await createTasks(training.id, ["cat"], {
    known_solutions: [{ output_values: { animal: "cat" } }],
    message_on_unknown_solution: "Look at the ears",
  });
  const settings: PoolInput = {
    project_id: project.id,
    private_name: "Cats and dogs",
    may_contain_adult_content: false,
    will_expire: new Date(simulator.now.getTime() + 1e10).toISOString(),
    reward_per_assignment: 0.05,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: false,
    auto_accept_period_day: 7,
    defaults: {
      default_overlap_for_new_tasks: 1,
      default_overlap_for_new_task_suites: 1,
    },
  };
  const pool = await toloka.pools.create({
    ...settings,
    mixer_config: {
      real_tasks_count: 2,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
  });
  const poolOfSuites = await toloka.pools.create(settings);
  // answers accepted and to review, and tasks that are still to be done
  await createTasks(pool.id, ["a", "b", "c", "d", "e", "f"]);
  await toloka.pools.startOpen(pool.id);
  await simulator.runUntil("idle");
  const { items: [assignment] } = await toloka.assignments.find({
    pool_id: pool.id,
  });
  await toloka.assignments.accept(assignment!.id);
  await createTasks(pool.id, ["g", "h"]);
  const { items: [attachment] } = await toloka.attachments.find({
    pool_id: pool.id,
  });
  await toloka.messageThreads.compose({
    recipients_select_type: "ALL",
    topic: { EN: "Cats and dogs" },
    text: { EN: "What do you think of the tasks?" },
    answerable: true,
  });
  const app = "SimulatedSentiment00";
  const appProject = await toloka.appProjects.create({
    app_id: app,
    name: "Reviews",
    parameters: { default_language: "en" },
  });
  await toloka.appItems.create(appProject.id, { input_data: { text: "Fine" } });
  await simulator.advance(24 * 3_600_000);
  const [first, second] = simulator.tolokers;
  return {
    kinds: {
      project: project.id,
      pool: pool.id,
      subject: pool.id,
      training: training.id,
      skill: skill.id,
    },
    poolOfSuites: poolOfSuites.id,
    others: {
      "11051": skill.id,
      "1ad097faba0eff85a04fe30bc04d53db": first!.id,
      "f25a5f41f25a5f41977f3611087a16b3": second!.id,
      "0983459b-e26f": attachment!.id,
      "9lZaMl363jahzra1rrYq": app,
      "Q2d15QBjpwWuDz8Z321g": appProject.id,
    },
  };
}

/** Puts the real ids in the place of the examples', in an address or a JSON body. */
function withIds(text: string, { kinds, others }: Ids): string {
  return text.replace(
    /(project|pool|subject|training|skill)(s\/|_id=|_id":\s*")12345\b/g,
    (_, kind: keyof Ids["kinds"], before) => kind + before + kinds[kind],
  ).replace(/[\w-]+/g, (word) => others[word] ?? word);
}

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (!new URL(request.url).hostname.endsWith("toloka.dev")) {
    return await realFetch(request);
  }
  let known = await (ids ??= prepare());
  // a pool takes either tasks or task suites
  if (request.url.includes("/task-suites")) {
    known = { ...known, kinds: { ...known.kinds, pool: known.poolOfSuites } };
  }
  const body = withIds(await request.text(), known);
  return await simulator.fetch(withIds(request.url, known), {
    method: request.method,
    headers: request.headers,
    signal: request.signal,
    ...(body && { body }),
  });
};
