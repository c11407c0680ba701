/** Differences between Deno, Node and Bun: connections, TLS, what their `fetch` repeats, and how it reports errors. */

/** The parts of the runtimes' globals that are used here. */
interface Runtime {
  Deno?: {
    createHttpClient(options: HttpClientOptions): HttpClient;
    env: { get(name: string): string | undefined };
    permissions: {
      querySync(of: { name: "env"; variable: string }): { state: string };
    };
  };
  Bun?: unknown;
  document?: unknown;
  importScripts?: unknown;
  process?: {
    env?: Record<string, string | undefined>;
    versions?: { node?: string };
    getBuiltinModule?(name: "node:tls"): { rootCertificates: string[] };
  };
}

interface HttpClientOptions {
  caCerts?: string[];
  poolMaxIdlePerHost?: number;
}

interface HttpClient {
  close(): void;
}

interface Dispatcher {
  constructor: { name: string };
  close?(): Promise<void>;
}

/** Certificate checking: `false`, none; a list, against these authorities too. */
export type Verify = true | false | readonly string[];

/** A request as a connector looks at it. */
export interface Outgoing {
  /** HTTP method. */
  method: string;
  /** Body as text, if there is one. */
  body: string | undefined;
  /** Longest time that the caller waits for anything, in milliseconds. */
  patience: number;
}

/** A request as this runtime's `fetch` takes it. */
export interface FetchParts {
  /** Members to add to the init of `fetch`. */
  init: Record<string, unknown>;
  /** Lets go of what was made for this one request. */
  release?: () => void;
}

/** Prepares requests for the `fetch` of one runtime, so that it checks certificates as asked and repeats nothing by itself. */
export interface Connector {
  /** Prepares one request. */
  prepare(outgoing: Outgoing): FetchParts;
  /** Closes the connections that belong to this connector. */
  close(): Promise<void>;
}

/** Keys under which Node keeps the dispatcher of its own `fetch`, newest first. */
const NODE_DISPATCHERS = [2, 1].map((version) =>
  Symbol.for(`undici.globalDispatcher.${version}`)
);

/** Classes of Node's dispatchers that can be made a second time from options. */
const KNOWN_DISPATCHERS: readonly string[] = ["Agent", "EnvHttpProxyAgent"];

/** Milliseconds after which Node's `fetch` gives up by itself. */
const NODE_PATIENCE = 300_000;

assertSupported(globalThis as Runtime);

/** @throws {Error} If the runtime is too old, rather than fail in the middle of a request. */
export function assertSupported(runtime: Pick<Runtime, "process">): void {
  if (typeof Promise.withResolvers === "function") return;
  const version = runtime.process?.versions?.node;
  throw new Error(
    `Cannot load @toloka/client as it needs Node 22, Deno 2 or Bun 1.2, or a later one: this is ${
      version ? `Node ${version}` : "an older runtime"
    }`,
  );
}

/** Reads the global of Node. On Deno, reading it loads the layer for Node, which takes longer than loading this package: ask for `Deno` first. */
function nodeProcess(): Runtime["process"] {
  return (globalThis as Runtime).process;
}

/** Names the runtime and its version, such as `"deno/2.9"`. */
export function runtimeName(): string {
  const { userAgent = "unknown" } = globalThis.navigator ?? {};
  const [, name = "unknown", version] =
    /^(\w+)[.\w]*(?:\/(\d+(?:\.\d+)?))?/.exec(userAgent) ?? [];
  return version ? `${name.toLowerCase()}/${version}` : name.toLowerCase();
}

/**
 * Reads an environment variable if the program may do so without asking; it is
 * `undefined` otherwise, and where there is no environment.
 */
export function environmentVariable(name: string): string | undefined {
  const { Deno } = globalThis as Runtime;
  if (!Deno) return nodeProcess()?.env?.[name];
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

/**
 * Reads an environment variable, for which Deno may ask the user.
 *
 * @throws {Error} If the program may not read it.
 */
export function requestVariable(name: string): string | undefined {
  const { Deno } = globalThis as Runtime;
  return Deno ? Deno.env.get(name) : nodeProcess()?.env?.[name];
}

/** Tells whether this is a page in a browser, or a worker of one. */
export function isWebPage(): boolean {
  const { Deno, Bun, document, importScripts } = globalThis as Runtime;
  if (Deno || Bun || nodeProcess()?.versions?.node) return false;
  return document !== undefined || importScripts !== undefined;
}

/** The coding that Deno's decoder notices a break in; in the others it does not. */
const GZIP = /^(x-)?gzip$/i;

/**
 * Tells whether a compressed body that breaks off is noticed. Node's `fetch`
 * passes it for a whole one; Deno's leaves it compressed where the request says
 * which codings it takes, and {@linkcode decompressed} decodes it.
 */
export function noticesCut(coding: string): boolean {
  const { Deno, Bun } = globalThis as Runtime;
  if (Deno) return GZIP.test(coding);
  return Bun !== undefined || nodeProcess()?.versions?.node === undefined;
}

/** Decodes a body that Deno's `fetch` has left compressed. */
export function decompressed(response: Response): Response {
  const coding = response.headers.get("Content-Encoding") ?? "";
  const { Deno } = globalThis as Runtime;
  if (!Deno || !response.body || !GZIP.test(coding)) return response;
  const body = response.body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(body, response);
}

/**
 * Creates the connector for this runtime.
 *
 * @param ownFetch Whether the caller gave a `fetch`, which has its own connections.
 * @throws {TypeError} If this runtime cannot check certificates as asked.
 */
export function connectorOf(verify: Verify, ownFetch = false): Connector {
  const { Deno, Bun } = globalThis as Runtime;
  if (Deno) return new DenoConnector(Deno, verify, ownFetch);
  if (Bun) return new BunConnector(verify);
  if (nodeProcess()?.versions?.node && !ownFetch) {
    return new NodeConnector(verify);
  }
  if (verify !== true) throw cannotVerify();
  return { prepare: ({ body }) => ({ init: { body } }), async close() {} };
}

/**
 * Deno repeats a request by itself if a connection that was kept open breaks,
 * whatever its method. It does not repeat a body that it reads from a `Blob`,
 * nor anything without kept connections. The latter is the way of a write without
 * a body, as an empty `Blob` would be sent in chunks, and of a `fetch` that the
 * caller gave, which is best given texts.
 */
class DenoConnector implements Connector {
  readonly #deno: NonNullable<Runtime["Deno"]>;
  readonly #caCerts: { caCerts?: string[] };
  readonly #client: HttpClient | undefined;
  readonly #ownFetch: boolean;

  constructor(
    deno: NonNullable<Runtime["Deno"]>,
    verify: Verify,
    ownFetch: boolean,
  ) {
    if (verify === false) {
      throw new TypeError(
        "Cannot create TolokaClient as Deno does not let a program switch off 'verify': run it with --unsafely-ignore-certificate-errors=HOST, or give the certificate of the authority",
      );
    }
    this.#deno = deno;
    this.#ownFetch = ownFetch;
    this.#caCerts = verify === true ? {} : { caCerts: [...verify] };
    this.#client = verify === true ? undefined : this.#trustingClient();
  }

  prepare({ method, body }: Outgoing): FetchParts {
    const client = this.#client && { client: this.#client };
    if (method === "GET") return { init: { ...client } };
    if (body !== undefined && !this.#ownFetch) {
      return { init: { ...client, body: new Blob([body]) } };
    }
    const own = this.#deno.createHttpClient({
      ...this.#caCerts,
      poolMaxIdlePerHost: 0,
    });
    return { init: { client: own, body }, release: () => own.close() };
  }

  // deno-lint-ignore require-await
  async close(): Promise<void> {
    this.#client?.close();
  }

  #trustingClient(): HttpClient {
    try {
      return this.#deno.createHttpClient(this.#caCerts);
    } catch (cause) {
      throw new TypeError(
        `Cannot create TolokaClient as a certificate in 'verify' cannot be read: ${
          reasonOf(cause)
        }`,
        { cause },
      );
    }
  }
}

/** Bun repeats what HTTP calls idempotent, but only on a connection that was kept open. */
class BunConnector implements Connector {
  readonly #tls: Record<string, unknown>;

  constructor(verify: Verify) {
    this.#tls = verify === true ? {} : { tls: nodeTls(verify) };
  }

  prepare({ method, body }: Outgoing): FetchParts {
    const fresh = method === "PUT" || method === "DELETE";
    return {
      init: { ...this.#tls, body, ...(fresh ? { keepalive: false } : {}) },
    };
  }

  async close(): Promise<void> {}
}

/** Node repeats nothing. Its dispatcher checks certificates and has a time limit of its own. */
class NodeConnector implements Connector {
  readonly #tls: object | undefined;
  #dispatcher: Dispatcher | undefined;

  constructor(verify: Verify) {
    if (verify === true) return;
    this.#tls = nodeTls(verify);
    this.#dispatcher = createDispatcher(this.#tls);
    if (!this.#dispatcher) throw cannotVerify();
  }

  prepare({ body, patience }: Outgoing): FetchParts {
    if (patience > NODE_PATIENCE) this.#dispatcher ??= createDispatcher();
    const dispatcher = this.#dispatcher;
    return { init: { body, ...(dispatcher ? { dispatcher } : {}) } };
  }

  async close(): Promise<void> {
    await this.#dispatcher?.close?.();
  }
}

/** Creates a dispatcher of the kind that Node's `fetch` has, which may be one that knows proxies; none if the program has set its own. */
function createDispatcher(tls?: object): Dispatcher | undefined {
  // Node creates the dispatcher at the first call; this one asks for nothing.
  fetch("data:,").catch(() => {});
  const globals = globalThis as Record<symbol, unknown>;
  const current = NODE_DISPATCHERS.map((name) => globals[name])
    .find((it) => it !== undefined) as Dispatcher | undefined;
  if (!current || !KNOWN_DISPATCHERS.includes(current.constructor.name)) return;
  const Known = current.constructor as unknown as new (
    options: object,
  ) => Dispatcher;
  // The client has its own time limits. A proxy's tunnel asks for `requestTls`.
  return new Known({
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(tls ? { connect: tls, requestTls: tls } : {}),
  });
}

/** The options of Node's TLS, which Bun takes too. */
function nodeTls(verify: false | readonly string[]): object {
  if (verify === false) return { rejectUnauthorized: false };
  const { rootCertificates = [] } =
    nodeProcess()?.getBuiltinModule?.("node:tls") ?? {};
  return { ca: [...rootCertificates, ...verify] };
}

function cannotVerify(): TypeError {
  return new TypeError(
    "Cannot create TolokaClient as this runtime does not let a program set 'verify': leave it out, or give a 'fetch' that checks certificates as you wish",
  );
}

/** Codes of Node and Bun, and words of Deno, for a connection that could not be opened. */
const NOT_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|ERR_TLS_.*|CERT_.*|.*_CERT(_.*)?|UNABLE_TO_.*)$|client error \(Connect\)|dns error/;

/** Codes of Node that say so only of the call that connects: they end open connections, too. */
const NO_ROUTE = /^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;

/** Finds the words for why a `fetch` failed: runtimes put them in the innermost cause. */
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

/** Meaning of the error of a `fetch` for its request. */
export type FetchFailure = "forbidden" | "not connected" | "broken";

/** The members by which the runtimes' errors are told apart. */
interface SystemError {
  name?: string;
  code?: unknown;
  message?: unknown;
  syscall?: string;
  cause?: unknown;
  errors?: unknown;
}

/** Tells apart: the runtime forbids the connection; it could not be opened; it broke. */
export function classifyFetchError(error: unknown): FetchFailure {
  let current = error;
  for (let depth = 0; depth < 5; depth++) {
    if (typeof current !== "object" || current === null) break;
    const found = classifyOne(current);
    if (found !== undefined) return found;
    current = (current as SystemError).cause;
  }
  return "broken";
}

function classifyOne(error: SystemError): FetchFailure | undefined {
  const { name, code = "", message = "", syscall, errors } = error;
  if (name === "NotCapable" || code === "ERR_ACCESS_DENIED") return "forbidden";
  // Node tries all addresses of a host and collects the errors.
  if (Array.isArray(errors) && errors.length > 0) {
    const all = errors.every((one) =>
      classifyFetchError(one) === "not connected"
    );
    return all ? "not connected" : undefined;
  }
  if (NOT_CONNECTED.test(String(code))) return "not connected";
  if (NOT_CONNECTED.test(String(message))) return "not connected";
  if (NO_ROUTE.test(String(code)) && (syscall ?? "connect") === "connect") {
    // Without a word on the call, a timeout may be that of an open connection.
    if (code !== "ETIMEDOUT" || syscall === "connect") return "not connected";
  }
  return undefined;
}
