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

/** Makes components that hold or do not: `condition.*`. */
export interface ConditionBuilders {
  /** Whether all of several conditions hold: `condition.all`. */
  all(properties: ComponentProperties<AllCondition>): AllCondition;
  /** Whether any of several conditions holds: `condition.any`. */
  any(properties: ComponentProperties<AnyCondition>): AnyCondition;
  /**
   * Whether one place is near another, such as the Toloker near the shop:
   * `@yandex-toloka/condition.distance`.
   */
  distance(
    properties: ComponentProperties<DistanceCondition>,
  ): DistanceCondition;
  /** Whether there is no value: `condition.empty`. */
  empty(properties?: ComponentProperties<EmptyCondition>): EmptyCondition;
  /**
   * Whether a value is the given one: `condition.equals`.
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
  /** Whether the Toloker has opened the link: `condition.link-opened`. */
  linkOpened(
    properties: ComponentProperties<LinkOpenedCondition>,
  ): LinkOpenedCondition;
  /** Whether another condition does not hold: `condition.not`. */
  not(properties: ComponentProperties<NotCondition>): NotCondition;
  /** Whether the player it validates was started: `condition.played`. */
  played(properties?: ComponentProperties<PlayedCondition>): PlayedCondition;
  /** Whether that player reached the end: `condition.played-fully`. */
  playedFully(
    properties?: ComponentProperties<PlayedFullyCondition>,
  ): PlayedFullyCondition;
  /** Whether there is a value: `condition.required`. */
  required(
    properties?: ComponentProperties<RequiredCondition>,
  ): RequiredCondition;
  /** Whether two addresses are of one site: `condition.same-domain`. */
  sameDomain(
    properties: ComponentProperties<SameDomainCondition>,
  ): SameDomainCondition;
  /** Whether a value fits a JSON schema: `condition.schema`. */
  schema(properties: ComponentProperties<SchemaCondition>): SchemaCondition;
  /** Whether an array holds all items of another: `condition.sub-array`. */
  subArray(
    properties: ComponentProperties<SubArrayCondition>,
  ): SubArrayCondition;
}

/**
 * What must hold: before a Toloker may send the answer (`validation` of a
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
