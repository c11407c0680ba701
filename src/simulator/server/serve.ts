/** Serving over a socket, on Deno, Node and Bun. */

import { STATUS_CODE } from "@std/http/status";
import { BrokenConnection } from "./broken.ts";
import { collect, isWhole, type Outgoing } from "./response.ts";
import type { Incoming } from "./router.ts";

/** A server that was started. */
export interface SimulatorServer extends AsyncDisposable {
  /** Base URL, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Stops listening, and breaks off the requests that are being answered. */
  close(): Promise<void>;
}

/** Address to listen on. */
export interface ServeOptions {
  /**
   * Port; 0 takes a free one.
   *
   * @default {0}
   */
  port?: number | undefined;
  /**
   * Address.
   *
   * @default {"127.0.0.1"}
   */
  hostname?: string | undefined;
  /**
   * Largest body of a request, in bytes; a larger one is answered 413.
   *
   * @default {67108864}
   */
  maxBodySize?: number | undefined;
  /** Closes the server when it is aborted. */
  signal?: AbortSignal | undefined;
}

/** Largest body by default: what the API takes in one request, with room. */
const MAX_BODY = 64 * 1024 * 1024;

/** Answers a request; throws {@linkcode BrokenConnection} to break it off. */
export type Handler = (
  incoming: Incoming,
  signal: AbortSignal,
) => Promise<Outgoing>;

/**
 * The parts of Node's `http` that are used here. Deno and Bun have it too, and
 * only there a connection can be broken off.
 */
interface Http {
  createServer(
    listener: (request: HttpRequest, response: HttpResponse) => void,
  ): HttpServer;
}

interface HttpServer {
  listen(port: number, hostname: string, done: () => void): void;
  once(event: "error", listener: (error: Error) => void): void;
  address(): { port: number };
  close(done: () => void): void;
  closeAllConnections(): void;
}

interface HttpRequest extends AsyncIterable<Uint8Array<ArrayBuffer>> {
  method: string;
  url: string;
  rawHeaders: string[];
}

interface HttpResponse {
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  readonly socket: { resetAndDestroy?(): void; destroy(): void } | null;
  once(event: "close", listener: () => void): void;
  writeHead(status: number, headers: Record<string, string>): void;
  on(event: "error", listener: () => void): void;
  write(part: Uint8Array, done: () => void): boolean;
  end(body?: Uint8Array): void;
}

/** Answers requests from the network with `handler`. */
export async function serve(
  handler: Handler,
  options: ServeOptions = {},
): Promise<SimulatorServer> {
  const { port = 0, hostname = "127.0.0.1", signal } = options;
  const { maxBodySize = MAX_BODY } = options;
  if (!Number.isInteger(maxBodySize) || maxBodySize < 0) {
    throw new RangeError(
      `Cannot serve the simulator as 'maxBodySize' must be a whole number from 0: current value is ${maxBodySize}`,
    );
  }
  signal?.throwIfAborted();
  const running = new Set<AbortController>();
  const server = await listen(
    (request, response) =>
      void answer(handler, request, response, { maxBodySize, running }),
    port,
    hostname,
  );
  let closed: Promise<void> | undefined;
  const close = () => {
    signal?.removeEventListener("abort", close);
    return closed ??= new Promise((done) => {
      server.close(() => done());
      for (const request of running) request.abort();
      server.closeAllConnections();
    });
  };
  signal?.addEventListener("abort", close);
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${host}:${server.address().port}`,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function listen(
  listener: (request: HttpRequest, response: HttpResponse) => void,
  port: number,
  hostname: string,
): Promise<HttpServer> {
  const { process } = globalThis as unknown as {
    process: { getBuiltinModule(name: string): Http };
  };
  const http = process.getBuiltinModule("node:http");
  const server = http.createServer(listener);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => resolve(server));
  });
}

/** State that the requests of one server share. */
interface Service {
  maxBodySize: number;
  /** The requests that are being answered. */
  running: Set<AbortController>;
}

async function answer(
  handler: Handler,
  request: HttpRequest,
  response: HttpResponse,
  { maxBodySize, running }: Service,
): Promise<void> {
  const gone = new AbortController();
  const { signal } = gone;
  running.add(gone);
  response.once("close", () => gone.abort());
  // A client that leaves is no fault of the server's.
  response.on("error", () => gone.abort());
  try {
    const headers = readHeaders(request);
    const cors = allowOrigins(headers);
    if (request.method === "OPTIONS") return preflight(response, cors);
    const text = await readBody(request, headers, maxBodySize);
    if (signal.aborted || text === undefined) return;
    if (text === TOO_LARGE) return refuse(response, cors, maxBodySize);
    const { method, url: path } = request;
    const url = new URL(path, `http://${headers.get("host") ?? "localhost"}`);
    const outgoing = await handler({ method, url, headers, text }, signal);
    if (signal.aborted) return;
    const all = { ...outgoing.headers, ...cors };
    await send({ ...outgoing, headers: all }, response, signal);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof BrokenConnection) {
      breakOff(response, error.kind === "RESET");
      return;
    }
    console.error(error);
    if (response.headersSent) return breakOff(response, true);
    response.writeHead(STATUS_CODE.InternalServerError, {});
    response.end();
  } finally {
    running.delete(gone);
  }
}

function readHeaders({ rawHeaders }: HttpRequest): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    headers.append(rawHeaders[i]!, rawHeaders[i + 1]!);
  }
  return headers;
}

/** Stands for a body that is too large. */
const TOO_LARGE = Symbol("too large");

/** Reads a body; `undefined` if the client leaves before its end. */
async function readBody(
  request: HttpRequest,
  headers: Headers,
  maxBodySize: number,
): Promise<string | typeof TOO_LARGE | undefined> {
  if (Number(headers.get("content-length")) > maxBodySize) return TOO_LARGE;
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    for await (const part of request) {
      size += part.length;
      if (size > maxBodySize) return TOO_LARGE;
      text += decoder.decode(part, { stream: true });
    }
  } catch {
    return undefined;
  }
  return text + decoder.decode();
}

/** Lets pages of any origin read the answers: nothing here is a secret. */
function allowOrigins(headers: Headers): Record<string, string> {
  return {
    "access-control-allow-origin": headers.get("origin") ?? "*",
    "access-control-expose-headers": "*, Retry-After",
    "vary": "Origin",
  };
}

/** Answers the question of a browser whether a page may send a request. */
function preflight(
  response: HttpResponse,
  cors: Readonly<Record<string, string>>,
): void {
  response.writeHead(STATUS_CODE.NoContent, {
    ...cors,
    "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": "Authorization, Content-Type, *",
    "access-control-allow-private-network": "true",
    "access-control-max-age": "600",
  });
  response.end();
}

function refuse(
  response: HttpResponse,
  cors: Readonly<Record<string, string>>,
  maxBodySize: number,
): void {
  const body = new TextEncoder().encode(JSON.stringify({
    code: "REQUEST_ENTITY_TOO_LARGE",
    message: `The body of a request may have at most ${maxBodySize} bytes`,
  }));
  response.writeHead(STATUS_CODE.ContentTooLarge, {
    ...cors,
    "connection": "close",
    "content-type": "application/json; charset=UTF-8",
    "content-length": `${body.length}`,
  });
  response.end(body);
}

async function send(
  { status, headers, body }: Outgoing,
  response: HttpResponse,
  gone: AbortSignal,
): Promise<void> {
  if (isWhole(body)) {
    const bytes = await collect(body ?? "");
    const length = { "content-length": `${bytes.length}` };
    const isEmpty = status === STATUS_CODE.NoContent;
    response.writeHead(status, isEmpty ? headers : { ...headers, ...length });
    response.end(bytes);
    return;
  }
  response.writeHead(status, headers);
  for await (const part of body) {
    if (response.destroyed) return;
    // A part has left before the connection may break.
    await new Promise<void>((done) => {
      gone.addEventListener("abort", () => done(), { once: true });
      response.write(part, done);
    });
  }
  response.end();
}

/** A reset discards what is on its way; otherwise that still arrives. */
function breakOff({ socket }: HttpResponse, reset: boolean): void {
  if (reset && socket?.resetAndDestroy !== undefined) socket.resetAndDestroy();
  else socket?.destroy();
}
