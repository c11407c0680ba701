import { assertEquals, assertRejects } from "@std/assert";
import { TolokaApiError } from "../../mod.ts";
import { answering, clientOf, errorOf } from "./_fetch.ts";

const PATH = "/api/v1/things";
const TEXT = '{"text":"éééé"}';
const SIZE = new TextEncoder().encode(TEXT).length;

/** Answers in chunks of one byte, so that no character is whole. */
function inBytes(text: string, init: ResponseInit = {}): Response {
  const bytes = new TextEncoder().encode(text);
  const body = ReadableStream.from(
    [...bytes].map((byte) => Uint8Array.of(byte)),
  );
  return new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>, init);
}

const ANSWERS: Record<string, () => Response> = {
  "of unknown length": () => inBytes(TEXT),
  "with its length": () =>
    inBytes(TEXT, { headers: { "Content-Length": `${SIZE}` } }),
  "unpacked": () =>
    inBytes(TEXT, {
      headers: { "Content-Encoding": "gzip", "Content-Length": "1" },
    }),
};

for (const [name, make] of Object.entries(ANSWERS)) {
  for (const timeout of [null, 5_000, { connect: 5_000, read: 5_000 }]) {
    Deno.test(`'maxBodySize' holds for a body ${name}, timeout ${JSON.stringify(timeout)}`, async () => {
      const { fetch, seen } = answering(make(), make());
      const fits = clientOf(fetch, { timeout, maxBodySize: SIZE });
      assertEquals(await fits.request("GET", PATH), { text: "éééé" });
      const small = clientOf(fetch, { timeout, maxBodySize: SIZE - 1 });
      await assertRejects(
        () => small.request("GET", PATH),
        TolokaApiError,
        `GET ${PATH} was answered with a body of more than ${
          SIZE - 1
        } bytes: ask for less in one request, or set 'maxBodySize'`,
      );
      assertEquals(seen.length, 2);
    });
  }
}

Deno.test("a write whose answer is too large has an unknown outcome", async () => {
  const { fetch } = answering(inBytes(TEXT));
  const call = clientOf(fetch, { maxBodySize: 1 }).request("POST", PATH);
  assertEquals((await errorOf(call) as TolokaApiError).outcomeUnknown, true);
});

Deno.test("the body of an error is read up to 64 KB, of a refused request up to 8 MB", async () => {
  for (
    const [status, max] of [[404, 65_536], [503, 65_536], [400, 8_388_608]]
  ) {
    let sent = 0;
    const chunk = new Uint8Array(32_768).fill(120);
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        sent += chunk.length;
        controller.enqueue(chunk);
      },
    }, { highWaterMark: 0 });
    const { fetch } = answering(new Response(body, { status: status! }));
    const toloka = clientOf(fetch, { retries: 0 });
    const error = await errorOf(toloka.request("GET", PATH)) as TolokaApiError;
    assertEquals(error.status, status);
    assertEquals(sent, max! + chunk.length);
  }
});
