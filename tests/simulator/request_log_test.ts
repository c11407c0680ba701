import { assertEquals, assertThrows } from "@std/assert";
import { formatRequest, Simulator } from "../../src/simulator/mod.ts";
import { Api } from "./api.ts";

Deno.test("Simulator.requests has what was asked, in order", async () => {
  const api = new Api({ tick: 1_000, faults: [{ type: "RESET", on: "PUT" }] });
  await api.send("GET", "/pools?limit=5");
  await api.send("GET", "/pools/1");
  await api.send("PUT", "/pools/1", {}).catch(() => {});
  assertEquals(api.simulator.requests.map(formatRequest), [
    "#1 2024-01-01T00:00:01.000Z GET /api/v1/pools?limit=5 200",
    "#2 2024-01-01T00:00:02.000Z GET /api/v1/pools/1 404 DOES_NOT_EXIST",
    "#3 2024-01-01T00:00:03.000Z PUT /api/v1/pools/1 - (RESET)",
  ]);
});

Deno.test("Simulator.requests keeps the last ones only", async () => {
  const api = new Api({ requestLog: 3 });
  for (let i = 0; i < 20; i++) await api.get("/requester");
  const numbers = api.simulator.requests.map(({ number }) => number);
  assertEquals(numbers, [18, 19, 20]);
});

Deno.test("Simulator.requests is empty if nothing is to be kept", async () => {
  const api = new Api({ requestLog: 0 });
  await api.get("/requester");
  assertEquals(api.simulator.requests, []);
  assertEquals(api.simulator.summary.length, 1);
});

Deno.test("Simulator.summary counts by endpoint and status", async () => {
  const api = new Api();
  const { id } = await api.project();
  await api.get(`/projects/${id}`);
  await api.send("GET", "/projects/2");
  await api.send("GET", "/nothing");
  assertEquals(api.simulator.summary, [
    {
      endpoint: "GET /api/v1/projects/:id",
      count: 2,
      statuses: { 200: 1, 404: 1 },
    },
    { endpoint: "GET (no endpoint)", count: 1, statuses: { 404: 1 } },
    { endpoint: "POST /api/v1/projects", count: 1, statuses: { 201: 1 } },
  ]);
});

Deno.test("Simulator refuses a size of the log out of bounds", () => {
  assertThrows(() => new Simulator({ requestLog: -1 }), RangeError, "-1");
});
