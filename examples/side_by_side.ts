/**
 * Ranks five logos: Tolokers see two at a time and choose the better one, and
 * the Bradley-Terry model turns their choices into scores. Each pair is shown in
 * both orders, so that a liking for the left side cancels out.
 *
 *     deno run examples/side_by_side.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * 20 pairs, 200 comparisons
 * ┌─────────┬───────┬──────────┬─────────┬───────────┐
 * │ (index) │ place │ logo     │ score   │ true odds │
 * ├─────────┼───────┼──────────┼─────────┼───────────┤
 * │ 0       │ 1     │ 'wheat'  │ '0.456' │ '0.471'   │
 * │ 1       │ 2     │ 'oven'   │ '0.213' │ '0.235'   │
 * │ 2       │ 3     │ 'roll'   │ '0.126' │ '0.118'   │
 * │ 3       │ 4     │ 'letter' │ '0.121' │ '0.118'   │
 * │ 4       │ 5     │ 'blank'  │ '0.084' │ '0.059'   │
 * └─────────┴───────┴──────────┴─────────┴───────────┘
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { bradleyTerry } from "@toloka/client/aggregation";
import { presets, qualityControl } from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";
import {
  condition,
  dataOf,
  field,
  layout,
  view,
  viewSpec,
} from "@toloka/client/template-builder";

const fields = {
  input_spec: { left: { type: "url" }, right: { type: "url" } },
  output_spec: {
    better: { type: "string", allowed_values: ["left", "right"] },
  },
} as const;
const data = dataOf(fields);
const project = defineProject({
  public_name: "Which logo do you like better?",
  public_description: "Compare two logos of a bakery",
  public_instructions: "Choose the logo that you would rather buy bread from.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    ...fields,
    view_spec: viewSpec({
      view: layout.sideBySide({
        items: [
          view.image({ url: data.input("left") }),
          view.image({ url: data.input("right") }),
        ],
        controls: field.buttonRadioGroup({
          data: data.output("better"),
          options: [
            { value: "left", label: "Left" },
            { value: "right", label: "Right" },
          ],
          validation: condition.required(),
        }),
      }),
    }),
  },
});

// How much people really like each logo. Whether one is preferred to another is
// a matter of chance, with these odds.
const APPEAL = { wheat: 8, oven: 4, roll: 2, letter: 2, blank: 1 };
const logos = Object.keys(APPEAL) as (keyof typeof APPEAL)[];
const url = (logo: string) => `https://example.com/logos/${logo}.png`;
const appealOf = (image: unknown) =>
  APPEAL[logos.find((logo) => url(logo) === image)!];

let draw = 0; // a sequence that fills the unit interval evenly
const chance = () => (draw = (draw + 0.6180339887) % 1);
const simulator = new Simulator({
  population: {
    count: 40,
    answer: (_, { input_values: { left, right } }) => {
      const [a, b] = [appealOf(left), appealOf(right)];
      return { better: chance() < a / (a + b) ? "left" : "right" };
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
  private_name: "Logos",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.02,
  assignment_max_duration_seconds: 300,
  auto_accept_solutions: true,
  defaults: {
    default_overlap_for_new_tasks: 10,
    default_overlap_for_new_task_suites: 10,
  },
  mixer_config: {
    real_tasks_count: 5,
    golden_tasks_count: 0,
    training_tasks_count: 0,
  },
  quality_control: qualityControl([
    presets.fastAnswers({
      thresholdSeconds: 10,
      historySize: 5,
      fastCount: 2,
      restrict: {
        scope: "PROJECT",
        duration: { days: 7 },
        privateComment: "Too fast to have looked",
      },
    }),
  ]),
});
const pairs = logos.flatMap((left) =>
  logos.filter((right) => right !== left).map((right) => ({ left, right }))
);
await toloka.tasks.createMany(
  pairs.map(({ left, right }) => ({
    pool_id,
    input_values: { left: url(left), right: url(right) },
  })),
  { allowDefaults: true },
);
await client.pools.open(pool_id);
await simulator.runUntil("idle");

const comparisons = [];
const answers = toloka.assignments.list({ pool_id, status: "ACCEPTED" });
for await (const { user_id, tasks, solutions = [] } of answers) {
  for (const [i, { input_values }] of tasks.entries()) {
    const winner = input_values[solutions[i]!.output_values.better];
    comparisons.push({ ...input_values, winner, worker: user_id });
  }
}
const { scores } = bradleyTerry(comparisons);
console.log(`${pairs.length} pairs, ${comparisons.length} comparisons`);
console.table(Array.from(scores, ([image, score], place) => ({
  place: place + 1,
  logo: logos.find((logo) => url(logo) === image),
  score: score.toFixed(3),
  "true odds": (appealOf(image) / 17).toFixed(3),
})));
