/**
 * Serves a simulated Toloka until it is stopped, on Deno, Node and Bun.
 *
 * @module
 */

import {
  type Command,
  HELP,
  type Machine,
  readCommand,
  startService,
  UsageError,
} from "./command.ts";

/** The parts of Node that are used here; Deno and Bun have them too. */
interface Node {
  argv: string[];
  exitCode: number | undefined;
  exit(code?: number): never;
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): void;
  getBuiltinModule(name: "node:fs"): {
    readFileSync(path: string, encoding: "utf8"): string;
    writeFileSync(path: string, text: string): void;
  };
}

const { process } = globalThis as unknown as { process: Node };
const fs = process.getBuiltinModule("node:fs");

const machine: Machine = {
  readFile(path) {
    try {
      return fs.readFileSync(path, "utf8");
    } catch (error) {
      if ((error as { code?: string }).code === "ENOENT") return undefined;
      throw error;
    }
  },
  writeFile: (path, text) => fs.writeFileSync(path, text),
  print: (line) => console.log(line),
};

async function run(): Promise<void> {
  const command: Command = readCommand(process.argv.slice(2), machine);
  if (command.help) return console.log(HELP);
  const service = await startService(command, machine);
  let stopping = false;
  const stop = async () => {
    // A second signal ends it immediately.
    if (stopping) process.exit(1);
    stopping = true;
    try {
      await service.stop();
      process.exit(0);
    } catch (error) {
      fail(error);
    }
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof UsageError ? 2 : 1);
}

try {
  await run();
} catch (error) {
  fail(error);
}
