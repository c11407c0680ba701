import {
  type Answer,
  answersOf,
  driveOverlap,
  IncrementalVote,
  majorityVote,
  skillVote,
} from "@toloka/client/aggregation";
import { TolokaClient } from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const LABELS = ["a", "b", "__proto__"];

function randomAnswers(seed: number): Answer<string>[] {
  const next = random(seed);
  const of = (list: readonly string[]) =>
    list[Math.floor(next() * list.length)]!;
  return Array.from({ length: 200 }, () => {
    const task = `t${Math.floor(next() * 30)}`;
    const worker = `w${Math.floor(next() * 8)}`;
    const label = next() < 0.6
      ? LABELS[Number(task.slice(1)) % 3]!
      : of(LABELS);
    return { task, worker, label };
  });
}

Deno.test("IncrementalVote equals majorityVote() after every answer", () => {
  for (let seed = 1; seed <= 3; seed++) {
    const answers = randomAnswers(seed);
    const vote = new IncrementalVote<string>({ choices: 3 });
    answers.forEach((answer, i) => {
      vote.add(answer);
      const { labels, skills } = majorityVote(answers.slice(0, i + 1));
      assertEquals(vote.labels, labels);
      assertEquals(vote.agreements, skills);
    });
  }
});

Deno.test("IncrementalVote decides by the confidence of skillVote()", () => {
  const answers = randomAnswers(4).filter(({ task, worker }, i, all) =>
    all.findIndex((a) => a.task === task && a.worker === worker) === i
  );
  const vote = new IncrementalVote<string>({ choices: 3 });
  for (const answer of answers) vote.add(answer);
  const { skills } = vote;
  const { labels, confidences } = skillVote(answers, { skills, choices: 3 });
  for (const [task, confidence] of confidences) {
    const decision = vote.decide(task);
    assertAlmostEquals(decision.confidence, confidence, 1e-12);
    assertEquals(decision.label, labels.get(task));
  }
});

Deno.test("IncrementalVote learns skills from gold and from others", () => {
  const gold = new Map([["g1", "a"], ["g2", "b"]]);
  const vote = new IncrementalVote<string>({ choices: 3, gold });
  const skill = (worker: string) => vote.skills.get(worker)!;
  vote.add({ task: "t", worker: "ann", label: "a" });
  assertEquals(skill("ann"), 0.75);
  vote.add({ task: "g1", worker: "ann", label: "a" });
  vote.add({ task: "g1", worker: "bob", label: "b" });
  assertAlmostEquals(skill("ann"), (4 * 0.75 + 1) / 5, 1e-15);
  assertAlmostEquals(skill("bob"), (4 * 0.75) / 5, 1e-15);
  // Two others who agree judge the third; two who differ do not.
  vote.add({ task: "t", worker: "bob", label: "a" });
  assertAlmostEquals(skill("bob"), (4 * 0.75) / 5, 1e-15);
  vote.add({ task: "t", worker: "eve", label: "b" });
  assertAlmostEquals(skill("eve"), (4 * 0.75) / 5, 1e-15);
  assertAlmostEquals(skill("ann"), (4 * 0.75 + 1) / 5, 1e-15);
  vote.add({ task: "t", worker: "zoe", label: "b" });
  assertAlmostEquals(skill("zoe"), (4 * 0.75) / 5, 1e-15);
  assertAlmostEquals(skill("ann"), (4 * 0.75 + 1) / 6, 1e-15);
  assertEquals(vote.labels.get("g2"), undefined);
  const { reason, confidence, label } = vote.decide("g1");
  assertEquals([reason, confidence, label], ["CONFIDENT", 1, "a"]);
});

Deno.test("IncrementalVote gives the reason and the expected cost", () => {
  const price = { pricePerAnswer: 0.1, choices: 2 };
  const decide = (labels: string[], options = {}) => {
    const vote = new IncrementalVote<string>({ ...price, ...options });
    labels.forEach((label, i) =>
      vote.add({ task: "t", worker: `w${i}`, label })
    );
    return vote.decide("t");
  };
  const first = decide(["a"]);
  assertEquals([first.enough, first.reason], [false, "UNDECIDED"]);
  assertEquals([first.expectedAnswers, first.expectedCost], [4, 0.4]);
  const sure = decide(["a", "a", "a"]);
  assertEquals([sure.enough, sure.reason, sure.expectedCost], [
    true,
    "CONFIDENT",
    0,
  ]);
  // A tie: three answers' odds have to come from the beginning.
  const tie = decide(["a", "b"]);
  assertEquals([tie.confidence, tie.label, tie.enough], [0.5, "a", false]);
  assert(tie.expectedCost > first.expectedCost);
  assertEquals(decide(["a", "b"], { maxOverlap: 2 }).reason, "MAX_OVERLAP");
  assertEquals(decide(["a", "b"], { maxOverlap: 3 }).expectedAnswers, 1);
  const dear = decide(["a", "b"], { maxExpectedCost: 0.3 });
  assertEquals([dear.enough, dear.reason], [true, "TOO_EXPENSIVE"]);
  const eager = { targetConfidence: 0.7, minOverlap: 3 };
  assertEquals(decide(["a"], eager).expectedAnswers, 2);
});

Deno.test("IncrementalVote refuses wrong options and answers", () => {
  const wrong: [options: object, message: string][] = [
    [
      { choices: 1 },
      "Cannot decide on overlap as 'choices' must be a whole number from 2: current value is 1",
    ],
    [
      { targetConfidence: 1 },
      "'targetConfidence' must be a number between 0 and 1: current value is 1",
    ],
    [{ priorSkill: 0 }, "'priorSkill' must be a number between 0 and 1"],
    [{ priorAnswers: 0 }, "'priorAnswers' must be a number above 0"],
    [
      { minOverlap: 3, maxOverlap: 2 },
      "'maxOverlap' must be a whole number between 3 and 30000",
    ],
    [{ pricePerAnswer: -1 }, "'pricePerAnswer' must be a finite number from 0"],
    [{ maxExpectedCost: NaN }, "'maxExpectedCost' must be a number from 0"],
  ];
  for (const [options, message] of wrong) {
    const create = () => new IncrementalVote({ choices: 2, ...options });
    assertThrows(create, RangeError, message);
  }
  const vote = new IncrementalVote<string>({ choices: 2 });
  assertThrows(
    () => vote.decide("t"),
    RangeError,
    "Cannot decide on overlap as 'task' must have an answer: current value is \"t\"",
  );
  const add = (label: string, task = "t") =>
    vote.add({ task, worker: "w", label });
  add("a");
  add("b");
  assertThrows(
    () => add("c"),
    RangeError,
    'Cannot add an answer as \'answer\' must have at most 2 labels for "t": current value is "c"',
  );
  assertThrows(() => vote.add({ task: "t", worker: "w" } as never), RangeError);
  assertEquals(vote.labels, new Map([["t", "a"]]));
});

Deno.test("driveOverlap() lowers, raises and opens, each answer once", async () => {
  const calls: unknown[] = [];
  const set =
    (name: string) =>
    (id: string, { overlap }: { overlap: number }, options?: object) => {
      calls.push([name, id, overlap, options]);
      return Promise.resolve({ overlap });
    };
  const tasks = {
    patch: set("patch"),
    setOverlapOrMin: set("setOverlapOrMin"),
  };
  const answer = (worker: string, label: string, task = "t") => ({
    task,
    worker,
    label,
  });
  const answers = [
    answer("ann", "a"),
    answer("ann", "a"),
    answer("bob", "b"),
    answer("eve", "a"),
    answer("zoe", "a"),
    answer("ann", "a", "gold"),
    answer("kim", "a"),
    answer("lea", "a"),
  ];
  const overlaps: number[] = [];
  const options = {
    choices: 2,
    overlap: 3,
    gold: new Map([["gold", "a"]]),
    targetConfidence: 0.99,
  };
  for await (const { overlap } of driveOverlap(tasks, answers, options)) {
    overlaps.push(overlap);
  }
  assertEquals(calls, [
    ["patch", "t", 4, { openPool: true }],
    ["patch", "t", 5, { openPool: true }],
  ]);
  assertEquals(overlaps, [3, 3, 4, 5, 3, 5, 5]);
  calls.length = 0;
  const early = driveOverlap(tasks, answers.slice(3, 7), {
    ...options,
    overlap: 9,
    targetConfidence: 0.85,
  });
  const last = (await Array.fromAsync(early)).at(-1);
  assertEquals(calls, [["setOverlapOrMin", "t", 2, undefined]]);
  assertEquals([last?.enough, last?.overlap], [true, 2]);
  const once = driveOverlap(tasks, answers, { ...options, overlap: 0 });
  await assertRejects(
    () => once.next(),
    RangeError,
    "Cannot drive the overlap as 'overlap' must be a whole number between 1 and 30000: current value is 0",
  );
});

Deno.test("driveOverlap() buys fewer answers and more of the truth on the simulator", async () => {
  const truth = (text: string) =>
    Number(text.slice(1)) % 3 === 0 ? "spam" : "fine";
  const simulator = new Simulator({
    seed: 3,
    population: { count: 30, habits: { careful: 1 }, skill: [0.65, 0.95] },
    truth: ({ input_values }) => ({ kind: truth(String(input_values.text)) }),
  });
  const toloka = new TolokaClient({
    token: "offline",
    url: simulator.url,
    fetch: simulator.fetch,
  });
  const { id: project_id } = await toloka.projects.create({
    public_name: "Spam?",
    public_description: "Say whether it is spam",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { text: { type: "string" } },
      output_spec: {
        kind: { type: "string", allowed_values: ["spam", "fine"] },
      },
      view_spec: { type: "classic", markup: "{{text}}" },
    },
  });
  const { id: pool_id } = await toloka.pools.create({
    project_id,
    private_name: "Texts",
    may_contain_adult_content: false,
    will_expire: "2100-01-01T00:00:00",
    reward_per_assignment: 0.01,
    assignment_max_duration_seconds: 600,
    defaults: {
      default_overlap_for_new_tasks: 2,
      default_overlap_for_new_task_suites: 2,
    },
    mixer_config: {
      real_tasks_count: 1,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
  });
  const texts = Array.from({ length: 40 }, (_, i) => `t${i}`);
  await toloka.tasks.createMany(
    texts.map((text) => ({ pool_id, input_values: { text } })),
    { allowDefaults: true },
  );
  await toloka.pools.open(pool_id);

  const textOf = new Map<string, string>();
  async function* stream() {
    const seen = new Set<string>();
    for (let quiet = false; !quiet;) {
      await simulator.runUntil("idle");
      quiet = true;
      for await (
        const assignment of toloka.assignments.list({
          pool_id,
          status: "ACCEPTED",
        })
      ) {
        if (seen.has(assignment.id)) continue;
        seen.add(assignment.id);
        quiet = false;
        for (const { id, input_values } of assignment.tasks) {
          textOf.set(id!, String(input_values.text));
        }
        yield* answersOf([assignment], { output: "kind" });
      }
    }
  }
  const last = new Map<
    string,
    { label: string; answers: number; enough: boolean }
  >();
  const decisions = driveOverlap(toloka.tasks, stream(), {
    choices: 2,
    overlap: 2,
    targetConfidence: 0.95,
    maxOverlap: 9,
  });
  for await (const decision of decisions) {
    last.set(decision.task, { ...decision, label: String(decision.label) });
  }
  assertEquals(last.size, 40);
  assert(last.values().every(({ enough }) => enough));
  const answers = last.values().reduce((sum, { answers }) => sum + answers, 0);
  assert(answers < 40 * 9 * 0.7, `${answers} answers`);
  const right = [...last].filter(([id, { label }]) =>
    truth(textOf.get(id)!) === label
  );
  assert(right.length >= 36, `${right.length} right`);
});
