/** Moments as the API writes them: UTC without a zone. */

const MOMENT =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?)?(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Reads a moment of the API, such as `"2016-10-09T11:42:01"`, as the UTC it is;
 * `new Date()` would read it as local time. A zone is respected where one is
 * given. Digits beyond milliseconds are cut off.
 *
 * @param text Moment or day as the API sends it.
 * @returns The moment.
 * @throws {RangeError} If the text is not a moment.
 *
 * @example Usage
 * ```ts
 * import { parseTime } from "@toloka/client";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   parseTime("2016-10-09T11:42:01").getTime(),
 *   Date.UTC(2016, 9, 9, 11, 42, 1),
 * );
 * ```
 */
export function parseTime(text: string): Date {
  const [, day, time = "00:00", fraction = "", zone = "Z"] =
    MOMENT.exec(text) ?? [];
  const ms = fraction.padEnd(3, "0").slice(0, 3);
  const seconds = time.length === 5 ? `${time}:00` : time;
  const moment = new Date(`${day}T${seconds}.${ms}${zone.toUpperCase()}`);
  if (Number.isNaN(moment.getTime())) {
    throw new RangeError(
      `Cannot parse time as it is not an ISO 8601 moment: current value is "${text}"`,
    );
  }
  return moment;
}

/**
 * Writes a moment as the API takes it: UTC without a zone.
 *
 * @param time Moment to write.
 * @returns Text such as `"2016-10-09T11:42:01"`, with milliseconds unless they are zero.
 * @throws {RangeError} If the date is not valid.
 *
 * @example Usage
 * ```ts
 * import { formatTime } from "@toloka/client";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatTime(new Date(0)), "1970-01-01T00:00:00");
 * ```
 */
export function formatTime(time: Date): string {
  if (Number.isNaN(time.getTime())) {
    throw new RangeError("Cannot format time as the date is not valid");
  }
  return time.toISOString().replace(/(\.000)?Z$/, "");
}

/**
 * Writes a moment in a text as UTC without a zone; what names no zone, or does
 * not look like a moment, stays as it is.
 *
 * @throws {RangeError} If it looks like a moment but there is none such, as in a 13th month.
 */
export function toNaiveUtc(text: string): string {
  const [, day, time, fraction, zone] = MOMENT.exec(text) ?? [];
  if (!day || !time || !zone) return text;
  const utc = formatTime(parseTime(`${day}T${time}${zone}`));
  return fraction ? `${utc}.${fraction}` : utc;
}
