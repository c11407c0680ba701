import {
  type Answer,
  bradleyTerry,
  compareMethods,
  dawidSkene,
  glad,
  indexAnswers,
  majorityVote,
} from "@toloka/client/aggregation";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";

interface Pairwise {
  comparisons: [string, string, string, string][];
  items: string[];
  converged: number[];
  log_likelihood: number;
}

async function readGolden<T>(name: string): Promise<T> {
  const url = new URL(`golden/${name}.json`, import.meta.url);
  return JSON.parse(await Deno.readTextFile(url));
}

interface Labelled {
  answers: [string, string, string][];
  truth: Record<string, string>;
}

async function readLabelled(name: string) {
  const { answers, truth } = await readGolden<Labelled>(name);
  return {
    truth: new Map(Object.entries(truth)),
    index: indexAnswers(
      answers.map(([task, worker, label]) => ({ task, worker, label })),
    ),
  };
}

function right(
  labels: ReadonlyMap<string, string>,
  truth: ReadonlyMap<string, string>,
): number {
  const hits = [...labels].filter(([task, label]) => truth.get(task) === label);
  return hits.length / labels.size;
}

Deno.test("bradleyTerry() equals the golden data, converged", async () => {
  const golden = await readGolden<Pairwise>("pairwise-p1");
  const comparisons = golden.comparisons.map((
    [worker, left, right, winner],
  ) => ({ worker, left, right, winner }));
  const result = bradleyTerry(comparisons);
  golden.items.forEach((item, i) =>
    assertAlmostEquals(result.scores.get(item)!, golden.converged[i]!, 1e-9)
  );
  assertAlmostEquals(result.logLikelihood, golden.log_likelihood, 1e-9);
  assertEquals(result.converged, true);
  const sorted = [...result.scores.values()].sort((a, b) => b - a);
  assertEquals([...result.scores.values()], sorted);
  const early = bradleyTerry(comparisons, { maxIterations: 2 });
  assertEquals([early.iterations, early.converged], [2, false]);
  async function* later() {
    yield* comparisons;
    await Promise.resolve();
  }
  assertEquals(await bradleyTerry(later()), result);
});

Deno.test("bradleyTerry() refuses what has no finite scores", async () => {
  const won = { left: "a", right: "b", winner: "a" };
  const lost = { ...won, winner: "b" };
  assertThrows(
    () => bradleyTerry([]),
    RangeError,
    "Cannot fit the Bradley-Terry model as 'comparisons' must have at least one: current value is 0",
  );
  assertThrows(
    () => bradleyTerry([won]),
    RangeError,
    "'comparisons' must lead from every item to every other by wins: current value is \"a and b\"",
  );
  const apart = [won, lost].map(() => ({ left: "c", right: "d", winner: "c" }));
  assertThrows(
    () => bradleyTerry([won, lost, ...apart]),
    RangeError,
    "a and c",
  );
  assertThrows(
    () => bradleyTerry([{ ...won, winner: "c" }]),
    RangeError,
    "'comparisons[0].winner' must be one of the two items: current value is \"c\"",
  );
  assertThrows(
    () => bradleyTerry([{ left: "a", right: "a", winner: "a" }]),
    RangeError,
    "'comparisons[0]' must compare two items",
  );
  async function* none() {}
  await assertRejects(() => bradleyTerry(none()), RangeError);
});

for (const name of ["s2-ties-unicode", "s3-gold", "s4-sparse"]) {
  Deno.test(`glad() is as accurate as the majority of ${name}, or more`, async () => {
    const { index, truth } = await readLabelled(name);
    const result = glad(index);
    const majority = right(majorityVote(index).labels, truth);
    assert(right(result.labels, truth) >= majority);
    assert(result.iterations < 100);
    assertEquals(result.difficulties.size, index.tasks.length);
  });
}

Deno.test("glad() finds who guesses and what is hard", () => {
  const answers: Answer<string>[] = [];
  for (let t = 0; t < 40; t++) {
    const truth = "abcd"[t % 4]!;
    const hard = t >= 36;
    for (const worker of ["ann", "bob", "eve", "guess"]) {
      const wrong = worker === "guess" || hard && worker !== "ann";
      const label = wrong ? "abcd"[(t * 7 + worker.length) % 4]! : truth;
      answers.push({ task: `t${t}`, worker, label });
    }
  }
  const { abilities, difficulties, skills } = glad(answers);
  const [least] = [...abilities].sort(([, a], [, b]) => a - b)[0]!;
  assertEquals(least, "guess");
  assert(difficulties.get("t39")! > difficulties.get("t0")!);
  for (const skill of skills.values()) assert(skill > 0 && skill < 1);
  assertThrows(() => glad(answers, { maxIterations: 0.5 }), RangeError);
});

Deno.test("compareMethods() shows where Dawid-Skene loses to the majority", async () => {
  const { index, truth } = await readLabelled("s4-sparse");
  const { methods, goldTasks } = compareMethods(index, truth);
  const of = (name: string) => methods.find(({ method }) => method === name)!;
  assertEquals(goldTasks, truth.size);
  const [majority, model] = [of("majorityVote"), of("dawidSkene")];
  assertAlmostEquals(majority.accuracy.value, 0.7474, 0.0001);
  assertAlmostEquals(model.accuracy.value, 0.6597, 0.0001);
  assertEquals([majority.gains, majority.losses, majority.pValue], [0, 0, 1]);
  assertEquals(
    model.gains - model.losses,
    model.accuracy.correct - majority.accuracy.correct,
  );
  assert(model.warnings.some(({ code }) => code === "FEW_ANSWERS"));
  const order = methods.map(({ accuracy }) => accuracy.correct);
  assertEquals(order, order.toSorted((a, b) => b - a));
});

Deno.test("compareMethods() recommends what beats the majority by more than chance", async () => {
  const { index, truth } = await readLabelled("s4-sparse");
  const oracle = compareMethods(index, truth, {
    methods: { oracle: () => ({ labels: truth }) },
  });
  assertEquals(oracle.recommended, "oracle");
  // Sees all gold but what it is judged by, so it knows nothing of that.
  const learned = compareMethods(index, truth, {
    methods: {
      rote: (_, gold) => ({ labels: gold as Map<string, string> }),
    },
  });
  const rote = learned.methods.find(({ method }) => method === "rote")!;
  assertEquals(rote.accuracy.correct, 0);
  const few = new Map([...truth].slice(0, 6));
  assertEquals(compareMethods(index, few).recommended, "majorityVote");
  assertThrows(
    () => compareMethods(index, new Map([["elsewhere", "A"]])),
    RangeError,
    "Cannot compare methods as 'gold' must have at least 5 tasks with answers: current value is 0",
  );
});

Deno.test("dawidSkene() warns of gold and the majority turned around", () => {
  // Three Tolokers who agree on wrong answers, and two who are right.
  const answers: Answer<string>[] = [];
  const gold = new Map<string, string>();
  for (let t = 0; t < 40; t++) {
    const truth = t % 2 === 0 ? "yes" : "no";
    const wrong = t % 2 === 0 ? "no" : "yes";
    for (const [w, worker] of ["a", "b", "c", "d", "e"].entries()) {
      answers.push({ task: `t${t}`, worker, label: w < 3 ? wrong : truth });
    }
    if (t < 4) gold.set(`t${t}`, truth);
  }
  const { warnings } = dawidSkene(answers, { gold, maxIterations: 1 });
  assertEquals(warnings.map(({ code }) => code), ["DISAGREES_WITH_GOLD"]);
  assertEquals(
    warnings[0]?.message,
    "The model alone has another label for 100 % of the gold tasks",
  );
});

Deno.test("dawidSkene() warns of one label that takes all", () => {
  const answers: Answer<string>[] = [];
  for (let t = 0; t < 20; t++) {
    for (let w = 0; w < 5; w++) {
      const label = w < 2 || t % 10 === 0 ? "b" : "a";
      answers.push({ task: `t${t}`, worker: `w${w}`, label });
    }
  }
  const { warnings } = dawidSkene(answers);
  const found = warnings.find(({ code }) => code === "ONE_LABEL_ABSORBS");
  assertEquals(found?.label, "a");
  assert(found!.value > found!.limit);
});
