// With `prefetch`, the next page is asked for while a loop computes, and nothing
// after its end, on every runtime. Run where the package is installed.
import assert from "node:assert/strict";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { TolokaClient } from "@toloka/client";

/** Milliseconds after which a request that has not come is given up. */
const PATIENCE = 10_000;

/** Counts requests where a loop that awaits nothing can see it. */
const SERVER = `
const { createServer } = require("node:http");
const { parentPort } = require("node:worker_threads");
const count = new Int32Array(new SharedArrayBuffer(4));
const server = createServer((_, response) => {
  const n = Atomics.add(count, 0, 1) + 1;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ items: [{ id: String(n) }], has_more: n % 3 > 0 }));
});
server.listen(0, "127.0.0.1", () => {
  parentPort.postMessage({ port: server.address().port, count });
});
`;

/** Computes until as many requests have come as are wanted, or it takes too long. */
function computeUntil(count, wanted) {
  const end = performance.now() + PATIENCE;
  while (Atomics.load(count, 0) < wanted && performance.now() < end);
  return Atomics.load(count, 0);
}

const worker = new Worker(SERVER, { eval: true });
const [{ port, count }] = await once(worker, "message");
const toloka = new TolokaClient({
  token: "token",
  url: `http://127.0.0.1:${port}`,
  retries: 0,
});
const pools = toloka.pools.list({}, { prefetch: true });
const seen = [];
for await (const _ of pools) {
  seen.push(computeUntil(count, Math.min(seen.length + 2, 3)));
}
assert.deepEqual(seen, [2, 3, 3], "the next page is asked for by itself");

for await (const _ of pools) {
  computeUntil(count, 5);
  break;
}
// What was still to come would be answered before this is.
await toloka.requester.get();
assert.equal(Atomics.load(count, 0), 6, "nothing is asked for after a break");
await worker.terminate();
