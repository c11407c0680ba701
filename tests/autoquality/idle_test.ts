/** When a pool is idle. */
import { assertEquals } from "@std/assert";
import { FakeClock } from "../_clock.ts";
import { IdleWatch } from "../../src/autoquality/idle.ts";

Deno.test("IdleWatch counts from the first look and from each submission", async () => {
  using time = new FakeClock();
  const newest: Record<string, string | undefined> = {};
  const client = {
    assignments: {
      find: ({ pool_id }: { pool_id: string }) => {
        const id = newest[pool_id];
        return Promise.resolve({ items: id === undefined ? [] : [{ id }] });
      },
    },
  };
  const watch = new IdleWatch(client as never, 60_000, {});
  const idle = async () => [await watch.isIdle("a"), await watch.isIdle("b")];
  time.tick(600_000);
  assertEquals(await idle(), [false, false]);
  time.tick(59_999);
  newest.a = "submission 1";
  assertEquals(await idle(), [false, false]);
  time.tick(1);
  assertEquals(await idle(), [false, true]);
  time.tick(59_998);
  assertEquals(await idle(), [false, true]);
  time.tick(1);
  assertEquals(await idle(), [true, true]);
  newest.b = "submission 2";
  assertEquals(await idle(), [true, false]);
});
