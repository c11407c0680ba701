/** `toloka dashboard`. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { seedPool, Terminal } from "./_run.ts";

Deno.test("dashboard prints the address of its page, and ends with Ctrl-C", async () => {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const printed = Promise.withResolvers<string>();
  terminal.onPrint = printed.resolve;
  const running = terminal.run(`dashboard ${pool}`);
  const page = await fetch((await printed.promise).trim());
  assertStringIncludes(await page.text(), "Pictures");
  terminal.interrupt();
  assertEquals((await running).code, 0);
});

Deno.test("dashboard exits with 4 for a pool that does not exist", async () => {
  const { code } = await new Terminal().run("dashboard nope");
  assertEquals(code, 4);
});
