/** Files of tasks: checked, and uploaded once. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TolokaClient } from "../../src/client.ts";
import { seedPool, Terminal } from "./_run.ts";

const GOOD =
  "INPUT:image\nhttps://example.com/a.jpg\nhttps://example.com/b.jpg\n";
const BAD = "INPUT:image\nhttps://example.com/a.jpg\nnope\n";

async function withPool() {
  const terminal = new Terminal();
  const ids = await seedPool(terminal);
  const { url, fetch } = terminal.simulator;
  const toloka = new TolokaClient({ token: "any", url, fetch });
  const images = async () =>
    (await Array.fromAsync(toloka.tasks.list({ pool_id: ids.pool })))
      .map(({ input_values }) => String(input_values.image));
  return { terminal, toloka, images, ...ids };
}

Deno.test("task check prints a line per error, with row and column", async () => {
  const { terminal, project } = await withPool();
  terminal.files.set("good.csv", GOOD);
  terminal.files.set("bad.csv", BAD);
  const good = await terminal.run(`task check good.csv --project ${project}`);
  assertEquals([good.code, good.out], [0, "2 rows, no errors\n"]);
  const bad = await terminal.run(`task check bad.csv --project ${project}`);
  assertEquals(bad.code, 1);
  assertMatch(bad.out, /^ROW +LINE +COLUMN +CODE +MESSAGE$/m);
  assertMatch(bad.out, /^2 +3 +INPUT:image +INVALID_URL_SYNTAX /m);
  assertStringIncludes(bad.err, '"bad.csv" has 1 error, in 1 of 2 rows');
  const json = await terminal.run(
    `task check bad.csv --project ${project} --json`,
  );
  const [error] = json.out.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals([error.row, error.column], [2, "INPUT:image"]);
});

Deno.test("task check counts no rows in a file that lacks a column", async () => {
  const { terminal, project } = await withPool();
  terminal.files.set("bad.csv", "INPUT:picture\na\n");
  const { err } = await terminal.run(
    `task check bad.csv --project ${project}`,
  );
  assertMatch(err, /"bad.csv" has \d errors?\n/);
});

Deno.test("task upload refuses an archived pool before it asks or sends", async () => {
  const { terminal, toloka, pool } = await withPool();
  terminal.files.set("good.csv", GOOD);
  await toloka.pools.archive(pool);
  const { code, err } = await terminal.run(`task upload ${pool} good.csv`);
  assertEquals(code, 1);
  assertStringIncludes(err, `Cannot upload tasks as pool ${pool} is archived`);
});

Deno.test("task check takes the project from a file, and needs no token then", async () => {
  const terminal = new Terminal();
  delete terminal.env.TOLOKA_TOKEN;
  const project = {
    task_spec: { input_spec: { image: { type: "url" } }, output_spec: {} },
  };
  terminal.files.set("p.json", JSON.stringify(project));
  terminal.files.set("job.json", JSON.stringify({ project: "p.json" }));
  terminal.files.set("tasks.csv", GOOD);
  for (const file of ["p.json", "job.json"]) {
    const outcome = await terminal.run(
      `task check tasks.csv --project ${file}`,
    );
    assertEquals(outcome.code, 0, outcome.err);
  }
  terminal.files.set("other.json", "{}");
  const cases: [string, number][] = [
    ["task check tasks.csv", 2],
    ["task check tasks.csv --project other.json", 2],
    ["task check tasks.csv --project none.json", 4],
    ["task check tasks.xlsx --project p.json", 2],
    ["task check none.csv --project p.json", 4],
  ];
  for (const [line, code] of cases) {
    assertEquals((await terminal.run(line)).code, code, line);
  }
});

Deno.test("task upload shows the sum, asks, and reports every row", async () => {
  const { terminal, pool, images } = await withPool();
  terminal.files.set("tasks.csv", GOOD);
  const line = `task upload ${pool} tasks.csv`;
  const refused = await terminal.run(line);
  assertEquals(refused.code, 9);
  assertStringIncludes(refused.err, "costs 0.12 once the pool is open");
  const dry = await terminal.run(`${line} --dry-run`);
  assertMatch(dry.out, /^Would upload what is missing of 2 tasks/);
  assertEquals((await images()).length, 3);

  const done = await terminal.run(`${line} --yes --report report.csv`);
  assertEquals(done.out, "Created: 2, refused: 0, open: 0\n", done.err);
  assertMatch(
    terminal.files.get("report.csv")!,
    /^row,status,task,errors\r?\n1,CREATED,\S+,\r?\n2,CREATED,\S+,\r?\n$/,
  );
  const rows = await terminal.json(`${line} --yes`);
  assertEquals(rows.map(({ row, status }) => [row, status]), [
    [1, "CREATED"],
    [2, "CREATED"],
  ]);
  assertEquals((await images()).length, 5);
});

Deno.test("task upload sends rows that are new in the file, and no others", async () => {
  const { terminal, pool, images } = await withPool();
  terminal.files.set("tasks.csv", GOOD);
  const line = `task upload ${pool} tasks.csv --yes`;
  await terminal.run(line);
  const c = "https://example.com/c.jpg";
  const [head, ...rest] = GOOD.trim().split("\n");
  terminal.files.set("tasks.csv", [head, c, ...rest].join("\n"));
  const again = await terminal.run(line);
  assertEquals(again.out, "Created: 3, refused: 0, open: 0\n");
  assertEquals((await images()).filter((image) => image === c).length, 1);
  assertEquals((await images()).length, 6);
  const named = await terminal.run(`${line} --name second`);
  assertEquals(named.code, 0, named.err);
  assertEquals((await images()).length, 9);
});

Deno.test("task upload keeps duplicates apart that are wanted", async () => {
  const { terminal, pool, images } = await withPool();
  terminal.files.set("tasks.csv", GOOD + GOOD.split("\n")[1] + "\n");
  const line = `task upload ${pool} tasks.csv --yes`;
  assertEquals((await terminal.run(line)).code, 1);
  assertEquals((await images()).length, 3);
  for (let times = 0; times < 2; times++) {
    const kept = await terminal.run(`${line} --duplicates keep`);
    assertEquals(kept.out, "Created: 3, refused: 0, open: 0\n", kept.err);
  }
  assertEquals((await images()).length, 6);
  const rows = await terminal.json(`${line} --duplicates skip --name other`);
  assertEquals(rows.map(({ row }) => row), [1, 2]);
  assertEquals((await images()).length, 8);
});

Deno.test("task upload counts only what was created when the file breaks off", async () => {
  const { terminal, pool, images } = await withPool();
  // The file changes after it was checked.
  const contents = [GOOD, BAD, BAD];
  terminal.files.get = () => contents.shift();
  const { code, out, err } = await terminal.run(
    `task upload ${pool} tasks.csv --yes`,
  );
  assertEquals(code, 8, err);
  assertMatch(out, /^1 +PLANNED/m);
  assertMatch(out, /^Created: 0, refused: 0, open: 1$/m);
  assertEquals((await images()).length, 3);
});

Deno.test("task upload sends nothing of a file with errors", async () => {
  const { terminal, pool, images } = await withPool();
  terminal.files.set("tasks.csv", BAD);
  const { code, err } = await terminal.run(`task upload ${pool} tasks.csv -y`);
  assertEquals(code, 1);
  assertStringIncludes(err, "nothing was sent");
  assertEquals((await images()).length, 3);
  assertEquals((await terminal.run(`task upload ${pool} - --yes`)).code, 2);
});

Deno.test("task upload goes on after a failure, without a row twice", async () => {
  const { terminal, pool, images } = await withPool();
  terminal.files.set("tasks.csv", GOOD);
  const line = `task upload ${pool} tasks.csv --yes`;
  let failed = 0;
  terminal.fetch = async (input, init) => {
    const response = await terminal.simulator.fetch(input, init);
    if (init?.method !== "POST" || !String(input).includes("/tasks")) {
      return response;
    }
    failed++;
    return Response.json({ code: "ACCESS_DENIED" }, { status: 403 });
  };
  const first = await terminal.run(line);
  assertEquals([first.code, failed > 0], [8, true], first.err);
  assertStringIncludes(first.err, "Run the same command again to continue");
  assertMatch(first.out, /^1 +(SENT|PLANNED)/m);
  terminal.fetch = terminal.simulator.fetch;
  const second = await terminal.run(line);
  assertEquals(second.out, "Created: 2, refused: 0, open: 0\n", second.err);
  assertEquals((await images()).length, 5);
});

Deno.test("task upload reports refused rows by their places in the file", async () => {
  const { terminal, pool, images } = await withPool();
  const url = (i: number) => `https://example.com/${i}.jpg`;
  const rows = Array.from({ length: 7 }, (_, i) => i % 3 ? url(i) : `no ${i}`);
  terminal.files.set("tasks.csv", ["INPUT:image", ...rows, ""].join("\n"));
  terminal.fetch = async (input, init) => {
    const response = await terminal.simulator.fetch(input, init);
    if (!String(input).includes("/projects/")) return response;
    // The project has become stricter since the command has read it.
    const text = await response.text();
    return new Response(text.replaceAll('"url"', '"string"'), response);
  };
  const line = `task upload ${pool} tasks.csv --yes`;
  for (let times = 0; times < 2; times++) {
    const { code, out, err } = await terminal.run(`${line} --report r.csv`);
    assertEquals(code, 1, err);
    assertStringIncludes(err, "3 of 7 rows were refused");
    const [head, ...lines] = out.trim().split("\n");
    assertMatch(head!, /^ROW +STATUS +TASK +ERRORS$/);
    assertEquals(lines.map((text) => text.split(/ +/).slice(0, 3).join()), [
      "1,REFUSED,-",
      "4,REFUSED,-",
      "7,REFUSED,-",
      "Created:,4,,refused:",
    ]);
    assertEquals(
      terminal.files.get("r.csv")!.trim().split(/\r?\n/)
        .map((row) => row.split(",").slice(0, 2).join()),
      [
        "row,status",
        ...rows.map((_, i) => `${i + 1},${i % 3 ? "CREATED" : "REFUSED"}`),
      ],
    );
    assertEquals((await images()).length, 3 + 4);
  }
});

Deno.test("task upload reports no rows that it has not read when it fails", async () => {
  const { terminal, pool } = await withPool();
  const rows = Array.from(
    { length: 3_000 },
    (_, i) => `https://example.com/${i}.jpg`,
  );
  terminal.files.set("tasks.csv", ["INPUT:image", ...rows, ""].join("\n"));
  terminal.fetch = (input, init) =>
    init?.method === "POST" && String(input).includes("/tasks")
      ? Promise.resolve(
        Response.json({ code: "ACCESS_DENIED" }, { status: 403 }),
      )
      : terminal.simulator.fetch(input, init);
  const { code, out } = await terminal.run(
    `task upload ${pool} tasks.csv --yes`,
  );
  assertEquals(code, 8);
  const [, open] = /^Created: 0, refused: 0, open: (\d+)$/m.exec(out)!;
  assertEquals(out.trim().split("\n").length, Number(open) + 2);
  assertEquals(Number(open) < rows.length, true);
});

Deno.test("task upload makes a task suite of each row where nothing is mixed", async () => {
  const { terminal, pool, toloka } = await withPool();
  const [read] = await terminal.json(`pool get ${pool}`);
  const { mixer_config: _, ...rest } = read;
  terminal.files.set("pool.json", JSON.stringify(rest));
  const [created] = await terminal.json("pool create pool.json");
  terminal.files.set(
    "shops.csv",
    "INPUT:image,AI:latitude,AI:longitude\nhttps://example.com/a.jpg,52.5,13.4\n",
  );
  for (let times = 0; times < 2; times++) {
    const { out, err } = await terminal.run(
      `task upload ${created.id} shops.csv --yes`,
    );
    assertEquals(out, "Created: 1, refused: 0, open: 0\n", err);
  }
  const suites = await Array.fromAsync(
    toloka.taskSuites.list({ pool_id: created.id }),
  );
  assertEquals(suites.map(({ latitude, tasks }) => [latitude, tasks.length]), [
    [52.5, 1],
  ]);
  const mixed = await terminal.run(`task upload ${pool} shops.csv --yes`);
  assertEquals(mixed.code, 2);
  assertStringIncludes(mixed.err, "row 1 has a place on the map");
});

Deno.test("task upload knows a row whatever the order of its columns", async () => {
  const { terminal, pool, images } = await withPool();
  const line = `task upload ${pool} tasks.csv --yes`;
  const url = "https://example.com/a.jpg";
  terminal.files.set("tasks.csv", `INPUT:image,GOLDEN:animal\n${url},cat\n`);
  assertEquals((await terminal.run(line)).code, 0);
  terminal.files.set("tasks.csv", `GOLDEN:animal,INPUT:image\ncat,${url}\n`);
  assertEquals((await terminal.run(line)).code, 0);
  assertEquals((await images()).length, 4);
  // The same task with another overlap is no second task.
  terminal.files.set(
    "tasks.csv",
    `GOLDEN:animal,INPUT:image,TASK:overlap\ncat,${url},2\n`,
  );
  const { code, err } = await terminal.run(line);
  assertEquals(code, 1);
  assertStringIncludes(err, "content");
  assertEquals((await images()).length, 4);
});
