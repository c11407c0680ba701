/**
 * The programs that are measured, each of them a process: `_program.ts NAME
 * URL [N]`. Those whose names begin with `bare` are written by hand with
 * `fetch`, and load nothing of the package.
 */
import type { Assignment, ClientOptions, ListOptions } from "../../mod.ts";

const [name = "", url = "", count = "0"] = Deno.args;
const n = Number(count);
const headers = { Authorization: "OAuth token" };

/** An answer's JSON, with the least there is to check. */
async function bare<T>(path: string, init: RequestInit = {}): Promise<T> {
  const signal = AbortSignal.timeout(10_000);
  const response = await fetch(`${url}/api/v1${path}`, {
    headers,
    signal,
    ...init,
  });
  if (!response.ok) throw new Error(`Cannot get ${path}: ${response.status}`);
  return await response.json();
}

interface Page {
  items: { id: string }[];
  has_more: boolean;
}

async function* barePages(size = 1000): AsyncGenerator<Page["items"]> {
  let after = "";
  for (let more = true; more;) {
    const page: Page = await bare(
      `/assignments?pool_id=${n}&sort=id&limit=${size}${after}`,
    );
    yield page.items;
    after = `&id_gt=${page.items.at(-1)!.id}`;
    more = page.has_more;
  }
}

async function client(options: Partial<ClientOptions> = {}) {
  const { TolokaClient } = await import("../../mod.ts");
  return new TolokaClient({ token: "token", url, ...options });
}

/** Calls as many at a time as asked, one after another in each place. */
async function atATime(places: number, call: () => Promise<unknown>) {
  let left = n;
  await Promise.all(Array.from({ length: places }, async () => {
    while (left-- > 0) await call();
  }));
}

function expect(items: number): void {
  if (items !== n) throw new Error(`Cannot use the run: ${items} items`);
}

/** Works without awaiting anything. */
function compute(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

async function list(options?: ListOptions, work = 0) {
  let items = 0;
  let previous: unknown;
  const { assignments } = await client();
  const listing = assignments.list({ pool_id: count }, options);
  if (work > 0) {
    for await (const page of listing.pages()) {
      items += page.length;
      compute(work);
    }
  } else {
    for await (const item of listing) {
      if (item.id !== previous) items++;
      previous = item.id;
    }
  }
  expect(items);
}

function tasks() {
  return Array.from({ length: n }, (_, i) => ({
    pool_id: "7",
    overlap: 3,
    input_values: { image: `https://example.com/images/${i}.jpg`, number: i },
  }));
}

function* streamOfTasks() {
  for (let i = 0; i < n; i++) {
    yield {
      pool_id: "7",
      overlap: 3,
      input_values: { image: `https://example.com/images/${i}.jpg`, number: i },
    };
  }
}

function* linesOfTasks() {
  yield "INPUT:image,INPUT:number,TASK:overlap\n";
  for (let i = 0; i < n; i++) {
    yield `https://example.com/images/${i}.jpg,${i},3\n`;
  }
}

async function inFolder(work: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Chunk by chunk, each with its operation, its log, and what it created. */
async function bareUpload() {
  const all = tasks();
  const items: Record<string, { id: string }> = {};
  for (let start = 0; start < n; start += 10_000) {
    const id = crypto.randomUUID();
    const chunk = all.slice(start, start + 10_000);
    const body = JSON.stringify(
      chunk.map((task, i) => ({ ...task, __item_idx: String(start + i) })),
    );
    await bare(`/tasks?async_mode=true&operation_id=${id}`, {
      method: "POST",
      body,
      headers: { ...headers, "Content-Type": "application/json" },
    });
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { status } = await bare<{ status: string }>(`/operations/${id}`);
      if (status === "SUCCESS") break;
    }
    const log: {
      input: { __item_idx: string };
      output: { task_id: string };
    }[] = await bare(`/operations/${id}/log`);
    const ids = log.map(({ output }) => output.task_id);
    const positions = new Map(
      log.map(({ input, output }) => [output.task_id, input.__item_idx]),
    );
    let after = `&id_gte=${ids[0]}`;
    for (let more = true; more;) {
      const page: Page = await bare(
        `/tasks?pool_id=7&sort=id&limit=1000${after}&id_lte=${ids.at(-1)}`,
      );
      for (const item of page.items) items[positions.get(item.id)!] = item;
      after = `&id_gt=${page.items.at(-1)!.id}`;
      more = page.has_more;
    }
  }
  expect(Object.keys(items).length);
}

async function upload(options: { concurrency?: number; readBack?: boolean }) {
  const toloka = await client();
  const { items } = await toloka.tasks.createMany(tasks(), options);
  expect(Object.keys(items).length);
}

const programs: Record<string, () => Promise<void>> = {
  "bare one": async () => void await bare("/requester"),
  "one": async () => void await (await client()).requester.get(),
  "bare calls": () => atATime(1, () => bare("/requester")),
  "calls": async () => {
    const { requester } = await client();
    await atATime(1, () => requester.get());
  },
  "bare calls 50": () => atATime(50, () => bare("/requester")),
  "calls 50": async () => {
    const { requester } = await client();
    await atATime(50, () => requester.get());
  },
  "bare list": async () => {
    let items = 0;
    let previous: unknown;
    for await (const page of barePages()) {
      for (const item of page) {
        if (item.id !== previous) items++;
        previous = item.id;
      }
    }
    expect(items);
  },
  "bare loop": async () => {
    let items = 0;
    let previous: unknown;
    let after = "";
    for (let more = true; more;) {
      const page: Page = await bare(
        `/assignments?pool_id=${n}&sort=id&limit=1000${after}`,
      );
      for (const item of page.items) {
        if (item.id !== previous) items++;
        previous = item.id;
      }
      after = `&id_gt=${page.items.at(-1)!.id}`;
      more = page.has_more;
    }
    expect(items);
  },
  "list": () => list(),
  "pages": async () => {
    let items = 0;
    let previous: unknown;
    const { assignments } = await client();
    for await (const page of assignments.list({ pool_id: count }).pages()) {
      for (const item of page) {
        if (item.id !== previous) items++;
        previous = item.id;
      }
    }
    expect(items);
  },
  "work": () => list({}, 50),
  "work prefetch": () => list({ prefetch: true }, 50),
  "parallel": () => list({ parallel: 8 }),
  "parallel unordered": () => list({ parallel: 8, ordered: false }),
  "bare upload": bareUpload,
  "upload serial": () => upload({ concurrency: 1 }),
  "upload": () => upload({}),
  "upload no read": () => upload({ readBack: false }),
  "upload durable": () =>
    inFolder(async (folder) => {
      const { sqliteStore } = await import("../../src/store/mod.ts");
      const { uploadTasks } = await import("../../src/streaming/mod.ts");
      const store = await sqliteStore(`${folder}/jobs.db`);
      const options = { name: "bench", concurrency: 8 };
      const tasks = streamOfTasks();
      const report = await uploadTasks(await client(), store, tasks, options);
      expect(report.created);
      await store.close();
    }),
  "upload command": () =>
    inFolder(async (folder) => {
      const { run } = await import("../../src/cli/run.ts");
      const { systemMachine } = await import("../../src/cli/system.ts");
      const file = `${folder}/tasks.csv`;
      await Deno.writeTextFile(file, ReadableStream.from(linesOfTasks()));
      let out = "";
      const code = await run({
        ...systemMachine(),
        args: ["task", "upload", "7", file, "--yes", `--state=${folder}/db`],
        env: (name) =>
          ({ TOLOKA_TOKEN: "token", TOLOKA_URL: url } as Record<
            string,
            string
          >)[
            name
          ],
        write: (text) => (out += text, Promise.resolve()),
      });
      if (code !== 0) throw new Error(`Cannot use the run: exit code ${code}`);
      expect(Number(/Created: (\d+)/.exec(out)?.[1]));
    }),
  "bare table": async () => {
    const response = await fetch(
      `${url}/api/new/requester/pools/${n}/assignments.tsv`,
      { headers },
    );
    let rest = "";
    let rows = 0;
    for await (
      const text of response.body!.pipeThrough(new TextDecoderStream())
    ) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) if (line.split("\t").length === 5) rows++;
    }
    if (rows < 1000) throw new Error(`Cannot use the run: ${rows} rows`);
  },
  "table": async () => {
    const { assignments } = await client();
    let rows = 0;
    for await (const row of assignments.table(count)) {
      if (row["OUTPUT:result"] === "cat") rows++;
    }
    if (rows < 1000) throw new Error(`Cannot use the run: ${rows} rows`);
  },
};

const began = performance.now();
await programs[name]!();
const time = performance.now() - began;
// Loading `node:process` takes as long as loading the client, so a start is
// measured without it; its memory has only grown.
const { userCPUTime, systemCPUTime, maxRSS } = n > 1
  ? (await import("node:process")).default.resourceUsage()
  : {
    userCPUTime: NaN,
    systemCPUTime: NaN,
    maxRSS: Deno.memoryUsage().rss / 1024,
  };
console.log(JSON.stringify({
  time,
  user: userCPUTime / 1000,
  system: systemCPUTime / 1000,
  peak: maxRSS / 1024,
}));
export type { Assignment };
