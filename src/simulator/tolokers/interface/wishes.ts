/** Requirements of a page's checks, from which a value can be drawn. */

import { parsePlace, placeAt, writePlace } from "../../engine/places.ts";
import type { Random } from "../../engine/random.ts";
import {
  branchOf,
  domainOf,
  evaluate,
  follow,
  isObject,
  type Node,
  type Place,
  placeOf,
  type Scope,
  typeOf,
} from "./expressions.ts";
import { type JsonSchema, mergeSchemas } from "./schema.ts";
import { keyOf, type ShownCheck } from "./shown.ts";

/**
 * The checks that concern a place and can be decided with its value, as all
 * others that they concern are filled in or left empty.
 */
export function checksOf(
  place: Place,
  checks: readonly ShownCheck[],
  isDone: (key: string) => boolean,
): ShownCheck[] {
  const key = keyOf(place);
  return checks.filter((check) => {
    const keys = new Set(placesIn(check.condition, check.scope).map(keyOf));
    if (check.place !== undefined) keys.add(keyOf(check.place));
    return keys.delete(key) && [...keys].every(isDone);
  });
}

/** The outputs that a condition mentions. */
export function placesIn(condition: unknown, scope: Scope): Place[] {
  if (Array.isArray(condition)) {
    return condition.flatMap((part) => placesIn(part, scope));
  }
  if (!isObject(condition)) return [];
  if (typeof condition.$ref === "string") {
    return placesIn(...follow(condition.$ref, scope));
  }
  if (/^data\.(output|internal|relative)$/.test(typeOf(condition) ?? "")) {
    const place = placeOf(condition, scope);
    return place === undefined ? [] : [place];
  }
  return Object.values(condition).flatMap((part) => placesIn(part, scope));
}

/** A schema of what the checks want of the value at a place. */
export function wishesOf(
  checks: readonly ShownCheck[],
  place: Place,
  random: Random,
): JsonSchema {
  return checks.reduce<JsonSchema>(
    (wishes, { condition, scope, place: own }) => {
      const isOwn = own !== undefined && keyOf(own) === keyOf(place);
      return mergeSchemas(wishes, wish(condition, scope, place, isOwn, random));
    },
    {},
  );
}

/** A schema of a place that is near enough to another. */
function near(
  { from, to, max }: Node,
  scope: Scope,
  place: Place,
  random: Random,
): JsonSchema {
  const isHere = (end: unknown) => {
    const found = placeOf(end, scope);
    return found !== undefined && keyOf(found) === keyOf(place);
  };
  const other = isHere(from) ? to : isHere(to) ? from : undefined;
  const center = parsePlace(evaluate(other, scope));
  const most = evaluate(max, scope);
  if (center === undefined || typeof most !== "number") return {};
  // Places are rounded when they are written.
  const meters = random.between(0, 0.9) * most;
  const direction = random.between(0, 2 * Math.PI);
  return { enum: [writePlace(placeAt(center, meters, direction))] };
}

/** @param isSelf Whether the condition is about the place by default. */
function wish(
  condition: unknown,
  scope: Scope,
  place: Place,
  isSelf: boolean,
  random: Random,
): JsonSchema {
  if (!isObject(condition)) return {};
  if (typeof condition.$ref === "string") {
    const [found, inner] = follow(condition.$ref, scope);
    return wish(found, inner, place, isSelf, random);
  }
  const parts = (all: unknown) => Array.isArray(all) ? all : [];
  const of = (part: unknown) => wish(part, scope, place, isSelf, random);
  const type = typeOf(condition);
  switch (type) {
    case "helper.if":
    case "helper.switch":
      return of(branchOf(condition, scope));
    case "condition.all":
      return parts(condition.conditions).map(of).reduce(mergeSchemas, {});
    case "condition.any": {
      const all = parts(condition.conditions);
      return all.length === 0 ? {} : of(random.pick(all));
    }
    case "condition.distance":
      return near(condition, scope, place, random);
  }
  const subject = condition.data === undefined
    ? undefined
    : placeOf(condition.data, scope);
  const isAbout = condition.data === undefined
    ? isSelf
    : subject !== undefined && keyOf(subject) === keyOf(place);
  if (!isAbout) return {};
  switch (type) {
    case "condition.required":
      return { minLength: 1, minItems: 1 };
    case "condition.schema":
      return isObject(condition.schema) ? condition.schema : {};
    case "condition.equals":
      return { enum: [evaluate(condition.to, scope)] };
    case "condition.sub-array": {
      const parent = parts(evaluate(condition.parent, scope));
      return {
        type: "array",
        items: { enum: parent },
        maxItems: parent.length,
      };
    }
    case "condition.same-domain": {
      const domain = domainOf(evaluate(condition.original, scope));
      if (domain === undefined) return {};
      return { enum: [`https://${domain}/`, `https://${domain}/page`] };
    }
  }
  return {};
}
