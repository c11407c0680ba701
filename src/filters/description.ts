/** Filters in words. @module */
import type { Filter, FilterCondition } from "../types/filters.ts";

/** Options of {@linkcode describeFilter}. */
export interface DescribeFilterOptions {
  /** Names to show in place of the ids of skills. */
  skills?: Readonly<Record<string, string>> | undefined;
}

/** Subject and complement of a sentence; the key decides how they are joined. */
type Words = (value: string) => string;

const COMPARED: Readonly<Record<string, string>> = {
  EQ: "equal to",
  NE: "other than",
  GT: "greater than",
  GTE: "at least",
  LT: "less than",
  LTE: "at most",
  IN: "in",
  NOT_IN: "not in",
};

const PLACES: Readonly<Record<string, string>> = {
  city: "live in region",
  region_by_phone: "have a phone number of region",
  region_by_ip: "are online from region",
};

const NOT_PLACES: Readonly<Record<string, string>> = {
  city: "do not live in region",
  region_by_phone: "have a phone number of another region than",
  region_by_ip: "are online from another region than",
};

const EQUAL: Readonly<Record<string, [is: Words, isNot: Words]>> = {
  gender: [
    (value) => `are ${lower(value)}`,
    (value) => `are not ${lower(value)}`,
  ],
  country: [
    (value) => `live in ${value}`,
    (value) => `do not live in ${value}`,
  ],
  citizenship: [
    (value) => `are citizens of ${value}`,
    (value) => `are not citizens of ${value}`,
  ],
  education: [
    (value) => `have ${lower(value)} education`,
    (value) => `do not have ${lower(value)} education`,
  ],
  device_category: [
    (value) => `work on a ${lower(value)}`,
    (value) => `do not work on a ${lower(value)}`,
  ],
  client_type: [
    (value) => `work in the ${lower(value)}`,
    (value) => `do not work in the ${lower(value)}`,
  ],
};

const NAMES: Readonly<Record<string, string>> = {
  os_family: "operating system",
  os_version: "operating system version",
  os_version_major: "operating system major version",
  os_version_minor: "operating system minor version",
  os_version_bugfix: "operating system bugfix version",
  user_agent_type: "user agent",
  user_agent_family: "browser",
  user_agent_version: "browser version",
  user_agent_version_major: "browser major version",
  user_agent_version_minor: "browser minor version",
  user_agent_version_bugfix: "browser bugfix version",
};

const FLAGS: Readonly<Record<string, [on: string, off: string]>> = {
  adult_allowed: ["agree to adult content", "do not agree to adult content"],
  verified: ["have a checked identity", "do not have a checked identity"],
};

const BORN: Readonly<Record<string, string>> = {
  EQ: "were born at",
  NE: "were not born at",
  GT: "were born after",
  GTE: "were born at or after",
  LT: "were born before",
  LTE: "were born at or before",
};

/**
 * Describes a filter in a sentence for people. Unknown keys and operators are
 * shown as they are on the wire.
 *
 * @param filter Filter, built, written by hand or read from the server; `null`
 * and `undefined` stand for no filter.
 * @param options Names of skills.
 * @returns The sentence, without a full stop.
 *
 * @example Usage
 * ```ts
 * import { describeFilter, filters } from "@toloka/client/filters";
 * import { assertEquals } from "@std/assert";
 *
 * const cats = filters.skill("20");
 * const filter = filters.and(
 *   filters.languages.includes("EN"),
 *   filters.or(cats.gte(80), cats.absent()),
 * );
 *
 * assertEquals(
 *   describeFilter(filter, { skills: { "20": "Cats" } }),
 *   "Tolokers who know EN and " +
 *     '(have skill "Cats" at least 80 or do not have skill "Cats")',
 * );
 * ```
 */
export function describeFilter(
  filter: Filter | null | undefined,
  options: DescribeFilterOptions = {},
): string {
  const text = filter == null ? "" : words(filter, options, "");
  return text === "" ? "All Tolokers" : `Tolokers who ${text}`;
}

function words(
  filter: Filter,
  options: DescribeFilterOptions,
  outer: string,
): string {
  if (!("and" in filter) && !("or" in filter)) {
    return conditionWords(filter, options);
  }
  const joined = "and" in filter ? "and" : "or";
  const parts = "and" in filter ? filter.and : filter.or;
  // Of one part only, the part's own words need no brackets for this level.
  if (parts.length === 1) return words(parts[0]!, options, outer);
  const text = parts.map((part) => words(part, options, joined))
    .join(` ${joined} `);
  return outer === "" || outer === joined ? text : `(${text})`;
}

function conditionWords(
  { category, key, operator, value }: FilterCondition,
  { skills }: DescribeFilterOptions,
): string {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  if (category === "skill") {
    const name = skills?.[key] === undefined
      ? `skill ${key}`
      : `skill "${skills[key]}"`;
    if (value === null || value === undefined) {
      return operator === "NE" ? `have ${name}` : `do not have ${name}`;
    }
    return `have ${name} ${COMPARED[operator] ?? operator} ${shown}`;
  }
  const identical = operator === "EQ" || operator === "NE";
  if (key in EQUAL && identical) {
    return EQUAL[key]![operator === "EQ" ? 0 : 1](shown);
  }
  if (key in FLAGS && identical && typeof value === "boolean") {
    return FLAGS[key]![value === (operator === "EQ") ? 0 : 1];
  }
  if (key in PLACES && operator === "IN") return `${PLACES[key]} ${shown}`;
  if (key in PLACES && operator === "NOT_IN") {
    return `${NOT_PLACES[key]} ${shown}`;
  }
  if (key === "languages" && operator === "IN") return `know ${shown}`;
  if (key === "languages" && operator === "NOT_IN") {
    return `do not know ${shown}`;
  }
  if (key === "date_of_birth" && operator in BORN) {
    return `${BORN[operator]} ${day(value)}`;
  }
  if (key in NAMES) {
    return `have ${NAMES[key]} ${COMPARED[operator] ?? operator} ${shown}`;
  }
  return `have ${category}.${key} ${operator} ${shown}`;
}

/** Day of a moment in seconds; with the time where it is not midnight. */
function day(seconds: unknown): string {
  const moment = new Date(Number(seconds) * 1_000);
  if (Number.isNaN(moment.getTime())) return String(seconds);
  return moment.toISOString().replace(/(T00:00:00)?\.000Z$/, "");
}

function lower(value: string): string {
  return value.toLowerCase().replaceAll("_", " ");
}
