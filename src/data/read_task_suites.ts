import type { InputOf, OutputOf, ProjectSpec } from "../define_project.ts";
import type { TaskSuiteInput } from "../types/task_suites.ts";
import { DataError } from "./data_error.ts";
import {
  type ReadTask,
  readTaskRows,
  type ReadTasksOptions,
} from "./read_tasks.ts";
import type { TextSource } from "./text.ts";

/**
 * Reads task suites of one task each from a file, as field tasks need them:
 * the place of a task on the map belongs to its task suite. The overlap goes
 * to the task suite, too. `readTasks` describes the formats.
 *
 * @typeParam Project Type of the project, inferred.
 * @param source Text, or its parts as they come in.
 * @param options Options of reading, with the pool.
 * @returns Task suites for `taskSuites.createMany`, typed by the project.
 * @throws {DataError} If a row has errors: all of them, with row and column.
 *
 * @example Read field tasks
 * ```ts
 * import { readTaskSuites } from "@toloka/client/data";
 * import { assertEquals } from "@std/assert";
 *
 * const project = {
 *   task_spec: {
 *     input_spec: { name: { type: "string" } },
 *     output_spec: {},
 *   },
 * } as const;
 * const file = "INPUT:name\tAI:latitude\tAI:longitude\nShop\t52.5\t13.4\n";
 *
 * const options = { project, format: "tsv", poolId: "12345" } as const;
 * assertEquals(await Array.fromAsync(readTaskSuites(file, options)), [{
 *   pool_id: "12345",
 *   tasks: [{ input_values: { name: "Shop" } }],
 *   latitude: 52.5,
 *   longitude: 13.4,
 * }]);
 * ```
 */
export async function* readTaskSuites<const Project extends ProjectSpec>(
  source: TextSource,
  options: ReadTasksOptions<Project> & { poolId: string },
): AsyncGenerator<
  TaskSuiteInput<InputOf<Project>, OutputOf<Project>>,
  void,
  void
> {
  const { poolId } = options;
  for await (const item of readTaskRows(source, options)) {
    if (item.errors !== undefined) throw new DataError(item.errors);
    const {
      input_values,
      known_solutions,
      baseline_solutions,
      message_on_unknown_solution,
      localization_config,
      ...suite
    }: ReadTask<InputOf<Project>, OutputOf<Project>> = item.task;
    const task = {
      input_values,
      ...(known_solutions && { known_solutions }),
      ...(baseline_solutions && { baseline_solutions }),
      ...(message_on_unknown_solution && { message_on_unknown_solution }),
      ...(localization_config && { localization_config }),
    };
    yield { ...suite, pool_id: poolId, tasks: [task], ...item.coordinates };
  }
}
