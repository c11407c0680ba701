import { assertEquals } from "@std/assert";
import {
  action,
  component,
  condition,
  data,
  field,
  helper,
  layout,
  parseTemplate,
  plugin,
  ref,
  type TemplateBuilderConfig,
  type TemplateComponent,
  type TemplateComponentType,
  view,
  viewSpec,
} from "../../src/template_builder/mod.ts";
import samples from "./samples.json" with { type: "json" };

type Properties = Record<string, unknown>;
type Make = (properties: Properties) => Properties;

const { location, ...paths } = data;

/** Every function that makes a component from its properties, by type. */
const makers = new Map<string, Make>([
  ...[action, condition, field, helper, layout, plugin, view]
    .flatMap((family) => Object.values(family))
    .map(byType),
  ...Object.values(paths).map((make) =>
    byType(({ path, ...options }: Properties) =>
      make(path as string, options as never) as unknown as Properties
    )
  ),
  byType(location as () => unknown as Make),
]);

function byType(make: Make): [string, Make] {
  return [make({}).type as string, make];
}

/** The types of all functions, to compare with the types of the wire. */
type Made<Family> = {
  [Name in keyof Family]: Family[Name] extends
    (...properties: never[]) => { type: infer Type } ? Type : never;
}[keyof Family];
type MadeType =
  | Made<typeof action>
  | Made<typeof condition>
  | Made<typeof data>
  | Made<typeof field>
  | Made<typeof helper>
  | Made<typeof layout>
  | Made<typeof plugin>
  | Made<typeof view>;

/** The versions that `viewSpec()` is to take out of a component. */
function withoutVersions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutVersions);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "version")
      .map(([key, inner]) => [key, withoutVersions(inner)]),
  );
}

Deno.test("the builders make every component there is and no other", () => {
  const none: [Exclude<TemplateComponentType, MadeType>] extends [never] ? true
    : false = true;
  assertEquals(none, true);
  assertEquals(
    [...makers.keys()].sort(),
    Object.keys(samples.components).sort(),
  );
});

for (const [type, sample] of Object.entries(samples.components)) {
  Deno.test(`${type} is built as the platform has it`, () => {
    const { type: _, ...properties } = sample as Properties;
    assertEquals(makers.get(type)!(properties), sample);
  });

  Deno.test(`${type} survives viewSpec() and parseTemplate()`, () => {
    const { type: _, ...properties } = sample as Properties;
    const extra = { nested: [1, null] };
    const made = { ...makers.get(type)!(properties), extra };
    const spec = viewSpec({ view: made as unknown as TemplateComponent });
    assertEquals(parseTemplate(spec), {
      view: withoutVersions({ ...sample, extra }),
    } as unknown as TemplateBuilderConfig);
    assertEquals(
      spec.lock?.[type],
      /(^|\/)data\./.test(type) ? undefined : "1.0.0",
    );
  });
}

Deno.test("component() makes known and unknown components", () => {
  assertEquals(component("view.text", { content: "Hi" }), {
    type: "view.text",
    content: "Hi",
  });
  assertEquals<unknown>(component("helper.sum", { items: [1, 2] }), {
    type: "helper.sum",
    items: [1, 2],
  });
});

Deno.test("ref() points to another part of the template", () => {
  assertEquals(ref("vars.options"), { $ref: "vars.options" });
});

Deno.test("data.input() takes a default", () => {
  assertEquals(data.input("image", { default: "none.png" }), {
    type: "data.input",
    path: "image",
    default: "none.png",
  });
});
