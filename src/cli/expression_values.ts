/** Values of the names in conditions, and their operators. */
import { show } from "../checks.ts";
import { isControl, isRight } from "../control_tasks.ts";
import { isEqual } from "../equality.ts";
import { parseTime } from "../time.ts";
import type { Assignment } from "../types/assignments.ts";

/** Value of a part of a condition. */
export type Value = unknown;

/** A mistake in a condition, or a value that it cannot work with. */
export class ExpressionError extends Error {
  /** Name of the class. */
  override readonly name = "ExpressionError";
}

/** Values by their names. */
export const CONSTANTS: Readonly<Record<string, Value>> = {
  true: true,
  false: false,
  null: null,
};

/** Counts of tasks: how many fulfil the condition, and how many there are. */
export const QUANTIFIERS: Readonly<
  Record<string, (count: number, of: number) => Value>
> = {
  all: (count, of) => count === of,
  any: (count) => count > 0,
  count: (count) => count,
  share: (count, of) => of === 0 ? 0 : count / of,
};

/** Functions of values. */
export const FUNCTIONS: Readonly<
  Record<string, (...values: Value[]) => Value>
> = {
  length: (value: Value) =>
    value === null
      ? 0
      : typeof value === "string"
      ? [...value].length
      : Array.isArray(value)
      ? value.length
      : Object.keys(Object(value)).length,
  lower: (value: Value) => textOf(value).toLowerCase(),
  trim: (value: Value) => textOf(value).trim(),
  contains: (value: Value, part: Value) =>
    value === null
      ? false
      : Array.isArray(value)
      ? value.some((item) => isEqual(item, part))
      : textOf(value).includes(textOf(part)),
};

/** Names of values of a whole assignment. */
export const OF_ASSIGNMENT: Readonly<
  Record<string, (of: Assignment) => Value>
> = {
  status: ({ status }) => status,
  seconds: ({ created, submitted }) =>
    submitted === undefined
      ? null
      : (parseTime(submitted).getTime() - parseTime(created).getTime()) / 1_000,
  tasks: ({ tasks }) => tasks.length,
  reward: ({ reward }) => reward,
  user_id: ({ user_id }) => user_id,
  golden_tasks: ({ tasks }) => tasks.filter(isControl).length,
  golden_accuracy: (assignment) => {
    const golden = assignment.tasks.flatMap((task, i) =>
      isControl(task) ? [isCorrect(assignment, i)] : []
    );
    return golden.length === 0
      ? null
      : golden.filter(Boolean).length / golden.length;
  },
};

/** Names of values of one task. */
export const OF_TASK: Readonly<
  Record<string, (of: Assignment, task: number) => Value>
> = {
  output: ({ solutions }, i) => solutions?.[i]?.output_values ?? null,
  input: ({ tasks }, i) => tasks[i]?.input_values ?? null,
  golden: ({ tasks }, i) => isControl(tasks[i]!),
  correct: isCorrect,
};

/** Tells whether an answer is right, as far as that is known. */
function isCorrect({ tasks, solutions }: Assignment, i: number): boolean {
  return isRight(solutions?.[i]?.output_values, tasks[i]!);
}

/** Operators between numbers. */
export const ARITHMETIC: Readonly<
  Record<string, (a: number, b: number) => number>
> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

/** Operators between values. */
export const COMPARISONS: Readonly<
  Record<string, (a: Value, b: Value) => boolean>
> = {
  "==": isEqual,
  "!=": (a, b) => !isEqual(a, b),
  "<=": (a, b) => order(a, b, (sign) => sign <= 0),
  ">=": (a, b) => order(a, b, (sign) => sign >= 0),
  "<": (a, b) => order(a, b, (sign) => sign < 0),
  ">": (a, b) => order(a, b, (sign) => sign > 0),
  "in": (a, b) => {
    if (Array.isArray(b)) return b.some((item) => isEqual(a, item));
    throw new ExpressionError(`'in' needs a list, not ${show(b)}`);
  },
};

/** Compares numbers or texts; a value that is missing is neither less nor more. */
function order(a: Value, b: Value, test: (sign: number) => boolean): boolean {
  if (a === null || b === null) return false;
  const comparable = typeof a === typeof b &&
    (typeof a === "number" || typeof a === "string");
  if (!comparable) {
    throw new ExpressionError(`${show(a)} cannot be compared with ${show(b)}`);
  }
  return test(a === b ? 0 : (a as number) < (b as number) ? -1 : 1);
}

/** Converts a value to a boolean; a missing value is false. */
export function truthOf(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  throw new ExpressionError(`${show(value)} is neither true nor false`);
}

/** Converts a value to a number. */
export function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  throw new ExpressionError(`${show(value)} is not a number`);
}

function textOf(value: Value): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  throw new ExpressionError(`${show(value)} is not a text`);
}
