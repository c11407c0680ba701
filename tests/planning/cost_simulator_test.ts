/** Holds the estimate against what pools really come to, in the simulator. */
import { assert } from "@std/assert";
import { estimateCost } from "../../src/planning/mod.ts";
import type { MixerConfig } from "../../src/types/pools.ts";
import { Api } from "../simulator/api.ts";

const DAY = 24 * 3_600_000;

interface Sample {
  count: number;
  overlap: number;
  real: number;
  more?: Partial<MixerConfig>;
}

const SAMPLES: readonly Sample[] = [
  { count: 10, overlap: 3, real: 3 },
  { count: 23, overlap: 4, real: 4 },
  { count: 8, overlap: 4, real: 4 },
  { count: 6, overlap: 5, real: 3, more: { min_real_tasks_count: 1 } },
  { count: 2, overlap: 5, real: 6 },
  { count: 31, overlap: 2, real: 5, more: { force_last_assignment: false } },
  { count: 17, overlap: 1, real: 1 },
];

for (const [index, { count, overlap, real, more }] of SAMPLES.entries()) {
  Deno.test(`estimateCost() bounds what ${count} tasks by ${overlap} Tolokers cost, ${real} on a page`, async () => {
    const api = new Api({ seed: index, fee: 0.2, population: { count: 60 } });
    const project = await api.post("/projects", {
      public_name: "Cats",
      public_description: "Is it a cat?",
      assignments_issuing_type: "AUTOMATED",
      task_spec: {
        input_spec: { image: { type: "string" } },
        output_spec: { cat: { type: "boolean" } },
        view_spec: { type: "classic", markup: "" },
      },
    });
    const settings = {
      project_id: project.id,
      private_name: "Cats",
      may_contain_adult_content: false,
      will_expire: "2090-01-01T00:00:00",
      reward_per_assignment: 0.03,
      assignment_max_duration_seconds: 6_000,
      defaults: { default_overlap_for_new_task_suites: 1 },
      mixer_config: {
        real_tasks_count: real,
        golden_tasks_count: 0,
        training_tasks_count: 0,
        ...more,
      },
    };
    const pool = await api.post("/pools", settings);
    const tasks = Array.from({ length: count }, (_, number) => ({
      pool_id: pool.id,
      input_values: { image: String(number) },
      overlap,
    }));
    const { balance: before } = await api.get("/requester");
    await api.post("/tasks", tasks);
    await api.run(`/pools/${pool.id}/open`);
    await api.simulator.advance(20 * DAY);
    const { balance: after } = await api.get("/requester");
    const done = await api.list(
      `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
    );

    const { assignments, total } = estimateCost(settings, tasks, { fee: 0.2 });

    const spent = before - after;
    const found = JSON.stringify({ done: done.length, assignments });
    assert(done.length >= assignments.min, found);
    assert(done.length <= assignments.max, found);
    // Balances are subtracted here in binary fractions.
    assert(spent > total.min - 1e-6 && spent < total.max + 1e-6, `${spent}`);
  });
}
