// Bodies end at their limit on every runtime: endless ones, and compressed ones
// that grow. Run where the package is installed.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { TolokaApiError, TolokaClient } from "@toloka/client";

const LARGE = JSON.stringify({ text: "x".repeat(50_000_000) });
const PACKED = gzipSync(LARGE);
const CHUNK = "x".repeat(65_536);

/** Writes until the other side lets go. */
function endless(response) {
  const more = () => {
    while (!response.destroyed && response.write(CHUNK));
  };
  response.on("drain", more);
  more();
}

const ANSWERS = {
  "/endless": (response) => {
    response.writeHead(200);
    endless(response);
  },
  "/large": (response) => response.end(LARGE),
  "/packed": (response) => {
    const headers = {
      "Content-Encoding": "gzip",
      "Content-Length": PACKED.length,
    };
    response.writeHead(200, headers).end(PACKED);
  },
  "/error": (response) => {
    response.writeHead(409);
    endless(response);
  },
  "/fine": (response) => response.end('{"text":"é"}'),
};

const server = createServer((request, response) =>
  ANSWERS[request.url](response)
);
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const url = `http://127.0.0.1:${server.address().port}`;
try {
  for (const timeout of [20_000, { connect: 20_000, read: 20_000 }, null]) {
    const options = { token: "token", url, retries: 0, timeout };
    const toloka = new TolokaClient({ ...options, maxBodySize: 1_000_000 });
    for (const path of ["/endless", "/large", "/packed"]) {
      await assert.rejects(toloka.request("GET", path), (error) => {
        assert(error instanceof TolokaApiError, String(error));
        assert.match(error.message, /a body of more than 1000000 bytes/);
        return true;
      });
    }
    await assert.rejects(toloka.request("GET", "/error"), (error) => {
      assert.equal(error.status, 409);
      assert(error.message.length < 500);
      return true;
    });
    assert.deepEqual(await toloka.request("GET", "/fine"), { text: "é" });
    const generous = new TolokaClient(options);
    const { text } = await generous.request("GET", "/packed");
    assert.equal(text.length, 50_000_000);
  }
} finally {
  server.closeAllConnections();
  server.close();
}

const { Bun, Deno } = globalThis;
const runtime = Deno ? "Deno" : Bun ? "Bun" : "Node";
console.log(`${runtime} ${process.version}: bodies end at their limit`);
