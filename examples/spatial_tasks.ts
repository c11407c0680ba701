/**
 * Sends Tolokers to shops to see whether they are open: tasks on a map. An
 * answer counts if it was given within 300 metres of the shop; others are
 * rejected, and somebody else goes there.
 *
 *     deno run examples/spatial_tasks.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * Butcher   open, seen from 111 m: accepted
 * Florist   open, seen from 111 m: accepted
 * Bookshop  open, seen from 111 m: accepted
 * Bakery    open, seen from 111 m: accepted
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { filters } from "@toloka/client/filters";
import { presets, qualityControl } from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";
import {
  condition,
  dataOf,
  field,
  view,
  viewSpec,
} from "@toloka/client/template-builder";

const SHOPS = [
  { name: "Bakery", latitude: 52.5219, longitude: 13.4132 },
  { name: "Florist", latitude: 52.5163, longitude: 13.3777 },
  { name: "Bookshop", latitude: 52.5076, longitude: 13.3904 },
  { name: "Butcher", latitude: 52.5304, longitude: 13.3849 },
];

const fields = {
  input_spec: { name: { type: "string" }, place: { type: "coordinates" } },
  output_spec: {
    state: { type: "string", allowed_values: ["open", "closed", "gone"] },
    photo: { type: "file" },
    where: { type: "coordinates", current_location: true },
  },
} as const;
const data = dataOf(fields);
const project = defineProject({
  public_name: "Is the shop open?",
  public_description: "Go to a shop and take a photo of its entrance",
  public_instructions: "Stand in front of the shop when you answer.",
  assignments_issuing_type: "MAP_SELECTOR",
  assignments_issuing_view_config: {
    title_template: "{{inputParams['name']}}",
    description_template: "See whether it is open",
  },
  task_spec: {
    ...fields,
    view_spec: viewSpec({
      view: view.list({
        items: [
          view.text({ content: data.input("name") }),
          field.buttonRadioGroup({
            data: data.output("state"),
            options: ["open", "closed", "gone"].map((value) => ({
              value,
              label: value,
            })),
            validation: condition.all({
              conditions: [
                condition.required(),
                condition.distance({
                  from: data.location(),
                  to: data.input("place"),
                  max: 300,
                  hint: "You are too far away",
                }),
              ],
            }),
          }),
          field.mediaFile({
            data: data.output("photo"),
            accept: { photo: true },
            validation: condition.required(),
          }),
        ],
      }),
    }),
  },
});

/** Metres between two places such as "52.5,13.4", on a sphere. */
function distance(a: string, b: string): number {
  const radians = (place: string) =>
    place.split(",").map((degrees) => Number(degrees) * Math.PI / 180);
  const [[lat1, long1], [lat2, long2]] = [radians(a), radians(b)] as [
    [number, number],
    [number, number],
  ];
  const half = (x: number) => Math.sin(x / 2) ** 2;
  const chord = half(lat1 - lat2) +
    Math.cos(lat1) * Math.cos(lat2) * half(long1 - long2);
  return 2 * 6_371_000 * Math.asin(Math.sqrt(chord));
}

let files = 0;
const simulator = new Simulator({
  seed: 6,
  population: {
    count: 40,
    // Careless people answer from a kilometre away.
    answer: ({ habit }, { input_values: { place } }) => {
      const [latitude, longitude] = String(place).split(",").map(Number);
      const off = habit === "careful" ? 0.001 : 0.01;
      return {
        state: "open",
        photo: `photo-${++files}`,
        where: `${(latitude! + off).toFixed(4)},${longitude!.toFixed(4)}`,
      };
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
  private_name: "Shops in Berlin",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 1,
  assignment_max_duration_seconds: 2 * 3600,
  auto_accept_solutions: false,
  auto_accept_period_day: 3,
  filter: filters.clientType.eq("TOLOKA_APP"),
  defaults: { default_overlap_for_new_task_suites: 1 },
  quality_control: qualityControl([presets.reissueRejected()]),
});
// The place on the map belongs to the task suite.
await toloka.taskSuites.createMany(
  SHOPS.map(({ name, latitude, longitude }) => ({
    pool_id,
    latitude,
    longitude,
    tasks: [{ input_values: { name, place: `${latitude},${longitude}` } }],
  })),
  { allowDefaults: true },
);
await client.pools.open(pool_id);

for (let waiting = 1; waiting > 0;) {
  await simulator.runUntil("idle");
  waiting = 0;
  const submitted = toloka.assignments.list({ pool_id, status: "SUBMITTED" });
  for await (const { id, tasks, solutions = [] } of submitted) {
    waiting++;
    const { name, place } = tasks[0]!.input_values;
    const { state, where } = solutions[0]!.output_values;
    const metres = Math.round(distance(place, where));
    if (metres <= 300) await toloka.assignments.accept(id);
    else await toloka.assignments.reject(id, `${metres} m from the shop`);
    console.log(
      `${name.padEnd(8)}  ${state}, seen from ${metres} m: ${
        metres <= 300 ? "accepted" : "rejected"
      }`,
    );
  }
}
