/** Answers of the dashboard: the page, its parts, and the stream of changes. */
import { SCRIPT, STYLE } from "./assets.ts";
import { renderPage, renderSections } from "./page.ts";
import { renderPicture } from "./picture.ts";
import type { DashboardSnapshot } from "./snapshot.ts";

/** Source of snapshots. */
export interface Snapshots {
  /** Takes a snapshot. */
  snapshot(): DashboardSnapshot;
  /** Calls back with each new snapshot, and returns a function that stops it. */
  subscribe(listener: (snapshot: DashboardSnapshot) => void): () => void;
}

/** Nothing but the page's own style, script and stream. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** Milliseconds after which a silent stream says that it is alive. */
const HEARTBEAT = 15_000;

/**
 * Creates the function that answers requests. Only paths below the secret are
 * known; everything else is not found, so that nobody can tell that it exists.
 */
export function dashboardHandler(
  snapshots: Snapshots,
  secret: string,
): (request: Request) => Response {
  const routes: Record<string, (request: Request) => Response> = {
    "": () => text(renderPage(snapshots.snapshot()), "text/html"),
    "style.css": () => text(STYLE, "text/css"),
    "script.js": () => text(SCRIPT, "text/javascript"),
    "picture.svg": () =>
      text(renderPicture(snapshots.snapshot()), "image/svg+xml"),
    "snapshot.json": () =>
      text(JSON.stringify(snapshots.snapshot()), "application/json"),
    "events": (request) => streamChanges(snapshots, request.signal),
  };
  const root = `/${secret}/`;
  return (request) => {
    const { pathname, hostname } = new URL(request.url);
    const name = pathname.startsWith(root)
      ? pathname.slice(root.length)
      : undefined;
    // Another name for this machine may belong to a page elsewhere that wants to read this one.
    const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
    if (!isLocal || name === undefined || !Object.hasOwn(routes, name)) {
      return new Response("Not found\n", { status: 404, headers: HEADERS });
    }
    if (request.method !== "GET") {
      return new Response("Method not allowed\n", {
        status: 405,
        headers: { ...HEADERS, allow: "GET" },
      });
    }
    return routes[name]!(request);
  };
}

function text(content: string, type: string): Response {
  const headers = { ...HEADERS, "content-type": `${type}; charset=utf-8` };
  return new Response(content, { headers });
}

/** Streams the page's parts as server-sent events: now, and after each change. */
function streamChanges(snapshots: Snapshots, signal: AbortSignal): Response {
  let stop = () => {};
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (snapshot: DashboardSnapshot) => {
        // A slow browser gets the latest snapshot, not all of them.
        if ((controller.desiredSize ?? 0) <= 0) return;
        const data = JSON.stringify(renderSections(snapshot));
        controller.enqueue(encoder.encode(`data: ${data}\n\n`));
      };
      const unsubscribe = snapshots.subscribe(send);
      const timer = setInterval(
        () => controller.enqueue(encoder.encode(":\n\n")),
        HEARTBEAT,
      );
      stop = () => {
        unsubscribe();
        clearInterval(timer);
        signal.removeEventListener("abort", end);
      };
      const end = () => {
        stop();
        controller.close();
      };
      signal.addEventListener("abort", end);
      controller.enqueue(encoder.encode("retry: 1000\n\n"));
      send(snapshots.snapshot());
    },
    cancel: () => stop(),
  }, { highWaterMark: 4 });
  return new Response(body, {
    headers: { ...HEADERS, "content-type": "text/event-stream" },
  });
}
