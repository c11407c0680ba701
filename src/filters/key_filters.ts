/** Builders of conditions on one key. @module */
import type { FilterCondition, FilterOperator } from "../types/filters.ts";
import type {
  CompareOperator,
  IdentityOperator,
} from "../types/quality_control.ts";
import { and, or, type PoolFilter } from "./expression.ts";

/**
 * Builder of conditions that test for equality.
 *
 * @typeParam Value Value that the key is compared with.
 */
export interface IdentityFilter<Value> {
  /** Selects Tolokers whose value is this one. */
  eq(value: Value): PoolFilter;
  /** Selects Tolokers whose value is another one. */
  ne(value: Value): PoolFilter;
  /** Selects Tolokers whose value is one of these. Throws on an empty list. */
  in(values: readonly Value[]): PoolFilter;
  /** Selects Tolokers whose value is none of these. Throws on an empty list. */
  notIn(values: readonly Value[]): PoolFilter;
}

/** Builder of conditions on a flag. */
export interface FlagFilter {
  /** Selects Tolokers whose flag has this value. */
  eq(value: boolean): PoolFilter;
  /** Selects Tolokers whose flag has the other value. */
  ne(value: boolean): PoolFilter;
}

/**
 * Builder of conditions that compare values by size.
 *
 * @typeParam Value Value that the key is compared with.
 */
export interface CompareFilter<Value> {
  /** Selects Tolokers whose value is exactly this. */
  eq(value: Value): PoolFilter;
  /** Selects Tolokers whose value is another. */
  ne(value: Value): PoolFilter;
  /** Selects Tolokers whose value is greater. */
  gt(value: Value): PoolFilter;
  /** Selects Tolokers whose value is this or greater. */
  gte(value: Value): PoolFilter;
  /** Selects Tolokers whose value is less. */
  lt(value: Value): PoolFilter;
  /** Selects Tolokers whose value is this or less. */
  lte(value: Value): PoolFilter;
}

/** Builder of conditions on regions, by id. */
export interface RegionFilter {
  /** Selects Tolokers from one of these regions, or from a part of it. */
  in(...regions: number[]): PoolFilter;
  /** Selects Tolokers from none of these regions, nor from a part of one. */
  notIn(...regions: number[]): PoolFilter;
}

/** Category of a condition. */
export type Category = FilterCondition["category"];

/** Builds a condition; the builders' types hold key, operator and value together. */
export function condition(
  category: Category,
  key: string,
  operator: FilterOperator,
  value: unknown,
): PoolFilter {
  const made = { category, key, operator, value } as FilterCondition;
  return { and: [{ or: [made] }] };
}

/** Gives conditions that test for equality. */
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

/** Gives conditions that compare; `toWire` checks and converts the value. */
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

/** Gives conditions on regions. */
export function region(category: Category, key: string): RegionFilter {
  return {
    in: (...regions) =>
      or(...regions.map((id) => condition(category, key, "IN", id))),
    notIn: (...regions) =>
      and(...regions.map((id) => condition(category, key, "NOT_IN", id))),
  };
}
