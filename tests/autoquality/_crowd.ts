/** A simulated Toloka with a project, a training, a base pool and Tolokers. */
import { type PoolInput, TolokaClient } from "../../mod.ts";
import type {
  AutoQualityOptions,
  ExperimentTask,
} from "../../src/autoquality/mod.ts";
import { AutoQuality } from "../../src/autoquality/mod.ts";
import { Simulator, type SimulatorOptions } from "../../src/simulator/mod.ts";

/** What an experiment needs. */
export interface Scene {
  simulator: Simulator;
  toloka: TolokaClient;
  trainingPoolId: string;
  basePoolId: string;
  projectId: string;
  tasks: ExperimentTask[];
  /** An experiment on the scene's pools, which looks at them all the time. */
  experiment(
    options?: Partial<AutoQualityOptions>,
    client?: TolokaClient,
  ): AutoQuality;
}

/** How a scene differs from others. */
export interface SceneOptions {
  simulator?: SimulatorOptions;
  /** Settings of the base pool that differ. */
  pool?: Partial<PoolInput>;
  /** General tasks. */
  general?: number;
  /** Control tasks. */
  golden?: number;
}

export const ANIMALS = ["cat", "dog", "owl", "fox"];

/** Prepares a scene; requests go straight to the simulator, without a socket. */
export async function sceneOf(options: SceneOptions = {}): Promise<Scene> {
  const { general = 40, golden = 10 } = options;
  const simulator = new Simulator({
    seed: 1,
    population: { count: 60, skill: [0.9, 0.98], habits: { careful: 1 } },
    ...options.simulator,
  });
  const toloka = new TolokaClient({
    token: "any",
    url: simulator.url,
    fetch: simulator.fetch,
  });
  const { id: projectId } = await toloka.projects.create({
    public_name: "Animals",
    public_description: "Say which animal it is",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "string" } },
      output_spec: { label: { type: "string", allowed_values: ANIMALS } },
      view_spec: { type: "classic", markup: "{{image}}" },
    },
  });
  const { id: trainingPoolId } = await toloka.trainings.create({
    project_id: projectId,
    private_name: "Training",
    inherited_instructions: true,
    may_contain_adult_content: false,
    assignment_max_duration_seconds: 600,
    training_tasks_in_task_suite_count: 2,
    retry_training_after_days: 1,
  });
  await toloka.tasks.createMany(
    ["a", "b"].map((image, i) => ({
      pool_id: trainingPoolId,
      input_values: { image: `training ${image}` },
      known_solutions: [{ output_values: { label: ANIMALS[i] } }],
      message_on_unknown_solution: "Look again",
      infinite_overlap: true,
    })),
  );
  const { id: basePoolId } = await toloka.pools.create({
    project_id: projectId,
    private_name: "Base",
    may_contain_adult_content: false,
    will_expire: "2030-01-01T00:00:00",
    reward_per_assignment: 0.01,
    assignment_max_duration_seconds: 600,
    defaults: {
      default_overlap_for_new_tasks: 3,
      default_overlap_for_new_task_suites: 3,
    },
    mixer_config: {
      real_tasks_count: 4,
      golden_tasks_count: 1,
      training_tasks_count: 0,
    },
    quality_control: {
      training_requirement: {
        training_pool_id: trainingPoolId,
        training_passing_skill_value: 0,
      },
    },
    ...options.pool,
  });
  const tasks: ExperimentTask[] = [
    ...Array.from({ length: general }, (_, i) => ({
      input_values: { image: `image ${i}` },
    })),
    ...Array.from({ length: golden }, (_, i) => ({
      input_values: { image: `control ${i}` },
      known_solutions: [{ output_values: { label: ANIMALS[i % 4] } }],
      infinite_overlap: true,
    })),
  ];
  return {
    simulator,
    toloka,
    trainingPoolId,
    basePoolId,
    projectId,
    tasks,
    experiment: (more = {}, client = toloka) =>
      new AutoQuality(client, {
        basePoolId,
        trainingPoolId,
        iterations: 3,
        period: 1,
        maxWait: 30_000,
        parameters: { overlap: [1, 2, 3, 4, 5] },
        ...more,
      }),
  };
}
