import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { FakeClock } from "../_clock.ts";
import config from "../../deno.json" with { type: "json" };
import {
  type ClientOptions,
  DefaultRetryPolicy,
  type Logger,
  type Method,
  type RequestInfo,
  type RequestOptions,
  type ResponseInfo,
  type RetryInfo,
  type RetryPolicy,
  TolokaApiError,
  TolokaConflictError,
  TolokaConnectionError,
  TolokaError,
  TolokaNotFoundError,
  TolokaRateLimitError,
  TolokaTimeoutError,
} from "../../mod.ts";
import type { Transport } from "../../src/transport/transport.ts";
import {
  type Answer,
  answering,
  broken,
  clientOf,
  errorOf,
  Hasty,
  outcomeOf,
  refusal,
  skipping,
  STRICT,
  TOKEN,
  transportOf,
  unreachable,
} from "./_fetch.ts";

const PATH = "/api/v1/pools";
const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const HASTY: Partial<ClientOptions> = {
  retryPolicy: (given) => new Hasty(given),
};

function ok(): Response {
  return Response.json({ id: "1" });
}

// ------------------------------------------------------------------ requests

Deno.test("Transport.request() sends method, address, headers and JSON", async () => {
  const { fetch, seen } = answering(ok());
  const transport = transportOf(fetch, { headers: { "X-All": "a" } });
  const parts = { query: { limit: 5, status: "OPEN" }, body: { name: "é" } };
  const options = { headers: { "X-One": "o" } };
  const result = await transport.request("POST", PATH, parts, options);
  assertEquals(result, { id: "1" });
  const [request] = seen;
  assertEquals(request!.method, "POST");
  assertEquals(request!.target, "/api/v1/pools?limit=5&status=OPEN");
  assertEquals(request!.body, '{"name":"é"}');
  assertEquals(Object.fromEntries(request!.headers), {
    authorization: `ApiKey ${TOKEN}`,
    "content-type": "application/json",
    "user-agent": `toloka-client-js/${config.version} (deno/${
      Deno.version.deno.split(".").slice(0, 2).join(".")
    })`,
    "x-all": "a",
    "x-one": "o",
  });
});

Deno.test("Transport.request() says nothing of a body that there is not", async () => {
  const { fetch, seen } = answering(ok());
  await transportOf(fetch).request("POST", PATH);
  assertEquals(seen[0]!.body, undefined);
  assertEquals(seen[0]!.headers.has("Content-Type"), false);
  assertEquals(seen[0]!.target, PATH);
});

Deno.test("Transport.request() sends bodies that are empty or no object", async () => {
  for (
    const [body, text] of [[{}, "{}"], [[], "[]"], [null, "null"], [0, "0"]]
  ) {
    const { fetch, seen } = answering(ok());
    await transportOf(fetch).request("PUT", PATH, { body });
    assertEquals(seen[0]!.body, text);
  }
});

Deno.test("Transport.request() lets a call's headers win over the client's", async () => {
  const { fetch, seen } = answering(ok(), ok());
  const toloka = clientOf(fetch, { headers: { "X-Mine": "client" } });
  const headers = { "x-mine": "call" };
  await toloka.request("GET", PATH, {}, { headers });
  await toloka.request("GET", PATH);
  assertEquals(seen.map(({ headers }) => headers.get("X-Mine")), [
    "call",
    "client",
  ]);
});

Deno.test("Transport.request() looks up the global fetch at each request", async () => {
  const real = globalThis.fetch;
  const { fetch, seen } = answering(ok());
  const toloka = clientOf(undefined as never);
  globalThis.fetch = fetch;
  try {
    await toloka.request("GET", PATH);
  } finally {
    globalThis.fetch = real;
  }
  assertEquals(seen.length, 1);
});

Deno.test("Transport.request() calls a given fetch without a 'this'", async () => {
  let self: unknown = "not called";
  const toloka = clientOf(function (this: unknown) {
    self = this;
    return Promise.resolve(ok());
  });
  await toloka.request("GET", PATH);
  assertEquals(self, undefined);
});

Deno.test("Transport.request() follows no redirects", async () => {
  for (const method of METHODS) {
    let redirect: unknown;
    const toloka = clientOf((_, init) => {
      redirect = init!.redirect;
      return Promise.resolve(ok());
    });
    await toloka.request(method, PATH);
    assertEquals(redirect, "manual", method);
  }
});

Deno.test("Transport.request() gives undefined for an empty answer", async () => {
  for (
    const answer of [new Response(null, { status: 204 }), new Response("")]
  ) {
    const { fetch } = answering(answer);
    assertEquals(await clientOf(fetch).request("POST", PATH), undefined);
  }
});

Deno.test("TolokaClient.request() refuses what cannot be sent", async () => {
  const toloka = clientOf(answering().fetch);
  const paths: [string, string][] = [
    ["", `must start with "/"`],
    ["api/v1/pools", `must start with "/"`],
    ["https://other.test/", `must start with "/"`],
    ["/api/v1/pools#a", `must be without "?" and "#"`],
    ["/api/v1/pools?a=1", `must be without "?" and "#"`],
    ["/api/v1/po ols", "must have other characters"],
    ["/api/v1/é", "must have other characters"],
    ["/api/v1\\..", "must have other characters"],
  ];
  for (const [path, rule] of paths) {
    const error = await assertRejects(
      () => toloka.request("GET", path),
      TypeError,
      `Cannot make a request as the path ${rule}`,
    );
    const end = `current value is ${JSON.stringify(path)}`;
    assert(error.message.endsWith(end), error.message);
  }
  await assertRejects(
    () => toloka.request("GET", PATH, {}, { timeout: 0 }),
    RangeError,
    "Cannot make a request as 'timeout' must be between 1 and",
  );
  const misspelt = { maxRetries: 1 } as RequestOptions;
  await assertRejects(
    () => toloka.request("GET", PATH, {}, misspelt),
    TypeError,
    "Cannot make a request as there is no option 'maxRetries': did you mean 'retries'?",
  );
  await assertRejects(
    () => toloka.request("POST", PATH, { body: { a: [1, { b: NaN }] } }),
    TypeError,
    "Cannot make a request as 'a.1.b' of the body cannot be sent as JSON: current value is NaN",
  );
  await assertRejects(
    () => toloka.request("GET", PATH, { query: { a: { b: 1 } } }),
    TypeError,
    `'a' in the query must be a text, a finite number, a boolean, a date, or a list of these: current value is {"b":1}`,
  );
});

Deno.test("TolokaClient.request() refuses retries that are no number of times", async () => {
  const { fetch, seen } = answering();
  for (const retries of [-1, 1.5, NaN]) {
    await assertRejects(
      async () => await clientOf(fetch).request("GET", PATH, {}, { retries }),
      RangeError,
      `Cannot make a request as 'retries' must be a whole number from 0: current value is ${retries}`,
    );
  }
  assertEquals(seen.length, 0);
});

// ------------------------------------------------------------------- retries

/** Every way in which an attempt can fail, and whether its outcome is then unknown for a write. */
const FAILURES: Record<
  string,
  { make: () => Answer; repeated: boolean; unknown: boolean }
> = {
  "no connection": { make: unreachable, repeated: true, unknown: false },
  "a lost connection": { make: broken, repeated: true, unknown: true },
  "200 with a page": {
    make: () => new Response("<html>"),
    repeated: false,
    unknown: true,
  },
};
for (
  const status of [302, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 501]
) {
  FAILURES[`${status}, empty`] = {
    make: () => new Response(null, { status }),
    repeated: false,
    unknown: false,
  };
  FAILURES[`${status}, of the API`] = {
    make: () => refusal(status, "SOME_CODE"),
    repeated: false,
    unknown: false,
  };
}
for (const status of [408, 429, 500, 502, 503, 504]) {
  const bodies = {
    empty: null,
    page: "<html>",
    "JSON without code": '{"error":1}',
  };
  for (const [name, body] of Object.entries(bodies)) {
    FAILURES[`${status}, ${name}`] = {
      make: () => new Response(body, { status }),
      repeated: true,
      unknown: status !== 429,
    };
  }
  FAILURES[`${status}, of the API`] = {
    make: () => refusal(status, "SOME_CODE"),
    repeated: true,
    unknown: status !== 429,
  };
}

for (const [name, { make, repeated, unknown }] of Object.entries(FAILURES)) {
  Deno.test(`Transport.request() repeats ${name} where it may`, async () => {
    for (const method of METHODS) {
      for (
        const idempotent of method === "POST" ? [true, false] : [undefined]
      ) {
        const { fetch, seen } = answering(make(), ok());
        const outcome = await outcomeOf(
          clientOf(fetch, HASTY).request(method, PATH, { idempotent }),
        );
        const open = unknown && method !== "GET";
        const mayRepeat = repeated &&
          (!open || method !== "POST" || idempotent === true);
        const note = `${method}, idempotent: ${idempotent}`;
        assertEquals("value" in outcome, mayRepeat, note);
        assertEquals(seen.length, mayRepeat ? 2 : 1, note);
        if ("error" in outcome) {
          assertInstanceOf(outcome.error, TolokaError);
          const { outcomeUnknown } = outcome.error as TolokaApiError;
          assertEquals(outcomeUnknown, open, note);
        }
      }
    }
  });
}

Deno.test("Transport.request() repeats as often as it is told to", async () => {
  const cases: [Partial<ClientOptions>, RequestOptions, number][] = [
    [{}, {}, 4],
    [{ retries: 0 }, {}, 1],
    [{ retries: 5 }, {}, 6],
    [{ retries: 5 }, { retries: 1 }, 2],
    [{ retries: 0 }, { retries: 2 }, 3],
    [{ retries: 2 }, { retries: undefined }, 3],
  ];
  for (const [client, options, attempts] of cases) {
    const { fetch, seen } = answering(
      ...Array.from({ length: 9 }, () => refusal(503, "SOME_CODE")),
    );
    const toloka = clientOf(fetch, { ...HASTY, ...client });
    await errorOf(toloka.request("GET", PATH, {}, options));
    assertEquals(seen.length, attempts, JSON.stringify([client, options]));
  }
});

Deno.test("Transport.request() fails with the error of the last attempt, as it is", async () => {
  const { fetch } = answering(
    refusal(500, "INTERNAL_ERROR"),
    unreachable(),
    refusal(503, "REMOTE_SERVICE_UNAVAILABLE"),
  );
  const error = await errorOf(
    clientOf(fetch, { ...HASTY, retries: 2 }).request("GET", PATH),
  );
  assertEquals((error as Error).name, "TolokaUnavailableError");
});

Deno.test("Transport.request() sends every attempt the same", async () => {
  const { fetch, seen } = answering(unreachable(), broken(), ok());
  const parts = { query: { a: 1 }, body: { b: 2 } };
  await clientOf(fetch, HASTY).request("PUT", PATH, parts);
  const [first, ...others] = seen.map(({ signal: _, headers, ...rest }) => ({
    ...rest,
    headers: [...headers],
  }));
  for (const other of others) assertEquals(other, first);
  assertEquals(others.length, 2);
});

Deno.test("Transport.request() waits longer from attempt to attempt", async () => {
  using time = new FakeClock();
  const { fetch } = answering(...Array.from({ length: 4 }, unreachable));
  const starts: number[] = [];
  const toloka = clientOf(fetch, { onRequest: () => starts.push(time.now) });
  await skipping(time, errorOf(toloka.request("GET", PATH)));
  const pauses = starts.slice(1).map((start, i) => start - starts[i]!);
  assertEquals(pauses.length, 3);
  for (const [i, longest] of [1_000, 2_000, 4_000].entries()) {
    assert(pauses[i]! >= longest / 2 - 1 && pauses[i]! <= longest, `${pauses}`);
  }
});

/** A pause that the server names gets a little jitter on top. */
function assertNamed(
  pause: number | undefined,
  named: number | undefined,
  note: string,
): void {
  if (named === undefined) return assertEquals(pause, undefined, note);
  assert(pause! >= named && pause! <= named * 1.1, `${note}: ${pause}`);
}

/** The pause that follows an answer, or nothing if it is the last. */
async function pauseAfter(
  answer: Response,
  options: Partial<ClientOptions> = {},
): Promise<number | undefined> {
  using time = new FakeClock("2024-05-01T12:00:00Z");
  const { fetch, seen } = answering(answer, ok());
  const call = outcomeOf(clientOf(fetch, options).request("GET", PATH));
  await skipping(time, call);
  return seen.length === 2 ? time.now - time.start : undefined;
}

Deno.test("Transport.request() keeps a Retry-After in seconds or as a date", async () => {
  const cases: [string, number | undefined][] = [
    ["7", 7_000],
    ["Wed, 01 May 2024 12:00:30 GMT", 30_000],
    ["300", 300_000],
    ["301", undefined],
    ["Thu, 02 May 2024 12:00:00 GMT", undefined],
  ];
  for (const [text, expected] of cases) {
    for (
      const [status, code] of [[429, "TOO_MANY_REQUESTS"], [503, "X"]] as const
    ) {
      const headers = { "Retry-After": text };
      const pause = await pauseAfter(refusal(status, code, { headers }));
      assertNamed(pause, expected, `${status} ${text}`);
    }
  }
});

Deno.test("Transport.request() makes nothing of a Retry-After that is absurd", async () => {
  const past = "Wed, 01 May 2024 11:00:00 GMT";
  for (const text of ["-5", "soon", "NaN", "0", past]) {
    const headers = { "Retry-After": text };
    const pause = await pauseAfter(refusal(503, "X", { headers }));
    assert(pause! >= 499 && pause! <= 1_000, `${text}: ${pause}`);
  }
});

Deno.test("Transport.request() waits for a quota if it is told to, else fails at once", async () => {
  const cases: [ClientOptions["retryQuotas"], string, number | undefined][] = [
    [undefined, "MIN", 60_000],
    [undefined, "HOUR", undefined],
    [undefined, "DAY", undefined],
    ["HOUR", "HOUR", 3_600_000],
    ["HOUR", "MIN", undefined],
    ["DAY", "DAY", 86_400_000],
    [["MIN", "DAY"], "MIN", 60_000],
    [["MIN", "DAY"], "HOUR", undefined],
    [[], "MIN", undefined],
    [null, "MIN", undefined],
    [null, "DAY", undefined],
  ];
  for (const [retryQuotas, interval, expected] of cases) {
    const answer = refusal(429, "TOO_MANY_REQUESTS", { payload: { interval } });
    assertNamed(
      await pauseAfter(answer, { retryQuotas }),
      expected,
      `${JSON.stringify(retryQuotas)} ${interval}`,
    );
  }
});

Deno.test("Transport.request() fails with the quota's error if it does not wait", async () => {
  const payload = { interval: "DAY" };
  const { fetch } = answering(refusal(429, "TOO_MANY_REQUESTS", { payload }));
  const error = await errorOf(clientOf(fetch).request("POST", PATH));
  assertInstanceOf(error, TolokaRateLimitError);
  assertEquals(error.payload, payload);
  assertEquals(error.outcomeUnknown, false);
});

// -------------------------------------------------------------- retry policy

Deno.test("retryPolicy is asked for one policy by each request", async () => {
  const given: unknown[] = [];
  const toloka = clientOf(answering(unreachable(), ok(), ok()).fetch, {
    retries: 2,
    retryQuotas: ["HOUR"],
    retryPolicy: (options) => {
      given.push(options);
      return { wait: () => 0 };
    },
  });
  await toloka.request("GET", PATH);
  await toloka.request("GET", PATH, {}, { retries: 7 });
  assertEquals(given, [
    { retries: 2, retryQuotas: ["HOUR"] },
    { retries: 7, retryQuotas: ["HOUR"] },
  ]);
});

Deno.test("retryPolicy decides everything", async () => {
  const always: RetryPolicy = { wait: () => 0 };
  const { fetch, seen } = answering(
    refusal(404, "DOES_NOT_EXIST"),
    new Response("<html>"),
    broken(),
    ok(),
  );
  const toloka = clientOf(fetch, { retries: 0, retryPolicy: () => always });
  await toloka.request("POST", PATH);
  assertEquals(seen.length, 4);

  const never: RetryPolicy = { wait: () => undefined };
  const once = answering(unreachable());
  const strict = clientOf(once.fetch, { retryPolicy: () => never });
  await assertRejects(() => strict.request("GET", PATH), TolokaConnectionError);
  assertEquals(once.seen.length, 1);
});

Deno.test("retryPolicy gets all that there is to judge by", async () => {
  const policy = new Hasty({ retries: 1 });
  const { fetch } = answering(unreachable(), broken());
  const toloka = clientOf(fetch, { retryPolicy: () => policy });
  await errorOf(toloka.request("POST", PATH, { query: { a: 1 } }));
  const [first, second] = policy.judged;
  assertEquals(policy.judged.length, 2);
  assertEquals(first!.method, "POST");
  assertEquals(first!.path, PATH);
  assertEquals(first!.idempotent, false);
  assertEquals([first!.attempt, second!.attempt], [1, 2]);
  assertInstanceOf(first!.error, TolokaConnectionError);
  assert(first!.elapsed >= 0 && second!.elapsed >= first!.elapsed);
  assertEquals([first!.error.outcomeUnknown, second!.error.outcomeUnknown], [
    false,
    true,
  ]);
});

Deno.test("retryPolicy may extend the default one", async () => {
  class Impatient extends DefaultRetryPolicy {
    override wait(failure: Parameters<DefaultRetryPolicy["wait"]>[0]) {
      return failure.error instanceof TolokaRateLimitError
        ? undefined
        : super.wait(failure);
    }
  }
  const { fetch, seen } = answering(refusal(429, "TOO_MANY_REQUESTS"));
  const toloka = clientOf(fetch, { retryPolicy: (all) => new Impatient(all) });
  await assertRejects(() => toloka.request("GET", PATH), TolokaRateLimitError);
  assertEquals(seen.length, 1);
});

Deno.test("retryPolicy that throws ends the request with what it threw", async () => {
  const thrown = new Error("policy");
  const { fetch, seen } = answering(unreachable());
  const toloka = clientOf(fetch, {
    retryPolicy: () => ({
      wait() {
        throw thrown;
      },
    }),
  });
  assertStrictEquals(await errorOf(toloka.request("GET", PATH)), thrown);
  assertEquals(seen.length, 1);
});

// --------------------------------------------------------------- time limits

Deno.test(
  "Transport.request() has ten seconds for an attempt by default",
  STRICT,
  async () => {
    using time = new FakeClock();
    const { fetch, seen } = answering("silence");
    const call = errorOf(
      clientOf(fetch, { timeout: undefined }).request("POST", PATH),
    );
    await time.tickAsync(9_999);
    assertEquals(seen[0]!.signal.aborted, false);
    await time.tickAsync(1);
    const error = await call;
    assertInstanceOf(error, TolokaTimeoutError);
    assertEquals(
      error.message,
      "POST /api/v1/pools was not answered within 10000 ms; whether the server carried out the request is unknown",
    );
    assertEquals(seen[0]!.signal.aborted, true);
  },
);

Deno.test("Transport.request() limits each attempt anew", async () => {
  using time = new FakeClock();
  const { fetch, seen } = answering("silence", "silence", ok());
  const toloka = clientOf(fetch, { ...HASTY, timeout: 50 });
  const call = outcomeOf(toloka.request("GET", PATH));
  await skipping(time, call);
  assertEquals(seen.length, 3);
  assertEquals((await call as { value: unknown }).value, { id: "1" });
});

Deno.test("Transport.request() lets a call's time limit win over the client's", async () => {
  using time = new FakeClock();
  const { fetch } = answering("silence");
  const toloka = clientOf(fetch, { timeout: 10_000 });
  const start = time.now;
  await skipping(
    time,
    errorOf(toloka.request("POST", PATH, {}, { timeout: { connect: 20 } })),
  );
  assertEquals(time.now - start, 20);
});

Deno.test("Transport.request() ends what is left of an attempt that failed", async () => {
  const { fetch, seen } = answering(refusal(404, "DOES_NOT_EXIST"), ok());
  const toloka = clientOf(fetch);
  await errorOf(toloka.request("GET", PATH));
  await toloka.request("GET", PATH);
  assertEquals(seen.map(({ signal }) => signal.aborted), [true, false]);
});

// -------------------------------------------------------------------- aborts

Deno.test("Transport.request() sends nothing if it is aborted before", async () => {
  const { fetch, seen } = answering();
  const reason = new Error("before");
  const signal = AbortSignal.abort(reason);
  const call = clientOf(fetch).request("GET", PATH, {}, { signal });
  assertStrictEquals(await errorOf(call), reason);
  assertEquals(seen.length, 0);
});

Deno.test("Transport.request() ends with the caller's reason while it waits for an answer", async () => {
  for (const timeout of [null, 5_000, { connect: 5_000, read: null }]) {
    using _time = new FakeClock();
    const { fetch, seen } = answering("silence");
    const controller = new AbortController();
    const { signal } = controller;
    const call = errorOf(
      clientOf(fetch, { timeout }).request("GET", PATH, {}, { signal }),
    );
    while (seen.length === 0) await Promise.resolve();
    controller.abort("enough");
    assertEquals(await call, "enough");
    assertEquals(seen[0]!.signal.aborted, true);
    assertEquals(seen.length, 1);
  }
});

Deno.test(
  "Transport.request() ends with the caller's reason between attempts",
  STRICT,
  async () => {
    using time = new FakeClock();
    const { fetch, seen } = answering(unreachable());
    const controller = new AbortController();
    const { signal } = controller;
    const retries: number[] = [];
    const toloka = clientOf(fetch, {
      onRetry: ({ wait }) => retries.push(wait),
    });
    const call = errorOf(toloka.request("GET", PATH, {}, { signal }));
    await time.tickAsync(100);
    assertEquals(retries.length, 1);
    controller.abort("enough");
    assertEquals(await call, "enough");
    await time.tickAsync(60_000);
    assertEquals(seen.length, 1);
  },
);

Deno.test(
  "Transport.request() ends with the caller's reason while it waits for a quota",
  STRICT,
  async () => {
    using time = new FakeClock();
    const payload = { interval: "DAY" };
    const { fetch, seen } = answering(
      refusal(429, "TOO_MANY_REQUESTS", { payload }),
    );
    const controller = new AbortController();
    const { signal } = controller;
    const toloka = clientOf(fetch, { retryQuotas: "DAY" });
    const call = errorOf(toloka.request("GET", PATH, {}, { signal }));
    await time.tickAsync(3_600_000);
    controller.abort("enough");
    assertEquals(await call, "enough");
    await time.tickAsync(86_400_000);
    assertEquals(seen.length, 1);
  },
);

Deno.test("Transport.request() takes a signal with a time limit for an abort of its caller", async () => {
  using time = new FakeClock();
  const { fetch, seen } = answering("silence");
  const controller = new AbortController();
  const reason = new DOMException("Signal timed out.", "TimeoutError");
  const { signal } = controller;
  let repeats = 0;
  const call = errorOf(
    clientOf(fetch, { ...HASTY, onRetry: () => repeats++ }).request(
      "GET",
      PATH,
      {},
      { signal },
    ),
  );
  await time.tickAsync(1);
  controller.abort(reason);
  assertStrictEquals(await call, reason);
  assertEquals(seen.length, 1);
  assertEquals(repeats, 0);
});

// ----------------------------------------------------------- hooks and logger

Deno.test("hooks get attempt, status, wait and timing", async () => {
  using time = new FakeClock();
  const requests: RequestInfo[] = [];
  const responses: ResponseInfo[] = [];
  const retries: RetryInfo[] = [];
  const headers = { "Retry-After": "2", "X-Request-Id": "r-5" };
  const { fetch } = answering(
    refusal(503, "X", { headers }),
    unreachable(),
    ok(),
  );
  const toloka = clientOf(fetch, {
    onRequest: (info) => requests.push(info),
    onResponse: (info) => responses.push(info),
    onRetry: (info) => retries.push(info),
  });
  await skipping(time, toloka.request("PUT", PATH, { query: { a: 1 } }));

  assertEquals(requests.map(({ attempt }) => attempt), [1, 2, 3]);
  const [{ method, path, url }] = requests as [RequestInfo];
  assertEquals([method, path, url], [
    "PUT",
    PATH,
    `http://toloka.test${PATH}?a=1`,
  ]);

  assertEquals(responses.map(({ attempt, status }) => [attempt, status]), [
    [1, 503],
    [3, 200],
  ]);
  assertEquals(responses[0]!.requestId, "r-5");
  assertEquals(responses[1]!.requestId, undefined);
  assertEquals(responses[0]!.headers.get("Retry-After"), "2");
  for (const { duration } of responses) assert(duration >= 0);

  assertEquals(retries.map(({ attempt }) => attempt), [1, 2]);
  assertNamed(retries[0]!.wait, 2_000, "Retry-After");
  assertInstanceOf(retries[0]!.error, TolokaApiError);
  assertInstanceOf(retries[1]!.error, TolokaConnectionError);
  assert(retries[1]!.wait >= 1_000 && retries[1]!.wait <= 2_000);
  for (const { elapsed, method, path } of retries) {
    assert(elapsed >= 0);
    assertEquals([method, path], ["PUT", PATH]);
  }
});

Deno.test("hooks come in the order of what happens", async () => {
  const events: string[] = [];
  const { fetch } = answering(refusal(503, "X"), ok());
  const toloka = clientOf(fetch, {
    ...HASTY,
    onRequest: () => events.push("request"),
    onResponse: () => events.push("response"),
    onRetry: () => events.push("retry"),
  });
  const onResponse = () => events.push("response of the call");
  await toloka.request("GET", PATH, {}, { onResponse });
  assertEquals(events, [
    "request",
    "response",
    "response of the call",
    "retry",
    "request",
    "response",
    "response of the call",
  ]);
});

Deno.test("hooks can change neither request nor answer", async () => {
  const { fetch, seen } = answering(ok());
  await clientOf(fetch, {
    onRequest: ({ headers }) => headers.set("X-Hook", "1"),
  }).request("GET", PATH);
  assertEquals(seen[0]!.headers.has("X-Hook"), false);
  assertEquals(seen[0]!.headers.get("Authorization"), `ApiKey ${TOKEN}`);
});

for (const hook of ["onRequest", "onResponse", "onRetry"] as const) {
  Deno.test(`${hook} that throws reaches the caller and ends the request`, async () => {
    for (const thrown of [new Error("hook"), "text"]) {
      const { fetch, seen } = answering(refusal(503, "X"), ok());
      const toloka = clientOf(fetch, {
        ...HASTY,
        [hook]: () => {
          throw thrown;
        },
      });
      assertStrictEquals(await errorOf(toloka.request("GET", PATH)), thrown);
      assertEquals(seen.length, hook === "onRequest" ? 0 : 1);
    }
  });
}

Deno.test("onResponse of a call that throws reaches the caller and ends the request", async () => {
  const thrown = new Error("hook");
  const { fetch, seen } = answering(ok(), ok());
  const onResponse = () => {
    throw thrown;
  };
  const call = clientOf(fetch, HASTY).request("GET", PATH, {}, { onResponse });
  assertStrictEquals(await errorOf(call), thrown);
  assertEquals(seen.length, 1);
  assertEquals(seen[0]!.signal.aborted, true);
});

Deno.test("logger gets a line for each answer and each repeat", async () => {
  const lines: string[] = [];
  const logger: Logger = {
    debug: (message) => lines.push(`debug ${message}`),
    warn: (message) => lines.push(`warn ${message}`),
  };
  const { fetch } = answering(refusal(503, "X"), ok());
  const toloka = clientOf(fetch, { ...HASTY, logger });
  await toloka.request("GET", PATH);
  const text = lines.map((line) =>
    line.replace(/\d+ ms, attempt/, "N ms, attempt")
  );
  assertEquals(text, [
    "debug GET /api/v1/pools 503 in N ms, attempt 1",
    "warn GET /api/v1/pools failed in attempt 1, the next one comes in 0 ms: GET /api/v1/pools failed with status 503 X: Refused",
    "debug GET /api/v1/pools 200 in N ms, attempt 2",
  ]);
});

Deno.test("TolokaClient prints nothing by itself", async () => {
  const printed: unknown[] = [];
  const real = globalThis.console;
  const { fetch } = answering(refusal(503, "X"), unreachable(), ok());
  globalThis.console = new Proxy(real, {
    get: (target, name) =>
      typeof target[name as "log"] === "function"
        ? (...args: unknown[]) => printed.push([name, ...args])
        : target[name as "log"],
  });
  try {
    await clientOf(fetch, HASTY).request("GET", PATH);
  } finally {
    globalThis.console = real;
  }
  assertEquals(printed, []);
});

/** All that a value shows of itself. */
function shown(value: unknown): string {
  const text = Deno.inspect(value, {
    depth: 20,
    showHidden: true,
    getters: true,
    iterableLimit: 1_000,
    strAbbreviateSize: 100_000,
  });
  const stack = value instanceof Error ? value.stack : "";
  return `${text} ${String(value)} ${stack} ${JSON.stringify(value) ?? ""}`;
}

Deno.test("the token reaches no hook, no log line, no error, and no print of the client", async () => {
  const out: unknown[] = [];
  const failures = Object.values(FAILURES).map(({ make }) => make);
  for (const make of failures) {
    const { fetch } = answering(make(), make());
    const toloka = clientOf(fetch, {
      ...HASTY,
      retries: 1,
      onRequest: (info) => out.push(info, [...info.headers]),
      onResponse: (info) => out.push(info, [...info.headers]),
      onRetry: (info) => out.push(info),
      logger: {
        debug: (line) => out.push(line),
        warn: (line) => out.push(line),
      },
    });
    out.push(await errorOf(toloka.request("POST", PATH)), toloka, toloka.pools);
    out.push(toloka.pools.list());
  }
  const { fetch } = answering("silence");
  using time = new FakeClock();
  const slow = clientOf(fetch, { timeout: 50 }).request("POST", PATH);
  out.push(await skipping(time, errorOf(slow)));
  assert(out.length > 100);
  for (const value of out) {
    const text = shown(value);
    assert(!text.includes("SECRET"), text);
    assert(!text.includes(TOKEN.slice(0, 12)), text);
    assert(!/apikey/i.test(text), text);
  }
});

Deno.test("hooks see no header that carries a secret, and no echo of one", async () => {
  const seen: [string, string][] = [];
  const answer = Response.json({}, {
    headers: {
      "Set-Cookie": "id=SECRET",
      "X-Echo": `you sent ${TOKEN} and hidden-key`,
      "X-Request-Id": `\u00a0${TOKEN}`,
      "X-Mine": "mine",
    },
  });
  const info: unknown[] = [];
  const toloka = clientOf(answering(answer).fetch, {
    onRequest: ({ headers }) => seen.push(...headers),
    onResponse: ({ headers, requestId }) => {
      seen.push(...headers);
      info.push(requestId);
    },
  });
  const headers = {
    "Cookie": "SECRET",
    "Proxy-Authorization": "Basic SECRET",
    "X-Api-Key": "hidden-key",
    "X-Mine": "mine",
  };
  await toloka.request("GET", PATH, {}, { headers });
  assert(!/SECRET|hidden-key/.test(JSON.stringify([seen, info])));
  assertEquals(seen.filter(([name]) => name === "x-mine").length, 2);
  assertEquals(
    seen.find(([name]) => name === "x-echo")![1],
    "you sent [secret] and [secret]",
  );
});

Deno.test("Transport's verbs refuse an answer that is not what they rely on", async () => {
  const answers = [
    "",
    "[]",
    "null",
    '{"code":"X","message":"m","request_id":"r"}',
  ];
  const verbs: Record<string, (transport: Transport) => Promise<unknown>> = {
    get: (transport) => transport.get(PATH),
    post: (transport) => transport.post(PATH, {}),
    put: (transport) => transport.put(PATH, {}),
    patch: (transport) => transport.patch(PATH, {}),
  };
  for (const [name, call] of Object.entries(verbs)) {
    for (const text of answers) {
      const { fetch, seen } = answering(new Response(text));
      const error = await errorOf(call(transportOf(fetch, HASTY)));
      assertInstanceOf(error, TolokaApiError);
      const end = "was answered with status 200 but not with an object: it is";
      assert(error.message.includes(end), error.message);
      assertEquals(error.outcomeUnknown, name !== "get");
      assertEquals(seen.length, 1);
    }
  }
});

Deno.test("Transport.get() repeats an answer whose JSON breaks off", async () => {
  const { fetch, seen } = answering(new Response('{"id":"1"'), ok());
  assertEquals(await transportOf(fetch, HASTY).get(PATH), { id: "1" });
  assertEquals(seen.length, 2);
});

Deno.test("an unknown outcome survives every later attempt", async () => {
  const later = [
    refusal(409, "CONFLICT_STATE"),
    refusal(429, "TOO_MANY_REQUESTS", { payload: { interval: "DAY" } }),
    new Response("<html>", { status: 403 }),
  ];
  for (const last of later) {
    const { fetch } = answering(broken(), unreachable(), last);
    const call = transportOf(fetch, HASTY).patch(PATH, {});
    const error = await errorOf(call);
    assertInstanceOf(error, TolokaApiError);
    assertEquals(error.outcomeUnknown, true);
  }
});

Deno.test("Transport's verbs send method, path, query, body and options", async () => {
  const { fetch, seen } = answering(
    ...Array.from({ length: 5 }, () => Response.json({ id: "1" })),
  );
  const transport = transportOf(fetch);
  const headers = { "X-Mine": "call" };
  assertEquals(await transport.get(PATH, { headers }, { a: 1 }), { id: "1" });
  await transport.delete(PATH, { headers }, { a: 1 });
  const parts = { query: { a: 1 } };
  await transport.post(PATH, { b: 2 }, { headers }, parts);
  await transport.put(PATH, { b: 2 }, { headers }, parts);
  await transport.patch(PATH, { b: 2 }, { headers }, parts);
  const expected = [
    ["GET", undefined],
    ["DELETE", undefined],
    ["POST", '{"b":2}'],
    ["PUT", '{"b":2}'],
    ["PATCH", '{"b":2}'],
  ].map(([method, body]) => [method, `${PATH}?a=1`, "call", body]);
  const sent = seen.map(({ method, target, headers, body }) => [
    method,
    target,
    headers.get("X-Mine"),
    body,
  ]);
  assertEquals(sent, expected);
});

Deno.test("Transport.patch() succeeds if its own repeat meets the state as asked", async () => {
  const gone = () => refusal(409, "CONFLICT_STATE");
  const settled = (error: Error) => error instanceof TolokaConflictError;
  const table: [Answer[], boolean][] = [
    [[broken(), gone()], true],
    [[unreachable(), gone()], false],
    [[refusal(429, "TOO_MANY_REQUESTS"), gone()], false],
    [[gone()], false],
    [[broken(), refusal(429, "TOO_MANY_REQUESTS"), gone()], true],
  ];
  for (const [answers, success] of table) {
    const transport = transportOf(answering(...answers).fetch, HASTY);
    const outcome = await outcomeOf(transport.patch(PATH, {}, {}, { settled }));
    assertEquals("value" in outcome, success, Deno.inspect(answers));
  }
});

Deno.test("Transport.delete() succeeds if its own repeat finds nothing", async () => {
  const gone = () => refusal(404, "DOES_NOT_EXIST");
  const { fetch } = answering(broken(), gone(), gone());
  const transport = transportOf(fetch, HASTY);
  assertEquals(await transport.delete(PATH), undefined);
  assertInstanceOf(await errorOf(transport.delete(PATH)), TolokaNotFoundError);
});
