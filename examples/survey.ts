/**
 * Runs a survey: one page of questions for forty adults who live in France or
 * Spain, each of whom answers once, with a question that depends on an answer.
 *
 *     deno run examples/survey.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * Tolokers who (live in FR or live in ES) and know EN and were born at or before 2006-01-01
 * 40 people took part
 * ┌─────────┬────────┬────────┬───────────────┬────────────────┐
 * │ (index) │ way    │ people │ 95 % interval │ median minutes │
 * ├─────────┼────────┼────────┼───────────────┼────────────────┤
 * │ 0       │ 'bike' │ 5      │ '5 to 26 %'   │ 81             │
 * │ 1       │ 'bus'  │ 11     │ '16 to 43 %'  │ 79             │
 * │ 2       │ 'car'  │ 12     │ '18 to 45 %'  │ 145            │
 * │ 3       │ 'foot' │ 12     │ '18 to 45 %'  │ 120            │
 * └─────────┴────────┴────────┴───────────────┴────────────────┘
 * 3 of 5 riders wear a helmet
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { wilsonInterval } from "@toloka/client/aggregation";
import { describeFilter, filters } from "@toloka/client/filters";
import { presets, qualityControl } from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";
import {
  condition,
  dataOf,
  field,
  helper,
  view,
  viewSpec,
} from "@toloka/client/template-builder";

const WAYS = ["bike", "bus", "car", "foot"] as const;
const fields = {
  input_spec: { topic: { type: "string" } },
  output_spec: {
    way: { type: "string", allowed_values: WAYS },
    minutes: { type: "integer", min_value: 1, max_value: 180 },
    helmet: { type: "boolean", required: false },
  },
} as const;
const data = dataOf(fields);
const project = defineProject({
  public_name: "How do you get to work?",
  public_description: "Three questions about your way to work",
  public_instructions: "There are no right or wrong answers.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    ...fields,
    view_spec: viewSpec({
      view: view.list({
        items: [
          view.markdown({ content: data.input("topic") }),
          field.radioGroup({
            data: data.output("way"),
            label: "How do you usually get there?",
            options: WAYS.map((value) => ({ value, label: value })),
            validation: condition.required(),
          }),
          field.number({
            data: data.output("minutes"),
            label: "How many minutes does it take?",
            minimum: 1,
            maximum: 180,
            validation: condition.required(),
          }),
          helper.if({
            condition: condition.equals({
              data: data.output("way"),
              to: "bike",
            }),
            then: field.checkbox({
              data: data.output("helmet"),
              label: "I wear a helmet",
            }),
          }),
        ],
      }),
    }),
  },
});

// There is no right answer, so each of the simulated people draws their own.
// They read the page: only riders are asked about a helmet.
const simulator = new Simulator({
  seed: 8,
  population: { count: 400, habits: { random: 1 } },
});
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});
const toloka = client.project(project);

const filter = filters.and(
  filters.or(filters.country.eq("FR"), filters.country.eq("ES")),
  filters.languages.includes("EN"),
  filters.dateOfBirth.lte(new Date("2006-01-01")),
);
console.log(describeFilter(filter));
const { id: project_id } = await client.projects.create(project);
const { id: pool_id } = await client.pools.create({
  project_id,
  private_name: "Ways to work",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.1,
  assignment_max_duration_seconds: 900,
  auto_accept_solutions: true,
  filter,
  defaults: { default_overlap_for_new_task_suites: 40 },
  quality_control: qualityControl([
    // One page each: with a single task suite that is so anyway, but the rule
    // also holds when more are added.
    presets.answerLimit({
      acceptedCount: 1,
      restrict: {
        scope: "PROJECT",
        duration: "PERMANENT",
        privateComment: "Has taken part",
      },
    }),
  ]),
});
await toloka.taskSuites.create({
  pool_id,
  overlap: 40,
  tasks: [{ input_values: { topic: "**Your way to work**" } }],
});
await client.pools.open(pool_id);
await simulator.runUntil("idle");

const accepted = await Array.fromAsync(
  toloka.assignments.list({ pool_id, status: "ACCEPTED" }),
);
const answers = accepted.flatMap(({ solutions = [] }) =>
  solutions.map(({ output_values }) => output_values)
);
console.log(`${answers.length} people took part`);
console.table(WAYS.map((way) => {
  const those = answers.filter((answer) => answer.way === way);
  const { low, high } = wilsonInterval(those.length, answers.length);
  const minutes = those.map(({ minutes }) => minutes).sort((a, b) => a - b);
  return {
    way,
    people: those.length,
    "95 % interval": `${Math.round(100 * low)} to ${Math.round(100 * high)} %`,
    "median minutes": minutes[minutes.length >> 1],
  };
}));
const riders = answers.filter(({ way }) => way === "bike");
console.log(
  `${
    riders.filter(({ helmet }) => helmet).length
  } of ${riders.length} riders wear a helmet`,
);
