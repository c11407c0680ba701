import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { TolokaClient } from "../../mod.ts";
import type { Assignment, FieldSpec } from "../../mod.ts";
import {
  type DataFormat,
  readTasks,
  type ResultColumn,
  writeResults,
} from "../../src/data/mod.ts";
import { Api } from "../simulator/api.ts";
import { project } from "./_project.ts";

const pets = {
  task_spec: {
    input_spec: {
      image: { type: "url" },
      tags: { type: "array_string", required: false },
    },
    output_spec: {
      animal: { type: "string" },
      box: { type: "json", required: false },
    },
  },
} as const;

const assignment: Assignment = {
  id: "a1",
  task_suite_id: "s1",
  pool_id: "p1",
  user_id: "u1",
  status: "ACCEPTED",
  reward: 0.05,
  created: "2030-01-01T00:00:00.000",
  submitted: "2030-01-01T00:01:00.000",
  public_comment: 'Well "done"',
  tasks: [
    { id: "t1", input_values: { image: "/1.png", tags: ["a, b", "c"] } },
    {
      id: "t2",
      input_values: { image: "/2.png" },
      known_solutions: [{ output_values: { animal: "cat" } }],
      message_on_unknown_solution: "Look,\nlook",
    },
  ],
  solutions: [
    { output_values: { animal: "dog", box: { left: 1, top: 2 } } },
    { output_values: { animal: "cat" } },
  ],
};

/** The whole text of a stream. */
async function textOf(stream: ReadableStream<string>): Promise<string> {
  return (await Array.fromAsync(stream)).join("");
}

Deno.test("writeResults() writes a row for each task", async () => {
  const text = writeResults([assignment], { format: "csv", project: pets });
  assertEquals((await textOf(text)).split("\r\n"), [
    "INPUT:image,INPUT:tags,OUTPUT:animal,OUTPUT:box,GOLDEN:animal,GOLDEN:box,TASK:known_solutions,HINT:text,HINT:default_language,ASSIGNMENT:link,ASSIGNMENT:assignment_id,ASSIGNMENT:worker_id,ASSIGNMENT:status,ASSIGNMENT:started",
    '/1.png,"a\\, b,c",dog,"{""left"":1,""top"":2}",,,,,,https://toloka.dev/task/p1/a1,a1,u1,APPROVED,2030-01-01T00:00:00.000',
    '/2.png,,cat,,cat,,,"Look,\nlook",,https://toloka.dev/task/p1/a1,a1,u1,APPROVED,2030-01-01T00:00:00.000',
    "",
  ]);
});

Deno.test("writeResults() separates cells by tabs", async () => {
  const text = writeResults([assignment], {
    format: "tsv",
    project: pets,
    columns: ["OUTPUT:animal", "ACCEPT:verdict", "ACCEPT:comment"],
  });
  assertEquals(
    await textOf(text),
    'OUTPUT:animal\tACCEPT:verdict\tACCEPT:comment\r\ndog\t+\t"Well ""done"""\r\ncat\t+\t"Well ""done"""\r\n',
  );
});

Deno.test("writeResults() writes every column there is", async () => {
  const text = writeResults([assignment], {
    format: "csv",
    project: pets,
    site: "https://sandbox.toloka.dev",
    columns: [
      "ASSIGNMENT:link",
      "ASSIGNMENT:task_id",
      "ASSIGNMENT:task_suite_id",
      "ASSIGNMENT:submitted",
      "ASSIGNMENT:accepted",
      "ASSIGNMENT:rejected",
      "ASSIGNMENT:skipped",
      "ASSIGNMENT:expired",
      "ASSIGNMENT:reward",
    ],
  });
  assertEquals(
    (await textOf(text)).split("\r\n")[1],
    "https://sandbox.toloka.dev/task/p1/a1,t1,s1,2030-01-01T00:01:00.000,,,,,0.05",
  );
});

Deno.test("writeResults() tells an empty item from no item", async () => {
  const tasks = [{ input_values: { image: "/1.png", tags: [""] } }];
  const text = writeResults([{ ...assignment, tasks }], {
    format: "csv",
    project: pets,
    columns: ["INPUT:image", "INPUT:tags"],
  });
  const options = { format: "csv", project: pets } as const;
  const [task] = await Array.fromAsync(readTasks(text, options));
  assertEquals(task?.input_values.tags, [""]);
});

Deno.test("writeResults() refuses a column that there is not", () => {
  assertThrows(
    () =>
      writeResults([], {
        format: "csv",
        project: pets,
        columns: ["OUTPUT:animals"],
      }),
    RangeError,
    'Cannot write results as there is no such column: current value is "OUTPUT:animals"',
  );
});

Deno.test("writeResults() writes the names of the columns if there are no answers", async () => {
  const columns = ["INPUT:image", "OUTPUT:animal"] as const;
  const text = writeResults([], { format: "csv", project: pets, columns });
  assertEquals(await textOf(text), "INPUT:image,OUTPUT:animal\r\n");
});

Deno.test("writeResults() writes first answers of trainings", async () => {
  const training = {
    ...assignment,
    first_declined_solution_attempt: [
      { output_values: { animal: "bird" } },
      { output_values: { animal: "fish" } },
    ],
  };
  const text = writeResults([training], {
    format: "csv",
    project: pets,
    columns: ["OUTPUT:animal"],
  });
  assertEquals(await textOf(text), "OUTPUT:animal\r\nbird\r\nfish\r\n");
});

Deno.test("writeResults() leaves the answers of active assignments empty", async () => {
  const { solutions: _, ...active } = assignment;
  const text = writeResults([{ ...active, status: "ACTIVE" }], {
    format: "csv",
    project: pets,
    columns: ["OUTPUT:animal", "ASSIGNMENT:status"],
  });
  assertEquals(
    await textOf(text),
    "OUTPUT:animal,ASSIGNMENT:status\r\n,ACTIVE\r\n,ACTIVE\r\n",
  );
});

Deno.test("writeResults() writes JSON of each answer", async () => {
  const text = await textOf(writeResults([assignment], { format: "jsonl" }));
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(lines.length, 2);
  assertEquals(lines[0], {
    input_values: { image: "/1.png", tags: ["a, b", "c"] },
    output_values: { animal: "dog", box: { left: 1, top: 2 } },
    task_id: "t1",
    assignment_id: "a1",
    task_suite_id: "s1",
    pool_id: "p1",
    user_id: "u1",
    status: "ACCEPTED",
    reward: 0.05,
    created: "2030-01-01T00:00:00.000",
    submitted: "2030-01-01T00:01:00.000",
  });
});

Deno.test("writeResults() asks for assignments only as they are read", async () => {
  let asked = 0;
  async function* endless() {
    while (true) {
      asked++;
      yield await Promise.resolve(assignment);
    }
  }
  for (
    const options of [
      { format: "csv", project: pets },
      { format: "jsonl" },
    ] as const
  ) {
    asked = 0;
    let parts = 0;
    for await (const _ of writeResults(endless(), options)) {
      if (++parts === 10) break;
    }
    assertEquals(asked < 10, true, `${asked} assignments`);
  }
});

Deno.test("writeResults() says of the simulator's answers what the server's table says", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 10);
  await api.golden(pool.id, 2);
  await api.finish(pool.id);
  const { fetch, url } = api.simulator;
  const toloka = new TolokaClient({ token: "t", url, fetch });
  const served = await Array.fromAsync(toloka.assignments.table(pool.id));
  const columns = Object.keys(served[0]!) as (keyof typeof served[0])[];
  const text = writeResults(toloka.assignments.list({ pool_id: pool.id }), {
    format: "csv",
    project: await toloka.projects.get(pool.project_id),
    columns,
  });
  const [head, ...rows] = (await textOf(text)).trimEnd().split("\r\n");
  assertEquals(head, columns.join(","));
  assertEquals(
    rows.toSorted(),
    served.map((row) => columns.map((name) => row[name]).join(",")).toSorted(),
  );
});

/** A small generator of chance that a seed makes again. */
function chance(seed: number): () => number {
  return () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return seed / 2 ** 32;
  };
}

/** Text that is as awkward as text can be. */
function anyText(random: () => number): string {
  const pieces = ["a", "B c", ",", "\\", '"', "\t", "\n", ";", "ä", "🐈", " "]
    .concat(["=", "+", "-", "@", "'", "1"]);
  const count = 1 + Math.floor(random() * 6);
  return Array.from(
    { length: count },
    () => pieces[Math.floor(random() * pieces.length)],
  ).join("");
}

function anyJson(random: () => number, depth = 0): unknown {
  const kind = Math.floor(random() * (depth > 2 ? 4 : 6));
  if (kind === 0) return anyText(random);
  if (kind === 1) return random() * 100;
  if (kind === 2) return random() < 0.5;
  if (kind === 3) return depth === 0 ? 1 : null;
  const items = Array.from(
    { length: Math.floor(random() * 3) },
    () => anyJson(random, depth + 1),
  );
  return kind === 4
    ? items
    : Object.fromEntries(items.map((item) => [anyText(random), item]));
}

/** A value that a field may have and that a cell can hold. */
function anyValue({ type }: FieldSpec, random: () => number): unknown {
  const scalars: Record<string, () => unknown> = {
    url: () => `https://a.com/${encodeURI(anyText(random))},"`,
    string: () => anyText(random),
    integer: () => Math.floor(random() * 1e6) - 5e5,
    float: () => (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20),
    boolean: () => random() < 0.5,
    coordinates: () => `${random() * 90},${-random() * 180}`,
    json: () => anyJson(random),
    file: () => anyText(random),
  };
  const scalar = scalars[type.replace("array_", "")]!;
  if (!type.startsWith("array_")) return scalar();
  return Array.from({ length: 1 + Math.floor(random() * 4) }, scalar);
}

/** The same fields without rules, which chance would break. */
function plain<Specs extends Readonly<Record<string, FieldSpec>>>(
  specs: Specs,
): Record<string, FieldSpec> {
  return Object.fromEntries(
    Object.entries(specs).map((
      [name, { type }],
    ) => [name, { type, required: false }]),
  );
}

Deno.test("writeResults() writes what readTasks() reads back", async () => {
  const { input_spec, output_spec } = project.task_spec;
  const task_spec = {
    input_spec: plain(input_spec),
    output_spec: plain(output_spec),
  };
  const random = chance(1);
  const values = (specs: Record<string, FieldSpec>) =>
    Object.fromEntries(
      Object.entries(specs).filter(() => random() < 0.7)
        .map(([name, spec]) => [name, anyValue(spec, random)]),
    );
  const assignments = Array.from({ length: 500 }, () => {
    const known = values(task_spec.output_spec);
    const isControl = Object.keys(known).length > 0;
    const weight = random();
    const others = random() < 0.3
      ? [{ output_values: values(task_spec.output_spec) }]
      : [];
    return {
      ...assignment,
      tasks: [{
        input_values: values(task_spec.input_spec),
        ...(isControl && {
          known_solutions: [
            {
              output_values: known,
              ...(weight < 0.3 && { correctness_weight: weight }),
            },
            ...others,
          ],
        }),
      }],
      solutions: [{ output_values: values(task_spec.output_spec) }],
    };
  });
  for (const format of ["csv", "tsv", "jsonl"] satisfies DataFormat[]) {
    const options = { format, project: { task_spec }, ignoreUnknown: true };
    const text = writeResults(assignments, options);
    const tasks = await Array.fromAsync(readTasks(text, options));
    assertEquals<unknown>(
      tasks.map(({ input_values, known_solutions }) => ({
        input_values,
        ...(known_solutions && { known_solutions }),
      })),
      assignments.map(({ tasks: [task] }) => task),
    );
  }
});

/** Text of an answer in one column of a table. */
async function written(value: unknown, more: object = {}): Promise<string> {
  const solutions = [{ output_values: { animal: value } }];
  const [task] = assignment.tasks;
  const text = writeResults([{ ...assignment, tasks: [task!], solutions }], {
    format: "csv",
    project: pets,
    columns: ["OUTPUT:animal"],
    ...more,
  });
  return (await textOf(text)).slice("OUTPUT:animal\r\n".length, -2);
}

Deno.test("writeResults() writes an apostrophe before formulas", async () => {
  for (
    const [value, expected] of [
      ["=1+1", "'=1+1"],
      ['=HYPERLINK("http://a.com")', `"'=HYPERLINK(""http://a.com"")"`],
      ["@SUM(1)", "'@SUM(1)"],
      ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
      ["-1+1", "'-1+1"],
      ["\t=1", "'\t=1"],
      ["'=1", "''=1"],
      ["-1.5e-7", "-1.5e-7"],
      ["-33.8,151.2", '"-33.8,151.2"'],
      ["-", "-"],
      ["1=1", "1=1"],
      ["'quoted'", "'quoted'"],
    ] as const
  ) {
    assertEquals(await written(value), expected);
  }
  assertEquals(await written("=1+1", { formulas: "keep" }), "=1+1");
});

Deno.test("writeResults() writes whatever an answer is", async () => {
  assertEquals(await written({ toString: 5 }), '"{""toString"":5}"');
  assertEquals(
    await written([{ toString: 5 }, null]),
    '"[{""toString"":5},null]"',
  );
  const long = 'a"'.repeat(5 * 2 ** 20);
  assertEquals((await written(long)).length, long.length * 1.5 + 2);
});

Deno.test("writeResults() refuses columns that would lose right answers of a task", async () => {
  const known_solutions = [
    { output_values: { animal: "cat" } },
    { output_values: { animal: "kitten" }, correctness_weight: 0.5 },
  ];
  const control = {
    ...assignment,
    tasks: [{ input_values: { image: "1.png" }, known_solutions }],
  } as Assignment;
  const write = (columns: ResultColumn[]) =>
    Array.fromAsync(
      writeResults([control], { format: "csv", project: pets, columns }),
    );
  await assertRejects(
    () => write(["INPUT:image", "GOLDEN:animal"]),
    TypeError,
    'add "TASK:known_solutions"',
  );
  await write(["INPUT:image", "GOLDEN:animal", "TASK:known_solutions"]);
  await write(["INPUT:image"]);
});
