/** What a runtime's `fetch` repeats by itself reaches the server once: over sockets, with connections that are kept. */
import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { type Method, TolokaClient, TolokaConnectionError } from "../../mod.ts";
import { errorOf, STRICT, TOKEN } from "./_fetch.ts";
import { KeepingServer } from "./_keeping_server.ts";

const PATH = "/api/v1/things/1";
const METHODS: readonly Method[] = ["POST", "PUT", "PATCH", "DELETE"];

for (const method of METHODS) {
  for (const body of [undefined, {}, { a: "é".repeat(50_000) }]) {
    const text = body === undefined ? "" : JSON.stringify(body);
    Deno.test(
      `a ${method} of ${text.length} characters is not repeated below the client`,
      STRICT,
      async () => {
        await using server = new KeepingServer();
        await using toloka = new TolokaClient({
          token: TOKEN,
          url: server.url,
          retries: 0,
        });
        await toloka.request("GET", PATH);
        const error = await errorOf(toloka.request(method, PATH, { body }));
        assertInstanceOf(error, TolokaConnectionError);
        assertEquals(error.outcomeUnknown, true);
        const methods = server.seen.map(({ method }) => method);
        assertEquals(methods, ["GET", method]);
        const [, lost] = server.seen;
        assertEquals(lost!.body, text);
        assert(!/transfer-encoding/i.test(lost!.head), lost!.head);
      },
    );
  }
}

Deno.test(
  "a DELETE whose answer is lost is repeated by the client",
  STRICT,
  async () => {
    await using server = new KeepingServer();
    await using toloka = new TolokaClient({ token: TOKEN, url: server.url });
    await toloka.request("GET", PATH);
    assertEquals(await toloka.request("DELETE", PATH), {});
    const methods = server.seen.map(({ method }) => method);
    assertEquals(methods, ["GET", "DELETE", "DELETE"]);
  },
);
