/** Projects whose own description types their tasks and answers. */
import type { FieldSpec, FieldValues, ProjectInput } from "./types/projects.ts";

/**
 * Anything that says which fields tasks and answers have: a project, what one
 * is made of, or just this part of it.
 */
export interface ProjectSpec {
  /** The fields, by name. */
  readonly task_spec: {
    /** What each task brings. */
    readonly input_spec: Readonly<Record<string, FieldSpec>>;
    /** What Tolokers answer. */
    readonly output_spec: Readonly<Record<string, FieldSpec>>;
  };
}

/**
 * The values of a whole input or output on one level, so that editors show
 * them field by field; any value, by any name, where the fields are not known.
 *
 * @typeParam Specs Description of every field.
 */
export type ValuesOf<Specs extends Readonly<Record<string, FieldSpec>>> =
  string extends keyof Specs ? Record<string, unknown>
    : { [Name in keyof FieldValues<Specs>]: FieldValues<Specs>[Name] };

/**
 * What each task of a project brings, worked out from its
 * `task_spec.input_spec`. `Record<string, unknown>` where the fields are not
 * written as a literal, as in a project that was read from the server.
 *
 * @typeParam Project Type of the project: `typeof project`.
 */
export type InputOf<Project extends ProjectSpec> = ValuesOf<
  Project["task_spec"]["input_spec"]
>;

/**
 * What a Toloker answers to a task of a project, worked out from its
 * `task_spec.output_spec`; see {@linkcode InputOf}.
 *
 * @typeParam Project Type of the project: `typeof project`.
 */
export type OutputOf<Project extends ProjectSpec> = ValuesOf<
  Project["task_spec"]["output_spec"]
>;

/**
 * Refuses what fields of a type do not have, such as a misspelt rule.
 *
 * @typeParam Specs Description of every field.
 */
export type OnlyRules<Specs extends Readonly<Record<string, FieldSpec>>> = {
  readonly [Name in keyof Specs]: {
    readonly [
      Rule in Exclude<
        keyof Specs[Name],
        keyof Extract<FieldSpec, { type: Specs[Name]["type"] }>
      >
    ]: never;
  };
};

/**
 * Writes a project down so that its fields type its tasks and answers. It
 * gives back what it gets: at run time it does nothing, and
 * `{...} as const satisfies ProjectInput` types the same.
 *
 * A field's rule that does not exist, or not for the field's type, does not
 * compile; neither does a task with a wrong value later on.
 *
 * @typeParam Project Type of the project, worked out by itself.
 * @param project What `toloka.projects.create` takes.
 * @returns The same object.
 *
 * @example Tasks and answers typed by their project
 * ```ts
 * import { defineProject, type InputOf, type OutputOf } from "@toloka/client";
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
 * const input: InputOf<typeof project> = { image: "https://example.com/1.png" };
 * const output: OutputOf<typeof project> = { animal: "cat" };
 * const wrong: OutputOf<typeof project> = {
 *   // @ts-expect-error a bird is not among the allowed values
 *   animal: "bird",
 * };
 *
 * assertEquals([input.source, output.animal, wrong.animal], [undefined, "cat", "bird"]);
 * ```
 */
export function defineProject<const Project extends ProjectInput>(
  project: Project & {
    readonly task_spec: {
      readonly input_spec: OnlyRules<Project["task_spec"]["input_spec"]>;
      readonly output_spec: OnlyRules<Project["task_spec"]["output_spec"]>;
    };
  },
): Project {
  return project;
}
