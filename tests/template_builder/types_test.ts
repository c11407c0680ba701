import { assertEquals, assertThrows } from "@std/assert";
import {
  action,
  component,
  condition,
  data,
  dataOf,
  field,
  helper,
  layout,
  plugin,
  ref,
  type TemplateComponent,
  view,
  viewSpec,
} from "../../src/template_builder/mod.ts";
import type { ProjectInput, TaskSpec } from "../../src/types/projects.ts";

const fields = {
  input_spec: {
    image: { type: "url" },
    boxes: { type: "array_json" },
    secret: { type: "string", hidden: true },
  },
  output_spec: {
    kind: { type: "string", allowed_values: ["cat", "dog"] },
    details: { type: "json", required: false },
  },
} as const;

Deno.test("view.image() takes only properties of pictures", () => {
  view.image({ url: "cat.png", maxWidth: 600 });
  // @ts-expect-error a picture has an address
  view.image({});
  // @ts-expect-error it is url
  view.image({ src: "cat.png" });
  // @ts-expect-error it is maxWidth
  view.image({ url: "cat.png", max_width: 600 });
  // @ts-expect-error widths are numbers
  view.image({ url: "cat.png", maxWidth: "600px" });
});

Deno.test("builders take components and references for values", () => {
  view.image({
    url: helper.join({ items: ["https://example.com/", data.input("id")] }),
    maxWidth: data.input("width"),
    rotatable: ref("vars.rotatable"),
  });
  field.radioGroup({ data: data.output("a"), options: ref("vars.options") });
  field.select({
    data: data.output("a"),
    options: helper.transform({
      items: data.input("names"),
      into: { label: data.local("item"), value: data.local("item") },
    }),
  });
});

Deno.test("field.list() has the names of the platform", () => {
  const list = {
    data: data.output("names"),
    render: field.text({ data: data.relative("name") }),
  };
  field.list({ ...list, buttonLabel: "Add", maxLength: 3 });
  // @ts-expect-error it is buttonLabel
  field.list({ ...list, button_label: "Add" });
  // @ts-expect-error it is maxLength
  field.list({ ...list, max_length: 3 });
});

Deno.test("field.text() takes data for its data", () => {
  field.text({ data: ref("vars.answer") });
  field.text({ data: helper.if({ condition: condition.empty(), then: 1 }) });
  // @ts-expect-error a label is no data
  field.text({ data: view.text({ content: "kind" }) });
  // @ts-expect-error a name is no data
  field.text({ data: "kind" });
});

Deno.test("builders take conditions for conditions", () => {
  view.text({ content: "Hi", validation: condition.linkOpened({ url: "a" }) });
  helper.if({ condition: data.input("urgent"), then: "Now" });
  condition.all({ conditions: [condition.required(), data.input("urgent")] });
  // @ts-expect-error a text does not hold
  view.text({ content: "Hi", validation: view.divider() });
  // @ts-expect-error an action does not hold
  condition.not({ condition: action.toggle({ data: data.output("a") }) });
  // @ts-expect-error a field does not hold
  condition.any({ conditions: [field.text({ data: data.output("a") })] });
});

Deno.test("builders take actions for actions", () => {
  const set = action.set({ data: data.output("kind"), payload: "cat" });
  view.actionButton({ label: "Cat", action: set });
  plugin.hotkeys({ 1: set, up: action.bulk({ payload: [set] }) });
  plugin.trigger({ onChangeOf: data.output("kind"), action: set });
  // @ts-expect-error a condition does nothing
  view.actionButton({ label: "Cat", action: condition.required() });
  // @ts-expect-error a text does nothing
  plugin.hotkeys({ 1: "cat" });
  // @ts-expect-error there is no such key
  plugin.hotkeys({ enter: set });
  // @ts-expect-error a text is shown, not run
  action.bulk({ payload: [view.text({ content: "Hi" })] });
});

Deno.test("builders refuse values that Template Builder does not know", () => {
  // @ts-expect-error turns are left or right
  action.rotate({ view: ref("view"), payload: "around" });
  // @ts-expect-error it is danger
  view.alert({ content: view.divider(), theme: "error" });
  // @ts-expect-error only first versions exist
  view.text({ content: "Hi", version: "2.0.0" });
  // @ts-expect-error columns are components
  layout.columns({ items: ["left", "right"] });
});

Deno.test("component() checks the properties of known types", () => {
  component("view.image", { url: "cat.png" });
  component("view.hologram", { anything: ["goes"] });
  // @ts-expect-error it is url
  component("view.image", { src: "cat.png" });
  const page: TemplateComponent = component("view.hologram", {});
  assertEquals<unknown>(page, { type: "view.hologram" });
});

Deno.test("dataOf() takes the fields of the project", () => {
  const data = dataOf(fields);
  assertEquals(data.input("image"), { type: "data.input", path: "image" });
  assertEquals(data.input("boxes.0.label").path, "boxes.0.label");
  assertEquals(data.output("details.note").path, "details.note");
  assertEquals(data.internal("anything").path, "anything");
});

Deno.test("dataOf() refuses other fields", () => {
  const data = dataOf(fields);
  assertThrows(
    // @ts-expect-error it is image
    () => data.input("img"),
    RangeError,
    `Cannot use the input field "img" as the project has no such field: ` +
      `it has "image", "boxes", "secret"`,
  );
  assertThrows(
    // @ts-expect-error that is an input field
    () => data.output("image"),
    RangeError,
    `Cannot use the output field "image" as the project has no such field: ` +
      `it has "kind", "details"`,
  );
  // @ts-expect-error an address has no parts
  data.input("image.width");
});

Deno.test("dataOf() refuses hidden input fields", () => {
  const data = dataOf(fields);
  assertThrows(
    // @ts-expect-error it is hidden
    () => data.input("secret"),
    RangeError,
    `Cannot show the input field "secret" as it is hidden from Tolokers`,
  );
});

Deno.test("dataOf() takes the task_spec of a project that was read", () => {
  const task_spec: TaskSpec = { ...fields, view_spec: { type: "classic" } };
  const data = dataOf(task_spec);
  const path: string = "image";
  assertEquals(data.input(path), { type: "data.input", path: "image" });
  assertThrows(() => data.output("toString"), RangeError);
});

Deno.test("dataOf() says when a project has no fields", () => {
  const data = dataOf({ input_spec: {}, output_spec: {} } as TaskSpec);
  assertThrows(
    () => data.input("image"),
    RangeError,
    `Cannot use the input field "image" as the project has no such field: ` +
      "it has none",
  );
});

Deno.test("viewSpec() fits into a project", () => {
  const data = dataOf(fields);
  const project = {
    public_name: "Cat or dog",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      ...fields,
      view_spec: viewSpec({ view: view.image({ url: data.input("image") }) }),
    },
  } satisfies ProjectInput;
  assertEquals(project.task_spec.view_spec.type, "tb");
  // @ts-expect-error a template has a view
  viewSpec({ plugins: [] });
});
