/** Filling in a task page: every field that is shown, as its checks want it. */

import {
  checkValues,
  type FieldSpec,
  type FieldSpecs,
  isArray,
  scalarType,
  type Values,
} from "../../checks/fields.ts";
import { own } from "../../engine/own.ts";
import type { Random } from "../../engine/random.ts";
import type { ClassicField } from "./classic.ts";
import {
  BUDGET,
  holds,
  type Place,
  type Scope,
  valueAt,
} from "./expressions.ts";
import type { Page } from "./page.ts";
import { mergeSchemas } from "./schema.ts";
import {
  keyOf,
  scopeOf,
  show,
  type Shown,
  type ShownCheck,
  type ShownField,
  write,
} from "./shown.ts";
import { drawSpec, schemaOfSpec } from "./spec_values.ts";
import type { Aim } from "./texts.ts";
import { type Asked, drawField, optionsOf } from "./values.ts";
import { checksOf, placesIn, wishesOf } from "./wishes.ts";

/** A field that a Toloker is about to fill in. */
export interface Question {
  /** Its path, as a text. */
  readonly key: string;
  /** Where its value is in the answer; empty for what is not sent. */
  readonly path: readonly string[];
  /** `true` if it is answered even where nothing demands it. */
  readonly answered: boolean;
  /** Draws a value that the specification and the page accept. */
  draw(random: Random, aim: Aim): unknown;
}

/**
 * Gives the value of a question; `undefined` leaves it empty. After the first
 * attempt, the page did not accept the answer as a whole.
 */
export type Choose = (question: Question, attempt: number) => unknown;

/** Values that are drawn until one is accepted. */
const DRAWS = 24;
/** Steps in which a page is filled in and mended at most. */
const STEPS = 400;

/** Fills in a page, or the specification alone where there is no page. */
export function fillIn(
  page: Page | undefined,
  specs: FieldSpecs,
  input: Values,
  choose: Choose,
): Values {
  const output: Values = page?.template === undefined
    ? {}
    : fillTemplate(page, specs, input, choose);
  for (const [name, spec] of Object.entries(specs)) {
    if (output[name] !== undefined && fits(spec, output[name])) continue;
    delete output[name];
    // What is not shown is left out, unless the server insists on it.
    const isHidden = page?.template !== undefined && page.fields.has(name);
    if (isHidden && spec.required === false) continue;
    const field = page?.markup.get(name);
    if (page !== undefined && !page.fields.has(name)) {
      const isButton = page.buttons.has(name);
      if (spec.required === false && !isButton) continue;
    }
    const question = specQuestion(name, spec, field, page?.buttons.get(name));
    const value = choose(question, 0);
    if (value !== undefined) output[name] = value;
  }
  // In the order of the specification, whatever the page's is; what the
  // specification does not have cannot be sent.
  return Object.fromEntries(
    Object.keys(specs).filter((name) => output[name] !== undefined)
      .map((name) => [name, output[name]]),
  );
}

/** A field that only the specification or the markup knows. */
function specQuestion(
  name: string,
  spec: FieldSpec,
  field: ClassicField | undefined,
  buttons: readonly unknown[] = [],
): Question {
  const options = [
    ...buttons,
    ...(field?.options ?? []).map((text) => readOption(text, spec)),
  ].filter((value) => fits(spec, value));
  const draw = (random: Random, aim: Aim) => {
    if (field?.kind === "annotation") {
      const asked = {
        components: [{}],
        scope: scopeOf({}, {}, {}),
        schema: {},
      };
      const areas = drawField(
        "field.image-annotation",
        { ...asked, whole: false },
        random,
        aim,
      );
      if (fits(spec, areas)) return areas;
    }
    if (options.length > 0 && spec.allowed_values === undefined) {
      return random.pick(options);
    }
    return drawSpec(spec, random, aim);
  };
  return {
    key: name,
    path: [name],
    answered: isAnswered(spec) || options.length > 0,
    draw,
  };
}

/** Tolokers fill in what they must, and what is a choice. */
function isAnswered(spec: FieldSpec): boolean {
  return spec.required !== false || spec.allowed_values !== undefined ||
    scalarType(spec) === "boolean";
}

/** A value in markup is a text, whatever the field holds. */
export function readOption(text: string, spec: FieldSpec): unknown {
  switch (scalarType(spec)) {
    case "boolean":
      return text === "true";
    case "integer":
    case "float":
      return Number(text);
  }
  return text;
}

function fillTemplate(
  { template }: Page,
  specs: FieldSpecs,
  input: Values,
  choose: Choose,
): Values {
  const scope = scopeOf(template!, input, {});
  new Filling(scope, specs, choose).run();
  return scope.output;
}

/** A page that is being filled in. */
class Filling {
  readonly #scope: Scope;
  readonly #specs: FieldSpecs;
  readonly #choose: Choose;
  /** The fields that are done, filled in or left empty. */
  readonly #done = new Map<string, Place>();
  /** Number of times that the page refused a field's value. */
  readonly #refused = new Map<string, number>();

  constructor(scope: Scope, specs: FieldSpecs, choose: Choose) {
    this.#scope = scope;
    this.#specs = specs;
    this.#choose = choose;
  }

  run(): void {
    for (let step = 0; step < STEPS; step++) {
      const shown = show(this.#scope);
      this.#forgetHidden(shown);
      const open = [...shown.fields.values()].find(({ key }) =>
        !this.#done.has(key)
      );
      if (open !== undefined) this.#fill(open, shown);
      else if (!this.#mend(shown)) break;
    }
    this.#tidy(show(this.#scope));
  }

  /** A field that is shown no more leaves no value. */
  #forgetHidden({ fields }: Shown): void {
    for (const [key, place] of this.#done) {
      if (!fields.has(key)) this.#forget(key, place);
    }
  }

  #forget(key: string, place: Place): void {
    write(place, this.#scope, undefined);
    this.#done.delete(key);
  }

  #fill(field: ShownField, shown: Shown): void {
    const { key, place } = field;
    const attempt = this.#refused.get(key) ?? 0;
    const question = this.#question(field, shown, attempt > 0);
    const value = this.#choose(question, attempt);
    // Copied, as lists are filled in further.
    if (value !== undefined) write(place, this.#scope, structuredClone(value));
    this.#done.set(key, place);
  }

  /**
   * Takes back what a check refuses, and what the check mentions.
   *
   * @returns Whether there was anything to take back.
   */
  #mend({ fields, checks }: Shown): boolean {
    for (const check of checks) {
      if (this.#holds(check)) continue;
      const keys = [...placesIn(check.condition, check.scope), check.place]
        .flatMap((place) => place === undefined ? [] : [keyOf(place)])
        .filter((key) => fields.has(key));
      if (keys.length === 0) continue;
      for (const key of keys) {
        this.#refused.set(key, (this.#refused.get(key) ?? 0) + 1);
        this.#forget(key, fields.get(key)!.place);
      }
      return true;
    }
    return false;
  }

  #holds({ condition, place, scope }: ShownCheck): boolean {
    const self = place && valueAt(scope[place.store], place.path);
    return holds(condition, scope, self);
  }

  #question(field: ShownField, shown: Shown, again: boolean): Question {
    const { key, place, type, components, scope } = field;
    const spec = place.store === "output"
      ? specAt(this.#specs, place.path)
      : undefined;
    const checks = checksOf(
      place,
      shown.checks,
      (other) => this.#done.has(other),
    );
    const accepts = (value: unknown) => {
      if (value !== undefined && spec !== undefined && type !== "field.list") {
        if (!fits(spec, value)) return false;
      }
      if (value === undefined && spec?.required !== false && spec) return false;
      if (type === "field.list") return true;
      scope.budget.left = BUDGET;
      const before = valueAt(scope[place.store], place.path);
      write(place, this.#scope, value);
      const fine = checks.every((check) => this.#holds(check));
      write(place, this.#scope, before);
      return fine;
    };
    const isChoice = optionsOf(type, field) !== undefined ||
      type.startsWith("field.checkbox") || type === "field.quiz";
    const isItem = scope.item !== undefined &&
      keyOf(scope.item) === key;
    const needed = again || isItem || !accepts(undefined);
    const draw = (random: Random, aim: Aim) => {
      const wishes = wishesOf(checks, place, random);
      const schema = spec === undefined
        ? wishes
        : mergeSchemas(schemaOfSpec(spec), wishes);
      const whole = spec !== undefined && scalarType(spec) === "integer";
      const asked = { components, scope, schema, whole };
      return drawAccepted(type, asked, spec, accepts, random, aim);
    };
    const path = place.store === "output" ? place.path : [];
    return { key, path, answered: needed || isChoice, draw };
  }

  /** Items that nothing was asked of are empty objects. */
  #tidy({ fields }: Shown): void {
    for (const { type, place } of fields.values()) {
      if (type !== "field.list") continue;
      const items = valueAt(this.#scope[place.store], place.path);
      if (!Array.isArray(items)) continue;
      for (const i of items.keys()) items[i] ??= {};
    }
  }
}

/** Draws a value that is accepted, from the likely ways to the unlikely. */
function drawAccepted(
  type: string,
  asked: Asked,
  spec: FieldSpec | undefined,
  accepts: (value: unknown) => boolean,
  random: Random,
  aim: Aim,
): unknown {
  for (let attempt = 0; attempt < DRAWS; attempt++) {
    const value = drawField(type, asked, random, aim);
    if (accepts(value)) return value;
  }
  const options = optionsOf(type, asked)?.filter(accepts) ?? [];
  if (options.length > 0) return random.pick(options);
  if (type.startsWith("field.checkbox") && accepts(false)) return false;
  for (let attempt = 0; attempt < DRAWS; attempt++) {
    const value = drawField("free", asked, random, aim);
    if (accepts(value)) return value;
  }
  if (accepts(undefined)) return undefined;
  if (spec === undefined) return drawField(type, asked, random, aim);
  const allowed = spec.allowed_values?.filter(accepts) ?? [];
  return allowed.length > 0
    ? random.pick(allowed)
    : drawSpec(spec, random, aim);
}

/** The rules of the value at a path; `undefined` within JSON. */
function specAt(
  specs: FieldSpecs,
  [name = "", index, ...rest]: readonly string[],
): FieldSpec | undefined {
  const spec = own(specs, name);
  if (spec === undefined || index === undefined) return spec;
  if (!isArray(spec) || rest.length > 0) return undefined;
  return { ...spec, type: scalarType(spec) };
}

/** Tells whether the server takes a value for a field. */
function fits(spec: FieldSpec, value: unknown): boolean {
  const errors = {};
  checkValues({ value: spec }, { value }, "", errors);
  return Object.keys(errors).length === 0;
}
