import {
  type Box,
  boxVote,
  maskVote,
  rover,
  type ValueAnswer,
} from "@toloka/client/aggregation";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

function textsOf(...texts: string[]) {
  return texts.map((label, i) => ({ task: "t", worker: `w${i}`, label }));
}

const CASES: [name: string, texts: string[], expected: string][] = [
  ["keeps a single text", ["a b"], "a b"],
  [
    "replaces a word",
    ["the cat sat", "the cat sat", "the bat sat"],
    "the cat sat",
  ],
  [
    "adds a word that most have",
    ["the sat", "the cat sat", "the cat sat"],
    "the cat sat",
  ],
  ["leaves a word out", ["the the cat", "the cat", "the cat"], "the cat"],
  ["keeps a word that half have", ["a b", "b"], "a b"],
  ["takes the first of equal words", ["b", "a"], "a"],
  ["lets empty texts vote", ["", "", "word"], ""],
  [
    "keeps odd words",
    ["__proto__ x", "__proto__ y", "constructor y"],
    "__proto__ y",
  ],
];

for (const [name, texts, expected] of CASES) {
  Deno.test(`rover() ${name}`, () => {
    assertEquals(rover(textsOf(...texts)).labels.get("t"), expected);
    const reversed = textsOf(...texts).reverse();
    assertEquals(rover(reversed).labels.get("t"), expected);
  });
}

Deno.test("rover() weighs, splits and joins, and gives the share of votes", async () => {
  const texts = textsOf("abc", "abd", "abd");
  const letters = {
    split: (text: string) => [...text],
    join: (words: string[]) => words.join(""),
  };
  const plain = rover(texts, letters);
  assertEquals(plain.labels.get("t"), "abd");
  assertAlmostEquals(plain.confidences.get("t")!, (1 + 1 + 2 / 3) / 3, 1e-12);
  const skills = new Map([["w0", 5]]);
  assertEquals(rover(texts, { ...letters, skills }).labels.get("t"), "abc");
  async function* later() {
    yield* texts;
    await Promise.resolve();
  }
  assertEquals(await rover(later(), letters), plain);
  assertThrows(
    () => rover([]),
    RangeError,
    "Cannot combine texts as 'answers' must have at least one answer: current value is 0",
  );
});

function valuesOf<Value>(...values: Value[]): ValueAnswer<Value>[] {
  return values.map((value, i) => ({ task: "t", worker: `w${i}`, value }));
}

Deno.test("maskVote() takes the pixels of more than half", () => {
  const masks = valuesOf(
    Uint8Array.of(1, 1, 0, 0),
    Uint8Array.of(255, 0, 1, 0),
    Uint8Array.of(1, 0, 0, 0),
    Uint8Array.of(1, 1, 0, 0),
  );
  const { values, confidences } = maskVote(masks);
  assertEquals(values.get("t"), Uint8Array.of(1, 0, 0, 0));
  assertAlmostEquals(confidences.get("t")!, (0.5 + 0.5 + 1 + 0.5) / 4, 1e-12);
  const skills = new Map([["w0", 2]]);
  assertEquals(
    maskVote(masks, { skills }).values.get("t"),
    Uint8Array.of(1, 1, 0, 0),
  );
  const empty = valuesOf(new Uint8Array(2), new Uint8Array(2));
  assertEquals(maskVote(empty).confidences.get("t"), 1);
  assertThrows(
    () => maskVote(valuesOf(new Uint8Array(2), new Uint8Array(3))),
    RangeError,
    "Cannot take a vote on masks as 'answers' must have masks of one size for \"t\": current value is 3",
  );
});

Deno.test("boxVote() takes the box that agrees best", () => {
  const box = (left: number): Box => ({ left, top: 0, width: 10, height: 10 });
  const answers = valuesOf(box(0), box(1), box(2), box(50));
  const { values, confidences } = boxVote(answers);
  assertEquals(values.get("t"), box(1));
  assertAlmostEquals(
    confidences.get("t")!,
    (90 / 110 + 1 + 90 / 110 + 0) / 4,
    1e-12,
  );
  const skills = new Map([["w3", 100]]);
  assertEquals(boxVote(answers, { skills }).values.get("t"), box(50));
  assertThrows(
    () => boxVote(valuesOf({ ...box(0), width: 0 })),
    RangeError,
    "Cannot take a vote on boxes as 'answers' must have boxes with a width and height above 0",
  );
});
