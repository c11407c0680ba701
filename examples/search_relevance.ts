/**
 * Measures a shop's search: Tolokers who passed a training judge how well
 * products fit queries, and their judgements become the quality (nDCG) of two
 * rankings.
 *
 *     deno run examples/search_relevance.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * 9 of 10 as they ought to be
 * ┌─────────┬────────────┬─────────────┬────────────┐
 * │ (index) │ ranking    │ rain jacket │ bike light │
 * ├─────────┼────────────┼─────────────┼────────────┤
 * │ 0       │ 'by name'  │ '0.62'      │ '0.66'     │
 * │ 1       │ 'by match' │ '0.83'      │ '0.98'     │
 * └─────────┴────────────┴─────────────┴────────────┘
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { answersOf, majorityVote } from "@toloka/client/aggregation";
import {
  qualityControl,
  trainingRequirement,
} from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";
import {
  condition,
  dataOf,
  field,
  helper,
  view,
  viewSpec,
} from "@toloka/client/template-builder";

/** Grades, and what each is worth. */
const GAIN = { exact: 3, close: 1, off: 0 } as const;
type Grade = keyof typeof GAIN;
const grades = Object.keys(GAIN) as Grade[];

/** Products by query, as they ought to be judged. */
const TRUTH: Record<string, Record<string, Grade>> = {
  "rain jacket": {
    "Rain jacket, blue": "exact",
    "Rain jacket for children": "exact",
    "Umbrella": "close",
    "Leather jacket": "close",
    "Desk lamp": "off",
  },
  "bike light": {
    "Front light for bikes": "exact",
    "Set of bike lights": "exact",
    "Torch": "close",
    "Bike bell": "off",
    "Light trousers": "off",
  },
};
const RANKINGS: Record<string, (products: string[]) => string[]> = {
  "by name": (products) => products.toSorted(),
  "by match": (products) => products.toSorted((a, b) => b.length - a.length),
};

const fields = {
  input_spec: { query: { type: "string" }, product: { type: "string" } },
  output_spec: { grade: { type: "string", allowed_values: grades } },
} as const;
const data = dataOf(fields);
const project = defineProject({
  public_name: "Does the product fit the search?",
  public_description: "Judge what a shop found",
  public_instructions: "exact: what was looked for; close: may do; off: not.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    ...fields,
    view_spec: viewSpec({
      view: view.list({
        items: [
          view.text({ label: "Query", content: data.input("query") }),
          view.text({ label: "Product", content: data.input("product") }),
          view.link({
            content: "Look the product up",
            url: helper.searchQuery({
              query: data.input("product"),
              engine: "google",
            }),
          }),
          field.radioGroup({
            data: data.output("grade"),
            options: grades.map((value) => ({ value, label: value })),
            validation: condition.required(),
          }),
        ],
      }),
    }),
  },
});

const simulator = new Simulator({
  seed: 4,
  truth: ({ input_values: { query, product } }) => ({
    grade: TRUTH[String(query)]?.[String(product)] ?? "off",
  }),
});
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});
const toloka = client.project(project);
const { id: project_id } = await client.projects.create(project);

// The training is not paid, and explains each mistake.
const training = await client.trainings.create({
  project_id,
  private_name: "How to judge products",
  inherited_instructions: true,
  may_contain_adult_content: false,
  assignment_max_duration_seconds: 600,
  training_tasks_in_task_suite_count: 3,
  task_suites_required_to_pass: 1,
  retry_training_after_days: 7,
});
await toloka.tasks.createMany(
  ([["Green tea", "exact"], ["Tea pot", "close"], ["Sofa", "off"]] as const)
    .map(([product, grade]) => ({
      pool_id: training.id,
      input_values: { query: "green tea", product },
      known_solutions: [{ output_values: { grade } }],
      message_on_unknown_solution: `Tea was looked for: this is "${grade}"`,
    })),
  { allowDefaults: true },
);
await client.trainings.open(training.id);

const { id: pool_id } = await client.pools.create({
  project_id,
  private_name: "Products",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.03,
  assignment_max_duration_seconds: 600,
  auto_accept_solutions: true,
  defaults: {
    default_overlap_for_new_tasks: 5,
    default_overlap_for_new_task_suites: 5,
  },
  mixer_config: {
    real_tasks_count: 5,
    golden_tasks_count: 0,
    training_tasks_count: 0,
  },
  quality_control: qualityControl([], {
    trainingRequirement: trainingRequirement({
      trainingId: training.id,
      passingRate: 60,
    }),
  }),
});
const pairs = Object.entries(TRUTH).flatMap(([query, products]) =>
  Object.keys(products).map((product) => ({ query, product }))
);
await toloka.tasks.createMany(
  pairs.map((input_values) => ({ pool_id, input_values })),
  { allowDefaults: true },
);
await client.pools.open(pool_id);
await simulator.runUntil("idle");

const { labels } = await majorityVote(
  answersOf(toloka.assignments.list({ pool_id, status: "ACCEPTED" }), {
    output: "grade",
    task: ({ input_values: { query, product } }) => `${query}: ${product}`,
  }),
);
const wrong = pairs.filter(({ query, product }) =>
  labels.get(`${query}: ${product}`) !== TRUTH[query]![product]
);
console.log(
  `${pairs.length - wrong.length} of ${pairs.length} as they ought to be`,
);

/** Worth of a list, where what is further down counts less. */
const worth = (gains: number[]) =>
  gains.reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
console.table(
  Object.entries(RANKINGS).map(([ranking, rank]) => {
    const scores = Object.entries(TRUTH).map(([query, products]) => {
      const gains = rank(Object.keys(products))
        .map((product) => GAIN[labels.get(`${query}: ${product}`)!]);
      return [query, worth(gains) / worth(gains.toSorted((a, b) => b - a))];
    });
    return {
      ranking,
      ...Object.fromEntries(scores.map(([q, s]) => [q, Number(s).toFixed(2)])),
    };
  }),
);
