/**
 * Full samples of filters, values made up.
 *
 * @module
 */
import type {
  ComputedCondition,
  FilterAnd,
  FilterOr,
  ProfileCondition,
  SkillCondition,
} from "../../src/types/filters.ts";

export const gender = {
  "operator": "EQ",
  "value": "MALE",
  "key": "gender",
  "category": "profile",
} satisfies ProfileCondition<"gender">;

export const country = {
  "operator": "EQ",
  "value": "s",
  "key": "country",
  "category": "profile",
} satisfies ProfileCondition<"country">;

export const citizenship = {
  "operator": "EQ",
  "value": "s",
  "key": "citizenship",
  "category": "profile",
} satisfies ProfileCondition<"citizenship">;

export const education = {
  "operator": "EQ",
  "value": "BASIC",
  "key": "education",
  "category": "profile",
} satisfies ProfileCondition<"education">;

export const adultAllowed = {
  "operator": "EQ",
  "value": true,
  "key": "adult_allowed",
  "category": "profile",
} satisfies ProfileCondition<"adult_allowed">;

export const dateOfBirth = {
  "operator": "EQ",
  "value": 1,
  "key": "date_of_birth",
  "category": "profile",
} satisfies ProfileCondition<"date_of_birth">;

export const city = {
  "operator": "IN",
  "value": 1,
  "key": "city",
  "category": "profile",
} satisfies ProfileCondition<"city">;

export const languages = {
  "operator": "IN",
  "value": "EN",
  "key": "languages",
  "category": "profile",
} satisfies ProfileCondition<"languages">;

export const verified = {
  "operator": "EQ",
  "value": true,
  "key": "verified",
  "category": "profile",
} satisfies ProfileCondition<"verified">;

export const regionByPhone = {
  "operator": "IN",
  "value": 1,
  "key": "region_by_phone",
  "category": "computed",
} satisfies ComputedCondition<"region_by_phone">;

export const regionByIp = {
  "operator": "IN",
  "value": 1,
  "key": "region_by_ip",
  "category": "computed",
} satisfies ComputedCondition<"region_by_ip">;

export const deviceCategory = {
  "operator": "EQ",
  "value": "PERSONAL_COMPUTER",
  "key": "device_category",
  "category": "computed",
} satisfies ComputedCondition<"device_category">;

export const clientType = {
  "operator": "EQ",
  "value": "BROWSER",
  "key": "client_type",
  "category": "computed",
} satisfies ComputedCondition<"client_type">;

export const oSFamily = {
  "operator": "EQ",
  "value": "WINDOWS",
  "key": "os_family",
  "category": "computed",
} satisfies ComputedCondition<"os_family">;

export const oSVersion = {
  "operator": "EQ",
  "value": 0.5,
  "key": "os_version",
  "category": "computed",
} satisfies ComputedCondition<"os_version">;

export const oSVersionMajor = {
  "operator": "EQ",
  "value": 1,
  "key": "os_version_major",
  "category": "computed",
} satisfies ComputedCondition<"os_version_major">;

export const oSVersionMinor = {
  "operator": "EQ",
  "value": 1,
  "key": "os_version_minor",
  "category": "computed",
} satisfies ComputedCondition<"os_version_minor">;

export const oSVersionBugfix = {
  "operator": "EQ",
  "value": 1,
  "key": "os_version_bugfix",
  "category": "computed",
} satisfies ComputedCondition<"os_version_bugfix">;

export const userAgentType = {
  "operator": "EQ",
  "value": "BROWSER",
  "key": "user_agent_type",
  "category": "computed",
} satisfies ComputedCondition<"user_agent_type">;

export const userAgentFamily = {
  "operator": "EQ",
  "value": "IE",
  "key": "user_agent_family",
  "category": "computed",
} satisfies ComputedCondition<"user_agent_family">;

export const userAgentVersion = {
  "operator": "EQ",
  "value": 0.5,
  "key": "user_agent_version",
  "category": "computed",
} satisfies ComputedCondition<"user_agent_version">;

export const userAgentVersionMajor = {
  "operator": "EQ",
  "value": 1,
  "key": "user_agent_version_major",
  "category": "computed",
} satisfies ComputedCondition<"user_agent_version_major">;

export const userAgentVersionMinor = {
  "operator": "EQ",
  "value": 1,
  "key": "user_agent_version_minor",
  "category": "computed",
} satisfies ComputedCondition<"user_agent_version_minor">;

export const userAgentVersionBugfix = {
  "operator": "EQ",
  "value": 1,
  "key": "user_agent_version_bugfix",
  "category": "computed",
} satisfies ComputedCondition<"user_agent_version_bugfix">;

export const skillCondition = {
  "key": "s",
  "operator": "EQ",
  "value": 0.5,
  "category": "skill",
} satisfies SkillCondition;

export const filterOr = {
  "or": [{
    "operator": "EQ",
    "value": "MALE",
    "key": "gender",
    "category": "profile",
  }],
} satisfies FilterOr;

export const filterAnd = {
  "and": [{
    "operator": "EQ",
    "value": "MALE",
    "key": "gender",
    "category": "profile",
  }],
} satisfies FilterAnd;
