import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { type IdPath, path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type {
  AppProject,
  AppProjectInput,
  AppProjectQuery,
  AppProjectSortField,
} from "../types/app_projects.ts";
import type { ContentPage } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";

const LISTING: Listing = {
  noun: "app projects",
  path: "/api/app/v0/app-projects",
  cursor: "id",
  maxPageSize: 5000,
};

/**
 * App projects: apps with parameters of yours. Reached as `toloka.appProjects`.
 *
 * @example Set up an app
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const project = await toloka.appProjects.create({
 *   app_id: "9lZaMl363jahzra1rrYq",
 *   name: "Reviews in March",
 *   parameters: { default_language: "en" },
 * });
 * console.log(project.status); // CREATING
 * ```
 */
export class AppProjects {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates an app project. Items may be sent although its status is `CREATING`.
   *
   * @throws {TolokaValidationError} If a parameter breaks a rule of the app.
   *
   * @example Make another project like one you have
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const project = await toloka.appProjects.create({
   *   parent_app_project_id: "Q2d15QBjpwWuDz8Z321g",
   *   name: "Reviews in April",
   * });
   * console.log(project.id);
   * ```
   */
  create(
    appProject: AppProjectInput,
    options?: RequestOptions,
  ): Promise<AppProject> {
    return this.#transport.post(LISTING.path, appProject, options);
  }

  /**
   * Reads an app project.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(appProjectId: string, options?: RequestOptions): Promise<AppProject> {
    return this.#transport.get(
      path`/api/app/v0/app-projects/${appProjectId}`,
      options,
    );
  }

  /**
   * Reads one page of the app projects that match a query, as the API answers it.
   */
  find(
    query: AppProjectQuery & PageQuery<AppProjectSortField> = {},
    options?: RequestOptions,
  ): Promise<ContentPage<AppProject>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every app project that matches a query.
   *
   * @example Print the projects of an app
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (
   *   const project of toloka.appProjects.list({
   *     app_id: "9lZaMl363jahzra1rrYq",
   *   })
   * ) {
   *   console.log(project.name, project.item_price);
   * }
   * ```
   */
  list(
    query: AppProjectQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<AppProject> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Archives an app project.
   *
   * @returns The app project as it is then.
   *
   * @example Archive an app project
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { status } = await toloka.appProjects.archive(
   *   "Kf83nd0aPqLs72hdT1xz",
   * );
   * console.log(status);
   * ```
   */
  archive(appProjectId: string, options?: RequestOptions): Promise<AppProject> {
    const to = path`/api/app/v0/app-projects/${appProjectId}/archive`;
    return this.#change(appProjectId, to, options);
  }

  /**
   * Takes an app project out of the archive: it gets back the status it had.
   *
   * @returns The app project as it is then.
   *
   * @example Archive an app project and think better of it
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const archived = await toloka.appProjects.archive("Kf83nd0aPqLs72hdT1xz");
   * const project = await toloka.appProjects.unarchive(archived.id);
   * console.log(project.status); // READY
   * ```
   */
  unarchive(
    appProjectId: string,
    options?: RequestOptions,
  ): Promise<AppProject> {
    const to = path`/api/app/v0/app-projects/${appProjectId}/unarchive`;
    return this.#change(appProjectId, to, options);
  }

  /** Creates a change, which is documented to answer without a body, and reads what came of it. */
  async #change(
    appProjectId: string,
    to: IdPath,
    options?: RequestOptions,
  ): Promise<AppProject> {
    // In the archive or not: doing it twice is the same as doing it once.
    const parts = { idempotent: true, expect: "any" } as const;
    await this.#transport.postEmpty(to, options, parts);
    return await this.get(appProjectId, options);
  }
}
