/** A server of raw bytes on 127.0.0.1, for what an HTTP server never does. */
import { deadline } from "@std/async/deadline";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Real milliseconds after which a test is taken to hang. */
export const PATIENCE = 30_000;

/** One connection, from the server's side. Nothing but its first bytes is read at first. */
export class Talk {
  readonly #connection: Deno.Conn;
  #received: string;

  constructor(connection: Deno.Conn, start: string) {
    this.#connection = connection;
    this.#received = start;
  }

  /** Reads the whole request; gives its head and body. */
  async request(): Promise<string> {
    const whole = () => {
      const end = this.#received.indexOf("\r\n\r\n");
      const length = /content-length: (\d+)/i.exec(this.#received)?.[1] ?? "0";
      return end >= 0 && this.#received.length >= end + 4 + Number(length);
    };
    while (!whole() && await this.#read(65_536)) { /* until it is whole */ }
    return this.#received;
  }

  /** Sends bytes, or text. */
  async send(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === "string" ? encoder.encode(data) : data;
    let sent = 0;
    while (sent < bytes.length) {
      sent += await this.#connection.write(bytes.subarray(sent));
    }
  }

  /** Reads the request and sends a whole answer. */
  async answer(
    status: number,
    body = "",
    headers: Record<string, string> = {},
  ): Promise<void> {
    await this.request();
    const all = {
      "Content-Length": String(encoder.encode(body).length),
      "Connection": "close",
      ...headers,
    };
    const lines = Object.entries(all).map((pair) => pair.join(": "));
    await this.send(
      `HTTP/1.1 ${status} Raw\r\n${lines.join("\r\n")}\r\n\r\n${body}`,
    );
  }

  /** Says nothing more until the other side lets go. */
  async silence(): Promise<void> {
    try {
      while (await this.#read(65_536)) { /* until the end */ }
    } catch {
      // A reset is an end too.
    }
  }

  async #read(most: number): Promise<boolean> {
    const chunk = new Uint8Array(most);
    const count = await this.#connection.read(chunk);
    this.#received += decoder.decode(chunk.subarray(0, count ?? 0));
    return count !== null;
  }
}

/** Handles the connection with the given number, from 1; the connection is closed afterwards, with a reset if not all was read. */
export type Script = (talk: Talk, number: number) => Promise<void> | void;

/** Listens until it is disposed of; then waits until every connection is over. */
export class RawServer implements AsyncDisposable {
  /** The start of each request: method and path. */
  readonly seen: string[] = [];
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #talks: Promise<void>[] = [];
  readonly #serving: Promise<void>;

  constructor(script: Script) {
    this.#serving = this.#serve(script);
  }

  /** Its address: host and port. */
  get host(): string {
    return `127.0.0.1:${(this.#listener.addr as Deno.NetAddr).port}`;
  }

  /** Its root. */
  get url(): string {
    return `http://${this.host}`;
  }

  async #serve(script: Script): Promise<void> {
    try {
      for await (const connection of this.#listener) {
        this.#talks.push(this.#talk(connection, script));
      }
    } catch {
      // The listener is closed.
    }
  }

  async #talk(connection: Deno.Conn, script: Script): Promise<void> {
    try {
      const first = new Uint8Array(8);
      const count = await connection.read(first);
      if (count === null) return;
      const start = decoder.decode(first.subarray(0, count));
      this.seen.push(start.split(" ")[0]!);
      await script(new Talk(connection, start), this.seen.length);
    } finally {
      connection.close();
    }
  }

  /** Stops listening; fails if a client holds on to a connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#serving;
    await deadline(Promise.all(this.#talks), PATIENCE);
  }
}
