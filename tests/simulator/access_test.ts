import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { SimulatorOptions } from "../../src/simulator/mod.ts";
import { Api, type Json, PROJECT } from "./api.ts";

/** Asks for an account. */
async function ask(
  { simulator }: Api,
  account: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Json }> {
  const response = await simulator.fetch(`${simulator.url}/api/v1${path}`, {
    method,
    headers: {
      "Authorization": "ApiKey any",
      "X-Act-Under-Account-ID": account,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const OPTIONS: SimulatorOptions = { accounts: { shared: { balance: 5 } } };

Deno.test("X-Act-Under-Account-ID acts in the other account", async () => {
  const api = new Api(OPTIONS);
  const { body } = await ask(api, "shared", "GET", "/requester");
  assertEquals([body.id, body.balance], ["shared", 5]);
  const own = await api.get("/requester");
  assertNotEquals(own.id, "shared");
  assertEquals(own.balance, 1_000);
});

Deno.test("accounts do not see each other's projects", async () => {
  const api = new Api(OPTIONS);
  const made = await ask(api, "shared", "POST", "/projects", PROJECT);
  assertEquals(made.status, 201);
  assertEquals(made.body.owner.id, "shared");
  await api.expect(404, "GET", `/projects/${made.body.id}`);
  const own = await api.project();
  assertNotEquals(own.id, made.body.id);
  assertEquals((await api.get("/projects")).items.length, 1);
});

Deno.test("accounts share the Tolokers and the time", async () => {
  const api = new Api(OPTIONS);
  const [toloker] = api.simulator.tolokers;
  const path = `/user-metadata/${toloker!.id}`;
  const seen = await ask(api, "shared", "GET", path);
  assertEquals(seen.body, await api.get(path));
  await api.simulator.advance(5_000);
  const made = await ask(api, "shared", "POST", "/projects", PROJECT);
  assertEquals(made.body.created, "2024-01-01T00:00:05");
});

Deno.test("X-Act-Under-Account-ID takes the own account", async () => {
  const api = new Api(OPTIONS);
  const { id } = await api.get("/requester");
  assertEquals((await ask(api, id, "GET", "/requester")).body.id, id);
});

Deno.test("X-Act-Under-Account-ID is refused for unknown accounts", async () => {
  const api = new Api(OPTIONS);
  const { status, body } = await ask(api, "stranger", "GET", "/requester");
  assertEquals([status, body.code], [403, "ACCESS_DENIED"]);
  assert(body.message.includes("stranger"));
});
