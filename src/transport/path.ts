import { checkId, show } from "../checks.ts";

/**
 * Template tag for paths: escapes each value, so that an id of a caller cannot
 * lead to another endpoint.
 *
 * @throws {TypeError} If a value is not a string, or empty, `.`, `..`, or not well-formed.
 */
export function path(parts: readonly string[], ...ids: string[]): string {
  return parts.reduce((before, part, i) => {
    const action = `make a request to "${parts.join("...")}"`;
    return before + encodeURIComponent(checkId(action, "an id", ids[i - 1])) +
      part;
  });
}

/** @throws {TypeError} If a path is not one from the root, or holds more than a path. */
export function checkPath(path: unknown): string {
  const rule = typeof path !== "string" || !path.startsWith("/")
    ? `must start with "/"`
    : /[?#]/.test(path)
    ? `must be without "?" and "#", as a query is given as 'query'`
    : !/^[\x21-\x7e]+$/.test(path) || path.includes("\\")
    ? "must have other characters than ASCII letters, digits and signs escaped"
    : undefined;
  if (rule === undefined) return path as string;
  throw new TypeError(
    `Cannot make a request as the path ${rule}: current value is ${show(path)}`,
  );
}
