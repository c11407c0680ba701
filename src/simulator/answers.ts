/** What Tolokers answer: the truth, seen through skill and habit. */

import {
  type FieldSpec,
  type FieldSpecs,
  isArray,
  scalarType,
  type Values,
} from "./fields.ts";
import { canonical } from "./canonical.ts";
import { Random } from "./random.ts";
import type { TaskRecord, TolokerRecord, World } from "./store.ts";

/** Values of a number field that has no bounds. */
const NUMBERS = { min: 0, max: 100 };
/** How many different wrong texts there are for one task. */
const WRONG_TEXTS = 4;
/** Probability that another field is wrong too, once an answer is wrong. */
const ALSO_WRONG = 0.3;

const truths = new WeakMap<TaskRecord, Values>();

/** The right answer to a task, the same for everybody. */
export function truthOf(world: World, task: TaskRecord): Values {
  const known = truths.get(task);
  if (known !== undefined) return known;
  const input = (task.view.input_values ?? {}) as Values;
  const fromUser = world.truth?.({ ...task.view, input_values: input });
  const truth = {
    ...derived(world, task.pool.output, input),
    ...(fromUser ?? best(task)),
  };
  truths.set(task, truth);
  return truth;
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

/** A Toloker's answer to a task. */
export function answer(
  world: World,
  toloker: TolokerRecord,
  task: TaskRecord,
): Values {
  const { random } = world;
  const truth = truthOf(world, task);
  const specs = task.pool.output;
  if (toloker.habit === "random") {
    const values: Values = {};
    for (const [name, spec] of Object.entries(specs)) {
      if (isAnswered(spec)) values[name] = draw(spec, random, "any");
    }
    return values;
  }
  if (random.chance(accuracy(toloker))) return { ...truth };
  const names = Object.keys(truth).filter((name) => specs[name] !== undefined);
  if (names.length === 0) return { ...truth };
  const wrong = random.pick(names);
  const values: Values = { ...truth };
  for (const name of names) {
    if (name === wrong || random.chance(ALSO_WRONG)) {
      values[name] = wrongValue(specs[name]!, truth[name], random);
    }
  }
  return values;
}

/** A sloppy Toloker works below his skill. */
function accuracy({ habit, skill }: TolokerRecord): number {
  return habit === "sloppy" ? 0.75 * skill : skill;
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
