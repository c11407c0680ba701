/**
 * Template tag for paths: escapes each value, so that an id of a caller cannot
 * lead to another endpoint.
 *
 * @throws {TypeError} If a value is not a string, or empty, `.` or `..`.
 */
export function path(parts: readonly string[], ...ids: string[]): string {
  return parts.reduce((before, part, i) => {
    const id: unknown = ids[i - 1];
    if (typeof id !== "string" || id === "" || id === "." || id === "..") {
      throw new TypeError(
        `Cannot make a request to "${
          parts.join("...")
        }" as an id must be a non-empty string: current value is ${
          typeof id === "string" ? `"${id}"` : String(id)
        }`,
      );
    }
    return before + encodeURIComponent(id) + part;
  });
}
