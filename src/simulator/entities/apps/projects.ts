/** App projects: apps set up for use. */

import type { AppProjectInput } from "../../../types/app_projects.ts";
import {
  doesNotExist,
  type FieldErrors,
  inappropriateStatus,
} from "../../checks/api_error.ts";
import { fieldError } from "../../checks/field_errors.ts";
import {
  checkBody,
  type Rules,
  type RulesFor,
  throwIfAny,
  unchecked,
} from "../../checks/validation.ts";
import { job } from "../../world/jobs.ts";
import { SECOND } from "../../engine/time.ts";
import {
  type Context,
  created,
  ok,
  type Reply,
  type Route,
  route,
} from "../../server/router.ts";
import type { AppProjectRecord } from "../../world/records.ts";
import type { JobHandler } from "../../world/world.ts";
import { beginWork, forget } from "./work.ts";
import { type AppListRules, appPage, APPS_API, priceOf } from "./apps.ts";

/** Time until a project is ready. */
const CREATION_TIME = 30 * SECOND;

const RULES: RulesFor<AppProjectInput> = {
  app_id: { type: "string" },
  parent_app_project_id: { type: "string" },
  name: { type: "string" },
  parameters: { type: "object" },
};

/** Fields only the server sets; what a body says of them has no effect. */
const READ_ONLY = unchecked(
  "id",
  "status",
  "created",
  "item_price",
  "errors",
  "read_only",
  "app",
);

const BODY: Rules = { ...RULES, ...READ_ONLY };

const LIST: AppListRules = {
  max: 5_000,
  sort: { id: "id", name: "name", created: "created" },
  equal: ["app_id", "parent_app_project_id", "status"],
};

/** Finds the project of a path or answers 404. */
export function findProject({ world, params }: Context): AppProjectRecord {
  const id = params.projectId!;
  const project = world.appProjects.get(id);
  if (project === undefined) throw doesNotExist("app project", id);
  return project;
}

/** One project is `ARCHIVE` where lists say `ARCHIVED`. */
function show({ view }: AppProjectRecord): unknown {
  return view.status === "ARCHIVED" ? { ...view, status: "ARCHIVE" } : view;
}

function create({ world, body: raw }: Context): Reply {
  const body = checkBody<AppProjectInput>(raw, RULES);
  // Clients send an empty text for no parent.
  const parentId = body.parent_app_project_id || undefined;
  const parent = world.appProjects.get(parentId ?? "");
  const appId = body.app_id ?? parent?.view.app_id;
  const app = world.apps.get(appId ?? "");
  const errors: FieldErrors = {};
  if (parentId !== undefined && parent === undefined) {
    errors.parent_app_project_id = fieldError("ENTITY_DOES_NOT_EXIST");
  } else if (appId == null) {
    errors.app_id = fieldError("VALUE_REQUIRED");
  } else if (app === undefined) {
    errors.app_id = fieldError("ENTITY_DOES_NOT_EXIST");
  }
  throwIfAny(errors);
  const { view } = app!;
  const project: AppProjectRecord = {
    view: {
      id: world.ids.app(),
      app_id: view.id,
      ...(parent && { parent_app_project_id: parent.view.id }),
      name: body.name ?? parent?.view.name ?? view.name,
      parameters: body.parameters ?? parent?.view.parameters ?? {},
      status: "CREATING",
      created: world.time,
      item_price: priceOf(app!),
      errors: [],
      read_only: false,
      app: { id: view.id, name: view.name },
    },
    before: undefined,
    items: [],
    batches: [],
    waiting: [],
    active: 0,
  };
  world.appProjects.set(project.view.id, project);
  world.clock.after(CREATION_TIME, job("APP_PROJECT_READY", project.view.id));
  return created(show(project));
}

/** Job: a project is ready, or turns out to be impossible. */
export const finishCreation: JobHandler = (world, id) => {
  const project = world.appProjects.get(id!)!;
  const { view } = project;
  const missing = world.apps.get(view.app_id)!.parameters
    .filter((name) => view.parameters?.[name] == null);
  view.errors = missing.map((name) => ({
    ...fieldError("VALUE_REQUIRED"),
    payload: { field: `parameters.${name}` },
  }));
  const status = missing.length === 0 ? "READY" : "ERROR";
  if (view.status === "ARCHIVED") project.before = status;
  else view.status = status;
  beginWork(world, project);
};

function archive(context: Context): Reply {
  const project = findProject(context);
  const { view } = project;
  if (view.status === "ARCHIVED") {
    throw inappropriateStatus(["CREATING", "READY", "ERROR"]);
  }
  if (project.active > 0) {
    throw inappropriateStatus(["NEW", "COMPLETED", "STOPPED"]);
  }
  forget(context.world, project);
  project.before = view.status;
  view.status = "ARCHIVED";
  view.read_only = true;
  return ok(undefined);
}

function unarchive(context: Context): Reply {
  const project = findProject(context);
  const { view } = project;
  if (view.status !== "ARCHIVED") throw inappropriateStatus(["ARCHIVE"]);
  view.status = project.before ?? "READY";
  view.read_only = false;
  project.before = undefined;
  return ok(undefined);
}

function list(context: Context): Reply {
  const { world, query } = context;
  const scope = query.get("scope") ?? "MY";
  const wanted = query.getAll("requester_ids").flatMap((ids) => ids.split(","));
  // There is but one requester.
  const mine = scope !== "REQUESTER_LIST" || wanted.includes(world.account.id);
  const projects = mine ? world.appProjects.values() : [];
  return appPage(projects, context, LIST);
}

const ONE = `${APPS_API}/app-projects/:projectId`;

/** Endpoints of app projects. */
export const appProjectRoutes: readonly Route[] = [
  route("GET", `${APPS_API}/app-projects`, list),
  route("POST", `${APPS_API}/app-projects`, create, BODY),
  route("GET", ONE, (context) => ok(show(findProject(context)))),
  route("POST", `${ONE}/archive`, archive),
  route("POST", `${ONE}/unarchive`, unarchive),
];
