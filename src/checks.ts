/** Checks of what callers give, and the one way to show a value in a message. */

/** How much of a value goes into a message. */
const MAX_SHOWN = 200;

/** The longest time that a timer of the runtimes can wait, in milliseconds. */
export const MAX_TIMER = 2 ** 31 - 1;

/** Tells whether a value is an object with named members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Writes a value for a message: texts in quotes, objects by their content, long ones cut. */
export function show(value: unknown): string {
  const text = print(value);
  return text.length > MAX_SHOWN
    ? `${text.slice(0, MAX_SHOWN).replace(/[\uD800-\uDBFF]$/, "")}...`
    : text;
}

function print(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.slice(0, MAX_SHOWN + 1));
    case "bigint":
      return `${value}n`;
    case "function":
      return value.name === "" ? "a function" : `function ${value.name}`;
    case "object":
      return printObject(value);
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

function printObject(value: object | null): string {
  if (value === null) return "null";
  const { name = "Object" } = value.constructor ?? {};
  if (value instanceof Error) return `${name} ${JSON.stringify(value.message)}`;
  if (value instanceof Date) return `${name} ${JSON.stringify(value)}`;
  if (!Array.isArray(value) && name !== "Object") return name;
  try {
    return JSON.stringify(value) ?? name;
  } catch {
    return name;
  }
}

/**
 * Checks a whole number.
 *
 * @param action What the caller wanted, for the message: `"create tasks"`.
 * @param name Name of the value.
 * @param value The value.
 * @param min Smallest number allowed.
 * @param max Largest number allowed; `Infinity` itself passes where it is that.
 * @param also Further values in words, for the message: `", or null"`.
 * @throws {RangeError} If it is not such a number.
 */
export function checkInteger(
  action: string,
  name: string,
  value: number,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
  also = "",
): number {
  const whole = Number.isInteger(value) || (value === max && max === Infinity);
  if (whole && value >= min && value <= max) return value;
  const rule = max >= Number.MAX_SAFE_INTEGER
    ? `a whole number from ${min}`
    : `a whole number between ${min} and ${max}`;
  throw new RangeError(
    `Cannot ${action} as '${name}' must be ${rule}${also}: current value is ${
      show(value)
    }`,
  );
}

/** @throws {RangeError} If a value is not a number of milliseconds that a timer can wait. */
export function checkDuration(
  action: string,
  name: string,
  ms: number,
  also = "",
): number {
  if (typeof ms === "number" && ms >= 1 && ms <= MAX_TIMER) return ms;
  throw new RangeError(
    `Cannot ${action} as '${name}' must be between 1 and ${MAX_TIMER} milliseconds${also}: current value is ${
      show(ms)
    }`,
  );
}

/** @throws {TypeError} If a value cannot be an id: no text, empty, or not well-formed Unicode. */
export function checkId(action: string, name: string, id: unknown): string {
  const well = typeof id === "string" && id !== "" && id.isWellFormed();
  if (well && id !== "." && id !== "..") return id;
  throw new TypeError(
    `Cannot ${action} as ${name} must be a non-empty string: current value is ${
      show(id)
    }`,
  );
}

/** @throws {TypeError} If a value is there and no function. */
export function checkFunction(
  action: string,
  name: string,
  value: unknown,
): void {
  if (value === undefined || typeof value === "function") return;
  throw new TypeError(
    `Cannot ${action} as '${name}' must be a function: current value is ${
      show(value)
    }`,
  );
}

/** @throws {TypeError} If an object has members of other names than the known ones. */
export function checkNames(
  action: string,
  kind: string,
  given: object,
  known: ReadonlySet<string>,
): void {
  for (const name of Object.keys(given)) {
    if (known.has(name)) continue;
    const near = nearest(name, known);
    throw new TypeError(
      `Cannot ${action} as there is no ${kind} '${name.slice(0, 60)}'${
        near === undefined ? "" : `: did you mean '${near}'?`
      }`,
    );
  }
}

/** Finds the known name that a mistyped one is closest to, if one is close enough. */
export function nearest(
  name: string,
  known: Iterable<string>,
): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_]/g, "");
  const asked = plain(name);
  let best: string | undefined;
  let least = Math.max(2, Math.floor(asked.length / 3)) + 1;
  for (const candidate of known) {
    const other = plain(candidate);
    // "maxRetries" means "retries".
    const distance = other.length > 3 && asked.includes(other)
      ? 1
      : levenshtein(asked, other);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Counts the letters to insert, delete or replace to get from one text to another. */
function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = row[j]! + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
