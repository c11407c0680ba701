/**
 * Labels what has come in since yesterday, once a day. A run can be repeated, as
 * schedulers do, and goes on where one that was killed had stopped.
 *
 *     deno run examples/scheduled_job.ts
 *
 * runs three days offline, against the simulator, and needs no permission.
 * scheduled_job.yml beside it runs it on GitHub's machines. It prints:
 *
 * ```text
 * 2024-01-01: 4 comments are out
 * 2024-01-02: 4 comments are out
 * 2024-01-01: 4 labels, rude: Get lost,You fool
 * 2024-01-02: 4 comments are out
 * 2024-01-03: 1 comments are out
 * 2024-01-02: 4 labels, rude: Rubbish,Shut up
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { answersOf, majorityVote } from "@toloka/client/aggregation";
import { Simulator } from "@toloka/client/simulator";

const project = defineProject({
  public_name: "Is the comment rude?",
  public_description: "Say whether a comment is rude",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { comment: { type: "string" } },
    output_spec: { rude: { type: "boolean" } },
    view_spec: { type: "classic", markup: "{{comment}} ..." },
  },
});

/** One run: sends today's comments out, and collects earlier days' labels. */
async function run(client: TolokaClient, day: string, comments: string[]) {
  const { tasks, assignments } = client.project(project);
  const projects = await Array.fromAsync(
    client.projects.list({ status: "ACTIVE" }),
  );
  const { id: project_id } =
    projects.find(({ public_name }) => public_name === project.public_name) ??
      await client.projects.create(project);

  // The day names the pool, and the pool knows the id of its upload: a second
  // run on the same day finds both, and uploads only what is missing.
  const pools = await Array.fromAsync(client.pools.list({ project_id }));
  const { id: pool_id, metadata } =
    pools.find(({ private_name }) => private_name === day) ??
      await client.pools.create({
        project_id,
        private_name: day,
        metadata: { upload: [crypto.randomUUID()] },
        may_contain_adult_content: false,
        will_expire: "2100-01-01T00:00:00",
        reward_per_assignment: 0.02,
        assignment_max_duration_seconds: 600,
        auto_accept_solutions: true,
        defaults: {
          default_overlap_for_new_tasks: 3,
          default_overlap_for_new_task_suites: 3,
        },
        mixer_config: {
          real_tasks_count: 4,
          golden_tasks_count: 0,
          training_tasks_count: 0,
        },
      });
  const [operationId] = metadata!.upload as [string];
  await tasks.createMany(
    comments.map((comment) => ({ pool_id, input_values: { comment } })),
    { allowDefaults: true, openPool: true, operationId },
  );
  const sent = await Array.fromAsync(tasks.list({ pool_id }));
  console.log(`${day}: ${sent.length} comments are out`);

  for (const { id, private_name, status, last_close_reason } of pools) {
    if (status !== "CLOSED" || last_close_reason !== "COMPLETED") continue;
    const { labels } = await majorityVote(
      answersOf(assignments.list({ pool_id: id, status: "ACCEPTED" }), {
        output: "rude",
        task: ({ input_values }) => input_values.comment,
      }),
    );
    const rude = [...labels].filter(([, rude]) => rude)
      .map(([comment]) => comment);
    console.log(`${private_name}: ${labels.size} labels, rude: ${rude.join()}`);
    await client.pools.archive(id);
  }
}

// In production, on a machine that is always on or on Deno Deploy:
//
//     Deno.cron("label comments", "0 6 * * *", async () => {
//       const day = new Date().toISOString().slice(0, 10);
//       await run(TolokaClient.fromEnv(), day, await yesterdaysComments());
//     });
//
// On a machine that a scheduler starts, the two lines inside of it are enough.
// Here three mornings pass in a moment, and the second one comes twice.
const simulator = new Simulator({
  seed: 5,
  truth: ({ input_values: { comment } }) => ({
    rude: /fool|lost|Rubbish|Shut/.test(String(comment)),
  }),
});
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});
await run(client, "2024-01-01", ["Nice", "You fool", "Well done", "Get lost"]);
await simulator.advance(24 * 3_600_000);
await run(client, "2024-01-02", ["Thanks", "Rubbish", "I agree", "Shut up"]);
await run(client, "2024-01-02", ["Thanks", "Rubbish", "I agree", "Shut up"]);
await simulator.advance(24 * 3_600_000);
await run(client, "2024-01-03", ["See you"]);
