/**
 * Classifies the pictures of a CSV file. The task page is built from typed
 * components; the rows with a known answer become control tasks, and Tolokers
 * who fail them are banned from the pool and do not count.
 *
 *     deno run --allow-read=examples examples/image_classification.ts
 *
 * runs offline, against the simulator. It prints:
 *
 * ```text
 * 16 rows, 0 errors
 * 0 problems; costs about $0.75
 * 5 Tolokers are banned from the project
 * ┌─────────┬─────────────┬────────┬─────────┬─────────┐
 * │ (index) │ picture     │ animal │ agree   │ control │
 * ├─────────┼─────────────┼────────┼─────────┼─────────┤
 * │ 0       │ 'cat-1.jpg' │ 'cat'  │ '80 %'  │ ''      │
 * │ 1       │ 'dog-1.jpg' │ 'dog'  │ '100 %' │ ''      │
 * │ 2       │ 'fox-1.jpg' │ 'fox'  │ '100 %' │ ''      │
 * │ 3       │ 'dog-2.jpg' │ 'dog'  │ '100 %' │ 'yes'   │
 * │ 4       │ 'cat-2.jpg' │ 'cat'  │ '100 %' │ ''      │
 * │ 5       │ 'fox-2.jpg' │ 'fox'  │ '60 %'  │ ''      │
 * │ 6       │ 'cat-3.jpg' │ 'cat'  │ '100 %' │ 'yes'   │
 * │ 7       │ 'dog-3.jpg' │ 'dog'  │ '80 %'  │ ''      │
 * └─────────┴─────────────┴────────┴─────────┴─────────┘
 * ```
 */
import { readFile } from "node:fs/promises";
import { defineProject, TolokaClient } from "@toloka/client";
import { answersOf, goldOf, majorityVote } from "@toloka/client/aggregation";
import { readTasks, validateFile } from "@toloka/client/data";
import { estimateCost, lintPool } from "@toloka/client/planning";
import { presets, qualityControl } from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";
import {
  condition,
  dataOf,
  field,
  plugin,
  view,
  viewSpec,
} from "@toloka/client/template-builder";

const ANIMALS = ["cat", "dog", "fox"] as const;
const fields = {
  input_spec: { image: { type: "url" } },
  output_spec: { animal: { type: "string", allowed_values: ANIMALS } },
} as const;
const data = dataOf(fields);
const project = defineProject({
  public_name: "Which animal is it?",
  public_description: "Say which animal the picture shows",
  public_instructions: "If there are several animals, take the largest.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    ...fields,
    view_spec: viewSpec({
      view: view.list({
        items: [
          view.image({ url: data.input("image"), rotatable: true }),
          field.buttonRadioGroup({
            data: data.output("animal"),
            options: ANIMALS.map((value) => ({ value, label: value })),
            validation: condition.required({ hint: "Choose an animal" }),
          }),
        ],
      }),
      plugins: [
        plugin.toloka({ layout: { kind: "scroll", taskWidth: 400 } }),
      ],
    }),
  },
});

const simulator = new Simulator({
  seed: 2,
  population: [
    { count: 20, habits: { careful: 1 } },
    { count: 8, habits: { random: 1 } },
  ],
  truth: ({ input_values }) => ({
    animal: String(input_values.image).slice(20, 23),
  }),
});
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});

// Nothing is created unless every row is right.
const file = await readFile(new URL("animals.csv", import.meta.url), "utf8");
const report = await validateFile(file, { project, format: "csv" });
for (const { row, text } of report.errors) console.error(`Row ${row}: ${text}`);
console.log(`${report.rows} rows, ${report.errorCount} errors`);

const { id: project_id } = await client.projects.create(project);
const pool = {
  project_id,
  private_name: "Animals",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.03,
  assignment_max_duration_seconds: 600,
  auto_accept_solutions: true,
  defaults: {
    default_overlap_for_new_tasks: 5,
    default_overlap_for_new_task_suites: 5,
  },
  mixer_config: {
    real_tasks_count: 3,
    golden_tasks_count: 1,
    training_tasks_count: 0,
  },
  quality_control: qualityControl([
    presets.goldenSet({
      historySize: 10,
      minAnswers: 2,
      restrictBelow: {
        correctRate: 60,
        scope: "PROJECT",
        duration: { days: 7 },
        privateComment: "Fails control tasks",
      },
    }),
    presets.reissueRevoked(), // what they did is done again by others
  ]),
};
const { id: pool_id } = await client.pools.create(pool);
const tasks = await Array.fromAsync(
  readTasks(file, { project, format: "csv", poolId: pool_id }),
);
const problems = lintPool(pool, { project, tasks })
  .filter(({ severity }) => severity === "error");
console.log(
  `${problems.length} problems; costs about $${
    estimateCost(pool, tasks).total.likely
  }`,
);

const toloka = client.project(project);
await toloka.tasks.createMany(tasks, { allowDefaults: true });
await client.pools.open(pool_id);
await simulator.runUntil("idle");

const banned = new Set<string>();
for await (const { user_id } of client.userRestrictions.list({ project_id })) {
  banned.add(user_id);
}
console.log(`${banned.size} Tolokers are banned from the project`);
const accepted = (await Array.fromAsync(
  toloka.assignments.list({ pool_id, status: "ACCEPTED" }),
)).filter(({ user_id }) => !banned.has(user_id));
const uploaded = await Array.fromAsync(toloka.tasks.list({ pool_id }));
const gold = await goldOf(uploaded, { output: "animal" });
const { labels, probabilities } = majorityVote(
  answersOf(accepted, { output: "animal" }),
);
console.table(
  uploaded.slice(0, 8).map(({ id, input_values }) => {
    const animal = labels.get(id)!;
    return {
      picture: input_values.image.slice(20),
      animal,
      agree: `${Math.round(100 * probabilities.get(id)!.get(animal)!)} %`,
      control: gold.has(id) ? "yes" : "",
    };
  }),
);
