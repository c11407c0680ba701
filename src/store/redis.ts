import {
  encodeCommand,
  RespReader,
  RespRefusal,
  type RespReply,
} from "./resp.ts";
import { builtinModule } from "./runtime.ts";
import {
  type Store,
  type StoredText,
  type StoreEngine,
  StoreError,
  storeOver,
  type TextCommit,
} from "./store.ts";

/** Options of {@linkcode redisStore}. */
export interface RedisStoreOptions {
  /**
   * Prefix of the three keys of the store; stores with different
   * prefixes share a server without seeing each other.
   *
   * @default "toloka"
   */
  prefix?: string | undefined;
  /** Time limit for a connection or a reply, in milliseconds. @default 10_000 */
  timeout?: number | undefined;
}

/** The part of a socket of `node:net` that is used. */
interface Socket {
  on(event: string, listener: (value: never) => void): unknown;
  write(bytes: Uint8Array): unknown;
  destroy(): unknown;
}

interface Net {
  connect(options: object, listener?: () => void): Socket;
}

/**
 * Checks, writes and deletes as one: Redis runs a script without a break. An
 * entry is `version:text` in a hash; a sorted set has the keys in order.
 */
const COMMIT = `
local at = 0
local function take() at = at + 1 return ARGV[at] end
for _ = 1, tonumber(take()) do
  local key, wanted = take(), take()
  local stored = redis.call('HGET', KEYS[1], key)
  if (stored and string.match(stored, '^%d+') or '') ~= wanted then return false end
end
local version = string.format('%.0f', redis.call('INCR', KEYS[3]))
for _ = 1, tonumber(take()) do
  local key, text = take(), take()
  redis.call('HSET', KEYS[1], key, version .. ':' .. text)
  redis.call('ZADD', KEYS[2], 0, key)
end
for _ = 1, tonumber(take()) do
  local key = take()
  redis.call('HDEL', KEYS[1], key)
  redis.call('ZREM', KEYS[2], key)
end
return version`;

const LIST = `
local found = {}
for _, key in ipairs(redis.call('ZRANGEBYLEX', KEYS[2], '[' .. ARGV[1], '(' .. ARGV[2], 'LIMIT', 0, ARGV[3])) do
  found[#found + 1] = key
  found[#found + 1] = redis.call('HGET', KEYS[1], key)
end
return found`;

/**
 * Opens a store on a server of Redis (6 or later) or Valkey, which many
 * machines can share. Needs no package: the client is part of this module. On
 * Deno it needs `--allow-net` for the server.
 *
 * A store is as durable as its server. For payments set `appendonly yes` and
 * `appendfsync always`; in any case set `maxmemory-policy noeviction`, as a
 * server that drops keys loses work.
 *
 * A connection that breaks is opened again by the next call. A commit whose
 * reply was lost rejects with a {@linkcode StoreError} whose `outcomeUnknown`
 * is `true`.
 *
 * @param url `redis://[user:password@]host[:port][/database]`; `rediss:` for TLS.
 * @param options Prefix and time limit.
 * @returns The store.
 * @throws {TypeError} If the URL is not one of Redis.
 * @throws {StoreError} If the server is out of reach or refuses the password.
 *
 * @example Usage
 * ```ts
 * import { redisStore } from "@toloka/client/store";
 *
 * export async function main() {
 *   const store = await redisStore("redis://127.0.0.1:6379");
 *   await store.commit({ set: { counter: 1 } });
 *   await store.close();
 * }
 * ```
 */
export async function redisStore(
  url: string,
  options: RedisStoreOptions = {},
): Promise<Store> {
  const { prefix = "toloka", timeout = 10_000 } = options;
  if (!/^rediss?:$/.test(URL.parse(url)?.protocol ?? "")) {
    // The URL may hold a password.
    throw new TypeError(
      "Cannot open Redis store as 'url' must begin with redis:// or rediss://",
    );
  }
  if (!(timeout >= 1)) {
    throw new RangeError(
      `Cannot open Redis store as 'timeout' must be a number of milliseconds from 1: current value is ${timeout}`,
    );
  }
  const connection = new Connection(new URL(url), timeout);
  await connection.send(["PING"]);
  return storeOver(new RedisEngine(connection, prefix));
}

class RedisEngine implements StoreEngine {
  readonly #connection: Connection;
  /** Number of keys and their names, in braces so that a cluster keeps them together. */
  readonly #keys: readonly string[];

  constructor(connection: Connection, prefix: string) {
    this.#connection = connection;
    this.#keys = [
      "3",
      ...["entries", "keys", "version"].map((name) => `{${prefix}}:${name}`),
    ];
  }

  async get(key: string): Promise<StoredText | undefined> {
    const stored = await this.#read(["HGET", this.#keys[1]!, key]);
    return stored === null ? undefined : textOf(key, stored as string);
  }

  async list(
    from: string,
    before: string,
    limit: number,
  ): Promise<StoredText[]> {
    const command = ["EVAL", LIST, ...this.#keys, from, before, `${limit}`];
    const found = await this.#read(command) as string[];
    return Array.from(
      { length: found.length / 2 },
      (_, i) => textOf(found[2 * i]!, found[2 * i + 1]!),
    );
  }

  async commit(commit: TextCommit): Promise<string | undefined> {
    const checks = commit.checks.flatMap(([key, version]) => [
      key,
      version ?? "",
    ]);
    const version = await this.#connection.send([
      "EVAL",
      COMMIT,
      ...this.#keys,
      `${commit.checks.length}`,
      ...checks,
      `${commit.set.length}`,
      ...commit.set.flat(),
      `${commit.delete.length}`,
      ...commit.delete,
    ]);
    return version as string | null ?? undefined;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Reads change nothing, so they are repeated when the connection breaks. */
  async #read(command: string[]): Promise<RespReply> {
    try {
      return await this.#connection.send(command);
    } catch (error) {
      if (!(error instanceof StoreError && error.outcomeUnknown)) throw error;
      return await this.#connection.send(command);
    }
  }
}

function textOf(key: string, stored: string): StoredText {
  const colon = stored.indexOf(":");
  return {
    key,
    version: stored.slice(0, colon),
    text: stored.slice(colon + 1),
  };
}

interface Waiting {
  resolve(reply: RespReply): void;
  reject(error: StoreError): void;
}

/** A connection that opens again after it broke. Commands are answered in the order in which they are sent. */
class Connection {
  readonly #url: URL;
  readonly #timeout: number;
  #socket: Promise<Link> | undefined;

  constructor(url: URL, timeout: number) {
    this.#url = url;
    this.#timeout = timeout;
  }

  /** Sends a command and waits for the reply. */
  async send(command: readonly string[]): Promise<RespReply> {
    this.#socket ??= this.#open();
    let link: Link;
    try {
      link = await this.#socket;
    } catch (error) {
      this.#socket = undefined;
      throw error;
    }
    return await link.send(command);
  }

  async close(): Promise<void> {
    const link = await this.#socket?.catch(() => undefined);
    await link?.end();
  }

  async #open(): Promise<Link> {
    const link = await Link.open(this.#url, this.#timeout, () => {
      this.#socket = undefined;
    });
    const { username, password, pathname } = this.#url;
    try {
      if (password !== "") {
        const user = username === "" ? [] : [decodeURIComponent(username)];
        await link.send(["AUTH", ...user, decodeURIComponent(password)]);
      }
      const database = pathname.slice(1);
      if (database !== "") await link.send(["SELECT", database]);
      return link;
    } catch (error) {
      await link.end();
      throw error;
    }
  }
}

/** One open socket. */
class Link {
  readonly #socket: Socket;
  readonly #timeout: number;
  readonly #reader = new RespReader();
  readonly #waiting: Waiting[] = [];
  readonly #closed = Promise.withResolvers<void>();
  #broken: StoreError | undefined;

  private constructor(socket: Socket, timeout: number) {
    this.#socket = socket;
    this.#timeout = timeout;
  }

  /** Connects; `onEnd` is called when the connection is gone. */
  static open(url: URL, timeout: number, onEnd: () => void): Promise<Link> {
    const { promise, resolve, reject } = Promise.withResolvers<Link>();
    const secure = url.protocol === "rediss:";
    const net = builtinModule<Net>(
      "open Redis store",
      secure ? "tls" : "net",
    );
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const port = Number(url.port || "6379");
    const socket = net.connect({ host, port, servername: host });
    const link = new Link(socket, timeout);
    const unreachable = (cause?: unknown) =>
      new StoreError(`Cannot reach Redis at ${url.host}`, { cause });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(unreachable(`no connection after ${timeout} ms`));
    }, timeout);
    socket.on(secure ? "secureConnect" : "connect", () => {
      clearTimeout(timer);
      resolve(link);
    });
    socket.on("data", (bytes: Uint8Array) => link.#receive(bytes));
    let cause: unknown;
    socket.on("error", (error: unknown) => cause = error);
    socket.on("close", () => {
      clearTimeout(timer);
      reject(unreachable(cause));
      link.#break(cause);
      link.#closed.resolve();
      onEnd();
    });
    return promise;
  }

  /** Sends a command and waits for the reply. */
  async send(command: readonly string[]): Promise<RespReply> {
    if (this.#broken) throw this.#broken;
    const { promise, resolve, reject } = Promise.withResolvers<RespReply>();
    this.#waiting.push({ resolve, reject });
    this.#socket.write(encodeCommand(command));
    const timer = setTimeout(() => {
      this.#break(`no answer after ${this.#timeout} ms`);
      this.#socket.destroy();
    }, this.#timeout);
    try {
      const reply = await promise;
      if (!(reply instanceof RespRefusal)) return reply;
      throw new StoreError(`Redis refused ${command[0]}: ${reply.message}`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes the socket and waits until it is closed. */
  async end(): Promise<void> {
    this.#socket.destroy();
    await this.#closed.promise;
  }

  #receive(bytes: Uint8Array): void {
    for (const reply of this.#reader.read(bytes)) {
      this.#waiting.shift()?.resolve(reply);
    }
  }

  /** Fails the pending commands: those that were sent may have been carried out. */
  #break(cause: unknown): void {
    this.#broken ??= new StoreError(
      "The connection to Redis broke; whether the command was carried out is unknown",
      { cause, outcomeUnknown: true },
    );
    for (const { reject } of this.#waiting.splice(0)) reject(this.#broken);
  }
}
