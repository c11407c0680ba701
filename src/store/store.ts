/** The interface of durable state, and the rules for every engine behind it. */
import { TolokaError } from "../errors.ts";

/** Error of a store: the engine behind it failed, or is out of reach. */
export class StoreError extends TolokaError {
  /** Name of the class. */
  override name = "StoreError";
  /**
   * `true` if a commit may have been carried out although no reply came. Read
   * the keys that it writes before repeating it.
   */
  readonly outcomeUnknown: boolean;

  /** Creates an error with a message and, if there is one, its cause. */
  constructor(
    message: string,
    options: { cause?: unknown; outcomeUnknown?: boolean } = {},
  ) {
    super(message, options);
    this.outcomeUnknown = options.outcomeUnknown ?? false;
  }
}

/**
 * A stored value.
 *
 * @typeParam T Type that the value is taken to have; it is not checked.
 */
export interface StoreEntry<T = unknown> {
  /** Key under which it is stored. */
  key: string;
  /** The value, as JSON gives it back. */
  value: T;
  /** Version of the entry; each commit that writes the key changes it. */
  version: string;
}

/** Options of a listing of a store. */
export interface StoreListOptions {
  /** Most entries to return, 1 to 1,000. */
  limit: number;
  /** Key after which the list begins; without it, it begins with the first key of the prefix. */
  after?: string | undefined;
}

/** Writes that are all carried out or none, if every check holds. */
export interface StoreCommit {
  /** Version that each key must have, `null` where there must be no entry; at most 10 keys. */
  checks?: Readonly<Record<string, string | null>> | undefined;
  /** Values to store, by key: anything that JSON can hold, up to 60,000 bytes each. */
  set?: Readonly<Record<string, unknown>> | undefined;
  /** Keys to remove; a key without an entry is no error. */
  delete?: readonly string[] | undefined;
}

/**
 * Durable state that streams, jobs and your own programs share. Keys are texts
 * of 1 to 512 printable ASCII characters, ordered by character code. The limits
 * are the same for all engines, so that a program can change its engine.
 *
 * | Limit | Value |
 * | --- | --- |
 * | Length of a key | 512 characters |
 * | A value, as JSON | 60,000 bytes |
 * | Keys that a commit checks | 10 |
 * | Keys that a commit writes | 500 |
 * | All keys of a commit | 60,000 bytes |
 * | All values of a commit | 500,000 bytes |
 */
export interface Store {
  /**
   * Reads an entry.
   *
   * @typeParam T Type that the value is taken to have.
   * @returns The entry, or `undefined` if there is none.
   */
  get<T = unknown>(key: string): Promise<StoreEntry<T> | undefined>;
  /**
   * Lists the entries whose keys begin with a prefix, in the order of their keys.
   *
   * @typeParam T Type that the values are taken to have.
   */
  list<T = unknown>(
    prefix: string,
    options: StoreListOptions,
  ): Promise<StoreEntry<T>[]>;
  /**
   * Carries out all writes, or none.
   *
   * @returns The version of the written entries, or `undefined` if a check did not hold and nothing was written.
   * @throws {StoreError} If the engine fails; its `outcomeUnknown` says whether the writes may have been carried out.
   */
  commit(commit: StoreCommit): Promise<string | undefined>;
  /** Releases files and connections; the store cannot be used afterwards. */
  close(): Promise<void>;
}

/** A stored text, as an engine gives it. */
export interface StoredText {
  /** Key under which it is stored. */
  key: string;
  /** The text. */
  text: string;
  /** Version of the entry. */
  version: string;
}

/** A commit whose limits are checked and whose values are texts. */
export interface TextCommit {
  /** Version that each key must have, `null` for no entry. */
  checks: readonly (readonly [key: string, version: string | null])[];
  /** Texts to store. */
  set: readonly (readonly [key: string, text: string])[];
  /** Keys to remove. */
  delete: readonly string[];
}

/**
 * Engine behind {@linkcode storeOver}, which keeps texts by key. Keys
 * and limits are checked before.
 */
export interface StoreEngine {
  /** Reads one text. */
  get(key: string): Promise<StoredText | undefined>;
  /** Lists texts in the order of their keys, from a key on, up to but not including another. */
  list(from: string, before: string, limit: number): Promise<StoredText[]>;
  /** Carries out all writes or none, and returns their version, `undefined` if a check did not hold. */
  commit(commit: TextCommit): Promise<string | undefined>;
  /** Releases files and connections. */
  close(): void | Promise<void>;
}

const KEY = /^[\x20-\x7e]{1,512}$/;
/** Greater than every character of a key. */
const END = "\x7f";
/** Smallest character of a key. */
const START = " ";
const MOST = {
  checks: 10,
  writes: 500,
  bytes: 60_000,
  allKeys: 60_000,
  allBytes: 500_000,
};

const encoder = new TextEncoder();

/**
 * Creates a store of an engine: checks keys and limits, and turns values into JSON
 * and back. The adapters of this module use it; call it for an engine that has
 * none.
 *
 * @param engine Engine that keeps the texts.
 * @returns The store.
 *
 * @example Usage
 * ```ts
 * import { type StoreEngine, storeOver } from "@toloka/client/store";
 *
 * export function openStore(engine: StoreEngine) {
 *   return storeOver(engine);
 * }
 * ```
 */
export function storeOver(engine: StoreEngine): Store {
  return new EngineStore(engine);
}

class EngineStore implements Store {
  readonly #engine: StoreEngine;
  #closed = false;

  constructor(engine: StoreEngine) {
    this.#engine = engine;
  }

  async get<T>(key: string): Promise<StoreEntry<T> | undefined> {
    this.#checkOpen("get");
    checkKey("get", key);
    const stored = await this.#engine.get(key);
    return stored && entryOf<T>(stored);
  }

  async list<T>(
    prefix: string,
    { limit, after }: StoreListOptions,
  ): Promise<StoreEntry<T>[]> {
    this.#checkOpen("list");
    if (prefix !== "") checkKey("list", prefix);
    if (after !== undefined) checkKey("list", after);
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) {
      throw new RangeError(
        `Cannot list as 'limit' must be a whole number between 1 and 1000: current value is ${limit}`,
      );
    }
    const next = after === undefined ? prefix : after + START;
    const from = next > prefix ? next : prefix;
    const before = prefix + END;
    if (from >= before) return [];
    const stored = await this.#engine.list(from, before, limit);
    return stored.map((one) => entryOf<T>(one));
  }

  async commit(commit: StoreCommit): Promise<string | undefined> {
    this.#checkOpen("commit");
    return await this.#engine.commit(textsOf(commit));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#engine.close();
  }

  #checkOpen(action: string): void {
    if (this.#closed) {
      throw new StoreError(`Cannot ${action} as the store is closed`);
    }
  }
}

function entryOf<T>({ key, text, version }: StoredText): StoreEntry<T> {
  return { key, value: JSON.parse(text) as T, version };
}

function checkKey(action: string, key: unknown): void {
  if (typeof key === "string" && KEY.test(key)) return;
  throw new TypeError(
    `Cannot ${action} as a key must have 1 to 512 printable ASCII characters: current value is ${
      JSON.stringify(key)
    }`,
  );
}

/** Checks a commit's limits, and turns its values into JSON. */
function textsOf(commit: StoreCommit): TextCommit {
  const checks = Object.entries(commit.checks ?? {});
  const values = Object.entries(commit.set ?? {});
  const deleted = commit.delete ?? [];
  for (const [key] of [...checks, ...values]) checkKey("commit", key);
  for (const key of deleted) {
    checkKey("commit", key);
    if (Object.hasOwn(commit.set ?? {}, key)) {
      throw new TypeError(
        `Cannot commit as a key must not be both set and deleted: current value is "${key}"`,
      );
    }
  }
  checkMost("'checks' must have", "keys", MOST.checks, checks.length);
  const writes = values.length + deleted.length;
  checkMost("'set' and 'delete' must have", "keys", MOST.writes, writes);
  const keys = [...checks, ...values].map(([key]) => key).concat(deleted);
  const length = keys.reduce((sum, key) => sum + key.length, 0);
  checkMost("all keys must have", "bytes", MOST.allKeys, length);
  let all = 0;
  const set = values.map(([key, value]) => {
    const text: string | undefined = JSON.stringify(value);
    if (text === undefined) {
      throw new TypeError(
        `Cannot commit as the value of "${key}" must be one that JSON can hold: current value is ${value}`,
      );
    }
    const size = sizeOfText(text);
    checkMost(`the value of "${key}" must have`, "bytes", MOST.bytes, size);
    all += size;
    return [key, text] as const;
  });
  checkMost("all values must have", "bytes", MOST.allBytes, all);
  return { checks, set, delete: deleted };
}

function checkMost(
  rule: string,
  unit: string,
  most: number,
  current: number,
): void {
  if (current <= most) return;
  throw new RangeError(
    `Cannot commit as ${rule} at most ${most} ${unit}: current value is ${current}`,
  );
}

/** Bytes of a text in UTF-8. */
function sizeOfText(text: string): number {
  return encoder.encode(text).length;
}
