/** Checks of what callers give, and the one way to show a value in a message. */

/** Longest part of a value in a message. */
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

/** @throws {RangeError} Always: a value breaks a rule, such as `"must be a number from 0 to 1"`. */
export function refuse(
  action: string,
  name: string,
  rule: string,
  value: unknown,
): never {
  throw new RangeError(
    `Cannot ${action} as '${name}' ${rule}: current value is ${show(value)}`,
  );
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
  refuse(action, name, `must be ${rule}${also}`, value);
}

/** @throws {RangeError} If a value is not a number of milliseconds that a timer can wait. */
export function checkDuration(
  action: string,
  name: string,
  ms: number,
  also = "",
): number {
  if (typeof ms === "number" && ms >= 1 && ms <= MAX_TIMER) return ms;
  const rule = `must be between 1 and ${MAX_TIMER} milliseconds${also}`;
  refuse(action, name, rule, ms);
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

/**
 * Checks that a value arrives as it is when it is sent as JSON: `NaN` would
 * become `null`, a `Map` an empty object, and a `bigint` an error without a place.
 *
 * @param action What the caller wanted, for the message: `"create tasks"`.
 * @param value The value to send.
 * @param at Where the value stands in what is sent: `"item 3"`.
 * @throws {TypeError} If a part of it cannot be sent; the message says where it stands.
 */
export function checkJson(
  action: string,
  value: unknown,
  at = "the body",
): void {
  const found = findUnsendable(value, []);
  if (!found) return;
  const path = found.path.toReversed().join(".");
  throw new TypeError(
    `Cannot ${action} as ${
      path === "" ? at : `'${path}' of ${at}`
    } cannot be sent as JSON: current value is ${show(found.value)}`,
  );
}

/** Part of a value that JSON does not carry; the path begins with its end. */
interface Unsendable {
  path: string[];
  value: unknown;
}

function findUnsendable(
  value: unknown,
  parents: object[],
): Unsendable | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : { path: [], value };
    case "object":
      return value === null ? undefined : findInObject(value, parents);
    default:
      return { path: [], value };
  }
}

function findInObject(
  value: object,
  parents: object[],
): Unsendable | undefined {
  if (parents.includes(value)) return { path: [], value };
  if ("toJSON" in value && typeof value.toJSON === "function") {
    const invalid = value instanceof Date && Number.isNaN(value.getTime());
    return invalid ? { path: [], value } : undefined;
  }
  if (!isPlain(value)) return { path: [], value };
  parents.push(value);
  const list = Array.isArray(value);
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    // An object leaves such a member out, a list would put null in its place.
    const found = list && member === undefined
      ? { path: [], value: member }
      : findUnsendable(member, parents);
    if (!found) continue;
    found.path.push(key);
    return found;
  }
  parents.pop();
  return undefined;
}

/** Tells whether JSON has a form for the members of an object: not for those of a `Map`, a `Set` or bytes. */
function isPlain(value: object): boolean {
  return !(value instanceof Map || value instanceof Set ||
    value instanceof WeakMap || value instanceof WeakSet ||
    value instanceof Promise || value instanceof RegExp ||
    value instanceof Error || value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value));
}
