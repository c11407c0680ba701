import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  type Pool,
  type PoolInput,
  TolokaConnectionError,
  TolokaError,
  TolokaIncorrectActionError,
  TolokaOperationError,
  TolokaTimeoutError,
} from "../../mod.ts";
import { broken, errorOf, refusal } from "../transport/_fetch.ts";
import { callsOf, hurried, operation, serving } from "./_toloka.ts";

const INPUT: PoolInput = {
  project_id: "10",
  private_name: "Cats",
  will_expire: "2030-01-01T00:00:00",
  reward_per_assignment: 0.05,
  assignment_max_duration_seconds: 600,
  defaults: { default_overlap_for_new_task_suites: 3 },
};
const POOL: Pool = {
  ...INPUT,
  id: "21",
  status: "CLOSED",
  created: "2020-01-01T00:00:00",
};
const NOTHING = new Response(null, { status: 204 });

/** The state changes that are waited for, by their path, and the status after them. */
const CHANGES = [
  ["open", "open", "OPEN"],
  ["close", "close", "CLOSED"],
  ["closeForUpdate", "close-for-update", "CLOSED"],
  ["archive", "archive", "ARCHIVED"],
] as const;
const STARTS = [
  ["startOpen", "open"],
  ["startClose", "close"],
  ["startCloseForUpdate", "close-for-update"],
  ["startArchive", "archive"],
] as const;

for (const [method, verb, status] of CHANGES) {
  const after = { ...POOL, status };
  const before = { ...POOL, status: status === "CLOSED" ? "OPEN" : "CLOSED" };

  Deno.test(`Pools.${method}() posts to '${verb}', waits, and reads the pool`, async () => {
    const { toloka, asked } = serving([
      operation("RUNNING"),
      operation("RUNNING"),
      operation("SUCCESS"),
      after,
    ]);
    const pool = await hurried(() => toloka.pools[method]("21"));
    assertEquals(pool, after);
    assertEquals(callsOf(asked), [
      `POST /api/v1/pools/21/${verb}`,
      `GET /api/v1/operations/${operation("").id}`,
      `GET /api/v1/operations/${operation("").id}`,
      "GET /api/v1/pools/21",
    ]);
    assertEquals(asked[0]!.body, undefined);
  });

  Deno.test(`Pools.${method}() does not give a pool that is older than its operation`, async () => {
    const { toloka, asked } = serving([
      operation("SUCCESS"),
      before,
      before,
      after,
    ]);
    assertEquals(await hurried(() => toloka.pools[method]("21")), after);
    assertEquals(asked.length, 4);
    const stale = serving(({ call }) =>
      call.startsWith("POST") ? operation("SUCCESS") : before
    );
    const error = await hurried(() =>
      errorOf(stale.toloka.pools[method]("21"))
    );
    assertInstanceOf(error, TolokaTimeoutError);
    assertStringIncludes(error.message, `"21" was still ${before.status}`);
  });

  Deno.test(`Pools.${method}() takes a conflict with what its own lost attempt has done for success`, async () => {
    const conflict = () => refusal(409, "POOL_INAPPROPRIATE_STATUS");
    const lost = serving([broken(), conflict(), before, after, after]);
    const pool = await hurried(() => lost.toloka.pools[method]("21"));
    assertEquals(pool, after);
    const own = serving([conflict()]);
    const error = await errorOf(own.toloka.pools[method]("21"));
    assertInstanceOf(error, TolokaIncorrectActionError);
    assertEquals(own.asked.length, 1);
  });

  Deno.test(`Pools.${method}() waits for an operation that the server does not find yet`, async () => {
    const { toloka } = serving([
      operation("RUNNING"),
      refusal(404, "DOES_NOT_EXIST"),
      operation("SUCCESS"),
      after,
    ]);
    assertEquals(await hurried(() => toloka.pools[method]("21")), after);
  });

  Deno.test(`Pools.${method}() only reads the pool when there is nothing to do`, async () => {
    const { toloka, asked } = serving([undefined, after]);
    assertEquals(await toloka.pools[method]("21"), after);
    assertEquals(callsOf(asked), [
      `POST /api/v1/pools/21/${verb}`,
      "GET /api/v1/pools/21",
    ]);
  });

  Deno.test(`Pools.${method}() gives no pool that is older than the answer that there is nothing to do`, async () => {
    const { toloka } = serving([broken(), undefined, before, after]);
    const pool = await hurried(() => toloka.pools[method]("21"));
    assertEquals(pool, after);
  });

  Deno.test(`Pools.${method}() rejects when the operation fails, without reading the pool`, async () => {
    const { toloka, asked } = serving([operation("FAIL")]);
    await assertRejects(
      () => toloka.pools[method]("21"),
      TolokaOperationError,
    );
    assertEquals(asked.length, 1);
  });

  Deno.test(`Pools.${method}() posts again after a connection broke`, async () => {
    const { toloka, asked } = serving([broken(), undefined, after]);
    await hurried(() => toloka.pools[method]("21"));
    assertEquals(callsOf(asked).slice(0, 2), [
      `POST /api/v1/pools/21/${verb}`,
      `POST /api/v1/pools/21/${verb}`,
    ]);
  });

  Deno.test(`Pools.${method}() refuses a bad 'maxWait' before it changes anything`, async () => {
    const { toloka, asked } = serving([]);
    await assertRejects(
      () => toloka.pools[method]("21", { maxWait: 0 }),
      RangeError,
      "'maxWait'",
    );
    assertEquals(asked, []);
  });
}

for (const [method, verb] of STARTS) {
  Deno.test(`Pools.${method}() posts to '${verb}' and gives the operation`, async () => {
    const { toloka, asked } = serving([operation("RUNNING")]);
    assertEquals(await toloka.pools[method]("21"), operation("RUNNING"));
    assertEquals(callsOf(asked), [`POST /api/v1/pools/21/${verb}`]);
  });

  Deno.test(`Pools.${method}() gives nothing when there is nothing to do`, async () => {
    const { toloka } = serving([NOTHING.clone()]);
    assertEquals(await toloka.pools[method]("21"), undefined);
  });
}

for (const code of ["EMPTY_POOL", "NOT_ENOUGH_BALANCE"]) {
  Deno.test(`Pools.open() rejects with TolokaIncorrectActionError for ${code}`, async () => {
    const { toloka, asked } = serving([refusal(409, code)]);
    const error = await assertRejects(
      () => toloka.pools.open("21"),
      TolokaIncorrectActionError,
      code,
    );
    assertEquals(error.code, code);
    assertEquals(error.status, 409);
    assertEquals(asked.length, 1);
  });
}

Deno.test("Pools.open() gives up after 'maxWait', of which the operation knows nothing", async () => {
  const { toloka } = serving(() => operation("RUNNING"));
  const error = await errorOf(
    hurried(() => toloka.pools.open("21", { maxWait: 60_000 })),
  );
  assertInstanceOf(error, TolokaTimeoutError);
  assertStringIncludes(error.message, operation("").id);
});

Deno.test("Pools.clone() reads the pool that the operation's details name", async () => {
  const { toloka, asked } = serving([
    operation("RUNNING"),
    operation("SUCCESS", { details: { pool_id: "22" } }),
    { ...POOL, id: "22" },
  ]);
  const copy = await hurried(() => toloka.pools.clone("21"));
  assertEquals(copy.id, "22");
  assertEquals(callsOf(asked), [
    "POST /api/v1/pools/21/clone",
    `GET /api/v1/operations/${operation("").id}`,
    "GET /api/v1/pools/22",
  ]);
});

Deno.test("Pools.clone() is not sent again when its outcome is unknown", async () => {
  const { toloka, asked } = serving([broken()]);
  const error = await assertRejects(
    () => toloka.pools.clone("21"),
    TolokaConnectionError,
  );
  assert(error.outcomeUnknown);
  assertEquals(asked.length, 1);
});

Deno.test("Pools.clone() rejects with the operation's id when its details name no pool", async () => {
  const { toloka } = serving([operation("SUCCESS", { details: {} })]);
  await assertRejects(
    () => toloka.pools.clone("21"),
    TolokaError,
    operation("").id,
  );
});

Deno.test("Pools.startClone() gives the operation at once", async () => {
  const { toloka, asked } = serving([operation("RUNNING")]);
  assertEquals(await toloka.pools.startClone("21"), operation("RUNNING"));
  assertEquals(callsOf(asked), ["POST /api/v1/pools/21/clone"]);
});

Deno.test("Pools.create() posts the pool as it is", async () => {
  const { toloka, asked } = serving([POOL]);
  assertEquals(await toloka.pools.create(INPUT), POOL);
  assertEquals(callsOf(asked), ["POST /api/v1/pools"]);
  assertEquals(asked[0]!.body, INPUT);
  assertEquals(asked[0]!.query, {});
});

Deno.test("Pools.create() names the tier of storage in the query", async () => {
  const { toloka, asked } = serving([POOL]);
  await toloka.pools.create(INPUT, { storageKey: "cold" });
  assertEquals(asked[0]!.query, { storage_key: "cold" });
});

Deno.test("Pools.create() is not sent again when its outcome is unknown", async () => {
  const { toloka, asked } = serving([broken()]);
  const error = await assertRejects(
    () => toloka.pools.create(INPUT),
    TolokaConnectionError,
  );
  assert(error.outcomeUnknown);
  assertEquals(asked.length, 1);
});

Deno.test("Pools.create() and update() refuse a training before anything is sent", async () => {
  const { toloka, asked } = serving([]);
  const training: PoolInput & { type: string } = { ...INPUT, type: "TRAINING" };
  await assertRejects(
    () => toloka.pools.create(training),
    TypeError,
    `Cannot create pool as its 'type' is "TRAINING"`,
  );
  await assertRejects(
    () => toloka.pools.update("21", training),
    TypeError,
    `Cannot update pool as its 'type' is "TRAINING"`,
  );
  assertEquals(asked, []);
});

Deno.test("Pools.update() puts the whole pool, and puts it again after a connection broke", async () => {
  const { toloka, asked } = serving([broken(), POOL]);
  await hurried(() => toloka.pools.update("21", INPUT));
  assertEquals(callsOf(asked), [
    "PUT /api/v1/pools/21",
    "PUT /api/v1/pools/21",
  ]);
  assertEquals(asked[1]!.body, INPUT);
});

Deno.test("Pools.patch() sends what changes and nothing else", async () => {
  const { toloka, asked } = serving([POOL]);
  await toloka.pools.patch("21", { priority: 0 });
  assertEquals(callsOf(asked), ["PATCH /api/v1/pools/21"]);
  assertEquals(asked[0]!.body, { priority: 0 });
});

Deno.test("Pools.find() takes limits from 1 to 300", async () => {
  const { toloka, asked } = serving([{ items: [POOL], has_more: true }]);
  const page = await toloka.pools.find({ limit: 300, sort: "-created" });
  assertEquals(page, { items: [POOL], has_more: true });
  assertEquals(asked[0]!.query, { limit: "300", sort: "-created" });
  for (const limit of [0, 301, 1.5]) {
    await assertRejects(
      () => toloka.pools.find({ limit }),
      RangeError,
      `current value is ${limit}`,
    );
  }
});

Deno.test("Pools.list() asks for 300 at once and goes on after the last id", async () => {
  const { toloka, asked } = serving([
    { items: [POOL], has_more: true },
    { items: [{ ...POOL, id: "22" }], has_more: false },
  ]);
  const pools = await Array.fromAsync(toloka.pools.list({ project_id: "10" }));
  assertEquals(pools.map(({ id }) => id), ["21", "22"]);
  assertEquals(asked[0]!.query, { project_id: "10", sort: "id", limit: "300" });
  assertEquals(asked[1]!.query.id_gt, "21");
});
