import {
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { deadline } from "@std/async/deadline";
import {
  type Assignment,
  type AssignmentTableRow,
  type FormulaOptions,
  TolokaClient,
  TolokaConflictError,
  TolokaConnectionError,
  TolokaError,
  TolokaIncorrectActionError,
} from "../../mod.ts";
import { broken, errorOf, options, refusal } from "../transport/_fetch.ts";
import { PATIENCE, RawServer } from "../transport/_server.ts";
import { callsOf, hurried, serving } from "./_toloka.ts";

const ASSIGNMENT = { id: "a1", status: "SUBMITTED" } as Assignment;

/** The rows of a table that the server sends as one text. */
function tableOf(text: string | Uint8Array<ArrayBuffer>) {
  const { toloka } = serving([new Response(text)]);
  return Array.fromAsync(toloka.assignments.table("123"));
}

/** The text of `csv()` for a table of the server. */
async function csvOf(text: string, query?: FormulaOptions): Promise<string> {
  const { toloka } = serving([new Response(text)]);
  const csv = await toloka.assignments.csv("123", query);
  return (await Array.fromAsync(csv)).join("");
}

Deno.test("Assignments.accept() patches the status, and the comment if there is one", async () => {
  const { toloka, asked } = serving(() => ASSIGNMENT);
  await toloka.assignments.accept("a1");
  await toloka.assignments.accept("a1", "Thanks");
  assertEquals(callsOf(asked), Array(2).fill("PATCH /api/v1/assignments/a1"));
  assertEquals(asked.map(({ body }) => body), [
    { status: "ACCEPTED" },
    { status: "ACCEPTED", public_comment: "Thanks" },
  ]);
});

Deno.test("Assignments.reject() patches status and comment", async () => {
  const { toloka, asked } = serving([ASSIGNMENT]);
  await toloka.assignments.reject("a1", "Wrong");
  assertEquals(asked[0]!.body, { status: "REJECTED", public_comment: "Wrong" });
});

Deno.test("Assignments.patch() sends what it is given", async () => {
  const { toloka, asked } = serving([ASSIGNMENT]);
  await toloka.assignments.patch("a1", { public_comment: "Well" });
  assertEquals(asked[0]!.body, { public_comment: "Well" });
});

Deno.test("Assignments.accept() rejects with TolokaConflictError when the status does not allow it", async () => {
  const { toloka } = serving([refusal(409, "CONFLICT_STATE")]);
  await assertRejects(
    () => toloka.assignments.accept("a1"),
    TolokaConflictError,
  );
});

for (
  const [method, status] of [["accept", "ACCEPTED"], [
    "reject",
    "REJECTED",
  ]] as const
) {
  for (
    const [what, lost] of [
      ["a connection broke", () => broken()],
      ["an answer of 503", () => refusal(503, "REMOTE_SERVICE_UNAVAILABLE")],
    ] as const
  ) {
    Deno.test(`Assignments.${method}() takes its own review for success when its repeat meets it after ${what}`, async () => {
      const conflict = () => refusal(409, "INAPPROPRIATE_STATUS");
      const reviewed = { ...ASSIGNMENT, status };
      const own = serving([lost(), conflict(), reviewed]);
      const result = await hurried(() =>
        own.toloka.assignments[method]("a1", "why")
      );
      assertEquals<unknown>(result, reviewed);
      // Somebody else has decided otherwise in the meantime.
      const other = serving([lost(), conflict(), {
        ...ASSIGNMENT,
        status: status === "ACCEPTED" ? "REJECTED" : "ACCEPTED",
      }]);
      const error = await errorOf(
        hurried(() => other.toloka.assignments[method]("a1", "why")),
      );
      assertInstanceOf(error, TolokaIncorrectActionError);
    });
  }
}

Deno.test("Assignments.find() takes limits up to 100,000", async () => {
  const { toloka, asked } = serving([{ items: [], has_more: false }]);
  const query = { pool_id: "21", status: ["SUBMITTED", "ACCEPTED"] } as const;
  await toloka.assignments.find({ ...query, limit: 100_000 });
  assertEquals(asked[0]!.query, {
    pool_id: "21",
    status: "SUBMITTED,ACCEPTED",
    limit: "100000",
  });
  for (const limit of [0, 100_001, NaN]) {
    await assertRejects(
      () => toloka.assignments.find({ ...query, limit }),
      RangeError,
      `current value is ${limit}`,
    );
  }
});

Deno.test("Assignments.list() goes through all pages", async () => {
  const { toloka, asked } = serving([
    { items: [ASSIGNMENT], has_more: true },
    { items: [{ ...ASSIGNMENT, id: "a2" }], has_more: false },
  ]);
  const all = await Array.fromAsync(
    toloka.assignments.list({ task_id: "t1" }),
  );
  assertEquals(all.map(({ id }) => id), ["a1", "a2"]);
  assertEquals(asked[1]!.query.id_gt, "a1");
  assertEquals(asked[1]!.query.task_id, "t1");
});

Deno.test("Assignments.table() asks for approved answers and the usual columns", async () => {
  const { toloka, asked } = serving([new Response("A\n")]);
  await Array.fromAsync(toloka.assignments.table("1/2"));
  assertEquals(callsOf(asked), [
    "GET /api/new/requester/pools/1%2F2/assignments.tsv",
  ]);
  assertEquals(asked[0]!.query, {
    status: "APPROVED",
    field:
      "ASSIGNMENT:link,ASSIGNMENT:assignment_id,ASSIGNMENT:worker_id,ASSIGNMENT:status,ASSIGNMENT:started",
    addRowDelimiter: "false",
  });
});

Deno.test("Assignments.table() asks for what its query says", async () => {
  const { toloka, asked } = serving([new Response("A\n")]);
  await Array.fromAsync(toloka.assignments.table("1", {
    status: ["APPROVED", "REJECTED"],
    field: ["ASSIGNMENT:reward"],
    start_time_from: new Date(0),
    start_time_to: "2020-01-01T03:00:00+03:00",
    exclude_banned: true,
  }));
  assertEquals(asked[0]!.query, {
    status: "APPROVED,REJECTED",
    field: "ASSIGNMENT:reward",
    startTimeFrom: "1970-01-01T00:00:00",
    startTimeTo: "2020-01-01T00:00:00",
    excludeBanned: "true",
    addRowDelimiter: "false",
  });
});

Deno.test("Assignments.table() sends nothing before its first row is asked for", () => {
  const { toloka, asked } = serving([]);
  toloka.assignments.table("123");
  assertEquals(asked, []);
});

Deno.test("Assignments.table() gives one object for each row", async () => {
  const rows: AssignmentTableRow[] = await tableOf(
    "INPUT:image\tOUTPUT:cat\nhttp://a\ttrue\nhttp://b\t\n",
  );
  assertEquals(rows, [
    { "INPUT:image": "http://a", "OUTPUT:cat": "true" },
    { "INPUT:image": "http://b", "OUTPUT:cat": "" },
  ]);
});

/** Cells as they come, and what they mean. */
const CELLS: [name: string, sent: string, meant: string][] = [
  ["quotes around a cell", '"a b"', "a b"],
  ["doubled quotes in a quoted cell", '"say ""hi"""', 'say "hi"'],
  ["quotes inside a bare cell", 'say "hi"', 'say "hi"'],
  ["a quote in the middle of a bare cell", '5" pipe', '5" pipe'],
  ["a tab in a quoted cell", '"a\tb"', "a\tb"],
  ["a line break in a quoted cell", '"a\nb"', "a\nb"],
  ["a comma", "a,b", "a,b"],
  ["spaces at the ends", " a ", " a "],
  ["JSON", '"{""a"":[1,2]}"', '{"a":[1,2]}'],
  ["a backslash", "a\\b", "a\\b"],
  ["letters of several bytes", "кошка 猫 😀", "кошка 猫 😀"],
  ["a number sign", "#a", "#a"],
];

for (const [name, sent, meant] of CELLS) {
  Deno.test(`Assignments.table() reads ${name}`, async () => {
    const rows = await tableOf(`INPUT:a\tINPUT:b\n${sent}\tx\ny\t${sent}\n`);
    assertEquals(rows, [
      { "INPUT:a": meant, "INPUT:b": "x" },
      { "INPUT:a": "y", "INPUT:b": meant },
    ]);
  });
}

for (
  const [name, text] of [
    ["an empty answer", ""],
    ["a table of columns only", "INPUT:a\tOUTPUT:b\n"],
    ["columns without a line break", "INPUT:a\tOUTPUT:b"],
  ] as const
) {
  Deno.test(`Assignments.table() gives no rows for ${name}`, async () => {
    assertEquals(await tableOf(text), []);
  });
}

Deno.test("Assignments.table() leaves out a byte order mark", async () => {
  const text = new TextEncoder().encode("\uFEFFINPUT:a\nx\n");
  assertEquals(await tableOf(text), [{ "INPUT:a": "x" }]);
});

Deno.test("Assignments.table() reads lines that end as on Windows, and a last one without end", async () => {
  assertEquals(await tableOf("INPUT:a\tINPUT:b\r\n1\t2\r\n3\t4"), [
    { "INPUT:a": "1", "INPUT:b": "2" },
    { "INPUT:a": "3", "INPUT:b": "4" },
  ]);
});

for (const row of ["1", "1\t2\t3"]) {
  Deno.test(`Assignments.table() rejects a row of ${row.split("\t").length} cells under 2 columns`, async () => {
    const error = await errorOf(tableOf(`INPUT:a\tINPUT:b\n${row}\n`));
    assertInstanceOf(error, TolokaError);
    assertStringIncludes(error.message, 'Cannot read the table of pool "');
  });
}

Deno.test("Assignments.table() reads letters that are cut between two chunks", async () => {
  const bytes = new TextEncoder().encode("INPUT:a\n猫\n");
  const chunks = [...bytes].map((byte) => Uint8Array.of(byte));
  const { toloka } = serving([new Response(ReadableStream.from(chunks))]);
  assertEquals(
    await Array.fromAsync(toloka.assignments.table("123")),
    [{ "INPUT:a": "猫" }],
  );
});

Deno.test("Assignments.csv() gives the same cells with commas", async () => {
  const text = await csvOf(
    'INPUT:a\tOUTPUT:b\na,b\t5" pipe\n"c\td"\t"e\nf"\nplain\t\n',
  );
  assertEquals(
    text,
    'INPUT:a,OUTPUT:b\r\n"a,b","5"" pipe"\r\nc\td,"e\nf"\r\nplain,\r\n',
  );
});

Deno.test("Assignments.csv() writes an apostrophe before formulas", async () => {
  const table = "OUTPUT:b\n=1+1\n-5\n";
  assertEquals(await csvOf(table), "OUTPUT:b\r\n'=1+1\r\n-5\r\n");
  assertEquals(
    await csvOf(table, { formulas: "keep" }),
    "OUTPUT:b\r\n=1+1\r\n-5\r\n",
  );
});

Deno.test("Assignments.csv() of an empty answer is empty", async () => {
  assertEquals(await csvOf(""), "");
});

Deno.test("Assignments.csv() rejects before it gives a stream when the server refuses", async () => {
  const { toloka } = serving([refusal(409, "CONFLICT_STATE")]);
  await assertRejects(() => toloka.assignments.csv("1"), TolokaConflictError);
});

const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/tab-separated-values\r\n";

function overSockets(server: RawServer): TolokaClient {
  return new TolokaClient({
    ...options(globalThis.fetch, { timeout: PATIENCE }),
    url: server.url,
    fetch: undefined,
  });
}

Deno.test("Assignments.table() ends the request when the loop is left", async () => {
  const over = Promise.withResolvers<void>();
  await using server = new RawServer(async (talk) => {
    await talk.request();
    await talk.send(`${HEAD}Content-Length: 1000000\r\n\r\nINPUT:a\n1\n2\n3\n`);
    await talk.silence();
    over.resolve();
  });
  for await (const row of overSockets(server).assignments.table("123")) {
    assertEquals(row, { "INPUT:a": "1" });
    break;
  }
  await deadline(over.promise, PATIENCE);
});

Deno.test("Assignments.table() gives the rows before a broken connection, then rejects", async () => {
  await using server = new RawServer(async (talk) => {
    await talk.request();
    await talk.send(`${HEAD}Content-Length: 1000000\r\n\r\nINPUT:a\n1\n2\n3\n`);
  });
  const rows: AssignmentTableRow[] = [];
  const error = await errorOf((async () => {
    for await (const row of overSockets(server).assignments.table("123")) {
      rows.push(row);
    }
  })());
  assertInstanceOf(error, TolokaConnectionError);
  assertEquals(rows.map((row) => row["INPUT:a"]), ["1", "2", "3"]);
  assertEquals(server.seen.length, 1);
});
