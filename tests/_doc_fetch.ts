/**
 * Lets the examples of the docs run as they are: Toloka is the simulator, where
 * the id 12345 stands for a project, a pool, a training or a skill that exists.
 */
import { type PoolInput, TolokaClient } from "../mod.ts";
import { Simulator } from "../src/simulator/mod.ts";
import { answerOf } from "./_doc_answers.ts";

const simulator = new Simulator({ seed: 1 });
const realFetch = globalThis.fetch;
let ids: Promise<Record<string, string>> | undefined;

/** Makes what the examples take for granted. */
async function prepare(): Promise<Record<string, string>> {
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
  // answers to review, and tasks that are still to be done
  await createTasks(pool.id, ["a", "b", "c", "d"]);
  await toloka.pools.startOpen(pool.id);
  await simulator.runUntil("idle");
  await createTasks(pool.id, ["e", "f"]);
  return {
    project: project.id,
    pool: pool.id,
    poolOfSuites: poolOfSuites.id,
    training: training.id,
    skill: skill.id,
  };
}

/** Puts the real ids in the place of 12345, in an address or a JSON body. */
function withIds(text: string, ids: Record<string, string>): string {
  return text.replace(
    /(project|pool|training|skill)(s\/|_id=|_id":\s*")12345\b/g,
    (_, kind, before) => kind + before + ids[kind],
  );
}

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (!new URL(request.url).hostname.endsWith("toloka.dev")) {
    return await realFetch(request);
  }
  const text = await request.text();
  const answer = answerOf(request.method, request.url, text);
  if (answer) return answer;
  const known = { ...await (ids ??= prepare()) };
  // a pool takes either tasks or task suites
  if (request.url.includes("/task-suites")) known.pool = known.poolOfSuites!;
  const body = withIds(text, known);
  return await simulator.fetch(withIds(request.url, known), {
    method: request.method,
    headers: request.headers,
    signal: request.signal,
    ...(body && { body }),
  });
};
