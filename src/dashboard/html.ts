/** Text of HTML and SVG, with every value escaped. */

/** Text that is HTML already. */
export class Html {
  /** The text. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Gives the text. */
  toString(): string {
    return this.text;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function print(value: unknown): string {
  if (value === undefined || value === null || value === false) return "";
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(print).join("");
  return String(value).replace(/[&<>"']/g, (char) => ESCAPES[char]!);
}

/** Template tag: escapes values, and leaves {@linkcode Html} as it is. */
export function markup(
  parts: TemplateStringsArray,
  ...values: unknown[]
): Html {
  return new Html(
    parts.reduce((text, part, i) => text + print(values[i - 1]) + part),
  );
}
