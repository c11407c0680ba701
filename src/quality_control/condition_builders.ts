/** Builders of the conditions on one key. @module */
import type {
  CompareOperator,
  IdentityConditionKey,
  IdentityOperator,
  RuleConditionKey,
  RuleConditionOf,
} from "../types/quality_control.ts";

/**
 * Builder of conditions that compare a number.
 *
 * @typeParam Key Key of the condition.
 */
export interface CompareRule<Key extends RuleConditionKey> {
  /** Holds at exactly this value. */
  eq(value: number): RuleConditionOf<Key>;
  /** Holds at any other value. */
  ne(value: number): RuleConditionOf<Key>;
  /** Holds above this value. */
  gt(value: number): RuleConditionOf<Key>;
  /** Holds at this value and above. */
  gte(value: number): RuleConditionOf<Key>;
  /** Holds below this value. */
  lt(value: number): RuleConditionOf<Key>;
  /** Holds at this value and below. */
  lte(value: number): RuleConditionOf<Key>;
}

/**
 * Builder of conditions that only tell equal from different.
 *
 * @typeParam Key Key of the condition.
 * @typeParam Value What the key is compared with.
 */
export interface IdentityRule<Key extends RuleConditionKey, Value> {
  /** Holds at exactly this value. */
  eq(value: Value): RuleConditionOf<Key>;
  /** Holds at any other value. */
  ne(value: Value): RuleConditionOf<Key>;
}

type ComparableKey = Exclude<
  RuleConditionKey,
  IdentityConditionKey | "next_assignment_available"
>;

/** Conditions on a number; values that are not allowed throw a `RangeError`. */
export function compare<Key extends ComparableKey>(
  key: Key,
  allowed: (value: number) => boolean,
  must: string,
): CompareRule<Key> {
  const is = (operator: CompareOperator, value: number) => {
    if (!allowed(value)) {
      throw new RangeError(
        `Cannot build the condition as '${key}' ${must}: current value is ${value}`,
      );
    }
    return { key, operator, value } as RuleConditionOf<Key>;
  };
  return {
    eq: (value) => is("EQ", value),
    ne: (value) => is("NE", value),
    gt: (value) => is("GT", value),
    gte: (value) => is("GTE", value),
    lt: (value) => is("LT", value),
    lte: (value) => is("LTE", value),
  };
}

/** Conditions on a number of something. */
export function count<Key extends ComparableKey>(key: Key): CompareRule<Key> {
  return compare(
    key,
    (value) => Number.isInteger(value) && value >= 0,
    "must be a whole number from 0",
  );
}

/** Conditions on a share, 0 to 100. */
export function rate<Key extends ComparableKey>(key: Key): CompareRule<Key> {
  return compare(
    key,
    (value) => value >= 0 && value <= 100,
    "must be between 0 and 100",
  );
}

/** Conditions on a value that only equals or differs. */
export function identity<Key extends RuleConditionKey, Value>(
  key: Key,
): IdentityRule<Key, Value> {
  const is = (operator: IdentityOperator, value: Value) =>
    ({ key, operator, value }) as unknown as RuleConditionOf<Key>;
  return { eq: (value) => is("EQ", value), ne: (value) => is("NE", value) };
}
