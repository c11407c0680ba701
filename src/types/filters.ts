/**
 * Filters that choose Tolokers, for pools and for messages: conditions joined
 * by `and` and `or`.
 *
 * @module
 */
import type { CompareOperator, IdentityOperator } from "./quality_control.ts";

/** Operators of conditions that ask for membership. */
export type InclusionOperator = "IN" | "NOT_IN";

/** Any operator a filter condition can have. */
export type FilterOperator = CompareOperator | InclusionOperator;

/** Gender as given in the profile. */
export type Gender = "MALE" | "FEMALE";

/** Education as given in the profile. */
export type Education = "BASIC" | "MIDDLE" | "HIGH";

/** Kind of device. */
export type DeviceCategory =
  | "PERSONAL_COMPUTER"
  | "SMARTPHONE"
  | "TABLET"
  | "WEARABLE_COMPUTER";

/** Client of a Toloker: a browser or the mobile application. */
export type ClientType = "BROWSER" | "TOLOKA_APP";

/** Family of operating systems. */
export type OsFamily =
  | "WINDOWS"
  | "OS_X"
  | "MAC_OS"
  | "LINUX"
  | "BSD"
  | "ANDROID"
  | "IOS"
  | "BLACKBERRY";

/** Kind of user agent. */
export type UserAgentType = "BROWSER" | "MOBILE_BROWSER" | "OTHER";

/** Family of browsers. */
export type UserAgentFamily =
  | "IE"
  | "CHROMIUM"
  | "CHROME"
  | "FIREFOX"
  | "SAFARI"
  | "YANDEX_BROWSER"
  | "IE_MOBILE"
  | "CHROME_MOBILE"
  | "MOBILE_FIREFOX"
  | "MOBILE_SAFARI";

/**
 * Keys of the profile, with the type of the value and the operators they
 * know.
 */
export interface ProfileConditions {
  /** Gender. */
  gender: [IdentityOperator, Gender];
  /** Country of residence, two letters in capitals. */
  country: [IdentityOperator, string];
  /** Citizenship, two letters in capitals. */
  citizenship: [IdentityOperator, string];
  /** Education. */
  education: [IdentityOperator, Education];
  /** `true` if the Toloker agreed to adult content. */
  adult_allowed: [IdentityOperator, boolean];
  /** Date of birth, in seconds since 1970 UTC. */
  date_of_birth: [CompareOperator, number];
  /** Id of the city's region. */
  city: [InclusionOperator, number];
  /** Language code in capitals; one condition names one language. */
  languages: [InclusionOperator, string];
  /** `true` if the identity was verified. */
  verified: [IdentityOperator, boolean];
}

/**
 * Keys of what the server works out by itself, with the type of the value and
 * the operators they know.
 */
export interface ComputedConditions {
  /** Id of the region the phone number belongs to. */
  region_by_phone: [InclusionOperator, number];
  /** Id of the region the address on the network belongs to. */
  region_by_ip: [InclusionOperator, number];
  /** Kind of device. */
  device_category: [IdentityOperator, DeviceCategory];
  /** Browser or application. */
  client_type: [IdentityOperator, ClientType];
  /** Family of operating systems. */
  os_family: [IdentityOperator, OsFamily];
  /** Version of the operating system, for example 10.4. */
  os_version: [CompareOperator, number];
  /** First part of that version. */
  os_version_major: [CompareOperator, number];
  /** Second part of that version. */
  os_version_minor: [CompareOperator, number];
  /** Third part of that version. */
  os_version_bugfix: [CompareOperator, number];
  /** Kind of user agent. */
  user_agent_type: [IdentityOperator, UserAgentType];
  /** Family of browsers. */
  user_agent_family: [IdentityOperator, UserAgentFamily];
  /** Version of the browser. */
  user_agent_version: [CompareOperator, number];
  /** First part of that version. */
  user_agent_version_major: [CompareOperator, number];
  /** Second part of that version. */
  user_agent_version_minor: [CompareOperator, number];
  /** Third part of that version. */
  user_agent_version_bugfix: [CompareOperator, number];
}

/** Key of a condition on the profile. */
export type ProfileKey = keyof ProfileConditions;

/** Key of a condition on what the server works out. */
export type ComputedKey = keyof ComputedConditions;

/**
 * Condition on the profile with one given key.
 *
 * @typeParam Key The key.
 */
export interface ProfileConditionOf<Key extends ProfileKey> {
  /** Source of the value: the Toloker's profile. */
  category: "profile";
  /** Property that is compared. */
  key: Key;
  /** Operator of the comparison. */
  operator: ProfileConditions[Key][0];
  /** Value to compare with. */
  value: ProfileConditions[Key][1];
}

/**
 * Condition on what the server works out, with one given key.
 *
 * @typeParam Key The key.
 */
export interface ComputedConditionOf<Key extends ComputedKey> {
  /** Source of the value: detection by the server. */
  category: "computed";
  /** Property that is compared. */
  key: Key;
  /** Operator of the comparison. */
  operator: ComputedConditions[Key][0];
  /** Value to compare with. */
  value: ComputedConditions[Key][1];
}

/**
 * Condition on what Tolokers say about themselves.
 *
 * @typeParam Key Allowed keys.
 */
export type ProfileCondition<Key extends ProfileKey = ProfileKey> = Key extends
  ProfileKey ? ProfileConditionOf<Key> : never;

/**
 * Condition on what the server sees of Tolokers.
 *
 * @typeParam Key Allowed keys.
 */
export type ComputedCondition<Key extends ComputedKey = ComputedKey> =
  Key extends ComputedKey ? ComputedConditionOf<Key> : never;

/** Condition on the value of a skill. */
export interface SkillCondition {
  /** Source of the value: the Toloker's skill. */
  category: "skill";
  /** Id of the skill. */
  key: string;
  /** Operator of the comparison. */
  operator: CompareOperator;
  /**
   * Value to compare with, 0 to 100. `EQ` with `null` selects Tolokers without
   * the skill, `NE` with `null` those who have it.
   */
  value: number | null;
}

/** One condition of a filter. */
export type FilterCondition =
  | ProfileCondition
  | ComputedCondition
  | SkillCondition;

/** Filter that holds when all of its parts do. */
export interface FilterAnd {
  /** The parts. */
  and: Filter[];
}

/** Filter that holds when one of its parts does. */
export interface FilterOr {
  /** The parts. */
  or: Filter[];
}

/**
 * Filter of Tolokers. Documented are two levels: `and` of `or` of conditions.
 * At most 10,000 characters as JSON.
 */
export type Filter = FilterAnd | FilterOr | FilterCondition;
