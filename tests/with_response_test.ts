import { assertEquals, assertRejects } from "@std/assert";
import { TolokaNotFoundError, withResponse } from "../mod.ts";
import {
  answering,
  clientOf,
  Hasty,
  refusal,
  TOKEN,
  unreachable,
} from "./transport/_fetch.ts";

Deno.test("withResponse() gives the result with status, headers and request id", async () => {
  const headers = { "X-Request-Id": "r-7", "X-Other": "o" };
  const { fetch } = answering(Response.json({ id: "5" }, { headers }));
  const toloka = clientOf(fetch);
  const { data, response } = await withResponse((options) =>
    toloka.skills.get("5", options)
  );
  assertEquals(data.id, "5");
  assertEquals(response?.status, 200);
  assertEquals(response?.requestId, "r-7");
  assertEquals(response?.headers.get("X-Other"), "o");
  assertEquals(response?.method, "GET");
  assertEquals(response?.path, "/api/v1/skills/5");
  assertEquals(response?.attempt, 1);
});

Deno.test("withResponse() gives the last answer of several", async () => {
  const { fetch } = answering(
    refusal(503, "REMOTE_SERVICE_UNAVAILABLE"),
    unreachable(),
    Response.json({ id: "5" }),
  );
  const toloka = clientOf(fetch, { retryPolicy: (given) => new Hasty(given) });
  const { response } = await withResponse((options) =>
    toloka.skills.get("5", options)
  );
  assertEquals(response?.status, 200);
  assertEquals(response?.attempt, 3);
});

Deno.test("withResponse() has no answer where nothing was sent", async () => {
  const { data, response } = await withResponse(() => Promise.resolve(1));
  assertEquals(data, 1);
  assertEquals(response, undefined);
});

Deno.test("withResponse() lets errors through", async () => {
  const { fetch } = answering(refusal(404, "DOES_NOT_EXIST"));
  const toloka = clientOf(fetch);
  await assertRejects(
    () => withResponse((options) => toloka.skills.get("5", options)),
    TolokaNotFoundError,
  );
});

Deno.test("withResponse() gives the raw body, without the token", async () => {
  const text = `{ "id": "5",\n "name": "${TOKEN}" }`;
  const { fetch } = answering(
    refusal(503, "REMOTE_SERVICE_UNAVAILABLE"),
    new Response(text),
  );
  const toloka = clientOf(fetch, { retryPolicy: (given) => new Hasty(given) });
  const { data, body } = await withResponse((options) =>
    toloka.skills.get("5", options)
  );
  assertEquals(data.name, TOKEN);
  assertEquals(body, text.replace(TOKEN, "[secret]"));
});

Deno.test("withResponse() works with client.request()", async () => {
  const { fetch } = answering(new Response(null, { status: 204 }));
  const toloka = clientOf(fetch);
  const { data, response } = await withResponse((options) =>
    toloka.request("POST", "/api/v1/new", {}, options)
  );
  assertEquals(data, undefined);
  assertEquals(response?.status, 204);
});
