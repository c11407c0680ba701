/** Reading a command line: the command's name, its arguments, its options. */
import { parseArgs } from "@std/cli/parse-args";
import { nearest } from "../names.ts";
import {
  type Command,
  COMMON_OPTIONS,
  type OptionSpec,
  type OptionSpecs,
  type OptionValues,
} from "./command.ts";
import { UsageError } from "./usage_error.ts";

/** A command's name and what follows it. */
export interface Invocation {
  /** Name of the command, such as `pool list`; empty if there is none. */
  name: string;
  /** The rest of the command line. */
  rest: readonly string[];
}

/**
 * Finds the command that the first words name.
 *
 * @throws {UsageError} If there is no such command.
 */
export function findCommand(
  args: readonly string[],
  names: readonly string[],
): Invocation {
  const words = args.slice(0, args.findIndex((arg) => arg.startsWith("-")));
  const plain = args.some((arg) => arg.startsWith("-")) ? words : [...args];
  for (const count of [2, 1]) {
    const name = plain.slice(0, count).join(" ");
    if (plain.length >= count && names.includes(name)) {
      return { name, rest: args.slice(count) };
    }
  }
  if (plain.length === 0) return { name: "", rest: args };
  const [resource] = plain;
  const verbs = names.filter((name) => name.startsWith(`${resource} `))
    .map((name) => name.slice(resource!.length + 1));
  if (verbs.length > 0) {
    const hint = plain[1] === undefined ? undefined : nearest(plain[1], verbs);
    throw new UsageError(
      plain[1] === undefined
        ? `Cannot run 'toloka ${resource}' without a verb: it can ${
          verbs.join(", ")
        }`
        : `Cannot run 'toloka ${resource} ${
          plain[1]
        }' as there is no such command${
          hint ? `: did you mean '${resource} ${hint}'?` : ""
        }; 'toloka ${resource}' can ${verbs.join(", ")}`,
    );
  }
  const hint = nearest(plain.slice(0, 2).join(" "), names) ??
    nearest(resource!, names.map((name) => name.split(" ")[0]!));
  throw new UsageError(
    `Cannot run 'toloka ${resource}' as there is no such command${
      hint ? `: did you mean '${hint}'?` : ""
    }; 'toloka --help' lists them`,
  );
}

/** A parsed command line. */
export interface Parsed {
  /** Arguments that are no options. */
  args: string[];
  /** Values of the command's own options. */
  options: OptionValues<OptionSpecs>;
  /** Values of the options that every command has. */
  common: OptionValues<typeof COMMON_OPTIONS>;
}

/**
 * Parses what follows a command's name.
 *
 * @throws {UsageError} If an option is unknown or has no valid value, or if
 *   arguments are missing or too many.
 */
export function parseCommand(
  name: string,
  command: Pick<Command, "args" | "options" | "readsOptions">,
  rest: readonly string[],
): Parsed {
  if (command.readsOptions) {
    const help = rest.includes("--help") || rest.includes("-h");
    const { common } = parseCommand(name, { args: [], options: {} }, []);
    return { args: [...rest], options: {}, common: { ...common, help } };
  }
  const specs: OptionSpecs = { ...COMMON_OPTIONS, ...command.options };
  const names = Object.keys(specs);
  const flags = names.filter((name) => specs[name]!.type === "flag");
  const lists = names.filter((name) => specs[name]!.type === "list");
  const alias = Object.fromEntries(
    names.flatMap((name) => {
      const { short } = specs[name]!;
      return short ? [[short, name]] : [];
    }),
  );
  const parsed = parseArgs([...rest], {
    // "_" keeps arguments such as 007 what they are
    string: ["_", ...names.filter((name) => !flags.includes(name))],
    boolean: flags,
    collect: lists,
    alias,
    unknown: (arg, key) => {
      if (key === undefined) return true;
      const hint = nearest(key, names);
      throw new UsageError(
        `Cannot run 'toloka ${name}' as it has no option '${
          arg.split("=")[0]
        }'${hint ? `: did you mean '--${hint}'?` : ""}`,
      );
    },
  });
  const read = (of: OptionSpecs) =>
    Object.fromEntries(
      Object.entries(of).map(([option, spec]) => [
        option,
        readValue(name, option, spec, parsed[option]),
      ]),
    );
  const common = read(COMMON_OPTIONS) as Parsed["common"];
  const args = parsed._.map(String);
  if (!common.help) checkArguments(name, command.args, args);
  const options = read(command.options) as Parsed["options"];
  return { args, options, common };
}

function readValue(
  command: string,
  option: string,
  spec: OptionSpec,
  value: unknown,
): string | number | boolean | readonly string[] | undefined {
  if (spec.type === "flag") return value === true;
  const wrong = (rule: string, given: unknown) =>
    new UsageError(
      `Cannot run 'toloka ${command}' as '--${option}' must be ${rule}: current value is ${
        JSON.stringify(given)
      }`,
    );
  const texts = [value ?? []].flat().map(String);
  for (const text of texts) {
    if (text === "") throw wrong("followed by a value", text);
    if (spec.choices && !spec.choices.includes(text)) {
      throw wrong(`one of ${spec.choices.join(", ")}`, text);
    }
  }
  if (spec.type === "list") return texts;
  const text = texts.at(-1);
  if (text === undefined || spec.type === "text") return text;
  const number = Number(text);
  if (!Number.isFinite(number)) throw wrong("a number", text);
  return number;
}

function checkArguments(
  name: string,
  wanted: readonly string[],
  given: readonly string[],
): void {
  const needed = wanted.filter((arg) => !arg.startsWith("["));
  const usage = ["toloka", name, ...wanted].join(" ");
  if (given.length < needed.length) {
    throw new UsageError(
      `Cannot run 'toloka ${name}' without ${
        needed[given.length]
      }: the usage is '${usage}'`,
    );
  }
  const many = wanted.at(-1)?.includes("...");
  if (given.length > wanted.length && !many) {
    throw new UsageError(
      `Cannot run 'toloka ${name}' with "${
        given[wanted.length]
      }": the usage is '${usage}'`,
    );
  }
}
