/**
 * Reviews answers as Toloka reports them: a server of webhooks verifies each
 * delivery's signature, handles each event once, and accepts or rejects the
 * answer. Nothing is asked for over and over.
 *
 *     deno run examples/webhook_server.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * ASSIGNMENT_SUBMITTED: works
 * POOL_CLOSED: works
 * The pool closed: COMPLETED
 * { accepted: 10, rejected: 10 }
 * A delivery without a signature: 401
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";
import { webhookHandler } from "@toloka/client/webhooks";

const project = defineProject({
  public_name: "Copy the number",
  public_description: "Write down the number on a meter",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { image: { type: "url" }, digits: { type: "integer" } },
    output_spec: { number: { type: "string" } },
    view_spec: { type: "classic", markup: "{{img src=image}} ..." },
  },
});

const SECRET = "of at least some length, and known to nobody else";
const counts = { accepted: 0, rejected: 0 };
const handler = webhookHandler({
  secret: SECRET,
  onAssignmentSubmitted: async ({ assignment_id }) => {
    const { assignments } = client.project(project);
    const { tasks, solutions = [], status } = await assignments.get(
      assignment_id,
    );
    if (status !== "SUBMITTED") return; // somebody was here before
    const good = tasks.every(({ input_values: { digits } }, i) =>
      solutions[i]!.output_values.number.length === digits
    );
    if (good) await assignments.accept(assignment_id, "Thank you");
    else await assignments.reject(assignment_id, "Digits are missing");
    counts[good ? "accepted" : "rejected"]++;
  },
  onPoolClosed: ({ close_reason }) => {
    console.log(`The pool closed: ${close_reason}`);
  },
});

// In a program: Deno.serve(handler), Bun.serve({ fetch: handler }), or on Node a
// server that speaks Request and Response. Here the simulator calls it.
const simulator = new Simulator({
  seed: 2,
  webhooks: { fetch: (input, init) => handler(new Request(input, init)) },
  population: {
    answer: ({ habit }) => ({ number: habit === "careful" ? "40213" : "402" }),
  },
});
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});

const { id: project_id } = await client.projects.create(project);
const { id: pool_id } = await client.pools.create({
  project_id,
  private_name: "Meters",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.02,
  assignment_max_duration_seconds: 600,
  auto_accept_solutions: false,
  auto_accept_period_day: 7,
  defaults: { default_overlap_for_new_task_suites: 2 },
});
const { items } = await client.webhookSubscriptions.upsert(
  (["ASSIGNMENT_SUBMITTED", "POOL_CLOSED"] as const).map((event_type) => ({
    webhook_url: "https://example.com/toloka",
    secret_key: SECRET,
    event_type,
    pool_id,
  })),
);
for (const { id, event_type } of Object.values(items)) {
  const { success } = await client.webhookSubscriptions.test(id);
  console.log(`${event_type}: ${success ? "works" : "does not get through"}`);
}

await client.project(project).taskSuites.createMany(
  Array.from({ length: 10 }, (_, n) => ({
    pool_id,
    tasks: [{
      input_values: { image: `https://example.com/${n}.jpg`, digits: 5 },
    }],
  })),
  { allowDefaults: true },
);
await client.pools.open(pool_id);
await simulator.runUntil("idle");
await simulator.settled(); // all deliveries have arrived
console.log(counts);

// Whoever does not know the secret gets nowhere.
const forged = await handler(
  new Request("https://example.com/toloka", { method: "POST", body: "{}" }),
);
console.log(`A delivery without a signature: ${forged.status}`);
