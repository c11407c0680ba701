/** Properties that hold for whatever answers, tried on random ones. */
import {
  type Aggregation,
  type Answer,
  dawidSkene,
  indexAnswers,
  krippendorffAlpha,
  type Label,
  majorityVote,
  oneCoinDawidSkene,
  skillVote,
  wawa,
  zeroBasedSkill,
} from "@toloka/client/aggregation";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const METHODS: Record<
  string,
  <L extends Label>(answers: Iterable<Answer<L>>) => Aggregation<L>
> = {
  majorityVote,
  wawa,
  zeroBasedSkill,
  dawidSkene,
  oneCoinDawidSkene,
  skillVote: (answers) =>
    skillVote(answers, { skills: new Map(), defaultSkill: 0.7 }),
};

/** Labels that are names of what objects have, or order differently in UTF-16. */
const ODD = ["__proto__", "constructor", "", "10", "9", "\u{1f600}", "\uffee"];

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Answers of which about 60 % are right. */
function randomAnswers(seed: number, labels: readonly string[]) {
  const next = random(seed);
  const pick = () => labels[Math.floor(next() * labels.length)]!;
  const truths = Array.from({ length: 30 }, pick);
  return truths.flatMap((truth, t) =>
    Array.from({ length: 1 + Math.floor(next() * 5) }, () => ({
      task: `task ${t}`,
      worker: `worker ${Math.floor(next() * 9)}`,
      label: next() < 0.6 ? truth : pick(),
    }))
  );
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const next = random(seed);
  return items.map((item) => ({ item, key: next() }))
    .sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function plain<L extends Label>(result: Aggregation<L>) {
  const { labels, probabilities, ties, skills } = result;
  const rows = [...probabilities].map(([task, row]) => [task, ...row]);
  return { labels: [...labels], rows, ties: [...ties], skills: [...skills] };
}

for (const [name, method] of Object.entries(METHODS)) {
  for (const labels of [["a", "b", "c"], ODD, ["only"]]) {
    const kind = labels.length === 1 ? "one label" : `${labels.length} labels`;
    Deno.test(`${name}() does not see the order of rows, ${kind}`, () => {
      for (let seed = 1; seed <= 10; seed++) {
        const answers = randomAnswers(seed, labels);
        assertEquals(
          plain(method(shuffled(answers, seed))),
          plain(method(answers)),
        );
      }
    });

    Deno.test(`${name}() does not see the names of Tolokers, ${kind}`, () => {
      for (let seed = 1; seed <= 10; seed++) {
        const answers = randomAnswers(seed, labels);
        const renamed = answers.map((answer) => ({
          ...answer,
          worker: [...answer.worker].reverse().join(""),
        }));
        const [one, other] = [method(answers), method(renamed)];
        for (const [task, row] of one.probabilities) {
          for (const [label, p] of row) {
            assertAlmostEquals(
              other.probabilities.get(task)!.get(label)!,
              p,
              1e-9,
            );
          }
        }
      }
    });

    Deno.test(`${name}() gives probabilities that sum to 1, ${kind}`, () => {
      for (let seed = 1; seed <= 10; seed++) {
        const answers = randomAnswers(seed, labels);
        const { probabilities, labels: found } = method(answers);
        assertEquals(found.size, 30);
        assertEquals(probabilities.size, 30);
        for (const row of probabilities.values()) {
          const sum = [...row.values()].reduce((a, b) => a + b, 0);
          assertAlmostEquals(sum, 1, 2e-9);
        }
      }
    });

    Deno.test(`${name}() chooses the same labels of duplicated answers, ${kind}`, () => {
      for (let seed = 1; seed <= 10; seed++) {
        const answers = randomAnswers(seed, labels);
        const twice = answers.flatMap((answer) => [answer, answer]);
        const heavy = answers.map((answer) => ({ ...answer, weight: 2 }));
        if (name === "majorityVote" || name === "wawa") {
          assertEquals(plain(method(twice)), plain(method(answers)));
        }
        assertEquals(method(twice).labels, method(heavy).labels);
      }
    });
  }

  Deno.test(`${name}() refuses to go without answers`, () => {
    assertThrows(
      () => method([]),
      RangeError,
      "Cannot index answers as 'answers' must have at least one answer: current value is 0",
    );
  });
}

Deno.test("methods keep labels of every type apart, in their order", () => {
  const given: Label[] = ["2", 10, true, 9, "10", false, "\u{1f600}", "\uffee"];
  const answers = given.map((label) => ({ task: "t", worker: "w", label }));
  const index = indexAnswers(answers);
  assertEquals(index.labels, [
    false,
    true,
    9,
    10,
    "10",
    "2",
    "\uffee",
    "\u{1f600}",
  ]);
  assertEquals(majorityVote(index).labels.get("t"), false);
  assertEquals(majorityVote(index).ties.get("t")?.length, 8);
});

Deno.test("indexAnswers() refuses malformed answers", () => {
  const wrong: [change: object, message: string][] = [
    [{ task: 1 }, "'answers[1].task' must be a text: current value is 1"],
    [
      { worker: null },
      "'answers[1].worker' must be a text: current value is null",
    ],
    [
      { label: NaN },
      "'answers[1].label' must be a text, a finite number or a boolean: current value is NaN",
    ],
    [{ label: undefined }, "current value is undefined"],
    [
      { weight: -1 },
      "'answers[1].weight' must be a finite number from 0: current value is -1",
    ],
    [
      { seconds: Infinity },
      "'answers[1].seconds' must be a finite number from 0",
    ],
  ];
  const good = { task: "t", worker: "w", label: "a" };
  for (const [change, message] of wrong) {
    const answers = [good, { ...good, ...change }];
    assertThrows(() => indexAnswers(answers), RangeError, message);
  }
});

Deno.test("indexAnswers() gives back the answers and counts further labels", () => {
  const answers = [
    { task: "b", worker: "w", label: "x", weight: 2 },
    { task: "a", worker: "v", label: "y", seconds: 3 },
  ];
  const index = indexAnswers(answers, { labels: ["z"] });
  assertEquals([...index], [
    { task: "a", worker: "v", label: "y", weight: 1, seconds: 3 },
    { task: "b", worker: "w", label: "x", weight: 2 },
  ]);
  assertEquals(index.labels, ["x", "y", "z"]);
  assertEquals(indexAnswers(index), index);
  assertEquals(majorityVote(index).probabilities.get("a")!.get("z"), 0);
});

Deno.test("majorityVote() weighs answers and skills, and wants each skill", () => {
  const answers = [
    { task: "t", worker: "a", label: "x" },
    { task: "t", worker: "b", label: "y", weight: 3 },
    { task: "u", worker: "b", label: "x", weight: 0 },
  ];
  const skills = new Map([["a", 0.9], ["b", 0.1]]);
  assertEquals(majorityVote(answers).labels.get("t"), "y");
  const result = majorityVote(answers, { skills });
  assertEquals(result.labels.get("t"), "x");
  assertAlmostEquals(result.probabilities.get("t")!.get("y")!, 0.25, 1e-15);
  assertEquals(result.probabilities.get("u")!.get("x"), 1);
  skills.delete("b");
  assertThrows(
    () => majorityVote(answers, { skills }),
    RangeError,
    "Cannot take a majority vote as 'skills' must have each worker: current value is \"b\"",
  );
  const filled = majorityVote(answers, { skills, defaultSkill: 0.4 });
  assertEquals(filled.labels.get("t"), "y");
});

Deno.test("dawidSkene() keeps gold and refuses wrong options", () => {
  const answers = randomAnswers(3, ["a", "b"]);
  const [first] = answers;
  const gold = new Map([[first!.task, "b"], ["no such task", "z"]]);
  const { labels, probabilities } = dawidSkene(answers, { gold });
  assertEquals(labels.get(first!.task), "b");
  assertEquals(probabilities.get(first!.task)!.get("b"), 1);
  const wrong: [Parameters<typeof dawidSkene>[1], string][] = [
    [
      { gold: new Map([[first!.task, "c"]]) },
      "'gold' must have labels that the index has",
    ],
    [
      { smoothing: 0 },
      "'smoothing' must be a number between 0 and 1: current value is 0",
    ],
    [{ maxIterations: 0 }, "'maxIterations' must be a whole number from 1"],
    [{ tolerance: NaN }, "'tolerance' must be a number"],
  ];
  for (const [options, message] of wrong) {
    assertThrows(() => dawidSkene(answers, options), RangeError, message);
  }
});

Deno.test("krippendorffAlpha() does not see the order of rows", () => {
  const answers = randomAnswers(5, ODD);
  assertEquals(
    krippendorffAlpha(shuffled(answers, 5)),
    krippendorffAlpha(answers),
  );
});
