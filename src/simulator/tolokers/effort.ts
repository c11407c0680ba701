/** Effort of a task. */

import { type FieldSpecs, isArray, scalarType } from "../checks/fields.ts";
import type { TaskRecord } from "../world/records.ts";
import type { EffortKind } from "../world/tolokers.ts";
import { pageOfPool } from "./answers.ts";

const KINDS: Readonly<Record<string, EffortKind>> = {
  "field.number": "number",
  "field.date": "number",
  "field.email": "number",
  "field.phone-number": "number",
  "field.text": "text",
  "field.textarea": "text",
  "field.image-annotation": "annotation",
  "field.text-annotation": "annotation",
  "field.map": "annotation",
  "field.list": "list",
  "field.file": "file",
  "field.audio": "file",
  "field.media-file": "file",
  "view.audio": "player",
  "view.video": "player",
  "text": "text",
  "file": "file",
  "annotation": "annotation",
};

/** The time for a task as a multiple of that for one choice; at least 1. */
export function effortOf(
  task: TaskRecord,
  efforts: Readonly<Record<EffortKind, number>>,
): number {
  const page = pageOfPool(task.pool);
  const kinds = page?.kinds.map((kind) => KINDS[kind] ?? "choice") ??
    kindsOf(task.pool.output);
  let effort = efforts.thousandCharacters * lengthOf(task) / 1_000;
  for (const kind of kinds) effort += efforts[kind];
  return Math.max(effort, 1);
}

/** The kinds of fields, where no page tells them. */
function kindsOf(specs: FieldSpecs): EffortKind[] {
  return Object.values(specs).map((spec) => {
    if (spec.allowed_values !== undefined) return "choice";
    if (isArray(spec)) return "list";
    switch (scalarType(spec)) {
      case "boolean":
        return "choice";
      case "integer":
      case "float":
        return "number";
      case "file":
        return "file";
    }
    return "text";
  });
}

/** Characters that are to be read; addresses are not. */
function lengthOf({ view }: TaskRecord): number {
  let length = 0;
  for (const value of Object.values(view.input_values ?? {})) {
    if (typeof value !== "string" || /^(https?:)?\/\//.test(value)) continue;
    length += value.length;
  }
  return length;
}
