/** The expressions of Template Builder: data, helpers and conditions. */

import { canonical } from "../../engine/canonical.ts";
import { own } from "../../engine/own.ts";
import { distanceBetween, parsePlace } from "../../engine/places.ts";
import { type JsonSchema, matchesSchema } from "./schema.ts";

/** A component, or any other JSON object. */
export type Node = Readonly<Record<string, unknown>>;

/** Where a value is kept while a task is answered. */
export interface Place {
  readonly store: "input" | "output" | "internal";
  readonly path: readonly string[];
}

/** Data of a task page at some moment. */
export interface Scope {
  /** The whole template, for references. */
  readonly template: Node;
  readonly input: Record<string, unknown>;
  readonly output: Record<string, unknown>;
  readonly internal: Record<string, unknown>;
  /** Values of `data.local`. */
  readonly local: Readonly<Record<string, unknown>>;
  /** The list item that `data.relative` is in. */
  readonly item: Place | undefined;
  /** Number of references that were followed; they may form a circle. */
  readonly depth: number;
  /** Number of references that may still be followed: circles may also branch. */
  readonly budget: { left: number };
}

/** References in a row that are followed at most. */
const MOST_REFERENCES = 8;
/** References that are followed at most to work out one thing. */
export const BUDGET = 300;
const COMPONENT =
  /^(?:@(?:yandex-)?toloka\/)?((?:action|condition|data|field|helper|layout|plugin|view)\.[a-z0-9-]+)$/;

export function isObject(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of a component without its prefix; `undefined` for other JSON. */
export function typeOf(value: unknown): string | undefined {
  if (!isObject(value) || typeof value.type !== "string") return undefined;
  return COMPONENT.exec(value.type)?.[1];
}

/** Splits the keys of a path, which are joined by dots. */
export function keysOf(path: unknown): string[] {
  return path === undefined || path === "" ? [] : String(path).split(".");
}

/** The value at a path; `undefined` if there is none. */
export function valueAt(root: unknown, keys: readonly string[]): unknown {
  let value = root;
  for (const key of keys) {
    if (typeof value !== "object" || value === null) return undefined;
    value = own(value as Record<string, unknown>, key);
  }
  return value;
}

/** Target of a reference, with the scope to read it in. */
export function follow(
  reference: string,
  scope: Scope,
): [value: unknown, scope: Scope] {
  const { depth, budget } = scope;
  if (depth >= MOST_REFERENCES || budget.left-- <= 0) return [undefined, scope];
  const inner = { ...scope, depth: depth + 1 };
  return [valueAt(scope.template, keysOf(reference)), inner];
}

/** Where a data component reads and writes; `undefined` for other values. */
export function placeOf(value: unknown, scope: Scope): Place | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value.$ref === "string") {
    return placeOf(...follow(value.$ref, scope));
  }
  const path = keysOf(evaluate(value.path, scope));
  switch (typeOf(value)) {
    case "data.input":
      return { store: "input", path };
    case "data.output":
      return { store: "output", path };
    case "data.internal":
      return { store: "internal", path };
    case "data.relative":
      return scope.item &&
        { store: scope.item.store, path: [...scope.item.path, ...path] };
  }
  return undefined;
}

/** Works out a value; views and fields stay what they are. */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope));
  if (!isObject(value)) return value;
  if (typeof value.$ref === "string") {
    return evaluate(...follow(value.$ref, scope));
  }
  const type = typeOf(value);
  if (type === undefined) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, evaluate(item, scope)]),
    );
  }
  if (type.startsWith("condition.")) return holds(value, scope, undefined);
  const helper = own(HELPERS, type);
  return helper === undefined ? value : helper(value, scope);
}

type Helper = (component: Node, scope: Scope) => unknown;

const list = (value: unknown): unknown[] => Array.isArray(value) ? value : [];
const text = (value: unknown): string =>
  value === undefined || value === null ? "" : String(value);

function data(component: Node, scope: Scope): unknown {
  const place = placeOf(component, scope);
  const value = place && valueAt(scope[place.store], place.path);
  return value ?? evaluate(component.default, scope);
}

const CASES: Readonly<Record<string, (text: string) => string>> = {
  uppercase: (text) => text.toUpperCase(),
  lowercase: (text) => text.toLowerCase(),
  capitalize: (text) => text.slice(0, 1).toUpperCase() + text.slice(1),
};

const HELPERS: Readonly<Record<string, Helper>> = {
  "data.input": data,
  "data.output": data,
  "data.internal": data,
  "data.relative": data,
  "data.local": ({ path, default: other }, scope) =>
    valueAt(scope.local, keysOf(evaluate(path, scope))) ??
      evaluate(other, scope),
  "data.assignment-id": () => "assignment",
  "helper.if": (component, scope) =>
    evaluate(branchOf(component, scope), scope),
  "helper.switch": (component, scope) =>
    evaluate(branchOf(component, scope), scope),
  "helper.join": ({ items, by }, scope) =>
    list(evaluate(items, scope)).map(text).join(text(evaluate(by, scope))),
  "helper.replace": ({ data, find, replace }, scope) =>
    text(evaluate(data, scope)).replaceAll(
      text(evaluate(find, scope)),
      () => text(evaluate(replace, scope)),
    ),
  "helper.concat-arrays": ({ items }, scope) =>
    list(evaluate(items, scope)).flat(),
  "helper.entries2object": ({ entries }, scope) =>
    Object.fromEntries(
      list(evaluate(entries, scope)).filter(isObject).map((
        { key, value },
      ) => [text(key), value]),
    ),
  "helper.object2entries": ({ data }, scope) =>
    Object.entries(evaluate(data, scope) ?? {}).map(([key, value]) => ({
      key,
      value,
    })),
  "helper.text-transform": ({ data, transformation }, scope) =>
    CASES[text(evaluate(transformation, scope))]?.(
      text(evaluate(data, scope)),
    ) ?? evaluate(data, scope),
  "helper.transform": ({ items, into }, scope) =>
    eachItem(items, scope).map((inner) => evaluate(into, inner)),
  "helper.search-query": ({ query }, scope) =>
    `https://example.com/search?q=${
      encodeURIComponent(text(evaluate(query, scope)))
    }`,
  "helper.proxy": ({ path }, scope) => text(evaluate(path, scope)),
  "helper.translate": ({ key }, scope) => text(evaluate(key, scope)),
};

/** A scope for each item of a `helper.transform`. */
export function eachItem(items: unknown, scope: Scope): Scope[] {
  return list(evaluate(items, scope)).map((item) => ({
    ...scope,
    local: { ...scope.local, item },
  }));
}

/** The branch that `helper.if` or `helper.switch` takes, not worked out. */
export function branchOf(component: Node, scope: Scope): unknown {
  if (typeOf(component) === "helper.if") {
    const { condition, then, else: other } = component;
    return holds(condition, scope, undefined) ? then : other;
  }
  const found = list(component.cases).filter(isObject).find(({ condition }) =>
    holds(condition, scope, undefined)
  );
  return found === undefined ? component.default : found.result;
}

/** Tells whether a value is empty, as `condition.empty` understands it. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

type Test = (
  condition: Node,
  value: unknown,
  scope: Scope,
  self: unknown,
) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  "condition.all": ({ conditions }, _value, scope, self) =>
    list(conditions).every((one) => holds(one, scope, self)),
  "condition.any": ({ conditions }, _value, scope, self) =>
    list(conditions).some((one) => holds(one, scope, self)),
  "condition.not": ({ condition }, _value, scope, self) =>
    !holds(condition, scope, self),
  "condition.required": (_condition, value) => !isEmpty(value),
  "condition.empty": (_condition, value) => isEmpty(value),
  "condition.equals": ({ to }, value, scope) =>
    canonical(value) === canonical(evaluate(to, scope)),
  "condition.schema": ({ schema }, value) =>
    value !== undefined && matchesSchema((schema ?? {}) as JsonSchema, value),
  "condition.sub-array": ({ parent }, value, scope) => {
    const all = list(evaluate(parent, scope)).map(canonical);
    return list(value).every((item) => all.includes(canonical(item)));
  },
  "condition.distance": ({ from, to, max }, _value, scope) => {
    const ends = [from, to].map((end) => evaluate(end, scope));
    const most = evaluate(max, scope);
    // The Toloker goes to where they have to be.
    if (ends.some(isLocation) || typeof most !== "number") return true;
    const [a, b] = ends.map(parsePlace);
    return a !== undefined && b !== undefined && distanceBetween(a, b) <= most;
  },
  "condition.same-domain": ({ original }, value, scope) =>
    domainOf(value) !== undefined &&
    domainOf(value) === domainOf(evaluate(original, scope)),
};

function isLocation(value: unknown): boolean {
  return typeOf(value) === "data.location";
}

/**
 * Tells whether a condition holds. Conditions on what Tolokers do apart from
 * their answer hold: they play, open links and go to places.
 *
 * @param self Value of the component that is validated.
 */
export function holds(
  condition: unknown,
  scope: Scope,
  self: unknown,
): boolean {
  if (!isObject(condition)) return condition !== false;
  if (typeof condition.$ref === "string") {
    const [found, inner] = follow(condition.$ref, scope);
    return holds(found, inner, self);
  }
  const type = typeOf(condition) ?? "";
  if (type === "helper.if" || type === "helper.switch") {
    return holds(branchOf(condition, scope) ?? true, scope, self);
  }
  if (type.startsWith("data.") || type.startsWith("helper.")) {
    return Boolean(evaluate(condition, scope));
  }
  const value = condition.data === undefined
    ? self
    : evaluate(condition.data, scope);
  return own(TESTS, type)?.(condition, value, scope, self) ?? true;
}

/** The domain of an address, without `www.`. */
export function domainOf(url: unknown): string | undefined {
  if (typeof url !== "string") return undefined;
  const full = /^[a-z]+:\/\//i.test(url) ? url : `https://${url}`;
  return URL.canParse(full)
    ? new URL(full).hostname.replace(/^www\./, "")
    : undefined;
}
