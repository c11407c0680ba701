/**
 * The scenario in workerd, the runtime of Cloudflare Workers, with a real socket
 * to a simulator in this process.
 *
 *     node workerd.mjs BUNDLE_OF_SCENARIO WORKERD
 *
 * `@toloka/client` has to be installed beside this file: `.ci/run` sees to it.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { Simulator } from "@toloka/client/simulator";
import { SERVER } from "./scenario.mjs";

const [bundle, workerd] = process.argv.slice(2);

const WORKER = `
  import { scenario } from "./scenario.js";
  export default {
    async fetch(request) {
      const url = new URL(request.url).searchParams.get("url");
      try {
        await scenario(url);
        return new Response("passed");
      } catch (error) {
        return new Response(String(error?.stack ?? error), { status: 500 });
      }
    },
  };
`;
const CONFIG = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ( name = "main",
      worker = (
        modules = [
          ( name = "worker.js", esModule = embed "worker.js" ),
          ( name = "scenario.js", esModule = embed "scenario.js" ),
        ],
        compatibilityDate = "2025-09-01",
        globalOutbound = "network",
      )
    ),
    ( name = "network", network = ( allow = ["local"] ) ),
  ],
  sockets = [ ( name = "http", address = "127.0.0.1:0", http = (), service = "main" ) ],
);
`;

/** Starts workerd, and gives the port that it reports. */
async function start(folder) {
  const child = spawn(
    workerd,
    ["serve", join(folder, "config.capnp"), "--control-fd=3"],
    { stdio: ["ignore", "inherit", "inherit", "pipe"] },
  );
  child.stdio[3].setEncoding("utf8");
  for await (const text of child.stdio[3]) {
    const port = /"port":(\d+)/.exec(text)?.[1];
    if (port) return { child, port };
  }
  throw new Error("workerd has not started");
}

const folder = await mkdtemp(join(tmpdir(), "toloka-"));
const simulator = new Simulator(SERVER);
const server = await simulator.serve({ port: 0 });
let child;
try {
  await writeFile(join(folder, "worker.js"), WORKER);
  await writeFile(join(folder, "config.capnp"), CONFIG);
  await copyFile(bundle, join(folder, "scenario.js"));
  const started = await start(folder);
  child = started.child;
  const query = new URLSearchParams({ url: server.url });
  const response = await fetch(`http://127.0.0.1:${started.port}/?${query}`);
  assert.equal(await response.text(), "passed");
  console.log("workerd: scenario");
} finally {
  if (child) {
    child.kill();
    await once(child, "close");
  }
  await server.close();
  await rm(folder, { recursive: true });
}
