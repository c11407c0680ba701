/**
 * Fills vendor/ with @std where jsr.io is out of reach but npm is not.
 *
 * The code of the modules is that of npm's deno-std; .ci/std/ has their types
 * and stands in for @std/testing, which deno-std lacks. With jsr.io in reach
 * nothing happens, and Deno downloads the real packages.
 */
const DENO_STD = "npm:deno-std@1.4.0";
const VERSIONS: Record<string, string> = {
  assert: "1.0.19",
  async: "1.5.0",
  cli: "1.0.29",
  csv: "1.0.6",
  http: "1.1.3",
  testing: "1.0.20",
  text: "1.0.16",
  uuid: "1.1.0",
};
const vendor = "vendor";
const mark = `${vendor}/FROM_NPM`;
const day = 24 * 60 * 60 * 1000;

/** Writes what is new: another task may be reading the file just now. */
async function write(path: string, text: string): Promise<void> {
  const present = await Deno.readTextFile(path).catch(() => undefined);
  if (present !== text) await Deno.writeTextFile(path, text);
}

const stat = (path: string) => Deno.stat(path).catch(() => undefined);

/** Whether vendor/ has to be filled. */
async function needed(): Promise<boolean> {
  if (Deno.env.get("JSR_URL")) return false;
  const marked = await stat(mark);
  if (!marked && await stat(`${vendor}/jsr.io/@std`)) return false;
  if (marked && Date.now() - marked.mtime!.getTime() < day) return true;
  const reached = await fetch("https://jsr.io/@std/async/meta.json", {
    signal: AbortSignal.timeout(3000),
  }).then((r) => r.body?.cancel().then(() => r.ok), () => false);
  if (marked) {
    if (reached) await Deno.remove(vendor, { recursive: true });
    else await Deno.utime(mark, new Date(), new Date());
  }
  return !reached;
}

async function fill(): Promise<void> {
  const first = !await stat(mark);
  for (const [name, version] of Object.entries(VERSIONS)) {
    const from = new URL(`./std/${name}/`, import.meta.url);
    const to = `${vendor}/jsr.io/@std/${name}`;
    const exports: Record<string, string> = {};
    await Deno.mkdir(`${to}/${version}`, { recursive: true });
    for await (const { name: file } of Deno.readDir(from)) {
      const text = await Deno.readTextFile(new URL(file, from));
      const base = file.replace(/(\.d)?\.ts$/, "");
      const js = `${base}.${file.endsWith(".d.ts") ? "js" : "ts"}`;
      const key = base === "mod" ? "." : `./${base.replaceAll("_", "-")}`;
      if (!base.startsWith("_")) exports[key] = `./${js}`;
      await write(`${to}/${version}/${file}`, text);
      if (js.endsWith(".ts")) continue;
      // a mod.d.ts of nothing but re-exports stays one: deno-std's own may be broken
      const own = /^export \* from/.test(text);
      await write(
        `${to}/${version}/${js}`,
        `/* @ts-self-types="./${file}" */\n` +
          (own
            ? text.replaceAll(".d.ts", ".js")
            : `export * from "${DENO_STD}/${name}/${js}";\n`),
      );
    }
    await write(
      `${to}/${version}_meta.json`,
      JSON.stringify({ manifest: {}, exports }),
    );
    await write(
      `${to}/meta.json`,
      JSON.stringify({
        scope: "std",
        name,
        latest: version,
        versions: { [version]: {} },
      }),
    );
  }
  if (first) {
    await write(
      mark,
      "vendor/jsr.io was made by .ci/std.ts; remove vendor/ to get it from jsr.io\n",
    );
    console.error("jsr.io is out of reach: @std comes from npm (deno-std)");
  }
}

if (await needed()) await fill();
