import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertNotStrictEquals,
  assertObjectMatch,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  type ClientOptions,
  DefaultRetryPolicy,
  ENVIRONMENTS,
  TolokaClient,
} from "../mod.ts";
import config from "../deno.json" with { type: "json" };
import { settingsOf } from "../src/settings.ts";
import { TOKEN } from "./transport/_fetch.ts";

const URL = "https://toloka.test";
const USER_AGENT = `toloka-client-js/${config.version} (deno/${
  Deno.version.deno.split(".").slice(0, 2).join(".")
})`;

function settings(options: Partial<ClientOptions> = {}) {
  return settingsOf({ token: TOKEN, url: URL, ...options });
}

Deno.test("settingsOf() has defaults for all but token and server", () => {
  const { headers, retryPolicy, connector, ...rest } = settings();
  assertEquals(rest, {
    url: URL,
    bonus: undefined,
    fetch: undefined,
    fetchOptions: {},
    timeout: 10_000,
    maxBodySize: 200_000_000,
    largeIntegers: "error",
    retries: 3,
    retryQuotas: ["MIN"],
    rateLimiter: undefined,
    pageSize: 1000,
    logger: undefined,
    telemetry: undefined,
    onRequest: undefined,
    onResponse: undefined,
    onRetry: undefined,
  });
  assertEquals(Object.fromEntries(headers), {
    authorization: `ApiKey ${TOKEN}`,
    "user-agent": USER_AGENT,
  });
  assertEquals(
    connector.prepare({ method: "GET", body: undefined, patience: 1 }),
    {
      init: {},
    },
  );
  const policy = retryPolicy({ retries: 3, retryQuotas: [] });
  assertInstanceOf(policy, DefaultRetryPolicy);
});

Deno.test("settingsOf() takes every option", () => {
  const options: ClientOptions = {
    token: TOKEN,
    url: URL,
    fetch: () => Promise.reject(new Error("unused")),
    fetchOptions: { cache: "no-store" },
    timeout: null,
    retries: 0,
    retryPolicy: () => ({ wait: () => undefined }),
    pageSize: null,
    logger: console,
    telemetry: false,
    onRequest: () => {},
    onResponse: () => {},
    onRetry: () => {},
  };
  const { token: _, ...given } = options;
  assertObjectMatch(settingsOf(options), given);
});

Deno.test("settingsOf() takes time limits of both kinds", () => {
  const cases: ClientOptions["timeout"][] = [
    null,
    1,
    2 ** 31 - 1,
    {},
    { connect: 5 },
    { connect: null, read: 7 },
  ];
  for (const timeout of cases) {
    assertEquals(settings({ timeout }).timeout, timeout!);
  }
  assertEquals(settings({ timeout: undefined }).timeout, 10_000);
});

Deno.test("settingsOf() makes a list of the quotas that are waited for", () => {
  const cases: [ClientOptions["retryQuotas"], string[]][] = [
    [undefined, ["MIN"]],
    ["DAY", ["DAY"]],
    [["MIN", "HOUR"], ["MIN", "HOUR"]],
    [[], []],
    [null, []],
  ];
  for (const [retryQuotas, expected] of cases) {
    assertEquals(settings({ retryQuotas }).retryQuotas as string[], expected);
  }
});

Deno.test("settingsOf() knows the servers by name", () => {
  const cases = {
    PRODUCTION: "https://toloka.dev",
    SANDBOX: "https://sandbox.toloka.dev",
    YANDEX_TASKS: "https://tasks.yandex.ru",
  } as const;
  assertEquals(Object.keys(cases), Object.keys(ENVIRONMENTS));
  for (const [name, url] of Object.entries(cases)) {
    const environment = name as keyof typeof cases;
    assertEquals(settingsOf({ token: TOKEN, environment }).url, url);
  }
});

Deno.test("settingsOf() knows the bonuses of known servers, by name and by url", () => {
  for (const [name, { url, bonus }] of Object.entries(ENVIRONMENTS)) {
    const environment = name as keyof typeof ENVIRONMENTS;
    assertEquals(settingsOf({ token: TOKEN, environment }).bonus, bonus);
    assertEquals(settings({ url: `${url}/` }).bonus, bonus);
  }
  assertEquals(settings().bonus, undefined);
});

Deno.test("settingsOf() takes a url with or without a slash, port and path", () => {
  const cases = {
    "https://toloka.test": "https://toloka.test",
    "https://toloka.test/": "https://toloka.test",
    "http://127.0.0.1:8000": "http://127.0.0.1:8000",
    "https://proxy.test/toloka//": "https://proxy.test/toloka",
    "https://proxy.test/apiary": "https://proxy.test/apiary",
    "HTTPS://TOLOKA.test": "https://toloka.test",
  };
  for (const [url, expected] of Object.entries(cases)) {
    assertEquals(settings({ url }).url, expected);
  }
});

Deno.test("settingsOf() sends a token by its shape", () => {
  const x = (count: number) => "x".repeat(count);
  const cases: [string, "ApiKey" | "OAuth"][] = [
    [`${x(21)}.b.c`, "OAuth"],
    [`${x(22)}.b.c`, "ApiKey"],
    [`${x(23)}.b.c`, "ApiKey"],
    [`${x(24)}.b.c`, "ApiKey"],
    [`${x(25)}.b.c`, "OAuth"],
    [`${x(22)}..`, "ApiKey"],
    [`${x(22)}.${x(99)}.${x(99)}`, "ApiKey"],
    [x(22), "OAuth"],
    [`${x(22)}.b`, "OAuth"],
    [`${x(22)}.b.c.d`, "OAuth"],
    [`.${x(22)}.c`, "OAuth"],
    ["AQAAAAAAAAAAAAAAAAAA_x-y", "OAuth"],
  ];
  for (const [token, scheme] of cases) {
    const { headers } = settings({ token });
    assertEquals(headers.get("Authorization"), `${scheme} ${token}`);
  }
});

Deno.test("settingsOf() lets 'auth' and the server decide before the token's shape", () => {
  const scheme = (options: Omit<ClientOptions, "token">) =>
    settingsOf({ token: TOKEN, ...options }).headers.get("Authorization")!
      .split(" ")[0];
  assertEquals(scheme({ url: URL }), "ApiKey");
  assertEquals(scheme({ url: URL, auth: "OAuth" }), "OAuth");
  assertEquals(scheme({ environment: "YANDEX_TASKS" }), "OAuth");
  assertEquals(
    scheme({ environment: "YANDEX_TASKS", auth: "ApiKey" }),
    "ApiKey",
  );
});

Deno.test("settingsOf() adds the caller's headers but keeps its own", () => {
  const given = new Headers({ "X-Mine": "1", Authorization: "Basic x" });
  const { headers } = settings({ headers: given, actUnderAccountId: "acc-1" });
  assertEquals(Object.fromEntries(headers), {
    authorization: `ApiKey ${TOKEN}`,
    "user-agent": USER_AGENT,
    "x-act-under-account-id": "acc-1",
    "x-mine": "1",
  });
  assertNotStrictEquals(headers, given);
  assertEquals(given.get("Authorization"), "Basic x");
});

const LIMIT = 2 ** 31 - 1;

/** Everything that can be wrong with the options, and what is said about it. */
const MISUSES: [
  name: string,
  options: Record<string, unknown>,
  ErrorClass: typeof TypeError | typeof RangeError,
  message: string,
][] = [
  [
    "url and environment",
    { environment: "SANDBOX" },
    TypeError,
    `exactly one of 'environment' and 'url' must be given: current values are "SANDBOX" and "https://toloka.test"`,
  ],
  [
    "neither url nor environment",
    { url: undefined },
    TypeError,
    "exactly one of 'environment' and 'url' must be given: current values are undefined and undefined",
  ],
  [
    "unknown environment",
    { url: undefined, environment: "sandbox" },
    TypeError,
    `'environment' must be one of "PRODUCTION", "SANDBOX", "YANDEX_TASKS": current value is "sandbox"`,
  ],
  [
    "environment named like a member of every object",
    { url: undefined, environment: "constructor" },
    TypeError,
    `current value is "constructor"`,
  ],
  [
    "url that is none",
    { url: "toloka.dev" },
    TypeError,
    `'url' must be an http or https address: current value is "toloka.dev"`,
  ],
  [
    "empty url",
    { url: "" },
    TypeError,
    `'url' must be an http or https address: current value is ""`,
  ],
  [
    "url of another protocol",
    { url: "ftp://toloka.dev" },
    TypeError,
    "'url' must be an http or https address",
  ],
  [
    "a password in url",
    { url: "https://me:secret@toloka.test" },
    TypeError,
    `'url' must be without a user's name and password: current value is "...@toloka.test"`,
  ],
  [
    "a token in the query of url",
    { url: "https://toloka.test/?token=secret" },
    TypeError,
    `current value is "https://toloka.test/?..."`,
  ],
  [
    "a password in what is no url",
    { url: "me:secret@toloka.test" },
    TypeError,
    `'url' must be an http or https address: current value is "...@toloka.test"`,
  ],
  [
    "http to another machine",
    { url: "http://toloka.dev" },
    TypeError,
    `'url' must begin with 'https:' unless 'allowHttp' is set, as the token would be sent unencrypted: current value is "http://toloka.dev"`,
  ],
  [
    "an option that is misspelt",
    { maxRetries: 3 },
    TypeError,
    "there is no option 'maxRetries': did you mean 'retries'?",
  ],
  [
    "an option that there is not",
    { verbose: true },
    TypeError,
    "there is no option 'verbose'",
  ],
  [
    "largeIntegers",
    { largeIntegers: "number" },
    TypeError,
    `'largeIntegers' must be one of "error", "bigint", "string": current value is "number"`,
  ],
  ...["", "a\nb", "é", 5].map((application): typeof MISUSES[number] => [
    `application ${application}`,
    { application },
    TypeError,
    "'application' must be ASCII text: current value is",
  ]),
  ...[0, 1.5, "9"].map((maxBodySize): typeof MISUSES[number] => [
    `maxBodySize ${maxBodySize}`,
    { maxBodySize },
    RangeError,
    "'maxBodySize' must be a whole number from 1: current value is",
  ]),
  ...["/api/v1", "/api/v1/", "/api", "/x/api/v1", "?a=1", "#a"].map((
    end,
  ): typeof MISUSES[number] => [
    `url with ${end}`,
    { url: `${URL}${end}` },
    TypeError,
    `'url' must be the root of a server, without '/api/v1': current value is "${URL}${
      end.replace(/[?#].*/, "?...")
    }"`,
  ]),
  [
    "no token",
    { token: undefined },
    TypeError,
    "'token' must be an API key or an OAuth token: it is undefined",
  ],
  ["empty token", { token: "" }, TypeError, "token: it is empty"],
  ["token of another type", { token: 5 }, TypeError, "it is of type number"],
  ["null for a token", { token: null }, TypeError, "it is of type object"],
  ...[" ", "\n", "\t", " secret", "secret\n", "se cret", "sécret"].map((
    token,
  ): typeof MISUSES[number] => [
    `token ${JSON.stringify(token)}`,
    { token },
    TypeError,
    "it has spaces, line breaks or other characters that no token has",
  ]),
  [
    "auth",
    { auth: "Bearer" },
    TypeError,
    `'auth' must be one of "ApiKey", "OAuth": current value is "Bearer"`,
  ],
  ...[-1, 1.5, NaN, Infinity, "3"].map((retries): typeof MISUSES[number] => [
    `retries ${retries}`,
    { retries },
    RangeError,
    `'retries' must be a whole number from 0: current value is ${
      Deno.inspect(retries)
    }`,
  ]),
  ...[0, -1, 0.5, NaN, LIMIT + 1, Infinity, "10"].map((
    timeout,
  ): typeof MISUSES[number] => [
    `timeout ${timeout}`,
    { timeout },
    RangeError,
    `'timeout' must be between 1 and ${LIMIT} milliseconds, or null: current value is ${
      Deno.inspect(timeout)
    }`,
  ]),
  [
    "timeout.connect",
    { timeout: { connect: 0 } },
    RangeError,
    `'timeout.connect' must be between 1 and ${LIMIT} milliseconds, or null: current value is 0`,
  ],
  [
    "timeout.read",
    { timeout: { connect: 5, read: -7 } },
    RangeError,
    `'timeout.read' must be between 1 and ${LIMIT} milliseconds, or null: current value is -7`,
  ],
  [
    "quota",
    { retryQuotas: "WEEK" },
    TypeError,
    `'retryQuotas' must be of "MIN", "HOUR", "DAY": current value is "WEEK"`,
  ],
  [
    "quota in a list",
    { retryQuotas: ["MIN", "min"] },
    TypeError,
    `'retryQuotas' must be of "MIN", "HOUR", "DAY": current value is "min"`,
  ],
  ...[0, -1, 1.5, NaN, Infinity, "9"].map((
    pageSize,
  ): typeof MISUSES[number] => [
    `pageSize ${pageSize}`,
    { pageSize },
    RangeError,
    `'pageSize' must be a whole number from 1, or null: current value is ${
      Deno.inspect(pageSize)
    }`,
  ]),
  ...["retryPolicy", "fetch", "onRequest", "onResponse", "onRetry"].map((
    name,
  ): typeof MISUSES[number] => [
    `${name} that is no function`,
    { [name]: "x" },
    TypeError,
    `'${name}' must be a function: current value is "x"`,
  ]),
  ...[true, {}, { tracerProvider: {} }].map((
    telemetry,
  ): typeof MISUSES[number] => [
    `telemetry ${JSON.stringify(telemetry)}`,
    { telemetry: telemetry as never },
    TypeError,
    `'telemetry' must be false or have a 'tracerProvider' with a function 'getTracer': current value is ${
      JSON.stringify(telemetry)
    }`,
  ]),
  [
    "logger without debug",
    { logger: { warn() {} } },
    TypeError,
    "'logger.debug' must be a function: current value is undefined",
  ],
  [
    "logger without warn",
    { logger: { debug() {}, warn: 1 } },
    TypeError,
    "'logger.warn' must be a function: current value is 1",
  ],
  ...["ca.pem", "", [], ["ca.pem"], null, 0, 1, {}].map((
    verify,
  ): typeof MISUSES[number] => [
    `verify ${JSON.stringify(verify)}`,
    { verify },
    TypeError,
    "'verify' must be a boolean or certificates in PEM form: current value is",
  ]),
  [
    "verify false where the runtime cannot",
    { verify: false },
    TypeError,
    "Deno does not let a program switch off 'verify': run it with --unsafely-ignore-certificate-errors=HOST, or give the certificate of the authority",
  ],
  [
    "verify with fetch",
    { verify: false, fetch: () => {} },
    TypeError,
    "with both 'verify' and 'fetch', as a given fetch checks certificates in its own way",
  ],
];

for (const [name, options, ErrorClass, message] of MISUSES) {
  Deno.test(`TolokaClient refuses ${name}`, () => {
    const all = { token: TOKEN, url: URL, ...options };
    const error = assertThrows(
      () => new TolokaClient(all as unknown as ClientOptions),
      ErrorClass,
      message,
    );
    assert(error.message.startsWith("Cannot create TolokaClient "));
    const secrets = [TOKEN, "secret", "sécret"];
    for (const secret of secrets) {
      assert(!Deno.inspect(error).includes(secret), error.message);
    }
  });
}

Deno.test("TolokaClient takes 'verify: true' with a fetch", () => {
  const { fetch } = globalThis;
  assertStrictEquals(settings({ verify: true, fetch }).fetch, fetch);
});

Deno.test("settingsOf() takes http for this machine, names for tests, and what is allowed", () => {
  const hosts = [
    "127.0.0.1:80",
    "localhost",
    "[::1]:9",
    "a.localhost",
    "x.test",
  ];
  for (const host of hosts) {
    assertEquals(
      settings({ url: `http://${host}` }).url.slice(0, 7),
      "http://",
    );
  }
  const url = "http://toloka.lan";
  assertEquals(settings({ url, allowHttp: true }).url, url);
  for (const host of ["127.0.0.1.evil.dev", "localhost.evil.dev", "10.0.0.1"]) {
    assertThrows(() => settings({ url: `http://${host}` }), TypeError);
  }
});

Deno.test("settingsOf() adds the application to the User-Agent, or leaves the caller's", () => {
  const agentOf = (options: Partial<ClientOptions>) =>
    settings(options).headers.get("User-Agent");
  assertEquals(agentOf({ application: "me/1" }), `${USER_AGENT} me/1`);
  assertEquals(agentOf({ headers: { "user-agent": "mine" } }), "mine");
});

Deno.test("new TolokaClient() without options says what it needs", () => {
  for (const options of [undefined, null, "token"]) {
    assertThrows(
      () => new TolokaClient(options as unknown as ClientOptions),
      TypeError,
      `Cannot create TolokaClient as it must be given options, with at least 'token' and 'environment': current value is ${
        JSON.stringify(options)
      }`,
    );
  }
});

Deno.test("new TolokaClient() sends nothing", () => {
  const fetch = () => Promise.reject(new Error("sent"));
  new TolokaClient({
    token: TOKEN,
    url: URL,
    fetch,
    onRequest: () => {
      throw new Error("sent");
    },
  });
});
