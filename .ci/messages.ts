/**
 * Holds what the compiler says about the most usual mistakes: its messages
 * name the wrong key, and do not speak of `never` or of unrelated types.
 */
const DIR = "cov/messages";

interface Mistake {
  /** Code of a user, without imports. */
  readonly code: string;
  /** What the compiler must say. */
  readonly says: string;
}

const MISTAKES: Readonly<Record<string, Mistake>> = {
  misspelt_rule: {
    code: `defineProject({
  public_name: "Cats",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { image: { type: "url", requried: false } },
    output_spec: {},
    view_spec: { type: "classic" },
  },
});`,
    says: `"A field of type 'url' has no property 'requried'"`,
  },
  misspelt_property_of_project: {
    code: `defineProject({
  public_name: "Cats",
  public_instrutions: "Look",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: {},
    output_spec: {},
    view_spec: { type: "classic", scirpt: "" },
  },
});`,
    says: `"A project has no property 'public_instrutions'"`,
  },
  misspelt_option_of_component: {
    code: `field.radioGroup({
  data: data.output("kind"),
  options: [{ valeu: "cat", label: "Cat" }],
});`,
    says: `'valeu' does not exist in type`,
  },
  misspelt_property_of_component: {
    code: `view.image({ url: "cat.png", max_width: 600 });`,
    says: `'max_width' does not exist in type`,
  },
  misspelt_input_value: {
    code: `await client.tasks.create({
  pool_id: "1",
  input_values: { imgae: "1.png" },
});`,
    says: `'imgae' does not exist in type '{ image: string; }'`,
  },
  task_without_input_values: {
    code: `await client.tasks.createMany([{ pool_id: "1" }]);`,
    says: `Property 'input_values' is missing`,
  },
  misspelt_property_of_mapped_tasks: {
    code: `await client.tasks.createMany(["1.png"].map((image) => ({
  pool_id: "1",
  input_values: { image },
  known_solution: [],
})));`,
    says: `"A task has no property 'known_solution'"`,
  },
  bonus_without_message: {
    code: `await toloka.userBonuses.create({ user_id: "1", amount: 1 });`,
    says: `is missing in type '{ user_id: string; amount: number; }'`,
  },
};

/** Words that help nobody. */
const USELESS = ["type 'never'", "UnknownTemplateComponent", "array_json"];

const HEAD = `
import { defineProject, TolokaClient } from "@toloka/client";
import { data, field, view } from "@toloka/client/template-builder";
const project = defineProject({
  public_name: "Cats",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { image: { type: "url" } },
    output_spec: {},
    view_spec: { type: "classic" },
  },
});
const toloka = new TolokaClient({ token: "t", environment: "SANDBOX" });
const client = toloka.project(project);
export { client, data, defineProject, field, view };
`;

await Deno.mkdir(DIR, { recursive: true });
let failed = 0;
for (const [name, { code, says }] of Object.entries(MISTAKES)) {
  const file = `${DIR}/${name}.ts`;
  await Deno.writeTextFile(file, HEAD + code);
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", file],
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stderr);
  const useless = USELESS.filter((word) => text.includes(word));
  if (text.includes(says) && useless.length === 0) continue;
  failed++;
  console.error(`${name}: expected ${says}\n${text}`);
}
console.log(`${Object.keys(MISTAKES).length} mistakes, ${failed} told badly`);
Deno.exit(failed > 0 ? 1 : 0);
