/** The project that a command is given, by its id or in a file. */
import { isRecord } from "../checks.ts";
import type { ProjectSpec } from "../define_project.ts";
import type { Context, OptionSpecs } from "./command.ts";
import { isFile, readJson } from "./files.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Reads a project from the server or from a file: a project, or a job with one.
 *
 * @param action Action of the caller, for messages.
 * @param project Id, or path of a file.
 * @throws {UsageError} If the file has no `task_spec`.
 */
export async function readProject(
  { machine, client, signal }: Pick<
    Context<OptionSpecs>,
    "machine" | "client" | "signal"
  >,
  action: string,
  project: string,
): Promise<ProjectSpec> {
  if (!isFile(project)) {
    return await (await client()).projects.get(project, { signal });
  }
  const read = await readJson(machine, action, project);
  const within = isRecord(read) ? read.project ?? read : undefined;
  const found = typeof within === "string"
    ? await readJson(machine, action, besides(project, within))
    : within;
  if (isRecord(found) && isRecord(found.task_spec)) {
    return found as unknown as ProjectSpec;
  }
  throw new UsageError(
    `Cannot ${action} as "${project}" must have a project with 'task_spec'`,
  );
}

/** Path of a file that is named in another one. */
function besides(path: string, name: string): string {
  return path.replace(/[^/\\]*$/, "") + name;
}
