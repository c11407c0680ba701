/**
 * Looks at the dashboard with Chromium, on Node:
 * node browser.mjs DENO CHROMIUM [FOLDER FOR SCREENSHOTS]
 * playwright-core and axe-core must be where NODE_PATH or node_modules has them.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const [deno, executablePath, folder, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const here = fileURLToPath(new URL(".", import.meta.url));

async function serve(script, args = []) {
  const child = spawn(deno, [
    "run",
    "--no-check",
    "--no-prompt",
    "--allow-net=127.0.0.1",
    `${here}${script}`,
    ...args,
  ], { stdio: ["ignore", "pipe", "inherit"] });
  const [first] = await once(child.stdout, "data");
  return { child, first: String(first) };
}

async function stop({ child }) {
  child.kill();
  await once(child, "exit");
}

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--expose-gc",
  ],
});

/** Opens a page that notes its errors and its requests. */
async function open(url, options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(120_000); // for machines that are busy
  const page = await context.newPage();
  const errors = [];
  const hosts = new Set();
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  await page.goto(url, { waitUntil: "domcontentloaded" });
  return { context, page, errors, hosts };
}

const live = (page) =>
  page.waitForFunction(() =>
    document.getElementById("state").textContent === "Live"
  );

const secret = "0123456789abcdef";
let server = await serve("browser_server.ts", ["0", secret]);
const port = server.first.trim();
const url = `http://127.0.0.1:${port}/${secret}/`;
const { page, errors, hosts, context } = await open(url);

// It updates by itself.
await live(page);
const eventOf = () => page.textContent("#events-12345 li small");
const before = await eventOf();
await page.waitForFunction(
  (text) =>
    document.querySelector("#events-12345 li small").textContent !== text,
  before,
);

// It asks nobody else.
assert.deepEqual([...hosts].filter((host) => host !== ""), [
  `127.0.0.1:${port}`,
]);

// It is usable with a screen reader and the keyboard.
await page.evaluate(axe);
const { violations } = await page.evaluate(() => globalThis.axe.run());
const serious = violations.filter(({ impact }) =>
  impact === "serious" || impact === "critical"
);
assert.deepEqual(serious.map(({ id, nodes }) => [id, nodes[0].html]), []);
await page.keyboard.press("Tab");
assert.equal(
  await page.evaluate(() => document.activeElement.className),
  "skip",
);

// A thousand updates leave nothing behind.
const heap = () =>
  page.evaluate(() => {
    globalThis.gc();
    return {
      bytes: performance.memory.usedJSHeapSize,
      nodes: document.querySelectorAll("*").length,
    };
  });
const shown = async () => Number((await eventOf()).slice(1));
const later = async (updates) => {
  const least = await shown() + updates;
  while (await shown() < least) await page.waitForTimeout(100);
  return await heap();
};
const first = await later(200);
const second = await later(1_000);
assert.equal(second.nodes, first.nodes);
assert(
  second.bytes < first.bytes * 1.2 + 500_000,
  `the heap grew from ${first.bytes} to ${second.bytes} bytes`,
);

// It comes back when the server does; a lost connection is no error of the page's.
assert.deepEqual(errors, []);
await stop(server);
await page.waitForFunction(() =>
  document.getElementById("state").textContent.startsWith("Connection lost")
);
server = await serve("browser_server.ts", [port, secret]);
await live(page);
await context.close();

// The first numbers need no script.
const plain = await open(url, { javaScriptEnabled: false });
assert.match(await plain.page.textContent("#account"), /\$1,000\.00/);
await plain.context.close();
await stop(server);

// What it looks like, with simulated pools.
const demo = await serve("../../src/dashboard/main.ts");
const address = /http:\S+/.exec(demo.first)[0];
mkdirSync(folder, { recursive: true });
const looks = {
  light: { colorScheme: "light", viewport: { width: 1200, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1200, height: 900 } },
  phone: {
    colorScheme: "light",
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  },
};
for (const [name, options] of Object.entries(looks)) {
  const seen = await open(address, options);
  await live(seen.page);
  await seen.page.waitForFunction(
    () =>
      document.querySelectorAll("main article:first-child .chart rect").length >
        3,
  );
  const wide = await seen.page.evaluate(() =>
    document.documentElement.scrollWidth - innerWidth
  );
  assert(wide <= 0, `${name}: the page is ${wide} pixels too wide`);
  await seen.page.screenshot({ path: `${folder}/dashboard-${name}.png` });
  assert.deepEqual(seen.errors, [], name);
  await seen.context.close();
}
await stop(demo);
await browser.close();
console.log(`heap ${first.bytes} to ${second.bytes} bytes after 1,000 updates`);
