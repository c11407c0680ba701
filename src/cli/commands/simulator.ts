/** `toloka simulator`: the simulator as a server. */
import { HELP, readCommand, startService } from "../../simulator/command.ts";
import { defineCommand } from "../command.ts";
import { UsageError } from "../usage_error.ts";

/** Serves a simulated Toloka. */
export const simulator = defineCommand({
  args: [],
  options: {},
  readsOptions: true,
  details: HELP.trimEnd(),
  examples: [
    "toloka simulator --port 8000",
    "toloka simulator --state world.json --fee 0.3 --log",
  ],
  async run({ args, machine, signal }) {
    const system = {
      readFile: machine.readFileNow,
      writeFile: machine.writeFileNow,
      print: (line: string) => void machine.write(`${line}\n`),
    };
    const service = await start(args, system);
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => resolve());
    if (signal.aborted) resolve();
    await promise;
    await service.stop();
  },
});

async function start(
  args: readonly string[],
  system: Parameters<typeof startService>[1],
) {
  try {
    return await startService(readCommand(args, system), system);
  } catch (error) {
    if ((error as Error).name !== "UsageError") throw error;
    throw new UsageError((error as Error).message, { cause: error });
  }
}
