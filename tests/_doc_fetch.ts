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
  // others may have been skipped, or have expired
  const { items: [accepted, submitted] } = await toloka.assignments.find({
    pool_id: pool.id,
    status: "SUBMITTED",
  });
  await toloka.assignments.accept(accepted!.id);
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
  const single = await prepareSingle(toloka, {
    project: project.id,
    pool: pool.id,
    poolOfSuites: poolOfSuites.id,
    skill: skill.id,
    appProject: appProject.id,
  });
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
      "0001a5f2c8--64d1e0b7": submitted!.id,
      "0001a5f2c7--64d1dfa2": accepted!.tasks[0]!.id!,
      ...single,
    },
  };
}

/** Makes one of each of what examples name by an id, and lets a day pass. */
async function prepareSingle(
  toloka: TolokaClient,
  made: Record<
    "project" | "pool" | "poolOfSuites" | "skill" | "appProject",
    string
  >,
): Promise<Ids["others"]> {
  const { pool, poolOfSuites, appProject } = made;
  const user_id = simulator.tolokers[0]!.id;
  const input_values = { image: "https://example.com/i.png" };
  const suites = await toloka.taskSuites.startCreateMany([
    { pool_id: poolOfSuites, overlap: 1, tasks: [{ input_values }] },
  ]);
  const aggregation = await toloka.aggregatedSolutions.startAggregateByPool({
    type: "DAWID_SKENE",
    pool_id: pool,
    fields: [{ name: "result" }],
  });
  await toloka.userBonuses.startCreateMany([
    { user_id, amount: 1, without_message: true },
  ]);
  const userSkill = await toloka.userSkills.set({
    skill_id: made.skill,
    user_id,
    value: 42.5,
  });
  const { items: { 0: webhook } } = await toloka.webhookSubscriptions.upsert([{
    webhook_url: "https://example.com/toloka",
    event_type: "POOL_CLOSED",
    pool_id: pool,
  }]);
  const items = [{ text: "Fine" }];
  const batch = await toloka.appBatches.create(appProject, { items });
  const appProjectAtOnce = await toloka.appProjects.create({
    app_id: "SimulatedSpamCheck00",
  });
  await simulator.advance(24 * 3_600_000);
  const running = await toloka.appBatches.create(appProject, {
    items: Array.from({ length: 100 }, (_, i) => ({ text: `Fine ${i}` })),
  });
  await toloka.appBatches.start(appProject, running.id);
  const { content: [item] } = await toloka.appItems.find(appProject, {
    status: "COMPLETED",
  });
  const { items: [suite] } = await toloka.taskSuites.find({
    pool_id: poolOfSuites,
  });
  const { items: [bonus] } = await toloka.userBonuses.find();
  const { items: [thread] } = await toloka.messageThreads.find({
    folder: "INBOX",
  });
  const restriction = await toloka.userRestrictions.set({
    scope: "PROJECT",
    project_id: made.project,
    user_id,
    private_comment: "Too fast",
  });
  return {
    "0001a5f2c9--64d1e1c4": suite!.id,
    "6f2b94c0-3e1d-4a55-9c0b-2d7e8f10a3b6": suites.id,
    "c1a9e37d-58b2-4f06-8d14-7b3f6e2a9c05": aggregation.id,
    "5d8a1c47-e09b": thread!.id,
    "48213": bonus!.id,
    "73164": restriction.id,
    "90542": userSkill.id,
    "64d1e3a05b7c": webhook!.id,
    "Kf83nd0aPqLs72hdT1xz": appProjectAtOnce.id,
    "Bt7Qx2mWnR4vK9pLz1cY": batch.id,
    "Rn5Hd8sJfG3aT6yUe0oX": running.id,
    "Im4Wc7xVbN2kP9qLs5dG": item!.id,
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
