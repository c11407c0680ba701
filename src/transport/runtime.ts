/** What differs between Deno, Node and Bun: TLS, and how `fetch` reports what went wrong. */

/** The parts of the runtimes' globals that are used here. */
interface Runtime {
  Deno?: {
    createHttpClient(options: { caCerts: string[] }): unknown;
  };
  Bun?: unknown;
  process?: {
    versions?: { node?: string };
    getBuiltinModule?(name: "node:tls"): { rootCertificates: string[] };
  };
}

/** Where Node keeps the dispatcher of its own `fetch`, once that has been called. */
const NODE_DISPATCHER = Symbol.for("undici.globalDispatcher.1");

/** How certificates are checked: `false`, not at all; a list, against these authorities too. */
export type Verify = true | false | readonly string[];

/**
 * What `fetch` has to be given so that it checks certificates as asked.
 *
 * @throws {TypeError} If this runtime cannot.
 */
export function tlsInit(verify: Verify): Record<string, unknown> {
  if (verify === true) return {};
  const { Deno, Bun, process } = globalThis as Runtime;
  if (Deno) {
    if (verify) {
      try {
        return { client: Deno.createHttpClient({ caCerts: [...verify] }) };
      } catch (cause) {
        throw new TypeError(
          `Cannot create TolokaClient as a certificate in 'verify' cannot be read: ${
            reasonOf(cause)
          }`,
          { cause },
        );
      }
    }
    throw new TypeError(
      "Cannot create TolokaClient as Deno does not let a program switch off 'verify': run it with --unsafely-ignore-certificate-errors=HOST, or give the certificate of the authority",
    );
  }
  const authorities = () =>
    process?.getBuiltinModule?.("node:tls").rootCertificates ?? [];
  const tls = verify
    ? { ca: [...authorities(), ...verify] }
    : { rejectUnauthorized: false };
  if (Bun) return { tls };
  if (process?.versions?.node) {
    // Node makes the dispatcher at the first call; this one asks for nothing.
    fetch("data:,").catch(() => {});
    const dispatcher = (globalThis as Record<symbol, unknown>)[
      NODE_DISPATCHER
    ] as object | undefined;
    if (dispatcher?.constructor.name === "Agent") {
      const Agent = dispatcher.constructor as new (options: object) => unknown;
      return { dispatcher: new Agent({ connect: tls }) };
    }
  }
  throw new TypeError(
    "Cannot create TolokaClient as this runtime does not let a program set 'verify': leave it out, or give a 'fetch' that checks certificates as you wish",
  );
}

/** Codes of Node and Bun, and words of Deno, for a connection that never came about. */
const NOT_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|ERR_TLS_.*|CERT_.*|.*_CERT(_.*)?|UNABLE_TO_.*)$|client error \(Connect\)|dns error/;

/** Codes of Node that say so only of the call that connects: they end silent connections, too. */
const NO_ROUTE = /^(EHOSTUNREACH|ENETUNREACH)$/;

/** Why a `fetch` failed, in words: runtimes say it in the innermost cause. */
export function reasonOf(error: unknown): string {
  let inner = error;
  for (
    let depth = 0;
    inner instanceof Error && inner.cause instanceof Error && depth < 5;
    depth++
  ) {
    inner = inner.cause;
  }
  if (!(inner instanceof Error)) return String(inner);
  const { message, code } = inner as Error & { code?: string };
  // Deno repeats the address, which the error says in its own way.
  return message.replace(/^error sending request for url \(.*?\): /, "") ||
    code || inner.name;
}

/** What the error of a `fetch` says about the request. */
export type FetchFailure = "forbidden" | "not connected" | "broken";

/** Tells apart: the runtime forbids the connection; none came about; it broke. */
export function classifyFetchError(error: unknown): FetchFailure {
  for (
    let e = error as
        | {
          name?: string;
          code?: string;
          message?: string;
          syscall?: string;
          cause?: unknown;
        }
        | undefined,
      depth = 0;
    typeof e === "object" && e !== null && depth < 5;
    e = e.cause as typeof e, depth++
  ) {
    if (e.name === "NotCapable" || e.code === "ERR_ACCESS_DENIED") {
      return "forbidden";
    }
    const code = String(e.code ?? "");
    if (NOT_CONNECTED.test(code)) return "not connected";
    const { syscall = "connect" } = e;
    if (NO_ROUTE.test(code) && syscall === "connect") return "not connected";
    if (NOT_CONNECTED.test(String(e.message ?? ""))) return "not connected";
  }
  return "broken";
}
