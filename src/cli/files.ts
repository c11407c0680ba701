/** Files of JSON that commands take. */
import type { Machine } from "./machine.ts";

/**
 * Reads a file of JSON.
 *
 * @param machine Access to files.
 * @param action Action of the caller, for messages: `lint a pool`.
 * @param path Path, or `-` for standard input.
 * @throws {Error} If there is no such file, with code `ENOENT`.
 * @throws {SyntaxError} If it is not JSON.
 */
export async function readJson(
  machine: Pick<Machine, "readFile">,
  action: string,
  path: string,
): Promise<unknown> {
  const text = await machine.readFile(path);
  if (text === undefined) {
    const error = new Error(`Cannot ${action} as there is no file "${path}"`);
    throw Object.assign(error, { code: "ENOENT" });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot ${action} as "${path}" is not JSON: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** Tells whether an argument names a file rather than an id. */
export function isFile(argument: string): boolean {
  return argument === "-" || /[./\\]/.test(argument);
}
