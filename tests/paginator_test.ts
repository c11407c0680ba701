import {
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { type ListOptions, TolokaApiError, TolokaError } from "../mod.ts";
import { findPage, type Listing, Paginated } from "../src/paginator.ts";
import {
  type Answer,
  answering,
  clientOf,
  errorOf,
  refusal,
  type Seen,
  transportOf,
} from "./transport/_fetch.ts";

const POOLS: Listing = {
  noun: "pools",
  path: "/api/v1/pools",
  cursor: "id",
  maxPageSize: 300,
};
const TASKS: Listing = { ...POOLS, noun: "tasks", maxPageSize: 100_000 };

interface Item {
  id?: string;
}

function page(ids: (string | undefined)[], has_more = false): Response {
  return Response.json({ items: ids.map((id) => ({ id })), has_more });
}

function listOf(
  answers: Answer[],
  { listing = POOLS, query = {}, client = {}, ...options }:
    & {
      listing?: Listing;
      query?: object;
      client?: { pageSize?: number | null };
    }
    & ListOptions = {},
): { list: Paginated<Item>; seen: Seen[] } {
  const { fetch, seen } = answering(...answers);
  const transport = transportOf(fetch, client);
  return { list: new Paginated(transport, listing, query, options), seen };
}

async function idsOf(list: Paginated<Item>) {
  return (await Array.fromAsync(list)).map(({ id }) => id);
}

Deno.test("Paginated gives every item of every page, once and in order", async () => {
  const { list, seen } = listOf([
    page(["1", "2"], true),
    page(["3"], true),
    page(["4", "5"], false),
  ]);
  assertEquals(await idsOf(list), ["1", "2", "3", "4", "5"]);
  assertEquals(seen.map(({ query }) => query), [
    { sort: "id", limit: "300" },
    { sort: "id", limit: "300", id_gt: "2" },
    { sort: "id", limit: "300", id_gt: "3" },
  ]);
});

Deno.test("Paginated gives nothing for an empty listing", async () => {
  for (
    const empty of [
      page([], false),
      Response.json({ content: [], has_more: false }),
    ]
  ) {
    const { list } = listOf([empty]);
    assertEquals(await idsOf(list), []);
  }
});

Deno.test("Paginated reads listings that call their items 'content'", async () => {
  const content = Response.json({ content: [{ id: "1" }], has_more: false });
  assertEquals(await idsOf(listOf([content]).list), ["1"]);
});

Deno.test("Paginated asks for nothing before the first item is", async () => {
  const { list, seen } = listOf([page(["1"])]);
  const items = list[Symbol.asyncIterator]();
  await Promise.resolve();
  assertEquals(seen.length, 0);
  await items.next();
  assertEquals(seen.length, 1);
});

Deno.test("Paginated asks for the next page when its first item is asked for", async () => {
  const { list, seen } = listOf([page(["1", "2"], true), page(["3"])]);
  const counts = [];
  for await (const { id } of list) counts.push([id, seen.length]);
  assertEquals(counts, [["1", 1], ["2", 1], ["3", 2]]);
});

Deno.test("Paginated asks for nothing more after a break", async () => {
  const { list, seen } = listOf([page(["1", "2"], true)]);
  for await (const { id } of list) if (id === "2") break;
  assertEquals(seen.length, 1);
});

Deno.test("Paginated can be gone through twice", async () => {
  const { list, seen } = listOf([
    page(["1"], true),
    page(["2"]),
    page(["1"], true),
    page(["2"]),
  ]);
  assertEquals(await idsOf(list), ["1", "2"]);
  assertEquals(await idsOf(list), ["1", "2"]);
  assertEquals(seen[2]!.query, seen[0]!.query);
});

Deno.test("Paginated.pages() gives page by page, none of them empty", async () => {
  const { list } = listOf([
    page(["1", "2"], true),
    page(["3"], true),
    page([]),
  ]);
  const pages = await Array.fromAsync(list.pages());
  assertEquals(pages, [[{ id: "1" }, { id: "2" }], [{ id: "3" }]]);
});

Deno.test("Paginated ends at 'maxItems' and does not ask for more than these", async () => {
  const cases: [maxItems: number, ids: string[], limits: string[]][] = [
    [1, ["1"], ["1"]],
    [2, ["1", "2"], ["2"]],
    [3, ["1", "2", "3"], ["3", "1"]],
    [4, ["1", "2", "3", "4"], ["4", "2"]],
    [5, ["1", "2", "3", "4"], ["5", "3"]],
    [Infinity, ["1", "2", "3", "4"], ["300", "300"]],
  ];
  for (const [maxItems, ids, limits] of cases) {
    const { list, seen } = listOf([page(["1", "2"], true), page(["3", "4"])], {
      maxItems,
    });
    assertEquals(await idsOf(list), ids, `${maxItems}`);
    assertEquals(seen.map(({ query }) => query.limit), limits, `${maxItems}`);
  }
});

Deno.test("Paginated keeps to 'maxItems' where the server gives more", async () => {
  const { list } = listOf([page(["1", "2", "3"], true)], { maxItems: 2 });
  assertEquals(await idsOf(list), ["1", "2"]);
  const { list: again } = listOf([page(["1", "2", "3"], true)], {
    maxItems: 2,
  });
  assertEquals((await Array.fromAsync(again.pages()))[0]!.length, 2);
});

Deno.test("Paginated needs no cursor once it has 'maxItems'", async () => {
  const { list } = listOf([page(["1", undefined], true)], { maxItems: 2 });
  assertEquals(await idsOf(list), ["1", undefined]);
});

Deno.test("Paginated asks for the size that was chosen, within the endpoint's bound", async () => {
  const cases: [
    Listing,
    ListOptions,
    { pageSize?: number | null },
    string | undefined,
  ][] = [
    [POOLS, {}, {}, "300"],
    [TASKS, {}, {}, "1000"],
    [{ ...POOLS, maxPageSize: 100 }, {}, {}, "100"],
    [TASKS, { pageSize: 5_000 }, {}, "5000"],
    [TASKS, { pageSize: 1 }, {}, "1"],
    [TASKS, { pageSize: null }, {}, undefined],
    [TASKS, {}, { pageSize: 20 }, "20"],
    [TASKS, {}, { pageSize: null }, undefined],
    [POOLS, {}, { pageSize: 5_000 }, "300"],
    [TASKS, { pageSize: 7 }, { pageSize: 20 }, "7"],
    [TASKS, { pageSize: null }, { pageSize: 20 }, undefined],
    [TASKS, { pageSize: undefined }, { pageSize: 20 }, "20"],
    [TASKS, { pageSize: null, maxItems: 5 }, {}, undefined],
  ];
  for (const [listing, options, client, limit] of cases) {
    const { list, seen } = listOf([page(["1"])], {
      listing,
      client,
      ...options,
    });
    await idsOf(list);
    assertEquals(
      seen[0]!.query.limit,
      limit,
      `${listing.maxPageSize} ${JSON.stringify([options, client])}`,
    );
  }
});

Deno.test("TolokaClient lists with the size that each endpoint allows", async () => {
  const expected = {
    assignments: "1000",
    operations: "500",
    pools: "300",
    projects: "300",
    skills: "100",
    taskSuites: "1000",
    tasks: "1000",
    trainings: "300",
  } as const;
  for (const [name, limit] of Object.entries(expected)) {
    const { fetch, seen } = answering(page(["1"]));
    const resource = clientOf(fetch)[name as keyof typeof expected];
    const list: AsyncIterable<unknown> = resource.list(
      { pool_id: "1" } as never,
    );
    await Array.fromAsync(list);
    assertEquals(seen[0]!.query.limit, limit, name);
  }
});

Deno.test("Paginated asks again with the documented size if the default is refused", async () => {
  const { list, seen } = listOf([
    refusal(400, "VALIDATION_ERROR"),
    page(["1"], true),
    page(["2"]),
  ], { listing: TASKS });
  assertEquals(await idsOf(list), ["1", "2"]);
  assertEquals(seen.map(({ query }) => query.limit), ["1000", "300", "300"]);
});

Deno.test("Paginated asks again only where a smaller page could help", async () => {
  const cases: [string, Parameters<typeof listOf>[1], Response][] = [
    [
      "size chosen",
      { listing: TASKS, pageSize: 1000 },
      refusal(400, "VALIDATION_ERROR"),
    ],
    [
      "size left to the server",
      { listing: TASKS, pageSize: null },
      refusal(400, "VALIDATION_ERROR"),
    ],
    ["size is the documented one", {}, refusal(400, "VALIDATION_ERROR")],
    [
      "few items wanted",
      { listing: TASKS, maxItems: 5 },
      refusal(400, "VALIDATION_ERROR"),
    ],
    ["other status", { listing: TASKS }, refusal(403, "ACCESS_DENIED")],
  ];
  for (const [name, options, answer] of cases) {
    const { list, seen } = listOf([answer], options);
    await assertRejects(() => idsOf(list), TolokaApiError, "Refused", name);
    assertEquals(seen.length, 1, name);
  }
});

Deno.test("Paginated fails if the documented size is refused too", async () => {
  const { list, seen } = listOf([
    refusal(400, "VALIDATION_ERROR"),
    refusal(400, "VALIDATION_ERROR"),
  ], { listing: TASKS });
  await assertRejects(() => idsOf(list), TolokaApiError);
  assertEquals(seen.length, 2);
});

Deno.test("Paginated fails rather than spins if there is no new cursor", async () => {
  const start =
    "Cannot continue listing pools as the server says that there is more, but its page has no new 'id' to continue from: last one is";
  const cases: [string, Response[], (string | undefined)[], string][] = [
    ["empty page", [page([], true)], [], "none"],
    ["empty second page", [page(["1"], true), page([], true)], ["1"], '"1"'],
    ["items without the field", [page([undefined], true)], [undefined], "none"],
    ["the same page again", [page(["1", "2"], true), page(["1", "2"], true)], [
      "1",
      "2",
    ], '"2"'],
  ];
  for (const [name, answers, ids, end] of cases) {
    const { list, seen } = listOf(answers);
    const got: (string | undefined)[] = [];
    const error = await errorOf((async () => {
      for await (const { id } of list) got.push(id);
    })());
    assertInstanceOf(error, TolokaError, name);
    assertEquals(error.message, `${start} ${end}`, name);
    assertEquals(got, ids, name);
    assertEquals(seen.length, answers.length, name);
  }
});

Deno.test("Paginated does not repeat the last page where the server does", async () => {
  const { list } = listOf([page(["1", "2"], true), page(["1", "2"], false)]);
  assertEquals(await idsOf(list), ["1", "2"]);
});

Deno.test("Paginated and findPage() fail if the answer is no page", async () => {
  const error = { request_id: "r", code: "X", message: "No" };
  const cases: [string, string][] = [
    ["", "an empty body"],
    ["{}", "{}"],
    ['{"items":[{"id":"1"}]}', '{"items":[{"id":"1"}]}'],
    ['{"items":null,"has_more":false}', '{"items":null,"has_more":false}'],
    ['{"items":"many","has_more":false}', '{"items":"many","has_more":false}'],
    ['[{"id":"1"}]', '[{"id":"1"}]'],
    ['"text"', '"text"'],
    ["null", "null"],
    [JSON.stringify(error), "the error X: No"],
  ];
  for (const [text, end] of cases) {
    const message =
      `GET /api/v1/pools was answered with status 200 but not with a page of a listing: it is ${end}`;
    const { list } = listOf([new Response(text)]);
    await assertRejects(() => idsOf(list), TolokaApiError, message);
    const transport = transportOf(answering(new Response(text)).fetch);
    const call = () => findPage(transport, POOLS, {});
    await assertRejects(call, TolokaApiError, message);
  }
});

Deno.test("Paginated ends with an error if the pages go in a circle", async () => {
  const circle = ["1", "2", "3", "1"].map((id) => page([id], true));
  const { list, seen } = listOf(circle);
  await assertRejects(
    () => idsOf(list),
    TolokaError,
    `its page has no new 'id' to continue from: last one is "3"`,
  );
  assertEquals(seen.length, 4);
});

Deno.test("Paginated and findPage() refuse parameters that no listing has", async () => {
  const table = [
    ["projectId", "project_id"],
    ["pool", "pool_id"],
    ["created_gte_", "created_gte"],
    ["statuses", "status"],
  ];
  for (const [name, meant] of table) {
    const message =
      `pools as there is no query parameter '${name}': did you mean '${meant}'?`;
    const query = { [name!]: "1" };
    assertThrows(() => listOf([], { query }), TypeError, message);
    const call = () => findPage(transportOf(answering().fetch), POOLS, query);
    await assertRejects(call, TypeError, message);
  }
});

Deno.test("Paginated goes downwards where the sort does", async () => {
  const { list, seen } = listOf([page(["9", "8"], true), page(["7"])], {
    query: { sort: "-id", id_gt: "5" },
  });
  assertEquals(await idsOf(list), ["9", "8", "7"]);
  assertEquals(seen[1]!.query, {
    sort: "-id",
    id_gt: "5",
    id_lt: "8",
    limit: "300",
  });
});

Deno.test("Paginated follows the field that the endpoint has for it", async () => {
  const listing = { ...POOLS, cursor: "task_id" };
  const items = [{ task_id: "t1", id: "x" }];
  const { list, seen } = listOf([
    Response.json({ items, has_more: true }),
    Response.json({ items: [], has_more: false }),
  ], { listing });
  await idsOf(list);
  assertEquals(seen[1]!.query, {
    sort: "task_id",
    limit: "300",
    task_id_gt: "t1",
  });
});

Deno.test("Paginated keeps the other filters on every page", async () => {
  const query = {
    status: ["OPEN", "CLOSED"],
    created_gte: new Date(0),
    id_gt: "0",
    id_lte: "9",
  };
  const { list, seen } = listOf([page(["1"], true), page(["2"])], { query });
  await idsOf(list);
  const kept = {
    sort: "id",
    limit: "300",
    status: "OPEN,CLOSED",
    created_gte: "1970-01-01T00:00:00",
    id_lte: "9",
  };
  assertEquals(seen[0]!.query, { ...kept, id_gt: "0" });
  assertEquals(seen[1]!.query, { ...kept, id_gt: "1" });
});

Deno.test("Paginated does not notice a query that is changed later", async () => {
  const query = { status: "OPEN" };
  const { list, seen } = listOf([page(["1"])], { query });
  query.status = "CLOSED";
  await idsOf(list);
  assertEquals(seen[0]!.query.status, "OPEN");
});

Deno.test("Paginated refuses an order that pages cannot follow", () => {
  for (const sort of ["created", "-created", "", ["id", "created"]]) {
    assertThrows(
      () => listOf([], { query: { sort } }),
      RangeError,
      `Cannot list pools as 'sort' must be "id" or "-id": current value is "${sort}"`,
    );
  }
  for (const sort of ["id", "-id", ["-id"], undefined]) {
    listOf([], { query: { sort } });
  }
});

Deno.test("Paginated takes the one field of a list for the order", async () => {
  const { list, seen } = listOf([page(["9"], true), page([])], {
    query: { sort: ["-id"] },
  });
  await idsOf(list);
  assertEquals(seen[1]!.query.id_lt, "9");
});

Deno.test("Paginated refuses sizes out of bounds", () => {
  for (const pageSize of [0, -1, 1.5, NaN, 301, Infinity]) {
    assertThrows(
      () => listOf([], { pageSize }),
      RangeError,
      `Cannot list pools as 'pageSize' must be a whole number between 1 and 300: current value is ${pageSize}`,
    );
  }
  for (const maxItems of [0, -1, 1.5, NaN]) {
    assertThrows(
      () => listOf([], { maxItems }),
      RangeError,
      `Cannot list pools as 'maxItems' must be a whole number from 1: current value is ${maxItems}`,
    );
  }
});

Deno.test("Paginated ends with the caller's reason when aborted between two pages", async () => {
  const controller = new AbortController();
  const { list, seen } = listOf([page(["1", "2"], true), page(["3"])], {
    signal: controller.signal,
  });
  const ids: unknown[] = [];
  const error = await errorOf((async () => {
    for await (const { id } of list) {
      ids.push(id);
      controller.abort("enough");
    }
  })());
  assertEquals(error, "enough");
  assertEquals(ids, ["1", "2"]);
  assertEquals(seen.length, 1);
});

Deno.test("Paginated gives each request the options of the call", async () => {
  const statuses: number[] = [];
  const { list, seen } = listOf([page(["1"], true), page(["2"])], {
    headers: { "X-Mine": "1" },
    onResponse: ({ status }) => statuses.push(status),
  });
  await idsOf(list);
  assertEquals(seen.map(({ headers }) => headers.get("X-Mine")), ["1", "1"]);
  assertEquals(statuses, [200, 200]);
});

Deno.test("findPage() gives one page as it is", async () => {
  const { fetch, seen } = answering(page(["1"], true));
  const query = { status: "OPEN", sort: "-created", limit: 5 };
  const found = await findPage(transportOf(fetch), POOLS, query);
  assertEquals(found as object, { items: [{ id: "1" }], has_more: true });
  assertEquals(seen.length, 1);
  assertEquals(
    seen[0]!.target,
    "/api/v1/pools?status=OPEN&sort=-created&limit=5",
  );
});

Deno.test("findPage() refuses a limit out of bounds before it sends anything", async () => {
  const { fetch, seen } = answering();
  for (const limit of [0, 301, 2.5]) {
    await assertRejects(
      () => findPage(transportOf(fetch), POOLS, { limit }),
      RangeError,
      `Cannot find pools as 'limit' must be a whole number between 1 and 300: current value is ${limit}`,
    );
  }
  assertEquals(seen.length, 0);
});
