/**
 * What a project's own description makes of the types: tasks and answers are
 * checked by the compiler, without a single annotation.
 *
 *     deno run examples/typed_project.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * { cat: 0, dog: 3 } object function
 * ```
 */
import { defineProject, type OutputOf, TolokaClient } from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";

const project = defineProject({
  public_name: "Cat or dog?",
  public_description: "Say which animal the picture shows",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { image: { type: "url" } },
    output_spec: {
      animal: { type: "string", allowed_values: ["cat", "dog"] },
      note: { type: "string", required: false },
    },
    view_spec: { type: "classic", markup: "{{img src=image}} ..." },
  },
});

// @ts-expect-error: there is no such animal
const wrong: OutputOf<typeof project> = { animal: "bird" };

const simulator = new Simulator({ seed: 1 });
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});
const toloka = client.project(project);

const { id: project_id } = await client.projects.create(project);
const { id: pool_id } = await client.pools.create({
  project_id,
  private_name: "Pictures",
  may_contain_adult_content: false,
  will_expire: "2030-01-01T00:00:00",
  reward_per_assignment: 0.02,
  assignment_max_duration_seconds: 600,
  defaults: { default_overlap_for_new_task_suites: 3 },
});

// Never called: it is here for what the compiler says of it.
const misspelt = () =>
  toloka.taskSuites.create({
    pool_id,
    // @ts-expect-error: the field is called "image"
    tasks: [{ input_values: { imgae: "https://example.com/1.jpg" } }],
  });

await toloka.taskSuites.create({
  pool_id,
  overlap: 3,
  tasks: [{ input_values: { image: "https://example.com/1.jpg" } }],
});
await client.pools.open(pool_id);
await simulator.runUntil("idle");

const counts = { cat: 0, dog: 0 };
for await (const { solutions = [] } of toloka.assignments.list({ pool_id })) {
  // `animal` is "cat" or "dog" here, not just any text.
  for (const { output_values } of solutions) counts[output_values.animal]++;
}
console.log(counts, typeof wrong, typeof misspelt);
