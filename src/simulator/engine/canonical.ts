/** Comparing JSON by value. */

/** The same text for equal JSON, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, part) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(
          Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1),
        )
        : part,
  ) ?? "";
}
