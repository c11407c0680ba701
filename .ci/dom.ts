/**
 * Type-checks every entry point with the web's types only, so that nothing
 * of Deno is used where Node and Bun run the same code. What serves over a
 * socket may name it.
 */
const DIR = "cov/dom";
const MAY_USE_DENO = /\/src\/simulator\/server\/serve\.ts/;

const config = JSON.parse(await Deno.readTextFile("deno.json"));

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copy(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

await Deno.mkdir("cov", { recursive: true });
await Deno.remove(DIR, { recursive: true }).catch(() => {});
// modules from JSR are looked up beside the configuration; what is not there is downloaded
if (await Deno.stat("vendor").catch(() => undefined)) {
  await copy("vendor", `${DIR}/vendor`);
}
await Deno.writeTextFile(
  `${DIR}/deno.json`,
  JSON.stringify({
    imports: config.imports,
    vendor: true,
    lock: false,
    compilerOptions: {
      ...config.compilerOptions,
      lib: ["dom", "dom.iterable", "dom.asynciterable", "esnext"],
    },
  }),
);
const { code, stderr } = await new Deno.Command(Deno.execPath(), {
  args: ["check", "--config", `${DIR}/deno.json`].concat(
    Object.values<string>(config.exports),
  ),
  env: { NO_COLOR: "1" },
}).output();
const text = new TextDecoder().decode(stderr);
const places = text.match(/^ {4}at file:.*$/gm) ?? [];
const wrong = places.filter((place) => !MAY_USE_DENO.test(place));
if (wrong.length > 0 || code !== 0 && places.length === 0) {
  console.error(text);
  Deno.exit(1);
}
