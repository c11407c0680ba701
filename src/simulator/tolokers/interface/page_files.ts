/** Files that a task page asks for: their places in an answer, and their media. */

import type { Values } from "../../checks/fields.ts";
import type { Media } from "../files/media.ts";
import { keysOf } from "./expressions.ts";
import { FILE_FIELDS, mediaOf } from "./media_fields.ts";
import type { Page } from "./page.ts";
import { scopeOf, show } from "./shown.ts";

/** A file in an answer. */
export interface PageFile {
  /** Its place in the answer. */
  readonly path: readonly string[];
  readonly media: Media;
}

/** Tells whether an answer on a page may have files. */
export function asksForFiles({ media, kinds }: Page): boolean {
  return media.size > 0 || kinds.some((kind) => FILE_FIELDS.has(kind));
}

/** The files that a page may ask for, and those of the lists in an answer. */
export function filesOn(page: Page, input: Values, output: Values): PageFile[] {
  const found = new Map<string, PageFile>();
  const add = (path: readonly string[], media: Media) => {
    found.set(path.join("."), { path, media });
  };
  for (const [path, media] of page.media) add(keysOf(path), media);
  if (page.template === undefined || !page.kinds.includes("field.list")) {
    return [...found.values()];
  }
  const { fields } = show(scopeOf(page.template, input, output));
  for (const { type, place: { store, path }, components } of fields.values()) {
    const media = mediaOf(components[0]!, type);
    if (media !== undefined && store === "output") add(path, media);
  }
  return [...found.values()];
}
