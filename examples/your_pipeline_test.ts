/**
 * How to test your own pipeline: the simulator plays Toloka and its Tolokers,
 * in virtual time, and breaks a connection at the worst moment.
 *
 *     deno test examples/
 *
 * needs no permission, as nothing leaves the process.
 */
import { assertEquals } from "@std/assert";
import { TolokaClient } from "@toloka/client";
import { type Fault, Simulator } from "@toloka/client/simulator";

/** The pipeline under test: what most of three Tolokers say about each text. */
async function label(toloka: TolokaClient, texts: string[]) {
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
    defaults: {
      default_overlap_for_new_tasks: 3,
      default_overlap_for_new_task_suites: 3,
    },
    mixer_config: {
      real_tasks_count: 5,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
  });
  await toloka.tasks.createMany(
    texts.map((text) => ({ pool_id, input_values: { text } })),
    { allowDefaults: true },
  );
  await toloka.pools.open(pool_id);
  while ((await toloka.pools.get(pool_id)).status === "OPEN") {
    // A real job waits here; with the simulator each read lets time pass.
  }
  const votes = new Map<unknown, number>();
  for await (
    const { tasks, solutions = [] } of toloka.assignments.list({
      pool_id,
      status: "ACCEPTED",
    })
  ) {
    tasks.forEach(({ input_values }, i) => {
      const { text } = input_values as { text: string };
      const vote = solutions[i]?.output_values.spam === true ? 1 : -1;
      votes.set(text, (votes.get(text) ?? 0) + vote);
    });
  }
  return { pool_id, labels: texts.map((text) => votes.get(text)! > 0) };
}

const TEXTS = Array.from(
  { length: 20 },
  (_, i) => i % 3 === 0 ? `Buy ${i} watches` : `I like ${i} of them`,
);

async function run(faults: Fault[]) {
  const simulator = new Simulator({
    seed: 1,
    truth: ({ input_values }) => ({
      spam: String(input_values.text).startsWith("Buy"),
    }),
    population: { habits: { careful: 1 }, skill: [0.95, 1] },
    faults,
  });
  const { url, fetch } = simulator;
  const toloka = new TolokaClient({ token: "any", url, fetch });
  return { ...await label(toloka, TEXTS), toloka, simulator };
}

Deno.test("label() finds the spam", async () => {
  const { labels } = await run([]);
  assertEquals(labels, TEXTS.map((text) => text.startsWith("Buy")));
});

Deno.test("label() creates no task twice if a connection breaks", async () => {
  const { labels, pool_id, toloka, simulator } = await run([
    // The tasks are made, but nobody hears of it.
    { type: "RESET", on: "POST /tasks", committed: true, times: 1 },
    { type: "ERROR", status: 503, on: "GET /assignments", times: 2 },
  ]);
  assertEquals(labels, TEXTS.map((text) => text.startsWith("Buy")));
  const tasks = await Array.fromAsync(toloka.tasks.list({ pool_id }));
  assertEquals(tasks.length, TEXTS.length);
  assertEquals(simulator.faults.RESET, 1);
  assertEquals(simulator.faults.ERROR, 2);
});
