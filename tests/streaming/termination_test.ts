/** The end of a process, as streams see it. */
import { assert, assertEquals } from "@std/assert";
import process from "node:process";
import { memoryStore } from "../../src/store/mod.ts";
import {
  assignmentEvents,
  terminationSignal,
} from "../../src/streaming/mod.ts";
import { Records } from "./_records.ts";

Deno.test("terminationSignal() ends a stream cleanly, and stops listening", async () => {
  const [records, store] = [new Records(), memoryStore()];
  for (const id of ["a", "b", "c"]) records.submit(id, "2024-01-01T00:00:01");
  const ids: string[] = [];
  {
    using termination = terminationSignal();
    const { signal } = termination;
    const query = { pool_id: "1", types: ["SUBMITTED"] as const };
    const options = { store, name: "test", signal };
    for await (
      const { id } of assignmentEvents(records.client(), query, options)
    ) {
      ids.push(id);
      process.emit("SIGTERM");
    }
    assertEquals(signal.reason.name, "AbortError");
    assertEquals(process.listenerCount("SIGINT"), 0);
  }
  assertEquals(ids, ["a"]);
  const left = await store.list("stream/test/inbox/", { limit: 9 });
  assertEquals(left.length, 2);
  {
    using _unused = terminationSignal();
    assert(process.listenerCount("SIGTERM") > 0);
  }
  assertEquals(process.listenerCount("SIGTERM"), 0);
});
