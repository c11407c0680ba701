// What a runtime's fetch repeats by itself when a kept connection breaks: with
// this client nothing but reads. Run where the package is installed.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import process from "node:process";
import { TolokaClient, TolokaConnectionError } from "@toloka/client";

const PATH = "/api/v1/things/1";
const ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

/** Answers each request but the second one, whose connection ends. */
async function losing(end, work) {
  const seen = [];
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = "";
    socket.on("error", () => {});
    socket.setEncoding("latin1").on("data", (chunk) => {
      received += chunk;
      const head = received.indexOf("\r\n\r\n");
      const length = /content-length: (\d+)/i.exec(received)?.[1] ?? 0;
      if (head < 0 || received.length < head + 4 + Number(length)) return;
      const chunked = /transfer-encoding/i.test(received.slice(0, head));
      seen.push({ method: received.split(" ")[0], length, chunked });
      received = "";
      if (seen.length !== 2) socket.write(ANSWER);
      else if (end === "reset") socket.resetAndDestroy();
      else socket.end();
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  try {
    await work(`http://127.0.0.1:${server.address().port}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
  return seen;
}

for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
  for (const body of [undefined, {}, { text: "x".repeat(100_000) }]) {
    for (const end of ["close", "reset"]) {
      const name = `${method} ${JSON.stringify(body)?.length} ${end}`;
      const seen = await losing(end, async (url) => {
        const toloka = new TolokaClient({ token: "token", url, retries: 0 });
        await toloka.request("GET", PATH);
        await assert.rejects(
          toloka.request(method, PATH, { body }),
          (error) => {
            assert(error instanceof TolokaConnectionError, name);
            assert.equal(error.outcomeUnknown, true, name);
            return true;
          },
        );
        await toloka.close();
      });
      assert.deepEqual(seen.map((one) => one.method), ["GET", method], name);
      const length = body === undefined ? 0 : JSON.stringify(body).length;
      assert.equal(Number(seen[1].length), length, name);
      assert.equal(seen[1].chunked, false, name);
    }
  }
}

const { Bun, Deno } = globalThis;
const runtime = Deno ? "Deno" : Bun ? "Bun" : "Node";
console.log(
  `${runtime} ${process.version}: no write is repeated below the client`,
);
