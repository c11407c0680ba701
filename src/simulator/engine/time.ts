/** Times as the API writes them: UTC without a zone. */

/** Milliseconds in a second. */
export const SECOND = 1_000;
/** Milliseconds in a minute. */
export const MINUTE = 60 * SECOND;
/** Milliseconds in an hour. */
export const HOUR = 60 * MINUTE;
/** Milliseconds in a day. */
export const DAY = 24 * HOUR;

// Pages are full of times of one day, and of one time twice in a row.
let lastDay = NaN;
let lastDate = "";
let lastTime = NaN;
let lastText = "";

const MINUTES = Array.from(
  { length: DAY / MINUTE },
  (_, minute) => `T${digits(minute / 60, 2)}:${digits(minute % 60, 2)}:`,
);
const SECONDS = Array.from({ length: 60 }, (_, second) => digits(second, 2));
const MILLISECONDS = Array.from(
  { length: SECOND },
  (_, count) => count === 0 ? "" : `.${digits(count, 3)}`,
);

function digits(number: number, length: number): string {
  return String(Math.floor(number)).padStart(length, "0");
}

/**
 * Writes a time. Texts compare as the times do, because milliseconds are only
 * left out where they are zero.
 */
export function formatTime(time: number): string {
  if (time !== lastTime) {
    lastText = dateOf(Math.floor(time / DAY)) + clockOf(time);
    lastTime = time;
  }
  return lastText;
}

function dateOf(day: number): string {
  if (day !== lastDay) {
    [lastDate = ""] = new Date(day * DAY).toISOString().split("T");
    lastDay = day;
  }
  return lastDate;
}

function clockOf(time: number): string {
  const rest = Math.floor(time - Math.floor(time / DAY) * DAY);
  return MINUTES[Math.floor(rest / MINUTE)]! +
    SECONDS[Math.floor(rest % MINUTE / SECOND)] + MILLISECONDS[rest % SECOND];
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
