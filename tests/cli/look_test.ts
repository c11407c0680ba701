/** Commands that read, and those that change the state of one object. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { seedPool, Terminal } from "./_run.ts";

Deno.test("status shows account, balance and server", async () => {
  const terminal = new Terminal();
  const { out } = await terminal.run("status");
  assertMatch(out, /^balance +1000$/m);
  assertMatch(out, /^token +from TOLOKA_TOKEN$/m);
  const [status] = await terminal.json("status");
  assertEquals(status.balance, 1000);
});

Deno.test("pool list prints a table, or JSON lines", async () => {
  const terminal = new Terminal();
  const { pool, project } = await seedPool(terminal);
  const { out } = await terminal.run("pool list --status CLOSED");
  const [head, row] = out.split("\n");
  assertMatch(head!, /^ID +STATUS +PRIVATE NAME +PROJECT +REWARD +CREATED$/);
  assertMatch(row!, new RegExp(`^${pool} +CLOSED +Pictures +${project} +0.02`));
  const pools = await terminal.json(`pool list --project ${project}`);
  assertEquals(pools.map(({ id }) => id), [pool]);
});

Deno.test("pool list says that there is none, on standard error", async () => {
  const { code, out, err } = await new Terminal().run("pool list");
  assertEquals([code, out, err], [0, "", "no such pools\n"]);
});

Deno.test("pool open, close, clone and archive change the state", async () => {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const statusAfter = async (line: string) => (await terminal.json(line))[0];
  const opened = await statusAfter(`pool open ${pool} --yes`);
  assertEquals(opened.status, "OPEN");
  const closed = await statusAfter(`pool close ${pool}`);
  assertEquals(closed.status, "CLOSED");
  const copy = await statusAfter(`pool clone ${pool}`);
  assertEquals([copy.status, copy.id === pool], ["CLOSED", false]);
  const archived = await statusAfter(`pool archive ${copy.id} --yes`);
  assertEquals(archived.status, "ARCHIVED");
});

Deno.test("project get shows the fields of the task", async () => {
  const terminal = new Terminal();
  const { project } = await seedPool(terminal);
  const { out } = await terminal.run(`project get ${project}`);
  assertMatch(out, /^input +image$/m);
  assertMatch(out, /^output +animal$/m);
});

Deno.test("api sends any request", async () => {
  const terminal = new Terminal();
  terminal.files.set("skill.json", '{"name":"Cats"}');
  const created = await terminal.run("api POST /skills --body skill.json");
  const { id } = JSON.parse(created.out);
  const read = await terminal.run(`api GET /api/v1/skills/${id}`);
  assertEquals(JSON.parse(read.out).name, "Cats");
  const found = await terminal.run("api GET /skills --query name=Cats");
  assertEquals(JSON.parse(found.out).items.length, 1);
});

Deno.test("operation wait prints how an operation ended", async () => {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const { out } = await terminal.run(`api POST /pools/${pool}/open`);
  const { id } = JSON.parse(out);
  const ended = await terminal.run(`operation wait ${id}`);
  assertStringIncludes(ended.out, `(POOL.OPEN): SUCCESS`);
});
