/** Components that work out a value. @module */
import type {
  ConcatArraysHelper,
  EntriesToObjectHelper,
  IfHelper,
  JoinHelper,
  ObjectToEntriesHelper,
  ProxyHelper,
  ReplaceHelper,
  SearchQueryHelper,
  SwitchHelper,
  TextTransformHelper,
  TransformHelper,
  TranslateHelper,
} from "../types/template_builder.ts";
import { type ComponentProperties, makers } from "./component.ts";

/** Makes components that work out a value: `helper.*`. */
export interface HelperBuilders {
  /** One array of several: `helper.concat-arrays`. */
  concatArrays(
    properties: ComponentProperties<ConcatArraysHelper>,
  ): ConcatArraysHelper;
  /** An object of pairs of key and value: `helper.entries2object`. */
  entriesToObject(
    properties: ComponentProperties<EntriesToObjectHelper>,
  ): EntriesToObjectHelper;
  /** One of two values or components, by a condition: `helper.if`. */
  if(properties: ComponentProperties<IfHelper>): IfHelper;
  /**
   * One text of several: `helper.join`.
   *
   * @example The address of a picture from its id
   * ```ts
   * import { data, helper, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * const url = helper.join({
   *   items: ["https://example.com/", data.input("id"), ".png"],
   * });
   * assertEquals(view.image({ url }).type, "view.image");
   * ```
   */
  join(properties: ComponentProperties<JoinHelper>): JoinHelper;
  /** Pairs of key and value of an object: `helper.object2entries`. */
  objectToEntries(
    properties: ComponentProperties<ObjectToEntriesHelper>,
  ): ObjectToEntriesHelper;
  /**
   * The address of a file on the disk linked to the requester's account:
   * `@yandex-toloka/helper.proxy`.
   */
  proxy(properties: ComponentProperties<ProxyHelper>): ProxyHelper;
  /** A text with one part exchanged for another: `helper.replace`. */
  replace(properties: ComponentProperties<ReplaceHelper>): ReplaceHelper;
  /** The address of a search for something: `helper.search-query`. */
  searchQuery(
    properties: ComponentProperties<SearchQueryHelper>,
  ): SearchQueryHelper;
  /** The value or component of the first case that holds: `helper.switch`. */
  switch(properties: ComponentProperties<SwitchHelper>): SwitchHelper;
  /** A text in capitals or small letters: `helper.text-transform`. */
  textTransform(
    properties: ComponentProperties<TextTransformHelper>,
  ): TextTransformHelper;
  /** Each item of an array made into something: `helper.transform`. */
  transform(properties: ComponentProperties<TransformHelper>): TransformHelper;
  /** A text of the project in the Toloker's language: `helper.translate`. */
  translate(properties: ComponentProperties<TranslateHelper>): TranslateHelper;
}

/** What works out values, and chooses what is shown. */
export const helper: HelperBuilders = makers<HelperBuilders>({
  concatArrays: "helper.concat-arrays",
  entriesToObject: "helper.entries2object",
  if: "helper.if",
  join: "helper.join",
  objectToEntries: "helper.object2entries",
  proxy: "@yandex-toloka/helper.proxy",
  replace: "helper.replace",
  searchQuery: "helper.search-query",
  switch: "helper.switch",
  textTransform: "helper.text-transform",
  transform: "helper.transform",
  translate: "helper.translate",
});
