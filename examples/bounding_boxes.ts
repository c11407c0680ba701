/**
 * Has boxes drawn around cars, and each drawing verified by three others before
 * it is paid: two projects, where the answers of one are the tasks of the
 * other. A rejected drawing is drawn again by somebody else.
 *
 *     deno run examples/bounding_boxes.ts
 *
 * runs offline, against the simulator, and needs no permission.
 */
import { defineProject, type InputOf, TolokaClient } from "@toloka/client";
import { estimateCost } from "@toloka/client/planning";
import { presets, qualityControl } from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";
import {
  condition,
  dataOf,
  field,
  view,
  viewSpec,
} from "@toloka/client/template-builder";

/** A rectangle as `field.image-annotation` has it, in parts of the picture. */
type Box = {
  shape: "rectangle";
  left: number;
  top: number;
  width: number;
  height: number;
};

const drawnFields = {
  input_spec: { image: { type: "url" } },
  output_spec: { boxes: { type: "json" } },
} as const;
const drawn = dataOf(drawnFields);
const drawing = defineProject({
  public_name: "Draw a box around each car",
  public_description: "Mark every car on a photo of a street",
  public_instructions: "Boxes end where the car ends, mirrors included.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    ...drawnFields,
    view_spec: viewSpec({
      view: field.imageAnnotation({
        data: drawn.output("boxes"),
        image: drawn.input("image"),
        shapes: { rectangle: true },
        validation: condition.required({ hint: "Mark at least one car" }),
      }),
    }),
  },
});

const verifiedFields = {
  input_spec: {
    image: { type: "url" },
    boxes: { type: "json" },
    assignment: { type: "string", hidden: true },
  },
  output_spec: { verdict: { type: "string", allowed_values: ["ok", "bad"] } },
} as const;
const verified = dataOf(verifiedFields);
const verifying = defineProject({
  public_name: "Are the cars marked well?",
  public_description: "Check boxes that others have drawn",
  public_instructions: "Bad: a car without a box, or a box that is off.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    ...verifiedFields,
    view_spec: viewSpec({
      view: view.list({
        items: [
          field.imageAnnotation({
            // The drawing itself: it is shown, and cannot be changed.
            data: verified.internal("boxes", {
              default: verified.input("boxes"),
            }),
            image: verified.input("image"),
            disabled: true,
          }),
          field.buttonRadioGroup({
            data: verified.output("verdict"),
            options: [
              { value: "ok", label: "Well marked" },
              { value: "bad", label: "Not well marked" },
            ],
            validation: condition.required(),
          }),
        ],
      }),
    }),
  },
});

/** The boxes that are really there: one car on each picture. */
const TRUTH = new Map<unknown, Box>(
  Array.from({ length: 8 }, (_, i) => [
    `https://example.com/street-${i}.jpg`,
    {
      shape: "rectangle",
      left: 0.1 + i / 20,
      top: 0.4,
      width: 0.3,
      height: 0.2,
    },
  ]),
);

/** Overlap of two boxes as a part of their union, 0 to 1. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) -
    Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) -
    Math.max(a.top, b.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

// Careful Tolokers draw and judge as this says; the others err, each in a way
// that fits the task page.
const simulator = new Simulator({
  seed: 3,
  population: { count: 30 },
  truth: ({ input_values: { image, boxes } }) => {
    const car = TRUTH.get(image)!;
    if (boxes === undefined) return { boxes: [car] };
    const [box] = boxes as Box[];
    return { verdict: overlap(box!, car) > 0.8 ? "ok" : "bad" };
  },
});
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});

/** A pool in which each page has one task. */
function poolOf(project_id: string, private_name: string, overlap: number) {
  return {
    project_id,
    private_name,
    may_contain_adult_content: false,
    will_expire: "2030-01-01T00:00:00",
    reward_per_assignment: 0.05,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: overlap > 1,
    auto_accept_period_day: 7,
    defaults: {
      default_overlap_for_new_tasks: overlap,
      default_overlap_for_new_task_suites: overlap,
    },
    mixer_config: {
      real_tasks_count: 1,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
    // A rejected drawing goes to one more Toloker.
    quality_control: qualityControl([presets.reissueRejected()]),
  };
}

const drawingId = (await client.projects.create(drawing)).id;
const verifyingId = (await client.projects.create(verifying)).id;
const drawPool = poolOf(drawingId, "Streets", 1);
const { id: drawPoolId } = await client.pools.create(drawPool);
const checkPool = poolOf(verifyingId, "Drawings of streets", 3);
const { id: checkPoolId } = await client.pools.create(checkPool);

const draw = client.project(drawing);
const check = client.project(verifying);
const tasks = [...TRUTH.keys()].map((image) => ({
  pool_id: drawPoolId,
  input_values: { image: String(image) },
}));
console.log(
  `Drawing costs $${estimateCost(drawPool, tasks).total.likely.toFixed(2)}`,
);
await draw.tasks.createMany(tasks, { allowDefaults: true });
await client.pools.open(drawPoolId);

/** Has all new drawings verified. Returns the votes by assignment. */
async function verdictsOf(drawings: InputOf<typeof verifying>[]) {
  await check.tasks.createMany(
    drawings.map((input_values) => ({ pool_id: checkPoolId, input_values })),
    { allowDefaults: true },
  );
  await client.pools.open(checkPoolId);
  await simulator.runUntil("idle"); // real Tolokers take longer
  const votes = new Map<string, number>();
  const answers = check.assignments.list({ pool_id: checkPoolId });
  for await (const { tasks, solutions = [] } of answers) {
    for (const [i, { input_values }] of tasks.entries()) {
      const vote = solutions[i]?.output_values.verdict === "ok" ? 1 : -1;
      const { assignment } = input_values;
      votes.set(assignment, (votes.get(assignment) ?? 0) + vote);
    }
  }
  return votes;
}

const results: { image: string; boxes: unknown; quality: number }[] = [];
for (let round = 1;; round++) {
  await simulator.runUntil("idle");
  const waiting = await Array.fromAsync(
    draw.assignments.list({ pool_id: drawPoolId, status: "SUBMITTED" }),
  );
  if (waiting.length === 0) break;
  const drawings = waiting.map(({ id, tasks, solutions }) => ({
    image: tasks[0]!.input_values.image,
    boxes: solutions![0]!.output_values.boxes,
    assignment: id,
  }));
  const votes = await verdictsOf(drawings);
  let rejected = 0;
  for (const { image, boxes, assignment } of drawings) {
    if ((votes.get(assignment) ?? 0) > 0) {
      await client.assignments.accept(assignment, "Thank you");
      const [box] = boxes as Box[];
      results.push({ image, boxes, quality: overlap(box!, TRUTH.get(image)!) });
    } else {
      await client.assignments.reject(assignment, "A box misses its car");
      rejected++;
    }
  }
  console.log(
    `Round ${round}: ${drawings.length} drawings, ${rejected} rejected`,
  );
}

const worst = Math.min(...results.map(({ quality }) => quality));
console.log(
  `${results.length} pictures are marked; the worst box overlaps its car by ${
    Math.round(100 * worst)
  } %`,
);
