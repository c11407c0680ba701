/**
 * What the client adds to the start of a program beside a bare `fetch`, as a
 * ratio, and how much code each entry point loads.
 */

const RUNS = 15;
const root = new URL("../../", import.meta.url);
const mod = JSON.stringify(new URL("mod.ts", root));
const ANSWER = `"data:application/json,{}"`;
const scripts = {
  "a bare fetch": `await (await fetch(${ANSWER})).json();`,
  "requester.get()": `import { TolokaClient } from ${mod};
    const answer = () => fetch(${ANSWER});
    await new TolokaClient({ token: "token", url: "http://127.0.0.1", fetch: answer })
      .requester.get();`,
};

async function run(args: string[]): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command(
    Deno.execPath(),
    { args, cwd: root },
  ).output();
  if (success) return stdout;
  throw new Error(`Cannot run: ${new TextDecoder().decode(stderr)}`);
}

async function start(code: string): Promise<number> {
  const began = performance.now();
  await run([
    "run",
    "--config=deno.json",
    `data:application/typescript,${encodeURIComponent(code)}`,
  ]);
  return performance.now() - began;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const times = Object.values(scripts).map((): number[] => []);
for (let run = -2; run < RUNS; run++) {
  for (const [i, code] of Object.values(scripts).entries()) {
    const time = await start(code);
    // the first two runs fill caches
    if (run >= 0) times[i]!.push(time);
  }
}
const medians = times.map(median);
console.log(`start of a program to its first answer, median of ${RUNS}`);
for (const [i, name] of Object.keys(scripts).entries()) {
  const ratio = (medians[i]! / medians[0]!).toFixed(2);
  console.log(`  ${name.padEnd(16)} ${medians[i]!.toFixed(0)} ms  ${ratio}x`);
}

interface Module {
  specifier: string;
  size?: number;
  dependencies?: { code?: { specifier: string } }[];
}

/** What an entry point loads at run time; imports of types are gone by then. */
async function loadedBy(file: string): Promise<Module[]> {
  const json = new TextDecoder().decode(await run(["info", "--json", file]));
  const { roots, modules, redirects } = JSON.parse(json) as {
    roots: string[];
    modules: Module[];
    redirects: Record<string, string>;
  };
  const known = new Map(modules.map((module) => [module.specifier, module]));
  const loaded = new Set<Module>();
  const load = (specifier: string): void => {
    const module = known.get(redirects[specifier] ?? specifier);
    if (module === undefined || loaded.has(module)) return;
    loaded.add(module);
    for (const { code } of module.dependencies ?? []) {
      if (code !== undefined) load(code.specifier);
    }
  };
  roots.forEach(load);
  return [...loaded];
}

const { exports } = JSON.parse(
  await Deno.readTextFile(new URL("deno.json", root)),
) as { exports: Record<string, string> };
console.log(
  "modules that an entry point loads, and their source with comments",
);
for (const [name, file] of Object.entries(exports)) {
  const modules = await loadedBy(file);
  const bytes = modules.reduce((sum, { size = 0 }) => sum + size, 0);
  console.log(
    `  ${name.padEnd(18)} ${String(modules.length).padStart(3)} modules  ${
      String(Math.round(bytes / 1024)).padStart(4)
    } KiB`,
  );
}
