/** `toloka completions`: scripts that complete commands and options in a shell. */
import {
  type Commands,
  COMMON_OPTIONS,
  defineCommand,
  type OptionSpecs,
} from "../command.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** Words to offer: the verbs or options after a command's words. */
interface Completion {
  /** Words before the cursor, without `toloka`. */
  after: string;
  /** Words to offer. */
  words: string[];
}

async function completionsOf(
  all: Commands,
): Promise<Completion[]> {
  const names = Object.keys(all);
  const firsts = [...new Set(names.map((name) => name.split(" ")[0]!))];
  const groups = firsts.map((first) => ({
    after: first,
    words: names.filter((name) => name.startsWith(`${first} `))
      .map((name) => name.slice(first.length + 1)),
  })).filter(({ words }) => words.length > 0);
  const commands = await Promise.all(
    Object.entries(all).map(async ([name, { load }]) => {
      const options: OptionSpecs = {
        ...(await load()).options,
        ...COMMON_OPTIONS,
      };
      return {
        after: name,
        words: Object.keys(options).map((option) => `--${option}`),
      };
    }),
  );
  return [{ after: "", words: firsts }, ...groups, ...commands];
}

const SCRIPTS: Record<typeof SHELLS[number], (all: Completion[]) => string> = {
  bash: (all) =>
    `_toloka() {
  local words="\${COMP_WORDS[1]} \${COMP_WORDS[2]}" cur="\${COMP_WORDS[COMP_CWORD]}" offer=""
  case $COMP_CWORD in
    1) words="" ;;
    2) words="\${COMP_WORDS[1]}" ;;
  esac
  while :; do
    case "$words" in
${
      all.map(({ after, words }) =>
        `      "${after}") offer="${words.join(" ")}" ;;`
      ).join("\n")
    }
    esac
    [ -z "$offer" ] && [ "$words" != "\${words% *}" ] || break
    words="\${words% *}"
  done
  COMPREPLY=($(compgen -W "$offer" -- "$cur"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$cur"))
}
complete -F _toloka toloka
`,
  zsh: (all) =>
    `#compdef toloka
_toloka() {
  local -A offers=(
${
      all.filter(({ after }) => after !== "").map(({ after, words }) =>
        `    "${after}" "${words.join(" ")}"`
      ).join("\n")
    }
  )
  local first="\${words[2]}" both="\${words[2]} \${words[3]}"
  if (( CURRENT == 2 )); then
    compadd -- ${all[0]!.words.join(" ")}
  elif (( CURRENT > 3 )) && [[ -n "\${offers[$both]}" ]]; then
    compadd -- \${=offers[$both]}; _files
  elif [[ -n "\${offers[$first]}" ]]; then
    compadd -- \${=offers[$first]}
  else
    _files
  fi
}
compdef _toloka toloka
`,
  fish: (all) =>
    all.map(({ after, words }) => {
      const condition = after === ""
        ? "__fish_use_subcommand"
        : after.split(" ").map((word) => `__fish_seen_subcommand_from ${word}`)
          .join("; and ");
      return words.map((word) =>
        word.startsWith("--")
          ? `complete -c toloka -n "${condition}" -l ${word.slice(2)}`
          : `complete -c toloka -f -n "${condition}" -a ${word}`
      ).join("\n");
    }).join("\n") + "\n",
};

/** Prints a script for a shell. */
export const print = defineCommand({
  args: ["SHELL"],
  options: {},
  details: `SHELL is ${SHELLS.join(", ")}.`,
  examples: [
    "toloka completions bash > ~/.local/share/bash-completion/completions/toloka",
    "toloka completions zsh > ~/.zfunc/_toloka",
    "toloka completions fish > ~/.config/fish/completions/toloka.fish",
  ],
  async run({ args, output, commands }) {
    const shell = SHELLS.find((name) => name === args[0]);
    if (!shell) {
      const { UsageError } = await import("../usage_error.ts");
      throw new UsageError(
        `Cannot print completions as SHELL must be one of ${
          SHELLS.join(", ")
        }: current value is ${JSON.stringify(args[0])}`,
      );
    }
    await output.raw(SCRIPTS[shell](await completionsOf(commands)));
  },
});
