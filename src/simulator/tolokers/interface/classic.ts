/** The fields of task pages in HTML with Handlebars. */

import type { Media } from "../files/media.ts";

/** A field, as the tags of its name say. */
export interface ClassicField {
  /** `choice`, `text`, `checkbox`, `file`, `annotation` or `other`. */
  readonly kind: string;
  /** Values to choose from, as they are written; none for free answers. */
  readonly options: readonly string[];
  readonly media: Media | undefined;
}

const TAG = /\{\{\{?\s*#?(field|select_item)\s([^}]*)\}\}/g;
const ATTRIBUTE = /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'}]+))/g;

const KINDS: Readonly<Record<string, string>> = {
  "radio": "choice",
  "button": "choice",
  "button-clicked": "choice",
  "select": "choice",
  "checkbox": "checkbox",
  "input": "text",
  "textarea": "text",
  "suggest": "text",
  "email": "text",
  "image-annotation": "annotation",
};

const MEDIA: Readonly<Record<string, Media>> = {
  "file": "PDF",
  "file-img": "JPEG",
  "file-audio": "WAV",
  "file-video": "MP4",
  "audio": "WAV",
  "audio-recorder": "WAV",
};

/** Reads the fields of a page's markup, by name. */
export function readMarkup(markup: string): Map<string, ClassicField> {
  const fields = new Map<string, ClassicField>();
  let selected: string | undefined;
  // What is commented out is not shown.
  const html = markup.replace(/<!--[\s\S]*?-->|\{\{!--[\s\S]*?--\}\}/g, "");
  for (const [, tag, rest = ""] of html.matchAll(TAG)) {
    const attributes = readAttributes(rest);
    const name = tag === "field" ? attributes.get("name") : selected;
    if (name === undefined) continue;
    const value = attributes.get("value");
    if (tag === "select_item") {
      addOption(fields, name, value);
      continue;
    }
    const type = attributes.get("type") ?? "input";
    const media = MEDIA[type];
    const kind = KINDS[type] ?? (media === undefined ? "other" : "file");
    selected = type === "select" ? name : undefined;
    if (!fields.has(name)) fields.set(name, { kind, options: [], media });
    if (kind === "choice") addOption(fields, name, value);
  }
  return fields;
}

function addOption(
  fields: Map<string, ClassicField>,
  name: string,
  value: string | undefined,
): void {
  const field = fields.get(name);
  // A value such as `value=size` is one of the input's fields.
  if (field === undefined || value === undefined) return;
  fields.set(name, { ...field, options: [...field.options, value] });
}

function readAttributes(text: string): Map<string, string> {
  return new Map(
    Array.from(
      text.matchAll(ATTRIBUTE),
      ([, name, double, single, bare]) =>
        [name!, double ?? single ?? bare ?? ""] as const,
    ),
  );
}
