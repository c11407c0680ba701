/**
 * Prints what each entry point loads: modules at its start, and those that are
 * loaded when they are used, with the size of their source, comments included.
 * What the start takes is measured by `run.ts`.
 */

const root = new URL("../../", import.meta.url);

interface Module {
  specifier: string;
  size?: number;
  dependencies?: { code?: { specifier: string }; isDynamic?: boolean }[];
}

async function info(file: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(
    Deno.execPath(),
    { args: ["info", "--json", file], cwd: root },
  ).output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new Error(`Cannot read the modules: ${decoder.decode(stderr)}`);
}

/** The modules of an entry point that are there at run time; imports of types are gone by then. */
async function modulesOf(file: string): Promise<[Module[], Module[]]> {
  const { roots, modules, redirects } = JSON.parse(await info(file)) as {
    roots: string[];
    modules: Module[];
    redirects: Record<string, string>;
  };
  const known = new Map(modules.map((module) => [module.specifier, module]));
  const start = new Set<Module>();
  const all = new Set<Module>();
  const load = (specifier: string, into: Set<Module>): void => {
    const module = known.get(redirects[specifier] ?? specifier);
    if (module === undefined || into.has(module)) return;
    into.add(module);
    for (const { code, isDynamic } of module.dependencies ?? []) {
      if (code === undefined || isDynamic && into === start) continue;
      load(code.specifier, into);
    }
  };
  for (const specifier of roots) {
    load(specifier, start);
    load(specifier, all);
  }
  return [[...start], [...all].filter((module) => !start.has(module))];
}

function format(modules: Module[]): string {
  const bytes = modules.reduce((sum, { size = 0 }) => sum + size, 0);
  return `${modules.length} modules, ${Math.round(bytes / 1024)} KiB`;
}

const { exports } = JSON.parse(
  await Deno.readTextFile(new URL("deno.json", root)),
) as { exports: Record<string, string> };
console.log("| Entry point | At the start | When used |");
console.log("| --- | ---: | ---: |");
for (const [name, file] of Object.entries(exports)) {
  const [start, later] = await modulesOf(file);
  console.log(`| ${name} | ${format(start)} | ${format(later)} |`);
}
