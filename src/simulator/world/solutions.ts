/** Answers as assignments keep them: the JSON that the API returns. */

import type { Values } from "../checks/fields.ts";

/** Writes answers as the API returns them. */
export function writeSolutions(
  answers: readonly (Readonly<Values> | undefined)[],
): string {
  return JSON.stringify(
    answers.map((output_values = {}) => ({ output_values })),
  );
}

/** Answers that were read before: those to a task are compared many times. */
const read = new Map<string, readonly Readonly<Values>[]>();
const MANY = 1_000;

/** Reads what {@linkcode writeSolutions} has written. */
export function answersIn(solutions: string): readonly Readonly<Values>[] {
  let answers = read.get(solutions);
  if (answers === undefined) {
    const parsed: readonly { output_values: Readonly<Values> }[] = JSON.parse(
      solutions,
    );
    answers = parsed.map(({ output_values }) => output_values);
    if (read.size >= MANY) read.clear();
    read.set(solutions, answers);
  }
  return answers;
}
