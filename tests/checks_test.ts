import { assertEquals, assertThrows } from "@std/assert";
import {
  checkDuration,
  checkId,
  checkInteger,
  checkJson,
  isRecord,
  show,
} from "../src/checks.ts";

Deno.test("isRecord() takes objects with named members only", () => {
  assertEquals(isRecord({}), true);
  for (const value of [null, undefined, [], "text", 1]) {
    assertEquals(isRecord(value), false);
  }
});

Deno.test("show() writes every kind of value in one line", () => {
  class Item {}
  const table: [unknown, string][] = [
    ["5", '"5"'],
    ["a\n\u001b[31m", '"a\\n\\u001b[31m"'],
    [5, "5"],
    [-0, "-0"],
    [NaN, "NaN"],
    [5n, "5n"],
    [undefined, "undefined"],
    [null, "null"],
    [{}, "{}"],
    [{ a: [1] }, '{"a":[1]}'],
    [{ a: 1n }, "Object"],
    [[1, "b"], '[1,"b"]'],
    [new Map(), "Map"],
    [new Item(), "Item"],
    [Object.create(null), "{}"],
    [new Date(0), 'Date "1970-01-01T00:00:00.000Z"'],
    [new RangeError("no"), 'RangeError "no"'],
    [show, "function show"],
    [Symbol("s"), "Symbol(s)"],
    ["x".repeat(500), `"${"x".repeat(199)}...`],
  ];
  for (const [value, text] of table) assertEquals(show(value), text);
});

Deno.test("checkInteger() names the rule and the value", () => {
  const table: [unknown, number, number | undefined, string, string][] = [
    [0, 1, undefined, "", "a whole number from 1: current value is 0"],
    ["5", 1, undefined, "", 'a whole number from 1: current value is "5"'],
    [1.5, 0, undefined, "", "a whole number from 0: current value is 1.5"],
    [7, 1, 5, "", "a whole number between 1 and 5: current value is 7"],
    [NaN, 1, Infinity, "", "a whole number from 1: current value is NaN"],
    [{}, 0, undefined, ", or null", "from 0, or null: current value is {}"],
  ];
  for (const [value, min, max, also, text] of table) {
    assertThrows(
      () => checkInteger("act", "n", value as number, min, max, also),
      RangeError,
      text,
    );
  }
  assertEquals(checkInteger("act", "n", 5, 1, 5), 5);
  assertEquals(checkInteger("act", "n", Infinity, 1, Infinity), Infinity);
});

Deno.test("checkDuration() takes what a timer can wait", () => {
  for (const ms of [1, 1.5, 2 ** 31 - 1]) {
    assertEquals(checkDuration("act", "timeout", ms), ms);
  }
  for (const ms of [0, -1, NaN, Infinity, 2 ** 31, "10", null, undefined]) {
    assertThrows(
      () => checkDuration("act", "timeout", ms as number),
      RangeError,
      "Cannot act as 'timeout' must be between 1 and 2147483647 milliseconds: current value is",
    );
  }
});

Deno.test("checkId() takes well-formed text that is no relative path", () => {
  assertEquals(checkId("act", "'id'", "a/b"), "a/b");
  for (const id of ["", ".", "..", "\ud800", 5, null, undefined, {}]) {
    assertThrows(() => checkId("act", "'id'", id), TypeError, "Cannot act as");
  }
});

Deno.test("checkJson() names the part that JSON would change", () => {
  const circle: Record<string, unknown> = {};
  circle.self = { circle };
  const table: [unknown, string][] = [
    [NaN, "the body cannot be sent as JSON: current value is NaN"],
    [{ a: [1, { b: Infinity }] }, "'a.1.b' of the body cannot"],
    [
      [{ id: 1n }],
      "'0.id' of the body cannot be sent as JSON: current value is 1n",
    ],
    [
      { m: new Map() },
      "'m' of the body cannot be sent as JSON: current value is Map",
    ],
    [{ s: new Set() }, "'s' of the body"],
    [{ b: new Uint8Array() }, "'b' of the body"],
    [{ d: new Date(NaN) }, "'d' of the body"],
    [{ f: () => {} }, "'f' of the body"],
    [{ s: Symbol("s") }, "'s' of the body"],
    [[undefined], "'0' of the body"],
    [circle, "'self.circle' of the body"],
  ];
  for (const [value, message] of table) {
    assertThrows(
      () => checkJson("act", value),
      TypeError,
      `Cannot act as ${message}`,
    );
  }
  assertThrows(
    () => checkJson("create tasks", { x: NaN }, "item 3"),
    TypeError,
    "Cannot create tasks as 'x' of item 3 cannot be sent as JSON",
  );
});

Deno.test("checkJson() lets through what JSON carries", () => {
  const shared = { a: 1 };
  const values = [
    null,
    "",
    0,
    -0,
    true,
    [],
    {},
    { a: undefined },
    {
      one: shared,
      two: shared,
    },
    new Date(0),
    { toJSON: () => 1 },
    Object.create(null),
    [[null]],
  ];
  for (const value of values) checkJson("act", value);
});
