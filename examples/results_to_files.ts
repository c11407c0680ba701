/**
 * Takes the answers of a pool out: as CSV for spreadsheets, as JSONL for
 * programs, and as columns for a data frame.
 *
 *     deno run examples/results_to_files.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * results.csv
 *   INPUT:review,INPUT:stars,OUTPUT:mood,ASSIGNMENT:status
 *   "Arrived late, ""as usual""",2,bad,APPROVED
 *   '=SUM(1;2) is what I got,5,good,APPROVED
 *   "Arrived late, ""as usual""",2,bad,APPROVED
 *   '=SUM(1;2) is what I got,5,good,APPROVED
 * results.jsonl, the first line
 *   input_values: {"review":"Arrived late, \"as usual\"","stars":2}
 *   output_values: {"mood":"bad","sure":false}
 *   task_id: "000154dbb8--6592008383e8f63329004502"
 *   assignment_id: "000154dbb8--659200ce83e8f63329004505"
 *   task_suite_id: "000154dbb8--6592008383e8f63329004504"
 *   pool_id: "22338488"
 *   user_id: "0d5e738429a0456b07e30a3a6a451b4b"
 *   status: "ACCEPTED"
 *   reward: 0.02
 *   created: "2024-01-01T00:01:18.089"
 *   submitted: "2024-01-01T00:02:01.051"
 * rows
 * ┌─────────┬──────────┬────────────────────────────┬───────┬────────┬───────┐
 * │ (index) │ toloker  │ review                     │ stars │ mood   │ sure  │
 * ├─────────┼──────────┼────────────────────────────┼───────┼────────┼───────┤
 * │ 0       │ '0d5e73' │ 'Arrived late, "as usual"' │ 2     │ 'bad'  │ false │
 * │ 1       │ '0d5e73' │ '=SUM(1;2) is what I got'  │ 5     │ 'good' │ false │
 * │ 2       │ '1d52c5' │ 'Arrived late, "as usual"' │ 2     │ 'bad'  │ false │
 * │ 3       │ '1d52c5' │ '=SUM(1;2) is what I got'  │ 5     │ 'good' │ false │
 * └─────────┴──────────┴────────────────────────────┴───────┴────────┴───────┘
 * columns: toloker, review, stars, mood, sure
 *   stars: [2,5,2,5]
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { writeResults } from "@toloka/client/data";
import { Simulator } from "@toloka/client/simulator";

const project = defineProject({
  public_name: "Is the review positive?",
  public_description: "Judge the mood of a review",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { review: { type: "string" }, stars: { type: "integer" } },
    output_spec: {
      mood: { type: "string", allowed_values: ["good", "bad"] },
      sure: { type: "boolean" },
    },
    view_spec: { type: "classic", markup: "{{review}} ..." },
  },
});
const simulator = new Simulator({ seed: 7 });
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});
const toloka = client.project(project);
const { id: project_id } = await client.projects.create(project);
const { id: pool_id } = await client.pools.create({
  project_id,
  private_name: "Reviews",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.02,
  assignment_max_duration_seconds: 600,
  auto_accept_solutions: true,
  defaults: { default_overlap_for_new_task_suites: 2 },
});
await toloka.taskSuites.create({
  pool_id,
  overlap: 2,
  tasks: [
    { input_values: { review: 'Arrived late, "as usual"', stars: 2 } },
    { input_values: { review: "=SUM(1;2) is what I got", stars: 5 } },
  ],
});
await client.pools.open(pool_id);
await simulator.runUntil("idle");

/** Answers as they are read, which can be any number: read once for each use. */
const accepted = () => toloka.assignments.list({ pool_id, status: "ACCEPTED" });

// In a program: await Deno.writeTextFile("results.csv", csv), or on Node and
// Bun await writeFile("results.csv", csv) of "node:fs/promises". The apostrophe
// before "=" keeps spreadsheets from running a Toloker's text as a formula.
const csv = writeResults(accepted(), {
  format: "csv",
  project,
  columns: ["INPUT:review", "INPUT:stars", "OUTPUT:mood", "ASSIGNMENT:status"],
});
console.log("results.csv");
for (const line of (await textOf(csv)).trimEnd().split("\r\n")) {
  console.log(`  ${line}`);
}

const jsonl = writeResults(accepted(), { format: "jsonl" });
const [line] = (await textOf(jsonl)).split("\n", 1);
console.log("results.jsonl, the first line");
for (const [name, value] of Object.entries(JSON.parse(line!))) {
  console.log(`  ${name}: ${JSON.stringify(value)}`);
}

// Rows with plain values are what data frames are made of: nodejs-polars takes
// them as pl.DataFrame(rows), danfojs as new dfd.DataFrame(rows), and Arquero as
// aq.from(rows).
const rows = (await Array.fromAsync(accepted())).flatMap(
  ({ user_id, tasks, solutions = [] }) =>
    tasks.map(({ input_values }, i) => ({
      toloker: user_id,
      ...input_values,
      ...solutions[i]!.output_values,
    })),
);
console.log("rows");
console.table(
  rows.map(({ toloker, ...row }) => ({ toloker: toloker.slice(0, 6), ...row })),
);

// Some libraries would rather have columns: { review: [...], stars: [...], ... }
const columns = Object.fromEntries(
  Object.keys(rows[0]!).map((name) => [
    name,
    rows.map((row) => row[name as keyof typeof row]),
  ]),
);
console.log(`columns: ${Object.keys(columns).join(", ")}`);
console.log(`  stars: ${JSON.stringify(columns.stars)}`);

async function textOf(parts: ReadableStream<string>): Promise<string> {
  return (await Array.fromAsync(parts)).join("");
}
