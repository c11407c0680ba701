import { assert, assertEquals } from "@std/assert";
import {
  validateInput,
  validateOutput,
  validateTask,
  validateTasks,
} from "../../src/data/mod.ts";
import { Api, PROJECT } from "../simulator/api.ts";
import { codesOf, input, project } from "./_project.ts";

/** Input values beside a right image, and what is wrong with them. */
const INPUTS: readonly [
  values: Record<string, unknown>,
  codes: Record<string, string>,
][] = [
  [{}, {}],
  [{ image: null }, { image: "VALUE_REQUIRED" }],
  [{ image: 5 }, { image: "STRING_EXPECTED" }],
  [{ image: "1.png" }, { image: "INVALID_URL_SYNTAX" }],
  [{ image: "ftp://example.com/1.png" }, { image: "INVALID_URL_SYNTAX" }],
  [{ image: "http://example.com/ä.png" }, {}],
  [{ image: "//example.com/1.png" }, {}],
  [{ image: "/files/1.png" }, {}],
  [{ image: "" }, { image: "INVALID_URL_SYNTAX" }],
  [{ nota: "asleep" }, { nota: "VALUE_NOT_ALLOWED" }],
  [{ nota: null }, { nota: "VALUE_NOT_ALLOWED" }],
  // it is not sent
  [{ nota: undefined }, {}],
  [{ note: null }, {}],
  [{ note: "asleep, i think" }, { note: "STRING_LENGTH_GREATER_THAN_MAX" }],
  [{ note: "a" }, { note: "STRING_LENGTH_LESS_THAN_MIN" }],
  [{ note: "Asleep" }, { note: "PATTERN_MISMATCH" }],
  [{ note: true }, { note: "STRING_EXPECTED" }],
  [{ kind: "a" }, {}],
  [{ kind: "c" }, { kind: "UNKNOWN_ENUM_VALUE" }],
  [{ age: 1 }, {}],
  [{ age: 9 }, {}],
  [{ age: 0 }, { age: "VALUE_LESS_THAN_MIN" }],
  [{ age: 10 }, { age: "VALUE_GREATER_THAN_MAX" }],
  [{ age: 1.5 }, { age: "INTEGER_EXPECTED" }],
  [{ age: "1" }, { age: "INTEGER_EXPECTED" }],
  [{ level: 5 }, {}],
  [{ level: 2 }, { level: "UNKNOWN_ENUM_VALUE" }],
  [{ weight: 0.25 }, {}],
  [{ weight: "0.25" }, { weight: "FLOAT_EXPECTED" }],
  [{ weight: -0.1 }, { weight: "VALUE_LESS_THAN_MIN" }],
  [{ weight: 0.6 }, { weight: "VALUE_GREATER_THAN_MAX" }],
  [{ tame: false }, {}],
  [{ tame: "false" }, { tame: "BOOLEAN_EXPECTED" }],
  [{ place: "52.5,13.4" }, {}],
  [{ place: "-52, 13" }, {}],
  [{ place: "52.5;13.4" }, { place: "INVALID_COORDINATES_SYNTAX" }],
  [{ place: [52.5, 13.4] }, { place: "STRING_EXPECTED" }],
  [{ data: [{ a: null }, "b", 1] }, {}],
  [{ tags: ["a", "b"] }, {}],
  [{ tags: "a" }, { tags: "ARRAY_EXPECTED" }],
  [{ tags: [] }, { tags: "ARRAY_SIZE_LESS_THAN_MIN" }],
  [{ tags: ["a", "b", "c", "d"] }, { tags: "ARRAY_SIZE_GREATER_THAN_MAX" }],
  [
    { tags: ["a", 1, "a text that is too long"] },
    { "tags.1": "STRING_EXPECTED", "tags.2": "STRING_LENGTH_GREATER_THAN_MAX" },
  ],
  [
    { images: ["https://example.com", "2.png"] },
    { "images.1": "INVALID_URL_SYNTAX" },
  ],
  [{ ages: [1, 10] }, { "ages.1": "VALUE_GREATER_THAN_MAX" }],
  [{ ages: [null] }, { "ages.0": "INTEGER_EXPECTED" }],
  [{ weights: [1, "2"] }, { "weights.1": "FLOAT_EXPECTED" }],
  [{ flags: [true, 0] }, { "flags.1": "BOOLEAN_EXPECTED" }],
  [{ places: ["1,2", "3"] }, { "places.1": "INVALID_COORDINATES_SYNTAX" }],
  [{ boxes: [{ left: 1 }, null, []] }, {}],
  [
    { image: undefined, nota: 1, age: 0, tame: 1 },
    {
      image: "VALUE_REQUIRED",
      age: "VALUE_LESS_THAN_MIN",
      tame: "BOOLEAN_EXPECTED",
      nota: "VALUE_NOT_ALLOWED",
    },
  ],
];

/** Tasks, and what is wrong with them. */
const TASKS: readonly (readonly [
  task: object,
  codes: Record<string, string>,
])[] = [
  ...INPUTS.map(([values, codes]) =>
    [
      { input_values: { ...input, ...values } },
      Object.fromEntries(
        Object.entries(codes).map((
          [path, code],
        ) => [`input_values.${path}`, code]),
      ),
    ] as const
  ),
  [{}, { "input_values.image": "VALUE_REQUIRED" }],
  [{ input_values: null }, { "input_values.image": "VALUE_REQUIRED" }],
  [{ input_values: [] }, { input_values: "OBJECT_EXPECTED" }],
  [{ input_values: "1.png" }, { input_values: "OBJECT_EXPECTED" }],
  [{
    input_values: input,
    known_solutions: [{ output_values: { animal: "cat" } }],
    message_on_unknown_solution: "Look at the ears",
    baseline_solutions: [{
      output_values: { animal: "dog" },
      confidence_weight: 0.5,
    }],
    overlap: 3,
    infinite_overlap: false,
    reserved_for: ["1"],
    unavailable_for: [],
  }, {}],
  [{ input_values: input, known_solutions: [] }, {}],
  // a right answer need not say everything
  [{ input_values: input, known_solutions: [{ output_values: {} }] }, {}],
  [{
    input_values: input,
    known_solutions: [
      { output_values: { animal: "cat", colors: ["black"] } },
      { output_values: { animal: "bird", colors: ["red", 5], age: 3 } },
    ],
  }, {
    "known_solutions.1.output_values.animal": "UNKNOWN_ENUM_VALUE",
    "known_solutions.1.output_values.colors.1": "STRING_EXPECTED",
    "known_solutions.1.output_values.age": "VALUE_NOT_ALLOWED",
  }],
  [
    { input_values: input, known_solutions: {} },
    { known_solutions: "ARRAY_EXPECTED" },
  ],
  [
    { input_values: input, known_solutions: ["cat"] },
    { "known_solutions.0": "OBJECT_EXPECTED" },
  ],
  [
    { input_values: input, known_solutions: [{}] },
    { "known_solutions.0.output_values": "VALUE_REQUIRED" },
  ],
  [
    { input_values: input, known_solutions: [{ output_values: "cat" }] },
    { "known_solutions.0.output_values": "OBJECT_EXPECTED" },
  ],
  [
    {
      input_values: input,
      known_solutions: [{
        output_values: { animal: "cat" },
        correctness_weight: 1.5,
      }],
    },
    { "known_solutions.0.correctness_weight": "VALUE_OUT_OF_BOUNDS" },
  ],
  [
    {
      input_values: input,
      baseline_solutions: [{
        output_values: { animal: "bird" },
        confidence_weight: "1",
      }],
    },
    {
      "baseline_solutions.0.output_values.animal": "UNKNOWN_ENUM_VALUE",
      "baseline_solutions.0.confidence_weight": "FLOAT_EXPECTED",
    },
  ],
  [
    { input_values: input, message_on_unknown_solution: 1 },
    { message_on_unknown_solution: "STRING_EXPECTED" },
  ],
  [{ input_values: input, overlap: 0 }, { overlap: "VALUE_OUT_OF_BOUNDS" }],
  [{ input_values: input, overlap: 30_001 }, {
    overlap: "VALUE_OUT_OF_BOUNDS",
  }],
  [{ input_values: input, overlap: "3" }, { overlap: "INTEGER_EXPECTED" }],
  [{ input_values: input, overlap: null, infinite_overlap: true }, {}],
  [
    { input_values: input, infinite_overlap: 1 },
    { infinite_overlap: "BOOLEAN_EXPECTED" },
  ],
  [
    { input_values: input, reserved_for: ["1", 2] },
    { "reserved_for.1": "STRING_EXPECTED" },
  ],
  [
    { input_values: { ...input, data: "a".repeat(1_048_576) } },
    { input_values: "OBJECT_SIZE_BYTES_GREATER_THAN_MAX" },
  ],
];

Deno.test("validateTask() finds every error with its path and code", () => {
  for (const [task, codes] of TASKS) {
    const shown = JSON.stringify(task).slice(0, 200);
    assertEquals(codesOf(validateTask(task, project)), codes, shown);
  }
});

Deno.test("validateTask() agrees with the simulator", async () => {
  const api = new Api();
  const { id: project_id } = await api.project({
    task_spec: { ...PROJECT.task_spec, ...project.task_spec },
  });
  const { id: pool_id } = await api.pool({ project_id });
  for (const [task] of TASKS) {
    const { status, body } = await api.send(
      "POST",
      "/tasks?allow_defaults=true",
      { pool_id, ...task },
    );
    assert(status === 201 || body.code === "VALIDATION_ERROR", body.message);
    assertEquals(
      codesOf(validateTask(task, project)),
      status === 201 ? {} : codesOf(body.payload),
      JSON.stringify(task).slice(0, 200),
    );
  }
});

Deno.test("validateTask() accepts addresses that begin with www", () => {
  const task = { input_values: { image: "www.example.com/1.png" } };
  assertEquals(validateTask(task, project), {});
});

Deno.test("validateTask() refuses what JSON cannot hold", () => {
  const circle: unknown[] = [];
  circle.push(circle);
  for (const data of [() => {}, 1n, Symbol(), NaN, new Map(), circle]) {
    const errors = validateTask({ input_values: { ...input, data } }, project);
    assertEquals(codesOf(errors), { "input_values.data": "JSON_EXPECTED" });
  }
});

Deno.test("validateTask() takes no property of all objects for a value", () => {
  const task_spec = {
    input_spec: { constructor: { type: "json" } },
    output_spec: {},
  } as const;
  const errors = validateTask({ input_values: {} }, { task_spec });
  assertEquals(codesOf(errors), {
    "input_values.constructor": "VALUE_REQUIRED",
  });
});

Deno.test("validateTask() refuses what is no object", () => {
  for (const task of [undefined, null, "a", 1, []]) {
    assertEquals(codesOf(validateTask(task, project)), {
      "": "OBJECT_EXPECTED",
    });
  }
});

Deno.test("validateTask() leaves patterns that are not JavaScript's to the server", () => {
  const task_spec = {
    input_spec: { text: { type: "string", pattern: "(?i)[a-z]++" } },
    output_spec: {},
  } as const;
  assertEquals(
    validateTask({ input_values: { text: "5" } }, { task_spec }),
    {},
  );
});

Deno.test("validateTask() counts characters, not their halves, in patterns", () => {
  const task_spec = {
    input_spec: { mood: { type: "string", pattern: "." } },
    output_spec: {},
  } as const;
  const errors = validateTask({ input_values: { mood: "🐈" } }, { task_spec });
  assertEquals(errors, {});
});

Deno.test("validateTask() gives the bounds as parameters", () => {
  const { "input_values.age": error } = validateTask(
    { input_values: { ...input, age: 10 } },
    project,
  );
  assertEquals(error?.params, [9]);
});

Deno.test("validateInput() checks values without a task", () => {
  assertEquals(validateInput(input, project), {});
  assertEquals(codesOf(validateInput({}, project)), {
    "input_values.image": "VALUE_REQUIRED",
  });
});

Deno.test("validateOutput() wants every required field", () => {
  assertEquals(validateOutput({ animal: "cat" }, project), {});
  assertEquals(codesOf(validateOutput({ photo: 5 }, project)), {
    "output_values.animal": "VALUE_REQUIRED",
    "output_values.photo": "STRING_EXPECTED",
  });
});

Deno.test("validateTasks() yields the rows with errors", async () => {
  const right = { input_values: input };
  const rows = [right, { input_values: {} }, right, { input_values: 1 }];
  const found = await Array.fromAsync(validateTasks(rows, project));
  assertEquals(
    found.map(({ row, errors }) => [row, codesOf(errors)]),
    [
      [2, { "input_values.image": "VALUE_REQUIRED" }],
      [4, { input_values: "OBJECT_EXPECTED" }],
    ],
  );
});

Deno.test("validateTasks() asks for a row only when it is wanted", async () => {
  let asked = 0;
  async function* rows() {
    while (true) {
      asked++;
      yield await Promise.resolve({});
    }
  }
  for await (const { row } of validateTasks(rows(), project)) {
    if (row === 3) break;
  }
  assertEquals(asked, 3);
});
