/**
 * Filters combined by `and`, `or` and `not`.
 *
 * Every builder gives two levels, `and` of `or` of conditions, so that the
 * result of any of them can be sent as it is.
 *
 * @module
 */
import type {
  Filter,
  FilterCondition,
  FilterOperator,
} from "../types/filters.ts";

/** Maximum number of characters in a filter's JSON. */
export const MAX_FILTER_LENGTH = 10_000;

/** Alternatives: a Toloker meets at least one of the conditions. */
export interface PoolFilterClause {
  /** The conditions. */
  or: FilterCondition[];
}

/** Far more clauses than fit into the longest filter. */
const MAX_CLAUSES = 1_000;

/**
 * Filter in two levels: every clause must hold, and a clause holds when one of
 * its conditions does. It is a {@linkcode Filter} as well.
 */
export interface PoolFilter {
  /** The clauses. */
  and: PoolFilterClause[];
}

/** Joins filters that must all hold: see `Filters.and`. */
export function and(...filters: Filter[]): PoolFilter {
  return limited({ and: atLeastOne(filters).flatMap(toClauses) });
}

/** Joins alternatives: see `Filters.or`. */
export function or(...filters: Filter[]): PoolFilter {
  return limited({ and: anyOf(atLeastOne(filters).map(toClauses)) });
}

/** Turns a filter into its opposite: see `Filters.not`. */
export function not(filter: Filter): PoolFilter {
  const negated = toClauses(filter).map((clause) =>
    clause.or.map((condition) => ({ or: [opposite(condition)] }))
  );
  return limited({ and: anyOf(negated) });
}

/**
 * Converts a filter to the two levels of {@linkcode PoolFilter}: a single
 * condition, a bare `or` and deeper nesting become clauses. A filter that has
 * the two levels is returned as it is; conditions keep unknown fields.
 *
 * @param filter Filter written by hand or read from the server.
 * @returns The filter in two levels.
 * @throws {RangeError} If the result is longer than 10,000 characters of JSON.
 * @throws {TypeError} If a part of it is not a filter.
 *
 * @example Usage
 * ```ts
 * import { toPoolFilter } from "@toloka/client/filters";
 * import { assertEquals } from "@std/assert";
 *
 * const condition = {
 *   category: "skill",
 *   key: "20",
 *   operator: "GTE",
 *   value: 60,
 * } as const;
 *
 * assertEquals(toPoolFilter(condition), { and: [{ or: [condition] }] });
 * ```
 */
export function toPoolFilter(filter: Filter): PoolFilter {
  return limited(isPoolFilter(filter) ? filter : { and: toClauses(filter) });
}

/** Tells if the filter has exactly the two levels of `PoolFilter`. */
function isPoolFilter(filter: Filter): filter is PoolFilter {
  const { and, or } = partsOf(filter);
  return or === undefined && and !== undefined && and.every((clause) => {
    const parts = partsOf(clause);
    return parts.and === undefined && parts.or !== undefined &&
      parts.or.every(isCondition);
  });
}

/** Reads both joints, as nobody checked what comes from the server or a file. */
function partsOf(filter: unknown): { and?: Filter[]; or?: Filter[] } {
  const { and, or } = Object(filter);
  return {
    ...(Array.isArray(and) ? { and } : {}),
    ...(Array.isArray(or) ? { or } : {}),
  };
}

function isCondition(filter: unknown): filter is FilterCondition {
  return typeof filter === "object" && filter !== null &&
    "category" in filter && "key" in filter;
}

/** The clauses that say the same; a clause that is one already is kept. */
function toClauses(filter: Filter): PoolFilterClause[] {
  const { and, or } = partsOf(filter);
  if (and !== undefined && or !== undefined) {
    throw new TypeError(
      "Cannot read the filter as a part of it has both 'and' and 'or'",
    );
  }
  if (and !== undefined) return and.flatMap(toClauses);
  if (or !== undefined) {
    return or.every(isCondition)
      ? [filter as PoolFilterClause]
      : anyOf(atLeastOne(or).map(toClauses));
  }
  if (!isCondition(filter)) {
    throw new TypeError(
      `Cannot read the filter as a part of it is not a condition: current value is ${
        JSON.stringify(filter)
      }`,
    );
  }
  return [{ or: [filter] }];
}

/** Multiplies out: one clause for every choice of one clause per part. */
function anyOf(parts: PoolFilterClause[][]): PoolFilterClause[] {
  return parts.reduce((clauses, part) => {
    if (clauses.length * part.length > MAX_CLAUSES) {
      throw new RangeError(
        `Cannot build the filter as its alternatives multiply out to more than ${MAX_CLAUSES} clauses`,
      );
    }
    return withoutImplied(
      clauses.flatMap((left) =>
        part.map((right) => ({ or: distinct([...left.or, ...right.or]) }))
      ),
    );
  });
}

/** A clause says nothing new if all alternatives of another are among its own. */
function withoutImplied(clauses: PoolFilterClause[]): PoolFilterClause[] {
  if (clauses.length === 1) return clauses;
  const sets = clauses.map((clause) => new Set(clause.or.map(identityOf)));
  return clauses.filter((_, index) => {
    const own = sets[index]!;
    return !sets.some((other, place) =>
      place !== index && other.isSubsetOf(own) &&
      (other.size < own.size || place < index)
    );
  });
}

function identityOf(
  { category, key, operator, value }: FilterCondition,
): string {
  return JSON.stringify([category, key, operator, value ?? null]);
}

function distinct(conditions: FilterCondition[]): FilterCondition[] {
  const found = new Map<string, FilterCondition>();
  for (const condition of conditions) {
    const id = identityOf(condition);
    if (!found.has(id)) found.set(id, condition);
  }
  return [...found.values()];
}

const OPPOSITES: Readonly<Record<FilterOperator, FilterOperator>> = {
  EQ: "NE",
  NE: "EQ",
  GT: "LTE",
  LTE: "GT",
  LT: "GTE",
  GTE: "LT",
  IN: "NOT_IN",
  NOT_IN: "IN",
};

function opposite(condition: FilterCondition): FilterCondition {
  if (
    condition.category === "profile" && typeof condition.value === "boolean"
  ) {
    // As Toloka's own client does: the flag is inverted, the operator is EQ.
    const value = condition.operator === "NE"
      ? condition.value
      : !condition.value;
    return { ...condition, operator: "EQ", value } as FilterCondition;
  }
  const operator = OPPOSITES[condition.operator];
  if (operator === undefined) {
    throw new TypeError(
      `Cannot negate the filter as its operator has no known opposite: current value is "${condition.operator}"`,
    );
  }
  return { ...condition, operator } as FilterCondition;
}

function atLeastOne(filters: Filter[]): Filter[] {
  if (filters.length === 0) {
    throw new RangeError("Cannot join filters as at least one is needed");
  }
  return filters;
}

function limited(filter: PoolFilter): PoolFilter {
  const { length } = JSON.stringify(filter);
  if (length > MAX_FILTER_LENGTH) {
    throw new RangeError(
      `Cannot build the filter as its JSON must be at most ${MAX_FILTER_LENGTH} characters: current length is ${length}`,
    );
  }
  return filter;
}
