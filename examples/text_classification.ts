/**
 * Labels texts with a majority vote and with the Dawid-Skene model, and asks the
 * control tasks which of them to believe.
 *
 *     deno run examples/text_classification.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * 750 answers of 10 Tolokers
 * Krippendorff's alpha 0.086
 *
 * Of the 100 other texts are right
 *   0.720 by majority vote
 *   0.880 by Dawid-Skene with gold
 *
 * On the control tasks, with 95 % intervals:
 * ┌─────────┬────────────────────────┬──────────┬────────┬────────┬────────────────────┬──────────┐
 * │ (index) │ method                 │ accuracy │ from   │ to     │ p against majority │ warnings │
 * ├─────────┼────────────────────────┼──────────┼────────┼────────┼────────────────────┼──────────┤
 * │ 0       │ 'dawidSkene'           │ '0.94'   │ '0.84' │ '0.98' │ '0.021'            │ ''       │
 * │ 1       │ 'oneCoinDawidSkene'    │ '0.92'   │ '0.81' │ '0.97' │ '0.039'            │ ''       │
 * │ 2       │ 'dawidSkene with gold' │ '0.92'   │ '0.81' │ '0.97' │ '0.039'            │ ''       │
 * │ 3       │ 'glad'                 │ '0.90'   │ '0.79' │ '0.96' │ '0.070'            │ ''       │
 * │ 4       │ 'majorityVote by gold' │ '0.90'   │ '0.79' │ '0.96' │ '0.031'            │ ''       │
 * │ 5       │ 'zeroBasedSkill'       │ '0.88'   │ '0.76' │ '0.94' │ '0.125'            │ ''       │
 * │ 6       │ 'wawa'                 │ '0.86'   │ '0.74' │ '0.93' │ '0.219'            │ ''       │
 * │ 7       │ 'majorityVote'         │ '0.78'   │ '0.65' │ '0.87' │ '1.000'            │ ''       │
 * └─────────┴────────────────────────┴──────────┴────────┴────────┴────────────────────┴──────────┘
 * To take: dawidSkene
 *
 * The Tolokers with the lowest accuracy:
 * ┌─────────┬────────────┬─────────┬──────────┬─────────┬───────────┬────────────────┐
 * │ (index) │ toloker    │ answers │ accuracy │ at most │ agreement │ seconds a task │
 * ├─────────┼────────────┼─────────┼──────────┼─────────┼───────────┼────────────────┤
 * │ 0       │ 'dae199bb' │ 10      │ '0.00'   │ '0.66'  │ '0.30'    │ '13'           │
 * │ 1       │ '59ca7eeb' │ 97      │ '0.27'   │ '0.44'  │ '0.29'    │ '2'            │
 * │ 2       │ '3e6e907c' │ 139     │ '0.28'   │ '0.43'  │ '0.33'    │ '1'            │
 * │ 3       │ '1363fa00' │ 80      │ '0.34'   │ '0.53'  │ '0.39'    │ '5'            │
 * │ 4       │ '3a7d0f69' │ 45      │ '0.41'   │ '0.64'  │ '0.33'    │ '14'           │
 * └─────────┴────────────┴─────────┴──────────┴─────────┴───────────┴────────────────┘
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import {
  answersOf,
  compareMethods,
  dawidSkene,
  goldOf,
  indexAnswers,
  krippendorffAlpha,
  majorityVote,
  workerReport,
} from "@toloka/client/aggregation";
import { Simulator } from "@toloka/client/simulator";

const TOPICS = ["bikes", "boats", "trains"] as const;
const TEXTS = 150;
const CONTROL_TASKS = 50;

const project = defineProject({
  public_name: "What is this text about?",
  public_description: "Choose the topic of a text",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { text: { type: "string" } },
    output_spec: { topic: { type: "string", allowed_values: TOPICS } },
    view_spec: { type: "classic", markup: "{{text}} ..." },
  },
});

const texts = Array.from(
  { length: TEXTS },
  (_, i) => ({ text: `Text ${i}`, topic: TOPICS[i * i % 7 % 3]! }),
);
const truth = new Map(texts.map(({ text, topic }) => [text, topic]));

// Some Tolokers are careful, some are not, and some just click.
const simulator = new Simulator({
  seed: 4,
  population: [
    { count: 8, habits: { careful: 1 }, skill: [0.8, 0.95] },
    { count: 8, skill: [0.35, 0.6] },
  ],
  truth: ({ input_values }) => ({
    topic: truth.get(String(input_values.text)),
  }),
});
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});
const toloka = client.project(project);

const { id: project_id } = await client.projects.create(project);
const { id: pool_id } = await client.pools.create({
  project_id,
  private_name: "Texts",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.02,
  assignment_max_duration_seconds: 600,
  defaults: {
    default_overlap_for_new_tasks: 5,
    default_overlap_for_new_task_suites: 5,
  },
  mixer_config: {
    real_tasks_count: 5,
    golden_tasks_count: 0,
    training_tasks_count: 0,
  },
});
await toloka.tasks.createMany(
  texts.map(({ text }) => ({ pool_id, input_values: { text } })),
  { allowDefaults: true },
);
await client.pools.open(pool_id);
await simulator.runUntil("idle");

// Labels are "bikes", "boats" or "trains" from here on.
const { assignments } = toloka;
const answers = await indexAnswers(
  answersOf(assignments.list({ pool_id, status: "ACCEPTED" }), {
    output: "topic",
    task: ({ input_values }) => input_values.text,
  }),
);
// In a real pool: goldOf(toloka.tasks.list({ pool_id }), { output: "topic" })
const gold = await goldOf(
  texts.slice(0, CONTROL_TASKS).map(({ text, topic }) => ({
    id: text,
    known_solutions: [{ output_values: { topic } }],
  })),
  { output: "topic" },
);
console.log(`${answers.size} answers of ${answers.workers.length} Tolokers`);
console.log(`Krippendorff's alpha ${krippendorffAlpha(answers).toFixed(3)}`);

const share = (labels: ReadonlyMap<string, string>) => {
  const rest = texts.slice(CONTROL_TASKS);
  const right = rest.filter(({ text, topic }) => labels.get(text) === topic);
  return (right.length / rest.length).toFixed(3);
};
const majority = majorityVote(answers);
const model = dawidSkene(answers, { gold });
console.log(`\nOf the ${TEXTS - CONTROL_TASKS} other texts are right`);
console.log(`  ${share(majority.labels)} by majority vote`);
console.log(`  ${share(model.labels)} by Dawid-Skene with gold`);
for (const { message } of model.warnings) console.log(`Warning: ${message}`);

const { methods, recommended } = compareMethods(answers, gold);
console.log("\nOn the control tasks, with 95 % intervals:");
console.table(methods.map(({ method, accuracy, pValue, warnings }) => ({
  method,
  accuracy: accuracy.value.toFixed(2),
  from: accuracy.low.toFixed(2),
  to: accuracy.high.toFixed(2),
  "p against majority": pValue.toFixed(3),
  warnings: warnings.map(({ code }) => code).join(" "),
})));
console.log(`To take: ${recommended}`);

console.log("\nThe Tolokers with the lowest accuracy:");
const reports = [...workerReport(answers, { gold })]
  .sort(([, a], [, b]) => a.accuracy.value - b.accuracy.value);
console.table(
  reports.slice(0, 5).map(([toloker, report]) => ({
    toloker: toloker.slice(0, 8),
    answers: report.answers,
    accuracy: report.accuracy.value.toFixed(2),
    "at most": report.accuracy.high.toFixed(2),
    agreement: report.agreement.toFixed(2),
    "seconds a task": report.medianSeconds?.toFixed(0),
  })),
);
