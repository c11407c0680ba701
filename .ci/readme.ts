/** Writes the README's blocks of code as files of a folder, to be run there: `readme.ts FOLDER`. */
const [folder] = Deno.args;
const readme = await Deno.readTextFile("README.md");
const blocks = [...readme.matchAll(/^```ts\n([^]*?)^```$/gm)];
for (const [number, [, code]] of blocks.entries()) {
  await Deno.writeTextFile(`${folder}/readme_${number + 1}.ts`, code!);
}
console.log(`${blocks.length} blocks`);
