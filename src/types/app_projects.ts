/** App projects: apps set up for use. @module */
import type { AppError, AppReference } from "./apps.ts";
import type {
  Extensible,
  JsonObject,
  RangeFilter,
  TimeValue,
} from "./common.ts";

/** Project to create from an app. */
export interface AppProjectInput {
  /** Id of the app. */
  app_id?: string;
  /** Id of a project to take the settings from. */
  parent_app_project_id?: string;
  /** Name of the project. */
  name?: string;
  /** Settings, shaped by the app's `param_spec`. */
  parameters?: JsonObject;
}

/** Status of an app project. It is made step by step, and may fail. */
export type AppProjectStatus = "CREATING" | "READY" | "ARCHIVED" | "ERROR";

/** An app project. */
export interface AppProject extends AppProjectInput {
  /** Id of the project. */
  id: string;
  /** Status. One project has `ARCHIVE`, lists have `ARCHIVED`. */
  status: Extensible<AppProjectStatus | "ARCHIVE">;
  /** Creation time, UTC. */
  created: string;
  /** Price of one item, in US dollars. */
  item_price?: number;
  /** Errors of its creation. */
  errors?: AppError[];
  /** `true` if it is read-only. */
  read_only?: boolean;
  /** The app. */
  app?: AppReference;
}

/** Whose projects are listed. */
export type AppProjectScope = "MY" | "COMPANY" | "REQUESTER_LIST";

/** Filters of a list of app projects. */
export interface AppProjectQuery
  extends
    RangeFilter<"id" | "name", string>,
    RangeFilter<"created", TimeValue> {
  /** Only projects of this app. */
  app_id?: string | undefined;
  /** Only projects with the settings of this one. */
  parent_app_project_id?: string | undefined;
  /** Only projects in this status. */
  status?: AppProjectStatus | undefined;
  /** Only projects after this one. */
  after_id?: string | undefined;
  /** Whose projects. */
  scope?: AppProjectScope | undefined;
  /** Ids of the requesters, with the scope `REQUESTER_LIST`. */
  requester_ids?: string | readonly string[] | undefined;
}

/** Fields a list of app projects can be sorted by. */
export type AppProjectSortField = "id" | "name" | "created";
