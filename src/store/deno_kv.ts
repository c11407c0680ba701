import { whenUnlocked } from "./busy.ts";
import { openKv } from "./runtime.ts";
import {
  type Store,
  type StoredText,
  type StoreEngine,
  storeOver,
  type TextCommit,
} from "./store.ts";

/** The part of `Deno.Kv` that a store uses. */
export interface DenoKvDatabase {
  /** Reads an entry. */
  get(key: readonly string[]): Promise<DenoKvEntry>;
  /** Lists entries in the order of their keys. */
  list(
    selector: { start: string[]; end: string[] },
    options: { limit: number; batchSize: number },
  ): AsyncIterable<DenoKvEntry>;
  /** Begins a commit. */
  atomic(): DenoKvCommit;
  /** Closes the database. */
  close(): void;
}

/** An entry of `Deno.Kv`. */
export interface DenoKvEntry {
  /** Its key. */
  key: readonly unknown[];
  /** Its value. */
  value: unknown;
  /** Its version; `null` if there is none. */
  versionstamp: string | null;
}

/** A commit of `Deno.Kv` that is being put together. */
export interface DenoKvCommit {
  /** Adds a check. */
  check(check: { key: string[]; versionstamp: string | null }): unknown;
  /** Adds a value to store. */
  set(key: string[], value: unknown): unknown;
  /** Adds a key to remove. */
  delete(key: string[]): unknown;
  /** Carries it out. */
  commit(): Promise<{ ok: boolean; versionstamp?: string }>;
}

/** First part of every key, so that the database can serve other purposes too. */
const SPACE = "toloka";

/**
 * Opens a store in Deno KV: a file of your own, or a `denokv` server that many
 * machines share. Deno needs `--unstable-kv`, and permission for the file or
 * the server.
 *
 * Neither the queues nor the expiry of Deno KV are used.
 *
 * @param database Path of a file, URL of a server (`DENO_KV_ACCESS_TOKEN` has its token), or a database that is open already; without it, Deno's default.
 * @returns The store; closing it closes the database.
 * @throws {StoreError} If the runtime has no Deno KV.
 *
 * @example Usage
 * ```ts
 * import { denoKvStore } from "@toloka/client/store";
 *
 * export async function main() { // deno run --unstable-kv
 *   const store = await denoKvStore("./review.kv");
 *   await store.commit({ set: { counter: 1 } });
 *   await store.close();
 * }
 * ```
 */
export async function denoKvStore(
  database?: string | DenoKvDatabase,
): Promise<Store> {
  const kv = typeof database === "object"
    ? database
    : await whenUnlocked(() => openKv<DenoKvDatabase>(database));
  return storeOver(new DenoKvEngine(kv));
}

// Texts are stored as UTF-8: V8 would take two bytes for each character of
// some texts, and a value has a limit.
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function decode(value: unknown): string {
  return decoder.decode(value as Uint8Array);
}

class DenoKvEngine implements StoreEngine {
  readonly #kv: DenoKvDatabase;

  constructor(kv: DenoKvDatabase) {
    this.#kv = kv;
  }

  async get(key: string): Promise<StoredText | undefined> {
    const { value, versionstamp } = await whenUnlocked(() =>
      this.#kv.get([SPACE, key])
    );
    if (versionstamp === null) return undefined;
    return { key, text: decode(value), version: versionstamp };
  }

  async list(
    from: string,
    before: string,
    limit: number,
  ): Promise<StoredText[]> {
    const selector = { start: [SPACE, from], end: [SPACE, before] };
    const found = await whenUnlocked(() =>
      Array.fromAsync(
        this.#kv.list(selector, { limit, batchSize: Math.min(limit, 100) }),
      )
    );
    return found.map(({ key, value, versionstamp }) => ({
      key: key[1] as string,
      text: decode(value),
      version: versionstamp!,
    }));
  }

  commit(commit: TextCommit): Promise<string | undefined> {
    return whenUnlocked(async () => {
      const atomic = this.#kv.atomic();
      for (const [key, versionstamp] of commit.checks) {
        atomic.check({ key: [SPACE, key], versionstamp });
      }
      for (const [key, text] of commit.set) {
        atomic.set([SPACE, key], encoder.encode(text));
      }
      for (const key of commit.delete) atomic.delete([SPACE, key]);
      const { versionstamp } = await atomic.commit();
      return versionstamp;
    });
  }

  close(): void {
    this.#kv.close();
  }
}
