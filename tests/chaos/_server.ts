/**
 * HTTP server of the campaign, over raw sockets: it keeps connections alive, and
 * breaks them, its answers and its promises as the faults of each job want it.
 */
import { createServer, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { type Fault, faultOf, type Weather, weatherOf } from "./_faults.ts";
import { chance } from "./_random.ts";
import {
  type ApiAnswer,
  type ApiRequest,
  json,
  refusal,
  type World,
} from "./_world.ts";

/** Header that names the job of a request. */
export const JOB_HEADER = "x-chaos-job";

/** Milliseconds of a slow answer: longer than the client's time limit. */
const SLOW = 900;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface HttpRequest extends ApiRequest {
  headers: Map<string, string>;
}

/** Where one request is answered. */
interface Exchange {
  socket: Socket;
  request: HttpRequest;
  random: () => number;
  commit: (stale?: boolean) => ApiAnswer;
}

/** Server with faults; what really happened is in its world. */
export class ChaosServer implements AsyncDisposable {
  /** Number of requests that met each fault. */
  readonly injected = new Map<Fault, number>();
  /** Number of requests that arrived. */
  requests = 0;
  readonly #seed: number;
  readonly #world: World;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<number>();
  readonly #exchanges = new Set<Promise<void>>();
  readonly #weather = new Map<number, Weather>();
  readonly #served = new Map<number, number>();

  /** Creates a server that does not listen yet. */
  constructor(seed: number, world: World) {
    this.#seed = seed;
    this.#world = world;
    this.#server = createServer((socket) => void this.#accept(socket));
  }

  /** Listens on 127.0.0.1; returns the root of the server. */
  async listen(): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.listen(0, "127.0.0.1", resolve);
    await promise;
    return `http://127.0.0.1:${
      (this.#server.address() as { port: number }).port
    }`;
  }

  /** Waits until every request that arrived is carried out, however slow. */
  async settled(): Promise<void> {
    while (this.#exchanges.size > 0) await Promise.all(this.#exchanges);
  }

  /** Ends all connections, and waits until the server is closed. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    for (const socket of this.#sockets) socket.destroy();
    await promise;
  }

  async #accept(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    const reader = new RequestReader();
    try {
      for await (const chunk of socket) {
        reader.add(chunk);
        let request: HttpRequest | undefined;
        while ((request = reader.next()) !== undefined) {
          const exchange = this.#serve(socket, request);
          this.#exchanges.add(exchange);
          await exchange.finally(() => this.#exchanges.delete(exchange));
        }
      }
    } catch {
      // The client went away.
    }
    socket.destroy();
  }

  async #serve(socket: Socket, request: HttpRequest): Promise<void> {
    this.requests++;
    const job = Number(request.headers.get(JOB_HEADER) ?? 0);
    const served = (this.#served.get(job) ?? 0) + 1;
    this.#served.set(job, served);
    const random = chance(this.#seed, "request", job, served);
    const fault = this.#draw(job, request, random);
    const commit = (stale = false) =>
      this.#world.respond(request, random, stale);
    const exchange = { socket, request, random, commit };
    if (fault === undefined) return send(socket, commit());
    this.injected.set(fault, (this.injected.get(fault) ?? 0) + 1);
    await this.#break(fault, exchange);
  }

  #draw(
    job: number,
    request: HttpRequest,
    random: () => number,
  ): Fault | undefined {
    let weather = this.#weather.get(job);
    if (!weather) {
      this.#weather.set(job, weather = weatherOf(this.#seed, job));
    }
    const fault = faultOf(weather, random);
    return fault && applies(fault, request) ? fault : undefined;
  }

  async #break(fault: Fault, exchange: Exchange): Promise<void> {
    const { socket, request, random, commit } = exchange;
    switch (fault) {
      case "reset before commit":
        return hangUp(socket, random);
      case "reset after commit":
        commit();
        return hangUp(socket, random);
      case "headers cut":
        return cut(exchange, headOf(commit()), random());
      case "body cut":
        return cutBody(exchange, commit());
      case "gzip cut":
        return cutGzip(exchange, commit());
      case "slow before commit":
        await this.#wait(SLOW);
        return send(socket, commit());
      case "slow after commit": {
        const answer = commit();
        await this.#wait(SLOW);
        return send(socket, answer);
      }
      case "stale read":
        return send(socket, commit(true));
      case "delivered twice": {
        const answers = [commit(), commit()];
        // An operation that exists is the only second answer that tells the truth.
        return send(
          socket,
          answers[request.method === "POST" && random() < 0.5 ? 1 : 0]!,
        );
      }
      case "closed after answer":
        send(socket, commit());
        return void socket.destroySoon();
      case "empty 200":
        if (committed(exchange)) commit();
        return send(socket, { status: 200, body: "" });
      case "HTML 200":
        if (committed(exchange)) commit();
        return send(socket, page(200));
      default:
        if (random() < 0.5) commit();
        return send(socket, errorAnswer(Number(fault), random));
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms) as unknown as number;
      this.#timers.add(timer);
    });
  }
}

/** Tells whether a fault can meet a request without making a lie of a right answer. */
function applies(fault: Fault, { method, query, path }: HttpRequest): boolean {
  const reads = method === "GET";
  if (fault === "stale read") return reads;
  // Without an operation nobody could prevent what a second delivery does.
  if (fault === "delivered twice") {
    return reads || query.get("async_mode") === "true";
  }
  if (fault === "gzip cut") return reads;
  if (fault === "empty 200" || fault === "HTML 200") {
    // Of a file nobody can tell, and what deletes has nothing to say in any case.
    return method !== "DELETE" && !/download$|tsv$/.test(path);
  }
  return true;
}

/** Tells whether a request is carried out before its answer is replaced: by chance. */
function committed({ random }: Exchange): boolean {
  return random() < 0.5;
}

function errorAnswer(status: number, random: () => number): ApiAnswer {
  const kind = random();
  if (kind < 0.4) return refusal(status, "INTERNAL_ERROR");
  if (kind < 0.7) return page(status);
  return kind < 0.85 ? { status, body: "" } : json(status, {});
}

function page(status: number): ApiAnswer {
  const body = `<html><body><h1>${status}</h1></body></html>`;
  return { status, type: "text/html", body };
}

function headOf(
  { status, type, body }: ApiAnswer,
  headers: Record<string, string> = {},
): string {
  const all = {
    ...(type ? { "Content-Type": type } : {}),
    ...(status === 204
      ? {}
      : { "Content-Length": encoder.encode(body ?? "").length }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} Chaos`, ...lines, "", ""].join("\r\n");
}

function send(socket: Socket, answer: ApiAnswer): void {
  socket.write(encoder.encode(headOf(answer) + (answer.body ?? "")));
}

/** Ends a connection: orderly as a proxy does, or by a reset. */
function hangUp(socket: Socket, random: () => number): void {
  if (random() < 0.5) socket.destroy();
  else socket.resetAndDestroy();
}

function cut({ socket }: Exchange, text: string, share: number): void {
  const bytes = encoder.encode(text);
  socket.write(bytes.subarray(0, Math.floor(bytes.length * share)));
  socket.destroySoon();
}

function cutBody(exchange: Exchange, answer: ApiAnswer): void {
  const body = answer.body ?? "";
  // Without a body only the headers are left to cut.
  if (body === "") return cut(exchange, headOf(answer), 0.5);
  const whole = headOf(answer) + body;
  const kept = whole.length - Math.ceil(body.length * exchange.random());
  cut(exchange, whole, kept / whole.length);
}

/** Sends compressed bytes, whose end is that of the connection, in part. */
function cutGzip(exchange: Exchange, answer: ApiAnswer): void {
  const { socket, request, random } = exchange;
  const accepts = /gzip/.test(request.headers.get("accept-encoding") ?? "");
  if (!accepts) return cutBody(exchange, answer);
  const { status, type } = answer;
  const bytes = gzipSync(encoder.encode(answer.body ?? ""));
  const lines = [
    `HTTP/1.1 ${status} Chaos`,
    `Content-Type: ${type}`,
    "Content-Encoding: gzip",
    "Connection: close",
  ];
  socket.write(encoder.encode(lines.join("\r\n") + "\r\n\r\n"));
  socket.write(bytes.subarray(0, Math.floor(bytes.length * random())));
  socket.destroySoon();
}

/** Takes requests out of the bytes of a connection. */
class RequestReader {
  #bytes = new Uint8Array(0);

  /** Takes what has arrived. */
  add(chunk: Uint8Array): void {
    const bytes = new Uint8Array(this.#bytes.length + chunk.length);
    bytes.set(this.#bytes);
    bytes.set(chunk, this.#bytes.length);
    this.#bytes = bytes;
  }

  /** Gives the next request that is there in whole. */
  next(): HttpRequest | undefined {
    const end = indexOf(this.#bytes, "\r\n\r\n", 0);
    if (end < 0) return undefined;
    const [line = "", ...lines] = decoder.decode(this.#bytes.subarray(0, end))
      .split("\r\n");
    const headers = new Map(lines.map((line) => {
      const colon = line.indexOf(":");
      return [
        line.slice(0, colon).toLowerCase(),
        line.slice(colon + 1).trim(),
      ];
    }));
    const body = this.#body(headers, end + 4);
    if (!body) return undefined;
    this.#bytes = this.#bytes.slice(body.end);
    const [method = "", target = ""] = line.split(" ");
    const { pathname, searchParams } = new URL(target, "http://server");
    return {
      method,
      path: pathname,
      query: searchParams,
      headers,
      body: body.text === "" ? undefined : JSON.parse(body.text),
    };
  }

  #body(
    headers: Map<string, string>,
    start: number,
  ): { text: string; end: number } | undefined {
    if (headers.get("transfer-encoding") === "chunked") {
      return this.#chunks(start);
    }
    const end = start + Number(headers.get("content-length") ?? 0);
    if (this.#bytes.length < end) return undefined;
    return { text: decoder.decode(this.#bytes.subarray(start, end)), end };
  }

  #chunks(start: number): { text: string; end: number } | undefined {
    let text = "";
    for (let at = start;;) {
      const line = indexOf(this.#bytes, "\r\n", at);
      if (line < 0) return undefined;
      const size = parseInt(decoder.decode(this.#bytes.subarray(at, line)), 16);
      const end = line + 2 + size + 2;
      if (this.#bytes.length < end) return undefined;
      if (size === 0) return { text, end };
      text += decoder.decode(this.#bytes.subarray(line + 2, end - 2));
      at = end;
    }
  }
}

function indexOf(bytes: Uint8Array, text: string, from: number): number {
  const wanted = encoder.encode(text);
  for (let at = bytes.indexOf(wanted[0]!, from); at >= 0;) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
    at = bytes.indexOf(wanted[0]!, at + 1);
  }
  return -1;
}
