/**
 * The scenario in Chromium, in a page and in a worker, with a real socket to a
 * simulator in this process.
 *
 *     node browser.mjs BUNDLE_OF_SCENARIO FOLDER_WITH_PLAYWRIGHT_CORE CHROMIUM
 *
 * `@toloka/client` has to be installed beside this file: `.ci/run` sees to it.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import process from "node:process";
import { Simulator } from "@toloka/client/simulator";
import { SERVER } from "./scenario.mjs";

const [bundle, tools, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(`${tools}/`)("playwright-core");

const WORKER = `
  import { scenario } from "/scenario.js";
  onmessage = ({ data }) =>
    scenario(data, { resends: true }).then(() => postMessage(""), (error) => postMessage(String(error)));
`;
const files = {
  "/": ["text/html", "<!doctype html><title>Scenario</title>"],
  "/scenario.js": ["text/javascript", await readFile(bundle, "utf8")],
  "/worker.js": ["text/javascript", WORKER],
};
const pages = createServer(({ url }, response) => {
  const [type, text] = files[url] ?? ["text/plain", undefined];
  response.writeHead(text === undefined ? 404 : 200, { "Content-Type": type });
  response.end(text);
});
pages.listen(0, "127.0.0.1");
await once(pages, "listening");

/** Runs one function of the page with a simulator of its own. */
async function withSimulator(run) {
  const simulator = new Simulator(SERVER);
  const server = await simulator.serve({ port: 0 });
  try {
    await run(server.url, simulator);
  } finally {
    await server.close();
  }
}

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  const warnings = [];
  page.on("console", (message) => warnings.push(message.text()));
  await page.goto(`http://127.0.0.1:${pages.address().port}/`);
  await withSimulator((url) =>
    page.evaluate(async (url) => {
      const { scenario } = await import("/scenario.js");
      await scenario(url, { resends: true });
    }, url)
  );
  console.log(`Chromium ${browser.version()}: scenario in a page`);
  await withSimulator(async (url) => {
    const failure = await page.evaluate((url) =>
      new Promise((done) => {
        const worker = new Worker("/worker.js", { type: "module" });
        worker.onmessage = ({ data }) => done(data);
        worker.onerror = ({ message }) => done(`Not started: ${message}`);
        worker.postMessage(url);
      }), url);
    assert.equal(failure, "");
  });
  console.log(`Chromium ${browser.version()}: scenario in a worker`);
  const isTold = () => warnings.filter((text) => /token/.test(text)).length;
  assert.equal(isTold(), 0, "a server on this machine gets no warning");
  await page.evaluate(async () => {
    const { TolokaClient } = await import("/scenario.js");
    const options = { token: "token", environment: "PRODUCTION" };
    new TolokaClient(options);
    new TolokaClient(options);
  });
  assert.equal(isTold(), 1, "a token in a page gets one");
  console.log(`Chromium ${browser.version()}: warning about the token`);
} finally {
  await browser.close();
  pages.close();
}
