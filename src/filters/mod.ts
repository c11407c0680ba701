/**
 * Filters of Tolokers, typed: which Tolokers may work in a pool, by profile,
 * device, region and skill. The result is plain wire data, for this client or
 * any other.
 *
 * ```ts
 * import { describeFilter, filters } from "@toloka/client/filters";
 *
 * const filter = filters.and(
 *   filters.languages.includes("EN"),
 *   filters.or(filters.skill("20").gte(80), filters.skill("20").absent()),
 * );
 *
 * console.log(describeFilter(filter, { skills: { "20": "Cats" } }));
 * ```
 *
 * Needs no permission. The wire's types come from `@toloka/client/types`.
 *
 * @module
 */
export { describeFilter, type DescribeFilterOptions } from "./description.ts";
export {
  type PoolFilter,
  type PoolFilterClause,
  toPoolFilter,
} from "./expression.ts";
export {
  type Filters,
  filters,
  type LanguageFilter,
  type SkillFilter,
  type TestedLanguage,
} from "./filters.ts";
export type {
  CompareFilter,
  FlagFilter,
  IdentityFilter,
  RegionFilter,
} from "./key_filters.ts";
