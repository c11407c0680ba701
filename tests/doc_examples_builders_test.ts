/**
 * Sees to it that every function of these entry points has an example of its
 * own: functions, members of builders, and builders that are constants. That
 * the examples run is for `deno task test:doc`.
 */
import { assertEquals } from "@std/assert";
import * as builders from "@toloka/client/builders";
import * as data from "@toloka/client/data";
import * as templateBuilder from "@toloka/client/template-builder";
import * as webhooks from "@toloka/client/webhooks";

const ENTRIES: [folder: string, exported: Record<string, unknown>][] = [
  ["builders", builders],
  ["data", data],
  ["template_builder", templateBuilder],
  ["webhooks", webhooks],
];

/** Interfaces whose functions the caller writes. */
const WRITTEN_BY_CALLERS = ["SeenEvents"];

/** Something that can be called, or has what can be called. */
interface Declared {
  /** Interface it is a member of. */
  owner?: string;
  name: string;
  /** Doc comment right above it. */
  doc: string;
}

const DECLARATION =
  /^(?:export interface (?<owner>\w+)|export (?:async )?(?:function\*?|const) (?<name>\w+)| {2}(?<member>\w+)(?:[(<]|: (?:Compare|Identity)Rule<)|\})/;

/** Finds what a file declares, in the layout that `deno fmt` gives it. */
function declarations(source: string): Declared[] {
  const found: Declared[] = [];
  const lines = source.split("\n");
  let owner: string | undefined;
  let doc = 0;
  for (const [at, line] of lines.entries()) {
    if (/^ *\/\*\*/.test(line)) doc = at;
    const groups = DECLARATION.exec(line)?.groups;
    if (groups === undefined) continue;
    const above = lines[at - 1]?.endsWith("*/")
      ? lines.slice(doc, at).join("\n")
      : "";
    if (groups.name !== undefined) {
      found.push({ name: groups.name, doc: above });
    }
    if (groups.member === undefined) owner = groups.owner;
    else if (owner !== undefined && !WRITTEN_BY_CALLERS.includes(owner)) {
      found.push({ owner, name: groups.member, doc: above });
    }
  }
  return found;
}

/** Code of the examples that have a title. */
function examples(doc: string): string {
  return Array.from(
    doc.matchAll(/@example \S.*\n *\* ```ts\n([^]*?)```/g),
    ([, code]) => code,
  ).join("\n");
}

/** What the files of a folder declare, without interfaces that are not exported. */
async function declarationsOf(folder: string): Promise<Declared[]> {
  const all: Declared[] = [];
  const url = new URL(`../src/${folder}/`, import.meta.url);
  const entry = await Deno.readTextFile(new URL("mod.ts", url));
  for await (const { name } of Deno.readDir(url)) {
    all.push(...declarations(await Deno.readTextFile(new URL(name, url))));
  }
  return all.filter(({ owner }) =>
    owner === undefined || new RegExp(String.raw`\btype ${owner}\b`).test(entry)
  );
}

for (const [folder, exported] of ENTRIES) {
  const declared = await declarationsOf(folder);

  Deno.test(`examples show every function of ${folder}`, () => {
    const missing: string[] = [];
    for (const [name, value] of Object.entries(exported)) {
      // Errors are caught, not called.
      const error = typeof value === "function" &&
        value.prototype instanceof Error;
      if (typeof value !== "function" || error) continue;
      const call = new RegExp(String.raw`\b${name}\(`);
      // Of overloads, one has the example.
      const shown = declared.some((it) =>
        it.owner === undefined && it.name === name &&
        call.test(examples(it.doc))
      );
      if (!shown) missing.push(name);
    }
    assertEquals(missing, []);
  });

  Deno.test(`examples show every member of the builders of ${folder}`, () => {
    const missing = declared
      .filter(({ owner, name, doc }) =>
        owner !== undefined &&
        !new RegExp(String.raw`[\w)]\.${name}[.(]`).test(examples(doc))
      )
      .map(({ owner, name }) => `${owner}.${name}`);
    assertEquals(missing, []);
  });

  Deno.test(`examples show every constant builder of ${folder}`, () => {
    const members = declared.filter(({ owner }) => owner !== undefined);
    const names = members.map(({ name }) => name);
    const missing: string[] = [];
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value !== "object" || Array.isArray(value)) continue;
      // It has an example itself, or its members have them.
      const own = declared.filter((it) =>
        it.owner === undefined && it.name === name
      );
      const code = [...own, ...members].map(({ doc }) => examples(doc));
      if (!new RegExp(String.raw`\b${name}\.\w+[.(]`).test(code.join("\n"))) {
        missing.push(name);
      }
      for (const member of Object.keys(value ?? {})) {
        if (!names.includes(member)) missing.push(`${name}.${member}`);
      }
    }
    assertEquals(missing, []);
  });
}
