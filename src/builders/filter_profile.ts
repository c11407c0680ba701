/** Filters by what Tolokers say about themselves. @module */
import type { Education, Gender } from "../types/filters.ts";
import {
  compare,
  type CompareFilter,
  condition,
  type FlagFilter,
  identity,
  type IdentityFilter,
  region,
  type RegionFilter,
} from "./filter_builders.ts";
import { and, or, type PoolFilter } from "./filter_expression.ts";
import { skill } from "./filter_skill.ts";

/** Language with a test that Tolokers can pass. */
export type TestedLanguage =
  | "AR"
  | "DE"
  | "EN"
  | "ES"
  | "FR"
  | "HE"
  | "HU"
  | "ID"
  | "JA"
  | "PT"
  | "RU"
  | "SV"
  | "UK"
  | "ZH-HANS";

/** Builder of conditions on languages, by their code in capitals. */
export interface LanguageFilter {
  /**
   * Chooses Tolokers who know at least one of these languages.
   *
   * @example English or German
   * ```ts
   * import { languages } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(languages.includes("EN", "DE"), {
   *   and: [{
   *     or: [
   *       { category: "profile", key: "languages", operator: "IN", value: "EN" },
   *       { category: "profile", key: "languages", operator: "IN", value: "DE" },
   *     ],
   *   }],
   * });
   * ```
   */
  includes(...languages: string[]): PoolFilter;
  /**
   * Chooses Tolokers who know none of these languages.
   *
   * @example No English
   * ```ts
   * import { languages } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(languages.excludes("EN"), {
   *   and: [{
   *     or: [
   *       { category: "profile", key: "languages", operator: "NOT_IN", value: "EN" },
   *     ],
   *   }],
   * });
   * ```
   */
  excludes(...languages: string[]): PoolFilter;
  /**
   * Chooses Tolokers who know at least one of these languages and passed
   * Toloka's test of it. Throws if there is no test of a language.
   *
   * @example The test of English was passed
   * ```ts
   * import { languages } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(languages.verified("EN"), {
   *   and: [
   *     {
   *       or: [
   *         { category: "profile", key: "languages", operator: "IN", value: "EN" },
   *       ],
   *     },
   *     {
   *       or: [
   *         { category: "skill", key: "26366", operator: "EQ", value: 100 },
   *       ],
   *     },
   *   ],
   * });
   * ```
   */
  verified(...languages: TestedLanguage[]): PoolFilter;
}

/**
 * Gender given in the profile.
 *
 * @example Women
 * ```ts
 * import { gender } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(gender.eq("FEMALE"), {
 *   and: [{
 *     or: [
 *       { category: "profile", key: "gender", operator: "EQ", value: "FEMALE" },
 *     ],
 *   }],
 * });
 * ```
 */
export const gender: IdentityFilter<Gender> = identity("profile", "gender");

/**
 * Country of residence given in the profile, two letters in capitals.
 *
 * @example The United States or the United Kingdom
 * ```ts
 * import { country } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(country.in(["US", "GB"]), {
 *   and: [{
 *     or: [
 *       { category: "profile", key: "country", operator: "EQ", value: "US" },
 *       { category: "profile", key: "country", operator: "EQ", value: "GB" },
 *     ],
 *   }],
 * });
 * ```
 */
export const country: IdentityFilter<string> = identity("profile", "country");

/**
 * Citizenship given in the profile, two letters in capitals.
 *
 * @example Not of Germany
 * ```ts
 * import { citizenship } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(citizenship.ne("DE"), {
 *   and: [{
 *     or: [
 *       { category: "profile", key: "citizenship", operator: "NE", value: "DE" },
 *     ],
 *   }],
 * });
 * ```
 */
export const citizenship: IdentityFilter<string> = identity(
  "profile",
  "citizenship",
);

/**
 * Education given in the profile.
 *
 * @example Higher education
 * ```ts
 * import { education } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(education.eq("HIGH"), {
 *   and: [{
 *     or: [
 *       { category: "profile", key: "education", operator: "EQ", value: "HIGH" },
 *     ],
 *   }],
 * });
 * ```
 */
export const education: IdentityFilter<Education> = identity(
  "profile",
  "education",
);

/**
 * Whether the Toloker agreed to see adult content.
 *
 * @example Agreed
 * ```ts
 * import { adultAllowed } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(adultAllowed.eq(true), {
 *   and: [{
 *     or: [
 *       { category: "profile", key: "adult_allowed", operator: "EQ", value: true },
 *     ],
 *   }],
 * });
 * ```
 */
export const adultAllowed: FlagFilter = identity("profile", "adult_allowed");

/**
 * Whether the Toloker's identity was checked.
 *
 * @example Checked
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
export const verified: FlagFilter = identity("profile", "verified");

/**
 * Date of birth given in the profile: a `Date`, or whole seconds since 1970
 * UTC. A Toloker who is older was born earlier, so adults are
 * `dateOfBirth.lte(eighteenYearsAgo)`.
 *
 * @example Born before the year 2000
 * ```ts
 * import { dateOfBirth } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(dateOfBirth.lt(new Date("2000-01-01")), {
 *   and: [{
 *     or: [
 *       { category: "profile", key: "date_of_birth", operator: "LT", value: 946684800 },
 *     ],
 *   }],
 * });
 * ```
 */
export const dateOfBirth: CompareFilter<Date | number> = compare(
  "profile",
  "date_of_birth",
  toSeconds,
);

/**
 * City given in the profile, by the id of its region.
 *
 * @example New York
 * ```ts
 * import { city } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(city.in(202), {
 *   and: [{
 *     or: [
 *       { category: "profile", key: "city", operator: "IN", value: 202 },
 *     ],
 *   }],
 * });
 * ```
 */
export const city: RegionFilter = region("profile", "city");

/**
 * Languages given in the profile, by their code in capitals.
 *
 * @example Tolokers who passed the test of English or German
 * ```ts
 * import { describeFilter, languages } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const filter = languages.verified("EN", "DE");
 *
 * assertEquals(filter.and.length, 4);
 * assertEquals(describeFilter(languages.includes("EN")), "Tolokers who know EN");
 * ```
 */
export const languages: LanguageFilter = {
  includes: (...codes) =>
    or(...codes.map((code) => condition("profile", "languages", "IN", code))),
  excludes: (...codes) =>
    and(
      ...codes.map((code) => condition("profile", "languages", "NOT_IN", code)),
    ),
  verified: (...codes) =>
    or(...codes.map((code) => {
      const test = LANGUAGE_TESTS[code];
      if (test === undefined) {
        throw new RangeError(
          `Cannot build the filter as there is no language test for "${code}"`,
        );
      }
      return and(languages.includes(code), skill(test).eq(PASSED));
    })),
};

/** Skills that say a language test was passed; full marks are needed. */
const LANGUAGE_TESTS: Readonly<Record<TestedLanguage, string>> = {
  AR: "30724",
  DE: "26377",
  EN: "26366",
  ES: "32346",
  FR: "26711",
  HE: "44954",
  HU: "54378",
  ID: "39821",
  JA: "26513",
  PT: "26714",
  RU: "26296",
  SV: "29789",
  UK: "48836",
  "ZH-HANS": "44742",
};
const PASSED = 100;

function toSeconds(value: Date | number): number {
  const seconds = typeof value === "number"
    ? value
    : Math.floor(value.getTime() / 1_000);
  if (!Number.isInteger(seconds)) {
    throw new RangeError(
      `Cannot build the filter as 'date_of_birth' must be a valid date or whole seconds: current value is ${value}`,
    );
  }
  return seconds;
}
