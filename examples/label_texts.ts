/**
 * Labels short texts from the first line to the results: reads a CSV file, has
 * each text judged by three Tolokers, reviews their answers as they come in, and
 * writes results.csv.
 *
 *     deno task demo
 *
 * runs it offline: the simulator plays the server and the Tolokers. With a token
 * the very same job runs in Toloka's sandbox, and waits for real Tolokers there:
 *
 *     TOLOKA_TOKEN=... deno run --allow-env=TOLOKA_TOKEN --allow-net=sandbox.toloka.dev \
 *       --allow-read=examples --allow-write=examples examples/label_texts.ts [FILE.csv]
 */
import { delay } from "@std/async/delay";
import { parse, stringify } from "@std/csv";
import {
  type Assignment,
  type PoolInput,
  type ProjectInput,
  sumMoney,
  TolokaClient,
} from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";

const KINDS = ["complaint", "question", "praise"];
const OVERLAP = 3;

/** What Tolokers see, what they answer, and a row of the file. */
type Input = { message: string };
type Output = { kind: string };
type Row = Input & Output & { control: string };

const project: ProjectInput = {
  public_name: "What is this message about?",
  public_description: "Say whether a customer complains, asks, or praises",
  public_instructions: "Read the message and choose what fits it best.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { message: { type: "string" } },
    output_spec: { kind: { type: "string", allowed_values: KINDS } },
    view_spec: {
      type: "classic",
      markup:
        '<p>{{message}}</p>{{#each (array "complaint" "question" "praise")}}{{field type="radio" name="kind" value=this label=this}}{{/each}}',
    },
  },
};

/** Three Tolokers for each message; one control task on each page of five. */
function pool(project_id: string, skill_id: string): PoolInput {
  return {
    project_id,
    private_name: "Messages of a bike shop",
    may_contain_adult_content: false,
    will_expire: new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString(),
    reward_per_assignment: 0.02,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: false,
    auto_accept_period_day: 7,
    defaults: {
      default_overlap_for_new_tasks: OVERLAP,
      default_overlap_for_new_task_suites: OVERLAP,
    },
    mixer_config: {
      real_tasks_count: 4,
      golden_tasks_count: 1,
      training_tasks_count: 0,
    },
    quality_control: {
      configs: [
        {
          // The share of right control answers becomes the Toloker's skill.
          collector_config: {
            type: "GOLDEN_SET",
            parameters: { history_size: 10 },
          },
          rules: [{
            conditions: [{
              key: "total_answers_count",
              operator: "GTE",
              value: 2,
            }],
            action: {
              type: "SET_SKILL_FROM_OUTPUT_FIELD",
              parameters: { skill_id, from_field: "correct_answers_rate" },
            },
          }],
        },
        {
          // Whoever fails most control tasks gets no more pages.
          collector_config: {
            type: "GOLDEN_SET",
            parameters: { history_size: 10 },
          },
          rules: [{
            conditions: [
              { key: "total_answers_count", operator: "GTE", value: 3 },
              { key: "correct_answers_rate", operator: "LT", value: 50 },
            ],
            action: {
              type: "RESTRICTION_V2",
              parameters: { scope: "POOL", duration: 1, duration_unit: "DAYS" },
            },
          }],
        },
        {
          // A rejected page goes to one more Toloker.
          collector_config: { type: "ASSIGNMENTS_ASSESSMENT" },
          rules: [{
            conditions: [{
              key: "assessment_event",
              operator: "EQ",
              value: "REJECT",
            }],
            action: {
              type: "CHANGE_OVERLAP",
              parameters: { delta: 1, open_pool: true },
            },
          }],
        },
      ],
    },
  };
}

/** The whole job: gives the accepted and the rejected answers. */
async function label(toloka: TolokaClient, rows: Row[], pause: number) {
  const { id: projectId } = await toloka.projects.create(project);
  const skill = await toloka.skills.create({ name: `Messages ${projectId}` });
  const { id: poolId } = await toloka.pools.create(pool(projectId, skill.id));
  await toloka.tasks.createMany<Input, Output>(
    rows.map(({ message, kind, control }) => ({
      pool_id: poolId,
      input_values: { message },
      ...(control && kind && {
        known_solutions: [{ output_values: { kind } }],
        infinite_overlap: true,
      }),
    })),
    { allowDefaults: true },
  );
  await toloka.pools.open(poolId);

  const accepted: Assignment<Input, Output>[] = [];
  const rejected: Assignment<Input, Output>[] = [];
  const truth = new Map(rows.map((row) => [row.message, row]));
  const expected = rows.filter((row) => !row.control).length * OVERLAP / 4;
  for await (const assignment of submitted(toloka, poolId, pause)) {
    const failed = answersOf(assignment).some(({ message, kind }) => {
      const row = truth.get(message);
      return row?.control && row.kind !== kind;
    });
    if (failed) {
      const why = "The answer to a control task is wrong";
      await toloka.assignments.reject(assignment.id, why);
      rejected.push(assignment);
    } else {
      await toloka.assignments.accept(assignment.id, "Thank you");
      accepted.push(assignment);
    }
    showProgress(accepted.length, expected);
  }
  const skills = await Array.fromAsync(
    toloka.userSkills.list({ skill_id: skill.id }),
  );
  return { accepted, rejected, skills };
}

/** Every answer that waits for review, until the pool has closed and none is left. */
async function* submitted(toloka: TolokaClient, poolId: string, pause: number) {
  const query = { pool_id: poolId, status: "SUBMITTED" } as const;
  while (true) {
    const { status } = await toloka.pools.get(poolId);
    let count = 0;
    for await (
      const assignment of toloka.assignments.list<Input, Output>(query)
    ) {
      yield assignment;
      count++;
    }
    // A rejected page opens the pool again, so it is looked at after each round.
    if (status !== "OPEN" && count === 0) return;
    await delay(pause);
  }
}

/** Messages with their answers. */
function answersOf({ tasks, solutions = [] }: Assignment<Input, Output>) {
  return tasks.map(({ input_values }, i) => ({
    message: input_values.message,
    kind: solutions[i]?.output_values.kind,
  }));
}

/** The answer that most Tolokers gave to each message, and how many of them did. */
function majority(assignments: Assignment<Input, Output>[]) {
  const answers = assignments.flatMap(answersOf);
  const byMessage = Map.groupBy(answers, ({ message }) => message);
  return [...byMessage].map(([message, given]) => {
    const votes = [...Map.groupBy(given, ({ kind }) => kind)];
    const [kind, most] = votes.reduce((a, b) =>
      b[1].length > a[1].length ? b : a
    );
    return {
      message,
      kind,
      votes: given.length,
      agreement: most.length / given.length,
    };
  });
}

/** Prints what came out, and gives the labels. */
function report(
  { accepted, rejected, skills }: Awaited<ReturnType<typeof label>>,
  rows: Row[],
) {
  const truth = new Map(rows.map((row) => [row.message, row]));
  const results = majority(accepted)
    .filter(({ message }) => !truth.get(message)?.control);
  const votes = results.reduce((sum, { votes }) => sum + votes, 0);
  const agreeing = results.reduce((sum, r) => sum + r.votes * r.agreement, 0);
  const known = results.filter(({ message }) => truth.get(message)?.kind);
  const right = known.filter((r) => truth.get(r.message)?.kind === r.kind);
  const cost = sumMoney(accepted.map(({ reward }) => reward));
  console.log(`
Messages   ${results.length} labelled by ${votes} answers
Agreement  ${percent(agreeing, votes)} of the answers are the majority's
Accuracy   ${
    percent(right.length, known.length)
  } of the labels are the known truth
Pages      ${accepted.length} accepted, ${rejected.length} rejected
Cost       $${cost.toFixed(2)}

Tolokers with the most pages; skill is their share of right control tasks:`);

  const labels = new Map(results.map(({ message, kind }) => [message, kind]));
  const byToloker = Map.groupBy(
    [...accepted, ...rejected],
    ({ user_id }) => user_id,
  );
  const lines = [...byToloker].map(([toloker, assignments]) => {
    const given = assignments.flatMap(answersOf)
      .filter(({ message }) => labels.has(message));
    const same = given.filter((g) => labels.get(g.message) === g.kind);
    return {
      toloker: toloker.slice(0, 8),
      pages: assignments.length,
      agreement: percent(same.length, given.length),
      skill: skills.find(({ user_id }) => user_id === toloker)?.value ?? "-",
    };
  });
  console.table(lines.sort((a, b) => b.pages - a.pages).slice(0, 8));
  return results;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${Math.round(100 * part / whole)} %`;
}

function showProgress(done: number, expected: number) {
  if (!Deno.stdout.isTerminal()) return;
  const bar = "#".repeat(Math.min(30, 30 * done / expected)).padEnd(30, ".");
  const line = `\r${bar} ${done} of ${expected} pages`;
  Deno.stdout.writeSync(new TextEncoder().encode(line));
}

/** Toloka's sandbox if there is a token for it, else the simulator. */
async function connect(rows: Row[]) {
  const env = { name: "env", variable: "TOLOKA_TOKEN" } as const;
  const { state } = await Deno.permissions.query(env);
  const token = state === "granted" ? Deno.env.get(env.variable) : undefined;
  if (token) {
    const toloka = new TolokaClient({ token, environment: "SANDBOX" });
    return { toloka, pause: 5_000, close: () => Promise.resolve() };
  }
  const truth = new Map(rows.map(({ message, kind }) => [message, kind]));
  const simulator = new Simulator({
    seed: 7,
    population: { count: 16, skill: [0.85, 0.99] },
    truth: ({ input_values }) => ({
      kind: truth.get(String(input_values.message)),
    }),
  });
  const server = await simulator.serve();
  const toloka = new TolokaClient({ token: "offline", url: server.url });
  return { toloka, pause: 20, close: () => server.close() };
}

const folder = new URL(".", import.meta.url);
const file = Deno.args[0] ?? new URL("messages.csv", folder);
const text = await Deno.readTextFile(file);
const rows: Row[] = parse(text, {
  skipFirstRow: true,
  columns: ["message", "kind", "control"],
});
const { toloka, pause, close } = await connect(rows);
const results = report(await label(toloka, rows, pause), rows);
await close();
const columns = ["message", "kind", "votes", "agreement"];
const csv = stringify(results, { columns });
await Deno.writeTextFile(new URL("results.csv", folder), csv);
console.log("All labels are in examples/results.csv");
