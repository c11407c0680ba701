import { assertEquals, assertNotEquals } from "@std/assert";
import { Clock, job } from "../../src/simulator/engine/clock.ts";
import {
  fromMoney,
  shareOf,
  toMoney,
} from "../../src/simulator/engine/money.ts";
import { Random } from "../../src/simulator/engine/random.ts";
import { formatTime, parseTime } from "../../src/simulator/engine/time.ts";
import {
  type Waiting,
  WaitingList,
} from "../../src/simulator/engine/waiting.ts";
import { countBefore, idInPool, Ids } from "../../src/simulator/engine/ids.ts";

Deno.test("Clock lets events happen by time, then in their order", () => {
  const seen: string[] = [];
  const clock = new Clock(0, ({ ids }) => seen.push(ids[0]!));
  const random = new Random(1);
  for (let i = 0; i < 200; i++) {
    const time = random.integer(0, 20);
    clock.at(time, job("NOTE", `${time}`.padStart(2, "0") + `/${i + 100}`));
  }
  clock.advanceTo(20);
  assertEquals(seen.length, 200);
  assertEquals(seen, seen.toSorted());
});

Deno.test("Clock.cancel() takes an event out", () => {
  let happened = 0;
  const clock = new Clock(0, () => happened++);
  const planned = clock.after(5, job("NOTE"));
  clock.cancel(planned);
  clock.cancel(planned);
  assertEquals([clock.idle, clock.next], [true, undefined]);
  clock.advanceTo(10);
  assertEquals(happened, 0);
});

Deno.test("Clock.cancel() leaves the others in their order", () => {
  const seen: number[] = [];
  const clock = new Clock(0, ({ ids }) => seen.push(Number(ids[0])));
  const planned = Array.from(
    { length: 5_000 },
    (_, i) => clock.at((i * 7_919) % 5_000, job("NOTE", String(i))),
  );
  for (const [i, one] of planned.entries()) if (i % 5 !== 0) clock.cancel(one);
  assertEquals(clock.plan.length, 1_000);
  clock.advanceTo(5_000);
  const times = seen.map((i) => (i * 7_919) % 5_000);
  assertEquals(times.length, 1_000);
  assertEquals(times, times.toSorted((a, b) => a - b));
  assertEquals(clock.idle, true);
});

Deno.test("Clock.idle does not count background events", () => {
  const clock = new Clock(0, () => {});
  clock.after(5, job("NOTE"), true);
  assertEquals(clock.idle, true);
  const planned = clock.after(1, job("NOTE"));
  assertEquals(clock.idle, false);
  clock.step(10);
  clock.cancel(planned);
  assertEquals([clock.idle, clock.now], [true, 1]);
});

Deno.test("Clock.advanceTo() lets events plan more events", () => {
  const times: number[] = [];
  const clock: Clock = new Clock(0, (tick) => {
    times.push(clock.now);
    clock.after(3, tick);
  });
  clock.after(3, job("TICK"));
  clock.advanceTo(10);
  assertEquals(times, [3, 6, 9]);
  assertEquals(clock.now, 10);
});

Deno.test("money keeps decimal sums exact", () => {
  let sum = toMoney(0);
  for (let i = 0; i < 10; i++) sum += toMoney(0.1);
  assertEquals(fromMoney(sum), 1);
  assertEquals(fromMoney(toMoney(0.005) * 3n), 0.015);
  assertEquals(fromMoney(toMoney(1e-7)), 1e-7);
  assertEquals(fromMoney(toMoney(12345.678)), 12345.678);
  assertEquals(fromMoney(-toMoney(0.25)), -0.25);
});

Deno.test("shareOf() takes a fraction of an amount", () => {
  assertEquals(fromMoney(shareOf(toMoney(0.07), toMoney(0.2))), 0.014);
});

Deno.test("parseTime() reads the forms the API takes", () => {
  const time = Date.UTC(2024, 1, 3, 4, 5, 6);
  assertEquals(parseTime("2024-02-03T04:05:06"), time);
  assertEquals(parseTime("2024-02-03T04:05:06Z"), time);
  assertEquals(parseTime("2024-02-03T04:05:06.7"), time + 700);
  assertEquals(parseTime("2024-02-03T04:05:06.789123"), time + 789);
  assertEquals(parseTime("2024-02-03"), Date.UTC(2024, 1, 3));
  assertEquals(parseTime("2024-13-03"), undefined);
  assertEquals(parseTime("soon"), undefined);
  assertEquals(parseTime(5), undefined);
});

Deno.test("formatTime() writes texts that compare as times do", () => {
  const times = [0, 1, 10, 999, 1_000, 1_001, 60_000];
  const texts = times.map(formatTime);
  assertEquals(texts.toSorted(), texts);
  assertEquals(texts.map(parseTime), times);
});

Deno.test("formatTime() writes what Date does, without zone and zeros", () => {
  const random = new Random(1);
  for (let i = 0; i < 500; i++) {
    const time = random.integer(-1, 5) * 86_400_000 +
      random.pick([0, 1, -1, 999, random.integer(0, 86_399_999)]);
    const text = new Date(time).toISOString().replace(/(\.000)?Z$/, "");
    assertEquals(formatTime(time), text);
  }
});

Deno.test("Random repeats itself for the same seed only", () => {
  const draw = (seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: 5 }, () => random.next());
  };
  assertEquals(draw(1), draw(1));
  assertNotEquals(draw(1), draw(2));
});

Deno.test("Random.next() is even", () => {
  const random = new Random("even");
  const counts = new Array(10).fill(0);
  for (let i = 0; i < 100_000; i++) counts[Math.floor(random.next() * 10)]++;
  for (const count of counts) {
    assertEquals(Math.abs(count - 10_000) < 400, true, `${counts}`);
  }
});

Deno.test("Random.weighted() follows the weights", () => {
  const random = new Random(3);
  const counts = { a: 0, b: 0, c: 0 };
  for (let i = 0; i < 10_000; i++) {
    counts[random.weighted({ a: 7, b: 3, c: 0 })]++;
  }
  assertEquals(counts.c, 0);
  assertEquals(Math.abs(counts.a - 7_000) < 200, true, `${counts.a}`);
});

Deno.test("idInPool() grows with time and shows pool and second", () => {
  const ids = new Ids(new Random(1));
  const pool = ids.ofPool("36502086");
  const first = idInPool(pool, 1_669_133_377_000, ids.count());
  const second = idInPool(pool, 1_669_133_377_999, ids.count());
  const third = idInPool(pool, 1_669_133_378_000, ids.count());
  assertEquals(first.slice(0, 20), "00022cfa46--637cf441");
  assertEquals(first.length, 36);
  assertEquals([third, first, second].toSorted(), [first, second, third]);
  const other = idInPool(ids.ofPool("36502087"), 1_669_133_378_000, 0xabc);
  assertEquals(other.slice(0, 20), "00022cfa47--637cf442");
  assertEquals(other.slice(-6), "000abc");
});

Deno.test("countBefore() goes round after the last number", () => {
  assertEquals(countBefore(0xabc), 0xabb);
  assertEquals(countBefore(0), 0xffffff);
});

interface Numbered extends Waiting {
  number: number;
}

/** Adds 0, 1, ... to a list, each of which waits if `waits` says so. */
function waiting(
  count: number,
  waits: (number: number) => boolean,
): { list: WaitingList<Numbered>; items: Numbered[] } {
  const list = new WaitingList<Numbered>();
  const items = Array.from(
    { length: count },
    (_, number): Numbered => ({ number, place: undefined }),
  );
  for (const item of items) {
    list.add(item);
    list.set(item, waits(item.number));
  }
  return { list, items };
}

const numbers = (items: Numbered[]) => items.map(({ number }) => number);

Deno.test("WaitingList.choose() takes the first ones that wait", () => {
  const { list, items } = waiting(10, (number) => number !== 0);
  list.set(items[2]!, false);
  const not3 = ({ number }: Numbered) => number !== 3;
  assertEquals(numbers(list.choose(3, not3, undefined)), [1, 4, 5]);
  list.set(items[2]!, true);
  assertEquals(numbers(list.choose(2, not3, undefined)), [1, 2]);
  assertEquals(list.size, 9);
});

Deno.test("WaitingList.choose() takes different ones at random", () => {
  const { list } = waiting(100, (number) => number % 2 === 0);
  const chosen = list.choose(60, () => true, new Random(1));
  assertEquals(chosen.length, 50);
  assertEquals(new Set(chosen).size, 50);
  for (const item of chosen) list.set(item, false);
  assertEquals(list.choose(1, () => true, new Random(1)), []);
});

Deno.test("WaitingList.set() lists an item only once", () => {
  const { list, items } = waiting(1, () => true);
  list.set(items[0]!, false);
  list.set(items[0]!, true);
  assertEquals(numbers(list.choose(5, () => true, undefined)), [0]);
});

Deno.test("WaitingList.remove() frees an item for another list", () => {
  const { list, items } = waiting(3, () => true);
  const other = waiting(0, () => true).list;
  list.remove(items[0]!);
  other.add(items[0]!);
  other.set(items[0]!, true);
  assertEquals(numbers(list.choose(5, () => true, undefined)), [1, 2]);
  assertEquals(numbers(other.choose(5, () => true, undefined)), [0]);
  assertEquals([list.size, other.size], [2, 1]);
});
