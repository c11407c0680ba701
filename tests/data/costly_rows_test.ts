import { assertEquals, assertRejects } from "@std/assert";
import {
  DataError,
  type DataFormat,
  readTaskRows,
  readTasks,
  type ReadTasksOptions,
  readTaskSuites,
  validateFile,
} from "../../src/data/mod.ts";

const project = {
  task_spec: {
    input_spec: { text: { type: "string" } },
    output_spec: {
      a: { type: "string" },
      b: { type: "string" },
      photo: { type: "file" },
    },
  },
} as const;

type Options = Omit<ReadTasksOptions<typeof project>, "project" | "format">;

/** Errors of a file: row, column or path, and code. */
async function errorsOf(
  file: string,
  format: DataFormat = "tsv",
  options: Options = {},
): Promise<unknown[]> {
  const report = await validateFile(file, { project, format, ...options });
  return report.errors.map(({ row, column, path, code }) => [
    row,
    column ?? path,
    code,
  ]);
}

async function read(
  file: string,
  format: DataFormat = "tsv",
  options: Options = {},
) {
  const tasks = readTasks(file, { project, format, ...options });
  return await Array.fromAsync(tasks);
}

Deno.test("validateFile() finds hints without right answers", async () => {
  const file = "INPUT:text\tHINT:text\nfirst\tlook twice\nsecond\t\n";
  assertEquals(await errorsOf(file), [[
    1,
    "HINT:text",
    "HINT_WITHOUT_SOLUTION",
  ]]);
  const json =
    '[{"input_values": {"text": "a"}, "message_on_unknown_solution": "b"}]';
  assertEquals(await errorsOf(json, "json"), [
    [1, "message_on_unknown_solution", "HINT_WITHOUT_SOLUTION"],
  ]);
});

Deno.test("validateFile() finds right answers without a required field", async () => {
  const file = "INPUT:text\tGOLDEN:a\tGOLDEN:b\nfirst\tyes\t\nsecond\t\t\n";
  assertEquals(await errorsOf(file), [[1, "GOLDEN:b", "VALUE_REQUIRED"]]);
  const narrow = "INPUT:text\tGOLDEN:a\nfirst\tyes\n";
  assertEquals(await errorsOf(narrow), [[1, "GOLDEN:b", "VALUE_REQUIRED"]]);
  const options = { allowPartialSolutions: true };
  assertEquals(await errorsOf(file, "tsv", options), []);
});

Deno.test("validateFile() finds rows that would be paid twice", async () => {
  const file = "INPUT:text\tTASK:overlap\na\t1\nb\t1\na\t3\n";
  const report = await validateFile(file, { project, format: "tsv" });
  assertEquals(
    report.errors.map(({ row, line, code, message }) => [
      row,
      line,
      code,
      message,
    ]),
    [[
      3,
      4,
      "DUPLICATE_ROW",
      "Task must not be there twice: it is the same as in row 1",
    ]],
  );
  assertEquals((await read(file, "tsv", { duplicates: "keep" })).length, 3);
  assertEquals((await read(file, "tsv", { duplicates: "skip" })).length, 2);
});

Deno.test("readTasks() reads three answers to one task as one task", async () => {
  const table = "INPUT:text\tOUTPUT:a\tASSIGNMENT:worker_id\n" +
    "x\tyes\t1\nx\tno\t2\nx\tyes\t3\ny\tyes\t1\n";
  const lines = ["1", "2", "3"].map((id) =>
    JSON.stringify({ input_values: { text: "x" }, assignment_id: id })
  ).join("\n");
  const ignoreUnknown = true;
  const texts = async (file: string, format: DataFormat) =>
    (await read(file, format, { ignoreUnknown }))
      .map(({ input_values }) => input_values.text);
  assertEquals(await texts(table, "tsv"), ["x", "y"]);
  assertEquals(await texts(lines, "jsonl"), ["x"]);
});

Deno.test("readTasks() reads the columns of the platform's own files", async () => {
  const file =
    "INPUT:text\tGOLDEN:a\tGOLDEN:b\tHINT:text\tHINT:default_language\n" +
    "x\t1\t2\tLook\tEN\ny\t\t\t\t\n";
  const known_solutions = [{ output_values: { a: "1", b: "2" } }];
  assertEquals<unknown>(await read(file), [
    {
      input_values: { text: "x" },
      known_solutions,
      message_on_unknown_solution: "Look",
      localization_config: { default_language: "EN" },
      infinite_overlap: true,
    },
    { input_values: { text: "y" } },
  ]);
});

Deno.test("readTaskSuites() reads field tasks with their places", async () => {
  const suite = {
    pool_id: "1",
    tasks: [{ input_values: { text: "shop" } }],
    overlap: 2,
    latitude: 55.7,
    longitude: -37.6,
  };
  const options = { project, poolId: "1" };
  for (const spelling of ["AI", "Al"]) {
    const file =
      `INPUT:text\t${spelling}:latitude\t${spelling}:longitude\tTASK:overlap\n` +
      "shop\t55.7\t-37.6\t2\n";
    const suites = readTaskSuites(file, { ...options, format: "tsv" });
    assertEquals<unknown>(await Array.fromAsync(suites), [suite]);
    const rows = readTaskRows(file, { project, format: "tsv" });
    const [row] = await Array.fromAsync(rows);
    assertEquals(row?.task && row.coordinates, {
      latitude: 55.7,
      longitude: -37.6,
    });
  }
  const json = JSON.stringify([{
    input_values: { text: "shop" },
    overlap: 2,
    latitude: 55.7,
    longitude: -37.6,
  }]);
  const suites = readTaskSuites(json, { ...options, format: "json" });
  assertEquals<unknown>(await Array.fromAsync(suites), [suite]);
});

Deno.test("readTaskSuites() throws the errors of a row", async () => {
  const file = "INPUT:text\tAI:latitude\nshop\t91\n";
  await assertRejects(
    () =>
      Array.fromAsync(
        readTaskSuites(file, { project, format: "tsv", poolId: "1" }),
      ),
    DataError,
    'Cannot read row 1 (line 2), "AI:latitude": Value must be a number between -90 and 90 (and 1 more error)',
  );
});

Deno.test("readTasks() reads a JSON array as the web interface takes it", async () => {
  const file = `[
 {"input_values": {"text": "a, [\\"b\\"] {"}},
 {"input_values":
   {"text": "c"}}
]
`;
  assertEquals<unknown>(await read(file, "json"), [
    { input_values: { text: 'a, ["b"] {' } },
    { input_values: { text: "c" } },
  ]);
  for (const size of [1, 2, 7]) {
    const parts = file.match(new RegExp(`[^]{1,${size}}`, "g"))!;
    const tasks = readTasks(ReadableStream.from(parts), {
      project,
      format: "json",
    });
    assertEquals((await Array.fromAsync(tasks)).length, 2);
  }
  assertEquals(
    (await read('{"input_values": {"text": "a"}}', "json")).length,
    1,
  );
  assertEquals(await read("[]", "json"), []);
  assertEquals(await read("", "json"), []);
});

Deno.test("validateFile() goes on after a wrong item of a JSON array", async () => {
  const file = `[
  {"input_values": {"text": a}},
  5,
  {"input_values": {"text": "open}},
  {"input_values": {"text": 5}},
  {"input_values": {"text": "a"}}
]`;
  const report = await validateFile(file, { project, format: "json" });
  assertEquals(
    report.errors.map(({ row, line, code }) => [row, line, code]),
    [
      [1, 2, "INVALID_SYNTAX"],
      [2, 3, "OBJECT_EXPECTED"],
      [3, 4, "INVALID_SYNTAX"],
      [4, 5, "STRING_EXPECTED"],
    ],
  );
  assertEquals(report.rows, 5);
});

Deno.test("validateFile() goes on after an item of a JSON array without its bracket", async () => {
  const file = `[
  {"input_values": {"text": "a"},
  {"input_values": {"text": 5}},
  {"input_values": {"text": "b"},
  {"input_values": {"text": 5}},
  {"input_values": {"text": "c"}}
]
`;
  const report = await validateFile(file, { project, format: "json" });
  assertEquals(
    report.errors.map(({ row, line, code }) => [row, line, code]),
    [
      [1, 2, "INVALID_SYNTAX"],
      [2, 3, "STRING_EXPECTED"],
      [3, 4, "INVALID_SYNTAX"],
      [4, 5, "STRING_EXPECTED"],
    ],
  );
  assertEquals(report.rows, 5);
});

Deno.test("readTasks() reads other tables by a mapping of their columns", async () => {
  const file = "No.,Text,Right\n1,x,yes\n";
  const columns = {
    "No.": null,
    Text: "INPUT:text",
    Right: "GOLDEN:a",
  } as const;
  const options = { columns, allowPartialSolutions: true };
  const [task] = await read(file, "csv", options);
  assertEquals(task?.input_values, { text: "x" });
  assertEquals(task?.known_solutions, [{ output_values: { a: "yes" } }]);
  assertEquals(await errorsOf("No,Text\n1,x\n", "csv", options), [
    [0, "No", "UNKNOWN_COLUMN"],
    [0, "No.", "MISSING_COLUMN"],
    [0, "Right", "MISSING_COLUMN"],
  ]);
  // @ts-expect-error there is no such field
  await errorsOf(file, "csv", { columns: { Text: "INPUT:txet" } });
});

const numbers = {
  task_spec: {
    input_spec: {
      id: { type: "integer", required: false },
      ids: { type: "array_integer", required: false },
      size: { type: "float", required: false },
      meta: { type: "json", required: false },
      name: { type: "string", required: false },
    },
    output_spec: {},
  },
} as const;
const BIG = "1234567890123456789";

Deno.test("validateFile() finds whole numbers that would change", async () => {
  for (
    const [field, text] of [
      ["id", BIG],
      ["id", `-${BIG}`],
      ["ids", `1,${BIG}`],
      ["size", BIG],
      ["meta", `{"post":${BIG}}`],
    ] as const
  ) {
    const cell = `"${text.replaceAll('"', '""')}"`;
    const { errors } = await validateFile(`INPUT:${field}\n${cell}\n`, {
      project: numbers,
      format: "csv",
    });
    assertEquals(errors, [{
      row: 1,
      line: 2,
      column: `INPUT:${field}`,
      path: `input_values.${field}`,
      text,
      code: "UNSAFE_INTEGER",
      message:
        `Whole numbers beyond 2^53 must be texts, or they change: current value is ${
          text.startsWith("-") ? "-" : ""
        }${BIG}`,
    }]);
  }
});

Deno.test("validateFile() finds whole numbers that would change in JSON", async () => {
  const lines = [
    `{"input_values":{"id":${BIG}}}`,
    `{"input_values":{"meta":[{"post":1},{"post":${BIG}}]}}`,
    `{"input_values":{"meta":{"post":"${BIG}","${BIG}":1}}}`,
    `{"input_values":{"name":"${BIG}","size":0.1234567890123456789}}`,
    `{"input_values":{"id":9007199254740992}}`,
  ];
  for (const format of ["jsonl", "json"] as const) {
    const file = format === "json" ? `[${lines}]` : lines.join("\n");
    const { errors } = await validateFile(file, { project: numbers, format });
    assertEquals(errors.map(({ row, path, code }) => [row, path, code]), [
      [1, "input_values.id", "UNSAFE_INTEGER"],
      [2, "input_values.meta.1.post", "UNSAFE_INTEGER"],
    ]);
  }
});

Deno.test("readTasks() takes big numbers in what it leaves out", async () => {
  const line =
    `{"input_values":{"name":"a"},"output_values":{"post":${BIG}},"assignment_id":"1"}`;
  const tasks = readTasks(line, {
    project: numbers,
    format: "jsonl",
    ignoreUnknown: true,
  });
  assertEquals((await Array.fromAsync(tasks)).length, 1);
});
