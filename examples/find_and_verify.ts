/**
 * Find and verify, over three projects: Tolokers say which pictures show a
 * sign, others outline it, and others check the outlines; what they find wrong
 * is rejected, and so outlined once more by somebody else.
 *
 *     deno run --allow-net=127.0.0.1 examples/find_and_verify.ts
 *
 * The projects are linked by streams. Each link creates its tasks under the
 * operation id of the event, so that a link which is killed and started again
 * creates nothing twice.
 */
import { assertEquals } from "@std/assert";
import { type FieldSpec, TolokaClient } from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";
import { memoryStore } from "@toloka/client/store";
import { assignmentEvents } from "@toloka/client/streaming";

type Values = Record<string, unknown>;

const hasSign = (image: unknown) => Number(String(image).slice(4)) % 3 !== 0;

const simulator = new Simulator({
  seed: 13,
  population: { habits: { careful: 1 }, skill: [0.8, 1] },
  truth: ({ input_values }) => {
    const { image, outline } = input_values as Values;
    if (outline !== undefined) return { right: outline === `around ${image}` };
    return { sign: hasSign(image), outline: `around ${image}` };
  },
});
const { url, fetch } = simulator;
const toloka = new TolokaClient({ token: "any", url, fetch });
const store = memoryStore(); // in earnest: await sqliteStore("links.db")

async function poolOf(
  name: string,
  input: Record<string, FieldSpec>,
  output: Record<string, FieldSpec>,
  reviewed: boolean,
): Promise<string> {
  const { id: project_id } = await toloka.projects.create({
    public_name: name,
    public_description: name,
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: input,
      output_spec: output,
      view_spec: { type: "classic", markup: "{{image}}" },
    },
  });
  const { id } = await toloka.pools.create({
    project_id,
    private_name: name,
    may_contain_adult_content: false,
    will_expire: "2100-01-01T00:00:00",
    reward_per_assignment: 0.01,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: !reviewed,
    ...(reviewed ? { auto_accept_period_day: 7 } : {}),
    defaults: {
      default_overlap_for_new_tasks: 1,
      default_overlap_for_new_task_suites: 1,
    },
    mixer_config: {
      real_tasks_count: 1,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
  });
  return id;
}

const text = { type: "string", required: true } as const;
const yesNo = { type: "boolean", required: true } as const;
const find = await poolOf("Find", { image: text }, { sign: yesNo }, false);
const outline = await poolOf(
  "Outline",
  { image: text },
  { outline: text },
  true,
);
const check = await poolOf(
  "Check",
  { image: text, outline: text, assignment: { ...text, hidden: true } },
  { right: yesNo },
  false,
);

const streamOf = (pool_id: string, type: "SUBMITTED" | "ACCEPTED") =>
  assignmentEvents(
    toloka,
    { pool_id, types: [type] },
    { store, name: `link ${pool_id}`, worker: "links", until: "CAUGHT_UP" },
  );

/** Creates tasks once for an event, and opens their pool. */
async function pass(
  pool_id: string,
  inputs: Values[],
  operationId: string,
): Promise<void> {
  if (inputs.length === 0) return;
  const tasks = inputs.map((input_values) => ({ pool_id, input_values }));
  await toloka.tasks.createMany(tasks, { operationId, allowDefaults: true });
  if ((await toloka.pools.get(pool_id)).status === "CLOSED") {
    await toloka.pools.open(pool_id);
  }
}

/** One round over the three links. */
async function link(): Promise<void> {
  for await (const { item, operationId } of streamOf(find, "ACCEPTED")) {
    const found = item.tasks.filter((_, i) =>
      item.solutions?.[i]?.output_values.sign
    );
    const inputs = found.map(({ input_values }) => ({ ...input_values }));
    await pass(outline, inputs, operationId);
  }
  for await (const { item, operationId } of streamOf(outline, "SUBMITTED")) {
    const inputs = item.tasks.map(({ input_values: { image } }, i) => ({
      image,
      outline: item.solutions?.[i]?.output_values.outline,
      assignment: item.id,
    }));
    await pass(check, inputs, operationId);
  }
  for await (const { item } of streamOf(check, "ACCEPTED")) {
    const { right } = item.solutions?.[0]?.output_values ?? {};
    const id = String(item.tasks[0]?.input_values.assignment);
    if (right) await toloka.assignments.accept(id);
    else await toloka.assignments.reject(id, "The outline is not right");
  }
}

const images = Array.from({ length: 12 }, (_, i) => `img-${i}`);
await pass(find, images.map((image) => ({ image })), crypto.randomUUID());

const wanted = images.filter(hasSign).length;
for (let round = 0; round < 40; round++) {
  await link();
  await simulator.advance(600_000);
}

const outlined = await Array.fromAsync(
  toloka.assignments.list({ pool_id: outline }),
);
const accepted = outlined.filter(({ status }) => status === "ACCEPTED");
const rejected = outlined.filter(({ status }) => status === "REJECTED");
console.log(
  `${wanted} signs in ${images.length} pictures: ${accepted.length} outlines accepted, ${rejected.length} rejected`,
);
// Some gave their page back, or let its time run out; no answer is left over.
assertEquals(outlined.filter(({ status }) => status === "SUBMITTED"), []);
