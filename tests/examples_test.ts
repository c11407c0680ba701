/** Holds that the examples print what they say, and that the index has all. */
import { assertEquals } from "@std/assert";
import { names, printed, recorded } from "./_examples.ts";

for (const name of names) {
  Deno.test(`examples/${name} prints what it says`, async () => {
    assertEquals(await printed(name), recorded(name));
  });
}

Deno.test("examples/README.md names every example, and what it names exists", async () => {
  const folder = new URL("../examples/", import.meta.url);
  const files = (await Array.fromAsync(Deno.readDir(folder)))
    .map(({ name }) => name);
  const index = await Deno.readTextFile(new URL("README.md", folder));
  const linked = Array.from(
    index.matchAll(/\]\(([^)#]+)/g),
    ([, path]) => path!,
  );
  const examples = files.filter((name) => /^[^_].*\.(ts|py|yml)$/.test(name));
  assertEquals(examples.filter((name) => !linked.includes(name)), []);
  for (const path of linked) await Deno.stat(new URL(path, folder));
});
