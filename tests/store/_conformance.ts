/** What every store has to do, whatever engine is behind it. */
import { assertEquals, assertRejects } from "@std/assert";
import { type Store, StoreError } from "../../src/store/mod.ts";

/** One engine under test. */
export interface StoreUnderTest {
  /** Name of the engine, for the tests. */
  name: string;
  /** Opens the same store again, as another process would; absent where that is not possible. */
  again?: () => Promise<Store>;
  /** Opens the store. */
  open: () => Promise<Store>;
}

async function clear(store: Store): Promise<void> {
  for (;;) {
    const entries = await store.list("", { limit: 500 });
    if (entries.length === 0) return;
    await store.commit({ delete: entries.map(({ key }) => key) });
  }
}

const keysOf = (entries: readonly { key: string }[]) =>
  entries.map(({ key }) => key);

/** Registers the tests for one engine. */
export function testStore({ name, open, again }: StoreUnderTest): void {
  const test = (title: string, run: (store: Store) => Promise<void>) =>
    Deno.test(`${name}: ${title}`, async () => {
      const store = await open();
      try {
        await clear(store);
        await run(store);
      } finally {
        await store.close();
      }
    });

  test("get() gives back what commit() has set, as JSON", async (store) => {
    const value = {
      text: "Zażółć 🦊 \u0000 \n ' \" \\",
      number: -0.1,
      list: [null, true, []],
      left_out: undefined,
    };
    const version = await store.commit({ set: { "a/b c": value, n: null } });
    const { left_out: _, ...kept } = value;
    assertEquals(await store.get("a/b c"), {
      key: "a/b c",
      value: kept,
      version: version!,
    });
    assertEquals((await store.get("n"))?.value, null);
    assertEquals(await store.get("a/b"), undefined);
  });

  test("commit() changes the version with each write", async (store) => {
    const versions = new Set<string | undefined>();
    for (let i = 0; i < 3; i++) {
      versions.add(await store.commit({ set: { a: 1 } }));
      versions.add((await store.get("a"))?.version);
    }
    await store.commit({ delete: ["a"] });
    versions.add(await store.commit({ set: { a: 1 } }));
    assertEquals(versions.size, 4);
  });

  test("commit() does nothing if one of its checks fails", async (store) => {
    const first = (await store.commit({ set: { a: 1, b: 1 } }))!;
    const second = (await store.commit({ set: { b: 2 } }))!;
    const writes = { set: { a: 3, c: 3 }, delete: ["b"] };
    const wrong: Record<string, string | null>[] = [
      { a: first, b: first },
      { a: second, b: second },
      { a: first, b: null },
      { a: first, c: second },
    ];
    for (const checks of wrong) {
      assertEquals(await store.commit({ checks, ...writes }), undefined);
    }
    assertEquals(keysOf(await store.list("", { limit: 9 })), ["a", "b"]);
    assertEquals((await store.get("a"))?.value, 1);
    const right = { a: first, b: second, c: null };
    assertEquals(
      typeof await store.commit({ checks: right, ...writes }),
      "string",
    );
    assertEquals(keysOf(await store.list("", { limit: 9 })), ["a", "c"]);
  });

  test("commit() of checks alone says whether they hold", async (store) => {
    const version = (await store.commit({ set: { a: 1 } }))!;
    const ok = await store.commit({ checks: { a: version, b: null } });
    assertEquals(typeof ok, "string");
    assertEquals((await store.get("a"))?.version, version);
    assertEquals(await store.commit({ checks: { b: version } }), undefined);
  });

  test("delete() of a missing key is no error", async (store) => {
    assertEquals(typeof await store.commit({ delete: ["x"] }), "string");
  });

  test("list() orders by character code and keeps to the prefix", async (store) => {
    const keys = [
      "B",
      "a",
      "a/1",
      "a/10",
      "a/2",
      "a/_",
      "a/a",
      "a/~",
      "a0",
      "~",
    ];
    await store.commit({
      set: Object.fromEntries(keys.toReversed().map((key) => [key, key])),
    });
    const all = await store.list("", { limit: 100 });
    assertEquals(keysOf(all), keys);
    assertEquals(keysOf(await store.list("a/", { limit: 100 })), [
      "a/1",
      "a/10",
      "a/2",
      "a/_",
      "a/a",
      "a/~",
    ]);
    const page = await store.list("a/", { limit: 2, after: "a/10" });
    assertEquals(page, all.slice(4, 6));
    assertEquals(await store.list("a/", { limit: 2, after: "b" }), []);
    assertEquals(keysOf(await store.list("a/", { limit: 1, after: "A" })), [
      "a/1",
    ]);
  });

  test("commit() takes as much as the limits allow", async (store) => {
    const big = `Ж🦊${"x".repeat(59_992)}`;
    const set = Object.fromEntries(
      Array.from({ length: 496 }, (_, i) => [`${i}`.padStart(110, "k"), i]),
    );
    const bigOnes = Object.fromEntries(
      Array.from({ length: 4 }, (_, i) => [`big/${i}`, big]),
    );
    const checks = Object.fromEntries(
      Object.keys(set).slice(0, 10).map((key) => [key, null]),
    );
    const version = await store.commit({ checks, set: { ...set, ...bigOnes } });
    assertEquals(typeof version, "string");
    assertEquals((await store.get("big/3"))?.value, big);
    assertEquals((await store.list("", { limit: 1000 })).length, 500);
  });

  test("commit() refuses what is beyond the limits", async (store) => {
    const many = Array.from({ length: 501 }, (_, i) => `${i}`);
    for (
      const [commit, message] of [
        [{ set: { "": 1 } }, "printable ASCII"],
        [{ set: { "ä": 1 } }, "printable ASCII"],
        [{ delete: ["x".repeat(513)] }, "printable ASCII"],
        [{ set: { a: undefined } }, "one that JSON can hold"],
        [{ set: { a: 1 }, delete: ["a"] }, "both set and deleted"],
        [{ set: { a: "ä".repeat(30_000) } }, "at most 60000 bytes"],
        [{ delete: many }, "at most 500 keys: current value is 501"],
        [
          {
            checks: Object.fromEntries(many.slice(0, 11).map((k) => [k, null])),
          },
          "at most 10 keys: current value is 11",
        ],
        [
          {
            set: Object.fromEntries(
              many.slice(0, 12).map((k) => [k, "x".repeat(59_000)]),
            ),
          },
          "all values must have at most 500000 bytes",
        ],
      ] as const
    ) {
      await assertRejects(() => store.commit(commit), Error, message);
    }
    await assertRejects(
      () => store.list("", { limit: 0 }),
      RangeError,
      "between 1 and 1000: current value is 0",
    );
    assertEquals(await store.list("", { limit: 1 }), []);
  });

  test("commit() lets one of many at the same time win", async (store) => {
    const others = again ? [await again(), await again()] : [];
    const stores = [store, ...others];
    const increment = async (by: Store) => {
      for (;;) {
        const entry = await by.get<number>("count");
        const checks = { count: entry?.version ?? null };
        const set = { count: (entry?.value ?? 0) + 1 };
        if (await by.commit({ checks, set }) !== undefined) return;
      }
    };
    await Promise.all(
      stores.flatMap((by) =>
        Array.from({ length: 4 }, async () => {
          for (let i = 0; i < 10; i++) await increment(by);
        })
      ),
    );
    assertEquals((await store.get("count"))?.value, stores.length * 40);
    for (const other of others) await other.close();
  });

  test("close() ends the use of the store", async (store) => {
    await store.commit({ set: { a: 1 } });
    await store.close();
    await store.close();
    await assertRejects(() => store.get("a"), StoreError, "closed");
    if (!again) return;
    const next = await again();
    assertEquals((await next.get("a"))?.value, 1);
    await next.close();
  });
}
