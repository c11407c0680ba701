import { assertEquals, assertLess } from "@std/assert";
import { compareIds, findPage } from "../../src/simulator/server/listing.ts";
import { Api } from "./api.ts";

const RULES = {
  default: 2,
  max: 1_000,
  sort: ["id", "created", "name"],
  ranges: { id: "id", created: "time", overlap: "number" },
  equal: ["name"],
  oneOf: ["status"],
} as const;

const RECORDS = [
  { id: "9", created: "2024-01-01T00:00:00", name: "b", status: "A" },
  { id: "10", created: "2024-01-02T00:00:00.500", name: "a", status: "B" },
  { id: "11", created: "2024-01-02T00:00:00", name: "b", status: "C" },
  { id: "12", created: "2024-01-03T00:00:00", name: "c", overlap: 3 },
].map((view) => ({ view }));

function ids(query: string, sorted = true): string {
  const page = findPage(
    RECORDS,
    { query: new URLSearchParams(query) },
    RULES,
    sorted,
  );
  return page.records.map(({ view }) => view.id).join() +
    (page.has_more ? "+" : "");
}

const CASES: [query: string, ids: string][] = [
  ["", "9,10+"],
  ["limit=3", "9,10,11+"],
  ["limit=4", "9,10,11,12"],
  ["id_gt=10", "11,12"],
  ["id_gte=10&limit=9", "10,11,12"],
  ["id_lt=10&limit=9", "9"],
  ["id_lte=10&limit=9", "9,10"],
  ["id_gt=9&id_lte=11", "10,11"],
  ["id_gt=12", ""],
  ["sort=-id", "12,11+"],
  ["sort=-id&id_lt=11", "10,9"],
  ["sort=created&limit=9", "9,11,10,12"],
  ["sort=name,-id&limit=9", "10,11,9,12"],
  ["created_gte=2024-01-02&limit=9", "10,11,12"],
  ["created_gt=2024-01-02T00:00:00Z&limit=9", "10,12"],
  ["created_lt=2024-01-02T00:00:00.500000&limit=9", "9,11"],
  ["name=b", "9,11"],
  ["status=A,C", "9,11"],
  ["overlap_gte=3", "12"],
  ["overlap_lt=3", ""],
];

for (const [query, expected] of CASES) {
  Deno.test(`findPage() answers '${query}'`, () => {
    assertEquals(ids(query), expected);
    assertEquals(ids(query, false), expected);
  });
}

const WRONG: [query: string, path: string, code: string][] = [
  ["limit=0", "limit", "VALUE_OUT_OF_BOUNDS"],
  ["limit=1001", "limit", "VALUE_OUT_OF_BOUNDS"],
  ["limit=many", "limit", "INTEGER_EXPECTED"],
  ["sort=age", "sort", "UNKNOWN_ENUM_VALUE"],
  ["created_gt=yesterday", "created_gt", "INVALID_DATE_TIME_SYNTAX"],
];

for (const [query, path, code] of WRONG) {
  Deno.test(`findPage() refuses '${query}'`, async () => {
    const api = new Api();
    const list = `/pools?${query}`;
    const error = await api.expect(400, "GET", list);
    assertEquals(error.payload[path].code, code);
  });
}

Deno.test("compareIds() compares numbers by value and the rest as text", () => {
  assertEquals(compareIds("9", "10") < 0, true);
  assertEquals(compareIds("a9", "a10") > 0, true);
  assertEquals(compareIds("10", "10"), 0);
});

Deno.test("findPage() reads only what one page by id needs", () => {
  let reads = 0;
  const records = Array.from({ length: 100_000 }, (_, index) => {
    const view = { id: String(index).padStart(6, "0"), status: "A" };
    return {
      get view() {
        reads++;
        return view;
      },
    };
  });
  let after = "";
  let pages = 0;
  while (true) {
    const query = new URLSearchParams({ limit: "1000", id_gt: after });
    const page = findPage(records, { query }, RULES, true);
    pages++;
    after = page.records.at(-1)!.view.id;
    if (!page.has_more) break;
  }
  assertEquals(pages, 100);
  assertLess(reads, 110_000);
});

const REQUIRED: [path: string, field: string][] = [
  ["/tasks", "pool_id"],
  ["/task-suites", "pool_id"],
  ["/assignments", "pool_id"],
];

for (const [path, field] of REQUIRED) {
  Deno.test(`GET ${path} asks for '${field}'`, async () => {
    const error = await new Api().expect(400, "GET", path);
    assertEquals(error.payload[field].code, "VALUE_REQUIRED");
  });
}

Deno.test("GET /tasks lists every task once, page by page", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 250);
  const tasks = await api.list(`/tasks?pool_id=${pool.id}`);
  assertEquals(tasks.length, 250);
  assertEquals(new Set(tasks.map(({ id }) => id)).size, 250);
});

Deno.test("largePages decides about a limit above the maximum", async () => {
  for (const path of ["/skills", "/api/app/v0/apps"]) {
    await new Api().expect(400, "GET", `${path}?limit=200000`);
    await new Api({ largePages: "CLAMP" }).get(`${path}?limit=200000`);
  }
  const api = new Api({ largePages: "CLAMP" });
  for (let i = 0; i < 101; i++) await api.post("/skills", { name: `${i}` });
  const { items, has_more } = await api.get("/skills?limit=200000");
  assertEquals([items.length, has_more], [100, true]);
});
