/**
 * Collects answers to questions about a text, in two projects: some Tolokers
 * answer or say that the text does not tell, others judge the answers. Only what
 * passes is paid, and questions whose answer fails are asked again.
 *
 *     deno run examples/question_answering.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * 1. Who was the last keeper? (not in the text): paid
 * 1. When was the lighthouse built? 1868: paid
 * 1. How high is its lamp? 1868: rejected
 * 1. When did the last keeper leave? 1974: paid
 * 2. How high is its lamp? 24 metres: paid
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { answersOf, majorityVote } from "@toloka/client/aggregation";
import { presets, qualityControl } from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";

const TEXT = "The lighthouse was built in 1868. Its lamp is 24 metres high, " +
  "and the last keeper left in 1974.";
const QUESTIONS: Record<string, string> = {
  "When was the lighthouse built?": "1868",
  "How high is its lamp?": "24 metres",
  "Who was the last keeper?": "", // the text does not tell
  "When did the last keeper leave?": "1974",
};

const common = {
  public_instructions:
    "Copy words from the text. Leave it empty if it is not there.",
  assignments_issuing_type: "AUTOMATED",
} as const;
const asking = defineProject({
  ...common,
  public_name: "Answer a question about a text",
  task_spec: {
    input_spec: { text: { type: "string" }, question: { type: "string" } },
    output_spec: { answer: { type: "string", required: false } },
    view_spec: { type: "classic", markup: "{{text}} {{question}} ..." },
  },
});
const judging = defineProject({
  ...common,
  public_name: "Is the answer right?",
  task_spec: {
    input_spec: {
      text: { type: "string" },
      question: { type: "string" },
      answer: { type: "string" },
      assignment: { type: "string", hidden: true },
    },
    output_spec: { right: { type: "boolean" } },
    view_spec: { type: "classic", markup: "{{question}} {{answer}} ..." },
  },
});
const NOTHING = "(not in the text)";

let asked = 0;
const simulator = new Simulator({
  population: {
    count: 30,
    // Every third answer takes the first number of the text for the answer.
    answer: ({ habit }, { input_values: { question, answer } }) => {
      const right = QUESTIONS[String(question)]!;
      if (answer === undefined) {
        return { answer: ++asked % 3 === 0 ? "1868" : right };
      }
      return {
        right: (answer === (right || NOTHING)) === (habit === "careful"),
      };
    },
  },
});
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});

/** A project with a pool whose pages have one task each. */
async function poolOf(
  project: typeof asking | typeof judging,
  overlap: number,
) {
  const { id: project_id } = await client.projects.create(project);
  const { id } = await client.pools.create({
    project_id,
    private_name: "Lighthouse",
    may_contain_adult_content: false,
    will_expire: "2100-01-01T00:00:00",
    reward_per_assignment: 0.05,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: project === judging,
    auto_accept_period_day: 7,
    defaults: { default_overlap_for_new_task_suites: overlap },
    quality_control: qualityControl([presets.reissueRejected()]),
  });
  return id;
}
const askPool = await poolOf(asking, 1);
const judgePool = await poolOf(judging, 3);
const ask = client.project(asking);
const judge = client.project(judging);

await ask.taskSuites.createMany(
  Object.keys(QUESTIONS).map((question) => ({
    pool_id: askPool,
    tasks: [{ input_values: { text: TEXT, question } }],
  })),
  { allowDefaults: true, openPool: true },
);
for (let round = 1;; round++) {
  await simulator.runUntil("idle");
  const answers = await Array.fromAsync(
    ask.assignments.list({ pool_id: askPool, status: "SUBMITTED" }),
  );
  if (answers.length === 0) break;
  await judge.taskSuites.createMany(
    answers.map(({ id, tasks, solutions }) => ({
      pool_id: judgePool,
      tasks: [{
        input_values: {
          ...tasks[0]!.input_values,
          answer: solutions![0]!.output_values.answer || NOTHING,
          assignment: id,
        },
      }],
    })),
    { allowDefaults: true, openPool: true },
  );
  await simulator.runUntil("idle");
  const { labels } = await majorityVote(
    answersOf(judge.assignments.list({ pool_id: judgePool }), {
      output: "right",
      task: ({ input_values }) => input_values.assignment,
    }),
  );
  for (const { id, tasks, solutions } of answers) {
    const right = labels.get(id) ?? false;
    const { answer } = solutions![0]!.output_values;
    const { question } = tasks[0]!.input_values;
    console.log(
      `${round}. ${question} ${answer || NOTHING}: ${
        right ? "paid" : "rejected"
      }`,
    );
    if (right) await ask.assignments.accept(id, "Thank you");
    else await ask.assignments.reject(id, "Others find the answer wrong");
  }
}
