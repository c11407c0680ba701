/** Times as the API writes them: UTC without a zone. */

/** Milliseconds in a second. */
export const SECOND = 1_000;
/** Milliseconds in a minute. */
export const MINUTE = 60 * SECOND;
/** Milliseconds in an hour. */
export const HOUR = 60 * MINUTE;
/** Milliseconds in a day. */
export const DAY = 24 * HOUR;

/**
 * Writes a time. Texts compare as the times do, because milliseconds are only
 * left out where they are zero.
 */
export function formatTime(time: number): string {
  const text = new Date(time).toISOString().slice(0, -1);
  // A joined text does not keep the one it was cut from in memory.
  return text.endsWith(".000")
    ? text.slice(0, -4).split("T").join("T")
    : text.split("T").join("T");
}

const PATTERN =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?)?(?:Z|\+00:00)?$/;

/** Reads a time, or gives `undefined` for what is none. */
export function parseTime(text: unknown): number | undefined {
  if (typeof text !== "string") return undefined;
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, date, clock = "00:00:00", fraction = ""] = match;
  const time = Date.parse(`${date}T${clock}Z`);
  if (Number.isNaN(time)) return undefined;
  return time + Number(fraction.slice(0, 3).padEnd(3, "0"));
}
