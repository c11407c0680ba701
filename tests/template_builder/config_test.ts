import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  condition,
  data,
  dataSpec,
  field,
  helper,
  parseTemplate,
  plugin,
  type TemplateBuilderConfig,
  type TemplateComponent,
  view,
  viewSpec,
} from "../../src/template_builder/mod.ts";
import type { TemplateBuilderViewSpec } from "../../src/types/mod.ts";
import type { TaskSpec } from "../../src/types/projects.ts";
import projects from "../contract/cases/projects.json" with { type: "json" };
import samples from "./samples.json" with { type: "json" };

interface RecordedCase {
  id: string;
  exchanges: { response: { body: { task_spec: TaskSpec } } }[];
}

/** The view spec of the template project among the recorded exchanges. */
const recordedSpec = (projects as unknown as RecordedCase[])
  .find(({ id }) => id === "projects.get_project.template_builder")!
  .exchanges[0]!.response.body.task_spec.view_spec as TemplateBuilderViewSpec;

/** The same page, written with the builders. */
const catOrDog: TemplateBuilderConfig = {
  view: view.list({
    items: [
      view.image({ url: data.input("image") }),
      field.radioGroup({
        label: "Что это?",
        data: data.output("result"),
        options: [
          { label: "Cat", value: "cat" },
          { label: "Dog", value: "dog" },
        ],
        validation: condition.required(),
      }),
    ],
  }),
  plugins: [plugin.toloka({ layout: { kind: "scroll", taskWidth: 400 } })],
};

function configOf(spec: TemplateBuilderViewSpec): unknown {
  return JSON.parse(spec.config);
}

function specOf(config: string): TemplateBuilderViewSpec {
  return { type: "tb", config };
}

Deno.test("viewSpec() writes what the platform keeps", () => {
  const { config: _, ...rest } = viewSpec(catOrDog, recordedSpec);
  const { config: _config, ...expected } = recordedSpec;
  assertEquals(rest, expected);
  assertEquals(configOf(viewSpec(catOrDog)), configOf(recordedSpec));
});

Deno.test("viewSpec() locks types in the order the template uses them", () => {
  assertEquals(
    Object.keys(viewSpec(catOrDog).lock!),
    Object.keys(recordedSpec.lock!),
  );
});

Deno.test("viewSpec() writes the config as toloka-kit does", () => {
  const sample = samples.view_spec as TemplateBuilderViewSpec;
  const text = { content: "s", type: "view.text", version: "1.0.0" } as const;
  const { settings, inferDataSpec } = sample;
  assertEquals(
    viewSpec(
      { view: text, plugins: [text], vars: { k: "any" } },
      {
        settings: settings!,
        inferDataSpec: inferDataSpec!,
        lock: { core: "s" },
      },
    ),
    sample,
  );
});

Deno.test("viewSpec() locks all to the first version by default", () => {
  assertEquals(viewSpec({ view: view.text({ content: "Hi" }) }).lock, {
    core: "1.0.0",
    "view.text": "1.0.0",
  });
});

Deno.test("viewSpec() prefers the version of a component to the lock", () => {
  const spec = viewSpec({
    view: view.list({
      items: [
        view.text({ content: "Old" }),
        view.text({ content: "New", version: "1.2.0" }),
      ],
    }),
  }, { lock: { "view.list": "1.1.0", "view.text": "1.1.0" } });
  assertEquals(spec.lock, {
    core: "1.0.0",
    "view.list": "1.1.0",
    "view.text": "1.2.0",
  });
  assertEquals(spec.config.includes("version"), false);
});

Deno.test("viewSpec() drops the lock of what is no longer used", () => {
  const spec = viewSpec(
    { view: view.divider() },
    { lock: { core: "1.6.0", "view.text": "1.0.0" } },
  );
  assertEquals(spec.lock, { core: "1.6.0", "view.divider": "1.0.0" });
});

Deno.test("viewSpec() refuses two versions of one component", () => {
  assertThrows(
    () =>
      viewSpec({
        view: view.list({
          items: [
            view.text({ content: "1", version: "1.0.0" }),
            view.text({ content: "2", version: "1.1.0" }),
          ],
        }),
      }),
    RangeError,
    `Cannot lock "view.text" to one version as the template asks for two: ` +
      `"1.0.0" and "1.1.0"`,
  );
});

Deno.test("viewSpec() looks for components in plugins, vars and values", () => {
  const spec = viewSpec({
    view: view.text({
      content: helper.join({ items: ["a", data.input("b")], by: " " }),
    }),
    plugins: [plugin.toloka({})],
    vars: { line: view.divider() },
  });
  assertEquals(Object.keys(spec.lock!), [
    "core",
    "view.text",
    "helper.join",
    "plugin.toloka",
    "view.divider",
  ]);
});

Deno.test("viewSpec() leaves data alone that merely have a type", () => {
  const spec = viewSpec({
    view: field.text({
      data: data.output("text"),
      validation: condition.schema({
        schema: { type: "object", version: "1.0.0" },
      }),
    }),
  });
  assertEquals(Object.keys(spec.lock!), [
    "core",
    "field.text",
    "condition.schema",
  ]);
  assertEquals(parseTemplate(spec), {
    view: field.text({
      data: data.output("text"),
      validation: condition.schema({
        schema: { type: "object", version: "1.0.0" },
      }),
    }),
  });
});

Deno.test("viewSpec() does not change the template", () => {
  const text = view.text({ content: "Hi", version: "1.1.0" });
  viewSpec({ view: text });
  assertEquals(text.version, "1.1.0");
});

Deno.test("viewSpec() keeps what it does not know of a view spec", () => {
  const old = { ...recordedSpec, assets: { style_urls: ["a.css"] } };
  assertEquals(
    (viewSpec(parseTemplate(old), old) as typeof old).assets,
    old.assets,
  );
});

Deno.test("viewSpec() takes a view spec whose lock is null", () => {
  const old = {
    ...recordedSpec,
    lock: null,
  } as unknown as TemplateBuilderViewSpec;
  assertEquals(viewSpec(parseTemplate(old), old).lock?.core, "1.0.0");
});

Deno.test("parseTemplate() reads the recorded project", () => {
  assertEquals(parseTemplate(recordedSpec), catOrDog);
});

Deno.test("parseTemplate() keeps what it does not know", () => {
  const config = {
    view: {
      type: "layout.kanban",
      lanes: [{ type: "view.text", content: "Hi", shiny: true }],
      if: { type: "condition.less", data: 1, then: 2 },
      cards: { type: "kanban/card" },
    },
    settings: { dark: true },
  };
  const old: TemplateBuilderViewSpec = {
    type: "tb",
    config: JSON.stringify(config),
    lock: { core: "1.6.0", "layout.kanban": "2.3.0", "kanban/card": "1.1.0" },
  };
  const template = parseTemplate(old);
  assertEquals<unknown>(template, config);
  const spec = viewSpec(template, old);
  assertEquals(configOf(spec), config);
  assertEquals(spec.lock, {
    core: "1.6.0",
    "layout.kanban": "2.3.0",
    "view.text": "1.0.0",
    "condition.less": "1.0.0",
    "kanban/card": "1.1.0",
  });
});

Deno.test("parseTemplate() says where JSON is broken", () => {
  const error = assertThrows(
    () => parseTemplate(specOf('{ "view": ')),
    SyntaxError,
    "Cannot read the template as 'config' is not JSON: ",
  );
  assertEquals(error.cause instanceof SyntaxError, true);
});

Deno.test("parseTemplate() refuses JSON that is no template", () => {
  for (const config of ["null", "[]", '"view"', "{}", '{"view":"view.text"}']) {
    assertThrows(
      () => parseTemplate(specOf(config)),
      TypeError,
      "Cannot read the template as 'config' must be an object with a 'view': " +
        `current value is ${config}`,
    );
  }
});

Deno.test("parseTemplate() refuses a view spec without config", () => {
  assertThrows(
    () => parseTemplate({ type: "tb" } as TemplateBuilderViewSpec),
    TypeError,
    "Cannot read the template as 'config' must be a string: current value is undefined",
  );
});

Deno.test("parseTemplate() refuses a classic view spec", () => {
  assertThrows(
    () => parseTemplate({ type: "classic", markup: "<p></p>" }),
    TypeError,
    `Cannot read the template as 'type' must be "tb": current value is "classic"`,
  );
});

Deno.test("parseTemplate() refuses what has no type", () => {
  assertThrows(
    () => parseTemplate({} as never),
    TypeError,
    `Cannot read the template as 'type' must be "tb": current value is undefined`,
  );
});

Deno.test("parseTemplate() and viewSpec() change a page in place", () => {
  const template = parseTemplate(recordedSpec);
  const old: TemplateComponent = template.view;
  template.view = view.group({ content: old });
  const read = parseTemplate(viewSpec(template, recordedSpec));
  assertEquals(read.view, view.group({ content: catOrDog.view }));
});

Deno.test("dataSpec() lists the fields a template uses", () => {
  assertEquals(
    dataSpec({
      view: view.list({
        items: [
          view.image({ url: data.input("images.0") }),
          view.text({ content: data.input("note", { default: "" }) }),
          view.text({ content: data.input("title") }),
          view.text({ content: data.input("title", { default: "" }) }),
          view.text({ content: data.internal("draft") }),
          view.text({ content: data.input(data.internal("which")) }),
          field.text({ data: data.output("answer.text") }),
          field.text({ data: data.output("answer.reason") }),
        ],
      }),
    }),
    {
      input_spec: {
        images: { type: "json", required: true },
        note: { type: "json", required: false },
        title: { type: "json", required: true },
      },
      output_spec: { answer: { type: "json", required: true } },
    },
  );
});

Deno.test("viewSpec() writes non-ASCII text as it is", () => {
  const spec = viewSpec({ view: view.text({ content: "Что это?" }) });
  assertStrictEquals(spec.config.includes("Что это?"), true);
});
