/** The documents about the command, against the command. */
import { assert, assertEquals } from "@std/assert";
import { COMMANDS } from "../../src/cli/registry.ts";
import { TolokaClient } from "../../src/client.ts";
import { describeCommands, MARK } from "./_docs.ts";
import { seedPool, Terminal } from "./_run.ts";

const read = (path: string) =>
  Deno.readTextFile(new URL(`../../${path}`, import.meta.url));

/** Text without line breaks and list marks, as formatting moves them. */
const flat = (text: string) => text.replace(/\s+/g, " ").trim();

Deno.test("docs/cli.md describes the commands as they are", async () => {
  const [, part] = (await read("docs/cli.md")).split(MARK);
  assertEquals(
    flat(part ?? ""),
    flat(await describeCommands()),
    "Run: deno run --allow-read=. --allow-write=docs tests/cli/_docs.ts && deno fmt docs/cli.md",
  );
});

/** Lines of the section of the README, as a shell splits them. */
function linesOf(readme: string): string[][] {
  const [, section] = readme.split("## From the terminal");
  const [, code] = section!.split("```sh");
  return code!.split("```")[0]!.split("\n")
    .map((line) => line.replace(/ +#.*$/, ""))
    .filter((line) => line.startsWith("toloka "))
    .map((line) =>
      [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)]
        .map(([, single, double, plain]) => single ?? double ?? plain!)
        .slice(1)
    );
}

Deno.test("README's lines for the terminal run as they are", async (t) => {
  const lines = linesOf(await read("README.md"));
  assertEquals(lines.length, 10);
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const { url, fetch } = terminal.simulator;
  const toloka = new TolokaClient({ token: "any", url, fetch });
  terminal.files.set(
    "tasks.csv",
    "INPUT:image\nhttps://example.com/new.jpg\n",
  );
  for (const args of lines) {
    await t.step(args.join(" "), async () => {
      const own = args.map((arg) => arg === "12345" ? pool : arg);
      if (args[0] === "pool" && args[1] === "open") own.push("--yes");
      if (args[0] === "task" && args[1] === "upload") own.push("--yes");
      if (args[0] === "assignment") {
        await terminal.simulator.runUntil("idle");
        own.push("--yes");
      }
      if (args[0] === "bonus") {
        const [answer] = await Array.fromAsync(
          toloka.assignments.list({ pool_id: pool }, { maxItems: 1 }),
        );
        terminal.files.set(
          "bonuses.csv",
          `key,user_id,amount\nweek 12,${answer!.user_id},0.5\n`,
        );
        own.push("--yes");
      }
      const { code, err } = await terminal.run(own);
      assertEquals(code, 0, err);
    });
  }
  assert(terminal.files.has("answers.csv"));
  const names = Object.keys(COMMANDS);
  for (const [resource, verb] of lines) {
    assert(
      names.includes(resource!) || names.includes(`${resource} ${verb}`),
    );
  }
});
