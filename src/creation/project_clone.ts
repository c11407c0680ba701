/** Copying a project with its trainings and pools. */
import { isRecord } from "../checks.ts";
import { TolokaIncompleteError } from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Pool, PoolInput } from "../types/pools.ts";
import type { Project, ProjectInput } from "../types/projects.ts";
import { type Listing, Paginated } from "../paginator.ts";
import type { Training } from "../types/trainings.ts";

/** Options of `toloka.projects.clone`. */
export interface ProjectCloneOptions extends RequestOptions {
  /**
   * `true` to let the copy's quality control count together with the
   * original's, `false` to let it start over.
   *
   * @default true
   */
  reuseControllers?: boolean | undefined;
}

/** A copy of a project and of what belongs to it. */
export interface ProjectClone {
  /** The new project. */
  project: Project;
  /** The new trainings, in the order of the original's. */
  trainings: Training[];
  /** The new pools, in the order of the original's; they have no tasks. */
  pools: Pool[];
}

/** Fields that only the server sets. */
const SERVER_FIELDS = [
  "id",
  "status",
  "created",
  "owner",
  "type",
  "last_started",
  "last_stopped",
  "last_close_reason",
];

/** Listings of what belongs to a project. */
const CONTENTS = {
  pools: listing("pools"),
  trainings: listing("trainings"),
};

function listing(noun: string): Listing {
  return { noun, path: `/api/v1/${noun}`, cursor: "id", maxPageSize: 300 };
}

/** Copies a project; everything is read before anything is created. */
export async function cloneProject(
  transport: Transport,
  projectId: string,
  { reuseControllers = true, ...options }: ProjectCloneOptions,
): Promise<ProjectClone> {
  const readAll = <T>(contents: Listing) =>
    Array.fromAsync(
      new Paginated<T>(transport, contents, { project_id: projectId }, options),
    );
  const source = await transport.get<Project>(
    path`/api/v1/projects/${projectId}`,
    options,
  );
  const trainings = await readAll<Training>(CONTENTS.trainings);
  const pools = await readAll<Pool>(CONTENTS.pools);

  const done: Partial<ProjectClone> & Omit<ProjectClone, "project"> = {
    trainings: [],
    pools: [],
  };
  const copies = new Map<string, string>();
  try {
    const { quality_control, ...settings } = inputOf<ProjectInput>(source);
    const project = await transport.post<Project>(
      "/api/v1/projects",
      settings,
      options,
    );
    done.project = project;
    const project_id = project.id;
    for (const training of trainings) {
      const input = { ...inputOf<Training>(training), project_id };
      const copy = await transport.post<Training>(
        CONTENTS.trainings.path,
        input,
        options,
      );
      copies.set(training.id, copy.id);
      done.trainings.push(copy);
    }
    if (quality_control) {
      const copy = copyControl(quality_control, copies, reuseControllers);
      done.project = await transport.put<Project>(
        path`/api/v1/projects/${project_id}`,
        { ...settings, quality_control: copy },
        options,
      );
    }
    for (const pool of pools) {
      const { quality_control, ...rest } = inputOf<PoolInput>(pool);
      const input: PoolInput = { ...rest, project_id };
      if (quality_control) {
        input.quality_control = copyControl(
          quality_control,
          copies,
          reuseControllers,
        );
      }
      done.pools.push(
        await transport.post<Pool>(CONTENTS.pools.path, input, options),
      );
    }
    return { ...done, project: done.project };
  } catch (error) {
    if (options.signal?.aborted || !done.project) throw error;
    throw new TolokaIncompleteError(
      `Cannot clone project "${projectId}" to the end: project "${done.project.id}" exists with ${done.trainings.length} of ${trainings.length} trainings and ${done.pools.length} of ${pools.length} pools: ${
        error instanceof Error ? error.message : String(error)
      }`,
      done,
      error,
    );
  }
}

/** An object as it could be sent to create another one like it. */
function inputOf<Input>(entity: Input): Input {
  return Object.fromEntries(
    Object.entries(entity as object).filter(([name]) =>
      !SERVER_FIELDS.includes(name)
    ),
  ) as Input;
}

/** Quality control that names the copied trainings, with the original's collectors or with new ones. */
function copyControl<Control extends object>(
  control: Control,
  copies: ReadonlyMap<string, string>,
  reuseControllers: boolean,
): Control {
  const copy = structuredClone(control) as Record<string, unknown>;
  const requirement = copy.training_requirement;
  if (isRecord(requirement)) {
    const id = String(requirement.training_pool_id);
    requirement.training_pool_id = copies.get(id) ?? id;
  }
  if (!reuseControllers && Array.isArray(copy.configs)) {
    for (const config of copy.configs) delete config.collector_config?.uuid;
  }
  return copy as Control;
}
