/** Components that hold or do not. @module */
import type {
  AllCondition,
  AnyCondition,
  DistanceCondition,
  EmptyCondition,
  EqualsCondition,
  LinkOpenedCondition,
  NotCondition,
  PlayedCondition,
  PlayedFullyCondition,
  RequiredCondition,
  SameDomainCondition,
  SchemaCondition,
  SubArrayCondition,
} from "../types/template_builder.ts";
import { type ComponentProperties, makers } from "./component.ts";

/** Creates components that check something: `condition.*`. */
export interface ConditionBuilders {
  /**
   * Requires all of several conditions: `condition.all`.
   *
   * @example Both names are there
   * ```ts
   * import { condition, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   condition.all({
   *     conditions: [
   *       condition.required({ data: data.output("first") }),
   *       condition.required({ data: data.output("last") }),
   *     ],
   *   }),
   *   {
   *     type: "condition.all",
   *     conditions: [
   *       {
   *         type: "condition.required",
   *         data: { type: "data.output", path: "first" },
   *       },
   *       {
   *         type: "condition.required",
   *         data: { type: "data.output", path: "last" },
   *       },
   *     ],
   *   },
   * );
   * ```
   */
  all(properties: ComponentProperties<AllCondition>): AllCondition;
  /**
   * Requires any of several conditions: `condition.any`.
   *
   * @example A phone number or a mail address
   * ```ts
   * import { condition, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   condition.any({
   *     conditions: [
   *       condition.required({ data: data.output("phone") }),
   *       condition.required({ data: data.output("mail") }),
   *     ],
   *   }),
   *   {
   *     type: "condition.any",
   *     conditions: [
   *       {
   *         type: "condition.required",
   *         data: { type: "data.output", path: "phone" },
   *       },
   *       {
   *         type: "condition.required",
   *         data: { type: "data.output", path: "mail" },
   *       },
   *     ],
   *   },
   * );
   * ```
   */
  any(properties: ComponentProperties<AnyCondition>): AnyCondition;
  /**
   * Requires one place to be near another, as the Toloker near the shop:
   * `@yandex-toloka/condition.distance`.
   *
   * @example The Toloker is within 200 metres
   * ```ts
   * import { condition, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   condition.distance({
   *     from: data.location(),
   *     to: data.input("place"),
   *     max: 200,
   *     hint: "Go nearer",
   *   }),
   *   {
   *     type: "@yandex-toloka/condition.distance",
   *     from: { type: "@yandex-toloka/data.location" },
   *     to: { type: "data.input", path: "place" },
   *     max: 200,
   *     hint: "Go nearer",
   *   },
   * );
   * ```
   */
  distance(
    properties: ComponentProperties<DistanceCondition>,
  ): DistanceCondition;
  /**
   * Requires that there is no value: `condition.empty`.
   *
   * @example Nobody reported a problem
   * ```ts
   * import { condition, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.empty({ data: data.output("problem") }), {
   *   type: "condition.empty",
   *   data: { type: "data.output", path: "problem" },
   * });
   * ```
   */
  empty(properties?: ComponentProperties<EmptyCondition>): EmptyCondition;
  /**
   * Requires a value to be the given one: `condition.equals`.
   *
   * @example Ask why, if the answer is no
   * ```ts
   * import {
   *   condition,
   *   data,
   *   field,
   *   helper,
   * } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * const reason = helper.if({
   *   condition: condition.equals({ data: data.output("ok"), to: "no" }),
   *   then: field.text({ data: data.output("reason"), label: "Why?" }),
   * });
   * assertEquals(reason.type, "helper.if");
   * ```
   */
  equals(properties: ComponentProperties<EqualsCondition>): EqualsCondition;
  /**
   * Requires the Toloker to have opened the link: `condition.link-opened`.
   *
   * @example The page was looked at
   * ```ts
   * import { condition, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   condition.linkOpened({
   *     url: data.input("page"),
   *     hint: "Open the page first",
   *   }),
   *   {
   *     type: "condition.link-opened",
   *     url: { type: "data.input", path: "page" },
   *     hint: "Open the page first",
   *   },
   * );
   * ```
   */
  linkOpened(
    properties: ComponentProperties<LinkOpenedCondition>,
  ): LinkOpenedCondition;
  /**
   * Requires that another condition does not hold: `condition.not`.
   *
   * @example The answer is not "other"
   * ```ts
   * import { condition, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   condition.not({
   *     condition: condition.equals({
   *       data: data.output("kind"),
   *       to: "other",
   *     }),
   *   }),
   *   {
   *     type: "condition.not",
   *     condition: {
   *       type: "condition.equals",
   *       data: { type: "data.output", path: "kind" },
   *       to: "other",
   *     },
   *   },
   * );
   * ```
   */
  not(properties: ComponentProperties<NotCondition>): NotCondition;
  /**
   * Requires the validated player to have been started: `condition.played`.
   *
   * @example The film was started
   * ```ts
   * import { condition } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.played({ hint: "Start the film" }), {
   *   type: "condition.played",
   *   hint: "Start the film",
   * });
   * ```
   */
  played(properties?: ComponentProperties<PlayedCondition>): PlayedCondition;
  /**
   * Requires that player to have reached the end: `condition.played-fully`.
   *
   * @example The film was seen to its end
   * ```ts
   * import { condition } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.playedFully({ hint: "Watch all of it" }), {
   *   type: "condition.played-fully",
   *   hint: "Watch all of it",
   * });
   * ```
   */
  playedFully(
    properties?: ComponentProperties<PlayedFullyCondition>,
  ): PlayedFullyCondition;
  /**
   * Requires a value: `condition.required`.
   *
   * @example No answer, no submission
   * ```ts
   * import { condition } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(condition.required({ hint: "Choose one" }), {
   *   type: "condition.required",
   *   hint: "Choose one",
   * });
   * ```
   */
  required(
    properties?: ComponentProperties<RequiredCondition>,
  ): RequiredCondition;
  /**
   * Requires two addresses to be of one site: `condition.same-domain`.
   *
   * @example The address is of the shop
   * ```ts
   * import { condition, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   condition.sameDomain({
   *     original: data.input("shop"),
   *     hint: "Find it in this shop",
   *   }),
   *   {
   *     type: "condition.same-domain",
   *     original: { type: "data.input", path: "shop" },
   *     hint: "Find it in this shop",
   *   },
   * );
   * ```
   */
  sameDomain(
    properties: ComponentProperties<SameDomainCondition>,
  ): SameDomainCondition;
  /**
   * Requires a value to fit a JSON schema: `condition.schema`.
   *
   * @example Ten characters or more
   * ```ts
   * import { condition } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   condition.schema({
   *     schema: { type: "string", minLength: 10 },
   *     hint: "Say more",
   *   }),
   *   {
   *     type: "condition.schema",
   *     schema: { type: "string", minLength: 10 },
   *     hint: "Say more",
   *   },
   * );
   * ```
   */
  schema(properties: ComponentProperties<SchemaCondition>): SchemaCondition;
  /**
   * Requires an array to hold all items of another: `condition.sub-array`.
   *
   * @example Only labels that the task has
   * ```ts
   * import { condition, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   condition.subArray({
   *     data: data.output("labels"),
   *     parent: data.input("labels"),
   *   }),
   *   {
   *     type: "condition.sub-array",
   *     data: { type: "data.output", path: "labels" },
   *     parent: { type: "data.input", path: "labels" },
   *   },
   * );
   * ```
   */
  subArray(
    properties: ComponentProperties<SubArrayCondition>,
  ): SubArrayCondition;
}

/**
 * Builders of conditions that must hold: before a Toloker may send the answer (`validation` of a
 * field), or before something is shown or done.
 */
export const condition: ConditionBuilders = makers<ConditionBuilders>({
  all: "condition.all",
  any: "condition.any",
  distance: "@yandex-toloka/condition.distance",
  empty: "condition.empty",
  equals: "condition.equals",
  linkOpened: "condition.link-opened",
  not: "condition.not",
  played: "condition.played",
  playedFully: "condition.played-fully",
  required: "condition.required",
  sameDomain: "condition.same-domain",
  schema: "condition.schema",
  subArray: "condition.sub-array",
});
