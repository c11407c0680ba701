/** The journal under jobs, where two processes meet at the worst moment. */
import { assertEquals, assertRejects } from "@std/assert";
import { memoryStore, type Store } from "../../src/store/mod.ts";
import { Journal, type Outcome } from "../../src/streaming/journal.ts";

const outcome = (more: Partial<Outcome>): Outcome => ({
  ids: new Map(),
  errors: new Map(),
  restNotCreated: false,
  ...more,
});

Deno.test("Journal does not take back what another process has created meanwhile", async () => {
  const inner = memoryStore();
  const rows = [{ key: "row", item: { amount: 1 } }];
  const error = new Error("the operation failed");
  const failed = outcome({ restNotCreated: true, error });
  const operations: string[] = [];
  const run = async (store: Store, answers: Outcome[]) => {
    const journal = new Journal<{ amount: number }>({
      store,
      kind: "test",
      name: "race",
      send: (_, operationId) => {
        operations.push(operationId);
        return Promise.resolve(answers.shift()!);
      },
    });
    for await (const _ of journal.run(rows));
    return await journal.row("row");
  };
  let hasRaced = false;
  const slow: Store = {
    get: (key) => inner.get(key),
    list: (prefix, options) => inner.list(prefix, options),
    close: () => inner.close(),
    async commit(commit) {
      if (!hasRaced && commit.delete?.some((key) => key.includes("/batch/"))) {
        hasRaced = true;
        // The other process learns of the failure too, and creates the row.
        await assertRejects(() => run(inner, [failed]), Error, "failed");
        await run(inner, [outcome({ ids: new Map([[0, "1"]]) })]);
      }
      return await inner.commit(commit);
    },
  };
  await assertRejects(() => run(slow, [failed]), Error, "failed");
  assertEquals((await run(inner, []))?.id, "1");
  assertEquals(operations.length, 3);
  assertEquals(new Set(operations).size, 2);
});
