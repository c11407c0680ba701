/** Values as cells of a table: reading and writing. */
import type { FieldSpec, ScalarFieldType } from "../types/projects.ts";
import { isArrayType, scalarType } from "./field_checks.ts";

/** Stands for text that is not JSON. No check takes it for JSON. */
const UNREADABLE = Symbol("unreadable");

const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;
const BOOLEAN = /^\s*(?:(true)|false)\s*$/i;

/** Reads a number. Other text stays as it is. */
export function readNumber(text: string): unknown {
  return NUMBER.test(text) ? Number(text) : text;
}

function readBoolean(text: string): unknown {
  const match = BOOLEAN.exec(text);
  return match === null ? text : match[1] !== undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
}

/**
 * Reads JSON. Files of training tasks have a backslash before each comma, which
 * is never valid JSON, so that both spellings can be told apart.
 */
export function readJson(text: string): unknown {
  const value = parse(text);
  return value === UNREADABLE ? parse(text.replaceAll("\\,", ",")) : value;
}

function readJsonItems(text: string): unknown {
  const items = readJson(`[${text}]`);
  return items === UNREADABLE ? [UNREADABLE] : items;
}

/** An item in quotation marks, which are doubled inside, with its end. */
const QUOTED_ITEM = /"((?:[^"]|"")*)"(,|$)/y;
/** An item whose commas have a backslash before them, with its end. */
const PLAIN_ITEM = /((?:\\,|[^,])*)(,|$)/y;

/** Splits the items of an array, in both spellings of the platform. */
function splitItems(text: string): string[] {
  const items: string[] = [];
  let place = 0;
  while (true) {
    QUOTED_ITEM.lastIndex = PLAIN_ITEM.lastIndex = place;
    const quoted = QUOTED_ITEM.exec(text);
    const match = quoted ?? PLAIN_ITEM.exec(text)!;
    const item = match[1]!;
    items.push(
      quoted ? item.replaceAll('""', '"') : item.replaceAll("\\,", ","),
    );
    if (match[2] === "") return items;
    place += match[0].length;
  }
}

const keep = (text: string) => text;

/** Readers of one value. Unreadable text stays, for the checks to find. */
const READ: Readonly<Record<ScalarFieldType, (text: string) => unknown>> = {
  boolean: readBoolean,
  string: keep,
  integer: readNumber,
  float: readNumber,
  url: keep,
  file: keep,
  coordinates: keep,
  json: readJson,
};

/** Creates a reader of a field's cells. An empty cell holds no value. */
export function cellReader(spec: FieldSpec): (text: string) => unknown {
  const read = READ[scalarType(spec.type)] ?? keep;
  const reader = !isArrayType(spec.type)
    ? read
    : spec.type === "array_json"
    ? readJsonItems
    : (text: string) => splitItems(text).map(read);
  return (text) => text === "" ? undefined : reader(text);
}

/**
 * Creates a writer of a field's cells: {@linkcode cellReader} reads them back.
 */
export function cellWriter(spec: FieldSpec): (value: unknown) => string {
  const write = scalarType(spec.type) === "json" ? JSON.stringify : print;
  const escape = spec.type === "array_json" ? escapeCommas : escapeItem;
  return (value) => {
    if (value === undefined || value === null) return "";
    if (!isArrayType(spec.type) || !Array.isArray(value)) return write(value);
    return value.map((item) => escape(write(item), value.length)).join(",");
  };
}

/** Prints any JSON value. An answer can have a `toString` of its own. */
export function print(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function escapeCommas(text: string): string {
  return text.replaceAll(",", "\\,");
}

/** Puts an item in quotation marks that would be read as something else. */
function escapeItem(text: string, items: number): string {
  const inDoubt = text.startsWith('"') || text.endsWith("\\") ||
    (text === "" && items === 1);
  return inDoubt ? `"${text.replaceAll('"', '""')}"` : escapeCommas(text);
}
