/** Holds the linter to what it has to say of pools as people run them. */
import { assertEquals } from "@std/assert";
import { lintPool, type LintPoolOptions } from "../../src/planning/mod.ts";
import { CORPUS } from "./_corpus.ts";

for (const { name, pool, project, tasks, findings } of CORPUS) {
  Deno.test(`lintPool() finds all and nothing else: ${name}`, () => {
    const found = lintPool(pool, {
      project,
      tasks: tasks as LintPoolOptions["tasks"],
      now: new Date("2025-01-01"),
    });
    assertEquals(
      found.map(({ severity, id, path }) => `${severity} ${id} ${path}`),
      findings,
    );
  });
}
