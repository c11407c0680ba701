/**
 * Writes the part of docs/cli.md that comes from the commands themselves:
 *
 *     deno run --allow-read=. --allow-write=docs tests/cli/_docs.ts
 */
import { EXIT_CODES } from "../../src/cli/exit_codes.ts";
import { COMMON_OPTIONS, type OptionSpecs } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/registry.ts";

/** Line after which the generated part begins. */
export const MARK = "<!-- From here on, tests/cli/_docs.ts writes. -->";

/** Gives the generated part. */
export async function describeCommands(): Promise<string> {
  const parts = [
    "## Commands",
    "Options of every command:",
    optionsOf(COMMON_OPTIONS),
  ];
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const { args, options, details, examples, readsOptions } = await load();
    const usage = ["toloka", name, ...args].join(" ");
    parts.push(
      `### ${name}`,
      `${summary}.`,
      block("sh", `${usage}${readsOptions ? " [options]" : ""}`),
    );
    if (details) parts.push(block("txt", details));
    if (Object.keys(options).length > 0) parts.push(optionsOf(options));
    parts.push(block("sh", examples.join("\n")));
  }
  const codes = Object.entries(EXIT_CODES).map(([code, meaning]) =>
    `- \`${code}\`: ${meaning}`
  );
  parts.push("## Exit codes", codes.join("\n"));
  return parts.join("\n\n");
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function optionsOf(options: OptionSpecs): string {
  return Object.entries(options).map(([name, spec]) => {
    const { short, type, value, summary, choices } = spec;
    const flag = `${short ? `-${short}, ` : ""}--${name}${
      type === "flag" ? "" : ` ${value ?? type.toUpperCase()}`
    }`;
    const all = choices ? ` (${choices.join(", ")})` : "";
    return `- \`${flag}\`: ${summary}${all}`;
  }).join("\n");
}

if (import.meta.main) {
  const url = new URL("../../docs/cli.md", import.meta.url);
  const [head] = (await Deno.readTextFile(url)).split(MARK);
  const text = `${head}${MARK}\n\n${await describeCommands()}\n`;
  await Deno.writeTextFile(url, text);
}
