import type { ProjectSpec } from "../define_project.ts";
import type { FieldErrors } from "../types/common.ts";
import type { KnownFieldErrorCode } from "../types/errors.ts";
import { type Field, fieldError, fieldsOf } from "./field_checks.ts";

/** Maximum size of all input values of one request, in bytes. */
const MAX_INPUT_BYTES = 1_048_576;

/** A task with errors, among many tasks. */
export interface InvalidTask {
  /** Position among the tasks, 1 for the first. */
  row: number;
  /** Errors, by path. */
  errors: FieldErrors;
}

/** Adds the errors of a value to those that are known. */
type Validator = (value: unknown, path: string, errors: FieldErrors) => void;

/** Checks of one project, prepared once for any number of rows. */
export interface Validators {
  /** Checks a whole task. */
  task(task: unknown): FieldErrors;
  /** Checks input values, named by `path`. */
  input: Validator;
  /** Checks output values, named by `path`. */
  output: Validator;
}

/** Prepares the checks of a project. */
export function validatorsOf({ task_spec }: ProjectSpec): Validators {
  const inputFields = fieldsOf(task_spec.input_spec);
  const outputFields = fieldsOf(task_spec.output_spec);
  const input = values(inputFields);
  const output = values(outputFields);
  const rules = object({
    ...PLAIN_RULES,
    input_values: input,
    known_solutions: optional(array(object({
      // A right answer need not say anything about every field.
      output_values: required(values(outputFields, true)),
      correctness_weight: optional(WEIGHT),
    }))),
    baseline_solutions: optional(array(object({
      output_values: required(values(outputFields, true)),
      confidence_weight: optional(WEIGHT),
    }))),
  });
  return {
    task(task) {
      const errors: FieldErrors = {};
      rules(task, "", errors);
      if (isEmpty(errors)) checkBytes(task as TaskLike, errors);
      return errors;
    },
    input,
    output,
  };
}

/** Returns whether there is no error. */
export function isEmpty(errors: FieldErrors): boolean {
  for (const _ in errors) return false;
  return true;
}

function fails(
  holds: (value: unknown) => boolean,
  code: KnownFieldErrorCode,
  message: string,
  ...params: unknown[]
): Validator {
  return (value, path, errors) => {
    if (!holds(value)) errors[path] = fieldError(code, message, ...params);
  };
}

/** Each check in turn, until one finds a error. */
function inTurn(...checks: readonly Validator[]): Validator {
  return (value, path, errors) => {
    for (const check of checks) {
      check(value, path, errors);
      if (Object.hasOwn(errors, path)) return;
    }
  };
}

function range(min: number, max: number): Validator {
  return fails(
    (value) => (value as number) >= min && (value as number) <= max,
    "VALUE_OUT_OF_BOUNDS",
    `Value must be between ${min} and ${max}`,
    min,
    max,
  );
}

const isObject = (value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const OBJECT = fails(isObject, "OBJECT_EXPECTED", "Value must be an object");
const ARRAY = fails(Array.isArray, "ARRAY_EXPECTED", "Value must be an array");
const TEXT = fails(
  (value) => typeof value === "string",
  "STRING_EXPECTED",
  "Value must be a string",
);
const BOOLEAN = fails(
  (value) => typeof value === "boolean",
  "BOOLEAN_EXPECTED",
  "Value must be true or false",
);
const INTEGER = fails(
  Number.isInteger,
  "INTEGER_EXPECTED",
  "Value must be a whole number",
);
const NUMBER = fails(
  Number.isFinite,
  "FLOAT_EXPECTED",
  "Value must be a number",
);
const WEIGHT = inTurn(NUMBER, range(0, 1));

/** Rules of the properties of a task that no project changes. */
const PLAIN_RULES: Readonly<Record<string, Validator>> = {
  pool_id: optional(TEXT),
  overlap: optional(inTurn(INTEGER, range(1, 30_000))),
  infinite_overlap: optional(BOOLEAN),
  message_on_unknown_solution: optional(TEXT),
  reserved_for: optional(array(TEXT)),
  unavailable_for: optional(array(TEXT)),
  traits_all_of: optional(array(TEXT)),
  traits_any_of: optional(array(TEXT)),
  traits_none_of_any: optional(array(TEXT)),
  localization_config: optional(OBJECT),
};

/** Names of everything a task may have. */
export const TASK_PROPERTIES: readonly string[] = [
  ...Object.keys(PLAIN_RULES),
  "input_values",
  "known_solutions",
  "baseline_solutions",
];

function optional(check: Validator): Validator {
  return (value, path, errors) => {
    if (value !== undefined && value !== null) check(value, path, errors);
  };
}

function required(check: Validator): Validator {
  return (value, path, errors) => {
    if (value === undefined || value === null) {
      errors[path] = valueRequired();
    } else {
      check(value, path, errors);
    }
  };
}

function valueRequired() {
  return fieldError(
    "VALUE_REQUIRED",
    "Value must be present and not equal to null",
  );
}

function array(item: Validator): Validator {
  return inTurn(ARRAY, (value, path, errors) => {
    for (const [index, one] of (value as unknown[]).entries()) {
      item(one, `${path}.${index}`, errors);
    }
  });
}

function object(properties: Readonly<Record<string, Validator>>): Validator {
  const entries = Object.entries(properties);
  return inTurn(OBJECT, (value, path, errors) => {
    for (const [name, check] of entries) {
      const one = (value as Record<string, unknown>)[name];
      check(one, path === "" ? name : `${path}.${name}`, errors);
    }
  });
}

/** Checks the values of a whole input or output. */
function values(fields: readonly Field[], partial = false): Validator {
  const names = new Set(fields.map(({ name }) => name));
  const check: Validator = (given, path, errors) => {
    for (const field of fields) {
      const value = Object.hasOwn(given as object, field.name)
        ? (given as Record<string, unknown>)[field.name]
        : undefined;
      if (value !== undefined && value !== null) {
        checkField(field, value, `${path}.${field.name}`, errors);
      } else if (field.required && !partial) {
        errors[`${path}.${field.name}`] = valueRequired();
      }
    }
    for (const [name, value] of Object.entries(given as object)) {
      // What is not defined is not sent either.
      if (names.has(name) || value === undefined) continue;
      errors[`${path}.${name}`] = fieldError(
        "VALUE_NOT_ALLOWED",
        "The project has no such field",
      );
    }
  };
  return (given, path, errors) =>
    inTurn(OBJECT, check)(given ?? {}, path, errors);
}

function checkField(
  field: Field,
  value: unknown,
  path: string,
  errors: FieldErrors,
): void {
  const error = field.whole(value);
  if (error !== undefined) {
    errors[path] = error;
  } else if (field.item !== undefined) {
    for (const [index, one] of (value as unknown[]).entries()) {
      const error = field.item(one);
      if (error !== undefined) errors[`${path}.${index}`] = error;
    }
  }
}

interface TaskLike {
  input_values?: unknown;
}

const encoder = new TextEncoder();

/** A task must fit into a request on its own. */
function checkBytes({ input_values }: TaskLike, errors: FieldErrors): void {
  const json = JSON.stringify(input_values) ?? "";
  // Nothing has more than three bytes for each of JavaScript's characters.
  if (
    json.length * 3 > MAX_INPUT_BYTES &&
    encoder.encode(json).length > MAX_INPUT_BYTES
  ) {
    errors.input_values = fieldError(
      "OBJECT_SIZE_BYTES_GREATER_THAN_MAX",
      `Size in bytes must not be greater than ${MAX_INPUT_BYTES}`,
      MAX_INPUT_BYTES,
    );
  }
}

/**
 * Checks a task against its project, as the server would, before it is sent.
 *
 * Codes that the API's documentation shows are `VALUE_REQUIRED` and
 * `INVALID_URL_SYNTAX`, and paths like `input_values.image`. Which of the
 * codes in its list goes with a rule is not documented for
 * `VALUE_NOT_ALLOWED` (unknown field), `UNKNOWN_ENUM_VALUE` (none of the
 * allowed values), `PATTERN_MISMATCH`, the `..._EXPECTED`, `..._THAN_MIN` and
 * `..._THAN_MAX` ones: they are the likely ones, as the simulator answers.
 * The index of an item of an array is a part of the path:
 * `input_values.images.0`.
 *
 * Whatever depends on the pool is not checked: whether it exists, and whether a
 * task may leave its overlap to the pool's defaults.
 *
 * @param task The task, of any type: that it may be wrong is the point.
 * @param project The project, or its `task_spec` alone.
 * @returns Errors by path; none if the task is right.
 *
 * @example Usage
 * ```ts
 * import { validateTask } from "@toloka/client/data";
 * import { assertEquals } from "@std/assert";
 *
 * const project = {
 *   task_spec: {
 *     input_spec: {
 *       image: { type: "url" },
 *       note: { type: "string", required: false },
 *     },
 *     output_spec: {
 *       animal: { type: "string", allowed_values: ["cat", "dog"] },
 *     },
 *   },
 * } as const;
 *
 * const errors = validateTask({
 *   input_values: { image: "cat.png", nota: "asleep" },
 *   known_solutions: [{ output_values: { animal: "bird" } }],
 * }, project);
 *
 * const codes = Object.entries(errors).map(([path, { code }]) =>
 *   `${path}: ${code}`
 * );
 * assertEquals(codes, [
 *   "input_values.image: INVALID_URL_SYNTAX",
 *   "input_values.nota: VALUE_NOT_ALLOWED",
 *   "known_solutions.0.output_values.animal: UNKNOWN_ENUM_VALUE",
 * ]);
 * ```
 */
export function validateTask(
  task: unknown,
  project: ProjectSpec,
): FieldErrors {
  return validatorsOf(project).task(task);
}

/**
 * Checks input values on their own, without a task around them; see
 * {@linkcode validateTask}. Paths start with `input_values`, too.
 *
 * @param values The values, by field.
 * @param project The project, or its `task_spec` alone.
 * @returns Errors by path; none if the values are right.
 *
 * @example Usage
 * ```ts
 * import { validateInput } from "@toloka/client/data";
 * import { assertEquals } from "@std/assert";
 *
 * const project = {
 *   task_spec: { input_spec: { image: { type: "url" } }, output_spec: {} },
 * } as const;
 *
 * const errors = validateInput({}, project);
 * assertEquals(errors["input_values.image"]?.code, "VALUE_REQUIRED");
 * ```
 */
export function validateInput(
  values: unknown,
  project: ProjectSpec,
): FieldErrors {
  const errors: FieldErrors = {};
  validatorsOf(project).input(values, "input_values", errors);
  return errors;
}

/**
 * Checks an answer against its project; see {@linkcode validateTask}. Every
 * required field must be there.
 *
 * @param values The answer, by field.
 * @param project The project, or its `task_spec` alone.
 * @returns Errors by path; none if the answer is right.
 *
 * @example Usage
 * ```ts
 * import { validateOutput } from "@toloka/client/data";
 * import { assertEquals } from "@std/assert";
 *
 * const project = {
 *   task_spec: {
 *     input_spec: {},
 *     output_spec: { ages: { type: "array_integer", max_size: 3 } },
 *   },
 * } as const;
 *
 * assertEquals(validateOutput({ ages: [3, 5] }, project), {});
 * const errors = validateOutput({ ages: [3, "five"] }, project);
 * assertEquals(errors["output_values.ages.1"]?.code, "INTEGER_EXPECTED");
 * ```
 */
export function validateOutput(
  values: unknown,
  project: ProjectSpec,
): FieldErrors {
  const errors: FieldErrors = {};
  validatorsOf(project).output(values, "output_values", errors);
  return errors;
}

/**
 * Checks any number of tasks, one after the other: only one is in memory at a
 * time.
 *
 * @param tasks The tasks, from wherever they come.
 * @param project The project, or its `task_spec` alone.
 * @returns The tasks with errors, by their position; see {@linkcode validateTask}.
 *
 * @example Usage
 * ```ts
 * import { validateTasks } from "@toloka/client/data";
 * import { assertEquals } from "@std/assert";
 *
 * const project = {
 *   task_spec: { input_spec: { image: { type: "url" } }, output_spec: {} },
 * } as const;
 * const tasks = [
 *   { input_values: { image: "https://example.com/1.png" } },
 *   { input_values: { image: "2.png" } },
 * ];
 *
 * for await (const { row, errors } of validateTasks(tasks, project)) {
 *   assertEquals(row, 2);
 *   assertEquals(Object.keys(errors), ["input_values.image"]);
 * }
 * ```
 */
export async function* validateTasks(
  tasks: Iterable<unknown> | AsyncIterable<unknown>,
  project: ProjectSpec,
): AsyncGenerator<InvalidTask, void, void> {
  const validators = validatorsOf(project);
  let row = 0;
  for await (const task of tasks) {
    row++;
    const errors = validators.task(task);
    if (!isEmpty(errors)) yield { row, errors };
  }
}
