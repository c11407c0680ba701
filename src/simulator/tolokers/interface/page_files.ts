/** Files that a task page asks for: their places in an answer, and their media. */

import type { Values } from "../../checks/fields.ts";
import { keysOf } from "./expressions.ts";
import { FILE_FIELDS, type FileKind, fileKindOf } from "./media_fields.ts";
import type { Page } from "./page.ts";
import { scopeOf, show } from "./shown.ts";

/** A file in an answer. */
export interface PageFile extends FileKind {
  /** Its place in the answer. */
  readonly path: readonly string[];
}

/** Tells whether an answer on a page may have files. */
export function asksForFiles({ files, kinds }: Page): boolean {
  return files.size > 0 || kinds.some((kind) => FILE_FIELDS.has(kind));
}

/** The files that a page may ask for, and those of the lists in an answer. */
export function filesOn(page: Page, input: Values, output: Values): PageFile[] {
  const found = new Map<string, PageFile>();
  const add = (path: readonly string[], kind: FileKind) => {
    found.set(path.join("."), { path, ...kind });
  };
  for (const [path, kind] of page.files) add(keysOf(path), kind);
  if (page.template === undefined || !page.kinds.includes("field.list")) {
    return [...found.values()];
  }
  const { fields } = show(scopeOf(page.template, input, output));
  for (const { type, place: { store, path }, components } of fields.values()) {
    const kind = fileKindOf(components[0]!, type);
    if (kind !== undefined && store === "output") add(path, kind);
  }
  return [...found.values()];
}
