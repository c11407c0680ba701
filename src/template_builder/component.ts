/** Shared parts of all families of components. @module */
import type {
  ActionComponent,
  ConditionComponent,
  DataComponent,
  HelperComponent,
  Hotkey,
  TemplateComponentOf,
  TemplateComponentType,
  TemplateReference,
  TemplateValue,
  UnknownTemplateComponent,
} from "../types/template_builder.ts";

/**
 * A component of the wanted kind, or one that may yield it on the page: a
 * helper, data, a reference, or a component this module does not know.
 *
 * @typeParam Wanted The kind, for example {@linkcode ConditionComponent}.
 */
export type Yields<Wanted> =
  | Wanted
  | HelperComponent
  | DataComponent
  | TemplateReference
  | UnknownTemplateComponent;

/**
 * Type of a component's property. The wire types let any component stand
 * where a condition, an action or data must; here those places take nothing
 * else, so `validation: view.text(...)` does not compile.
 *
 * @typeParam Type Type of the component.
 * @typeParam Name Name of the property.
 * @typeParam Value What the wire type says of it.
 */
export type ComponentProperty<Type, Name, Value> = Name extends
  "validation" | "condition" ? Yields<ConditionComponent>
  : Name extends "conditions" ? Yields<Yields<ConditionComponent>[]>
  : Name extends "action" ? Yields<ActionComponent>
  : Name extends "onChangeOf" ? Yields<DataComponent>
  : `${Type & string}/${Name & string}` extends
    `field.${string}/data` | `action.${string}/data` ? Yields<DataComponent>
  : `${Type & string}/${Name & string}` extends "action.bulk/payload"
    ? Yields<Yields<ActionComponent>[]>
  : `${Type & string}/${Name & string}` extends `plugin.hotkeys/${Hotkey}`
    ? Yields<ActionComponent>
  : Value;

/**
 * Properties of a component without `type`, named as
 * Template Builder names them. `version` is seldom needed: without it a
 * component gets the version its view is locked to.
 *
 * @typeParam Component The component.
 */
export type ComponentProperties<Component extends { type: string }> = {
  [Name in keyof Component as Name extends "type" ? never : Name]:
    ComponentProperty<Component["type"], Name, Component[Name]>;
};

/**
 * Properties of a component, by its type: checked for a known one, any JSON
 * for another.
 *
 * @typeParam Type Type of the component.
 */
export type PropertiesOfType<Type extends string> = Type extends
  TemplateComponentType ? ComponentProperties<TemplateComponentOf<Type>>
  : Record<string, TemplateValue>;

/**
 * The component of a type, known or not.
 *
 * @typeParam Type Type of the component.
 */
export type ComponentOfType<Type extends string> = Type extends
  TemplateComponentType ? TemplateComponentOf<Type> : UnknownTemplateComponent;

/**
 * Creates a component by its type. It is the way to one that Template Builder
 * has and this module does not; of all others there is a function by name.
 *
 * @example A component this module does not know
 * ```ts
 * import { component, view } from "@toloka/client/template-builder";
 * import { assertEquals } from "@std/assert";
 *
 * const total = component("helper.sum", { items: [1, 2] });
 * assertEquals(view.text({ content: total }).type, "view.text");
 * ```
 *
 * @typeParam Type Type of the component.
 * @param type Its type, for example `"view.image"`.
 * @param properties Everything else.
 * @returns The component, ready to stand in a template.
 */
export function component<const Type extends string>(
  type: Type,
  properties: PropertiesOfType<Type>,
): ComponentOfType<Type> {
  return { type, ...properties } as unknown as ComponentOfType<Type>;
}

/**
 * Creates the functions of a family from the types of their components. The
 * compiler holds each name to the type its function returns.
 *
 * @typeParam Makers Interface of the family.
 */
export function makers<Makers>(
  types: {
    [Name in keyof Makers]: Makers[Name] extends
      (...properties: never[]) => { type: infer Type } ? Type : never;
  },
): Makers {
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      (properties?: Record<string, unknown>) => ({ type, ...properties }),
    ]),
  ) as Makers;
}
