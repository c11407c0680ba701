/** What the conditions of rules are built with. @module */
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
  /**
   * Holds at exactly this value.
   *
   * @example No answers yet
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.eq(0), {
   *   key: "total_answers_count",
   *   operator: "EQ",
   *   value: 0,
   * });
   * ```
   */
  eq(value: number): RuleConditionOf<Key>;
  /**
   * Holds at any other value.
   *
   * @example One or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.ne(0), {
   *   key: "total_answers_count",
   *   operator: "NE",
   *   value: 0,
   * });
   * ```
   */
  ne(value: number): RuleConditionOf<Key>;
  /**
   * Holds above this value.
   *
   * @example Four or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.gt(3), {
   *   key: "total_answers_count",
   *   operator: "GT",
   *   value: 3,
   * });
   * ```
   */
  gt(value: number): RuleConditionOf<Key>;
  /**
   * Holds at this value and above.
   *
   * @example Three or more
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.gte(3), {
   *   key: "total_answers_count",
   *   operator: "GTE",
   *   value: 3,
   * });
   * ```
   */
  gte(value: number): RuleConditionOf<Key>;
  /**
   * Holds below this value.
   *
   * @example Two or fewer
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.lt(3), {
   *   key: "total_answers_count",
   *   operator: "LT",
   *   value: 3,
   * });
   * ```
   */
  lt(value: number): RuleConditionOf<Key>;
  /**
   * Holds at this value and below.
   *
   * @example Three or fewer
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.totalAnswersCount.lte(3), {
   *   key: "total_answers_count",
   *   operator: "LTE",
   *   value: 3,
   * });
   * ```
   */
  lte(value: number): RuleConditionOf<Key>;
}

/**
 * Builder of conditions that only tell equal from different.
 *
 * @typeParam Key Key of the condition.
 * @typeParam Value What the key is compared with.
 */
export interface IdentityRule<Key extends RuleConditionKey, Value> {
  /**
   * Holds at exactly this value.
   *
   * @example Rejected
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.assessmentEvent.eq("REJECT"), {
   *   key: "assessment_event",
   *   operator: "EQ",
   *   value: "REJECT",
   * });
   * ```
   */
  eq(value: Value): RuleConditionOf<Key>;
  /**
   * Holds at any other value.
   *
   * @example Accepted, at once or in the end
   * ```ts
   * import { condition } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.assessmentEvent.ne("REJECT"), {
   *   key: "assessment_event",
   *   operator: "NE",
   *   value: "REJECT",
   * });
   * ```
   */
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
    "must be a whole number of at least 0",
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
