import { assertEquals } from "@std/assert";
import { formatRequest } from "../../src/simulator/mod.ts";
import { coerceBody } from "../../src/simulator/checks/coercion.ts";
import type { Rules } from "../../src/simulator/checks/validation.ts";
import { Api, POOL } from "./api.ts";

const RULES: Rules = {
  flag: { type: "boolean" },
  count: { type: "integer", min: 1, tolerated: 0 },
  share: { type: "number" },
  name: { type: "string" },
  inherited: { type: "boolean", required: true, assumed: false },
  inner: { type: "object", fields: { count: { type: "integer" } } },
  list: { type: "array", items: { type: "integer" } },
};

const CASES: [given: object, expected: object, coerced: string[]][] = [
  [{ flag: "true" }, { flag: true }, ["flag"]],
  [{ flag: "False" }, { flag: false }, ["flag"]],
  [{ flag: "yes" }, { flag: "yes" }, []],
  [{ count: 2.7 }, { count: 2 }, ["count"]],
  [{ count: "3" }, { count: 3 }, ["count"]],
  [{ count: 0 }, { count: 1 }, ["count"]],
  [{ count: -1 }, { count: -1 }, []],
  [{ count: "" }, { count: "" }, []],
  [{ share: "0.5" }, { share: 0.5 }, ["share"]],
  [{ share: "much" }, { share: "much" }, []],
  [{ name: 5 }, { name: "5" }, ["name"]],
  [{ name: {} }, { name: {} }, []],
  [{ inner: { count: "1" } }, { inner: { count: 1 } }, ["inner.count"]],
  [{ list: [1, "2"] }, { list: [1, 2] }, ["list.1"]],
  [{ name: null }, { name: null }, []],
];

for (const [given, expected, coerced] of CASES) {
  Deno.test(`coerceBody() reads ${JSON.stringify(given)}`, () => {
    const body = { inherited: true, ...structuredClone(given) };
    assertEquals(coerceBody(body, RULES), coerced);
    assertEquals(body, { inherited: true, ...expected });
  });
}

Deno.test("coerceBody() assumes a value and names items", () => {
  const body: unknown = [{ inherited: true }, { flag: "true" }];
  assertEquals(coerceBody(body, RULES), ["1.flag", "1.inherited"]);
  assertEquals(body, [
    { inherited: true },
    { flag: true, inherited: false },
  ]);
  assertEquals(coerceBody(undefined, RULES), []);
  assertEquals(coerceBody("text", RULES), []);
});

/** A pool that the platform takes although its description forbids it. */
const SLOPPY = {
  ...POOL,
  may_contain_adult_content: "false",
  auto_accept_solutions: "true",
  defaults: {
    default_overlap_for_new_tasks: 3,
    default_overlap_for_new_task_suites: 0,
  },
};

Deno.test("the server coerces values and logs them", async () => {
  const api = new Api({ strict: false });
  const { id: project_id } = await api.project();
  const pool = await api.post("/pools", { ...SLOPPY, project_id });
  assertEquals(pool.may_contain_adult_content, false);
  assertEquals(pool.auto_accept_solutions, true);
  const request = api.simulator.requests.at(-1)!;
  assertEquals(request.coerced?.toSorted(), [
    "auto_accept_solutions",
    "defaults.default_overlap_for_new_task_suites",
    "may_contain_adult_content",
  ]);
  assertEquals(/coerced may_contain/.test(formatRequest(request)), true);
  const training = await api.post("/trainings", {
    project_id,
    private_name: "Training",
    training_tasks_in_task_suite_count: 1,
  });
  assertEquals(training.inherited_instructions, false);
});

Deno.test("a strict server refuses what the description forbids", async () => {
  const api = new Api({ strict: true });
  const { id: project_id } = await api.project();
  const error = await api.expect(400, "POST", "/pools", {
    ...SLOPPY,
    project_id,
  });
  assertEquals(Object.keys(error.payload).toSorted(), [
    "auto_accept_solutions",
    "defaults.default_overlap_for_new_task_suites",
    "may_contain_adult_content",
  ]);
});
