import {
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { TolokaClient } from "../../mod.ts";
import {
  assertSupported,
  classifyFetchError,
  connectorOf,
  type FetchFailure,
  reasonOf,
  runtimeName,
  type Verify,
} from "../../src/transport/runtime.ts";

function withCode(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

function connecting(code: string): Error {
  return Object.assign(withCode(code), { syscall: "connect" });
}

function named(name: string): Error {
  return Object.assign(new Error("Requires net access"), { name });
}

function failed(cause: unknown): TypeError {
  return new TypeError("fetch failed", { cause });
}

Deno.test("classifyFetchError() tells what the runtimes' errors mean", () => {
  const refused =
    "error sending request for url (http://x/): client error (Connect): tcp connect error";
  const cases: [string, unknown, FetchFailure][] = [
    ["Deno, no permission", named("NotCapable"), "forbidden"],
    ["Node, no permission", failed(withCode("ERR_ACCESS_DENIED")), "forbidden"],
    ["Deno, refused", failed(new Error(refused)), "not connected"],
    ["Deno 2.0, refused", new TypeError(refused), "not connected"],
    [
      "Deno, unknown host",
      failed(new Error("dns error: no record")),
      "not connected",
    ],
    ["Deno, reset", failed(new Error("client error (SendRequest)")), "broken"],
    ["Node, refused", failed(withCode("ECONNREFUSED")), "not connected"],
    ["Node, unknown host", failed(withCode("ENOTFOUND")), "not connected"],
    ["Node, no route", failed(withCode("EHOSTUNREACH")), "not connected"],
    [
      "Node, no route any more",
      failed(Object.assign(withCode("EHOSTUNREACH"), { syscall: "read" })),
      "broken",
    ],
    [
      "Node, slow",
      failed(withCode("UND_ERR_CONNECT_TIMEOUT")),
      "not connected",
    ],
    [
      "Node, wrong certificate",
      failed(withCode("DEPTH_ZERO_SELF_SIGNED_CERT")),
      "not connected",
    ],
    [
      "Node, unknown authority",
      failed(withCode("UNABLE_TO_VERIFY_LEAF_SIGNATURE")),
      "not connected",
    ],
    [
      "Node, old certificate",
      failed(withCode("CERT_HAS_EXPIRED")),
      "not connected",
    ],
    [
      "Node, other host",
      failed(withCode("ERR_TLS_CERT_ALTNAME_INVALID")),
      "not connected",
    ],
    [
      "Node, no answer to any address",
      failed(
        Object.assign(
          new AggregateError([
            connecting("ETIMEDOUT"),
            connecting("ENETUNREACH"),
          ], ""),
          { code: "ETIMEDOUT" },
        ),
      ),
      "not connected",
    ],
    ["Node, no answer", failed(connecting("ETIMEDOUT")), "not connected"],
    ["Node, silence", failed(withCode("ETIMEDOUT")), "broken"],
    [
      "Node, silence on an open connection",
      failed(Object.assign(withCode("ETIMEDOUT"), { syscall: "read" })),
      "broken",
    ],
    [
      "several errors, one of an open connection",
      failed(
        new AggregateError([connecting("ETIMEDOUT"), withCode("ECONNRESET")]),
      ),
      "broken",
    ],
    ["Node, reset", failed(withCode("ECONNRESET")), "broken"],
    ["Node, closed", failed(withCode("UND_ERR_SOCKET")), "broken"],
    ["Bun, refused", withCode("ConnectionRefused"), "not connected"],
    ["Bun, reset", withCode("ECONNRESET"), "broken"],
    [
      "deeply nested",
      failed(failed(failed(withCode("ECONNREFUSED")))),
      "not connected",
    ],
    ["text", "oops", "broken"],
    ["nothing", undefined, "broken"],
    ["null", null, "broken"],
  ];
  for (const [name, error, expected] of cases) {
    assertEquals(classifyFetchError(error), expected, name);
  }
});

Deno.test("classifyFetchError() comes to an end with a cause that is its own", () => {
  const error: Error = new Error("round");
  error.cause = error;
  assertEquals(classifyFetchError(error), "broken");
});

Deno.test("reasonOf() gives the innermost reason", () => {
  const url = "http://127.0.0.1:9/api/v1/pools?a=(b)";
  const cases: [string, unknown, string][] = [
    [
      "Deno",
      failed(new Error(`error sending request for url (${url}): refused`)),
      "refused",
    ],
    [
      "Node",
      failed(withCode("ECONNREFUSED", "connect 1.2.3.4")),
      "connect 1.2.3.4",
    ],
    [
      "Node, several addresses",
      failed(withCode("ECONNREFUSED", "")),
      "ECONNREFUSED",
    ],
    [
      "Bun",
      withCode("ConnectionRefused", "Unable to connect"),
      "Unable to connect",
    ],
    ["no message", new RangeError(), "RangeError"],
    ["text", "oops", "oops"],
  ];
  for (const [name, error, expected] of cases) {
    assertEquals(reasonOf(error), expected, name);
  }
});

Deno.test("reasonOf() comes to an end with causes in a circle", () => {
  const error = new Error("round");
  error.cause = new Error("about", { cause: error });
  assertEquals(typeof reasonOf(error), "string");
});

Deno.test("connectorOf() says how Deno switches off the check", () => {
  assertThrows(
    () => connectorOf(false),
    TypeError,
    "run it with --unsafely-ignore-certificate-errors=HOST",
  );
});

/** Runs with other globals in place of the runtime's own. */
function pretending<T>(
  globals: Record<PropertyKey, unknown>,
  work: () => T,
): T {
  const kept = Reflect.ownKeys(globals).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const
  );
  for (const name of Reflect.ownKeys(globals)) {
    const value = globals[name];
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
  try {
    return work();
  } finally {
    for (const [name, property] of kept) {
      if (property) Object.defineProperty(globalThis, name, property);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
}

const [DISPATCHER, DISPATCHER_2] = [1, 2].map((version) =>
  Symbol.for(`undici.globalDispatcher.${version}`)
) as [symbol, symbol];

/** What Node's own `fetch` keeps its connections in. */
class Agent {
  readonly options: object;
  closed = false;

  constructor(options: object = {}) {
    this.options = options;
  }

  close() {
    this.closed = true;
  }
}

class EnvHttpProxyAgent extends Agent {}

/** What newer versions of Node wrap the dispatcher in for older packages. */
class Dispatcher1Wrapper {}

const NODE = {
  Deno: undefined,
  Bun: undefined,
  fetch: () => Promise.reject(new Error("asked for nothing")),
  process: {
    versions: { node: "22.0.0" },
    getBuiltinModule: () => ({ rootCertificates: ["ROOT"] }),
  },
};
const BUN = { ...NODE, Bun: {} };

const GET = { method: "GET", body: undefined, patience: 10_000 };
const PATIENT = { headersTimeout: 0, bodyTimeout: 0 };

Deno.test("TolokaClient does not load Deno's layer for Node", async () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, "process")!;
  let reads = 0;
  const get = () => void reads++;
  Object.defineProperty(globalThis, "process", { get, configurable: true });
  try {
    assertSupported(globalThis as never);
    const toloka = new TolokaClient({
      token: "token",
      url: "http://127.0.0.1",
      fetch: () => Promise.resolve(Response.json({})),
    });
    await toloka.requester.get();
  } finally {
    Object.defineProperty(globalThis, "process", real);
  }
  assertEquals(reads, 0);
});

Deno.test("connectorOf() has Deno send bodies once only", async () => {
  const connector = connectorOf(true);
  assertEquals(connector.prepare(GET), { init: {} });
  const { init } = connector.prepare({ ...GET, method: "POST", body: "{}" });
  assertInstanceOf(init.body, Blob);
  assertEquals(await init.body.text(), "{}");
});

Deno.test("connectorOf() has Deno open a connection for a write without a body, or with a fetch of the caller's", () => {
  const cases = [
    [false, undefined],
    [true, undefined],
    [true, "{}"],
  ] as const;
  for (const [ownFetch, body] of cases) {
    const connector = connectorOf(true, ownFetch);
    const outgoing = { ...GET, method: "DELETE", body };
    const { init, release } = connector.prepare(outgoing);
    assertInstanceOf(init.client, Deno.HttpClient);
    assertEquals(init.body, body);
    release!();
  }
});

Deno.test("connectorOf() has Bun open a connection for what it would repeat", async () => {
  const connector = pretending(BUN, () => connectorOf(true));
  const cases = {
    GET: { body: "{}" },
    POST: { body: "{}" },
    PATCH: { body: "{}" },
    PUT: { body: "{}", keepalive: false },
    DELETE: { body: "{}", keepalive: false },
  };
  for (const [method, init] of Object.entries(cases)) {
    assertEquals(connector.prepare({ ...GET, method, body: "{}" }), { init });
  }
  await connector.close();
});

Deno.test("connectorOf() gives Bun what its fetch takes", () => {
  const init = (verify: Verify) =>
    pretending(BUN, () => connectorOf(verify)).prepare(GET).init;
  assertEquals(init(false), {
    tls: { rejectUnauthorized: false },
    body: undefined,
  });
  assertEquals(init(["CA"]), {
    tls: { ca: ["ROOT", "CA"] },
    body: undefined,
  });
  assertEquals(init(true), { body: undefined });
});

Deno.test("connectorOf() gives Node a dispatcher of the kind that it has", async () => {
  const kinds = [
    [Agent, { [DISPATCHER]: new Agent() }],
    [Agent, {
      [DISPATCHER]: new Dispatcher1Wrapper(),
      [DISPATCHER_2]: new Agent(),
    }],
    [EnvHttpProxyAgent, { [DISPATCHER_2]: new EnvHttpProxyAgent() }],
  ] as const;
  const cases = [
    [false, { rejectUnauthorized: false }],
    [["CA"], { ca: ["ROOT", "CA"] }],
  ] as const;
  for (const [Kind, globals] of kinds) {
    for (const [verify, tls] of cases) {
      const node = { ...NODE, ...globals };
      const connector = pretending(node, () => connectorOf(verify));
      const { dispatcher } = connector.prepare(GET).init;
      assertInstanceOf(dispatcher, Kind);
      assertEquals(dispatcher.options, {
        ...PATIENT,
        connect: tls,
        requestTls: tls,
      });
      await connector.close();
      assertEquals(dispatcher.closed, true);
    }
  }
});

Deno.test("connectorOf() gives Node a dispatcher that waits as long as the caller", async () => {
  const node = { ...NODE, [DISPATCHER]: new Agent() };
  const connector = pretending(node, () => connectorOf(true));
  const init = (patience: number) =>
    pretending(node, () => connector.prepare({ ...GET, patience }).init);
  assertEquals(init(300_000), { body: undefined });
  const { dispatcher } = init(300_001);
  assertInstanceOf(dispatcher, Agent);
  assertEquals(dispatcher.options, PATIENT);
  assertStrictEquals(init(Infinity).dispatcher, dispatcher);
  await connector.close();
  assertEquals(dispatcher.closed, true);
});

Deno.test("connectorOf() leaves a fetch of the caller's and a dispatcher of the program's alone", () => {
  const node = { ...NODE, [DISPATCHER]: new Agent() };
  const odd = { ...NODE, [DISPATCHER]: {} };
  for (const [globals, ownFetch] of [[node, true], [odd, false]] as const) {
    const init = pretending(
      globals,
      () =>
        connectorOf(true, ownFetch).prepare({ ...GET, patience: Infinity })
          .init,
    );
    assertEquals(init, { body: undefined });
  }
});

Deno.test("connectorOf() refuses where the runtime cannot, rather than check less", () => {
  const runtimes = {
    "Node without a dispatcher": NODE,
    "Node with a dispatcher of the user's": { ...NODE, [DISPATCHER]: {} },
    "something else": { ...NODE, process: undefined },
  };
  for (const [name, globals] of Object.entries(runtimes)) {
    for (const verify of [false, ["CA"]]) {
      assertThrows(
        () => pretending(globals, () => connectorOf(verify)),
        TypeError,
        "Cannot create TolokaClient as this runtime does not let a program set 'verify'",
        name,
      );
    }
  }
});

Deno.test("assertSupported() names the version that is too old", () => {
  assertSupported(NODE);
  const real = Promise.withResolvers;
  Promise.withResolvers = undefined as never;
  try {
    assertThrows(
      () => assertSupported({ process: { versions: { node: "20.11.0" } } }),
      Error,
      "Cannot load @toloka/client as it needs Node 22, Deno 2 or Bun 1.2, or a later one: this is Node 20.11.0",
    );
    assertThrows(() => assertSupported({}), Error, "this is an older runtime");
  } finally {
    Promise.withResolvers = real;
  }
});

Deno.test("runtimeName() shortens what the runtimes call themselves", () => {
  const cases = {
    "Deno/2.9.6": "deno/2.9",
    "Node.js/26": "node/26",
    "Bun/1.4.5": "bun/1.4",
    "Mozilla/5.0 (X11)": "mozilla/5.0",
    "": "unknown",
  };
  for (const [userAgent, name] of Object.entries(cases)) {
    const navigator = { userAgent };
    assertEquals(pretending({ navigator }, runtimeName), name);
  }
});
