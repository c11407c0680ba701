/** Holds the votes against the simulator, which has its own implementation. */
import {
  type Answer,
  dawidSkene,
  majorityVote,
  skillVote,
} from "@toloka/client/aggregation";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { weigh } from "../../src/simulator/aggregation/confidence.ts";
import { dawidSkene as serverDawidSkene } from "../../src/simulator/aggregation/dawid_skene.ts";

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const LABELS = ["OK", "BAD", "404", "?"];

function randomAnswers(seed: number, perTask = 5, mistakes = 0.4) {
  const next = random(seed);
  const answers: Answer<string>[] = [];
  for (let t = 0; t < 60; t++) {
    const truth = LABELS[Math.floor(next() * LABELS.length)]!;
    for (let i = 0; i < perTask; i++) {
      const any = LABELS[Math.floor(next() * LABELS.length)]!;
      const worker = `w${(t + i * 3 + Math.floor(next() * 3)) % 8}`;
      const label = next() < mistakes ? any : truth;
      answers.push({ task: `t${t}`, worker, label });
    }
  }
  return answers;
}

/** What the simulator finds of one task's answers. */
function served(answers: Answer<string>[], skills: Map<string, number>) {
  const votes = answers.map(({ worker, label }) => ({
    values: { result: label },
    quality: skills.get(worker)!,
  }));
  const spec = { type: "string", allowed_values: LABELS };
  return weigh(votes, { result: spec }, ["result"])!;
}

Deno.test("skillVote() equals the simulator's aggregation by skill", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const answers = randomAnswers(seed);
    const next = random(seed + 100);
    const skills = new Map(
      [...new Set(answers.map(({ worker }) => worker))]
        .map((worker, i) => [worker, i < 2 ? i : next()]),
    );
    const result = skillVote(answers, { skills, choices: LABELS.length });
    for (const [task, confidence] of result.confidences) {
      const own = answers.filter((answer) => answer.task === task);
      const { values, confidence: expected } = served(own, skills);
      assertAlmostEquals(confidence, expected, 1e-9);
      if (!result.ties.has(task)) {
        assertEquals(result.labels.get(task), values.result);
      }
    }
  }
});

Deno.test("majorityVote() equals the simulator's vote with equal skills", () => {
  const answers = randomAnswers(9);
  const { labels, ties } = majorityVote(answers);
  const skills = new Map(answers.map(({ worker }) => [worker, 0.7]));
  for (const [task, label] of labels) {
    const own = answers.filter((answer) => answer.task === task);
    if (ties.has(task)) continue;
    assertEquals(served(own, skills).values.result, label);
  }
});

Deno.test("dawidSkene() agrees with the simulator's where the answers say enough", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const answers = randomAnswers(seed, 8, 0.2);
    const expected = serverDawidSkene(answers as Required<Answer<string>>[]);
    const { labels } = dawidSkene(answers);
    for (const [task, label] of labels) {
      assertEquals(expected.get(task)?.label, label);
    }
  }
});

Deno.test("skillVote() counts choices that nobody gave", () => {
  const answers = [{ task: "t", worker: "w", label: "OK" }];
  const confidence = (choices?: number) =>
    skillVote(answers, { skills: new Map([["w", 0.8]]), choices })
      .confidences.get("t")!;
  assertEquals(confidence(), 1);
  assertAlmostEquals(confidence(4), 0.8, 1e-12);
  assertThrows(
    () => confidence(0),
    RangeError,
    "'choices' must be a whole number from 1",
  );
  assertThrows(
    () => skillVote(answers, { skills: new Map([["w", 80]]) }),
    RangeError,
    "Cannot take a vote by skill as 'skills' must have numbers from 0 to 1: current value is 80",
  );
});

Deno.test("skillVote() bears thousands of answers", () => {
  const answers = Array.from({ length: 5_000 }, (_, i) => ({
    task: "t",
    worker: `w${i}`,
    label: i % 2 === 0 ? "a" : "b",
  }));
  const { confidences, ties } = skillVote(answers, { skills: new Map() });
  assertEquals(confidences.get("t"), 0.5);
  assertEquals(ties.get("t"), ["a", "b"]);
});
