/**
 * One small labelling job with the npm-shaped package, on any runtime, over a
 * real socket; then the check of certificates.
 *
 *     node smoke.mjs FOLDER_WITH_CERTIFICATES
 *
 * `@toloka/client` has to be installed beside this file: `.ci/run` sees to it.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import { TolokaClient, TolokaConnectionError } from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";

const runtime = "Bun" in globalThis
  ? `Bun ${globalThis.Bun.version}`
  : `Node ${process.versions.node}`;

/** From the project to the reviewed answers. */
async function label(toloka) {
  const project = await toloka.projects.create({
    public_name: "Cat or dog",
    public_description: "Say which animal is in the picture",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "url" } },
      output_spec: {
        animal: { type: "string", allowed_values: ["cat", "dog"] },
      },
      view_spec: { type: "classic", markup: "{{img src=image}}" },
    },
  });
  const pool = await toloka.pools.create({
    project_id: project.id,
    private_name: "Cats and dogs",
    may_contain_adult_content: false,
    will_expire: new Date(Date.now() + 7 * 24 * 3600 * 1000),
    reward_per_assignment: 0.05,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: false,
    auto_accept_period_day: 7,
    defaults: {
      default_overlap_for_new_tasks: 3,
      default_overlap_for_new_task_suites: 3,
    },
    mixer_config: {
      real_tasks_count: 5,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
  });
  const { items } = await toloka.tasks.createMany(
    Array.from({ length: 20 }, (_, i) => ({
      pool_id: pool.id,
      input_values: { image: `https://example.com/${i}.png` },
    })),
    { allowDefaults: true },
  );
  assert.equal(Object.keys(items).length, 20);
  await toloka.pools.open(pool.id);

  // the pool closes by itself after the last answer
  let { status } = await toloka.pools.get(pool.id);
  for (let look = 0; status === "OPEN" && look < 200; look++) {
    ({ status } = await toloka.pools.get(pool.id));
  }
  assert.equal(status, "CLOSED");
  assert.equal((await toloka.pools.close(pool.id)).status, "CLOSED");
  const query = { pool_id: pool.id, status: "SUBMITTED" };
  for await (const assignment of toloka.assignments.list(query)) {
    assert.equal(assignment.solutions.length, assignment.tasks.length);
    await toloka.assignments.accept(assignment.id, "Thank you");
  }
  // each of 20 tasks done by 3 Tolokers
  const rows = await Array.fromAsync(toloka.assignments.table(pool.id));
  assert.equal(rows.length, 60);
  assert.ok(["cat", "dog"].includes(rows[0]["OUTPUT:animal"]));
  const csv = await Array.fromAsync(await toloka.assignments.csv(pool.id));
  assert.match(csv.join(""), /^INPUT:image,OUTPUT:animal/);
}

/** A certificate is refused, and then taken with its authority's. */
async function verify(folder) {
  const [key, cert, ca] = await Promise.all(
    ["server.key", "server.pem", "ca.pem"].map((name) =>
      readFile(`${folder}/${name}`, "utf8")
    ),
  );
  const server = createServer({ key, cert }, (_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: "1", balance: 120.3 }));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const options = {
    token: "token",
    url: `https://127.0.0.1:${server.address().port}`,
    retries: 0,
  };
  try {
    await assert.rejects(
      new TolokaClient(options).requester.get(),
      TolokaConnectionError,
    );
    for (const given of [ca, [ca], false]) {
      const toloka = new TolokaClient({ ...options, verify: given });
      assert.equal((await toloka.requester.get()).balance, 120.3);
    }
  } finally {
    server.closeAllConnections?.();
    await new Promise((done) => server.close(done));
  }
}

const simulator = new Simulator({ seed: 1 });
const server = await simulator.serve({ port: 0 });
try {
  await label(new TolokaClient({ token: "token", url: server.url }));
} finally {
  await server.close();
}
console.log(`${runtime}: a labelling job`);
await verify(process.argv[2]);
console.log(`${runtime}: certificates`);
