/** What Tolokers answer: the truth, seen through skill and habit. */

import {
  type FieldSpec,
  type FieldSpecs,
  isArray,
  scalarType,
  type Values,
} from "../checks/fields.ts";
import { canonical } from "../engine/canonical.ts";
import { Random } from "../engine/random.ts";
import type { TaskRecord, TolokerRecord } from "../world/records.ts";
import { showTask } from "../world/simulated.ts";
import { accuracy } from "../world/tolokers.ts";
import type { World } from "../world/world.ts";

/** Values of a number field that has no bounds. */
const NUMBERS = { min: 0, max: 100 };
/** How many different wrong texts there are for one task. */
const WRONG_TEXTS = 4;
/** Probability that another field is wrong too, once an answer is wrong. */
const ALSO_WRONG = 0.3;

/** The right answer to a task, the same for everybody. */
export function truthOf(world: World, task: TaskRecord): Readonly<Values> {
  if (task.truth !== undefined) return task.truth;
  const shown = showTask(task);
  const fromUser = world.truth?.(shown);
  const truth: Readonly<Values> = {
    ...derived(world, task.pool.output, shown.input_values),
    ...(fromUser ?? best(task)),
  };
  return task.truth = truth;
}

/** The known solution with the greatest weight. */
function best(task: TaskRecord): Values {
  const known = (task.view.known_solutions ?? []) as {
    output_values: Values;
    correctness_weight?: number;
  }[];
  let found = known[0];
  for (const solution of known) {
    const weight = solution.correctness_weight ?? 1;
    if (weight > (found?.correctness_weight ?? 1)) found = solution;
  }
  return found?.output_values ?? {};
}

/** Values that follow from the seed and the task's input. */
function derived(world: World, specs: FieldSpecs, input: Values): Values {
  const base = `${world.seed}/${canonical(input)}`;
  const values: Values = {};
  for (const [name, spec] of Object.entries(specs)) {
    if (!isAnswered(spec)) continue;
    values[name] = draw(spec, new Random(`${base}/${name}`), "right");
  }
  return values;
}

/** Tolokers fill in what they must, and what is a choice. */
function isAnswered(spec: FieldSpec): boolean {
  return spec.required !== false || spec.allowed_values !== undefined ||
    scalarType(spec) === "boolean";
}

/** A Toloker's answer to a task, or what he does in place of it. */
export function answer(
  world: World,
  toloker: TolokerRecord,
  task: TaskRecord,
): Readonly<Values> | "skip" | "leave" {
  const crowd = world.crowds[toloker.group];
  if (crowd?.answer !== undefined) return crowd.answer(toloker, task);
  const specs = task.pool.output;
  switch (toloker.habit) {
    case "random":
      return clicks(specs, world.random);
    case "colluding": {
      // All of a group have this from the same place.
      const input = canonical(task.view.input_values);
      const seed = `${world.seed}/shared/${toloker.group}/${input}`;
      return clicks(specs, new Random(seed));
    }
  }
  const thought = opinion(world, toloker, task);
  if (crowd === undefined) return thought;
  const rowsByField = Object.entries(crowd.confusion);
  if (rowsByField.length === 0) return thought;
  const values = { ...thought };
  const truth = truthOf(world, task);
  for (const [name, rows] of rowsByField) {
    const row = rows[String(truth[name])];
    if (specs[name] === undefined || row === undefined) continue;
    values[name] = read(world.random.weighted(row), specs[name]);
  }
  return values;
}

function clicks(specs: FieldSpecs, random: Random): Values {
  const values: Values = {};
  for (const [name, spec] of Object.entries(specs)) {
    if (isAnswered(spec)) values[name] = draw(spec, random, "any");
  }
  return values;
}

/**
 * The truth, or something with mistakes in one field or more. Right answers
 * are not copied, as there may be millions of them.
 */
function opinion(
  world: World,
  toloker: TolokerRecord,
  task: TaskRecord,
): Readonly<Values> {
  const { random } = world;
  const specs = task.pool.output;
  const truth = truthOf(world, task);
  if (random.chance(accuracy(toloker))) return truth;
  const names = Object.keys(truth).filter((name) => specs[name] !== undefined);
  if (names.length === 0) return truth;
  const wrong = random.pick(names);
  const values: Values = { ...truth };
  for (const name of names) {
    if (name === wrong || random.chance(ALSO_WRONG)) {
      values[name] = wrongValue(specs[name]!, truth[name], random);
    }
  }
  return values;
}

/** The keys of a confusion matrix are texts, whatever the field holds. */
function read(text: string, spec: FieldSpec): unknown {
  switch (scalarType(spec)) {
    case "boolean":
      return text === "true";
    case "integer":
    case "float":
      return Number(text);
  }
  return text;
}

/** Another value than the right one, where the field has another. */
function wrongValue(spec: FieldSpec, right: unknown, random: Random): unknown {
  const told = canonical(right);
  for (let attempt = 0; attempt < 20; attempt++) {
    const value = draw(spec, random, "wrong");
    if (canonical(value) !== told) return value;
  }
  return right;
}

/** Whether texts are the right one, a wrong one, or one of both. */
type Aim = "right" | "wrong" | "any";

function draw(spec: FieldSpec, random: Random, aim: Aim): unknown {
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
  const { min_value: min = NUMBERS.min } = spec;
  const { max_value: max = Math.max(NUMBERS.max, min) } = spec;
  switch (scalarType(spec)) {
    case "boolean":
      return random.chance(0.5);
    case "integer":
      return random.integer(Math.ceil(min), Math.floor(max));
    case "float":
      return Math.round(random.between(min, max) * 100) / 100;
    case "coordinates":
      return `${random.between(-60, 60).toFixed(4)},${
        random.between(-180, 180).toFixed(4)
      }`;
    case "url":
      return `https://example.com/${text(random, aim).replaceAll(" ", "-")}`;
    case "json":
      return { answer: text(random, aim) };
    case "file":
      return random.uuid();
  }
  return fit(text(random, aim), spec);
}

/** One of a few texts, so that wrong answers meet now and then. */
function text(random: Random, aim: Aim): string {
  if (aim === "right") return `answer ${random.hex(6)}`;
  return `other answer ${random.integer(1, WRONG_TEXTS)}`;
}

function fit(value: string, spec: FieldSpec): string {
  const long = value.padEnd(spec.min_length ?? 0, ".");
  return long.slice(0, spec.max_length ?? long.length);
}

/** Whether an answer equals a known solution, and how much that counts. */
export function correctness(task: TaskRecord, output: Values): number {
  const known = (task.view.known_solutions ?? []) as {
    output_values: Values;
    correctness_weight?: number;
  }[];
  let weight = 0;
  for (const solution of known) {
    const equal = Object.entries(solution.output_values).every((
      [name, value],
    ) => canonical(output[name]) === canonical(value));
    if (equal) weight = Math.max(weight, solution.correctness_weight ?? 1);
  }
  return weight;
}
