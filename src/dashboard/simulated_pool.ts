/** Pools with simulated Tolokers, to look at without an account. */
import { TolokaClient } from "../client.ts";
import { Simulator } from "../simulator/mod.ts";

/** Simulated seconds in each real one. */
const SPEED = 120;

/** Pools of the demonstration: name, tasks, and overlap. */
const POOLS = [
  { private_name: "Pictures, first part", count: 1_200, overlap: 3 },
  { private_name: "Pictures, second part", count: 600, overlap: 5 },
];

/** Creates pools on a simulator of its own and opens them. */
export async function simulatedPool(signal: AbortSignal): Promise<{
  toloka: TolokaClient;
  pools: string[];
  now: () => Date;
}> {
  const simulator = new Simulator({ seed: 1, time: { speed: SPEED } });
  const { url, fetch } = simulator;
  const toloka = new TolokaClient({ token: "simulated", url, fetch });
  const project = await toloka.projects.create({
    public_name: "Cat or dog?",
    public_description: "Say which animal the picture shows",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "url" } },
      output_spec: {
        animal: { type: "string", allowed_values: ["cat", "dog"] },
      },
      view_spec: { type: "classic", markup: "{{img src=image}}" },
    },
  }, { signal });
  const pools: string[] = [];
  for (const pool of POOLS) {
    pools.push(await openPool(toloka, project.id, pool, signal));
  }
  return { toloka, pools, now: () => simulator.now };
}

/** Creates a pool, fills and opens it; returns its id. */
async function openPool(
  toloka: TolokaClient,
  project_id: string,
  { private_name, count, overlap }: typeof POOLS[number],
  signal: AbortSignal,
): Promise<string> {
  const { id } = await toloka.pools.create({
    project_id,
    private_name,
    may_contain_adult_content: false,
    will_expire: "2099-01-01T00:00:00",
    reward_per_assignment: 0.05,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: true,
    defaults: {
      default_overlap_for_new_tasks: overlap,
      default_overlap_for_new_task_suites: overlap,
    },
    mixer_config: {
      real_tasks_count: 4,
      golden_tasks_count: 1,
      training_tasks_count: 0,
    },
    quality_control: {
      configs: [{
        collector_config: { type: "GOLDEN_SET", parameters: {} },
        rules: [{
          conditions: [
            { key: "golden_set_answers_count", operator: "GTE", value: 3 },
            {
              key: "golden_set_correct_answers_rate",
              operator: "LT",
              value: 50,
            },
          ],
          action: {
            type: "RESTRICTION_V2",
            parameters: {
              scope: "POOL",
              duration: 7,
              duration_unit: "DAYS",
              private_comment: "control tasks",
            },
          },
        }],
      }],
    },
  }, { signal });
  const tasks = Array.from({ length: count }, (_, i) => ({
    pool_id: id,
    input_values: { image: `https://example.com/${i}.jpg` },
    ...(i % 10 === 0 && {
      known_solutions: [{
        output_values: { animal: i % 20 === 0 ? "cat" : "dog" },
      }],
      infinite_overlap: true,
    }),
  }));
  await toloka.tasks.createMany(tasks, { allowDefaults: true, signal });
  await toloka.pools.open(id, { signal });
  return id;
}
