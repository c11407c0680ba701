/** Projects whose own description types their tasks and answers. */
import { misspellingsOf } from "./project_names.ts";
import type { OnlyKnown } from "./types/common.ts";
import type {
  FieldSpec,
  FieldType,
  FieldValues,
  Project,
  ProjectInput,
  TaskSpec,
  ViewSettings,
  ViewSpec,
} from "./types/projects.ts";

/**
 * Anything that describes the fields of tasks and answers: a project, the
 * input of one, or this part alone.
 */
export interface ProjectSpec {
  /** The fields, by name. */
  readonly task_spec: {
    /** Fields of the input. */
    readonly input_spec: Readonly<Record<string, FieldSpec>>;
    /** Fields of the answer. */
    readonly output_spec: Readonly<Record<string, FieldSpec>>;
  };
}

/**
 * Values of a whole input or output on one level, so that editors show them
 * field by field. `Record<string, unknown>` if the fields are not known.
 *
 * @typeParam Specs Description of every field.
 */
export type ValuesOf<Specs extends Readonly<Record<string, FieldSpec>>> =
  string extends keyof Specs ? Record<string, unknown>
    : { [Name in keyof FieldValues<Specs>]: FieldValues<Specs>[Name] };

/**
 * Input values of a project's tasks, inferred from its `task_spec.input_spec`.
 * `Record<string, unknown>` where the fields are not written as a literal, as
 * in a project that was read from the server.
 *
 * @typeParam Project Type of the project: `typeof project`.
 */
export type InputOf<Project extends ProjectSpec> = ValuesOf<
  Project["task_spec"]["input_spec"]
>;

/**
 * Output values of a Toloker's answer, inferred from a project's
 * `task_spec.output_spec`; see {@linkcode InputOf}.
 *
 * @typeParam Project Type of the project: `typeof project`.
 */
export type OutputOf<Project extends ProjectSpec> = ValuesOf<
  Project["task_spec"]["output_spec"]
>;

/**
 * Fields of a project before they are checked: with literal types as written
 * in code, or with wide ones as imported from JSON.
 */
export type UncheckedFields = Readonly<
  Record<string, { readonly type: string }>
>;

/** The least that {@linkcode defineProject} takes; the rest is checked later. */
export interface UncheckedProject {
  /** Fields and task page. */
  readonly task_spec: {
    /** Fields of the input. */
    readonly input_spec: UncheckedFields;
    /** Fields of the answer. */
    readonly output_spec: UncheckedFields;
    /** Task page. */
    readonly view_spec?: { readonly type?: string } | undefined;
  };
}

/**
 * Names of the properties of every member of a union.
 *
 * @typeParam Union The union.
 */
export type NamesOf<Union> = Union extends unknown ? keyof Union : never;

/**
 * A field as it must be for its type. With a wide type, as in imported JSON,
 * only the names of the rules are checked.
 *
 * @typeParam Spec Description of the field.
 */
export type CheckedField<Spec> = Spec extends
  { readonly type: infer Type extends string }
  ? string extends Type ? OnlyKnown<Spec, NamesOf<FieldSpec>, "A field">
  : Type extends FieldType ?
      & Extract<FieldSpec, { type: Type }>
      & OnlyKnown<
        Spec,
        keyof Extract<FieldSpec, { type: Type }>,
        `A field of type '${Type}'`
      >
  : { type: FieldType }
  : never;

/**
 * Fields as they must be, by name.
 *
 * @typeParam Specs Description of every field.
 */
export type CheckedFields<Specs> = {
  readonly [Name in keyof Specs]: CheckedField<Specs[Name]>;
};

/**
 * A task page as it must be for its type; see {@linkcode CheckedField}.
 *
 * @typeParam View The task page.
 */
export type CheckedView<View> = View extends
  { readonly type: infer Type extends string }
  ? string extends Type
    ? OnlyKnown<View, NamesOf<ViewSpec>, "A view spec"> & CheckedSettings<View>
  : Type extends ViewSpec["type"] ?
      & Extract<ViewSpec, { type: Type }>
      & OnlyKnown<
        View,
        keyof Extract<ViewSpec, { type: Type }>,
        `A view spec of type '${Type}'`
      >
      & CheckedSettings<View>
  : { type: ViewSpec["type"] }
  : ViewSpec;

/**
 * The settings of a task page, without any that do not exist.
 *
 * @typeParam View The task page.
 */
export type CheckedSettings<View> = View extends
  { readonly settings: infer Settings extends object } ? {
    readonly settings: OnlyKnown<
      Settings,
      keyof ViewSettings,
      "A view's settings"
    >;
  }
  : unknown;

/**
 * A project as it must be, with the names of its own fields. One from imported
 * JSON, where all types are wide, is checked for unknown names only.
 *
 * @typeParam Given Type of the project.
 */
export type CheckedProject<Given extends UncheckedProject> =
  & OnlyKnown<Given, keyof Project, "A project">
  & ("assignments_issuing_type" extends keyof Given
    ? string extends Given["assignments_issuing_type"] ? unknown
    : Omit<ProjectInput, "task_spec">
    : Omit<ProjectInput, "task_spec">)
  & {
    readonly task_spec: {
      readonly input_spec: CheckedFields<Given["task_spec"]["input_spec"]>;
      readonly output_spec: CheckedFields<Given["task_spec"]["output_spec"]>;
      readonly view_spec: CheckedView<Given["task_spec"]["view_spec"]>;
    };
  };

/**
 * Fields of a defined project. A field of imported JSON can be of any type.
 *
 * @typeParam Specs Description of every field, as given.
 */
export type DefinedFields<Specs> = {
  [Name in keyof Specs]: Specs[Name] extends FieldSpec ? Specs[Name]
    : FieldSpec & Pick<Specs[Name], keyof Specs[Name] & "required">;
};

/**
 * A project that types its tasks and answers: see {@linkcode defineProject}.
 *
 * @typeParam Input Description of the input fields.
 * @typeParam Output Description of the output fields.
 */
export interface DefinedProject<
  Input extends Record<string, FieldSpec>,
  Output extends Record<string, FieldSpec>,
> extends Omit<ProjectInput, "task_spec"> {
  /** Fields and task page. */
  task_spec: TaskSpec<Input, Output>;
}

/**
 * Describes a project so that its fields type its tasks and answers. Returns
 * its argument, unchanged: `{...} as const satisfies ProjectInput` types the
 * same.
 *
 * A property that does not exist, or not for the type of the field, does not
 * compile; neither does a task with a wrong value later on. A project can also
 * be imported from a JSON file. TypeScript then knows the names of its fields,
 * but not their types: values are typed as any JSON.
 *
 * @typeParam Given Type of the project, inferred.
 * @param project Body for `toloka.projects.create`. One that was read from the
 *   server does as well.
 * @returns The same object.
 * @throws {TypeError} If a name differs by one or two letters from one that the
 *   server knows, in a project that the compiler could not check.
 *
 * @example Tasks and answers typed by their project
 * ```ts
 * import {
 *   defineProject,
 *   type InputOf,
 *   type OutputOf,
 * } from "@toloka/client";
 * import { assertEquals } from "@std/assert";
 *
 * const project = defineProject({
 *   public_name: "Cat or dog",
 *   assignments_issuing_type: "AUTOMATED",
 *   task_spec: {
 *     input_spec: {
 *       image: { type: "url" },
 *       source: { type: "string", required: false, hidden: true },
 *     },
 *     output_spec: {
 *       animal: { type: "string", allowed_values: ["cat", "dog"] },
 *     },
 *     view_spec: { type: "classic", markup: "{{img src=image}}" },
 *   },
 * });
 *
 * const input: InputOf<typeof project> = {
 *   image: "https://example.com/1.png",
 * };
 * const output: OutputOf<typeof project> = { animal: "cat" };
 * const wrong: OutputOf<typeof project> = {
 *   // @ts-expect-error a bird is not among the allowed values
 *   animal: "bird",
 * };
 *
 * assertEquals(
 *   [input.source, output.animal, wrong.animal],
 *   [undefined, "cat", "bird"],
 * );
 * ```
 *
 * @example A project in a JSON file
 * ```ts ignore
 * import file from "./project.json" with { type: "json" };
 *
 * const project = defineProject(file);
 * await toloka.projects.create(project);
 * ```
 */
export function defineProject<const Given extends UncheckedProject>(
  // The compiler infers from the second branch and checks against the first:
  // an intersection of both would turn every wrong value into `never`.
  project: [Given] extends [never] ? Given : CheckedProject<Given>,
): DefinedProject<
  DefinedFields<Given["task_spec"]["input_spec"]>,
  DefinedFields<Given["task_spec"]["output_spec"]>
> {
  const [first] = misspellingsOf(project);
  if (first !== undefined) {
    throw new TypeError(
      `Cannot define the project as there is no property '${first.path}': ` +
        `did you mean '${first.meant}'?`,
    );
  }
  return project as never;
}
