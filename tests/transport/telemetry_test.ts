/** Spans of requests: what is in them, and that there are none when it is off. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { FakeClock } from "../_clock.ts";
import type { ClientOptions, Span, Telemetry } from "../../mod.ts";
import { templateOf } from "../../src/transport/telemetry.ts";
import { answering, clientOf, refusal, TOKEN } from "./_fetch.ts";

/** A span as a recorder keeps it. */
interface Recorded {
  name: string;
  kind: number;
  attributes: Record<string, string | number>;
  status: number | undefined;
  ended: boolean;
}

/** Keeps spans. */
function recorder(): Telemetry & { spans: Recorded[]; libraries: string[] } {
  const spans: Recorded[] = [];
  const libraries: string[] = [];
  return {
    spans,
    libraries,
    tracerProvider: {
      getTracer(name) {
        libraries.push(name);
        return {
          startActiveSpan(name, { kind, attributes }, work) {
            const one: Recorded = {
              name,
              kind,
              attributes: { ...attributes },
              status: undefined,
              ended: false,
            };
            spans.push(one);
            const span: Span = {
              setAttribute: (name, value) => one.attributes[name] = value,
              setStatus: ({ code }) => one.status = code,
              end: () => one.ended = true,
            };
            return work(span);
          },
        };
      },
    },
  };
}

Deno.test("a request has a span with method, template, server and status", async () => {
  const telemetry = recorder();
  const { fetch } = answering(
    Response.json({ id: "12345" }),
    Response.json({ items: [], has_more: false }),
  );
  const toloka = clientOf(fetch, { telemetry, url: "http://toloka.test:8080" });
  await toloka.pools.get("12345");
  await toloka.pools.find({ project_id: "777" });
  const common = {
    "http.request.method": "GET",
    "server.address": "toloka.test",
    "server.port": 8080,
    "http.response.status_code": 200,
  };
  const rest = { kind: 2, status: undefined, ended: true };
  assertEquals(telemetry.spans, [
    {
      ...rest,
      name: "GET /api/v1/pools/{id}",
      attributes: { ...common, "url.template": "/api/v1/pools/{id}" },
    },
    {
      ...rest,
      name: "GET /api/v1/pools",
      attributes: { ...common, "url.template": "/api/v1/pools" },
    },
  ]);
  assertEquals(telemetry.libraries, ["@toloka/client"]);
});

Deno.test("each attempt has a span, failed ones with their error, and the token is in none", async () => {
  using time = new FakeClock();
  const telemetry = recorder();
  const { fetch } = answering(
    new TypeError(`Connection refused ${TOKEN}`),
    Response.json({ message: TOKEN, code: TOKEN }, { status: 503 }),
    refusal(404, "DOES_NOT_EXIST"),
  );
  const toloka = clientOf(fetch, { telemetry });
  const call = assertRejects(() => toloka.pools.get("12345"));
  await time.tickAsync(600_000);
  await call;
  const shown = telemetry.spans.map(({ attributes, status, ended }) => [
    attributes["http.request.resend_count"],
    attributes["http.response.status_code"],
    attributes["error.type"],
    status,
    ended,
  ]);
  assertEquals(shown, [
    [undefined, undefined, "TolokaConnectionError", 2, true],
    [1, 503, "503", 2, true],
    [2, 404, "404", 2, true],
  ]);
  assert(!JSON.stringify(telemetry.spans).includes("SECRET"));
});

Deno.test("an explicit provider goes before the global one, and false before both", async () => {
  const key = Symbol.for("opentelemetry.js.api.1");
  const global = globalThis as Record<symbol, unknown>;
  const [theirs, ours] = [recorder(), recorder()];
  const call = async (options: Partial<ClientOptions>) => {
    const { fetch } = answering(Response.json({ id: "1", balance: 1 }));
    await clientOf(fetch, options).requester.get();
    return [theirs.spans.splice(0).length, ours.spans.splice(0).length];
  };
  assertEquals(await call({}), [0, 0]);
  global[key] = { trace: theirs.tracerProvider };
  try {
    assertEquals(await call({}), [1, 0]);
    assertEquals(await call({ telemetry: ours }), [0, 1]);
    assertEquals(await call({ telemetry: false }), [0, 0]);
    global[key] = {};
    assertEquals(await call({}), [0, 0]);
  } finally {
    delete global[key];
  }
});

Deno.test("templateOf() leaves words of the API and hides ids", () => {
  const table: [string, string][] = [
    ["/api/v1/pools/12345/open", "/api/v1/pools/{id}/open"],
    [
      "/api/v1/assignments/0001a2b3c4--5f6a7b8c",
      "/api/v1/assignments/{id}",
    ],
    ["/api/staging/analytics-2", "/api/staging/analytics-2"],
    [
      "/api/new/requester/pools/1/assignments.tsv",
      "/api/new/requester/pools/{id}/assignments.tsv",
    ],
    [
      "/api/app/v0/app-projects/7lRxjkwZBrPgzHjMqa8E/items",
      "/api/app/v0/app-projects/{id}/items",
    ],
    [
      "/api/v1/user-metadata/ad1a4dfb3a5b4bd2b4d4a7c7e1d6a3f0",
      "/api/v1/user-metadata/{id}",
    ],
    [
      "/api/v1/operations/4f0f6d9a-7c1e-4b7c-9a52-0d6b8f1c2e93",
      "/api/v1/operations/{id}",
    ],
  ];
  for (const [path, template] of table) {
    assertEquals(templateOf(path), template);
  }
});
