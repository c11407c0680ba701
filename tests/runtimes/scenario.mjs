/**
 * One labelling job with everything that may differ between runtimes, for every
 * runtime: it uses nothing but the package and what the Web's standards have.
 *
 * Its server is a simulator with the options in `SERVER`, over a real socket.
 */
import { TolokaClient, TolokaConnectionError } from "@toloka/client";
import { filters } from "@toloka/client/filters";
import { presets, qualityControl } from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";
import { memoryStore } from "@toloka/client/store";
import { assignmentEvents } from "@toloka/client/streaming";
import { dataOf, field, view, viewSpec } from "@toloka/client/template-builder";
import { webhookHandler } from "@toloka/client/webhooks";

export { TolokaClient };

/** The server of the job: it breaks connections at the worst moments. */
export const SERVER = {
  seed: 1,
  faults: [
    // The tasks exist, but the answer does not arrive.
    { type: "RESET", committed: true, on: "POST /tasks", times: 1 },
    { type: "CUT", on: "GET /pools", times: 1 },
    { type: "RESET", committed: true, on: "POST /skills", times: 1 },
    { type: "DELAY", milliseconds: 60_000, on: "GET /requester", times: 1 },
  ],
};
const TASKS = 10;
const OVERLAP = 3;

function check(condition, what) {
  if (!condition) throw new Error(`Not so on this runtime: ${what}`);
}

async function failureOf(call) {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("The call succeeded");
}

async function collect(stream) {
  const parts = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return parts;
    parts.push(value);
  }
}

const fields = {
  input_spec: { image: { type: "url" } },
  output_spec: {
    animal: { type: "string", allowed_values: ["cat", "dog"] },
    photo: { type: "file" },
  },
};
const data = dataOf(fields);

function projectOf() {
  return {
    public_name: "Cat or dog",
    public_description: "Say which animal is in the picture",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      ...fields,
      view_spec: viewSpec({
        view: view.list({
          items: [
            view.image({ url: data.input("image") }),
            field.radioGroup({
              data: data.output("animal"),
              options: ["cat", "dog"].map((value) => ({ value, label: value })),
            }),
          ],
        }),
      }),
    },
  };
}

function poolOf(project_id, skillId) {
  return {
    project_id,
    private_name: "Cats and dogs",
    may_contain_adult_content: false,
    will_expire: new Date(Date.now() + 7 * 24 * 3600 * 1000),
    reward_per_assignment: 0.05,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: false,
    auto_accept_period_day: 7,
    filter: filters.languages.includes("EN"),
    quality_control: qualityControl([
      presets.goldenSet({ historySize: 10, minAnswers: 3, skillId }),
    ]),
    defaults: {
      default_overlap_for_new_tasks: OVERLAP,
      default_overlap_for_new_task_suites: OVERLAP,
    },
    mixer_config: {
      real_tasks_count: 5,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
  };
}

/** Creates project, skill, pool and tasks; the lost answer to the tasks costs nothing. */
async function create(toloka, resends) {
  const project = await toloka.projects.create(projectOf());
  const skillCall = toloka.skills.create({ name: "Cats" });
  if (resends) await skillCall;
  else {
    const lost = await failureOf(skillCall);
    check(lost instanceof TolokaConnectionError, "a cut connection is told");
    check(lost.outcomeUnknown === true, "and that its outcome is unknown");
  }
  const { items: [skill] } = await toloka.skills.find({ name: "Cats" });
  const pool = await toloka.pools.create(poolOf(project.id, skill.id));
  const { items } = await toloka.tasks.createMany(
    Array.from({ length: TASKS }, (_, i) => ({
      pool_id: pool.id,
      input_values: { image: `https://example.com/${i}.png` },
    })),
    { allowDefaults: true },
  );
  check(Object.keys(items).length === TASKS, "tasks are created once");
  const { items: found } = await toloka.pools.find({ project_id: project.id });
  check(found.length === 1, "an answer that breaks off is asked for again");
  return pool.id;
}

/** Ends a call that the server leaves without an answer. */
async function abort(toloka) {
  const controller = new AbortController();
  const call = failureOf(toloka.requester.get({ signal: controller.signal }));
  setTimeout(() => controller.abort("enough"), 50);
  check(await call === "enough", "an aborted call gives the signal's reason");
}

/** Reads what Tolokers answered: events, tables and files. */
async function results(toloka, pool_id) {
  const submitted = toloka.assignments.list({ pool_id, status: "SUBMITTED" });
  const ids = (await Array.fromAsync(submitted)).map(({ id }) => id);
  const seen = [];
  const source = { pool_id, types: ["SUBMITTED"] };
  const options = { store: memoryStore(), name: "review", until: "CAUGHT_UP" };
  for await (const event of assignmentEvents(toloka, source, options)) {
    await toloka.assignments.accept(event.item.id, "Thank you");
    seen.push(event.item.id);
  }
  check(ids.length >= TASKS * OVERLAP / 5, "all Tolokers have answered");
  check(
    seen.toSorted().join() === ids.toSorted().join(),
    "each answer comes once",
  );
  let rows = 0;
  for await (const row of toloka.assignments.table(pool_id)) {
    check(["cat", "dog"].includes(row["OUTPUT:animal"]), "answers are typed");
    rows++;
  }
  check(rows === TASKS * OVERLAP, `a row for each answer: ${rows}`);
  const csv = await collect(await toloka.assignments.csv(pool_id));
  check(csv.join("").startsWith("INPUT:image,OUTPUT:animal"), "CSV streams");
  const { items: [file] } = await toloka.attachments.find({ pool_id });
  const { body, size } = await toloka.attachments.download(file.id);
  const bytes = (await collect(body)).reduce((n, part) => n + part.length, 0);
  check(bytes > 0 && bytes === (size ?? bytes), "a file is whole");
}

/**
 * The job, over a real socket. Chromium sends a request again by itself if a
 * connection that was kept open breaks (`resends`), which no program can prevent.
 */
async function job(url, { resends = false } = {}) {
  const toloka = new TolokaClient({ token: "token", url });
  const pool = await create(toloka, resends);
  await toloka.pools.open(pool);
  // The pool closes by itself after the last answer.
  let { status } = await toloka.pools.get(pool);
  for (let look = 0; status === "OPEN" && look < 200; look++) {
    ({ status } = await toloka.pools.get(pool));
  }
  check(status === "CLOSED", "the pool closes");
  await results(toloka, pool);
  await abort(toloka);
  await toloka.close();
}

/**
 * A simulator in memory whose events arrive at a webhook, signed: over a socket
 * if there is a function that starts a server for a handler of requests.
 */
export async function webhooks(serve) {
  const closed = [];
  const handler = webhookHandler({
    secret: "secret",
    onPoolClosed: ({ pool_id }) => closed.push(pool_id),
  });
  const server = await serve?.(handler);
  const inMemory = (url, init) => handler(new Request(url, init));
  const simulator = new Simulator({
    seed: 1,
    start: new Date(), // a handler refuses old signatures
    ...(server ? {} : { webhooks: { fetch: inMemory } }),
  });
  const toloka = new TolokaClient({
    token: "token",
    url: simulator.url,
    fetch: simulator.fetch,
  });
  const project = await toloka.projects.create(projectOf());
  const skill = await toloka.skills.create({ name: "Cats" });
  const { id: pool_id } = await toloka.pools.create(
    poolOf(project.id, skill.id),
  );
  await toloka.webhookSubscriptions.upsert([{
    webhook_url: server?.url ?? "https://example.com/toloka",
    event_type: "POOL_CLOSED",
    pool_id,
    secret_key: "secret",
  }]);
  await toloka.tasks.createMany([
    { pool_id, input_values: { image: "https://example.com/1.png" } },
  ], { allowDefaults: true });
  await toloka.pools.open(pool_id);
  await simulator.runUntil("idle");
  await simulator.settled();
  check(closed.join() === pool_id, `one signed event: ${closed}`);
  await server?.close();
}

/** All of it: returns only if everything is as it should be. */
export async function scenario(url, options) {
  await webhooks();
  await job(url, options);
}
