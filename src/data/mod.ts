/**
 * Tasks and answers as files: reads tasks from CSV, TSV, JSON and JSONL, checks
 * them against their project before they cost anything, and writes answers.
 * It stands alone: importing it does not load the client.
 *
 * Install with `deno add jsr:@toloka/client`, `npx jsr add @toloka/client` or
 * `bunx jsr add @toloka/client`. It needs no permission; it takes and gives
 * text, and leaves files to the runtime.
 *
 * @example Check a file, then upload it
 * ```ts
 * import { readTasks, validateFile } from "@toloka/client/data";
 * import { defineProject, TolokaClient } from "@toloka/client";
 * import { assertEquals } from "@std/assert";
 *
 * const project = defineProject({
 *   public_name: "Cat or dog",
 *   assignments_issuing_type: "AUTOMATED",
 *   task_spec: {
 *     input_spec: { image: { type: "url" } },
 *     output_spec: {
 *       animal: { type: "string", allowed_values: ["cat", "dog"] },
 *     },
 *     view_spec: { type: "classic", markup: "{{img src=image}}" },
 *   },
 * });
 *
 * // In a program: (await Deno.open("tasks.tsv")).readable
 * const open = () => "INPUT:image\nhttps://example.com/1.png\n";
 *
 * const options = { project, format: "tsv", poolId: "12345" } as const;
 * const { errors } = await validateFile(open(), options);
 * assertEquals(errors, []);
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const { tasks } = toloka.project(project);
 * await tasks.createMany(readTasks(open(), options), {
 *   allowDefaults: true,
 * });
 * ```
 *
 * @module
 */
export { DataError, type FileErrorCode, type RowError } from "./data_error.ts";
export {
  type Coordinates,
  type DataFormat,
  type InvalidRow,
  type ReadTask,
  readTaskRows,
  readTasks,
  type ReadTasksOptions,
  type TaskColumn,
  type TaskRow,
} from "./read_tasks.ts";
export { readTaskSuites } from "./read_task_suites.ts";
export type { FormulaOptions, Formulas } from "../formulas.ts";
export {
  type FileReport,
  validateFile,
  type ValidateFileOptions,
} from "./validate_file.ts";
export type { TextSource } from "./text.ts";
export {
  type InvalidTask,
  validateInput,
  validateOutput,
  validateTask,
  validateTasks,
} from "./validate.ts";
export {
  type ResultColumn,
  type ResultLine,
  type WriteJsonOptions,
  writeResults,
  type WriteResultsOptions,
  type WriteTableOptions,
} from "./write_results.ts";
export type {
  InputOf,
  OutputOf,
  ProjectSpec,
  ValuesOf,
} from "../define_project.ts";
export { TolokaError, type TolokaErrorOptions } from "../errors.ts";
