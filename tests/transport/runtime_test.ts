import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  classifyFetchError,
  type FetchFailure,
  reasonOf,
  tlsInit,
} from "../../src/transport/runtime.ts";

function withCode(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
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

Deno.test("tlsInit() asks for nothing if certificates are checked as ever", () => {
  assertEquals(tlsInit(true), {});
});

Deno.test("tlsInit() says how Deno switches off the check", () => {
  assertThrows(
    () => tlsInit(false),
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

const DISPATCHER = Symbol.for("undici.globalDispatcher.1");

/** What Node's own `fetch` keeps its connections in. */
class Agent {
  readonly options: object;

  constructor(options: object = {}) {
    this.options = options;
  }
}

const NODE = {
  Deno: undefined,
  Bun: undefined,
  fetch: () => Promise.reject(new Error("asked for nothing")),
  process: {
    versions: { node: "22.0.0" },
    getBuiltinModule: () => ({ rootCertificates: ["ROOT"] }),
  },
};

Deno.test("tlsInit() gives Bun what its fetch takes", () => {
  const bun = { ...NODE, Bun: {} };
  assertEquals(pretending(bun, () => tlsInit(false)), {
    tls: { rejectUnauthorized: false },
  });
  assertEquals(pretending(bun, () => tlsInit(["CA"])), {
    tls: { ca: ["ROOT", "CA"] },
  });
  assertEquals(pretending(bun, () => tlsInit(true)), {});
});

Deno.test("tlsInit() gives Node a dispatcher of the kind that it has", () => {
  const node = { ...NODE, [DISPATCHER]: new Agent() };
  const cases = [
    [false, { connect: { rejectUnauthorized: false } }],
    [["CA"], { connect: { ca: ["ROOT", "CA"] } }],
  ] as const;
  for (const [verify, options] of cases) {
    const { dispatcher } = pretending(node, () => tlsInit(verify));
    assertInstanceOf(dispatcher, Agent);
    assertEquals(dispatcher.options, options);
  }
});

Deno.test("tlsInit() refuses where the runtime cannot, rather than check less", () => {
  const runtimes = {
    "Node without a dispatcher": NODE,
    "Node with a dispatcher of the user's": { ...NODE, [DISPATCHER]: {} },
    "something else": { ...NODE, process: undefined },
  };
  for (const [name, globals] of Object.entries(runtimes)) {
    for (const verify of [false, ["CA"]]) {
      assertThrows(
        () => pretending(globals, () => tlsInit(verify)),
        TypeError,
        "Cannot create TolokaClient as this runtime does not let a program set 'verify'",
        name,
      );
    }
  }
});
