/** Components that stand for values. @module */
import type { FieldSpec } from "../types/projects.ts";
import type {
  AssignmentIdData,
  InputData,
  InternalData,
  LocalData,
  LocationData,
  OutputData,
  RelativeData,
  TemplateReference,
  TemplateValue,
} from "../types/template_builder.ts";

/** More about a value. */
export interface DataOptions {
  /** Value while there is none. An input with one need not be in the task. */
  default?: TemplateValue;
}

/**
 * Creates components that stand for values: `data.*`. A path is a name, or names
 * joined by dots where a value has parts; items of arrays are counted from
 * zero: `"image"`, `"boxes.0.label"`.
 *
 * @typeParam InputPath Paths an input can have.
 * @typeParam OutputPath Paths an output can have.
 */
export interface DataBuilders<
  InputPath = TemplateValue,
  OutputPath = TemplateValue,
> {
  /**
   * Input value of the task: `data.input`.
   *
   * @example A field of the task
   * ```ts
   * import { data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(data.input("title", { default: "Untitled" }), {
   *   type: "data.input",
   *   path: "title",
   *   default: "Untitled",
   * });
   * ```
   */
  input(path: InputPath, options?: DataOptions): InputData;
  /**
   * Output value, the Toloker's answer: `data.output`.
   *
   * @example The first box of an answer
   * ```ts
   * import { data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(data.output("boxes.0.label"), {
   *   type: "data.output",
   *   path: "boxes.0.label",
   * });
   * ```
   */
  output(path: OutputPath, options?: DataOptions): OutputData;
  /**
   * Value of the open page that is not submitted: `data.internal`.
   *
   * @example A value that is not submitted
   * ```ts
   * import { data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(data.internal("opened", { default: false }), {
   *   type: "data.internal",
   *   path: "opened",
   *   default: false,
   * });
   * ```
   */
  internal(path: TemplateValue, options?: DataOptions): InternalData;
  /**
   * Value of the component around it, such as an item: `data.local`.
   *
   * @example The item that is being shown
   * ```ts
   * import { data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(data.local("item"), { type: "data.local", path: "item" });
   * ```
   */
  local(path: TemplateValue, options?: DataOptions): LocalData;
  /**
   * Value of one item of `field.list`: `data.relative`. Without a path, the
   * item itself.
   *
   * @example A value of each item
   * ```ts
   * import { data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(data.relative("name"), {
   *   type: "data.relative",
   *   path: "name",
   * });
   * ```
   */
  relative(path?: TemplateValue, options?: DataOptions): RelativeData;
  /**
   * Id of the assignment: `@toloka/data.assignment-id`. It goes into links to
   * other sites, for their answers to be matched with assignments.
   *
   * @example A link to a survey
   * ```ts
   * import { data, helper, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * const url = helper.join({
   *   items: ["https://example.com/survey?id=", data.assignmentId()],
   * });
   * assertEquals(view.link({ url }).type, "view.link");
   * ```
   */
  assignmentId(): AssignmentIdData;
  /**
   * Location of the Toloker: `@yandex-toloka/data.location`.
   *
   * @example Where the Toloker is
   * ```ts
   * import { data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(data.location(), { type: "@yandex-toloka/data.location" });
   * ```
   */
  location(): LocationData;
}

/**
 * Values that components show, check and write. Where the project's fields are
 * known, {@linkcode dataOf} also checks the names.
 */
export const data: DataBuilders = {
  input: (path, options) => ({ type: "data.input", path, ...options }),
  output: (path, options) => ({ type: "data.output", path, ...options }),
  internal: (path, options) => ({ type: "data.internal", path, ...options }),
  local: (path, options) => ({ type: "data.local", path, ...options }),
  relative: (path, options) => ({
    type: "data.relative",
    ...(path !== undefined && { path }),
    ...options,
  }),
  assignmentId: () => ({ type: "@toloka/data.assignment-id" }),
  location: () => ({ type: "@yandex-toloka/data.location" }),
};

/** Fields of a project, as its `task_spec` has them. */
export interface DataSpec {
  /** Input fields. */
  input_spec: Record<string, FieldSpec>;
  /** Output fields. */
  output_spec: Record<string, FieldSpec>;
}

/**
 * The paths that fields allow: their names, and for arrays and JSON whatever is
 * inside.
 *
 * @typeParam Specs Description of every field.
 */
export type FieldPath<Specs extends Record<string, FieldSpec>> = {
  [Name in keyof Specs & string]:
    | Name
    | (Specs[Name]["type"] extends "json" | `array_${string}`
      ? `${Name}.${string}`
      : never);
}[keyof Specs & string];

/**
 * The fields that task pages may show: those not hidden.
 *
 * @typeParam Specs Description of every field.
 */
export type VisibleFields<Specs extends Record<string, FieldSpec>> = {
  [
    Name in keyof Specs as Specs[Name] extends { hidden: true } ? never : Name
  ]: Specs[Name];
};

/**
 * The `data` of one project: `input()` and `output()` take only the names of
 * its fields, so a misspelt one does not compile, nor does a hidden input,
 * which task pages cannot read. The other functions are those of
 * {@linkcode data}.
 *
 * @example A misspelt name does not compile
 * ```ts
 * import { dataOf, view } from "@toloka/client/template-builder";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const data = dataOf({
 *   input_spec: { image: { type: "url" } },
 *   output_spec: {
 *     kind: { type: "string", allowed_values: ["cat", "dog"] },
 *   },
 * });
 * assertEquals(view.image({ url: data.input("image") }).type, "view.image");
 *
 * // @ts-expect-error there is no such input field
 * assertThrows(() => data.input("imgae"), RangeError);
 * ```
 *
 * @typeParam Spec The fields.
 * @param spec Fields of the project: its `task_spec`, or the part of it that
 *   is written so far.
 * @returns The functions. They throw a `RangeError` when a name reaches them
 *   that the compiler could not check.
 */
export function dataOf<const Spec extends DataSpec>(
  spec: Spec,
): DataBuilders<
  FieldPath<VisibleFields<Spec["input_spec"]>>,
  FieldPath<Spec["output_spec"]>
> {
  return {
    ...data,
    input(path, options) {
      const name = checkField(path, "input", spec.input_spec);
      if (spec.input_spec[name]?.hidden) {
        throw new RangeError(
          `Cannot show the input field "${name}" as it is hidden from Tolokers`,
        );
      }
      return data.input(path, options);
    },
    output(path, options) {
      checkField(path, "output", spec.output_spec);
      return data.output(path, options);
    },
  };
}

function checkField(
  path: string,
  kind: "input" | "output",
  specs: Record<string, FieldSpec>,
): string {
  const name = path.split(".", 1)[0]!;
  if (Object.hasOwn(specs, name)) return name;
  const known = Object.keys(specs).map((name) => `"${name}"`).join(", ");
  throw new RangeError(
    `Cannot use the ${kind} field "${name}" as the project has no such ` +
      `field: it has ${known || "none"}`,
  );
}

/**
 * Stands for a part of the template written elsewhere, best in its `vars`; and
 * in `action.openClose`, `action.playPause` and `action.rotate` for the
 * component they work on.
 *
 * @example One list of options for two fields
 * ```ts
 * import {
 *   data,
 *   field,
 *   ref,
 *   view,
 *   viewSpec,
 * } from "@toloka/client/template-builder";
 * import { assertMatch } from "@std/assert";
 *
 * const spec = viewSpec({
 *   vars: { options: [{ value: "yes" }, { value: "no" }] },
 *   view: view.list({
 *     items: ["cat", "dog"].map((kind) =>
 *       field.radioGroup({
 *         label: `Is there a ${kind}?`,
 *         data: data.output(kind),
 *         options: ref("vars.options"),
 *       })
 *     ),
 *   }),
 * });
 * assertMatch(spec.config, /"\$ref": "vars.options"/);
 * ```
 *
 * @param path Where it is written, from the root of the template: keys joined
 *   by dots, items of arrays counted from zero.
 * @returns The reference.
 */
export function ref(path: string): TemplateReference {
  return { $ref: path };
}
