/** Builders of filters, by what they ask about Tolokers. @module */
import type {
  ClientType,
  DeviceCategory,
  Education,
  Filter,
  Gender,
  OsFamily,
  UserAgentFamily,
  UserAgentType,
} from "../types/filters.ts";
import { and, not, or, type PoolFilter } from "./expression.ts";
import {
  compare,
  type CompareFilter,
  condition,
  type FlagFilter,
  identity,
  type IdentityFilter,
  region,
  type RegionFilter,
} from "./key_filters.ts";

/** Language that Toloka has a test for. */
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
  /** Selects Tolokers who know at least one of these languages. */
  includes(...languages: string[]): PoolFilter;
  /** Selects Tolokers who know none of these languages. */
  excludes(...languages: string[]): PoolFilter;
  /**
   * Selects Tolokers who know at least one of these languages and passed
   * Toloka's test of it: a skill of the platform has the value 100. Throws a
   * `RangeError` if there is no test of a language.
   *
   * @example Tolokers who passed the English test
   * ```ts
   * import { filters } from "@toloka/client/filters";
   * import { assertEquals } from "@std/assert";
   *
   * const english = {
   *   category: "profile",
   *   key: "languages",
   *   operator: "IN",
   *   value: "EN",
   * } as const;
   * const passed = {
   *   category: "skill",
   *   key: "26366",
   *   operator: "EQ",
   *   value: 100,
   * } as const;
   *
   * assertEquals(filters.languages.verified("EN"), {
   *   and: [{ or: [english] }, { or: [passed] }],
   * });
   * ```
   */
  verified(...languages: TestedLanguage[]): PoolFilter;
}

/** Builder of conditions on a skill, whose values are 0 to 100. */
export interface SkillFilter extends CompareFilter<number> {
  /** Selects Tolokers without the skill. */
  absent(): PoolFilter;
  /** Selects Tolokers with the skill, whatever its value. */
  present(): PoolFilter;
}

/** Members of {@linkcode filters}. */
export interface Filters {
  /**
   * Selects Tolokers who meet every one of the filters. Throws a `RangeError`
   * if there are no filters, or if the result is longer than 10,000 characters
   * of JSON.
   *
   * @example Residents of two countries who know English
   * ```ts
   * import { filters } from "@toloka/client/filters";
   * import { assertEquals } from "@std/assert";
   *
   * const filter = filters.and(
   *   filters.languages.includes("EN"),
   *   filters.country.in(["US", "GB"]),
   * );
   *
   * assertEquals(filter.and.length, 2);
   * ```
   */
  and(...filters: Filter[]): PoolFilter;
  /**
   * Selects Tolokers who meet at least one of the filters. Pools accept no
   * alternatives of conjunctions, so those are multiplied out: `a and b, or c`
   * becomes `(a or c) and (b or c)`. Throws a `RangeError` if there are no
   * filters, or if the result is longer than 10,000 characters of JSON.
   *
   * @example Good Tolokers and newcomers
   * ```ts
   * import { filters } from "@toloka/client/filters";
   * import { assertEquals } from "@std/assert";
   *
   * const skill = filters.skill("20");
   * const filter = filters.or(skill.gte(80), skill.absent());
   *
   * assertEquals(filter.and[0]?.or.length, 2);
   * ```
   */
  or(...filters: Filter[]): PoolFilter;
  /**
   * Selects Tolokers who do not meet the filter: every operator is replaced by
   * its opposite. Tolokers without any value (those who lack the skill, for
   * example) meet neither a comparison nor its opposite. Throws a `RangeError`
   * if the result is longer than 10,000 characters of JSON, and a `TypeError`
   * if an operator has no known opposite.
   *
   * @example Everyone but the men of one country
   * ```ts
   * import { describeFilter, filters } from "@toloka/client/filters";
   * import { assertEquals } from "@std/assert";
   *
   * const men = filters.and(
   *   filters.country.eq("US"),
   *   filters.gender.eq("MALE"),
   * );
   *
   * assertEquals(
   *   describeFilter(filters.not(men)),
   *   "Tolokers who do not live in US or are not male",
   * );
   * ```
   */
  not(filter: Filter): PoolFilter;
  /** Gender given in the profile. */
  gender: IdentityFilter<Gender>;
  /** Country of residence given in the profile, two letters in capitals. */
  country: IdentityFilter<string>;
  /** Citizenship given in the profile, two letters in capitals. */
  citizenship: IdentityFilter<string>;
  /** Education given in the profile. */
  education: IdentityFilter<Education>;
  /** Consent to adult content. */
  adultAllowed: FlagFilter;
  /** Verification of the Toloker's identity. */
  verified: FlagFilter;
  /**
   * Date of birth given in the profile: a `Date`, or whole seconds since 1970
   * UTC. Older Tolokers were born earlier, so adults are
   * `dateOfBirth.lte(eighteenYearsAgo)`.
   *
   * @example Tolokers born before the year 2000
   * ```ts
   * import { filters } from "@toloka/client/filters";
   * import { assertEquals } from "@std/assert";
   *
   * const filter = filters.dateOfBirth.lt(new Date("2000-01-01"));
   *
   * assertEquals(filter.and[0]?.or[0]?.value, 946684800);
   * ```
   */
  dateOfBirth: CompareFilter<Date | number>;
  /** City given in the profile, by the id of its region. */
  city: RegionFilter;
  /** Languages given in the profile. */
  languages: LanguageFilter;
  /**
   * Gives the conditions on the value of a skill, 0 to 100; values outside
   * throw a `RangeError`.
   *
   * @example Good Tolokers
   * ```ts
   * import { filters } from "@toloka/client/filters";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(filters.skill("20").gte(80).and[0]?.or, [
   *   { category: "skill", key: "20", operator: "GTE", value: 80 },
   * ]);
   * ```
   */
  skill(id: string): SkillFilter;
  /** Region of the phone number. */
  regionByPhone: RegionFilter;
  /** Region of the IP address. */
  regionByIp: RegionFilter;
  /** Category of the device. */
  device: IdentityFilter<DeviceCategory>;
  /** Client: a browser or the mobile application. */
  clientType: IdentityFilter<ClientType>;
  /** Family of operating systems. */
  osFamily: IdentityFilter<OsFamily>;
  /** Version of the operating system as a number, such as 10.4. */
  osVersion: CompareFilter<number>;
  /** First part of the operating system's version. */
  osVersionMajor: CompareFilter<number>;
  /** Second part of the operating system's version. */
  osVersionMinor: CompareFilter<number>;
  /** Third part of the operating system's version. */
  osVersionBugfix: CompareFilter<number>;
  /** Type of the user agent. */
  userAgentType: IdentityFilter<UserAgentType>;
  /** Family of browsers. */
  userAgentFamily: IdentityFilter<UserAgentFamily>;
  /** Version of the browser as a number, such as 106.0. */
  userAgentVersion: CompareFilter<number>;
  /** First part of the browser's version. */
  userAgentVersionMajor: CompareFilter<number>;
  /** Second part of the browser's version. */
  userAgentVersionMinor: CompareFilter<number>;
  /** Third part of the browser's version. */
  userAgentVersionBugfix: CompareFilter<number>;
}

const languages: LanguageFilter = {
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
 * Builders of filters: one for each property of a Toloker, and `and`, `or` and
 * `not` to combine them. Each gives wire data that a pool accepts as it is.
 *
 * @example Usage
 * ```ts
 * import { describeFilter, filters } from "@toloka/client/filters";
 * import { assertEquals } from "@std/assert";
 *
 * const filter = filters.and(
 *   filters.languages.includes("EN"),
 *   filters.country.in(["US", "GB"]),
 * );
 *
 * assertEquals(
 *   describeFilter(filter),
 *   "Tolokers who know EN and (live in US or live in GB)",
 * );
 * ```
 */
export const filters: Filters = {
  and,
  or,
  not,
  gender: identity("profile", "gender"),
  country: identity("profile", "country"),
  citizenship: identity("profile", "citizenship"),
  education: identity("profile", "education"),
  adultAllowed: identity("profile", "adult_allowed"),
  verified: identity("profile", "verified"),
  dateOfBirth: compare("profile", "date_of_birth", toSeconds),
  city: region("profile", "city"),
  languages,
  skill,
  regionByPhone: region("computed", "region_by_phone"),
  regionByIp: region("computed", "region_by_ip"),
  device: identity("computed", "device_category"),
  clientType: identity("computed", "client_type"),
  osFamily: identity("computed", "os_family"),
  osVersion: version("os_version"),
  osVersionMajor: version("os_version_major"),
  osVersionMinor: version("os_version_minor"),
  osVersionBugfix: version("os_version_bugfix"),
  userAgentType: identity("computed", "user_agent_type"),
  userAgentFamily: identity("computed", "user_agent_family"),
  userAgentVersion: version("user_agent_version"),
  userAgentVersionMajor: version("user_agent_version_major"),
  userAgentVersionMinor: version("user_agent_version_minor"),
  userAgentVersionBugfix: version("user_agent_version_bugfix"),
};

/** Skills of the platform that record a passed language test. */
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

function skill(id: string): SkillFilter {
  return {
    ...compare("skill", id, toSkillValue),
    absent: () => condition("skill", id, "EQ", null),
    present: () => condition("skill", id, "NE", null),
  };
}

function toSkillValue(value: number): number {
  if (!(value >= 0 && value <= 100)) {
    throw new RangeError(
      `Cannot build the filter as a skill's value must be between 0 and 100: current value is ${value}`,
    );
  }
  return value;
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
