/**
 * The scenario over a real socket, webhooks over another, certificates and
 * proxies, on Deno, Bun and Node.
 *
 *     node smoke.mjs FOLDER_WITH_CERTIFICATES [PROGRAM]
 *
 * The simulator is served by this process, or by another program: before
 * version 2.7, a server on Deno cannot break a connection.
 *
 * `@toloka/client` has to be installed beside this file: `.ci/run` sees to it.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer as createHttpServer, request } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect } from "node:net";
import process from "node:process";
import { fileURLToPath } from "node:url";
import {
  TolokaClient,
  TolokaConnectionError,
  TolokaNotFoundError,
} from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";
import { scenario, SERVER, webhooks } from "./scenario.mjs";

const { Bun, Deno } = globalThis;
const runtime = Bun
  ? `Bun ${Bun.version}`
  : Deno
  ? `Deno ${Deno.version.deno}`
  : `Node ${process.versions.node}`;
const [folder, program] = process.argv.slice(2);

async function listening(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address().port;
}

async function closed(server) {
  server.closeAllConnections?.();
  await new Promise((done) => server.close(done));
}

/** Runs something against a simulator. */
async function withSimulator(options, run) {
  if (program) return await withProgram(options, run);
  const simulator = new Simulator(options);
  const server = await simulator.serve({ port: 0 });
  try {
    await run(server.url, simulator);
  } finally {
    await server.close();
  }
}

async function withProgram(options, run) {
  const file = fileURLToPath(new URL("serve.mjs", import.meta.url));
  const child = spawn(program, [file, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await once(child.stdout, "data");
    await run(String(line).trim());
  } finally {
    child.kill();
    await once(child, "close");
  }
}

/** Gives a handler of requests a server of its own. */
async function webhookServer(handler) {
  const server = createHttpServer(async (incoming, outgoing) => {
    const parts = [];
    for await (const part of incoming) parts.push(part);
    const { status } = await handler(
      new Request(`http://${incoming.headers.host}${incoming.url}`, {
        method: incoming.method,
        headers: incoming.headers,
        body: Buffer.concat(parts),
      }),
    );
    outgoing.writeHead(status).end();
  });
  const port = await listening(server);
  return { url: `http://127.0.0.1:${port}/`, close: () => closed(server) };
}

/** A proxy that counts what goes through it, in both ways that HTTP has. */
async function startProxy() {
  let count = 0;
  const server = createHttpServer((incoming, outgoing) => {
    count++;
    const { method, headers } = incoming;
    const url = new URL(incoming.url, `http://${headers.host}`);
    const onward = request(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on("connect", ({ url }, socket, head) => {
    count++;
    const [host, port] = url.split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    get count() {
      return count;
    },
    close: () => closed(server),
  };
}

/** A call by another process of this runtime, with variables of its own. */
async function callElsewhere(url, variables) {
  const file = fileURLToPath(new URL("call.mjs", import.meta.url));
  const args = Deno
    ? ["run", "--allow-net=127.0.0.1", "--no-prompt", file, url]
    : [file, url];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...variables },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => said += text);
  const [code] = await once(child, "close");
  assert.equal(code, 0, said);
}

/** Requests go through the proxy that the environment or an option names. */
async function proxies() {
  const proxy = await startProxy();
  try {
    await withSimulator({}, async (url) => {
      await callElsewhere(url, {
        HTTP_PROXY: proxy.url,
        NO_PROXY: "",
        NODE_USE_ENV_PROXY: "1",
      });
    });
    assert.ok(proxy.count > 0, "the environment's proxy is used");
    if (!Bun && !Deno) return;
    const client = Deno?.createHttpClient({ proxy: { url: proxy.url } });
    const fetchOptions = Bun ? { proxy: proxy.url } : { client };
    const before = proxy.count;
    await withSimulator({}, async (url) => {
      const options = { token: "token", url, fetchOptions, retries: 0 };
      const toloka = new TolokaClient(options);
      await toloka.requester.get();
      await toloka.skills.create({ name: "Cats" });
      await assert.rejects(toloka.pools.close("5"), TolokaNotFoundError);
      assert.equal(proxy.count - before, 3, "each request goes through it");
    });
    client?.close();
  } finally {
    await proxy.close();
  }
}

/** A certificate is refused, and then taken with its authority's. */
async function certificates() {
  const [key, cert, ca] = await Promise.all(
    ["server.key", "server.pem", "ca.pem"].map((name) =>
      readFile(`${folder}/${name}`, "utf8")
    ),
  );
  const server = createHttpsServer({ key, cert }, (_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: "1", balance: 120.3 }));
  });
  const url = `https://127.0.0.1:${await listening(server)}`;
  const options = { token: "token", url, retries: 0 };
  try {
    await assert.rejects(
      new TolokaClient(options).requester.get(),
      TolokaConnectionError,
    );
    // Deno leaves it to its own flag to check nothing.
    for (const verify of [ca, [ca], ...(Deno ? [] : [false])]) {
      const toloka = new TolokaClient({ ...options, verify });
      assert.equal((await toloka.requester.get()).balance, 120.3);
      await toloka.close();
    }
    const file = `${folder}/ca.pem`;
    await callElsewhere(url, { NODE_EXTRA_CA_CERTS: file, DENO_CERT: file });
  } finally {
    await closed(server);
  }
}

await withSimulator(SERVER, (url) => scenario(url));
console.log(`${runtime}: scenario`);
await webhooks(webhookServer);
console.log(`${runtime}: webhooks over a socket`);
await certificates();
console.log(`${runtime}: certificates`);
await proxies();
console.log(`${runtime}: proxies`);
