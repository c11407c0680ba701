/** The dashboard against the simulator: its numbers, its options, its end. */
import { assertEquals, assertRejects } from "@std/assert";
import { serveDashboard } from "../../src/dashboard/mod.ts";
import { PoolBoard } from "../../src/dashboard/pool_board.ts";
import { TolokaNotFoundError } from "../../src/errors.ts";
import type { Assignment } from "../../src/types/assignments.ts";
import { seedPool, Terminal } from "../cli/_run.ts";
import { TolokaClient } from "../../src/client.ts";

async function withPool() {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const { simulator } = terminal;
  const { url, fetch } = simulator;
  const toloka = new TolokaClient({ token: "any", url, fetch });
  return { simulator, toloka, pool };
}

Deno.test("serveDashboard() shows the numbers of the simulator's state", async () => {
  const { simulator, toloka, pool } = await withPool();
  await toloka.pools.open(pool);
  await simulator.runUntil("idle");
  const assignments = await Array.fromAsync(
    toloka.assignments.list({ pool_id: pool }),
  );
  const submitted = assignments.filter(({ status }) => status === "SUBMITTED");

  await using dashboard = await serveDashboard(toloka, [pool], {
    now: () => simulator.now,
    interval: 50,
  });
  const response = await fetch(`${dashboard.url}events`);
  const reader = response.body!.pipeThrough(new TextDecoderStream())
    .getReader();
  const complete = () => {
    const [shown] = dashboard.snapshot().pools;
    return shown?.statuses.SUBMITTED === submitted.length &&
      shown.completion !== undefined && shown.spent !== undefined;
  };
  while (!complete()) await reader.read();
  await reader.cancel();

  const { balance, pools: [shown] } = dashboard.snapshot();
  const requester = await toloka.requester.get();
  assertEquals(balance, requester.balance);
  assertEquals(shown?.tolokers, new Set(submitted.map((a) => a.user_id)).size);
  assertEquals(
    shown?.statuses.SKIPPED,
    assignments.filter(({ status }) => status === "SKIPPED").length,
  );
  assertEquals(shown?.completion, 1);
  assertEquals(shown?.estimate, 0.18);
  assertEquals(
    shown?.speed.reduce((sum, { submitted }) => sum + submitted, 0),
    submitted.length,
  );
  assertEquals(
    shown?.quality.reduce((sum, { suites }) => sum + suites, 0),
    submitted.length,
  );
});

Deno.test("serveDashboard() refuses bad options and pools before it listens", async () => {
  const { toloka, pool } = await withPool();
  const refused: [() => Promise<unknown>, string][] = [
    [() => serveDashboard(toloka, []), "'pools' must be a list of ids"],
    [() => serveDashboard(toloka, [pool], { secret: "short" }), "'secret'"],
    [() => serveDashboard(toloka, [pool], { port: 70_000 }), "'port'"],
    [() => serveDashboard(toloka, [pool], { interval: 0 }), "'interval'"],
  ];
  for (const [call, message] of refused) {
    await assertRejects(call, Error, message);
  }
  await assertRejects(
    () => serveDashboard(toloka, ["nope"]),
    TolokaNotFoundError,
  );
});

Deno.test("serveDashboard() says when the port is taken, and leaves nothing behind", async () => {
  const { toloka, pool } = await withPool();
  await using first = await serveDashboard(toloka, [pool]);
  const port = Number(new URL(first.url).port);
  await assertRejects(
    () => serveDashboard(toloka, [pool], { port }),
    Error,
    "EADDRINUSE",
  );
});

Deno.test("serveDashboard() closes with its signal", async () => {
  const { toloka, pool } = await withPool();
  const stop = new AbortController();
  const dashboard = await serveDashboard(toloka, [pool], {
    signal: stop.signal,
  });
  stop.abort();
  await dashboard.close();
  await assertRejects(() => fetch(dashboard.url));
});

function assignment(change: Partial<Assignment>): Assignment {
  return {
    id: "a1",
    task_suite_id: "s1",
    pool_id: "1",
    user_id: "t1",
    status: "SUBMITTED",
    reward: 0.05,
    created: "2026-01-01T10:00:00",
    submitted: "2026-01-01T10:00:30",
    tasks: [{
      id: "task",
      pool_id: "1",
      input_values: {},
      known_solutions: [{ output_values: { animal: "cat" } }],
    }],
    solutions: [{ output_values: { animal: "cat", note: "sleepy" } }],
    ...change,
  } as Assignment;
}

Deno.test("PoolBoard counts an assignment once, whatever happens to it", () => {
  const board = new PoolBoard();
  board.add("SUBMITTED", "2026-01-01T10:00:30", assignment({}));
  board.add("SUBMITTED", "2026-01-01T10:00:30", assignment({}));
  board.add("ACCEPTED", "2026-01-01T11:00:00", assignment({}));
  board.add("SUBMITTED", "2026-01-01T10:00:30", assignment({}));
  const { statuses, tolokers, accuracy } = board;
  assertEquals([statuses.SUBMITTED, statuses.ACCEPTED], [0, 1]);
  assertEquals([tolokers, accuracy], [1, 1]);
  assertEquals(board.quality(10), [{
    id: "t1",
    suites: 1,
    accuracy: 1,
    agreement: 1,
    seconds: 30,
    restrictions: 0,
  }]);
});

Deno.test("PoolBoard does not take training tasks for control tasks", () => {
  const board = new PoolBoard();
  const { tasks: [task] } = assignment({});
  const tasks = [{ ...task!, message_on_unknown_solution: "Look at its ears" }];
  board.add("SUBMITTED", "2026-01-01T10:00:30", assignment({ tasks }));
  assertEquals([board.tolokers, board.accuracy], [1, undefined]);
});

Deno.test("PoolBoard holds its chart within bounds over a year", () => {
  const board = new PoolBoard();
  const start = Date.UTC(2026, 0, 1);
  for (let day = 0; day < 365; day++) {
    const submitted = new Date(start + day * 86_400_000).toISOString();
    board.add(
      "SUBMITTED",
      submitted,
      assignment({ id: `a${day}`, submitted: submitted.slice(0, 19) }),
    );
  }
  const { points } = board.speed();
  assertEquals(points.length <= 120, true);
  assertEquals(points.reduce((sum, { submitted }) => sum + submitted, 0), 365);
  assertEquals(board.perHour(start + 364 * 86_400_000), 1);
});

Deno.test("PoolBoard takes the speed of a pool that runs for minutes from these minutes", () => {
  const board = new PoolBoard();
  const start = Date.UTC(2026, 0, 1, 10);
  assertEquals(board.perHour(start), 0);
  for (let i = 0; i < 10; i++) {
    board.add(
      "SUBMITTED",
      "2026-01-01T10:00:00",
      assignment({ id: `a${i}`, submitted: `2026-01-01T10:0${i}:00` }),
    );
  }
  assertEquals(board.perHour(start + 10 * 60_000), 60);
  assertEquals(board.perHour(start + 60 * 60_000), 9);
});

Deno.test("PoolBoard judges the latest answers to control tasks once there are enough", () => {
  const board = new PoolBoard();
  for (let i = 0; i < 60; i++) {
    const solutions = [{ output_values: { animal: i < 30 ? "cat" : "dog" } }];
    board.add(
      "SUBMITTED",
      "2026-01-01T10:00:30",
      assignment({ id: `a${i}`, solutions }),
    );
    if (i === 28) assertEquals(board.recentAccuracy, undefined);
    if (i === 29) assertEquals(board.recentAccuracy, 1);
  }
  assertEquals([board.accuracy, board.recentAccuracy], [0.5, 0]);
});
