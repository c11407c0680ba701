/** What the filters of each key are built with. @module */
import type { FilterCondition, FilterOperator } from "../types/filters.ts";
import type {
  CompareOperator,
  IdentityOperator,
} from "../types/quality_control.ts";
import { and, or, type PoolFilter } from "./filter_expression.ts";

/**
 * Builder of conditions that only tell equal from different.
 *
 * @typeParam Value What the key is compared with.
 */
export interface IdentityFilter<Value> {
  /**
   * Chooses Tolokers whose value is this one.
   *
   * @example Residents of Germany
   * ```ts
   * import { country } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(country.eq("DE"), {
   *   and: [{
   *     or: [
   *       { category: "profile", key: "country", operator: "EQ", value: "DE" },
   *     ],
   *   }],
   * });
   * ```
   */
  eq(value: Value): PoolFilter;
  /**
   * Chooses Tolokers whose value is another one.
   *
   * @example Residents of other countries than Germany
   * ```ts
   * import { country } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(country.ne("DE"), {
   *   and: [{
   *     or: [
   *       { category: "profile", key: "country", operator: "NE", value: "DE" },
   *     ],
   *   }],
   * });
   * ```
   */
  ne(value: Value): PoolFilter;
  /**
   * Chooses Tolokers whose value is one of these. Throws on an empty list.
   *
   * @example Residents of Germany or Austria
   * ```ts
   * import { country } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(country.in(["DE", "AT"]), {
   *   and: [{
   *     or: [
   *       { category: "profile", key: "country", operator: "EQ", value: "DE" },
   *       { category: "profile", key: "country", operator: "EQ", value: "AT" },
   *     ],
   *   }],
   * });
   * ```
   */
  in(values: readonly Value[]): PoolFilter;
  /**
   * Chooses Tolokers whose value is none of these. Throws on an empty list.
   *
   * @example Residents of neither
   * ```ts
   * import { country } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(country.notIn(["DE", "AT"]), {
   *   and: [
   *     {
   *       or: [
   *         { category: "profile", key: "country", operator: "NE", value: "DE" },
   *       ],
   *     },
   *     {
   *       or: [
   *         { category: "profile", key: "country", operator: "NE", value: "AT" },
   *       ],
   *     },
   *   ],
   * });
   * ```
   */
  notIn(values: readonly Value[]): PoolFilter;
}

/** Builder of conditions that are true or false. */
export interface FlagFilter {
  /**
   * Chooses Tolokers for whom this is so, or is not so.
   *
   * @example With a checked identity
   * ```ts
   * import { verified } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(verified.eq(true), {
   *   and: [{
   *     or: [
   *       { category: "profile", key: "verified", operator: "EQ", value: true },
   *     ],
   *   }],
   * });
   * ```
   */
  eq(value: boolean): PoolFilter;
  /**
   * Chooses Tolokers for whom this is not so.
   *
   * @example Without a checked identity
   * ```ts
   * import { verified } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(verified.ne(true), {
   *   and: [{
   *     or: [
   *       { category: "profile", key: "verified", operator: "NE", value: true },
   *     ],
   *   }],
   * });
   * ```
   */
  ne(value: boolean): PoolFilter;
}

/**
 * Builder of conditions that compare.
 *
 * @typeParam Value What the key is compared with.
 */
export interface CompareFilter<Value> {
  /**
   * Chooses Tolokers whose value is exactly this.
   *
   * @example Full marks
   * ```ts
   * import { skill } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(skill("20").eq(100), {
   *   and: [{
   *     or: [
   *       { category: "skill", key: "20", operator: "EQ", value: 100 },
   *     ],
   *   }],
   * });
   * ```
   */
  eq(value: Value): PoolFilter;
  /**
   * Chooses Tolokers whose value is another.
   *
   * @example Less than full marks
   * ```ts
   * import { skill } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(skill("20").ne(100), {
   *   and: [{
   *     or: [
   *       { category: "skill", key: "20", operator: "NE", value: 100 },
   *     ],
   *   }],
   * });
   * ```
   */
  ne(value: Value): PoolFilter;
  /**
   * Chooses Tolokers whose value is greater.
   *
   * @example More than half
   * ```ts
   * import { skill } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(skill("20").gt(50), {
   *   and: [{
   *     or: [
   *       { category: "skill", key: "20", operator: "GT", value: 50 },
   *     ],
   *   }],
   * });
   * ```
   */
  gt(value: Value): PoolFilter;
  /**
   * Chooses Tolokers whose value is this or greater.
   *
   * @example Half or more
   * ```ts
   * import { skill } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(skill("20").gte(50), {
   *   and: [{
   *     or: [
   *       { category: "skill", key: "20", operator: "GTE", value: 50 },
   *     ],
   *   }],
   * });
   * ```
   */
  gte(value: Value): PoolFilter;
  /**
   * Chooses Tolokers whose value is less.
   *
   * @example Less than half
   * ```ts
   * import { skill } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(skill("20").lt(50), {
   *   and: [{
   *     or: [
   *       { category: "skill", key: "20", operator: "LT", value: 50 },
   *     ],
   *   }],
   * });
   * ```
   */
  lt(value: Value): PoolFilter;
  /**
   * Chooses Tolokers whose value is this or less.
   *
   * @example Half or less
   * ```ts
   * import { skill } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(skill("20").lte(50), {
   *   and: [{
   *     or: [
   *       { category: "skill", key: "20", operator: "LTE", value: 50 },
   *     ],
   *   }],
   * });
   * ```
   */
  lte(value: Value): PoolFilter;
}

/** Builder of conditions on places, by the id of a region. */
export interface RegionFilter {
  /**
   * Chooses Tolokers from one of these regions, or from a part of it.
   *
   * @example The United States or the United Kingdom
   * ```ts
   * import { regionByIp } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(regionByIp.in(84, 102), {
   *   and: [{
   *     or: [
   *       { category: "computed", key: "region_by_ip", operator: "IN", value: 84 },
   *       { category: "computed", key: "region_by_ip", operator: "IN", value: 102 },
   *     ],
   *   }],
   * });
   * ```
   */
  in(...regions: number[]): PoolFilter;
  /**
   * Chooses Tolokers from none of these regions, nor from a part of one.
   *
   * @example Everywhere else
   * ```ts
   * import { regionByIp } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(regionByIp.notIn(84, 102), {
   *   and: [
   *     {
   *       or: [
   *         { category: "computed", key: "region_by_ip", operator: "NOT_IN", value: 84 },
   *       ],
   *     },
   *     {
   *       or: [
   *         { category: "computed", key: "region_by_ip", operator: "NOT_IN", value: 102 },
   *       ],
   *     },
   *   ],
   * });
   * ```
   */
  notIn(...regions: number[]): PoolFilter;
}

/** Kind of a condition: what its key belongs to. */
export type Category = FilterCondition["category"];

/** The builders' own types see to it that key, operator and value belong together. */
export function condition(
  category: Category,
  key: string,
  operator: FilterOperator,
  value: unknown,
): PoolFilter {
  const made = { category, key, operator, value } as FilterCondition;
  return { and: [{ or: [made] }] };
}

/** Conditions that only tell equal from different. */
export function identity<Value>(
  category: Category,
  key: string,
): IdentityFilter<Value> {
  const is = (operator: IdentityOperator, value: Value) =>
    condition(category, key, operator, value);
  return {
    eq: (value) => is("EQ", value),
    ne: (value) => is("NE", value),
    in: (values) => or(...values.map((value) => is("EQ", value))),
    notIn: (values) => and(...values.map((value) => is("NE", value))),
  };
}

/** Conditions that compare; `toWire` checks and converts the value. */
export function compare<Value>(
  category: Category,
  key: string,
  toWire: (value: Value) => number,
): CompareFilter<Value> {
  const is = (operator: CompareOperator, value: Value) =>
    condition(category, key, operator, toWire(value));
  return {
    eq: (value) => is("EQ", value),
    ne: (value) => is("NE", value),
    gt: (value) => is("GT", value),
    gte: (value) => is("GTE", value),
    lt: (value) => is("LT", value),
    lte: (value) => is("LTE", value),
  };
}

/** Conditions on places. */
export function region(category: Category, key: string): RegionFilter {
  return {
    in: (...regions) =>
      or(...regions.map((id) => condition(category, key, "IN", id))),
    notIn: (...regions) =>
      and(...regions.map((id) => condition(category, key, "NOT_IN", id))),
  };
}
