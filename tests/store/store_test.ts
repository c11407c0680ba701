/** Stores that need nothing but the runtime; `deno task test:stores` tests them all. */
import { assertRejects } from "@std/assert";
import { memoryStore, sqliteStore } from "../../src/store/mod.ts";
import { testStore } from "./_conformance.ts";

testStore({
  name: "memoryStore",
  open: () => Promise.resolve(memoryStore()),
});
testStore({ name: "sqliteStore", open: () => sqliteStore(":memory:") });

Deno.test("sqliteStore() refuses a durability that it does not know", async () => {
  await assertRejects(
    // @ts-expect-error: not a durability
    () => sqliteStore(":memory:", { durability: "OFF" }),
    TypeError,
    '"FULL" or "NORMAL": current value is "OFF"',
  );
});
