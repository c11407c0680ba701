/** Templates to view specs and back. @module */
import type {
  JsonFieldSpec,
  TemplateBuilderViewSpec,
  ViewSpec,
} from "../types/projects.ts";
import type { TemplateBuilderConfig } from "../types/template_builder.ts";

/** Version of every component, and of Template Builder, unless told apart. */
const DEFAULT_VERSION = "1.0.0";

/**
 * Distinguishes components from data that have a `type` of their own: a JSON schema, a
 * value of an option.
 */
const COMPONENT_TYPE =
  /^(@[\w-]+\/)?(action|condition|data|field|helper|layout|plugin|view)\./;

/** Components that have no versions. */
const UNVERSIONED_TYPE = /^(@[\w-]+\/)?data\./;

/**
 * Parts of a view spec besides its template. A view spec that was read can be
 * given as it is.
 */
export type ViewSpecOptions = Partial<
  Omit<TemplateBuilderViewSpec, "type" | "config">
>;

/**
 * Creates the `view_spec` of a project from a template. Template Builder wants
 * the versions of components apart from them: `lock` gets one for each type the
 * template uses, from the components' `version`, else from `options.lock`, else
 * `"1.0.0"`; and likewise `core`, the version of Template Builder itself.
 *
 * @example A page of two components
 * ```ts
 * import {
 *   data,
 *   field,
 *   view,
 *   viewSpec,
 * } from "@toloka/client/template-builder";
 * import { assertEquals } from "@std/assert";
 *
 * const spec = viewSpec({
 *   view: view.list({
 *     items: [
 *       view.image({ url: data.input("image") }),
 *       field.text({ data: data.output("caption") }),
 *     ],
 *   }),
 * });
 * assertEquals(spec.type, "tb");
 * assertEquals(spec.lock, {
 *   core: "1.0.0",
 *   "view.list": "1.0.0",
 *   "view.image": "1.0.0",
 *   "field.text": "1.0.0",
 * });
 * ```
 *
 * @param template The task page.
 * @param options Versions and settings. To change a template that was read,
 *   give the view spec it came from: all it has besides the template is kept.
 * @returns The view spec, for `task_spec` of a project.
 * @throws {RangeError} If two components of one type ask for two versions.
 */
export function viewSpec(
  template: TemplateBuilderConfig,
  options: ViewSpecOptions = {},
): TemplateBuilderViewSpec {
  const known = options.lock ?? {};
  const used = new Set<string>();
  const asked = new Map<string, string>();
  const config = JSON.stringify(template, (_key, value) => {
    const type = typeOf(value, known);
    if (type === undefined) return value;
    used.add(type);
    if (typeof value.version !== "string") return value;
    const { version, ...rest } = value;
    const other = asked.get(type) ?? version;
    if (other !== version) {
      throw new RangeError(
        `Cannot lock "${type}" to one version as the template asks for two: ` +
          `"${other}" and "${version}"`,
      );
    }
    asked.set(type, version);
    return rest;
  }, 4);
  const lock: Record<string, string> = { core: known.core ?? DEFAULT_VERSION };
  for (const type of used) {
    const version = asked.get(type) ?? known[type] ??
      (UNVERSIONED_TYPE.test(type) ? undefined : DEFAULT_VERSION);
    if (version !== undefined) lock[type] = version;
  }
  return { ...options, type: "tb", config, lock };
}

/**
 * Reads the template of a project back from its `view_spec`. Components and
 * properties this module does not know stay as they are. Versions stay in
 * `lock`: give the view spec to {@linkcode viewSpec} again, and they are kept.
 *
 * @example Add a hint to a project's page
 * ```ts
 * import {
 *   parseTemplate,
 *   view,
 *   viewSpec,
 * } from "@toloka/client/template-builder";
 * import { assertEquals } from "@std/assert";
 *
 * const old = viewSpec(
 *   { view: view.text({ content: "A cat or a dog?" }) },
 *   { lock: { core: "1.6.0" } },
 * );
 * const template = parseTemplate(old);
 * template.view = view.list({
 *   items: [
 *     view.alert({ content: view.text({ content: "Hi" }) }),
 *     template.view,
 *   ],
 * });
 * assertEquals(viewSpec(template, old).lock?.core, "1.6.0");
 * ```
 *
 * @param viewSpec The view spec, for example
 *   `project.task_spec.view_spec`.
 * @returns The template, a fresh object.
 * @throws {TypeError} If the view spec is not of Template Builder, or has no
 *   template.
 * @throws {SyntaxError} If its `config` is not JSON.
 */
export function parseTemplate(viewSpec: ViewSpec): TemplateBuilderConfig {
  if (viewSpec.type !== "tb") {
    throw new TypeError(
      `Cannot read the template as 'type' must be "tb": current value is ` +
        JSON.stringify(viewSpec.type),
    );
  }
  const { config } = viewSpec;
  if (typeof config !== "string") {
    throw new TypeError(
      `Cannot read the template as 'config' must be a string: current value ` +
        `is ${config}`,
    );
  }
  const template = parseConfig(config);
  if (!isObject(template) || !isObject(template.view)) {
    throw new TypeError(
      `Cannot read the template as 'config' must be an object with a 'view': ` +
        `current value is ${excerpt(config)}`,
    );
  }
  return template as unknown as TemplateBuilderConfig;
}

/** Fields that a template uses. */
export interface TemplateDataSpec {
  /** Fields it shows. */
  input_spec: Record<string, JsonFieldSpec>;
  /** Fields it fills in. */
  output_spec: Record<string, JsonFieldSpec>;
}

/**
 * Lists the fields that a template uses, as a first draft of the project's
 * `task_spec`: each one is `json`, which fits any value, to be narrowed by
 * hand. An input whose data always have a `default` is not required.
 *
 * @example The fields of a page
 * ```ts
 * import { data, dataSpec, view } from "@toloka/client/template-builder";
 * import { assertEquals } from "@std/assert";
 *
 * const template = { view: view.image({ url: data.input("image") }) };
 * assertEquals(dataSpec(template), {
 *   input_spec: { image: { type: "json", required: true } },
 *   output_spec: {},
 * });
 * ```
 *
 * @param template The task page.
 * @returns The fields. Those whose path is worked out on the page are left out.
 */
export function dataSpec(template: TemplateBuilderConfig): TemplateDataSpec {
  const inputs = new Map<string, JsonFieldSpec>();
  const outputs = new Map<string, JsonFieldSpec>();
  JSON.stringify(template, (_key, value) => {
    if (!isObject(value) || typeof value.path !== "string") return value;
    const name = value.path.split(".", 1)[0]!;
    if (value.type === "data.input") {
      const required = inputs.get(name)?.required || !("default" in value);
      inputs.set(name, { type: "json", required });
    } else if (value.type === "data.output") {
      outputs.set(name, { type: "json", required: true });
    }
    return value;
  });
  return {
    input_spec: Object.fromEntries(inputs),
    output_spec: Object.fromEntries(outputs),
  };
}

/** Type of a component, `undefined` for everything else. */
function typeOf(
  value: unknown,
  lock: Record<string, string>,
): string | undefined {
  if (!isObject(value) || typeof value.type !== "string") return undefined;
  const known = COMPONENT_TYPE.test(value.type) ||
    Object.hasOwn(lock, value.type);
  return known ? value.type : undefined;
}

function parseConfig(config: string): unknown {
  try {
    return JSON.parse(config);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read the template as 'config' is not JSON: ${
        (cause as Error).message
      }`,
      { cause },
    );
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
