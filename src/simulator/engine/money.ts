/** Sums of money without binary fractions: whole billionths in a `bigint`. */

/** An amount in billionths of the account's currency. */
export type Money = bigint;

const DIGITS = 9;
const UNIT = 10n ** BigInt(DIGITS);

/** Reads a JSON number exactly as it is written in decimal. */
export function toMoney(value: number): Money {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const shift = Number(exponent) + DIGITS - fraction.length;
  const digits = BigInt(whole + fraction);
  return shift >= 0 ? digits * 10n ** BigInt(shift) : round(digits, -shift);
}

/** Amounts that were written before: few, and written again and again. */
const written = new Map<Money, number>();
const MANY = 10_000;

/** Writes an amount as the JSON number of the same decimal value. */
export function fromMoney(amount: Money): number {
  let value = written.get(amount);
  if (value === undefined) {
    value = write(amount);
    if (written.size >= MANY) written.clear();
    written.set(amount, value);
  }
  return value;
}

function write(amount: Money): number {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString()
    .padStart(DIGITS + 1, "0");
  return Number(`${sign}${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`);
}

/** Computes a fraction, 0.2 for example, of an amount. */
export function shareOf(amount: Money, fraction: Money): Money {
  return amount * fraction / UNIT;
}

function round(digits: bigint, places: number): bigint {
  const unit = 10n ** BigInt(places);
  return (digits + (digits < 0n ? -unit : unit) / 2n) / unit;
}
