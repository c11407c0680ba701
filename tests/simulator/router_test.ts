import { assert, assertEquals, assertMatch } from "@std/assert";
import { Simulator } from "../../src/simulator/mod.ts";
import { Api } from "./api.ts";

interface Case {
  name: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  status: number;
  code: string;
}

const KEY = { Authorization: "ApiKey any" };
const JSON_TYPE = { "Content-Type": "application/json" };

const CASES: Case[] = [
  {
    name: "no token",
    method: "GET",
    path: "/api/v1/requester",
    headers: {},
    status: 401,
    code: "AUTHENTICATION_ERROR",
  },
  {
    name: "an empty token",
    method: "GET",
    path: "/api/v1/requester",
    headers: { Authorization: "ApiKey " },
    status: 401,
    code: "AUTHENTICATION_ERROR",
  },
  {
    name: "another scheme",
    method: "GET",
    path: "/api/v1/requester",
    headers: { Authorization: "Bearer any" },
    status: 401,
    code: "AUTHENTICATION_ERROR",
  },
  {
    name: "an unknown path",
    method: "GET",
    path: "/api/v1/nothing",
    headers: KEY,
    status: 404,
    code: "DOES_NOT_EXIST",
  },
  {
    name: "an unknown id",
    method: "GET",
    path: "/api/v1/pools/404",
    headers: KEY,
    status: 404,
    code: "DOES_NOT_EXIST",
  },
  {
    name: "a method the path does not know",
    method: "DELETE",
    path: "/api/v1/pools",
    headers: KEY,
    status: 405,
    code: "METHOD_NOT_ALLOWED",
  },
  {
    name: "a body that says to be text",
    method: "POST",
    path: "/api/v1/projects",
    headers: { ...KEY, "Content-Type": "text/plain" },
    body: "{}",
    status: 415,
    code: "UNSUPPORTED_MEDIA_TYPE",
  },
  {
    name: "a body that is not JSON",
    method: "POST",
    path: "/api/v1/projects",
    headers: { ...KEY, ...JSON_TYPE },
    body: "{",
    status: 400,
    code: "VALIDATION_ERROR",
  },
  {
    name: "a body that is no object",
    method: "POST",
    path: "/api/v1/projects",
    headers: { ...KEY, ...JSON_TYPE },
    body: "[]",
    status: 400,
    code: "VALIDATION_ERROR",
  },
];

for (const { name, method, path, headers, body, status, code } of CASES) {
  Deno.test(`Simulator.fetch() answers ${status} to ${name}`, async () => {
    const simulator = new Simulator();
    const response = await simulator.fetch(simulator.url + path, {
      method,
      headers,
      body: body ?? null,
    });
    const error = await response.json();
    assertEquals([response.status, error.code], [status, code]);
    assertMatch(error.request_id, /^[0-9a-f-]{36}$/);
    assert(error.message.length > 0);
  });
}

Deno.test("Simulator.fetch() takes both forms of the token", async () => {
  const simulator = new Simulator();
  for (const Authorization of ["ApiKey a.b.c", "OAuth any"]) {
    const response = await simulator.fetch(
      `${simulator.url}/api/v1/requester`,
      { headers: { Authorization } },
    );
    assertEquals(response.status, 200);
    await response.body?.cancel();
  }
});

Deno.test("Simulator.fetch() reads escaped ids", async () => {
  const api = new Api();
  const { body } = await api.send("GET", "/pools/a%2Fb");
  assertMatch(body.message, /a\/b$/);
});

Deno.test("Simulator.fetch() rejects once the signal is aborted", async () => {
  const simulator = new Simulator();
  const signal = AbortSignal.abort(new Error("enough"));
  const failure = await simulator.fetch(simulator.url, { signal })
    .catch((error: Error) => error.message);
  assertEquals(failure, "enough");
});
