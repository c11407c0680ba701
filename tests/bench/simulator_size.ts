/**
 * What a million assignments cost in the simulator: time, memory, and the time
 * of a page beside what the client needs to read it.
 *
 * Arguments: assignments (1,000,000), tasks in each (1), overlap (3).
 * `--v8-flags=--expose-gc` makes the memory exact.
 */
import { TolokaClient } from "../../mod.ts";
import { Simulator } from "../../src/simulator/mod.ts";
import { POOL, PROJECT } from "../simulator/api.ts";

const [wanted = 1_000_000, size = 1, overlap = 3] = Deno.args.map(Number);
const PAGES = 100;
const PAGE = 1_000;
/** Tasks of one request: more do not fit into its input. */
const BATCH = 5_000;

const simulator = new Simulator({
  tick: 0,
  balance: 1e9,
  population: { count: 1_000, habits: { careful: 1 } },
});
const headers = {
  Authorization: "ApiKey any",
  "Content-Type": "application/json",
};

function request(method: string, path: string, body?: unknown) {
  return simulator.fetch(`${simulator.url}/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
}

async function send(method: string, path: string, body?: unknown) {
  const response = await request(method, path, body);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return JSON.parse(text);
}

function memory(): string {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed } = Deno.memoryUsage();
  const [all, heap] = [rss, heapUsed].map((bytes) =>
    (bytes / 2 ** 20).toFixed(0)
  );
  return `${heap} MiB of heap, ${all} MiB in all`;
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

const project = await send("POST", "/projects", PROJECT);
const pool = await send("POST", "/pools", {
  ...POOL,
  project_id: project.id,
  will_expire: "2099-01-01",
  mixer_config: { ...POOL.mixer_config, real_tasks_count: size },
});
const tasks = Math.ceil(wanted * size / overlap);
const [filling] = await timed(async () => {
  for (let first = 0; first < tasks; first += BATCH) {
    const count = Math.min(BATCH, tasks - first);
    const batch = Array.from({ length: count }, (_, index) => ({
      pool_id: pool.id,
      overlap,
      input_values: { image: `https://example.com/${first + index}.jpg` },
    }));
    await send("POST", "/tasks", batch);
  }
});
console.log(`${tasks} tasks made in ${(filling / 1e3).toFixed(1)} s`);

const [working] = await timed(async () => {
  await send("POST", `/pools/${pool.id}/open`);
  await simulator.runUntil("idle", { limit: 1e12 });
});
console.log(
  `${wanted} assignments of ${size} done in ${
    (working / 1e3).toFixed(1)
  } s: ${memory()}`,
);

function path(after: string): string {
  const from = after === "" ? "" : `&id_gt=${after}`;
  return `/assignments?pool_id=${pool.id}&sort=id&limit=${PAGE}${from}`;
}

const paths: string[] = [];
const objects: unknown[] = [];
let last = "";
for (let page = 0; page < PAGES; page++) {
  const { items } = await send("GET", path(last));
  if (items.length < PAGE) break;
  paths.push(path(last));
  objects.push({ items, has_more: true });
  last = items.at(-1).id;
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

// In turn, so that what else the machine does slows all of them down.
const times: Record<"served" | "written" | "parsed", number[]> = {
  served: [],
  written: [],
  parsed: [],
};
for (let turn = 0; turn < 3 * paths.length; turn++) {
  const path = paths[turn % paths.length]!;
  const object = objects[turn % paths.length];
  const [serving] = await timed(async () =>
    (await request("GET", path)).text()
  );
  const [writing] = await timed(() => Promise.resolve(JSON.stringify(object)));
  const [parsing] = await timed(() => send("GET", path));
  times.served.push(serving);
  times.written.push(writing);
  times.parsed.push(parsing);
}
const served = median(times.served);
const written = median(times.written);
const parsed = median(times.parsed);
const toloka = new TolokaClient({
  token: "any",
  url: simulator.url,
  fetch: simulator.fetch,
});
let read = 0;
const [listing] = await timed(async () => {
  const list = toloka.assignments.list({ pool_id: pool.id }, {
    pageSize: PAGE,
  });
  for await (const _ of list) if (++read === PAGES * PAGE) break;
});
const client = listing / (read / PAGE);
console.log(
  `a page of ${PAGE}: ${served.toFixed(2)} ms in the simulator, ${
    (served / written).toFixed(2)
  } times the ${written.toFixed(2)} ms of JSON.stringify(); ${
    parsed.toFixed(1)
  } ms with fetch and JSON.parse(), ${client.toFixed(1)} ms with the client`,
);
