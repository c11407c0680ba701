import { assert, assertEquals, assertRejects } from "@std/assert";
import { TolokaError } from "../../mod.ts";
import { byText, idsOf, listOf, randomOf, taskId } from "./_listing.ts";

type Random = () => number;
const below = (random: Random, n: number) => Math.floor(random() * n);

/** Ids as several things make them, all in the order of their texts. */
const LAYOUTS: Record<string, (random: Random, count: number) => string[]> = {
  "evenly over a day": (random, count) =>
    Array.from(
      { length: count },
      (_, i) => taskId(1_700_000_000 + below(random, 86_400), i),
    ),
  "within a second": (random, count) =>
    Array.from(
      { length: count },
      (_, i) => taskId(1_700_000_000, 2 * i + below(random, 2)),
    ),
  "in batches hours apart": (random, count) =>
    Array.from({ length: count }, (_, i) =>
      taskId(
        1_700_000_000 + 20_000 * Math.floor(i / 40) + below(random, 2),
        i,
      )),
  "ever more": (_, count) =>
    Array.from(
      { length: count },
      (_, i) => taskId(1_700_000_000 + Math.floor(1e6 * Math.log(i + 1)), i),
    ),
  "random UUIDs": (random, count) =>
    Array.from({ length: count }, () => {
      const hex = Array.from(
        { length: 32 },
        () => below(random, 16).toString(16),
      ).join("");
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    }),
  "numbers": (random, count) =>
    Array.from(
      { length: count },
      (_, i) => `${1_000_000 + 5 * i + below(random, 5)}`,
    ),
};

for (const [name, layout] of Object.entries(LAYOUTS)) {
  Deno.test(`Paginated loses and repeats nothing with 'parallel', ids ${name}`, async () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = randomOf(seed);
      const ids = [...new Set(layout(random, 1 + below(random, 400)))];
      const parallel = 2 + below(random, 9);
      const pageSize = 1 + below(random, 40);
      const ordered = seed % 2 === 0;
      const options = { parallel, pageSize, ordered };
      const { list, most } = listOf(ids, {}, options);
      const read = await idsOf(list);
      if (!ordered) read.sort();
      assertEquals(read, ids.toSorted(byText), `seed ${seed}`);
      assert(most() <= parallel, `${most()} at a time, ${parallel} allowed`);
    }
  });
}

Deno.test("Paginated spends few requests more with 'parallel'", async () => {
  for (
    const [name, allowed] of [
      ["evenly over a day", 1.6],
      ["within a second", 1.3],
      ["random UUIDs", 1.6],
      ["numbers", 1.3],
    ] as const
  ) {
    const ids = LAYOUTS[name]!(randomOf(1), 10_000);
    const options = { parallel: 8, pageSize: 100 };
    const { list, queries } = listOf(ids, {}, options);
    await idsOf(list);
    const pages = ids.length / 100;
    assert(queries.length < allowed * pages + 20, `${name}: ${queries.length}`);
  }
});

Deno.test("Paginated gives what is there throughout once while new items come, with 'parallel'", async () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = randomOf(seed);
    const ids = LAYOUTS["evenly over a day"]!(random, 300);
    const old = [...ids];
    const before = () => {
      // Late ones appear with times in the past, new ones at the end.
      ids.push(taskId(1_700_000_000 + below(random, 90_000), ids.length));
    };
    const ordered = seed % 2 === 0;
    const options = { parallel: 4, pageSize: 20, ordered };
    const { list } = listOf(ids, {}, options, { before });
    const read = await idsOf(list);
    assertEquals(new Set(read).size, read.length, `seed ${seed}`);
    if (ordered) assertEquals(read, read.toSorted());
    const known = new Set(read);
    assertEquals(old.filter((id) => !known.has(id)), [], `seed ${seed}`);
  }
});

Deno.test("Paginated loses nothing with 'parallel' on a server that does not heed the end of a range", async () => {
  const ids = LAYOUTS["evenly over a day"]!(randomOf(3), 500);
  for (const ordered of [true, false]) {
    const options = { parallel: 4, pageSize: 30, ordered };
    const { list } = listOf(ids, {}, options, { ignores: ["id_lte"] });
    assertEquals((await idsOf(list)).toSorted(), ids.toSorted());
  }
});

Deno.test("Paginated goes on one by one with 'parallel' where ids are out of order", async () => {
  const ids = Array.from({ length: 200 }, (_, i) => `${i * 9}`);
  const compare = (a: string, b: string) => Number(a) - Number(b);
  const options = { parallel: 4, pageSize: 7 };
  const { list } = listOf(ids, {}, options, { compare });
  assertEquals(await idsOf(list), ids);
  const asTheyCome = { ...options, ordered: false };
  const { list: other } = listOf(ids.slice(2), {}, asTheyCome, { compare });
  await assertRejects(
    () => idsOf(other),
    TolokaError,
    "Cannot list tasks in parallel as they come, as their ids are not in order",
  );
});

Deno.test("Paginated reads one page at a time with 'parallel' where ids cannot be cut", async () => {
  const words = Array.from({ length: 50 }, (_, i) => `task ${1000 + i}`);
  const options = { parallel: 4, pageSize: 9 };
  const { list, most } = listOf(words, {}, options);
  assertEquals(await idsOf(list), words);
  assertEquals(most(), 1);
  const ids = LAYOUTS["numbers"]!(randomOf(1), 50);
  const { list: down } = listOf(ids, { sort: "-id" }, options);
  assertEquals(await idsOf(down), ids.toSorted(byText).reverse());
});

Deno.test("Paginated ends at 'maxItems' with 'parallel'", async () => {
  const ids = LAYOUTS["evenly over a day"]!(randomOf(5), 500).toSorted();
  for (const maxItems of [1, 29, 30, 31, 200, 500, 501]) {
    for (const ordered of [true, false]) {
      const options = { parallel: 4, pageSize: 30, maxItems, ordered };
      const read = await idsOf(listOf(ids, {}, options).list);
      assertEquals(read.length, Math.min(maxItems, 500));
      assertEquals(new Set(read).size, read.length);
      if (ordered) assertEquals(read, ids.slice(0, maxItems));
    }
  }
});

Deno.test("Paginated asks for nothing more after a break, with 'parallel'", async () => {
  const ids = LAYOUTS["evenly over a day"]!(randomOf(5), 500);
  const { list, queries } = listOf(ids, {}, { parallel: 4, pageSize: 10 });
  for await (const _ of list) break;
  const { length } = queries;
  for (let i = 0; i < 100; i++) await null;
  assertEquals(queries.length, length);
  assert(length <= 5, `${length} requests`);
});

Deno.test("Paginated holds at most twice as many pages as it reads at a time", async () => {
  const ids = LAYOUTS["evenly over a day"]!(randomOf(5), 3_000);
  const { list, queries } = listOf(ids, {}, { parallel: 4, pageSize: 10 });
  const pages = list.pages();
  await pages.next();
  for (let i = 0; i < 10_000; i++) await null;
  assert(queries.length <= 1 + 2 * 4 + 4, `${queries.length} requests`);
  await pages.return();
});

Deno.test("Paginated fails with what a range fails with, and leaves nothing behind", async () => {
  const ids = LAYOUTS["evenly over a day"]!(randomOf(5), 500);
  let count = 0;
  const before = () => {
    if (++count === 6) throw new TypeError("no");
  };
  const options = { parallel: 4, pageSize: 10, retries: 0 };
  const { list } = listOf(ids, {}, options, { before });
  await assertRejects(() => idsOf(list), TolokaError);
});

Deno.test("Paginated obeys the caller's signal with 'parallel'", async () => {
  const ids = LAYOUTS["evenly over a day"]!(randomOf(5), 500);
  const controller = new AbortController();
  const { signal } = controller;
  const { list } = listOf(ids, {}, { parallel: 4, pageSize: 10, signal });
  const error = new Error("enough");
  const read = (async () => {
    for await (const _ of list) controller.abort(error);
  })();
  assertEquals(await read.catch((reason) => reason), error);
});
