import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { deadline } from "@std/async/deadline";
import {
  type DownloadProgress,
  TolokaConnectionError,
  TolokaIncompleteError,
  TolokaNotFoundError,
} from "../../mod.ts";
import { answering, clientOf, errorOf, refusal } from "../transport/_fetch.ts";
import { PATIENCE, RawServer } from "../transport/_server.ts";
import { hurried, serving } from "./_toloka.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const TARGET = "/api/v1/attachments/a/download";

/** An answer whose body ends after the given chunks, or fails. */
function answer(
  chunks: string[],
  headers: Record<string, string> = {},
  { status = 200, fails = false }: { status?: number; fails?: boolean } = {},
): Response {
  const rest = chunks.map((chunk) => encoder.encode(chunk));
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const chunk = rest.shift();
      if (chunk) return controller.enqueue(chunk);
      if (fails) throw new TypeError("connection reset");
      controller.close();
    },
  });
  return new Response(body, { status, headers });
}

function cut(chunks: string[], headers: Record<string, string> = {}) {
  return answer(chunks, headers, { fails: true });
}

function part(chunks: string[], range: string, fails = false) {
  return answer(chunks, { "Content-Range": range }, { status: 206, fails });
}

function downloading(answers: Response[], options = {}) {
  const { fetch, seen } = answering(...answers);
  const { attachments } = clientOf(fetch, options);
  return { attachments, seen };
}

async function incomplete(call: Promise<unknown>) {
  const error = await errorOf(call);
  assertInstanceOf(error, TolokaIncompleteError);
  return error as TolokaIncompleteError<DownloadProgress>;
}

/** A sink that keeps what it is given, and how it ended. */
function sink() {
  const result = { text: "", end: "open" };
  const writable = new WritableStream<Uint8Array>({
    write: (chunk) => {
      result.text += decoder.decode(chunk);
    },
    close: () => {
      result.end = "closed";
    },
    abort: (reason) => {
      result.end = `aborted: ${reason.name}`;
    },
  });
  return { writable, result };
}

Deno.test("Attachments.download() gives the bytes with their number and type", async () => {
  const headers = { "Content-Length": "5", "Content-Type": "image/png" };
  const { attachments, seen } = downloading([answer(["he", "llo"], headers)]);
  const { body, size, type } = await attachments.download("a");
  assertEquals([size, type], [5, "image/png"]);
  assertEquals(await new Response(body).text(), "hello");
  assertEquals(seen[0]?.target, TARGET);
  assertEquals(seen[0]?.headers.get("Accept-Encoding"), "identity");
  assertEquals(seen[0]?.headers.get("Range"), null);
});

Deno.test("Attachments.download() does not know what the server does not say", async () => {
  const { attachments } = downloading([answer(["hello"])]);
  const { body, size, type } = await attachments.download("a");
  assertEquals([size, type], [undefined, undefined]);
  assertEquals(await new Response(body).text(), "hello");
});

Deno.test("Attachments.download() rejects when there is no file", async () => {
  const { attachments } = downloading([refusal(404, "DOES_NOT_EXIST")]);
  await assertRejects(() => attachments.download("a"), TolokaNotFoundError);
});

Deno.test("Attachments.downloadBytes() goes on where the connection broke", async () => {
  const headers = { "Content-Length": "10", "ETag": '"v1"' };
  const { attachments, seen } = downloading([
    cut(["hel", "lo"], headers),
    part(["worl"], "bytes 5-9/10", true),
    part(["d"], "bytes 9-9/10"),
  ]);
  const bytes = await attachments.downloadBytes("a");
  assertEquals(decoder.decode(bytes), "helloworld");
  assertEquals(seen.map(({ headers }) => headers.get("Range")), [
    null,
    "bytes=5-",
    "bytes=9-",
  ]);
  assertEquals(seen[2]?.headers.get("If-Range"), '"v1"');
});

Deno.test("Attachments.downloadBytes() goes on when the body ends too early", async () => {
  const { attachments } = downloading([
    answer(["hello"], { "Content-Length": "10" }),
    part(["world"], "bytes 5-9/10"),
  ]);
  const bytes = await attachments.downloadBytes("a");
  assertEquals(decoder.decode(bytes), "helloworld");
});

Deno.test("Attachments.downloadBytes() goes on with a file of unknown size", async () => {
  const { attachments } = downloading([
    cut(["hello"]),
    part(["world"], "bytes 5-9/10"),
  ]);
  const bytes = await attachments.downloadBytes("a");
  assertEquals(decoder.decode(bytes), "helloworld");
});

const DATE = "Wed, 21 Oct 2015 07:28:00 GMT";
const VALIDATORS: [Record<string, string>, string | null][] = [
  [{ "ETag": '"v1"', "Last-Modified": DATE }, '"v1"'],
  [{ "ETag": 'W/"v1"', "Last-Modified": DATE }, DATE],
  [{ "ETag": 'W/"v1"' }, null],
  [{}, null],
];

for (const [headers, expected] of VALIDATORS) {
  Deno.test(`Attachments.downloadBytes() sends If-Range ${expected} for ${JSON.stringify(headers)}`, async () => {
    const { attachments, seen } = downloading([
      cut(["hello"], headers),
      part(["world"], "bytes 5-9/10"),
    ]);
    await attachments.downloadBytes("a");
    assertEquals(seen[1]?.headers.get("If-Range"), expected);
  });
}

const NO_REST: [string, () => Response][] = [
  ["the whole file", () => answer(["helloworld"], { "Content-Length": "10" })],
  ["another part", () => part(["oworld"], "bytes 4-9/10")],
  ["a part of a file of another size", () => part(["w"], "bytes 5-10/11")],
  ["less than the rest", () => part(["wo"], "bytes 5-6/10")],
  ["a part without saying which", () => answer(["world"], {}, { status: 206 })],
];

for (const [what, rest] of NO_REST) {
  Deno.test(`Attachments.downloadBytes() says how many bytes arrived when the server then sends ${what}`, async () => {
    const { attachments, seen } = downloading([
      cut(["hello"], { "Content-Length": "10" }),
      rest(),
    ]);
    const { done, message, cause } = await incomplete(
      attachments.downloadBytes("a"),
    );
    assertEquals(done, { received: 5, size: 10 });
    assertStringIncludes(message, "broke off after 5 of 10 bytes");
    assertInstanceOf(cause, TolokaConnectionError);
    assertEquals(seen.length, 2);
  });
}

Deno.test("Attachments.downloadBytes() says how many bytes arrived when the rest is refused", async () => {
  const { attachments } = downloading([
    cut(["hello"]),
    refusal(403, "ACCESS_DENIED"),
  ]);
  const { done, message } = await incomplete(attachments.downloadBytes("a"));
  assertEquals(done, { received: 5, size: undefined });
  assertStringIncludes(message, "ACCESS_DENIED");
});

Deno.test("Attachments.downloadBytes() does not go on with packed bytes", async () => {
  const packed = { "Content-Encoding": "gzip", "Content-Length": "3" };
  const { attachments } = downloading([cut(["hello"], packed)]);
  const { done } = await incomplete(attachments.downloadBytes("a"));
  assertEquals(done, { received: 5, size: undefined });
});

Deno.test("Attachments.downloadBytes() does not go on without retries", async () => {
  const { attachments, seen } = downloading([cut(["hello"])], { retries: 0 });
  const { message } = await incomplete(attachments.downloadBytes("a"));
  assertStringIncludes(message, "is not resumed as the retry policy gives up");
  assertEquals(seen.length, 1);
});

Deno.test("Attachments.downloadBytes() gives up after as many fruitless attempts as 'retries' says", async () => {
  const nothing = () => part([], "bytes 5-9/10", true);
  const { attachments, seen } = downloading([
    cut(["hello"], { "Content-Length": "10" }),
    nothing(),
    nothing(),
  ]);
  const { message } = await hurried(() =>
    incomplete(attachments.downloadBytes("a", { retries: 2 }))
  );
  assertStringIncludes(message, "was resumed 2 times without a further byte");
  assertEquals(seen.length, 3);
});

Deno.test("Attachments.downloadBytes() goes on as long as each attempt brings something", async () => {
  const { attachments } = downloading([
    cut(["h"], { "Content-Length": "4" }),
    part(["e"], "bytes 1-3/4", true),
    part(["l"], "bytes 2-3/4", true),
    part(["p"], "bytes 3-3/4"),
  ]);
  const bytes = await attachments.downloadBytes("a", { retries: 1 });
  assertEquals(decoder.decode(bytes), "help");
});

Deno.test("Attachments.downloadBytes() goes on after a silence longer than the time limit", async () => {
  const silent = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(encoder.encode("hello")),
  });
  const { attachments } = downloading([
    new Response(silent),
    part(["world"], "bytes 5-9/10"),
  ], { timeout: 1000 });
  const bytes = await hurried(() => attachments.downloadBytes("a"));
  assertEquals(decoder.decode(bytes), "helloworld");
});

Deno.test("Attachments.downloadTo() closes the stream and counts the bytes", async () => {
  const { attachments } = downloading([
    cut(["hello"]),
    part(["world"], "bytes 5-9/10"),
  ]);
  const { writable, result } = sink();
  assertEquals(await attachments.downloadTo("a", writable), 10);
  assertEquals(result, { text: "helloworld", end: "closed" });
});

Deno.test("Attachments.downloadTo() aborts the stream when the download breaks off", async () => {
  const { attachments } = downloading([cut(["hello"])], { retries: 0 });
  const { writable, result } = sink();
  await incomplete(attachments.downloadTo("a", writable));
  assertEquals(result.end, "aborted: TolokaIncompleteError");
});

Deno.test("Attachments.downloadTo() aborts the stream when there is no file", async () => {
  const { attachments } = downloading([refusal(404, "DOES_NOT_EXIST")]);
  const { writable, result } = sink();
  await assertRejects(
    () => attachments.downloadTo("a", writable),
    TolokaNotFoundError,
  );
  assertEquals(result, { text: "", end: "aborted: TolokaNotFoundError" });
});

Deno.test("Attachments.downloadTo() refuses a locked stream before it asks", async () => {
  const { attachments, seen } = downloading([]);
  const { writable } = sink();
  writable.getWriter();
  await assertRejects(
    () => attachments.downloadTo("a", writable),
    TypeError,
    "locked",
  );
  assertEquals(seen, []);
});

/** Bytes of a large file, made as they are asked for. */
function large(size: number) {
  const chunk = new Uint8Array(65_536);
  const gone = Promise.withResolvers<void>();
  const state = { made: 0, gone: gone.promise };
  const body = new ReadableStream({
    pull(controller) {
      if (state.made >= size) return controller.close();
      state.made += chunk.length;
      controller.enqueue(chunk);
    },
    cancel: () => gone.resolve(),
  });
  return { body, state };
}

async function serve(handler: (request: Request) => Response) {
  const ready = Promise.withResolvers<string>();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => ready.resolve(`http://127.0.0.1:${port}`),
    onError: () => new Response(null, { status: 500 }),
  }, handler);
  const url = await ready.promise;
  const { attachments } = clientOf(fetch, { url, timeout: PATIENCE });
  return { attachments, [Symbol.asyncDispose]: () => server.shutdown() };
}

const MIB = 1_048_576;

Deno.test("Attachments.downloadTo() reads no faster than the stream takes it", async () => {
  const { body, state } = large(48 * MIB);
  await using server = await serve(() => new Response(body));
  let [written, ahead] = [0, 0];
  const slow = new WritableStream<Uint8Array>({
    async write(chunk) {
      // An eager reader would use this to run ahead.
      await new Promise((resolve) => setTimeout(resolve));
      written += chunk.length;
      ahead = Math.max(ahead, state.made - written);
    },
  });
  assertEquals(await server.attachments.downloadTo("a", slow), 48 * MIB);
  assertEquals(written, 48 * MIB);
  assert(ahead < 16 * MIB, `${ahead} bytes were on their way`);
});

Deno.test("Attachments.downloadTo() lets go of the connection when the stream fails", async () => {
  const { body, state } = large(Infinity);
  await using server = await serve(() => new Response(body));
  const full = new WritableStream<Uint8Array>({
    write: () => Promise.reject(new Error("Disk full")),
  });
  const call = server.attachments.downloadTo("a", full);
  await assertRejects(() => call, Error, "Disk full");
  await deadline(state.gone, PATIENCE);
});

Deno.test("Attachments.downloadTo() rejects with the signal's reason and lets go of the connection", async () => {
  const { body, state } = large(Infinity);
  await using server = await serve(() => new Response(body));
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error("Enough");
  const counting = new WritableStream<Uint8Array>({
    write: () => controller.abort(reason),
  });
  const call = server.attachments.downloadTo("a", counting, { signal });
  assertEquals(await errorOf(call), reason);
  await deadline(state.gone, PATIENCE);
});

Deno.test("Attachments.download() lets go of the connection when its body is cancelled", async () => {
  const { body, state } = large(Infinity);
  await using server = await serve(() => new Response(body));
  const download = await server.attachments.download("a");
  await download.body.cancel();
  await deadline(state.gone, PATIENCE);
});

Deno.test("Attachments.downloadBytes() goes on where a socket was closed", async () => {
  const requests: string[] = [];
  await using server = new RawServer(async (talk, number) => {
    requests.push(await talk.request());
    await talk.send(
      number === 1
        ? 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: "v1"\r\n\r\nhello'
        : "HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n" +
          "Content-Range: bytes 5-9/10\r\nConnection: close\r\n\r\nworld",
    );
  });
  const { attachments } = clientOf(fetch, { url: server.url });
  const bytes = await attachments.downloadBytes("a");
  assertEquals(decoder.decode(bytes), "helloworld");
  assertStringIncludes(requests[1]!.toLowerCase(), "range: bytes=5-");
});

Deno.test("Attachments.list() asks for 100 at once", async () => {
  const { toloka, asked } = serving([{ items: [], has_more: false }]);
  await Array.fromAsync(toloka.attachments.list({ pool_id: "21" }));
  assertEquals(asked[0]?.query, { pool_id: "21", sort: "id", limit: "100" });
});
