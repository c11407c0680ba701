import { assertEquals, assertThrows } from "@std/assert";
import { checkNames, nearest } from "../src/names.ts";

Deno.test("checkNames() suggests the name that was meant", () => {
  const known = new Set(["retries", "timeout", "project_id"]);
  checkNames("act", "option", { retries: 1 }, known);
  for (
    const [name, meant] of [
      ["maxRetries", "retries"],
      ["timeOut", "timeout"],
      ["projectId", "project_id"],
    ] as const
  ) {
    assertThrows(
      () => checkNames("act", "option", { [name]: 1 }, known),
      TypeError,
      `Cannot act as there is no option '${name}': did you mean '${meant}'?`,
    );
  }
  assertThrows(
    () => checkNames("act", "option", { quux: 1 }, known),
    TypeError,
    "Cannot act as there is no option 'quux'",
  );
});

Deno.test("nearest() gives nothing where nothing is near", () => {
  assertEquals(nearest("banana", ["retries", "timeout"]), undefined);
});

Deno.test("nearest() takes only slips for a name where other names may be right", () => {
  const known = ["type", "status", "private_comment"];
  assertEquals(nearest("statsu", known, true), "status");
  assertEquals(nearest("privateComment", known, true), "private_comment");
  assertEquals(nearest("status_reason", known, true), undefined);
  assertEquals(nearest("status_reason", known), "status");
});
