/** A server of raw bytes on 127.0.0.1 that keeps connections, and loses one answer. */

/** A request as it arrived. */
export interface Arrival {
  /** HTTP method. */
  method: string;
  /** Request line and headers. */
  head: string;
  /** Body, as long as `Content-Length` says. */
  body: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const ANSWER = encoder.encode("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");

/** Answers every request with `{}` but the second one, whose connection ends when all of it has arrived. */
export class KeepingServer implements AsyncDisposable {
  /** Requests in the order in which they arrived. */
  readonly seen: Arrival[] = [];
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #connections = new Set<Deno.Conn>();
  readonly #serving: Promise<void>;

  /** Listens until it is disposed of. */
  constructor() {
    this.#serving = this.#serve();
  }

  /** Its root. */
  get url(): string {
    return `http://127.0.0.1:${(this.#listener.addr as Deno.NetAddr).port}`;
  }

  async #serve(): Promise<void> {
    const talks: Promise<void>[] = [];
    try {
      for await (const connection of this.#listener) {
        talks.push(this.#talk(connection));
      }
    } catch {
      // The listener is closed.
    }
    await Promise.all(talks);
  }

  async #talk(connection: Deno.Conn): Promise<void> {
    this.#connections.add(connection);
    try {
      for await (const arrival of arrivals(connection)) {
        this.seen.push(arrival);
        if (this.seen.length === 2) return;
        await connection.write(ANSWER);
      }
    } catch {
      // The other side has let go.
    } finally {
      if (this.#connections.delete(connection)) connection.close();
    }
  }

  /** Stops listening and ends all connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) {
      this.#connections.delete(connection);
      connection.close();
    }
    await this.#serving;
  }
}

async function* arrivals(connection: Deno.Conn): AsyncGenerator<Arrival> {
  let received = new Uint8Array();
  const chunk = new Uint8Array(65_536);
  while (true) {
    const text = decoder.decode(received);
    const end = text.indexOf("\r\n\r\n");
    const head = text.slice(0, Math.max(end, 0));
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const whole = encoder.encode(head).length + 4 + length;
    if (end >= 0 && received.length >= whole) {
      const body = decoder.decode(received.subarray(whole - length, whole));
      yield { method: head.split(" ")[0]!, head, body };
      received = received.subarray(whole);
      continue;
    }
    const count = await connection.read(chunk);
    if (count === null) return;
    const next = new Uint8Array(received.length + count);
    next.set(received);
    next.set(chunk.subarray(0, count), received.length);
    received = next;
  }
}
