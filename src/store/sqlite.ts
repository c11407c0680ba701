import { whenUnlocked } from "./busy.ts";
import { builtinModule } from "./runtime.ts";
import {
  type Store,
  type StoredText,
  type StoreEngine,
  StoreError,
  storeOver,
  type TextCommit,
} from "./store.ts";

/** Options of {@linkcode sqliteStore}. */
export interface SqliteStoreOptions {
  /**
   * Durability of a commit. `"FULL"` waits for the disk, so that a
   * commit survives a power failure: use it for payments. `"NORMAL"` survives
   * the end of the process, but a power failure can take the last commits away:
   * enough where the work of a few seconds may be done again.
   *
   * @default "FULL"
   */
  durability?: "FULL" | "NORMAL" | undefined;
}

/** The part of `node:sqlite` that is used. */
interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface Statement {
  get(...values: (string | number)[]): unknown;
  all(...values: (string | number)[]): unknown[];
  run(...values: (string | number)[]): unknown;
}

/** Time that SQLite itself waits for a lock, in milliseconds: meanwhile nothing else runs. */
const BUSY_TIMEOUT = 20;

/**
 * Opens a store in a file of SQLite, which Deno, Bun and Node have built in:
 * the usual choice for one machine. Several processes can share the file; it
 * has to be on a local disk, as locks do not hold on network drives.
 *
 * Deno needs `--allow-read` and `--allow-write` for the folder of the file.
 * Node 22 prints a warning that its SQLite is experimental.
 *
 * @param path Path of the file, which is created if it is missing; `":memory:"` for none.
 * @param options Durability.
 * @returns The store.
 * @throws {StoreError} If the runtime has no SQLite, or the file cannot be used.
 *
 * @example Usage
 * ```ts
 * import { sqliteStore } from "@toloka/client/store";
 * import { assertEquals } from "@std/assert";
 *
 * const store = await sqliteStore(":memory:");
 * const version = await store.commit({ set: { counter: 1 } });
 * await store.commit({
 *   checks: { counter: version! }, // nobody else has changed it
 *   set: { counter: 2 },
 * });
 * assertEquals((await store.get("counter"))?.value, 2);
 * await store.close();
 * ```
 */
export async function sqliteStore(
  path: string,
  options: SqliteStoreOptions = {},
): Promise<Store> {
  const { durability = "FULL" } = options;
  if (durability !== "FULL" && durability !== "NORMAL") {
    throw new TypeError(
      `Cannot open SQLite store as 'durability' must be "FULL" or "NORMAL": current value is ${
        JSON.stringify(durability)
      }`,
    );
  }
  const { DatabaseSync } = builtinModule<
    { DatabaseSync: new (path: string) => Database }
  >("open SQLite store", "sqlite");
  let database: Database | undefined;
  try {
    const opened = await whenUnlocked(() => new DatabaseSync(path));
    database = opened;
    opened.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
    await whenUnlocked(() => prepare(opened, durability));
    return storeOver(new SqliteEngine(opened));
  } catch (error) {
    database?.close();
    throw withPath(error, path);
  }
}

/** Names the file in an error of SQLite, which leaves it out. */
function withPath(error: unknown, path: string): unknown {
  const { code, message } = error as { code?: string; message: string };
  if (code !== "ERR_SQLITE_ERROR") return error;
  return new StoreError(
    `Cannot open SQLite store as "${path}" cannot be used: ${message}`,
    { cause: error },
  );
}

function prepare(database: Database, durability: "FULL" | "NORMAL"): void {
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${durability};
    BEGIN IMMEDIATE;
  `);
  database.exec(`
    CREATE TABLE IF NOT EXISTS entries (
      key TEXT PRIMARY KEY, text TEXT NOT NULL, version INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS last_commit (version INTEGER NOT NULL);
    INSERT INTO last_commit
      SELECT 0 WHERE NOT EXISTS (SELECT * FROM last_commit);
    COMMIT;
  `);
}

class SqliteEngine implements StoreEngine {
  readonly #database: Database;
  readonly #get: Statement;
  readonly #list: Statement;
  readonly #count: Statement;
  readonly #version: Statement;
  readonly #set: Statement;
  readonly #delete: Statement;

  constructor(database: Database) {
    // Numbers above 2^53 would come as an error: versions are read as text.
    const columns = "key, text, CAST(version AS TEXT) AS version";
    this.#database = database;
    this.#get = database.prepare(
      `SELECT ${columns} FROM entries WHERE key = ?`,
    );
    this.#list = database.prepare(
      `SELECT ${columns} FROM entries WHERE key >= ? AND key < ? ORDER BY key LIMIT ?`,
    );
    this.#count = database.prepare(
      "UPDATE last_commit SET version = version + 1",
    );
    this.#version = database.prepare(
      "SELECT CAST(version AS TEXT) AS version FROM last_commit",
    );
    this.#set = database.prepare(
      `INSERT INTO entries SELECT ?, ?, version FROM last_commit WHERE true
       ON CONFLICT (key) DO UPDATE SET text = excluded.text, version = excluded.version`,
    );
    this.#delete = database.prepare("DELETE FROM entries WHERE key = ?");
  }

  get(key: string): Promise<StoredText | undefined> {
    return whenUnlocked(() => this.#find(key));
  }

  list(from: string, before: string, limit: number): Promise<StoredText[]> {
    return whenUnlocked(() =>
      this.#list.all(from, before, limit) as StoredText[]
    );
  }

  commit(commit: TextCommit): Promise<string | undefined> {
    return whenUnlocked(() => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        const version = this.#write(commit);
        this.#database.exec(version === undefined ? "ROLLBACK" : "COMMIT");
        return version;
      } catch (error) {
        this.#rollBack();
        throw error;
      }
    });
  }

  close(): void {
    this.#database.close();
  }

  #find(key: string): StoredText | undefined {
    return this.#get.get(key) as StoredText | null | undefined ?? undefined;
  }

  #write({ checks, set, delete: deleted }: TextCommit): string | undefined {
    for (const [key, version] of checks) {
      if ((this.#find(key)?.version ?? null) !== version) return undefined;
    }
    this.#count.run();
    for (const [key, text] of set) this.#set.run(key, text);
    for (const key of deleted) this.#delete.run(key);
    return (this.#version.get() as { version: string }).version;
  }

  /** Some failures, such as a full disk, have ended the transaction themselves. */
  #rollBack(): void {
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // The first error is the one to tell.
    }
  }
}
