/** Ranking of pools. */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  type PoolScores,
  rankPools,
  type ScoredPool,
} from "../../src/autoquality/mod.ts";

const same: PoolScores = {
  accuracy_labels: 0.9,
  accuracy_golden: 0.8,
  agreement: 0.8,
  alpha_krippendorff: 0.7,
  spending_per_task: 0.02,
  tasks_per_second: 0.5,
  bans_ratio: 0.1,
  unique_submitters_count: 20,
  spent_budget: 2,
  num_bans: 2,
  num_other_bans: 0,
  ban_reason_counts: {},
  answers: 300,
  tasks: 100,
};

function poolsOf(...scores: Partial<PoolScores>[]): ScoredPool[] {
  return scores.map((more, i) => ({
    pool_id: String(i + 1),
    scores: { ...same, ...more },
  }));
}

const order = (pools: ScoredPool[]) =>
  rankPools(pools).map(({ pool_id }) => pool_id);

Deno.test("rankPools() ranks each score in its direction", () => {
  const better: Partial<PoolScores>[] = [
    { accuracy_labels: 0.95 },
    { accuracy_golden: 0.85 },
    { agreement: 0.9 },
    { alpha_krippendorff: 0.8 },
    { spending_per_task: 0.015 },
    { tasks_per_second: 0.6 },
    { bans_ratio: 0 },
  ];
  for (const scores of better) {
    assertEquals(order(poolsOf({}, scores)), ["2", "1"]);
  }
});

Deno.test("rankPools() lets tiny differences of cost weigh little", () => {
  const [best] = rankPools(poolsOf(
    { accuracy_golden: 0.8, spending_per_task: 0.0200 },
    { accuracy_golden: 0.82, spending_per_task: 0.0201 },
  ));
  assertEquals(best?.pool_id, "2");
  assertAlmostEquals(best!.ranks.spending_per_task!, 0.995, 0.001);
});

Deno.test("rankPools() keeps the order of two pools whatever else takes part", () => {
  const two = poolsOf({ accuracy_labels: 0.95 }, { spending_per_task: 0.018 });
  const poor = poolsOf({}, {}, {
    accuracy_labels: 0.2,
    spending_per_task: 0.05,
  });
  const all = order([...two, poor[2]!]);
  assertEquals(all.filter((id) => id !== "3"), order(two));
  assertEquals(all.at(-1), "3");
});

Deno.test("rankPools() puts the cheaper of equal pools first, then the one given first", () => {
  assertEquals(order(poolsOf({}, {})), ["1", "2"]);
  const [first, second] = rankPools(poolsOf({}, {}));
  assertEquals(first?.main_rank, second?.main_rank);
  const weights = { spending_per_task: 0 };
  const ranked = rankPools(poolsOf({}, { spending_per_task: 0.01 }), {
    weights,
  });
  assertEquals(ranked.map(({ pool_id }) => pool_id), ["2", "1"]);
});

Deno.test("rankPools() takes a missing score for the worst one there is, in that column alone", () => {
  const { accuracy_golden: _, ...missing } = same;
  const pools = [
    ...poolsOf({ accuracy_golden: 0.9 }, { accuracy_golden: 0.75 }),
    { pool_id: "3", scores: missing },
    { pool_id: "4", scores: { ...same, accuracy_golden: NaN } },
  ];
  const ranks = new Map(
    rankPools(pools).map((rank) => [rank.pool_id, rank]),
  );
  for (const id of ["3", "4"]) {
    assertEquals(ranks.get(id)?.main_rank, ranks.get("2")?.main_rank);
    assertEquals(ranks.get(id)?.ranks.agreement, 1);
  }
});

Deno.test("rankPools() leaves a score out that no pool has", () => {
  const { accuracy_golden: _, accuracy_labels: __, ...missing } = same;
  const [rank] = rankPools([{ pool_id: "1", scores: missing }]);
  assertEquals(rank?.main_rank, 1);
  assertEquals("accuracy_golden" in rank!.ranks, false);
});

Deno.test("rankPools() ranks nothing, and pools that cost and take nothing", () => {
  assertEquals(rankPools([]), []);
  const free = { spending_per_task: 0, tasks_per_second: 0 };
  assertEquals(rankPools(poolsOf(free, {}))[0]?.ranks.spending_per_task, 1);
});

Deno.test("rankPools() refuses weights that are none", () => {
  assertThrows(
    () => rankPools(poolsOf({}), { weights: { agreement: -1 } }),
    RangeError,
    "Cannot rank pools as 'weights.agreement' must be a finite number from 0: current value is -1",
  );
  assertThrows(
    () => rankPools(poolsOf({}), { weights: { speed: 1 } as never }),
    RangeError,
    "'weights' must be of accuracy_labels",
  );
});
