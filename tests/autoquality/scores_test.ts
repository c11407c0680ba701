/** Scoring of pools. */
import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { wilsonInterval } from "../../src/aggregation/mod.ts";
import { type ScoreContext, scorePool } from "../../src/autoquality/mod.ts";
import { randomOf } from "../../src/autoquality/random.ts";
import { accuracyOfLabels } from "../../src/autoquality/scores.ts";
import type { Pool } from "../../src/types/mod.ts";
import { listOf } from "./_stubs.ts";

/** A Toloker's page: the answer to each task. */
interface Page {
  user: string;
  answers: Record<string, string>;
  submitted?: string;
}

interface Facts {
  /** Right answers of control tasks. */
  gold?: Record<string, string>;
  pages: Page[];
  bans?: [user: string, comment?: string][];
  spent?: number;
  pool?: Partial<Pool>;
}

function contextOf(
  { gold = {}, pages, bans = [], spent = 1, pool }: Facts,
): ScoreContext {
  const tasks = Object.entries(gold).map(([id, label]) => ({
    id,
    known_solutions: [{ output_values: { label } }],
  }));
  const assignments = pages.map(({ user, answers, submitted }) => ({
    user_id: user,
    status: "ACCEPTED",
    reward: 0.05,
    created: "2024-01-01T00:00:00",
    submitted: submitted ?? "2024-01-01T00:01:00",
    tasks: Object.keys(answers).map((id) => ({ id, input_values: {} })),
    solutions: Object.values(answers).map((label) => ({
      output_values: { label },
    })),
  }));
  const values: Record<string, unknown> = {
    spent_budget: spent,
    avg_submit_assignment_millis: { value: 60_000 },
    unique_submitters_count: new Set(pages.map(({ user }) => user)).size,
  };
  const client = {
    tasks: { list: () => listOf(tasks) },
    taskSuites: { list: () => listOf([{ tasks }]) },
    assignments: { list: () => listOf(assignments) },
    userRestrictions: {
      list: () =>
        listOf(bans.map(([user_id, private_comment]) => ({
          user_id,
          private_comment,
        }))),
    },
    analytics: {
      get: (requests: { name: string }[]) =>
        Promise.resolve(
          requests.map((request) => ({
            request,
            result: values[request.name],
          })),
        ),
    },
  };
  return {
    client: client as unknown as ScoreContext["client"],
    pool: {
      id: "1",
      defaults: {
        default_overlap_for_new_tasks: 3,
        default_overlap_for_new_task_suites: 3,
      },
      mixer_config: {
        real_tasks_count: 2,
        golden_tasks_count: 1,
        training_tasks_count: 0,
      },
      ...pool,
    } as Pool,
    parameters: {},
    labelField: "label",
    random: randomOf("test"),
    request: {},
  };
}

const gold = { g1: "cat", g2: "dog" };
const pages: Page[] = [
  { user: "ann", answers: { g1: "cat", g2: "dog", t1: "owl", t2: "fox" } },
  { user: "bob", answers: { g1: "cat", g2: "dog", t1: "owl", t2: "fox" } },
  { user: "eve", answers: { g1: "cat", g2: "owl", t1: "owl", t2: "cat" } },
];

Deno.test("scorePool() measures accuracy on control tasks and agreement on the others", async () => {
  const scores = await scorePool(contextOf({ gold, pages }));
  assertEquals(scores.golden, wilsonInterval(5, 6));
  assertEquals(scores.accuracy_golden, wilsonInterval(5, 6).low);
  // All three answer each control task, so that every vote of three is right.
  assertEquals(scores.accuracy_labels, 1);
  // Of 12 comparisons on t1 and t2 all 6 are equal, and 2 of 6.
  assertAlmostEquals(scores.agreement!, 8 / 12);
  assertEquals([scores.answers, scores.tasks], [6, 2]);
  assertEquals(scores.spending_per_task, 0.5);
  assertEquals(scores.avg_submit_assignment_millis, 60_000);
});

Deno.test("scorePool() reads control tasks out of task suites where there is no smart mixing", async () => {
  const { mixer_config: _, ...pool } = contextOf({ pages }).pool;
  const context = contextOf({ gold, pages });
  const { golden } = await scorePool({ ...context, pool });
  assertEquals(golden, wilsonInterval(5, 6));
});

Deno.test("scorePool() scores a pool with one Toloker", async () => {
  const scores = await scorePool(contextOf({ gold, pages: pages.slice(0, 1) }));
  assertEquals(scores.golden, wilsonInterval(2, 2));
  assertEquals(scores.agreement, undefined);
  assertEquals(scores.alpha_krippendorff, undefined);
  assertEquals(scores.uncertainty, 0);
});

Deno.test("scorePool() scores Tolokers who are all equally good", async () => {
  const equal = ["ann", "bob", "eve"].map((user) => ({ ...pages[0]!, user }));
  const scores = await scorePool(contextOf({ gold, pages: equal }));
  assertEquals(scores.golden?.value, 1);
  assertEquals(scores.agreement, 1);
  assertEquals(scores.alpha_krippendorff, 1);
});

Deno.test("scorePool() needs no control tasks", async () => {
  const scores = await scorePool(contextOf({ pages }));
  assertEquals(scores.accuracy_golden, undefined);
  assertEquals(scores.accuracy_labels, undefined);
  assertEquals(scores.tasks, 4);
});

Deno.test("scorePool() counts whole days between submissions", async () => {
  const [first, second] = pages as [Page, Page];
  const scores = await scorePool(contextOf({
    gold,
    pages: [
      { ...first, submitted: "2024-01-01T00:00:00" },
      { ...second, submitted: "2024-01-03T00:00:10" },
    ],
  }));
  assertEquals(scores.time_spent_seconds, 2 * 86_400 + 10);
  assertEquals(scores.tasks_per_second, 2 / (2 * 86_400 + 10));
});

Deno.test("scorePool() counts restrictions by the experiment's rules apart from others", async () => {
  const scores = await scorePool(contextOf({
    gold,
    pages,
    bans: [["ann", "GoldenSet"], ["bob", "By hand"], ["eve"]],
  }));
  assertEquals(scores.ban_reason_counts, { GoldenSet: 1 });
  assertEquals([scores.num_bans, scores.num_other_bans], [1, 2]);
  assertAlmostEquals(scores.bans_ratio!, 1 / 3);
});

Deno.test("scorePool() counts answers that wait for review as spent", async () => {
  const pool = { auto_accept_solutions: false };
  const scores = await scorePool(contextOf({ gold, pages, spent: 0, pool }));
  assertEquals(scores.spent_budget, 0.15);
});

Deno.test("scorePool() says that there is nothing to score", async () => {
  await assertRejects(
    () => scorePool(contextOf({ gold, pages: [] })),
    RangeError,
    'Cannot score pool "1" as it has no answers to general tasks',
  );
});

Deno.test("accuracyOfLabels() grows with the overlap as binomial votes do", () => {
  const golden = Array.from({ length: 100 }, (_, i) => ({
    task: "g",
    worker: String(i),
    label: i < 70 ? "right" : "wrong",
  }));
  const right = new Map([["g", "right"], ["h", "right"]]);
  const rows = Array.from(
    { length: 100 },
    (_, copy) => golden.map((answer) => ({ ...answer, task: `g${copy}` })),
  ).flat();
  const all = new Map(
    Array.from({ length: 100 }, (_, copy) => [`g${copy}`, "right"]),
  );
  const of = (overlap: number) =>
    accuracyOfLabels(rows, all, overlap, randomOf("test"));
  assertAlmostEquals(of(1), 0.7, 0.01);
  // A tie of two is decided by chance.
  assertAlmostEquals(of(2), 0.7, 0.01);
  assertAlmostEquals(of(3), 0.7 ** 3 + 3 * 0.7 ** 2 * 0.3, 0.01);
  assertEquals(accuracyOfLabels(golden, right, 100, randomOf("test")), 1);
});

Deno.test("accuracyOfLabels() shows the worth of an overlap that control tasks have too few answers for", () => {
  // One answer to each of 1,000 control tasks, seven of ten right.
  const rows = Array.from({ length: 1_000 }, (_, i) => ({
    task: `g${i}`,
    worker: String(i),
    label: i % 10 < 7 ? "right" : "wrong",
  }));
  const all = new Map(rows.map(({ task }) => [task, "right"]));
  const of = (overlap: number) =>
    accuracyOfLabels(rows, all, overlap, randomOf("test"));
  assertAlmostEquals(of(1), 0.7, 1e-9);
  assertAlmostEquals(of(3), 0.7 ** 3 + 3 * 0.7 ** 2 * 0.3, 0.01);
});
