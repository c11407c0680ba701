/** What tasks and task suites have in common before they are sent. */
import type { TaskContent } from "../types/tasks.ts";
import { sizeOf, type ValueSizes } from "./chunks.ts";

/** Bytes of the values in tasks. */
export function contentSize(
  tasks: readonly TaskContent<unknown, unknown>[],
): ValueSizes {
  const sizes: ValueSizes = { input: 0, output: 0 };
  for (const task of tasks) {
    sizes.input += sizeOf(task.input_values);
    // A task that was read has null where it has no solutions.
    const known = task.known_solutions ?? [];
    const baseline = task.baseline_solutions ?? [];
    for (const { output_values } of [...known, ...baseline]) {
      sizes.output += sizeOf(output_values);
    }
  }
  return sizes;
}

/** @throws {TypeError} If an overlap is finite and infinite at once, or neither. */
export function checkOverlap(
  action: string,
  item: {
    overlap?: number | null | undefined;
    infinite_overlap?: boolean | null | undefined;
  },
  index: number,
): void {
  const { overlap, infinite_overlap } = item;
  const rule = infinite_overlap && typeof overlap === "number"
    ? "an infinite overlap goes without 'overlap'"
    : infinite_overlap === false && overlap === null
    ? "an overlap that is not infinite needs 'overlap'"
    : undefined;
  if (rule) {
    throw new TypeError(
      `Cannot ${action} as ${rule}: item ${index} has 'overlap' ${overlap} and 'infinite_overlap' ${infinite_overlap}`,
    );
  }
}
