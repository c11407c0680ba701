/** Creation of bonuses. */
import { checkJson, show } from "../checks.ts";
import type { BonusLimits } from "../options.ts";
import { type Listing, Paginated } from "../paginator.ts";
import type { Transport } from "../transport/transport.ts";
import type { LocalizedText } from "../types/common.ts";
import type { UserBonus, UserBonusInput } from "../types/user_bonuses.ts";
import type { Creation } from "./creation.ts";
import { idRange } from "./read_back.ts";

const ACTION = "create user bonuses";

/** Decimal places of an amount of money. */
const PLACES = 4;

/** Largest error of binary fractions that is taken for noise, as in `0.1 + 0.2`. */
const NOISE = 1e-9;

/** Describes how the bonuses of one call are created; it remembers the bonuses that it has checked. */
export function userBonusCreation(
  transport: Transport,
  listing: Listing,
  limits: BonusLimits | undefined,
): Creation<UserBonusInput, UserBonus> {
  const seen = new Map<string, number>();
  return {
    noun: listing.noun,
    path: listing.path,
    operationType: "USER_BONUS.BATCH_CREATE",
    maxItems: { async: 10_000, sync: 100 },
    check(bonus, position) {
      const amount = checkAmount(bonus, position, limits);
      const checked = { ...bonus, amount };
      checkMessage(checked, position);
      checkJson(ACTION, checked, `item ${position}`);
      checkDuplicate(checked, position, seen);
      return checked;
    },
    serialize: (bonus) => ({
      json: JSON.stringify(bonus),
      size: { input: 0, output: 0 },
    }),
    readBack: (created, { onResponse: _, onBody: __, ...options }) =>
      new Paginated(
        transport,
        listing,
        idRange(created.map(({ id }) => id)),
        options,
      ),
  };
}

/**
 * Gives an amount with the digits that money has.
 *
 * @throws {RangeError} If it is out of bounds, or not an amount of money.
 */
function checkAmount(
  { amount }: UserBonusInput,
  position: number,
  limits: BonusLimits | undefined,
): number {
  const { min, max = Infinity, currency } = limits ?? {};
  const isFinite = typeof amount === "number" && Number.isFinite(amount);
  const money = isFinite ? Number(amount.toFixed(PLACES)) : NaN;
  const fits = min === undefined ? money > 0 : money >= min && money <= max;
  if (fits && Math.abs(money - amount) < NOISE) return money;
  const rule = fits
    ? `an amount of money with at most ${PLACES} decimal places`
    : min === undefined
    ? "a number above 0"
    : `between ${min} and ${max} ${currency}`;
  throw new RangeError(
    `Cannot ${ACTION} as 'amount' must be ${rule}: current value of item ${position} is ${
      show(amount)
    }`,
  );
}

/** @throws {TypeError} If a bonus that goes without a message has one. */
function checkMessage(bonus: UserBonusInput, position: number): void {
  if (!bonus.without_message) return;
  for (const name of ["public_title", "public_message"] as const) {
    const text = bonus[name];
    if (text === undefined || text === null) continue;
    throw new TypeError(
      `Cannot ${ACTION} as one with 'without_message' goes without '${name}': current value of item ${position} is ${
        show(text)
      }`,
    );
  }
}

/**
 * The API refuses bonuses of one request that have all of these fields in
 * common. Across requests it would pay both, which nobody could tell from an error.
 *
 * @throws {TypeError} If the call pays the same bonus already.
 */
function checkDuplicate(
  bonus: UserBonusInput,
  position: number,
  seen: Map<string, number>,
): void {
  const { user_id, amount, public_title, public_message, private_comment } =
    bonus;
  const identity = JSON.stringify([
    user_id,
    amount,
    sorted(public_title),
    sorted(public_message),
    private_comment ?? null,
  ]);
  const first = seen.get(identity);
  if (first !== undefined) {
    throw new TypeError(
      `Cannot ${ACTION} as a Toloker gets only one with the same amount, title, message and comment: items ${first} and ${position} for "${user_id}" are duplicates, tell them apart by 'private_comment'`,
    );
  }
  seen.set(identity, position);
}

/** A text by language, in an order that does not matter. */
function sorted(text: LocalizedText | null | undefined): unknown {
  return text ? Object.entries(text).sort() : null;
}
