import { assertEquals, assertThrows } from "@std/assert";
import { formatTime, parseTime, toNaiveUtc } from "../mod.ts";

Deno.test("parseTime() reads what names no zone as UTC", () => {
  const cases: [string, string][] = [
    ["2016-10-09T11:42:01", "2016-10-09T11:42:01.000Z"],
    ["2016-10-09T11:42:01.5", "2016-10-09T11:42:01.500Z"],
    ["2016-10-09T11:42:01.123", "2016-10-09T11:42:01.123Z"],
    ["2016-10-09T11:42:01.123999", "2016-10-09T11:42:01.123Z"],
    ["2016-10-09T11:42", "2016-10-09T11:42:00.000Z"],
    ["2016-10-09 11:42:01", "2016-10-09T11:42:01.000Z"],
    ["2016-10-09", "2016-10-09T00:00:00.000Z"],
    ["2016-10-09T11:42:01Z", "2016-10-09T11:42:01.000Z"],
    ["2016-10-09T11:42:01z", "2016-10-09T11:42:01.000Z"],
    ["2016-10-09T11:42:01+03:00", "2016-10-09T08:42:01.000Z"],
    ["2016-10-09T11:42:01.250-0330", "2016-10-09T15:12:01.250Z"],
  ];
  for (const [text, expected] of cases) {
    assertEquals(parseTime(text).toISOString(), expected, text);
  }
});

Deno.test("parseTime() does not depend on the machine's zone", () => {
  const given: unknown[] = [];
  const real = globalThis.Date;
  globalThis.Date = new Proxy(real, {
    construct(target, args) {
      given.push(...args);
      return Reflect.construct(target, args);
    },
  });
  try {
    parseTime("2016-10-09T11:42:01");
    parseTime("2016-10-09");
  } finally {
    globalThis.Date = real;
  }
  assertEquals(given, ["2016-10-09T11:42:01.000Z", "2016-10-09T00:00:00.000Z"]);
});

Deno.test("parseTime() refuses what is no moment", () => {
  const texts = ["", "now", "1476013321", "09.10.2016", "2016-13-09"]
    .concat(["2016-10-09T25:00:00", "2016-10-09T11:42:01 and more"])
    .concat(["2016-10-09T", "2016-10", "2016-10-09T11"]);
  for (const text of texts) {
    assertThrows(
      () => parseTime(text),
      RangeError,
      `Cannot parse time as it is not an ISO 8601 moment: current value is "${text}"`,
    );
  }
});

Deno.test("formatTime() writes UTC without a zone", () => {
  assertEquals(formatTime(new Date(0)), "1970-01-01T00:00:00");
  assertEquals(formatTime(new Date(1)), "1970-01-01T00:00:00.001");
  assertEquals(formatTime(new Date(100)), "1970-01-01T00:00:00.100");
});

Deno.test("formatTime() refuses a date that is none", () => {
  assertThrows(
    () => formatTime(new Date(NaN)),
    RangeError,
    "Cannot format time as the date is not valid",
  );
});

Deno.test("formatTime() and parseTime() undo each other", () => {
  for (const ms of [0, 1, 999, 1_476_013_321_000, 4_102_444_799_999]) {
    assertEquals(parseTime(formatTime(new Date(ms))).getTime(), ms);
  }
});

Deno.test("toNaiveUtc() turns a zone into UTC and keeps every digit", () => {
  const cases: [string, string][] = [
    ["2020-01-01T03:00:00+03:00", "2020-01-01T00:00:00"],
    ["2020-01-01T00:30:00+01:00", "2019-12-31T23:30:00"],
    ["2020-01-01T03:00:00.123456Z", "2020-01-01T03:00:00.123456"],
    ["2020-01-01T03:00Z", "2020-01-01T03:00:00"],
    ["2020-01-01T03:00:00", "2020-01-01T03:00:00"],
    ["2020-01-01T03:00:00.1", "2020-01-01T03:00:00.1"],
    ["2020-01-01", "2020-01-01"],
    ["an id", "an id"],
    ["", ""],
  ];
  for (const [text, expected] of cases) {
    assertEquals(toNaiveUtc(text), expected, text);
  }
});

Deno.test("toNaiveUtc() refuses a moment with a zone that does not exist", () => {
  assertThrows(() => toNaiveUtc("2020-13-01T00:00:00Z"), RangeError);
});
