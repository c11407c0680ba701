/** `toloka message send`. */
import { defineCommand } from "../command.ts";
import { UsageError } from "../usage_error.ts";

/** Writes to Tolokers. */
export const send = defineCommand({
  args: ["USER..."],
  options: {
    subject: { type: "text", value: "TEXT", summary: "Subject" },
    text: { type: "text", value: "TEXT", summary: "Message" },
    file: {
      type: "text",
      value: "FILE",
      summary: "File with the message; - for standard input",
    },
    language: {
      type: "text",
      value: "CODE",
      summary: "Language; EN without it",
    },
    "no-answer": { type: "flag", summary: "Tolokers cannot answer" },
  },
  examples: [
    'toloka message send 0a1b2c 1b2c3d --subject "Thank you" --text "Well done"',
  ],
  async run({ machine, client, args, options, output, proceed, signal }) {
    const { subject, file, language = "EN" } = options;
    const text = options.text ??
      (file === undefined ? undefined : await machine.readFile(file));
    if (!subject || !text) {
      throw new UsageError(
        "Cannot send a message without '--subject', and '--text' or '--file'",
      );
    }
    const count = `${args.length} Toloker${args.length === 1 ? "" : "s"}`;
    const does = `send a message to ${count}`;
    if (!await proceed({ does, irreversible: true })) return;
    const toloka = await client();
    const thread = await toloka.messageThreads.compose({
      recipients_select_type: "DIRECT",
      recipients_ids: [...args],
      topic: { [language]: subject },
      text: { [language]: text },
      answerable: !options["no-answer"],
    }, { signal });
    await output.result(thread, `Sent to ${count}: thread ${thread.id}`);
  },
});
