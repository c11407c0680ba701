/** `toloka operation wait`. */
import { defineCommand } from "../command.ts";
import { startProgress } from "../progress.ts";

/** Waits until an operation has ended. */
export const wait = defineCommand({
  args: ["ID"],
  options: {
    "max-wait": {
      type: "number",
      value: "SECONDS",
      summary: "Give up after this time; 600 without it",
    },
  },
  examples: ["toloka operation wait 6f2b94c0-3e1d-4a55-9c0b-2d7e8f10a3b6"],
  async run({ machine, client, args, options, output, signal }) {
    const toloka = await client();
    const bar = startProgress(output, machine.writeError, "Waiting");
    const operation = await toloka.operations.wait(args[0]!, {
      signal,
      maxWait: (options["max-wait"] ?? 600) * 1_000,
      onProgress: ({ progress }) => bar.update(progress ?? 0, 100),
    }).finally(() => bar.end());
    await output.result(
      operation,
      `Operation ${operation.id} (${operation.type}): ${operation.status}`,
    );
  },
});
