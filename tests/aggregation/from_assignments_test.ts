import {
  type Answer,
  answersOf,
  goldOf,
  majorityVote,
} from "@toloka/client/aggregation";
import {
  type Assignment,
  defineProject,
  type InputOf,
  type OutputOf,
  type Task,
} from "@toloka/client";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";

const project = defineProject({
  public_name: "Cat or dog",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { image: { type: "url" } },
    output_spec: {
      animal: { type: "string", allowed_values: ["cat", "dog"] },
      sure: { type: "boolean", required: false },
      places: { type: "json", required: false },
    },
    view_spec: { type: "classic", markup: "{{img src=image}}" },
  },
});

type Output = OutputOf<typeof project>;

function assignment(
  id: string,
  given: (Output | undefined)[],
  status = "ACCEPTED",
): Assignment<InputOf<typeof project>, Output> {
  return {
    id,
    task_suite_id: "s",
    pool_id: "1",
    user_id: `worker of ${id}`,
    status,
    reward: 0.05,
    tasks: given.map((_, i) => ({
      id: `t${i}`,
      input_values: { image: `${i}.png` },
    })),
    solutions: given.map((output_values) => ({ output_values: output_values! }))
      .filter(({ output_values }) => output_values),
    created: "2016-10-09T11:42:01",
    submitted: "2016-10-09T11:42:31",
  };
}

const ASSIGNMENTS = [
  assignment("a", [{ animal: "cat", sure: true }, { animal: "dog" }]),
  assignment("b", [{ animal: "cat" }], "SUBMITTED"),
  assignment("c", [{ animal: "dog" }], "REJECTED"),
];

async function* later<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
  await Promise.resolve();
}

Deno.test("answersOf() reads one answer for each task, with its type", async () => {
  const answers = [...answersOf(ASSIGNMENTS, { output: "animal" })];
  assertType<IsExact<typeof answers, Answer<"cat" | "dog">[]>>(true);
  assertEquals(answers, [
    { task: "t0", worker: "worker of a", label: "cat", seconds: 15 },
    { task: "t1", worker: "worker of a", label: "dog", seconds: 15 },
    { task: "t0", worker: "worker of b", label: "cat", seconds: 30 },
  ]);
  const stream = answersOf(later(ASSIGNMENTS), { output: "animal" });
  assertEquals(await Array.fromAsync(stream), answers);
});

Deno.test("answersOf() takes a function, another identity, and other statuses", () => {
  const answers = answersOf(ASSIGNMENTS, {
    output: ({ animal, sure }) => sure ? `sure ${animal}` as const : undefined,
    task: ({ input_values }) => input_values.image,
  });
  const [first, ...others] = answers;
  assertType<
    IsExact<typeof first, Answer<"sure cat" | "sure dog"> | undefined>
  >(true);
  assertEquals([first?.task, first?.label], ["0.png", "sure cat"]);
  assertEquals(others, []);
  const sure = [...answersOf(ASSIGNMENTS, { output: "sure" })];
  assertType<IsExact<typeof sure, Answer<boolean>[]>>(true);
  assertEquals(sure.length, 1);
  const rejected = answersOf(ASSIGNMENTS, {
    output: "animal",
    statuses: ["REJECTED"],
  });
  assertEquals([...rejected].length, 1);
  // @ts-expect-error there is no such field
  assertEquals([...answersOf(ASSIGNMENTS, { output: "colour" })], []);
});

Deno.test("answersOf() refuses values that are no labels, and tasks without an id", () => {
  const boxes = [assignment("d", [{ animal: "cat", places: [1, 2] }])];
  assertThrows(
    () => [...answersOf(boxes, { output: "places" })],
    RangeError,
    "Cannot read answers as 'output' must name a field with texts, numbers or booleans",
  );
  const [known] = ASSIGNMENTS;
  const anonymous = { ...known!, tasks: [{ input_values: { image: "x" } }] };
  assertThrows(
    () => [...answersOf([anonymous], { output: "animal" })],
    RangeError,
    "Cannot read answers as 'task' must identify tasks that have no id",
  );
});

Deno.test("answersOf() of untyped assignments gives any labels", async () => {
  const untyped: Assignment[] = ASSIGNMENTS as Assignment[];
  const { labels } = await majorityVote(
    answersOf(later(untyped), { output: "animal" }),
  );
  assertEquals(labels.get("t0"), "cat");
});

Deno.test("goldOf() reads control tasks with one right answer", async () => {
  const task = (id: string, ...known: Output[]): Task<unknown, Output> => ({
    id,
    pool_id: "1",
    input_values: {},
    known_solutions: known.map((output_values) => ({ output_values })),
  } as Task<unknown, Output>);
  const tasks = [
    task("none"),
    task("one", { animal: "cat" }),
    task("two", { animal: "cat" }, { animal: "dog" }),
    {
      ...task("training", { animal: "cat" }),
      message_on_unknown_solution: "Ears",
    },
  ];
  const gold = await goldOf(tasks, { output: "animal" });
  assertType<IsExact<typeof gold, Map<string, "cat" | "dog">>>(true);
  assertEquals(gold, new Map([["one", "cat"]]));
  const named = await goldOf(later(tasks), {
    output: "animal",
    task: ({ id }) => `task ${id}`,
  });
  assertEquals([...named.keys()], ["task one"]);
});

Deno.test("methods reject where an async iterable ends with an error", async () => {
  async function* broken(): AsyncGenerator<Answer<string>> {
    yield { task: "1", worker: "a", label: "x" };
    await Promise.resolve();
    throw new Error("Lost");
  }
  await assertRejects(() => majorityVote(broken()), Error, "Lost");
  await assertRejects(
    () => majorityVote(later<Answer<string>>([])),
    RangeError,
    "must have at least one answer: current value is 0",
  );
});
