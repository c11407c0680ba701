/** `toloka pool lint` and `toloka pool cost`. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { seedPool, Terminal } from "./_run.ts";

const POOL = {
  project_id: "12345",
  private_name: "Pictures",
  may_contain_adult_content: false,
  will_expire: "2099-01-01T00:00:00",
  reward_per_assignment: 0.02,
  assignment_max_duration_seconds: 600,
  defaults: { default_overlap_for_new_task_suites: 3 },
  mixer_config: {
    real_tasks_count: 0,
    golden_tasks_count: 0,
    training_tasks_count: 0,
  },
};

Deno.test("pool lint exits with 1 for errors, and prints them as JSON too", async () => {
  const terminal = new Terminal();
  terminal.files.set("pool.json", JSON.stringify(POOL));
  const { code, out } = await terminal.run("pool lint pool.json");
  assertEquals(code, 1);
  assertStringIncludes(out, "error[mixer-empty]");
  const json = await terminal.run("pool lint pool.json --json");
  assertEquals(json.code, 1);
  assertEquals(JSON.parse(json.out.split("\n")[0]!).severity, "error");
});

Deno.test("pool lint reads a pool with its project and tasks from the server", async () => {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const { code, out } = await terminal.run(`pool lint ${pool}`);
  assertEquals(code, 0, out);
  assertStringIncludes(out, "0 errors");
});

Deno.test("pool cost estimates from a file or from the server", async () => {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const { out } = await terminal.run(`pool cost ${pool} --fee 0.3`);
  assertMatch(out, /^total +0.234 +0.234 +0.234$/m);
  terminal.files.set(
    "pool.json",
    JSON.stringify({ ...POOL, mixer_config: null }),
  );
  const unknown = await terminal.run("pool cost pool.json");
  assertEquals(unknown.code, 2);
  assertStringIncludes(unknown.err, "--tasks N");
  const [estimate] = await terminal.json("pool cost pool.json --tasks 10");
  assertEquals(estimate.total.likely, 0.6);
});

Deno.test("pool lint says which file is missing or no JSON", async () => {
  const terminal = new Terminal();
  assertEquals((await terminal.run("pool lint none.json")).code, 4);
  terminal.files.set("bad.json", "{");
  const { code, err } = await terminal.run("pool lint bad.json");
  assertEquals(code, 5);
  assertStringIncludes(err, '"bad.json" is not JSON');
});
