/**
 * Collects photos of street signs with a voice recording of their text: files
 * from Tolokers' phones. Photos are downloaded and checked before they are paid:
 * small ones, and those that were sent before, are rejected and taken again.
 *
 *     deno run examples/data_collection.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * ┌─────────┬────────────────────┬─────────────┬───────────┬─────────────────────────────────────┐
 * │ (index) │ kind               │ voice       │ photo     │ review                              │
 * ├─────────┼────────────────────┼─────────────┼───────────┼─────────────────────────────────────┤
 * │ 0       │ 'Bus stop'         │ 'audio/wav' │ '8.9 kB'  │ 'accepted'                          │
 * │ 1       │ 'Opening hours'    │ 'audio/wav' │ '17.4 kB' │ 'accepted'                          │
 * │ 2       │ 'Opening hours'    │ 'audio/wav' │ '8.8 kB'  │ 'accepted'                          │
 * │ 3       │ 'Name of a street' │ 'audio/wav' │ '9.1 kB'  │ 'accepted'                          │
 * │ 4       │ 'Opening hours'    │ 'audio/wav' │ '16.8 kB' │ 'accepted'                          │
 * │ 5       │ 'Name of a street' │ 'audio/wav' │ '7.3 kB'  │ 'The photo is too small to be read' │
 * │ 6       │ 'Bus stop'         │ 'audio/wav' │ '12.1 kB' │ 'accepted'                          │
 * │ 7       │ 'Name of a street' │ 'audio/wav' │ '10.5 kB' │ 'accepted'                          │
 * │ 8       │ 'Bus stop'         │ 'audio/wav' │ '10.4 kB' │ 'accepted'                          │
 * │ 9       │ 'Name of a street' │ 'audio/wav' │ '8.3 kB'  │ 'accepted'                          │
 * └─────────┴────────────────────┴─────────────┴───────────┴─────────────────────────────────────┘
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

const fields = {
  input_spec: { kind: { type: "string" } },
  output_spec: { photo: { type: "file" }, voice: { type: "file" } },
} as const;
const data = dataOf(fields);
const project = defineProject({
  public_name: "Photograph a sign and read it aloud",
  public_description: "Photos and recordings of signs in your street",
  public_instructions: "Take a new photo, in daylight, without people.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    ...fields,
    view_spec: viewSpec({
      view: view.list({
        items: [
          view.text({
            content: data.input("kind"),
            label: "Find one of these",
          }),
          field.mediaFile({
            data: data.output("photo"),
            label: "Its photo",
            accept: { photo: true }, // video: true for films
            validation: condition.required(),
          }),
          field.audio({
            data: data.output("voice"),
            label: "Read its text aloud",
            validation: condition.required(),
          }),
        ],
      }),
    }),
  },
});

const simulator = new Simulator({
  seed: 3,
  attachments: { size: [4_000, 20_000] },
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
  private_name: "Signs",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.25,
  assignment_max_duration_seconds: 24 * 3600, // they have to go outside
  auto_accept_solutions: false,
  auto_accept_period_day: 7,
  filter: filters.device.eq("SMARTPHONE"),
  defaults: { default_overlap_for_new_task_suites: 3 },
  quality_control: qualityControl([presets.reissueRejected()]),
});
await toloka.taskSuites.createMany(
  ["Name of a street", "Bus stop", "Opening hours"].map((kind) => ({
    pool_id,
    tasks: [{ input_values: { kind } }],
  })),
  { allowDefaults: true },
);
await client.pools.open(pool_id);

/** Says what is wrong with a photo: a stand-in for your own checks. */
const seen = new Set<string>();
async function problemOf(photo: Uint8Array<ArrayBuffer>) {
  if (photo.length < 8_000) return "The photo is too small to be read";
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", photo));
  const before = seen.size;
  return seen.add(hash.join()).size === before && "The photo was sent before";
}

const rows = [];
for (let waiting = 1; waiting > 0;) {
  await simulator.runUntil("idle"); // real Tolokers take longer
  waiting = 0;
  const submitted = toloka.assignments.list({ pool_id, status: "SUBMITTED" });
  for await (const { id, tasks, solutions = [] } of submitted) {
    waiting++;
    const { photo, voice } = solutions[0]!.output_values;
    const bytes = await client.attachments.downloadBytes(photo);
    const problem = await problemOf(bytes);
    if (problem) await toloka.assignments.reject(id, problem);
    else await toloka.assignments.accept(id, "Thank you");
    // In a program, into a file: downloadTo(voice, file.writable)
    const { name, media_type } = await client.attachments.get(voice);
    const { kind } = tasks[0]!.input_values;
    rows.push({
      kind,
      photo: bytes.length,
      voice: media_type ?? name,
      problem,
    });
  }
}
console.table(
  rows.map(({ problem, photo, ...row }) => ({
    ...row,
    photo: `${(photo / 1000).toFixed(1)} kB`,
    review: problem || "accepted",
  })),
);
