/** Commands on job files: init, simulate, plan, apply. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Terminal } from "./_run.ts";

async function withJob(): Promise<Terminal> {
  const terminal = new Terminal();
  const { code, err } = await terminal.run("init cats");
  assertEquals(code, 0, err);
  return terminal;
}

function edit(
  terminal: Terminal,
  path: string,
  // deno-lint-ignore no-explicit-any
  change: (json: any) => void,
) {
  const json = JSON.parse(terminal.files.get(path)!);
  change(json);
  terminal.files.set(path, JSON.stringify(json));
}

Deno.test("init writes a job that simulates, and overwrites nothing", async () => {
  const terminal = await withJob();
  const again = await terminal.run("init cats");
  assertEquals(again.code, 2);
  assertStringIncludes(again.err, "is there already");

  const { code, out, err } = await terminal.run(
    "simulate cats/job.json -o answers.csv",
  );
  assertEquals(code, 0, err);
  assertMatch(
    out,
    /^First pictures +CLOSED +\d+ +\d+ +\d+ +[01]\.\d\d +0\.\d/m,
  );
  assertStringIncludes(out, "Estimated with a fee of 0.3");
  assertMatch(terminal.files.get("answers.csv")!, /^INPUT:image,/);
  assertEquals(terminal.simulator.requests.length, 0);
});

Deno.test("apply creates what is missing, and a second plan is empty", async () => {
  const terminal = await withJob();
  const [planned] = await terminal.json("plan cats/job.json");
  assertEquals(
    planned.changes.map(({ act, name }: { act: string; name: string }) =>
      `${act} ${name}`
    ),
    ["create skill quality", "create project", "create pool main"],
  );
  const applied = await terminal.run("apply cats/job.json --yes");
  assertEquals(applied.code, 0, applied.err);
  assertMatch(applied.out, /^Created pool main: \d+$/m);
  const second = await terminal.run("plan cats/job.json");
  assertEquals(second.out, "Nothing to change\n");
});

Deno.test("apply updates what differs, and keeps what the file leaves out", async () => {
  const terminal = await withJob();
  await terminal.run("apply cats/job.json --yes");
  edit(terminal, "cats/pool.json", (pool) => {
    pool.reward_per_assignment = 0.03;
  });
  const { out } = await terminal.run("plan cats/job.json");
  assertEquals(
    out,
    "~ pool main\n    reward_per_assignment: 0.02 -> 0.03\n",
  );
  const applied = await terminal.run("apply cats/job.json --yes");
  assertEquals(applied.code, 0, applied.err);
  assertEquals(
    (await terminal.run("plan cats/job.json")).out,
    "Nothing to change\n",
  );
});

Deno.test("apply asks first, and changes nothing in a dry run", async () => {
  const terminal = await withJob();
  const changes = () =>
    terminal.simulator.requests.filter(({ method }) => method !== "GET");
  assertEquals((await terminal.run("apply cats/job.json --dry-run")).code, 0);
  assertEquals((await terminal.run("apply cats/job.json")).code, 9);
  assertEquals(changes(), []);
});

Deno.test("apply refuses a cost above the budget, and errors of the linter", async () => {
  const terminal = await withJob();
  edit(terminal, "cats/job.json", (job) => job.budget = 0.01);
  const dear = await terminal.run("apply cats/job.json --yes");
  assertEquals(dear.code, 1);
  assertStringIncludes(dear.err, "its budget is 0.01");

  edit(
    terminal,
    "cats/pool.json",
    (pool) =>
      Object.assign(pool.mixer_config, {
        real_tasks_count: 0,
        golden_tasks_count: 0,
      }),
  );
  const wrong = await terminal.run("apply cats/job.json --yes");
  assertEquals(wrong.code, 1);
  assertStringIncludes(wrong.err, "Cannot apply the job: pool main: ");
});

Deno.test("apply makes a breaking change of a project only if told to", async () => {
  const terminal = await withJob();
  await terminal.run("apply cats/job.json --yes");
  edit(terminal, "cats/project.json", (project) => {
    delete project.task_spec.input_spec.image;
    project.task_spec.input_spec.picture = { type: "url", required: true };
    const view = project.task_spec.view_spec;
    view.config = view.config.replace('"path":"image"', '"path":"picture"');
  });
  const { code, err } = await terminal.run("apply cats/job.json --yes");
  assertEquals(code, 1, err);
  assertStringIncludes(err, "--allow-breaking");
  const tasks = terminal.files.get("cats/tasks.tsv")!;
  terminal.files.set(
    "cats/tasks.tsv",
    tasks.replace("INPUT:image", "INPUT:picture"),
  );
  const allowed = await terminal.run(
    "apply cats/job.json --yes --allow-breaking",
  );
  assertEquals(allowed.code, 0, allowed.err);
});

Deno.test("apply goes on after a failure without creating anything twice", async () => {
  const terminal = await withJob();
  const { fetch } = terminal;
  terminal.fetch = (input, init) =>
    String(input).endsWith("/pools") && init?.method === "POST"
      ? Promise.resolve(Response.json(
        { code: "VALIDATION_ERROR", message: "no" },
        { status: 400 },
      ))
      : fetch(input, init);
  assertEquals((await terminal.run("apply cats/job.json --yes")).code, 5);
  terminal.fetch = fetch;
  const { code, out } = await terminal.run("apply cats/job.json --yes");
  assertEquals(code, 0);
  assertEquals(out.match(/^Created /gm)?.length, 1);
  const projects = await terminal.json("project list");
  assertEquals(projects.length, 1);
});

const WRONG: [job: unknown, message: string][] = [
  [[], "must be an object"],
  [{ projekt: {} }, "a job has only skills, project, pools, budget, fee"],
  [{ project: "none.json" }, 'no file "cats/none.json"'],
  [{ project: {}, fee: 30 }, "such as 0.3 for 30%"],
  [{ project: {}, budget: -1 }, "above 0"],
  [{ project: {}, pools: { main: { tasks: [] } } }, "'pools.main.tasks'"],
];

Deno.test("plan says what is wrong with a job file", async (t) => {
  for (const [job, message] of WRONG) {
    await t.step(message, async () => {
      const terminal = new Terminal();
      terminal.files.set("cats/job.json", JSON.stringify(job));
      const { code, err } = await terminal.run("plan cats/job.json");
      assertEquals(code === 0, false);
      assertStringIncludes(err, message);
    });
  }
});
