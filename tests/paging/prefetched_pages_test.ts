import { assertEquals } from "@std/assert";
import { TolokaClient } from "../../mod.ts";
import { idsOf, listOf } from "./_listing.ts";

const IDS = ["1", "2", "3", "4", "5"];

Deno.test("Paginated asks for the next page with 'prefetch' while the last one is read", async () => {
  const options = { prefetch: true, pageSize: 2 };
  const { list, queries } = listOf(IDS, {}, options);
  const counts = [];
  for await (const { id } of list) counts.push([id, queries.length]);
  assertEquals(counts, [["1", 2], ["2", 2], ["3", 3], ["4", 3], ["5", 3]]);
  const places = queries.map((query) => query.get("id_gt"));
  assertEquals(places, [null, "2", "4"]);
});

Deno.test("Paginated gives the same with 'prefetch', and keeps to 'maxItems'", async () => {
  for (let maxItems = 1; maxItems < 7; maxItems++) {
    const options = { prefetch: true, pageSize: 2, maxItems };
    const { list, queries } = listOf(IDS, {}, options);
    assertEquals(await idsOf(list), IDS.slice(0, maxItems));
    assertEquals(queries.length, Math.ceil(Math.min(maxItems, 5) / 2));
  }
});

Deno.test("Paginated ends the request ahead at a break, and asks for nothing more", async () => {
  let ended: unknown;
  const answer = (
    input: string | URL | Request,
    init?: RequestInit,
  ): Promise<Response> => {
    if (!String(input).includes("id_gt")) {
      return Promise.resolve(
        Response.json({ items: [{ id: "1" }], has_more: true }),
      );
    }
    return new Promise((_, reject) => {
      init!.signal!.addEventListener("abort", () => {
        ended = true;
        reject(init!.signal!.reason);
      });
    });
  };
  const toloka = new TolokaClient({
    token: "token",
    url: "http://toloka.test",
    fetch: answer as typeof fetch,
  });
  for await (const _ of toloka.pools.list({}, { prefetch: true })) break;
  assertEquals(ended, true);
});

/** Counts requests where a consumer that does not await can see it. */
const SERVER = `
const count = new Int32Array(new SharedArrayBuffer(4));
const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => postMessage({ port, count }),
}, (request) => {
  const n = Atomics.add(count, 0, 1) + 1;
  return Response.json({ items: [{ id: String(n) }], has_more: n < 3 });
});
onmessage = async () => {
  await server.shutdown();
  postMessage("closed");
};
`;

Deno.test("Paginated puts the next request on the wire with 'prefetch' although the consumer computes", async () => {
  const worker = new Worker(
    `data:application/javascript,${encodeURIComponent(SERVER)}`,
    { type: "module" },
  );
  const message = <T>() =>
    new Promise<T>((resolve) => worker.onmessage = ({ data }) => resolve(data));
  const { port, count } = await message<{ port: number; count: Int32Array }>();
  const toloka = new TolokaClient({
    token: "token",
    url: `http://127.0.0.1:${port}`,
  });
  const seen: number[] = [];
  for await (const _ of toloka.pools.list({}, { prefetch: true })) {
    const wanted = Math.min(seen.length + 2, 3);
    // Nothing is awaited here; the bound is only reached when the test fails.
    const end = performance.now() + 60_000;
    while (Atomics.load(count, 0) < wanted && performance.now() < end);
    seen.push(Atomics.load(count, 0));
  }
  assertEquals(seen, [2, 3, 3]);
  const closed = message();
  worker.postMessage("close");
  await closed;
  worker.terminate();
});
