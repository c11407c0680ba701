import { TolokaIncompleteError } from "../errors.ts";
import { sumMoney } from "../money.ts";
import type { BonusLimits, ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type { KnownOperation } from "../types/operations.ts";
import type {
  UserBonus,
  UserBonusInput,
  UserBonusQuery,
  UserBonusSortField,
} from "../types/user_bonuses.ts";
import {
  createMany,
  createOne,
  type CreationCode,
  startCreateMany,
} from "../creation/lazy.ts";
import type {
  CreateManyOptions,
  CreateManyResult,
  CreateOptions,
  StartCreateOptions,
} from "../creation/options.ts";

const LISTING: Listing = {
  noun: "user bonuses",
  path: "/api/v1/user-bonuses",
  cursor: "id",
  maxPageSize: 300,
};

/** Options of a method that pays one bonus. */
export interface UserBonusCreateOptions
  extends Omit<CreateOptions, "allowDefaults" | "openPool"> {}

/** Options of a method that pays many bonuses. Without an operation (`async: false`), a request pays at most 100. */
export interface UserBonusCreateManyOptions
  extends Omit<CreateManyOptions, "allowDefaults" | "openPool"> {}

/** Options of a method that starts paying many bonuses. */
export interface UserBonusStartCreateOptions
  extends Omit<StartCreateOptions, "allowDefaults" | "openPool"> {}

/**
 * Result of paying bonuses, by their position in the input: paid (`items`),
 * refused and why (`validation_errors`), or not known (`unknown`). A bonus that
 * is nowhere in here was not paid by this call.
 */
export interface UserBonusCreateManyResult extends CreateManyResult<UserBonus> {
  /** Sum of the paid bonuses, added exactly. */
  total_amount: number;
}

/**
 * Bonuses: money for Tolokers on top of rewards. Reached as
 * `toloka.userBonuses`.
 *
 * @example Pay bonuses so that a repeat cannot pay twice
 * ```ts
 * import { TolokaClient, TolokaIncompleteError } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const best = [
 *   "1ad097faba0eff85a04fe30bc04d53db",
 *   "f25a5f41f25a5f41977f3611087a16b3",
 * ];
 * // kept somewhere safe
 * const operationId = "7d6d0a55-6b5c-4a8e-a4e5-8f2b4f0a51c9";
 * try {
 *   const { items, total_amount } = await toloka.userBonuses.createMany(
 *     best.map((user_id) => ({
 *       user_id,
 *       amount: 0.5,
 *       public_title: { EN: "Thank you" },
 *       public_message: { EN: "You were among the best this week" },
 *     })),
 *     { operationId },
 *   );
 *   console.log(
 *     `${Object.keys(items).length} bonuses, $${total_amount} in all`,
 *   );
 * } catch (error) {
 *   if (!(error instanceof TolokaIncompleteError)) throw error;
 *   // call again with the same id to continue
 *   console.log(error.message, error.done);
 * }
 * ```
 */
export class UserBonuses {
  readonly #transport: Transport;
  readonly #limits: BonusLimits | undefined;
  readonly #kind = ({ userBonusCreation }: CreationCode) =>
    userBonusCreation(this.#transport, LISTING, this.#limits);

  /** Created by the client. */
  constructor(transport: Transport, limits: BonusLimits | undefined) {
    this.#transport = transport;
    this.#limits = limits;
  }

  /**
   * Pays a bonus. Through an operation, by default, so that a repeat cannot pay
   * it twice.
   *
   * @throws {RangeError} If the amount is out of the bounds of the environment: 0.005 to 100 dollars, on Yandex Tasks 5 to 10,000 roubles.
   * @throws {TypeError} If it has a message although it is to go without one.
   * @throws {TolokaValidationError} If the server refuses it.
   * @throws {TolokaIncompleteError} If it is not known whether it was paid; the message says how to find out.
   *
   * @example Pay a bonus for an assignment
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { id, user_id } = await toloka.assignments.get(
   *   "0001a5f2c8--64d1e0b7",
   * );
   * const bonus = await toloka.userBonuses.create({
   *   user_id,
   *   assignment_id: id,
   *   amount: 0.1,
   *   private_comment: "Found a mistake of ours",
   *   without_message: true,
   * });
   * console.log(bonus.id);
   * ```
   */
  create(
    bonus: UserBonusInput,
    options?: UserBonusCreateOptions,
  ): Promise<UserBonus> {
    return createOne(this.#transport, this.#kind, bonus, options);
  }

  /**
   * Pays any number of bonuses, in as many requests as the API's limits ask for,
   * and reads them back. Each request is an operation of its own that a repeat
   * takes over, so nothing is paid twice.
   *
   * @param bonuses The bonuses; a list is checked as a whole before anything is sent.
   * @returns Paid and refused bonuses by their position in the input, and the sum paid.
   * @throws {RangeError} If there are no bonuses, or an amount is out of the bounds of the environment.
   * @throws {TypeError} If one has a message although it is to go without one, or two differ in nothing that Tolokers or you could tell them apart by.
   * @throws {TolokaValidationError} If no bonus is valid, or one is not and invalid ones are not to be skipped.
   * @throws {TolokaIdempotencyError} If `operationId` was used before for other items; nothing is sent then.
   * @throws {TolokaIncompleteError} If a request fails after some are paid, or it is not known what became of some; its `done` is a {@linkcode UserBonusCreateManyResult}.
   *
   * @example Pay whom one can, and see who is left
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { total_amount, validation_errors } = await toloka.userBonuses
   *   .createMany([
   *     {
   *       user_id: "1ad097faba0eff85a04fe30bc04d53db",
   *       amount: 0.25,
   *       without_message: true,
   *     },
   *     {
   *       user_id: "f25a5f41f25a5f41977f3611087a16b3",
   *       amount: 0.5,
   *       without_message: true,
   *     },
   *   ], { skipInvalidItems: true });
   * console.log(total_amount, validation_errors);
   * ```
   */
  async createMany(
    bonuses: Iterable<UserBonusInput> | AsyncIterable<UserBonusInput>,
    options?: UserBonusCreateManyOptions,
  ): Promise<UserBonusCreateManyResult> {
    try {
      return withTotal(
        await createMany(this.#transport, this.#kind, bonuses, options),
      );
    } catch (error) {
      if (!(error instanceof TolokaIncompleteError)) throw error;
      const done = withTotal(error.done as CreateManyResult<UserBonus>);
      const { message, cause, operationId } = error;
      throw Object.assign(new TolokaIncompleteError(message, done, cause), {
        operationId,
      });
    }
  }

  /**
   * Starts paying bonuses, at most 10,000, and does not wait.
   *
   * One call is one operation: calling again with the same `operationId` gives
   * the operation that exists, once it has ended and its items are compared, and
   * {@linkcode matchOperationLog} reads the result of each item from its log.
   *
   * @returns The operation; its log will have the result of each bonus.
   * @throws {RangeError} If there are no bonuses, too many for one request, or an amount is out of the bounds of the environment.
   * @throws {TypeError} As {@linkcode UserBonuses.createMany} does.
   *
   * @example Start paying, wait later
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const started = await toloka.userBonuses.startCreateMany([
   *   {
   *     user_id: "1ad097faba0eff85a04fe30bc04d53db",
   *     amount: 0.25,
   *     without_message: true,
   *   },
   * ]);
   * const { details } = await toloka.operations.wait(started);
   * console.log(details?.success_count);
   * ```
   */
  startCreateMany(
    bonuses: readonly UserBonusInput[],
    options?: UserBonusStartCreateOptions,
  ): Promise<KnownOperation<"USER_BONUS.BATCH_CREATE">> {
    return startCreateMany(
      this.#transport,
      this.#kind,
      bonuses,
      options,
    ) as Promise<KnownOperation<"USER_BONUS.BATCH_CREATE">>;
  }

  /**
   * Reads a bonus.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(userBonusId: string, options?: RequestOptions): Promise<UserBonus> {
    return this.#transport.get(
      path`/api/v1/user-bonuses/${userBonusId}`,
      options,
    );
  }

  /**
   * Reads one page of the bonuses that match a query, as the API answers it.
   */
  find(
    query: UserBonusQuery & PageQuery<UserBonusSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<UserBonus>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every bonus that matches a query.
   *
   * @example Add up a Toloker's bonuses
   * ```ts
   * import { sumMoney, TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const bonuses = await Array.fromAsync(
   *   toloka.userBonuses.list({ user_id: "1ad097faba0eff85a04fe30bc04d53db" }),
   * );
   * console.log(sumMoney(bonuses.map(({ amount }) => amount)));
   * ```
   */
  list(
    query: UserBonusQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<UserBonus> {
    return new Paginated(this.#transport, LISTING, query, options);
  }
}

function withTotal(
  result: CreateManyResult<UserBonus>,
): UserBonusCreateManyResult {
  const amounts = Object.values(result.items).map(({ amount }) => amount);
  return { ...result, total_amount: sumMoney(amounts.filter(Number.isFinite)) };
}
