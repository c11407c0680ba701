/** The part of JSON Schema that `condition.schema` is used with. */

import { canonical } from "../../engine/canonical.ts";
import type { Random } from "../../engine/random.ts";
import { type Aim, words } from "./texts.ts";
import { textLike } from "./pattern.ts";

/** A schema; what is not known here has no effect. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Values of a number that has no bounds. */
const NUMBERS = { min: 0, max: 100 };
/** Texts that are tried for a pattern with bounds of its length. */
const TRIES = 30;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is unknown[] => Array.isArray(value);

const IS_TYPE: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  array: isList,
  object: isObject,
  null: (value) => value === null,
};

const FORMATS: Readonly<Record<string, RegExp>> = {
  email: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
  date: /^\d{4}-\d\d-\d\d$/,
  "date-time": /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/i,
};

type Rule = (value: unknown, wanted: unknown, schema: JsonSchema) => boolean;

/** A rule that looks only at values of one kind. */
function of<T>(
  isKind: (value: unknown) => value is T,
  holds: (value: T, wanted: never, schema: JsonSchema) => boolean,
): Rule {
  return (value, wanted, schema) =>
    !isKind(value) || holds(value, wanted as never, schema);
}

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number";

const RULES: Readonly<Record<string, Rule>> = {
  type: (value, wanted) =>
    [wanted].flat().some((type) => IS_TYPE[String(type)]?.(value) ?? true),
  enum: (value, wanted) =>
    !isList(wanted) || wanted.map(canonical).includes(canonical(value)),
  const: (value, wanted) => canonical(value) === canonical(wanted),
  minLength: of(isText, (text, least: number) => [...text].length >= least),
  maxLength: of(isText, (text, most: number) => [...text].length <= most),
  pattern: of(isText, (text, pattern: string) => matches(pattern, text)),
  format: of(isText, (text, name: string) => FORMATS[name]?.test(text) ?? true),
  minimum: of(
    isNumber,
    (number, least: number, { exclusiveMinimum }) =>
      exclusiveMinimum === true ? number > least : number >= least,
  ),
  maximum: of(
    isNumber,
    (number, most: number, { exclusiveMaximum }) =>
      exclusiveMaximum === true ? number < most : number <= most,
  ),
  exclusiveMinimum: of(
    isNumber,
    (number, least: unknown) => !isNumber(least) || number > least,
  ),
  exclusiveMaximum: of(
    isNumber,
    (number, most: unknown) => !isNumber(most) || number < most,
  ),
  multipleOf: of(
    isNumber,
    (number, step: number) => Number.isInteger(number / step),
  ),
  items: of(
    isList,
    (items, schema: JsonSchema) =>
      items.every((item) => !isObject(schema) || matchesSchema(schema, item)),
  ),
  minItems: of(isList, (items, least: number) => items.length >= least),
  maxItems: of(isList, (items, most: number) => items.length <= most),
  uniqueItems: of(
    isList,
    (items, unique: boolean) =>
      !unique || new Set(items.map(canonical)).size === items.length,
  ),
  properties: of(
    isObject,
    (object, properties: unknown) =>
      Object.entries(properties ?? {}).every(([name, schema]) =>
        object[name] === undefined || !isObject(schema) ||
        matchesSchema(schema, object[name])
      ),
  ),
  required: of(
    isObject,
    (object, names: string[]) =>
      !isList(names) || names.every((name) => object[name] !== undefined),
  ),
  minProperties: of(
    isObject,
    (object, least: number) => Object.keys(object).length >= least,
  ),
  maxProperties: of(
    isObject,
    (object, most: number) => Object.keys(object).length <= most,
  ),
  allOf: (value, schemas) =>
    schemasOf(schemas).every((schema) => matchesSchema(schema, value)),
  anyOf: (value, schemas) =>
    !isList(schemas) ||
    schemasOf(schemas).some((schema) => matchesSchema(schema, value)),
  oneOf: (value, schemas) =>
    !isList(schemas) ||
    schemasOf(schemas).filter((schema) => matchesSchema(schema, value))
        .length === 1,
  not: (value, schema) => !isObject(schema) || !matchesSchema(schema, value),
};

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return true;
  }
}

const schemasOf = (value: unknown): JsonSchema[] =>
  isList(value) ? value.filter(isObject) : [];

/** Tells whether a value matches a schema. */
export function matchesSchema(schema: JsonSchema, value: unknown): boolean {
  return Object.entries(schema).every(([name, wanted]) =>
    !Object.hasOwn(RULES, name) || RULES[name]!(value, wanted, schema)
  );
}

/** Draws a value that a schema is likely to describe. */
export function drawFromSchema(
  given: JsonSchema,
  random: Random,
  aim: Aim,
): unknown {
  const schema = choose(given, random);
  if ("const" in schema) return schema.const;
  if (isList(schema.enum) && schema.enum.length > 0) {
    return random.pick(schema.enum);
  }
  switch (kindOf(schema)) {
    case "number":
      return drawNumber(schema, random, false);
    case "integer":
      return drawNumber(schema, random, true);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    case "array":
      return drawList(schema, random, aim);
    case "object":
      return drawObject(schema, random, aim);
  }
  return drawText(schema, random, aim);
}

/** A schema with one of its alternatives merged into it. */
function choose(schema: JsonSchema, random: Random): JsonSchema {
  const { allOf, anyOf, oneOf, ...rest } = schema;
  const parts: JsonSchema[] = [rest];
  parts.push(...schemasOf(allOf));
  for (const choices of [schemasOf(anyOf), schemasOf(oneOf)]) {
    if (choices.length > 0) parts.push(random.pick(choices));
  }
  if (parts.length === 1) return rest;
  return choose(parts.reduce(mergeSchemas), random);
}

const GREATER = ["minLength", "minItems", "minimum", "minProperties"];
const LESS = ["maxLength", "maxItems", "maximum", "maxProperties"];

/** A schema of what two others describe, as far as one can tell. */
export function mergeSchemas(a: JsonSchema, b: JsonSchema): JsonSchema {
  const merged: Record<string, unknown> = { ...a, ...b };
  for (const name of GREATER) {
    if (isNumber(a[name]) && isNumber(b[name])) {
      merged[name] = Math.max(a[name], b[name]);
    }
  }
  for (const name of LESS) {
    if (isNumber(a[name]) && isNumber(b[name])) {
      merged[name] = Math.min(a[name], b[name]);
    }
  }
  if (isList(a.enum) && isList(b.enum)) {
    const other = b.enum.map(canonical);
    merged.enum = a.enum.filter((value) => other.includes(canonical(value)));
  }
  if (isList(a.required) && isList(b.required)) {
    merged.required = [...new Set([...a.required, ...b.required])];
  }
  if (isObject(a.properties) && isObject(b.properties)) {
    merged.properties = { ...a.properties, ...b.properties };
  }
  return merged;
}

function kindOf(schema: JsonSchema): string {
  const [type] = [schema.type].flat();
  if (isText(type)) return type;
  if ("properties" in schema || "required" in schema) return "object";
  if ("items" in schema || "minItems" in schema) return "array";
  if ("minimum" in schema || "maximum" in schema) return "number";
  return "string";
}

function drawNumber(
  schema: JsonSchema,
  random: Random,
  whole: boolean,
): number {
  const { multipleOf, exclusiveMinimum, exclusiveMaximum } = schema;
  const step = isNumber(multipleOf) ? multipleOf : whole ? 1 : 0.01;
  let least = isNumber(schema.minimum) ? schema.minimum : undefined;
  let most = isNumber(schema.maximum) ? schema.maximum : undefined;
  if (exclusiveMinimum === true && least !== undefined) least += step;
  if (exclusiveMaximum === true && most !== undefined) most -= step;
  if (isNumber(exclusiveMinimum)) least = exclusiveMinimum + step;
  if (isNumber(exclusiveMaximum)) most = exclusiveMaximum - step;
  least ??= most === undefined ? NUMBERS.min : Math.min(NUMBERS.min, most);
  most ??= Math.max(NUMBERS.max, least);
  const from = Math.ceil(least / step);
  const steps = random.integer(from, Math.max(from, Math.floor(most / step)));
  return Math.round(steps * step * 1e6) / 1e6;
}

function drawList(schema: JsonSchema, random: Random, aim: Aim): unknown[] {
  const items = isObject(schema.items) ? schema.items : {};
  const size = drawSize(schema, random);
  return Array.from({ length: size }, () => drawFromSchema(items, random, aim));
}

/** A number of items. */
export function drawSize(
  { minItems, maxItems }: JsonSchema,
  random: Random,
): number {
  const least = isNumber(minItems) ? minItems : 1;
  const most = isNumber(maxItems) ? maxItems : least + 1;
  return random.integer(Math.min(least, most), most);
}

function drawObject(
  schema: JsonSchema,
  random: Random,
  aim: Aim,
): Record<string, unknown> {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const names = isList(schema.required) ? schema.required.map(String) : [];
  const all = new Set([...names, ...Object.keys(properties)]);
  return Object.fromEntries(
    Array.from(all, (name) => [
      name,
      drawFromSchema(schemasOf([properties[name]])[0] ?? {}, random, aim),
    ]),
  );
}

/** A text of the right length that matches a pattern or has a format. */
export function drawText(
  schema: JsonSchema,
  random: Random,
  aim: Aim,
): string {
  const { minLength, maxLength, pattern, format } = schema;
  const least = isNumber(minLength) ? minLength : 0;
  const most = isNumber(maxLength) ? maxLength : Infinity;
  if (isText(pattern)) {
    let text = "";
    for (let attempt = 0; attempt < TRIES; attempt++) {
      // A long text may need many repetitions.
      text = textLike(pattern, random, attempt % 2 === 0 ? 3 : 2 * least + 3);
      const fits = text.length >= least && text.length <= most;
      if (fits && matches(pattern, text)) break;
    }
    return text;
  }
  switch (format) {
    case "email":
      return `toloker${random.integer(1, 999)}@example.com`;
    case "uri":
      return `https://example.com/${random.hex(6)}`;
    case "date":
      return new Date(random.integer(1, 1_600) * 86_400_000 + 1.6e12)
        .toISOString().slice(0, 10);
    case "date-time":
      return new Date(random.integer(1, 1_600) * 86_400_000 + 1.6e12)
        .toISOString();
  }
  return words(random, aim, least, most);
}
