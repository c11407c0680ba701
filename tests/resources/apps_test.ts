import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { TolokaConflictError, TolokaConnectionError } from "../../mod.ts";
import { broken, errorOf, refusal } from "../transport/_fetch.ts";
import { callsOf, hurried, serving } from "./_toloka.ts";

const ROOT = "/api/app/v0/app-projects/p";
const page = { content: [{ id: "1" }], has_more: false };

Deno.test("Apps.find() gives the page as the API answers it", async () => {
  const { toloka } = serving([page]);
  assertEquals<unknown>(await toloka.apps.find({ lang: "EN" }), page);
});

Deno.test("Apps.get() sends no language unless there is one", async () => {
  const { toloka, asked } = serving([{ id: "1" }, { id: "1" }]);
  await toloka.apps.get("1");
  await toloka.apps.get("1", { lang: "RU" });
  assertEquals(asked.map(({ query }) => query), [{}, { lang: "RU" }]);
});

Deno.test("list() of the Apps API asks for as many at once as the API gives", async () => {
  const { toloka, asked } = serving(() => page, { pageSize: 1_000_000 });
  await Array.fromAsync(toloka.apps.list());
  await Array.fromAsync(toloka.appProjects.list());
  await Array.fromAsync(toloka.appItems.list("p"));
  await Array.fromAsync(toloka.appBatches.list("p"));
  assertEquals(asked.map(({ query }) => query.limit), [
    "1000",
    "5000",
    "1000",
    "1000",
  ]);
});

Deno.test("AppProjects.archive() repeats after a connection broke, and reads the project", async () => {
  const project = { id: "p", status: "ARCHIVED" };
  const { toloka, asked } = serving([broken(), undefined, project]);
  const got = await hurried(() => toloka.appProjects.archive("p"));
  assertEquals<unknown>(got, project);
  assertEquals(callsOf(asked), [
    `POST ${ROOT}/archive`,
    `POST ${ROOT}/archive`,
    `GET ${ROOT}`,
  ]);
});

Deno.test("AppItems.createMany() sends an empty list too, but not too long a one", async () => {
  const { toloka, asked } = serving([[]]);
  assertEquals(await toloka.appItems.createMany("p", { items: [] }), []);
  assertEquals(asked[0]?.body, { items: [] });
  await assertRejects(
    () =>
      toloka.appItems.createMany("p", { items: Array(10_001).fill({ a: 1 }) }),
    RangeError,
    "at most 10000 items: current number is 10001",
  );
  assertEquals(asked.length, 1);
});

Deno.test("AppBatches.create() refuses more than 10,000 items", async () => {
  const { toloka, asked } = serving([]);
  await assertRejects(
    () =>
      toloka.appBatches.create("p", { items: Array(10_001).fill({ a: 1 }) }),
    RangeError,
    "Cannot create app batch",
  );
  assertEquals(asked, []);
});

Deno.test("AppBatches.startSync() gives the batch and its items", async () => {
  const result = { batch: { id: "b" }, items: [{ id: "i" }] };
  const { toloka, asked } = serving([result]);
  const got = await toloka.appBatches.startSync("p", { items: [{ a: 1 }] });
  assertEquals<unknown>(got, result);
  assertEquals(callsOf(asked), [`POST ${ROOT}/batches/sync`]);
});

for (const verb of ["stop", "archive", "unarchive"] as const) {
  Deno.test(`AppBatches.${verb}() repeats after a connection broke`, async () => {
    const { toloka, asked } = serving([broken(), undefined]);
    await hurried(() => toloka.appBatches[verb]("p", "b"));
    const call = `POST ${ROOT}/batches/b/${verb}`;
    assertEquals(callsOf(asked), [call, call]);
  });
}

for (const verb of ["start", "resume"] as const) {
  Deno.test(`AppBatches.${verb}() is not sent twice`, async () => {
    const { toloka, asked } = serving([broken()]);
    const error = await hurried(() =>
      errorOf(toloka.appBatches[verb]("p", "b"))
    );
    assertInstanceOf(error, TolokaConnectionError);
    assertEquals([error.outcomeUnknown, asked.length], [true, 1]);
  });
}

for (
  const [verb, status] of [
    ["stop", "STOPPING"],
    ["archive", "ARCHIVE"],
    ["unarchive", "STOPPED"],
  ] as const
) {
  Deno.test(`AppBatches.${verb}() takes what its lost attempt has done for success`, async () => {
    const conflict = () => refusal(409, "CONFLICT_STATE");
    const own = serving([broken(), conflict(), { id: "b", status }]);
    await hurried(() => own.toloka.appBatches[verb]("p", "b"));
    const other = serving([conflict()]);
    await assertRejects(
      () => other.toloka.appBatches[verb]("p", "b"),
      TolokaConflictError,
    );
    assertEquals(other.asked.length, 1);
  });
}
