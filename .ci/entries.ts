/** Prints the files that deno.json exports, one a line. */
const { exports } = JSON.parse(await Deno.readTextFile("deno.json"));
console.log(Object.values(exports).join("\n"));
