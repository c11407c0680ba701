/** State of a Template Builder page: content that it shows, and fields that it asks for. */

import { own } from "../../engine/own.ts";
import {
  branchOf,
  BUDGET,
  eachItem,
  evaluate,
  follow,
  isObject,
  type Node,
  type Place,
  placeOf,
  type Scope,
  typeOf,
  valueAt,
} from "./expressions.ts";

/** A field that is shown. */
export interface ShownField {
  /** Its place, as a text. */
  readonly key: string;
  readonly place: Place;
  readonly type: string;
  /** The components that write there: several buttons can share a place. */
  readonly components: Node[];
  readonly scope: Scope;
}

/** A check of what is shown, with the place of the value that it checks. */
export interface ShownCheck {
  readonly condition: unknown;
  readonly place: Place | undefined;
  readonly scope: Scope;
}

/** Visible content of a page. */
export interface Shown {
  readonly fields: Map<string, ShownField>;
  readonly checks: ShownCheck[];
}

/** Properties of components in which nothing is shown. */
const HIDDEN = ["type", "data", "validation", "condition", "action", "version"];

/** The data of a page with some answers. */
export function scopeOf(
  template: Node,
  input: Record<string, unknown>,
  output: Record<string, unknown>,
): Scope {
  return {
    template,
    input,
    output,
    internal: {},
    local: {},
    item: undefined,
    depth: 0,
    budget: { left: BUDGET },
  };
}

/** Finds what a page shows. */
export function show(scope: Scope): Shown {
  const shown: Shown = { fields: new Map(), checks: [] };
  scope.budget.left = BUDGET;
  walk(scope.template.view, scope, shown);
  return shown;
}

function walk(node: unknown, scope: Scope, shown: Shown): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, scope, shown);
    return;
  }
  if (!isObject(node)) return;
  if (typeof node.$ref === "string") {
    return walk(...follow(node.$ref, scope), shown);
  }
  const type = typeOf(node) ?? "";
  switch (type) {
    case "helper.if":
    case "helper.switch":
      return walk(branchOf(node, scope), scope, shown);
    case "helper.transform":
      for (const inner of eachItem(node.items, scope)) {
        walk(node.into, inner, shown);
      }
      return;
  }
  if (/^(action|condition|data|plugin)\./.test(type)) return;
  const place = type.startsWith("field.")
    ? placeOf(node.data, scope)
    : undefined;
  if (type.startsWith("field.")) {
    if (place === undefined || evaluate(node.disabled, scope) === true) return;
    addField(node, type, place, scope, shown);
  }
  if (node.validation !== undefined) {
    shown.checks.push({ condition: node.validation, place, scope });
  }
  if (type === "field.list") return walkItems(node, place!, scope, shown);
  if (type.startsWith("field.")) return;
  for (const [name, part] of Object.entries(node)) {
    if (!HIDDEN.includes(name)) walk(part, scope, shown);
  }
}

function addField(
  component: Node,
  type: string,
  place: Place,
  scope: Scope,
  shown: Shown,
): void {
  const key = keyOf(place);
  const known = shown.fields.get(key);
  if (known !== undefined) known.components.push(component);
  else {
    const components = [component];
    shown.fields.set(key, { key, place, type, components, scope });
  }
}

/** The items of a `field.list`, as many as there are. */
function walkItems(
  { render }: Node,
  { store, path }: Place,
  scope: Scope,
  shown: Shown,
): void {
  const items = valueAt(scope[store], path);
  if (!Array.isArray(items)) return;
  for (const index of items.keys()) {
    const item = { store, path: [...path, String(index)] };
    walk(render, { ...scope, item }, shown);
  }
}

/** A place as a text. */
export function keyOf({ store, path }: Place): string {
  return store === "output" ? path.join(".") : `${store}:${path.join(".")}`;
}

/** Writes a value at a place. */
export function write({ store, path }: Place, scope: Scope, value: unknown) {
  let target: Record<string, unknown> = scope[store];
  for (const [i, key] of path.entries()) {
    if (i === path.length - 1) {
      if (value !== undefined) target[key] = value;
      else if (Array.isArray(target)) target[key] = null;
      else delete target[key];
      return;
    }
    const inner = own(target, key);
    if (typeof inner !== "object" || inner === null) {
      if (value === undefined) return;
      target[key] = {};
    }
    target = target[key] as Record<string, unknown>;
  }
}

/** Calls `visit` for each component of a template, shown or not. */
export function eachComponent(
  node: unknown,
  visit: (component: Node, type: string) => void,
): void {
  if (Array.isArray(node)) {
    for (const item of node) eachComponent(item, visit);
  } else if (isObject(node)) {
    const type = typeOf(node);
    if (type !== undefined) visit(node, type);
    for (const part of Object.values(node)) eachComponent(part, visit);
  }
}
