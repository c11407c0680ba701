/** One run of the program: finds the command, runs it, and turns errors into exit codes. */
import type { TolokaClient } from "../client.ts";
import type { Action, Context } from "./command.ts";
import { exitCodeOf } from "./exit_codes.ts";
import type { Machine } from "./machine.ts";
import { Output } from "./output.ts";
import { findCommand, parseCommand, type Parsed } from "./parse.ts";
import { COMMANDS } from "./registry.ts";
import {
  CheckFailed,
  Declined,
  Interrupted,
  UsageError,
} from "./usage_error.ts";

/** Longest message of an error on the terminal. */
const MAX_MESSAGE = 2_000;

/**
 * Runs a command line to its end.
 *
 * @returns The exit code.
 */
export async function run(machine: Machine): Promise<number> {
  const interruption = new AbortController();
  const stopListening = machine.onInterrupt(() => {
    interruption.abort(new Interrupted("Interrupted"));
  });
  const hints: string[] = [];
  try {
    await runCommand(machine, interruption.signal, hints);
    return 0;
  } catch (error) {
    const cause = interruption.signal.aborted
      ? interruption.signal.reason
      : error;
    if (!isClosedPipe(cause)) machine.writeError(`${messageOf(cause)}\n`);
    for (const hint of hints) machine.writeError(`${hint}\n`);
    return exitCodeOf(cause);
  } finally {
    stopListening();
  }
}

async function runCommand(
  machine: Machine,
  signal: AbortSignal,
  hints: string[],
): Promise<void> {
  const { args } = machine;
  if (args.length === 0 || ["--help", "-h", "help"].includes(args[0]!)) {
    return await printOverview(machine);
  }
  if (args[0] === "--version") return await printVersion(machine);
  const { name, rest } = findCommand(args, Object.keys(COMMANDS));
  if (name === "") {
    throw new UsageError(
      `Cannot run 'toloka ${
        args.join(" ")
      }' as it names no command; 'toloka --help' lists them`,
    );
  }
  const entry = COMMANDS[name]!;
  const command = await entry.load();
  const parsed = parseCommand(name, command, rest);
  if (parsed.common.help) {
    const { formatHelp } = await import("./help.ts");
    return await machine.write(formatHelp(name, entry, command));
  }
  const context = contextOf(machine, parsed, signal, hints);
  await command.run(context);
}

async function printOverview(machine: Machine): Promise<void> {
  const { formatOverview } = await import("./help.ts");
  await machine.write(formatOverview(COMMANDS));
}

async function printVersion(machine: Machine): Promise<void> {
  const { VERSION } = await import("../version.ts");
  await machine.write(`toloka ${VERSION}\n`);
}

function contextOf(
  machine: Machine,
  { args, options, common }: Parsed,
  signal: AbortSignal,
  hints: string[],
): Context {
  const output = new Output(machine, common);
  let client: Promise<TolokaClient> | undefined;
  return {
    machine,
    commands: COMMANDS,
    args,
    options,
    common,
    output,
    signal,
    async client() {
      client ??= import("./connect.ts").then(async (module) =>
        await module.connect(
          machine,
          await module.findConnection(machine, common),
          common["dry-run"],
        )
      );
      return await client;
    },
    async proceed(action) {
      if (common["dry-run"]) {
        await output.result(
          { dry_run: true, ...action },
          `Would ${action.does}${action.costs ? `, for ${action.costs}` : ""}`,
        );
        return false;
      }
      const asks = action.costs !== undefined || action.irreversible;
      if (asks && !common.yes) await confirm(machine, action);
      return true;
    },
    onInterrupted(hint) {
      hints.splice(0, hints.length, hint);
    },
  };
}

async function confirm(machine: Machine, action: Action): Promise<void> {
  const { does, costs } = action;
  const what = `${does[0]!.toUpperCase()}${does.slice(1)}${
    costs ? `, for ${costs}` : ""
  }`;
  if (!machine.inputIsTerminal) {
    throw new Declined(
      `Cannot ${does} without a confirmation${
        costs ? ` as it costs ${costs}` : " as it cannot be undone"
      }: add '--yes'`,
    );
  }
  const answer = await machine.ask(`${what}? [y/N] `);
  if (/^y(es)?$/i.test(answer?.trim() ?? "")) return;
  throw new Declined(`Not confirmed: did not ${does}`);
}

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = error instanceof UsageError || error instanceof Declined ||
    error instanceof Interrupted || error instanceof CheckFailed;
  const text = known || error.message ? error.message : error.name;
  return text.replace(CONTROL, " ").slice(0, MAX_MESSAGE);
}

/** The reader of the output has all that it wants, as in `toloka ... | head`. */
function isClosedPipe(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "EPIPE";
}
