import { assert, assertEquals, assertRejects } from "@std/assert";
import { Simulator } from "../../src/simulator/mod.ts";

const HEADERS = {
  "Authorization": "ApiKey any",
  "Content-Type": "application/json",
};

Deno.test("serve() lets pages of any origin in", async () => {
  await using server = await new Simulator().serve();
  const preflight = await fetch(`${server.url}/api/v1/pools`, {
    method: "OPTIONS",
    headers: { Origin: "https://page.example" },
  });
  await preflight.body?.cancel();
  assertEquals(preflight.status, 204);
  const of = ({ headers }: Response) =>
    headers.get("access-control-allow-origin");
  assertEquals(of(preflight), "https://page.example");
  assert(
    /Authorization/.test(
      preflight.headers.get("access-control-allow-headers") ?? "",
    ),
  );
  const answer = await fetch(`${server.url}/api/v1/requester`, {
    headers: { ...HEADERS, Origin: "https://page.example" },
  });
  await answer.body?.cancel();
  assertEquals(of(answer), "https://page.example");
});

Deno.test("serve() refuses a body above its limit", async () => {
  await using server = await new Simulator().serve({ maxBodySize: 100 });
  const post = (body: BodyInit) =>
    fetch(`${server.url}/api/v1/skills`, {
      method: "POST",
      headers: HEADERS,
      body,
    });
  const fits = await post(JSON.stringify({ name: "Quality" }));
  assertEquals(fits.status, 201);
  await fits.body?.cancel();
  const large = new TextEncoder().encode(" ".repeat(101));
  // The second body does not tell its length beforehand.
  for (const body of [large, ReadableStream.from([large])]) {
    const refused = await post(body);
    assertEquals(refused.status, 413);
    assertEquals((await refused.json()).code, "REQUEST_ENTITY_TOO_LARGE");
  }
});

Deno.test("serve() rejects a limit that is no whole number", async () => {
  await assertRejects(
    () => new Simulator().serve({ maxBodySize: -1 }),
    RangeError,
    "'maxBodySize' must be a whole number from 0: current value is -1",
  );
});

Deno.test("close() breaks off requests that are being answered", async () => {
  const simulator = new Simulator({
    faults: [{ type: "DELAY", milliseconds: 60_000 }],
  });
  const server = await simulator.serve();
  const asked = assertRejects(
    () => fetch(`${server.url}/api/v1/requester`, { headers: HEADERS }),
  );
  while (simulator.requests.length === 0) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  const began = performance.now();
  await server.close();
  await asked;
  assert(performance.now() - began < 30_000);
});

Deno.test("a client that leaves prints nothing", async () => {
  const printed: unknown[][] = [];
  const { error } = console;
  console.error = (...args) => printed.push(args);
  try {
    await using server = await new Simulator().serve();
    const port = Number(new URL(server.url).port);
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await connection.write(new TextEncoder().encode(
      "POST /api/v1/skills HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{",
    ));
  } finally {
    console.error = error;
  }
  assertEquals(printed, []);
});

Deno.test("an answer tells its request's id and takes a slash", async () => {
  const simulator = new Simulator();
  const ask = (path: string) =>
    simulator.fetch(`${simulator.url}/api/v1${path}`, { headers: HEADERS });
  const found = await ask("/requester/");
  assertEquals(found.status, 200);
  const id = found.headers.get("x-request-id");
  assert(/^[0-9a-f-]{36}$/.test(id ?? ""));
  const missing = await ask("/pools/404/");
  assertEquals(missing.status, 404);
  const other = missing.headers.get("x-request-id");
  assert(other !== id);
  assertEquals((await missing.json()).request_id, other);
});
