/** Components that change how the page works. @module */
import type {
  HotkeysPlugin,
  ImageAnnotationHotkeysPlugin,
  TextAnnotationHotkeysPlugin,
  TolokaPlugin,
  TriggerPlugin,
} from "../types/template_builder.ts";
import { type ComponentProperties, makers } from "./component.ts";

/** Creates components that change the page's behavior: `plugin.*`. */
export interface PluginBuilders {
  /**
   * Keys that run actions: `plugin.hotkeys`.
   *
   * @example The keys 1 and 2 answer
   * ```ts
   * import { action, data, plugin } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * const keys = plugin.hotkeys({
   *   1: action.set({ data: data.output("kind"), payload: "cat" }),
   *   2: action.set({ data: data.output("kind"), payload: "dog" }),
   * });
   * assertEquals(Object.keys(keys), ["1", "2", "type"]);
   * ```
   */
  hotkeys(properties: ComponentProperties<HotkeysPlugin>): HotkeysPlugin;
  /**
   * Keys for marking areas on a picture:
   * `plugin.field.image-annotation.hotkeys`.
   *
   * @example The keys 1 and 2 are labels
   * ```ts
   * import { plugin } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   plugin.imageAnnotationHotkeys({
   *     labels: ["1", "2"],
   *     modes: { rectangle: "r" },
   *   }),
   *   {
   *     type: "plugin.field.image-annotation.hotkeys",
   *     labels: ["1", "2"],
   *     modes: { rectangle: "r" },
   *   },
   * );
   * ```
   */
  imageAnnotationHotkeys(
    properties: ComponentProperties<ImageAnnotationHotkeysPlugin>,
  ): ImageAnnotationHotkeysPlugin;
  /**
   * Keys for marking parts of a text: `plugin.field.text-annotation.hotkeys`.
   *
   * @example The keys 1 and 2 are labels
   * ```ts
   * import { plugin } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   plugin.textAnnotationHotkeys({ labels: ["1", "2"], remove: "d" }),
   *   {
   *     type: "plugin.field.text-annotation.hotkeys",
   *     labels: ["1", "2"],
   *     remove: "d",
   *   },
   * );
   * ```
   */
  textAnnotationHotkeys(
    properties: ComponentProperties<TextAnnotationHotkeysPlugin>,
  ): TextAnnotationHotkeysPlugin;
  /**
   * Layout of the tasks on the page: `plugin.toloka`.
   *
   * @example Tasks below each other
   * ```ts
   * import { plugin } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   plugin.toloka({ layout: { kind: "scroll", taskWidth: 600 } }),
   *   { type: "plugin.toloka", layout: { kind: "scroll", taskWidth: 600 } },
   * );
   * ```
   */
  toloka(properties: ComponentProperties<TolokaPlugin>): TolokaPlugin;
  /**
   * An action that follows a change of data: `plugin.trigger`.
   *
   * @example Forget the reason when the answer changes
   * ```ts
   * import { action, data, plugin } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   plugin.trigger({
   *     onChangeOf: data.output("ok"),
   *     action: action.set({ data: data.output("reason"), payload: "" }),
   *   }),
   *   {
   *     type: "plugin.trigger",
   *     onChangeOf: { type: "data.output", path: "ok" },
   *     action: {
   *       type: "action.set",
   *       data: { type: "data.output", path: "reason" },
   *       payload: "",
   *     },
   *   },
   * );
   * ```
   */
  trigger(properties: ComponentProperties<TriggerPlugin>): TriggerPlugin;
}

/** Builders of plugins: keys, triggers, the layout of tasks. */
export const plugin: PluginBuilders = makers<PluginBuilders>({
  hotkeys: "plugin.hotkeys",
  imageAnnotationHotkeys: "plugin.field.image-annotation.hotkeys",
  textAnnotationHotkeys: "plugin.field.text-annotation.hotkeys",
  toloka: "plugin.toloka",
  trigger: "plugin.trigger",
});
