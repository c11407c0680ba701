/** A short campaign of faults in this process; `deno task chaos` runs the long one. */
import { assert, assertEquals } from "@std/assert";
import { clientOf, doJob, inParallel } from "./_client.ts";
import { FAULTS } from "./_faults.ts";
import { jobOf } from "./_jobs.ts";
import { judge, type Verdict } from "./_judge.ts";
import { ChaosServer } from "./_server.ts";
import { World } from "./_world.ts";

const SEED = 20;
const JOBS = 400;

Deno.test("the client does nothing twice, loses nothing and says what is true under faults of real sockets", async () => {
  const world = new World();
  const jobs = Array.from({ length: JOBS }, (_, i) => jobOf(SEED, i + 1));
  for (const job of jobs) world.prepare(job);
  await using server = new ChaosServer(SEED, world);
  await using toloka = clientOf(await server.listen());
  const claims = new Map<number, Awaited<ReturnType<typeof doJob>>>();
  await inParallel(
    jobs.map((job) => async () => {
      claims.set(job.number, await doJob(toloka, job));
    }),
    48,
  );
  await server.settled();
  const verdicts = jobs.map((job) =>
    judge(world, job, claims.get(job.number)!)
  );
  const told = (key: "doubled" | "lost" | "misreported") =>
    verdicts.filter((verdict: Verdict) => verdict[key].length > 0)
      .map(({ job, [key]: what }) =>
        `job ${job.number} (${job.kind}): ${what}`
      );
  assertEquals(
    [told("doubled"), told("lost"), told("misreported")],
    [[], [], []],
  );
  // The faults were there, and much of the work was done all the same.
  assertEquals([...server.injected.keys()].length, FAULTS.length);
  const done = verdicts.filter(({ done }) => done).length;
  assert(done > JOBS / 4, `${done} of ${JOBS} jobs were done`);
});
