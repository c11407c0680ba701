/** Commands on answers: export, accept, reject, aggregate. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TolokaClient } from "../../src/client.ts";
import { seedPool, Terminal } from "./_run.ts";

/** A terminal with a pool whose answers wait for review. */
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
  return { terminal, pool, toloka, ids: answers.map(({ id }) => id) };
}

Deno.test("assignment export writes every answer in the format of the file's name", async () => {
  const { terminal, pool, ids } = await withAnswers();
  const { out } = await terminal.run(
    `assignment export ${pool} -o answers.csv`,
  );
  assertEquals(out, `Wrote ${ids.length} assignments to answers.csv\n`);
  const lines = terminal.files.get("answers.csv")!.trim().split("\r\n");
  assertMatch(lines[0]!, /^INPUT:image,OUTPUT:animal,/);
  assertEquals(lines.length, 1 + ids.length);

  const piped = await terminal.run(`assignment export ${pool} --format jsonl`);
  const rows = piped.out.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(rows.map((row) => row.assignment_id), ids);
  const none = await terminal.run(
    `assignment export ${pool} --status ACCEPTED --format jsonl`,
  );
  assertEquals([none.code, none.out], [0, ""]);
  const odd = await terminal.run(`assignment export ${pool} -o answers.xlsx`);
  assertEquals(odd.code, 2);
});

Deno.test("assignment accept shows the sum, asks, and goes on where it stopped", async () => {
  const { terminal, toloka, ids } = await withAnswers();
  terminal.files.set("ids", ids.slice(0, 2).join("\n"));
  const refused = await terminal.run("assignment accept ids");
  assertEquals(refused.code, 9);
  assertStringIncludes(refused.err, "as it costs 0.04");
  const done = await terminal.run("assignment accept ids --yes");
  assertEquals(done.out, "ACCEPTED: 2, already so: 0, failed: 0\n");
  terminal.files.set("ids", ids.join("\n"));
  const rest = await terminal.run("assignment accept ids --yes");
  assertEquals(
    rest.out,
    `ACCEPTED: ${ids.length - 2}, already so: 2, failed: 0\n`,
  );
  const { status } = await toloka.assignments.get(ids[0]!);
  assertEquals(status, "ACCEPTED");
});

Deno.test("assignment reject needs a reason for each answer", async () => {
  const { terminal, toloka, ids } = await withAnswers();
  terminal.files.set(
    "bad.csv",
    `assignment_id,comment\n${ids[0]},Empty\n${ids[1]},\n`,
  );
  const refused = await terminal.run("assignment reject bad.csv --yes");
  assertEquals(refused.code, 2);
  assertStringIncludes(refused.err, `"${ids[1]}" without a comment`);
  const done = await terminal.run(
    ["assignment", "reject", "bad.csv", "--yes", "--comment", "Wrong animal"],
  );
  assertEquals(done.code, 0, done.err);
  const comments = await Promise.all(
    ids.slice(0, 2).map(async (id) =>
      (await toloka.assignments.get(id)).public_comment
    ),
  );
  assertEquals(comments, ["Empty", "Wrong animal"]);
});

Deno.test("assignment accept reports what cannot be done, and exits with 1", async () => {
  const { terminal, ids } = await withAnswers();
  terminal.files.set("ids", ids[0]!);
  terminal.fetch = (input, init) =>
    init?.method === "PATCH"
      ? Promise.resolve(Response.json(
        { code: "NOT_ENOUGH_BALANCE", message: "No money" },
        { status: 409 },
      ))
      : terminal.simulator.fetch(input, init);
  const { code, out, err } = await terminal.run("assignment accept ids --yes");
  assertEquals(code, 1);
  assertStringIncludes(out, "NOT_ENOUGH_BALANCE");
  assertStringIncludes(err, "1 of 1 answers were not accepted");
});

Deno.test("aggregate prints a label and its confidence for each task", async () => {
  const { terminal, pool } = await withAnswers();
  const { out } = await terminal.run(`aggregate ${pool}`);
  assertMatch(out, /^TASK +LABEL +CONFIDENCE\n\S+ +(cat|dog) +[01]\.\d{3}$/m);
  for (const method of ["dawid-skene", "wawa", "one-coin", "glad"]) {
    const rows = await terminal.json(`aggregate ${pool} --method ${method}`);
    assertEquals(rows.length, 3, method);
  }
  await terminal.run(`aggregate ${pool} -o labels.csv`);
  assertMatch(terminal.files.get("labels.csv")!, /^task,label,confidence\r?\n/);
  const wrong = await terminal.run(`aggregate ${pool} --field breed`);
  assertStringIncludes(wrong.err, "'--field' with one of animal");
});
