import { assert, assertEquals } from "@std/assert";
import { clientOf } from "../transport/_fetch.ts";

/** Methods that give a listing or a stream of rows, which fails when it is read. */
const LAZY = ["constructor", "list", "table"];

Deno.test("every method of every resource rejects and does not throw", async () => {
  const toloka = clientOf(() => Promise.reject(new Error("sent")), {
    retries: 0,
  });
  const misuses = [[""], ["\ud800"], [undefined], [null, null], [{}, {}], [5]];
  const wrong: string[] = [];
  let count = 0;
  for (const [name, resource] of Object.entries(toloka)) {
    for (
      const method of Object.getOwnPropertyNames(
        Object.getPrototypeOf(resource),
      )
    ) {
      if (LAZY.includes(method)) continue;
      for (const args of misuses) {
        count++;
        try {
          await Promise.resolve(resource[method](...args)).catch(() => {});
        } catch (error) {
          wrong.push(`${name}.${method}(${args}): ${(error as Error).message}`);
          break;
        }
      }
    }
  }
  assert(count > 500);
  assertEquals(wrong, []);
});
