/**
 * Checks of rows that the server does not make: tasks that it would take, and
 * that would cost money for nothing.
 */
import type { ProjectSpec } from "../define_project.ts";
import { scalarType } from "./field_checks.ts";
import type { RawRow } from "./raw_rows.ts";
import type { UnlocatedError } from "./table.ts";

/** Finds errors of a row, given those that are known; or leaves the row out. */
export type RowCheck = (
  row: RawRow & { readonly task: object },
  known: readonly UnlocatedError[],
) => UnlocatedError[] | "skip";

/** Options that the checks need. */
interface RowCheckOptions {
  readonly project: ProjectSpec;
  readonly duplicates?: "error" | "skip" | "keep" | undefined;
  readonly allowPartialSolutions?: boolean | undefined;
}

/** Properties that the checks look at. Any can be wrong. */
interface TaskLike {
  readonly input_values?: unknown;
  readonly known_solutions?: unknown;
  readonly message_on_unknown_solution?: unknown;
  readonly latitude?: unknown;
  readonly longitude?: unknown;
}

/** Creates the checks of one file. */
export function fileChecksOf(options: RowCheckOptions): RowCheck[] {
  return [
    checkHint,
    ...(options.allowPartialSolutions ? [] : [solutionCheck(options.project)]),
    checkCoordinates,
    ...(options.duplicates === "keep"
      ? []
      : [duplicateCheck(options.duplicates)]),
  ];
}

const checkHint: RowCheck = ({ task, locate }) => {
  const { message_on_unknown_solution: hint, known_solutions: known } =
    task as TaskLike;
  if (!hint || (Array.isArray(known) && known.length > 0)) return [];
  const path = "message_on_unknown_solution";
  return [{
    code: "HINT_WITHOUT_SOLUTION",
    message: "A hint needs a right answer: without one it is a general task",
    path,
    ...locate?.(path),
  }];
};

/** A task with a part of the right answer only compares that part. */
function solutionCheck({ task_spec }: ProjectSpec): RowCheck {
  const required = Object.entries(task_spec.output_spec)
    .filter(([, spec]) =>
      (spec.required ?? true) && scalarType(spec.type) !== "file"
    )
    .map(([name]) => name);
  return ({ task, locate }, known) => {
    const { known_solutions: solutions } = task as TaskLike;
    if (!Array.isArray(solutions)) return [];
    return solutions.flatMap((solution, index) => {
      const values = solution?.output_values;
      if (typeof values !== "object" || values === null) return [];
      return required
        .filter((name) => (values[name] ?? null) === null)
        .map((name) => `known_solutions.${index}.output_values.${name}`)
        .filter((path) => !known.some((error) => error.path === path))
        .map((path): UnlocatedError => ({
          code: "VALUE_REQUIRED",
          message:
            "A right answer must have every required field, unless 'allowPartialSolutions' is true",
          path,
          ...locate?.(path),
        }));
    });
  };
}

const checkCoordinates: RowCheck = ({ task, locate }) => {
  const { latitude, longitude } = task as TaskLike;
  if ((latitude ?? longitude) === undefined) return [];
  return ([["latitude", latitude, 90], ["longitude", longitude, 180]] as const)
    .filter(([, value, max]) =>
      typeof value !== "number" || !(Math.abs(value) <= max)
    )
    .map(([path, , max]) => ({
      code: "VALUE_OUT_OF_BOUNDS",
      message: `Value must be a number between -${max} and ${max}`,
      path,
      ...locate?.(path),
    }));
};

/** Finds tasks that came before, by a hash of 53 bits instead of their text. */
function duplicateCheck(duplicates: "error" | "skip" | undefined): RowCheck {
  const rows = new Map<number, number>();
  return ({ task, row, isResult }, known) => {
    if (known.length > 0) return [];
    const { overlap: _, infinite_overlap: __, ...rest } = task as Record<
      string,
      unknown
    >;
    const hash = hashOf(JSON.stringify(rest));
    const earlier = rows.get(hash);
    if (earlier === undefined) {
      rows.set(hash, row);
      return [];
    }
    if ((duplicates ?? (isResult ? "skip" : "error")) === "skip") return "skip";
    return [{
      code: "DUPLICATE_ROW",
      message:
        `Task must not be there twice: it is the same as in row ${earlier}`,
    }];
  };
}

/** Hashes a text by FNV-1a in two lanes of 32 bits. */
function hashOf(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit ^ (high >>> 15), 0x85ebca6b);
  }
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
}
