/**
 * Asks three Tolokers about each of four pictures, and takes the answer of the
 * majority: the shortest whole job, from the project to the labels.
 *
 *     deno run examples/quick_start.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * ┌─────────┬─────────────────────────────────┬────────┬──────────┐
 * │ (index) │ image                           │ animal │ votes    │
 * ├─────────┼─────────────────────────────────┼────────┼──────────┤
 * │ 0       │ 'https://example.com/cat-1.jpg' │ 'cat'  │ '3 of 3' │
 * │ 1       │ 'https://example.com/cat-2.jpg' │ 'cat'  │ '3 of 3' │
 * │ 2       │ 'https://example.com/dog-1.jpg' │ 'dog'  │ '3 of 3' │
 * │ 3       │ 'https://example.com/dog-2.jpg' │ 'dog'  │ '3 of 3' │
 * └─────────┴─────────────────────────────────┴────────┴──────────┘
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { answersOf, majorityVote } from "@toloka/client/aggregation";
import { Simulator } from "@toloka/client/simulator";

// The simulator plays Toloka and its Tolokers, who are told the right answers
// here and make mistakes. For the real platform, leave it out, and create the
// client with { token, environment: "PRODUCTION" }.
const simulator = new Simulator({
  seed: 5,
  truth: ({ input_values }) => ({
    animal: String(input_values.image).includes("dog") ? "dog" : "cat",
  }),
});
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});

// The project says what a task shows and what an answer looks like.
const project = defineProject({
  public_name: "Cat or dog?",
  public_description: "Say which animal the picture shows",
  public_instructions: "Look at the picture and choose the animal.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { image: { type: "url" } },
    output_spec: { animal: { type: "string", allowed_values: ["cat", "dog"] } },
    view_spec: { type: "classic", markup: "{{img src=image}} ..." },
  },
});
const { id: project_id } = await client.projects.create(project);

// The pool says who answers, how often, and for how much.
const { id: pool_id } = await client.pools.create({
  project_id,
  private_name: "First pictures",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.02, // dollars for each page of tasks
  assignment_max_duration_seconds: 600,
  auto_accept_solutions: true,
  defaults: {
    default_overlap_for_new_tasks: 3,
    default_overlap_for_new_task_suites: 3,
  },
  mixer_config: {
    real_tasks_count: 2, // tasks on a page
    golden_tasks_count: 0,
    training_tasks_count: 0,
  },
});

// From here on, tasks and answers have the project's types.
const { tasks, assignments } = client.project(project);
await tasks.createMany(
  ["cat-1", "cat-2", "dog-1", "dog-2"].map((name) => ({
    pool_id,
    input_values: { image: `https://example.com/${name}.jpg` },
  })),
  { allowDefaults: true },
);
await client.pools.open(pool_id);
await simulator.runUntil("idle"); // real Tolokers take longer

const { labels, probabilities } = await majorityVote(
  answersOf(assignments.list({ pool_id, status: "ACCEPTED" }), {
    output: "animal",
    task: ({ input_values }) => input_values.image,
  }),
);
console.table(Array.from(labels, ([image, animal]) => ({
  image,
  animal,
  votes: `${Math.round(3 * probabilities.get(image)!.get(animal)!)} of 3`,
})));
