/**
 * Draws docs/demo.svg, the README's picture: what `deno task demo` prints, from
 * its first figures on. `--check` only tells whether it is current.
 */
const FILE = "docs/demo.svg";
const LINE = 20;
const CHARACTER = 8.43;
const MARGIN = 20;

const { success, stdout } = await new Deno.Command(Deno.execPath(), {
  args: ["task", "--quiet", "demo"],
  env: { NO_COLOR: "1" },
  stderr: "null",
}).output();
if (!success) throw new Error("Cannot draw the demo as it has failed");
const printed = new TextDecoder().decode(stdout).trimEnd();
const lines = [
  "$ deno task demo",
  "",
  ...printed.slice(printed.indexOf("Messages")).split("\n"),
];

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(" ", "\u00a0"); // spaces are joined otherwise
}

const columns = Math.max(...lines.map(({ length }) => length));
const width = Math.ceil(columns * CHARACTER) + 2 * MARGIN;
const height = lines.length * LINE + 2 * MARGIN;
const rows = lines.map((line, row) =>
  `  <text x="${MARGIN}" y="${MARGIN + 14 + row * LINE}"${
    row === 0 ? ' fill="#7ee787"' : ""
  }>${escape(line)}</text>`
);
const svg =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="What the demo prints: figures of a finished job, and its most active Tolokers">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">
${rows.join("\n")}
</g>
</svg>
`;
if (!Deno.args.includes("--check")) await Deno.writeTextFile(FILE, svg);
else if (await Deno.readTextFile(FILE) !== svg) {
  throw new Error(`${FILE} is not what the demo prints: deno task picture`);
}
