/** `toloka project ...`. */
import type { Project, ProjectStatus } from "../../types/projects.ts";
import { defineCommand } from "../command.ts";

const columns = {
  id: ({ id }: Project) => id,
  status: ({ status }: Project) => status,
  "public name": ({ public_name }: Project) => public_name,
  created: ({ created }: Project) => created,
};

/** Lists projects. */
export const list = defineCommand({
  args: [],
  options: {
    status: {
      type: "text",
      summary: "Projects in this state",
      choices: ["ACTIVE", "ARCHIVED"],
    },
    limit: {
      type: "number",
      value: "N",
      summary: "Print at most this many; all without it",
    },
  },
  examples: ["toloka project list --status ACTIVE"],
  async run({ client, options, output, signal }) {
    const toloka = await client();
    const projects = toloka.projects.list({
      ...(options.status && { status: options.status as ProjectStatus }),
    }, { signal, maxItems: options.limit ?? Infinity });
    await output.table(projects, columns, "no such projects");
  },
});

/** Shows a project. */
export const get = defineCommand({
  args: ["ID"],
  options: {},
  examples: ["toloka project get 12345 --json > project.json"],
  async run({ client, args, output, signal }) {
    const project = await (await client()).projects.get(args[0]!, { signal });
    const fields = (spec: object | undefined) =>
      Object.keys(spec ?? {}).join(", ");
    await output.object(project, {
      ...columns,
      input: ({ task_spec }) => fields(task_spec?.input_spec),
      output: ({ task_spec }) => fields(task_spec?.output_spec),
      "private comment": ({ private_comment }) => private_comment,
    });
  },
});

/** Archives a project. */
export const archive = defineCommand({
  args: ["ID"],
  options: {},
  details: "An archived project cannot be used again: asks first.",
  examples: ["toloka project archive 12345"],
  async run({ client, args: [id], output, signal, proceed }) {
    const does = `archive project ${id}`;
    if (!await proceed({ does, irreversible: true })) return;
    const toloka = await client();
    const project = await toloka.projects.archive(id!, { signal });
    await output.result(project, `Project ${id} is ${project.status}`);
  },
});
