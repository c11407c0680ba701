/** Tolokers: what a requester may know about them. @module */
import type { Extensible } from "./common.ts";
import type {
  ClientType,
  DeviceCategory,
  OsFamily,
  UserAgentType,
} from "./filters.ts";

/** Properties of a Toloker that the server detects. */
export interface UserAttributes {
  /** Country of the phone number, two letters in capitals. */
  country_by_phone?: string;
  /** Country of the address on the network, two letters in capitals. */
  country_by_ip?: string;
  /** Browser or application. */
  client_type?: Extensible<ClientType>;
  /** Kind of user agent. */
  user_agent_type?: Extensible<UserAgentType>;
  /** Kind of device. */
  device_category?: Extensible<DeviceCategory>;
  /** Family of operating systems. */
  os_family?: Extensible<OsFamily>;
  /** Version of the operating system, for example 10.4. */
  os_version?: number;
  /** First part of that version. */
  os_version_major?: number;
  /** Second part of that version. */
  os_version_minor?: number;
  /** Third part of that version. */
  os_version_bugfix?: number;
}

/** A Toloker. */
export interface User {
  /** Id of the Toloker. */
  id: string;
  /** Country given in the profile, two letters in capitals. */
  country?: string;
  /** Languages given in the profile, as codes in capitals. */
  languages?: string[];
  /** `true` if the Toloker agreed to adult content. */
  adult_allowed?: boolean;
  /** Properties that the server detects. */
  attributes?: UserAttributes;
}
