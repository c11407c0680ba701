import {
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { TolokaApiError, TolokaValidationError } from "../../mod.ts";
import {
  apiErrorOf,
  decodeBody,
  requestIdOf,
  retryAfterOf,
} from "../../src/transport/response.ts";

const POST = { method: "POST", path: "/api/v1/pools" };
const GET = { method: "GET", path: "/api/v1/pools" };
const HTML = "<html>\n  <body>Bad   gateway</body>\n</html>";

function answer(status: number, headers: HeadersInit = {}): Response {
  return new Response(null, { status, headers });
}

Deno.test("retryAfterOf() reads seconds and dates, and nothing absurd", () => {
  using _time = new FakeTime("2024-05-01T12:00:00Z");
  const cases: [string | undefined, number | undefined][] = [
    [undefined, undefined],
    ["", undefined],
    ["0", 0],
    ["7", 7_000],
    [" 7 ", 7_000],
    ["1.5", 1_500],
    ["999999999999", 999_999_999_999_000],
    ["Wed, 01 May 2024 12:00:30 GMT", 30_000],
    ["Wed, 01 May 2024 11:00:00 GMT", 0],
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
  assertEquals(requestIdOf(new Headers({ "x-request-id": "r-9" })), "r-9");
  assertEquals(requestIdOf(new Headers()), undefined);
});

Deno.test("decodeBody() gives JSON, and nothing for an empty body", () => {
  assertEquals(decodeBody(answer(200), '{"id":"1"}', GET), { id: "1" });
  assertEquals(decodeBody(answer(200), "null", GET), null);
  assertEquals(decodeBody(answer(204), "", GET), undefined);
  assertEquals(decodeBody(answer(200), "", POST), undefined);
});

Deno.test("decodeBody() makes an error of a body that is not JSON", () => {
  const response = answer(200, {
    "Content-Type": "text/html",
    "X-Request-Id": "r-9",
  });
  const error = assertThrows(
    () => decodeBody(response, HTML, GET),
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
      () => decodeBody(answer(201), "<p>", { ...POST, method }),
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

Deno.test("apiErrorOf() knows which answers leave the outcome open", () => {
  const bodies = { page: HTML, nothing: "", "JSON without code": "{}" };
  const maybeDone = [408, 500, 502, 503, 504];
  for (const status of [302, 400, 403, 404, 409, 413, 429, ...maybeDone]) {
    for (const [name, text] of Object.entries(bodies)) {
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
        assertEquals(
          apiErrorOf(answer(status), text, { ...POST, method }).outcomeUnknown,
          method !== "GET" && maybeDone.includes(status),
          `${method} ${status} ${name}`,
        );
      }
    }
    const text = '{"code":"INTERNAL_ERROR"}';
    assertEquals(apiErrorOf(answer(status), text, POST).outcomeUnknown, false);
  }
});
