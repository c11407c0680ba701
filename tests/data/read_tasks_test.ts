import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { type TaskInput, TolokaError } from "../../mod.ts";
import {
  DataError,
  type DataFormat,
  readTaskRows,
  readTasks,
  type TextSource,
  validateFile,
} from "../../src/data/mod.ts";
import { input, project } from "./_project.ts";

const IMAGE = input.image;
const pets = {
  task_spec: {
    input_spec: {
      image: { type: "url" },
      note: { type: "string", required: false },
    },
    output_spec: { animal: { type: "string", allowed_values: ["cat", "dog"] } },
  },
} as const;

/** Reads one cell of one column. */
async function cell(column: string, text: string): Promise<unknown> {
  const quoted = `"${text.replaceAll('"', '""')}"`;
  const file = `INPUT:image,${column}\n${IMAGE},${quoted}\n`;
  const [task] = await Array.fromAsync(
    readTasks(file, { project, format: "csv", allowPartialSolutions: true }),
  );
  const [, kind, name] = /(\w+):(\w+)/.exec(column)!;
  const values: Record<string, unknown> = kind === "INPUT"
    ? task!.input_values
    : task!.known_solutions![0]!.output_values;
  return values[name!];
}

/** Mistakes of a file: row, line, column and code. */
async function errorsOf(
  source: TextSource,
  format: DataFormat = "csv",
  more: { ignoreUnknown?: boolean } = {},
): Promise<unknown[]> {
  const options = { project: pets, format, ...more };
  const { errors } = await validateFile(source, options);
  return errors.map(({ row, line, column, path, code }) => [
    row,
    line,
    column ?? path,
    code,
  ]);
}

Deno.test("readTasks() reads general, control and training tasks", async () => {
  const file = [
    "INPUT:image\tINPUT:note\tGOLDEN:animal\tHINT:text\tTASK:overlap",
    `${IMAGE}\t\t\t\t`,
    `${IMAGE}\tasleep\t\t\t5`,
    `${IMAGE}\t\tcat\t\t`,
    `${IMAGE}\t\tdog\tLook at the ears\t3`,
  ].join("\n");
  const tasks = await Array.fromAsync(
    readTasks(file, { project: pets, format: "tsv", poolId: "1" }),
  );
  const known_solutions = (animal: string) => [{ output_values: { animal } }];
  assertEquals<unknown>(tasks, [
    { pool_id: "1", input_values: { image: IMAGE } },
    {
      pool_id: "1",
      input_values: { image: IMAGE, note: "asleep" },
      overlap: 5,
    },
    {
      pool_id: "1",
      input_values: { image: IMAGE },
      known_solutions: known_solutions("cat"),
      infinite_overlap: true,
    },
    {
      pool_id: "1",
      input_values: { image: IMAGE },
      known_solutions: known_solutions("dog"),
      message_on_unknown_solution: "Look at the ears",
      overlap: 3,
    },
  ]);
});

Deno.test("readTasks() types tasks by the project", async () => {
  const options = { project: pets, format: "csv" } as const;
  type Input = { image: string; note?: string };
  type Output = { animal: "cat" | "dog" };
  for await (
    const task of readTasks("INPUT:image", { ...options, poolId: "1" })
  ) {
    assertType<IsExact<typeof task, TaskInput<Input, Output>>>(true);
  }
  for await (const task of readTasks("INPUT:image", options)) {
    assertType<IsExact<typeof task.input_values, Input>>(true);
    assertType<IsExact<typeof task.pool_id, string | undefined>>(true);
  }
});

/** Cells, and the values they hold. */
const CELLS: readonly (readonly [
  column: string,
  text: string,
  value: unknown,
])[] = [
  ["INPUT:note", "a, b", "a, b"],
  ["INPUT:note", " a ", " a "],
  ["INPUT:age", "5", 5],
  ["INPUT:age", " 5 ", 5],
  ["INPUT:age", "5.0", 5],
  ["INPUT:weight", ".25", 0.25],
  ["INPUT:weight", "1e-1", 0.1],
  ["INPUT:tame", "true", true],
  ["INPUT:tame", "FALSE", false],
  ["INPUT:place", "52.5,13.4", "52.5,13.4"],
  ["INPUT:data", '{"a":[1,"b"]}', { a: [1, "b"] }],
  ["INPUT:data", '{"a":[1\\,"b\\, c"]}', { a: [1, "b, c"] }],
  ["INPUT:data", '"a"', "a"],
  ["INPUT:data", "[1]", [1]],
  ["INPUT:tags", "a,b", ["a", "b"]],
  ["INPUT:tags", "a\\, b,c", ["a, b", "c"]],
  ["INPUT:tags", '"a, b",c', ["a, b", "c"]],
  ["INPUT:tags", '"a ""b"", c",d "e"', ['a "b", c', 'd "e"']],
  ["INPUT:tags", '"a" b,c', ['"a" b', "c"]],
  ["INPUT:tags", '"a', ['"a']],
  ["INPUT:tags", "a,", ["a", ""]],
  ["INPUT:tags", "a\\,", ["a,"]],
  ["INPUT:tags", "a\\b", ["a\\b"]],
  ["INPUT:tags", '""', [""]],
  ["INPUT:images", `${IMAGE},${IMAGE}`, [IMAGE, IMAGE]],
  ["INPUT:ages", "1, 2", [1, 2]],
  ["INPUT:weights", "1,2.3", [1, 2.3]],
  ["INPUT:flags", "true,false", [true, false]],
  ["INPUT:places", '"1,2","3,4"', ["1,2", "3,4"]],
  ["INPUT:places", "1\\,2,3\\,4", ["1,2", "3,4"]],
  ["INPUT:boxes", '{"a":[1,2]},{"b":"c, d"}', [{ a: [1, 2] }, { b: "c, d" }]],
  ["INPUT:boxes", '{"a":[1\\,2]},"b\\,c",1', [{ a: [1, 2] }, "b,c", 1]],
  ["GOLDEN:animal", "cat", "cat"],
  ["GOLDEN:colors", "black,white", ["black", "white"]],
];

Deno.test("readTasks() reads cells as the project says", async () => {
  for (const [column, text, value] of CELLS) {
    assertEquals(await cell(column, text), value, `${column} ${text}`);
  }
});

Deno.test("readTasks() reads the examples of the platform's documentation", async () => {
  const task_spec = {
    input_spec: {
      comment: { type: "string" },
      comments: { type: "array_string" },
      locations: { type: "array_coordinates" },
      banner: { type: "json" },
      banners: { type: "array_json" },
    },
    output_spec: {},
  } as const;
  const file = [
    "INPUT:comment\tINPUT:comments\tINPUT:locations\tINPUT:banner\tINPUT:banners",
    [
      '"Text with ""quotes"" and ,"',
      '"Hi,Very nice,""This, but"",Text with ""quotes"".,""Text with """"quotes"""" and ,"""',
      '"""22.3341,32.32"",""22.3341,32.33"""',
      '"{""title"":""banner""\\,""links"":[""https://a.com""\\,""https://b.com""]}"',
      '"{""title"":""a"",""priority"":true},{""title"":""b"",""flags"":[{""type"":""wide""}]}"',
    ].join("\t"),
  ].join("\n");
  const [task] = await Array.fromAsync(
    readTasks(file, { project: { task_spec }, format: "tsv" }),
  );
  assertEquals(task?.input_values, {
    comment: 'Text with "quotes" and ,',
    comments: [
      "Hi",
      "Very nice",
      "This, but",
      'Text with "quotes".',
      'Text with "quotes" and ,',
    ],
    locations: ["22.3341,32.32", "22.3341,32.33"],
    banner: { title: "banner", links: ["https://a.com", "https://b.com"] },
    banners: [
      { title: "a", priority: true },
      { title: "b", flags: [{ type: "wide" }] },
    ],
  });
});

/** Cells that are wrong, and the path and code of what is wrong. */
const WRONG_CELLS: readonly (readonly [
  column: string,
  text: string,
  path: string,
  code: string,
])[] = [
  ["INPUT:age", "five", "input_values.age", "INTEGER_EXPECTED"],
  ["INPUT:age", "5,0", "input_values.age", "INTEGER_EXPECTED"],
  ["INPUT:age", "0x5", "input_values.age", "INTEGER_EXPECTED"],
  ["INPUT:age", "5.5", "input_values.age", "INTEGER_EXPECTED"],
  ["INPUT:age", "9007199254740993", "input_values.age", "UNSAFE_INTEGER"],
  ["INPUT:weight", "0,5", "input_values.weight", "FLOAT_EXPECTED"],
  ["INPUT:weight", "Infinity", "input_values.weight", "FLOAT_EXPECTED"],
  ["INPUT:tame", "yes", "input_values.tame", "BOOLEAN_EXPECTED"],
  ["INPUT:data", "{a:1}", "input_values.data", "JSON_EXPECTED"],
  ["INPUT:boxes", '{"a":1},{', "input_values.boxes.0", "JSON_EXPECTED"],
  ["INPUT:ages", "1,,3", "input_values.ages.1", "INTEGER_EXPECTED"],
  ["INPUT:kind", "c", "input_values.kind", "UNKNOWN_ENUM_VALUE"],
  [
    "GOLDEN:animal",
    "bird",
    "known_solutions.0.output_values.animal",
    "UNKNOWN_ENUM_VALUE",
  ],
  ["TASK:overlap", "many", "overlap", "INTEGER_EXPECTED"],
  ["TASK:overlap", "0", "overlap", "VALUE_OUT_OF_BOUNDS"],
];

Deno.test("validateFile() finds the column and text of each wrong cell", async () => {
  for (const [column, text, path, code] of WRONG_CELLS) {
    const quoted = `"${text.replaceAll('"', '""')}"`;
    const file = `INPUT:image,${column}\n${IMAGE},${quoted}\n`;
    const { errors } = await validateFile(file, { project, format: "csv" });
    assertEquals(errors.length, 1, text);
    const { message: _, params: __, ...rest } = errors[0]!;
    assertEquals<unknown>(rest, { row: 1, line: 2, column, text, path, code });
  }
});

Deno.test("validateFile() finds every error of every row", async () => {
  const file =
    `INPUT:image,INPUT:note,GOLDEN:animal\n,,bird\n${IMAGE},,\n1.png,,\n`;
  assertEquals(await errorsOf(file), [
    [1, 2, "INPUT:image", "VALUE_REQUIRED"],
    [1, 2, "GOLDEN:animal", "UNKNOWN_ENUM_VALUE"],
    [3, 4, "INPUT:image", "INVALID_URL_SYNTAX"],
  ]);
});

Deno.test("validateFile() reports what there is", async () => {
  const file = `INPUT:image\n${IMAGE}\na\nb\nc\n`;
  const { errors, ...counts } = await validateFile(file, {
    project: pets,
    format: "csv",
    maxErrors: 2,
  });
  assertEquals(errors.length, 2);
  assertEquals(counts, {
    rows: 4,
    invalidRows: 3,
    errorCount: 3,
    complete: true,
  });
});

Deno.test("validateFile() refuses a wrong maxErrors", async () => {
  await assertRejects(
    () => validateFile("", { project: pets, format: "csv", maxErrors: -1 }),
    RangeError,
    "Cannot validate the file as 'maxErrors' must be a whole number from 0: current value is -1",
  );
});

Deno.test("validateFile() counts lines that are empty or inside of cells", async () => {
  const file =
    `INPUT:image,INPUT:note\r\n\r\n${IMAGE},"a\r\n\r\nb"\r\n\r\n\r\n1.png,\r\n${IMAGE},"\n\n"\n2.png,\n`;
  const expected = [
    [2, 8, "INPUT:image", "INVALID_URL_SYNTAX"],
    [4, 12, "INPUT:image", "INVALID_URL_SYNTAX"],
  ];
  assertEquals(await errorsOf(file), expected);
  const parts = async function* () {
    for (const part of file) yield await Promise.resolve(part);
  };
  assertEquals(await errorsOf(parts()), expected);
});

Deno.test("validateFile() finds rows with too many or too few cells", async () => {
  const file = `INPUT:image,INPUT:note\n${IMAGE}\n${IMAGE},a\n${IMAGE},a,b\n`;
  assertEquals(await errorsOf(file), [
    [1, 2, undefined, "WRONG_CELL_COUNT"],
    [3, 4, undefined, "WRONG_CELL_COUNT"],
  ]);
});

/** Names of columns, and what is wrong with them. */
const HEADERS: readonly (readonly [
  header: string,
  column: string | undefined,
  code: string,
])[] = [
  ["INPUT:image,INPUT:nota", "INPUT:nota", "UNKNOWN_COLUMN"],
  ["INPUT:image,GOLDEN:image", "GOLDEN:image", "UNKNOWN_COLUMN"],
  ["INPUT:image,OUTPUT:animal", "OUTPUT:animal", "UNKNOWN_COLUMN"],
  ["INPUT:image,note", "note", "UNKNOWN_COLUMN"],
  ["INPUT:image,", "", "UNKNOWN_COLUMN"],
  ["INPUT:note", "INPUT:image", "MISSING_COLUMN"],
  ["INPUT:image,INPUT:note,INPUT:image", "INPUT:image", "DUPLICATE_COLUMN"],
  ["INPUT:image\tINPUT:note", undefined, "WRONG_SEPARATOR"],
  ["INPUT:image;INPUT:note", undefined, "WRONG_SEPARATOR"],
];

Deno.test("validateFile() finds what is wrong with the names of columns", async () => {
  for (const [header, column, code] of HEADERS) {
    const options = { project: pets, format: "csv" } as const;
    const report = await validateFile(`${header}\n1.png\n`, options);
    assertEquals(
      report.errors.map(({ row, column, code }) => [row, column, code])[0],
      [0, column, code],
      header,
    );
    // The rows are checked all the same, unless their cells are not known.
    const unreadable = code === "WRONG_SEPARATOR";
    assertEquals([report.rows, report.complete], [
      unreadable ? 0 : 1,
      !unreadable,
    ]);
  }
});

Deno.test("validateFile() finds that columns are missing in an empty file", async () => {
  assertEquals(await errorsOf(""), [
    [0, 1, "INPUT:image", "MISSING_COLUMN"],
  ]);
});

Deno.test("validateFile() tells the separator that was used", async () => {
  const file = "INPUT:image,INPUT:note\n";
  const { errors } = await validateFile(file, {
    project: pets,
    format: "tsv",
  });
  assertEquals(
    errors[0]?.message,
    'Names of columns must be separated by tabs: current separator is ","',
  );
});

Deno.test("readTasks() leaves out other columns if it is told to", async () => {
  const file =
    `INPUT:image,OUTPUT:animal,ASSIGNMENT:status\n${IMAGE},cat,APPROVED\n`;
  const options = {
    project: pets,
    format: "csv",
    ignoreUnknown: true,
  } as const;
  assertEquals<unknown>(await Array.fromAsync(readTasks(file, options)), [
    { input_values: { image: IMAGE } },
  ]);
  assertEquals(
    await errorsOf("INPUT:image,INPUT:nota\n", "csv", options),
    [[0, 1, "INPUT:nota", "UNKNOWN_COLUMN"]],
  );
});

Deno.test("validateFile() finds wrong quotation marks, and goes on after them", async () => {
  const wrong = [2, 4, "INPUT:image", "INVALID_URL_SYNTAX"];
  for (
    const [text, ...errors] of [
      [`"${IMAGE}\n${IMAGE}#\n2.png`, [1, 2, undefined, "INVALID_SYNTAX"], [
        3,
        4,
        "INPUT:image",
        "INVALID_URL_SYNTAX",
      ]],
      [`${IMAGE}"a\n\n2.png`, [1, 2, undefined, "INVALID_SYNTAX"], wrong],
      [`"a"b\n\n2.png`, [1, 2, undefined, "INVALID_SYNTAX"], wrong],
      [`"a"b\n\n"2.png"`, [1, 2, undefined, "INVALID_SYNTAX"], wrong],
    ] as const
  ) {
    assertEquals(await errorsOf(`INPUT:image\n${text}\n`), errors);
  }
});

Deno.test("validateFile() stops where the names of columns cannot be read", async () => {
  const options = { project: pets, format: "csv" } as const;
  const { errors, complete } = await validateFile(`"INPUT:image\n`, options);
  assertEquals([errors[0]?.code, complete], ["INVALID_SYNTAX", false]);
});

Deno.test("readTasks() leaves out pairs of quotation marks inside of a cell", async () => {
  const file = `INPUT:image,INPUT:note\n${IMAGE},book "All about dogs"\n`;
  const options = { project: pets, format: "csv" } as const;
  const [task] = await Array.fromAsync(readTasks(file, options));
  assertEquals(task?.input_values.note, "book All about dogs");
});

Deno.test("validateFile() finds bytes that are not UTF-8, and goes on after them", async () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const head = bytes("INPUT:image,INPUT:note\n");
  const utf16 = new Uint8Array([0xff, 0xfe, 0x49, 0]);
  const cutOff = new Uint8Array([0xe2, 0x82]);
  for (const format of ["csv", "jsonl"] as const) {
    assertEquals((await errorsOf(ReadableStream.from([utf16]), format))[0], [
      format === "csv" ? 0 : 1,
      1,
      undefined,
      "INVALID_ENCODING",
    ]);
  }
  const parts = [head, bytes(`${IMAGE},`), cutOff, bytes("\n2.png,\n")];
  assertEquals(await errorsOf(ReadableStream.from(parts)), [
    [1, 2, "INPUT:note", "INVALID_ENCODING"],
    [2, 3, "INPUT:image", "INVALID_URL_SYNTAX"],
  ]);
  assertEquals(
    await errorsOf(ReadableStream.from([head, bytes(`${IMAGE},`), cutOff])),
    [[1, 2, "INPUT:note", "INVALID_ENCODING"]],
  );
});

Deno.test("readTasks() reads a replacement character that is in the file", async () => {
  const bytes = new TextEncoder().encode(
    `INPUT:image,INPUT:note\n${IMAGE},\ufffd\n`,
  );
  const options = { project: pets, format: "csv" } as const;
  const tasks = readTasks(ReadableStream.from([bytes]), options);
  assertEquals((await Array.fromAsync(tasks))[0]?.input_values.note, "\ufffd");
});

Deno.test("readTasks() skips a byte order mark", async () => {
  const text = `\ufeffINPUT:image\n${IMAGE}\n`;
  const bytes = new TextEncoder().encode(text);
  const options = { project: pets, format: "csv" } as const;
  for (
    const source of [
      text,
      ReadableStream.from([bytes]),
      ReadableStream.from([bytes.slice(0, 1), bytes.slice(1)]),
    ]
  ) {
    assertEquals((await Array.fromAsync(readTasks(source, options))).length, 1);
  }
});

Deno.test("readTasks() reads characters that are cut apart", async () => {
  const bytes = new TextEncoder().encode(
    `INPUT:image,INPUT:note\n${IMAGE},äö€\n`,
  );
  const parts = ReadableStream.from(Array.from(bytes, (b) => Uint8Array.of(b)));
  const [task] = await Array.fromAsync(
    readTasks(parts, { project: pets, format: "csv" }),
  );
  assertEquals(task?.input_values.note, "äö€");
});

Deno.test("readTasks() throws all errors of the first wrong row", async () => {
  const file = `INPUT:image,GOLDEN:animal\n${IMAGE},\n1.png,bird\n2.png,\n`;
  const tasks = readTasks(file, { project: pets, format: "csv" });
  assert(!(await tasks.next()).done);
  const error = await assertRejects(() => tasks.next(), DataError);
  assert(error instanceof TolokaError);
  assertEquals(error.name, "DataError");
  assertEquals(
    error.message,
    'Cannot read row 2 (line 3), "INPUT:image": Value must be in valid url format (and 1 more error)',
  );
  assertEquals(error.errors.map(({ code }) => code), [
    "INVALID_URL_SYNTAX",
    "UNKNOWN_ENUM_VALUE",
  ]);
});

Deno.test("readTasks() throws what is wrong with the names of columns", async () => {
  const file = `INPUT:image,INPUT:nota,INPUT:image\n`;
  await assertRejects(
    () => readTasks(file, { project: pets, format: "csv" }).next(),
    DataError,
    'Cannot read columns (line 1), "INPUT:nota": The project has no such field (and 1 more error)',
  );
});

Deno.test("readTaskRows() goes on after wrong rows", async () => {
  const file = `INPUT:image\n1.png\n${IMAGE}\n`;
  const rows = await Array.fromAsync(
    readTaskRows(file, { project: pets, format: "csv" }),
  );
  assertEquals(
    rows.map(({ row, line, task }) => [row, line, task?.input_values.image]),
    [[1, 2, undefined], [2, 3, IMAGE]],
  );
});

Deno.test("readTasks() passes the failure of its source on", async () => {
  const failure = new Error("The disk is gone");
  for (const format of ["csv", "tsv", "jsonl"] as const) {
    const source = async function* () {
      yield await Promise.resolve("INPUT:image\n");
      throw failure;
    };
    const options = { project: pets, format, ignoreUnknown: true };
    const error = await assertRejects(() =>
      Array.fromAsync(readTasks(
        format === "jsonl" ? failing(failure) : source(),
        options,
      ))
    );
    assertEquals(error, failure);
  }
});

// deno-lint-ignore require-yield
async function* failing(failure: Error): AsyncGenerator<string> {
  await Promise.resolve();
  throw failure;
}

Deno.test("readTasks() closes its source when it is left", async () => {
  for (const format of ["csv", "jsonl"] as const) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const source = async function* () {
      try {
        if (format === "csv") yield "INPUT:image\n";
        while (true) {
          await Promise.resolve();
          yield format === "csv"
            ? `${IMAGE}\n`
            : `{"input_values":{"image":"${IMAGE}"}}\n`;
        }
      } finally {
        resolve();
      }
    };
    for await (const _ of readTasks(source(), { project: pets, format })) break;
    await promise;
  }
});

Deno.test("readTasks() reads JSONL", async () => {
  const file =
    `{"input_values":{"image":"${IMAGE}"},"overlap":3}\r\n\n{"pool_id":"2","input_values":{"image":"${IMAGE}"},"known_solutions":[{"output_values":{"animal":"cat"}}]}`;
  const tasks = [
    { input_values: { image: IMAGE }, overlap: 3 },
    {
      pool_id: "2",
      input_values: { image: IMAGE },
      known_solutions: [{ output_values: { animal: "cat" } }],
    },
  ];
  const options = { project: pets, format: "jsonl" } as const;
  assertEquals<unknown>(
    await Array.fromAsync(readTasks(file, options)),
    tasks,
  );
  assertEquals<unknown>(
    await Array.fromAsync(readTasks(file, { ...options, poolId: "1" })),
    tasks.map((task) => ({ ...task, pool_id: "1" })),
  );
});

Deno.test("validateFile() finds what is wrong in JSONL", async () => {
  const file = [
    `{"input_values":{"image":"${IMAGE}"}}`,
    "",
    `{"input_values":{"image":5},"note":1}`,
    "{input_values:{}}",
    "[]",
    "null",
    "{}",
  ].join("\n");
  assertEquals(await errorsOf(file, "jsonl"), [
    [2, 3, "note", "UNKNOWN_COLUMN"],
    [2, 3, "input_values.image", "STRING_EXPECTED"],
    [3, 4, undefined, "INVALID_SYNTAX"],
    [4, 5, undefined, "OBJECT_EXPECTED"],
    [5, 6, undefined, "OBJECT_EXPECTED"],
    [6, 7, "input_values.image", "VALUE_REQUIRED"],
  ]);
});

Deno.test("validateFile() reads a million rows, few at a time", async () => {
  const ROWS = 1_000_000;
  let made = 0;
  let read = 0;
  let ahead = 0;
  async function* file() {
    yield "INPUT:image\n";
    while (made < ROWS) {
      let part = "";
      for (let row = 0; row < 500; row++) {
        made++;
        part += made % 100_000 === 0 ? "wrong\n" : `https://a.com/${made}\n`;
      }
      yield part;
    }
  }
  const rows = readTaskRows(file(), { project: pets, format: "csv" });
  const wrong: number[] = [];
  for await (const { row, errors } of rows) {
    read++;
    ahead = Math.max(ahead, made - read);
    if (errors !== undefined) wrong.push(row);
  }
  assertEquals(read, ROWS);
  assertEquals(wrong, Array.from({ length: 10 }, (_, i) => (i + 1) * 100_000));
  assert(ahead < 5_000, `${ahead} rows are in memory`);
});

Deno.test("mod.ts of data does not load the client", async () => {
  const loaded = new Set<string>();
  const load = async (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const code = await Deno.readTextFile(new URL(file));
    const imports = code.matchAll(
      /^(?:import|export) (?!type )(?:[^;]*? from )?"(\.[^"]*)";/gms,
    );
    for (const [, to] of imports) {
      await load(new URL(to!, file).href);
    }
  };
  await load(import.meta.resolve("../../src/data/mod.ts"));
  assert(loaded.size > 5);
  for (const file of loaded) {
    assert(!/\/(client|resources|transport|simulator)\b/.test(file), file);
  }
  assertStringIncludes([...loaded].join(), "/src/errors.ts");
});

Deno.test("readTaskRows() gets through many empty lines and one long line in no time", async () => {
  const start = performance.now();
  const empty = "\r\n".repeat(400_000);
  const table = `INPUT:image\n${IMAGE}\n${empty}2.png\n`;
  assertEquals(await errorsOf(table), [
    [2, 400_003, "INPUT:image", "INVALID_URL_SYNTAX"],
  ]);
  const long = "x".repeat(20_000_000);
  assertEquals(await errorsOf(long, "jsonl"), [
    [1, 1, undefined, "INVALID_SYNTAX"],
  ]);
  // Looking at the beginning again and again took half a minute.
  assert(performance.now() - start < 20_000);
});
