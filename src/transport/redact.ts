/** Keeps secrets out of what callers, hooks and logs get to see, and control characters out of terminals. */

/** Headers that carry secrets, by their names in lower case. */
const SECRET_HEADERS: readonly string[] = [
  "authorization",
  "cookie",
  "proxy-authorization",
  "set-cookie",
  "x-api-key",
];

/** A shorter text is no secret, and would be found in every other word. */
const MIN_SECRET = 6;

/** C0, C1, and what reorders or hides text. */
const CONTROLS =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Replaces the secrets in a text. */
export type Redact = (text: string) => string;

/** Creates a function that replaces whatever secrets a request's headers carry. */
export function redactorOf(headers: Headers): Redact {
  const secrets = new Set<string>();
  for (const name of SECRET_HEADERS) {
    const secret = headers.get(name)?.split(" ").at(-1) ?? "";
    if (secret.length < MIN_SECRET) continue;
    secrets.add(secret);
    secrets.add(encodeURIComponent(secret));
  }
  return (text) => {
    for (const secret of secrets) {
      text = text.replaceAll(secret, "[secret]");
    }
    return text;
  };
}

/** Replaces the secrets in all texts of a JSON value, keys included. */
export function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) {
    return value.map((item) => redactValue(item, redact));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map((
      [name, member],
    ) => [redact(name), redactValue(member, redact)]),
  );
}

/** Copies the headers of a request without those that carry secrets. */
export function publicHeaders(headers: Headers): Headers {
  const copy = new Headers(headers);
  for (const name of SECRET_HEADERS) copy.delete(name);
  return copy;
}

/** Copies the headers of an answer without cookies, and with secrets replaced that the server repeats. */
export function redactHeaders(headers: Headers, redact: Redact): Headers {
  const copy = new Headers();
  for (const [name, value] of headers) {
    if (!SECRET_HEADERS.includes(name)) copy.append(name, redact(value));
  }
  return copy;
}

/** Writes a text of the server in one line, with control characters escaped, cut at a length. */
export function excerpt(text: string, maxLength: number): string {
  const line = text.slice(0, 4 * maxLength).replace(/[\t\n\r ]+/g, " ").trim()
    .replace(
      CONTROLS,
      (character) =>
        `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  return line.length > maxLength || text.length > 4 * maxLength
    ? `${line.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, "")}...`
    : line;
}
