/**
 * Serves made-up numbers that change a hundred times a second, for the test in a
 * browser: `deno run --allow-net=127.0.0.1 browser_server.ts PORT SECRET`.
 */
import { dashboardHandler } from "../../src/dashboard/handler.ts";
import { serveLocally } from "../../src/dashboard/serve.ts";
import type { DashboardSnapshot } from "../../src/dashboard/mod.ts";
import { poolSnapshot, snapshotOf } from "./_snapshot.ts";

const [port, secret] = Deno.args;
const listeners = new Set<(snapshot: DashboardSnapshot) => void>();
let changes = 0;

function snapshot(): DashboardSnapshot {
  const pool = poolSnapshot({
    completion: (changes % 100) / 100,
    perHour: changes,
    events: [{
      time: "2026-01-01T10:01:30",
      type: "SUBMITTED",
      user: `t${changes}`,
      id: `a${changes}`,
    }],
  });
  return snapshotOf([
    pool,
    poolSnapshot({ id: "12346", name: "More pictures" }),
  ], {
    alerts: [{
      kind: "NOBODY_LEFT",
      pool: "12345",
      text: "Pictures: no active Toloker passes the filter",
    }],
  });
}

setInterval(() => {
  changes++;
  for (const listener of listeners) listener(snapshot());
}, 10);
const { port: taken } = await serveLocally(
  dashboardHandler({
    snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  }, secret!),
  Number(port),
);
console.log(taken);
