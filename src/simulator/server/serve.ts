/** Serving over a socket, on Deno, Node and Bun. */

import { STATUS_CODE } from "@std/http/status";
import { BrokenConnection } from "./broken.ts";
import type { Outgoing } from "./response.ts";
import type { Incoming } from "./router.ts";

/** A server that was started. */
export interface SimulatorServer extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Stops listening; requests being answered are answered. */
  close(): Promise<void>;
}

/** Where to listen. */
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
  /** Closes the server when it is aborted. */
  signal?: AbortSignal | undefined;
}

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
  closeIdleConnections(): void;
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
  write(part: Uint8Array, done: () => void): boolean;
  end(body?: Uint8Array): void;
}

/** Answers requests from the network with `handler`. */
export async function serve(
  handler: Handler,
  options: ServeOptions = {},
): Promise<SimulatorServer> {
  const { port = 0, hostname = "127.0.0.1", signal } = options;
  signal?.throwIfAborted();
  const server = await listen(handler, port, hostname);
  let closed: Promise<void> | undefined;
  const close = () => {
    signal?.removeEventListener("abort", close);
    return closed ??= new Promise((done) => {
      server.close(() => done());
      server.closeIdleConnections();
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
  handler: Handler,
  port: number,
  hostname: string,
): Promise<HttpServer> {
  const { process } = globalThis as unknown as {
    process: { getBuiltinModule(name: string): Http };
  };
  const http = process.getBuiltinModule("node:http");
  const server = http.createServer((request, response) => {
    void answer(handler, request, response);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => resolve(server));
  });
}

async function answer(
  handler: Handler,
  request: HttpRequest,
  response: HttpResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const incoming = await read(request);
    await send(await handler(incoming, gone.signal), response, gone.signal);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (error instanceof BrokenConnection) {
      breakOff(response, error.kind === "RESET");
      return;
    }
    console.error(error);
    if (response.headersSent) return breakOff(response, true);
    response.writeHead(STATUS_CODE.InternalServerError, {});
    response.end();
  }
}

async function read(request: HttpRequest): Promise<Incoming> {
  const { method, url, rawHeaders } = request;
  const headers = new Headers();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    headers.append(rawHeaders[i]!, rawHeaders[i + 1]!);
  }
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of request) {
    text += decoder.decode(part, { stream: true });
  }
  return {
    method,
    url: new URL(url, `http://${headers.get("host") ?? "localhost"}`),
    headers,
    text: text + decoder.decode(),
  };
}

async function send(
  { status, headers, body }: Outgoing,
  response: HttpResponse,
  gone: AbortSignal,
): Promise<void> {
  if (body === undefined || body instanceof Uint8Array) {
    const length = { "content-length": String(body?.length ?? 0) };
    const isEmpty = status === STATUS_CODE.NoContent;
    response.writeHead(status, isEmpty ? headers : { ...headers, ...length });
    response.end(body);
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

/** A reset throws away what is on its way; else that still arrives. */
function breakOff({ socket }: HttpResponse, reset: boolean): void {
  if (reset && socket?.resetAndDestroy !== undefined) socket.resetAndDestroy();
  else socket?.destroy();
}
