/**
 * Pays bonuses by accuracy from a ledger: the connection breaks in the middle,
 * the program starts again with a longer list in another order, and everybody
 * is paid once all the same.
 *
 *     deno run examples/bonuses.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * 2 bonuses, $0.46 in all
 * The first run stopped: TolokaIncompleteError
 * { paid: 2, refused: 0, open: 0, paid_amount: 0.46 }
 * The platform has 2 bonuses, $0.46 in all
 * ```
 */
import {
  defineProject,
  sumMoney,
  TolokaClient,
  TolokaIncompleteError,
} from "@toloka/client";
import { answersOf, workerReport } from "@toloka/client/aggregation";
import { Simulator } from "@toloka/client/simulator";
import { memoryStore } from "@toloka/client/store";
import { bonusLedger } from "@toloka/client/streaming";

const project = defineProject({
  public_name: "Cat or dog?",
  public_description: "Say which animal the picture shows",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { image: { type: "url" } },
    output_spec: { animal: { type: "string", allowed_values: ["cat", "dog"] } },
    view_spec: { type: "classic", markup: "{{img src=image}} ..." },
  },
});
const simulator = new Simulator({ seed: 9, population: { count: 8 } });
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
  retries: 0, // so that the broken connection below is not simply mended
});
const toloka = client.project(project);
const { id: project_id } = await client.projects.create(project);
const { id: pool_id } = await client.pools.create({
  project_id,
  private_name: "Pictures, week 12",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.02,
  assignment_max_duration_seconds: 600,
  auto_accept_solutions: true,
  defaults: { default_overlap_for_new_task_suites: 6 },
});
await toloka.taskSuites.createMany(
  Array.from({ length: 12 }, (_, n) => ({
    pool_id,
    tasks: [0, 1, 2].map((at) => ({
      input_values: { image: `https://example.com/${3 * n + at}.jpg` },
    })),
  })),
  { allowDefaults: true },
);
await client.pools.open(pool_id);
await simulator.runUntil("idle");

// Who agrees with seven of ten answers of others gets a bonus.
const reports = await workerReport(
  answersOf(toloka.assignments.list({ pool_id, status: "ACCEPTED" }), {
    output: "animal",
    task: ({ input_values }) => input_values.image,
  }),
);
const bonuses = [...reports]
  .filter(([, { answers, agreement }]) => answers >= 20 && agreement > 0.7)
  .map(([user_id, { answers, agreement }]) => ({
    user_id,
    amount: Math.round(answers * agreement) / 100, // a cent for each agreement
    private_comment: "week 12",
    public_title: { EN: "Thank you" },
    public_message: { EN: "Your answers were among the best this week." },
  }));
console.log(
  `${bonuses.length} bonuses, $${
    sumMoney(bonuses.map((b) => b.amount))
  } in all`,
);

// In a program: await sqliteStore("bonuses.db", { durability: "FULL" })
const store = memoryStore();
/** What makes a payment the same as another. */
const key = (bonus: { user_id: string; private_comment?: string }) =>
  `${bonus.private_comment}/${bonus.user_id}`;

// The request arrives, and its answer gets lost: are they paid or not?
simulator.addFaults([
  { type: "RESET", committed: true, on: "POST /user-bonuses", times: 1 },
]);
try {
  await bonusLedger(client, store).pay(bonuses.slice(0, 2), { key });
} catch (error) {
  if (!(error instanceof TolokaIncompleteError)) throw error;
  console.log(`The first run stopped: ${error.name}`);
}

// The next run knows what the first one sent. It asks before it pays.
const report = await bonusLedger(client, store).pay(bonuses.toReversed(), {
  key,
});
const { paid, refused, open, paid_amount } = report;
console.log({ paid, refused, open, paid_amount });

const onServer = await Array.fromAsync(client.userBonuses.list());
console.log(
  `The platform has ${onServer.length} bonuses, $${
    sumMoney(onServer.map(({ amount }) => amount))
  } in all`,
);
