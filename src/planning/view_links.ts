/** Links between a Template Builder view and a project's fields. @module */
import { isRecord } from "../checks.ts";

/** Task page of a project; a `ViewSpec` is one. */
export interface LintViewSpec {
  /** Kind of the task page. */
  type: string;
  /** Template Builder configuration, as JSON in a text. */
  config?: unknown;
  /** `true` if the fields are derived from the components. */
  inferDataSpec?: boolean | null;
}

/** Reference of a view to a field. */
export interface ViewReference {
  /** Side that the field belongs to. */
  side: "input" | "output";
  /** Name of the field. */
  name: string;
  /** Path of the reference inside the configuration. */
  path: string;
}

/** Value that a view sets. */
export interface ViewValue {
  /** Name of the output field. */
  name: string;
  /** The value. */
  value: unknown;
  /** Path of the value inside the configuration. */
  path: string;
}

/** Links between a view and a project's fields. */
export interface ViewLinks {
  /** Fields that are referred to. */
  references: ViewReference[];
  /** Values that options and actions set. */
  values: ViewValue[];
  /** Output fields that only ever get one of a few values. */
  choices: ReadonlySet<string>;
}

/** Fields in which Tolokers choose. */
const CHOICES = [
  "field.button-radio",
  "field.button-radio-group",
  "field.checkbox",
  "field.radio-group",
  "field.select",
];

type Node = Readonly<Record<string, unknown>>;

/** Reads the configuration of a view; `null` if it cannot be read. */
export function parseView(view: LintViewSpec | undefined): unknown {
  if (view === undefined || view.type !== "tb") return undefined;
  if (typeof view.config !== "string") return view.config ?? null;
  try {
    return JSON.parse(view.config);
  } catch {
    return null;
  }
}

/** Finds the links of a configuration. */
export function linksOf(config: unknown): ViewLinks {
  const references: ViewReference[] = [];
  const values: ViewValue[] = [];
  const setters = new Map<string, boolean>();
  const set = (name: string, limited: boolean) =>
    setters.set(name, (setters.get(name) ?? true) && limited);
  for (const [path, node] of nodesOf(config, "")) {
    const type = typeOf(node);
    const field = fieldOf(node);
    if (field !== undefined) references.push({ ...field, path });
    const target = outputOf(node.data);
    if (target === undefined) continue;
    if (type === "action.set") {
      set(target, true);
      if (isLiteral(node.payload)) {
        values.push({ name: target, value: node.payload, path });
      }
    } else if (type.startsWith("field.")) {
      set(target, CHOICES.includes(type));
      for (const [value, at] of optionsOf(node, type)) {
        values.push({ name: target, value, path: `${path}${at}` });
      }
    }
  }
  const choices = [...setters].filter(([, limited]) => limited)
    .map(([name]) => name);
  return { references, values, choices: new Set(choices) };
}

function* nodesOf(
  value: unknown,
  path: string,
): Generator<[path: string, node: Node]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* nodesOf(item, join(path, index));
    }
  } else if (isRecord(value)) {
    yield [path, value];
    for (const [name, item] of Object.entries(value)) {
      yield* nodesOf(item, join(path, name));
    }
  }
}

/** Type of a component, without the name of its library. */
function typeOf({ type }: Node): string {
  return typeof type === "string" ? type.replace(/^@[\w-]+\//, "") : "";
}

function fieldOf(
  node: Node,
): { side: "input" | "output"; name: string } | undefined {
  const type = typeOf(node);
  if (type !== "data.input" && type !== "data.output") return undefined;
  if (typeof node.path !== "string" || node.path === "") return undefined;
  const [name = ""] = node.path.split(".");
  return { side: type === "data.input" ? "input" : "output", name };
}

/** Name of the output field as a whole that some data is. */
function outputOf(data: unknown): string | undefined {
  if (!isRecord(data) || String(data.path).includes(".")) return undefined;
  const field = fieldOf(data);
  return field?.side === "output" ? field.name : undefined;
}

function* optionsOf(
  node: Node,
  type: string,
): Generator<[value: unknown, path: string]> {
  if (type === "field.button-radio" && isLiteral(node.valueToSet)) {
    yield [node.valueToSet, ".valueToSet"];
  }
  if (!CHOICES.includes(type) || !Array.isArray(node.options)) return;
  for (const [index, option] of node.options.entries()) {
    if (isRecord(option) && isLiteral(option.value)) {
      yield [option.value, `.options.${index}`];
    }
  }
}

function isLiteral(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function join(path: string, key: string | number): string {
  return path === "" ? String(key) : `${path}.${key}`;
}
