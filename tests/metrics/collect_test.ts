import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { FakeClock } from "../_clock.ts";
import { TolokaError } from "@toloka/client";
import {
  collect,
  type Metric,
  type MetricSample,
  readMetrics,
} from "@toloka/client/metrics";

const START = new Date("2026-01-01T00:00:00Z");

/** A metric that counts its readings, and does what it is told in each. */
function counting(
  name: string,
  work: (count: number, signal: AbortSignal) => unknown = () => {},
): Metric & { reads: number } {
  return {
    name,
    description: "Number of readings",
    kind: "gauge",
    labels: [],
    reads: 0,
    async read({ now, signal }) {
      const value = ++this.reads;
      await work(value, signal);
      return [{ time: now(), value, labels: {} }];
    },
  };
}

/** Takes samples until a time has passed on a clock that jumps. */
async function run(
  metrics: Metric[],
  milliseconds: number,
  options: { interval?: number; timeout?: number } = {},
): Promise<MetricSample[]> {
  using time = new FakeClock(START);
  const stop = new AbortController();
  const samples: MetricSample[] = [];
  const running = (async () => {
    for await (
      const sample of collect(metrics, { ...options, signal: stop.signal })
    ) samples.push(sample);
  })();
  for (let passed = 0; passed < milliseconds; passed += 1_000) {
    await time.tickAsync(1_000);
    for (let i = 0; i < 20; i++) await Promise.resolve();
  }
  stop.abort();
  await running;
  return samples;
}

Deno.test("collect() reads every metric once in each interval", async () => {
  const a = counting("a");
  const b = counting("b");
  const samples = await run([a, b], 35_000, { interval: 10_000 });
  assertEquals([a.reads, b.reads], [4, 4]);
  assertEquals(samples.length, 8);
  assertEquals(samples.map(({ failures }) => failures), Array(8).fill(0));
});

Deno.test("collect() gives an error as data, and backs off a metric that fails constantly", async () => {
  const bad = counting("bad", () => {
    throw new Error("No luck");
  });
  const good = counting("good");
  const samples = await run([bad, good], 161_000, { interval: 10_000 });
  assertEquals(good.reads, 17);
  // Turns 0, 1, 3, 7 and 15: the pause doubles.
  assertEquals(bad.reads, 5);
  const failed = samples.filter(({ error }) => error !== undefined);
  assertEquals(failed.map(({ failures }) => failures), [1, 2, 3, 4, 5]);
  assertEquals(failed[0]!.points, []);
  assertEquals((failed[0]!.error as Error).message, "No luck");
});

Deno.test("collect() waits 16 intervals at most, and returns to each one after a success", async () => {
  const metric = counting("flaky", (count) => {
    if (count <= 7) throw new Error("No luck");
  });
  await run([metric], 66_000, { interval: 1_000 });
  // Turns 0, 1, 3, 7, 15, 31, 47, then 63, 64, 65 and 66.
  assertEquals(metric.reads, 11);
});

Deno.test("collect() ends a read that takes too long, and never reads a metric twice at a time", async () => {
  let working = 0;
  let most = 0;
  const slow = counting("slow", async (_count, signal) => {
    most = Math.max(most, ++working);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    working--;
  });
  const hung = counting("hung", () => new Promise(() => {}));
  const good = counting("good");
  const samples = await run([slow, hung, good], 25_000, {
    interval: 1_000,
    timeout: 5_000,
  });
  assertEquals(most, 1);
  assertEquals(hung.reads, 1);
  assertEquals(good.reads, 26);
  const errors = (name: string) =>
    samples.filter(({ metric, error }) => metric.name === name && error)
      .map(({ error }) => (error as Error).message);
  assertInstanceOf(
    samples.find(({ error }) => error)!.error,
    TolokaError,
  );
  assertMatch(errors("slow")[0]!, /'slow' as it took longer than 'timeout'/);
  assertMatch(errors("hung")[1]!, /'hung' as its last reading has not ended/);
});

Deno.test("collect() starts no reading while the loop's body is at work", async () => {
  using time = new FakeClock(START);
  const metric = counting("a");
  const samples = collect([metric], { interval: 1_000 });
  await samples.next();
  await time.tickAsync(60_000);
  assertEquals(metric.reads, 1);
  await samples.next();
  assertEquals(metric.reads, 2);
  await samples.return();
});

Deno.test("collect() stops by signal: reads under way are cancelled, the loop ends", async () => {
  const stop = new AbortController();
  let reason: unknown;
  const metric = counting("a", (_count, signal) =>
    new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        reason = signal.reason;
        reject(signal.reason);
      });
      queueMicrotask(() => stop.abort("enough"));
    }));
  const samples = await Array.fromAsync(
    collect([metric], { signal: stop.signal }),
  );
  assertEquals(samples, []);
  assertEquals(reason, "enough");
  const stopped = collect([metric], { signal: AbortSignal.abort() });
  assertEquals(await stopped.next(), { done: true, value: undefined });
  assertEquals(metric.reads, 1);
});

Deno.test("collect() refuses two metrics of one name, and says what to do", () => {
  assertThrows(
    () => collect([counting("a"), counting("a")]),
    TypeError,
    `one metric can hold for several pools, and 'name' renames it: current value is "a"`,
  );
});

Deno.test("collect() checks metrics and options", () => {
  const table: [() => unknown, ErrorConstructor, string][] = [
    [() => collect([{} as Metric]), TypeError, "each must be a metric"],
    [() => collect([counting("Big")]), TypeError, "lower-case letters"],
    [() => collect([], { interval: 0 }), RangeError, "'interval' must be"],
    [() => collect([], { timeout: 0 }), RangeError, "'timeout' must be"],
    [() => collect([], { maxQuestions: 0 }), RangeError, "'maxQuestions'"],
  ];
  for (const [call, kind, message] of table) assertThrows(call, kind, message);
});

Deno.test("readMetrics() reads each once, in their order, with points in order of time", async () => {
  const at = (second: number) => new Date(START.getTime() + second * 1_000);
  const mixed: Metric = {
    ...counting("mixed"),
    read: () =>
      Promise.resolve([3, 1, 2].map((value) => (
        { time: at(value), value, labels: {} }
      ))),
  };
  const slow = counting("slow", () => new Promise((end) => setTimeout(end)));
  const samples = await readMetrics([slow, mixed], { now: () => START });
  assertEquals(samples.map(({ metric }) => metric.name), ["slow", "mixed"]);
  assertEquals(samples[1]!.points.map(({ value }) => value), [1, 2, 3]);
  assert(samples.every(({ time }) => time === START));
});

Deno.test("readMetrics() rejects with the signal's reason", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await assertRejects(
    () => readMetrics([counting("a")], { signal }),
    Error,
    "enough",
  );
});
