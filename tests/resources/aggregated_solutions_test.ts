import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import {
  type PoolAggregationInput,
  TolokaConnectionError,
  TolokaOperationError,
} from "../../mod.ts";
import { broken, errorOf } from "../transport/_fetch.ts";
import {
  callsOf,
  hurried,
  operation,
  OPERATION_ID,
  serving,
} from "./_toloka.ts";

const AGGREGATION: PoolAggregationInput = {
  type: "DAWID_SKENE",
  pool_id: "21",
  fields: [{ name: "result" }],
};
const type = "SOLUTION.AGGREGATE";
const ROOT = "/api/v1/aggregated-solutions";

Deno.test("AggregatedSolutions.aggregateByPool() waits for the operation", async () => {
  const { toloka, asked } = serving([
    operation("RUNNING", { type }),
    operation("SUCCESS", { type }),
  ]);
  const ended = await hurried(() =>
    toloka.aggregatedSolutions.aggregateByPool(AGGREGATION)
  );
  assertEquals([ended.id, ended.status], [OPERATION_ID, "SUCCESS"]);
  assertEquals(asked[0]?.body, AGGREGATION);
  assertEquals(callsOf(asked), [
    `POST ${ROOT}/aggregate-by-pool`,
    `GET /api/v1/operations/${OPERATION_ID}`,
  ]);
});

Deno.test("AggregatedSolutions.aggregateByPool() rejects when the operation fails", async () => {
  const { toloka } = serving([operation("FAIL", { type })]);
  await assertRejects(
    () => toloka.aggregatedSolutions.aggregateByPool(AGGREGATION),
    TolokaOperationError,
  );
});

Deno.test("AggregatedSolutions.startAggregateByPool() does not start twice", async () => {
  const { toloka, asked } = serving([broken()]);
  const error = await hurried(() =>
    errorOf(toloka.aggregatedSolutions.startAggregateByPool(AGGREGATION))
  );
  assertInstanceOf(error, TolokaConnectionError);
  assertEquals(asked.length, 1);
});

Deno.test("AggregatedSolutions.aggregateByTask() asks again after a connection broke", async () => {
  const solution = { pool_id: "21", task_id: "t", output_values: { a: 1 } };
  const { toloka, asked } = serving([broken(), solution]);
  const got = await hurried(() =>
    toloka.aggregatedSolutions.aggregateByTask({ ...AGGREGATION, task_id: "t" })
  );
  assertEquals([got, asked.length], [solution, 2]);
});

Deno.test("AggregatedSolutions.list() follows the task ids, 10,000 at once", async () => {
  const { toloka, asked } = serving([
    { items: [{ task_id: "t-1" }, { task_id: "t-2" }], has_more: true },
    { items: [{ task_id: "t-3" }], has_more: false },
  ]);
  const listed = await Array.fromAsync(
    toloka.aggregatedSolutions.list("op", { task_id_lte: "t-9" }),
  );
  assertEquals(listed.map(({ task_id }) => task_id), ["t-1", "t-2", "t-3"]);
  const base = { task_id_lte: "t-9", sort: "task_id", limit: "10000" };
  assertEquals(asked.map(({ query }) => query), [
    base,
    { ...base, task_id_gt: "t-2" },
  ]);
});

Deno.test("AggregatedSolutions.list() goes backwards too", async () => {
  const { toloka, asked } = serving([
    { items: [{ task_id: "t-2" }], has_more: true },
    { items: [{ task_id: "t-1" }], has_more: false },
  ]);
  const options = { pageSize: 1 };
  await Array.fromAsync(
    toloka.aggregatedSolutions.list("op", { sort: "-task_id" }, options),
  );
  assertEquals(asked[1]?.query, {
    sort: "-task_id",
    task_id_lt: "t-2",
    limit: "1",
  });
});

Deno.test("AggregatedSolutions.list() leaves the size to the server if the client does", async () => {
  const page = { items: [], has_more: false };
  const { toloka, asked } = serving([page], { pageSize: null });
  await Array.fromAsync(toloka.aggregatedSolutions.list("op"));
  assertEquals(asked[0]?.query, { sort: "task_id" });
});

Deno.test("AggregatedSolutions.find() takes limits up to 100,000", async () => {
  const { toloka, asked } = serving([{ items: [], has_more: false }]);
  await toloka.aggregatedSolutions.find("op", { limit: 100_000 });
  assertEquals(callsOf(asked), [`GET ${ROOT}/op`]);
  await assertRejects(
    () => toloka.aggregatedSolutions.find("op", { limit: 100_001 }),
    RangeError,
  );
});
