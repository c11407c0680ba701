/** Patterns of the requests that a rule concerns. */

/** Tells whether a rule is about a request. */
export type Matcher = (method: string, path: string) => boolean;

const PATTERN = /^(?:([A-Z]+|\*) )?(\/\S*|\*)$/;
/** Prefix of relative paths, which nearly all of the API shares. */
const BASE = "/api/v1";

/**
 * Reads a pattern: a method and a path, or one of them. In the path `:name`
 * stands for one part and `*` for anything; `/pools` is short for
 * `/api/v1/pools`.
 *
 * @returns `undefined` if the text is none.
 */
export function readPattern(text: string): Matcher | undefined {
  const match = PATTERN.exec(text) ?? /^([A-Z]+)$/.exec(text);
  if (match === null) return undefined;
  const [, method = "*", path = "*"] = match;
  const full = path === "*" || path.startsWith("/api/") ? path : BASE + path;
  const source = full
    .replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll(/:\w+/g, "[^/]+");
  const regExp = new RegExp(`^${source}$`);
  return (given, where) =>
    (method === "*" || method === given) && regExp.test(where);
}
