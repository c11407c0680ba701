import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import {
  type AnalyticsRequest,
  TolokaError,
  TolokaOperationError,
  TolokaTimeoutError,
} from "../../mod.ts";
import { broken, errorOf } from "../transport/_fetch.ts";
import { callsOf, hurried, operation, serving } from "./_toloka.ts";

const type = "ANALYTICS";
const REQUESTS: AnalyticsRequest[] = [
  { subject: "POOL", subject_id: "21", name: "spent_budget" },
];
const value = [{ request: REQUESTS[0], result: 1.5, finished: "2020-02-01" }];
const POST = "POST /api/staging/analytics-2";

Deno.test("Analytics.get() waits and gives the results", async () => {
  const { toloka, asked } = serving([
    operation("PENDING", { type }),
    operation("RUNNING", { type }),
    operation("SUCCESS", { type, details: { value } }),
  ]);
  const results = await hurried(() => toloka.analytics.get(REQUESTS));
  assertEquals<unknown>(results, value);
  assertEquals(callsOf(asked)[0], POST);
  assertEquals([asked[0]?.body, asked.length], [REQUESTS, 3]);
});

Deno.test("Analytics.get() rejects when the operation fails", async () => {
  const { toloka } = serving([operation("FAIL", { type })]);
  await assertRejects(
    () => toloka.analytics.get(REQUESTS),
    TolokaOperationError,
  );
});

Deno.test("Analytics.get() rejects when there are no results", async () => {
  const { toloka } = serving([operation("SUCCESS", { type, details: {} })]);
  await assertRejects(
    () => toloka.analytics.get(REQUESTS),
    TolokaError,
    "has no results: its details are {}",
  );
});

Deno.test("Analytics.get() waits no longer than 'maxWait'", async () => {
  const { toloka } = serving(() => operation("RUNNING", { type }));
  const error = await hurried(() =>
    errorOf(toloka.analytics.get(REQUESTS, { maxWait: 5000 }))
  );
  assertInstanceOf(error, TolokaTimeoutError);
});

Deno.test("Analytics.startGet() asks again after a connection broke", async () => {
  const { toloka, asked } = serving([broken(), operation("PENDING", { type })]);
  const { status } = await hurried(() => toloka.analytics.startGet([]));
  assertEquals(status, "PENDING");
  assertEquals(callsOf(asked), [POST, POST]);
  assertEquals(asked[1]?.body, []);
});
