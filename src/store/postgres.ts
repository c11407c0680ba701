import {
  type Store,
  type StoredText,
  type StoreEngine,
  storeOver,
  type TextCommit,
} from "./store.ts";

/**
 * Client of PostgreSQL: `Pool` and `Client` of the package `pg` fit as they are,
 * other clients with one line around them.
 */
export interface PostgresClient {
  /** Carries out a statement with its parameters, `$1` and on. */
  query(
    statement: string,
    parameters?: unknown[],
  ): Promise<{ rows: unknown[] }>;
}

/** Options of {@linkcode postgresStore}. */
export interface PostgresStoreOptions {
  /**
   * Name of the table, of small letters, digits and `_`. The function that
   * commits has the same name with `_commit` at its end.
   *
   * @default "toloka_store"
   */
  table?: string | undefined;
}

/** Taken for each commit, so that versions are checked and written by one at a time: "toloka" in ASCII. */
const LOCK = 0x746f6c6f6b61;

/**
 * Creates a store in a table of PostgreSQL, over a client of yours. Creates the
 * table and one function if they are missing, for which the role needs
 * permission the first time. Closing the store leaves the client open.
 *
 * @param client Client or pool that is connected already.
 * @param options Name of the table.
 * @returns The store.
 *
 * @example Usage
 * ```ts
 * import { type PostgresClient, postgresStore } from "@toloka/client/store";
 *
 * // With the package pg: main(new Pool({ connectionString }))
 * export async function main(pool: PostgresClient) {
 *   const store = await postgresStore(pool);
 *   await store.commit({ set: { counter: 1 } });
 * }
 * ```
 *
 * @example With another client, here postgres.js
 * ```ts
 * import { postgresStore } from "@toloka/client/store";
 *
 * interface Sql {
 *   unsafe(text: string, values?: unknown[]): Promise<unknown[]>;
 * }
 *
 * export function openStore(sql: Sql) {
 *   return postgresStore({
 *     query: async (text, values) => ({
 *       rows: await sql.unsafe(text, values),
 *     }),
 *   });
 * }
 * ```
 */
export async function postgresStore(
  client: PostgresClient,
  options: PostgresStoreOptions = {},
): Promise<Store> {
  const { table = "toloka_store" } = options;
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(table)) {
    throw new TypeError(
      `Cannot create PostgreSQL store as 'table' must have small letters, digits and "_", at most 41: current value is "${table}"`,
    );
  }
  // One statement is one transaction, also where a pool gives each statement
  // another connection. Texts are compared by byte, as keys are ordered.
  await client.query(`
    DO $do$ BEGIN
      PERFORM pg_advisory_xact_lock(${LOCK});
      CREATE TABLE IF NOT EXISTS ${table} (
        key text COLLATE "C" PRIMARY KEY,
        text text NOT NULL,
        version bigint NOT NULL
      );
      CREATE SEQUENCE IF NOT EXISTS ${table}_version;
      CREATE OR REPLACE FUNCTION ${table}_commit(
        checks jsonb, sets jsonb, deleted jsonb
      ) RETURNS text LANGUAGE plpgsql AS $commit$
      DECLARE
        new_version bigint;
      BEGIN
        PERFORM pg_advisory_xact_lock(${LOCK});
        IF EXISTS (
          SELECT FROM jsonb_each_text(checks) AS wanted
          LEFT JOIN ${table} AS stored ON stored.key = wanted.key
          WHERE stored.version::text IS DISTINCT FROM wanted.value
        ) THEN RETURN NULL; END IF;
        new_version := nextval('${table}_version');
        INSERT INTO ${table}
          SELECT written.key, written.value, new_version
          FROM jsonb_each_text(sets) AS written
          ON CONFLICT (key) DO UPDATE
          SET text = excluded.text, version = excluded.version;
        DELETE FROM ${table}
          WHERE key IN (SELECT jsonb_array_elements_text(deleted));
        RETURN new_version::text;
      END $commit$;
    END $do$`);
  return storeOver(new PostgresEngine(client, table));
}

class PostgresEngine implements StoreEngine {
  readonly #client: PostgresClient;
  readonly #table: string;

  constructor(client: PostgresClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(key: string): Promise<StoredText | undefined> {
    const { rows } = await this.#client.query(
      `SELECT key, text, version::text FROM ${this.#table} WHERE key = $1`,
      [key],
    );
    return rows[0] as StoredText | undefined;
  }

  async list(
    from: string,
    before: string,
    limit: number,
  ): Promise<StoredText[]> {
    const { rows } = await this.#client.query(
      `SELECT key, text, version::text FROM ${this.#table} WHERE key >= $1 AND key < $2 ORDER BY key LIMIT $3`,
      [from, before, limit],
    );
    return rows as StoredText[];
  }

  async commit(commit: TextCommit): Promise<string | undefined> {
    const { rows } = await this.#client.query(
      `SELECT ${this.#table}_commit($1::jsonb, $2::jsonb, $3::jsonb) AS version`,
      [
        JSON.stringify(Object.fromEntries(commit.checks)),
        JSON.stringify(Object.fromEntries(commit.set)),
        JSON.stringify(commit.delete),
      ],
    );
    return (rows[0] as { version: string | null }).version ?? undefined;
  }

  close(): void {}
}
