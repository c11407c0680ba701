/** Control tasks (the golden set), and the answers to them. */
import { isEqual } from "./equality.ts";

/** The part of a task that says what kind of task it is. */
export interface TaskWithSolutions {
  /** Right answers. */
  readonly known_solutions?:
    | readonly { readonly output_values: unknown }[]
    | null
    | undefined;
  /** Hint on a wrong answer. */
  readonly message_on_unknown_solution?: string | null | undefined;
}

/**
 * Tells whether a task is a control task. One with a hint is a training task:
 * Tolokers answer it until they are right, which says nothing about their work.
 */
export function isControl(
  { known_solutions, message_on_unknown_solution }: TaskWithSolutions,
): boolean {
  return !!known_solutions?.length && !message_on_unknown_solution;
}

/**
 * Tells whether an answer is one of a task's right ones, in the fields that
 * those have. A missing value equals `null`.
 */
export function isRight(
  given: object | undefined,
  { known_solutions }: TaskWithSolutions,
): boolean {
  const values = (given ?? {}) as Record<string, unknown>;
  return known_solutions?.some(({ output_values }) =>
    Object.entries(output_values as object).every(([field, value]) =>
      isEqual(values[field] ?? null, value)
    )
  ) ?? false;
}
