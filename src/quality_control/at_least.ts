/** A check of whole numbers. @module */

/** Gives the number back if it is whole and not too small. */
export function atLeast(least: number, name: string, value: number): number {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(
      `Cannot build the rule as '${name}' must be a whole number of at least ${least}: current value is ${value}`,
    );
  }
  return value;
}
