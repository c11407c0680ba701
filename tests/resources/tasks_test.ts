import { assertEquals, assertRejects } from "@std/assert";
import { broken } from "../transport/_fetch.ts";
import { callsOf, hurried, serving } from "./_toloka.ts";

/** The resources that create through operations, their endpoints and their ids. */
const RESOURCES = [
  ["tasks", "/api/v1/tasks"],
  ["taskSuites", "/api/v1/task-suites"],
] as const;

for (const [resource, path] of RESOURCES) {
  Deno.test(`${resource}.get() reads one`, async () => {
    const { toloka, asked } = serving([{ id: "1" }]);
    assertEquals((await toloka[resource].get("1")).id, "1");
    assertEquals(callsOf(asked), [`GET ${path}/1`]);
  });

  Deno.test(`${resource}.patch() sends what changes, and whether to open the pool in the query`, async () => {
    const { toloka, asked } = serving(() => ({ id: "1" }));
    const patch = { overlap: null, infinite_overlap: true };
    await toloka[resource].patch("1", patch);
    await toloka[resource].patch("1", { overlap: 5 }, { openPool: true });
    assertEquals(callsOf(asked), Array(2).fill(`PATCH ${path}/1`));
    assertEquals(asked.map(({ body }) => body), [patch, { overlap: 5 }]);
    assertEquals(asked.map(({ query }) => query), [{}, { open_pool: "true" }]);
  });

  Deno.test(`${resource}.setOverlapOrMin() sends the overlap, and again after a connection broke`, async () => {
    const { toloka, asked } = serving([broken(), { id: "1" }]);
    await hurried<unknown>(() =>
      toloka[resource].setOverlapOrMin("1", { overlap: 0 }, { openPool: false })
    );
    assertEquals(
      callsOf(asked),
      Array(2).fill(`PATCH ${path}/1/set-overlap-or-min`),
    );
    assertEquals(asked[1]!.body, { overlap: 0 });
    assertEquals(asked[1]!.query, { open_pool: "false" });
  });

  Deno.test(`${resource}.find() takes limits up to 100,000`, async () => {
    const { toloka, asked } = serving([{ items: [], has_more: false }]);
    await toloka[resource].find({ pool_id: "21", limit: 100_000 });
    assertEquals(asked[0]!.query, { pool_id: "21", limit: "100000" });
    await assertRejects(
      () => toloka[resource].find({ pool_id: "21", limit: 100_001 }),
      RangeError,
    );
  });

  Deno.test(`${resource}.list() goes through all pages with its filters`, async () => {
    const { toloka, asked } = serving([
      { items: [{ id: "1" }], has_more: true },
      { items: [{ id: "2" }], has_more: false },
    ]);
    const query = { pool_id: "21", overlap_gte: 2 };
    const listing: AsyncIterable<{ id: string }> = toloka[resource].list(query);
    const all = await Array.fromAsync(listing);
    assertEquals(all.map(({ id }) => id), ["1", "2"]);
    const { id_gt, pool_id, overlap_gte } = asked[1]!.query;
    assertEquals([id_gt, pool_id, overlap_gte], ["1", "21", "2"]);
  });
}
