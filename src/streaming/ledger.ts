import type { TolokaClient } from "../client.ts";
import { TolokaApiError, TolokaIncompleteError } from "../errors.ts";
import { sumMoney } from "../money.ts";
import type { RequestOptions } from "../options.ts";
import type { Store } from "../store/store.ts";
import type { FieldErrors, LocalizedText } from "../types/common.ts";
import type { UserBonus, UserBonusInput } from "../types/user_bonuses.ts";
import { Journal, type Outcome, outcomeOf } from "./journal.ts";

/** Options of {@linkcode bonusLedger}. */
export interface BonusLedgerOptions {
  /** Name of the ledger in the store; ledgers with different names are independent. @default "bonuses" */
  name?: string | undefined;
}

/** Options of {@linkcode BonusLedger.pay}. */
export interface BonusPayOptions extends RequestOptions {
  /**
   * The key of a row: two rows are the same payment if they have the same key.
   *
   * @default its `assignment_id` and its `private_comment`, which it then needs to have
   */
  key?: ((bonus: UserBonusInput, index: number) => string) | undefined;
}

/** Outcome of a payment. */
export interface BonusLedgerRow {
  /** Key of the row. */
  key: string;
  /**
   * `PAID`, `REFUSED` by the server, or still open: `SENT` with an unknown
   * outcome, or `PLANNED` and not paid.
   */
  status: "PAID" | "REFUSED" | "SENT" | "PLANNED";
  /** Id of the bonus, if it was paid. */
  bonus_id?: string;
  /** Reason for the refusal. */
  errors?: FieldErrors;
}

/** Result of one call of {@linkcode BonusLedger.pay}. */
export interface BonusLedgerReport {
  /** The rows, in the order in which they were given. */
  rows: BonusLedgerRow[];
  /** Sum of the rows that are paid, by this call or an earlier one, exact. */
  paid_amount: number;
  /** Rows paid. */
  paid: number;
  /** Rows refused. */
  refused: number;
  /** Rows that are neither: repeat the call to resume. */
  open: number;
}

/**
 * Opens a ledger of bonuses: each row is paid exactly once, however often the
 * list is paid, grown, reordered, killed halfway or run by two processes at the
 * same time. Each payment is recorded in the store with the id of its operation
 * before it is sent, and its outcome afterwards.
 *
 * @param toloka Client.
 * @param store Store; on SQLite with `durability: "FULL"`.
 * @param options Name of the ledger.
 * @returns The ledger.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { bonusLedger } from "@toloka/client/streaming";
 * import { assertEquals } from "@std/assert";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore(); // or await sqliteStore("bonuses.db")
 * const ledger = bonusLedger(toloka, store);
 * const rows = [{
 *   user_id: "1ad097faba0eff85a04fe30bc04d53db",
 *   amount: 0.5,
 *   without_message: true,
 * }];
 * const key = ({ user_id }: { user_id: string }) => `week 12/${user_id}`;
 * const first = await ledger.pay(rows, { key });
 * const again = await ledger.pay(rows, { key }); // pays nothing
 * assertEquals(again.rows, first.rows);
 * ```
 */
export function bonusLedger(
  toloka: Pick<TolokaClient, "userBonuses">,
  store: Store,
  options: BonusLedgerOptions = {},
): BonusLedger {
  return new BonusLedger(toloka, store, options);
}

/**
 * A ledger of bonuses, opened by {@linkcode bonusLedger}.
 *
 * @example Print what is not paid
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { BonusLedger } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const ledger = new BonusLedger(toloka, memoryStore(), {});
 * for await (const { key, status } of ledger.rows()) {
 *   if (status !== "PAID") console.log(key, status);
 * }
 * ```
 */
export class BonusLedger {
  readonly #toloka: Pick<TolokaClient, "userBonuses">;
  readonly #store: Store;
  readonly #name: string;

  /** Created by {@linkcode bonusLedger}. */
  constructor(
    toloka: Pick<TolokaClient, "userBonuses">,
    store: Store,
    { name = "bonuses" }: BonusLedgerOptions,
  ) {
    this.#toloka = toloka;
    this.#store = store;
    this.#name = name;
    this.#journal({});
  }

  /**
   * Pays the rows that are not paid or refused yet, and finishes what earlier
   * calls of any process have begun.
   *
   * @param rows Bonuses.
   * @param options The key of a row, and options of the requests.
   * @returns Outcome of each row.
   * @throws {TypeError} If a row has no key, two rows have the same, or the content of a row differs from the recorded one. Rows of earlier requests are paid in that case.
   * @throws {TolokaIncompleteError} If a request failed; its `done` is the {@linkcode BonusLedgerReport}. Repeat the call to resume.
   */
  async pay(
    rows: readonly UserBonusInput[],
    options: BonusPayOptions = {},
  ): Promise<BonusLedgerReport> {
    const { key = defaultKey, ...request } = options;
    const journal = this.#journal(request);
    const keyed = rows.map((item, i) => ({ key: key(item, i), item }));
    checkKeys(keyed.map(({ key }) => key));
    let failure: unknown;
    try {
      for await (const _ of journal.run(keyed));
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) {
        throw error;
      }
      if (options.signal?.aborted) throw error;
      failure = error;
    }
    const report = await this.#report(journal, keyed);
    if (failure === undefined && report.open === 0) return report;
    const reason = failure instanceof Error
      ? failure.message
      : "another process is paying them";
    throw new TolokaIncompleteError(
      `Cannot pay all bonuses: ${report.open} of ${rows.length} rows are open, pay the list again to resume: ${reason}`,
      report,
      failure,
    );
  }

  /** Yields every row that the ledger knows, in the order of their keys in the store. */
  async *rows(): AsyncGenerator<BonusLedgerRow, void, void> {
    for await (const row of this.#journal({}).rows()) yield ledgerRow(row);
  }

  async #report(
    journal: Journal<UserBonusInput>,
    keyed: readonly { key: string; item: UserBonusInput }[],
  ): Promise<BonusLedgerReport> {
    const rows: BonusLedgerRow[] = [];
    const amounts: number[] = [];
    for (const { key, item } of keyed) {
      const stored = await journal.row(key);
      const row = stored
        ? ledgerRow(stored)
        : { key, status: "PLANNED" as const };
      if (row.status === "PAID") amounts.push(item.amount);
      rows.push(row);
    }
    const refused = rows.filter(({ status }) => status === "REFUSED").length;
    return {
      rows,
      paid_amount: sumMoney(amounts),
      paid: amounts.length,
      refused,
      open: rows.length - amounts.length - refused,
    };
  }

  #journal(request: RequestOptions): Journal<UserBonusInput> {
    return new Journal<UserBonusInput>({
      store: this.#store,
      kind: "bonuses",
      name: this.#name,
      twin: identityOf,
      send: (items, operationId) => this.#send(items, operationId, request),
    });
  }

  async #send(
    items: UserBonusInput[],
    operationId: string,
    request: RequestOptions,
  ): Promise<Outcome> {
    const options = {
      ...request,
      operationId,
      skipInvalidItems: true,
      readBack: false,
    };
    const outcome = await outcomeOf(
      items.length,
      () => this.#toloka.userBonuses.createMany(items, options),
    );
    if (!isArchived(outcome.error)) return outcome;
    return await this.#fromListing(items, request);
  }

  /** Finds the outcome of bonuses whose operation the server has forgotten: the listed ones were paid. */
  async #fromListing(
    items: readonly UserBonusInput[],
    request: RequestOptions,
  ): Promise<Outcome> {
    const taken = new Set<string>();
    for await (const { bonus_id } of this.rows()) {
      if (bonus_id !== undefined) taken.add(bonus_id);
    }
    const ids = new Map<number, string>();
    for (const [i, item] of items.entries()) {
      const { user_id, assignment_id } = item;
      const query = { user_id, assignment_id };
      for await (
        const bonus of this.#toloka.userBonuses.list(query, request)
      ) {
        if (taken.has(bonus.id) || !isSame(bonus, item)) continue;
        taken.add(bonus.id);
        ids.set(i, bonus.id);
        break;
      }
    }
    return { ids, errors: new Map(), restNotCreated: true };
  }
}

function ledgerRow(
  { key, status, id, errors }: {
    key: string;
    status: string;
    id?: string;
    errors?: FieldErrors;
  },
): BonusLedgerRow {
  return {
    key,
    status: (status === "DONE" ? "PAID" : status) as BonusLedgerRow["status"],
    ...(id === undefined ? {} : { bonus_id: id }),
    ...(errors === undefined ? {} : { errors }),
  };
}

function defaultKey(bonus: UserBonusInput, index: number): string {
  const { assignment_id, private_comment } = bonus;
  if (assignment_id && private_comment) {
    return `${assignment_id}/${private_comment}`;
  }
  throw new TypeError(
    `Cannot pay bonuses as row ${index} must have 'assignment_id' and 'private_comment', or 'key' must be given: current value is ${
      JSON.stringify({ assignment_id, private_comment })
    }`,
  );
}

function checkKeys(keys: readonly string[]): void {
  const places = new Map<string, number>();
  for (const [i, key] of keys.entries()) {
    const twin = places.get(key);
    if (twin !== undefined) {
      throw new TypeError(
        `Cannot pay bonuses as each row must have a unique key: rows ${twin} and ${i} have "${key}"`,
      );
    }
    places.set(key, i);
  }
}

/** Writes the fields by which the API distinguishes the bonuses of one request. */
function identityOf(
  bonus: {
    user_id: string;
    amount: number;
    public_title?: LocalizedText | null;
    public_message?: LocalizedText | null;
    private_comment?: string;
  },
): string {
  const sorted = (text: LocalizedText | null | undefined) =>
    text ? Object.entries(text).sort() : null;
  return JSON.stringify([
    bonus.user_id,
    bonus.amount,
    sorted(bonus.public_title),
    sorted(bonus.public_message),
    bonus.private_comment ?? null,
  ]);
}

function isSame(bonus: UserBonus, item: UserBonusInput): boolean {
  return (bonus.assignment_id ?? null) === (item.assignment_id ?? null) &&
    identityOf(bonus) === identityOf(item);
}

function isArchived(error: unknown): boolean {
  for (
    let current = error;
    current instanceof Error;
    current = current.cause
  ) {
    const code = current instanceof TolokaApiError ? current.code : undefined;
    if (code === "OPERATION_LOGS_ARCHIVED") return true;
  }
  return false;
}
