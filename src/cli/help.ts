/** The texts of `--help`. */
import {
  type Command,
  type Commands,
  COMMON_OPTIONS,
  type Entry,
  type OptionSpecs,
} from "./command.ts";
import { EXIT_CODES } from "./exit_codes.ts";

/** Writes the list of all commands. */
export function formatOverview(
  commands: Commands,
): string {
  return [
    "Labelling jobs on Toloka from the terminal.",
    "",
    "Usage: toloka <command> [arguments] [options]",
    "",
    "Commands:",
    ...columns(
      Object.entries(commands).map(([name, { summary }]) => [name, summary]),
    ),
    "",
    "Options of every command:",
    ...formatOptions(COMMON_OPTIONS),
    "",
    "The token comes from the environment variable TOLOKA_TOKEN or from 'toloka login'.",
    "'toloka <command> --help' tells more about a command.",
    "",
    "Exit codes:",
    ...columns(Object.entries(EXIT_CODES)),
    "",
  ].join("\n");
}

/** Writes the help of one command. */
export function formatHelp(
  name: string,
  { summary }: Entry,
  command: Command,
): string {
  const { args, options, details, examples } = command;
  const own = Object.keys(options).length > 0
    ? ["", "Options:", ...formatOptions(options)]
    : [];
  return [
    `${summary}.`,
    "",
    `Usage: ${["toloka", name, ...args].join(" ")} [options]`,
    ...(details ? ["", details] : []),
    ...own,
    ...(command.readsOptions
      ? []
      : ["", "Options of every command:", ...formatOptions(COMMON_OPTIONS)]),
    "",
    examples.length === 1 ? "Example:" : "Examples:",
    ...examples.map((example) => `  ${example}`),
    "",
  ].join("\n");
}

function formatOptions(options: OptionSpecs): string[] {
  return columns(
    Object.entries(options).map(([name, { short, type, value, ...spec }]) => [
      `${short ? `-${short}, ` : "    "}--${name}${
        type === "flag" ? "" : ` ${value ?? type.toUpperCase()}`
      }`,
      spec.choices
        ? `${spec.summary} (${spec.choices.join(", ")})`
        : spec.summary,
    ]),
  );
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left!.length));
  return rows.map(([left, right]) => `  ${left!.padEnd(width)}  ${right}`);
}
