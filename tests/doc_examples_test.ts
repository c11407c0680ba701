/** Holds that whoever looks a method up finds out how it is called. */
import { assertEquals, assertNotEquals } from "@std/assert";

const folder = new URL("../src/resources/", import.meta.url);

interface Example {
  /** Class and method, or the class alone for the example of the class. */
  of: string;
  /** Its lines without what draws the comment; nothing if there is none. */
  code: string | undefined;
}

/** Code of the example in the doc comment that ends right before a position. */
function exampleBefore(text: string, position: number): string | undefined {
  const before = text.slice(0, position);
  if (!before.endsWith("*/\n")) return undefined;
  const doc = before.slice(before.lastIndexOf("/**"));
  return doc.match(/^ *\* @example \S.*\n *\* ```ts\n([^]*?)^ *\* ```$/m)?.[1]
    ?.replaceAll(/^ *\* ?/gm, "");
}

/** Examples of the classes in a file and of all their public methods. */
async function examplesIn(name: string): Promise<Example[]> {
  const url = new URL(name, folder);
  const text = await Deno.readTextFile(url);
  const found: Example[] = [];
  for (const [, className = ""] of text.matchAll(/^export class (\w+)/gm)) {
    const start = text.indexOf(`export class ${className} `);
    const end = text.indexOf("\n}\n", start);
    found.push({ of: className, code: exampleBefore(text, start) });
    // the class itself knows best what its methods are
    const { prototype } = (await import(url.href))[className];
    for (const method of Object.getOwnPropertyNames(prototype)) {
      if (method === "constructor") continue;
      const head = new RegExp(`^  (?:async )?[*]?${method}[<(]`, "m");
      const at = text.slice(start, end).search(head);
      found.push({
        of: `${className}.${method}()`,
        code: exampleBefore(text, start + at),
      });
    }
  }
  return found;
}

async function allExamples(): Promise<Example[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder)))
    .map(({ name }) => name).sort();
  return (await Promise.all(names.map(examplesIn))).flat();
}

Deno.test("docs have an example of every public method of a resource", async () => {
  const examples = await allExamples();
  assertNotEquals(examples, []);
  assertEquals(
    examples.filter(({ code }) => code === undefined).map(({ of }) => of),
    [],
  );
});

Deno.test("docs show no example twice", async () => {
  const seen = new Map<string, string>();
  const twice: string[] = [];
  for (const { of, code = of } of await allExamples()) {
    const first = seen.get(code);
    if (first) twice.push(`${of} has the example of ${first}`);
    seen.set(code, of);
  }
  assertEquals(twice, []);
});
