/** Drawing of settings. */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  defaultParameterSpace,
  distributions,
  type ParameterDistribution,
  sampleAroundBest,
  sampleAtRandom,
} from "../../src/autoquality/mod.ts";
import { checkSpace, fitParameters } from "../../src/autoquality/parameters.ts";
import { randomOf } from "../../src/autoquality/random.ts";

function meanAndDeviation(distribution: ParameterDistribution) {
  const random = randomOf("test");
  const values = Array.from(
    { length: 20_000 },
    () => distribution.sample(random),
  );
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const square = values.reduce((a, b) => a + (b - mean) ** 2, 0);
  return { values, mean, deviation: Math.sqrt(square / values.length) };
}

Deno.test("randomOf() gives the same numbers for a seed, evenly spread, and others for another", () => {
  const numbers = (seed: string, count = 3) => {
    const random = randomOf(seed);
    return Array.from({ length: count }, random);
  };
  assertEquals(numbers("a"), numbers("a"));
  assertEquals(numbers("a").some((x) => numbers("b").includes(x)), false);
  const many = numbers("many", 20_000);
  assertAlmostEquals(many.reduce((a, b) => a + b, 0) / 20_000, 0.5, 0.01);
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = many.filter((x) => Math.floor(x * 10) === tenth).length;
    assertAlmostEquals(share / 20_000, 0.1, 0.01);
  }
  // Seeds that differ in their last character have unrelated first numbers.
  const firsts = Array.from({ length: 5_000 }, (_, i) => numbers(`1/${i}`)[0]!);
  assertAlmostEquals(firsts.reduce((a, b) => a + b, 0) / 5_000, 0.5, 0.02);
});

Deno.test("distributions.normal() has its mean and deviation", () => {
  const { mean, deviation } = meanAndDeviation(distributions.normal(60, 15));
  assertAlmostEquals(mean, 60, 0.5);
  assertAlmostEquals(deviation, 15, 0.5);
});

Deno.test("distributions.uniform() stays within its bounds", () => {
  const { values, mean } = meanAndDeviation(distributions.uniform(2, 4));
  assertEquals(values.every((value) => value >= 2 && value < 4), true);
  assertAlmostEquals(mean, 3, 0.02);
});

Deno.test("distributions.skewNormal() has the moments of its definition", () => {
  const { mean, deviation } = meanAndDeviation(
    distributions.skewNormal(2, 0.2, 0.15),
  );
  const delta = 2 / Math.sqrt(5);
  assertAlmostEquals(mean, 0.2 + 0.15 * delta * Math.sqrt(2 / Math.PI), 0.005);
  const variance = 0.15 ** 2 * (1 - 2 * delta ** 2 / Math.PI);
  assertAlmostEquals(deviation, Math.sqrt(variance), 0.005);
});

Deno.test("distributions.planck() gives whole numbers that fall off by exp(-lambda)", () => {
  const { values } = meanAndDeviation(distributions.planck(0.8, 2));
  const share = (k: number) => values.filter((x) => x === k).length / 20_000;
  assertAlmostEquals(share(2), 1 - Math.exp(-0.8), 0.01);
  assertAlmostEquals(share(3) / share(2), Math.exp(-0.8), 0.03);
});

Deno.test("distributions refuse what is no distribution", () => {
  assertThrows(
    () => distributions.normal(60, 0),
    RangeError,
    "Cannot create the distribution as 'deviation' must be a finite number above 0: current value is 0",
  );
  assertThrows(() => distributions.normal(NaN, 1), RangeError, "'mean'");
  assertThrows(() => distributions.uniform(2, 1), RangeError, "at most 1");
  assertThrows(() => distributions.planck(-1), RangeError, "'lambda'");
});

Deno.test("fitParameters() clips and rounds samples to what the API takes", () => {
  const wild = {
    overlap: -3.2,
    AssignmentSubmitTime: {
      history_size: 0.4,
      avg_page_seconds: -5,
      too_fast_fraction: 1.7,
    },
    MajorityVote: { history_size: 5.4, incorrect_answers_rate: 106.3 },
    GoldenSet: { history_size: 5, incorrect_answers_rate: -4 },
    TrainingRequirement: { training_passing_skill_value: 49.51 },
    ExamRequirement: { exam_passing_skill_value: 120.2 },
  };
  assertEquals(fitParameters(wild), {
    overlap: 1,
    AssignmentSubmitTime: {
      history_size: 1,
      avg_page_seconds: 1,
      too_fast_fraction: 1,
    },
    MajorityVote: { history_size: 5, incorrect_answers_rate: 100 },
    GoldenSet: { history_size: 5, incorrect_answers_rate: 0 },
    TrainingRequirement: { training_passing_skill_value: 50 },
    ExamRequirement: { exam_passing_skill_value: 100 },
  });
  assertThrows(() => fitParameters({ overlap: NaN }), RangeError, "'overlap'");
});

Deno.test("fitParameters() keeps 2,000 default samples within bounds", () => {
  for (let index = 1; index <= 2_000; index++) {
    const { overlap, ...groups } = fitParameters(sampleAtRandom({
      index,
      random: randomOf(`${index}`),
      parameters: defaultParameterSpace,
      earlier: [],
    }));
    assertEquals(Number.isInteger(overlap) && overlap! >= 2, true);
    const { GoldenSet, MajorityVote, ExamRequirement } = groups;
    for (
      const percent of [
        GoldenSet!.incorrect_answers_rate,
        MajorityVote!.incorrect_answers_rate,
        ExamRequirement!.exam_passing_skill_value,
      ]
    ) {
      assertEquals(Number.isInteger(percent), true);
      assertEquals(percent >= 0 && percent <= 100, true);
    }
  }
});

Deno.test("checkSpace() refuses unknown, missing and empty settings", () => {
  const cases: [unknown, string][] = [
    [{ Overlap: [1] }, "'parameters' must have groups among overlap,"],
    [{ overlap: [] }, "'parameters.overlap' must be a list of values"],
    [{ GoldenSet: { history_size: [1] } }, "incorrect_answers_rate'"],
    [
      {
        GoldenSet: { history_size: [1], incorrect_answers_rate: [1], x: [1] },
      },
      "must have only history_size",
    ],
  ];
  for (const [space, message] of cases) {
    assertThrows(() => checkSpace(space as never), TypeError, message);
  }
});

Deno.test("sampleAroundBest() takes groups of the better half, and draws the others", () => {
  const parameters = { overlap: [7] };
  const earlier = [
    { parameters: { overlap: 1 }, main_rank: 0.1 },
    { parameters: { overlap: 3 }, main_rank: 0.9 },
    { parameters: { overlap: 2 } },
  ];
  const drawn = Array.from(
    { length: 200 },
    (_, index) =>
      sampleAroundBest({
        index,
        random: randomOf(`${index}`),
        parameters,
        earlier,
      })
        .overlap,
  );
  const threes = drawn.filter((overlap) => overlap === 3).length;
  assertEquals(drawn.every((overlap) => overlap === 3 || overlap === 7), true);
  assertEquals(threes > 60 && threes < 140, true);
});

Deno.test("sampleAroundBest() draws at random where nothing came before", () => {
  const context = () => ({
    index: 1,
    random: randomOf("1"),
    parameters: { overlap: [1, 2, 3, 4] },
    earlier: [],
  });
  assertEquals(sampleAroundBest(context()), sampleAtRandom(context()));
});
