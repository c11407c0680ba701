/**
 * Transcribes recordings: three Tolokers write down each one, no two of them
 * quite the same, and ROVER puts their texts together word by word.
 *
 *     deno run examples/audio_transcription.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 *     the next train to the leaves from platform nine
 *     the next train the coast leaves from platform nine
 *     the next train to the coast from platform nine
 * =   the next train to the coast leaves from platform nine (90 %)
 *
 *     please turn off the lights before you leave the room
 *     please off the lights before you leave the room
 *     please turn off the lights before you leave the room
 * =   please turn off the lights before you leave the room (97 %)
 *
 *     is no milk left so we drink our coffee black
 *     there is no milk left so we drink our coffee back
 *     there is no milk left so we drink our coffee black
 * =   there is no milk left so we drink our coffee black (94 %)
 *
 *     she keeps the spare key under the third flower pot
 *     she keeps the square key under the bird pot
 *     she keeps the spare under the third flower pot
 * =   she keeps the spare key under the third flower pot (87 %)
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { answersOf, rover } from "@toloka/client/aggregation";
import { filters } from "@toloka/client/filters";
import { Simulator } from "@toloka/client/simulator";
import {
  condition,
  dataOf,
  field,
  view,
  viewSpec,
} from "@toloka/client/template-builder";

const fields = {
  input_spec: { audio: { type: "url" } },
  output_spec: { text: { type: "string", min_length: 3 } },
} as const;
const data = dataOf(fields);
const project = defineProject({
  public_name: "Write down what is said",
  public_description: "Listen to a short recording and write it down",
  public_instructions: "Small letters, no commas. Write numbers as words.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    ...fields,
    view_spec: viewSpec({
      view: view.list({
        items: [
          view.audio({
            url: data.input("audio"),
            validation: condition.playedFully({ hint: "Listen to all of it" }),
          }),
          field.textarea({
            data: data.output("text"),
            label: "What is said?",
            validation: condition.required(),
          }),
        ],
      }),
    }),
  },
});

const SAID = [
  "the next train to the coast leaves from platform nine",
  "please turn off the lights before you leave the room",
  "there is no milk left so we drink our coffee black",
  "she keeps the spare key under the third flower pot",
];
const url = (n: number) => `https://example.com/recordings/${n}.mp3`;
const MISHEARD: Record<string, string> = {
  coast: "coats",
  nine: "five",
  lights: "light",
  black: "back",
  spare: "square",
  third: "bird",
};

let heard = 0;
const simulator = new Simulator({
  population: {
    count: 20,
    // Each Toloker mishears or drops some words, and not the same ones.
    answer: (_, { input_values: { audio } }) => {
      const turn = heard++;
      const words = SAID[SAID.findIndex((_, n) => url(n) === audio)]!
        .split(" ")
        .map((word, at) =>
          (at + turn) % 4 === 0 ? MISHEARD[word] ?? word : word
        )
        .filter((_, at) => at !== (5 * turn) % 17);
      return { text: words.join(" ") };
    },
  },
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
  private_name: "Announcements",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.1,
  assignment_max_duration_seconds: 900,
  auto_accept_solutions: true,
  filter: filters.languages.includes("EN"),
  defaults: { default_overlap_for_new_task_suites: 3 },
});
// A pool without smart mixing takes pages that are put together by hand.
await toloka.taskSuites.createMany(
  SAID.map((_, n) => ({
    pool_id,
    tasks: [{ input_values: { audio: url(n) } }],
  })),
  { allowDefaults: true },
);
await client.pools.open(pool_id);
await simulator.runUntil("idle");

const answers = await Array.fromAsync(
  answersOf(toloka.assignments.list({ pool_id, status: "ACCEPTED" }), {
    output: "text",
    task: ({ input_values }) => input_values.audio,
  }),
);
const { labels, confidences } = rover(answers);
for (const [n, said] of SAID.entries()) {
  for (const { label } of answers.filter(({ task }) => task === url(n))) {
    console.log(`    ${label}`);
  }
  const text = labels.get(url(n))!;
  const certain = Math.round(100 * confidences.get(url(n))!);
  console.log(`${text === said ? "=" : "≠"}   ${text} (${certain} %)\n`);
}
