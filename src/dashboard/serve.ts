/** Serving a `(Request) => Response` on 127.0.0.1, on Deno, Node and Bun. */

/** The parts of Node's `http` that are used here; Deno and Bun have it too. */
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

interface HttpRequest {
  method: string;
  url: string;
  headers: { host?: string };
}

interface HttpResponse {
  on(event: "close" | "error", listener: () => void): void;
  once(event: "drain", listener: () => void): void;
  writeHead(status: number, headers: Record<string, string>): void;
  write(part: Uint8Array): boolean;
  end(): void;
}

/** A server that was started. */
export interface LocalServer {
  /** Port that it listens on. */
  port: number;
  /** Ends it, and the requests that are being answered. */
  close(): Promise<void>;
}

/** Only programs of this machine can connect. */
const HOSTNAME = "127.0.0.1";

/** Serves a handler on a port of this machine; 0 takes a free one. */
export async function serveLocally(
  handler: (request: Request) => Response,
  port: number,
): Promise<LocalServer> {
  const { process } = globalThis as unknown as {
    process: { getBuiltinModule(name: string): Http };
  };
  const server = process.getBuiltinModule("node:http").createServer(
    (request, response) => void answer(handler, request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOSTNAME, resolve);
  });
  return {
    port: server.address().port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  handler: (request: Request) => Response,
  { method, url, headers }: HttpRequest,
  outgoing: HttpResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  // A browser that disconnects is not an error of the server.
  outgoing.on("error", () => gone.abort());
  const address = URL.parse(url, `http://${headers.host ?? HOSTNAME}`);
  const response = address
    ? handler(new Request(address, { method, signal: gone.signal }))
    : new Response(null, { status: 400 });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  for await (const part of response.body ?? []) {
    if (gone.signal.aborted) break;
    if (outgoing.write(part)) continue;
    await new Promise<void>((resolve) => {
      outgoing.once("drain", resolve);
      gone.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
  outgoing.end();
}
