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
  defineProject,
  type InputOf,
  type OutputOf,
  sumMoney,
  TolokaClient,
} from "@toloka/client";
import {
  accuracy,
  answersOf,
  indexAnswers,
  majorityVote,
} from "@toloka/client/aggregation";
import { filters } from "@toloka/client/filters";
import {
  estimateCost,
  formatFindings,
  lintPool,
} from "@toloka/client/planning";
import { presets, qualityControl } from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";
import { dataOf, field, view, viewSpec } from "@toloka/client/template-builder";

const KINDS = ["complaint", "question", "praise"] as const;
const OVERLAP = 3;

const fields = {
  input_spec: { message: { type: "string" } },
  output_spec: { kind: { type: "string", allowed_values: KINDS } },
} as const;
const data = dataOf(fields);

const project = defineProject({
  public_name: "What is this message about?",
  public_description: "Say whether a customer complains, asks, or praises",
  public_instructions: "Read the message and choose what fits it best.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    ...fields,
    view_spec: viewSpec({
      view: view.list({
        items: [
          view.text({ content: data.input("message") }),
          field.radioGroup({
            data: data.output("kind"),
            options: KINDS.map((value) => ({ value, label: value })),
          }),
        ],
      }),
    }),
  },
});

/** What a Toloker sees and answers follows from the project. */
type Answers = Assignment<InputOf<typeof project>, OutputOf<typeof project>>;
type Kind = OutputOf<typeof project>["kind"];
type Row = { message: string; kind: string; control: string };

/** Three Tolokers for each message; one control task on each page of five. */
function poolOf(project_id: string, skillId: string) {
  const nextWeek = new Date(Date.now() + 7 * 24 * 3600 * 1000);
  return {
    project_id,
    private_name: "Messages of a bike shop",
    may_contain_adult_content: false,
    will_expire: nextWeek.toISOString(),
    reward_per_assignment: 0.02,
    assignment_max_duration_seconds: 600,
    filter: filters.languages.includes("EN"),
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
    quality_control: qualityControl([
      // The share of right control answers becomes the Toloker's skill; who
      // fails most of them gets no more pages.
      presets.goldenSet({
        historySize: 10,
        minAnswers: 3,
        skillId,
        restrictBelow: {
          correctRate: 50,
          scope: "POOL",
          duration: { days: 1 },
          privateComment: "Fails control tasks",
        },
      }),
      // A rejected page goes to one more Toloker.
      presets.reissueRejected(),
    ]),
  };
}

/** The whole job: gives the accepted and the rejected answers. */
async function label(client: TolokaClient, rows: Row[], pause: number) {
  // From here on tasks and answers have the project's types.
  const toloka = client.project(project);
  const { id: projectId } = await client.projects.create(project);
  const skill = await client.skills.create({ name: `Messages ${projectId}` });
  const pool = poolOf(projectId, skill.id);
  const { id: poolId } = await client.pools.create(pool);

  const tasks = rows.map(({ message, kind, control }) => ({
    pool_id: poolId,
    input_values: { message },
    ...(control && {
      known_solutions: [{ output_values: { kind: kindOf(kind) } }],
      infinite_overlap: true,
    }),
  }));
  console.log(formatFindings(lintPool(pool, { project, tasks })));
  const { assignments, total } = estimateCost(pool, tasks);
  console.log(
    `About ${assignments.likely} pages for $${total.likely}, ${
      total.max === Infinity
        ? "with no upper bound: infinite overlap, or rules that raise it"
        : `at most $${total.max}`
    }`,
  );
  await toloka.tasks.createMany(tasks, { allowDefaults: true });
  await client.pools.open(poolId);

  const accepted: Answers[] = [];
  const rejected: Answers[] = [];
  const truth = new Map(rows.map((row) => [row.message, row]));
  for await (const assignment of submitted(client, poolId, pause)) {
    const failed = kindsIn([assignment]).some(({ task, label }) => {
      const row = truth.get(task);
      return row?.control && row.kind !== label;
    });
    if (failed) {
      const why = "The answer to a control task is wrong";
      await toloka.assignments.reject(assignment.id, why);
      rejected.push(assignment);
    } else {
      await toloka.assignments.accept(assignment.id, "Thank you");
      accepted.push(assignment);
    }
    showProgress(accepted.length, assignments.max);
  }
  // It closes by itself when all is done; then this does nothing.
  await client.pools.close(poolId);
  const skills = await Array.fromAsync(
    client.userSkills.list({ skill_id: skill.id }),
  );
  return { accepted, rejected, skills };
}

/** Every answer that waits for review, until the pool has closed and none is left. */
async function* submitted(
  client: TolokaClient,
  pool_id: string,
  pause: number,
) {
  const { assignments } = client.project(project);
  while (true) {
    const { status } = await client.pools.get(pool_id);
    let count = 0;
    const waiting = assignments.list({ pool_id, status: "SUBMITTED" });
    for await (const assignment of waiting) {
      yield assignment;
      count++;
    }
    // A rejected page opens the pool again, so it is looked at after each round.
    if (status !== "OPEN" && count === 0) return;
    await delay(pause);
  }
}

function kindOf(text: string): Kind {
  const kind = KINDS.find((kind) => kind === text);
  if (!kind) throw new Error(`There is no kind "${text}"`);
  return kind;
}

/** The answers in assignments, by message. */
function kindsIn(assignments: Answers[]) {
  return answersOf(assignments, {
    output: "kind",
    task: ({ input_values }) => input_values.message,
  });
}

/** Prints what came out, and gives the labels. */
function report(
  { accepted, rejected, skills }: Awaited<ReturnType<typeof label>>,
  rows: Row[],
) {
  const truth = new Map(rows.map((row) => [row.message, row]));
  const answers = indexAnswers(
    kindsIn(accepted).filter(({ task }) => !truth.get(task)?.control),
  );
  const { labels, probabilities } = majorityVote(answers);
  const given = Map.groupBy(answers, ({ task }) => task);
  const results = [...labels].map(([message, kind]) => ({
    message,
    kind,
    votes: given.get(message)!.length,
    agreement: probabilities.get(message)!.get(kind)!,
  }));
  const agreeing = accuracy(answers, labels);
  const known = results.filter(({ message }) => truth.get(message)?.kind);
  const right = known.filter((r) => truth.get(r.message)?.kind === r.kind);
  const cost = sumMoney(accepted.map(({ reward }) => reward));
  console.log(`
Messages   ${results.length} labelled by ${answers.size} answers
Agreement  ${
    percent(agreeing.correct, agreeing.total)
  } of the answers are the majority's
Accuracy   ${
    percent(right.length, known.length)
  } of the labels are the known truth
Pages      ${accepted.length} accepted, ${rejected.length} rejected
Cost       $${cost.toFixed(2)}

Tolokers with the most pages; skill is their share of right control tasks:`);

  const byToloker = Map.groupBy(
    [...accepted, ...rejected],
    ({ user_id }) => user_id,
  );
  const { workers } = accuracy(kindsIn([...accepted, ...rejected]), labels);
  const lines = [...byToloker].map(([toloker, assignments]) => {
    const { correct, total } = workers.get(toloker)!;
    return {
      toloker: toloker.slice(0, 8),
      pages: assignments.length,
      agreement: percent(correct, total),
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
  return { toloka, pause: 5, close: () => server.close() };
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
