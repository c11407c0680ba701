import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  choicesOf,
  weigh,
} from "../../src/simulator/aggregation/confidence.ts";

const SPECS = {
  result: { type: "string", allowed_values: ["OK", "BAD", "404"] },
  sure: { type: "boolean" },
};

function vote(result: string, quality: number) {
  return { values: { result, comment: "any" }, quality };
}

/** The examples of the platform's page about dynamic overlap. */
const PUBLISHED: [
  votes: [string, number][],
  best: string,
  confidence: number,
][] = [
  [[["OK", 0.7], ["OK", 0.9]], "OK", 0.977],
  [[["OK", 0.7], ["BAD", 0.9]], "BAD", 0.761],
  [[["OK", 0.7], ["BAD", 0.9], ["BAD", 0.8]], "BAD", 0.962],
];

for (const [votes, best, confidence] of PUBLISHED) {
  Deno.test(`weigh() finds ${best} with ${confidence} as published`, () => {
    const verdict = weigh(votes.map((v) => vote(...v)), SPECS, ["result"]);
    assertEquals(verdict?.values, { result: best });
    assertAlmostEquals(verdict!.confidence, confidence, 0.0006);
  });
}

Deno.test("weigh() takes several fields for one answer", () => {
  const votes = [true, true, false].map((sure) => ({
    values: { result: "OK", sure },
    quality: 0.8,
  }));
  const verdict = weigh(votes, SPECS, ["result", "sure"]);
  assertEquals(verdict?.values, { result: "OK", sure: true });
  // Six possible answers, so four that nobody gave.
  const wrong = 0.2 / 5;
  const [yes, no, other] = [0.64 * wrong, wrong ** 2 * 0.8, wrong ** 3];
  assertAlmostEquals(verdict!.confidence, yes / (yes + no + 4 * other));
});

Deno.test("weigh() bears thousands of answers and the extremes", () => {
  const votes = Array.from({ length: 5_000 }, () => vote("OK", 0.51));
  assertEquals(weigh(votes, SPECS, ["result"])?.confidence, 1);
  const extremes = [vote("OK", 1), vote("BAD", 1), vote("OK", 0)];
  const { confidence } = weigh(extremes, SPECS, ["result"])!;
  assertEquals(Number.isFinite(confidence), true);
  assertEquals(weigh([], SPECS, ["result"]), undefined);
});

const CHOICES: [spec: Parameters<typeof choicesOf>[0], count?: number][] = [
  [{ type: "boolean" }, 2],
  [{ type: "string", allowed_values: ["a", "b", "c"] }, 3],
  [{ type: "float", allowed_values: [1, 2.5] }, 2],
  [{ type: "integer", min_value: 1, max_value: 33 }, 33],
  [{ type: "integer", min_value: 1, max_value: 34 }],
  [{ type: "integer", min_value: 1 }],
  [{ type: "string" }],
  [{ type: "array_boolean" }],
  [{ type: "coordinates" }],
  [{ type: "file" }],
  [{ type: "json" }],
];

for (const [spec, count] of CHOICES) {
  Deno.test(`choicesOf() gives ${count} for ${JSON.stringify(spec)}`, () => {
    assertEquals(choicesOf(spec), count);
  });
}
