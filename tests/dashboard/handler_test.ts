/** What the dashboard's server answers. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { dashboardHandler } from "../../src/dashboard/handler.ts";
import type { DashboardSnapshot } from "../../src/dashboard/mod.ts";
import { poolSnapshot, snapshotOf } from "./_snapshot.ts";

const SECRET = "0123456789abcdef";

function serving() {
  const listeners = new Set<(snapshot: DashboardSnapshot) => void>();
  const handler = dashboardHandler({
    snapshot: () => snapshotOf(),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  }, SECRET);
  const ask = (path: string, init?: RequestInit) =>
    handler(new Request(`http://127.0.0.1:1${path}`, init));
  return { handler, ask, listeners };
}

Deno.test("dashboardHandler() knows paths below its secret only", () => {
  const { ask, handler } = serving();
  const known = ["", "style.css", "script.js", "picture.svg", "snapshot.json"];
  for (const name of known) {
    assertEquals(ask(`/${SECRET}/${name}`).status, 200, name);
    assertEquals(ask(`/0123456789abcdee/${name}`).status, 404, name);
  }
  for (
    const path of ["/", `/${SECRET}`, `/${SECRET}/toString`, "/favicon.ico"]
  ) {
    assertEquals(ask(path).status, 404, path);
  }
  assertEquals(ask(`/${SECRET}/`, { method: "POST" }).status, 405);
  const elsewhere = new Request(`http://evil.example/${SECRET}/`);
  assertEquals(handler(elsewhere).status, 404);
});

Deno.test("dashboardHandler() allows the page nothing from elsewhere", () => {
  const { headers } = serving().ask(`/${SECRET}/`);
  const policy = headers.get("content-security-policy")!;
  assertStringIncludes(policy, "default-src 'none'");
  assertEquals(/unsafe|https?:|\*/.test(policy), false);
  assertEquals(headers.get("referrer-policy"), "no-referrer");
  assertEquals(headers.get("cache-control"), "no-store");
});

Deno.test("dashboardHandler() streams the numbers now and after each change", async () => {
  const { ask, listeners } = serving();
  const gone = new AbortController();
  const response = ask(`/${SECRET}/events`, { signal: gone.signal });
  assertEquals(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body!.pipeThrough(new TextDecoderStream())
    .getReader();
  const read = async () => (await reader.read()).value!;
  assertEquals(await read(), "retry: 1000\n\n");
  const sections = JSON.parse((await read()).slice("data: ".length));
  assertEquals(sections[0], { id: "time", content: "10:02:03 UTC" });
  for (const listener of listeners) {
    listener(snapshotOf([poolSnapshot({ completion: 0.5 })]));
  }
  assertStringIncludes(await read(), "50%");
  gone.abort();
  assertEquals((await reader.read()).done, true);
  assertEquals(listeners.size, 0);
});

Deno.test("dashboardHandler() keeps no snapshots for a browser that does not read", async () => {
  const { ask, listeners } = serving();
  const response = ask(`/${SECRET}/events`);
  for (let i = 0; i < 1000; i++) {
    for (const listener of listeners) listener(snapshotOf());
  }
  const reader = response.body!.getReader();
  let chunks = 0;
  const read = async () => {
    while (true) {
      const { done } = await reader.read();
      if (done) return;
      if (++chunks === 4) return await reader.cancel();
    }
  };
  await read();
  assertEquals(chunks, 4);
  assertEquals(listeners.size, 0);
});
