/** Time that agrees with the wall clock while people come and answer faster. */

import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { parseTime, TolokaClient } from "../../mod.ts";
import { Simulator } from "../../src/simulator/mod.ts";
import { POOL, PROJECT } from "./api.ts";

const START = Date.UTC(2024, 0, 8, 12);

Deno.test("with speed 1 and pace 60 a client sees its own time, and answers soon", async () => {
  let wall = 0;
  const { now } = performance;
  using _clock = {
    [Symbol.dispose]: () => performance.now = now,
  };
  performance.now = () => wall;
  const simulator = new Simulator({
    start: new Date(START),
    time: { speed: 1, pace: 60 },
    population: { count: 100, habits: { careful: 1 } },
  });
  const toloka = new TolokaClient({
    token: "any",
    url: simulator.url,
    fetch: (input, init) => {
      wall += 1_000;
      return simulator.fetch(input, init);
    },
  });
  const project = await toloka.request("POST", "/api/v1/projects", {
    body: PROJECT,
  }) as { id: string };
  const pool = await toloka.pools.create({
    ...POOL,
    project_id: project.id,
    will_expire: "2030-01-01",
  });
  await toloka.tasks.createMany(
    Array.from({ length: 50 }, (_, index) => ({
      pool_id: pool.id,
      overlap: 3,
      input_values: { image: `https://example.com/${index}.jpg` },
    })),
  );
  await toloka.pools.startOpen(pool.id);
  let after = new Date(START);
  const seen = new Set<string>();
  for (let done = false; !done;) {
    assertLess(wall, 3_600_000);
    done = (await toloka.pools.get(pool.id)).last_stopped != null;
    const since = after;
    after = new Date(START + wall);
    const answers = toloka.assignments.list({
      pool_id: pool.id,
      submitted_gte: since,
    });
    for await (const { id, created, submitted } of answers) {
      assert(parseTime(created!) <= parseTime(submitted!));
      assert(parseTime(submitted!).getTime() <= START + wall);
      seen.add(id);
    }
  }
  assertEquals(simulator.now.getTime(), START + wall);
  assertGreater(seen.size, 20);
  const all = toloka.assignments.list({ pool_id: pool.id, status: "ACCEPTED" });
  for await (const { id } of all) assert(seen.delete(id));
  assertEquals([...seen], []);
  // People would take hours.
  assertGreater(wall, 10_000);
  await toloka.close();
});
