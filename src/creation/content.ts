/** Checks and serializes what tasks and task suites have in common. */
import type { TaskContent } from "../types/tasks.ts";
import { byteLength, type Serialized } from "./chunks.ts";

/** Serializes a task; its values are serialized apart, so that their size is known. */
export function serializeTask(
  { input_values, known_solutions, baseline_solutions, ...rest }: TaskContent<
    unknown,
    unknown
  >,
): Serialized {
  const input = JSON.stringify(input_values);
  const known = JSON.stringify(known_solutions);
  const baseline = JSON.stringify(baseline_solutions);
  const json = withMembers(JSON.stringify(rest), {
    input_values: input,
    known_solutions: known,
    baseline_solutions: baseline,
  });
  const sizeOf = (text: string | undefined) =>
    text === undefined || text === "null" ? 0 : byteLength(text);
  // The weights beside the values count too: a little less fits, never more.
  const output = sizeOf(known) + sizeOf(baseline);
  return { json, size: { input: sizeOf(input), output } };
}

/** Adds members that are JSON already to the JSON of an object. */
export function withMembers(
  json: string,
  members: Record<string, string | undefined>,
): string {
  const added = Object.entries(members)
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `"${name}":${text}`);
  if (added.length === 0) return json;
  const comma = json === "{}" ? "" : ",";
  return `${json.slice(0, -1)}${comma}${added.join(",")}}`;
}

/** @throws {TypeError} If an overlap is both finite and infinite, or neither. */
export function checkOverlap(
  action: string,
  item: {
    overlap?: number | null | undefined;
    infinite_overlap?: boolean | null | undefined;
  },
  position: number,
): void {
  const { overlap, infinite_overlap } = item;
  const rule = infinite_overlap && typeof overlap === "number"
    ? "an infinite overlap goes without 'overlap'"
    : infinite_overlap === false && overlap === null
    ? "an overlap that is not infinite needs 'overlap'"
    : undefined;
  if (rule) {
    throw new TypeError(
      `Cannot ${action} as ${rule}: item ${position} has 'overlap' ${overlap} and 'infinite_overlap' ${infinite_overlap}`,
    );
  }
}
