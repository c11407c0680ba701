// A served simulator is not disturbed by clients that leave, whenever they do:
// it prints nothing, and answers the next one. Run where the package is installed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { connect } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";

const { Bun, Deno } = globalThis;

/** A simulator whose answers come late, in parts or not at all. */
const OPTIONS = {
  seed: 1,
  population: { count: 1 },
  faults: [
    { type: "DELAY", milliseconds: 300, on: "GET /pools" },
    { type: "TRICKLE", bytes: 1, milliseconds: 100, on: "GET /skills" },
    { type: "CUT", on: "GET /projects" },
    { type: "RESET", on: "GET /trainings" },
  ],
};

const HEADERS = "Host: x\r\nAuthorization: ApiKey any\r\n";

function get(path) {
  return `GET /api/v1/${path} HTTP/1.1\r\n${HEADERS}\r\n`;
}

function post(length, body) {
  const type = `Content-Type: application/json\r\n${length}`;
  return `POST /api/v1/skills HTTP/1.1\r\n${HEADERS}${type}\r\n\r\n${body}`;
}

/** What clients say before they leave; `:id` stands for a large project. */
const EXCHANGES = {
  "before it asks": "",
  "within the first line": "GET /api/v1/req",
  "within the headers": "GET /api/v1/requester HTTP/1.1\r\nHost: x\r\nAuth",
  "within the body": post("Content-Length: 99", "{"),
  "within a part of the body": post("Transfer-Encoding: chunked", "ff\r\n{"),
  "within a large body": post("Content-Length: 99999999", "{".repeat(200_000)),
  "with a body that is too large": post("Content-Length: 999999999", "{"),
  "before the answer": get("requester"),
  "before a late answer": get("pools"),
  "within a slow answer": get("skills"),
  "within a large answer": get("projects/:id"),
  "before a cut answer": get("projects"),
  "before a reset": get("trainings"),
  "before the second answer": get("pools") + get("requester"),
  "with something else than HTTP": "\x16\x03\x01\x02\x00\x01\x00",
};

/** Sends a text, and leaves with or without a goodbye. */
async function leave(port, text, { after, reset }) {
  const socket = connect(port, "127.0.0.1");
  await new Promise((done) => socket.once("connect", done).on("error", done));
  if (text !== "") {
    await new Promise((done) => socket.write(text, "latin1", () => done()));
  }
  if (after > 0) await new Promise((done) => setTimeout(done, after));
  if (reset) socket.resetAndDestroy();
  else socket.destroy();
}

const server = spawn(process.execPath, [
  ...(Deno ? ["run", "--allow-all"] : []),
  "serve.mjs",
  JSON.stringify(OPTIONS),
]);
let printed = "";
server.stderr.on("data", (part) => printed += part);
const url = await new Promise((done) =>
  createInterface(server.stdout).once("line", done)
);
try {
  const port = Number(new URL(url).port);
  const created = await fetch(`${url}/api/v1/projects`, {
    method: "POST",
    headers: {
      Authorization: "ApiKey any",
      "Content-Type": "application/json",
    },
    body: JSON.stringify({
      public_name: "Large",
      public_instructions: "x".repeat(20_000_000),
      task_spec: { input_spec: {}, output_spec: {}, view_spec: {} },
    }),
  });
  assert.equal(created.status, 201);
  const { id } = await created.json();
  for (const [name, text] of Object.entries(EXCHANGES)) {
    for (const after of [0, 20, 150]) {
      for (const reset of [false, true]) {
        await leave(port, text.replace(":id", id), { after, reset });
      }
    }
    const answer = await fetch(`${url}/api/v1/requester`, {
      headers: { Authorization: "ApiKey any" },
    });
    assert.equal(answer.status, 200, name);
    await answer.text();
    assert.equal(printed, "", name);
  }
  // What is late has come to its end by now.
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(printed, "");
  assert.equal(server.exitCode, null);
} finally {
  server.kill();
}

const runtime = Deno ? "Deno" : Bun ? "Bun" : "Node";
console.log(`${runtime} ${process.version}: nobody who leaves disturbs`);
