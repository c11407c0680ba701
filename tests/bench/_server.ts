/**
 * The server of the benchmarks, run as a worker so that its work does not count
 * as the client's: answers that were made beforehand, as bytes.
 */

/** How many assignments the listing has, and how many a page. */
const TOTAL = 100_000;
const PAGE = 1_000;

const json = { "content-type": "application/json;charset=UTF-8" };
const encoder = new TextEncoder();

const requester = encoder.encode(JSON.stringify({
  id: "566ec2b0ff0deeaae5f9d500",
  balance: 120.3,
  public_name: { EN: "John Smith", RU: "Джон Смит" },
  company: { id: "1", superintendent_id: "566ec2b0ff0deeaae5f9d500" },
}));

const idOf = (n: number) => `0000a1b2c3--${n.toString(16).padStart(24, "0")}`;

function assignment(n: number) {
  const tasks = Array.from({ length: 5 }, (_, i) => ({
    id: `${idOf(n)}-${i}`,
    pool_id: "12345",
    input_values: { image: `https://example.com/images/${n}/${i}.jpg` },
    origin_task_id: `${idOf(n)}-${i}`,
  }));
  return {
    id: idOf(n),
    task_suite_id: idOf(n),
    pool_id: "12345",
    user_id: "ad1a4dfb3a5b4bd2b4d4a7c7e1d6a3f0",
    status: "SUBMITTED",
    reward: 0.05,
    tasks,
    solutions: tasks.map(() => ({ output_values: { animal: "cat" } })),
    mixed: true,
    automerged: true,
    created: "2016-10-09T11:42:01",
    submitted: "2016-10-09T11:45:01",
    owner: { id: "566ec2b0ff0deeaae5f9d500", myself: true },
  };
}

const pages = Array.from({ length: TOTAL / PAGE }, (_, page) => {
  const items = Array.from(
    { length: PAGE },
    (_, i) => assignment(page * PAGE + i + 1),
  );
  const has_more = (page + 1) * PAGE < TOTAL;
  return encoder.encode(JSON.stringify({ items, has_more }));
});

/** The page after a cursor; cursors are the last ids of pages. */
function pageAfter(query: URLSearchParams): Uint8Array<ArrayBuffer> {
  const after = query.get("id_gt");
  const seen = after === null ? 0 : parseInt(after.slice(-24), 16);
  if (query.get("limit") !== String(PAGE) || seen % PAGE !== 0) {
    throw new RangeError(`Cannot answer the query "${query}"`);
  }
  return pages[seen / PAGE]!;
}

const scope = globalThis as unknown as { postMessage(url: string): void };

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => scope.postMessage(`http://127.0.0.1:${port}`),
}, (request) => {
  const { pathname, searchParams } = new URL(request.url);
  return pathname.endsWith("/assignments")
    ? new Response(pageAfter(searchParams), { headers: json })
    : new Response(requester, { headers: json });
});
