import { assertEquals, assertRejects } from "@std/assert";
import {
  chunksOf,
  sizeOf,
  type ValueSizes,
} from "../../src/resources/chunks.ts";

const KIB = 1024;

/** Chunks of items that are their own sizes. */
function cut(
  items: Iterable<ValueSizes> | AsyncIterable<ValueSizes>,
  most = 10,
) {
  return Array.fromAsync(chunksOf("make things", items, most, (item) => item));
}

function sized(sizes: number[], kind: keyof ValueSizes): ValueSizes[] {
  return sizes.map((size) => ({ input: 0, output: 0, [kind]: size }));
}

/** Where chunks start, and how many items they have. */
async function shape(chunks: ReturnType<typeof cut>) {
  return (await chunks).map(({ start, items }) => [start, items.length]);
}

Deno.test("chunksOf() starts a chunk when one has the most items", async () => {
  const items = sized([1, 1, 1, 1, 1], "input");
  assertEquals(await shape(cut(items, 2)), [[0, 2], [2, 2], [4, 1]]);
});

Deno.test("chunksOf() makes no empty chunk at the end", async () => {
  const items = sized([1, 1, 1, 1], "input");
  assertEquals(await shape(cut(items, 2)), [[0, 2], [2, 2]]);
});

Deno.test("chunksOf() fills a chunk up to the last byte of input values", async () => {
  const items = sized([1024 * KIB - 1, 1, 1], "input");
  assertEquals(await shape(cut(items)), [[0, 2], [2, 1]]);
});

Deno.test("chunksOf() fills a chunk up to the last byte of output values", async () => {
  const items = sized([4096 * KIB - 1, 1, 1], "output");
  assertEquals(await shape(cut(items)), [[0, 2], [2, 1]]);
});

Deno.test("chunksOf() counts the bytes of each chunk anew", async () => {
  const items = sized(Array(6).fill(512 * KIB), "input");
  assertEquals(await shape(cut(items)), [[0, 2], [2, 2], [4, 2]]);
});

Deno.test("chunksOf() refuses an item that is too large by itself", async () => {
  await assertRejects(
    () => cut(sized([1, 1024 * KIB + 1], "input")),
    RangeError,
    "Cannot make things as the 'input_values' of item 1 take 1048577 bytes: a request carries at most 1048576",
  );
  await assertRejects(
    () => cut(sized([4096 * KIB + 1], "output")),
    RangeError,
    "'output_values' of item 0 take 4194305 bytes",
  );
});

Deno.test("chunksOf() refuses an empty input", async () => {
  const message = "Cannot make things as the list is empty";
  await assertRejects(() => cut([]), RangeError, message);
  await assertRejects(
    () => cut((async function* () {})()),
    RangeError,
    message,
  );
});

Deno.test("chunksOf() takes no more of the input than a chunk and one item", async () => {
  let taken = 0;
  function* items() {
    for (const item of sized(Array(9).fill(1), "input")) {
      taken++;
      yield item;
    }
  }
  const chunks = chunksOf("make things", items(), 3, (item) => item);
  await chunks.next();
  assertEquals(taken, 4);
});

Deno.test("chunksOf() ends its input when the caller ends early", async () => {
  let ended = false;
  async function* items() {
    try {
      while (true) yield { input: 1, output: 0 };
    } finally {
      ended = true;
    }
  }
  for await (const _ of chunksOf("make things", items(), 3, (item) => item)) {
    break;
  }
  assertEquals(ended, true);
});

Deno.test("sizeOf() counts bytes, not characters", () => {
  assertEquals(sizeOf({ a: "b" }), 9);
  assertEquals(sizeOf({ a: "ё" }), 10);
  assertEquals(sizeOf({ a: "猫" }), 11);
  assertEquals(sizeOf({ a: "😀" }), 12);
  assertEquals(sizeOf(undefined), 0);
});

Deno.test("chunksOf() refuses what is no list, and items that are no objects", async () => {
  const wrong: [unknown, string][] = [
    [undefined, "current value is undefined"],
    [{ pool_id: "1" }, 'current value is {"pool_id":"1"}'],
    [[{}, undefined], "current value of item 1 is undefined"],
    ["ab", 'current value of item 0 is "a"'],
  ];
  for (const [input, end] of wrong) {
    const chunks = chunksOf("make things", input as object[], 9, () => ({
      input: 1,
      output: 1,
    }));
    await assertRejects(() => Array.fromAsync(chunks), TypeError, end);
  }
});
