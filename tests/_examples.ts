/**
 * Runs the examples that say what they print, in this process, and finds what
 * they say. As a program, with `--allow-write=examples`, writes down what they
 * print now.
 */
import { Console } from "node:console";
import { Writable } from "node:stream";

const FOLDER = new URL("../examples/", import.meta.url);
const RECORD = /(?<=prints?:\n \*\n \* ```text\n)[^]*?(?= \* ```\n \*\/)/;

/** Names of the files, in order. */
export const names = Array.from(Deno.readDirSync(FOLDER), ({ name }) => name)
  .filter((name) => name.endsWith(".ts") && read(name).match(RECORD))
  .sort();

function read(name: string): string {
  return Deno.readTextFileSync(new URL(name, FOLDER));
}

/** What an example says that it prints. */
export function recorded(name: string): string {
  const [text = ""] = read(name).match(RECORD) ?? [];
  return text.replaceAll(/^ \* ?/gm, "").trimEnd();
}

/** What it prints. */
export async function printed(name: string): Promise<string> {
  const chunks: string[] = [];
  const stdout = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const { log, table } = new Console({ stdout, stderr: stdout });
  const own = { log: console.log, table: console.table };
  Object.assign(console, { log, table });
  try {
    await import(new URL(name, FOLDER).href);
  } finally {
    Object.assign(console, own);
  }
  return chunks.join("").replaceAll(/ +$/gm, "").trimEnd();
}

if (import.meta.main) {
  for (const name of names) {
    const text = (await printed(name)).replaceAll(/^/gm, " * ")
      .replaceAll(/ +$/gm, "");
    const source = read(name).replace(RECORD, () => `${text}\n`);
    await Deno.writeTextFile(new URL(name, FOLDER), source);
  }
}
