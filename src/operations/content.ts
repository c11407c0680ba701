/** Compares items with what an operation's log says was sent. */
import { isRecord } from "../checks.ts";

/**
 * Writes a value as JSON that is the same for the same content: keys are
 * sorted, and `null` in an object is left out, as the API takes both the same.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member) => {
    if (!isRecord(member)) return member;
    const entries = Object.entries(member).filter(([, value]) =>
      value !== null && value !== undefined
    );
    return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1));
  });
}
