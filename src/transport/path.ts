import { checkId, show } from "../checks.ts";

/**
 * A path with ids of callers in it. They are checked and escaped when the path
 * is read, which the transport does: a method with a bad id rejects and does not
 * throw.
 */
export class IdPath {
  readonly #parts: readonly string[];
  readonly #ids: readonly unknown[];

  /** Takes the parts of the path, and the ids between them. */
  constructor(parts: readonly string[], ids: readonly unknown[]) {
    this.#parts = parts;
    this.#ids = ids;
  }

  /**
   * Writes the path.
   *
   * @throws {TypeError} If an id is not a string, or empty, `.`, `..`, or not well-formed.
   */
  toString(): string {
    return this.#parts.reduce((before, part, i) => {
      const action = `make a request to "${this.#parts.join("...")}"`;
      const id = checkId(action, "an id", this.#ids[i - 1]);
      return before + encodeURIComponent(id) + part;
    });
  }
}

/** Template tag for paths: escapes each value, so that an id of a caller cannot lead to another endpoint. */
export function path(parts: readonly string[], ...ids: string[]): IdPath {
  return new IdPath(parts, ids);
}

/** @throws {TypeError} If a path is not one from the root, or holds more than a path. */
export function checkPath(given: string | IdPath): string {
  if (given instanceof IdPath) return given.toString();
  const path: unknown = given;
  const rule = typeof path !== "string" || !path.startsWith("/")
    ? `must start with "/"`
    : /[?#]/.test(path)
    ? `must be without "?" and "#", as a query is given as 'query'`
    : !/^[\x21-\x7e]+$/.test(path) || path.includes("\\")
    ? "must have other characters than ASCII letters, digits and signs escaped"
    : undefined;
  if (rule === undefined) return given;
  throw new TypeError(
    `Cannot make a request as the path ${rule}: current value is ${show(path)}`,
  );
}
