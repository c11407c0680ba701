/** What only a real connection shows. Pauses between attempts are skipped by {@linkcode Hasty}. */
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { deadline } from "@std/async/deadline";
import { delay } from "@std/async/delay";
import {
  type ClientOptions,
  type Method,
  type RequestOptions,
  type RequestParts,
  type Timeouts,
  TolokaApiError,
  TolokaClient,
  TolokaConnectionError,
  TolokaPermissionError,
  type TolokaRequestError,
  TolokaTimeoutError,
} from "../../mod.ts";
import { settingsOf } from "../../src/settings.ts";
import { Transport } from "../../src/transport/transport.ts";
import { errorOf, Hasty, STRICT, TOKEN } from "./_fetch.ts";
import { PATIENCE, RawServer, type Script, type Talk } from "./_server.ts";

const PATH = "/api/v1/pools";
const HTML = "<html><body>Bad gateway</body></html>";
const JSON_TYPE = { "Content-Type": "application/json" };

/** Milliseconds that a test waits for a server that stays silent. */
const SHORT = 400;

/** A client whose policies are kept and do not wait. */
function clientOf(
  url: string,
  more: Partial<ClientOptions> = {},
): { toloka: TolokaClient; policies: Hasty[] } {
  const policies: Hasty[] = [];
  const toloka = new TolokaClient({
    token: TOKEN,
    url,
    retries: 1,
    timeout: PATIENCE,
    retryPolicy: (given) => {
      const policy = new Hasty(given);
      policies.push(policy);
      return policy;
    },
    ...more,
  });
  return { toloka, policies };
}

function refusal(code: string, payload?: unknown): string {
  return JSON.stringify({ request_id: "r-1", code, message: "No", payload });
}

/** One way in which a server fails to answer, or answers with an error. */
interface Failure {
  /** What the server does with each connection. */
  script: Script;
  /** What the caller gets. */
  error: typeof TolokaRequestError;
  /** A part of its message. */
  message: string;
  /** Whether the outcome of a write is unknown. */
  unknown: boolean;
  /** Whether it is repeated where that is safe. @default true */
  repeated?: boolean;
  /** The client's time limit. */
  timeout?: number | Timeouts;
  /** What the policy decides to wait, where that is not left to chance. */
  wait?: number;
}

const head = (headers: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`;

async function silentBody(talk: Talk): Promise<void> {
  await talk.request();
  await talk.send(`${head("Content-Length: 100")}{"id":`);
  await talk.silence();
}

/** Each chunk comes in time, but there is no end to them. */
async function endlessBody(talk: Talk): Promise<void> {
  await talk.request();
  await talk.send(head("Transfer-Encoding: chunked"));
  let open = true;
  const gone = talk.silence().then(() => open = false);
  while (open) {
    await talk.send("1\r\n \r\n").catch(() => {});
    await delay(5);
  }
  await gone;
}

const FAILURES: Record<string, Failure> = {
  "a reset before the headers": {
    script: () => {},
    error: TolokaConnectionError,
    message: "broke: ",
    unknown: true,
  },
  "an end before the headers": {
    script: (talk) => talk.request().then(() => {}),
    error: TolokaConnectionError,
    message: "broke: ",
    unknown: true,
  },
  "a reset in the headers": {
    script: (talk) => talk.send("HTTP/1.1 200 OK\r\nContent-Ty"),
    error: TolokaConnectionError,
    message: "broke: ",
    unknown: true,
  },
  "an end in the headers": {
    script: async (talk) => {
      await talk.request();
      await talk.send("HTTP/1.1 200 OK\r\nContent-Ty");
    },
    error: TolokaConnectionError,
    message: "broke: ",
    unknown: true,
  },
  "something that is not HTTP": {
    script: async (talk) => {
      await talk.request();
      await talk.send("220 mail.test ESMTP\r\n\r\n");
    },
    error: TolokaConnectionError,
    message: "broke: ",
    unknown: true,
  },
  "an end in the body": {
    script: async (talk) => {
      await talk.request();
      await talk.send(`${head("Content-Length: 100")}{"id":`);
    },
    error: TolokaConnectionError,
    message: "broke: ",
    unknown: true,
  },
  "an end in the chunked body": {
    script: async (talk) => {
      await talk.request();
      await talk.send(`${head("Transfer-Encoding: chunked")}6\r\n{"id":\r\n`);
    },
    error: TolokaConnectionError,
    message: "broke: ",
    unknown: true,
  },
  "an end in an error's body": {
    script: async (talk) => {
      await talk.request();
      await talk.send("HTTP/1.1 404 No\r\nContent-Length: 100\r\n\r\n{");
    },
    error: TolokaConnectionError,
    message: "broke: ",
    unknown: true,
  },
  "silence before the headers": {
    script: (talk) => talk.silence(),
    error: TolokaTimeoutError,
    message: `was not answered within ${SHORT} ms`,
    unknown: true,
    timeout: SHORT,
  },
  "silence before the headers, limited on its own": {
    script: (talk) => talk.silence(),
    error: TolokaTimeoutError,
    message: `was not answered within ${SHORT} ms`,
    unknown: true,
    timeout: { connect: SHORT, read: PATIENCE },
  },
  "silence in the headers": {
    script: async (talk) => {
      await talk.send("HTTP/1.1 200 OK\r\nContent-Ty");
      await talk.silence();
    },
    error: TolokaTimeoutError,
    message: `was not answered within ${SHORT} ms`,
    unknown: true,
    timeout: SHORT,
  },
  "silence in the body": {
    script: silentBody,
    error: TolokaTimeoutError,
    message: `was not answered within ${SHORT} ms`,
    unknown: true,
    timeout: SHORT,
  },
  "silence in the body, limited on its own": {
    script: silentBody,
    error: TolokaTimeoutError,
    message: `was not answered within ${SHORT} ms`,
    unknown: true,
    timeout: { connect: PATIENCE, read: SHORT },
  },
  "a body that takes too long though each chunk is in time": {
    script: endlessBody,
    error: TolokaTimeoutError,
    message: `was not answered within ${SHORT} ms`,
    unknown: true,
    timeout: SHORT,
  },
  "a page of a gateway": {
    script: (talk) => talk.answer(502, HTML, { "Content-Type": "text/html" }),
    error: TolokaApiError,
    message: `was answered with status 502 (text/html): ${HTML}`,
    unknown: true,
  },
  "a page with status 200": {
    script: (talk) => talk.answer(200, HTML, { "Content-Type": "text/html" }),
    error: TolokaApiError,
    message: `with status 200 but its body is not JSON (text/html): ${HTML}`,
    unknown: true,
    repeated: false,
  },
  "an error with an empty body": {
    script: (talk) => talk.answer(500),
    error: TolokaApiError,
    message: "was answered with status 500 with an empty body",
    unknown: true,
  },
  "a refusal with an empty body": {
    script: (talk) => talk.answer(403),
    error: TolokaApiError,
    message: "was answered with status 403 with an empty body",
    unknown: false,
    repeated: false,
  },
  "JSON without a code": {
    script: (talk) => talk.answer(503, '{"error":"x"}', JSON_TYPE),
    error: TolokaApiError,
    message: 'status 503 (application/json): {"error":"x"}',
    unknown: true,
  },
  "an error of the API": {
    script: (talk) => talk.answer(500, refusal("INTERNAL_ERROR"), JSON_TYPE),
    error: TolokaApiError,
    message: "failed with status 500 INTERNAL_ERROR: No",
    unknown: true,
  },
  "Retry-After in seconds": {
    script: (talk) =>
      talk.answer(503, refusal("X"), { ...JSON_TYPE, "Retry-After": "7" }),
    error: TolokaApiError,
    message: "status 503 X",
    unknown: true,
    wait: 7_000,
  },
  "Retry-After as a date": {
    script: (talk) =>
      talk.answer(503, refusal("X"), {
        ...JSON_TYPE,
        "Retry-After": new Date(Date.now() + 30_500).toUTCString(),
      }),
    error: TolokaApiError,
    message: "status 503 X",
    unknown: true,
    wait: 25_000,
  },
  "a quota of a minute": {
    script: (talk) =>
      talk.answer(429, refusal("TOO_MANY_REQUESTS", { interval: "MIN" })),
    error: TolokaApiError,
    message: "status 429 TOO_MANY_REQUESTS",
    unknown: false,
    wait: 60_000,
  },
  "a quota of an hour": {
    script: (talk) =>
      talk.answer(429, refusal("TOO_MANY_REQUESTS", { interval: "HOUR" })),
    error: TolokaApiError,
    message: "status 429 TOO_MANY_REQUESTS",
    unknown: false,
    repeated: false,
  },
  "a quota of a day": {
    script: (talk) =>
      talk.answer(429, refusal("TOO_MANY_REQUESTS", { interval: "DAY" })),
    error: TolokaApiError,
    message: "status 429 TOO_MANY_REQUESTS",
    unknown: false,
    repeated: false,
  },
};

const KINDS: [string, Method, RequestParts, RequestOptions, safe: boolean][] = [
  ["a read", "GET", {}, {}, true],
  ["a write", "PUT", { body: {} }, {}, true],
  ["a creation", "POST", { body: {} }, {}, false],
  ["an idempotent creation", "POST", { body: {}, idempotent: true }, {}, true],
  ["a read without retries", "GET", {}, { retries: 0 }, false],
];

for (const [name, failure] of Object.entries(FAILURES)) {
  Deno.test(
    `TolokaClient makes the right error of ${name}`,
    STRICT,
    async () => {
      const { repeated = true, timeout = PATIENCE, unknown } = failure;
      // side by side, as some wait for a time limit
      await Promise.all(
        KINDS.map(async ([kind, method, parts, options, safe]) => {
          await using server = new RawServer(failure.script);
          const { toloka, policies } = clientOf(server.url, { timeout });
          const call = toloka.request(method, PATH, parts, options);
          const error = await errorOf(deadline(call, PATIENCE));

          assertInstanceOf(error, failure.error, `${kind}: ${error}`);
          assertStringIncludes(error.message, `${method} ${PATH} `, kind);
          assertStringIncludes(error.message, failure.message, kind);
          const open = unknown && method !== "GET";
          assertEquals(error.outcomeUnknown, open, kind);
          const again = repeated && options.retries !== 0 && (safe || !open);
          assertEquals(server.seen, again ? [method, method] : [method], kind);
          assert(!Deno.inspect(error, { depth: 9 }).includes("SECRET"), kind);
          if (failure.wait !== undefined && again) {
            const wait = policies[0]!.judged[0]!.wait ?? 0;
            assert(wait >= failure.wait && wait < failure.wait * 1.5, kind);
          }
        }),
      );
    },
  );
}

Deno.test(
  "TolokaClient says that no connection could be opened",
  STRICT,
  async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const host = `127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
    listener.close();
    const { toloka, policies } = clientOf(`http://${host}`);
    for (const method of ["GET", "POST"] as const) {
      const error = await errorOf(toloka.request(method, PATH));
      assertInstanceOf(error, TolokaConnectionError);
      assertEquals(error.outcomeUnknown, false);
      assertStringIncludes(
        error.message,
        `${method} ${PATH} was not sent as no connection to "${host}" could be opened: `,
      );
      assertStringIncludes(error.message, "refused");
      assertInstanceOf(error.cause, Error);
      assertEquals(policies.pop()!.judged.length, 2);
    }
  },
);

Deno.test(
  "TolokaClient says that a connection broke in the body",
  STRICT,
  async () => {
    const reached = Promise.withResolvers<void>();
    await using server = new RawServer(async (talk) => {
      // What is not read of the request makes the end a reset.
      await talk.send(`${head("Content-Length: 100")}{"id":`);
      await reached.promise;
    });
    const { toloka } = clientOf(server.url, {
      onResponse: () => reached.resolve(),
    });
    const error = await errorOf(toloka.request("POST", PATH, { body: {} }));
    assertInstanceOf(error, TolokaConnectionError);
    assertStringIncludes(
      error.message,
      `the connection to "${server.host}" broke`,
    );
    assertEquals(error.outcomeUnknown, true);
    assertEquals(server.seen, ["POST"]);
  },
);

Deno.test("TolokaClient goes on after a failed attempt", STRICT, async () => {
  await using server = new RawServer((talk, number) =>
    number === 1 ? undefined : talk.answer(200, '{"id":"1"}', JSON_TYPE)
  );
  const { toloka } = clientOf(server.url);
  assertEquals(await toloka.request("GET", PATH), { id: "1" });
  assertEquals(server.seen, ["GET", "GET"]);
});

Deno.test(
  "TolokaClient takes an empty answer for success",
  STRICT,
  async () => {
    for (const status of [200, 204]) {
      await using server = new RawServer((talk) =>
        talk.request().then(() =>
          talk.send(
            `HTTP/1.1 ${status} OK\r\n${
              status === 204 ? "" : "Content-Length: 0\r\n"
            }Connection: close\r\n\r\n`,
          )
        )
      );
      const { toloka } = clientOf(server.url);
      assertEquals(await toloka.request("POST", PATH, { body: {} }), undefined);
      assertEquals(server.seen, ["POST"]);
    }
  },
);

Deno.test(
  "TolokaClient waits for a slow body as long as no silence is too long",
  STRICT,
  async () => {
    await using server = new RawServer(async (talk) => {
      await talk.request();
      await talk.send(head("Content-Length: 10\r\nConnection: close"));
      for (const char of '{"id":"1"}') {
        await talk.send(char);
        await delay(1);
      }
    });
    const { toloka } = clientOf(server.url, {
      timeout: { connect: PATIENCE, read: PATIENCE },
    });
    assertEquals(await toloka.request("GET", PATH), { id: "1" });
  },
);

Deno.test("TolokaClient sends what the server can read", STRICT, async () => {
  let request = "";
  await using server = new RawServer(async (talk) => {
    request = await talk.request();
    await talk.answer(200, "{}", JSON_TYPE);
  });
  const { toloka } = clientOf(server.url, { actUnderAccountId: "acc-1" });
  const parts = { query: { limit: 1 }, body: { name: "x" } };
  await toloka.request("POST", PATH, parts);
  const [lines, body] = request.split("\r\n\r\n");
  assertEquals(lines!.split("\r\n")[0], "POST /api/v1/pools?limit=1 HTTP/1.1");
  assertStringIncludes(lines!, `authorization: ApiKey ${TOKEN}`);
  assertStringIncludes(lines!, "content-type: application/json");
  assertStringIncludes(lines!, "x-act-under-account-id: acc-1");
  assertEquals(body, '{"name":"x"}');
});

Deno.test(
  "TolokaClient ends with the caller's reason before the headers",
  STRICT,
  async () => {
    for (const timeout of [null, PATIENCE, { connect: PATIENCE, read: null }]) {
      const controller = new AbortController();
      await using server = new RawServer((talk) => {
        controller.abort("enough");
        return talk.silence();
      });
      const { toloka } = clientOf(server.url, { timeout });
      const { signal } = controller;
      const call = toloka.request("GET", PATH, {}, { signal });
      assertEquals(await errorOf(deadline(call, PATIENCE)), "enough");
      assertEquals(server.seen, ["GET"]);
    }
  },
);

Deno.test(
  "TolokaClient ends with the caller's reason in the body",
  STRICT,
  async () => {
    for (const timeout of [null, PATIENCE, { connect: null, read: PATIENCE }]) {
      const controller = new AbortController();
      await using server = new RawServer(silentBody);
      const { toloka } = clientOf(server.url, { timeout });
      const { signal } = controller;
      const onResponse = () => {
        queueMicrotask(() => controller.abort("enough"));
      };
      const call = toloka.request("GET", PATH, {}, { signal, onResponse });
      assertEquals(await errorOf(deadline(call, PATIENCE)), "enough");
      assertEquals(server.seen, ["GET"]);
    }
  },
);

Deno.test("TolokaClient follows no redirect", STRICT, async () => {
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"] as const) {
    for (const status of [301, 302, 303, 307, 308]) {
      await using server = new RawServer((talk) =>
        talk.answer(status, "", { Location: "https://other.test/x?key=1" })
      );
      const { toloka } = clientOf(server.url);
      const parts = method === "GET" ? {} : { body: {} };
      await assertRejects(
        () => toloka.request(method, PATH, parts),
        TolokaApiError,
        `was answered with status ${status} to "https://other.test/x", and redirections are not followed`,
      );
      assertEquals(server.seen, [method]);
    }
  }
});

Deno.test(
  "Transport.stream() follows redirects, to another server without the client's headers",
  STRICT,
  async () => {
    const requests: string[] = [];
    const keep = async (talk: Talk, body: string, headers = {}) => {
      requests.push(await talk.request());
      await talk.answer(body === "" ? 302 : 200, body, headers);
    };
    await using other = new RawServer((talk) => keep(talk, "bytes"));
    await using server = new RawServer((talk, number) =>
      keep(talk, "", {
        Location: number === 1 ? "/api/moved" : `${other.url}/file?signature=1`,
      })
    );
    const headers = {
      "Cookie": "SECRET",
      "X-Mine": "SECRET",
      "Range": "bytes=0-",
    };
    const stream = await transportOf(server.url).stream(PATH, { headers });
    assertEquals(await new Response(stream).text(), "bytes");
    const [first, second, third] = requests;
    assertStringIncludes(first!, `GET ${PATH} HTTP/1.1`);
    assertStringIncludes(second!, "GET /api/moved HTTP/1.1");
    assertStringIncludes(second!, "SECRET");
    assertStringIncludes(third!, "GET /file?signature=1 HTTP/1.1");
    assertStringIncludes(third!.toLowerCase(), "range: bytes=0-");
    assertStringIncludes(third!.toLowerCase(), "accept-encoding: identity");
    assert(!third!.includes("SECRET"), third);
  },
);

/** Serves rows in a coding that nobody asked for, first whole, then cut. */
async function compressedRows(format: CompressionFormat) {
  const rows = Array.from(
    { length: 2_000 },
    (_, i) => `${i}\tanswer ${i * 7919 % 10_007}\n`,
  ).join("");
  const bytes = await new Response(
    new Blob([rows]).stream().pipeThrough(new CompressionStream(format)),
  ).bytes();
  const server = new RawServer(async (talk, number) => {
    await talk.request();
    const sent = number === 1 ? bytes : bytes.subarray(0, -1_000);
    await talk.send(
      `HTTP/1.1 200 OK\r\nContent-Encoding: ${format}\r\nContent-Length: ${sent.length}\r\nConnection: close\r\n\r\n`,
    );
    await talk.send(sent);
  });
  return { rows, server };
}

Deno.test(
  "Transport.stream() reads a gzip body that it did not ask for, and notices a cut",
  STRICT,
  async () => {
    const { rows, server } = await compressedRows("gzip");
    await using _ = server;
    const whole = await transportOf(server.url).stream(PATH);
    assertEquals(await new Response(whole).text(), rows);
    const cut = await transportOf(server.url).stream(PATH);
    await assertRejects(() => new Response(cut).text(), TolokaConnectionError);
  },
);

Deno.test(
  "Transport.stream() refuses a coding in which no cut is noticed",
  STRICT,
  async () => {
    const { server } = await compressedRows("deflate");
    await using _ = server;
    await assertRejects(
      () => transportOf(server.url).stream(PATH),
      TolokaApiError,
      "compressed body (deflate)",
    );
  },
);

Deno.test(
  "Transport.stream() follows redirects to an end",
  STRICT,
  async () => {
    await using server = new RawServer((talk) =>
      talk.answer(302, "", { Location: PATH })
    );
    const call = () => transportOf(server.url).stream(PATH);
    await assertRejects(call, TolokaApiError, "redirected more than 5 times");
    assertEquals(server.seen.length, 5);
  },
);

Deno.test({
  ...STRICT,
  name:
    "TolokaClient names the permission that is missing, and does not try again",
  permissions: { net: false },
  async fn() {
    const { toloka, policies } = clientOf("http://127.0.0.1:8765", {
      retries: 3,
    });
    for (const method of ["GET", "POST"] as const) {
      const error = await errorOf(toloka.request(method, PATH));
      assertInstanceOf(error, TolokaPermissionError);
      assertEquals(
        error.message,
        `${method} ${PATH} was not sent as the program may not reach the network: run it with --allow-net=127.0.0.1:8765`,
      );
      assertEquals((error.cause as Error).name, "NotCapable");
      assertEquals(error.outcomeUnknown, false);
      assertEquals(policies.pop()!.judged.length, 1);
    }
  },
});

Deno.test({
  ...STRICT,
  name: "TolokaPermissionError names the host of an environment",
  permissions: { net: false },
  async fn() {
    const toloka = new TolokaClient({ token: TOKEN, environment: "SANDBOX" });
    await assertRejects(
      () => toloka.request("GET", PATH),
      TolokaPermissionError,
      "run it with --allow-net=sandbox.toloka.dev",
    );
  },
});

// ------------------------------------------------------------------- streams

function transportOf(
  url: string,
  more: Partial<ClientOptions> = {},
): Transport {
  const retryPolicy: ClientOptions["retryPolicy"] = (given) => new Hasty(given);
  return new Transport(
    settingsOf({ token: TOKEN, url, timeout: PATIENCE, retryPolicy, ...more }),
  );
}

Deno.test(
  "Transport.stream() gives the body as it comes in",
  STRICT,
  async () => {
    const first = Promise.withResolvers<void>();
    await using server = new RawServer(async (talk) => {
      await talk.request();
      await talk.send(head("Transfer-Encoding: chunked\r\nConnection: close"));
      await talk.send("3\r\nabc\r\n");
      await first.promise;
      await talk.send("2\r\nde\r\n0\r\n\r\n");
    });
    const stream = await transportOf(server.url).stream(PATH);
    const chunks: string[] = [];
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      chunks.push(chunk);
      first.resolve();
    }
    assertEquals(chunks, ["abc", "de"]);
  },
);

Deno.test(
  "Transport.stream() repeats what fails before the headers",
  STRICT,
  async () => {
    await using server = new RawServer((talk, number) =>
      number === 1 ? undefined : talk.answer(200, "abc")
    );
    const stream = await transportOf(server.url).stream(PATH);
    assertEquals(await new Response(stream).text(), "abc");
    assertEquals(server.seen.length, 2);
  },
);

Deno.test("Transport.stream() fails with the API's error", STRICT, async () => {
  await using server = new RawServer((talk) =>
    talk.answer(404, refusal("DOES_NOT_EXIST"))
  );
  await assertRejects(
    () => transportOf(server.url).stream(PATH),
    TolokaApiError,
    "DOES_NOT_EXIST",
  );
});

Deno.test(
  "Transport.stream() may take longer than the time limit, but no silence may",
  STRICT,
  async () => {
    const [timeout, chunks] = [1_000, 25];
    await using server = new RawServer(async (talk) => {
      await talk.request();
      await talk.send(head("Transfer-Encoding: chunked"));
      for (let i = 0; i < chunks; i++) {
        await talk.send("1\r\nx\r\n");
        await delay(timeout / 20);
      }
      await talk.silence();
    });
    const stream = await transportOf(server.url, { timeout }).stream(PATH);
    let text = "";
    const reading = (async () => {
      for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
        text += chunk;
      }
    })();
    const error = await errorOf(deadline(reading, PATIENCE));
    assertInstanceOf(error, TolokaTimeoutError);
    assertEquals(text, "x".repeat(chunks));
  },
);

Deno.test(
  "Transport.stream() fails if the connection breaks",
  STRICT,
  async () => {
    await using server = new RawServer(async (talk) => {
      await talk.request();
      await talk.send(`${head("Content-Length: 100")}abc`);
    });
    const stream = await transportOf(server.url).stream(PATH);
    await assertRejects(
      () => new Response(stream).text(),
      TolokaConnectionError,
    );
    assertEquals(server.seen.length, 1);
  },
);

Deno.test(
  "Transport.stream() lets go when its reader has enough",
  STRICT,
  async () => {
    await using server = new RawServer(endlessBody);
    const stream = await transportOf(server.url).stream(PATH);
    for await (const _ of stream) break;
  },
);

Deno.test(
  "Transport.stream() lets go when its caller aborts between two reads",
  STRICT,
  async () => {
    await using server = new RawServer(endlessBody);
    const controller = new AbortController();
    const { signal } = controller;
    const transport = transportOf(server.url);
    const stream = await transport.stream(PATH, { signal });
    const reader = stream.getReader();
    await reader.read();
    controller.abort("enough");
    assertEquals(await errorOf(reader.read()), "enough");
  },
);

Deno.test(
  "Transport.stream() lets go when its caller aborts and reads no more",
  STRICT,
  async () => {
    await using server = new RawServer(endlessBody);
    const controller = new AbortController();
    const { signal } = controller;
    await transportOf(server.url).stream(PATH, { signal });
    controller.abort("enough");
  },
);
