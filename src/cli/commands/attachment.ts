/** `toloka attachment download`. */
import type { Attachment } from "../../types/attachments.ts";
import { defineCommand } from "../command.ts";
import { startProgress } from "../progress.ts";

// deno-lint-ignore no-control-regex
const UNSAFE = /[\u0000-\u001f<>:"/\\|?*]/g;

/** Gives a file name that stays in its folder, whatever a Toloker called the file. */
function fileNameOf({ id, name }: Attachment): string {
  const safe = name.replace(UNSAFE, "_").replace(/^\.+/, "_").slice(-100);
  return `${id.replace(UNSAFE, "_")}-${safe}`;
}

/** Downloads the files of a pool. */
export const download = defineCommand({
  args: ["POOL"],
  options: {
    output: {
      type: "text",
      short: "o",
      value: "FOLDER",
      summary: "Folder to write to; attachments-POOL without it",
    },
  },
  details:
    "Files that are there already are not downloaded again, so an interrupted\ndownload resumes where it stopped.",
  examples: ["toloka attachment download 12345 -o photos"],
  async run(context) {
    const { machine, client, args: [pool], options, output, signal } = context;
    const folder = options.output ?? `attachments-${pool}`;
    const toloka = await client();
    const does = `download the attachments of pool ${pool} to ${folder}`;
    if (!await context.proceed({ does })) return;
    context.onInterrupted("Run the same command again to continue");
    await machine.makeFolder(folder);
    const bar = startProgress(output, machine.writeError, "Downloading");
    let [downloaded, present] = [0, 0];
    try {
      const list = toloka.attachments.list({ pool_id: pool! }, { signal });
      for await (const attachment of list) {
        const path = `${folder}/${fileNameOf(attachment)}`;
        if (await machine.exists(path)) {
          present++;
          continue;
        }
        const { body } = await toloka.attachments.download(attachment.id, {
          signal,
        });
        await machine.writeFile(path, body);
        downloaded++;
        bar.update(downloaded);
      }
    } finally {
      bar.end();
    }
    await output.result(
      { folder, downloaded, present },
      `Downloaded ${downloaded} files to ${folder}${
        present > 0 ? `; ${present} were there already` : ""
      }`,
    );
  },
});
