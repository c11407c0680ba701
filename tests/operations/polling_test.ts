import { assert, assertEquals } from "@std/assert";
import { FakeClock } from "../_clock.ts";
import { clientOf } from "../transport/_fetch.ts";

/** Waits for an operation of some length, and counts how often it is read. */
async function waitFor(length: number, hasProgress: boolean) {
  using time = new FakeClock();
  const began = Date.now();
  let reads = 0;
  const toloka = clientOf(
    (() => {
      reads++;
      const part = Math.min(1, (Date.now() - began) / length);
      return Promise.resolve(Response.json({
        id: "1",
        type: "POOL.OPEN",
        status: part < 1 ? "RUNNING" : "SUCCESS",
        ...(hasProgress ? { progress: Math.round(100 * part) } : {}),
      }));
    }) as typeof fetch,
  );
  let late: number | undefined;
  toloka.operations.wait("1").then(() => late = Date.now() - began - length);
  while (late === undefined) await time.nextAsync();
  return { reads, late };
}

Deno.test("Operations.wait() reads when the operation's progress says that it will have ended", async () => {
  for (const length of [50, 1_200, 20_000, 180_000]) {
    const { reads, late } = await waitFor(length, true);
    assert(late <= 300, `${late} ms late after ${length}`);
    const { reads: blind } = await waitFor(length, false);
    assert(reads <= blind + 12, `${reads} reads, ${blind} without progress`);
  }
  assertEquals((await waitFor(50, true)).reads, 2);
});
