/**
 * Compares the stand-ins of .ci/std/ with what they stand for. Where JSR is in
 * reach (jsr.io, or the registry of JSR_URL), the real modules must be assignable
 * to the stand-ins: then code that compiles with these compiles with the real ones.
 * Elsewhere the modules from npm must at least export every value by its name.
 */
const DIR = "cov/std";
const root = new URL("..", import.meta.url).pathname;
const { imports } = JSON.parse(await Deno.readTextFile("deno.json"));

/** A stand-in: its file, and the specifier of what it stands for. */
interface StandIn {
  file: string;
  package: string;
  path: string;
}

async function standIns(): Promise<StandIn[]> {
  const found: StandIn[] = [];
  for await (const folder of Deno.readDir(`${root}/.ci/std`)) {
    for await (
      const { name } of Deno.readDir(`${root}/.ci/std/${folder.name}`)
    ) {
      const base = name.replace(/(\.d)?\.ts$/, "");
      if (base.startsWith("_")) continue;
      found.push({
        file: `${root}/.ci/std/${folder.name}/${name}`,
        package: folder.name,
        path: base === "mod" ? "" : `/${base.replaceAll("_", "-")}`,
      });
    }
  }
  return found.toSorted((a, b) => a.file < b.file ? -1 : 1);
}

/** Tells whether JSR is in reach. */
function reachesJsr(): Promise<boolean> {
  const jsr = Deno.env.get("JSR_URL") ?? "https://jsr.io/";
  const url = new URL("@std/async/meta.json", jsr);
  return fetch(url, { signal: AbortSignal.timeout(3000) })
    .then((r) => r.body?.cancel().then(() => r.ok) ?? false, () => false);
}

async function run(args: string[]): Promise<void> {
  const { code } = await new Deno.Command(Deno.execPath(), { args }).spawn()
    .status;
  if (code !== 0) Deno.exit(1);
}

/** Code that compiles if the real modules are assignable to their stand-ins. */
function comparison(list: readonly StandIn[]): string {
  const lines = list.flatMap(({ file, package: name, path }, i) => [
    `import * as standIn${i} from ${JSON.stringify(file)};`,
    `import * as real${i} from "@std/${name}${path}";`,
    // the index names the module in an error
    `export const module${i}: Public<typeof standIn${i}> = real${i} as Public<typeof real${i}>; // @std/${name}${path}`,
  ]);
  return `// deno-lint-ignore-file
/** Classes by their public parts: private ones make each class a type of its own. */
type Public<Module> = { [Name in keyof Module]: PublicClass<Module[Name]> };
type PublicClass<T> = T extends new (...args: infer Args) => infer Instance
  ? new (...args: Args) => { [Name in keyof Instance]: Instance[Name] }
  : T;
${lines.join("\n")}
`;
}

/** Fails if a module from npm lacks a value that its stand-in declares. */
async function compareNames(list: readonly StandIn[]): Promise<void> {
  let wrong = 0;
  for (const { file, package: name, path } of list) {
    // written here in full, so there is nothing from npm to compare
    if (!file.endsWith(".d.ts")) continue;
    const module = `@std/${name}${path}`;
    const real = Object.keys(await import(module));
    for (const value of await declaredValues(file)) {
      if (real.includes(value)) continue;
      wrong++;
      console.error(`${file} declares "${value}", which ${module} lacks`);
    }
  }
  if (wrong > 0) Deno.exit(1);
}

async function declaredValues(file: string): Promise<string[]> {
  const text = await Deno.readTextFile(file);
  const pattern =
    /^export (?:declare )?(?:async )?(?:function\*?|class|const) (\w+)/gm;
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))];
}

const list = await standIns();
if (await reachesJsr()) {
  await Deno.mkdir(DIR, { recursive: true });
  await Deno.writeTextFile(
    `${DIR}/deno.json`,
    JSON.stringify({ imports, lock: false, vendor: false }),
  );
  await Deno.writeTextFile(`${DIR}/compare.ts`, comparison(list));
  await run(["check", "--config", `${DIR}/deno.json`, `${DIR}/compare.ts`]);
  console.log(`${list.length} stand-ins agree with @std from JSR`);
} else {
  await compareNames(list);
  console.log(`${list.length} stand-ins agree by name with @std from npm`);
}
