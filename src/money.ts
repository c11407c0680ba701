/** Sums and products of money, computed in decimals as the amounts are written. */

/** A number as JavaScript writes it: sign, digits, fraction, power of ten. */
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/**
 * Adds up amounts of money exactly: in decimals, as they are written, not in
 * binary fractions.
 *
 * @param amounts Amounts in one currency, as the API gives and takes them.
 * @returns The sum; 0 for no amounts.
 * @throws {RangeError} If an amount is not a finite number.
 *
 * @example Usage
 * ```ts
 * import { sumMoney } from "@toloka/client";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(0.1 + 0.2, 0.30000000000000004);
 * assertEquals(sumMoney([0.1, 0.2]), 0.3);
 * ```
 */
export function sumMoney(amounts: Iterable<number>): number {
  let sum = 0n;
  let scale = 0;
  for (const amount of amounts) {
    const decimal = decimalOf(amount);
    if (decimal === undefined) {
      throw new RangeError(
        `Cannot sum money as an amount must be a finite number: current value is ${amount}`,
      );
    }
    let { digits } = decimal;
    const { places } = decimal;
    if (places > scale) {
      sum *= 10n ** BigInt(places - scale);
      scale = places;
    } else {
      digits *= 10n ** BigInt(scale - places);
    }
    sum += digits;
  }
  return Number(`${sum}e-${scale}`);
}

/** Multiplies an amount exactly, in decimals; both numbers have to be finite. */
export function multiplyMoney(amount: number, by: number): number {
  const [a, b] = [decimalOf(amount), decimalOf(by)];
  return a && b
    ? Number(`${a.digits * b.digits}e${-a.places - b.places}`)
    : NaN;
}

/** Splits a number into its digits and the number of decimal places; `undefined` if it is not finite. */
function decimalOf(
  amount: number,
): { digits: bigint; places: number } | undefined {
  const [, sign, whole, fraction = "", power = "0"] =
    DECIMAL.exec(String(amount)) ?? [];
  if (whole === undefined) return undefined;
  return {
    digits: BigInt(`${sign}${whole}${fraction}`),
    places: fraction.length - Number(power),
  };
}
