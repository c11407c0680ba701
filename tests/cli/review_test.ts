/** Reviews by conditions. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TolokaClient } from "../../src/client.ts";
import { seedPool, Terminal } from "./_run.ts";

async function withAnswers() {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const { url, fetch } = terminal.simulator;
  const toloka = new TolokaClient({ token: "any", url, fetch });
  await toloka.pools.open(pool);
  await terminal.simulator.runUntil("idle");
  const answers = await Array.fromAsync(
    toloka.assignments.list({ pool_id: pool, status: "SUBMITTED" }),
  );
  const cats =
    answers.filter(({ solutions }) =>
      solutions?.[0]?.output_values.animal === "cat"
    ).length;
  return { terminal, pool, toloka, cats, dogs: answers.length - cats };
}

const CAT = "all(output.animal == 'cat')";

Deno.test("assignment review accepts, rejects and leaves answers by conditions", async () => {
  const { terminal, pool, toloka, cats, dogs } = await withAnswers();
  assertEquals([cats > 0, dogs > 0], [true, true]);
  const args = (...more: string[]) => ["assignment", "review", pool, ...more];
  const refused = await terminal.run(args("--accept-if", CAT));
  assertEquals(refused.code, 9);
  assertStringIncludes(refused.err, `accept ${cats} of ${cats} answers`);
  assertStringIncludes(refused.err, `as it costs ${cats * 2 / 100}`);
  const dry = await terminal.run(args("--accept-if", CAT, "--dry-run"));
  assertMatch(dry.out, /^Would accept /);
  assertStringIncludes(dry.out, `Left as they are: ${dogs}\n`);

  const accepted = await terminal.run(args("--accept-if", CAT, "--yes"));
  assertEquals(
    accepted.out,
    `ACCEPTED: ${cats}, already so: 0, failed: 0\nLeft as they are: ${dogs}\n`,
    accepted.err,
  );
  terminal.files.set("dog.txt", "# no dogs\nany(output.animal == 'dog')\n");
  const rejected = await terminal.run(
    args("--reject-if", "@dog.txt", "--comment", "A dog", "--yes", "--json"),
  );
  const rows = rejected.out.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(
    rows.map(({ verdict, outcome }) => [verdict, outcome]),
    Array.from({ length: dogs }, () => ["REJECTED", "done"]),
  );
  const left = await toloka.assignments.find({
    pool_id: pool,
    status: "SUBMITTED",
  });
  assertEquals(left.items, []);
});

Deno.test("assignment review does nothing if an answer fulfils both conditions", async () => {
  const { terminal, pool, toloka, cats, dogs } = await withAnswers();
  const { code, err } = await terminal.run([
    "assignment",
    "review",
    pool,
    "--accept-if",
    CAT,
    "--reject-if",
    "seconds > 0",
    "--comment",
    "Slow",
    "--yes",
  ]);
  assertEquals(code, 2);
  assertMatch(err, /assignment "\S+" fulfils both conditions/);
  const { items } = await toloka.assignments.find({
    pool_id: pool,
    status: "SUBMITTED",
  });
  assertEquals(items.length, cats + dogs);
});

Deno.test("assignment review refuses mistakes before anything is sent", async (t) => {
  const cases: [args: string[], code: number, message: string][] = [
    [[], 2, "without '--accept-if' or '--reject-if'"],
    [["--reject-if", "true"], 2, "without '--comment'"],
    [["--accept-if", "secnds > 1"], 2, "did you mean 'seconds'?"],
    [["--accept-if", "@none.txt"], 4, 'no file "none.txt"'],
  ];
  for (const [args, code, message] of cases) {
    await t.step(message, async () => {
      const terminal = new Terminal();
      const run = await terminal.run(["assignment", "review", "1", ...args]);
      assertEquals(run.code, code);
      assertStringIncludes(run.err, message);
      assertEquals(terminal.simulator.requests.length, 0);
    });
  }
});

Deno.test("assignment review stops before the first verdict if a condition cannot decide", async () => {
  const { terminal, pool, cats, dogs, toloka } = await withAnswers();
  const { code, err } = await terminal.run([
    "assignment",
    "review",
    pool,
    "--accept-if",
    "any(output.animal > 1)",
    "--yes",
  ]);
  assertEquals(code, 2);
  assertStringIncludes(err, "cannot be compared with 1");
  const { items } = await toloka.assignments.find({
    pool_id: pool,
    status: "SUBMITTED",
  });
  assertEquals(items.length, cats + dogs);
});
