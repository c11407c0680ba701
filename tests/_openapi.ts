/**
 * Holds requests and answers against the API's description, whose schemas are
 * in _openapi.json.
 */

// deno-lint-ignore no-import-prefix -- Only tests need it.
import { Ajv2019, type ValidateFunction } from "npm:ajv@^8/dist/2019.js";

type Schema = Record<string, unknown>;

interface OperationDescription {
  /** An object with a property for each parameter. */
  query?: Schema;
  /** What the request's body has to be; none for requests without one. */
  body?: Schema;
  /** Schemas by status; `null` for those without one. */
  answers: Record<string, Schema | null>;
}

interface Description {
  operations: Record<string, OperationDescription>;
  $defs: Record<string, Schema>;
}

const description: Description = JSON.parse(
  await Deno.readTextFile(new URL("_openapi.json", import.meta.url)),
);

/** Every operation of the description, as `GET /api/v1/pools/{id}`. */
export const OPERATIONS: readonly string[] = Object.keys(
  description.operations,
);

/** A path of an operation as a pattern; fixed parts come before variables. */
const patterns = OPERATIONS.map((operation) => ({
  operation,
  variables: operation.split("{").length,
  pattern: new RegExp(`^${operation.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
})).sort((a, b) => a.variables - b.variables);

/** The operation a request is for. */
export function operationOf(method: string, path: string): string | undefined {
  return patterns.find(({ pattern }) => pattern.test(`${method} ${path}`))
    ?.operation;
}

/**
 * A schema for which fields that are not described are mistakes, in whatever
 * it refers to as well. A part of an `allOf` stays open for the other parts.
 */
function close(schema: unknown, isPart = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => close(item));
  if (typeof schema !== "object" || schema === null) return schema;
  const closed: Schema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "$ref") closed[key] = isPart ? value : `${value}!`;
    else if (key === "allOf") {
      closed[key] = (value as Schema[]).map((part) => close(part, true));
    } else if (key === "properties") {
      closed[key] = Object.fromEntries(
        Object.entries(value).map(([name, field]) => [name, close(field)]),
      );
    } else closed[key] = close(value);
  }
  const hasFields = "properties" in closed || "allOf" in closed;
  if (hasFields && !isPart) closed.unevaluatedProperties = false;
  return closed;
}

const ajv = new Ajv2019({ strict: false, allErrors: true });
// The API's times have no zone, as its description says in words.
ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?$/);
/** Each schema under its name for parts, and with a mark for whole values. */
const $defs = Object.fromEntries(
  Object.entries(description.$defs).flatMap(([name, schema]) => [
    [name, close(schema, true)],
    [`${name}!`, close(schema)],
  ]),
);
const validators = new Map<Schema, ValidateFunction>();

function validatorOf(schema: Schema): ValidateFunction {
  let validate = validators.get(schema);
  if (validate === undefined) {
    validate = ajv.compile({ ...close(schema) as Schema, $defs });
    validators.set(schema, validate);
  }
  return validate;
}

function mistakesIn(value: unknown, schema: Schema): string[] {
  if (Array.isArray(schema.oneOf)) {
    // Of several shapes, what is wrong with the nearest one says most.
    const far = (mistakes: string[]) =>
      mistakes.some((mistake) => /^ must be (array|object)$/.test(mistake))
        ? Infinity
        : mistakes.length;
    return schema.oneOf.map((part) => mistakesIn(value, part))
      .reduce((a, b) => far(b) < far(a) ? b : a);
  }
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  const mistakes = validate.errors!.map(({ instancePath, message, params }) => {
    const place = instancePath.replaceAll(/\/\d+(?=\/|$)/g, "/*");
    const { unevaluatedProperty } = params;
    return unevaluatedProperty === undefined
      ? `${place} ${message}`
      : `${place} has unknown ${unevaluatedProperty}`;
  });
  return [...new Set(mistakes)];
}

/** What is wrong with an answer; places in lists are written `*`. */
export function mistakesOf(
  operation: string,
  status: number,
  body: unknown,
): string[] {
  const schema = description.operations[operation]!.answers[String(status)];
  if (schema === undefined) return [`status ${status}`];
  return schema === null ? [] : mistakesIn(body, schema);
}

const NO_QUERY: Schema = { type: "object", properties: {} };

/** What is wrong with a query; places start with `?`. */
export function mistakesOfQuery(
  operation: string,
  query: URLSearchParams,
): string[] {
  const { query: schema = NO_QUERY } = description.operations[operation]!;
  const { properties } = schema as { properties: Record<string, Schema> };
  const values: Record<string, unknown> = {};
  const mistakes: string[] = [];
  for (const [name, text] of query) {
    if (Object.hasOwn(values, name)) mistakes.push(`?/${name} is repeated`);
    values[name] = valueOf(text, properties[name]?.type);
  }
  const others = mistakesIn(values, schema).map((mistake) => `?${mistake}`);
  return [...mistakes, ...others];
}

/** The value that a text in an address stands for, or the text. */
function valueOf(text: string, type: unknown): unknown {
  if (type === "boolean" && /^(true|false)$/.test(text)) return text === "true";
  if (type === "integer" && /^-?\d+$/.test(text)) return Number(text);
  return text;
}

/** What is wrong with the body of a request; `undefined` is none. */
export function mistakesOfBody(operation: string, body: unknown): string[] {
  const { body: schema } = description.operations[operation]!;
  if (schema === undefined) return body === undefined ? [] : [" has a body"];
  return body === undefined ? [" has no body"] : mistakesIn(body, schema);
}
