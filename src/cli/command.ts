/** The shape of a command and the values that its options get. */
import type { TolokaClient } from "../client.ts";
import type { Machine } from "./machine.ts";
import type { Output } from "./output.ts";

/** An option of a command. */
export interface OptionSpec {
  /** Kind of value: a text, a number, several texts, or none for a flag. */
  type: "text" | "number" | "list" | "flag";
  /** Line for the help. */
  summary: string;
  /** Placeholder for the value in the help, such as `FILE`. */
  value?: string;
  /** One-letter form, without the dash. */
  short?: string;
  /** Values that are allowed; any without it. */
  choices?: readonly string[];
}

/** Options of a command by name. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** Values of a command's options; those that were not given are `undefined`. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name]["type"] extends "flag" ? boolean
    : Specs[Name]["type"] extends "number" ? number | undefined
    : Specs[Name]["type"] extends "list" ? readonly string[]
    : string | undefined;
};

/** Options that every command takes. */
export const COMMON_OPTIONS = {
  profile: {
    type: "text",
    value: "NAME",
    summary: "Stored token to use; see `toloka login`",
  },
  environment: {
    type: "text",
    value: "NAME",
    summary: "Server to use; PRODUCTION by default",
    choices: ["PRODUCTION", "SANDBOX", "YANDEX_TASKS"],
  },
  url: {
    type: "text",
    value: "URL",
    summary: "Root of another server, such as a simulator",
  },
  json: { type: "flag", summary: "Print JSON, one object per line" },
  yes: { type: "flag", short: "y", summary: "Do not ask before spending" },
  "dry-run": {
    type: "flag",
    summary: "Say what would be done, and change nothing",
  },
  quiet: { type: "flag", short: "q", summary: "Print no progress" },
  help: { type: "flag", short: "h", summary: "Print this help" },
} as const satisfies OptionSpecs;

/** Act that a command is about to carry out. */
export interface Action {
  /** The act in the imperative: `open pool 12345`. */
  does: string;
  /** Money that it may cost, as text with its currency; asks before it is spent. */
  costs?: string | undefined;
  /** `true` if the act cannot be undone: asks too. */
  irreversible?: boolean | undefined;
}

/** Everything that a running command holds. */
export interface Context<Specs extends OptionSpecs = OptionSpecs> {
  /** The machine. */
  readonly machine: Machine;
  /** Every command. */
  readonly commands: Commands;
  /** Arguments that are no options, after the command's name. */
  readonly args: readonly string[];
  /** Values of the command's own options. */
  readonly options: OptionValues<Specs>;
  /** Values of the options that every command has. */
  readonly common: OptionValues<typeof COMMON_OPTIONS>;
  /** The only way to print. */
  readonly output: Output;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Creates the client on first use. */
  client(): Promise<TolokaClient>;
  /**
   * The gate before every change: prints the plan and gives `false` in a dry
   * run; asks before money is spent, unless `--yes` is given.
   *
   * @throws {Declined} If the answer is no, or nobody can be asked.
   */
  proceed(action: Action): Promise<boolean>;
  /** Sets the line that is printed when the command is interrupted or fails halfway. */
  onInterrupted(hint: string): void;
}

/** A command. */
export interface Command<Specs extends OptionSpecs = OptionSpecs> {
  /** Arguments in the order of the command line; those in brackets may be left out. */
  args: readonly string[];
  /** Options of its own. */
  options: Specs;
  /** Description in one to four lines, below its usage. */
  details?: string;
  /** Command lines to copy. */
  examples: readonly string[];
  /** `true` if the command reads its options itself, from its arguments. */
  readsOptions?: boolean;
  /** Does the work. */
  run(context: Context<Specs>): Promise<void>;
}

/** An entry of the list of commands. */
export interface Entry {
  /** Line for the list of commands. */
  summary: string;
  /** Loads the command. */
  load(): Promise<Command>;
}

/** Commands by name, in the order of the help. */
export type Commands = Readonly<Record<string, Entry>>;

/** Gives a command's options to the types of its `run`. */
export function defineCommand<const Specs extends OptionSpecs>(
  command: Command<Specs>,
): Command<Specs> {
  return command;
}
