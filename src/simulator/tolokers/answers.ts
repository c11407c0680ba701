/** Answers of Tolokers: the truth, seen through skill and habit. */

import type { FieldSpecs, Values } from "../checks/fields.ts";
import { canonical } from "../engine/canonical.ts";
import { Random } from "../engine/random.ts";
import type {
  PoolRecord,
  TaskRecord,
  TolokerRecord,
} from "../world/records.ts";
import { showTask } from "../world/simulated.ts";
import { accuracy } from "../world/tolokers.ts";
import type { World } from "../world/world.ts";
import { valueAt } from "./interface/expressions.ts";
import {
  type Choose,
  fillIn,
  type Question,
  readOption,
} from "./interface/fill.ts";
import { type Page, pageOf } from "./interface/page.ts";

/** Values that are drawn until one is not the right one. */
const DRAWS = 20;
/** Probability that another field is wrong too, once an answer is wrong. */
const ALSO_WRONG = 0.3;

/** The task page of a pool; `undefined` if nothing can be read from it. */
export function pageOfPool({ project }: PoolRecord): Page | undefined {
  return pageOf(project.view.task_spec?.view_spec);
}

/** The right answer to a task, the same for everybody. */
export function truthOf(world: World, task: TaskRecord): Readonly<Values> {
  if (task.truth !== undefined) return task.truth;
  const shown = showTask(task);
  const known = world.truth?.(shown) ?? best(task);
  const right = derive(world, task);
  const truth: Readonly<Values> = {
    ...fill(task, (question, attempt) => {
      const value = attempt === 0 ? valueAt(known, question.path) : undefined;
      if (value !== undefined && question.path.length > 0) return value;
      return right(question, attempt);
    }),
    ...known,
  };
  return task.truth = world.answers.get(JSON.stringify(truth), truth);
}

function fill(task: TaskRecord, choose: Choose): Values {
  const { pool, input_values } = task;
  return fillIn(pageOfPool(pool), pool.output, input_values, choose);
}

/** Values that follow from the seed and the task's input. */
function derive(world: World, task: TaskRecord): Choose {
  const base = `${world.seed}/${canonical(task.input_values)}`;
  return (question, attempt) => {
    if (!question.answered) return undefined;
    const again = attempt === 0 ? "" : `/${attempt}`;
    const random = new Random(`${base}/${question.key}${again}`);
    return question.draw(random, "right");
  };
}

/** The known solution with the greatest weight. */
function best(task: TaskRecord): Values {
  const known = task.known_solutions ?? [];
  let found = known[0];
  for (const solution of known) {
    const weight = solution.correctness_weight ?? 1;
    if (weight > (found?.correctness_weight ?? 1)) found = solution;
  }
  return found?.output_values ?? {};
}

/** A Toloker's answer to a task, or what they do in place of it. */
export function answer(
  world: World,
  toloker: TolokerRecord,
  task: TaskRecord,
): Readonly<Values> | "skip" | "leave" {
  const crowd = world.crowds[toloker.group];
  if (crowd?.answer !== undefined) return crowd.answer(toloker, task);
  switch (toloker.habit) {
    case "random":
      return clicks(task, world.random);
    case "colluding": {
      // All of a group have this from the same place.
      const input = canonical(task.view.input_values);
      const seed = `${world.seed}/shared/${toloker.group}/${input}`;
      return clicks(task, new Random(seed));
    }
  }
  const specs: FieldSpecs = task.pool.output;
  const thought = opinion(world, toloker, task);
  if (crowd === undefined) return thought;
  const rowsByField = Object.entries(crowd.confusion);
  if (rowsByField.length === 0) return thought;
  const values = { ...thought };
  const truth = truthOf(world, task);
  for (const [name, rows] of rowsByField) {
    const row = rows[String(truth[name])];
    if (specs[name] === undefined || row === undefined) continue;
    values[name] = readOption(world.random.weighted(row), specs[name]);
  }
  return values;
}

function clicks(task: TaskRecord, random: Random): Values {
  return fill(
    task,
    (question) => question.answered ? question.draw(random, "any") : undefined,
  );
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
  const truth = truthOf(world, task);
  if (random.chance(accuracy(toloker))) return truth;
  const names = Object.keys(truth).filter((name) =>
    task.pool.output[name] !== undefined
  );
  if (names.length === 0) return truth;
  const main = random.pick(names);
  const wrong = new Set(
    names.filter((name) => name === main || random.chance(ALSO_WRONG)),
  );
  const right = derive(world, task);
  return fill(task, (question, attempt) => {
    const [name] = question.path;
    if (name !== undefined && wrong.has(name)) {
      return wrongValue(question, valueAt(truth, question.path), random);
    }
    const value = attempt === 0 ? valueAt(truth, question.path) : undefined;
    return value !== undefined && name !== undefined
      ? value
      : right(question, attempt);
  });
}

/** Another value than the right one, where the field has another. */
function wrongValue(
  question: Question,
  right: unknown,
  random: Random,
): unknown {
  const told = canonical(right);
  for (let attempt = 0; attempt < DRAWS; attempt++) {
    const value = question.draw(random, "wrong");
    if (canonical(value) !== told) return value;
  }
  return right;
}

/** Correctness of an answer by the known solutions, with its weight. */
export function correctness(task: TaskRecord, output: Values): number {
  const known = task.known_solutions ?? [];
  let weight = 0;
  for (const solution of known) {
    const equal = Object.entries(solution.output_values).every((
      [name, value],
    ) => canonical(output[name]) === canonical(value));
    if (equal) weight = Math.max(weight, solution.correctness_weight ?? 1);
  }
  return weight;
}
