import { assertEquals } from "@std/assert";
import { callsOf, serving } from "./_toloka.ts";

Deno.test("RequesterResource.get() reads the account", async () => {
  const requester = { id: "1", balance: 12.34 };
  const { toloka, asked } = serving([requester]);
  assertEquals(await toloka.requester.get(), requester as never);
  assertEquals(callsOf(asked), ["GET /api/v1/requester"]);
});
