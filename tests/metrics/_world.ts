/** A simulator with pools at work, and a client of it. */
import { TolokaClient } from "@toloka/client";
import { Simulator, type SimulatorOptions } from "@toloka/client/simulator";

/** A simulator, a client, and pools with general and control tasks. */
export interface MetricsWorld {
  simulator: Simulator;
  toloka: TolokaClient;
  pools: string[];
  /** Clock of the simulator. */
  now: () => Date;
  /** Lets virtual time pass. */
  advance: (minutes: number) => Promise<void>;
}

/** How many pools and tasks there are. */
export interface WorldSize {
  pools?: number;
  tasks?: number;
  overlap?: number;
}

const KINDS = ["cat", "dog", "none"];

/** Makes pools, fills and opens them; nobody has worked yet. */
export async function metricsWorld(
  options: SimulatorOptions = {},
  { pools = 2, tasks = 12, overlap = 3 }: WorldSize = {},
): Promise<MetricsWorld> {
  const simulator = new Simulator({ seed: 1, tick: 50, ...options });
  const toloka = new TolokaClient({
    token: "token",
    url: simulator.url,
    fetch: simulator.fetch,
  });
  const project = await toloka.projects.create({
    public_name: "Cat or dog",
    public_description: "Say which animal is in the picture",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "url" } },
      output_spec: { animal: { type: "string", allowed_values: KINDS } },
      view_spec: { type: "classic", markup: "{{img src=image}}" },
    },
  });
  const ids: string[] = [];
  for (let i = 0; i < pools; i++) {
    const pool = await toloka.pools.create({
      project_id: project.id,
      private_name: `Pool ${i}`,
      may_contain_adult_content: false,
      will_expire: new Date(simulator.now.getTime() + 1e10).toISOString(),
      reward_per_assignment: 0.05,
      assignment_max_duration_seconds: 600,
      auto_accept_solutions: false,
      auto_accept_period_day: 7,
      defaults: {
        default_overlap_for_new_tasks: overlap,
        default_overlap_for_new_task_suites: overlap,
      },
      mixer_config: {
        real_tasks_count: 3,
        golden_tasks_count: 1,
        training_tasks_count: 0,
      },
    });
    ids.push(pool.id);
    await toloka.request("POST", "/api/v1/tasks", {
      query: { allow_defaults: true },
      body: Array.from({ length: tasks + 3 }, (_, n) => ({
        pool_id: pool.id,
        input_values: { image: `https://example.com/${i}/${n}.png` },
        ...(n >= tasks && {
          infinite_overlap: true,
          known_solutions: [{ output_values: { animal: KINDS[n % 3] } }],
        }),
      })),
    });
    await toloka.request("POST", `/api/v1/pools/${pool.id}/open`);
  }
  return {
    simulator,
    toloka,
    pools: ids,
    now: () => simulator.now,
    advance: (minutes) => simulator.advance(minutes * 60_000),
  };
}

/** Accepts some of the submitted assignments of a pool, and rejects others. */
export async function reviewSome(
  { toloka }: MetricsWorld,
  pool_id: string,
  accepts: (n: number) => boolean | undefined = (n) => n % 3 !== 0,
): Promise<void> {
  let n = 0;
  const submitted = await Array.fromAsync(
    toloka.assignments.list({ pool_id, status: "SUBMITTED" }),
  );
  for (const { id } of submitted) {
    const accept = accepts(n++);
    if (accept === undefined) continue;
    if (accept) await toloka.assignments.accept(id, "Thank you");
    else await toloka.assignments.reject(id, "Wrong");
  }
}
