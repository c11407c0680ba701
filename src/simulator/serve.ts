/** Serving over a socket, on Deno, Node and Bun. */

import { STATUS_CODE } from "@std/http/status";

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

type Handler = (request: Request) => Promise<Response>;

/** What a runtime's server comes down to. */
interface Listening {
  port: number;
  close: () => Promise<void>;
}

/** The parts of Node's `http` that are used here. */
interface NodeHttp {
  createServer(
    listener: (request: NodeRequest, response: NodeResponse) => void,
  ): NodeServer;
}

interface NodeServer {
  listen(port: number, hostname: string, done: () => void): void;
  once(event: "error", listener: (error: Error) => void): void;
  address(): { port: number };
  close(done: () => void): void;
  closeIdleConnections(): void;
}

interface NodeRequest extends AsyncIterable<Uint8Array> {
  method: string;
  url: string;
  headersDistinct: Record<string, string[]>;
}

interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): void;
  end(body?: Uint8Array): void;
}

interface BunServe {
  serve(options: {
    port: number;
    hostname: string;
    fetch: Handler;
  }): { port: number; stop(): Promise<void> };
}

/** Answers requests from the network with `handler`. */
export async function serve(
  handler: Handler,
  options: ServeOptions = {},
): Promise<SimulatorServer> {
  const { port = 0, hostname = "127.0.0.1", signal } = options;
  signal?.throwIfAborted();
  const listening = await listen(handler, port, hostname);
  let closed: Promise<void> | undefined;
  const close = () => {
    signal?.removeEventListener("abort", close);
    return closed ??= listening.close();
  };
  signal?.addEventListener("abort", close);
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${host}:${listening.port}`,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function listen(
  handler: Handler,
  port: number,
  hostname: string,
): Promise<Listening> {
  const { Bun } = globalThis as { Bun?: BunServe };
  if (Bun !== undefined) return onBun(Bun, handler, port, hostname);
  if (globalThis.Deno !== undefined) return onDeno(handler, port, hostname);
  return onNode(handler, port, hostname);
}

function onDeno(
  handler: Handler,
  port: number,
  hostname: string,
): Promise<Listening> {
  const server = Deno.serve({ port, hostname, onListen() {} }, handler);
  return Promise.resolve({
    port: server.addr.port,
    close: () => server.shutdown(),
  });
}

function onBun(
  bun: BunServe,
  handler: Handler,
  port: number,
  hostname: string,
): Promise<Listening> {
  const server = bun.serve({ port, hostname, fetch: handler });
  return Promise.resolve({ port: server.port, close: () => server.stop() });
}

function onNode(
  handler: Handler,
  port: number,
  hostname: string,
): Promise<Listening> {
  const { process } = globalThis as unknown as {
    process: { getBuiltinModule(name: string): NodeHttp };
  };
  const server = process.getBuiltinModule("node:http").createServer(
    (request, response) => {
      void answerNode(handler, request, response);
    },
  );
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () =>
      resolve({
        port: server.address().port,
        close: () =>
          new Promise((done) => {
            server.close(done);
            server.closeIdleConnections();
          }),
      }));
  });
}

async function answerNode(
  handler: Handler,
  incoming: NodeRequest,
  outgoing: NodeResponse,
): Promise<void> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of incoming) parts.push(new Uint8Array(part));
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const host = headers.get("host") ?? "localhost";
  // As on the other runtimes, a read has no body.
  const body = parts.length === 0 || /^(GET|HEAD)$/.test(incoming.method)
    ? null
    : new Blob(parts);
  try {
    const response = await handler(
      new Request(new URL(incoming.url, `http://${host}`), {
        method: incoming.method,
        headers,
        body,
      }),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(new Uint8Array(await response.arrayBuffer()));
  } catch (error) {
    console.error(error);
    outgoing.writeHead(STATUS_CODE.InternalServerError, {});
    outgoing.end();
  }
}
