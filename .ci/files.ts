/**
 * Holds which files are published: those that users need, and no others. Run
 * it after `deno task npm`.
 */
/** Finds all files in a folder. */
async function* walk(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* walk(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}

/** Files of JSR's package, as `deno publish` lists them. */
async function published(): Promise<string[]> {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["publish", "--dry-run", "--allow-dirty", "--no-check"],
    env: { NO_COLOR: "1" },
    stdout: "null",
  }).output();
  const root = `file://${Deno.cwd()}/`;
  return [...new TextDecoder().decode(stderr).matchAll(/file:\/\/\S+/g)]
    .map(([url]) => url)
    .filter((url) => url.startsWith(root))
    .map((url) => url.slice(root.length));
}

/** Files of the npm-shaped package, as npm packs them. */
async function packed(): Promise<string[]> {
  const { stdout } = await new Deno.Command("npm", {
    args: ["pack", "--dry-run", "--json", "./npm"],
    stderr: "null",
  }).output();
  const [{ files }] = JSON.parse(new TextDecoder().decode(stdout));
  return files.map(({ path }: { path: string }) => path);
}

/** @throws {Error} If there are other files than expected, or fewer. */
function check(
  what: string,
  files: string[],
  needed: readonly string[],
  allowed: RegExp,
): void {
  const missing = needed.filter((file) => !files.includes(file));
  const extra = files.filter((file) =>
    !needed.includes(file) && !allowed.test(file)
  );
  if (missing.length + extra.length > 0) {
    throw new Error(
      `${what}: missing ${missing.join(", ") || "none"}, unexpected ${
        extra.join(", ") || "none"
      }`,
    );
  }
  console.log(`${what}: ${files.length} files`);
}

const config = JSON.parse(await Deno.readTextFile("deno.json"));
const entries: string[] = Object.values<string>(config.exports)
  .map((file) => file.slice(2));
const sources = [];
for await (const file of walk("src")) sources.push(file);
check(
  "JSR",
  await published(),
  ["CHANGELOG.md", "LICENSE", "README.md", "deno.json", "mod.ts", ...sources],
  /^$/,
);
check(
  "npm",
  await packed(),
  [
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "package.json",
    ...entries.flatMap((file) => [
      file.replace(/\.ts$/, ".js"),
      file.replace(/\.ts$/, ".d.ts"),
    ]),
  ],
  /^[\w-]+\.js$|^src\/.*\.(js|d\.ts)$/,
);
