import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Extensible, Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type { Operation } from "../types/operations.ts";
import type {
  Project,
  ProjectCheckResult,
  ProjectInput,
  ProjectQuery,
  ProjectSortField,
  ProjectUpdateDifferenceLevel,
} from "../types/projects.ts";
import {
  change,
  startChange,
  type StateChange,
} from "../operations/state_changes.ts";
import type { WaitOptions } from "../operations/wait.ts";
import type {
  ProjectClone,
  ProjectCloneOptions,
} from "../creation/project_clone.ts";

const LISTING: Listing = {
  noun: "projects",
  path: "/api/v1/projects",
  cursor: "id",
  maxPageSize: 300,
};

/**
 * Projects: what Tolokers are asked, in which interface, and what data go in
 * and come out. Reached as `toloka.projects`.
 *
 * @example Create a project
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const project = await toloka.projects.create({
 *   public_name: "Cat or dog",
 *   public_description: "Say which animal is in the picture",
 *   assignments_issuing_type: "AUTOMATED",
 *   task_spec: {
 *     input_spec: { image: { type: "url" } },
 *     output_spec: {
 *       animal: { type: "string", allowed_values: ["cat", "dog"] },
 *     },
 *     view_spec: { type: "classic", markup: "{{img src=image}}" },
 *   },
 * });
 * console.log(project.id);
 * ```
 */
export class Projects {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates a project.
   *
   * @throws {TolokaValidationError} If a field breaks a rule.
   *
   * @example Ask for a description of a picture
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const project = await toloka.projects.create({
   *   public_name: "Describe a picture",
   *   public_description: "Say in a sentence what it shows",
   *   assignments_issuing_type: "AUTOMATED",
   *   task_spec: {
   *     input_spec: { image: { type: "url" } },
   *     output_spec: { text: { type: "string", max_length: 200 } },
   *     view_spec: {
   *       type: "classic",
   *       markup: "{{img src=image}} {{field type='textarea' name='text'}}",
   *     },
   *   },
   * });
   * console.log(project.status); // ACTIVE
   * ```
   */
  create(project: ProjectInput, options?: RequestOptions): Promise<Project> {
    return this.#transport.post(LISTING.path, project, options);
  }

  /**
   * Reads a project.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(projectId: string, options?: RequestOptions): Promise<Project> {
    return this.#transport.get(path`/api/v1/projects/${projectId}`, options);
  }

  /**
   * Reads one page of the projects that match a query, as the API answers it.
   */
  find(
    query: ProjectQuery & PageQuery<ProjectSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<Project>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every project that matches a query.
   *
   * @example Print projects in use
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (const project of toloka.projects.list({ status: "ACTIVE" })) {
   *   console.log(project.id, project.public_name);
   * }
   * ```
   */
  list(
    query: ProjectQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<Project> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Replaces a project's settings; what is left out goes back to its default. A
   * change of required fields creates a new version, which pools that exist do not
   * follow: see {@linkcode Projects.checkUpdate}.
   *
   * @throws {TolokaValidationError} If a field breaks a rule.
   *
   * @example Write better instructions
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const project = await toloka.projects.get("12345");
   * await toloka.projects.update(project.id, {
   *   ...project,
   *   public_instructions: "Look at the ears: a cat's are <b>pointed</b>.",
   * });
   * ```
   */
  update(
    projectId: string,
    project: ProjectInput,
    options?: RequestOptions,
  ): Promise<Project> {
    const to = path`/api/v1/projects/${projectId}`;
    return this.#transport.put(to, project, options);
  }

  /**
   * Reads how big a change an update would be, without making it. With
   * `"BREAKING_CHANGE"` pools that exist would keep the old version.
   *
   * @example Ask before a project gets a new version
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const project = await toloka.projects.get("12345");
   * const changed = { ...project, public_name: "Cat, dog or neither" };
   * const level = await toloka.projects.checkUpdate(project.id, changed);
   * if (level !== "BREAKING_CHANGE") {
   *   await toloka.projects.update(project.id, changed);
   * }
   * ```
   */
  async checkUpdate(
    projectId: string,
    project: ProjectInput,
    options?: RequestOptions,
  ): Promise<Extensible<ProjectUpdateDifferenceLevel>> {
    const to = path`/api/staging/projects/${projectId}/check`;
    // Nothing changes on the server, so a repeat is harmless.
    const { differenceLevel } = await this.#transport.post<ProjectCheckResult>(
      to,
      project,
      options,
      { idempotent: true },
    );
    return differenceLevel;
  }

  /**
   * Archives a project and waits until that is done.
   *
   * @returns The archived project.
   * @throws {TolokaIncorrectActionError} With code `UNARCHIVED_POOLS_CONFLICT` while a pool is not archived.
   * @throws {TolokaOperationError} If archiving fails.
   *
   * @example Archive a project with all that is in it
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const all = { project_id: "12345" };
   * for await (const { id } of toloka.pools.list(all)) {
   *   await toloka.pools.archive(id);
   * }
   * for await (const { id } of toloka.trainings.list(all)) {
   *   await toloka.trainings.archive(id);
   * }
   * const project = await toloka.projects.archive("12345");
   * console.log(project.status); // ARCHIVED
   * ```
   */
  archive(projectId: string, options?: WaitOptions): Promise<Project> {
    return change(this.#transport, archiving(projectId), options);
  }

  /**
   * Starts archiving a project.
   *
   * @returns The operation, or `undefined` if the project is archived already.
   */
  startArchive(
    projectId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return startChange(this.#transport, archiving(projectId), options);
  }

  /**
   * Copies a project with its trainings and pools, without their tasks. Training
   * requirements of the copies name the copied trainings.
   *
   * @returns The new project, trainings and pools.
   * @throws {TolokaIncompleteError} If a step fails; its `done` has what exists by then.
   *
   * @example Copy a project, and have quality control start over
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { project, trainings, pools } = await toloka.projects.clone(
   *   "12345",
   *   {
   *     reuseControllers: false,
   *   },
   * );
   * console.log(project.id, trainings.length, pools.length);
   * ```
   */
  async clone(
    projectId: string,
    options: ProjectCloneOptions = {},
  ): Promise<ProjectClone> {
    const { cloneProject } = await import("../creation/project_clone.ts");
    return await cloneProject(this.#transport, projectId, options);
  }
}

function archiving(id: string): StateChange {
  return { collection: LISTING.path, id, verb: "archive" };
}
