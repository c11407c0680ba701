import { assertEquals, assertThrows } from "@std/assert";
import { sumMoney } from "../mod.ts";
import { multiplyMoney } from "../src/money.ts";

const SUMS: [number[], number][] = [
  [[], 0],
  [[0.1, 0.2], 0.3],
  [[0.005, 100, 0.01], 100.015],
  [[1.1, 2.2, 3.3], 6.6],
  [[10, 10_000, 5], 10_015],
  [[0.3, -0.1], 0.2],
  [[1e-7, 2e-7], 3e-7],
  [[1e21, 1e-3], 1e21],
  [[0.07, 0.01, 0.02], 0.1],
];

for (const [amounts, sum] of SUMS) {
  Deno.test(`sumMoney() adds up [${amounts}] to ${sum}`, () => {
    assertEquals(sumMoney(amounts), sum);
  });
}

Deno.test("sumMoney() does not depend on the order", () => {
  const amounts = Array.from({ length: 1000 }, (_, i) => (i % 7) / 1000 + i);
  const sum = sumMoney(amounts);
  assertEquals(sumMoney(amounts.toReversed()), sum);
  assertEquals(sum, 499_502.997);
});

Deno.test("sumMoney() takes any iterable", () => {
  assertEquals(sumMoney(new Set([0.1, 0.7])), 0.8);
});

for (const amount of [NaN, Infinity, -Infinity]) {
  Deno.test(`sumMoney() refuses ${amount}`, () => {
    assertThrows(
      () => sumMoney([1, amount]),
      RangeError,
      `current value is ${amount}`,
    );
  });
}

Deno.test("multiplyMoney() multiplies in decimals", () => {
  const products: [number, number, number][] = [
    [0.1, 3, 0.3],
    [1.1, 1.1, 1.21],
    [0.005, 200_000, 1_000],
    [1e-7, 3, 3e-7],
    [2e21, 0.5, 1e21],
    [-0.07, 100, -7],
  ];
  for (const [amount, by, product] of products) {
    assertEquals(multiplyMoney(amount, by), product);
  }
});
