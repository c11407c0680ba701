/** Holds the directions of imports inside of `src/`. */
import { assertEquals } from "@std/assert";

const root = new URL("../src/", import.meta.url);

/** What belongs together, by path inside of `src/`: a file, or a folder with all in it. */
const ROOMS: Record<string, string[]> = {
  client: ["client.ts", "settings.ts"],
  resources: ["resources/"],
  creation: ["creation/"],
  operations: ["operations/"],
  paginator: ["paginator.ts", "paging/"],
  transport: ["transport/"],
  options: ["options.ts", "with_response.ts"],
  errors: ["errors.ts", "error_codes.ts"],
  types: ["types/"],
  values: [
    "time.ts",
    "money.ts",
    "checks.ts",
    "control_tasks.ts",
    "equality.ts",
    "sha256.ts",
    "names.ts",
    "formulas.ts",
    "tsv.ts",
    "version.ts",
  ],
  defineProject: ["define_project.ts", "project_names.ts"],
  filters: ["filters/"],
  qualityControl: ["quality_control/"],
  planning: ["planning/"],
  data: ["data/"],
  aggregation: ["aggregation/"],
  autoquality: ["autoquality/"],
  templateBuilder: ["template_builder/"],
  store: ["store/"],
  streaming: ["streaming/"],
  metrics: ["metrics/"],
  webhooks: ["webhooks/"],
  dashboard: ["dashboard/"],
  cli: ["cli/"],
  simulator: ["simulator/"],
};

const BELOW_TRANSPORT = ["options", "errors", "types", "values"];
const BELOW_OPERATIONS = ["transport", ...BELOW_TRANSPORT];
const BELOW_CREATION = ["operations", "paginator", ...BELOW_OPERATIONS];
const BELOW_RESOURCES = ["creation", ...BELOW_CREATION];

/** Where each room may import from, besides itself. */
const MAY_IMPORT: Record<string, string[]> = {
  client: ["resources", "defineProject", ...BELOW_RESOURCES],
  resources: BELOW_RESOURCES,
  creation: BELOW_CREATION,
  operations: BELOW_OPERATIONS,
  paginator: ["transport", ...BELOW_TRANSPORT],
  transport: BELOW_TRANSPORT,
  options: ["errors", "types", "values"],
  errors: ["types", "values"],
  types: [],
  values: [],
  defineProject: ["types", "values"],
  filters: ["types", "values"],
  qualityControl: ["types", "values"],
  planning: ["filters", "qualityControl", "types", "values"],
  data: ["defineProject", "errors", "types", "values"],
  aggregation: ["values"],
  // What builds on the client takes it as a parameter, so only its types.
  autoquality: [
    "aggregation",
    "client",
    "planning",
    "store",
    ...BELOW_TRANSPORT,
  ],
  templateBuilder: ["types"],
  store: ["errors"],
  // What builds on the client takes it as a parameter, so only its types.
  streaming: ["client", "store", ...BELOW_TRANSPORT],
  metrics: [
    "aggregation",
    "client",
    "planning",
    "store",
    "streaming",
    "operations",
    ...BELOW_TRANSPORT,
  ],
  webhooks: ["errors", "types", "values"],
  // Its program shows simulated pools.
  dashboard: [
    "aggregation",
    "client",
    "metrics",
    "planning",
    "simulator",
    "store",
    "streaming",
    ...BELOW_TRANSPORT,
  ],
  // A thin layer over everything, which loads what a command needs.
  cli: [
    "aggregation",
    "client",
    "dashboard",
    "data",
    "defineProject",
    "planning",
    "simulator",
    "store",
    "streaming",
    "webhooks",
    ...BELOW_RESOURCES,
  ],
  // Code shared across the wire would hide a bug on both sides of it.
  simulator: ["types"],
};

/** The folders of the simulator; each may import from those before it. */
const SIMULATOR = [
  "engine/",
  "checks/",
  "world/",
  "server/",
  "aggregation/",
  "issuing/",
  "tolokers/",
  "entities/",
  "quality/",
  "",
];

/** The only files that may know which runtime they are on. */
const RUNTIME_FILES = [
  "transport/runtime.ts",
  "simulator/server/serve.ts",
  "simulator/main.ts",
  "cli/system.ts",
  "dashboard/serve.ts",
  "dashboard/main.ts",
  "store/runtime.ts",
  "streaming/termination.ts",
];

interface Import {
  /** The file that is imported, inside of `src/`, or the name of a package. */
  from: string;
  /** Whether it is gone at run time. */
  typeOnly: boolean;
  /** Whether it is loaded when a function asks for it. */
  later: boolean;
}

async function* filesIn(folder: URL): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const url = new URL(name + (isDirectory ? "/" : ""), folder);
    if (isDirectory) yield* filesIn(url);
    else yield url.href.slice(root.href.length);
  }
}

/** Code without comments, in which examples import too. */
function codeOf(text: string): string {
  return text
    .replace(/^\s*\/\*[\s\S]*?\*\//gm, "")
    .replace(/(^|\s)\/\/.*$/gm, "");
}

function importsOf(file: string, code: string): Import[] {
  const statement =
    /^(?:import|export)\s(type\s)?(?:[^;"'`]*?\sfrom\s)?"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...code.matchAll(statement)].map(([, type, name, dynamic]) => {
    const target = name ?? dynamic!;
    const from = target.startsWith(".")
      ? new URL(target, new URL(file, root)).href.slice(root.href.length)
      : target;
    return {
      from,
      typeOnly: type !== undefined,
      later: dynamic !== undefined,
    };
  });
}

function roomOf(file: string): string | undefined {
  return Object.keys(ROOMS).find((room) =>
    ROOMS[room]!.some((path) =>
      path.endsWith("/") ? file.startsWith(path) : file === path
    )
  );
}

const codes = new Map<string, string>();
for (const file of (await Array.fromAsync(filesIn(root))).toSorted()) {
  codes.set(file, codeOf(await Deno.readTextFile(new URL(file, root))));
}
const imports = new Map(
  [...codes].map(([file, code]) => [file, importsOf(file, code)]),
);

Deno.test("src/resources/ holds one class in each file", () => {
  const files = [...codes].filter(([file]) => file.startsWith("resources/"));
  assertEquals(files.length, 22);
  for (const [file, code] of files) {
    assertEquals(code.match(/^export class /gm)?.length, 1, file);
  }
});

Deno.test("importsOf() sees every import", () => {
  const code = codeOf(`
/** Example
 * import { no } from "./no.ts";
 */
import a from "./a.ts";
import type { B } from "../b.ts";
import {
  c, // import "./no.ts"
  type D,
} from "@std/c";
export { e } from "./e.ts";
export type { F } from "./f.ts";
export * from "./g.ts";
import "./h.ts";
const i = await import("./i.ts");
export const text = 'from "./no.ts"';
`);
  const found = importsOf("room/file.ts", code);
  assertEquals(found.map(({ from }) => from), [
    "room/a.ts",
    "b.ts",
    "@std/c",
    "room/e.ts",
    "room/f.ts",
    "room/g.ts",
    "room/h.ts",
    "room/i.ts",
  ]);
  const types = found.filter(({ typeOnly }) => typeOnly);
  assertEquals(types.map(({ from }) => from), ["b.ts", "room/f.ts"]);
  const later = found.filter(({ later }) => later);
  assertEquals(later.map(({ from }) => from), ["room/i.ts"]);
});

Deno.test("mod.ts loads at its start what any request needs, and the rest with its first use", async () => {
  const main = codeOf(await Deno.readTextFile(new URL("../mod.ts", root)));
  const start = new Set<string>();
  const load = ({ from, typeOnly, later }: Import): void => {
    if (typeOnly || later || start.has(from)) return;
    start.add(from);
    imports.get(from)?.forEach(load);
  };
  importsOf("../mod.ts", main).forEach(load);
  const rooms = [...new Set([...start].map((file) => roomOf(file) ?? file))];
  assertEquals(rooms.toSorted(), [
    "@std/async/deadline",
    "@std/async/delay",
    "@std/async/retry",
    "@std/text/levenshtein-distance",
    "client",
    "creation",
    "defineProject",
    "errors",
    "operations",
    "options",
    "paginator",
    "resources",
    "transport",
    "values",
  ]);
  const creation = [...start].filter((file) => roomOf(file) === "creation");
  assertEquals(creation, ["creation/lazy.ts"]);
  const later = ["tsv.ts", "transport/download.ts"];
  assertEquals(later.filter((file) => start.has(file)), []);
  // Each module takes about 0.2 ms. Whoever adds one should know.
  assertEquals(start.size <= 68, true, `${start.size} modules`);
});

Deno.test("src/ has a room for each file", () => {
  const files = [...codes.keys()];
  assertEquals(files.length > 50, true);
  const homeless = files.filter((file) => roomOf(file) === undefined);
  assertEquals(homeless, [], "Give these a room in ROOMS and MAY_IMPORT");
});

Deno.test("src/ imports in one direction", () => {
  const wrong: string[] = [];
  for (const [file, list] of imports) {
    const room = roomOf(file)!;
    for (const { from } of list) {
      if (!codes.has(from)) continue;
      const other = roomOf(from)!;
      const allowed = other === room || MAY_IMPORT[room]?.includes(other);
      if (!allowed) wrong.push(`${file} imports ${from}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("src/ loads the client in no room that takes it as a parameter", () => {
  const wrong = [...imports].filter(([file, list]) =>
    ["autoquality", "streaming"].includes(roomOf(file)!) &&
    list.some(({ from, typeOnly }) => from === "client.ts" && !typeOnly)
  );
  assertEquals(wrong.map(([file]) => file), []);
});

Deno.test("src/simulator/ imports in one direction", () => {
  const floorOf = (file: string): number =>
    SIMULATOR.findIndex((folder) => file.startsWith(`simulator/${folder}`));
  const wrong: string[] = [];
  for (const [file, list] of imports) {
    if (!file.startsWith("simulator/")) continue;
    for (const { from } of list) {
      if (floorOf(from) > floorOf(file)) wrong.push(`${file} imports ${from}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("src/ imports files of its own that exist, and of others only @std by sub-path", () => {
  const wrong: string[] = [];
  for (const [file, list] of imports) {
    for (const { from } of list) {
      const fine = codes.has(from) || /^@std\/[a-z]+\/[a-z0-9-]+$/.test(from);
      if (!fine) wrong.push(`${file} imports ${from}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("src/ has no cycle of imports, types included", () => {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: string[]): void => {
    if (trail.includes(file)) {
      cycles.push([...trail.slice(trail.indexOf(file)), file].join(" -> "));
      return;
    }
    if (done.has(file)) return;
    for (const { from } of imports.get(file) ?? []) {
      visit(from, [...trail, file]);
    }
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  assertEquals(cycles, []);
});

Deno.test("src/types/ has no code", () => {
  const wrong = [...codes].filter(([file, code]) =>
    file.startsWith("types/") &&
    /^(export )?(default |async )?(const|let|var|function|class|enum|namespace)\b/m
      .test(code)
  );
  assertEquals(wrong.map(([file]) => file), []);
  const atRunTime = [...imports].filter(([file, list]) =>
    file.startsWith("types/") && list.some(({ typeOnly }) => !typeOnly)
  );
  assertEquals(atRunTime.map(([file]) => file), []);
});

Deno.test("src/ knows of runtimes in one place, and where the simulator serves", () => {
  const wrong: string[] = [];
  for (const [file, code] of codes) {
    if (RUNTIME_FILES.includes(file)) continue;
    const found = /\b(Deno|Bun|process)\b\s*[.?[]|"node:|\brequire\(/.exec(
      code,
    );
    if (found) wrong.push(`${file}: ${found[0]}`);
  }
  assertEquals(wrong, []);
});
