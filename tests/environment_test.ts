/** Holds what a client reads from the environment, and that it asks for nothing. */
import { assertEquals, assertThrows } from "@std/assert";
import { type ClientOptions, type Logger, TolokaClient } from "../mod.ts";
import { optionsFromEnv, settingsOf } from "../src/settings.ts";
import { TOKEN } from "./transport/_fetch.ts";

const SERVER = { token: TOKEN, url: "https://toloka.test" };

/** Replaces a method until the end of the block, and keeps what it was given. */
function replace<T, Name extends keyof T>(
  target: T,
  name: Name,
  method: T[Name] & ((...args: never[]) => unknown),
): Disposable & { calls: unknown[][] } {
  const original = target[name];
  const calls: unknown[][] = [];
  target[name] = ((...args: never[]) => {
    calls.push(args);
    return method(...args);
  }) as T[Name];
  return { calls, [Symbol.dispose]: () => void (target[name] = original) };
}

/** Lets the program read these variables, and no others. */
function environment(variables: Record<string, string>): Disposable {
  const granted = (name: unknown) => Object.hasOwn(variables, String(name));
  const permissions = replace(Deno.permissions, "querySync", (of) => {
    const known = of.name === "env" && granted(of.variable);
    return { state: known ? "granted" : "prompt" } as Deno.PermissionStatus;
  });
  const get = replace(Deno.env, "get", (name) => {
    if (granted(name)) return variables[name];
    throw new Deno.errors.NotCapable(`Requires env access to "${name}"`);
  });
  return {
    [Symbol.dispose]() {
      permissions[Symbol.dispose]();
      get[Symbol.dispose]();
    },
  };
}

/** Lines that a logger receives with these options. */
function linesWith(options: Partial<ClientOptions>): string[] {
  const lines: string[] = [];
  const logger: Logger = {
    debug: (message) => lines.push(message),
    warn: (message) => lines.push(message),
  };
  const settings = settingsOf({ ...SERVER, ...options, logger });
  settings.logger?.debug("debug");
  settings.logger?.warn("warn");
  return lines;
}

Deno.test("TolokaClient.fromEnv() takes token and server from the environment", () => {
  const cases: [Record<string, string>, Partial<ClientOptions>, object][] = [
    [{}, {}, { environment: "PRODUCTION" }],
    [{ TOLOKA_ENVIRONMENT: "YANDEX_TASKS" }, {}, {
      environment: "YANDEX_TASKS",
    }],
    [{ TOLOKA_URL: "https://a.test" }, {}, { url: "https://a.test" }],
    [{ TOLOKA_URL: "https://a.test" }, { url: "https://b.test" }, {
      url: "https://b.test",
    }],
    [{ TOLOKA_URL: "https://a.test" }, { environment: "PRODUCTION" }, {
      environment: "PRODUCTION",
    }],
    [{ TOLOKA_URL: "", TOLOKA_ENVIRONMENT: "" }, { retries: 0 }, {
      environment: "PRODUCTION",
      retries: 0,
    }],
  ];
  for (const [variables, options, expected] of cases) {
    using _env = environment({ TOLOKA_TOKEN: TOKEN, ...variables });
    const given = Object.entries(optionsFromEnv(options))
      .filter(([, value]) => value !== undefined);
    assertEquals(Object.fromEntries(given), { token: TOKEN, ...expected });
    TolokaClient.fromEnv(options);
  }
});

Deno.test("TolokaClient.fromEnv() says what is missing", () => {
  const cases: [Record<string, string>, string][] = [
    [
      {},
      "Cannot create TolokaClient as the program may not read 'TOLOKA_TOKEN': run it with --allow-env=TOLOKA_TOKEN",
    ],
    [
      { TOLOKA_TOKEN: "" },
      "Cannot create TolokaClient as the environment variable 'TOLOKA_TOKEN' must be set: it is empty",
    ],
    [
      { TOLOKA_TOKEN: TOKEN, TOLOKA_ENVIRONMENT: "production" },
      `'environment' must be one of "PRODUCTION", "SANDBOX", "YANDEX_TASKS": current value is "production"`,
    ],
    [
      {
        TOLOKA_TOKEN: TOKEN,
        TOLOKA_ENVIRONMENT: "PRODUCTION",
        TOLOKA_URL: "https://a.test",
      },
      "exactly one of 'environment' and 'url' must be given",
    ],
  ];
  for (const [variables, message] of cases) {
    using _env = environment(variables);
    assertThrows(() => TolokaClient.fromEnv(), TypeError, message);
  }
});

Deno.test("TolokaClient reads no token from the environment by itself", () => {
  using _env = environment({ TOLOKA_TOKEN: TOKEN });
  const options = { url: SERVER.url } as ClientOptions;
  assertThrows(() => new TolokaClient(options), TypeError, "'token' must be");
});

Deno.test("logLevel leaves out what is less severe", () => {
  const all = ["debug", "warn"];
  assertEquals(linesWith({}), all);
  assertEquals(linesWith({ logLevel: "debug" }), all);
  assertEquals(linesWith({ logLevel: "warn" }), ["warn"]);
  assertEquals(linesWith({ logLevel: "off" }), []);
});

Deno.test("logLevel comes from the environment if the program may read it", () => {
  using _env = environment({ TOLOKA_LOG_LEVEL: "warn" });
  assertEquals(linesWith({}), ["warn"]);
  assertEquals(linesWith({ logLevel: "off" }), []);
  using warn = replace(console, "warn", () => {});
  using debug = replace(console, "debug", () => {});
  const { logger } = settingsOf(SERVER);
  logger?.warn("warn");
  logger?.debug("debug");
  assertEquals(warn.calls, [["warn"]]);
  assertEquals(debug.calls, []);
});

Deno.test("logLevel without a logger writes to the console", () => {
  using debug = replace(console, "debug", () => {});
  settingsOf({ ...SERVER, logLevel: "debug" }).logger?.debug("line");
  assertEquals(debug.calls, [["line"]]);
  assertEquals(settingsOf(SERVER).logger, undefined);
});

Deno.test("logLevel names what is wrong", () => {
  assertThrows(
    () => settingsOf({ ...SERVER, logLevel: "info" as "warn" }),
    TypeError,
    `'logLevel' must be one of "debug", "warn", "off": current value is "info"`,
  );
  using _env = environment({ TOLOKA_LOG_LEVEL: "all" });
  assertThrows(
    () => settingsOf(SERVER),
    TypeError,
    `'TOLOKA_LOG_LEVEL' must be one of "debug", "warn", "off": current value is "all"`,
  );
});

Deno.test("fetchOptions reach fetch, and leave alone what is the client's", async () => {
  let init: RequestInit & { proxy?: string } = {};
  const toloka = new TolokaClient({
    ...SERVER,
    fetchOptions: { proxy: "http://127.0.0.1:9", cache: "no-store" },
    fetch: (_, given) => {
      init = given!;
      return Promise.resolve(Response.json({ id: "1" }));
    },
  });
  await toloka.requester.get();
  assertEquals(init.proxy, "http://127.0.0.1:9");
  assertEquals(init.cache, "no-store");
  assertEquals(init.method, "GET");
  assertEquals(init.redirect, "manual");
  for (
    const name of ["method", "headers", "body", "signal", "redirect"] as const
  ) {
    assertThrows(
      () => settingsOf({ ...SERVER, fetchOptions: { [name]: "x" } }),
      TypeError,
      `Cannot create TolokaClient as 'fetchOptions.${name}' is the client's to set`,
    );
  }
});

Deno.test("fetchOptions and verify do not both choose the certificates", () => {
  for (const name of ["client", "dispatcher", "tls"]) {
    const fetchOptions = { [name]: {} };
    assertThrows(
      () => settingsOf({ ...SERVER, verify: false, fetchOptions }),
      TypeError,
      `with both 'verify' and 'fetchOptions.${name}'`,
    );
    settingsOf({ ...SERVER, fetchOptions });
  }
});
