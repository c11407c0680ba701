/** Following a pool. */
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { seedPool, Terminal } from "./_run.ts";

async function withOpenPool() {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  await terminal.run(`pool open ${pool} --yes`);
  return { terminal, pool };
}

Deno.test("pool watch prints a line per change until the pool closes", async () => {
  const { terminal, pool } = await withOpenPool();
  let reads = 0;
  terminal.delay = async (milliseconds) => {
    reads++;
    await terminal.simulator.advance(milliseconds);
  };
  const { code, out, err } = await terminal.run(`pool watch ${pool}`);
  assertEquals([code, err], [0, ""]);
  const lines = out.trim().split("\n");
  assert(lines.length <= reads + 1, `${lines.length} lines of ${reads} reads`);
  assertMatch(
    lines[0]!,
    /^\d{4}-\S+ +OPEN +\d+%, \d\/9 submitted, 0 accepted, 0 rejected, spent 0$/,
  );
  assertMatch(lines.at(-1)!, / +CLOSED +100%, 9\/9 submitted, .*\/(s|min)$/);
});

Deno.test("pool watch prints nothing where nothing has changed", async () => {
  const terminal = new Terminal({ seed: 1, population: { count: 0 } });
  const { pool } = await seedPool(terminal);
  await terminal.run(`pool open ${pool} --yes`);
  let reads = 0;
  terminal.delay = () => {
    if (++reads === 5) terminal.interrupt();
    return Promise.resolve();
  };
  const { out } = await terminal.run(`pool watch ${pool}`);
  assertEquals(out.trim().split("\n").length, 1);
});

Deno.test("pool watch prints JSON with numbers that rise", async () => {
  const { terminal, pool } = await withOpenPool();
  const rows = await terminal.json(`pool watch ${pool} --interval 60`);
  const last = rows.at(-1)!;
  assertEquals([last.status, last.completion, last.submitted], [
    "CLOSED",
    100,
    9,
  ]);
  assert(last.rate > 0);
  assertEquals(last.seconds_left, 0);
  const counts = rows.map(({ submitted }) => submitted);
  assertEquals(counts, counts.toSorted((a, b) => a - b));
});

Deno.test("pool watch keeps one line up to date on a terminal", async () => {
  const { terminal, pool } = await withOpenPool();
  terminal.interactive = true;
  const { out, err } = await terminal.run(`pool watch ${pool}`);
  assertEquals(out, "");
  const states = err.split("\r\x1b[K");
  assertMatch(states[1]!, /^Pool \d+ OPEN +\[[#.]{24}\] \d+% +\d\/9 /);
  assertMatch(states.at(-1)!, /CLOSED +\[#{24}\] 100% +9\/9 .* spent 0\n$/);
});

Deno.test("pool watch ends with 130 on Ctrl-C, and leaves the pool open", async () => {
  const { terminal, pool } = await withOpenPool();
  terminal.delay = () => Promise.resolve(terminal.interrupt());
  const { code, err } = await terminal.run(`pool watch ${pool}`);
  assertEquals(code, 130);
  assertMatch(err, /^Interrupted\nThe pool is as it was: 'toloka pool close /);
  const [read] = await terminal.json(`pool get ${pool}`);
  assertEquals(read.status, "OPEN");
});

Deno.test("pool watch refuses an interval below a second", async () => {
  const { code, err } = await new Terminal().run("pool watch 1 --interval 0.1");
  assertEquals(code, 2);
  assertStringIncludes(err, "must be a number from 1: current value is 0.1");
});
