/**
 * Holds that whoever looks up an entry point finds an example: every function,
 * every object of builders and every class of a resource has one, and no
 * example is there twice. That the examples run is for `deno task test:doc`.
 */
import { assertEquals, assertNotEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };

const root = new URL("../", import.meta.url);

/** Folders of entry points that consist of functions and builders. */
const ENTRIES = Object.entries(config.exports)
  .filter(([name]) => ![".", "./simulator", "./cli"].includes(name))
  .map(([name, file]) => ({ name, file: new URL(file, root) }));

interface Example {
  /** Declaration that the example belongs to. */
  of: string;
  /** Code of its examples, without the comment around it. */
  code: string;
}

const DECLARATION =
  /^export (?:async )?(?:function\*?|const|class) (\w+)|^ {2}(?:async )?\*?(\w+)[(<:]/;

/** Finds the examples of a file's declarations, as `deno fmt` lays them out. */
function examplesOf(source: string): Example[] {
  const lines = source.split("\n");
  const found: Example[] = [];
  let start = 0;
  for (const [at, line] of lines.entries()) {
    if (/^ *\/\*\*/.test(line)) start = at;
    const [, outer, member] = DECLARATION.exec(line) ?? [];
    const of = outer ?? member;
    if (of === undefined) continue;
    const doc = lines[at - 1]?.trim().endsWith("*/")
      ? lines.slice(start, at).join("\n")
      : "";
    const code = Array.from(
      doc.matchAll(/@example \S.*\n *\* ```ts\n([^]*?) *\* ```/g),
      ([, code = ""]) => code.replaceAll(/^ *\* ?/gm, ""),
    ).join("\n");
    found.push({ of, code });
  }
  return found;
}

async function examplesIn(folder: URL): Promise<Example[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder)))
    .filter(({ isFile }) => isFile).map(({ name }) => name).toSorted();
  const texts = names.map((name) => Deno.readTextFile(new URL(name, folder)));
  return (await Promise.all(texts)).flatMap(examplesOf);
}

for (const { name, file } of ENTRIES) {
  const examples = await examplesIn(new URL("./", file));

  Deno.test(`docs have an example of every function and object of @toloka/client${name.slice(1)}`, async () => {
    const missing: string[] = [];
    for (const [name, value] of Object.entries(await import(file.href))) {
      // Errors are caught, not called; lists are data.
      const error = typeof value === "function" &&
        value.prototype instanceof Error;
      if (error || Array.isArray(value)) continue;
      const use = new RegExp(String.raw`\b${name}[.(]`);
      const shown = examples.some(({ of, code }) =>
        of === name && use.test(code)
      );
      // An object of builders may leave it to its members.
      const byMember = typeof value === "object" && value !== null &&
        examples.some(({ of, code }) => of in value && use.test(code));
      if (!shown && !byMember) missing.push(name);
    }
    assertEquals(missing, []);
  });
}

Deno.test("docs have an example of every class of a resource", async () => {
  const examples = await examplesIn(new URL("src/resources/", root));
  const classes = examples.filter(({ of }) => /^[A-Z][a-z]/.test(of));
  assertNotEquals(classes, []);
  assertEquals(
    classes.filter(({ code }) => code === "").map(({ of }) => of),
    [],
  );
});

Deno.test("docs show no example twice", async () => {
  const folders = [
    new URL("src/resources/", root),
    ...ENTRIES.map(({ file }) => new URL("./", file)),
  ];
  const seen = new Map<string, string>();
  const twice: string[] = [];
  for (const folder of folders) {
    for (const { of, code } of await examplesIn(folder)) {
      if (code === "") continue;
      const first = seen.get(code);
      if (first !== undefined) twice.push(`${of} has the example of ${first}`);
      seen.set(code, of);
    }
  }
  assertEquals(twice, []);
});

/** Columns that the pages of `deno doc --html` and of JSR show. */
const PAGE_COLUMNS = 75;

/** A text alone cannot be broken. */
const TEXT = /^\s*(["'`]).*\1[,;]?$/;

async function* filesOf(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* filesOf(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}

Deno.test("docs show examples that the pages do not cut off", async () => {
  const files = await Array.fromAsync(filesOf(new URL("src/", root)));
  const wide: string[] = [];
  for (const file of [...files, new URL("mod.ts", root)]) {
    const text = await Deno.readTextFile(file);
    for (const [, code = ""] of text.matchAll(/ \* ```ts[^\n]*\n([^]*?)```/g)) {
      const lines = code.split("\n").map((line) => line.replace(/^ *\* ?/, ""));
      wide.push(
        ...lines.filter((line) =>
          line.length > PAGE_COLUMNS && !TEXT.test(line)
        ),
      );
    }
  }
  assertEquals(wide, []);
});
