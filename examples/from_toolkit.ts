/**
 * A job as users of toloka-kit know it. from_toolkit.py beside it is the same
 * job in Python: read them side by side, step by step.
 *
 *     deno run examples/from_toolkit.ts
 *
 * runs offline, against the simulator, and needs no permission. Both print:
 *
 * ```text
 * 24 answers accepted
 * 8 pictures labelled
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { filters } from "@toloka/client/filters";
import {
  actions,
  collectors,
  conditions,
  qualityControl,
  rule,
} from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";
import { data, field, view, viewSpec } from "@toloka/client/template-builder";

// 1. The client
const { url, fetch } = new Simulator({ seed: 1 });
const client = new TolokaClient({ token: "offline", url, fetch });

// 2. The project
const spec = defineProject({
  public_name: "Cat or dog?",
  public_description: "Say which animal the picture shows",
  public_instructions: "Look at the picture and choose the animal.",
  assignments_issuing_type: "AUTOMATED", // has no default here
  task_spec: {
    input_spec: { image: { type: "url" } },
    output_spec: { animal: { type: "string", allowed_values: ["cat", "dog"] } },
    view_spec: viewSpec({
      view: view.list({
        items: [
          view.image({ url: data.input("image") }),
          field.radioGroup({
            data: data.output("animal"),
            options: [
              { value: "cat", label: "Cat" },
              { value: "dog", label: "Dog" },
            ],
          }),
        ],
      }),
    }),
  },
});
const project = await client.projects.create(spec);

// 3. The pool with its filter and quality control
const pool = await client.pools.create({
  project_id: project.id,
  private_name: "Pictures",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.02,
  assignment_max_duration_seconds: 600,
  auto_accept_solutions: false,
  auto_accept_period_day: 7,
  filter: filters.languages.includes("EN"),
  defaults: {
    default_overlap_for_new_tasks: 3,
    default_overlap_for_new_task_suites: 3,
  },
  mixer_config: {
    real_tasks_count: 2,
    golden_tasks_count: 0,
    training_tasks_count: 0,
  },
  quality_control: qualityControl([
    rule(
      collectors.assignmentSubmitTime({
        historySize: 5,
        fastSubmitThresholdSeconds: 2,
      }),
      [conditions.fastSubmittedCount.gte(2)],
      actions.restrict({
        scope: "PROJECT",
        duration: { days: 1 },
        privateComment: "Too fast",
      }),
    ),
  ]),
});

// 4. The tasks, and the start
const toloka = client.project(spec); // tasks and answers with the spec's types
await toloka.tasks.createMany(
  Array.from({ length: 8 }, (_, n) => ({
    pool_id: pool.id,
    input_values: { image: `https://example.com/${n}.jpg` },
  })),
  { allowDefaults: true },
);
await client.pools.open(pool.id); // waits for the operation, and throws if it fails
while ((await client.pools.get(pool.id)).status === "OPEN") {
  await new Promise((go) => setTimeout(go, 1));
}

// 5. The review
let accepted = 0;
const submitted = { pool_id: pool.id, status: "SUBMITTED" } as const;
for await (
  const { id, solutions = [] } of toloka.assignments.list(submitted)
) {
  await toloka.assignments.accept(id, "Thank you");
  accepted += solutions.length;
}
console.log(`${accepted} answers accepted`);

// 6. The labels
const operation = await toloka.aggregatedSolutions.aggregateByPool({
  type: "DAWID_SKENE",
  pool_id: pool.id,
  fields: [{ name: "animal" }],
});
let labelled = 0;
const solutions = toloka.aggregatedSolutions.list(operation.id);
for await (const { output_values } of solutions) {
  if (output_values.animal !== undefined) labelled++;
}
console.log(`${labelled} pictures labelled`);
