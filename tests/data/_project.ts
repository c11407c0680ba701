import type { FieldErrors, FieldSpec } from "../../mod.ts";

/** A project with a field for every type and every rule. */
export const project = {
  task_spec: {
    input_spec: {
      image: { type: "url" },
      note: {
        type: "string",
        required: false,
        min_length: 2,
        max_length: 10,
        pattern: "[a-z ,]+",
      },
      kind: { type: "string", required: false, allowed_values: ["a", "b"] },
      age: { type: "integer", required: false, min_value: 1, max_value: 9 },
      level: { type: "integer", required: false, allowed_values: [1, 5] },
      weight: { type: "float", required: false, min_value: 0, max_value: 0.5 },
      tame: { type: "boolean", required: false },
      place: { type: "coordinates", required: false },
      data: { type: "json", required: false },
      tags: {
        type: "array_string",
        required: false,
        min_size: 1,
        max_size: 3,
        max_length: 20,
      },
      images: { type: "array_url", required: false },
      ages: { type: "array_integer", required: false, max_value: 9 },
      weights: { type: "array_float", required: false },
      flags: { type: "array_boolean", required: false },
      places: { type: "array_coordinates", required: false },
      boxes: { type: "array_json", required: false },
    },
    output_spec: {
      animal: { type: "string", allowed_values: ["cat", "dog"] },
      colors: { type: "array_string", required: false },
      photo: { type: "file", required: false },
    },
  },
} as const satisfies {
  task_spec: Record<
    "input_spec" | "output_spec",
    Readonly<Record<string, FieldSpec>>
  >;
};

/** Input values that are right. */
export const input = { image: "https://example.com/1.png" };

/** Codes by path. */
export function codesOf(errors: FieldErrors): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([path, { code }]) => [path, code]),
  );
}
