/** Task pages, read once for each version of a project. */

import { isObject, keysOf, type Node, typeOf } from "./expressions.ts";
import { type ClassicField, readMarkup } from "./classic.ts";
import { type FileKind, fileKindOf } from "./media_fields.ts";
import { eachComponent } from "./shown.ts";

/** Content of a task page, as a Toloker needs it. */
export interface Page {
  /** The template, if it is a page of Template Builder. */
  readonly template: Node | undefined;
  /** The fields of a page in HTML, by name. */
  readonly markup: ReadonlyMap<string, ClassicField>;
  /** Output fields that the page fills in, shown or not. */
  readonly fields: ReadonlySet<string>;
  /** Values that buttons and keys set, by the path of the output. */
  readonly buttons: ReadonlyMap<string, readonly unknown[]>;
  /** The kinds of files, by the path of the output. */
  readonly files: ReadonlyMap<string, FileKind>;
  /** The kinds of the page's fields, for the time that they take. */
  readonly kinds: readonly string[];
}

const PAGES = new WeakMap<object, Page | null>();

/** Reads a `view_spec`; `undefined` if it names no fields. */
export function pageOf(viewSpec: unknown): Page | undefined {
  if (!isObject(viewSpec)) return undefined;
  let page = PAGES.get(viewSpec);
  if (page === undefined) {
    page = readPage(viewSpec) ?? null;
    PAGES.set(viewSpec, page);
  }
  return page ?? undefined;
}

function readPage(viewSpec: Node): Page | undefined {
  if (viewSpec.type === "classic") {
    const markup = readMarkup(String(viewSpec.markup ?? ""));
    if (markup.size === 0) return undefined;
    return {
      template: undefined,
      markup,
      fields: new Set(markup.keys()),
      buttons: new Map(),
      files: new Map(
        [...markup].flatMap(([name, { media }]) =>
          media === undefined ? [] : [[name, { media, located: false }]]
        ),
      ),
      kinds: [...markup.values()].map(({ kind }) => kind),
    };
  }
  const template = readConfig(viewSpec.config);
  return template && readTemplate(template);
}

/** The config is JSON in a text; a client may send it as it is. */
function readConfig(config: unknown): Node | undefined {
  if (typeof config !== "string") return isObject(config) ? config : undefined;
  try {
    const template: unknown = JSON.parse(config);
    return isObject(template) ? template : undefined;
  } catch {
    return undefined;
  }
}

function readTemplate(template: Node): Page | undefined {
  const fields = new Set<string>();
  const buttons = new Map<string, unknown[]>();
  const files = new Map<string, FileKind>();
  const kinds: string[] = [];
  eachComponent(template, (component, type) => {
    const path = outputPath(component, template);
    if (type === "action.set" && path !== undefined) {
      buttons.set(path, [...buttons.get(path) ?? [], component.payload]);
    }
    if (!type.startsWith("field.")) return;
    kinds.push(type);
    if (path === undefined) return;
    fields.add(keysOf(path)[0] ?? "");
    const kind = fileKindOf(component, type);
    if (kind !== undefined) files.set(path, kind);
  });
  if (fields.size === 0 && buttons.size === 0) return undefined;
  return { template, markup: new Map(), fields, buttons, files, kinds };
}

/** The output that a component writes to, where its path is plain. */
function outputPath({ data }: Node, template: Node): string | undefined {
  let found = data;
  if (isObject(found) && typeof found.$ref === "string") {
    found = keysOf(found.$ref).reduce<unknown>(
      (value, key) => isObject(value) ? value[key] : undefined,
      template,
    );
  }
  if (!isObject(found) || typeOf(found) !== "data.output") return undefined;
  return typeof found.path === "string" ? found.path : undefined;
}
