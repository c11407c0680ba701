/** Values that a project's specification allows, whatever its page shows. */

import { type FieldSpec, isArray, scalarType } from "../../checks/fields.ts";
import type { Random } from "../../engine/random.ts";
import { drawText, type JsonSchema } from "./schema.ts";
import { type Aim, words } from "./texts.ts";

/** Values of a number field that has no bounds. */
const NUMBERS = { min: 0, max: 100 };

/** Draws a value of a field. */
export function drawSpec(spec: FieldSpec, random: Random, aim: Aim): unknown {
  if (!isArray(spec)) return drawScalar(spec, random, aim);
  const least = Math.max(spec.min_size ?? 1, 1);
  const allowed = spec.allowed_values;
  const most = Math.min(
    spec.max_size ?? least + 1,
    Math.max(least, allowed?.length ?? Infinity),
  );
  const size = random.integer(least, Math.max(least, most));
  if (allowed !== undefined && allowed.length >= size) {
    const places = random.shuffle(allowed.map((_, index) => index));
    return places.slice(0, size).sort((a, b) => a - b).map((i) => allowed[i]);
  }
  return Array.from({ length: size }, () => drawScalar(spec, random, aim));
}

function drawScalar(spec: FieldSpec, random: Random, aim: Aim): unknown {
  if (spec.allowed_values !== undefined && spec.allowed_values.length > 0) {
    return random.pick(spec.allowed_values);
  }
  const { min_value: min = Math.min(NUMBERS.min, spec.max_value ?? 0) } = spec;
  const { max_value: max = Math.max(NUMBERS.max, min) } = spec;
  switch (scalarType(spec)) {
    case "boolean":
      return random.chance(0.5);
    case "integer":
      return random.integer(Math.ceil(min), Math.floor(max));
    case "float":
      return Math.min(
        max,
        Math.max(min, Math.round(random.between(min, max) * 100) / 100),
      );
    case "coordinates":
      return drawPlace(random);
    case "url":
      return `https://example.com/${words(random, aim).replaceAll(" ", "-")}`;
    case "json":
      return { answer: words(random, aim) };
    case "file":
      return random.uuid();
  }
  return drawText(schemaOfSpec(spec), random, aim);
}

/** A place on Earth, as a latitude and a longitude. */
export function drawPlace(random: Random): string {
  return `${random.between(-60, 60).toFixed(4)},${
    random.between(-180, 180).toFixed(4)
  }`;
}

/** The rules of a field's values as a schema. */
export function schemaOfSpec(spec: FieldSpec): JsonSchema {
  const { min_length, max_length, min_value, max_value, pattern } = spec;
  return defined({
    minLength: min_length,
    maxLength: max_length,
    minimum: min_value,
    maximum: max_value,
    minItems: spec.min_size,
    maxItems: spec.max_size,
    // A specification's pattern has to match the whole text.
    pattern: pattern === undefined ? undefined : `^(?:${pattern})$`,
  });
}

function defined(schema: Record<string, unknown>): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([, value]) => value !== undefined),
  );
}
