import { assertEquals } from "@std/assert";
import * as module from "./adapter.ts";
import { loadOurCases } from "./our_cases.ts";
import { format, replay, type ReplayOptions } from "./replay.ts";

const here = import.meta.dirname!;
const cases = await loadOurCases();
const operations: { method: string }[] = JSON.parse(
  await Deno.readTextFile(`${here}/operations.json`),
);

async function check(options: ReplayOptions): Promise<void> {
  const report = await replay(cases, module, options);
  if (report.failed > 0) throw new Error(`\n${format(report)}`);
  assertEquals(report.cases.length, cases.length);
}

Deno.test("adapter has a function for each method of toloka-kit", () => {
  const methods = operations.map(({ method }) => method);
  assertEquals(methods.length, 134);
  const lacking = methods.filter((method) =>
    !Object.hasOwn(module.adapter, method)
  );
  assertEquals(lacking, []);
});

Deno.test("TolokaClient makes the recorded exchanges in process", async () => {
  await check({ http: false });
});

Deno.test("TolokaClient makes the recorded exchanges over a socket", async () => {
  await check({ http: true });
});
