/**
 * The server of the benchmarks, a process of its own: a listing of any length,
 * a table, and tasks that are created by operations. The first segment of a
 * path is the time that each answer takes, in milliseconds: `/50/api/v1/pools`.
 */
import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds that an operation takes where answers take time. */
const OPERATION_TIME = 1_200;

/** The second in which the first thing of a pool was created. */
const FIRST_SECOND = Date.UTC(2024, 0, 1) / 1000;

const json = { "content-type": "application/json;charset=UTF-8" };
const encoder = new TextEncoder();

const requester = encoder.encode(JSON.stringify({
  id: "566ec2b0ff0deeaae5f9d500",
  balance: 120.3,
  public_name: { EN: "John Smith", RU: "Джон Смит" },
  company: { id: "1", superintendent_id: "566ec2b0ff0deeaae5f9d500" },
}));

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");

/** Ids as the platform makes them: the pool, the second, the process, a counter; two a second. */
function idOf(pool: string, n: number): string {
  const second = FIRST_SECOND + (n >> 1);
  return `${hex(Number(pool), 10)}--${hex(second, 8)}5ad1c3e7b2${hex(n, 6)}`;
}

function assignment(pool: string, n: number): string {
  const id = idOf(pool, n);
  const created = new Date((FIRST_SECOND + (n >> 1)) * 1000).toISOString()
    .slice(0, 19);
  const tasks = [0, 1, 2, 3, 4].map((i) =>
    `{"id":"${id}-${i}","pool_id":"${pool}","input_values":{"image":"https://example.com/images/${n}/${i}.jpg"},"origin_task_id":"${id}-${i}"}`
  );
  const solution = '{"output_values":{"animal":"cat"}}';
  return `{"id":"${id}","task_suite_id":"${id}","pool_id":"${pool}","user_id":"ad1a4dfb3a5b4bd2b4d4a7c7e1d6a3f0","status":"SUBMITTED","reward":0.05,"tasks":[${tasks.join()}],"solutions":[${
    [solution, solution, solution, solution, solution].join()
  }],"mixed":true,"automerged":true,"created":"${created}","submitted":"${created}","owner":{"id":"566ec2b0ff0deeaae5f9d500","myself":true}}`;
}

/** The first position from which a condition holds, of as many as there are. */
function firstOf(total: number, holds: (n: number) => boolean): number {
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const pages = new Map<string, Uint8Array<ArrayBuffer>>();

/** A page of a listing whose items are in the order of their ids. */
function page(
  pool: string,
  total: number,
  query: URLSearchParams,
  item: (n: number) => string,
  keep: boolean,
): Uint8Array<ArrayBuffer> {
  const is = (name: string, test: (id: string, bound: string) => boolean) => {
    const bound = query.get(name);
    return bound === null
      ? undefined
      : firstOf(total, (n) => test(idOf(pool, n), bound));
  };
  const from = is("id_gt", (id, bound) => id > bound) ??
    is("id_gte", (id, bound) => id >= bound) ?? 0;
  const to = is("id_lt", (id, bound) => id >= bound) ??
    is("id_lte", (id, bound) => id > bound) ?? total;
  const size = Number(query.get("limit") ?? 50);
  const down = query.get("sort") === "-id";
  const end = Math.min(to, from + size);
  const key = `${pool} ${from} ${to} ${size} ${down}`;
  const known = pages.get(key);
  if (known) return known;
  const [first, count] = down
    ? [Math.max(from, to - size), Math.min(size, to - from)]
    : [from, Math.max(0, end - from)];
  const items = Array.from({ length: count }, (_, i) => item(first + i));
  if (down) items.reverse();
  const bytes = encoder.encode(
    `{"items":[${items.join()}],"has_more":${count < to - from}}`,
  );
  if (keep && pages.size < 250) pages.set(key, bytes);
  return bytes;
}

interface Operation {
  ends: number;
  first: number;
  items: Record<string, unknown>[];
}
const operations = new Map<string, Operation>();
const tasks: Record<string, unknown>[] = [];

function stateOf(id: string, { ends, items }: Operation): Response {
  const left = Math.max(0, ends - performance.now());
  return Response.json({
    id,
    type: "TASK.BATCH_CREATE",
    status: left > 0 ? "RUNNING" : "SUCCESS",
    progress: Math.round(100 * (1 - left / OPERATION_TIME)),
    submitted: "2024-01-01T00:00:00",
    parameters: {},
    details: { total_count: items.length, success_count: items.length },
  }, { status: left > 0 ? 202 : 200 });
}

/** Tasks take a pool's ids in their order; a run begins with an empty pool. */
async function createTasks(request: Request, id: string, delayed: boolean) {
  const items = await request.json() as Record<string, unknown>[];
  if (items[0]?.["__item_idx"] === "0") tasks.length = 0;
  const operation = {
    ends: performance.now() + (delayed ? OPERATION_TIME : 0),
    first: tasks.length,
    items,
  };
  for (const { __item_idx, ...task } of items) tasks.push(task);
  operations.set(id, operation);
  return stateOf(id, operation);
}

function logOf(id: string): Response {
  const { first, items } = operations.get(id)!;
  operations.delete(id);
  return Response.json(items.map((input, i) => ({
    type: "TASK_CREATE",
    success: true,
    input,
    output: { task_id: idOf(String(input["pool_id"]), first + i) },
  })));
}

/** The pool and the project that the command reads before it uploads. */
const settings: Record<string, Record<string, unknown>> = {
  pools: {
    id: "7",
    project_id: "7",
    status: "CLOSED",
    reward_per_assignment: 0.02,
    mixer_config: {
      real_tasks_count: 10,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
    defaults: { default_overlap_for_new_tasks: 3 },
  },
  projects: {
    id: "7",
    task_spec: {
      input_spec: { image: { type: "url" }, number: { type: "integer" } },
      output_spec: { animal: { type: "string" } },
    },
  },
};

/** A table of as many bytes as the pool's number says. */
function tableOf(size: number): Response {
  const head =
    "INPUT:image\tINPUT:text\tOUTPUT:result\tASSIGNMENT:assignment_id\tASSIGNMENT:status\n";
  const row =
    'https://example.com/images/1.jpg\t"A text with a ""quoted"" word, and more"\tcat\t00022cfa46--637cf4a1b2c3d4e5f6a7b8c9\tAPPROVED\n';
  const chunk = encoder.encode(row.repeat(500));
  let sent = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (sent === 0) controller.enqueue(encoder.encode(head));
        if (sent >= size) return controller.close();
        controller.enqueue(chunk);
        sent += chunk.length;
      },
    }),
  );
}

async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const [, latency, , , ...rest] = pathname.split("/");
  if (latency !== "0") await pause(Number(latency));
  const [kind = "", id = "", part] = rest;
  const pool = searchParams.get("pool_id") ?? "";
  if (pathname.endsWith(".tsv")) {
    return tableOf(Number(pathname.split("/").at(-2)));
  }
  if (kind === "tasks" && request.method === "POST") {
    const operation = searchParams.get("operation_id")!;
    return await createTasks(request, operation, latency !== "0");
  }
  if (kind in settings) return Response.json(settings[kind]);
  if (kind === "operations") {
    return part === "log" ? logOf(id) : stateOf(id, operations.get(id)!);
  }
  if (kind === "tasks") {
    const item = (n: number) =>
      JSON.stringify({ ...tasks[n], id: idOf(pool, n) });
    const bytes = page(pool, tasks.length, searchParams, item, false);
    return new Response(bytes, { headers: json });
  }
  // The pool of n assignments has the number n.
  const item = (n: number) => assignment(pool, n);
  return new Response(
    kind === "assignments"
      ? page(pool, Number(pool), searchParams, item, true)
      : requester,
    { headers: json },
  );
}

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
}, answer);
