/**
 * Task pages of Template Builder, written in TypeScript: each component is a
 * function, and what does not fit does not compile.
 *
 * - {@linkcode view} shows, {@linkcode field} asks, {@linkcode layout} places;
 * - {@linkcode data} is what they show and where answers go,
 *   {@linkcode helper} works out values;
 * - {@linkcode condition} checks, {@linkcode action} does, {@linkcode plugin}
 *   joins them to keys and events;
 * - {@linkcode viewSpec} turns the page into the `view_spec` of a project, and
 *   {@linkcode parseTemplate} reads it back.
 *
 * A value can come from anywhere: a literal, data, a helper or a reference.
 *
 * ```ts
 * import {
 *   action,
 *   condition,
 *   dataOf,
 *   field,
 *   plugin,
 *   view,
 *   viewSpec,
 * } from "@toloka/client/template-builder";
 * import { assertEquals } from "@std/assert";
 *
 * const fields = {
 *   input_spec: { image: { type: "url" } },
 *   output_spec: {
 *     kind: { type: "string", allowed_values: ["cat", "dog"] },
 *   },
 * } as const;
 * const data = dataOf(fields);
 *
 * const view_spec = viewSpec({
 *   view: view.list({
 *     items: [
 *       view.image({ url: data.input("image"), maxWidth: 600 }),
 *       field.radioGroup({
 *         label: "Who is it?",
 *         data: data.output("kind"),
 *         options: [
 *           { value: "cat", label: "Cat" },
 *           { value: "dog", label: "Dog" },
 *         ],
 *         validation: condition.required({ hint: "Choose one" }),
 *       }),
 *     ],
 *   }),
 *   plugins: [
 *     plugin.hotkeys({
 *       1: action.set({ data: data.output("kind"), payload: "cat" }),
 *       2: action.set({ data: data.output("kind"), payload: "dog" }),
 *     }),
 *   ],
 * });
 *
 * const task_spec = { ...fields, view_spec };
 * assertEquals(task_spec.view_spec.lock?.["field.radio-group"], "1.0.0");
 * ```
 *
 * Importing this does not load the client, and needs no permissions.
 *
 * @module
 */

export { action, type ActionBuilders } from "./action.ts";
export {
  component,
  type ComponentOfType,
  type ComponentProperties,
  type ComponentProperty,
  type PropertiesOfType,
  type Yields,
} from "./component.ts";
export { condition, type ConditionBuilders } from "./condition.ts";
export {
  dataSpec,
  parseTemplate,
  type TemplateDataSpec,
  viewSpec,
  type ViewSpecOptions,
} from "./config.ts";
export {
  data,
  type DataBuilders,
  dataOf,
  type DataOptions,
  type DataSpec,
  type FieldPath,
  ref,
  type VisibleFields,
} from "./data.ts";
export { field, type FieldBuilders } from "./field.ts";
export { helper, type HelperBuilders } from "./helper.ts";
export { layout, type LayoutBuilders } from "./layout.ts";
export { plugin, type PluginBuilders } from "./plugin.ts";
export { view, type ViewBuilders } from "./view.ts";
export type * from "../types/template_builder.ts";
