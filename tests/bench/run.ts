/**
 * Measures the client beside programs that are written by hand with `fetch`, and
 * prints one table: `run.ts [ROUNDS [WORD...]]`, where words choose rows.
 *
 * Each program is a process of its own, as is the server. The programs of a row
 * run in turn, so that what slows the machine down slows all of them, and the
 * median over the rounds counts. Where `taskset` is there, the programs have one
 * processor and the server another. Time is the whole process's; CPU is user and
 * system time; memory is the largest resident size.
 */
const [rounds = "5", ...words] = Deno.args;
const here = (file: string) => new URL(file, import.meta.url).pathname;

/** What one run of a program took: milliseconds, and megabytes. */
interface Run {
  wall: number;
  cpu: number;
  peak: number;
}
type Figure = keyof Run;

/** A target: a figure of a program beside that of its yardstick. */
interface Row {
  what: string;
  figure: Figure;
  program: string;
  yardstick: string;
  n: number;
  /** Items of the yardstick, if it is to do another amount of work. */
  yardstickN?: number;
  /** Milliseconds that each answer takes. */
  latency?: number;
  /** Most that the ratio, or with `"more"` the difference, may be. */
  most: number;
  how?: "ratio" | "more" | "absolute";
}

const LIST = { yardstick: "bare loop", n: 100_000 };
const UPLOAD = { n: 100_000, latency: 50 };
const GROWTH = { n: 1_000_000, yardstickN: 100_000 };

const rows: Row[] = [
  {
    what: "One call after another: CPU",
    figure: "cpu",
    program: "calls",
    yardstick: "bare calls",
    n: 20_000,
    most: 1.3,
  },
  {
    what: "50 calls at a time: time",
    figure: "wall",
    program: "calls 50",
    yardstick: "bare calls 50",
    n: 20_000,
    most: 1.18,
  },
  {
    what: "list(), item by item: time",
    figure: "wall",
    program: "list",
    ...LIST,
    most: 1.08,
  },
  {
    what: "list(), item by item: memory",
    figure: "peak",
    program: "list",
    ...LIST,
    most: 1.15,
  },
  {
    what: "list().pages(): time",
    figure: "wall",
    program: "pages",
    ...LIST,
    most: 1.04,
  },
  {
    what: "list().pages(): memory",
    figure: "peak",
    program: "pages",
    ...LIST,
    most: 1.15,
  },
  {
    what: "list().pages() beside a generator: memory",
    figure: "peak",
    program: "pages",
    yardstick: "bare list",
    n: 100_000,
    most: 1.15,
  },
  {
    what: "prefetch, work as long as a page: time",
    figure: "wall",
    program: "work prefetch",
    yardstick: "work",
    n: 20_000,
    latency: 50,
    most: 0.65,
  },
  {
    what: "parallel: 8: time beside serial",
    figure: "wall",
    program: "parallel",
    yardstick: "list",
    n: 100_000,
    latency: 50,
    most: 0.25,
  },
  {
    what: "parallel: 8, as they come: time",
    figure: "wall",
    program: "parallel unordered",
    yardstick: "list",
    n: 100_000,
    latency: 50,
    most: 0.25,
  },
  {
    what: "Upload beside one operation at a time: time",
    figure: "wall",
    program: "upload",
    yardstick: "upload serial",
    ...UPLOAD,
    most: 0.4,
  },
  {
    what: "Upload beside a hand-written one: time",
    figure: "wall",
    program: "upload",
    yardstick: "bare upload",
    ...UPLOAD,
    most: 0.4,
  },
  {
    what: "Upload without reading back: time",
    figure: "wall",
    program: "upload no read",
    yardstick: "upload serial",
    ...UPLOAD,
    most: 0.4,
  },
  {
    what: "Import and one request: ms more",
    figure: "wall",
    program: "one",
    yardstick: "bare one",
    n: 1,
    most: 12,
    how: "more",
  },
  {
    what: "Import and one request: MB more",
    figure: "peak",
    program: "one",
    yardstick: "bare one",
    n: 1,
    most: 6,
    how: "more",
  },
  {
    what: "Table of 100 MB: MB at most",
    figure: "peak",
    program: "table",
    yardstick: "bare table",
    n: 100_000_000,
    most: 90,
    how: "absolute",
  },
  {
    what: "Table of 100 MB: time",
    figure: "wall",
    program: "table",
    yardstick: "bare table",
    n: 100_000_000,
    most: Infinity,
  },
  {
    what: "list(): 10 times the items: time",
    figure: "wall",
    program: "list",
    yardstick: "list",
    ...GROWTH,
    most: 10.5,
  },
  {
    what: "list(): 10 times the items: memory",
    figure: "peak",
    program: "list",
    yardstick: "list",
    ...GROWTH,
    most: 1.1,
  },
  {
    what: "Loop by hand, 10 times the items: memory",
    figure: "peak",
    program: "bare loop",
    yardstick: "bare loop",
    ...GROWTH,
    most: Infinity,
  },
  {
    what: "Table: 10 times the bytes: time",
    figure: "wall",
    program: "table",
    yardstick: "table",
    n: 100_000_000,
    yardstickN: 10_000_000,
    most: 10.5,
  },
  {
    what: "Table: 10 times the bytes: memory",
    figure: "peak",
    program: "table",
    yardstick: "table",
    n: 100_000_000,
    yardstickN: 10_000_000,
    most: 1.1,
  },
  {
    what: "uploadTasks(), 10 times: time",
    figure: "wall",
    program: "upload durable",
    yardstick: "upload durable",
    ...GROWTH,
    most: 10.5,
  },
  {
    what: "uploadTasks(), 10 times: memory",
    figure: "peak",
    program: "upload durable",
    yardstick: "upload durable",
    ...GROWTH,
    most: 1.1,
  },
  {
    what: "toloka task upload, 10 times: time",
    figure: "wall",
    program: "upload command",
    yardstick: "upload command",
    ...GROWTH,
    most: 10.5,
  },
  {
    what: "toloka task upload, 10 times: memory",
    figure: "peak",
    program: "upload command",
    yardstick: "upload command",
    ...GROWTH,
    most: 1.1,
  },
];

const pinned = new Deno.Command("taskset", { args: ["-c", "1", "true"] });
const canPin = await pinned.output().then((it) => it.success, () => false);

function command(processor: number, args: string[]): Deno.Command {
  const [program, ...rest] = canPin
    ? ["taskset", "-c", `${processor}`, Deno.execPath(), ...args]
    : [Deno.execPath(), ...args];
  return new Deno.Command(program!, { args: rest, stdout: "piped" });
}

async function run(program: string, url: string, n: number): Promise<Run> {
  const began = performance.now();
  const args = ["run", "-A", "--no-check", here("_program.ts"), program, url];
  const { success, stdout } = await command(0, [...args, `${n}`]).output();
  const wall = performance.now() - began;
  if (!success) throw new Error(`Cannot run ${program}`);
  const { user, system, peak } = JSON.parse(new TextDecoder().decode(stdout));
  return { wall, cpu: user + system, peak };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Rows of the same programs share their runs. */
const measured = new Map<string, [Run[], Run[]]>();

async function measure(row: Row, server: string): Promise<[Run[], Run[]]> {
  const { program, yardstick, n, yardstickN = n, latency = 0 } = row;
  const key = [program, yardstick, n, yardstickN, latency].join();
  const known = measured.get(key);
  if (known) return known;
  const runs: [Run[], Run[]] = [[], []];
  // The first round fills caches.
  for (let round = -1; round < Number(rounds); round++) {
    const a = await run(program, `${server}/${latency}`, n);
    const b = await run(yardstick, `${server}/${latency}`, yardstickN);
    if (round < 0) continue;
    runs[0].push(a);
    runs[1].push(b);
  }
  measured.set(key, runs);
  return runs;
}

function format(value: number, figure: Figure): string {
  return figure === "peak"
    ? `${value.toFixed(0)} MB`
    : value < 1000
    ? `${value.toFixed(0)} ms`
    : `${(value / 1000).toFixed(2)} s`;
}

const server = command(1, [
  "run",
  "--allow-net=127.0.0.1",
  here("_server.ts"),
]).spawn();
try {
  const reader = server.stdout.getReader();
  const url = new TextDecoder().decode((await reader.read()).value).trim();
  reader.releaseLock();
  const date = new Date().toISOString().slice(0, 16).replace("T", " ");
  console.log(
    `${date} UTC, Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} processors, median of ${rounds}\n`,
  );
  console.log("| Target | Client | Yardstick | Result | At most | |");
  console.log("| --- | ---: | ---: | ---: | ---: | --- |");
  for (const row of rows) {
    const { what, figure, most, how = "ratio" } = row;
    if (words.length && !words.some((word) => what.includes(word))) continue;
    const [a, b] = (await measure(row, url))
      .map((runs) => median(runs.map((it) => it[figure])));
    const result = how === "more" ? a! - b! : how === "absolute" ? a! : a! / b!;
    const digits = how === "ratio" ? 2 : 1;
    console.log(
      `| ${what} | ${format(a!, figure)} | ${format(b!, figure)} | ${
        result.toFixed(digits)
      } | ${most === Infinity ? "none" : most} | ${
        result <= most ? "met" : "missed"
      } |`,
    );
  }
} finally {
  server.kill();
  await server.status;
}
