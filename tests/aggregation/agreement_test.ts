import {
  accuracy,
  type Answer,
  cohenKappa,
  fleissKappa,
  krippendorffAlpha,
  type Label,
  wilsonInterval,
} from "@toloka/client/aggregation";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** Answers of workers "0", "1", ... by row of a task; `undefined` if none. */
function answersIn<L extends Label>(
  rows: readonly (readonly (L | undefined)[])[],
): Answer<L>[] {
  return rows.flatMap((row, t) =>
    row.flatMap((label, w) =>
      label === undefined ? [] : [{ task: `t${t}`, worker: `${w}`, label }]
    )
  );
}

const _ = undefined;

/** The data of K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), C. */
const KRIPPENDORFF = answersIn([
  [1, 1, _, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [_, 5, 5, 5],
  [_, _, 1, 1],
  [_, _, 3, _],
]);

for (
  const [level, published] of [
    ["nominal", 0.743],
    ["ordinal", 0.815],
    ["interval", 0.849],
  ] as const
) {
  Deno.test(`krippendorffAlpha() equals the published value, ${level}`, () => {
    const alpha = krippendorffAlpha(KRIPPENDORFF, { level });
    assertAlmostEquals(alpha, published, 0.0005);
  });
}

Deno.test("krippendorffAlpha() ranks labels in the given order", () => {
  const names = ["awful", "bad", "fair", "good", "superb"];
  const mixed = ["m", "z", "a", "k", "b"];
  const named = (list: string[]) =>
    KRIPPENDORFF.map((answer) => ({
      ...answer,
      label: list[answer.label - 1]!,
    }));
  const ordinal = (list: string[], order?: string[]) =>
    krippendorffAlpha(named(list), { level: "ordinal", order });
  assertAlmostEquals(ordinal(names), 0.815, 0.0005);
  assertAlmostEquals(ordinal(mixed, mixed), 0.815, 0.0005);
  assertEquals(ordinal(mixed) < 0.8, true);
  assertThrows(
    () => ordinal(mixed, mixed.slice(1)),
    RangeError,
    "Cannot compute Krippendorff's alpha as 'order' must have every label: current value is \"m\"",
  );
  assertThrows(
    () => krippendorffAlpha(named(names), { level: "interval" }),
    RangeError,
    "'answers' must have numbers as labels",
  );
});

Deno.test("krippendorffAlpha() has no value without pairs, and is 1 of one label", () => {
  assertEquals(krippendorffAlpha(answersIn([["a"], ["b"]])), NaN);
  assertEquals(krippendorffAlpha(answersIn([["a", "a"], ["a", "a"]])), 1);
});

Deno.test("fleissKappa() equals the published value", () => {
  // The 10 subjects and 14 raters of Wikipedia's worked example.
  const counts = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ];
  const rows = counts.map((row) =>
    row.flatMap((count, label) => new Array<number>(count).fill(label))
  );
  assertAlmostEquals(fleissKappa(answersIn(rows)), 0.210, 0.0005);
  assertThrows(
    () => fleissKappa(answersIn([["a", "a"], ["a", "b", "b"]])),
    RangeError,
    "Cannot compute Fleiss' kappa as 'answers' must have equally many for each task: current value is \"2 to 3\"",
  );
  assertThrows(
    () => fleissKappa(answersIn([["a"], ["a"]])),
    RangeError,
    "'answers' must have at least 2 a task: current value is 1",
  );
});

Deno.test("cohenKappa() equals the worked examples", () => {
  const pairs = (counts: number[][]) =>
    counts.flatMap((row, a) =>
      row.flatMap((n, b) => Array.from({ length: n }, () => [a, b]))
    );
  // 50 grant proposals: 20 yes by both, 5 and 10 by one, 15 no by both.
  const plain = answersIn(pairs([[20, 5], [10, 15]]));
  assertAlmostEquals(cohenKappa(plain, ["0", "1"]), 0.4, 1e-12);
  // Of two labels, every distance is 0 or 1.
  for (const weights of ["linear", "quadratic"] as const) {
    assertAlmostEquals(cohenKappa(plain, ["1", "0"], { weights }), 0.4, 1e-12);
  }
  const ranks = answersIn(pairs([[10, 4, 0], [2, 10, 4], [0, 2, 10]]));
  const none = cohenKappa(ranks, ["0", "1"]);
  const quadratic = cohenKappa(ranks, ["0", "1"], { weights: "quadratic" });
  assertEquals(quadratic > none, true);
  assertEquals(cohenKappa(plain, ["0", "nobody"]), NaN);
  const twice = [...plain, { task: "t0", worker: "0", label: 1 }];
  assertThrows(
    () => cohenKappa(twice, ["0", "1"]),
    RangeError,
    'must have one label of "0" for each task: current value is "t0"',
  );
});

Deno.test("wilsonInterval() equals published intervals", () => {
  // R. G. Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I.
  const published: [number, number, number, number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [correct, total, low, high] of published) {
    const rate = wilsonInterval(correct, total);
    assertAlmostEquals(rate.low, low, 0.00005);
    assertAlmostEquals(rate.high, high, 0.00005);
  }
  assertEquals(wilsonInterval(3, 3).high, 1);
  const { low, high, value } = wilsonInterval(0, 0);
  assertEquals([low, high, value], [0, 1, NaN]);
  const wide = wilsonInterval(5, 10, { confidence: 0.999999999 });
  assertEquals(wide.low > 0 && wide.low < 0.1, true);
  for (const confidence of [0, 1, NaN]) {
    assertThrows(() => wilsonInterval(1, 2, { confidence }), RangeError);
  }
  assertThrows(() => wilsonInterval(3, 2), RangeError, "must be at most 2");
});

Deno.test("accuracy() counts equal answers once, and labels nobody gave as wrong", () => {
  const answers = answersIn([["a", "b"], ["a", "a"]]);
  const gold = new Map([["t0", "a"], ["t1", "c"], ["elsewhere", "a"]]);
  const { value, correct, total, workers, skills } = accuracy(
    [...answers, ...answers],
    gold,
  );
  assertEquals([value, correct, total], [0.25, 1, 4]);
  assertEquals(workers.get("0")?.value, 0.5);
  assertEquals(skills, new Map([["0", 0.5], ["1", 0]]));
});
