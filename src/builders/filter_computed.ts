/** Filters by what Toloka finds out about Tolokers. @module */
import type {
  ClientType,
  DeviceCategory,
  OsFamily,
  UserAgentFamily,
  UserAgentType,
} from "../types/filters.ts";
import {
  compare,
  type CompareFilter,
  identity,
  type IdentityFilter,
  region,
  type RegionFilter,
} from "./filter_builders.ts";

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
