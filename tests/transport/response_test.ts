import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { FakeClock } from "../_clock.ts";
import {
  TolokaApiError,
  TolokaConnectionError,
  TolokaValidationError,
} from "../../mod.ts";
import { redactorOf } from "../../src/transport/redact.ts";
import {
  type AnswerContext,
  apiErrorOf,
  decodeBody,
  type Expectation,
  requestIdOf,
  retryAfterOf,
} from "../../src/transport/response.ts";
import { TOKEN } from "./_fetch.ts";

const POST = contextOf("POST");
const GET = contextOf("GET");
const HTML = "<html>\n  <body>Bad   gateway</body>\n</html>";

function contextOf(method: string): AnswerContext {
  const headers = new Headers({ Authorization: `ApiKey ${TOKEN}` });
  const request = { method, path: "/api/v1/pools" };
  return { request, redact: redactorOf(headers) };
}

function decode(
  response: Response,
  text: string,
  context: AnswerContext,
  expected: Expectation = "any",
): unknown {
  const { buffer } = new TextEncoder().encode(text);
  return decodeBody(response, buffer, context, expected, "error");
}

function answer(status: number, headers: HeadersInit = {}): Response {
  return new Response(null, { status, headers });
}

Deno.test("retryAfterOf() reads seconds and dates, and nothing absurd", () => {
  using _time = new FakeClock("2024-05-01T12:00:00Z");
  const cases: [string | undefined, number | undefined][] = [
    [undefined, undefined],
    ["", undefined],
    ["0", undefined],
    ["7", 7_000],
    [" 7 ", 7_000],
    ["1.5", 1_500],
    ["999999999999", 999_999_999_999_000],
    ["Wed, 01 May 2024 12:00:30 GMT", 30_000],
    ["Wed, 01 May 2024 11:00:00 GMT", undefined],
    ["Wed May  1 12:00:30 2024", 30_000],
    ["Wednesday, 01-May-24 12:01:00 GMT", 60_000],
    ["2024-05-01T12:00:05Z", 5_000],
    ["-5", undefined],
    ["+5", undefined],
    ["1e3", undefined],
    ["0x10", undefined],
    ["NaN", undefined],
    ["Infinity", undefined],
    ["soon", undefined],
    ["in 5", undefined],
    ["2 minutes", undefined],
    ["2024", 2_024_000],
    ["25:61", undefined],
  ];
  for (const [text, expected] of cases) {
    const headers = new Headers();
    if (text !== undefined) headers.set("Retry-After", text);
    assertEquals(retryAfterOf(headers), expected, `"${text}"`);
  }
});

Deno.test("requestIdOf() reads the header if there is one", () => {
  assertEquals(
    requestIdOf(new Headers({ "x-request-id": "r-9" }), String),
    "r-9",
  );
  assertEquals(requestIdOf(new Headers(), String), undefined);
});

Deno.test("decodeBody() gives JSON, and nothing for an empty body", () => {
  assertEquals(decode(answer(200), '{"id":"1"}', GET), { id: "1" });
  assertEquals(decode(answer(200), "null", GET), null);
  assertEquals(decode(answer(204), "", GET), undefined);
  assertEquals(decode(answer(200), "", POST), undefined);
});

Deno.test("decodeBody() makes an error of a body that is not JSON", () => {
  const response = answer(200, {
    "Content-Type": "text/html",
    "X-Request-Id": "r-9",
  });
  const error = assertThrows(
    () => decode(response, HTML, GET),
    TolokaApiError,
    "GET /api/v1/pools was answered with status 200 but its body is not JSON (text/html): <html> <body>Bad gateway</body> </html>",
  );
  assertEquals(error.outcomeUnknown, false);
  assertEquals(error.status, 200);
  assertEquals(error.code, undefined);
  assertEquals(error.requestId, "r-9");
  assertInstanceOf(error.cause, SyntaxError);
});

Deno.test("decodeBody() says that the outcome of a write is unknown", () => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const error = assertThrows(
      () => decode(answer(201), "<p>", contextOf(method)),
      TolokaApiError,
      "(no content type): <p>; whether the server carried out the request is unknown",
    );
    assertEquals(error.outcomeUnknown, true);
  }
});

Deno.test("apiErrorOf() takes all that the API says", () => {
  const body = {
    request_id: "r-1",
    code: "TOO_MANY_REQUESTS",
    message: "Slow down",
    payload: { interval: "MIN" },
  };
  const headers = { "Retry-After": "3", "X-Request-Id": "of the gateway" };
  const error = apiErrorOf(answer(429, headers), JSON.stringify(body), POST);
  assertEquals(error.name, "TolokaRateLimitError");
  assertEquals(
    error.message,
    "POST /api/v1/pools failed with status 429 TOO_MANY_REQUESTS: Slow down",
  );
  assertEquals(error.status, 429);
  assertEquals(error.code, "TOO_MANY_REQUESTS");
  assertEquals(error.requestId, "r-1");
  assertEquals(error.payload, { interval: "MIN" });
  assertEquals(error.retryAfter, 3_000);
  assertEquals(error.method, "POST");
  assertEquals(error.path, "/api/v1/pools");
  assertEquals(error.outcomeUnknown, false);
});

Deno.test("apiErrorOf() does without message and request id", () => {
  const headers = { "X-Request-Id": "r-2" };
  const error = apiErrorOf(answer(409, headers), '{"code":"NEW_CODE"}', POST);
  assertEquals(error.name, "TolokaApiError");
  assertStringIncludes(error.message, "status 409 NEW_CODE: no message");
  assertEquals(error.requestId, "r-2");
  assertEquals(error.payload, undefined);
  assertEquals(error.retryAfter, undefined);
});

Deno.test("apiErrorOf() says what to look at if the token is refused", () => {
  const body = '{"code":"AUTHENTICATION_ERROR","message":"No"}';
  assertStringIncludes(
    apiErrorOf(answer(401), body, GET).message,
    "No: check that the token is right and belongs to this environment",
  );
});

Deno.test("apiErrorOf() names the first fields that a validation refused", () => {
  const message = (payload: unknown) => {
    const body = { code: "VALIDATION_ERROR", message: "Bad", payload };
    const error = apiErrorOf(answer(400), JSON.stringify(body), POST);
    assertInstanceOf(error, TolokaValidationError);
    return error.message.slice(error.message.indexOf("VALIDATION_ERROR"));
  };
  const field = { code: "VALUE_REQUIRED", message: "Must be there" };
  assertEquals(
    message({ a: field, b: { code: "X" }, c: "text", d: 1, e: 2 }),
    'VALIDATION_ERROR: Bad: "a": Must be there, "b": X, "c": "text" and 2 more',
  );
  assertEquals(
    message({ a: field, b: field, c: field }).includes("more"),
    false,
  );
  assertEquals(
    message({ a: field, b: field, c: field, d: field }).slice(-11),
    " and 1 more",
  );
  assertEquals(
    message({ a: field }),
    'VALIDATION_ERROR: Bad: "a": Must be there',
  );
  assertEquals(message({}), "VALIDATION_ERROR: Bad");
  assertEquals(message(undefined), "VALIDATION_ERROR: Bad");
  assertEquals(message(["a"]), "VALIDATION_ERROR: Bad");
});

Deno.test("apiErrorOf() makes an error of any body", () => {
  const cases: [string, string, string, unknown][] = [
    [
      "page",
      HTML,
      "(text/html): <html> <body>Bad gateway</body> </html>",
      undefined,
    ],
    ["nothing", "", "with an empty body", undefined],
    ["blanks", "  ", "(text/html): ", undefined],
    ["JSON without code", '{"error":1}', '(text/html): {"error":1}', {
      error: 1,
    }],
    ["code that is no text", '{"code":5}', '(text/html): {"code":5}', {
      code: 5,
    }],
    ["list", "[1]", "(text/html): [1]", [1]],
    ["text", '"no"', '(text/html): "no"', "no"],
    ["null", "null", "(text/html): null", null],
    ["cut JSON", '{"code":', '(text/html): {"code":', undefined],
    [
      "long text",
      "x".repeat(999),
      `(text/html): ${"x".repeat(200)}...`,
      undefined,
    ],
  ];
  for (const [name, text, end, payload] of cases) {
    const response = answer(404, { "Content-Type": "text/html" });
    const error = apiErrorOf(response, text, POST);
    assertEquals(error.name, "TolokaApiError", name);
    assertEquals(
      error.message,
      `POST /api/v1/pools was answered with status 404 ${end}`,
      name,
    );
    assertEquals(error.payload, payload, name);
    assertEquals(error.code, undefined, name);
    assertEquals(error.status, 404, name);
  }
});

Deno.test("apiErrorOf() knows which answers leave the outcome open, whatever their bodies say", () => {
  const bodies = {
    page: HTML,
    nothing: "",
    "JSON without code": "{}",
    "error of the API": '{"code":"INTERNAL_ERROR"}',
  };
  const maybeDone = [408, 500, 502, 503, 504, 520, 524, 599];
  for (const status of [302, 400, 403, 404, 409, 413, 429, ...maybeDone]) {
    for (const [name, text] of Object.entries(bodies)) {
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
        assertEquals(
          apiErrorOf(answer(status), text, contextOf(method)).outcomeUnknown,
          method !== "GET" && maybeDone.includes(status),
          `${method} ${status} ${name}`,
        );
      }
    }
  }
});

Deno.test("decodeBody() says what came in place of what is expected", () => {
  const error = '{"request_id":"r","code":"INTERNAL_ERROR","message":"Oops"}';
  const bodies = {
    "": "an empty body",
    "{}": "{}",
    "[]": "[]",
    "5": "5",
    "null": "null",
    [error]: "the error INTERNAL_ERROR: Oops",
    '{"items":[],"has_more":true}': '{"items":[],"has_more":true}',
    '{"content":[],"has_more":false}': '{"content":[],"has_more":false}',
    '{"items":[]}': '{"items":[]}',
    '{"id":"1","code":"a skill has one"}': "",
  };
  const accepted: Record<Expectation, string[]> = {
    any: Object.keys(bodies),
    object: Object.keys(bodies).filter((text) =>
      text.startsWith("{") && text !== error
    ),
    optional: Object.keys(bodies).filter((text) =>
      text === "" || text.startsWith("{") && text !== error
    ),
    operation: Object.keys(bodies).filter((text) =>
      text.startsWith("{") && text !== error
    ),
    list: ["[]"],
    page: Object.keys(bodies).filter((text) => text.includes("has_more")),
  };
  for (const [expected, texts] of Object.entries(accepted)) {
    for (const [text, shown] of Object.entries(bodies)) {
      const read = () =>
        decode(answer(200), text, POST, expected as Expectation);
      if (texts.includes(text)) read();
      else {
        const { message, outcomeUnknown } = assertThrows(read, TolokaApiError);
        assertStringIncludes(message, `: it is ${shown}`);
        assertEquals(outcomeUnknown, true);
      }
    }
  }
});

Deno.test("decodeBody() takes a 204 for the word that there is nothing to do", () => {
  assertEquals(decode(answer(204), "", POST, "operation"), undefined);
});

Deno.test("decodeBody() takes JSON that breaks off for a broken connection", () => {
  for (const text of ['{"id":"1"', '[{"id":', '"te', '{"id":"1","na']) {
    for (const [context, unknown] of [[GET, false], [POST, true]] as const) {
      const error = assertThrows(
        () => decode(answer(200), text, context),
        TolokaConnectionError,
        `failed as the JSON of its answer broke off after ${text.length} characters: ${text}`,
      );
      assertEquals(error.outcomeUnknown, unknown);
    }
  }
});

Deno.test("decodeBody() does not change a whole number that is too large", () => {
  const text = '{"a":[{"n":9007199254740993}]}';
  assertThrows(
    () => decode(answer(200), text, GET),
    TolokaApiError,
    "'n' is 9007199254740993, which a JavaScript number cannot hold exactly",
  );
});

Deno.test("errors of answers never repeat the token", () => {
  const echo = (text: string) => text.replaceAll("@", TOKEN);
  const headers = { "X-Request-Id": echo("id @"), "Content-Type": echo("a/@") };
  const api = echo(
    '{"code":"VALIDATION_ERROR","message":"@","request_id":"@","payload":{"@":{"code":"@","message":"@"}}}',
  );
  const redirected = answer(302, {
    Location: echo("https://other.test/@?k=@"),
  });
  const errors = [
    apiErrorOf(answer(400, headers), api, POST),
    apiErrorOf(answer(401, headers), echo("<p>@</p>"), POST),
    apiErrorOf(answer(500, headers), echo('{"error":"@"}'), POST),
    apiErrorOf(redirected, "", POST),
    assertThrows(() => decode(answer(200, headers), echo("<p>@"), GET)),
    assertThrows(() => decode(answer(200, headers), echo('{"a":"@'), GET)),
    assertThrows(() =>
      decode(answer(200, headers), echo('["@"]'), GET, "object")
    ),
  ];
  for (const error of errors) {
    const shown = Deno.inspect(error, { depth: 9 });
    // The cause of a broken text is the runtime's own word.
    assert(!shown.includes("SECRET"), shown);
  }
});

Deno.test("errors of answers escape control characters and are cut", () => {
  const message = `\u001b[31mred\u0007\u202e ${"x".repeat(5_000)}`;
  const body = JSON.stringify({ code: "X", message, request_id: "a\u001bb" });
  const error = apiErrorOf(answer(409), body, POST);
  assertStringIncludes(error.message, "X: \\u001b[31mred\\u0007\\u202e xxx");
  assert(error.message.length < 1_200);
  assertEquals(error.requestId, "a\\u001bb");
  const page = apiErrorOf(answer(409), "\u001b[2J\u009b1m", POST);
  assertStringIncludes(page.message, "\\u001b[2J\\u009b1m");
});
