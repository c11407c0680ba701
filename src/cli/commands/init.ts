/** `toloka init`: a folder to start from. */
import { defineCommand } from "../command.ts";
import { TEMPLATE } from "../job/template.ts";
import { UsageError } from "../usage_error.ts";

/** Writes a folder with a job. */
export const init = defineCommand({
  args: ["[FOLDER]"],
  options: {},
  details:
    "Writes a project with its interface, a pool with quality control, and tasks with golden\ntasks. Nothing is sent, and no file is overwritten.",
  examples: ["toloka init cats", "cd cats && toloka simulate job.json"],
  async run({ machine, args: [folder = "."], output, proceed }) {
    const names = Object.keys(TEMPLATE);
    for (const name of names) {
      if (await machine.exists(`${folder}/${name}`)) {
        throw new UsageError(
          `Cannot write a job as "${folder}/${name}" is there already: name another folder`,
        );
      }
    }
    const does = `write ${names.join(", ")} to ${folder}`;
    if (!await proceed({ does })) return;
    await machine.makeFolder(folder);
    for (const [name, text] of Object.entries(TEMPLATE)) {
      await machine.writeFile(
        `${folder}/${name}`,
        text.endsWith("\n") ? text : `${text}\n`,
      );
    }
    await output.result({ folder, files: names }, [
      `Wrote ${names.join(", ")} to ${folder}`,
      `Try it offline with 'toloka simulate ${folder}/job.json', then 'toloka plan ${folder}/job.json'`,
    ]);
  },
});
