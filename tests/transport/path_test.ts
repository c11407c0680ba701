import { assertEquals, assertThrows } from "@std/assert";
import { path } from "../../src/transport/path.ts";

Deno.test("path() puts ids into a path", () => {
  assertEquals(`${path`/api/v1/pools/${"7"}/open`}`, "/api/v1/pools/7/open");
  assertEquals(`${path`/a/${"1"}/b/${"2"}`}`, "/a/1/b/2");
  assertEquals(`${path`/api/v1/pools`}`, "/api/v1/pools");
});

Deno.test("path() escapes what would lead to another endpoint", () => {
  const cases: [string, string][] = [
    ["a/b", "a%2Fb"],
    ["a?b=c#d", "a%3Fb%3Dc%23d"],
    ["%2F", "%252F"],
    ["../x", "..%2Fx"],
    ["...", "..."],
    ["пул", "%D0%BF%D1%83%D0%BB"],
    ["00022cfa46--637cf4", "00022cfa46--637cf4"],
  ];
  for (const [id, escaped] of cases) {
    assertEquals(`${path`/api/v1/tasks/${id}`}`, `/api/v1/tasks/${escaped}`);
  }
});

Deno.test("path() refuses what is no id", () => {
  const cases: [unknown, string][] = [
    ["", 'current value is ""'],
    [".", 'current value is "."'],
    ["..", 'current value is ".."'],
    [undefined, "current value is undefined"],
    [null, "current value is null"],
    [7, "current value is 7"],
  ];
  for (const [id, end] of cases) {
    assertThrows(
      () => `${path`/api/v1/pools/${id as string}/open`}`,
      TypeError,
      `Cannot make a request to "/api/v1/pools/.../open" as an id must be a non-empty string: ${end}`,
    );
  }
});

Deno.test("path() checks every id", () => {
  assertThrows(() => `${path`/a/${"1"}/b/${""}`}`, TypeError, '"/a/.../b/..."');
});
