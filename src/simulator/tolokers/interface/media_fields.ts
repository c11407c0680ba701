/** Fields of Template Builder that ask for files. */

import type { Media } from "../files/media.ts";
import { isObject, type Node } from "./expressions.ts";

/** Components that ask for files. */
export const FILE_FIELDS: ReadonlySet<string> = new Set([
  "field.audio",
  "field.file",
  "field.media-file",
]);

/** The files that a field takes. */
export interface FileKind {
  readonly media: Media;
  /** `true` if they must tell where they were made. */
  readonly located: boolean;
}

/** The files that a component takes; `undefined` if it takes none. */
export function fileKindOf(
  component: Node,
  type: string,
): FileKind | undefined {
  const media = mediaOf(component, type);
  const located = component.requiredCoordinates === true;
  return media && { media, located };
}

function mediaOf(component: Node, type: string): Media | undefined {
  const { accept } = component;
  switch (type) {
    case "field.audio":
      return "WAV";
    case "field.media-file":
      if (!isObject(accept)) return "JPEG";
      if (accept.photo === true || accept.gallery === true) return "JPEG";
      if (accept.video === true) return "MP4";
      return accept.fileSystem === true ? "PDF" : "JPEG";
    case "field.file":
      return mediaOfTypes(Array.isArray(accept) ? accept.map(String) : []);
  }
  return undefined;
}

const TYPES: readonly (readonly [pattern: RegExp, media: Media])[] = [
  [/png/i, "PNG"],
  [/^image|jpe?g/i, "JPEG"],
  [/^audio|wav|mp3|ogg/i, "WAV"],
  [/^video|mp4|mov/i, "MP4"],
];

/** The first of some media types or endings that there is a file for. */
function mediaOfTypes(types: readonly string[]): Media {
  for (const type of types) {
    const found = TYPES.find(([pattern]) => pattern.test(type));
    if (found !== undefined) return found[1];
  }
  return "PDF";
}
