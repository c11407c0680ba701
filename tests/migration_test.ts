import { assert, assertEquals } from "@std/assert";
import { TolokaClient } from "../mod.ts";
import { adapter } from "./contract/adapter.ts";
import operations from "./contract/operations.json" with { type: "json" };

const page = await Deno.readTextFile(
  new URL("../docs/migration.md", import.meta.url),
);
const rows = [...page.matchAll(/^\| `(\w+)`\s*\| `(\w+)\.(\w+)`\s*\|$/gm)]
  .map(([, peer, resource, method]) => ({ peer, resource, method }));

Deno.test("docs/migration.md maps every method of toloka-kit, and no other", () => {
  const mapped = rows.map(({ peer }) => peer!).sort();
  assertEquals(mapped, operations.map(({ method }) => method).sort());
  assertEquals(mapped, Object.keys(adapter).sort());
});

Deno.test("docs/migration.md maps to methods that exist", () => {
  const toloka: object = new TolokaClient({
    token: "any",
    url: "http://localhost",
  });
  for (const { peer, resource, method } of rows) {
    const found = (toloka as Record<string, Record<string, unknown>>)[resource!]
      ?.[method!];
    assert(typeof found === "function", `${peer}: no ${resource}.${method}`);
  }
});
