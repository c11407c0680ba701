/** Reads JSON that may be incomplete, and notes what is wrong with it. @module */
import { isRecord, show } from "../checks.ts";
import { nearest } from "../names.ts";

/** Expectation of a part of JSON. */
export type Shape =
  | "text"
  | "number"
  | "flag"
  | "any"
  | { readonly list: Shape }
  /** Members with names of the requester's own. */
  | { readonly map: Shape }
  | Fields
  /** For shapes that contain themselves. */
  | (() => Shape);

/** Expectation of an object. */
export interface Fields {
  /** Shapes of the members. */
  readonly fields: Readonly<Record<string, Shape>>;
  /** Names of the members that must be there. */
  readonly required?: readonly string[];
  /** Names of the objects and lists that are empty if they are not there. */
  readonly filled?: readonly string[];
}

/** Kinds of flaws, which are the checks that report them. */
export type FlawId =
  | "value-missing"
  | "value-shape"
  | "value-type"
  | "name-misspelt"
  | "name-unknown";

/** Flaw of JSON. */
export interface Flaw {
  /** Kind of the flaw. */
  id: FlawId;
  /** Flaw in words, with the value. */
  message: string;
  /** Path of the part: keys and positions joined by dots. */
  path: string;
}

/**
 * Reads a value so that everything of the shape that is an object or a list is
 * there and is one: missing parts are empty, and scalars are of their type or
 * missing. Unknown members are kept.
 */
export function read(
  value: unknown,
  shape: Shape,
  path: string,
  flaws: Flaw[],
): unknown {
  if (typeof shape === "function") return read(value, shape(), path, flaws);
  if (typeof shape === "string") return readScalar(value, shape, path, flaws);
  if ("list" in shape) {
    if (!Array.isArray(value)) {
      flaws.push(misshapen(value, "a list", path));
      return [];
    }
    return value.map((item, index) =>
      read(item, shape.list, join(path, index), flaws)
    );
  }
  const record = isRecord(value) ? value : {};
  if (!isRecord(value)) flaws.push(misshapen(value, "an object", path));
  if ("map" in shape) {
    return mapValues(
      record,
      (item, name) => read(item, shape.map, join(path, name), flaws),
    );
  }
  // What is no object at all has no further flaws.
  return readFields(record, shape, path, isRecord(value) ? flaws : []);
}

function readFields(
  record: Readonly<Record<string, unknown>>,
  { fields, required = [], filled = [] }: Fields,
  path: string,
  flaws: Flaw[],
): Record<string, unknown> {
  const result = mapValues(record, (item, name) => {
    const shape = Object.hasOwn(fields, name) ? fields[name]! : undefined;
    const at = join(path, name);
    if (shape === undefined) {
      flaws.push(unknownName(name, fields, at));
      return item;
    }
    // The server sends null for what is not set.
    return item == null ? undefined : read(item, shape, at, flaws);
  });
  for (const name of required) {
    const present = result[name] !== undefined;
    if (present && record[name] !== "") continue;
    const at = join(path, name);
    flaws.push({
      id: "value-missing",
      message: `'${name}' is missing`,
      path: at,
    });
    if (!present) result[name] = emptyOf(fields[name]!);
  }
  for (const name of filled) result[name] ??= emptyOf(fields[name]!);
  return result;
}

function emptyOf(shape: Shape): unknown {
  if (typeof shape === "function") return emptyOf(shape());
  if (shape === "text") return "";
  if (typeof shape === "string") return undefined;
  return read("list" in shape ? [] : {}, shape, "", []);
}

function readScalar(
  value: unknown,
  shape: "text" | "number" | "flag" | "any",
  path: string,
  flaws: Flaw[],
): unknown {
  if (shape === "any") return value;
  const [type, words] = SCALARS[shape];
  if (typeof value === type && !Number.isNaN(value)) return value;
  // The server takes flags as texts, as published programs send them.
  if (shape === "flag" && /^(true|false)$/i.test(String(value))) {
    return String(value).toLowerCase() === "true";
  }
  flaws.push({
    id: "value-type",
    message: `'${lastOf(path)}' is ${show(value)}, not ${words}`,
    path,
  });
  if (shape === "text") return typeof value === "number" ? String(value) : "";
  return undefined;
}

const SCALARS = {
  text: ["string", "a text"],
  number: ["number", "a number"],
  flag: ["boolean", "true or false"],
} as const;

function unknownName(
  name: string,
  fields: Fields["fields"],
  path: string,
): Flaw {
  const near = nearest(name, Object.keys(fields));
  return near === undefined
    ? { id: "name-unknown", message: `'${name}' is not known`, path }
    : {
      id: "name-misspelt",
      message: `'${name}' is not known: did you mean '${near}'?`,
      path,
    };
}

function misshapen(value: unknown, words: string, path: string): Flaw {
  const name = path === "" ? "The value" : `'${lastOf(path)}'`;
  const id = "value-shape";
  return { id, message: `${name} is ${show(value)}, not ${words}`, path };
}

function mapValues(
  record: Readonly<Record<string, unknown>>,
  change: (value: unknown, name: string) => unknown,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    const changed = change(value, name);
    if (changed !== undefined) result[name] = changed;
  }
  return result;
}

function join(path: string, key: string | number): string {
  return path === "" ? String(key) : `${path}.${key}`;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
