/**
 * Filters of Tolokers: one builder per key, joined by `and`, `or` and `not`.
 *
 * Every builder gives the two levels a pool wants, so that any of them can be
 * sent as it is.
 *
 * @module
 */
import type {
  ClientType,
  DeviceCategory,
  Education,
  Filter,
  FilterCondition,
  FilterOperator,
  Gender,
  OsFamily,
  UserAgentFamily,
  UserAgentType,
} from "../types/filters.ts";
import type {
  CompareOperator,
  IdentityOperator,
} from "../types/quality_control.ts";

/** Most characters of a filter's JSON. */
export const MAX_FILTER_LENGTH = 10_000;

/** Alternatives: a Toloker meets at least one of the conditions. */
export interface PoolFilterClause {
  /** The conditions. */
  or: FilterCondition[];
}

/** Far more clauses than fit into the longest filter. */
const MAX_CLAUSES = 1_000;

/**
 * Filter in the shape pools take: every clause must hold, and a clause holds
 * when one of its conditions does. It is a {@linkcode Filter} as well.
 */
export interface PoolFilter {
  /** The clauses. */
  and: PoolFilterClause[];
}

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

/** Builder of conditions on a skill, whose values are 0 to 100. */
export interface SkillFilter extends CompareFilter<number> {
  /**
   * Chooses Tolokers without the skill.
   *
   * @example Newcomers
   * ```ts
   * import { skill } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(skill("20").absent(), {
   *   and: [{
   *     or: [
   *       { category: "skill", key: "20", operator: "EQ", value: null },
   *     ],
   *   }],
   * });
   * ```
   */
  absent(): PoolFilter;
  /**
   * Chooses Tolokers with the skill, whatever its value.
   *
   * @example Everyone who has it
   * ```ts
   * import { skill } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(skill("20").present(), {
   *   and: [{
   *     or: [
   *       { category: "skill", key: "20", operator: "NE", value: null },
   *     ],
   *   }],
   * });
   * ```
   */
  present(): PoolFilter;
}

type Category = FilterCondition["category"];

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

/** The builders' own types see to it that key, operator and value belong together. */
function condition(
  category: Category,
  key: string,
  operator: FilterOperator,
  value: unknown,
): PoolFilter {
  const made = { category, key, operator, value } as FilterCondition;
  return { and: [{ or: [made] }] };
}

function identity<Value>(
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

function compare<Value>(
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

function region(category: Category, key: string): RegionFilter {
  return {
    in: (...regions) =>
      or(...regions.map((id) => condition(category, key, "IN", id))),
    notIn: (...regions) =>
      and(...regions.map((id) => condition(category, key, "NOT_IN", id))),
  };
}

function version(key: string): CompareFilter<number> {
  return compare("computed", key, (value: number) => {
    if (!(value >= 0 && value < Infinity)) {
      throw new RangeError(
        `Cannot build the filter as '${key}' must be a version number: current value is ${value}`,
      );
    }
    return value;
  });
}

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

function toSkillValue(value: number): number {
  if (!(value >= 0 && value <= 100)) {
    throw new RangeError(
      `Cannot build the filter as a skill's value must be between 0 and 100: current value is ${value}`,
    );
  }
  return value;
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

/**
 * Region the phone number belongs to.
 *
 * @example The United States
 * ```ts
 * import { regionByPhone } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(regionByPhone.in(84), {
 *   and: [{
 *     or: [
 *       { category: "computed", key: "region_by_phone", operator: "IN", value: 84 },
 *     ],
 *   }],
 * });
 * ```
 */
export const regionByPhone: RegionFilter = region(
  "computed",
  "region_by_phone",
);

/**
 * Region the address on the network belongs to.
 *
 * @example Not the United States
 * ```ts
 * import { regionByIp } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(regionByIp.notIn(84), {
 *   and: [{
 *     or: [
 *       { category: "computed", key: "region_by_ip", operator: "NOT_IN", value: 84 },
 *     ],
 *   }],
 * });
 * ```
 */
export const regionByIp: RegionFilter = region("computed", "region_by_ip");

/**
 * Kind of device.
 *
 * @example Phones and tablets
 * ```ts
 * import { device } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(device.in(["SMARTPHONE", "TABLET"]), {
 *   and: [{
 *     or: [
 *       {
 *         category: "computed",
 *         key: "device_category",
 *         operator: "EQ",
 *         value: "SMARTPHONE",
 *       },
 *       { category: "computed", key: "device_category", operator: "EQ", value: "TABLET" },
 *     ],
 *   }],
 * });
 * ```
 */
export const device: IdentityFilter<DeviceCategory> = identity(
  "computed",
  "device_category",
);

/**
 * What the Toloker works with: a browser or the mobile application.
 *
 * @example The mobile application
 * ```ts
 * import { clientType } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(clientType.eq("TOLOKA_APP"), {
 *   and: [{
 *     or: [
 *       { category: "computed", key: "client_type", operator: "EQ", value: "TOLOKA_APP" },
 *     ],
 *   }],
 * });
 * ```
 */
export const clientType: IdentityFilter<ClientType> = identity(
  "computed",
  "client_type",
);

/**
 * Family of operating systems.
 *
 * @example Android
 * ```ts
 * import { osFamily } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(osFamily.eq("ANDROID"), {
 *   and: [{
 *     or: [
 *       { category: "computed", key: "os_family", operator: "EQ", value: "ANDROID" },
 *     ],
 *   }],
 * });
 * ```
 */
export const osFamily: IdentityFilter<OsFamily> = identity(
  "computed",
  "os_family",
);

/**
 * Version of the operating system as a number, such as 10.4.
 *
 * @example From 10.4 on
 * ```ts
 * import { osVersion } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(osVersion.gte(10.4), {
 *   and: [{
 *     or: [
 *       { category: "computed", key: "os_version", operator: "GTE", value: 10.4 },
 *     ],
 *   }],
 * });
 * ```
 */
export const osVersion: CompareFilter<number> = version("os_version");

/**
 * First part of the operating system's version.
 *
 * @example From 10 on
 * ```ts
 * import { osVersionMajor } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(osVersionMajor.gte(10), {
 *   and: [{
 *     or: [
 *       { category: "computed", key: "os_version_major", operator: "GTE", value: 10 },
 *     ],
 *   }],
 * });
 * ```
 */
export const osVersionMajor: CompareFilter<number> = version(
  "os_version_major",
);

/**
 * Second part of the operating system's version.
 *
 * @example Second part 4 or more
 * ```ts
 * import { osVersionMinor } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(osVersionMinor.gte(4), {
 *   and: [{
 *     or: [
 *       { category: "computed", key: "os_version_minor", operator: "GTE", value: 4 },
 *     ],
 *   }],
 * });
 * ```
 */
export const osVersionMinor: CompareFilter<number> = version(
  "os_version_minor",
);

/**
 * Third part of the operating system's version.
 *
 * @example Third part 1 or more
 * ```ts
 * import { osVersionBugfix } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(osVersionBugfix.gte(1), {
 *   and: [{
 *     or: [
 *       { category: "computed", key: "os_version_bugfix", operator: "GTE", value: 1 },
 *     ],
 *   }],
 * });
 * ```
 */
export const osVersionBugfix: CompareFilter<number> = version(
  "os_version_bugfix",
);

/**
 * Kind of user agent.
 *
 * @example Browsers of phones
 * ```ts
 * import { userAgentType } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(userAgentType.eq("MOBILE_BROWSER"), {
 *   and: [{
 *     or: [
 *       {
 *         category: "computed",
 *         key: "user_agent_type",
 *         operator: "EQ",
 *         value: "MOBILE_BROWSER",
 *       },
 *     ],
 *   }],
 * });
 * ```
 */
export const userAgentType: IdentityFilter<UserAgentType> = identity(
  "computed",
  "user_agent_type",
);

/**
 * Family of browsers.
 *
 * @example Chrome or Firefox
 * ```ts
 * import { userAgentFamily } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(userAgentFamily.in(["CHROME", "FIREFOX"]), {
 *   and: [{
 *     or: [
 *       { category: "computed", key: "user_agent_family", operator: "EQ", value: "CHROME" },
 *       {
 *         category: "computed",
 *         key: "user_agent_family",
 *         operator: "EQ",
 *         value: "FIREFOX",
 *       },
 *     ],
 *   }],
 * });
 * ```
 */
export const userAgentFamily: IdentityFilter<UserAgentFamily> = identity(
  "computed",
  "user_agent_family",
);

/**
 * Version of the browser as a number, such as 106.0.
 *
 * @example From 106.0 on
 * ```ts
 * import { userAgentVersion } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(userAgentVersion.gte(106), {
 *   and: [{
 *     or: [
 *       { category: "computed", key: "user_agent_version", operator: "GTE", value: 106 },
 *     ],
 *   }],
 * });
 * ```
 */
export const userAgentVersion: CompareFilter<number> = version(
  "user_agent_version",
);

/**
 * First part of the browser's version.
 *
 * @example From 106 on
 * ```ts
 * import { userAgentVersionMajor } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(userAgentVersionMajor.gte(106), {
 *   and: [{
 *     or: [
 *       {
 *         category: "computed",
 *         key: "user_agent_version_major",
 *         operator: "GTE",
 *         value: 106,
 *       },
 *     ],
 *   }],
 * });
 * ```
 */
export const userAgentVersionMajor: CompareFilter<number> = version(
  "user_agent_version_major",
);

/**
 * Second part of the browser's version.
 *
 * @example Second part 1 or more
 * ```ts
 * import { userAgentVersionMinor } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(userAgentVersionMinor.gte(1), {
 *   and: [{
 *     or: [
 *       {
 *         category: "computed",
 *         key: "user_agent_version_minor",
 *         operator: "GTE",
 *         value: 1,
 *       },
 *     ],
 *   }],
 * });
 * ```
 */
export const userAgentVersionMinor: CompareFilter<number> = version(
  "user_agent_version_minor",
);

/**
 * Third part of the browser's version.
 *
 * @example Third part 1 or more
 * ```ts
 * import { userAgentVersionBugfix } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(userAgentVersionBugfix.gte(1), {
 *   and: [{
 *     or: [
 *       {
 *         category: "computed",
 *         key: "user_agent_version_bugfix",
 *         operator: "GTE",
 *         value: 1,
 *       },
 *     ],
 *   }],
 * });
 * ```
 */
export const userAgentVersionBugfix: CompareFilter<number> = version(
  "user_agent_version_bugfix",
);

/**
 * Conditions on the value of a skill, 0 to 100.
 *
 * @param id Id of the skill.
 * @returns Builder of the conditions; a value outside the bounds throws a `RangeError`.
 *
 * @example Skilled Tolokers, and newcomers
 * ```ts
 * import { or, skill } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(or(skill("20").gte(80), skill("20").absent()), {
 *   and: [{
 *     or: [
 *       { category: "skill", key: "20", operator: "GTE", value: 80 },
 *       { category: "skill", key: "20", operator: "EQ", value: null },
 *     ],
 *   }],
 * });
 * ```
 */
export function skill(id: string): SkillFilter {
  return {
    ...compare("skill", id, toSkillValue),
    absent: () => condition("skill", id, "EQ", null),
    present: () => condition("skill", id, "NE", null),
  };
}

/**
 * Chooses Tolokers who meet every one of the filters.
 *
 * @param filters Filters, built or written by hand.
 * @returns The filter in the shape pools take.
 * @throws {RangeError} If there are no filters, or the result is longer than
 * 10,000 characters of JSON.
 *
 * @example Usage
 * ```ts
 * import { and, country, languages } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(and(languages.includes("EN"), country.in(["US", "GB"])), {
 *   and: [
 *     { or: [{ category: "profile", key: "languages", operator: "IN", value: "EN" }] },
 *     {
 *       or: [
 *         { category: "profile", key: "country", operator: "EQ", value: "US" },
 *         { category: "profile", key: "country", operator: "EQ", value: "GB" },
 *       ],
 *     },
 *   ],
 * });
 * ```
 */
export function and(...filters: Filter[]): PoolFilter {
  return limited({ and: atLeastOne(filters).flatMap(toClauses) });
}

/**
 * Chooses Tolokers who meet at least one of the filters. Pools know no
 * alternatives of joined conditions, so those are multiplied out:
 * `a and b, or c` becomes `(a or c) and (b or c)`.
 *
 * @param filters Filters, built or written by hand.
 * @returns The filter in the shape pools take.
 * @throws {RangeError} If there are no filters, or the result is longer than
 * 10,000 characters of JSON.
 *
 * @example Usage
 * ```ts
 * import { clientType, or, skill } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const filter = or(clientType.eq("TOLOKA_APP"), skill("20").gt(50));
 *
 * assertEquals(filter.and[0]?.or.length, 2);
 * ```
 */
export function or(...filters: Filter[]): PoolFilter {
  return limited({ and: anyOf(atLeastOne(filters).map(toClauses)) });
}

/**
 * Chooses Tolokers who do not meet the filter: every operator is turned into
 * its opposite. Who has no value at all (not the skill, for example) meets
 * neither a comparison nor its opposite.
 *
 * @param filter Filter, built or written by hand.
 * @returns The filter in the shape pools take.
 * @throws {RangeError} If the result is longer than 10,000 characters of JSON.
 * @throws {TypeError} If a condition has an operator whose opposite is not known.
 *
 * @example Usage
 * ```ts
 * import { and, country, gender, not } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(not(and(country.eq("US"), gender.eq("MALE"))), {
 *   and: [{
 *     or: [
 *       { category: "profile", key: "country", operator: "NE", value: "US" },
 *       { category: "profile", key: "gender", operator: "NE", value: "MALE" },
 *     ],
 *   }],
 * });
 * ```
 */
export function not(filter: Filter): PoolFilter {
  const negated = toClauses(filter).map((clause) =>
    clause.or.map((condition) => ({ or: [opposite(condition)] }))
  );
  return limited({ and: anyOf(negated) });
}

/**
 * Brings a filter into the shape pools take: a condition alone, a bare `or`
 * and deeper nesting become clauses of conditions. A filter that has the
 * shape already comes back as it is; conditions keep fields we do not know.
 *
 * @param filter Filter written by hand or read from the server.
 * @returns The filter in the shape pools take.
 * @throws {RangeError} If the result is longer than 10,000 characters of JSON.
 * @throws {TypeError} If a part of it is not a filter.
 *
 * @example Usage
 * ```ts
 * import { toPoolFilter } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const condition = { category: "skill", key: "20", operator: "GTE", value: 60 } as const;
 *
 * assertEquals(toPoolFilter(condition), { and: [{ or: [condition] }] });
 * ```
 */
export function toPoolFilter(filter: Filter): PoolFilter {
  return limited(isPoolFilter(filter) ? filter : { and: toClauses(filter) });
}

/** Whether only the two levels of a pool's filter are there. */
export function isPoolFilter(filter: Filter): filter is PoolFilter {
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
    // As Toloka's own client does: the flag is turned, and the operator is EQ.
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
