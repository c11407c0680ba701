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

/** Creates components that compute a value: `helper.*`. */
export interface HelperBuilders {
  /**
   * One array of several: `helper.concat-arrays`.
   *
   * @example Two lists in one
   * ```ts
   * import { data, helper } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   helper.concatArrays({ items: [data.input("cats"), data.input("dogs")] }),
   *   {
   *     type: "helper.concat-arrays",
   *     items: [
   *       { type: "data.input", path: "cats" },
   *       { type: "data.input", path: "dogs" },
   *     ],
   *   },
   * );
   * ```
   */
  concatArrays(
    properties: ComponentProperties<ConcatArraysHelper>,
  ): ConcatArraysHelper;
  /**
   * An object of pairs of key and value: `helper.entries2object`.
   *
   * @example An object with a key of the task
   * ```ts
   * import { data, helper } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   helper.entriesToObject({
   *     entries: [{ key: data.input("id"), value: "seen" }],
   *   }),
   *   {
   *     type: "helper.entries2object",
   *     entries: [{ key: { type: "data.input", path: "id" }, value: "seen" }],
   *   },
   * );
   * ```
   */
  entriesToObject(
    properties: ComponentProperties<EntriesToObjectHelper>,
  ): EntriesToObjectHelper;
  /**
   * One of two values or components, by a condition: `helper.if`.
   *
   * @example Another text for big pictures
   * ```ts
   * import { condition, data, helper } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   helper.if({
   *     condition: condition.required({ data: data.input("big") }),
   *     then: "Zoom in",
   *     else: "Look",
   *   }),
   *   {
   *     type: "helper.if",
   *     condition: {
   *       type: "condition.required",
   *       data: { type: "data.input", path: "big" },
   *     },
   *     then: "Zoom in",
   *     else: "Look",
   *   },
   * );
   * ```
   */
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
  /**
   * Pairs of key and value of an object: `helper.object2entries`.
   *
   * @example What a task says of a product
   * ```ts
   * import { data, helper } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(helper.objectToEntries({ data: data.input("product") }), {
   *   type: "helper.object2entries",
   *   data: { type: "data.input", path: "product" },
   * });
   * ```
   */
  objectToEntries(
    properties: ComponentProperties<ObjectToEntriesHelper>,
  ): ObjectToEntriesHelper;
  /**
   * The address of a file on the disk linked to the requester's account:
   * `@yandex-toloka/helper.proxy`.
   *
   * @example A picture on the linked disk
   * ```ts
   * import { helper } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(helper.proxy({ path: "my-disk/photos/1.png" }), {
   *   type: "@yandex-toloka/helper.proxy",
   *   path: "my-disk/photos/1.png",
   * });
   * ```
   */
  proxy(properties: ComponentProperties<ProxyHelper>): ProxyHelper;
  /**
   * A text with one part exchanged for another: `helper.replace`.
   *
   * @example No underscores
   * ```ts
   * import { data, helper } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   helper.replace({ data: data.input("title"), find: "_", replace: " " }),
   *   {
   *     type: "helper.replace",
   *     data: { type: "data.input", path: "title" },
   *     find: "_",
   *     replace: " ",
   *   },
   * );
   * ```
   */
  replace(properties: ComponentProperties<ReplaceHelper>): ReplaceHelper;
  /**
   * The address of a search for something: `helper.search-query`.
   *
   * @example Look for the title
   * ```ts
   * import { data, helper } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   helper.searchQuery({ query: data.input("title"), engine: "wikipedia" }),
   *   {
   *     type: "helper.search-query",
   *     query: { type: "data.input", path: "title" },
   *     engine: "wikipedia",
   *   },
   * );
   * ```
   */
  searchQuery(
    properties: ComponentProperties<SearchQueryHelper>,
  ): SearchQueryHelper;
  /**
   * The value or component of the first case that holds: `helper.switch`.
   *
   * @example A text for cats, another for the rest
   * ```ts
   * import { condition, data, helper } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   helper.switch({
   *     cases: [{
   *       condition: condition.equals({ data: data.input("kind"), to: "cat" }),
   *       result: "Which cat?",
   *     }],
   *     default: "Which animal?",
   *   }),
   *   {
   *     type: "helper.switch",
   *     cases: [{
   *       condition: {
   *         type: "condition.equals",
   *         data: { type: "data.input", path: "kind" },
   *         to: "cat",
   *       },
   *       result: "Which cat?",
   *     }],
   *     default: "Which animal?",
   *   },
   * );
   * ```
   */
  switch(properties: ComponentProperties<SwitchHelper>): SwitchHelper;
  /**
   * A text in capitals or small letters: `helper.text-transform`.
   *
   * @example A title in capitals
   * ```ts
   * import { data, helper } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   helper.textTransform({
   *     data: data.input("title"),
   *     transformation: "uppercase",
   *   }),
   *   {
   *     type: "helper.text-transform",
   *     data: { type: "data.input", path: "title" },
   *     transformation: "uppercase",
   *   },
   * );
   * ```
   */
  textTransform(
    properties: ComponentProperties<TextTransformHelper>,
  ): TextTransformHelper;
  /**
   * Each item of an array made into something: `helper.transform`.
   *
   * @example A picture for each address
   * ```ts
   * import { data, helper, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   helper.transform({
   *     items: data.input("images"),
   *     into: view.image({ url: data.local("item") }),
   *   }),
   *   {
   *     type: "helper.transform",
   *     items: { type: "data.input", path: "images" },
   *     into: {
   *       type: "view.image",
   *       url: { type: "data.local", path: "item" },
   *     },
   *   },
   * );
   * ```
   */
  transform(properties: ComponentProperties<TransformHelper>): TransformHelper;
  /**
   * A text of the project in the Toloker's language: `helper.translate`.
   *
   * @example A question in several languages
   * ```ts
   * import { helper } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(helper.translate({ key: "question" }), {
   *   type: "helper.translate",
   *   key: "question",
   * });
   * ```
   */
  translate(properties: ComponentProperties<TranslateHelper>): TranslateHelper;
}

/** Builders of helpers, which compute values and choose between them. */
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
