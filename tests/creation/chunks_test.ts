import { assertEquals, assertRejects } from "@std/assert";
import {
  byteLength,
  ItemQueue,
  type ItemRules,
  type ValueSizes,
} from "../../src/creation/chunks.ts";

const KIB = 1024;

/** Items that are their own sizes. */
const RULES: ItemRules<ValueSizes> = {
  noun: "things",
  check: (item) => item,
  serialize: (size) => ({ json: "{}", size }),
};

function queueOf(items: Iterable<ValueSizes> | AsyncIterable<ValueSizes>) {
  return new ItemQueue(RULES, items);
}

/** Positions of the items of each chunk. */
async function cutAll(
  items: Iterable<ValueSizes> | AsyncIterable<ValueSizes>,
  maxItems = 10,
): Promise<number[][]> {
  const queue = queueOf(items);
  const chunks: number[][] = [];
  for (;;) {
    const chunk = await queue.cut(maxItems);
    if (chunk.length === 0) return chunks;
    chunks.push(chunk.map(({ position }) => position));
  }
}

function sized(sizes: number[], kind: keyof ValueSizes): ValueSizes[] {
  return sizes.map((size) => ({ input: 0, output: 0, [kind]: size }));
}

const FULL = { input: 1024 * KIB, output: 4096 * KIB };

for (
  const [what, items, maxItems, expected] of [
    ["one that is full", sized([1, 1, 1, 1, 1], "input"), 2, [
      [0, 1],
      [2, 3],
      [4],
    ]],
    ["none that is empty", sized([1, 1, 1, 1], "input"), 2, [[0, 1], [2, 3]]],
    [
      "the last byte of input values",
      sized([FULL.input - 1, 1, 1], "input"),
      9,
      [
        [0, 1],
        [2],
      ],
    ],
    [
      "the last byte of output values",
      sized([FULL.output - 1, 1, 1], "output"),
      9,
      [[0, 1], [2]],
    ],
    ["each chunk's own bytes", sized(Array(6).fill(512 * KIB), "input"), 9, [
      [0, 1],
      [2, 3],
      [4, 5],
    ]],
  ] as [string, ValueSizes[], number, number[][]][]
) {
  Deno.test(`ItemQueue cuts at ${what}`, async () => {
    assertEquals(await cutAll(items, maxItems), expected);
  });
}

Deno.test("ItemQueue refuses an item that is too large by itself", async () => {
  await assertRejects(
    () => cutAll(sized([1, FULL.input + 1], "input")),
    RangeError,
    "Cannot create things as the 'input_values' of item 1 take 1048577 bytes: a request carries at most 1048576",
  );
  await assertRejects(
    () => cutAll(sized([FULL.output + 1], "output")),
    RangeError,
    "'output_values' of item 0 take 4194305 bytes",
  );
});

Deno.test("ItemQueue refuses an empty input", async () => {
  const message = "Cannot create things as the list is empty";
  await assertRejects(() => cutAll([]), RangeError, message);
  const empty = (async function* () {})();
  await assertRejects(() => cutAll(empty), RangeError, message);
});

Deno.test("ItemQueue takes no more of the input than a chunk and one item", async () => {
  let taken = 0;
  function* items() {
    for (const item of sized(Array(9).fill(1), "input")) {
      taken++;
      yield item;
    }
  }
  await queueOf(items()).cut(3);
  assertEquals(taken, 4);
});

Deno.test("ItemQueue ends an input that is not read to its end", async () => {
  let ended = false;
  async function* items() {
    try {
      while (true) yield { input: 1, output: 0 };
    } finally {
      ended = true;
    }
  }
  const queue = queueOf(items());
  await queue.cut(3);
  assertEquals(ended, false);
  await queue.close();
  assertEquals(ended, true);
});

Deno.test("ItemQueue takes items out by position, and back in their places", async () => {
  const queue = queueOf(sized(Array(9).fill(1), "input"));
  const [first, second, third] = await queue.cut(3);
  queue.giveBack([first!, second!, third!]);
  const taken = await queue.take(new Set([1, 5, 20]));
  assertEquals(taken.map(({ position }) => position), [1, 5]);
  queue.giveBack([taken[1]!]);
  const rest = await queue.cut(10);
  assertEquals(rest.map(({ position }) => position), [0, 2, 3, 4, 5, 6, 7, 8]);
});

Deno.test("ItemQueue refuses what is no list, and items that are no objects", async () => {
  const wrong: [unknown, string][] = [
    [undefined, "current value is undefined"],
    [{ pool_id: "1" }, 'current value is {"pool_id":"1"}'],
    [[{ input: 1, output: 1 }, undefined], "value of item 1 is undefined"],
    ["ab", 'current value of item 0 is "a"'],
  ];
  for (const [input, end] of wrong) {
    const call = () => cutAll(input as ValueSizes[]);
    await assertRejects(call, TypeError, end);
  }
});

Deno.test("ItemQueue refuses what JSON would change, and says where", async () => {
  const wrong: [unknown, string][] = [
    [
      NaN,
      "'input_values.x' of item 1 cannot be sent as JSON: current value is NaN",
    ],
    [-Infinity, "current value is -Infinity"],
    [new Map(), "current value is Map"],
    [1n, "current value is 1n"],
  ];
  for (const [value, message] of wrong) {
    const items = [{ input: 1, output: 1 }, { input_values: { x: value } }];
    const call = () => cutAll(items as never);
    await assertRejects(call, TypeError, message);
  }
});

Deno.test("byteLength() counts bytes, not characters", () => {
  assertEquals(["b", "ё", "猫", "😀", ""].map(byteLength), [1, 2, 3, 4, 0]);
});
