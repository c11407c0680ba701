/** A pool for the examples of streams: is a comment spam? Answers wait for review. */
import type { TolokaClient } from "@toloka/client";

/** Creates a project and an open pool with one task for each text. */
export async function openSpamPool(
  toloka: TolokaClient,
  texts: readonly string[],
): Promise<string> {
  const { id: project_id } = await toloka.projects.create({
    public_name: "Is it spam?",
    public_description: "Say whether a comment is spam",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { text: { type: "string" } },
      output_spec: { spam: { type: "boolean" } },
      view_spec: {
        type: "classic",
        markup: "{{text}} {{field type='checkbox' name='spam'}}",
      },
    },
  });
  const { id: pool_id } = await toloka.pools.create({
    project_id,
    private_name: "Comments",
    may_contain_adult_content: false,
    will_expire: "2100-01-01T00:00:00",
    reward_per_assignment: 0.01,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: false,
    auto_accept_period_day: 7,
    defaults: {
      default_overlap_for_new_tasks: 1,
      default_overlap_for_new_task_suites: 1,
    },
    mixer_config: {
      real_tasks_count: 1,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
  });
  const tasks = texts.map((text) => ({ pool_id, input_values: { text } }));
  await toloka.tasks.createMany(tasks, { allowDefaults: true });
  await toloka.pools.open(pool_id);
  return pool_id;
}
