/**
 * Finds the overlap and the strictness of control tasks for a crowd in which
 * half of the Tolokers click at random: shows what the experiment would
 * cost, runs it, and prints the report.
 *
 *     deno run --allow-net=127.0.0.1 examples/tune_pool.ts
 *
 * It runs offline in seconds: the simulator plays the server and the Tolokers.
 */
import { type PoolInput, TolokaClient } from "@toloka/client";
import {
  AutoQuality,
  type ExperimentTask,
  formatAutoQualityReport,
} from "@toloka/client/autoquality";
import { Simulator } from "@toloka/client/simulator";
import { memoryStore } from "@toloka/client/store";

const ANIMALS = ["cat", "dog", "owl", "fox"] as const;

/** Creates a project, and a training that every Toloker does first. */
async function prepare(toloka: TolokaClient) {
  const { id: project_id } = await toloka.projects.create({
    public_name: "Which animal is it?",
    public_description: "Choose the animal in the picture",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "string" } },
      output_spec: { animal: { type: "string", allowed_values: ANIMALS } },
      view_spec: { type: "classic", markup: "{{img src=image}}" },
    },
  });
  const { id: training_pool_id } = await toloka.trainings.create({
    project_id,
    private_name: "Training",
    inherited_instructions: true,
    training_tasks_in_task_suite_count: 1,
  });
  await toloka.tasks.createMany([{
    pool_id: training_pool_id,
    input_values: { image: "first.png" },
    known_solutions: [{ output_values: { animal: "cat" } }],
    message_on_unknown_solution: "Look at the ears",
    infinite_overlap: true,
  }]);
  return { project_id, training_pool_id };
}

/** The pool whose settings are to be improved; it has no rules yet. */
function basePool(project_id: string, training_pool_id: string): PoolInput {
  return {
    project_id,
    private_name: "Animals",
    may_contain_adult_content: false,
    will_expire: "2100-01-01T00:00:00",
    reward_per_assignment: 0.02,
    assignment_max_duration_seconds: 600,
    defaults: {
      default_overlap_for_new_tasks: 3,
      default_overlap_for_new_task_suites: 3,
    },
    mixer_config: {
      real_tasks_count: 2,
      golden_tasks_count: 3,
      training_tasks_count: 0,
    },
    quality_control: {
      training_requirement: {
        training_pool_id,
        training_passing_skill_value: 0,
      },
    },
  };
}

/** Each pool gets all of them: 60 to label, and 120 with a known answer. */
function tasks(): ExperimentTask[] {
  const general = Array.from({ length: 60 }, (_, i) => ({
    input_values: { image: `${i}.png` },
  }));
  const control = Array.from({ length: 120 }, (_, i) => ({
    input_values: { image: `control-${i}.png` },
    known_solutions: [{
      output_values: { animal: ANIMALS[i % ANIMALS.length] },
    }],
    infinite_overlap: true,
  }));
  return [...general, ...control];
}

const simulator = new Simulator({
  seed: 2,
  tick: 30_000, // virtual milliseconds that pass with each request
  population: [
    { count: 60, habits: { careful: 1 }, skill: [0.9, 0.97] },
    { count: 60, habits: { random: 1 } },
  ],
});
await using server = await simulator.serve();
const toloka = new TolokaClient({ token: "offline", url: server.url });
const { project_id, training_pool_id } = await prepare(toloka);
const base = await toloka.pools.create(basePool(project_id, training_pool_id));

const experiment = new AutoQuality(toloka, {
  basePoolId: base.id,
  trainingPoolId: training_pool_id,
  labelField: "animal",
  parameters: {
    overlap: [3, 5],
    // Who clicks at random is out after 3 pages, or after 20.
    GoldenSet: { history_size: [8, 60], incorrect_answers_rate: [50] },
  },
  iterations: 4,
  budget: 12,
  seed: 2,
  runId: "Animals, first round",
  store: memoryStore(), // in production: await sqliteStore("experiment.db")
  period: 5, // the simulator needs no pauses; the default is 15 seconds
});

const plan = await experiment.plan(tasks());
console.log(
  `${plan.pools.length} pools for $${plan.cost.likely}, at most $${plan.cost.max}`,
);
await experiment.setupPools(tasks());
const report = await experiment.run();
console.log(formatAutoQualityReport(report));
await experiment.archivePools();

if (report.best !== undefined) {
  const { parameters } = report.best;
  const settings = await experiment.settingsFor(parameters, "Animals, tuned");
  const { id } = await toloka.pools.create(settings);
  console.log(`Pool ${id} has the best settings`);
}
