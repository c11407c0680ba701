import { assertEquals, assertThrows } from "@std/assert";
import {
  checkOverlap,
  serializeTask,
  withMembers,
} from "../../src/creation/content.ts";

Deno.test("serializeTask() gives the task as JSON, and the bytes of its values", () => {
  const task = {
    pool_id: "21",
    input_values: { a: "ё" },
    overlap: 3,
    known_solutions: [{ output_values: { b: 1 } }],
    baseline_solutions: [{ output_values: { b: 12 } }],
  };
  const { json, size } = serializeTask(task);
  assertEquals(JSON.parse(json), task);
  assertEquals(size.input, 10);
  // At least the values, and what surrounds them.
  assertEquals(size.output, 27 + 28);
});

Deno.test("serializeTask() takes tasks without values, and with null as the API may answer", () => {
  assertEquals(serializeTask({}), {
    json: "{}",
    size: { input: 0, output: 0 },
  });
  const { json, size } = serializeTask(
    { known_solutions: null, baseline_solutions: null } as never,
  );
  assertEquals(size, { input: 0, output: 0 });
  assertEquals(json, '{"known_solutions":null,"baseline_solutions":null}');
});

Deno.test("withMembers() adds members to any object", () => {
  assertEquals(withMembers("{}", { a: "1" }), '{"a":1}');
  assertEquals(
    withMembers('{"b":2}', { a: "1", c: undefined }),
    '{"b":2,"a":1}',
  );
  assertEquals(withMembers('{"b":2}', {}), '{"b":2}');
});

Deno.test("checkOverlap() refuses an overlap that is finite and infinite at once", () => {
  assertThrows(
    () => checkOverlap("add", { overlap: 3, infinite_overlap: true }, 7),
    TypeError,
    "item 7 has 'overlap' 3 and 'infinite_overlap' true",
  );
});

Deno.test("checkOverlap() refuses an overlap that is neither finite nor infinite", () => {
  assertThrows(
    () => checkOverlap("add", { overlap: null, infinite_overlap: false }, 0),
    TypeError,
  );
});

Deno.test("checkOverlap() lets every other overlap pass", () => {
  checkOverlap("add", {}, 0);
  checkOverlap("add", { overlap: 3 }, 0);
  checkOverlap("add", { overlap: null }, 0);
  checkOverlap("add", { infinite_overlap: true }, 0);
  checkOverlap("add", { overlap: 3, infinite_overlap: false }, 0);
  checkOverlap("add", { overlap: null, infinite_overlap: true }, 0);
});
