/** Differences between the settings that a file wants and those on the server. */
import { isRecord } from "../../checks.ts";

/** A setting that differs. */
export interface Difference {
  /** Path of the setting: `defaults.default_overlap_for_new_tasks`. */
  path: string;
  /** Value on the server. */
  from: unknown;
  /** Value in the file. */
  to: unknown;
}

/**
 * Finds the settings in which a file differs from the server. Settings that the
 * file leaves out do not count: the server fills them in.
 */
export function findDifferences(
  wanted: unknown,
  present: unknown,
  path = "",
): Difference[] {
  if (isEmpty(wanted) && isEmpty(present)) return [];
  if (isRecord(wanted) && isRecord(present)) {
    return Object.entries(wanted).flatMap(([name, value]) =>
      findDifferences(value, present[name], path ? `${path}.${name}` : name)
    );
  }
  if (
    Array.isArray(wanted) && Array.isArray(present) &&
    wanted.length === present.length
  ) {
    return wanted.flatMap((item, i) =>
      findDifferences(item, present[i], `${path}[${i}]`)
    );
  }
  return normalize(wanted) === normalize(present)
    ? []
    : [{ path, from: present, to: wanted }];
}

/** Tells whether a value is empty: the server leaves it out, or gives `null`. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null ||
    (Array.isArray(value) && value.length === 0) ||
    (isRecord(value) && Object.keys(value).length === 0);
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(\.\d+)?Z?$/;

/** Writes values that mean the same in the same way. */
function normalize(value: unknown): string {
  if (typeof value === "string") {
    const [, minute, seconds = ":00", fraction = ""] = TIME.exec(value) ?? [];
    if (minute === undefined) return JSON.stringify(value);
    return minute + seconds + fraction.replace(/\.?0*$/, "");
  }
  return JSON.stringify(value) ?? "undefined";
}
