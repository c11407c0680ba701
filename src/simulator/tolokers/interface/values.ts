/** Values for each kind of field. */

import { canonical } from "../../engine/canonical.ts";
import type { Random } from "../../engine/random.ts";
import { evaluate, isObject, type Node, type Scope } from "./expressions.ts";
import {
  drawFromSchema,
  drawSize,
  drawText,
  type JsonSchema,
} from "./schema.ts";
import { drawPlace } from "./spec_values.ts";
import type { Aim } from "./texts.ts";

/** A question of a task page, as far as its value depends on it. */
export interface Asked {
  /** The components that write to its place. */
  readonly components: readonly Node[];
  readonly scope: Scope;
  /** Rules for its value, from the specification and the page's checks. */
  readonly schema: JsonSchema;
  /** `true` if the value must be a whole number. */
  readonly whole: boolean;
}

type Draw = (asked: Asked, random: Random, aim: Aim) => unknown;

/** Draws a value of a field of the page. */
export function drawField(
  type: string,
  asked: Asked,
  random: Random,
  aim: Aim,
): unknown {
  return (DRAWS[type] ?? free)(asked, random, aim);
}

/** The values to choose from; `undefined` for free answers. */
export function optionsOf(
  type: string,
  { components, scope }: Pick<Asked, "components" | "scope">,
): unknown[] | undefined {
  switch (type) {
    case "field.radio-group":
    case "field.button-radio-group":
    case "field.select":
      return components.flatMap((component) =>
        optionValues(component.options, scope)
      );
    case "field.button-radio":
      return components.map(({ valueToSet }) => evaluate(valueToSet, scope));
  }
  return undefined;
}

function optionValues(options: unknown, scope: Scope): unknown[] {
  const all = evaluate(options, scope);
  if (!Array.isArray(all)) return [];
  return all.filter(isObject).map(({ value }) => value);
}

const free: Draw = ({ schema }, random, aim) =>
  drawFromSchema(schema, random, aim);

const choice: (type: string) => Draw = (type) => (asked, random, aim) => {
  const options = optionsOf(type, asked)!;
  return options.length > 0 ? random.pick(options) : free(asked, random, aim);
};

const text: Draw = ({ schema }, random, aim) =>
  "enum" in schema || "const" in schema
    ? drawFromSchema(schema, random, aim)
    : drawText(schema, random, aim);

const DRAWS: Readonly<Record<string, Draw>> = {
  "field.radio-group": choice("field.radio-group"),
  "field.button-radio-group": choice("field.button-radio-group"),
  "field.select": choice("field.select"),
  "field.button-radio": choice("field.button-radio"),
  // A box that is not ticked says nothing, unless it keeps its `false`.
  "field.checkbox": ({ components, scope }, random) =>
    random.chance(0.5) ||
    (evaluate(components[0]!.preserveFalse, scope) === true
      ? false
      : undefined),
  "field.checkbox-group": boxes,
  "field.text": text,
  "field.textarea": text,
  "field.email": ({ schema }, random, aim) =>
    drawText({ format: "email", ...schema }, random, aim),
  "field.phone-number": ({ schema }, random, aim) =>
    drawText({ pattern: "^\\+1202555\\d{4}$", ...schema }, random, aim),
  "field.number": number,
  "field.date": date,
  "field.map": (asked, random, aim) =>
    "enum" in asked.schema ? free(asked, random, aim) : drawPlace(random),
  "field.quiz": quiz,
  "field.file": files,
  "field.audio": files,
  "field.media-file": files,
  "field.image-annotation": areas,
  "field.text-annotation": spans,
  "field.list": listItems,
};

function boxes(
  { components: [component], scope, schema }: Asked,
  random: Random,
): Record<string, boolean> {
  const names = optionValues(component!.options, scope).map(String);
  if (names.length === 0) return {};
  const must = Array.isArray(schema.required) ? schema.required : [];
  const keeps = evaluate(component!.preserveFalse, scope) === true;
  const ticked = new Set<unknown>([random.pick(names), ...must]);
  const entries = names.map((name) =>
    [name, ticked.has(name) || random.chance(0.25)] as const
  );
  return Object.fromEntries(entries.filter(([, value]) => value || keeps));
}

function number(
  { components: [component], scope, schema, whole }: Asked,
  random: Random,
  aim: Aim,
): unknown {
  const bounds: Record<string, unknown> = {};
  for (const name of ["minimum", "maximum"] as const) {
    const values = [schema[name], evaluate(component![name], scope)]
      .filter((value) => typeof value === "number");
    if (values.length === 0) continue;
    bounds[name] = name === "minimum"
      ? Math.max(...values)
      : Math.min(...values);
  }
  const { minimum, maximum } = bounds as Record<string, number>;
  // Where no whole number is within the bounds, a fraction is.
  const fits = whole || !(Math.ceil(minimum!) > maximum!);
  const type = fits ? "integer" : "number";
  return drawFromSchema({ ...schema, ...bounds, type }, random, aim);
}

const DAY = 86_400_000;
/** The years of a date without bounds. */
const DATES = { min: Date.UTC(2020, 0, 1), max: Date.UTC(2023, 11, 31) };

function date(
  { components: [component], scope }: Asked,
  random: Random,
): string {
  const { format, min, max, blockList } = component!;
  const time = (value: unknown) => {
    const parsed = Date.parse(String(evaluate(value, scope)));
    return Number.isNaN(parsed) ? undefined : parsed;
  };
  const latest = time(max);
  const first = time(min) ?? Math.min(DATES.min, latest ?? Infinity);
  const last = latest ?? Math.max(DATES.max, first);
  const hasTime = evaluate(format, scope) === "date-time";
  const blocked = [evaluate(blockList, scope)].flat()
    .map((value) => String(value).slice(0, 10));
  let chosen = "";
  for (let attempt = 0; attempt < 30; attempt++) {
    const days = Math.floor((last - first) / DAY);
    const when = new Date(first + random.integer(0, Math.max(0, days)) * DAY);
    chosen = when.toISOString().replace(/\.000Z$/, "Z");
    if (!blocked.includes(chosen.slice(0, 10))) break;
  }
  return hasTime ? chosen : chosen.slice(0, 10);
}

function quiz(
  { components: [component], scope }: Asked,
  random: Random,
): Record<string, unknown> {
  const questions = evaluate(component!.options, scope);
  const asked = Array.isArray(questions) ? questions.filter(isObject) : [];
  return Object.fromEntries(
    asked.flatMap(({ key, options }) => {
      const answers = Array.isArray(options) ? options.filter(isObject) : [];
      return answers.length === 0
        ? []
        : [[String(key), random.pick(answers).value]];
    }),
  );
}

/** One file, or several; each gets its id when the answer is sent. */
function files(
  { components: [component], scope, schema }: Asked,
  random: Random,
): unknown {
  if (evaluate(component!.multiple, scope) !== true) return random.uuid();
  return Array.from(
    { length: drawSize({ minItems: 1, ...schema }, random) },
    () => random.uuid(),
  );
}

function labelsOf(component: Node, scope: Scope): unknown[] {
  return optionValues(component.labels, scope);
}

/** A number of digits that a page keeps of a part of a picture. */
const round = (value: number) => Math.round(value * 1e4) / 1e4;

function areas(
  { components: [component], scope, schema }: Asked,
  random: Random,
): Record<string, unknown>[] {
  const shapes = evaluate(component!.shapes, scope);
  const allowed = ["rectangle", "polygon", "point"].filter((shape) =>
    !isObject(shapes) || shapes[shape] === true
  );
  const labels = labelsOf(component!, scope);
  const size = drawSize({ minItems: 1, ...schema }, random);
  return Array.from({ length: size }, () => {
    const shape = allowed.length === 0 ? "rectangle" : random.pick(allowed);
    return {
      shape,
      ...area(shape, random),
      ...(labels.length === 0 ? {} : { label: random.pick(labels) }),
    };
  });
}

/** Coordinates are parts of the picture's width and height, 0 to 1. */
function area(shape: string, random: Random): Record<string, unknown> {
  const left = random.between(0.05, 0.6);
  const top = random.between(0.05, 0.6);
  if (shape === "point") return { left: round(left), top: round(top) };
  const width = random.between(0.1, 0.35);
  const height = random.between(0.1, 0.35);
  if (shape === "rectangle") {
    return {
      left: round(left),
      top: round(top),
      width: round(width),
      height: round(height),
    };
  }
  const corners: [number, number][] = [[0, 0], [1, 0.1], [0.9, 1], [0.1, 0.8]];
  return {
    points: corners.map(([x, y]) => ({
      left: round(left + x * width),
      top: round(top + y * height),
    })),
  };
}

function spans(
  { components: [component], scope, schema }: Asked,
  random: Random,
): Record<string, unknown>[] {
  const content = String(evaluate(component!.content, scope) ?? "");
  const labels = labelsOf(component!, scope);
  const words = [...content.matchAll(/[\p{L}\p{N}]+/gu)];
  const size = Math.min(
    drawSize({ minItems: 1, ...schema }, random),
    words.length,
  );
  const places = random.shuffle(words.map((_, index) => index)).slice(0, size);
  return places.sort((a, b) => a - b).map((place) => ({
    offset: words[place]!.index,
    length: words[place]![0].length,
    ...(labels.length === 0 ? {} : { label: random.pick(labels) }),
  }));
}

/** A list of empty items, which the page then asks for one by one. */
function listItems(
  { components: [component], scope, schema }: Asked,
  random: Random,
): unknown[] {
  const bounds: Record<string, unknown> = { ...schema };
  const least = evaluate(component!.minLength, scope);
  const most = evaluate(component!.maxLength, scope);
  const of = (values: unknown[], join: (...all: number[]) => number) => {
    const numbers = values.filter((value) => typeof value === "number");
    return numbers.length === 0 ? undefined : join(...numbers);
  };
  bounds.minItems = of([schema.minItems, least], Math.max) ?? 1;
  bounds.maxItems = of([schema.maxItems, most], Math.min);
  const items = Array.from({ length: drawSize(bounds, random) }, () => null);
  return items;
}

/** Tells whether two values are the same answer. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
