import { assertEquals, assertThrows } from "@std/assert";
import { checkOverlap, contentSize } from "../../src/resources/content.ts";

Deno.test("contentSize() adds up the values of all tasks", () => {
  const sizes = contentSize([
    { input_values: { a: 1 } },
    {
      input_values: { a: 12 },
      known_solutions: [{ output_values: { b: 1 } }],
      baseline_solutions: [{ output_values: { b: 12 } }, {
        output_values: { b: 123 },
      }],
    },
    {},
  ]);
  assertEquals(sizes, { input: 7 + 8, output: 7 + 8 + 9 });
});

Deno.test("contentSize() takes null for no solutions, as the API may answer", () => {
  const task = { known_solutions: null, baseline_solutions: null };
  assertEquals(contentSize([task as never]), { input: 0, output: 0 });
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
