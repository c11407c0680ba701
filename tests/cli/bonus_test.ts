/** Bonuses from files, each paid once. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TolokaClient } from "../../src/client.ts";
import { seedPool, Terminal } from "./_run.ts";

async function withToloker() {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const { url, fetch } = terminal.simulator;
  const toloka = new TolokaClient({ token: "any", url, fetch });
  await toloka.pools.open(pool);
  await terminal.simulator.runUntil("idle");
  const [one, two] = await Array.fromAsync(
    toloka.assignments.list({ pool_id: pool }, { maxItems: 2 }),
  );
  const paid = () => Array.fromAsync(toloka.userBonuses.list());
  return { terminal, one: one!, two: two!, paid };
}

Deno.test("bonus pay shows the sum, asks, and pays each row once", async () => {
  const { terminal, one, two, paid } = await withToloker();
  terminal.files.set(
    "b.csv",
    [
      "user_id,amount,assignment_id,private_comment,public_title,public_message",
      `${one.user_id},0.5,${one.id},fast,Thanks,Well done`,
      `${two.user_id},0.25,${two.id},fast,,`,
      "",
    ].join("\n"),
  );
  const refused = await terminal.run("bonus pay b.csv");
  assertEquals(refused.code, 9);
  assertStringIncludes(refused.err, "pay 2 of 2 bonuses");
  assertStringIncludes(refused.err, "as it costs 0.75");
  const dry = await terminal.run("bonus pay b.csv --dry-run");
  assertEquals(dry.out, "Would pay 2 of 2 bonuses, for 0.75\n");
  const done = await terminal.run("bonus pay b.csv --yes");
  assertEquals(
    done.out,
    "Paid: 2 of 2, 0.75 in all; 0 of them earlier; refused: 0, open: 0\n",
    done.err,
  );
  const bonuses = await paid();
  assertEquals(bonuses.map(({ amount }) => amount).sort(), [0.25, 0.5]);
  const withText = bonuses.find(({ amount }) => amount === 0.5);
  assertEquals(withText?.public_title, { EN: "Thanks" });

  // Nothing is left to pay, so nobody is asked.
  const again = await terminal.run("bonus pay b.csv");
  assertStringIncludes(
    again.out,
    "Paid: 2 of 2, 0.75 in all; 2 of them earlier",
  );
  const rows = await terminal.json("bonus pay b.csv");
  assertEquals(rows.map(({ status }) => status), ["PAID", "PAID"]);
  assertEquals((await paid()).length, 2);
});

Deno.test("bonus pay knows what it paid under every way to write the server's address", async () => {
  const { terminal, one, paid } = await withToloker();
  terminal.files.set("b.csv", `key,user_id,amount\nk,${one.user_id},1\n`);
  await terminal.run("bonus pay b.csv --yes");
  const { url } = terminal.simulator;
  const again = await terminal.run(`bonus pay b.csv --yes --url ${url}/`);
  assertStringIncludes(again.out, "1 of them earlier");
  assertEquals((await paid()).length, 1);
});

Deno.test("bonus pay reports rows that the platform refuses, and exits with 1", async () => {
  const { terminal, one, paid } = await withToloker();
  terminal.files.set(
    "b.csv",
    `key,user_id,amount\ngood,${one.user_id},1\nbad,nobody,1\n`,
  );
  const { code, out } = await terminal.run("bonus pay b.csv --yes");
  assertEquals(code, 1);
  assertMatch(out, /^bad +REFUSED +\S/m);
  assertStringIncludes(out, "Paid: 1 of 2, 1 in all");
  assertEquals((await paid()).length, 1);
});

Deno.test("bonus pay refuses a file with mistakes before anything is sent", async (t) => {
  const cases: [text: string, message: string][] = [
    ["user_id,amount\nu,1\n", "must have a 'key'"],
    ["key,user_id,ammount\nk,u,1\n", "did you mean 'amount'?"],
    ["key,user_id,amount\nk,u,\n", "has no 'amount'"],
    ["key,user_id,amount\nk,u,-1\n", 'it has "-1"'],
    ["key,user_id,amount\nk,,1\n", "has no 'user_id'"],
    ["key,user_id,amount,public_title\nk,u,1,Hi\n", "both 'public_title'"],
  ];
  for (const [text, message] of cases) {
    await t.step(message, async () => {
      const terminal = new Terminal();
      terminal.files.set("b.csv", text);
      const { code, err } = await terminal.run("bonus pay b.csv --yes");
      assertEquals(code, 2);
      assertStringIncludes(err, message);
      assertEquals(terminal.simulator.requests.length, 0);
    });
  }
});

Deno.test("bonus pay refuses two rows with one key", async () => {
  const { terminal, one, paid } = await withToloker();
  const row = `k,${one.user_id},1\n`;
  terminal.files.set("b.csv", `key,user_id,amount\n${row}${row}`);
  const { code, err } = await terminal.run("bonus pay b.csv --yes");
  assertEquals(code, 2);
  assertStringIncludes(err, "rows 1 and 2 are the same payment");
  assertEquals((await paid()).length, 0);
});
