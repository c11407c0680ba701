/** Conditions about answers. */
import { assertEquals, assertThrows } from "@std/assert";
import { parseCondition } from "../../src/cli/expression.ts";
import { ExpressionError } from "../../src/cli/expression_values.ts";
import type { Assignment } from "../../src/types/assignments.ts";

/** Two tasks, one with a known solution, which was met. */
const ANSWER = {
  id: "a1",
  status: "SUBMITTED",
  reward: 0.02,
  user_id: "u1",
  created: "2026-01-01T00:00:00.500",
  submitted: "2026-01-01T00:00:12",
  tasks: [
    {
      input_values: { image: "1.jpg" },
      known_solutions: [{ output_values: { animal: "cat" } }],
    },
    { input_values: { image: "2.jpg" } },
  ],
  solutions: [
    { output_values: { animal: "cat", sure: true, ages: [1, 2] } },
    { output_values: { animal: " Dog ", "my-note": "" } },
  ],
} as unknown as Assignment;

const TRUE = [
  "true",
  "not false",
  "not not true",
  "1 + 2 * 3 == 7",
  "(1 + 2) * 3 == 9",
  "10 - 4 - 3 == 3",
  "8 / 2 / 2 == 2",
  "-2 < 1 and - -2 == 2",
  "seconds == 11.5",
  "status == 'SUBMITTED'",
  'status in ["ACCEPTED", "SUBMITTED"]',
  "tasks == 2 and reward <= 0.02 and user_id != 'u2'",
  "golden_tasks == 1 and golden_accuracy == 1",
  "any(golden and correct) and not all(correct)",
  "all(not golden or correct)",
  "count(output.animal == 'cat') == 1",
  "share(output.animal == 'cat') == 0.5",
  "all(input.image in ['1.jpg', '2.jpg'])",
  "any(output.ages == [1, 2])",
  "any(contains(output.ages, 2)) and any(contains(input.image, '2'))",
  "any(length(output.ages) == 2) and any(length(output.nothing) == 0)",
  "all(lower(trim(output.animal)) in ['cat', 'dog'])",
  "any(output.\"my-note\" == '')",
  // A value that is missing is equal to null, and neither less nor more.
  "any(output.sure == null)",
  "not any(output.nothing > 0) and not any(output.nothing <= 0)",
  "any(output.deep.er.still == null)",
  "any(output.constructor == null)",
  // "and" binds more closely than "or"; what decides first ends it.
  "true or false and false",
  "true or 1 > 'a'",
  "not (false and 1 > 'a')",
  "# a comment\n  tasks == 2 # another\n",
  '"a\\"b" == \'a"b\'',
];

Deno.test("parseCondition() reads what is true of an answer", async (t) => {
  for (const text of TRUE) {
    await t.step(text, () => {
      assertEquals(parseCondition(text)(ANSWER), true);
      assertEquals(parseCondition(`not (${text}\n)`)(ANSWER), false);
    });
  }
});

Deno.test("parseCondition() finds no speed or accuracy where there is none", () => {
  const { submitted: _, solutions: __, ...open } = ANSWER;
  const answer = { ...open, tasks: [ANSWER.tasks[1]!] };
  for (
    const text of [
      "seconds < 10",
      "seconds >= 0",
      "golden_accuracy < 1",
      "golden_accuracy >= 0",
      "any(output.animal == 'cat')",
    ]
  ) assertEquals(parseCondition(text)(answer as Assignment), false, text);
});

const WRONG: [text: string, message: string][] = [
  ["", 'there must be a value, not "the end", at the beginning'],
  ["tasks ==", 'not "the end", after "tasks =="'],
  ["tasks = 2", 'there is no sign "=", after "tasks"'],
  ["tasks == 2)", 'there must be the end, not ")"'],
  ["(tasks == 2", 'there must be ), not "the end"'],
  ["secnds > 3", "did you mean 'seconds'?"],
  ["siz(tasks) > 1", "there is no function 'siz'"],
  ["all(output.a, 1)", "'all' takes 1 values, not 2"],
  ["all(any(correct))", "'any' cannot be inside of another"],
  [
    "output.animal == 'cat'",
    "'output' is about one task: put it into all(...)",
  ],
  ["correct", "'correct' is about one task"],
  ["any(output.)", "there must be the name of a field"],
  ["constructor == 1", "there is no name 'constructor'"],
  ["toString(1)", "there is no function 'toString'"],
  ["globalThis.fetch('x')", "there is no name 'globalThis'"],
  ["1 < 2 < 3", "there must be the end"],
  ["(".repeat(200), "nested too deeply"],
];

Deno.test("parseCondition() refuses mistakes and says where", async (t) => {
  for (const [text, message] of WRONG) {
    await t.step(text.slice(0, 40) || "empty", () => {
      assertThrows(() => parseCondition(text), ExpressionError, message);
    });
  }
});

const UNDECIDED: [text: string, message: string][] = [
  ["tasks", "2 is neither true nor false"],
  ["status", '"SUBMITTED" is neither true nor false'],
  ["status > 3", '"SUBMITTED" cannot be compared with 3'],
  ["status + 1 == 2", '"SUBMITTED" is not a number'],
  ["tasks in 2", "'in' needs a list, not 2"],
  ["any(lower(output.ages) == '')", "[1,2] is not a text"],
];

Deno.test("a condition names the answer that it cannot decide about", async (t) => {
  for (const [text, message] of UNDECIDED) {
    await t.step(text, () => {
      const condition = parseCondition(text);
      assertThrows(
        () => condition(ANSWER),
        ExpressionError,
        `Cannot decide about assignment "a1": ${message}`,
      );
    });
  }
});
