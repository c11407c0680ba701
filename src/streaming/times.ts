/** Moments of the wire as texts that can be compared. */
import { formatTime, parseTime, toNaiveUtc } from "../time.ts";

/** A moment with six digits behind the point, so that texts sort as moments do. */
export function stampOf(time: string): string {
  const [whole, fraction = ""] = toNaiveUtc(time).split(".");
  return `${whole}.${fraction.padEnd(6, "0").slice(0, 6)}`;
}

/** Returns the moment this many milliseconds before a stamp, in the format of queries. */
export function before(stamp: string, milliseconds: number): string {
  return formatTime(new Date(parseTime(stamp).getTime() - milliseconds));
}
